"""科目余额及发生额: each account and fund month by month, in the data elements of GB/T 24589."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.account_words import DEBIT, book_order, class_of, normal_side
from juwu_ledger.papers.figures.period_ledger import NOTHING, Movement
from juwu_ledger.tables.report import CODE, COUNT, MONEY, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.account_book import STANDARD, YUAN_NAME
from juwu_ledger.workbook.audit_year import AuditYear

COLUMNS = (
    Column("month", "会计月度", COUNT, 6),
    Column("code", "科目编号", CODE, 10),
    Column("name", "科目名称", width=26),
    Column("fund_number", "辅助项编号", COUNT, 8),
    Column("fund", "辅助核算组", width=16),
    Column("currency", "币种", CODE, 8),
    Column("side", "余额方向", CODE, 6),
    Column("opening", "期初余额", MONEY, 15),
    Column("debit", "借方发生额", MONEY, 15),
    Column("credit", "贷方发生额", MONEY, 15),
    Column("closing", "期末余额", MONEY, 15),
    Column("prior_debit", "上年同期借方发生额", MONEY, 15),
    Column("prior_credit", "上年同期贷方发生额", MONEY, 15),
    Column("class", "科目类型", CODE, 8),
    Column("account", "账本科目", width=34),
)


def balance_list_sheet(year: AuditYear) -> Sheet:
    """Return the sheet: what an account holds for no fund is a line of its own, without a group."""
    return Sheet(
        "balances",
        "科目余额及发生额",
        f"每个科目逐月的余额和发生额，按专项资金（辅助核算组）分开，不属专项的另一行；列名照 {STANDARD} 的"
        "数据元素。余额在“余额方向”一边为正数，在另一边为负数。",
        COLUMNS,
        lambda: _rows(year),
        frozen=5,
    )


def _rows(year: AuditYear) -> Iterator[Row]:
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
                    yield _row(year, month, name, fund, numbers.get(fund), opening, move, was)


def _rest(whole: Movement, parts: list[tuple[str, Movement]]) -> Movement:
    """Return what was posted for no fund."""
    return Movement(
        whole.debit - sum(move.debit for _, move in parts),
        whole.credit - sum(move.credit for _, move in parts),
    )


def _row(
    year: AuditYear,
    month: int,
    name: str,
    fund: str,
    number: int | None,
    opening: int,
    move: Movement,
    prior: Movement,
) -> Row:
    account = year.ledger.books.chart.get(name)
    side = normal_side(account) if account else DEBIT
    sign = 1 if side == DEBIT else -1
    return Row(
        (
            month,
            account.code if account else None,
            account_label(name),
            number,
            fund or None,
            YUAN_NAME,
            side,
            to_yuan(sign * opening),
            to_yuan(move.debit),
            to_yuan(move.credit),
            to_yuan(sign * (opening + move.net)),
            to_yuan(prior.debit),
            to_yuan(prior.credit),
            class_of(name),
            name,
        )
    )
