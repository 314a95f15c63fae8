"""The review group's opinion, its queries with the replies, and the days on the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.reviewed_books import still_holds
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import OPINIONS, Disclosure, Reply, Review
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.records.reviewed_scans import same_scans
from juwu_ledger.records.reviews import NO_DIGEST, PASSED, is_asked_of, reviewed, said_by_each
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, DATE, TEXT, Column, Table

NOT_REVIEWED = "民主理财小组还没有审核通过本期，审核盖章以后才能张贴。"
_BLANK_DAYS = "____年__月__日 至 ____年__月__日（不少于 15 天）"


def reviews(figures: Figures, as_of: dt.date) -> list[Review]:
    """Return the reviews of the period, or of its months and quarters, known on the day."""
    period = figures.period
    known = [review for review in figures.books.of(Review) if review.date <= as_of]
    whole = [review for review in known if review.period == period]
    return whole or [
        review for review in known if review.period.first in period and review.period.last in period
    ]


def is_passed(figures: Figures, as_of: dt.date) -> bool:
    """Tell whether the group's last word on the period, or on each of its months, is a pass.

    A pass of books that were changed since is none, and an opinion on a longer period does not stand on
    the paper of this one.
    """
    return all(
        one.state in (PASSED, NO_DIGEST) and one.review and one.review.period.last in figures.period
        for one in reviewed(figures.books, figures.period, as_of)
    )


def review_table(figures: Figures, as_of: dt.date) -> Table:
    """Return the opinions on the period."""
    columns = (
        Column("period", "期间", CODE, 9, lambda r: r.period.label),
        Column("date", "审核日期", DATE, 11),
        Column("opinion", "意见", TEXT, 12, lambda r: _opinion(figures.books, r)),
        Column("leader", "组长", TEXT, 8),
        Column("members", "成员", TEXT, 18, lambda r: "、".join(r.members) or None),
        Column("remarks", "附言", TEXT, 40),
        Column("voices", "各人的意见和方式", TEXT, 40, lambda r: said_by_each(figures.books, r)),
    )
    return Table(
        key="reviews",
        title="民主理财小组的意见",
        columns=columns,
        rows=tuple(rows_of(columns, reviews(figures, as_of))),
        empty="民主理财小组还没有审核本期。",
    )


def _opinion(books: Books, review: Review) -> str:
    said = OPINIONS[review.opinion]
    if not still_holds(books, review):
        return f"{said}（审核以后账改过，不再有效）"
    return said if same_scans(books, review) else f"{said}（审核以后扫描件变了，不再有效）"


def query_table(figures: Figures, as_of: dt.date) -> Table:
    """Return the queries raised in the period or about it, each with its replies."""
    columns = (
        Column("query", "编号", CODE, 11, lambda x: x.query.id),
        Column("date", "质询日期", DATE, 11, lambda x: x.query.date),
        Column("raised_by", "提出人", TEXT, 8, lambda x: x.query.raised_by),
        Column("about", "关于", CODE, 13, lambda x: x.query.about),
        Column("text", "质询", TEXT, 30, lambda x: x.query.text),
        Column(
            "reply_date", "答复日期", DATE, 11, lambda x: x.replies[-1].date if x.replies else None
        ),
        Column("reply", "居委会答复", TEXT, 30, lambda x: _answers(x.replies)),
    )
    asked = [
        one
        for one in asked_queries(figures.books, as_of)
        if is_asked_of(figures.books, one.query.date, one.query.about or "", figures.period)
    ]
    return Table(
        key="queries",
        title="质询和答复",
        columns=columns,
        rows=tuple(rows_of(columns, asked)),
        empty="没有质询。",
    )


def _answers(replies: Sequence[Reply]) -> str:
    return "；".join(map(_said, replies)) or "还没有答复"


def _said(reply: Reply) -> str:
    return f"{reply.text}（{reply.by}）" if reply.by else reply.text


class Posting(NamedTuple):
    """When a paper hangs on the board, first and last day, and who posts it."""

    date: dt.date
    until: dt.date | None
    officer: str | None


def posting_facts(
    figures: Figures, as_of: dt.date, posting: Posting | None = None
) -> dict[str, str]:
    """Return from when to when the paper hangs on the board, and who posts it.

    That is ``posting`` where the paper is printed for one, else the last one in the books.
    """
    posted = [
        Posting(item.date, item.until, item.officer)
        for item in figures.books.of(Disclosure)
        if item.period == figures.period and item.date <= as_of
    ]
    if posting is None and not posted:
        return {"张贴": _BLANK_DAYS, "公开专人": "____________"}
    last = posting or posted[-1]
    until = f"至 {last.until}" if last.until else "起，至 ____年__月__日（不少于 15 天）"
    return {"张贴": f"{last.date} {until}", "公开专人": last.officer or "____________"}
