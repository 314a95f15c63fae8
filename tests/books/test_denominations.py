"""Notes and coins of a cash count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.model.denominations import FACES, Pieces, read_denominations


def test_largest_first() -> None:
    assert read_denominations(" 0.5x4  100x3\t20x0 ") == (
        Pieces(10000, 3),
        Pieces(2000, 0),
        Pieces(50, 4),
    )


@given(st.dictionaries(st.sampled_from(sorted(FACES)), st.integers(0, 999_999), min_size=1))
def test_any_count_reads_back(counted: dict[str, int]) -> None:
    pieces = read_denominations(" ".join(f"{face}x{number}" for face, number in counted.items()))
    assert sum(one.fen for one in pieces) == sum(FACES[f] * n for f, n in counted.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空"),
        ("　", "空"),
        ("100", "面额x张数"),
        ("100*3", "面额x张数"),
        ("100 x 3", "面额x张数"),
        ("100x-3", "面额x张数"),
        ("100x1.5", "面额x张数"),
        ("100x03", "面额x张数"),
        ("100x1234567", "面额x张数"),
        ("１００x3", "面额x张数"),
        ("3x3", "没有 3 元"),
        ("0.50x3", "没有 0.50 元"),
        ("100x3 100x2", "写了两次"),
    ],
)
def test_malformed(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("*", r"\*")):
        read_denominations(text)
