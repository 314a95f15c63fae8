"""The example committee's whole year: twelve monthly reports and four disclosures, all in order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records.figures import Figures
from juwu_ledger.render import render
from juwu_ledger.tables.masking import recipients

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
YEAR = Period.parse("2025")
AS_OF = dt.date(2026, 2, 28)


@pytest.fixture(scope="module")
def books() -> Books:
    found = load_books(MAIN).books
    assert found is not None
    return found


def test_twelve_months_chain_and_make_the_year(books: Books) -> None:
    papers = [monthly(books, month, AS_OF) for month in YEAR.split_months()]
    for paper in papers:
        assert not [alarm for section in paper.sections for alarm in section.alarms]
    for before, after in zip(papers, papers[1:], strict=False):
        assert before.totals.closing == after.totals.opening
    year = Figures.of(books, YEAR).totals
    assert year.income == sum(paper.totals.income for paper in papers)
    assert year.spending == sum(paper.totals.spending for paper in papers)
    assert year.closing == papers[-1].totals.closing


def test_four_disclosures_are_reviewed_and_hide_who_was_helped(books: Books) -> None:
    names = recipients(books)
    assert names
    quarters = [Period.parse(f"2025Q{number}") for number in range(1, 5)]
    for quarter in quarters:
        paper = disclosure(books, quarter, AS_OF)
        assert not [alarm for section in paper.sections for alarm in section.alarms]
        for name in ("html", "text", "json"):
            text = render(paper, name).decode()
            assert not [person for person in names if person in text]
