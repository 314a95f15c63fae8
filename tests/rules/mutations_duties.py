"""DTY001 … DTY006: who holds which office, and for how long; who is paid an allowance."""

from __future__ import annotations

import datetime as dt

from mutations import (
    ALLOWANCE,
    BASE,
    BOOKS,
    DAY,
    Case,
    Draw,
    breaks,
    case,
    custom,
    lawful,
    new_year,
)

from juwu_ledger.books.model.vocabulary import Review

REVIEWS = BASE.of(Review)
FIRST_DAY = dt.date(2025, 1, 1)
LAST_DAY = dt.date(2025, 12, 31)
REVIEWERS = {"review-leader": "褚十全", "review-member": "卫百川"}
GROUP = ["赵一清", "钱二宁", "孙三平", "李四安"]


def appoint(day: dt.date, role: str, name: str, until: dt.date | None = None):
    term = f"\n  until: {until}" if until else ""
    return BOOKS.add(f'{day} custom "officer" "{role}" "{name}"{term}', "charter.beancount")


def first_after(day: dt.date) -> str:
    return next(v.id for v in BASE.vouchers if v.date > day)


def spelled(draw: Draw, name: str) -> str:
    return draw.one([name, " ".join(name), f"{name[0]}　{name[1:]}"])


# --- DTY001 -----------------------------------------------------------------------------------


@breaks("DTY001")
def accountant_takes_the_cash_too(draw: Draw) -> Case:
    day = draw.day(FIRST_DAY, new_year(31))
    ledger = appoint(day, "cashier", spelled(draw, "李四安"))
    return case(ledger, ("DTY001", f"{day:%Y-%m}"))


@breaks("DTY001")
def cashier_keeps_the_books_too(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 3, 1), new_year(31))
    ledger = appoint(day, "accountant", spelled(draw, "吴六合"))
    return case(ledger, ("DTY001", f"{max(day, dt.date(2025, 7, 1)):%Y-%m}"))


@breaks("DTY001")
def on_the_cashier_s_last_day(draw: Draw) -> Case:
    day = dt.date(2025, 6, 30) - DAY * draw.number(0, 20)
    return case(appoint(day, "accountant", "周五福"), ("DTY001", "2025-06"))


@lawful("DTY001")
def on_the_day_after_the_cashier_s_last(draw: Draw) -> Case:
    return case(appoint(dt.date(2025, 7, 1) + DAY * draw.number(0, 200), "accountant", "周五福"))


@lawful("DTY001")
def two_who_share_a_first_character(draw: Draw) -> Case:
    name = draw.one(["李四", "李五福", "李四全", "李安四"])
    return case(appoint(draw.day(FIRST_DAY, LAST_DAY), "cashier", name))


# --- DTY002 -----------------------------------------------------------------------------------


@breaks("DTY002")
def term_ends_and_no_one_follows(draw: Draw) -> Case:
    role, name, since = draw.one(
        [
            ("accountant", "李四安", dt.date(2024, 12, 31)),
            ("cashier", "吴六合", dt.date(2025, 7, 1)),
            ("receipt-keeper", "郑七星", dt.date(2025, 8, 6)),
            ("director", "赵一清", dt.date(2025, 12, 23)),
        ]
    )
    day = draw.day(since, dt.date(2025, 12, 30))
    ledger = BOOKS.set(custom("officer", role, name), "until", day)
    return case(ledger, ("DTY002", first_after(day)))


@breaks("DTY002")
def gap_between_two_cashiers(draw: Draw) -> Case:
    day = draw.day(dt.date(2024, 12, 31), dt.date(2025, 6, 29))
    ledger = BOOKS.set(custom("officer", "cashier", "周五福"), "until", day)
    return case(ledger, ("DTY002", first_after(day)))


@breaks("DTY002")
def last_director_left_before_the_first_voucher(draw: Draw) -> Case:
    day = draw.january(2, 30)
    ledger = BOOKS.set(custom("officer", "director", "赵一清"), "until", day)
    ledger = ledger.earn(day + DAY, draw.yuan(), "A0000183")
    return case(ledger, ("DTY002", "2026-01-0001"))


@lawful("DTY002")
def until_the_last_voucher(draw: Draw) -> Case:
    role, name = draw.one(
        [
            ("accountant", "李四安"),
            ("cashier", "吴六合"),
            ("receipt-keeper", "郑七星"),
            ("director", "赵一清"),
        ]
    )
    day = draw.day(LAST_DAY, new_year(31))
    return case(BOOKS.set(custom("officer", role, name), "until", day))


@lawful("DTY002")
def gap_without_vouchers(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 9, 30), dt.date(2025, 10, 8))
    ledger = BOOKS.set(custom("officer", "accountant", "李四安"), "until", day)
    text = '2025-10-09 custom "officer" "accountant" "李四安"'
    return case(ledger.add(text, "charter.beancount"))


