"""The figures of a period by hand: which accounts are its own, from its first day to its last."""

from __future__ import annotations

from pathlib import Path

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.figures import Figures
from paper_books import BANK, OFFICE, OPENING, PETTY, SERVICE, TILL, TITLE, load, voucher

OTHER = "Assets:1002银行存款:02专户"
TEXT = (
    f'2026-01-31 open {OTHER}\n  role: "bank"\n  holder: "{TITLE}"\n'
    + voucher("2026-01-0001", (BANK, "1000"), (PETTY, "200"), (OPENING, "-1200"), day=1)
    + voucher("2026-01-0002", (BANK, "80"), (SERVICE, "-80"), day=31)
    + voucher("2026-01-0003", (OTHER, "300"), (BANK, "-300"), day=31)
    + voucher("2026-02-0001", (OFFICE, "50"), (PETTY, "-50"), day=1)
    + voucher("2026-02-0002", (OFFICE, "20"), (OTHER, "-20"), day=28)
)


@pytest.mark.parametrize(
    ("label", "accounts", "opening", "income", "spending", "closing"),
    [
        ("2026-01", [PETTY, TILL, BANK, OTHER], 1200, 80, 0, 1280),
        ("2026-02", [PETTY, TILL, BANK, OTHER], 1280, 0, 70, 1210),
        ("2025-12", [PETTY, TILL, BANK], 0, 0, 0, 0),
        ("2026Q1", [PETTY, TILL, BANK, OTHER], 1200, 80, 70, 1210),
    ],
)
def test_an_account_counts_from_the_day_it_is_opened(
    tmp_path: Path,
    label: str,
    accounts: list[str],
    opening: int,
    income: int,
    spending: int,
    closing: int,
) -> None:
    figures = Figures.of(load(tmp_path, TEXT), Period.parse(label))
    assert [account.name for account in figures.money_accounts] == accounts
    totals = figures.totals
    assert (totals.opening, totals.income) == (opening, income)
    assert (totals.spending, totals.closing) == (spending, closing)


def test_each_account_by_itself(tmp_path: Path) -> None:
    books = load(tmp_path, TEXT)
    january, february = (Figures.of(books, Period.parse(label)) for label in ("2026-01", "2026-02"))
    ends = {account.name: january.closing(account) for account in january.money_accounts}
    assert ends == {PETTY: 20_000, TILL: 0, BANK: 78_000, OTHER: 30_000}
    assert {a.name: february.opening(a) for a in february.money_accounts} == ends
    assert january.opening(books.chart[BANK]) == 100_000
    assert february.totals.by_account == {OFFICE: 70}
