"""Budget against actual on paper (预算执行表): caps, what was spent, what is signed off and not yet spent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import book_order
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import CURRENCY, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.official_expenses import cap_table, caps_of
from juwu_ledger.records.budgets import Commitment, commitments
from juwu_ledger.records.figures import Figures, by_account
from juwu_ledger.records.flows import Flow
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.records.year_so_far import SO_FAR, brought_forward, so_far_note, so_far_title
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TEXT, Column, Report, Row, Section, Table
from juwu_ledger.tables.ties import ZERO, Tie, each

TITLE = "预算执行表"
SIGNATURES = ("会计", "主任", "民主理财小组")
CAPPED, OTHERS, OPEN = "capped_expenses", "uncapped_expenses", "open_sign_offs"
_UNKNOWN = "（科目未定）"
_OPEN_COLUMNS = (
    Column("approval", "签批号", CODE, 14, lambda x: x.use.approval.id),
    Column("date", "签批日期", DATE, 12, lambda x: x.use.approval.date),
    Column("purpose", "用途", TEXT, 30, lambda x: x.use.approval.purpose),
    Column(
        "account",
        "科目",
        TEXT,
        26,
        lambda x: account_label(x.account) if x.account else _UNKNOWN,
    ),
    Column("amount", "批准金额", MONEY, 14, lambda x: x.use.approval.amount),
    Column("used", "已用", MONEY, 14, lambda x: x.use.spent),
    Column("left", "还可使用", MONEY, 14, lambda x: x.use.available),
)


class _Other(NamedTuple):
    """An account without a cap: fen spent in the period and the year, and signed off."""

    account: str
    spent: int | None
    year: int | None
    signed: int


def budget_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return caps, expenses without a cap, and approvals not yet spent, up to the period's last day."""
    figures = Figures.of(books, period)
    open_ones = commitments(books, period.last)
    signed: dict[str, int] = defaultdict(int)
    for item in open_ones:
        signed[item.account] += item.use.available
    tables = (_caps_table(figures, signed), _others_table(figures, signed), _open_table(open_ones))
    return register_paper(
        open_ledger(books, period, as_of),
        "budget-register",
        TITLE,
        (Section("budget", "预算和执行", tables=tables),),
        SIGNATURES,
        lambda printed: _ties(printed, figures),
    )


def _below(books: Books, account: str, sums: Mapping[str, int]) -> int:
    below = {account, *books.chart.below((account,))}
    return sum(fen for name, fen in sums.items() if name in below)


def _caps_table(figures: Figures, signed: Mapping[str, int]) -> Table:
    """Return the table of caps of all papers, with what is signed off beside each."""
    caps = cap_table(figures)
    more = iter(caps_of(figures))
    rows = []
    for row in caps.rows:
        is_cap = row.values[1] is not None
        waiting = to_yuan(_below(figures.books, next(more).account, signed)) if is_cap else ZERO
        left = row.values[3]
        free = (
            left - waiting if is_cap and not isinstance(left, str | int | None | dt.date) else None
        )
        rows.append(Row((*row.values, waiting if is_cap else None, free), row.role))
    columns = (
        *caps.columns,
        Column("signed", "已签批未用", MONEY, 15),
        Column("free", "扣除后还剩", MONEY, 15),
    )
    return Table(CAPPED, caps.title, columns, tuple(rows), caps.note, caps.empty, caps.adds_up)


