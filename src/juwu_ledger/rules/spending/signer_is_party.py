"""SPD006: the director signs a spending of which he or she is handler, witness, applicant or payee."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.rules.support.named_persons import people_named
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD006",
    name="signer-is-party",
    title="自己批自己的支出",
    clause=("FM-3.1",),
    why="签字的人不能批自己经手、证明、申请或收款的钱，否则没有人把关。",
    remedy="换别人经手、证明或申请；付给主任本人的款项请街道办事处主任把关并写说明。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold the signer against the people on the approval and on the vouchers under it."""
    for approval in books.of(Approval):
        if approval.director is None:
            continue
        signer, parts = plain(approval.director), []
        if signer in people_named(approval.applicant):
            parts.append("申请人")
        if signer == plain(approval.payee or ""):
            parts.append("收款人")
        if parts:
            yield RULE.at(
                approval.place,
                f"签批 {approval.id} 的签字人 {approval.director} 又是{'、'.join(parts)}",
                date=approval.date,
                about=approval.id,
                voucher=books.spent_under.get(approval.id),
            )
    for voucher, approval, _amount in books.signed_spendings:
        if approval.director is None:
            continue
        played = _parts(voucher, plain(approval.director), plain(approval.payee or ""))
        if played:
            yield RULE.on(
                voucher,
                f"{approval.director} 签批了 {approval.id}，自己又是这笔支出的{'、'.join(played)}",
            )


def _parts(voucher: Voucher, signer: str, told: str) -> list[str]:
    """Return the parts the signer plays; a payee that the approval names is ``told`` there."""
    meta, played = voucher.txn.meta, []
    if signer in people_named(text_of(meta.get("handler"))):
        played.append("经手人")
    if signer in people_named(text_of(meta.get("witness"))):
        played.append("证明人")
    if signer != told and signer == plain(voucher.txn.payee or ""):
        played.append("收款人")
    return played
