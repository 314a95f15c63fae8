"""现金与限额: petty cash at the end of every day, beside the limit."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.cash.counted_cash import cash_count_table
from juwu_ledger.render.drawing.step_drawing import NARROW, WIDE, Size, step_drawing
from juwu_ledger.tables.report import Table
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.cash_line import CashDay, CashLine, cash_line, shown_until
from juwu_ledger.web.review.views.clause_check import Found, found_under
from juwu_ledger.web.review.views.paging import Paged, paged

PAGE_SIZE = 40


class Cash(NamedTuple):
    """The line as drawings for wide and narrow screens, its days, counts and findings."""

    line: CashLine
    wide: Markup
    narrow: Markup
    page: Paged[CashDay]
    counts: Table
    found: tuple[Found, ...]


class CashLimit(page.Page):
    """How much cash lay in the till, and how much was allowed."""

    report_title = "现金与限额"

    def view(self, look: page.Look) -> Cash:
        """Return line, days and counts."""
        line = cash_line(look.books, look.period)
        return Cash(
            line,
            _drawing(look, line, WIDE),
            _drawing(look, line, NARROW),
            paged(line.days, page.number_of("page"), PAGE_SIZE),
            cash_count_table(Figures.of(look.books, look.period)),
            found_under(look.books, look.period, look.findings, ("CSH",)),
        )


def _drawing(look: page.Look, line: CashLine, size: Size) -> Markup:
    last = shown_until(look.books, look.period, look.today)
    title = f"{look.title}每天下班时的备用金"
    return step_drawing(title, line.balances, line.limits, look.period.first, last, size)
