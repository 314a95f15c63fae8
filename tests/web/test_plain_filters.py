"""What is typed into Fava's filters: plain text with a few signs, as a regular expression has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.web.fava.plain_filters import PlainMatch

TEXTS = st.text("ab账(.:|", max_size=12)
PATTERNS = st.lists(
    st.sampled_from(["a", "b", "账", ".", ".*", ".+", "|", r"\.", r"\(", "A", "^", "$"]), max_size=9
).map("".join)


def in_one_place(pattern: str) -> bool:
    """``^`` and ``$`` where they mean the ends: inside, ours mean themselves."""
    return all(
        "^" not in choice[1:] and "$" not in choice[:-1]
        for choice in re.sub(r"\\.", "x", pattern).split("|")
    )


@given(PATTERNS.filter(in_one_place), TEXTS)
def test_the_signs_mean_what_they_mean_in_a_regular_expression(pattern: str, text: str) -> None:
    expected = re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
    assert PlainMatch(pattern)(text) is expected


@given(TEXTS, TEXTS, TEXTS)
def test_escaped_text_is_found_in_whatever_holds_it(before: str, wanted: str, after: str) -> None:
    assert PlainMatch(re.escape(wanted))(before + wanted + after)
    assert PlainMatch(f"^{re.escape(wanted)}$")(wanted)


@pytest.mark.parametrize("typed", ["二楼(东)", "a+b", "[x]", "a{2}", "*", "why?", "\\", "("])
def test_everything_else_means_itself(typed: str) -> None:
    assert PlainMatch(typed)(f"修理{typed}一次")
    assert not PlainMatch(typed)("aab 二楼东 x wh")


@pytest.mark.parametrize(
    "pattern", [".*" * 100 + "!", ".?" * 40 + "!", "a*" * 90 + "!", "(a|a)*" * 40, "(a+)+$"]
)
def test_no_pattern_takes_long_on_a_long_text(pattern: str) -> None:
    assert not PlainMatch(pattern)("a" * 200_000)
