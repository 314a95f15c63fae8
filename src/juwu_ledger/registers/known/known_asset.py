"""All that is known of a fixed asset or a registered lesser good."""

from __future__ import annotations

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import AssetCard, LowValueItem
from juwu_ledger.papers.figures.period_ledger import open_ledger
from juwu_ledger.registers.assets.asset_register import COLUMNS
from juwu_ledger.registers.assets.thing_rows import things_of
from juwu_ledger.registers.known.known_words import Knowledge, filled
from juwu_ledger.registers.printed_register import row_of
from juwu_ledger.tables.report import Field, Form, Table

_FIELDS = ("id", "name", "category", "date", "amount", "state", "keeper", "location")
_EVENTS = ("line", "date", "amount", "state", "keeper", "voucher", "people", "note")


def known_asset(known: Knowledge, item: AssetCard | LowValueItem) -> Form:
    """Return a thing as its register has it on the day looked from, with its whole history."""
    day = max(known.as_of, item.date)
    ledger = open_ledger(known.books, Period.month_of(day), day)
    thing = next(t for t in things_of(ledger) if t.id == item.id)
    titles = {column.key: column.title for column in COLUMNS}
    columns = tuple(column for key in _EVENTS for column in COLUMNS if column.key == key)
    return Form(
        key="asset",
        title=f"{thing.line} {item.id}",
        fields=filled(
            (
                *(Field(key, titles[key], thing.cells[key]) for key in _FIELDS),
                known.place(item.place),
            )
        ),
        tables=(
            Table(
                "events",
                "入账、移交、盘点、处置",
                columns,
                tuple(row_of(event, columns) for event in thing.events),
                empty="没有变动。",
                adds_up=False,
            ),
        ),
        closing=filled(known.said_of(item.id)),
    )
