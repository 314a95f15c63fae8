"""A stocktake on paper (固定资产和低值品盘点表): book and count beside each other, 盘盈 and 盘亏.

What the books hold of a fixed asset are the postings that name it; a lesser good, whose cost was spent when it
was bought, is held by its entry. Amounts are cost, without depreciation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import STOCKTAKE_RESULTS, AssetCard, Stocktake
from juwu_ledger.records.assets import Asset, assets
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.columns import Record, column, columns_of, rows_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import COUNT, DATE, MONEY, TOTAL, Report, Row, Section, Table
from juwu_ledger.tables.ties import Tie

TITLE, FIXED, GOODS = "资产盘点表", "stocktake_fixed", "stocktake_goods"
SIGNATURES = ("盘点人", "监盘人", "资产保管人", "会计", "主任")
NOT_COUNTED, NO_CARD = "本期没有盘", "（没有卡片）"
_MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine(Record):
    """A thing that the books hold, or that was found, and what the stocktake said of it."""

    id: str | None = column("资产编号", width=13)
    name: str | None = column("名称", width=18)
    category: str | None = column("类别", width=10)
    booked_number: int = column("账面数量", COUNT, 8)
    booked: int | None = column("账面金额", MONEY, 13)
    number: int | None = column("实盘数量", COUNT, 8)
    found: int | None = column("实盘金额", MONEY, 13)
    surplus: int | None = column("盘盈", MONEY, 12)
    shortage: int | None = column("盘亏", MONEY, 12)
    result: str | None = column("结果", width=10)
    date: dt.date | None = column("盘点日期", DATE, 11)
    keeper: str | None = column("使用保管人", width=9)
    location: str | None = column("存放地点", width=12)
    counted_by: str | None = column("盘点人", width=8)
    reason: str | None = column("原因", width=16)


_COLUMNS = columns_of(CountedLine)
_SUMS = ("booked_number", "booked", "number", "found", "surplus", "shortage")


def stocktake_sheet(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return what is there at the end of a period, each with its last stocktake within the period."""
    ledger = open_ledger(books, period, as_of)
    fixed, goods = list(_fixed(ledger)), list(_goods(ledger))
    return register_paper(
        ledger,
        "stocktake-register",
        TITLE,
        (
            Section("fixed", "固定资产", tables=(_table(FIXED, "固定资产", fixed),)),
            Section("goods", "低值品", tables=(_table(GOODS, "低值易耗品和耐用小件", goods),)),
        ),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
    )


def _table(key: str, title: str, lines: list[CountedLine]) -> Table:
    rows = tuple(rows_of(_COLUMNS, lines))
    return Table(
        key=key,
        title=title,
        columns=_COLUMNS,
        rows=(*rows, _sum(lines)) if rows else (),
        note="金额是原值，不减折旧。账面是科目上的数，低值品是登记的数；"
        "有卡片、账上没有的是盘盈，账上有、没有找到的是盘亏。本期没有盘的，实盘空着。",
        empty="没有东西。",
    )


def _sum(lines: Iterable[CountedLine]) -> Row:
    sums = {key: sum(getattr(line, key) or 0 for line in lines) for key in _SUMS}
    money = {one.key for one in _COLUMNS if one.kind == MONEY}
    cells = (
        None if key not in sums else to_yuan(sums[key]) if key in money else sums[key]
        for key in (one.key for one in _COLUMNS[1:])
    )
    return Row(("合计", *cells), TOTAL)


def _fixed(ledger: PeriodLedger) -> Iterator[CountedLine]:
    """Yield the fixed assets with a card, then what the accounts hold without one."""
    owned, last = ledger.books.record(assets), ledger.period.last
    for asset in owned.there(last):
        if asset.is_fixed:
            yield _line(asset, ledger.period, asset.booked)
    loose: dict[str, int] = {}
    there = {asset.id for asset in owned.there(last) if asset.is_fixed}
    for posting in owned.fixed_postings:
        if posting.voucher.date <= last and posting.asset not in there:
            loose[posting.asset] = loose.get(posting.asset, 0) + posting.fen
    for identity, fen in sorted(loose.items()):
        if fen:
            yield CountedLine(
                id=identity or None, name=NO_CARD, booked_number=int(fen > 0), booked=fen
            )


def _goods(ledger: PeriodLedger) -> Iterator[CountedLine]:
    for asset in ledger.books.record(assets).there(ledger.period.last):
        if not asset.is_fixed:
            yield _line(asset, ledger.period, asset.card.amount)


def _line(asset: Asset, period: Period, booked: int) -> CountedLine:
    """Return a thing that has a card; ``booked``: what the books hold of it, fen."""
    card = asset.card
    count = next((one for one in reversed(asset.counts) if one.date in period), None)
    found = _found(asset, count)
    return CountedLine(
        id=asset.id,
        name=asset.name,
        category=card.category if isinstance(card, AssetCard) else None,
        booked_number=int(booked > 0),
        booked=booked,
        number=None if count is None else int(count.result != _MISSING),
        found=found,
        surplus=None if found is None else max(0, found - booked) or None,
        shortage=None if found is None else max(0, booked - found) or None,
        result=STOCKTAKE_RESULTS[count.result] if count else NOT_COUNTED,
        date=count.date if count else None,
        keeper=asset.keeper,
        location=card.location if isinstance(card, AssetCard) else None,
        counted_by=count.counted_by if count else None,
    )


def _found(asset: Asset, count: Stocktake | None) -> int | None:
    """Return what was found of it, fen at cost; ``None`` where nobody looked."""
    if count is None:
        return None
    return 0 if count.result == _MISSING else asset.card.amount


def _ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield that the books' side is that of the accounts, and that 盘盈 and 盘亏 make the difference."""
    held = sum(ledger.closing(one.name) for one in ledger.books.chart.with_role("fixed-asset"))
    yield Tie("盘点表固定资产账面＝固定资产科目余额", printed.sum(FIXED, "booked"), to_yuan(held))
    for key, word in ((FIXED, "固定资产"), (GOODS, "低值品")):
        for line in printed.lines(key):
            if line.has("found"):
                made = line["booked"] + line["surplus"] - line["shortage"]
                title = f"{word}盘点 {line.text('id')}：账面＋盘盈－盘亏＝实盘"
                yield Tie(title, line["found"], made).minor
