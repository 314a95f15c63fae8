"""Tables of papers for the screen: without the columns that are there to be filled in by hand."""

from __future__ import annotations

from dataclasses import replace

from juwu_ledger.tables.report import Row, Table


def screen_table(table: Table) -> Table:
    """Return the table without columns that are empty in every row."""
    kept = [
        place
        for place in range(len(table.columns))
        if any(row.values[place] not in (None, "") for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(Row(tuple(row.values[p] for p in kept), row.role) for row in table.rows),
    )
