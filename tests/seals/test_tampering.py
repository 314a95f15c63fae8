"""Nothing in a closed month changes unseen, and nothing that is no change is called one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tampered_seals import tampered_seals
from tampering import Tampering

from sealed_books import SealedCopy

TAMPERINGS = [*tampered_seals()]


@pytest.fixture(scope="module")
def copy(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SealedCopy]:
    yield SealedCopy(sealed, tmp_path_factory.mktemp("tampering") / "ledger")


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda item: item.name)
def test_it_is_found(tampering: Tampering, copy: SealedCopy) -> None:
    ledger = tampering.change(copy.ledger)
    assert ledger.texts != copy.ledger.texts or tampering.scans
    found = copy.look(ledger, tampering.scans)
    months = set(tampering.months.split())
    assert found.changed == months, found.said
    by_rule = tampering.months if tampering.rule is None else tampering.rule
    assert set(found.rule) == set(by_rule.split()), found.rule
    assert tampering.named in found.said
