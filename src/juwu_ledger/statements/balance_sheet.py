"""The balance sheet (资产负债表): what there is on the left, whose it is on the right.

Assets and liabilities are the accounts of the first level, from the postings; the net assets are
the funds and the free part (:mod:`.net_assets`), so that both halves come about apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from juwu_ledger.books.model.account_words import general_account, general_label
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.statements.net_assets import FREE, RESTRICTED, NetAssets
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import HEAD, ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table, Value
from juwu_ledger.tables.ties import ZERO, Tie

KEY = "balance_sheet"
LESS = "减："
MONEY_SUM, CLAIMS_SUM, FIXED_SUM = "货币资金合计", "应收和其他资产合计", "固定资产净值"
DEBTS_SUM, NET_SUM = "负债合计", "净资产合计"
_BLANK: tuple[Value, Value, Value] = (None, None, None)


class Item(NamedTuple):
    """A line of one side: what it began the year with and what it is now, fen."""

    label: str
    opening: int
    closing: int

    @property
    def cells(self) -> tuple[Value, Value, Value]:
        """The three cells of the line; what is taken off (减) stands there without a sign."""
        sign = -1 if self.label.startswith(LESS) else 1
        return self.label, to_yuan(sign * self.opening), to_yuan(sign * self.closing)


class Block(NamedTuple):
    """A group of lines of one side with its sum."""

    title: str
    items: tuple[Item, ...]
    sum_title: str

    @property
    def sum(self) -> Item:
        """The last line of the block."""
        return _sum(self.sum_title, self.items)


def _sum(title: str, items: tuple[Item, ...] | list[Item]) -> Item:
    return Item(title, sum(i.opening for i in items), sum(i.closing for i in items))


def asset_blocks(ledger: PeriodLedger) -> tuple[Block, Block, Block]:
    """Return money, what others owe with everything else, and fixed assets less their wear."""
    fixed = _items(ledger, _is_fixed, after="原值")
    return (
        Block("货币资金", _items(ledger, lambda a: a.is_money), MONEY_SUM),
        Block("应收款和其他资产", _items(ledger, _is_claim), CLAIMS_SUM),
        Block("固定资产", (*fixed, *_items(ledger, _is_wear, LESS)), FIXED_SUM),
    )


def debt_block(ledger: PeriodLedger) -> Block:
    """Return what is owed to others or held for them."""
    items = _items(ledger, lambda a: a.root == "Liabilities")
    turned = tuple(item._replace(opening=-item.opening, closing=-item.closing) for item in items)
    return Block("负债", turned, DEBTS_SUM)


def net_block(net: NetAssets) -> Block:
    """Return the net assets: earmarked and free."""
    free, restricted = net.free.closing, net.restricted.closing
    items = (
        Item(RESTRICTED, net.funds_at_new_year, restricted),
        Item(FREE, net.free_at_new_year, free),
    )
    return Block("净资产", items, NET_SUM)


def _is_fixed(account: Account) -> bool:
    return account.root == "Assets" and account.role == "fixed-asset"


def _is_wear(account: Account) -> bool:
    return account.root == "Assets" and account.role == "depreciation"


def _is_claim(account: Account) -> bool:
    return account.root == "Assets" and not (
        account.is_money or _is_fixed(account) or _is_wear(account)
    )


def _items(
    ledger: PeriodLedger, wanted: Callable[[Account], bool], before: str = "", after: str = ""
) -> tuple[Item, ...]:
    """Return one line for each account of the first level that holds or held something."""
    sums: dict[str, Item] = {}
    for name in ledger.accounts:
        account = ledger.books.chart.get(name)
        if account is None or not wanted(account):
            continue
        general = general_account(name)
        label = before + general_label(name) + after
        old = sums.get(general, Item(label, 0, 0))
        sums[general] = Item(
            label, old.opening + ledger.opening.get(name, 0), old.closing + ledger.closing(name)
        )
    return tuple(item for item in sums.values() if item.opening or item.closing)


def balance_sheet_table(figures: Figures, net: NetAssets) -> Table:
    """Return the balance sheet at the last day beside that of the year's beginning."""
    ledger = figures.year_ledger
    assets = asset_blocks(ledger)
    claims = (debt_block(ledger), net_block(net))
    money, owed, fixed = assets
    pairs: list[tuple[Block, Block | None]] = [(money, claims[0]), (fixed, claims[1])]
    if owed.items:
        pairs.insert(1, (owed, None))
    rows = [row for left, right in pairs for row in _block_rows(left, right)]
    total = _sum("资产总计", [block.sum for block in assets])
    whose = _sum("负债和净资产总计", [block.sum for block in claims])
    rows.append(Row((*total.cells, *whose.cells), TOTAL))
    return Table(
        key=KEY,
        title="资产负债表",
        columns=(
            Column("asset", "资产", width=20),
            Column("asset_opening", "年初余额", MONEY, 15),
            Column("asset_closing", "期末余额", MONEY, 15),
            Column("claim", "负债和净资产", width=20),
            Column("claim_opening", "年初余额", MONEY, 15),
            Column("claim_closing", "期末余额", MONEY, 15),
        ),
        rows=tuple(rows),
        note="年初余额含本年登记的期初余额凭证。净资产是专项资金和日常经费，从哪里来见净资产变动。",
        adds_up=False,
    )


def _block_rows(left: Block, right: Block | None) -> Iterator[Row]:
    yield Row((left.title, None, None, right.title if right else None, None, None), HEAD)
    for mine, theirs in zip_longest(left.items, right.items if right else ()):
        yield Row((*(mine.cells if mine else _BLANK), *(theirs.cells if theirs else _BLANK)))
    yield Row((*left.sum.cells, *(right.sum.cells if right else _BLANK)), SUBTOTAL)


def balance_sheet_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that both sides are equal, and that the lines of each add up."""
    (total,) = printed.lines(KEY, TOTAL)
    for when, word in (("opening", "年初"), ("closing", "期末")):
        yield Tie(
            f"资产负债表{word}：资产总计＝负债和净资产总计",
            total[f"asset_{when}"],
            total[f"claim_{when}"],
        )
        for side, name in (("asset", "资产"), ("claim", "负债和净资产")):
            found = list(_block_sums(printed, side, f"{side}_{when}"))
            for title, lines, printed_sum in found:
                yield Tie(f"资产负债表{word}：{title}＝各行之和", printed_sum, lines).minor
            blocks = sum((printed_sum for _, _, printed_sum in found), ZERO)
            figure = total[f"{side}_{when}"]
            yield Tie(f"资产负债表{word}：{name}各段之和＝总计", blocks, figure).minor


def _block_sums(printed: Printed, side: str, key: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield of each block of a side: name of its sum, its lines added up, the sum as printed."""
    lines = ZERO
    for line in printed.lines(KEY, ITEM, SUBTOTAL):
        label = line.text(side)
        if line.role == SUBTOTAL:
            if label:
                yield label, lines, line[key]
            lines = ZERO
        else:
            lines += -line[key] if label.startswith(LESS) else line[key]


def block_sum(printed: Printed, title: str, when: str) -> Decimal:
    """Return the printed sum of a block; 0.00 where the sheet has no such block."""
    for line in printed.lines(KEY, SUBTOTAL):
        for side in ("asset", "claim"):
            if line.text(side) == title:
                return line[f"{side}_{when}"]
    return ZERO
