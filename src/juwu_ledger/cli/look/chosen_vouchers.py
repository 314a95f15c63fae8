"""Which vouchers the user means: by number, or a month and a stretch of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import VoucherId, plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.cli.shell.console import complain


def vouchers_named(books: Books, numbers: Iterable[str]) -> list[Voucher]:
    """Return the vouchers of these numbers, in the order given and each once.

    Where a number was given twice by mistake, all of its vouchers are meant. Ends with status 2
    where there is none.
    """
    by_number: dict[str, list[Voucher]] = {}
    for voucher in books.vouchers:
        if voucher.id:
            by_number.setdefault(plain(voucher.id), []).append(voucher)
    chosen: list[Voucher] = []
    for text in dict.fromkeys(plain(number) for number in numbers):
        if text not in by_number:
            _unknown(books, text)
        chosen += by_number[text]
    return chosen


def _unknown(books: Books, text: str) -> NoReturn:
    """Complain of an unknown number, and say which numbers its month has."""
    wanted = VoucherId.parse(text)
    known = sorted(v.id for v in books.vouchers if v.id)
    if wanted is None:
        complain(f"{text!r} 不是凭证号，凭证号写成 2026-01-0005 这样。")
    month = [number for number in known if number.startswith(wanted.month)]
    if month:
        complain(f"没有凭证 {text}；{wanted.month} 有 {month[0]} 到 {month[-1]}。")
    span = f"账本里有 {known[0]} 到 {known[-1]}。" if known else "账本里还没有凭证。"
    complain(f"没有凭证 {text}；{span}")


def vouchers_of_month(
    books: Books, month: Period, first: str | None, last: str | None
) -> list[Voucher]:
    """Return a month's vouchers in order of number, those from ``first`` to ``last`` only.

    Those without a number come last, and only where the whole month is wanted. Ends with status 2
    where there is none.
    """
    low, high = _number(first, month, 0), _number(last, month, 10**9)
    found = []
    for voucher in books.vouchers_in(month):
        number = VoucherId.parse(voucher.id)
        if low <= (number.number if number else high) <= high and (number or not (first or last)):
            found.append(voucher)
    if not found:
        span = books.span
        where = f"账本从 {span[0]} 记到 {span[1]}" if span else "账本里还没有凭证"
        stretch = "这一段" if first or last else ""
        complain(f"{month.title}{stretch}没有凭证；{where}。")
    return sorted(found, key=lambda v: (not v.id, v.id, v.date))


def _number(text: str | None, month: Period, default: int) -> int:
    """Read one end of a stretch: ``5``, ``0005`` or a whole number of the month."""
    if text is None:
        return default
    whole = VoucherId.parse(text)
    if whole is not None and whole.month == month.label:
        return whole.number
    if not (text.isascii() and text.isdigit()):
        complain(f"{text!r} 不是 {month.label} 的凭证号，写成 5 或 {month.label}-0005。")
    return int(text[:9])
