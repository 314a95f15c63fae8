"""From income and spending by account to money in and out: what makes the two differ.

An account takes in what was earned or used; the money accounts take in what was received or paid.
A deposit received is money but no income, depreciation is an expense but no money. Each kind of
difference is one line, so that both figures on the paper can be followed from one to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.details import joined, summary, voucher_cells, voucher_columns
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING, Flow
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import ZERO, Tie

KEY, WITHOUT = "accounts_and_money", "without_money"
_LESS = "减："
"""What is taken off stands in its line without a sign."""
_SAID = {
    (INCOME, True): "加：收到了钱、不算收入",
    (INCOME, False): f"{_LESS}算作收入、没有收到钱",
    (SPENDING, True): "加：付出了钱、不算支出",
    (SPENDING, False): f"{_LESS}算作支出、没有付钱",
}
_SAME_VOUCHER = "同一凭证里收支相抵"


class Difference(NamedTuple):
    """Money minus accounts of one voucher on one side, fen, and the account that explains it."""

    side: str
    account: str
    more_money: bool
    """The voucher (as it first stood) moved more money than its accounts say."""
    fen: int


def differences(flow: Flow) -> Iterator[Difference]:
    """Yield what makes a voucher's money differ from its income and expense accounts."""
    if flow.voucher.carries_forward:
        return
    sign = flow.sign
    income = sign * (flow.income - flow.accrued_income)
    spending = sign * (flow.spending - flow.accrued_spending)
    others = [
        leg
        for leg in flow.upright
        if not leg.account.is_money and leg.account.root not in ("Income", "Expenses")
    ]
    through = sum(leg.fen for leg in others)
    if income and not spending and income == -through:
        found = [(INCOME, leg.account.name, -leg.fen) for leg in others]
    elif spending and not income and spending == through:
        found = [(SPENDING, leg.account.name, leg.fen) for leg in others]
    else:
        found = [(INCOME, "", income), (SPENDING, "", spending)]
    for side, account, fen in found:
        if fen:
            yield Difference(side, account, fen > 0, sign * fen)


def bridge_table(figures: Figures) -> Table:
    """Return the reconciliation of the two views, closing with the money figures of the totals."""
    sums: dict[tuple[str, bool, str], int] = defaultdict(int)
    for flow in figures.flows:
        for side, account, more, fen in differences(flow):
            sums[side, more, account] += fen
    rows: list[Row] = []
    accrued = {
        INCOME: sum(flow.accrued_income for flow in figures.flows),
        SPENDING: sum(flow.accrued_spending for flow in figures.flows),
    }
    money = {
        INCOME: sum(flow.income for flow in figures.flows),
        SPENDING: sum(flow.spending for flow in figures.flows),
    }
    for side, name in ((INCOME, "收入"), (SPENDING, "支出")):
        rows.append(Row((f"{name}合计（按科目）", to_yuan(accrued[side])), SUBTOTAL))
        rows += _lines(sums, side)
        rows.append(Row((f"资金{name}（实际{_MOVED[side]}的钱）", to_yuan(money[side])), TOTAL))
    return Table(
        key=KEY,
        title="科目收支与资金收支的核对",
        columns=(Column("item", "项目", width=60), Column("amount", "金额", MONEY, 16)),
        rows=tuple(rows),
        note="按科目的收支看“该记多少”，资金收支看“钱动了多少”。收押金、还欠款、买固定资产动了钱，"
        "但不是收入或费用；折旧、赊购、实物捐赠记了账，但没有动钱。",
        adds_up=False,
    )


def bridge_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that the table leads from the accounts to the money figures of the paper's totals."""
    money = iter((printed.totals.income, printed.totals.spending))
    so_far = ZERO
    for line in printed.lines(KEY, SUBTOTAL, ITEM, TOTAL):
        if line.role == TOTAL:
            title = line.text("item")
            yield Tie(f"{title}＝按科目的合计加减各项", line["amount"], so_far)
            yield Tie(f"{title}＝表头", line["amount"], next(money)).minor
            so_far = ZERO
        else:
            so_far += -line["amount"] if line.text("item").startswith(_LESS) else line["amount"]


def without_money_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that what moved no money is what the table above takes off."""
    if not printed.has(KEY):
        return
    for side, key, word in ((INCOME, "income", "收入"), (SPENDING, "spending", "支出")):
        said = _SAID[side, False]
        off = sum(
            (line["amount"] for line in printed.lines(KEY) if line.text("item").startswith(said)),
            ZERO,
        )
        yield Tie(f"没有动钱的{word}逐笔之和＝核对表的减项", printed.sum(WITHOUT, key), off)


_MOVED = {INCOME: "收进", SPENDING: "付出"}


def _lines(sums: dict[tuple[str, bool, str], int], side: str) -> Iterator[Row]:
    for more in (True, False):
        chosen = [(k[2], fen) for k, fen in sums.items() if k[:2] == (side, more) and fen]
        for account, fen in sorted(chosen):
            label = account_label(account) if account else _SAME_VOUCHER
            yield Row((f"{_SAID[side, more]}（{label}）", to_yuan(fen if more else -fen)))


def without_money_table(figures: Figures) -> Table:
    """List line by line the income and spending that moved no money, or less than was booked."""
    rows: list[Row] = []
    sums = {INCOME: 0, SPENDING: 0}
    for flow in figures.flows:
        amounts = {INCOME: 0, SPENDING: 0}
        for side, _, more, fen in differences(flow):
            if not more:
                amounts[side] -= fen
        if any(amounts.values()):
            for side, fen in amounts.items():
                sums[side] += fen
            rows.append(
                Row(
                    (
                        *voucher_cells(flow.voucher, summary(flow)),
                        joined(leg.account.label for leg in flow.accrued),
                        to_yuan(amounts[INCOME]) if amounts[INCOME] else None,
                        to_yuan(amounts[SPENDING]) if amounts[SPENDING] else None,
                    )
                )
            )
    if rows:
        totals = (to_yuan(sums[INCOME]), to_yuan(sums[SPENDING]))
        rows.append(Row((None, None, None, "合计", None, *totals), TOTAL))
    return Table(
        key=WITHOUT,
        title="没有动用资金的收支（实物、折旧、赊账等）",
        columns=(
            *voucher_columns("对方"),
            Column("account", "科目", width=16),
            Column("income", "收入", MONEY, 13),
            Column("spending", "支出", MONEY, 13),
        ),
        rows=tuple(rows),
    )
