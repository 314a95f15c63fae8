"""Bank reconciliation (银行存款余额调节表): the books beside the bank's statement.

Four kinds of items explain the difference: what the books hold and the bank does not show yet
(received, paid), and what the bank showed before it was booked (received, paid).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import BankItem
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import DAY
from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.papers.sections.details import voucher_cells, voucher_columns
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.figures import Figures, balance_before
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, Column, Row, Table
from juwu_ledger.tables.ties import ZERO, Tie, each, not_tied

KEY, WAITING = "reconciliations", "uncleared"
BANK_PAID, BANK_RECEIVED = "银行已付未记账", "银行已收未记账"
PAID, RECEIVED = "已付未达", "已收未到"
"""Kinds of items: what the bank showed before it was booked; what it does not show yet."""


class Reconciled(NamedTuple):
    """One account on the day of its last statement of the period; ``book`` is in fen."""

    account: Account
    statement: Reconciliation
    book: int
    items: tuple[tuple[str, BankItem], ...]
    """What explains the difference, with its kind."""

    def sum_of(self, kind: str) -> int:
        """Return the sum of the items of one kind, fen, positive."""
        return sum(abs(item.fen) for said, item in self.items if said == kind)

    def items_of(self, kind: str) -> list[BankItem]:
        """Return the items of one kind in order of date."""
        return [item for said, item in self.items if said == kind]

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
    """Return the reconciliation of every bank account that has a statement in the period."""
    found = []
    for account in _bank_accounts(figures):
        statement = _last_statement(figures, account)
        if statement is not None:
            book = balance_before(figures.books, account, statement.date + DAY)
            items = tuple(_explaining(figures, statement))
            found.append(Reconciled(account, statement, book, items))
    return found


def _bank_accounts(figures: Figures) -> list[Account]:
    return [account for account in figures.money_accounts if account.is_bank]


def _last_statement(figures: Figures, account: Account) -> Reconciliation | None:
    found = [
        item
        for item in figures.books.of(Reconciliation)
        if item.account == account.name and item.date in figures.period
    ]
    return found[-1] if found else None


def _explaining(figures: Figures, statement: Reconciliation) -> Iterator[tuple[str, BankItem]]:
    day = statement.date
    for item, shown in shown_items(figures.books):
        if item.account != statement.account:
            continue
        on_statement = shown is not None and shown <= day
        if item.date <= day and not on_statement:
            yield (RECEIVED if item.fen > 0 else PAID), item
        elif item.date > day and on_statement:
            yield (BANK_RECEIVED if item.fen > 0 else BANK_PAID), item


def reconciliation_tables(figures: Figures) -> tuple[Table, Table]:
    """Return the reconciliation of each bank account and the items that explain it."""
    done = reconciled(figures)
    names = {one.account.name for one in done}
    rows = [_summary_row(one) for one in done]
    for account in _bank_accounts(figures):
        if account.name not in names and (figures.closing(account) or _moved(figures, account)):
            held = to_yuan(figures.closing(account))
            said = (*(None,) * 6, "没有登记对账单余额")
            rows.append(Row((account.label, figures.period.last, held, *said)))
    waiting = [_item_row(one.account, kind, item) for one in done for kind, item in one.items]
    return _summary_table(rows), _waiting_table(waiting)


def reconciliation_alarms(figures: Figures) -> tuple[str, ...]:
    """Return a sentence for each bank account whose statement does not tie with the books."""
    return tuple(
        not_tied(f"{one.account.label}调节后的账面余额与对账单余额", to_yuan(one.gap))
        for one in reconciled(figures)
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


def _item_row(account: Account, kind: str, item: BankItem) -> Row:
    voucher = item.voucher
    cells = voucher_cells(voucher, voucher.narration)
    return Row((kind, *cells, account.label, to_yuan(abs(item.fen))))


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
        note="已收未到、已付未达：账上已记，银行还没有显示；银行已收、已付未记账：银行先显示，账上后记。"
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
        ),
        rows=tuple(rows),
        empty="没有未达账项。",
    )
