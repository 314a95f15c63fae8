"""A money account day by day, as its journal (日记账) has it, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.records.year_so_far import journal_note
from juwu_ledger.registers.journals.account_ledgers import CLOSING, ITEM, OPENING
from juwu_ledger.registers.journals.money_journals import DAY_SUM, BankLine
from juwu_ledger.registers.journals.ruled_lines import ruled
from juwu_ledger.web.review.views.paging import Paged, paged
from juwu_ledger.web.review.views.words import yuan

PAGE_SIZE = 60
Lines = Callable[[PeriodLedger], Iterator[BankLine]]


class JournalAccount(NamedTuple):
    """One of the accounts: its name in the books, and how it is called."""

    name: str
    title: str
    is_chosen: bool


class JournalLine(NamedTuple):
    """A line as the page shows it; amounts as text."""

    role: str
    date: dt.date | None
    voucher: str
    """Set on a voucher's line only."""
    summary: str
    other: str
    came: str
    went: str
    left: str
    checked: str


class MoneyJournal(NamedTuple):
    """One account of the journal."""

    accounts: tuple[JournalAccount, ...]
    page: Paged[JournalLine]
    opening: str
    closing: str
    note: str


def money_journal(
    books: Books, period: Period, as_of: dt.date, lines: Lines, account: str, number: int
) -> MoneyJournal | None:
    """Return a page of the journal of ``account``, or of the first; ``None`` where there is none.

    ``lines`` are those of the register: of cash accounts, or of bank accounts.
    """
    found: dict[str, list[BankLine]] = {}
    for line in lines(open_ledger(books, period, as_of)):
        found.setdefault(line.account, []).append(line)
    if not found:
        return None
    chosen = account if account in found else next(iter(found))
    here = found[chosen]
    return MoneyJournal(
        tuple(JournalAccount(name, of[0].name, name == chosen) for name, of in found.items()),
        paged([_shown(line) for line in _without_lone_sums(here)], number, PAGE_SIZE),
        yuan(here[0].balance),
        yuan(here[-1].balance),
        journal_note(books, period.last),
    )


def _without_lone_sums(lines: Sequence[BankLine]) -> list[BankLine]:
    """Leave out the sum of a day with one line; that cash was counted then stands on that line."""
    kept: list[BankLine] = []
    for line in lines:
        alone = line.line == DAY_SUM and kept[-1].line == ITEM and kept[-2].date != line.date
        if not alone:
            kept.append(line)
        elif line.checked:
            kept[-1] = replace(kept[-1], checked=line.checked)
    return kept


def _shown(line: BankLine) -> JournalLine:
    is_end = line.line in (OPENING, CLOSING)
    return JournalLine(
        line.role,
        line.date,
        "" if is_end else line.voucher or "",
        ruled(line).summary,
        line.other or "",
        _side(line.debit),
        _side(line.credit),
        yuan(line.balance),
        _checked(line),
    )


def _checked(line: BankLine) -> str:
    """Say that cash was counted, or on which day the bank showed the line."""
    if line.cleared is not None:
        return f"银行 {line.cleared} 已记"
    return line.checked or ""


def _side(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)