def _others_table(figures: Figures, signed: Mapping[str, int]) -> Table:
    books, last = figures.books, figures.period.last
    capped = books.chart.below([cap.account for cap in caps_of(figures)])
    here, year = by_account(figures.flows), by_account(figures.year_flows)
    for name, fen in brought_forward(books, last).items():
        year[name] = year.get(name, 0) + fen
    waiting = {name: fen for name, fen in signed.items() if name not in capped}
    spent = (name for name in year if name.startswith("Expenses:") and name not in capped)
    names = sorted({*spent, *waiting} - {""}, key=book_order)
    columns = (
        Column("account", "科目", width=34),
        Column("spent", "本期支出", MONEY, 16),
        Column("year", so_far_title(books, last), MONEY, 16),
        Column("signed", "已签批未用", MONEY, 16),
    )
    lines = [
        _Other(account_label(name), here.get(name, 0), year.get(name, 0), waiting.get(name, 0))
        for name in names
    ]
    if signed.get(""):
        lines.append(_Other(_UNKNOWN, None, None, signed[""]))
    rows = with_sum(columns, lines, "spent", "year", "signed")
    return Table(
        OTHERS,
        "没有设限额的科目",
        columns,
        rows,
        note="支出按记账日算。" + so_far_note(books, last),
        empty="没有。",
    )


def _open_table(open_ones: list[Commitment]) -> Table:
    rows = with_sum(_OPEN_COLUMNS, open_ones, "amount", "used", "left")
    return Table(
        OPEN,
        "已签批、还没有花完的",
        _OPEN_COLUMNS,
        rows,
        note="科目照这张签批已经花的写；还没有花的，照它的专项资金写；不止一个科目的，不写。",
        empty="没有。签批都用完了，或者已经了结。",
    )


def _ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    yield from each(
        "年度限额各项",
        "限额－累计＝还可使用",
        (
            (line.text("account"), line["limit"] - line["used"], line["left"])
            for line in printed.lines(CAPPED)
            if line.has("limit")
        ),
    )
    yield from each(
        "各份签批",
        "批准－已用＝还可使用",
        (
            (line.text("approval"), line["amount"] - line["used"], line["left"])
            for line in printed.lines(OPEN)
        ),
    )
    yield from _signed_ties(printed, figures)
    capped = figures.books.chart.below([cap.account for cap in caps_of(figures)])
    brought = brought_forward(figures.books, figures.period.last)
    before = sum(fen for name, fen in brought.items() if _is_other(name, capped))
    for column, title, flows, more in (
        ("spent", "本期支出", figures.flows, 0),
        ("year", SO_FAR, figures.year_flows, before),
    ):
        posted = _posted(flows, capped) + to_yuan(more)
        yield Tie(
            f"没有限额的各科目{title}＝各凭证费用分录之和", printed.sum(OTHERS, column), posted
        )


def _signed_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that what is signed off by account is what the approvals leave, one by one."""
    signed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in printed.lines(OPEN):
        signed[line.text("account")] += line["left"]
    caps = [line for line in printed.lines(CAPPED) if line.has("limit")]
    labels = [
        {account_label(name) for name in (cap.account, *figures.books.chart.below((cap.account,)))}
        for cap in caps_of(figures)
    ]
    title = "已签批未用＝各份签批还可使用之和"
    yield from each(
        "年度限额各项",
        title,
        (
            (line.text("account"), line["signed"], sum((signed[one] for one in below), ZERO))
            for line, below in zip(caps, labels, strict=True)
        ),
    )
    yield from each(
        "年度限额各项",
        "还可使用－已签批未用＝扣除后还剩",
        ((line.text("account"), line["left"] - line["signed"], line["free"]) for line in caps),
    )
    yield from each(
        "没有限额的各科目",
        title,
        (
            (line.text("account"), line["signed"], signed[line.text("account")])
            for line in printed.lines(OTHERS)
        ),
    )


def _is_other(name: str, capped: Container[str]) -> bool:
    return name.startswith("Expenses:") and name not in capped


def _posted(flows: Iterable[Flow], capped: Container[str]) -> Decimal:
    """Return what vouchers post to expenses without a cap, openings and carry-forwards left out."""
    return sum(
        (
            posting.units.number
            for flow in flows
            if not flow.is_opening and not flow.voucher.carries_forward
            for posting in flow.voucher.txn.postings
            if _is_other(posting.account, capped) and posting.units.currency == CURRENCY
        ),
        ZERO,
    )
