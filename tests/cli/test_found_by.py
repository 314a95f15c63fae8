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
    known = {"纸": "5101", "5101": "5101", "新": "新", "5102": "5102", "5301": "5301"}
    if text not in known:
        raise BadInput("没有")
    return known[text]


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
    assert values(found_by(CHOICES[:4], _lenient)(typed)) == found


def _lenient(text: str) -> str:
    return text if text == "5302" else read(text)


def test_a_free_choice_takes_what_can_be_read() -> None:
    assert values(found_by(CHOICES, _lenient, free=True)("新")) == ["新"]
    assert values(found_by(CHOICES, _lenient, free=True)("飞机")) == []
