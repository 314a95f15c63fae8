"""The annual report: the year's statements, the plan for what is left, and every spending (DS-5, DR-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.details import detail_tables
from juwu_ledger.papers.sections.distribution import distribution_section, distribution_ties
from juwu_ledger.papers.sections.donations import donation_tables
from juwu_ledger.papers.sections.large_payments import resolutions_table
from juwu_ledger.papers.sections.money_accounts import money_accounts_table
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.papers.sections.official_expenses import cap_table
from juwu_ledger.papers.sections.overview import overview
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.papers.sections.posted_papers import posted_table
from juwu_ledger.papers.sections.review_opinions import query_table, review_table
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.assets.asset_register import asset_table, asset_ties
from juwu_ledger.registers.findings.findings_table import findings_tables
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.statements.net_assets import net_assets_of
from juwu_ledger.statements.statement_ties import statement_ties
from juwu_ledger.statements.statements import statement_section
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.paper_ties import Printed, tied
from juwu_ledger.tables.report import Report, Section
from juwu_ledger.tables.ties import Tie

SIGNATURES = ("主任", "会计", "出纳", "民主理财小组组长", "街道办事处")


def annual(
    books: Books, period: Period, as_of: dt.date, findings: Iterable[Finding] = ()
) -> Report:
    """Return the report of one year, with the names of relief recipients hidden.

    ``findings`` are what the rules found as of ``as_of``.
    """
    figures = Figures.of(books, period)
    net = net_assets_of(figures)
    _, spending = detail_tables(figures)
    paper = period_paper(
        figures,
        as_of,
        kind="annual",
        title="财务报告",
        sections=(
            Section(
                "overview",
                "全年收支",
                paragraphs=overview(figures),
                tables=(month_table(figures), money_accounts_table(figures)),
            ),
            statement_section(figures, net),
            Section(
                "matters",
                "大事和年度限额",
                tables=(resolutions_table(figures), cap_table(figures)),
            ),
            Section("donations", "捐赠及使用", tables=donation_tables(figures)),
            Section("assets", "固定资产和盘点", tables=(asset_table(figures.year_ledger),)),
            Section(
                "review",
                "民主理财和公开",
                tables=(
                    review_table(figures, as_of),
                    query_table(figures, as_of),
                    posted_table(figures, as_of),
                ),
            ),
            Section("findings", "查账结果", tables=findings_tables(findings, period)),
            distribution_section(figures, net),
            Section("details", "全年支出逐笔明细", tables=(spending,), is_appendix=True),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of),
    )
    paper = tied(paper, books, lambda printed: annual_ties(printed, figures))
    return public_copy(paper, books)


def annual_ties(printed: Printed, figures: Figures) -> Iterator[Tie]:
    """Yield every check of the paper."""
    yield from statement_ties(printed, figures)
    yield from distribution_ties(printed)
    yield from asset_ties(printed, figures.year_ledger)
