"""The sample: drawn alike by everyone, larger payments more often, nothing without a seal."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoking import invoke
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.registers.analysis.sample import Plan, draw, points_in
from paper_books import BANK, OFFICE, load, voucher

YEAR, LATER = Period.parse("2025"), dt.date(2026, 3, 1)


@pytest.mark.parametrize(("tolerable", "confidence"), [(5, 95), (10, 90), (1, 99), (50, 50)])
def test_the_size_is_that_of_the_formula(tolerable: int, confidence: int) -> None:
    size = Plan(Decimal(tolerable), Decimal(confidence)).size
    assert size == math.ceil(-math.log(1 - confidence / 100) / (tolerable / 100))


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=40), st.integers(1, 60), st.data())
def test_a_payment_holds_as_many_points_as_its_share(
    amounts: list[int], size: int, data: st.DataObject
) -> None:
    total = sum(amounts)
    counts = points_in(amounts, size, data.draw(st.integers(0, 10**12)))
    assert sum(counts) == size
    for fen, count in zip(amounts, counts, strict=True):
        assert abs(Decimal(count) - Decimal(fen * size) / total) < 1


def test_over_all_beginnings_a_chance_is_exactly_the_amount() -> None:
    amounts, size = [3, 11, 6], 4
    drawn: Counter[int] = Counter()
    for seed in range(sum(amounts)):
        drawn.update(dict(enumerate(points_in(amounts, size, seed))))
    assert [drawn[at] for at in range(3)] == [fen * size for fen in amounts]


def test_without_a_seal_nothing_is_drawn(tmp_path: Path) -> None:
    books = load(tmp_path, voucher("2025-03-0001", (OFFICE, "8.00"), (BANK, "-8.00")))
    sample = draw(books, YEAR, LATER, Plan())
    assert (sample.drawn, sample.seal) == ((), None)
    assert "还没有封账" in sample.why


def test_the_sealed_books_give_one_list_whoever_draws(sealed: Path) -> None:
    first, second = (load_books(sealed / "main.beancount").books for _ in range(2))
    assert first is not None
    assert second is not None
    one, two = draw(first, YEAR, LATER, Plan()), draw(second, YEAR, LATER, Plan())
    numbers = [payment.voucher.id for payment in one.drawn]
    assert numbers == [payment.voucher.id for payment in two.drawn]
    assert 0 < len(numbers) <= one.plan.size == 60
    # What is larger than a stretch is always there.
    certain = [p for p in first.facts.spendings if p.amount * 60 >= one.total]
    in_year = [p.voucher.id for p in certain if p.voucher.date in one.days]
    assert {n for n in in_year if not first.facts.is_undone(first.facts.by_id[n])} <= set(numbers)
    part = draw(first, YEAR, dt.date(2025, 5, 1), Plan())
    assert part.seal is not None
    assert (part.seal.date <= dt.date(2025, 5, 1), part.days.last.month) == (True, 3)


def test_the_command_prints_the_list_and_refuses_odd_shares(sealed: Path) -> None:
    words = ("analyze", "2025", "-b", str(sealed), "--as-of", "2026-03-01")
    said = invoke((*words, "--sample"))
    assert said.exit_code == 0
    assert "凭证抽查清单" in said.output
    assert "抽 60 个点" in said.output
    assert "不是问题" in invoke(words).output
    for odd in ("0", "100", "五", "nan", "1e99"):
        assert invoke((*words, "--sample", "--tolerable", odd)).exit_code == 2


def test_the_list_is_a_paper_too(sealed: Path, tmp_path: Path) -> None:
    words = ("analyze", "2025", "-b", str(sealed), "--as-of", "2026-03-01", "--sample")
    assert invoke((*words, "--format", "html,json", "-o", str(tmp_path))).exit_code == 0
    (paper,) = tmp_path.glob("*凭证抽查清单-2025.json")
    (table,) = json.loads(paper.read_text(encoding="utf-8"))["tables"]
    listed = [row["values"] for row in table["rows"] if row["role"] == "item"]
    assert all(row["voucher"] and row["checked"] is None for row in listed)
    total = sum(Decimal(row["amount"]) for row in listed)
    assert Decimal(table["rows"][-1]["values"]["amount"]) == total
    (page,) = tmp_path.glob("*.html")
    assert "谁来抽都是这些" in page.read_text(encoding="utf-8")
    assert invoke((*words, "--format", "pdf")).exit_code == 2
