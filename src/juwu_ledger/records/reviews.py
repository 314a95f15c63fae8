"""What the review group said of a stretch of the books, and of which figures (DR-3).

A review carries the digest of the books that it was given on; it is compared with the books as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.reviewed_books import last_review, still_holds
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period, quarters_between
from juwu_ledger.books.model.vocabulary import OPINIONS, MonthClose, Review
from juwu_ledger.records.group_opinions import Opinion, opinions_under, standing_opinions
from juwu_ledger.records.reviewed_scans import same_scans

PASSED, NO_DIGEST, OTHER, REFUSED, NOT_YET = "passed", "no-digest", "other", "refused", "not-yet"
FORGED, UNSIGNED, SCANS = "forged", "unsigned", "scans"


class Reviewed(NamedTuple):
    """A period with the last opinion given on it, or on a longer one that takes it in."""

    period: Period
    state: str
    """``passed`` on these very figures, ``no-digest``, ``other`` figures, ``refused``, ``not-yet``,
    ``forged``: an electronic signature on it is of none of those who are named, ``unsigned``: one who
    has a key did not sign it, or ``scans``: the figures are the same, a scan is not."""
    review: Review | None


def reviewed(books: Books, stretch: Period | Days, as_of: dt.date) -> list[Reviewed]:
    """Return what was said by ``as_of`` of every quarter of a stretch that the books reach.

    A month is judged by its own review, where it has one later than that of its quarter. A quarter that
    was reviewed month by month stands as its months do.
    """
    if isinstance(stretch, Period) and stretch.kind == "month":
        return [_of(books, stretch, as_of)]
    return [
        found
        for quarter in quarters_between(stretch.first, stretch.last)
        if books.span is None or quarter.last >= books.span[0]
        for found in _of_quarter(books, quarter, as_of)
    ]


def is_asked_of(books: Books, asked: dt.date, about: str, period: Period) -> bool:
    """Tell whether a query belongs to a period: raised in it, or about a voucher or approval of it."""
    if asked in period:
        return True
    voucher = books.facts.by_id.get(about)
    if voucher is not None:
        return voucher.date in period
    approval = books.approval(about)
    return approval is not None and approval.date in period


def _of_quarter(books: Books, quarter: Period, as_of: dt.date) -> Iterator[Reviewed]:
    whole = _of(books, quarter, as_of)
    months = [_of(books, month, as_of) for month in quarter.split_months()]
    if whole.review is None and any(month.review for month in months):
        yield from months
    else:
        yield whole


def _of(books: Books, period: Period, as_of: dt.date) -> Reviewed:
    review = last_review(books, period, as_of)
    return Reviewed(period, _state(books, review), review)


def _state(books: Books, review: Review | None) -> str:
    if review is None:
        return NOT_YET
    if review.opinion == "refused":
        return REFUSED
    if books.keys and (signed := _signed_state(books, review)) is not None:
        return signed
    if review.digest is None:
        return NO_DIGEST
    if not still_holds(books, review):
        return OTHER
    return PASSED if same_scans(books, review) else SCANS


def stands(books: Books, review: Review) -> bool:
    """Tell whether entries and scans are as they were reviewed, as far as the review names them."""
    return still_holds(books, review) and same_scans(books, review)


def passes(books: Books, review: Review) -> bool:
    """Tell whether a review lets its period be posted: it passed, and nothing is changed since."""
    return review.opinion != "refused" and stands(books, review)


BY_BROWSER, BY_KEY, ON_PAPER = "网页", "电子签名", "纸面"
BY_BOTH = f"{BY_BROWSER}，{BY_KEY}"


class Voice(NamedTuple):
    """What one of those whom a review names said himself or herself, and how that is known."""

    name: str
    opinion: str | None
    """``None`` where only the group's opinion is known."""
    at: str
    """Day, and time where it is known."""
    how: str
    """:data:`BY_BROWSER`, :data:`BY_KEY`, :data:`BY_BOTH` or :data:`ON_PAPER`."""
    entered_by: str | None = None
    """Who entered what was said on paper, where the books say it."""


def voices(books: Books, review: Review) -> list[Voice]:
    """Return what each said whom a review names: leader first."""
    given = opinions_under(books, review)
    signed = (_signers(books, review) or []) if review.signatures and books.keys else []
    return [
        _voice(name, review, given.get(name), name in signed)
        for name in (review.leader, *review.members)
        if name
    ]


