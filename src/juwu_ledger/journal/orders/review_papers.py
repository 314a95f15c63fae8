"""Review papers: queries and replies, explanations of findings, the review group's opinion.

DR-2, DR-3, DR-5: the group looks at every quarter, may ask about any item, and nothing is published
before it has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS, MonthClose, Query, Review
from juwu_ledger.journal.engine.change import Change, Insert, NewFile
from juwu_ledger.journal.engine.directive_text import Value, custom_text, meta_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.lines import last_line_of, lines_of
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.closing import Sign
from juwu_ledger.journal.orders.registers import entry_change
from juwu_ledger.records.group_opinions import (
    Opinion,
    group_of,
    open_opinions,
    standing_opinions,
    verdict,
)
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.records.reviewed_scans import list_name, scans_of
from juwu_ledger.records.reviews import (
    is_forged,
    is_unsigned,
    passes,
    signing_command,
    stands,
    unsigned_by,
)
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge


@dataclass(frozen=True)
class QueryOrder:
    """A question of the review group about a voucher or an approval; the journal numbers it."""

    date: dt.date
    text: str
    about: str
    raised_by: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that notes the question."""
        refuse_unknown(locked.books, self.about)
        number = proposed((q.id for q in locked.books.of(Query)), self.date.year, "ZX")
        meta: dict[str, Value] = {"about": self.about, "raised-by": self.raised_by}
        text = custom_text(self.date, "query", [number, self.text], meta)
        return entry_change(locked, "query", [text], [number])


def refuse_unknown(books: Books, about: str) -> None:
    """Raise :class:`BadInput` unless ``about`` is a voucher or an approval of the books."""
    if about not in books.facts.by_id and books.approval(about) is None:
        raise BadInput(f"没有凭证或签批 {about}")


def unanswered(books: Books) -> list[Query]:
    """Return the questions without a reply, oldest first."""
    return [asked.query for asked in asked_queries(books) if asked.is_open]


