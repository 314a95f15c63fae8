"""What the money of a period was taken in and paid out for, by class.

A class is the first level of the income and expense accounts; what is neither (a deposit, a debt, a
thing bought) is said in plain words. The classes are made of the same lines that are published one by
one, so they add up to the totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.details import lines_of
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import MONEY, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie

KEYS = {INCOME: "income_classes", SPENDING: "spending_classes"}
MOST = 12
"""Lines for classes on a board; where there are more, the smallest (in both periods) share the last."""
_SIDES = {INCOME: "收入", SPENDING: "支出"}
_PLAIN = {
    "receivable": ("收回欠款", "借出、应收"),
    "inventory": ("处置库存物资", "购买库存物资"),
    "fixed-asset": ("处置固定资产", "购置固定资产"),
    "payable": ("暂收、应付", "付清应付款"),
    "deposit-held": ("收到押金", "退还押金"),
    "agency": ("代收款", "代付款"),
    "borrowing": ("借入款", "归还借款"),
    "opening": ("期初余额", "期初余额"),
    "net-assets": ("转入净资产", "转出净资产"),
}
"""Roles of accounts: what money on them is for when it comes in, and when it goes out."""


def class_table(figures: Figures, before: Figures | None, side: str) -> Table:
    """Return the classes of one side (``income``, ``spending``), the largest first.

    ``before`` is the period to compare with, if the books reach it.
    """
    here = _sums(figures, side)
    then = _sums(before, side) if before else Counter()
    names = sorted({*here, *then}, key=lambda name: (-max(here[name], then[name]), name))
    lines = [(name, here[name], then[name]) for name in names]
    rest = lines[MOST - 1 :] if len(lines) > MOST else []
    lines = sorted(lines[: len(lines) - len(rest)], key=lambda line: (-line[1], -line[2], line[0]))
    if rest:
        merged = (f"其他 {len(rest)} 类", sum(x[1] for x in rest), sum(x[2] for x in rest))
        lines.append(merged)
    rows = [_row(*line, before) for line in lines]
    if rows:
        rows.append(_row("合计", here.total(), then.total(), before, TOTAL))
    return Table(
        key=KEYS[side],
        title=f"{_SIDES[side]}分类",
        columns=(
            Column("class", "类别", width=30),
            Column("amount", "本季", MONEY, 16),
            Column("before", "上季", MONEY, 16),
        ),
        rows=tuple(rows),
        empty=f"本季没有{_SIDES[side]}。",
    )


def class_ties(printed: Printed, before: Figures | None) -> Iterator[Tie]:
    """Yield that the classes make the totals, of this period and of the one before."""
    for side, key in KEYS.items():
        word = _SIDES[side]
        total = getattr(printed.totals, side)
        yield Tie(f"分类{word}之和＝{word}", printed.sum(key, "amount"), total)
        if before is not None:
            then = getattr(before.totals, side)
            yield Tie(f"上季分类{word}之和＝上季{word}", printed.sum(key, "before"), then)


def _sums(figures: Figures, side: str) -> Counter[str]:
    """Return the money by class, fen."""
    by_label = {account.label: account for account in figures.books.chart.values()}
    sums: Counter[str] = Counter()
    for flow in figures.flows:
        for line in lines_of(flow, side):
            first = line.account.split("、")[0]
            sums[_class(by_label.get(line.account) or by_label.get(first), first, side)] += line.fen
    return sums


def _class(account: Account | None, label: str, side: str) -> str:
    if account is not None and account.role in _PLAIN:
        return _PLAIN[account.role][side == SPENDING]
    return label.split("·")[0] or "没有写科目"


def _row(name: str, fen: int, then: int, before: Figures | None, role: str = "item") -> Row:
    return Row((name, to_yuan(fen), to_yuan(then) if before else None), role)
