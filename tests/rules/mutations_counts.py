"""CSH006, CSH007: cash that nobody counted, and too much of it paid at once."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from mutations import (
    BANK,
    BASE,
    BOOKS,
    DAY,
    FEN,
    OFFICE,
    PETTY,
    TILL,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    custom,
    lawful,
    receipt,
    yuan,
)

IN_THE_DRAWER = Decimal("639.70")
ROOM = 3000 - IN_THE_DRAWER
NEXT = receipt(183)
FIRST = "2026-01-0001"


def fetch(ledger: Ledger, day: dt.date, amount: Decimal, source: str = BANK) -> Ledger:
    """Fetch petty cash from the bank; a negative amount takes it back there."""
    return ledger.book(day, (PETTY, amount), (source, -amount), payee="示例银行柳荫支行")


# --- CSH006 -----------------------------------------------------------------------------------

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


def count_of(month: str, account: str) -> str:
    """The needle of the count at a month's end."""
    following = dt.date.fromisoformat(f"{month}-28") + DAY * 4
    return f"{following.replace(day=1)} balance {account}"


@breaks("CSH006")
def drawer_not_counted(draw: Draw) -> Case:
    month = draw.one(MONTHS)
    return case(BOOKS.cut(count_of(month, PETTY)), ("CSH006", month))


@breaks("CSH006")
def counted_by_no_one(draw: Draw) -> Case:
    month, key = draw.one(MONTHS), draw.one(["counted-by", "witness"])
    return case(BOOKS.unset(count_of(month, PETTY), key), ("CSH006", month))


@breaks("CSH006")
def counted_a_day_early(draw: Draw) -> Case:
    month = draw.one(MONTHS)
    needle = count_of(month, PETTY)
    day = dt.date.fromisoformat(needle[:10]) - DAY
    ledger = BOOKS.redate(needle, day)
    held = yuan([d.fen for d in BASE.facts.daily[PETTY] if d.date < day][-1])
    figure = re.compile(r"[0-9.]+(?= CNY)")
    ledger = ledger.rewrite(f"{day} balance {PETTY}", lambda text: figure.sub(str(held), text))
    return case(ledger, ("CSH006", month))


@lawful("CSH006")
def empty_till_not_counted(draw: Draw) -> Case:
    return case(BOOKS.cut(count_of(draw.one(MONTHS), TILL)))


@lawful("CSH006")
def month_not_over_yet(draw: Draw) -> Case:
    return case(fetch(BOOKS, draw.january(1), draw.yuan()))


# --- CSH007 -----------------------------------------------------------------------------------


@breaks("CSH007")
def too_much_paid_in_cash(draw: Draw) -> Case:
    amount, day = 1000 + draw.one([FEN, draw.yuan(1, 150_000)]), draw.january(2)
    ledger = fetch(BOOKS.sign("SP-2026-0001", amount), day, ROOM)
    return case(ledger.pay(day, amount, money=PETTY), ("CSH007", "2026-01-0002"))


@breaks("CSH007")
def figure_lowered(draw: Draw) -> Case:
    figure, day = draw.yuan(100, 60_000), draw.january(2)
    text = f'{draw.january(1, 2)} custom "limit" "cash-payment" {figure} CNY'
    ledger = BOOKS.add(text, "charter.beancount").sign("SP-2026-0001", 700)
    return case(ledger.pay(day, figure + FEN, money=PETTY), ("CSH007", FIRST))


@lawful("CSH007")
def as_much_as_may_be_paid_in_cash(draw: Draw) -> Case:
    amount, day = 1000 - draw.one([Decimal(0), FEN, draw.yuan()]), draw.january(2)
    ledger = fetch(BOOKS.sign("SP-2026-0001", amount), day, ROOM)
    return case(ledger.pay(day, amount, money=PETTY))


@lawful("CSH007")
def more_but_by_transfer(draw: Draw) -> Case:
    amount = draw.yuan(100_001, 400_000)
    return case(BOOKS.sign("SP-2026-0001", amount).pay(draw.january(2), amount))


@lawful("CSH007")
def too_much_but_reversed(draw: Draw) -> Case:
    amount, day = draw.yuan(100_001, 200_000), draw.january(2, 30)
    ledger = fetch(BOOKS.sign("SP-2026-0001", amount), day, ROOM).pay(day, amount, money=PETTY)
    back = (OFFICE, -amount), (PETTY, amount)
    return case(ledger.book(day + DAY, *back, reverses="2026-01-0002"))


@lawful("CSH007")
def figure_never_set(draw: Draw) -> Case:
    amount, day = draw.yuan(100_001, 200_000), draw.january(2)
    ledger = fetch(BOOKS.sign("SP-2026-0001", amount), day, ROOM)
    ledger = ledger.cut(custom("limit", "cash-payment"))
    return case(ledger.pay(day, amount, money=PETTY))