@dataclass(frozen=True)
class ReplyOrder:
    """The committee's answer to a question; a second one adds to the first."""

    date: dt.date
    id: str
    text: str
    by: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that notes the answer."""
        query = next((q for q in locked.books.of(Query) if q.id == self.id), None)
        if query is None:
            raise BadInput(f"没有编号为 {self.id} 的质询")
        if self.date < query.date:
            raise BadInput(f"质询 {self.id} 是 {query.date} 提的，答复不能早于那天")
        text = custom_text(self.date, "reply", [self.id, self.text], {"by": self.by})
        return entry_change(locked, "reply", [text], [self.id])


def open_findings(books: Books, as_of: dt.date) -> list[Finding]:
    """Return the findings that can be explained and are not yet: those that concern something."""
    return [f for f in judge(books, CATALOGUE, as_of) if f.status == "open" and f.about]


@dataclass(frozen=True)
class ExplanationOrder:
    """The committee's explanation of a finding that there is."""

    date: dt.date
    rule: str
    about: str
    text: str
    by: str

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` when nothing of the kind is found."""
        if self.rule not in {rule.code for rule in CATALOGUE}:
            raise BadInput(f"没有规则 {self.rule}；用 juwu rules 看全部规则")
        found = [
            finding
            for finding in judge(locked.books, CATALOGUE, locked.as_of)
            if finding.rule == self.rule and self.about in _names_of(finding)
        ]
        if not found:
            raise Refusal(
                f"站在 {locked.as_of} 看，{self.rule} 没有查到关于 {self.about} 的问题，不用说明。"
            )
        if all(finding.explanation for finding in found):
            raise Refusal(f"{self.rule} 关于 {self.about} 的问题已经说明过：{found[0].explanation}")
        meta: dict[str, Value] = {"about": self.about, "by": self.by}
        text = custom_text(self.date, "explanation", [self.rule, self.text], meta)
        return entry_change(locked, "explanation", [text], [f"{self.rule} {self.about}"])


def _names_of(finding: Finding) -> set[str | None]:
    """Return what an explanation may name: an approval's finding, its voucher as well."""
    named = {finding.about}
    return named | {finding.voucher} if finding.rule.startswith("SPD") else named


@dataclass(frozen=True)
class ReviewOrder:
    """The review group's opinion on a quarter; ``opinion`` is a word of ``OPINIONS``.

    It is bound to the books up to the quarter's end as they are: with ``seen``, only when they still
    have that digest.
    """

    date: dt.date
    quarter: Period
    opinion: str
    leader: str
    members: Sequence[str]
    remarks: str | None = None
    seen: str | None = None
    entered_by: str | None = None
    """Who enters what was said on paper; ``None`` where all signed in the browser."""
    supersedes: str | None = None
    """Why it takes the place of opinions given in the browser."""
    signers: Sequence[Sign] = ()
    """What signs for each of those who have a key."""
    of_scans: bool = True
    """The group looked at the scans; not so where an opinion is from before opinions named them."""

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` for a quarter that cannot be reviewed yet."""
        refuse_quarter(locked.books, self.quarter, self.date, may_sign=True)
        refuse_over_opinions(locked.books, self.quarter, self.supersedes)
        change = entry_change(locked, "review", [self.text(locked.books)], [self.quarter.label])
        return with_scan_list(change, locked.books, self.quarter)

    def text(self, books: Books) -> str:
        """Return the directive; raises :class:`Refusal` when the books are not those that were seen."""
        digest = books.digest(self.quarter.last)
        if self.seen is not None and self.seen != digest:
            raise Refusal(f"{self.quarter.title}的账在审核的时候变了，请重新看过再签。")
        if self.opinion != "passed" and not self.remarks:
            raise BadInput("附意见或不予通过的，要写明意见（--remarks）")
        meta: dict[str, Value] = {
            "leader": self.leader,
            "members": "、".join(self.members),
            "remarks": self.remarks,
            "digest": digest,
            "scans": scans_of(books, self.quarter).digest if self.of_scans else None,
            "entered-by": self.entered_by,
            "supersedes": self.supersedes,
        }
        values = [self.quarter.label, self.opinion]
        text = custom_text(self.date, "review", values, meta)
        for number, sign in enumerate(self.signers, 1):
            meta[_signature_key(number)] = sign(text)
        return custom_text(self.date, "review", values, meta)


@dataclass(frozen=True)
class OpinionOrder:
    """What one of the review group says in the browser; the last of three files the review with it."""

    date: dt.date
    quarter: Period
    by: str
    said: Opinion

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` for a quarter that cannot be reviewed any more."""
        refuse_quarter(locked.books, self.quarter, self.date)
        if self.said.digest != locked.books.digest(self.quarter.last):
            raise Refusal(f"{self.quarter.title}的账在审核的时候变了，请重新看过再签。")
        if self.said.scans != scans_of(locked.books, self.quarter).digest:
            raise Refusal(f"{self.quarter.title}的扫描件在审核的时候变了，请重新看过再签。")
        meta: dict[str, Value] = {
            "by": self.by,
            "remarks": self.said.remarks or None,
            "digest": self.said.digest,
            "scans": self.said.scans,
            "at": self.said.at,
        }
        texts = [custom_text(self.date, "opinion", [self.quarter.label, self.said.opinion], meta)]
        review = self._review(locked.books)
        if review is None:
            change = entry_change(locked, "opinion", texts, [f"{self.quarter.label} {self.by}"])
        else:
            texts.append(review.text(locked.books))
            change = entry_change(locked, "review", texts, [self.quarter.label])
        return with_scan_list(change, locked.books, self.quarter)

    def _review(self, books: Books) -> ReviewOrder | None:
        """Return the review, when with this one all have spoken of the same books."""
        group = group_of(books, self.date)
        given = {**open_opinions(books, self.quarter), self.by: self.said}
        digest, scans = self.said.digest or "", self.said.scans or ""
        if group is None or not all(
            name in given and given[name].is_of(digest, scans) for name in group.all
        ):
            return None
        found = verdict(group, given)
        return ReviewOrder(
            self.date,
            self.quarter,
            found.opinion,
            group.leader,
            group.members,
            found.remarks,
            of_scans=all(given[name].scans is not None for name in group.all),
        )


def with_scan_list(change: Change, books: Books, quarter: Period) -> Change:
    """Return the change with the list of the quarter's scans kept, by which it is told what changed."""
    scans = scans_of(books, quarter)
    kept = NewFile(list_name(quarter, scans.digest), scans.list_text().encode("utf-8", "replace"))
    return replace(change, made=(kept,))


