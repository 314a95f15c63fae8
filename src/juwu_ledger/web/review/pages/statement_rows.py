"""银行流水: the bank's own rows beside the vouchers they were ticked for, and what is on one side only."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.bank_row_list import (
    SHOWN,
    Outstanding,
    RowLine,
    Sums,
    narrowed,
    outstanding,
    row_lines,
    sums_of,
)
from juwu_ledger.web.review.views.clause_check import Found, found_under
from juwu_ledger.web.review.views.paging import Paged, paged
from juwu_ledger.web.review.views.voucher_list import Narrowing

PAGE_SIZE = 40


class Rows(NamedTuple):
    """The rows page by page, what they add up to, and what the bank does not show."""

    has_statements: bool
    sums: Sums
    narrowings: tuple[Narrowing, ...]
    shown: str
    page: Paged[RowLine]
    outstanding: tuple[Outstanding, ...]
    found: tuple[Found, ...]


class StatementRows(page.Page):
    """What the bank says happened, beside what was booked."""

    report_title = "银行流水"

    def view(self, look: page.Look) -> Rows:
        """Return the rows of the stretch of days."""
        books, shown = look.books, request.args.get("show", "all")
        shown = shown if shown in SHOWN else "all"
        lines = row_lines(books, look.period, look.today)
        return Rows(
            bool(books.of(BankStatement)),
            sums_of(books, look.period, lines),
            tuple(
                Narrowing(word, title, len(narrowed(lines, word)), word == shown)
                for word, title in SHOWN.items()
            ),
            shown,
            paged(narrowed(lines, shown), page.number_of("page"), PAGE_SIZE),
            tuple(outstanding(books, look.period, look.today)),
            found_under(books, look.period, look.findings, ("BNK",)),
        )
