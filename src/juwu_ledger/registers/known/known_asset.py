"""All that is known of a fixed asset or a registered lesser good."""

from __future__ import annotations

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import AssetCard, LowValueItem
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.assets.asset_register import COLUMNS
from juwu_ledger.registers.assets.asset_things import things_of
from juwu_ledger.registers.known.known_words import Knowledge, filled
from juwu_ledger.tables.columns import row_of
from juwu_ledger.tables.report import Field, Form, Table

_FIELDS = ("id", "name", "category", "date", "amount", "state", "keeper", "location")
_EVENTS = ("line", "date", "amount", "state", "keeper", "voucher", "people", "note")


def known_asset(known: Knowledge, item: AssetCard | LowValueItem) -> Form:
    """Return a thing as its register has it on the day looked from, with its whole history."""
    day = max(known.as_of, item.date)
    ledger = open_ledger(known.books, Period.month_of(day), day)
    thing = next(t for t in things_of(ledger) if t.own.id == item.id)
    told, columns = (
        tuple(column for key in keys for column in COLUMNS if column.key == key)
        for keys in (_FIELDS, _EVENTS)
    )
    values = row_of(told, thing.own).values
    return Form(
        key="asset",
        title=f"{thing.own.line} {item.id}",
        fields=filled(
            (
                *(Field(c.key, c.title, value) for c, value in zip(told, values, strict=True)),
                known.place(item.place),
            )
        ),
        tables=(
            Table(
                "events",
                "入账、移交、盘点、处置",
                columns,
                tuple(row_of(columns, event) for event in thing.events),
                empty="没有变动。",
                adds_up=False,
            ),
        ),
        closing=filled(known.said_of(item.id)),
    )
