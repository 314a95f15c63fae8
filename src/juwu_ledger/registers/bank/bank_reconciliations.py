"""Bank reconciliation (银行存款余额调节表): the books beside the bank's statement.

Four kinds of items explain the difference: what the books hold and the bank does not show yet
(received, paid), and what the bank showed before it was booked, or is not booked at all (received, paid). Each
has its age: days from when the one side showed it to the day of the statement.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import BANK_ROLES, Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.intake.statements.statement import StatementRow
from juwu_ledger.papers.sections.details import voucher_cells, voucher_columns
from juwu_ledger.records.bank_items import Shown, shown_items
from juwu_ledger.records.figures import Figures, balance_before
from juwu_ledger.records.unbooked_rows import named_unbooked
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row, Table, Value
from juwu_ledger.tables.ties import ZERO, Tie, each, not_tied

KEY, WAITING = "reconciliations", "uncleared"
BANK_PAID, BANK_RECEIVED = "银行已付未记账", "银行已收未记账"
PAID, RECEIVED = "已付未达", "已收未到"
"""Kinds of items: what the bank showed before it was booked; what it does not show yet."""


class Unreconciled(NamedTuple):
    """What one side holds and the other does not: a voucher, or a row of the bank that is in none."""

    kind: str
    date: dt.date
    """Of the voucher, or of the bank's row."""
    fen: int
    """Positive; its kind tells the side."""
    days: int
    """From the day on which one side showed it to that of the statement."""
    voucher: Voucher | None
    row: StatementRow | None

    @property
    def party(self) -> str:
        """With whom: as the voucher or the bank says."""
        if self.voucher is not None:
            return self.voucher.payee
        return self.row.party if self.row else ""

    @property
    def summary(self) -> str:
        """What it was for: as the voucher or the bank says."""
        if self.voucher is not None:
            return self.voucher.narration
        return " ".join(filter(None, (self.row.summary, self.row.purpose))) if self.row else ""


class Reconciled(NamedTuple):
    """One account on the day of its last statement of the period; ``book`` is in fen."""

    account: Account
    statement: Reconciliation
    book: int
    items: tuple[Unreconciled, ...]
    """What explains the difference."""

    def sum_of(self, kind: str) -> int:
        """Return the sum of the items of one kind, fen, positive."""
        return sum(item.fen for item in self.items_of(kind))

    def items_of(self, kind: str) -> list[Unreconciled]:
        """Return the items of one kind in order of date."""
        return [item for item in self.items if item.kind == kind]

    @property
    def adjusted_book(self) -> int:
        """The book balance with what the bank had already received and paid, fen."""
        return self.book + self.sum_of(BANK_RECEIVED) - self.sum_of(BANK_PAID)

    @property
    def adjusted_statement(self) -> int:
        """The bank's balance with what it does not show yet, fen."""
        return self.statement.amount + self.sum_of(RECEIVED) - self.sum_of(PAID)

    @property
    def gap(self) -> int:
        """Adjusted book balance less adjusted statement, fen: zero where they tie."""
        return self.adjusted_book - self.adjusted_statement


def reconciled(figures: Figures) -> list[Reconciled]:
    """Return the last reconciliation in the period of every bank account that has one."""
    every = every_reconciled(figures.books, figures.period)
    return list({one.account.name: one for one in every}.values())


def every_reconciled(books: Books, period: Period) -> list[Reconciled]:
    """Return all reconciliations in the period, account by account, in order of date."""
    return [
        Reconciled(
            account,
            statement,
            balance_before(books, account, statement.date + DAY),
            tuple(_explaining(books, statement)),
        )
        for account in books.chart.with_role(*BANK_ROLES)
        for statement in books.of(Reconciliation)
        if statement.account == account.name and statement.date in period
    ]


def _bank_accounts(figures: Figures) -> list[Account]:
    return [account for account in figures.money_accounts if account.is_bank]


def _explaining(books: Books, statement: Reconciliation) -> Iterator[Unreconciled]:
    """Yield what the one side holds and the other does not, vouchers before rows, by date."""
    day = statement.date
    for item, shown in books.record(_open_items).get((statement.account, day), ()):
        voucher, fen = item.voucher, abs(item.fen)
        if item.date <= day:
            kind = RECEIVED if item.fen > 0 else PAID
            yield Unreconciled(kind, item.date, fen, (day - item.date).days, voucher, None)
        elif shown is not None:
            kind = BANK_RECEIVED if item.fen > 0 else BANK_PAID
            yield Unreconciled(kind, item.date, fen, (day - shown).days, voucher, None)
    for kept in named_unbooked(books, statement):
        row = kept.row
        kind = BANK_RECEIVED if row.fen > 0 else BANK_PAID
        yield Unreconciled(kind, row.date, abs(row.fen), (day - row.date).days, None, row)


def _open_items(books: Books) -> Mapping[tuple[str, dt.date], list[Shown]]:
    """Return account and day of each statement → what only one side had by then, in order of date."""
    days: dict[str, list[dt.date]] = defaultdict(list)
    for account, day in sorted({(said.account, said.date) for said in books.of(Reconciliation)}):
        days[account].append(day)
    found: dict[tuple[str, dt.date], list[Shown]] = defaultdict(list)
    for one in shown_items(books):
        booked, shown = one.item.date, one.shown or dt.date.max
        if booked != shown and (known := days.get(one.item.account)):
            first = bisect_left(known, min(booked, shown))
            for day in known[first : bisect_left(known, max(booked, shown))]:
                found[one.item.account, day].append(one)
    return found


