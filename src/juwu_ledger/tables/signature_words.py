"""What a paper says of the electronic signatures on approvals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, SigningKey
from juwu_ledger.records.signatures import Standing, approval_signatures

UNVERIFIED = "签批未加密验证"
VERIFIED_ONE, FAILED_ONE, UNVERIFIED_ONE = "已验证", "没有通过", "未加密验证"
_WORDS = {
    Standing.VERIFIED: VERIFIED_ONE,
    Standing.FAILED: FAILED_ONE,
    Standing.UNVERIFIED: UNVERIFIED_ONE,
}
_SHOWN = 5


def signature_word(books: Books, approval: Approval) -> str:
    """Return what became of the signatures on an approval, in a word."""
    return _WORDS[books.record(approval_signatures).standing(approval)]


def signing_line(books: Books, period: Period, as_of: dt.date) -> str:
    """Say in one line what became of the signatures of a period's approvals.

    These are the approvals dated in the period, and those that its money was spent under.
    """
    if not has_keys(books, as_of):
        return f"{UNVERIFIED}（账本没有登记签名公钥）"
    concerned = _concerned(books, period, as_of)
    if not concerned:
        return "本期没有签批"
    by_word: dict[str, list[Approval]] = defaultdict(list)
    for approval in concerned:
        by_word[signature_word(books, approval)].append(approval)
    source = "按账本外的可信公钥名单" if books.trusted_keys else "按账本登记的公钥"
    return f"{_counted(by_word, len(concerned))}（{source}）"


def has_keys(books: Books, as_of: dt.date) -> bool:
    """Tell whether anybody had registered a public key by ``as_of``, or a list names some."""
    registered = any(key.date <= as_of for key in books.of(SigningKey))
    return registered or books.trusted_keys is not None


def _concerned(books: Books, period: Period, as_of: dt.date) -> Sequence[Approval]:
    dated: Iterable[Approval] = (a for a in books.of(Approval) if a.date in period)
    spent = (s.approval for s in books.signed_spendings if s.voucher.date in period)
    return list(dict.fromkeys(a for a in (*dated, *spent) if a.date <= as_of))


def _counted(by_word: dict[str, list[Approval]], total: int) -> str:
    verified, failed = by_word[VERIFIED_ONE], by_word[FAILED_ONE]
    if len(verified) == total:
        return f"签批均已验证：{total} 份签批的电子签名都有效"
    parts = []
    if failed:
        named = "、".join(approval.id for approval in failed[:_SHOWN])
        more = " 等" if len(failed) > _SHOWN else ""
        parts.append(f"有 {len(failed)} 份签批没有通过电子签名验证：{named}{more}")
    if verified:
        parts.append(f"{len(verified)} 份签批已验证")
    if unverified := len(by_word[UNVERIFIED_ONE]):
        parts.append(f"{unverified} 份{UNVERIFIED}，签字人当时没有公钥")
    return "；".join(parts)
