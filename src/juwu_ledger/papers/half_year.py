"""The half-year report to the residents' representatives (DS-2): statements, and what they ask about."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import ConferenceReport
from juwu_ledger.papers.sections.account_totals import account_chart
from juwu_ledger.papers.sections.donations import donation_tables
from juwu_ledger.papers.sections.large_payments import large_payments_table, resolutions_table
from juwu_ledger.papers.sections.money_accounts import money_accounts_table
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.papers.sections.official_expenses import cap_table
from juwu_ledger.papers.sections.overview import overview
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.papers.sections.review_opinions import query_table, review_table
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.net_assets import net_assets_of
from juwu_ledger.statements.statement_ties import statement_ties
from juwu_ledger.statements.statements import statement_section
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.paper_ties import tied
from juwu_ledger.tables.report import Report, Section

SIGNATURES = ("主任", "会计", "出纳", "民主理财小组组长", "会议主持人")


def half_year(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the report of a half-year, with the names of relief recipients hidden."""
    figures = Figures.of(books, period)
    paper = period_paper(
        figures,
        as_of,
        kind="half-year",
        title="财务收支报告",
        sections=(
            Section(
                "overview",
                "收支总况",
                paragraphs=overview(figures),
                tables=(month_table(figures), money_accounts_table(figures)),
                charts=(account_chart(figures),),
            ),
            statement_section(figures, net_assets_of(figures)),
            Section(
                "matters",
                "大事和大额支出",
                tables=(resolutions_table(figures), large_payments_table(figures)),
            ),
            Section("caps", "年度限额", tables=(cap_table(figures),)),
            Section("donations", "捐赠及使用", tables=donation_tables(figures)),
            Section(
                "review",
                "民主理财",
                tables=(review_table(figures, as_of), query_table(figures, as_of)),
            ),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of) | {"报告": _reported(figures, as_of)},
    )
    paper = tied(paper, books, lambda printed: statement_ties(printed, figures))
    return public_copy(paper, books)


def _reported(figures: Figures, as_of: dt.date) -> str:
    """Say on which day the representatives heard it; a blank where they have not yet."""
    for report in figures.books.of(ConferenceReport):
        if report.period == figures.period and report.date <= as_of:
            return f"{report.date} 已向居民代表会议报告"
    return "____年__月__日 居民代表会议"
