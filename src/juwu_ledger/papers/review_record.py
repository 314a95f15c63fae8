"""The record of a review (民主理财记录): who met when, what was looked at, what was refused, what they said.

What the books know stands on it; what is decided at the meeting has blank lines to be filled in by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS, Review
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.papers.sections.period_ties import period_ties
from juwu_ledger.papers.sections.review_opinions import reviews
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import Flow
from juwu_ledger.records.voucher_kinds import (
    INCOME,
    INFLOW,
    NO_MONEY,
    OPENING,
    SPENDING,
    STRAY,
    TRANSFER,
    kind_of,
)
from juwu_ledger.records.voucher_lines import attachments_of
from juwu_ledger.tables.form_words import long_day
from juwu_ledger.tables.paper_ties import Printed, tied
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    MONEY,
    TEXT,
    TOTAL,
    Column,
    Report,
    Row,
    Section,
    Table,
)
from juwu_ledger.tables.ties import COPIES, Tie

TITLE, KEY = "民主理财记录", "reviewed"
SIGNATURES = ("组长", "成员", "成员", "主任", "会计")
_KINDS = (OPENING, INCOME, INFLOW, SPENDING, TRANSFER, NO_MONEY, STRAY)
_BLANK = "____年__月__日"
_BLANK_LINES, _ROOM = 5, "　"
"""A line to be written on is as high as one that is written."""


def review_record(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the record of the last review of a period, or a blank one to take to the meeting."""
    figures = Figures.of(books, period)
    given = reviews(figures, as_of)
    review = next((one for one in reversed(given) if one.period == period), None)
    paper = period_paper(
        figures,
        as_of,
        kind="review-record",
        title=TITLE,
        sections=(
            Section("reviewed", "审核的票据", tables=(_reviewed_table(figures.flows),)),
            Section("refused", "不予报销的票据", tables=(_refused_table(),)),
            Section("opinion", "审核意见", _opinion(review)),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of) | _meeting(review),
    )
    return tied(paper, books, lambda printed: _ties(printed, figures))


def _meeting(review: Review | None) -> dict[str, str]:
    """Say on which day they met, and who was there."""
    if review is None:
        return {"理财日期": _BLANK, "参加人": "________________"}
    names = [review.leader and f"{review.leader}（组长）", *review.members]
    return {"理财日期": long_day(review.date), "参加人": "、".join(filter(None, names)) or "没有写"}


def _opinion(review: Review | None) -> tuple[str, ...]:
    if review is None:
        return ("□ 通过　　□ 通过，附意见　　□ 不予通过", "意见：")
    said = (OPINIONS[review.opinion], *filter(None, (review.remarks,)))
    return ("　".join(said),)


def _reviewed_table(flows: Sequence[Flow]) -> Table:
    """Return the vouchers by kind, with the papers behind them and their money."""
    rows = [
        _line(kind, [flow for flow in flows if kind_of(flow) == kind])
        for kind in _KINDS
        if any(kind_of(flow) == kind for flow in flows)
    ]
    if rows:
        rows.append(_line("合计", flows, TOTAL))
    return Table(
        key=KEY,
        title="本期凭证和所附的票据",
        columns=(
            Column("kind", "凭证类别", TEXT, 20),
            Column("vouchers", "凭证（张）", COUNT, 10),
            Column("slips", "票据（张）", COUNT, 10),
            Column("income", "收入", MONEY, 16),
            Column("spending", "支出", MONEY, 16),
        ),
        rows=tuple(rows),
        note="票据张数是凭证上写的附件张数；没有写的按 0 张算。红字凭证从原来的一边减去。",
        empty="本期没有凭证。",
    )


def _line(kind: str, flows: Sequence[Flow], role: str = "item") -> Row:
    attached = sum(attachments_of(flow.voucher) or 0 for flow in flows)
    income, spending = (sum(flow.income for flow in flows), sum(flow.spending for flow in flows))
    return Row((kind, len(flows), attached, to_yuan(income), to_yuan(spending)), role)


def _refused_table() -> Table:
    return Table(
        key="refused",
        title="没有的写“无”",
        columns=(
            Column("voucher", "凭证号", CODE, 16),
            Column("slips", "票据（张）", COUNT, 10),
            Column("amount", "金额", MONEY, 16),
            Column("reason", "理由", TEXT, 44),
        ),
        rows=tuple(Row((_ROOM, None, None, None)) for _ in range(_BLANK_LINES)),
        adds_up=False,
    )


def _ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield that the kinds are all of the period's vouchers, and what they brought and paid its totals."""
    yield from period_ties(printed, figures)
    entries = sum(
        type(entry).__name__ == "Transaction" and entry.date in figures.period
        for entry in figures.books.entries
    )
    vouchers = printed.sum(KEY, "vouchers")
    yield Tie("审核的凭证张数＝账本里本期的凭证张数", vouchers, entries, COPIES)
    income, spending = (printed.sum(KEY, key) for key in ("income", "spending"))
    grown = printed.totals.closing - printed.totals.opening
    yield Tie("审核的收入－支出＝资金账户的增加", income - spending, grown)
    yield Tie("审核的收入＝表头收入", income, printed.totals.income).minor
