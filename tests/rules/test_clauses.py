"""Every clause of the rulebook is accounted for, and docs/rules.md says what the program does."""

from __future__ import annotations

import datetime as dt
import runpy
from pathlib import Path

import pytest
from beancount.core.data import Transaction
from beancount.parser import parser

from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.clauses import CLAUSES
from juwu_ledger.rules.support.examined import examine

ROOT = Path(__file__).parents[2]
IDS = {clause.id for clause in CLAUSES}
CODES = {rule.code for rule in CATALOGUE}
# Ids of the rulebook; kept here so that dropping a clause from the program is noticed.
RULEBOOK = (
    {f"FM-0.{n}" for n in range(1, 6)}
    | {f"FM-1.{n}" for n in range(1, 9)}
    | {f"FM-2.{n}" for n in range(1, 5)}
    | {f"FM-3.{n}" for n in range(1, 5)}
    | {f"DS-{n}" for n in range(1, 9)}
    | {f"DR-{n}" for n in range(1, 7)}
    | {f"TR-{n}" for n in range(1, 4)}
)


def test_every_clause_of_the_rulebook_is_listed() -> None:
    assert RULEBOOK <= IDS


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_every_clause_has_a_rule_a_paper_or_a_plain_word(clause) -> None:
    enforced = [rule for rule in CATALOGUE if clause.id in rule.clause]
    assert enforced or clause.also or clause.papers or clause.beyond
    assert set(clause.also) <= CODES


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_rule_cites_a_listed_clause(rule) -> None:
    assert set(rule.clause) <= IDS


def test_the_document_is_up_to_date() -> None:
    module = runpy.run_path(str(ROOT / "scripts" / "rules_document.py"))
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == module["document"](), "run scripts/rules_document.py"


def of_the_parser() -> list[Transaction]:
    """Vouchers of the example that take nothing back, as Beancount's parser alone has them."""
    read = (parser.parse_file(str(path))[0] for path in (ROOT / "ledger").rglob("*.beancount"))
    found = [entry for entries in read for entry in entries if isinstance(entry, Transaction)]
    return [voucher for voucher in found if "reverses" not in voucher.meta]


def test_what_was_examined_is_counted() -> None:
    vouchers = of_the_parser()
    earned = [v for v in vouchers if any(p.account.startswith("Income:") for p in v.postings)]
    paid = [v for v in vouchers if "approval" in v.meta]
    books = load_books(ROOT / "ledger" / "main.beancount").books
    assert books is not None
    rows = {row.clause: dict(row.counts) for row in examine(books, dt.date(2026, 1, 31))}
    assert rows["FM-1.4"]["收入凭证"] == len(earned)
    assert rows["FM-1.4"]["用掉的收据"] + rows["FM-1.4"]["作废"] == 82
    assert rows["FM-3.1"]["支出凭证"] == len(paid)
    earlier = {row.clause: dict(row.counts) for row in examine(books, dt.date(2025, 1, 31))}
    assert earlier["FM-0.4"]["月份"] == 1
    assert 0 < earlier["FM-1.4"]["用掉的收据"] < rows["FM-1.4"]["用掉的收据"]


def test_every_clause_that_a_rule_cites_is_examined() -> None:
    books = load_books(ROOT / "ledger" / "main.beancount").books
    assert books is not None
    rows = {row.clause for row in examine(books, dt.date(2026, 1, 31))}
    assert {clause for rule in CATALOGUE for clause in rule.clause} <= rows
