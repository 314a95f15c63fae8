"""PRD001, PRD003, PRD004, DSC001, DSC002, DSC005, DSC007: what is due after each period."""

from __future__ import annotations

import datetime as dt

from mutations import (
    AS_OF,
    BASE,
    BOOKS,
    DAY,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    voucher,
)

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Disclosure, Review

MONTHS = [Period.of_months(2025, month, 1) for month in range(1, 13)]
QUARTERS = [Period.of_months(2025, month, 3) for month in (1, 4, 7, 10)]
POSTED = {d.period: d for d in BASE.of(Disclosure)}
REVIEWED = {r.period: r for r in BASE.of(Review)}
LATER = dt.date(2026, 12, 30)
"""A day from which everything of 2025 was due long ago, and nothing of 2026."""


def done(kind: str, period: Period) -> str:
    return custom(kind, period.label)


# --- PRD001, PRD003, PRD004 -------------------------------------------------------------------

PAPERS = {"PRD001": "close", "PRD004": "filing"}


def monthly(rule: str, limit: str) -> None:
    """The same ways to miss a month's paper, for closing and for filing."""
    kind = PAPERS[rule]

    @breaks(rule)
    def never_done(draw: Draw) -> Case:
        month = draw.one(MONTHS)
        return case(BOOKS.cut(done(kind, month)), (rule, month.label))

    @breaks(rule)
    def done_a_day_late_or_more(draw: Draw) -> Case:
        month = draw.one(MONTHS)
        day = month.last + DAY * (10 + draw.one([1, draw.number(1, 200)]))
        as_of = draw.one([AS_OF, LATER])
        return case(BOOKS.redate(done(kind, month), day), (rule, month.label), as_of=as_of)

    @breaks(rule)
    def done_before_the_month_was_over(draw: Draw) -> Case:
        month = draw.one(MONTHS)
        day = month.last - DAY * draw.number(1, 27)
        return case(BOOKS.redate(done(kind, month), day), (rule, month.label))

    @breaks(rule)
    def judged_the_day_after(draw: Draw) -> Case:
        ledger = BOOKS.cut(done(kind, MONTHS[-1]))
        return case(ledger, (rule, "2025-12"), as_of=new_year(draw.number(11, 31)))

    @breaks(rule)
    def fewer_days_allowed(draw: Draw) -> Case:
        ledger = BOOKS.redate(done(kind, MONTHS[-1]), new_year(draw.number(5, 9)))
        text = f'2025-12-01 custom "limit" "{limit}" {draw.number(0, 4)}'
        return case(ledger.add(text, "charter.beancount"), (rule, "2025-12"))

    @lawful(rule)
    def done_on_the_last_day(draw: Draw) -> Case:
        month = draw.one(MONTHS)
        return case(BOOKS.redate(done(kind, month), month.last + DAY * draw.one([0, 10])))

    @lawful(rule)
    def still_to_be_done(draw: Draw) -> Case:
        as_of = new_year(draw.number(1, 10))
        return case(BOOKS.cut(done(kind, MONTHS[-1])), as_of=as_of)


monthly("PRD001", "close-days")
monthly("PRD004", "filing-days")


@breaks("PRD003")
def quarter_never_filed(draw: Draw) -> Case:
    quarter, as_of = draw.one(QUARTERS[:3]), draw.january(1)
    return case(BOOKS.cut(done("filing", quarter)), ("PRD003", quarter.label), as_of=as_of)


