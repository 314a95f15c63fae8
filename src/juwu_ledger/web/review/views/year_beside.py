"""What came in and went out beside the same days a year earlier, and year by year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.money_classes import class_table
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING
from juwu_ledger.records.year_so_far import first_day
from juwu_ledger.tables.report import TOTAL, Row
from juwu_ledger.web.review.views.words import yuan

MOST_YEARS = 8
_TITLES = {INCOME: "钱从哪里来", SPENDING: "钱花到哪里去"}


class Beside(NamedTuple):
    """A class of income or spending, now and a year earlier; amounts as text, bars in per cent."""

    name: str
    now: str
    then: str
    change: str
    """With its sign; empty where there is nothing to compare with."""
    now_bar: int
    then_bar: int
    is_total: bool


class Side(NamedTuple):
    """Income or spending, the largest class first, the sum last."""

    title: str
    lines: tuple[Beside, ...]


class YearLine(NamedTuple):
    """A year: what came in, what went out, what was left; bars in per cent of the largest."""

    title: str
    income: str
    spending: str
    left: str
    income_bar: int
    spending_bar: int


class YearComparison(NamedTuple):
    """All that the page shows."""

    period: Period
    before: Period | None
    """The same days a year earlier; ``None`` where the books do not reach them."""
    is_cut: bool
    """The books began in the midst of them."""
    sides: tuple[Side, ...]
    years: tuple[YearLine, ...]


def year_comparison(books: Books, period: Period) -> YearComparison:
    """Return a period beside that of a year earlier, by class of income and spending (money)."""
    figures = Figures.of(books, period)
    earlier = Period.of_months(period.first.year - 1, period.first.month, period.months)
    is_known = books.span is not None and earlier.last >= books.span[0]
    before = Figures.of(books, earlier) if is_known else None
    began = first_day(books, earlier.last)
    return YearComparison(
        period,
        earlier if before else None,
        began is not None and began > earlier.first,
        tuple(_side(figures, before, side) for side in (INCOME, SPENDING)),
        tuple(_years(books)),
    )


def _side(figures: Figures, before: Figures | None, side: str) -> Side:
    rows = class_table(figures, before, side).rows
    amounts = [_fen(value) for row in rows if row.role != TOTAL for value in row.values[1:]]
    highest = max(amounts, default=0)
    return Side(_TITLES[side], tuple(_beside(row, highest, before is not None) for row in rows))


def _beside(row: Row, highest: int, is_compared: bool) -> Beside:
    name, now, then = str(row.values[0]), _fen(row.values[1]), _fen(row.values[2])
    return Beside(
        name,
        yuan(now),
        yuan(then) if is_compared else "",
        _signed(now - then) if is_compared else "",
        bar(now, highest),
        bar(then, highest),
        row.role == TOTAL,
    )


def _years(books: Books) -> Iterator[YearLine]:
    if books.span is None:
        return
    first, last = (day.year for day in books.span)
    years = range(max(first, last - MOST_YEARS + 1), last + 1)
    totals = [Figures.of(books, Period.of_months(year, 1, 12)).totals for year in years]
    highest = max(to_fen(amount) for of in totals for amount in (of.income, of.spending))
    for year, of in zip(years, totals, strict=True):
        income, spending = to_fen(of.income), to_fen(of.spending)
        yield YearLine(
            f"{year}年",
            yuan(income),
            yuan(spending),
            yuan(to_fen(of.closing)),
            bar(income, highest),
            bar(spending, highest),
        )


def bar(fen: int, highest: int) -> int:
    """Return the length of a bar, 0–100; whatever there is can be seen."""
    return max(1, round(100 * fen / highest)) if 0 < fen <= highest else 0


def _signed(fen: int) -> str:
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)


def _fen(value: object) -> int:
    return to_fen(value) if isinstance(value, Decimal) else 0