# --- DTY003 -----------------------------------------------------------------------------------


@breaks("DTY003")
def two_of_four_left(draw: Draw) -> Case:
    first, ledger = draw.number(0, 3), BOOKS
    day = draw.day(dt.date(2024, 12, 31), dt.date(2025, 12, 30))
    for name in (GROUP[first], GROUP[first - 1]):
        ledger = ledger.set(custom("officer", "finance-group", name), "until", day)
    return case(ledger, ("DTY003", first_after(day)))


@breaks("DTY003")
def no_group_at_all(draw: Draw) -> Case:
    ledger = BOOKS
    for name in GROUP[draw.number(0, 1) :]:
        ledger = ledger.cut(custom("officer", "finance-group", name))
    return case(ledger, ("DTY003", "2025-01-0001"))


@breaks("DTY003")
def one_member_named_twice(draw: Draw) -> Case:
    first = draw.number(1, 3)
    ledger = BOOKS.cut(custom("officer", "finance-group", GROUP[first]))
    ledger = ledger.cut(custom("officer", "finance-group", GROUP[first - 1]))
    twin = next(n for n in GROUP if n not in (GROUP[first], GROUP[first - 1]))
    text = f'2024-12-31 custom "officer" "finance-group" "{spelled(draw, twin)}"'
    return case(ledger.add(text, "charter.beancount"), ("DTY003", "2025-01-0001"))


@lawful("DTY003")
def three_remain(draw: Draw) -> Case:
    name, day = draw.one(GROUP), draw.day(FIRST_DAY, LAST_DAY)
    return case(BOOKS.set(custom("officer", "finance-group", name), "until", day))


# --- DTY004 -----------------------------------------------------------------------------------


@breaks("DTY004")
def member_did_not_sign(draw: Draw) -> Case:
    one = draw.one(REVIEWS).period.label
    names = draw.one(["卫百川", "蒋千里", "卫百川、卫百川", "卫百川、蒋百里", "卫千里、蒋千里"])
    return case(BOOKS.set(custom("review", one), "members", names), ("DTY004", one))


@breaks("DTY004")
def leader_did_not_sign(draw: Draw) -> Case:
    one, name = draw.one(REVIEWS).period.label, draw.one(["", "褚十", "褚百全", "卫百川"])
    needle = custom("review", one)
    ledger = BOOKS.set(needle, "leader", name) if name else BOOKS.unset(needle, "leader")
    return case(ledger, ("DTY004", one))


@breaks("DTY004")
def member_s_term_was_over(draw: Draw) -> Case:
    name = draw.one(["卫百川", "蒋千里"])
    day = draw.day(FIRST_DAY, REVIEWS[-1].date - DAY)
    ledger = BOOKS.set(custom("officer", "review-member", name), "until", day)
    late = [r.period.label for r in REVIEWS if r.date > day]
    return case(ledger, *(("DTY004", label) for label in late))


@breaks("DTY004")
def first_day_of_a_new_leader(draw: Draw) -> Case:
    review = draw.one(REVIEWS)
    day = review.date - DAY * draw.number(0, 20)
    ledger = appoint(day, "review-leader", draw.one(["褚百全", "沈十全"]))
    late = [r.period.label for r in REVIEWS if r.date >= day]
    return case(ledger, *(("DTY004", label) for label in late))


@lawful("DTY004")
def last_day_of_the_member_s_term(draw: Draw) -> Case:
    name = draw.one(["卫百川", "蒋千里"])
    day = REVIEWS[-1].date + DAY * draw.number(0, 9)
    return case(BOOKS.set(custom("officer", "review-member", name), "until", day))


@lawful("DTY004")
def leader_s_name_with_blanks(draw: Draw) -> Case:
    one = draw.one(REVIEWS).period.label
    return case(BOOKS.set(custom("review", one), "leader", spelled(draw, "褚十全")))


@lawful("DTY004")
def new_leader_from_the_next_day(draw: Draw) -> Case:
    day = REVIEWS[-1].date + DAY * draw.number(1, 9)
    return case(appoint(day, "review-leader", "褚百全"))


# --- DTY005 -----------------------------------------------------------------------------------


@breaks("DTY005")
def reviewer_joins_the_committee(draw: Draw) -> Case:
    day = draw.day(FIRST_DAY, new_year(31))
    name = spelled(draw, draw.one(["褚十全", "卫百川", "蒋千里"]))
    ledger = appoint(day, draw.one(["finance-group", "disclosure-officer"]), name)
    return case(ledger, ("DTY005", f"{day:%Y-%m}"))


