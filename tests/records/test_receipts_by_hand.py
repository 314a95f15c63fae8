"""One small set of receipts gone over by hand, day by day: states, books, what stands on them in a month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.period_receipts import ReceiptEntry, books_shown, period_receipts
from juwu_ledger.records.receipts import Receipts, State, number_ranges
from paper_books import BANK, SERVICE, load, voucher

JANUARY, FEBRUARY, MARCH, APRIL = (Period.parse(f"2026-0{month}") for month in range(1, 5))


def income(number: str, day: int, yuan: str, receipt: str = "") -> str:
    named = {"receipt": receipt} if receipt else {}
    return voucher(number, (BANK, yuan), (SERVICE, f"-{yuan}"), day=day, **named)


def red(number: str, day: int, yuan: str, first: str) -> str:
    return voucher(number, (BANK, f"-{yuan}"), (SERVICE, yuan), day=day, reverses=first)


TEXT = (
    """
2026-01-05 custom "receipt-book" "A0000101" "A0000120"
2026-01-05 custom "receipt-book" "B0000001" "B0000002"
2026-02-10 custom "receipt-book" "A0000201" "A0000203"
2026-01-10 custom "receipt-void" "A0000104" "写坏"
2026-01-10 custom "receipt-void" "A0000105" "写坏"
2026-01-15 custom "receipt-void" "A0000106" "写坏"
2026-01-16 custom "receipt-void" "A0000111" "写坏"
2026-01-31 custom "receipt-return" "A0000107" "A0000108"
2026-02-15 custom "receipt-return" "A0000108" "A0000110"
2026-01-20 custom "receipt-return" "B0000001" "B0000001"
2026-02-28 custom "receipt-return" "B0000002" "B0000002"
"""
    + income("2026-01-0001", 6, "10.00", "A0000101")
    + income("2026-01-0002", 7, "20.00", "A0000102")
    + income("2026-01-0003", 8, "30.00", "A0000103")
    + income("2026-01-0004", 9, "31.00", "A0000103")
    + income("2026-01-0005", 12, "50.00", "A0000105")
    + income("2026-01-0006", 11, "60.00", "A0000106")
    + income("2026-01-0007", 16, "70.00", "A0000111")
    + income("2026-01-0008", 20, "80.00", "A0000999")
    + income("2026-01-0009", 25, "90.00", "A0000112")
    + red("2026-01-0010", 31, "90.00", "2026-01-0009")
    + income("2026-01-0011", 26, "7.00")
    + income("2026-01-0012", 6, "5.00", "B0000001")
    + red("2026-02-0001", 1, "20.00", "2026-01-0002")
    + income("2026-02-0002", 5, "40.00", "A0000201")
    + red("2026-04-0001", 3, "5.00", "2026-01-0012")
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder: Path = tmp_path_factory.mktemp("receipts")
    return load(folder, TEXT)


def receipt(text: str) -> ReceiptNumber:
    number = ReceiptNumber.parse(text)
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("number", "day", "state"),
    [
        ("A0000101", "01-04", State.NOT_DRAWN),
        ("A0000101", "01-05", State.BLANK),
        ("A0000101", "01-06", State.USED),
        ("A0000102", "01-31", State.USED),
        ("A0000102", "02-01", State.REVERSED),
        ("A0000103", "01-08", State.USED),
        ("A0000103", "01-09", State.REUSED),
        ("A0000104", "01-09", State.BLANK),
        ("A0000104", "01-10", State.VOID),
        ("A0000105", "01-11", State.VOID),
        ("A0000105", "01-12", State.VOID_USED),
        ("A0000106", "01-14", State.USED),
        ("A0000106", "01-15", State.USED_VOID),
        ("A0000107", "01-30", State.BLANK),
        ("A0000107", "01-31", State.RETURNED),
        ("A0000110", "02-14", State.BLANK),
        ("A0000110", "02-15", State.RETURNED),
        ("A0000111", "01-16", State.VOID_USED),
        ("A0000112", "01-30", State.USED),
        ("A0000112", "01-31", State.REVERSED),
        ("A0000120", "04-30", State.BLANK),
        ("A0000121", "04-30", State.NOT_DRAWN),
        ("A0000201", "02-04", State.NOT_DRAWN),
        ("A0000201", "02-09", State.NOT_DRAWN),
        ("A0000201", "02-10", State.USED),
        ("A0000999", "04-30", State.NOT_DRAWN),
    ],
)
def test_a_receipt_has_one_state_on_a_day(
    books: Books, number: str, day: str, state: State
) -> None:
    on = dt.date.fromisoformat(f"2026-{day}")
    assert books.record(Receipts).state(receipt(number), on) is state


@pytest.mark.parametrize(
    ("day", "used", "void", "returned", "left"),
    [
        ("01-10", "A0000101–A0000103", "A0000104–A0000105", [], ["A0000106–A0000120"]),
        (
            "01-31",
            "A0000101–A0000103、A0000105–A0000106、A0000111–A0000112",
            "A0000104",
            ["A0000107–A0000108"],
            ["A0000109–A0000110", "A0000113–A0000120"],
        ),
        (
            "02-15",
            "A0000101–A0000103、A0000105–A0000106、A0000111–A0000112",
            "A0000104",
            ["A0000107–A0000110"],
            ["A0000113–A0000120"],
        ),
    ],
)
def test_used_void_returned_and_left_make_up_the_book(
    books: Books, day: str, used: str, void: str, returned: list[str], left: list[str]
) -> None:
    record = books.record(Receipts)
    state = record.book_state(record.drawn[0], dt.date.fromisoformat(f"2026-{day}"))
    assert number_ranges(state.used) == used
    assert number_ranges(state.void) == void
    assert [str(run) for run in state.returned_runs] == returned
    assert [str(run) for run in state.left_runs] == left
    assert len(state.used) + len(state.void) + state.returned + state.left == 20


def test_what_can_still_be_written_on_comes_in_order(books: Books) -> None:
    record = books.record(Receipts)
    left = [f"A0000{number}" for number in (*range(113, 121), 202, 203)]
    assert [str(number) for number in record.blank(dt.date(2026, 4, 30))] == left
    assert [str(number) for number in record.blank(dt.date(2026, 2, 9))] == left[:-2]
    assert record.following(dt.date(2026, 2, 9)) == {"A0000101": 113, "B0000001": 2}
    assert record.following(dt.date(2026, 2, 10))["A0000201"] == 202
    assert record.following(dt.date(2026, 1, 6)) == {"A0000101": 102, "B0000001": 2}


def test_a_book_handed_back_in_parts_is_shown_until_then_and_when_it_is_touched(
    books: Books,
) -> None:
    record = books.record(Receipts)
    last = dt.date(2026, 2, 28)
    second = record.drawn[1]
    assert not record.handed_back(second, last - dt.timedelta(days=1))
    assert record.handed_back(second, last)
    assert second in record.in_hand(last - dt.timedelta(days=1))
    assert second not in record.in_hand(last)
    shown = [
        [str(book.numbers.first) for book in books_shown(books, month)]
        for month in (JANUARY, FEBRUARY, MARCH, APRIL)
    ]
    assert shown == [
        ["A0000101", "B0000001"],
        ["A0000101", "B0000001", "A0000201"],
        ["A0000101", "A0000201"],
        ["A0000101", "B0000001", "A0000201"],
    ]


def told(line: ReceiptEntry) -> tuple[str, State, str, bool, int | None]:
    return str(line.number)[-3:], line.state, str(line.date)[5:], line.counts, line.fen


def test_january_s_lines(books: Books) -> None:
    register = period_receipts(books, JANUARY)
    first, second = register.books
    assert [told(line) for line in first.lines] == [
        ("101", State.USED, "01-06", True, 1000),
        ("102", State.USED, "01-07", True, 2000),
        ("103", State.USED, "01-08", True, 3000),
        ("103", State.REUSED, "01-09", False, 3100),
        ("104", State.VOID, "01-10", True, None),
        ("105", State.VOID_USED, "01-12", True, 5000),
        ("106", State.USED_VOID, "01-11", True, 6000),
        ("111", State.VOID_USED, "01-16", True, 7000),
        ("112", State.REVERSED, "01-25", True, 0),
    ]
    assert [told(line) for line in second.lines] == [("001", State.USED, "01-06", True, 500)]
    assert first.issued() == 27_100
    assert first.issued(in_kind=True) == 0
    assert [told(line) for line in register.strays] == [
        ("999", State.NOT_DRAWN, "01-20", True, 8000)
    ]
    assert [(one.voucher.id, one.number, one.fen) for one in register.rest] == [
        ("2026-01-0011", "", 700)
    ]
    assert number_ranges(register.used) == (
        "A0000101–A0000103、A0000105–A0000106、A0000111–A0000112、A0000999、B0000001"
    )


def test_february_has_the_red_letter_and_nothing_of_january_twice(books: Books) -> None:
    register = period_receipts(books, FEBRUARY)
    first, _, third = register.books
    money = [told(line) for line in first.lines if line.fen]
    assert money == [("102", State.REVERSED, "02-01", False, -2000)]
    assert [told(line) for line in third.lines] == [("201", State.USED, "02-05", True, 4000)]
    assert register.strays == ()
    assert register.rest == ()
    assert number_ranges(register.used) == "A0000201"
