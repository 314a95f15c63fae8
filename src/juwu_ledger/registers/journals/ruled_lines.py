"""What printed journals and ledgers share: their lines, what a page carries over, and that lines follow.

A table has the columns ``summary``, ``debit``, ``credit`` and ``balance``; where balances are written
without a sign, also ``side`` (借或贷).
"""

from __future__ import annotations

from decimal import Decimal

from juwu_ledger.papers.figures.account_words import CREDIT
from juwu_ledger.registers.journals.account_ledgers import MONTH, YEAR
from juwu_ledger.registers.journals.money_journals import DAY_SUM
from juwu_ledger.registers.printed_register import Cells, row_of
from juwu_ledger.tables.paper_ties import Line
from juwu_ledger.tables.report import ITEM, SUBTOTAL, Column, Row, Table
from juwu_ledger.tables.ties import ZERO

CARRIED, BROUGHT = "过次页", "承前页"


def ruled_row(role: str, cells: Cells, columns: tuple[Column, ...]) -> Row:
    """Return a line; what it was for names the other party where the voucher does not."""
    said, payee = str(cells["summary"] or ""), cells["payee"]
    if role == ITEM and payee and str(payee) not in said:
        cells = {**cells, "summary": f"{payee}：{said}"}
    return row_of(cells, columns, role)


def carry_row(table: Table, place: int, title: str) -> Row:
    """Return what a page of a journal carries over behind its first ``place`` rows.

    Debit and credit are those since the month began, as accounts need that close every month.
    """
    debit = credit = ZERO
    is_closed = False
    lines = [Line(table.columns, row) for row in table.rows[:place]]
    for line in lines:
        if line.role == ITEM:
            if is_closed:
                debit = credit = ZERO
                is_closed = False
            debit += line["debit"]
            credit += line["credit"]
        is_closed |= line.role == SUBTOTAL and line.text("summary") == MONTH
    cells: Cells = {
        "summary": title,
        "debit": debit,
        "credit": credit,
        "side": _side(lines[-1]),
        "balance": lines[-1]["balance"],
    }
    return row_of(cells, table.columns, SUBTOTAL)


def signed_balance(line: Line) -> Decimal:
    """Return the balance of a line, positive where it is debit."""
    return -line["balance"] if _side(line) == CREDIT else line["balance"]


def _side(line: Line) -> str:
    return line.text("side") if line.knows("side") else ""


def wrong_lines(lines: list[Line], year_debit: Decimal, year_credit: Decimal) -> int:
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
