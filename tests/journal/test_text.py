"""Directives as text say to Beancount what they were made of, whatever people type."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from beancount.parser import parser
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.width import display_width
from juwu_ledger.journal.engine.directive_text import (
    NUMBER_END,
    Account,
    Fen,
    Leg,
    Unwritable,
    balance_text,
    custom_text,
    meta_text,
    quoted,
    voucher_text,
)

BANK, OFFICE = "Assets:1002银行存款:01基本户", "Expenses:5101办公用品"
DAY = dt.date(2026, 3, 5)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
NASTY = st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        ";",
        '; "',
        "\\n",
        "#标签",
        "^链",
        "{",
        "*",
        "!",
        "\u3000",
        "居委会",
        "龘",
        "𠮷",
    ]
    + ["\n", "\r", "\t", "\0", "\u200b", "\u202e", "\ud800", "e\u0301", "2026-01-01 open", "1/0"]
)
TEXTS = st.lists(st.one_of(NASTY, st.text(max_size=6)), max_size=8).map("".join)
FEN = st.integers(-(10**14), 10**14).filter(bool)


def parsed(text: str) -> Any:
    entries, errors, _ = parser.parse_string(text)
    assert not errors, (errors, text)
    (entry,) = entries
    return entry


def as_held(text: str) -> str:
    """How the books hold a text: in one form, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def writable(text: str) -> bool:
    try:
        quoted(text)
    except Unwritable:
        return False
    return True


@given(TEXTS)
def test_a_text_is_written_whole_or_refused(text: str) -> None:
    hidden = [c for c in as_held(text) if not c.isprintable() and c != "\u3000"]
    assert writable(text) == (not hidden)
    if not hidden:
        assert "\n" not in quoted(text)
        entry = parsed(custom_text(DAY, "query", [text]))
        assert [value.value for value in entry.values] == [as_held(text)]


@given(
    DAYS,
    TEXTS.filter(writable),
    TEXTS.filter(writable),
    TEXTS.filter(writable),
    FEN,
    DAYS,
    st.integers(0, 999),
)
def test_a_voucher_says_what_it_was_made_of(
    day: dt.date, payee: str, words: str, note: str, fen: int, cleared: dt.date, sheets: int
) -> None:
    legs = [Leg(OFFICE, fen), Leg(BANK, -fen, {"cleared": cleared, "fund": note, "no": None})]
    meta = {"voucher": "2026-03-0002", "fund": note, "attachments": sheets, "document": None}
    entry = parsed(voucher_text(day, payee, words, meta, legs))
    assert (entry.date, entry.flag) == (day, "*")
    assert (entry.payee or "", entry.narration) == (as_held(payee), as_held(words))
    assert not entry.tags
    assert not entry.links
    assert entry.meta["voucher"] == "2026-03-0002"
    assert entry.meta["attachments"] == Decimal(sheets)
    assert "document" not in entry.meta
    assert entry.meta.get("fund", "") == as_held(note)
    assert [p.account for p in entry.postings] == [OFFICE, BANK]
    assert [to_fen(p.units.number) for p in entry.postings] == [fen, -fen]
    assert {p.units.currency for p in entry.postings} == {"CNY"}
    assert entry.postings[1].meta["cleared"] == cleared
    assert entry.postings[1].meta.get("fund", "") == as_held(note)
    assert "no" not in entry.postings[1].meta


@given(DAYS, st.integers(0, 10**14), TEXTS.filter(writable), TEXTS.filter(writable))
def test_a_directive_says_what_it_was_made_of(day: dt.date, fen: int, one: str, two: str) -> None:
    values = ["SP-2026-0001", Fen(fen), one, Account(BANK), day, 5]
    entry = parsed(custom_text(day, "approval", values, {"reason": two, "street-date": day}))
    assert (entry.date, entry.type) == (day, "approval")
    identity, amount, words, account, date, number = (value.value for value in entry.values)
    assert (identity, words, account) == ("SP-2026-0001", as_held(one), BANK)
    assert (to_fen(amount.number), amount.currency) == (fen, "CNY")
    assert (date, number) == (day, 5)
    assert entry.meta.get("reason", "") == as_held(two)
    assert entry.meta["street-date"] == day


@given(DAYS, st.integers(-(10**14), 10**14), TEXTS.filter(writable))
def test_a_count_says_what_it_was_made_of(day: dt.date, fen: int, who: str) -> None:
    entry = parsed(balance_text(day, BANK, fen, {"counted-by": who}))
    assert (entry.date, entry.account) == (day, BANK)
    assert to_fen(entry.amount.number) == fen
    assert entry.meta.get("counted-by", "") == as_held(who)


def test_figures_stand_in_one_column_and_never_touch_the_account() -> None:
    long = "Expenses:5101" + "很长的科目名字" * 5
    text = voucher_text(DAY, "x", "y", {}, [Leg(BANK, 1), Leg(long, -(10**14))])
    short = text.splitlines()[1].removesuffix(" CNY")
    assert display_width(short) == NUMBER_END
    assert f"{long}  -1000000000000.00 CNY\n" in text


def test_metadata_alone() -> None:
    assert meta_text({"by": '说"是"的', "until": None, "no": ""}) == '  by: "说\\"是\\"的"\n'


def test_what_cannot_be_written() -> None:
    for value in (1.5, object(), b"x"):
        with pytest.raises(Unwritable):
            custom_text(DAY, "x", [value])  # type: ignore[list-item]
