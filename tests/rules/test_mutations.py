"""No false alarm, no miss: every rule against the example books broken in twenty ways and more.

Each case says every finding that its books must have; any other finding fails the test, and so
does one that is missing or doubled. The lawful twins stay just inside the line: no finding at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mutations_answers  # noqa: F401
import mutations_bank_statements  # noqa: F401
import mutations_cash  # noqa: F401
import mutations_counts  # noqa: F401
import mutations_duties  # noqa: F401
import mutations_endings  # noqa: F401
import mutations_funds  # noqa: F401
import mutations_invoices  # noqa: F401
import mutations_leap_year  # noqa: F401
import mutations_loans  # noqa: F401
import mutations_money_at_bank  # noqa: F401
import mutations_papers  # noqa: F401
import mutations_periods  # noqa: F401
import mutations_property  # noqa: F401
import mutations_receipts  # noqa: F401
import mutations_seals  # noqa: F401
import mutations_signatures  # noqa: F401
import mutations_signing  # noqa: F401
import mutations_spending  # noqa: F401
import mutations_splitting  # noqa: F401
import mutations_stocktaking  # noqa: F401
import mutations_vouchers  # noqa: F401
import pytest
from mutations import BREAKING, LAWFUL, Case, Workshop, broken_books, lawful_books

from juwu_ledger.rules import CATALOGUE

CODES = [rule.code for rule in CATALOGUE]
LEAST_PER_RULE = 20


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder: Path = tmp_path_factory.mktemp("mutations")
    yield Workshop(folder)


def failures(workshop: Workshop, cases: list[tuple[str, Case]]) -> str:
    told = [(name, workshop.verdict(made)) for name, made in cases]
    wrong = [f"==== {name}\n{verdict}" for name, verdict in told if verdict]
    return "\n".join([f"{len(wrong)} of {len(cases)} cases", *wrong[:5]]) if wrong else ""


@pytest.mark.parametrize("rule", CODES)
def test_broken_books_are_found_and_nothing_else(rule: str, workshop: Workshop) -> None:
    cases = broken_books(rule)
    assert len(cases) >= LEAST_PER_RULE, f"only {len(cases)} different books"
    assert all(any(code == rule for code, _ in made.expected) for _, made in cases)
    wrong = failures(workshop, cases)
    assert not wrong, wrong


@pytest.mark.parametrize("rule", CODES)
def test_lawful_twins_are_left_alone(rule: str, workshop: Workshop) -> None:
    cases = lawful_books(rule)
    assert cases, "no lawful twin"
    assert not any(made.expected for _, made in cases)
    wrong = failures(workshop, cases)
    assert not wrong, wrong


def test_every_rule_is_mutated() -> None:
    assert set(BREAKING) == set(LAWFUL) == set(CODES)


def test_how_many_books_were_broken() -> None:
    """Each rule has its share, and all together are many."""
    broken = {rule: len(broken_books(rule)) for rule in CODES}
    twins = {rule: len(lawful_books(rule)) for rule in CODES}
    assert min(broken.values()) >= LEAST_PER_RULE, broken
    assert sum(broken.values()) >= 1600, broken
    assert sum(twins.values()) >= 700, twins