def _voice(name: str, review: Review, own: Opinion | None, signed: bool) -> Voice:
    if own is not None and review.supersedes is None and own.digest == review.digest:
        how = BY_BOTH if signed else BY_BROWSER
        return Voice(name, own.opinion, own.at.replace("T", " "), how)
    if signed:
        return Voice(name, review.opinion, str(review.date), BY_KEY)
    return Voice(name, None, str(review.date), ON_PAPER, review.entered_by)


def said_by_each(books: Books, review: Review) -> str:
    """Return in words who said what, when and how, and what the review took the place of."""
    parts = [_said(voice) for voice in voices(books, review)]
    if review.supersedes is not None:
        put_aside = "、".join(
            f"{name} {OPINIONS[one.opinion]}（{one.at.replace('T', ' ')}）"
            for name, one in opinions_under(books, review).items()
        )
        parts.append(
            f"代替了网页上签的意见：{put_aside or '见前一次审核'}，理由：{review.supersedes}"
        )
    if review.digest is not None and review.scans is None:
        parts.append("审核的是账，扫描件不在内")
    return "；".join(parts)


def _said(voice: Voice) -> str:
    opinion = f" {OPINIONS[voice.opinion]}" if voice.opinion else ""
    how = f"{voice.how}，{voice.entered_by} 录入" if voice.entered_by else voice.how
    return f"{voice.name}{opinion}（{voice.at} {how}）"


def is_unsigned(books: Books, review: Review) -> bool:
    """Tell whether a review of named figures lacks the signature of one whose key is in force."""
    return bool(books.keys) and _signed_state(books, review) == UNSIGNED


def must_sign(books: Books, names: Iterable[str], day: dt.date) -> list[str]:
    """Return those of ``names`` who have a key on a day: a review that they give is signed with it."""
    from juwu_ledger.books.signing.signed_messages import REVIEW

    return [name for name in names if books.keys.wants_signature(name, day, REVIEW.namespace)]


def signing_command(books: Books, review: Review) -> str:
    """Return the command by which those who have a key sign a review that lacks their signatures.

    Where its month is closed nothing is added to it any more: it is given again, signed.
    """
    label, month = review.period.label, Period.month_of(review.date)
    if month not in {close.period for close in books.of(MonthClose)}:
        missing = "、".join(unsigned_by(books, review))
        return f"juwu review {label} --sign 姓名 --key 文件，{missing} 各签一次"
    over = ' --supersede "补电子签名"' if standing_opinions(books, review.period) else ""
    return f"juwu review {label} --key 文件{over}，每人一个 --key"


def unsigned_by(books: Books, review: Review) -> list[str]:
    """Return who of those whom a review names has a key that day and did not sign with it."""
    signers = _signers(books, review) or []
    names = (name for name in (review.leader, *review.members) if name and name not in signers)
    return must_sign(books, names, review.date)


def is_forged(books: Books, review: Review) -> bool:
    """Tell whether a signature on a review is of none of those whom it names."""
    return bool(books.keys) and _signed_state(books, review) == FORGED


def _signed_state(books: Books, review: Review) -> str | None:
    """Return ``forged`` or ``unsigned``; ``None`` where every signature holds that is there or is due.

    A signature is due of everybody who has a key that day, where the review names the figures that it is
    of; on paper only, it names none, and claims none. An opinion from the browser is no signature.
    """
    if _signers(books, review) is None:
        return FORGED
    return UNSIGNED if review.digest is not None and unsigned_by(books, review) else None


def _signers(books: Books, review: Review) -> list[str] | None:
    """Return who of the leader and the members signed with a key; ``None`` where a signature is nobody's.

    Each signature must be of another one of them, as far as keys tell; whose key nobody knows cannot be
    verified.
    """
    from juwu_ledger.books.signing.signature_states import State
    from juwu_ledger.books.signing.signature_verdicts import judge_signature
    from juwu_ledger.books.signing.signed_messages import REVIEW

    signers: list[str] = []
    names = [name for name in (review.leader, *review.members) if name]
    entry = books.raw(review)
    for signature in review.signatures.values():
        found = {
            name: judge_signature(
                books.keys, entry, books.title, REVIEW, name, review.date, signature
            )
            for name in names
            if name not in signers
        }
        signer = next((name for name, state in found.items() if state is State.VALID), None)
        if signer is not None:
            signers.append(signer)
        elif not all(state is State.NO_KEY for state in found.values()):
            return None
    return signers
