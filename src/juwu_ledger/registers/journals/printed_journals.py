"""Cash journal and bank journal on paper (现金日记账、银行存款日记账): a table for each account.

Every line has its balance; each day ends with 本日合计, each month with 本月合计 and 本年累计, and
the account begins with what was brought forward and ends with what is carried on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.figures import balance_before
from juwu_ledger.records.period_ledger import NOTHING, PeriodLedger, open_ledger
from juwu_ledger.records.year_so_far import journal_note
from juwu_ledger.registers.journals.money_journals import (
    BankLine,
    CashLine,
    bank_journal_sheet,
    bank_lines,
    cash_journal_sheet,
    cash_lines,
)
from juwu_ledger.registers.journals.ruled_lines import ruled, wrong_lines
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.tables.columns import paper_columns_of, rows_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
    ITEM,
    SUBTOTAL,
    TOTAL,
    Column,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import LINES, Tie
from juwu_ledger.workbook.ties import journal_ties
from juwu_ledger.workbook.trial_balance import trial_balance_sheet

SIGNATURES = ("出纳", "会计", "主任")


def cash_journal(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the journal of petty cash and of cash on its way to the bank."""
    ledger = open_ledger(books, period, as_of)
    note = "“核对”写明哪一天盘点、是否与账面相符。"
    return _journal(ledger, cash_journal_sheet(ledger), CashLine, cash_lines(ledger), note)


def bank_journal(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the journal of bank accounts and of money on its way to them."""
    ledger = open_ledger(books, period, as_of)
    note = "“核对”打√的是银行对账单上已见的，旁边是银行的日期。结算方式由对方科目推定。"
    return _journal(ledger, bank_journal_sheet(ledger), BankLine, bank_lines(ledger), note)


def _journal(
    ledger: PeriodLedger, sheet: Sheet, kind: type[BankLine], lines: Iterable[BankLine], note: str
) -> Report:
    accounts = {name: list(found) for name, found in groupby(lines, lambda line: line.account)}
    columns, key = paper_columns_of(kind), f"{sheet.key}_journal"
    note += journal_note(ledger.books, ledger.period.last)
    tables = tuple(
        _table(f"{key}_{place}", found, columns, note)
        for place, found in enumerate(accounts.values(), 1)
    )
    nothing = Table(key, sheet.title, columns, (), empty=sheet.empty)
    return register_paper(
        ledger,
        f"{sheet.key}-journal",
        sheet.title,
        (Section(sheet.key, "逐日逐笔", tables=tables or (nothing,)),),
        SIGNATURES,
        lambda printed: (
            *sheet_ties(journal_ties(ledger, sheet.key), sheet, trial_balance_sheet(ledger)),
            *_ties(printed, ledger, key, list(accounts)),
        ),
    )


def _table(key: str, lines: Sequence[BankLine], columns: tuple[Column, ...], note: str) -> Table:
    return Table(
        key=key,
        title=f"{lines[0].code} {lines[0].name}",
        columns=columns,
        rows=tuple(rows_of(columns, map(ruled, lines))),
        note=note,
        adds_up=False,
    )


def _ties(
    printed: Printed, ledger: PeriodLedger, kind: str, accounts: Iterable[str]
) -> Iterator[Tie]:
    """Yield that each account's lines, sums and ends are right."""
    for place, name in enumerate(accounts, 1):
        account = ledger.books.chart[name]
        lines = printed.lines(f"{kind}_{place}", ITEM, SUBTOTAL, TOTAL)
        earlier = ledger.earlier.get(name, NOTHING)
        wrong = wrong_lines(lines, to_yuan(earlier.debit), to_yuan(earlier.credit))
        title = f"{account.label}：逐行余额、本日合计、本月合计、本年累计（不对的行）"
        yield Tie(title, wrong, 0, LINES)
        held = to_yuan(balance_before(ledger.books, account, ledger.period.last + DAY))
        yield Tie(f"{account.label}：最后一行余额＝账面余额", lines[-1]["balance"], held)
        began = to_yuan(ledger.opening.get(name, 0))
        yield Tie(f"{account.label}：第一行余额＝期初余额", lines[0]["balance"], began).minor
