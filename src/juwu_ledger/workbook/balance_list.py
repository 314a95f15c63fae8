"""科目余额及发生额: each account and fund month by month, in the data elements of GB/T 24589."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.model.account_words import DEBIT, book_order, class_of, normal_side
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.records.period_ledger import NOTHING, Movement
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, COUNT, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.account_book import STANDARD, YUAN_NAME
from juwu_ledger.workbook.audit_year import AuditYear


class Balance(NamedTuple):
    """What an account holds for a fund, or for none, and what moved in a month, fen as posted."""

    month: int
    account: str
    known: Account | None
    fund: str
    fund_number: int | None
    opening: int
    move: Movement
    prior: Movement

    @property
    def side(self) -> str:
        """The account's own side (余额方向)."""
        return normal_side(self.known) if self.known else DEBIT

    def on_side(self, fen: int) -> int:
        """Return a balance as positive on the account's own side."""
        return fen if self.side == DEBIT else -fen


COLUMNS = (
    Column("month", "会计月度", COUNT, 6),
    Column("code", "科目编号", CODE, 10, lambda x: x.known.code if x.known else None),
    Column("name", "科目名称", TEXT, 26, lambda x: account_label(x.account)),
    Column("fund_number", "辅助项编号", COUNT, 8),
    Column("fund", "辅助核算组", TEXT, 16, lambda x: x.fund or None),
    Column("currency", "币种", CODE, 8, lambda _: YUAN_NAME),
    Column("side", "余额方向", CODE, 6),
    Column("opening", "期初余额", MONEY, 15, lambda x: x.on_side(x.opening)),
    Column("debit", "借方发生额", MONEY, 15, lambda x: x.move.debit),
    Column("credit", "贷方发生额", MONEY, 15, lambda x: x.move.credit),
    Column("closing", "期末余额", MONEY, 15, lambda x: x.on_side(x.opening + x.move.net)),
    Column("prior_debit", "上年同期借方发生额", MONEY, 15, lambda x: x.prior.debit),
    Column("prior_credit", "上年同期贷方发生额", MONEY, 15, lambda x: x.prior.credit),
    Column("class", "科目类型", CODE, 8, lambda x: class_of(x.account)),
    Column("account", "账本科目", TEXT, 34),
)


def balance_list_sheet(year: AuditYear) -> Sheet:
    """Return the sheet: what an account holds for no fund is a line of its own, without a group."""
    return Sheet(
        "balances",
        "科目余额及发生额",
        f"每个科目逐月的余额和发生额，按专项资金（辅助核算组）分开，不属专项的另一行；列名照 {STANDARD} 的"
        "数据元素。余额在“余额方向”一边为正数，在另一边为负数。",
        COLUMNS,
        lambda: rows_of(COLUMNS, _lines(year)),
        frozen=5,
    )


def _lines(year: AuditYear) -> Iterator[Balance]:
    ledger, before = year.ledger, year.before
    numbers = year.fund_numbers
    groups: dict[str, set[str]] = {}
    for account, fund in (*year.split.keys, *year.split_before.moved):
        groups.setdefault(account, set()).add(fund)
    names = sorted({*ledger.accounts, *groups, *(before.moved if before else ())}, key=book_order)
    balances = {(name, ""): ledger.opening.get(name, 0) for name in names}
    for name, fund in year.split.keys:
        fen = year.split.opening.get((name, fund), 0)
        balances[name, fund] = fen
        balances[name, ""] -= fen
    for period in ledger.months:
        month = period.first.month
        for name in names:
            funds = sorted(groups.get(name, ()), key=lambda f: (numbers.get(f, 0), f))
            whole = ledger.moved.get(name, {}).get(month, NOTHING)
            prior = before.moved.get(name, {}).get(month, NOTHING) if before else NOTHING
            parts = [(f, year.split.moved.get((name, f), {}).get(month, NOTHING)) for f in funds]
            priors = [
                (f, year.split_before.moved.get((name, f), {}).get(month, NOTHING)) for f in funds
            ]
            lines = [
                ("", _rest(whole, parts), _rest(prior, priors)),
                *((f, move, was) for (f, move), (_, was) in zip(parts, priors, strict=True)),
            ]
            for fund, move, was in lines:
                opening = balances.get((name, fund), 0)
                closing = opening + move.net
                balances[name, fund] = closing
                if opening or move != NOTHING or was != NOTHING:
                    known, number = ledger.books.chart.get(name), numbers.get(fund)
                    yield Balance(month, name, known, fund, number, opening, move, was)


def _rest(whole: Movement, parts: list[tuple[str, Movement]]) -> Movement:
    """Return what was posted for no fund."""
    return Movement(
        whole.debit - sum(move.debit for _, move in parts),
        whole.credit - sum(move.credit for _, move in parts),
    )
