"""Yuan and fen: nothing is lost between them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.model.money import is_sound, show_fen, to_fen, to_yuan

fens = st.integers(-(10**15), 10**15)


@given(fens)
def test_fen_and_yuan_turn_into_one_another(fen: int) -> None:
    yuan = to_yuan(fen)
    assert to_fen(yuan) == fen
    assert is_sound(yuan)
    assert yuan.as_tuple().exponent == -2


@given(fens)
def test_what_is_shown_reads_back(fen: int) -> None:
    shown = show_fen(fen)
    assert to_fen(Decimal(shown.replace(",", ""))) == fen
    assert shown[-3] == "."


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (-1, "-0.01"),
        (-100, "-1.00"),
        (123_456, "1,234.56"),
        (-100_000_005, "-1,000,000.05"),
        (10**18, "10,000,000,000,000,000.00"),
        (10**20, "1.000E+18"),
    ],
)
def test_figures_as_people_read_them(fen: int, shown: str) -> None:
    assert show_fen(fen) == shown


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("1", True),
        ("1.5", True),
        ("-1.50", True),
        ("0.00", True),
        ("1.500", False),
        ("0.005", False),
    ]
    + [("1E+3", False), ("NaN", False), ("Infinity", False)],
)
def test_at_most_two_decimals_are_sound(text: str, sound: bool) -> None:
    assert is_sound(Decimal(text)) is sound


def test_absurdly_long_figures_can_still_be_shown() -> None:
    assert show_fen(-(10**60_000)) == "-1.000E+59998"
