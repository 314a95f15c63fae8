"""Posting a quarter on the notice board (DS-1, DS-4, DS-6, DR-3): what hung there is kept for good.

Nothing is posted before every month of the quarter is closed and the review group has passed the very
books that are posted. The archived papers carry in their names the beginning of their own SHA-256, so
that a corrected posting never takes the place of an earlier one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from juwu_ledger.books.facts.reviewed_books import last_review, still_holds
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Disclosure, Review
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.registers import entry_change
from juwu_ledger.journal.orders.review_papers import open_months
from juwu_ledger.records.reviewed_scans import changed_scans
from juwu_ledger.records.reviews import is_forged, is_unsigned, signing_command
from juwu_ledger.records.seals import altered_months
from juwu_ledger.rules.disclosure.disclosure_too_short import LEAST_DAYS
from juwu_ledger.seals.archived_papers import FOLDER, NAME_DIGITS

_TOLD = 6


class Paper(NamedTuple):
    """One file as it is posted: what it is called, its ending with the dot, and its bytes."""

    title: str
    suffix: str
    data: bytes


class Printed(NamedTuple):
    """What would hang on the board."""

    papers: tuple[Paper, ...]
    """The first is the one that the directive calls ``document``."""
    alarms: tuple[str, ...]
    """What stands on them in red: such papers are not posted."""
    says_more: Callable[[dt.date], bool]
    """Tells whether they say anything that was not known on a day."""


@dataclass(frozen=True)
class PostingOrder:
    """A posting as it is asked for; ``date`` and ``until`` are its first and last day."""

    quarter: Period
    date: dt.date
    until: dt.date
    officer: str
    print: Callable[[Books, PostingOrder], Printed]
    """Prints the papers from the books as they are under the lock."""

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` for what may not be posted, :class:`BadInput`."""
        books, quarter = locked.books, self.quarter
        refuse_posting(books, quarter, self.date)
        if self.until < last_day(self.date):
            least = last_day(self.date)
            raise BadInput(f"--until：要张贴满 {LEAST_DAYS} 天，{self.date} 贴出的最早到 {least}")
        printed = self.print(books, self)
        if printed.alarms:
            raise Refusal("\n".join(["公开表上还有红字，不能张贴：", *printed.alarms]))
        digest = books.digest(quarter.last)
        self._refuse_the_same(books, digest, printed)
        kept = tuple(self._kept(paper) for paper in printed.papers)
        names = {document_key(place): file.target for place, file in enumerate(kept)}
        meta: dict[str, Value] = {"officer": self.officer, "until": self.until}
        meta |= {**names, "digest": digest}
        text = custom_text(self.date, "disclosure", [quarter.label], meta)
        change = entry_change(locked, "disclosure", [text], [quarter.label])
        return replace(change, made=kept)

    def _refuse_the_same(self, books: Books, digest: str, printed: Printed) -> None:
        """Refuse to post again what hangs there already: a corrected posting says something else.

        What was posted for too short a time, or was not archived, is posted again all the same.
        """
        last = last_posting(books, self.quarter)
        if last is None:
            return
        title = self.quarter.title
        if self.date < last.date:
            raise Refusal(f"{title}收支 {last.date} 公开过，更正的公开不能早于那天。")
        is_same = last.digest is not None and last.digest.strip().lower() == digest
        is_kept = last.document is not None and document_path(books.root, last.document) is not None
        hung_enough = last.until is None or last.until >= last_day(last.date)
        if is_same and is_kept and hung_enough and not printed.says_more(last.date):
            raise Refusal(
                f"{title}收支 {last.date} 已经公开，从那以后没有变，不用再贴一次；"
                f"当时贴的存在 {last.document}。"
            )

    def _kept(self, paper: Paper) -> NewFile:
        """Return the copy of a paper for the archive."""
        digest = sha256(paper.data).hexdigest()[:NAME_DIGITS]
        name = f"{self.quarter.label}-{self.date}-{paper.title}-{digest}{paper.suffix}"
        return NewFile(f"{FOLDER}/{name}", paper.data)


def last_day(first: dt.date) -> dt.date:
    """Return the earliest day on which a paper that is posted on ``first`` may be taken down."""
    return first + dt.timedelta(days=LEAST_DAYS - 1)


def document_key(place: int) -> str:
    """Return the metadata key of the archived paper at that place (from 0)."""
    return "document" if place == 0 else f"document-{place + 1}"


def refuse_posting(books: Books, quarter: Period, day: dt.date) -> None:
    """Refuse a quarter that is not over, not closed, changed since, or not passed by ``day``."""
    if day <= quarter.last:
        raise Refusal(f"{quarter.title}还没有过完，不能公开。")
    span = books.span
    if span is None or not span[0] <= quarter.last or not quarter.first <= span[1]:
        raise Refusal(f"{quarter.title}没有账，没有什么可公开的。")
    waiting = open_months(books, quarter, day)
    if waiting:
        names = "、".join(month.title for month in waiting)
        raise Refusal(
            f"{names}到 {day} 还没有月结，结了、审核了再公开：juwu close {waiting[0].label}"
        )
    altered = altered_months(books, quarter.last)
    if altered:
        raise Refusal(
            f"{'、'.join(month.title for month in altered)}封账以后账改动过，不能公开：用 juwu verify 看改了"
            "哪一条，照封账时的样子改回来；确要更正的，在还没有封账的月份做红字凭证。"
        )
    review = last_review(books, quarter, day)
    command = f"juwu review {quarter.label}"
    if review is None:
        raise Refusal(f"民主理财小组到 {day} 还没有审核{quarter.title}，先审核再公开：{command}")
    if review.opinion == "refused":
        raise Refusal(
            f"民主理财小组 {review.date} 不予通过{quarter.title}：{review.remarks or '没有写意见'}。"
            f"办妥了重新审核，再公开：{command}"
        )
    if not still_holds(books, review):
        now = short_code(books.digest(review.period.last))
        raise Refusal(
            f"民主理财小组 {review.date} 审核以后账又改过（审核的账是 {short_code(review.digest or '')}，"
            f"现在是 {now}），请重新审核，再公开：{command}"
        )
    if changed := changed_scans(books, review):
        raise Refusal(
            f"民主理财小组 {review.date} 审核以后扫描件变了（{'；'.join(changed[:_TOLD])}），"
            f"请重新审核，再公开：{command}"
        )
    _refuse_unsigned(books, review)
    posted = last_posting(books, quarter)
    if review.digest is None and posted is not None and posted.date >= review.date:
        was = (posted.digest or "").strip().lower()
        if was and was != books.digest(quarter.last):
            raise Refusal(
                f"{quarter.title}收支 {posted.date} 公开过，那以后账改过，审核却还是 {review.date} 的："
                f"请重新审核，再公开：{command}"
            )


def _refuse_unsigned(books: Books, review: Review) -> None:
    """Refuse where a name on the review is not proved by the key that its owner registered for that."""
    if is_forged(books, review):
        raise Refusal(
            f"{review.date} 的审核上有电子签名对不上，不能公开；查清楚了请重新审核：juwu review "
            f"{review.period.label}"
        )
    if is_unsigned(books, review):
        raise Refusal(
            f"{review.date} 的审核还缺电子签名，签齐了再公开：{signing_command(books, review)}。"
        )


def last_posting(books: Books, quarter: Period) -> Disclosure | None:
    """Return the newest posting of a quarter."""
    posted = [item for item in books.of(Disclosure) if item.period == quarter]
    return max(posted, key=lambda item: (item.date, item.place), default=None)
