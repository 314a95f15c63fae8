"""Is it signed? For every approval and each who signed it: does the signature hold?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd
from juwu_ledger.books.signing.keys import KeyRing
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import (
    APPROVAL_END,
    DIRECTOR,
    STREET_DIRECTOR,
    Signing,
    signed_message,
)
from juwu_ledger.books.signing.ssh_signatures import Flaw, flaw

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books


class Verdict(NamedTuple):
    """What became of the signature of one person on an approval, or on its end."""

    approval: Approval
    signing: Signing
    name: str
    day: dt.date
    """The day on which the person signed."""
    state: State
    end: ApprovalEnd | None = None
    """The end that was signed, where it was not the approval itself."""

    @property
    def signed(self) -> Approval | ApprovalEnd:
        """The directive that bears the signature."""
        return self.end or self.approval

    @property
    def is_due(self) -> bool:
        """Tell whether a signature was asked for, and so was looked at."""
        return self.state is not State.NO_KEY


def approval_verdicts(books: Books) -> Iterator[Verdict]:
    """Yield a verdict for each person named as signer on each approval, then on each end of one."""
    for approval in books.of(Approval):
        yield from _verdicts(books, approval)
    for end in books.of(ApprovalEnd):
        ended = books.approval(end.id)
        if ended is not None and end.director is not None:
            state = judge_signature(
                books.keys, books.raw(end), books.title, APPROVAL_END, end.director, end.date,
                end.signature or "",
            )  # fmt: skip
            yield Verdict(ended, APPROVAL_END, end.director, end.date, state, end)


def _verdicts(books: Books, approval: Approval) -> Iterator[Verdict]:
    street_day = approval.street_date or approval.date
    for signing, name, day, signature in (
        (DIRECTOR, approval.director, approval.date, approval.signature),
        (STREET_DIRECTOR, approval.street_director, street_day, approval.street_signature),
    ):
        if name is not None:
            entry = books.raw(approval)
            state = judge_signature(
                books.keys, entry, books.title, signing, name, day, signature or ""
            )
            yield Verdict(approval, signing, name, day, state)


def judge_signature(
    keys: KeyRing,
    entry: Any,
    committee: str,
    signing: Signing,
    name: str,
    day: dt.date,
    signature: str,
) -> State:
    """Say what is to be said of the signature of ``name``, made on ``day``, of a ``Custom``."""
    if not keys.wants_signature(name, day, signing.namespace):
        return State.NOT_IN_FORCE if signature and keys.knows(name) else State.NO_KEY
    valid = keys.in_force(name, day, signing.namespace)
    if not valid:
        return State.UNTRUSTED
    if not signature:
        return State.MISSING
    message = signed_message(entry, committee, signing)
    flaws = [flaw(key, signature, message, signing.namespace) for key in valid]
    if None in flaws:
        return State.VALID
    # Of several keys the one that it was made with tells more than the others.
    telling = Flaw.CHANGED if Flaw.CHANGED in flaws else flaws[0]
    return State(str(telling))
