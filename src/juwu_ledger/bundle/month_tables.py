"""The tables of a bundle made of the books: one month, with the recipients of relief masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.bundle.tables import COLUMNS, Cell, DataTable
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.flows import Flow, flows_in
from juwu_ledger.records.funds import fund_accounts
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.records.voucher_lines import text_on
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.masking import Screen
from juwu_ledger.tables.report import Row

Line = tuple[Cell, ...]


def month_tables(books: Books, month: Period, findings: Sequence[Finding]) -> dict[str, DataTable]:
    """Return every table of the month; ``findings`` are what all rules found on the day of making."""
    made: dict[str, Iterable[Line]] = {
        "entries": _entries(books, month),
        "accounts": _accounts(books, month),
        "funds": _funds(books, month),
        "findings": _findings(findings, month),
        "approvals": _approvals(books, month),
        "officers": _officers(books, month),
    }
    screen = Screen(books)
    tables = {name: _masked(name, lines, screen) for name, lines in made.items()}
    return tables | {"accounts": _merged(tables["accounts"])}


def _masked(name: str, lines: Iterable[Line], screen: Screen) -> DataTable:
    columns = COLUMNS[name]
    return DataTable(
        columns,
        tuple(screen.row(columns, Row(line)).values for line in lines),  # type: ignore[misc]
    )


def _merged(table: DataTable) -> DataTable:
    """Return the accounts, each once: two may look alike once names are masked."""
    found: dict[Cell, Line] = {}
    for line in table.rows:
        before = found.get(line[0])
        sums = zip(before[4:], line[4:], strict=True) if before else ()
        added = tuple(a + b for a, b in sums)  # type: ignore[operator]
        found[line[0]] = (*before[:4], *added) if before else line
    return DataTable(table.columns, tuple(found.values()))


def _entries(books: Books, month: Period) -> Iterator[Line]:
    for flow in flows_in(books, month):
        if not flow.is_opening:
            yield from _lines(flow)


def _lines(flow: Flow) -> Iterator[Line]:
    voucher = flow.voucher
    accrued = {id(leg.posting) for leg in flow.accrued}
    for number, leg in enumerate(flow.legs, 1):
        counted = id(leg.posting) in accrued
        sign = -1 if leg.account.root == "Income" else 1
        yield (
            voucher.id,
            number,
            voucher.date,
            voucher.kind,
            voucher.payee,
            voucher.narration,
            leg.account.name,
            fund_of(voucher, leg),
            text_on(voucher, leg.posting, "receipt"),
            text_on(voucher, leg.posting, "invoice"),
            text_on(voucher, leg.posting, "approval"),
            voucher.text("reverses"),
            leg.fen,
            sign * leg.fen if counted else 0,
            flow.income if number == 1 else 0,
            flow.spending if number == 1 else 0,
        )


def _accounts(books: Books, month: Period) -> Iterator[Line]:
    ledger = open_ledger(books, month, month.last)
    for name in ledger.accounts:
        account = books.chart.get(name)
        if account is None:
            continue  # Not declared: the paper says that it is not contained.
        moved = ledger.total(name)
        kinds = (account.role or "", account.source or "", account.nature or "")
        opening = ledger.opening.get(name, 0)
        yield (name, *kinds, opening, moved.debit, moved.credit, ledger.closing(name))


def _funds(books: Books, month: Period) -> Iterator[Line]:
    for one in fund_accounts(books, month):
        fund = one.declared
        said = (fund.grantor or "" if fund else "", fund.until if fund else None)
        yield (one.name, *said, one.opening, one.income, one.spending, one.closing)


def _findings(findings: Sequence[Finding], month: Period) -> Iterator[Line]:
    for found in findings:
        if found.concerns(month):
            yield (
                *(found.rule, found.severity, found.status, found.date),
                *(found.about or "", found.voucher or "", found.message, found.explanation or ""),
            )


def _approvals(books: Books, month: Period) -> Iterator[Line]:
    uses = books.record(approval_uses)
    for item in books.of(Approval):
        if item.date in month:
            spent = uses.of(item).until(month.last).spent
            yield (
                *(item.id, item.date, item.amount, item.purpose, item.payee or ""),
                *(item.fund or "", item.director or "", item.street_director or "", spent),
            )


def _officers(books: Books, month: Period) -> Iterator[Line]:
    for term in sorted(books.people.all_terms(), key=lambda t: (t.role, t.first, plain(t.name))):
        if term.first <= month.last and term.last >= month.first:
            last = None if term.last == dt.date.max else term.last
            yield (term.role, term.name, term.first, last, term.employer or "")
