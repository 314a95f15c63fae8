"""Properties of the totals on random books: periods chain, parts add up, tables tie."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records.figures import Figures, Totals
from juwu_ledger.tables.report import Report
from juwu_ledger.tables.ties import NOT_TIED
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    RELIEF,
    SERVICE,
    TILL,
    WEAR,
    WORN,
    as_json,
    load,
)

DAY = dt.date(2027, 1, 1)
SHAPES: tuple[tuple[tuple[str, int], ...], ...] = (
    ((BANK, 1), (SERVICE, -1)),
    ((TILL, 1), (GIFT, -1)),
    ((OFFICE, 1), (PETTY, -1)),
    ((RELIEF, 1), (BANK, -1)),
    ((PETTY, 1), (BANK, -1)),
    ((BANK, 1), (TILL, -1)),
    ((BANK, 1), (DEPOSIT, -1)),
    ((DEPOSIT, 1), (BANK, -1)),
    ((ASSET, 1), (BANK, -1)),
    ((OFFICE, 1), (OWED, -1)),
    ((OWED, 1), (PETTY, -1)),
    ((WEAR, 1), (WORN, -1)),
    ((BANK, 3), (CHARGE, 1), (INTEREST, -4)),
    ((BANK, -3), (CHARGE, 4), (INTEREST, -1)),
    ((TILL, 2), (OFFICE, 1), (SERVICE, -3)),
    ((BANK, 3), (WEAR, 1), (ASSET, -4)),
    ((BANK, 2), (OFFICE, 1), (SERVICE, -2), (OWED, -1)),
    ((BANK, 5), (TILL, -2), (SERVICE, -3)),
    ((RELIEF, 1), (GIFT, -1)),
    ((OFFICE, 2), (PETTY, -1), (BANK, -1)),
    ((BANK, 1), (OFFICE, -1)),
)
VOUCHERS = st.lists(
    st.tuples(
        st.integers(0, 364),
        st.integers(0, len(SHAPES) - 1),
        st.integers(1, 10**7),
        st.one_of(st.none(), st.integers(0, 10)),
        st.integers(1, 4),
    ),
    max_size=25,
)


def write(vouchers: Iterable[tuple[int, int, int, int | None, int]]) -> str:
    """Write the vouchers as text; ``None`` or the index of an earlier voucher to take back."""
    text = f'2026-01-01 * "期初"\n  {PETTY} 100.00 CNY\n  {BANK} 900.00 CNY\n  {OPENING}\n'
    written: list[list[tuple[str, int]]] = []
    for place, (offset, shape, fen, back, part) in enumerate(sorted(vouchers, key=lambda v: v[0])):
        date = dt.date(2026, 1, 1) + dt.timedelta(offset)
        legs = [(account, share * fen) for account, share in SHAPES[shape]]
        reverses = ""
        if back is not None and back < place:
            # The whole of it, or the same share of every leg, or by another account.
            legs = [(account, -fen // part) for account, fen in written[back]]
            legs[0] = (legs[0][0], -sum(fen for _, fen in legs[1:]))
            reverses = f'  reverses: "V{back}"\n'
        written.append(legs)
        text += f'{date} * "某" "事"\n  voucher: "V{place}"\n{reverses}'
        text += "".join(f"  {a} {Decimal(f).scaleb(-2):.2f} CNY\n" for a, f in legs if f)
    return text


def random_books(vouchers: Iterable[tuple[int, int, int, int | None, int]]) -> Books:
    with tempfile.TemporaryDirectory() as folder:
        return load(Path(folder), write(vouchers))


def held(books: Books, before: dt.date) -> Decimal:
    """The money of the books at the start of a day, straight from Beancount's entries."""
    return sum(
        (
            posting.units.number
            for entry in books.entries
            if type(entry).__name__ == "Transaction" and entry.date < before
            for posting in entry.postings
            if posting.account in (PETTY, TILL, BANK)
        ),
        Decimal(0),
    )


def flat(totals: Totals) -> Counter[str]:
    sums: Counter[str] = Counter()
    sums.update(totals.by_account)
    sums.update({"income": totals.income, "spending": totals.spending})
    return Counter({key: value for key, value in sums.items() if value})


def add(parts: Iterable[Totals]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for part in parts:
        for key, value in flat(part).items():
            sums[key] += value
    return Counter({key: value for key, value in sums.items() if value})


def assert_ties(report: Report) -> None:
    """Every table that adds up does so to the figures of the totals."""
    totals = as_json(report)["totals"]
    assert not [alarm for alarm in as_json(report)["alarms"] if NOT_TIED in alarm]
    tables = {table["key"]: table["rows"] for table in as_json(report)["tables"]}
    ends = [
        row["values"]["amount"] for row in tables["accounts_and_money"] if row["role"] == "total"
    ]
    assert ends == [totals["income"], totals["spending"]]
    last = tables["money_accounts"][-1]["values"]
    assert (last["income"], last["spending"]) == (totals["income"], totals["spending"])
    for key, side in (("income_lines", "income"), ("spending_lines", "spending")):
        if tables.get(key):
            assert tables[key][-1]["values"]["amount"] == totals[side]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VOUCHERS)
def test_periods_chain_and_add_up(vouchers: list[tuple[int, int, int, int | None, int]]) -> None:
    books = random_books(vouchers)
    months = list(Period.parse("2026").split_months())
    by_month = [Figures.of(books, month).totals for month in months]
    for month, totals in zip(months, by_month, strict=True):
        assert totals.opening + totals.income - totals.spending == totals.closing
        assert totals.closing == held(books, month.following().first)
    for before, after in zip(by_month, by_month[1:], strict=False):
        assert before.closing == after.opening
    year = Figures.of(books, Period.parse("2026")).totals
    assert flat(year) == add(by_month)
    assert (year.opening, year.closing) == (by_month[0].opening, by_month[-1].closing)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VOUCHERS)
def test_disclosure_is_its_three_monthly_reports(
    vouchers: list[tuple[int, int, int, int | None, int]],
) -> None:
    books = random_books(vouchers)
    quarter = Period.parse("2026Q1")
    paper = disclosure(books, quarter, DAY)
    months = [monthly(books, month, DAY) for month in quarter.split_months()]
    assert flat(paper.totals) == add(month.totals for month in months)
    for report in (paper, *months):
        assert_ties(report)
