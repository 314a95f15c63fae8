"""银行流水: the rows of bank statements that were taken in, and which vouchers they were ticked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from juwu_ledger.books.model.vocabulary import TIERS, BankStatement, LateClearing
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.ticked_rows import bank_ticks, ticked_within
from juwu_ledger.tables.columns import Record, column, columns_of, rows_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY
from juwu_ledger.tables.sheet import Sheet

KEY, TITLE = "statement", "银行流水"
TICKED, ELSEWHERE, OPEN = "已勾对", "勾对在别的年度", "未勾对"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine(Record):
    """A row as the bank showed it, and what became of it."""

    name: str = column("账户", width=20)
    date: dt.date = column("日期", DATE, 11)
    time: str | None = column("时间", CODE, 9)
    received: int | None = column("收入", MONEY, 14)
    paid: int | None = column("支出", MONEY, 14)
    balance: int | None = column("余额", MONEY, 14)
    party: str | None = column("对方户名", width=22)
    party_account: str | None = column("对方账号", CODE, 22)
    summary: str | None = column("摘要", width=14)
    purpose: str | None = column("用途", width=26)
    serial: str | None = column("流水号", CODE, 20)
    state: str = column("勾对", CODE, 12)
    days: int | None = column("未勾对天数", COUNT, 8)
    tier: str | None = column("依据", width=16)
    vouchers: str | None = column("凭证号", CODE, 16)
    key: str = column("流水识别码", CODE, 22)
    account: str = column("账本科目", width=32)


def has_statements(ledger: PeriodLedger) -> bool:
    """Tell whether a statement was taken in at all: books without any have no such sheet."""
    return bool(ledger.books.of(BankStatement))


def statement_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the rows of the period, account by account."""
    columns = columns_of(StatementLine)
    return Sheet(
        KEY,
        TITLE,
        "导入的银行对账单逐笔；“勾对”写明是哪一张凭证，“依据”写明怎样对上的；没有勾对的写明过了几天。",
        columns,
        lambda: rows_of(columns, statement_lines(ledger)),
        frozen=3,
        empty="本期没有导入的银行流水。",
    )


def statement_lines(ledger: PeriodLedger) -> Iterator[StatementLine]:
    """Yield the rows of the period in order of account and day."""
    books, ticks = ledger.books, ledger.books.record(bank_ticks)
    within = ticked_within(books, ledger.period)
    for account, rows in sorted(books.record(bank_rows).by_account.items()):
        label = books.chart[account].label
        for kept in rows:
            if kept.row.date in ledger.period:
                found = ticks.by_key.get(kept.key, ())
                state = TICKED if kept.key in within.keys else ELSEWHERE if found else OPEN
                yield _line(label, account, kept, state, found, _until(ledger))


def _until(ledger: PeriodLedger) -> dt.date:
    """Return the day up to which what is not ticked grows older."""
    return min(ledger.period.last, ledger.as_of)


def _line(
    label: str,
    account: str,
    kept: KeptRow,
    state: str,
    ticks: tuple[LateClearing, ...],
    until: dt.date,
) -> StatementLine:
    row = kept.row
    return StatementLine(
        name=label,
        date=row.date,
        time=row.time or None,
        received=row.fen if row.fen > 0 else None,
        paid=-row.fen if row.fen < 0 else None,
        balance=row.balance,
        party=row.party or None,
        party_account=row.party_account or None,
        summary=row.summary or None,
        purpose=row.purpose or None,
        serial=row.serial or None,
        state=state,
        days=(until - row.date).days if state == OPEN else None,
        tier=next((TIERS[tick.tier] for tick in ticks if tick.tier), None),
        vouchers="、".join(dict.fromkeys(tick.voucher for tick in ticks)) or None,
        key=kept.key,
        account=account,
    )
