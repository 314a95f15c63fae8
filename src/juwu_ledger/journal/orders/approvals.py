"""Approvals (支出签批) to be written: the director's, and the street director's below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd
from juwu_ledger.journal.engine.change import Change, Insert
from juwu_ledger.journal.engine.directive_text import Fen, Value, custom_text, meta_text
from juwu_ledger.journal.engine.journal import LockedBooks, is_closed
from juwu_ledger.journal.engine.lines import last_line_of, lines_of
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.records.approvals import approval_uses

Sign = Callable[[str], str]
"""Takes the directive's text without this signature, returns the signature."""


@dataclass(frozen=True)
class ApprovalOrder:
    """An approval as it is asked for; ``amount`` in fen."""

    date: dt.date
    amount: int
    purpose: str
    director: str
    reason: str | None = None
    applicant: str | None = None
    payee: str | None = None
    fund: str | None = None
    resolution: str | None = None
    street_director: str | None = None
    street_date: dt.date | None = None
    id: str | None = None
    """The next free one when it is not given."""
    sign: Sign | None = None
    street_sign: Sign | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that adds the approval, signed by those who have a key."""
        books = locked.books
        identity = free_approval(books, self)
        return Change(
            file=home_of("approval", Approval, books, locked.files),
            title=f"签批 {identity}",
            texts=(self.text(identity),),
            ids=(identity,),
        )

    def text(self, identity: str) -> str:
        """Return the directive under the id it is given, signed by those who have a key."""
        meta: dict[str, Value] = {
            "reason": self.reason,
            "applicant": self.applicant,
            "payee": self.payee,
            "fund": self.fund,
            "resolution": self.resolution,
            "director": self.director,
            "street-director": self.street_director,
            "street-date": self.street_date,
        }
        values: list[Value] = [identity, Fen(self.amount), self.purpose]
        text = custom_text(self.date, "approval", values, meta)
        # Neither signature covers the other, so both are made of the text without any.
        signatures = {
            "signature": self.sign(text) if self.sign else None,
            "street-signature": self.street_sign(text) if self.street_sign else None,
        }
        return text + meta_text(signatures)


@dataclass(frozen=True)
class StreetSignature:
    """The street director's signature, below an approval that stands already."""

    approval: str
    date: dt.date
    street_director: str
    sign: Sign | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` when it cannot be added any more."""
        books = locked.books
        approval = unsigned_by_street(books, self.approval)
        if self.date < approval.date:
            raise BadInput(f"街道签批的日期 {self.date} 早于主任签批的 {approval.date}")
        file = books.relative(approval.place.file)
        content = (books.root / file).read_bytes().decode("utf-8")
        last = last_line_of(content, approval.place.line)
        head = "".join(lines_of(content)[approval.place.line - 1 : last]).replace("\r\n", "\n")
        lines = meta_text({"street-director": self.street_director, "street-date": self.date})
        if self.sign is not None:
            whole = f"{head.rstrip()}\n{lines}"
            lines += meta_text({"street-signature": self.sign(whole)})
        return Change(
            file=file,
            title=f"签批 {approval.id} 的街道签批",
            inserts=(Insert(last, lines),),
            dates=(approval.date,),
            ids=(approval.id,),
        )


@dataclass(frozen=True)
class ApprovalEndOrder:
    """The end of an approval: from the day after ``date`` nothing is spent under it."""

    approval: str
    date: dt.date
    reason: str
    director: str
    sign: Sign | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`BadInput` or :class:`Refusal` where it cannot end."""
        approval = still_open(locked.books, self.approval)
        if self.date < approval.date:
            raise BadInput(f"终止的日期 {self.date} 早于签批的 {approval.date}")
        text = custom_text(
            self.date, "approval-end", [approval.id, self.reason], {"director": self.director}
        )
        text += meta_text({"signature": self.sign(text) if self.sign else None})
        return Change(
            file=home_of("approval-end", ApprovalEnd, locked.books, locked.files),
            title=f"签批终止 {approval.id}",
            texts=(text,),
            ids=(approval.id,),
        )


def free_approval(books: Books, wanted: ApprovalOrder) -> str:
    """Return the id that an approval gets; raise :class:`BadInput` where it is taken."""
    identity = wanted.id or next_approval(books, wanted.date)
    if books.approval(identity) is not None:
        raise BadInput(f"签批 {identity} 已经有了，换一个编号")
    return identity


def still_open(books: Books, identity: str) -> Approval:
    """Return the approval; raise :class:`BadInput` for none, :class:`Refusal` for one that has ended."""
    approval = books.approval(identity)
    if approval is None:
        raise BadInput(f"没有签批 {identity}")
    end = books.record(approval_uses).of(approval).end
    if end is not None:
        raise Refusal(f"签批 {approval.id} 在 {end.date} 已经终止（{end.reason}）。")
    return approval


def unsigned_by_street(books: Books, identity: str) -> Approval:
    """Return the approval; raise :class:`Refusal` unless the street director may still sign it."""
    approval = books.approval(identity)
    if approval is None:
        raise BadInput(f"没有签批 {identity}")
    if approval.street_director or approval.street_signature:
        signed = approval.street_date or approval.date
        raise Refusal(
            f"签批 {identity} 街道主任 {approval.street_director} 已经在 {signed} 签过了。"
        )
    if is_closed(books, approval.date):
        raise Refusal(
            f"签批 {identity} 是 {approval.date} 的，那个月已经月结，不能再补街道签批；"
            "请由主任和街道主任另签一张：juwu approve"
        )
    return approval


def next_approval(books: Books, date: dt.date) -> str:
    """Return the id that the next approval gets, after the books' own habit."""
    return proposed((item.id for item in books.of(Approval)), date.year, "SP", 4)