@dataclass(frozen=True)
class ReviewSignature:
    """The signature, with a key, of one whom a review names, below the review that stands already."""

    quarter: Period
    by: str
    sign: Sign

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` when it cannot be added any more."""
        books = locked.books
        review = to_be_signed(books, self.quarter, self.by)
        file = books.relative(review.place.file)
        content = (books.root / file).read_bytes().decode("utf-8")
        last = last_line_of(content, review.place.line)
        head = "".join(lines_of(content)[review.place.line - 1 : last]).replace("\r\n", "\n")
        number = next(n for n in count(1) if _signature_key(n) not in review.signatures)
        lines = meta_text({_signature_key(number): self.sign(head)})
        return Change(
            file=file,
            title=f"{self.quarter.title}审核的电子签名：{self.by}",
            inserts=(Insert(last, lines),),
            dates=(review.date,),
            ids=(self.quarter.label,),
        )


def _signature_key(number: int) -> str:
    return "signature" if number == 1 else f"signature-{number}"


def to_be_signed(books: Books, quarter: Period, name: str) -> Review:
    """Return the last review of a quarter, which ``name`` is to sign with a key; else refuse."""
    given = [item for item in books.of(Review) if item.period == quarter]
    if not given:
        raise Refusal(f"{quarter.title}还没有审核，没有什么可签的：juwu review {quarter.label}")
    last = given[-1]
    if name not in (last.leader, *last.members):
        raise BadInput(f"{last.date} 的审核里没有 {name}，不能由 {name} 签")
    if not stands(books, last):
        raise Refusal(
            f"{quarter.title}在 {last.date} 审核以后账或扫描件改过，那次审核不算数了，"
            f"不能再往上签；请重新审核：juwu review {quarter.label}"
        )
    if is_forged(books, last):
        raise Refusal(f"{last.date} 的审核上有签名对不上，先查清楚是谁改的，再重新审核。")
    if last.digest is None or name not in unsigned_by(books, last):
        raise BadInput(f"{name} 在 {last.date} 的审核上不用再签：签过了，或者那天没有登记公钥")
    return last


def refuse_over_opinions(books: Books, quarter: Period, reason: str | None) -> None:
    """Refuse to file over what the group said in the browser, unless a reason is given."""
    standing = standing_opinions(books, quarter)
    if standing and not reason:
        said = "、".join(f"{name} {OPINIONS[one.opinion]}" for name, one in standing.items())
        raise Refusal(
            f"{quarter.title}已经有人在网页上签了意见（{said}），命令行不能盖过去；请其余的人也在网页上签。"
            '确要以纸面意见为准的，写明理由：--supersede "理由"，理由印在每张有这次审核的表上。'
        )
    if reason and not standing:
        raise BadInput(f"{quarter.title}没有人在网页上签过意见，不用写 --supersede")


def refuse_quarter(books: Books, quarter: Period, day: dt.date, *, may_sign: bool = False) -> None:
    """Refuse a quarter that has passed review already, or a month of which is not closed.

    A review after which the books were changed no longer holds, and may be given anew;
    one that lacks signatures, where they can be given (``may_sign``), not in the browser.
    """
    given = [item for item in books.of(Review) if item.period == quarter]
    if given and passes(books, given[-1]):
        _refuse_passed(books, quarter, given[-1], may_sign)
    span = books.span
    if span is None or quarter.last < span[0]:
        raise Refusal(f"{quarter.title}没有账，不用审核。")
    waiting = open_months(books, quarter, day)
    if waiting:
        names = "、".join(month.title for month in waiting)
        raise Refusal(f"{names}到 {day} 还没有月结，结了再审核：juwu close {waiting[0].label}")


def _refuse_passed(books: Books, quarter: Period, last: Review, may_sign: bool) -> None:
    unsigned = is_unsigned(books, last)
    if not unsigned:
        raise Refusal(f"{quarter.title}在 {last.date} 已经审核通过。")
    if not may_sign:
        raise Refusal(
            f"{quarter.title}在 {last.date} 审核通过，还缺电子签名，网页上不能用钥匙签："
            f"{signing_command(books, last)}。"
        )


def open_months(books: Books, quarter: Period, day: dt.date) -> list[Period]:
    """Return the months of a quarter, from the books' first on, that were not closed by ``day``."""
    first = books.span[0] if books.span else dt.date.max
    closed = {item.period for item in books.of(MonthClose) if item.date <= day}
    return [m for m in quarter.split_months() if m.last >= first and m not in closed]
