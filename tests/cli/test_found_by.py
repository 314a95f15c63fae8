"""Finding one of several by typing part of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from juwu_ledger.cli.shell.finding import found_by
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.journal.engine.refusals import BadInput

LONG = "文" * 59 + "体"
CHOICES = [
    Choice("5101", "5101 办公用品"),
    Choice("5102", "5102 办公用水"),
    Choice("5301", LONG),
    Choice("5302", LONG + "活动"),
]


def read(text: str) -> str:
    """Read a code, what is new, and one word by which a code is known, too."""
    if text == "纸":
        return "5101"
    if text not in ("5101", "5102", "5301", "5302", "新"):
        raise BadInput("没有")
    return text


def values(found: Sequence[Choice]) -> list[str]:
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["5101", "5102", "5301", "5302"]),
        ("办公", ["5101", "5102"]),
        ("ｂｇ", ["5101", "5102"]),
        ("BANGONG 水", ["5102"]),
        ("5102", ["5102"]),
        (LONG, ["5301"]),
        (LONG[1:] + "活", ["5302"]),
        ("文" * 61, []),
        (LONG + "活动", ["5302"]),
        (LONG + "活", []),
        ("纸", ["5101"]),
        ("新", []),
        ("飞机", []),
    ],
)
def test_what_is_typed_narrows_the_choice(typed: str, found: list[str]) -> None:
    assert values(found_by(CHOICES, read)(typed)) == found


def test_a_free_choice_takes_what_can_be_read() -> None:
    assert values(found_by(CHOICES, read, free=True)("新")) == ["新"]
    assert values(found_by(CHOICES, read, free=True)("飞机")) == []
