"""VCH001: a number missing, malformed, repeated, or a gap in the month."""

import datetime as dt
from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH001",
    name="voucher-numbering",
    title="凭证编号不连续",
    clause=("财会〔2024〕12号 21",),
    why="凭证从每月 0001 号起连续编号，抽走一张、插进一张都看得出来。",
    remedy="照日期顺序从 0001 起连续编号，不缺号、不重号。已结账的月份不能改号，写说明。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Check every number, then each month's run from 0001."""
    months = books.numbered_by_month
    named = sum(1 for voucher in books.vouchers if voucher.id)
    if named < len(books.vouchers):
        for voucher in books.vouchers:
            if not voucher.id:
                yield RULE.on(
                    voucher,
                    f"{voucher.date} 的凭证“{voucher.narration}”没有凭证号",
                    about=Period.month_of(voucher.date).label,
                )
    if sum(map(len, months.values())) < named:
        for parsed, voucher in books.numbered:
            if parsed is None:
                yield RULE.on(voucher, f"凭证号 {voucher.id!r} 不对，应写成 2026-01-0001 这样")
            elif parsed.month != voucher.date.isoformat()[:7]:
                yield RULE.on(voucher, f"凭证号 {voucher.id} 与日期 {voucher.date} 不在同一个月")
    for month, numbered in months.items():
        yield from _gaps(month, numbered)


def _gaps(month: str, numbered: Sequence[tuple[int, Voucher]]) -> Iterator[Finding]:
    """Yield what is repeated in a month, and what its run from 1 lacks."""
    numbers: dict[int, Voucher] = {}
    for number, voucher in numbered:
        first = numbers.setdefault(number, voucher)
        if first is not voucher:
            yield RULE.on(voucher, f"凭证号 {voucher.id} 重复，{first.date} 已经用过")
    expected = 1
    for number in sorted(numbers):
        if number > expected:
            gap = f"{month}-{expected:04d}"
            if number - expected > 1:
                gap += f" 到 {month}-{number - 1:04d}"
            yield RULE.on(numbers[number], f"{numbers[number].id} 前面缺 {gap}")
        expected = number + 1
