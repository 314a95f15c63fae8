"""Amounts in capitals, read back by a reader of our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from juwu_ledger.books.model.capitals import capitals

DIGITS = {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
TENS = {"拾": 10, "佰": 100, "仟": 1000}


def read_section(text: str) -> int:
    """Read up to four digits: ``叁仟零伍``."""
    total = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += digit * TENS[char]
            digit = 0
    return total + digit


def read_whole(text: str) -> int:
    """Read whole yuan: sections of 亿 and 万."""
    high, hundred_million, low = text.rpartition("亿")
    if hundred_million:
        return read_whole(high) * 10**8 + read_whole(low)
    high, ten_thousand, low = text.rpartition("万")
    return (read_section(high) * 10**4 if ten_thousand else 0) + read_section(low)


def read_back(text: str) -> int:
    """Return the fen that a text in capitals stands for."""
    sign = -1 if text.startswith("负") else 1
    yuan, has_yuan, rest = text.removeprefix("负").removesuffix("整").rpartition("元")
    found = re.fullmatch("零?(?:(.)角)?(?:(.)分)?", rest)
    assert found, text
    fen = read_whole(yuan) * 100 if has_yuan else 0
    return sign * (fen + DIGITS[found[1] or "零"] * 10 + DIGITS[found[2] or "零"])


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (1000, "壹拾元整"),
        (10005, "壹佰元零伍分"),
        (100500, "壹仟零伍元整"),
        (1000500, "壹万零伍元整"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (10**14, "壹万亿元整"),
        (-78000, "负柒佰捌拾元整"),
        (-5, "负伍分"),
    ],
)
def test_as_the_rules_for_filling_in_have_it(fen: int, said: str) -> None:
    assert capitals(fen) == said


@given(st.integers(-(10**14), 10**14) | st.integers(-(10**18) + 1, 10**18 - 1))
@example(100_000_000_00)
@example(100_100_000_00)
@example(1)
def test_what_is_written_reads_back(fen: int) -> None:
    said = capitals(fen)
    assert read_back(said) == fen
    assert "零零" not in said
    assert not re.search("零[拾佰仟万亿角分]|(?<!^)零元", said)
    assert said.endswith("整") == (fen % 100 == 0)


@pytest.mark.parametrize("fen", [10**18, -(10**18), 10**30])
def test_beyond_what_can_be_written(fen: int) -> None:
    with pytest.raises(ValueError, match="too large"):
        capitals(fen)