def reconciliation_tables(figures: Figures) -> tuple[Table, Table]:
    """Return the reconciliation of each bank account and the items that explain it."""
    return _tables(figures, reconciled(figures))


def every_reconciliation(figures: Figures) -> tuple[Table, Table]:
    """Return the same of all reconciliations of the period, month by month."""
    return _tables(figures, every_reconciled(figures.books, figures.period))


def _tables(figures: Figures, done: Sequence[Reconciled]) -> tuple[Table, Table]:
    names = {one.account.name for one in done}
    rows = [_summary_row(one) for one in done]
    for account in _bank_accounts(figures):
        if account.name not in names and (figures.closing(account) or _moved(figures, account)):
            held = to_yuan(figures.closing(account))
            said = (*(None,) * 6, "没有登记对账单余额")
            rows.append(Row((account.label, figures.period.last, held, *said)))
    waiting = [_item_row(one, item) for one in done for item in one.items]
    return _summary_table(rows), _waiting_table(waiting)


def reconciliation_alarms(figures: Figures) -> tuple[str, ...]:
    """Return a sentence for each bank account whose statement does not tie with the books."""
    return tuple(
        not_tied(f"{one.account.label}调节后的账面余额与对账单余额", to_yuan(one.gap))
        for one in reconciled(figures)
        if one.gap
    )


def every_alarm(figures: Figures) -> tuple[str, ...]:
    """Return a sentence for each reconciliation of the period that does not tie with the books."""
    return tuple(
        not_tied(
            f"{one.account.label} {one.statement.date} 调节后的账面余额与对账单余额",
            to_yuan(one.gap),
        )
        for one in every_reconciled(figures.books, figures.period)
        if one.gap
    )


def reconciliation_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each difference is that of the two sides, and the items are those listed.

    A difference that is not zero is no matter of the paper but of the books: it is told by
    :func:`reconciliation_alarms`.
    """
    lines = [line for line in printed.lines(KEY) if line.has("statement")]
    yield from each(
        "银行对账各户",
        "调节后账面－调节后对账单＝差额",
        (
            (
                line.text("account"),
                line["book"]
                + line["bank_received"]
                - line["bank_paid"]
                - (line["statement"] + line["received"] - line["paid"]),
                line["difference"],
            )
            for line in lines
        ),
    )
    columns = {RECEIVED: "received", PAID: "paid"}
    columns |= {BANK_RECEIVED: "bank_received", BANK_PAID: "bank_paid"}
    for kind, key in columns.items():
        listed = (line["amount"] for line in printed.lines(WAITING) if line.text("kind") == kind)
        summed = sum((line[key] for line in lines), ZERO)
        yield Tie(f"未达账项：{kind}逐笔之和＝调节表", sum(listed, ZERO), summed).minor


def _moved(figures: Figures, account: Account) -> bool:
    return any(leg.account.name == account.name for flow in figures.flows for leg in flow.legs)


def _summary_row(one: Reconciled) -> Row:
    statement = one.statement
    cells = (
        one.book,
        one.sum_of(BANK_RECEIVED),
        one.sum_of(BANK_PAID),
        statement.amount,
        one.sum_of(RECEIVED),
        one.sum_of(PAID),
        one.gap,
    )
    signed = " / ".join(filter(None, (statement.prepared_by, statement.checked_by)))
    return Row((one.account.label, statement.date, *map(to_yuan, cells), signed))


def _item_row(one: Reconciled, item: Unreconciled) -> Row:
    voucher = item.voucher
    cells: tuple[Value, ...] = (item.date, None, item.party or None, item.summary)
    if voucher is not None:
        cells = voucher_cells(voucher, voucher.narration)
    day = one.statement.date
    return Row((item.kind, *cells, one.account.label, to_yuan(item.fen), day, item.days))


def _summary_table(rows: list[Row]) -> Table:
    return Table(
        key=KEY,
        title="银行存款余额调节",
        columns=(
            Column("account", "账户", width=18),
            Column("date", "对账日", DATE, 11),
            Column("book", "账面余额", MONEY, 13),
            Column("bank_received", "加：银行已收未记账", MONEY, 11),
            Column("bank_paid", "减：银行已付未记账", MONEY, 11),
            Column("statement", "对账单余额", MONEY, 13),
            Column("received", "加：已收未到", MONEY, 11),
            Column("paid", "减：已付未达", MONEY, 11),
            Column("difference", "差额", MONEY, 9),
            Column("signed", "编制 / 复核", width=16),
        ),
        rows=tuple(rows),
        empty="本期没有银行账户，或没有动过。",
        note="已收未到、已付未达：账上已记，银行还没有显示；银行已收、已付未记账：银行已经显示，账上后来才记，或者还没有记。"
        "两边调节以后应当相等，差额应是 0.00。",
    )


def _waiting_table(rows: list[Row]) -> Table:
    return Table(
        key=WAITING,
        title="未达账项",
        columns=(
            Column("kind", "类别", CODE, 12),
            *voucher_columns("对方"),
            Column("account", "账户", width=18),
            Column("amount", "金额", MONEY, 13),
            Column("statement_date", "对账日", DATE, 11),
            Column("days", "天数", COUNT, 6),
        ),
        rows=tuple(rows),
        empty="没有未达账项。",
        note="天数：从一边显示的那天，到对账日。没有凭证号的是银行流水，账上还没有记。",
    )
