"""收据台账: each book of unified receipts, and what became of its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.tables.report import ITEM, Row, Table, Value
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.clause_check import Found, found_under
from juwu_ledger.web.review.views.paging import Paged, paged
from juwu_ledger.web.review.views.screen_table import screen_table

PAGE_SIZE = 50


class Register(NamedTuple):
    """The register: the books one by one, the receipts used page by page, the receipts spoiled."""

    books: tuple[dict[str, Value], ...]
    """Each book's values by column."""
    receipts: Table
    page: Paged[Row]
    voids: Table
    found: tuple[Found, ...]


class ReceiptLedger(page.Page):
    """The register that the printed one is made of, too."""

    report_title = "收据台账"

    def view(self, look: page.Look) -> Register:
        """Return the tables."""
        made = receipt_register(look.books, look.period, look.today)
        tables = {table.key: screen_table(table) for table in made.tables}
        receipts = tables["receipt_slips"]
        return Register(
            tuple(_values(tables["receipt_books"])),
            receipts,
            paged(receipts.rows, page.number_of("page"), PAGE_SIZE),
            tables["receipt_voids"],
            found_under(look.books, look.period, look.findings, ("RCP",)),
        )


def _values(table: Table) -> Iterator[dict[str, Value]]:
    for row in table.rows:
        if row.role == ITEM:
            yield {c.key: value for c, value in zip(table.columns, row.values, strict=True)}
