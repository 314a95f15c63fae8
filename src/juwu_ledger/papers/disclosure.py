"""The quarterly disclosure for the notice board (居务财务公开, DS-1, DS-5, DR-3)."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.account_totals import account_chart, account_tables
from juwu_ledger.papers.sections.corrections_table import correction_table, correction_words
from juwu_ledger.papers.sections.details import detail_tables
from juwu_ledger.papers.sections.donations import donation_tables
from juwu_ledger.papers.sections.money_accounts import money_accounts_table
from juwu_ledger.papers.sections.month_table import month_table
from juwu_ledger.papers.sections.official_expenses import official_tables
from juwu_ledger.papers.sections.overview import overview
from juwu_ledger.papers.sections.paper_head import head_facts, period_paper
from juwu_ledger.papers.sections.period_ties import period_ties
from juwu_ledger.papers.sections.review_opinions import (
    NOT_REVIEWED,
    Posting,
    is_passed,
    posting_facts,
    query_table,
    review_table,
)
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.funds.fund_balances import fund_table
from juwu_ledger.statements.money_bridge import bridge_table, without_money_table
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.paper_ties import tied
from juwu_ledger.tables.report import Report, Section

SIGNATURES = ("主任", "会计", "出纳", "民主理财小组组长", "民主理财小组成员", "公开专人")


def disclosure(
    books: Books, period: Period, as_of: dt.date, posting: Posting | None = None
) -> Report:
    """Return the paper for the board, with the names of relief recipients hidden everywhere.

    ``posting`` is the one that it is printed for, where that is not in the books yet.
    """
    figures = Figures.of(books, period)
    report = period_paper(
        figures,
        as_of,
        kind="disclosure",
        title="财务收支公开",
        sections=(
            Section(
                "overview",
                "收支总况",
                paragraphs=overview(figures),
                tables=(month_table(figures), money_accounts_table(figures)),
                charts=(account_chart(figures),),
            ),
            Section(
                "lines", "逐笔公开", tables=(*detail_tables(figures), without_money_table(figures))
            ),
            Section(
                "accounts", "按科目汇总", tables=(*account_tables(figures), bridge_table(figures))
            ),
            Section("official", "公务和招待支出", tables=official_tables(figures)),
            Section("funds", "专项资金", tables=(fund_table(figures),)),
            Section("donations", "捐赠及使用", tables=donation_tables(figures)),
            Section(
                "corrections",
                "对以前公开的更正",
                paragraphs=correction_words(figures, as_of),
                tables=(correction_table(figures, as_of),),
            ),
            Section(
                "review",
                "民主理财",
                tables=(review_table(figures, as_of), query_table(figures, as_of)),
                alarms=() if is_passed(figures, as_of) else (NOT_REVIEWED,),
            ),
        ),
        signatures=SIGNATURES,
        facts=head_facts(figures, as_of) | posting_facts(figures, as_of, posting),
    )
    report = tied(report, books, lambda printed: period_ties(printed, figures), in_full=False)
    return public_copy(report, books)
