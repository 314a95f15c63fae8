"""The edges of the calendar: leap days and the turn of the year.

The whole example is moved to other years: by three, so that it is kept in a leap year (2028), or by
two, so that it ends (2027) before one.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache

from mutations import (
    BANK,
    COPIES,
    DAY,
    OFFICE,
    PETTY,
    TEXTS,
    TILL,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    custom,
    lawful,
)

YEAR = re.compile(r"(?<![\d/])20[12]\d(?=-|Q[1-4]|H[12])")
LEAP_DAY = dt.date(2028, 2, 29)
DAY_BEFORE, DAY_AFTER = LEAP_DAY - DAY, LEAP_DAY + DAY
END = dt.date(2029, 1, 31)
"""The day from which the example kept in 2028 is judged."""
FEBRUARY = f'2028-02-29 custom "reconciliation" {BANK}'
SHOWN_LATER = {"cleared": dt.date(2029, 1, 5)}
ONE, TWO = "SP-2028-9001", "SP-2028-9002"


@cache
def moved(years: int) -> Ledger:
    """The example some years later; its February is reconciled at its own last day."""

    def later(text: str) -> str:
        return YEAR.sub(lambda match: str(int(match[0]) + years), text)

    texts = {file: later(text) for file, text in TEXTS.items()}
    for file in texts:
        if years == 3 and file.endswith("-02.beancount"):
            texts[file] = texts[file].replace(
                '2028-02-28 custom "recon', '2028-02-29 custom "recon'
            )
    return Ledger(texts)


def february(
    draw: Draw, ledger: Ledger, amount: Decimal, day: dt.date, number: int, **meta: object
):
    """Add a payment at the end of February 2028 that the bank shows much later."""
    papers = {
        "approval": ONE,
        "invoice": f"2837900000000000{number:04d}",
        "handler": "郑七星",
        "witness": "许再三",
        "narration": "二月末的支出",
    }
    label = f"{day:%Y-%m}-{number:04d}"
    postings = (OFFICE, amount), (BANK, -amount, SHOWN_LATER)
    return ledger.book(day, *postings, number=label, **{**papers, **meta})


RECONCILED = f'"reconciliation" {BANK} 46420.98 CNY'
LAST = 27
"""The number after the last voucher of the example's February."""


@lawful("BNK002")
@lawful("CSH006")
@lawful("PRD001")
def example_in_a_leap_year(draw: Draw) -> Case:
    years, as_of = draw.one([(2, dt.date(2028, 1, 31)), (2, LEAP_DAY), (3, END)])
    return case(moved(years), as_of=as_of)


@breaks("BNK002")
def reconciled_on_the_twenty_eighth(draw: Draw) -> Case:
    as_of = draw.one([END, END - DAY, END - 9 * DAY])
    return case(moved(3).redate(FEBRUARY, DAY_BEFORE), ("BNK002", "2028-02"), as_of=as_of)


@breaks("CSH006")
def counted_on_the_leap_day_s_morning(draw: Draw) -> Case:
    ledger = moved(3).redate(f"2028-03-01 balance {PETTY}", LEAP_DAY)
    return case(ledger, ("CSH006", "2028-02"), as_of=draw.one([END, END - DAY, END - 9 * DAY]))


