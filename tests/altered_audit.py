"""Audit sheets with one figure changed: ties must break."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from juwu_ledger.tables.divided_sheet import DividedSheet
from juwu_ledger.tables.report import MONEY, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.workbook import AnySheet, Audit

RUNNING = {
    *(("general", "balance"), ("detail", "balance"), ("cash", "balance"), ("bank", "balance")),
    ("funds", "balance"),
}
"""Balances after each line: the ties look at the first and the last."""
CARDS = {("assets", "amount")}
"""What a thing cost; the ties look at what is still in use."""
RATES = {("comparison", "rate")}
"""Percentages: they are sums of nothing."""
ONE_SOURCE = {
    *(("trial", f"{span}_{side}") for span in ("year", "prior") for side in ("debit", "credit")),
    ("aux", "prior_debit"),
    ("aux", "prior_credit"),
}
"""Of other spans than the workbook's: its sheets have nothing to hold them against (decision on ties)."""

PLACES = {("analysis", "amount")}
"""Places to look: they add up to nothing, and the voucher that each names is in the journal."""


def altered(audit: Audit, key: str, column: str, by: Decimal) -> Audit:
    """Change one amount: that of the first ordinary row where the column has one, or of any."""

    def touched(sheet: Sheet) -> Sheet:
        place = sheet.position(column)

        def rows() -> list[Row]:
            made = list(sheet.rows())
            having = [at for at, row in enumerate(made) if isinstance(row.values[place], Decimal)]
            at = next((at for at in having if made[at].role == "item"), having[0])
            value = made[at].values[place]
            assert isinstance(value, Decimal)
            values = (*made[at].values[:place], value + by, *made[at].values[place + 1 :])
            made[at] = Row(values, made[at].role)
            return made

        return replace(sheet, rows=rows)

    def changed(sheet: AnySheet) -> AnySheet:
        if sheet.key != key:
            return sheet
        if isinstance(sheet, Sheet):
            return touched(sheet)
        (*others, (year, last)) = sheet.by_year.items()
        return DividedSheet({**dict(others), year: touched(last)})

    return replace(audit, sheets=tuple(map(changed, audit.sheets)))


def has_amounts(sheet: AnySheet, column: str) -> bool:
    """Tell whether the last year of a sheet has any amount in a column."""
    rows, place = sheet.rows_of(sheet.years[-1]), sheet.position(column)
    return any(isinstance(row.values[place], Decimal) for row in rows)


def one_fen_off(audit: Audit) -> None:
    """Change each column of amounts by a fen, and see that ties break by just that."""
    tried = 0
    for sheet in audit.sheets:
        for column in sheet.columns:
            where = (sheet.key, column.key)
            if column.kind != MONEY or where in RUNNING | CARDS | RATES | ONE_SOURCE | PLACES:
                continue
            if not has_amounts(sheet, column.key):
                continue
            settled = altered(audit, *where, Decimal("0.01")).settle()
            wrong = [s for s in settled if not s.holds]
            assert wrong, where
            assert all(abs(s.left - s.right) == Decimal("0.01") for s in wrong), where
            assert len({s.tie.group for s in wrong}) <= 8, where
            tried += 1
    assert tried > 40
