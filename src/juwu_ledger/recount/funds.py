"""Earmarked money: what came for a purpose, what was spent of it, what is left, who gave it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from .accounts import FREE
from .books import ZERO, Books, Leg, Span, plain
from .cells import Cell, Right
from .money import running

Wanted = Callable[[Leg], bool]


def _fund(books: Books, column: str, span: Span, wanted: Wanted) -> Decimal:
    """Return a column of some funds: what was there, what they got and gave, what is left."""
    so_far = [x for x in books.legs if x.fund and x.v.date <= span[1] and wanted(x)]
    before = [x for x in so_far if x.v.date < span[0] or x.v.opening]
    here = [x for x in so_far if x.v.date >= span[0] and not x.v.opening]
    got = -sum((x.n for x in here if x.account.startswith("Income")), ZERO)
    gave = sum((x.n for x in here if not x.account.startswith("Income")), ZERO)
    opening, closing = (-sum((x.n for x in legs), ZERO) for legs in (before, so_far))
    return {"opening": opening, "income": got, "spending": gave, "closing": closing}[column]


def funds(cell: Cell) -> Right:
    """专项资金: each fund, and all."""
    name = cell.row["fund"]
    return _fund(
        cell.paper.books, cell.column, cell.span, lambda x: not cell.is_item or x.fund == name
    )


def register(cell: Cell) -> Right:
    """The account of one fund, move by move."""
    return running(cell, [x for x in cell.paper.books.legs if x.fund == cell.table["title"]])


def net_assets(cell: Cell) -> Right:
    """专项资金变动表: each fund, all of them, the free part, and the whole."""
    books, item, span, c = cell.paper.books, cell.row["item"], cell.span, cell.column
    whole, free = item == "净资产合计", item == FREE

    def mine(x: Leg) -> bool:
        return bool(x.fund) and (not cell.is_item or x.fund == item)

    def of(*roots: str) -> Decimal:
        """What these accounts added: what of a fund became a thing goes over to the free part."""
        here = [x for x in books.legs if span[0] <= x.v.date <= span[1]]
        here = [x for x in here if not (x.v.carried or x.v.opening) and x.account.startswith(roots)]
        if roots == ("Assets",):
            moved = sum((x.n for x in here if mine(x) or free and x.fund), ZERO)
            return ZERO if whole else moved if free else -moved
        return -sum((x.n for x in here if whole or (not x.fund if free else mine(x))), ZERO)

    if c in ("opening", "closing"):
        until = [x for x in books.legs if x.v.date <= span[1]]
        if c == "opening":
            until = [x for x in until if x.v.date < span[0] or x.v.opening]
        net = -sum((x.n for x in until if x.account.startswith(("Equity", *RESULTS))), ZERO)
        left = -sum((x.n for x in until if x.fund and (whole or free or mine(x))), ZERO)
        return net if whole else net - left if free else left
    if c == "spending":
        return -of("Expenses")
    return of({"income": "Income", "assets": "Assets", "other": "Equity"}[c])


RESULTS = ("Income", "Expenses")


def donations(cell: Cell) -> Right:
    """收到的捐赠."""
    books = cell.paper.books
    gifts = [x for x in books.on(books.of["donation"]) if not x.v.carried]
    here = [x for x in gifts if cell.span[0] <= x.v.date <= cell.last]
    return _lines(cell, here)


def uses(cell: Cell) -> Right:
    """捐赠款的使用: of the funds that ever took in a donation."""
    books = cell.paper.books
    given = {x.fund for x in books.on(books.of["donation"])} - {""}
    return _lines(cell, _spent(cell, given), 1)


def _spent(cell: Cell, names: set[str]) -> list[Leg]:
    found = [x for x in cell.paper.books.legs if x.fund in names and not x.v.opening]
    here = (x for x in found if cell.span[0] <= x.v.date <= cell.last)
    return [x for x in here if not x.account.startswith("Income")]


def _lines(cell: Cell, legs: list[Leg], sign: int = -1) -> Right:
    """Return what a line, or the sum, of a table by voucher and fund should be."""
    if cell.is_item:
        fund = {"不限用途": ""}.get(cell.row["fund"], cell.row["fund"])
        legs = [x for x in legs if x.v.id == cell.row["voucher"] and x.fund == fund]
        if not legs:
            return "账本里没有这一笔"
    total = sign * sum((x.n for x in legs), ZERO)
    return cell.rest(total, "voucher", "fund") if cell.is_item else total


# --- the report to a donor -----------------------------------------------------------------


def _gifts(cell: Cell) -> list[Leg]:
    """Every gift of the donor up to the last day."""
    books, name = cell.paper.books, plain(cell.paper.json["facts"]["捐赠人"])
    given = (x for x in books.on(books.of["donation"]) if x.v.date <= cell.last)
    return [x for x in given if plain(x.v.payee) == name and not x.v.carried]


def donor_funds(cell: Cell) -> Right:
    """指定用途的捐赠：来、用、余."""
    books, name = cell.paper.books, cell.row["fund"]
    names = {x.fund for x in _gifts(cell)} - {""}

    def mine(x: Leg) -> bool:
        return x.fund in names and (not cell.is_item or x.fund == name)

    here = [x for x in _gifts(cell) if x.v.date >= cell.span[0] and mine(x)]
    given = -sum((x.n for x in here), ZERO)
    if cell.column == "given":
        return given
    if cell.column == "others":
        return _fund(books, "income", cell.span, mine) - given
    return _fund(books, cell.column, cell.span, mine)


def donor_gifts(cell: Cell) -> Right:
    """捐赠逐笔."""
    return _lines(cell, [x for x in _gifts(cell) if x.v.date >= cell.span[0]])


def donor_uses(cell: Cell) -> Right:
    """专项使用逐笔."""
    names = {x.fund for x in _gifts(cell)} - {""}
    return _lines(cell, _spent(cell, names), 1)
