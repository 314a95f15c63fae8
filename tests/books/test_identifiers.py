"""Numbers that people type: their plain form, what they are made of, and ranges of receipts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from juwu_ledger.books.model.identifiers import (
    ReceiptNumber,
    ReceiptRange,
    VoucherId,
    is_plain,
    plain,
)
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.receipt_index import ReceiptIndex
from juwu_ledger.books.model.vocabulary import ReceiptBook

series = st.text("ABCXYZ", max_size=6)
widths = st.integers(1, 12)
receipts = st.builds(
    lambda s, w, n: ReceiptNumber(s, w, n % 10**w), series, widths, st.integers(0, 10**12 - 1)
)
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


@given(receipts)
def test_a_receipt_number_reads_back_as_printed(number: ReceiptNumber) -> None:
    assert ReceiptNumber.parse(str(number)) == number
    assert is_plain(str(number))


@given(receipts, st.sampled_from(["wide", "lower", "spaced", "invisible"]))
def test_look_alikes_are_one_number_but_not_plain(number: ReceiptNumber, how: str) -> None:
    text = str(number)
    other = {
        "wide": text.translate(WIDE),
        "lower": text.lower(),
        "spaced": f" {text[:1]} {text[1:]}\u3000",
        "invisible": text[:1] + "\u200b" + text[1:],
    }[how]
    assume(other != text)
    assert not is_plain(other)
    assert plain(other) == text
    assert ReceiptNumber.parse(other) == number


@given(st.text(max_size=30))
def test_making_plain_settles_at_once(text: str) -> None:
    once = plain(text)
    assume(unicodedata.is_normalized("NFKC", once) and once.upper() == once)
    assert plain(once) == once


@given(st.text(max_size=30))
def test_plain_text_stays_as_it_is(text: str) -> None:
    if is_plain(text):
        assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "A", "收0001", "A-101", "A0000101B", "ABCDEFG0001", "A1234567890123", "12-34", "A٣"],
)
def test_what_is_no_receipt_number(text: str) -> None:
    assert ReceiptNumber.parse(text) is None


def test_numbers_of_one_series_compare_and_others_do_not_mix() -> None:
    a101, a0101 = ReceiptNumber.parse("A101"), ReceiptNumber.parse("A0101")
    assert a101 is not None
    assert a0101 is not None
    assert not a101.same_series(a0101)
    assert sorted(["A0102", "A0099", "A0101"], key=ReceiptNumber.parse) == [  # type: ignore[arg-type]
        "A0099",
        "A0101",
        "A0102",
    ]


# --- ranges ----------------------------------------------------------------------------------


@st.composite
def ranges(draw: st.DrawFn, series: str = "A", width: int = 4) -> ReceiptRange:
    low, high = sorted((draw(st.integers(0, 60)), draw(st.integers(0, 60))))
    return ReceiptRange(ReceiptNumber(series, width, low), ReceiptNumber(series, width, high))


@given(ranges())
def test_a_range_reads_back_and_holds_its_receipts(drawn: ReceiptRange) -> None:
    assert ReceiptRange.parse(str(drawn.first), str(drawn.last)) == drawn
    held = [n for n in range(100) if drawn.first._replace(number=n) in drawn]
    assert held == list(range(drawn.first.number, drawn.last.number + 1))
    assert drawn.first._replace(series="B") not in drawn
    assert drawn.first._replace(width=5) not in drawn
    assert "A0001" not in drawn


@given(ranges(), ranges())
def test_ranges_overlap_when_they_share_a_receipt(one: ReceiptRange, other: ReceiptRange) -> None:
    shared = any(
        one.first._replace(number=n) in other for n in range(one.first.number, one.last.number + 1)
    )
    assert one.overlaps(other) == other.overlaps(one) == shared


@pytest.mark.parametrize(
    ("first", "last"),
    [("A0002", "A0001"), ("A0001", "B0002"), ("A001", "A0002"), ("", "A0002"), ("A0001", "x")],
)
def test_what_is_no_range(first: str, last: str) -> None:
    assert ReceiptRange.parse(first, last) is None


@given(st.lists(ranges() | ranges("B") | ranges("A", 5), max_size=8), st.integers(0, 60))
def test_every_book_that_holds_a_receipt_is_found(found: list[ReceiptRange], number: int) -> None:
    import datetime as dt

    books = [
        ReceiptBook(
            date=dt.date(2026, 1, 1),
            place=Place("x", line),
            first=str(drawn.first),
            last=str(drawn.last),
            numbers=drawn,
        )
        for line, drawn in enumerate(found)
    ]
    receipt = ReceiptNumber("A", 4, number)
    assert sorted(b.place for b in ReceiptIndex(books).covering(receipt)) == [
        b.place for b in books if receipt in b.numbers
    ]


# --- vouchers --------------------------------------------------------------------------------


@given(st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 999_999))
def test_a_voucher_number_reads_back(year: int, month: int, number: int) -> None:
    text = f"{year}-{month:02d}-{number:04d}"
    assert VoucherId.parse(text) == VoucherId(text[:7], number)
    assert VoucherId.parse(text.translate(WIDE)) == VoucherId(text[:7], number)


@pytest.mark.parametrize(
    "text",
    ["", "2026-1-0001", "2026-13-0001", "2026-00-0001", "2026-01-001", "2026-01-0001x", "记-1"]
    + ["2026-01-1234567", "26-01-0001", "2026/01/0001", "2026–01–0001"],
)
def test_what_is_no_voucher_number(text: str) -> None:
    assert VoucherId.parse(text) is None
