"""总账 by account of the first level and month, 明细账 by account and posting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from juwu_ledger.books.model.account_words import (
    book_order,
    general_account,
    general_code,
    general_label,
    side_of,
)
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.records.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.records.voucher_lines import OtherSides
from juwu_ledger.records.year_so_far import so_far_note
from juwu_ledger.tables.columns import Record, rows_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, SUBTOTAL, TEXT, TOTAL, Column
from juwu_ledger.tables.sheet import Sheet

OPENING, ITEM, MONTH, YEAR, CLOSING = "期初", "明细", "本月合计", "本年累计", "期末"
"""What a line is (行别); sums over the sheet take the lines of one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine(Record):
    """A line of an account: where it begins, a posting, the sums of a month, or its end."""

    account: str
    code: str | None
    name: str
    line: str
    fen: int
    """What the account holds after it, debit positive."""
    summary: str
    date: dt.date | None = None
    voucher: str | None = None
    payee: str | None = None
    other: str | None = None
    debit: int | None = None
    credit: int | None = None
    month: int | None = None


GENERAL_COLUMNS = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", TEXT, 20),
    Column("month", "会计月度", COUNT, 7),
    Column("summary", "摘要", TEXT, 24),
    Column("debit", "借方", MONEY, 16),
    Column("credit", "贷方", MONEY, 16),
    Column("side", "借或贷", CODE, 6, lambda x: side_of(x.fen)),
    Column("balance", "余额", MONEY, 16, lambda x: abs(x.fen)),
    Column("line", "行别", CODE, 10),
    Column("account", "账本科目", TEXT, 30),
)
DETAIL_COLUMNS = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", TEXT, 22),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证字号", CODE, 14),
    Column("summary", "摘要", TEXT, 36),
    Column("payee", "对方单位", TEXT, 18),
    Column("other", "对方科目", TEXT, 22),
    Column("debit", "借方", MONEY, 14),
    Column("credit", "贷方", MONEY, 14),
    Column("side", "借或贷", CODE, 5, lambda x: side_of(x.fen)),
    Column("balance", "余额", MONEY, 14, lambda x: abs(x.fen)),
    Column("month", "会计月度", COUNT, 6),
    Column("line", "行别", CODE, 9),
    Column("account", "账本科目", TEXT, 32),
    Column("general", "总账科目", TEXT, 20, lambda x: general_account(x.account)),
)


def general_ledger_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 总账: the accounts of the first level, month by month."""
    return Sheet(
        "general",
        "总账",
        "一级科目逐月的合计、本年累计和余额。" + so_far_note(ledger.books, ledger.period.last),
        GENERAL_COLUMNS,
        lambda: rows_of(GENERAL_COLUMNS, general_lines(ledger)),
        frozen=2,
    )


def detail_ledger_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 明细账: every account that holds postings, line by line with its balance."""
    return Sheet(
        "detail",
        "明细账",
        "每个明细科目的每一笔和余额；筛选“行别”为“明细”就只看逐笔。"
        + so_far_note(ledger.books, ledger.period.last),
        DETAIL_COLUMNS,
        lambda: rows_of(DETAIL_COLUMNS, detail_lines(ledger)),
        frozen=2,
    )


def general_lines(ledger: PeriodLedger) -> Iterator[LedgerLine]:
    """Yield the lines of 总账."""
    groups: dict[str, list[str]] = {}
    for name in ledger.accounts:
        groups.setdefault(general_account(name), []).append(name)
    for general in sorted(groups, key=book_order):
        names = groups[general]
        line = partial(
            LedgerLine, account=general, code=general_code(general), name=general_label(general)
        )
        balance = sum(ledger.opening.get(name, 0) for name in names)
        year = _sum(ledger.earlier.get(name, NOTHING) for name in names)
        yield line(role=SUBTOTAL, line=OPENING, summary=ledger.opening_title, fen=balance)
        for period in ledger.months:
            month = period.first.month
            move = _sum(ledger.moved.get(name, {}).get(month, NOTHING) for name in names)
            if move == NOTHING:
                continue
            year = year.plus(*move)
            balance += move.net
            yield line(**_sums(MONTH, move, month), fen=balance)
            yield line(**_sums(YEAR, year, month), fen=balance, role=SUBTOTAL)
        yield line(role=TOTAL, line=CLOSING, summary=closing_title(ledger), fen=balance)


def detail_lines(ledger: PeriodLedger) -> Iterator[LedgerLine]:
    """Yield the lines of 明细账."""
    for name in ledger.accounts:
        account = ledger.books.chart.get(name)
        code = account.code if account else None
        line = partial(LedgerLine, account=name, code=code, name=account_label(name))
        balance, year = ledger.opening.get(name, 0), ledger.earlier.get(name, NOTHING)
        yield line(
            role=SUBTOTAL,
            line=OPENING,
            date=ledger.period.first,
            voucher=ledger.opening_numbers or None,
            summary=ledger.opening_title,
            fen=balance,
        )
        for month, vouchers in groupby(ledger.touched.get(name, ()), lambda v: v.date.month):
            here = NOTHING
            for voucher in vouchers:
                others = OtherSides(voucher)
                for posted in others.lines:
                    if posted.account != name:
                        continue
                    balance += posted.fen
                    here = here.plus(posted.debit, posted.credit)
                    yield line(
                        line=ITEM,
                        date=voucher.date,
                        voucher=voucher.id,
                        summary=voucher.narration + posted.remark,
                        payee=voucher.payee,
                        other=others.of(posted),
                        debit=posted.debit,
                        credit=posted.credit,
                        fen=balance,
                        month=month,
                    )
            year = year.plus(*here)
            for title, move in ((MONTH, here), (YEAR, year)):
                yield line(**_sums(title, move, month), fen=balance, role=SUBTOTAL)
        title, last = closing_title(ledger), ledger.period.last
        yield line(role=TOTAL, line=CLOSING, date=last, summary=title, fen=balance)


def _sums(line: str, move: Movement, month: int) -> dict[str, Any]:
    sums = {"debit": move.debit, "credit": move.credit}
    return {"line": line, "summary": line, "month": month, **sums}


def closing_title(ledger: PeriodLedger) -> str:
    """Return what the last line of an account is called."""
    over = ledger.period.last.month == 12 and ledger.as_of >= ledger.period.last
    return "结转下年" if over else "期末余额"


def _sum(moves: Iterator[Movement]) -> Movement:
    debit = credit = 0
    for move in moves:
        debit += move.debit
        credit += move.credit
    return Movement(debit, credit)
