"""The quarterly statements for the street office, in January, April, July and October (FM-0.5)."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.papers.sections.money_accounts import money_accounts_table
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.papers.sections.overview import overview
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.net_assets import net_assets_of
from juwu_ledger.statements.statement_ties import statement_ties
from juwu_ledger.statements.statements import statement_section
from juwu_ledger.tables.paper_ties import tied
from juwu_ledger.tables.report import Report, Section

SIGNATURES = ("主任", "会计", "出纳", "民主理财小组", "街道办事处")


def quarterly(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the statements of one quarter."""
    figures = Figures.of(books, period)
    paper = period_paper(
        figures,
        as_of,
        kind="quarterly",
        title="财务报表",
        sections=(
            Section(
                "overview",
                "本季收支",
                paragraphs=overview(figures),
                tables=(month_table(figures), money_accounts_table(figures)),
            ),
            statement_section(figures, net_assets_of(figures)),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of) | {"报送": _filed(figures, as_of)},
    )
    return tied(paper, books, lambda printed: statement_ties(printed, figures))


def _filed(figures: Figures, as_of: dt.date) -> str:
    """Say when the statements were handed in, or when they are due."""
    for filing in figures.books.of(Filing):
        if filing.period == figures.period and filing.date <= as_of:
            who = f"，{filing.received_by}收" if filing.received_by else ""
            return f"{filing.date} 已报街道办事处{who}"
    due = (figures.period.last + DAY).month
    return f"{due}月内报街道办事处"
