"""BNK005 … BNK009: statements that changed or are missing, rows not booked, ticks of nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BANK,
    BOOKS,
    DAY,
    FEN,
    WECHAT,
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


def taken_in(draw: Draw, lacks: str) -> tuple[str, str]:
    """Return a statement's directive, and the month that its finding is about."""
    last = draw.january()
    first = last - DAY * draw.number(0, 60)
    account = draw.one([BANK, WECHAT])
    lines = [f'{last} custom "statement" {account} {draw.yuan()} CNY', f"  from: {first}", lacks]
    return "\n".join(filter(None, lines)), f"{last:%Y-%m}"


@breaks("BNK005")
def rows_are_gone(draw: Draw) -> Case:
    text, month = taken_in(draw, f"  lacks: {draw.number(1, 40)}")
    return case(BOOKS.add(text), ("BNK005", month), as_of=dt.date(2026, 1, 31))


@lawful("BNK005")
def nothing_is_gone(draw: Draw) -> Case:
    text, _ = taken_in(draw, draw.one(["", "  lacks: 0"]))
    return case(BOOKS.add(text), as_of=dt.date(2026, 1, 31))


DIGEST = "ab12cd34ef56ab78" + "0" * 48
KEY = "0123456789abcdef0123"
HEADINGS = (
    "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement"
)
END = dt.date(2026, 1, 31)
IN_TIME = dt.date(2026, 1, 1), dt.date(2026, 1, 4)


def with_row(draw: Draw, day: dt.date, *, key: str = KEY, digest: str = DIGEST) -> Ledger:
    """Books whose bank account has one row that was taken in."""
    account = draw.one([BANK, WECHAT])
    amount = draw.yuan()
    sides = draw.one([f"{amount},", f",{amount}"])
    row = f"{key},{day},09:15:01,{sides},,,,某人,6222,转账,,{digest[:16]}"
    text = f'{day} custom "statement" {account} 0.00 CNY\n  from: {day}\n  digest: "{DIGEST}"'
    folder = account.replace(":", ".")
    books = BOOKS.add(text)
    rows = {f"statements/{folder}/{day:%Y-%m}.csv": f"{HEADINGS}\n{row}\n"}
    return Ledger({**books.texts, **rows}, books.count)


@breaks("BNK006")
def never_ticked(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 3, 1), END - 31 * DAY)
    return case(with_row(draw, day), ("BNK006", KEY), as_of=END)


@lawful("BNK006")
def thirty_days_old(draw: Draw) -> Case:
    day = draw.day(END - 30 * DAY, END)
    return case(with_row(draw, day), as_of=END)


@lawful("BNK006")
def of_no_statement(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 3, 1), END - 31 * DAY)
    return case(with_row(draw, day, digest="f" * 64), as_of=END)


def not_closed(draw: Draw) -> Ledger:
    """Books whose bank account has a number; December moved it and is still to be closed."""
    number = str(draw.number(10**15, 10**16 - 1))
    books = BOOKS.set(f"open {BANK}", "bank-account", number)
    return books.cut(custom("close", "2025-12"))


@breaks("BNK007")
def no_statement_of_the_month(draw: Draw) -> Case:
    return case(not_closed(draw), ("BNK007", "2025-12"), as_of=draw.day(*IN_TIME))


@breaks("BNK007")
def a_statement_that_ends_too_early(draw: Draw) -> Case:
    text = (
        f'2025-12-{draw.number(2, 30):02d} custom "statement" {BANK} 0.00 CNY\n  from: 2025-12-01'
    )
    books = not_closed(draw).add(text)
    return case(books, ("BNK007", "2025-12"), as_of=draw.day(*IN_TIME))


@lawful("BNK007")
def a_statement_over_the_month_s_end(draw: Draw) -> Case:
    first = draw.day(dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    text = f'2025-12-31 custom "statement" {BANK} 0.00 CNY\n  from: {first}'
    return case(not_closed(draw).add(text), as_of=draw.day(*IN_TIME))


@lawful("BNK007")
def closed_without_any(draw: Draw) -> Case:
    number = str(draw.number(10**15, 10**16 - 1))
    return case(BOOKS.set(f"open {BANK}", "bank-account", number), as_of=draw.day(*IN_TIME))


TICKED = dt.date(2026, 1, 20)
NUMBER = "2026-01-0001"


def with_tick(draw: Draw, booked: Decimal, banks: Decimal, key: str = KEY) -> Ledger:
    """Books with one receipt at the bank, one row, and a tick that says they are one."""
    books = BOOKS.earn(TICKED, booked, receipt(183))
    tick = f'{TICKED} custom "cleared" "{NUMBER}" {BANK}\n  bank-line: "{key}"\n  tier: "P"'
    text = f'{TICKED} custom "statement" {BANK} 0.00 CNY\n  from: {TICKED}\n  digest: "{DIGEST}"'
    books = books.add(tick).add(text)
    row = f"{KEY},{TICKED},09:15:01,{banks},,,,,某人,6222,转账,,{DIGEST[:16]}"
    file = f"statements/{BANK.replace(':', '.')}/2026-01.csv"
    return Ledger({**books.texts, file: f"{HEADINGS}\n{row}\n"}, books.count)


@breaks("BNK009")
def another_amount(draw: Draw) -> Case:
    booked = draw.yuan()
    other = booked + draw.one([FEN, yuan(100), draw.yuan()])
    return case(with_tick(draw, booked, other), ("BNK009", NUMBER), as_of=TICKED)


@breaks("BNK009")
def a_row_that_is_none(draw: Draw) -> Case:
    booked, key = draw.yuan(), f"{draw.number(1, 10**9):020x}"
    return case(with_tick(draw, booked, booked, key), ("BNK009", NUMBER), as_of=TICKED)


@lawful("BNK009")
def the_very_row(draw: Draw) -> Case:
    booked = draw.yuan()
    return case(with_tick(draw, booked, booked), as_of=TICKED)
