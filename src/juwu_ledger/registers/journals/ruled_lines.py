"""What printed journals and ledgers share: their lines, what a page carries over, and that lines follow.

A table has the columns ``summary``, ``debit``, ``credit`` and ``balance``; where balances are written
without a sign, also ``side`` (借或贷).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Protocol, TypeVar

from juwu_ledger.books.model.account_words import CREDIT
from juwu_ledger.registers.journals.account_ledgers import MONTH, YEAR
from juwu_ledger.registers.journals.money_journals import DAY_SUM
from juwu_ledger.tables.columns import sum_row
from juwu_ledger.tables.paper_ties import PrintedLine
from juwu_ledger.tables.report import ITEM, SUBTOTAL, Row, Table
from juwu_ledger.tables.ties import ZERO

CARRIED, BROUGHT = "过次页", "承前页"


class Ruled(Protocol):
    """A line of a journal or ledger: a posting with its voucher's party, or a sum."""

    @property
    def role(self) -> str:
        """The role of its row."""

    @property
    def payee(self) -> str | None:
        """The other party of a posting."""

    @property
    def summary(self) -> str:
        """What it was for."""


L = TypeVar("L", bound=Ruled)


def ruled(line: L) -> L:
    """Return a line as printed: what it was for names the other party where the voucher does not."""
    if line.role == ITEM and line.payee and line.payee not in line.summary:
        return replace(line, summary=f"{line.payee}：{line.summary}")  # type: ignore[type-var]
    return line


def carry_row(table: Table, place: int, title: str) -> Row:
    """Return what a page of a journal carries over behind its first ``place`` rows.

    Debit and credit are those since the month began, as accounts need that close every month.
    """
    debit = credit = ZERO
    is_closed = False
    lines = [PrintedLine(table.columns, row) for row in table.rows[:place]]
    for line in lines:
        if line.role == ITEM:
            if is_closed:
                debit = credit = ZERO
                is_closed = False
            debit += line["debit"]
            credit += line["credit"]
        is_closed |= line.role == SUBTOTAL and line.text("summary") == MONTH
    last = lines[-1]
    return sum_row(
        table.columns,
        SUBTOTAL,
        summary=title,
        debit=debit,
        credit=credit,
        side=_side(last),
        balance=last["balance"],
    )


def signed_balance(line: PrintedLine) -> Decimal:
    """Return the balance of a line, positive where it is debit."""
    return -line["balance"] if _side(line) == CREDIT else line["balance"]


def _side(line: PrintedLine) -> str:
    return line.text("side") if line.knows("side") else ""


def wrong_lines(lines: list[PrintedLine], year_debit: Decimal, year_credit: Decimal) -> int:
    """Return how many lines do not follow from those above them."""
    running = signed_balance(lines[0])
    day, month, year = [ZERO, ZERO], [ZERO, ZERO], [year_debit, year_credit]
    wrong = 0
    for line in lines[1:]:
        moved = [line["debit"], line["credit"]]
        word = line.text("summary") if line.role == SUBTOTAL else ""
        if line.role == ITEM:
            running += moved[0] - moved[1]
            for sums in (day, month, year):
                sums[0] += moved[0]
                sums[1] += moved[1]
        elif word in (DAY_SUM, MONTH, YEAR):
            wrong += moved != {DAY_SUM: day, MONTH: month, YEAR: year}[word]
            day = [ZERO, ZERO] if word == DAY_SUM else day
            month = [ZERO, ZERO] if word == MONTH else month
        wrong += signed_balance(line) != running
    return wrong
