"""The record of a review: the vouchers of a period by what they did to the money."""

from __future__ import annotations

from decimal import Decimal

from .books import ZERO, Books, Voucher
from .cells import Cell, Right


def reviewed(cell: Cell) -> Right:
    """审核的票据: vouchers, the papers that they say are attached, income and spending, by kind."""
    books, kind = cell.paper.books, cell.row["kind"]
    here = [v for v in books.within(cell.span) if not cell.is_item or _kind(books, v) == kind]
    if cell.column == "vouchers":
        return len(here)
    if cell.column == "slips":
        return int(sum((_attached(v) for v in here), ZERO))
    return sum((v.income if cell.column == "income" else v.spending for v in here), ZERO)


def _kind(books: Books, v: Voucher) -> str:
    if v.opening or v.stray:
        return "期初" if v.opening else "期初以外的期初"
    if v.spending and abs(v.spending) >= abs(v.income):
        return "支出"
    if v.income:
        return "收入" if any(x.account.startswith("Income") for x in v.legs) else "其他收款"
    return "转账" if any(x.account in books.money for x in v.legs) else "不动钱"


def _attached(v: Voucher) -> Decimal:
    count = v.meta.get("attachments")
    return count if isinstance(count, Decimal) and count == count.to_integral() >= 0 else ZERO