@breaks("SPD002")
def signed_the_day_after_the_leap_day(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = moved(3).sign(ONE, amount, DAY_AFTER)
    day = draw.one([DAY_BEFORE, LEAP_DAY])
    ledger = february(draw, ledger, amount, day, LAST)
    return case(ledger, ("SPD002", "2028-02-0027"), as_of=END)


@lawful("SPD002")
def signed_on_the_leap_day(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = moved(3).sign(ONE, amount, LEAP_DAY)
    return case(february(draw, ledger, amount, LEAP_DAY, LAST), as_of=END)


@breaks("SPD005")
def new_director_on_the_leap_day(draw: Draw) -> Case:
    text = '2028-02-29 custom "officer" "director" "赵二清"\n  until: 2028-02-29'
    again = '2028-03-01 custom "officer" "director" "赵一清"\n  until: 2032-03-17'
    ledger = moved(3).add(f"{text}\n{again}", "charter.beancount")
    return case(ledger.sign(ONE, draw.yuan(), LEAP_DAY), ("SPD005", ONE), as_of=END)


@lawful("SPD005")
def director_for_the_leap_day_only(draw: Draw) -> Case:
    text = '2028-02-29 custom "officer" "director" "赵二清"\n  until: 2028-02-29'
    again = '2028-03-01 custom "officer" "director" "赵一清"\n  until: 2032-03-17'
    ledger = moved(3).add(f"{text}\n{again}", "charter.beancount")
    ledger = ledger.sign(ONE, draw.yuan(), LEAP_DAY, director="赵二清")
    return case(ledger.sign(TWO, draw.yuan(), draw.one([DAY_BEFORE, DAY_AFTER])), as_of=END)


@breaks("DTY002")
def term_ended_on_the_twenty_eighth(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = moved(3).set(custom("officer", "cashier", "周五福"), "until", DAY_BEFORE)
    again = '2028-03-01 custom "officer" "cashier" "周五福"'
    ledger = ledger.add(again, "charter.beancount").sign(ONE, amount, DAY_BEFORE)
    ledger = february(draw, ledger, amount, LEAP_DAY, LAST)
    return case(ledger, ("DTY002", "2028-02-0027"), as_of=END)


@lawful("DTY002")
def term_ended_on_the_leap_day(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = moved(3).set(custom("officer", "cashier", "周五福"), "until", LEAP_DAY)
    again = '2028-03-01 custom "officer" "cashier" "周五福"'
    ledger = ledger.add(again, "charter.beancount").sign(ONE, amount, DAY_BEFORE)
    return case(february(draw, ledger, amount, LEAP_DAY, LAST), as_of=END)


def running_on(held: Decimal | None = None) -> Ledger:
    """The example of 2027, and the papers of the two months that follow; ``held`` in the till."""
    papers = (
        """
2028-02-01 custom "close" "2028-01"
2028-02-01 custom "filing" "2028-01"
"""
        + f"2028-02-29 custom {RECONCILED}"
    )
    count = f"2028-03-01 balance {TILL} {held} CNY"
    signed = f'{count}\n  counted-by: "吴六合"\n  witness: "李四安"'
    ledger = moved(2).add(papers, "reviews.beancount")
    return ledger if held is None else ledger.add(signed, "reviews.beancount")


def split(draw: Draw, second: dt.date) -> Ledger:
    """Two payments of one week, more or less, to one payee."""
    part, other = draw.yuan(250_000, 499_999), draw.yuan(250_000, 499_999)
    first = dt.date(2028, 2, 1)
    ledger = running_on().sign(ONE, part, first).sign(TWO, other, first)
    ledger = february(draw, ledger, part, dt.date(2028, 2, 22), 1)
    number = 2 if second == LEAP_DAY else 1
    return february(draw, ledger, other, second, number, approval=TWO, invoice=f"28{number:018d}")


@breaks("SPD013")
def seven_days_to_the_leap_day(draw: Draw) -> Case:
    as_of = draw.one([LEAP_DAY, DAY_AFTER])
    return case(split(draw, LEAP_DAY), ("SPD013", "2028-02-0002"), as_of=as_of)


@lawful("SPD013")
def eight_days_over_the_leap_day(draw: Draw) -> Case:
    return case(split(draw, DAY_AFTER), as_of=DAY_AFTER)


@breaks("BNK004")
def sixty_one_days_over_the_leap_day(draw: Draw) -> Case:
    as_of = dt.date(2028, 3, 1) + DAY * draw.number(0, 30)
    return case(never_shown(draw), ("BNK004", "2027-12-0032"), as_of=as_of)


@lawful("BNK004")
def sixty_days_up_to_the_leap_day(draw: Draw) -> Case:
    return case(never_shown(draw), as_of=LEAP_DAY - DAY * draw.number(0, 20))


def never_shown(draw: Draw) -> Ledger:
    amount, end = draw.yuan(), dt.date(2027, 12, 31)
    papers = {"approval": ONE, "invoice": "28379000000000000001", "handler": "郑七星"}
    ledger = moved(2).sign(ONE, amount, end)
    postings = (OFFICE, amount), (BANK, -amount)
    return ledger.book(end, *postings, number="2027-12-0032", witness="许再三", **papers)


@breaks("DSC004")
def reported_the_day_after_the_leap_day(draw: Draw) -> Case:
    ledger = moved(2).redate(custom("conference-report", "2027H2"), DAY_AFTER)
    as_of = DAY_AFTER + DAY * draw.number(0, 300)
    return case(ledger, ("DSC004", "2027H2"), as_of=as_of)


@lawful("DSC004")
def reported_on_the_leap_day(draw: Draw) -> Case:
    ledger = moved(2).redate(custom("conference-report", "2027H2"), LEAP_DAY)
    return case(ledger, as_of=DAY_BEFORE + DAY * draw.number(0, 300))


@breaks("DSC003")
def ten_days_end_on_the_leap_day(draw: Draw) -> Case:
    ledger = asked(draw, draw.one([None, DAY_AFTER]))
    return case(ledger, ("DSC003", "ZX-2028-09"), as_of=DAY_AFTER + DAY * draw.number(0, 9))


@lawful("DSC003")
def answered_on_the_leap_day(draw: Draw) -> Case:
    return case(asked(draw, LEAP_DAY), as_of=LEAP_DAY + DAY * draw.number(0, 90))


def asked(draw: Draw, answered: dt.date | None) -> Ledger:
    about = draw.one(["2027-12-0009", "2027-12-0014", "2027-12-0029"])
    text = f'2028-02-19 custom "query" "ZX-2028-09" "这一笔是什么？"\n  about: "{about}"'
    ledger = moved(2).add(text, "reviews.beancount")
    reply = f'{answered} custom "reply" "ZX-2028-09" "见附件"'
    return ledger.add(reply, "reviews.beancount") if answered else ledger


@breaks("CSH002")
def banked_the_day_after_the_leap_day(draw: Draw) -> Case:
    return case(take(draw, DAY_AFTER), ("CSH002", "2028-02-0001"), as_of=DAY_AFTER)


@lawful("CSH002")
def banked_on_the_leap_day(draw: Draw) -> Case:
    return case(take(draw, LEAP_DAY), as_of=draw.one([LEAP_DAY, DAY_AFTER]))


def take(draw: Draw, banked: dt.date) -> Ledger:
    """Cash income on the leap day, taken to the bank that day or the next."""
    amount = draw.yuan()
    held, number = (amount, "2028-03-0001") if banked == DAY_AFTER else ("0.00", "2028-02-0002")
    ledger = running_on(held).book(
        LEAP_DAY, (TILL, amount), (COPIES, -amount), number="2028-02-0001", receipt="A0000183"
    )
    return ledger.book(banked, (BANK, amount, SHOWN_LATER), (TILL, -amount), number=number)
