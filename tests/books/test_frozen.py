"""A frozen value takes its fields by name, misses none, and never changes."""

from __future__ import annotations

import pytest

from juwu_ledger.books.model.frozen import Frozen


class Card(Frozen):
    name: str
    fen: int
    keeper: str = "李四安"


class LongCard(Card):
    life: int = 60


def test_what_is_not_given_is_named() -> None:
    with pytest.raises(TypeError, match=r"Card lacks \{'fen'\}"):
        Card(name="空调")


def test_fields_have_their_defaults_and_those_of_the_class_above() -> None:
    card = LongCard(name="空调", fen=300_000)
    assert (card.keeper, card.life) == ("李四安", 60)
    with pytest.raises(TypeError, match=r"LongCard lacks \{'name'\}"):
        LongCard(fen=1)


def test_it_does_not_change_but_another_can_be_made() -> None:
    card = Card(name="空调", fen=300_000)
    with pytest.raises(AttributeError, match="Card is frozen"):
        card.fen = 1
    assert card.but(fen=1).fen == 1
    assert card.but(fen=1).name == "空调"
    assert card.fen == 300_000
