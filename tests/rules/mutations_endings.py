"""SPD015, SPD016: approvals that have ended, or whose signer has left."""

from __future__ import annotations

import datetime as dt

from mutations import BOOKS, DAY, Case, Draw, Ledger, breaks, case, lawful, new_year

ONE, TWO = "SP-2026-0001", "SP-2026-0002"
FIRST, SECOND = "2026-01-0001", "2026-01-0002"
BOSS, NEXT = "赵一清", "何十全"
WIDE = "ＳＰ－2026－0001"


def end(
    ledger: Ledger, day: dt.date, identity: str = ONE, why: str = "不买了", who: str = BOSS
) -> Ledger:
    """End an approval."""
    text = f'{day} custom "approval-end" "{identity}" "{why}"\n  director: "{who}"'
    return ledger.add(text, "approvals.beancount")


@breaks("SPD015")
def spent_after_it_was_withdrawn(draw: Draw) -> Case:
    day = draw.january(3, 25)
    ledger = end(BOOKS.sign(ONE, 500), day, why=draw.one(["不买了", "改由街道购买"]))
    ledger = ledger.pay(day + DAY * draw.number(1, 6), draw.yuan())
    return case(ledger, ("SPD015", FIRST))


@breaks("SPD015")
def the_rest_spent_after_it_was_closed(draw: Draw) -> Case:
    paid = draw.january(3, 20)
    ledger = BOOKS.sign(ONE, 900).pay(paid, draw.yuan(10_000, 40_000), payee="示例文具店")
    day = paid + DAY * draw.number(0, 4)
    ledger = end(ledger, day, why="买齐了").pay(day + DAY * draw.number(1, 5), draw.yuan())
    return case(ledger, ("SPD015", SECOND))


@breaks("SPD015")
def ended_in_wide_letters(draw: Draw) -> Case:
    day = draw.january(3, 25)
    ledger = end(BOOKS.sign(ONE, 500), day, WIDE).pay(day + DAY, draw.yuan())
    return case(ledger, ("SPD015", FIRST), ("FMT002", WIDE))


@lawful("SPD015")
def spent_on_the_day_of_the_end(draw: Draw) -> Case:
    day = draw.january(3, 25)
    return case(end(BOOKS.sign(ONE, 500).pay(day, draw.yuan()), day))


@lawful("SPD015")
def another_was_signed(draw: Draw) -> Case:
    day = draw.january(3, 25)
    ledger = end(BOOKS.sign(ONE, 500), day).sign(TWO, 500, day)
    return case(ledger.pay(day + DAY * draw.number(0, 5), draw.yuan(), TWO))


# --- SPD016 -----------------------------------------------------------------------------------

SIGNED = dt.date(2025, 12, 20)


def succeeded(ledger: Ledger, day: dt.date, name: str = NEXT) -> Ledger:
    """Another director takes office."""
    return ledger.add(f'{day} custom "officer" "director" "{name}"', "charter.beancount")


@breaks("SPD016")
def spent_long_after_the_signer_left(draw: Draw) -> Case:
    paid = new_year(draw.number(28, 31))
    left = paid - DAY * draw.number(31, 36)
    ledger = BOOKS.sign(ONE, 500, SIGNED)
    ledger = succeeded(ledger, left + DAY, draw.one([NEXT, "施二十"])).pay(paid, draw.yuan())
    return case(ledger, ("SPD016", FIRST))


@lawful("SPD016")
def spent_within_thirty_days(draw: Draw) -> Case:
    paid = draw.january(22, 31)
    left = paid - DAY * draw.number(1, 30)
    return case(succeeded(BOOKS.sign(ONE, 500, SIGNED), left + DAY).pay(paid, draw.yuan()))


@lawful("SPD016")
def back_in_office(draw: Draw) -> Case:
    back = draw.january(20, 28)
    ledger = succeeded(BOOKS.sign(ONE, 500, SIGNED), dt.date(2025, 12, 24))
    return case(succeeded(ledger, back, BOSS).pay(back + DAY * draw.number(0, 3), draw.yuan()))
