"""An approval in words: who signed it when, what the signature is worth, what is used and left."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import (
    APPROVAL_END,
    DIRECTOR,
    STREET_DIRECTOR,
    Signing,
)
from juwu_ledger.records.approvals import ApprovalUse, approval_uses, needs_street
from juwu_ledger.records.signatures import approval_signatures
from juwu_ledger.web.review.views.words import yuan

GOOD, BAD, PLAIN = "good", "bad", "plain"
_WORDS = {
    State.NO_KEY: ("未加密验证，看纸质签批单", PLAIN),
    State.VALID: ("电子签名已验证", GOOD),
    State.MISSING: ("应有电子签名，没有签", BAD),
    State.CHANGED: ("签名以后内容被改过", BAD),
}
_FAILED = ("电子签名没有通过验证", BAD)


class Signer(NamedTuple):
    """One signature on an approval; ``tone`` is ``good``, ``bad`` or ``plain``."""

    office: str
    name: str
    date: dt.date | None
    said: str
    tone: str

    @property
    def short(self) -> str:
        """The state in two or three characters, for narrow columns."""
        return {GOOD: "已验证", BAD: "没有签好"}.get(self.tone, "未加密验证")


class ApprovalWords(NamedTuple):
    """An approval as the pages show it; ``left`` is negative where too much was spent."""

    id: str
    date: dt.date
    purpose: str
    reason: str
    applicant: str
    fund: str
    amount: str
    used: str
    left: str
    is_overspent: bool
    signers: tuple[Signer, ...]
    vouchers: tuple[str, ...]
    ended: str
    """When, by whom and why it was ended; empty where it was not."""


class Approvals:
    """The approvals of the books with their uses and signatures."""

    def __init__(self, books: Books, until: dt.date | None = None) -> None:
        """Look at the books as of ``until``; without it, at all that they hold."""
        self._books = books
        self._until = until or dt.date.max

    def use(self, approval: Approval) -> ApprovalUse:
        """Return an approval with its uses."""
        return self._books.record(approval_uses).of(approval).until(self._until)

    def words(self, approval: Approval) -> ApprovalWords:
        """Return an approval in words."""
        use = self.use(approval)
        return ApprovalWords(
            approval.id,
            approval.date,
            approval.purpose,
            approval.reason or "",
            approval.applicant or "",
            approval.fund or "",
            yuan(approval.amount),
            yuan(use.spent),
            yuan(use.left),
            use.left < 0,
            tuple(self._signers(approval)),
            tuple(dict.fromkeys(one.voucher.id for one in use.uses)),
            self._ended(use),
        )

    def _ended(self, use: ApprovalUse) -> str:
        if use.end is None:
            return ""
        state = self._books.record(approval_signatures).state(use.approval, APPROVAL_END)
        said, _tone = _WORDS.get(state, _FAILED)
        return (
            f"{use.end.date} 由 {use.end.director or '（没有写）'} 终止：{use.end.reason}（{said}）"
        )

    def _signers(self, approval: Approval) -> list[Signer]:
        found = [self._signer(approval, DIRECTOR, "主任", approval.director, approval.date)]
        if needs_street(self._books, approval):
            day = approval.street_date
            found.append(
                self._signer(approval, STREET_DIRECTOR, "街道主任", approval.street_director, day)
            )
        return found

    def _signer(
        self,
        approval: Approval,
        signing: Signing,
        office: str,
        name: str | None,
        day: dt.date | None,
    ) -> Signer:
        if name is None:
            return Signer(office, "", None, "还没有签", BAD)
        state = self._books.record(approval_signatures).state(approval, signing)
        said, tone = _WORDS.get(state, _FAILED)
        return Signer(office, name, day, said, tone)
