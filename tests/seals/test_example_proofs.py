"""The example committee uses what the program offers: keys, seals, reviews of these very figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from invoking import invoke
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, Disclosure, Review
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.books.signing.signature_verdicts import State

LEDGER = Path(__file__).parents[2] / "ledger"
KEYS_FROM = dt.date(2025, 7, 1)


@pytest.fixture(scope="module")
def books() -> Books:
    books = load_books(LEDGER / "main.beancount").books
    assert books is not None
    return books


def test_every_month_from_july_on_is_sealed_and_unchanged() -> None:
    done = invoke(["verify", "--books", str(LEDGER)])
    assert done.exit_code == 0, done.output
    for month in range(7, 13):
        assert f"2025年{month}月：没有动过" in done.output
    assert "封账的 6 个月都没有动过" in done.output


def test_every_approval_from_the_first_key_on_is_signed_and_holds(books: Books) -> None:
    since = [item for item in books.of(Approval) if item.date >= KEYS_FROM]
    by_street = [item for item in since if item.street_director]
    assert since and by_street
    verdicts = [verdict for verdict in books.signatures if verdict.approval.date >= KEYS_FROM]
    assert len(verdicts) == len(since) + len(by_street)
    assert {verdict.state for verdict in verdicts} == {State.VALID}


def test_reviews_and_disclosures_name_the_figures_they_are_about(books: Books) -> None:
    for quarter in ("2025Q3", "2025Q4"):
        period = Period.parse(quarter)
        (review,) = (item for item in books.of(Review) if item.period == period)
        (posted,) = (item for item in books.of(Disclosure) if item.period == period)
        assert review.digest == posted.digest == books.digest(period.last)
        assert len(review.signatures) == 3


def test_a_correction_of_a_closed_month_stands_on_the_disclosure() -> None:
    said = ["disclose", "2025Q4", "--as-of", "2026-02-10", "--books", str(LEDGER)]
    done = invoke([*said, "--format", "json"])
    assert done.exit_code == 0, done.output
    assert "2025-08-0003" in done.output
    assert "示例日用百货店" in done.output
