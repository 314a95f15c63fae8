"""Approvals that wait for a signature, and the command that gives it on the signer's own machine."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.vocabulary import OFFICES, Approval
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import DIRECTOR
from juwu_ledger.journal.engine.journal import is_closed
from juwu_ledger.records.approvals import approval_uses, needs_street
from juwu_ledger.records.signatures import approval_signatures


class Waiting(NamedTuple):
    """One approval and whom it waits for; ``command`` is to be typed on that person's machine."""

    id: str
    date: str
    amount: str
    purpose: str
    payee: str
    applicant: str
    signer: str
    office: str
    office_title: str
    why: str
    command: str


def waiting(books: Books, day: dt.date) -> list[Waiting]:
    """Return what waits on ``day``, oldest first; what stands in closed months waits no longer."""
    return [
        item
        for approval in books.of(Approval)
        if approval.date <= day
        and not is_closed(books, approval.date)
        and books.record(approval_uses).of(approval).end is None
        for item in _of(books, approval, day)
    ]


def _of(books: Books, approval: Approval, day: dt.date) -> Iterator[Waiting]:
    if books.record(approval_signatures).state(approval, DIRECTOR) is State.MISSING:
        why = "主任登记过签名公钥，这张签批却没有电子签名；请用自己的钥匙照原样另签一张，花钱用新的那一张"
        name = approval.director or books.people.holder("director", day) or ""
        yield _waiting(approval, name, "director", why, _anew(approval))
    if needs_street(books, approval) and not approval.street_director:
        name = books.people.holder("street-director", day) or ""
        why = f"金额 {show_fen(approval.amount)} 元，花钱以前还要街道主任签批"
        command = ["juwu", "approve", "--street", approval.id, "--date", day.isoformat()]
        yield _waiting(approval, name, "street-director", why, _command(command))


def _anew(approval: Approval) -> str:
    words = ["juwu", "approve", "--amount", str(to_yuan(approval.amount))]
    for option, value in (
        ("--for", approval.purpose),
        ("--reason", approval.reason),
        ("--applicant", approval.applicant),
        ("--payee", approval.payee),
        ("--fund", approval.fund),
        ("--resolution", approval.resolution),
    ):
        if value:
            words += [option, value]
    return _command(words)


def _command(words: list[str]) -> str:
    """Join words; those of letters alone stay bare, so that Windows' shells understand them too."""
    bare = {word for word in words if word.replace("-", "").replace(".", "").isalnum()}
    return " ".join(word if word in bare else shlex.quote(word) for word in words)


def _waiting(approval: Approval, name: str, office: str, why: str, command: str) -> Waiting:
    return Waiting(
        id=approval.id,
        date=approval.date.isoformat(),
        amount=str(to_yuan(approval.amount)),
        purpose=approval.purpose,
        payee=approval.payee or "",
        applicant=approval.applicant or "",
        signer=name,
        office=office,
        office_title=OFFICES[office],
        why=why,
        command=command,
    )