@breaks("PRD003")
def quarter_filed_in_the_second_month(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    following = Period.month_of(quarter.last + DAY)
    day = following.last + DAY * draw.one([1, draw.number(1, 300)])
    ledger = BOOKS.redate(done("filing", quarter), day)
    return case(ledger, ("PRD003", quarter.label), as_of=LATER)


@breaks("PRD003")
def quarter_filed_before_it_was_over(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    ledger = BOOKS.redate(done("filing", quarter), quarter.last - DAY * draw.number(1, 80))
    return case(ledger, ("PRD003", quarter.label), as_of=LATER)


@lawful("PRD003")
def quarter_filed_on_the_month_s_last_day(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    day = draw.one([quarter.last, Period.month_of(quarter.last + DAY).last])
    return case(BOOKS.redate(done("filing", quarter), day), as_of=LATER)


# --- DSC001, DSC002, DSC005, DSC007 -----------------------------------------------------------


def post(quarter: Period, day: dt.date, days: int = 22) -> Ledger:
    """The books with a quarter posted from another day on, for so many days."""
    ledger = BOOKS.redate(done("disclosure", quarter), day)
    return ledger.set(done("disclosure", quarter), "until", day + DAY * (days - 1))


@breaks("DSC001")
def quarter_never_posted(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    as_of = draw.one([AS_OF, draw.day(AS_OF, LATER)])
    if as_of > dt.date(2026, 2, 28):
        as_of = LATER
    return case(BOOKS.cut(done("disclosure", quarter)), ("DSC001", quarter.label), as_of=as_of)


@breaks("DSC001")
def quarter_posted_late(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    day = quarter.last + DAY * (30 + draw.one([1, draw.number(1, 200)]))
    return case(post(quarter, day), ("DSC001", quarter.label), as_of=LATER)


@lawful("DSC001")
def quarter_posted_on_the_last_day(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    return case(post(quarter, quarter.last + DAY * 30), as_of=LATER)


@breaks("DSC002")
def posted_without_any_review(draw: Draw) -> Case:
    quarter, as_of = draw.one(QUARTERS), draw.january(20)
    return case(BOOKS.cut(done("review", quarter)), ("DSC002", quarter.label), as_of=as_of)


@breaks("DSC002")
def reviewed_after_it_was_posted(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    day = POSTED[quarter].date + DAY * draw.number(1, 60)
    return case(BOOKS.redate(done("review", quarter), day), ("DSC002", quarter.label))


@breaks("DSC002")
def posted_though_refused(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    opinion = f'"{REVIEWED[quarter].opinion}"'
    ledger = BOOKS.swap(done("review", quarter), opinion, '"refused"')
    return case(ledger, ("DSC002", quarter.label))


def second_opinion(quarter: Period, day: dt.date, opinion: str) -> str:
    names = '  leader: "褚十全"\n  members: "卫百川、蒋千里"'
    return f'{day} custom "review" "{quarter.label}" "{opinion}"\n{names}'


@breaks("DSC002")
def passed_then_refused(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    day = draw.day(REVIEWED[quarter].date, POSTED[quarter].date)
    text = second_opinion(quarter, day, "refused")
    return case(BOOKS.add(text, "reviews.beancount"), ("DSC002", quarter.label))


@lawful("DSC002")
def refused_then_passed_that_day(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    opinion = f'"{REVIEWED[quarter].opinion}"'
    ledger = BOOKS.swap(done("review", quarter), opinion, '"refused"')
    text = second_opinion(quarter, POSTED[quarter].date, "passed")
    return case(ledger.add(text, "reviews.beancount"))


@lawful("DSC002")
def refused_after_it_was_posted(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    text = second_opinion(quarter, POSTED[quarter].date + DAY * draw.number(1, 9), "refused")
    return case(BOOKS.add(text, "reviews.beancount"))


def reviewed(quarter: Period) -> Ledger:
    """The books with the digest of that quarter on its review."""
    return BOOKS.set(done("review", quarter), "digest", BASE.digest(quarter.last))


@breaks("DSC002")
def changed_after_it_was_reviewed(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    one = draw.one([v for v in BASE.vouchers if v.date <= quarter.last])
    key, value = draw.one([("attachments", 9), ("memo", "补记")])
    ledger = reviewed(quarter).set(voucher(one.id), key, value)
    return case(ledger, ("DSC002", quarter.label))


@breaks("DSC002")
def reviewed_other_books(draw: Draw) -> Case:
    quarter, other = draw.one(QUARTERS), draw.one(QUARTERS[:3])
    digest = BASE.digest(other.last if other != quarter else new_year(31))
    ledger = BOOKS.set(done("review", quarter), "digest", digest)
    return case(ledger, ("DSC002", quarter.label))


@lawful("DSC002")
def only_what_came_after_the_quarter_changed(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS[:3])
    one = draw.one([v for v in BASE.vouchers if v.date > quarter.last])
    return case(reviewed(quarter).set(voucher(one.id), "memo", "补记"))


@breaks("DSC005")
def taken_down_too_soon(draw: Draw) -> Case:
    quarter, days = draw.one(QUARTERS), draw.one([14, draw.number(1, 14)])
    return case(post(quarter, POSTED[quarter].date, days), ("DSC005", quarter.label))


@lawful("DSC005")
def fifteen_days_with_both_ends(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    return case(post(quarter, POSTED[quarter].date, draw.one([15, draw.number(15, 90)])))


@lawful("DSC005")
def posted_again_for_longer(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    ledger = post(quarter, POSTED[quarter].date, draw.number(1, 14))
    text = f'{draw.january(17)} custom "disclosure" "{quarter.label}"\n  until: 2026-02-28'
    return case(ledger.add(text))


def sealed(quarter: Period) -> Ledger:
    """The books with the digest of that quarter on its disclosure."""
    return BOOKS.set(done("disclosure", quarter), "digest", BASE.digest(quarter.last))


@breaks("DSC007")
def changed_after_it_was_posted(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS)
    one = draw.one([v for v in BASE.vouchers if v.date <= quarter.last])
    key, value = draw.one([("attachments", 9), ("memo", "补记")])
    ledger = sealed(quarter).set(voucher(one.id), key, value)
    return case(ledger, ("DSC007", quarter.label))


@breaks("DSC007")
def digest_of_other_books(draw: Draw) -> Case:
    quarter, other = draw.one(QUARTERS), draw.one(QUARTERS[:3])
    digest = BASE.digest(other.last if other != quarter else new_year(31))
    ledger = BOOKS.set(done("disclosure", quarter), "digest", digest)
    return case(ledger, ("DSC007", quarter.label))


@lawful("DSC007")
def only_what_came_later_changed(draw: Draw) -> Case:
    quarter = draw.one(QUARTERS[:3])
    one = draw.one([v for v in BASE.vouchers if v.date > quarter.last])
    return case(sealed(quarter).set(voucher(one.id), "memo", "补记"))
