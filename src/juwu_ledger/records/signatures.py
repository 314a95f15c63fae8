"""What the electronic signatures on approvals are worth, one by one and for the approval as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.books.signing.signature_states import State

if TYPE_CHECKING:
    from juwu_ledger.books.signing.signed_messages import (
        Signing,  # Books without keys never need it.
    )


class Standing(Enum):
    """What an approval as a whole is worth."""

    VERIFIED = "verified"
    """Everybody who signed had a key, and every signature holds."""
    FAILED = "failed"
    """A signature was due and does not hold."""
    UNVERIFIED = "unverified"
    """Somebody who signed had no key: there is nothing to verify with."""


@dataclass(frozen=True)
class ApprovalSignatures:
    """The state of every signature on every approval."""

    states: Mapping[Approval, Mapping[Signing, State]]
    """Only of those who signed, and only where anybody at all has a key."""

    def state(self, approval: Approval, signing: Signing) -> State:
        """Return the state of one signature; ``NO_KEY`` where nobody signed either."""
        return self.states.get(approval, {}).get(signing, State.NO_KEY)

    def standing(self, approval: Approval) -> Standing:
        """Return what the signatures on an approval are worth together."""
        signed = self.states.get(approval, {}).items()
        found = [state for signing, state in signed if signing.word == "approval"]
        if any(state.fails for state in found):
            return Standing.FAILED
        verified = bool(found) and all(state is State.VALID for state in found)
        return Standing.VERIFIED if verified else Standing.UNVERIFIED


def approval_signatures(books: Books) -> ApprovalSignatures:
    """Lay out the verdicts by approval; to be had by ``books.record(approval_signatures)``."""
    states: dict[Approval, dict[Signing, State]] = defaultdict(dict)
    for verdict in books.signatures:
        states[verdict.approval][verdict.signing] = verdict.state
    return ApprovalSignatures(dict(states))
