"""The cash flow statement, from docs/forms.md: what money came in from, and went out for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .books import ZERO, Books, Span, Voucher
from .cells import Cell, Right

CAME = {
    "接受捐赠收到的现金": ("donation",),
    "提供服务收到的现金": ("service", "levy"),
    "政府补助收到的现金": ("appropriation",),
    "处置固定资产收回的现金": ("fixed-asset", "depreciation"),
    "借款收到的现金": ("borrowing",),
}
WENT = {
    "提供捐赠或者资助支付的现金": ("relief",),
    "支付给员工以及为员工支付的现金": ("allowance",),
    "购买商品、接受服务支付的现金": (
        *("official", "entertainment", "programme", "low-value"),
        *("inventory", "payable"),
    ),
    "购建固定资产支付的现金": ("fixed-asset",),
    "偿还借款支付的现金": ("borrowing",),
}
"""What a line is of: roles, sources, natures. The others are 收到、支付的其他."""
APART = {"投资活动": "固定资产", "筹资活动": "借款"}


def line(cell: Cell) -> Right:
    """现金流量表: a line, what came in or went out by an activity, what is left of it."""
    books, item = cell.paper.books, str(cell.row["item"])
    span = cell.paper.year if cell.column == "year_amount" else cell.span
    came, went = (_by_line(books, span, side) for side in (True, False))
    if item == "现金净增加额":
        return sum(came.values(), ZERO) - sum(went.values(), ZERO)
    if cell.is_item:
        return came.get(item, ZERO) + went.get(item, ZERO)
    activity = item[:4]
    into, out = (_of(lines, activity) for lines in (came, went))
    if item.endswith("净额"):
        return into - out
    return into if "流入" in item else out


def _of(lines: dict[str, Decimal], activity: str) -> Decimal:
    word = APART.get(activity)
    apart = {name: w for name in lines for w in APART.values() if w in name}
    return sum((n for name, n in lines.items() if apart.get(name) == word), ZERO)


def _by_line(books: Books, span: Span, comes: bool) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for v in books.within(span):
        for name, n in _lines(books, v, comes):
            sums[name] = sums.get(name, ZERO) + n
    return sums


def _lines(books: Books, v: Voucher, comes: bool) -> Iterator[tuple[str, Decimal]]:
    amount = v.income if comes else v.spending
    sign = -1 if comes else 1
    legs = [x for x in v.legs if x.account not in books.money and x.n * v.sign * sign > 0]
    if not amount:
        return
    if sum((abs(x.n) for x in legs), ZERO) == amount * v.sign:
        yield from ((_name(books, x.account, comes), abs(x.n) * v.sign) for x in legs)
    else:
        yield _name(books, legs[0].account if legs else "", comes), amount


def _name(books: Books, account: str, comes: bool) -> str:
    meta = books.accounts.get(account, {})
    word = meta.get("role") or meta.get("source") or meta.get("nature")
    names = (name for name, words in (CAME if comes else WENT).items() if word in words)
    return next(names, f"{'收到' if comes else '支付'}的其他与业务活动有关的现金")
