"""Words that every form needs: amounts in capitals and days as people say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.capitals import capitals
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.tables.paper_ties import tied
from juwu_ledger.tables.report import Form, Report, Section
from juwu_ledger.tables.ties import Tie


def in_capitals(fen: int) -> str:
    """Return an amount in capitals; what no one could write out is said to be so."""
    try:
        return capitals(fen)
    except ValueError:
        return "（金额太大，不写大写）"


def long_day(day: dt.date) -> str:
    """Return a day as it is written out on forms: ``2025年3月3日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def cited(voucher: Voucher) -> str:
    """Return how another paper refers to a voucher: ``2025年5月20日2025-05-0013号``."""
    return f"{long_day(voucher.date)}{voucher.id}号"


def form_report(
    books: Books,
    kind: str,
    title: str,
    period: Period | Days,
    forms: tuple[Form, ...],
    as_of: dt.date,
    until: dt.date,
    checks: Sequence[Tie] = (),
) -> Report:
    """Return forms as a report; its digest is that of the books up to and including ``until``.

    The tables on the forms are checked like those of any paper, and ``checks`` as well.
    """
    paper = Report(
        report=kind,
        title=title,
        period=period,
        committee=books.title,
        as_of=as_of,
        books_digest=books.digest(until),
        totals=None,
        sections=(Section(kind, title, forms=forms),),
    )
    return tied(paper, books, lambda _: checks, in_full=False)
