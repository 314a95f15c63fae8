"""Nothing in a closed month changes unseen, and nothing that is no change is called one."""

from __future__ import annotations

from collections import Counter

import pytest
from harmless import harmless
from tampered_registers import tampered_registers
from tampered_seals import tampered_seals
from tampered_vouchers import tampered_vouchers
from tampering import Change, Tampering

from sealed_books import SealedCopy

TAMPERINGS = [*tampered_vouchers(), *tampered_registers(), *tampered_seals()]
HARMLESS = harmless()
TOLD: Counter[str] = Counter()
"""How many cases were looked at, and of how many it was told what they are."""


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda item: item.name)
def test_it_is_found(tampering: Tampering, sealed_copy: SealedCopy) -> None:
    ledger = tampering.change(sealed_copy.ledger)
    assert ledger.texts != sealed_copy.ledger.texts or tampering.scans
    TOLD["changed"] += 1
    found = sealed_copy.look(ledger, tampering.scans)
    assert found.changed == set(tampering.months.split()), found.said
    assert not found.verdict.holds
    by_rule = tampering.months if tampering.rule is None else tampering.rule
    assert set(found.rule) == set(by_rule.split()), found.rule
    assert tampering.named in found.said
    TOLD["found"] += 1


@pytest.mark.parametrize(("name", "change"), HARMLESS, ids=[name for name, _ in HARMLESS])
def test_it_is_no_change(name: str, change: Change, sealed_copy: SealedCopy) -> None:
    ledger = change(sealed_copy.ledger)
    assert ledger.texts != sealed_copy.ledger.texts
    TOLD["harmless"] += 1
    found = sealed_copy.look(ledger)
    assert not found.errors
    assert found.verdict.holds, found.said
    assert not found.rule, found.rule
    TOLD["left alone"] += 1


def test_how_many_there_were() -> None:
    """Some 230 ways to change closed months, all found; some 60 that change nothing, all left alone."""
    assert len({item.name for item in TAMPERINGS}) == len(TAMPERINGS) >= 230
    assert len(HARMLESS) >= 60
    assert TOLD["found"] == TOLD["changed"]
    assert TOLD["left alone"] == TOLD["harmless"]
