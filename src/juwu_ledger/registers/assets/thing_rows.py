"""Each thing of the asset sheet as it stands, and what happened to it: cards and lesser goods alike."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.registers.assets.asset_register import COUNTED, DISPOSED, NO_CARD, asset_sheet
from juwu_ledger.registers.printed_register import Cells, cells_of, row_of
from juwu_ledger.tables.report import CODE, DATE, MONEY, SUBTOTAL, Column, Table, Value

_CHANGES = (
    Column("date", "日期", DATE, 11),
    Column("line", "变动", CODE, 8),
    Column("id", "编号", CODE, 13),
    Column("name", "名称", width=18),
    Column("amount", "入账金额", MONEY, 13),
    Column("state", "盘点结果", width=8),
    Column("keeper", "新保管人", width=8),
    Column("people", "监交、盘点人", width=10),
    Column("voucher", "凭证、签批号", CODE, 14),
    Column("note", "说明", width=34),
)


class Thing(NamedTuple):
    """One card or registered good at the end of the period; ``line`` says which."""

    id: str
    line: str
    cells: Cells
    """Its own line of the sheet, with the last stocktake and the disposal beside it."""
    events: tuple[Cells, ...]


def things_of(ledger: PeriodLedger) -> list[Thing]:
    """Return the things of the sheet, and as one of its own each posting that names no card."""
    found: list[tuple[Cells, list[Cells]]] = []
    for role, cells in cells_of(asset_sheet(ledger)):
        if role == SUBTOTAL or cells["line"] == NO_CARD:
            found.append((cells, []))
        else:
            found[-1][1].append(cells)
    return [_thing(cells, events) for cells, events in found]


def _thing(cells: Cells, events: list[Cells]) -> Thing:
    more: dict[str, Value] = {}
    for event in events:
        if event["line"] == COUNTED:
            more["counted"] = event["date"]
            more["result"] = event["state"]
            more["counted_by"] = event["people"]
        elif event["line"] == DISPOSED:
            more.setdefault("disposed", event["date"])
            more.setdefault("reason", event["note"])
            more.setdefault("approval", event["voucher"])
    return Thing(str(cells["id"] or ""), str(cells["line"]), {**cells, **more}, tuple(events))


def changes_table(ledger: PeriodLedger, *lines: str) -> Table:
    """Return what happened within the period to things of these kinds, in order of day."""
    events = [
        event
        for thing in things_of(ledger)
        if thing.line in lines
        for event in (thing.events or (thing.cells,))
        if event["line"] != lines[0]
        and isinstance(event["date"], dt.date)
        and event["date"] in ledger.period
    ]
    events.sort(key=lambda event: (str(event["date"]), str(event["id"])))
    return Table(
        key="changes",
        title="入账、移交、盘点、处置",
        columns=_CHANGES,
        rows=tuple(
            row_of({**event, "amount": event["amount"] or event["booked"]}, _CHANGES)
            for event in events
        ),
        empty="本期没有变动。",
    )
