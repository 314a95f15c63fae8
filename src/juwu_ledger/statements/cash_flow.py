"""The cash flow statement (现金流量表), direct method: what money came in from and went out for.

Lines are those of 《民间非营利组织会计制度》; which account stands in which is in docs/forms.md, 19. Cash is
what lies on the money accounts; what moves between them is no flow. Amounts in fen, own date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.account_totals import SPAN_TITLES
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING, Flow
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import HEAD, ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import ZERO, Tie

KEY = "cash_flow"
NET = "现金净增加额"
_OTHER_IN, _OTHER_OUT = "收到的其他与业务活动有关的现金", "支付的其他与业务活动有关的现金"
_GOODS = "购买商品、接受服务支付的现金"


class _Activity(NamedTuple):
    """One part of the statement and its lines, by side."""

    title: str
    income: tuple[str, ...]
    spending: tuple[str, ...]


_FROM = {
    "donation": "接受捐赠收到的现金",
    "appropriation": "政府补助收到的现金",
    "service": "提供服务收到的现金",
    "levy": "提供服务收到的现金",
    "fixed-asset": "处置固定资产收回的现金",
    "depreciation": "处置固定资产收回的现金",
    "borrowing": "借款收到的现金",
}
"""Role or source of an account → the line of what came in from it."""
_FOR = {
    "relief": "提供捐赠或者资助支付的现金",
    "allowance": "支付给员工以及为员工支付的现金",
    "official": _GOODS,
    "entertainment": _GOODS,
    "programme": _GOODS,
    "low-value": _GOODS,
    "inventory": _GOODS,
    "payable": _GOODS,
    "fixed-asset": "购建固定资产支付的现金",
    "borrowing": "偿还借款支付的现金",
}
"""Role or nature of an account → the line of what went out for it."""
_ACTIVITIES = (
    _Activity(
        "业务活动",
        ("接受捐赠收到的现金", "提供服务收到的现金", "政府补助收到的现金", _OTHER_IN),
        ("提供捐赠或者资助支付的现金", "支付给员工以及为员工支付的现金", _GOODS, _OTHER_OUT),
    ),
    _Activity("投资活动", ("处置固定资产收回的现金",), ("购建固定资产支付的现金",)),
    _Activity("筹资活动", ("借款收到的现金",), ("偿还借款支付的现金",)),
)
_SIDES = {INCOME: "流入", SPENDING: "流出"}


def cash_flow_table(figures: Figures) -> Table:
    """Return the statement of the period, with the year so far where the period is not a year."""
    spans = [_sums(figures.flows)]
    if figures.period.kind != "year":
        spans.append(_sums(figures.year_flows))
    rows: list[Row] = []
    for activity in _ACTIVITIES:
        rows += _activity(activity, spans)
    nets = (sum(_net(activity, sums) for activity in _ACTIVITIES) for sums in spans)
    rows.append(Row((NET, *map(to_yuan, nets)), TOTAL))
    titles = (f"{SPAN_TITLES[figures.period.kind]}合计", "本年累计")
    columns = zip(("amount", "year_amount"), titles, spans, strict=False)
    return Table(
        key=KEY,
        title="现金流量表（直接法）",
        columns=(
            Column("item", "项目", width=44),
            *(Column(key, title, MONEY, 16) for key, title, _ in columns),
        ),
        rows=tuple(rows),
        note="现金是库存现金、银行存款和在途收款的合计；它们之间互转不算流量。退款从原来的一边减去。"
        "本年累计从账本开始那天起算，不含建账以前的。",
        adds_up=False,
    )


def _activity(activity: _Activity, spans: Sequence[Counter[str]]) -> Iterator[Row]:
    yield Row((f"{activity.title}产生的现金流量", *(None for _ in spans)), HEAD)
    for side, lines in ((INCOME, activity.income), (SPENDING, activity.spending)):
        for line in lines:
            if any(sums[line] for sums in spans):
                yield Row((line, *(to_yuan(sums[line]) for sums in spans)))
        totals = (sum(sums[line] for line in lines) for sums in spans)
        yield Row((f"{activity.title}现金{_SIDES[side]}小计", *map(to_yuan, totals)), SUBTOTAL)
    nets = (to_yuan(_net(activity, sums)) for sums in spans)
    yield Row((f"{activity.title}现金流量净额", *nets), SUBTOTAL)


def _net(activity: _Activity, sums: Counter[str]) -> int:
    income = sum(sums[line] for line in activity.income)
    return income - sum(sums[line] for line in activity.spending)


def _sums(flows: Iterable[Flow]) -> Counter[str]:
    """Return fen by line; a line of spending is positive where money went out."""
    sums: Counter[str] = Counter()
    for flow in flows:
        for side in (INCOME, SPENDING):
            for account, fen in _parts(flow, side):
                sums[_line(account, side)] += fen
    return sums


def _parts(flow: Flow, side: str) -> Iterator[tuple[Account | None, int]]:
    """Yield by account what a voucher brought in, or paid out; as its voucher first stood.

    Where the accounts of that side do not make up the money, the first of them stands for all.
    """
    amount = flow.income if side == INCOME else flow.spending
    if not amount:
        return
    wanted = -1 if side == INCOME else 1
    legs = [leg for leg in flow.upright if not leg.account.is_money and leg.fen * wanted > 0]
    if sum(abs(leg.fen) for leg in legs) == amount * flow.sign:
        yield from ((leg.account, abs(leg.fen) * flow.sign) for leg in legs)
    else:
        yield (legs[0].account if legs else None), amount


def _line(account: Account | None, side: str) -> str:
    word = (account.role or account.source or account.nature or "") if account else ""
    return _FROM.get(word, _OTHER_IN) if side == INCOME else _FOR.get(word, _OTHER_OUT)


def cash_flow_ties(printed: Printed, year_opening: int) -> Iterator[Tie]:
    """Yield that the lines make the sums, and these what the money accounts gained.

    ``year_opening`` is what money the year began with, fen, from the postings.
    """
    totals = printed.totals
    for column in printed.columns(KEY)[1:]:
        yield from _column_ties(printed, column)
    sums = printed.lines(KEY, SUBTOTAL)
    for side, figure in (("流入", totals.income), ("流出", totals.spending)):
        found = (line["amount"] for line in sums if f"现金{side}小计" in line.text("item"))
        yield Tie(f"现金流量表各项{side}之和＝资金{_WORDS[side]}", sum(found, ZERO), figure)
    (net,) = printed.lines(KEY, TOTAL)
    yield Tie(f"{NET}＝期末资金－期初资金", net["amount"], totals.closing - totals.opening)
    if net.knows("year_amount"):
        grown = totals.closing - to_yuan(year_opening)
        yield Tie(f"本年{NET}＝期末资金－年初资金", net["year_amount"], grown)


_WORDS = {"流入": "收入", "流出": "支出"}


def _column_ties(printed: Printed, column: Column) -> Iterator[Tie]:
    """Yield that the lines of one column make its sums, and these the whole."""
    about, so_far, halves, whole = f"现金流量表{column.title}", ZERO, ZERO, ZERO
    for line in printed.lines(KEY, ITEM, SUBTOTAL):
        item, figure = line.text("item"), line[column.key]
        if line.role == ITEM:
            so_far += figure
        elif item.endswith("净额"):
            yield Tie(f"{about}：{item}＝流入－流出", figure, halves).minor
            whole, halves = whole + figure, ZERO
        else:
            yield Tie(f"{about}：{item}＝各行之和", figure, so_far).minor
            halves += figure if "流入" in item else -figure
            so_far = ZERO
    (net,) = printed.lines(KEY, TOTAL)
    yield Tie(f"{about}：{NET}＝三项净额之和", net[column.key], whole).minor
