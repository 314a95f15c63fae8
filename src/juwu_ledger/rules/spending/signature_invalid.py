"""SPD011: the signer has a key in force, and the signature is absent or does not verify."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import OFFICES
from juwu_ledger.rules.support.rule import Finding, Rule

if TYPE_CHECKING:
    from juwu_ledger.books.signing.signature_verdicts import Verdict

RULE = Rule(
    code="SPD011",
    name="signature-invalid",
    title="电子签名缺少或无效",
    clause=("FM-3.1",),
    why="名字谁都能打上去，电子签名只有拿着自己钥匙、知道口令的人才签得出；签完以后改一个字，签名就对不上。",
    remedy="请签字人核对内容，用自己的钥匙重新签（juwu approve）；内容被改过的，先查明谁改的、原来写的什么。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at everybody who signed an approval, or its end, and had a key in force that day."""
    for verdict in books.signatures:
        if verdict.state.fails:
            approval = verdict.approval
            what = "签批" if verdict.end is None else "终止签批"
            yield RULE.at(
                verdict.signed.place,
                f"{what} {approval.id}（{verdict.day}）{_what(books, verdict)}",
                date=verdict.signed.date,
                about=approval.id,
                voucher=books.spent_under.get(approval.id),
            )


def _what(books: Books, verdict: Verdict) -> str:
    """Say what is wrong with a signature."""
    from juwu_ledger.books.signing.signature_states import (
        State,  # Books without keys never need it.
    )

    office = "主任" if verdict.signing.role == "director" else OFFICES[verdict.signing.role]
    who = f"{office} {verdict.name} "
    match verdict.state:
        case State.MISSING:
            return f"没有{who}的电子签名（{verdict.signing.key}），{_since(books, verdict)}"
        case State.UNTRUSTED:
            return f"要有{who}的电子签名，可信公钥名单里却没有此人当天有效的公钥"
        case State.NOT_IN_FORCE:
            return f"上{who}的电子签名没有公钥可验：那天此人的公钥还没有登记，或者已经作废"
        case State.MALFORMED:
            return f"上{who}的电子签名写得不全或写错了，读不出来"
        case State.OTHER_PURPOSE:
            return f"上{who}的电子签名是签别的东西用的，不是签批的签名"
        case State.OTHER_KEY:
            return f"上{who}的电子签名不是用此人当天有效的钥匙签的{_whose(books, verdict)}"
    return f"上{who}的电子签名对不上：签字以后，金额、用途、收款人、日期或别的内容改过"


def _since(books: Books, verdict: Verdict) -> str:
    """Say why a signature was due."""
    key = books.keys.registered(verdict.name, verdict.day)
    if books.trusted_keys is not None or key is None:
        return "此人在可信公钥名单里"
    return f"此人的公钥从 {key.date} 起有效"


def _whose(books: Books, verdict: Verdict) -> str:
    """Say whose key a signature was made with, where the books know it."""
    from juwu_ledger.books.signing.ssh_signatures import signer_of

    approval = verdict.approval
    at_street = verdict.signing.key == "street-signature"
    signature = approval.street_signature if at_street else verdict.signed.signature
    key = signer_of(signature or "")
    owners = books.keys.owners(key) if key else []
    if not owners:
        return "，账本里没有登记过那把钥匙"
    return f"，是用登记在 {'、'.join(owners)} 名下的另一把签的"
