"""Sign-offs (签批) in use: what was spent under each, what came back, what is left.

The one place where this is worked out. A spending counts under the sign-off that it names (in full
width or not), bank charges aside. Money that comes back gives back to the sign-off of the spending
it names, at most what is still out of that spending; money that goes out again after it had come
back takes that back. A sign-off that the director has ended (``approval-end``) has nothing available
any more, whatever was left of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Refund, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd


class Use(NamedTuple):
    """Money spent under a sign-off (positive fen), or given back to it (negative)."""

    approval: str
    """Id as it was registered; as the voucher writes it where there is none; empty where it names none."""
    voucher: Voucher
    fen: int
    judged: dt.date
    """The day from which conduct is judged: a voucher that undoes the whole of another has its day."""


class ApprovalUse(NamedTuple):
    """A sign-off and its uses, in order of their own date and number."""

    approval: Approval
    uses: tuple[Use, ...]
    end: ApprovalEnd | None = None
    """Where the director has ended it."""

    def until(self, day: dt.date) -> ApprovalUse:
        """Return the same as of the end of ``day``: the uses whose own date is not later."""
        uses = tuple(use for use in self.uses if use.voucher.date <= day)
        end = self.end if self.end is not None and self.end.date <= day else None
        return ApprovalUse(self.approval, uses, end)

    @property
    def spent(self) -> int:
        """What was spent under it, less what was given back, fen."""
        return sum(use.fen for use in self.uses)

    @property
    def left(self) -> int:
        """What was approved and is not spent; negative where too much was, fen."""
        return self.approval.amount - self.spent

    @property
    def available(self) -> int:
        """What may still be spent under it, fen: nothing where it has ended."""
        return max(0, self.left) if self.end is None else 0


@dataclass(frozen=True)
class ApprovalUses:
    """Every use of every sign-off of the books."""

    all: tuple[Use, ...]
    """In order of own date and number, those without a sign-off of these books among them."""
    by_approval: Mapping[str, ApprovalUse]
    """Sign-offs by id in order of date; of an id that is repeated, the first."""

    def of(self, approval: Approval) -> ApprovalUse:
        """Return a sign-off with its uses; one that repeats the id of another has none."""
        found = self.by_approval[approval.id]
        return found if found.approval is approval else ApprovalUse(approval, (), found.end)


def approval_uses(books: Books) -> ApprovalUses:
    """Work out the use of all sign-offs; to be had by ``books.record(approval_uses)``."""
    found = (Use(m.approval, m.voucher, m.fen, m.judged) for m in _moves(books))
    uses = tuple(sorted(found, key=lambda use: (use.voucher.date, use.voucher.id)))
    under: dict[str, list[Use]] = {item.id: [] for item in books.of(Approval)}
    for use in uses:
        if use.approval in under:
            under[use.approval].append(use)
    first = {item.id: item for item in reversed(books.of(Approval))}
    ends = books.record(approval_ends)
    return ApprovalUses(
        uses,
        {
            name: ApprovalUse(first[name], tuple(own), ends.get(plain(name)))
            for name, own in under.items()
        },
    )


def approval_ends(books: Books) -> Mapping[str, ApprovalEnd]:
    """Return the end of each sign-off that has one, by id in plain form; the first, where there are more."""
    return {plain(item.id): item for item in reversed(books.of(ApprovalEnd))}


def reached_street_figure(books: Books, day: dt.date, fen: int) -> int | None:
    """Return the figure (fen) from which the street office signs too, if ``fen`` reaches it.

    The figure is that of ``day``; ``None`` where the amount is below it or the charter has none.
    """
    figure = books.limits.amount("street-sign-off", day)
    return figure if figure is not None and fen >= figure else None


def needs_street(books: Books, approval: Approval) -> bool:
    """Tell whether the street office signs too: the amount asks for it, or it has signed."""
    return (
        approval.street_director is not None
        or reached_street_figure(books, approval.date, approval.amount) is not None
    )


@dataclass(slots=True)
class _Move:
    """A use in the making, and how much of it nothing has undone yet."""

    approval: str
    voucher: Voucher
    fen: int
    judged: dt.date
    standing: int
    """Fen, positive; of a spending it is what is still out of it."""
    undoes: _Move | None = None

    @property
    def first(self) -> _Move:
        """The spending at the root of what came back and went out again."""
        return self if self.undoes is None else self.undoes.first


def _moves(books: Books) -> Iterable[_Move]:
    """Return what each voucher moved; vouchers that moved nothing are left out."""
    moves: dict[int, _Move] = {}
    for voucher, fen, named, _cash in books.facts.spendings:
        approval = books.approval(named)
        name = approval.id if approval else named
        moves[id(voucher.txn)] = _Move(name, voucher, fen, voucher.date, fen)
    for refund in books.facts.refunds:
        before = moves.get(id(refund.original.txn))
        if before is None or before.fen * refund.amount < 0:
            continue
        spending = moves.get(id(refund.voucher.txn))
        fen = _undone(refund, before, spending)
        if fen > 0:
            moves[id(refund.voucher.txn)] = _undo(books, refund, before, spending, fen)
    return moves.values()


def _undone(refund: Refund, before: _Move, spending: _Move | None) -> int:
    """Return how much of ``before`` a voucher undoes, fen; zero where it is a use of its own.

    ``spending`` is the voucher's own move, where the money that it takes out again really goes.
    """
    if refund.amount > 0:
        return min(refund.amount, before.standing, before.first.standing)
    if spending is not None and spending.approval:
        return spending.fen if spending.approval == before.approval else 0
    # What restores a red letter is measured as the spending was that the red letter took back.
    measured = spending.fen if spending and refund.original.mirrors else -refund.amount
    return min(measured, before.standing)


def _undo(books: Books, refund: Refund, before: _Move, spending: _Move | None, fen: int) -> _Move:
    """Return the move that undoes ``fen`` of ``before``, and note it on all that came before."""
    judged = refund.voucher.date  # Neither one that was reversed whole is judged, nor what did it.
    if spending is None and books.facts.takes_back_whole(refund.voucher):
        judged = before.judged
    sign = 1 if refund.amount < 0 else -1
    change = -fen
    earlier: _Move | None = before
    while earlier is not None:
        earlier.standing += change
        change, earlier = -change, earlier.undoes
    return _Move(before.approval, refund.voucher, sign * fen, judged, fen, before)
