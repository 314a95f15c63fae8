"""A wrong figure anywhere on a paper breaks a tie, and the paper says so in red."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from every_paper import ledgers, registers
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.papers.annual import annual
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.donor import donor_report
from juwu_ledger.papers.half_year import half_year
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.papers.quarterly import quarterly
from juwu_ledger.papers.review_record import review_record
from juwu_ledger.render import render
from juwu_ledger.tables import paper_ties
from juwu_ledger.tables.paper_ties import Printed, Ties, table_ties, tied, untied
from juwu_ledger.tables.report import COUNT, MONEY, Report, Table
from juwu_ledger.tables.ties import Settled, Tie, failed, settle

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF = dt.date(2026, 2, 28)
PAPERS = ("monthly", "quarterly", "disclosure", "half_year", "annual", "donor", "review_record")
WITHOUT_A_SECOND_SOURCE = {
    ("resolutions", "present"),  # heads counted at a meeting
    ("resolutions", "in_favour"),
    (
        "uncleared",
        "days",
    ),  # between two days that stand on the paper; the recount works them out anew
    ("changes", "amount"),  # told once more of what stands in the table above
}
Paper = tuple[Report, Ties]


@pytest.fixture(scope="module")
def books() -> Books:
    found = load_books(MAIN).books
    assert found is not None
    return found


@pytest.fixture(scope="module")
def papers(books: Books) -> list[Paper]:
    """Every paper before its ties are looked at, with the checks that it will get."""
    caught: list[Paper] = []

    def catch(report: Report, books: Books, checks: Ties, in_full: bool = True) -> Report:
        caught.append((report, checks))
        return paper_ties.tied(report, books, checks, in_full)

    with pytest.MonkeyPatch.context() as patch:
        for name in (*(f"papers.{paper}" for paper in PAPERS), "registers.printed_register"):
            module = importlib.import_module(f"juwu_ledger.{name}")
            patch.setattr(module, "tied", catch)
        monthly(books, Period.parse("2025-03"), AS_OF)
        quarterly(books, Period.parse("2025Q2"), AS_OF)
        disclosure(books, Period.parse("2025Q2"), AS_OF)
        half_year(books, Period.parse("2025H1"), AS_OF)
        annual(books, Period.parse("2025"), AS_OF)
        donor_report(books, "示例机械有限公司", None, AS_OF)
        review_record(books, Q2, AS_OF)
        papers = (*registers(books, Q2, AS_OF), *ledgers(books, Q2, AS_OF))
        assert all(untied(register) == () for register in papers)
    return caught


Q2 = Period.parse("2025Q2")


def failing(report: Report, checks: Ties) -> list[Settled]:
    """The ties that do not hold, as :func:`tied` asks for them."""
    found = [tie for table in report.tables for tie in table_ties(table)]
    return failed(settle([*checks(Printed(report)), *found]))


def a_little_off(report: Report) -> Iterator[tuple[str, str, Report]]:
    """The paper with one figure off by a fen or by one: up to two lines of each role a column."""
    for at, section in enumerate(report.sections):
        for place, table in enumerate(section.tables):
            for key, wrong in _tables_off(table):
                tables = (*section.tables[:place], wrong, *section.tables[place + 1 :])
                sections = list(report.sections)
                sections[at] = replace(section, tables=tables)
                yield table.key, key, replace(report, sections=tuple(sections))


def _tables_off(table: Table) -> Iterator[tuple[str, Table]]:
    for at, column in enumerate(table.columns):
        seen: dict[str, int] = {}
        for line, row in enumerate(table.rows):
            value = row.values[at]
            if column.kind not in (MONEY, COUNT) or not isinstance(value, Decimal | int):
                continue
            seen[row.role] = seen.get(row.role, 0) + 1
            if seen[row.role] <= 2:
                off = value + (1 if isinstance(value, int) else Decimal("0.01"))
                cells = (*row.values[:at], off, *row.values[at + 1 :])
                rows = list(table.rows)
                rows[line] = replace(row, values=cells)
                yield column.key, replace(table, rows=tuple(rows))


def test_a_fen_off_in_any_table_of_any_paper_breaks_a_tie(papers: list[Paper]) -> None:
    assert len(papers) == 20
    tried = 0
    for report, checks in papers:
        assert failing(report, checks) == []
        for table, column, wrong in a_little_off(report):
            tried += 1
            if (table, column) not in WITHOUT_A_SECOND_SOURCE:
                assert failing(wrong, checks), (report.report, table, column)
    assert tried > 600


@pytest.mark.parametrize("key", ["opening", "income", "spending", "closing"])
def test_a_fen_off_in_the_totals_breaks_a_tie(papers: list[Paper], key: str) -> None:
    for report, checks in papers:
        if report.totals is not None:
            off = getattr(report.totals, key) + Decimal("0.01")
            totals = replace(report.totals, **{key: off})
            assert failing(replace(report, totals=totals), checks), report.report


def test_an_amount_by_account_that_is_off_breaks_a_tie(papers: list[Paper]) -> None:
    for report, checks in papers:
        if report.totals is not None:
            name = next(iter(report.totals.by_account))
            sums = {**report.totals.by_account, name: Decimal("0.01")}
            totals = replace(report.totals, by_account=sums)
            assert failing(replace(report, totals=totals), checks), report.report


def test_what_does_not_tie_is_told_in_red_in_every_format(
    papers: list[Paper], books: Books
) -> None:
    report, checks = papers[0]
    wrong = next(off for table, _, off in a_little_off(report) if table == "money_accounts")
    paper = tied(wrong, books, checks)
    (alarm, *_) = untied(paper)
    assert alarm.startswith("未核平：")
    assert alarm.endswith("请先查明原因，不要盖章。")
    assert paper.failed > 0
    html = render(paper, "html").decode()
    assert '<p class="alarm">未核平' in html
    assert '<td class="code untied">未核平</td>' in html
    assert "!! 未核平" in render(paper, "text").decode()
    assert "未核平" in render(paper, "json").decode()


def test_many_failures_are_told_in_short(papers: list[Paper], books: Books) -> None:
    report, _ = papers[0]
    checks = [Tie(f"第{number}处", Decimal(number), Decimal(0)) for number in range(1, 10)]
    told = untied(tied(report, books, lambda printed: checks))
    assert len(told) == 7
    assert told[0] == "未核平：“第1处”相差 1.00 元，请先查明原因，不要盖章。"
    assert told[-1] == "未核平：还有 3 处，请先查明原因，不要盖章。"
