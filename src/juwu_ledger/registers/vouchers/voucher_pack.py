"""Vouchers to be printed: one, some, or a month's pack with its cover (凭证封面)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import VoucherId
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.records.voucher_lines import attachments_of, is_red, lines_of
from juwu_ledger.registers.vouchers.printed_voucher import TITLE, voucher_form
from juwu_ledger.tables.form_words import form_report, in_capitals
from juwu_ledger.tables.report import Box, Field, Form, Report


def voucher_report(
    books: Books, vouchers: Sequence[Voucher], as_of: dt.date, month: Period | None = None
) -> Report:
    """Return vouchers as forms in the order given; with ``month``, its cover goes before them.

    Raises ``ValueError`` where there is no voucher.
    """
    if not vouchers:
        raise ValueError("no vouchers to print")
    forms = [voucher_form(books, voucher, as_of) for voucher in vouchers]
    if month is not None:
        forms.insert(0, cover_form(books, vouchers, month))
    return form_report(
        books,
        "voucher",
        f"{month.title}{TITLE}" if month else TITLE,
        month or _months_of(vouchers),
        tuple(forms),
        as_of,
        _told_until(books, vouchers, as_of),
    )


def _months_of(vouchers: Iterable[Voucher]) -> Period | Days:
    """Return the month of the vouchers, or the days from the first month to the last."""
    months = sorted({Period.month_of(voucher.date) for voucher in vouchers})
    return months[0] if len(months) == 1 else Days(months[0].first, months[-1].last)


def _told_until(books: Books, vouchers: Iterable[Voucher], as_of: dt.date) -> dt.date:
    """Return the last day that the papers tell of: a cancellation may come months later."""
    days = []
    for voucher in vouchers:
        days.append(Period.month_of(voucher.date).last)
        red = books.facts.taken_back_by(voucher)
        if red is not None and red.date <= as_of:
            days.append(red.date)
    return max(days)


def cover_form(books: Books, vouchers: Sequence[Voucher], month: Period) -> Form:
    """Return the cover of a month's vouchers: which, how many, and what is attached."""
    numbers = [voucher.id for voucher in vouchers if voucher.id]
    day = month.last
    total = sum(line.debit or 0 for voucher in vouchers for line in lines_of(voucher))
    return Form(
        key="cover",
        title=f"{TITLE}封面",
        fields=(
            Field("month", "会计期间", month.title, is_wide=True),
            Field("first", "起号", min(numbers, default=None)),
            Field("last", "止号", max(numbers, default=None)),
            Field("count", "凭证张数", len(vouchers)),
            Field("attachments", "附单据张数", sum(attachments_of(v) or 0 for v in vouchers)),
            Field("red", "其中红字凭证", _red(vouchers), is_wide=True),
            Field("missing", "缺号", missing_numbers(numbers) or "无", is_wide=True),
            Field("amount", "借贷方合计", to_yuan(total), is_wide=True),
            Field("capitals", "人民币（大写）", in_capitals(total), is_wide=True),
            Field("volume", "册数", "本月共　　册，这是第　　册"),
            Field("bound", "装订日期"),
        ),
        boxes=(
            Box("主任", books.people.holder("director", day)),
            Box("会计", books.people.holder("accountant", day)),
            Box("出纳", books.people.holder("cashier", day)),
            Box("装订"),
        ),
        notes=_notes(vouchers),
    )


def _red(vouchers: Iterable[Voucher]) -> str:
    return "、".join(v.id for v in vouchers if v.id and is_red(v)) or "无"


def _notes(vouchers: Sequence[Voucher]) -> tuple[str, ...]:
    unnumbered = sum(1 for voucher in vouchers if not voucher.id)
    return (f"有 {unnumbered} 张凭证没有编号。",) if unnumbered else ()


def missing_numbers(numbers: Iterable[str]) -> str:
    """Return the numbers that are missing between the first and the last, runs drawn together."""
    found = sorted({parsed for text in numbers if (parsed := VoucherId.parse(text))})
    gaps = []
    for before, after in zip(found, found[1:], strict=False):
        low, high = before.number + 1, after.number - 1
        if before.month == after.month and low <= high:
            first, last = f"{before.month}-{low:04d}", f"{before.month}-{high:04d}"
            gaps.append(first if low == high else f"{first}–{last}")
    return "、".join(gaps)
