"""Books as they happened hold what a whole walk over their vouchers in that order would find.

Random books with late entries, corrections (of corrections, of what was partly given back), red
letters of every kind, late clearings and accounts that are closed. The vouchers that must be there, their
days and their order are told by the chains alone; the facts are those of :func:`walk_books`.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from juwu_ledger.books.facts.facts import Facts, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.facts.walk import walk_books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.records.corrections import as_it_happened, corrections_of
from paper_books import BANK, CHART, OFFICE, PETTY, TILL
from random_books import drafts, random_books, written

AS_WRITTEN = {"problems", "unopened", "unbalanced", "other_currencies", "assertions"}
"""What only loading asks for, and counts: those of the books, whatever happened when."""


class Mend(NamedTuple):
    """What is put right of a voucher: its red letter after some days, and what is booked anew."""

    which: int
    days: int
    share: int
    anew: bool
    again: bool
    numbered: bool


mends = st.builds(
    Mend,
    st.integers(0, 9),
    st.sampled_from((0, 0, 1, 9, 40)),
    st.sampled_from((1, 1, 1, 2)),
    st.booleans(),
    st.booleans(),
    st.sampled_from((True, True, False)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(drafts(), min_size=1, max_size=10),
    st.sampled_from((0, 500_000)),
    st.dictionaries(st.integers(0, 9), st.integers(0, 60), min_size=1, max_size=4),
    st.lists(mends, max_size=4),
    st.lists(st.sampled_from((PETTY, TILL, BANK, OFFICE)), max_size=2, unique=True),
    st.dates(dt.date(2025, 1, 1), dt.date(2026, 2, 1)),
)
def test_a_walk_over_what_changed_finds_what_a_whole_walk_does(
    plan: list[Any],
    opening: int,
    late: dict[int, int],
    mended: list[Mend],
    closed: list[str],
    day: dt.date,
) -> None:
    text = _entered_late(written(plan, opening), late)
    booked = random_books(plan, opening).vouchers
    text += "".join(
        _mended(booked[mend.which % len(booked)], mend, n) for n, mend in enumerate(mended)
    )
    text += f'{day} custom "cleared" "{booked[-1].id}" {BANK}\n'
    text += "".join(f"{day} close {account}\n" for account in closed)
    books = _loaded(text)
    happened = as_it_happened(books)
    assert happened is not books
    _holds_what_happened(books, happened)
    _holds_what_a_walk_finds(books, happened)


def _loaded(text: str) -> Books:
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "main.beancount"
        main.write_text(CHART + text, encoding="utf-8")
        books = load_books(main).books
    assert books is not None
    return books


def _entered_late(text: str, late: dict[int, int]) -> str:
    """Let some vouchers say that they happened earlier; the first of ``late`` is one of them."""
    heads = list(re.finditer(r'^(\d{4}-\d\d-\d\d) \* .*\n  voucher: ".*"\n', text, re.M))
    for at in sorted({at % len(heads) for at in late}, reverse=True):
        head = heads[at]
        days = next(days for key, days in late.items() if key % len(heads) == at)
        day = dt.date.fromisoformat(head[1]) - dt.timedelta(days)
        text = f"{text[: head.end()]}  occurred: {day}\n{text[head.end() :]}"
    return text


def _mended(voucher: Voucher, mend: Mend, at: int) -> str:
    if not voucher.txn.postings:
        return ""  # Of nothing there is nothing to take back.
    day = voucher.date + dt.timedelta(mend.days)
    number = f"2029-{at + 1:02d}-"
    red = f'  voucher: "{number}0001"\n' if mend.numbered else ""
    text = _copy(voucher, day, f'{red}  reverses: "{voucher.id}"\n', Decimal(-1) / mend.share)
    if mend.anew:
        keys = f'  voucher: "{number}0002"\n  corrects: "{voucher.id}"\n'
        text += _copy(voucher, day, keys, Decimal(1))
    if mend.again:
        keys = f'  voucher: "{number}0003"\n  reverses: "{number}000{1 + mend.anew}"\n'
        text += _copy(voucher, day + dt.timedelta(3), keys, Decimal(1 - 2 * mend.anew))
    if mend.again and mend.anew:
        keys = f'  voucher: "{number}0004"\n  corrects: "{number}0002"\n'
        text += _copy(voucher, day + dt.timedelta(3), keys, Decimal(1))
    return text


def _copy(voucher: Voucher, day: dt.date, keys: str, share: Decimal) -> str:
    postings = [(p.account, round(p.units.number * share, 2)) for p in voucher.txn.postings]
    first, rest = postings[0][0], postings[1:]
    legs = [(first, -sum((number for _, number in rest), Decimal(0))), *rest]
    lines = "".join(f"  {account}  {number} CNY\n" for account, number in legs)
    return f'{day} * "某单位" "事由"\n{keys}{lines}'


def _holds_what_happened(books: Books, happened: Books) -> None:
    """Of each chain the last voucher stands where the first one stood; all on their event dates."""
    chains, expected = corrections_of(books), []
    places = {id(voucher.txn): at for at, voucher in enumerate(books.vouchers)}
    for voucher in books.vouchers:
        chain = chains.chain(voucher)
        if voucher is chain[-1]:
            stood = places[id(chain[0].txn)]
            expected.append((chains.event_date(voucher), stood, voucher.id, voucher.place))
    there = [(voucher.date, voucher.id, voucher.place) for voucher in happened.vouchers]
    assert there == [(day, identity, place) for day, _, identity, place in sorted(expected)]


def _holds_what_a_walk_finds(books: Books, happened: Books) -> None:
    of_the_day = [e for e in books.entries if type(e).__name__ in ("Custom", "Close")]
    entries = [*(voucher.txn for voucher in happened.vouchers), *of_the_day]
    entries.sort(
        key=lambda entry: entry.date
    )  # Stable: an account is closed at the end of its day.
    facts, balances = walk_books(entries, books.chart, books.directives, None)
    for name in (*vars(Facts()).keys() - AS_WRITTEN, "daily", "touching"):
        assert getattr(happened.facts, name) == getattr(facts, name), name
    for name in AS_WRITTEN:
        assert getattr(happened.facts, name) == getattr(books.facts, name), name
    held = {account: fen for account, fen in happened.balances.items() if fen}
    assert held == {account: fen for account, fen in balances.items() if fen}
