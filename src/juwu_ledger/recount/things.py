"""Assets and low-value items: their cards, what was booked for them, what is still there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from .books import ZERO, Books, Leg
from .cells import Cell, Right


def _booked(books: Books, nature: str = "") -> Iterator[tuple[str, Leg]]:
    """Yield what was booked for things, with the number of the card, in order; wear apart."""
    fixed, low = set(books.of["fixed-asset"]), set(books.of["low-value"])
    for leg in books.legs:
        named = "asset" in leg.meta and leg.account not in books.of["depreciation"]
        own = leg.account in fixed | low or named
        if own and (not nature or leg.account in {"fixed": fixed, "low": low}[nature]):
            yield str(leg.meta.get("asset") or leg.v.meta.get("asset") or ""), leg


def assets(cell: Cell) -> Right:
    """固定资产: the amount on the card; in use, what was not disposed of."""
    return _thing(cell, "asset")


def low_value(cell: Cell) -> Right:
    """低值品: the amount registered; booked, what the period paid for it."""
    if cell.column != "booked":
        return _thing(cell, "low-value")
    books, mine = cell.paper.books, str(cell.row["id"] or "")
    here = [(i, x) for i, x in _booked(books, "low") if cell.span[0] <= x.v.date <= cell.last]
    return sum((x.n for i, x in here if i == mine or not cell.is_item), ZERO)


def _thing(cell: Cell, kind: str) -> Right:
    if not cell.is_item:
        return cell.above()
    books, mine = cell.paper.books, str(cell.row["id"] or "")
    cards: list[Decimal] = [
        s.values[2] for s in books.said[kind] if s.values[0] == mine and s.date <= cell.last
    ]
    if not cards:
        found = [x.n for i, x in _booked(books, "fixed") if i == mine and x.v.date <= cell.last]
        return cell.rest(sum(found, ZERO), "id") if found else "账本里没有这张卡片"
    if cell.column == "amount":
        return cards[0]
    if cell.column == "worn":
        return _worn(books, mine, cell.last)
    gone = [s for s in books.said["asset-disposal"] if s.values[0] == mine and s.date <= cell.last]
    return ZERO if gone else cards[0]


def _worn(books: Books, mine: str, last: dt.date) -> Decimal | None:
    """Return what was written off of a thing; unknown where wear stands that names no thing."""
    legs = [x for x in books.legs if x.account in books.of["depreciation"] and x.v.date <= last]
    if any("asset" not in x.meta for x in legs):
        return None
    return -sum((x.n for x in legs if x.meta["asset"] == mine), ZERO)


def changes(cell: Cell) -> Right:
    """入账、移交、盘点、处置: only what was booked has an amount."""
    books, row = cell.paper.books, cell.row
    mine = str(row["id"] or "")
    found = [x.n for i, x in _booked(books) if i == mine and x.v.id == row["voucher"]]
    if not found:
        return "账本里没有这一笔"
    return cell.rest(sum(found, ZERO), "id", "voucher", "line")


def stocktake(cell: Cell) -> Right:
    """资产盘点表: what the books hold of a thing, what was found of it, more or less."""
    if not cell.is_item:
        total = cell.above()
        return int(total) if total is not None and "number" in cell.column else total
    kind = "asset" if cell.key == "stocktake_fixed" else "low-value"
    books, mine = cell.paper.books, str(cell.row["id"] or "")
    cards: list[Decimal] = [
        s.values[2] for s in books.said[kind] if s.values[0] == mine and s.date <= cell.last
    ]
    held = cards[0] if cards else ZERO
    if kind == "asset":
        legs = (x for i, x in _booked(books, "fixed") if i == mine and x.v.date <= cell.last)
        held = sum((x.n for x in legs), ZERO)
    if cell.column in ("booked", "booked_number"):
        return held if cell.column == "booked" else int(held > 0)
    said = [s for s in books.said["stocktake"] if s.values[0] == mine]
    counts = [s.values[1] for s in said if cell.span[0] <= s.date <= cell.last]
    if not counts or not cards:
        return "本期没有盘点"
    found = ZERO if counts[-1] == "missing" else cards[0]
    more = {"surplus": found - held, "shortage": held - found}.get(cell.column)
    if cell.column == "number":
        return int(counts[-1] != "missing")
    return found if more is None else max(ZERO, more)
