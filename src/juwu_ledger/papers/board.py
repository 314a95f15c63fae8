"""The sheet for the notice board that people read from a metre away (公开栏大字版).

It says in large print what the disclosure says line by line: the totals and the classes of income and
spending, beside those of the quarter before. A QR code holds the totals and the code of the books as
plain text, so that anybody can compare the sheet with the books (``juwu verify --code``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import OPINIONS
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.papers.sections.money_classes import class_table, class_ties
from juwu_ledger.papers.sections.paper_head import period_paper
from juwu_ledger.papers.sections.period_ties import period_ties
from juwu_ledger.papers.sections.review_opinions import (
    NOT_REVIEWED,
    Posting,
    is_passed,
    posting_facts,
    reviews,
)
from juwu_ledger.records.figures import Figures, Totals
from juwu_ledger.records.flows import INCOME, SPENDING
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.paper_ties import Printed, tied
from juwu_ledger.tables.report import Report, Section
from juwu_ledger.tables.ties import Tie

QR = "二维码"
"""The fact that the QR code is drawn from."""
LEGEND = "图例"
"""The fact that says which bar is which."""
_NOT_YET = "还没有审核通过"


def board(books: Books, quarter: Period, as_of: dt.date, posting: Posting | None = None) -> Report:
    """Return the sheet of a quarter; ``posting`` as for the disclosure."""
    figures = Figures.of(books, quarter)
    before = _before(books, quarter)
    digest = books.digest(quarter.last)
    report = period_paper(
        figures,
        as_of,
        kind="board",
        title="收支公开",
        sections=(
            Section(
                "income",
                "钱从哪里来",
                tables=(class_table(figures, before, INCOME),),
                alarms=() if is_passed(figures, as_of) else (NOT_REVIEWED,),
            ),
            Section("spending", "钱花到哪里去", tables=(class_table(figures, before, SPENDING),)),
        ),
        facts={
            "账本核对码": short_code(digest),
            LEGEND: _legend(before),
            "民主理财": _review(figures, as_of),
            **posting_facts(figures, as_of, posting),
            QR: qr_text(books.title, quarter, figures.totals, digest),
        },
    )

    def checks(printed: Printed) -> Iterator[Tie]:
        yield from period_ties(printed, figures)
        yield from class_ties(printed, before)

    return public_copy(tied(report, books, checks, in_full=False), books)


def qr_text(committee: str, quarter: Period, totals: Totals, digest: str) -> str:
    """Return what a phone shows that reads the code: whose, which quarter, totals in yuan, the code."""
    return "\n".join(
        (
            committee,
            f"{quarter.title} {quarter.label}",
            f"期初 {totals.opening:.2f} 元",
            f"收入 {totals.income:.2f} 元",
            f"支出 {totals.spending:.2f} 元",
            f"期末 {totals.closing:.2f} 元",
            f"核对码 {short_code(digest)}",
        )
    )


def _before(books: Books, quarter: Period) -> Figures | None:
    """Return the figures of the quarter before, if the books have any."""
    earlier = Period.quarter_of(quarter.first - DAY)
    span = books.span
    if span is None or earlier.last < span[0]:
        return None
    return Figures.of(books, earlier)


def _legend(before: Figures | None) -> str:
    if before is None:
        return "条形是本季；账本里没有上季的账，没有比较"
    return f"深色条是本季，白色条是上季（{before.period.title}）"


def _review(figures: Figures, as_of: dt.date) -> str:
    if not is_passed(figures, as_of):
        return _NOT_YET
    last = reviews(figures, as_of)[-1]
    return f"{last.date} 审核{OPINIONS[last.opinion]}"
