"""The register of lesser goods on paper (低值品登记簿): keeper, stocktake, and what was paid for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.figures.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.papers.sections.details import joined
from juwu_ledger.records.flows import flows_in
from juwu_ledger.registers.assets.asset_register import LOW_VALUE
from juwu_ledger.registers.assets.thing_rows import changes_table, things_of
from juwu_ledger.registers.printed_register import register_paper, row_of, sum_row
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, Column, Report, Section, Table, Value
from juwu_ledger.tables.ties import Tie

TITLE, KEY = "低值品登记簿", "low_value"
SIGNATURES = ("资产保管人", "会计", "主任")
UNREGISTERED = "（没有登记）"
_COLUMNS = (
    Column("id", "编号", CODE, 12),
    Column("name", "名称", width=20),
    Column("date", "登记日期", DATE, 11),
    Column("amount", "登记金额", MONEY, 12),
    Column("booked", "本期列支", MONEY, 12),
    Column("vouchers", "列支凭证", width=13),
    Column("state", "使用状况", width=8),
    Column("keeper", "保管人", width=8),
    Column("counted", "盘点日期", DATE, 11),
    Column("result", "盘点结果", width=8),
    Column("counted_by", "盘点人", width=8),
    Column("disposed", "处置日期", DATE, 11),
    Column("reason", "处置原因", width=18),
)


def low_value_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the goods as they stand at the end of the period, then what changed within it."""
    ledger = open_ledger(books, period, as_of)
    return register_paper(
        ledger,
        "low-value-register",
        TITLE,
        (
            Section("goods", "低值品", tables=(_table(ledger),)),
            Section("changes", "本期变动", tables=(changes_table(ledger, LOW_VALUE),)),
        ),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
    )


def _table(ledger: PeriodLedger) -> Table:
    bought: dict[str, list[AssetPosting]] = defaultdict(list)
    for posting in _bought(ledger):
        bought[posting.asset].append(posting)
    rows = []
    for thing in things_of(ledger):
        if thing.line == LOW_VALUE:
            rows.append(row_of({**thing.cells, **_spent(bought.pop(thing.id, []))}, _COLUMNS))
    for identity, postings in sorted(bought.items()):
        said: dict[str, Value] = {"id": identity or None, "name": UNREGISTERED, **_spent(postings)}
        rows.append(row_of(said, _COLUMNS))
    if rows:
        rows.append(sum_row(rows, _COLUMNS, "amount", "booked"))
    return Table(
        key=KEY,
        title="低值易耗品和耐用小件",
        columns=_COLUMNS,
        rows=tuple(rows),
        note="截至本期末。买来当年列支，账上没有余额，实物照样管到处置；盘点是最近一次的结果。",
        empty="没有登记低值品。",
    )


def _bought(ledger: PeriodLedger) -> Iterator[AssetPosting]:
    """Yield the postings of the period to accounts of low-value goods."""
    for posting in ledger.books.facts.assets:
        account = ledger.books.chart.get(posting.account)
        if account and account.nature == "low-value" and posting.voucher.date in ledger.period:
            yield posting


def _spent(postings: list[AssetPosting]) -> dict[str, Value]:
    if not postings:
        return {}
    return {
        "booked": to_yuan(sum(posting.fen for posting in postings)),
        "vouchers": joined(posting.voucher.id for posting in postings),
    }


def _ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    spent = sum(
        leg.fen
        for flow in flows_in(ledger.books, ledger.period)
        for leg in flow.accrued
        if leg.account.nature == "low-value"
    )
    yield Tie(
        "本期列支合计＝低值易耗品科目的本期发生额", printed.sum(KEY, "booked"), to_yuan(spent)
    )
