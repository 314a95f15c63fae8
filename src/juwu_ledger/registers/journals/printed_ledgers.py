"""General ledger and account ledger on paper (总账、明细账; 会计基础工作规范 60–63).

总账 has a table for each account of the first level, booked month by month; 明细账 has one for each
account that holds postings, line by line. Both begin with what was brought forward (上年结转), close each
month with 本月合计 and 本年累计, and end with what is carried on (结转下年).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import general_account, side_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.figures import balance_before
from juwu_ledger.records.period_ledger import NOTHING, Movement, PeriodLedger, open_ledger
from juwu_ledger.records.year_so_far import so_far_note
from juwu_ledger.registers.journals.account_ledgers import (
    LedgerLine,
    detail_lines,
    general_lines,
)
from juwu_ledger.registers.journals.ruled_lines import (
    ruled,
    signed_balance,
    wrong_lines,
)
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.paper_ties import Printed, Ties
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Column,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.ties import LINES, ZERO, Tie

SIGNATURES = ("会计", "复核", "主任")
_GENERAL_TITLE, _DETAIL_TITLE = "总账", "明细账"
_AMOUNTS = (
    Column("debit", "借方", MONEY, 14),
    Column("credit", "贷方", MONEY, 14),
    Column("side", "借或贷", CODE, 6, lambda x: side_of(x.fen)),
    Column("balance", "余额", MONEY, 14, lambda x: abs(x.fen)),
)
_GENERAL = (
    Column("month", "月份", CODE, 8, lambda x: f"{x.month}月" if x.month else None),
    Column("summary", "摘要", TEXT, 40),
    *_AMOUNTS,
)
_DETAIL = (
    Column("date", "年月日", DATE, 12),
    Column("voucher", "凭证号", CODE, 14),
    Column("summary", "摘要", TEXT, 30),
    Column("other", "对方科目", TEXT, 18),
    *_AMOUNTS,
)
_Accounts = dict[str, list[LedgerLine]]


def general_ledger(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return 总账: the accounts of the first level, month by month."""
    ledger = open_ledger(books, period, as_of)
    accounts = _by_account(general_lines(ledger))
    return _paper(
        ledger, "general-ledger", _GENERAL_TITLE, accounts, _GENERAL, _general_ties(ledger)
    )


def account_ledger(books: Books, period: Period, as_of: dt.date, wanted: Container[str]) -> Report:
    """Return 明细账 of the accounts whose full names are ``wanted``."""
    ledger = open_ledger(books, period, as_of)
    found = _by_account(detail_lines(ledger))
    accounts = {name: lines for name, lines in found.items() if name in wanted}
    return _paper(
        ledger, "account-ledger", _DETAIL_TITLE, accounts, _DETAIL, _detail_ties(ledger, accounts)
    )


def _by_account(lines: Iterable[LedgerLine]) -> _Accounts:
    return {name: list(found) for name, found in groupby(lines, lambda line: line.account)}


def _paper(
    ledger: PeriodLedger,
    kind: str,
    title: str,
    accounts: _Accounts,
    columns: tuple[Column, ...],
    checks: Ties,
) -> Report:
    tables = tuple(
        _table(ledger, f"{kind}_{place}".replace("-", "_"), lines, columns)
        for place, lines in enumerate(accounts.values(), 1)
    )
    nothing = Table(kind, title, columns, (), empty="没有余额，也没有发生额。")
    section = Section("accounts", "分科目", tables=tables or (nothing,))
    return register_paper(ledger, kind, title, (section,), SIGNATURES, checks)


def _table(
    ledger: PeriodLedger, key: str, lines: list[LedgerLine], columns: tuple[Column, ...]
) -> Table:
    return Table(
        key=key,
        title=f"{lines[0].code} {lines[0].name}",
        columns=columns,
        rows=tuple(rows_of(columns, map(ruled, lines))),
        note=so_far_note(ledger.books, ledger.period.last),
        adds_up=False,
    )


def _general_ties(ledger: PeriodLedger) -> Ties:
    def ties(printed: Printed) -> Iterator[Tie]:
        groups: dict[str, list[str]] = {}
        for name in ledger.accounts:
            groups.setdefault(general_account(name), []).append(name)
        yield from _account_ties(printed, ledger, "general_ledger", groups.values())
        yield from _balance_ties(printed)

    return ties


def _detail_ties(ledger: PeriodLedger, accounts: Iterable[str]) -> Ties:
    def ties(printed: Printed) -> Iterator[Tie]:
        names = [[name] for name in accounts]
        yield from _account_ties(printed, ledger, "account_ledger", names)
        for place, (name,) in enumerate(names, 1):
            account = ledger.books.chart.get(name)
            if account is not None and account.is_money:
                last = printed.lines(f"account_ledger_{place}", TOTAL)[-1]
                held = to_yuan(balance_before(ledger.books, account, ledger.period.last + DAY))
                title = f"{account.label}：最后一行余额＝逐日账面余额"
                yield Tie(title, signed_balance(last), held)

    return ties


def _account_ties(
    printed: Printed, ledger: PeriodLedger, kind: str, groups: Iterable[list[str]]
) -> Iterator[Tie]:
    """Yield that the lines of each account follow, and end with what its postings come to."""
    for place, names in enumerate(groups, 1):
        key = f"{kind}_{place}"
        if not printed.has(key):
            return
        title = next(t.title for t in printed.report.tables if t.key == key)
        lines = printed.lines(key, ITEM, SUBTOTAL, TOTAL)
        earlier = _summed(ledger.earlier.get(name, NOTHING) for name in names)
        wrong = wrong_lines(lines, to_yuan(earlier.debit), to_yuan(earlier.credit))
        yield Tie(f"{title}：逐行余额、本月合计、本年累计（不对的行）", wrong, 0, LINES).minor
        posted = _posted(ledger.books, names, ledger.period.last)
        yield Tie(f"{title}：最后一行余额＝各凭证分录之和", signed_balance(lines[-1]), posted).minor


def _balance_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that the general ledger as a whole balances."""
    lasts = [
        signed_balance(printed.lines(table.key, TOTAL)[-1])
        for table in printed.report.tables
        if table.key.startswith("general_ledger_")
    ]
    debit = sum((fen for fen in lasts if fen > 0), ZERO)
    credit = -sum((fen for fen in lasts if fen < 0), ZERO)
    yield Tie("各科目借方余额合计＝贷方余额合计", debit, credit)


def _posted(books: Books, names: Container[str], last: dt.date) -> Decimal:
    """Return what all postings to accounts come to by a day, straight from the vouchers."""
    total = ZERO
    for voucher in books.vouchers:
        if voucher.date <= last:
            total += sum((p.units.number for p in voucher.txn.postings if p.account in names), ZERO)
    return total


def _summed(moves: Iterable[Movement]) -> Movement:
    total = NOTHING
    for move in moves:
        total = total.plus(*move)
    return total