@breaks("DTY005")
def officer_joins_the_reviewers(draw: Draw) -> Case:
    name, since = draw.one(
        [
            ("郑七星", FIRST_DAY),
            ("钱二宁", FIRST_DAY),
            ("吴六合", dt.date(2025, 7, 1)),
            ("陈九思", dt.date(2025, 8, 1)),
        ]
    )
    day = draw.day(FIRST_DAY, new_year(31))
    ledger = appoint(day, "review-member", name)
    return case(ledger, ("DTY005", f"{max(day, since):%Y-%m}"))


@lawful("DTY005")
def cashier_until_the_day_before(draw: Draw) -> Case:
    day, name = draw.one([(dt.date(2025, 7, 1), "周五福"), (dt.date(2025, 8, 1), "冯八方")])
    return case(appoint(day + DAY * draw.number(0, 150), "review-member", name))


@lawful("DTY005")
def street_director_s_namesake_by_one_character(draw: Draw) -> Case:
    name = draw.one(["赵二清", "钱一宁", "郑七", "沈万里", "孙三"])
    return case(appoint(draw.day(FIRST_DAY, LAST_DAY), "review-member", name))


# --- DTY006 -----------------------------------------------------------------------------------

MEMBERS = ["赵一清", "李四安", "吴六合", "郑七星"]
STRANGERS = ["何十全", "许百里", "施千红", "欧阳文远", "周五", "李四"]
SHEET = "none: 津贴发放表"
ONE, FIRST = "SP-2026-0001", "2026-01-0001"


def allowances(draw: Draw, names: list[str], what: str, **meta: str):
    """An allowance of ten yuan for each of ``names``, on the head of the voucher or on its line."""
    listed = "、".join(f"{name}=10.00" for name in names)
    papers = {"invoice": SHEET, "narration": what, **meta}
    ledger = BOOKS.sign(ONE, 10 * len(names))
    day, amount = draw.january(), 10 * len(names)
    return ledger.pay(day, amount, account=ALLOWANCE, recipients=listed, **papers)


def declared(day: dt.date, *names: str, name: str = "楼组长") -> str:
    people = " ".join(f'"{one}"' for one in names)
    return f'{day} custom "list" "{name}" {people}'


@breaks("DTY006")
def one_too_many_among_the_members(draw: Draw) -> Case:
    names = [*draw.one([MEMBERS, MEMBERS[:2], []]), draw.one(STRANGERS)]
    what = draw.one(["居委会成员一月份津贴", "发放委员津贴"])
    return case(allowances(draw, names, what), ("DTY006", FIRST))


@breaks("DTY006")
def one_too_many_on_the_sheet_of_the_list(draw: Draw) -> Case:
    stranger = draw.one(STRANGERS)
    ledger = allowances(draw, ["沈小满", stranger, *MEMBERS[:2]], "发放一月份津贴")
    day = draw.day(dt.date(2025, 1, 1), new_year(31))
    return case(
        ledger.add(declared(day, "沈小满", "陶大江"), "charter.beancount"), ("DTY006", FIRST)
    )


@breaks("DTY006")
def left_the_list_long_ago(draw: Draw) -> Case:
    left = draw.day(dt.date(2025, 3, 1), dt.date(2025, 11, 30))
    ledger = allowances(draw, ["沈小满", "陶大江"], "发放一月份津贴")
    ledger = ledger.add(declared(dt.date(2025, 1, 1), "沈小满", "陶大江"), "charter.beancount")
    return case(ledger.add(declared(left, "沈小满"), "charter.beancount"), ("DTY006", FIRST))


@breaks("DTY006")
def paid_to_a_stranger_by_name(draw: Draw) -> Case:
    papers = {"invoice": SHEET, "narration": "居委会成员津贴", "account": ALLOWANCE}
    ledger = BOOKS.sign(ONE, 500)
    payee = draw.one(["何十全", "许百里", "施千红、赵一清"])
    return case(ledger.pay(draw.january(), draw.yuan(), payee=payee, **papers), ("DTY006", FIRST))


@lawful("DTY006")
def members_however_they_are_written(draw: Draw) -> Case:
    names = [spelled(draw, name) for name in MEMBERS]
    return case(allowances(draw, names, "居委会成员一月份津贴"))


@lawful("DTY006")
def on_the_list_until_the_month_before(draw: Draw) -> Case:
    left = draw.day(dt.date(2025, 12, 2), new_year(31))
    ledger = allowances(draw, ["沈小满", "陶大江"], "发放一月份津贴")
    ledger = ledger.add(declared(dt.date(2025, 1, 1), "沈小满", "陶大江"), "charter.beancount")
    return case(ledger.add(declared(left, "沈小满"), "charter.beancount"))


@lawful("DTY006")
def of_whom_no_list_was_declared(draw: Draw) -> Case:
    ledger = allowances(draw, draw.one([STRANGERS, STRANGERS[:1]]), "值勤补贴")
    other = declared(dt.date(2025, 1, 1), "沈小满", name=draw.one(["志愿者", "助餐员"]))
    return case(draw.one([ledger, ledger.add(other, "charter.beancount")]))
