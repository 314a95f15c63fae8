"""余额调节: every reconciliation of a period as lines of the workbook, both sides and what lies between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.registers.bank.bank_reconciliations import (
    BANK_PAID,
    BANK_RECEIVED,
    PAID,
    Reconciled,
    Unreconciled,
    every_reconciled,
)
from juwu_ledger.tables.columns import Record, column, columns_of, rows_of
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import SUBJECT, Tie, total
from juwu_ledger.workbook.trial_balance import LONGEST, net

KEY, TITLE = "adjustments", "余额调节"
BOOK, BOOK_AT_END, BANK, OPEN, GAP = (
    "账面余额",
    "期末账面余额",
    "对账单余额",
    "未达账项",
    "差额",
)
"""Kinds of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentLine(Record):
    """A balance, or an item that one side holds and the other does not; amounts with their sign."""

    name: str = column("账户", width=20)
    date: dt.date = column("对账日", DATE, 11)
    line: str = column("行别", CODE, 14)
    kind: str | None = column("类别", CODE, 16)
    item_date: dt.date | None = column("日期", DATE, 11)
    voucher: str | None = column("凭证号", CODE, 14)
    party: str | None = column("对方", width=22)
    summary: str | None = column("摘要", width=30)
    book: int | None = column("账面一边", MONEY, 14)
    bank: int | None = column("对账单一边", MONEY, 14)
    difference: int | None = column("差额", MONEY, 12)
    days: int | None = column("天数", COUNT, 6)
    account: str = column("账本科目", width=32)


def adjustment_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the reconciliations of the period, account by account."""
    columns = columns_of(AdjustmentLine)
    return Sheet(
        KEY,
        TITLE,
        "每次与银行对账：账面余额和对账单余额，未达账项逐笔（没有凭证号的是银行流水，账上还没有记），"
        "天数从一边显示的那天算到对账日。",
        columns,
        lambda: rows_of(columns, adjustment_lines(ledger)),
        frozen=2,
        empty="本期没有登记银行对账。",
    )


def adjustment_lines(ledger: PeriodLedger) -> Iterator[AdjustmentLine]:
    """Yield the lines of the period's reconciliations."""
    for one in every_reconciled(ledger.books, ledger.period):
        at_end = one.statement.date == ledger.period.last
        yield _line(one, BOOK_AT_END if at_end else BOOK, book=one.book)
        yield _line(one, BANK, bank=one.statement.amount)
        yield from (_item_line(one, item) for item in one.items)
        yield _line(one, GAP, difference=one.gap)


def _line(
    one: Reconciled,
    line: str,
    book: int | None = None,
    bank: int | None = None,
    difference: int | None = None,
) -> AdjustmentLine:
    return AdjustmentLine(
        name=one.account.label,
        date=one.statement.date,
        line=line,
        book=book,
        bank=bank,
        difference=difference,
        account=one.account.name,
    )


def _item_line(one: Reconciled, item: Unreconciled) -> AdjustmentLine:
    fen = -item.fen if item.kind in (PAID, BANK_PAID) else item.fen
    is_bank_s = item.kind in (BANK_PAID, BANK_RECEIVED)
    return AdjustmentLine(
        name=one.account.label,
        date=one.statement.date,
        line=OPEN,
        kind=item.kind,
        item_date=item.date,
        voucher=item.voucher.id if item.voucher else None,
        party=item.party or None,
        summary=item.summary or None,
        book=fen if is_bank_s else None,
        bank=None if is_bank_s else fen,
        days=item.days,
        account=one.account.name,
    )


def adjustment_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield that the two sides differ by what is said, and end with the balance of the accounts."""
    done = every_reconciled(ledger.books, ledger.period)
    book, bank, gap = (
        total(KEY, column, account=SUBJECT) for column in ("book", "bank", "difference")
    )
    for name in dict.fromkeys(one.account.name for one in done):
        if len(name) <= LONGEST:
            yield Tie(
                f"{account_label(name)}：各次对账账面一边－对账单一边＝差额",
                book - bank,
                gap,
                subject=name,
            )
    for name in dict.fromkeys(
        one.account.name for one in done if one.statement.date == ledger.period.last
    ):
        if len(name) <= LONGEST:
            yield Tie(
                f"{account_label(name)}：期末对账的账面余额＝科目余额表",
                total(KEY, "book", account=SUBJECT, line=BOOK_AT_END),
                net("closing", account=SUBJECT),
                subject=name,
            )
