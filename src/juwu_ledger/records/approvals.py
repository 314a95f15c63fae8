"""Approvals (签批) in use: what was spent under each, what came back, what is left.

The one place where this is worked out. A spending counts under the approval that it names (in full
width or not), or line by line under those that its lines name, bank charges aside. Money that comes
back gives back to the approval of the spending it names, of several to that of the same line, at
most what is still out of it; money that goes out again after it had come back takes that back. A
approval that the director has ended (``approval-end``) has nothing available any more, whatever was
left of it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Part, Refund, Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd
from juwu_ledger.records.voucher_lines import Line, lines_of


class Use(NamedTuple):
    """Money spent under an approval (positive fen), or given back to it (negative)."""

    approval: str
    """Id as it was registered; as the voucher writes it where there is none; empty where it names none."""
    voucher: Voucher
    fen: int
    judged: dt.date
    """The day from which conduct is judged: a voucher that undoes the whole of another has its day."""


class ApprovalUse(NamedTuple):
    """An approval and its uses, in order of their own date and number."""

    approval: Approval
    uses: tuple[Use, ...]
    end: ApprovalEnd | None = None
    """Where the director has ended it."""
    is_spent_up: bool = False
    """Whether nothing is left by the seal that the books are read from: ``uses`` may lack some of them."""

    def until(self, day: dt.date) -> "ApprovalUse":
        """Return the same as of the end of ``day``: the uses whose own date is not later."""
        uses = tuple(use for use in self.uses if use.voucher.date <= day)
        end = self.end if self.end is not None and self.end.date <= day else None
        return ApprovalUse(self.approval, uses, end, self.is_spent_up)

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
        return 0 if self.end is not None or self.is_spent_up else max(0, self.left)


class ApprovalUses(NamedTuple):
    """Every use of every approval of the books."""

    all: tuple[Use, ...]
    """In order of own date and number, those without an approval of these books among them."""
    by_approval: Mapping[str, ApprovalUse]
    """Approvals by id in order of date; of an id that is repeated, the first."""

    def of(self, approval: Approval) -> ApprovalUse:
        """Return an approval with its uses; one that repeats the id of another has none."""
        found = self.by_approval[approval.id]
        if found.approval is approval:
            return found
        return ApprovalUse(approval, (), found.end, found.is_spent_up)


def approval_uses(books: Books) -> ApprovalUses:
    """Work out the use of all approvals; to be had by ``books.record(approval_uses)``."""
    uses = tuple(sorted(_uses(books), key=attrgetter("voucher.date", "voucher.id")))
    under: dict[str, list[Use]] = {item.id: [] for item in books.of(Approval)}
    for use in uses:
        if use.approval in under:
            under[use.approval].append(use)
    first = {item.id: item for item in reversed(books.of(Approval))}
    ends = books.record(approval_ends)
    return ApprovalUses(
        uses,
        {
            name: ApprovalUse(
                first[name],
                tuple(own),
                ends.get(plain(name)) if ends else None,
                _is_spent_up(books, first[name]),
            )
            for name, own in under.items()
        },
    )


def _is_spent_up(books: Books, approval: Approval) -> bool:
    carried = books.carried
    return (
        carried is not None
        and approval.date <= carried.until
        and plain(approval.id) not in carried.open_approvals
    )


def approval_ends(books: Books) -> Mapping[str, ApprovalEnd]:
    """Return the end of each approval that has one, by id in plain form; the first, where there are more."""
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


class _Move:
    """A use in the making, and how much of it nothing has undone yet."""

    __slots__ = ("use", "standing", "accounts", "undoes")

    def __init__(
        self, use: Use, accounts: Mapping[str, int], undoes: "_Move | None" = None
    ) -> None:
        self.use = use
        self.standing = abs(use.fen)
        """Fen, positive; of a spending it is what is still out of it."""
        self.accounts = accounts
        """What a spending under several approvals paid for under this one, by account."""
        self.undoes = undoes

    @property
    def approval(self) -> str:
        return self.use.approval

    @property
    def fen(self) -> int:
        return self.use.fen

    @property
    def first(self) -> "_Move":
        """The spending at the root of what came back and went out again."""
        return self if self.undoes is None else self.undoes.first


def _uses(books: Books) -> Iterator[Use]:
    """Yield what each voucher moved under each approval; vouchers that moved nothing are left out."""
    moves = _undoing(books)
    for spending in books.facts.spendings:
        own = moves.pop(id(spending.voucher.txn), None)
        if own is None:  # Nothing of it ever came back, as of nearly all.
            for part in spending.parts:
                yield _spent(books, spending.voucher, part)
        else:
            yield from (move.use for move in own)
    for own in moves.values():
        yield from (move.use for move in own)


def _undoing(books: Books) -> dict[int, list[_Move]]:
    """Return what the vouchers (by ``id()``) moved that refunds are, or are about."""
    refunds = books.facts.refunds
    about = {id(one.txn) for refund in refunds for one in (refund.original, refund.voucher)}
    moves = {
        id(spending.voucher.txn): [
            _Move(_spent(books, spending.voucher, part), part.accounts) for part in spending.parts
        ]
        for spending in (books.facts.spendings if about else ())
        if id(spending.voucher.txn) in about
    }
    for refund in refunds:
        before = moves.get(id(refund.original.txn), [])
        before = [move for move in before if move.fen * refund.amount > 0]
        own = moves.get(id(refund.voucher.txn), [])
        undone = _undone(books, refund, before, own)
        if undone:
            used = [move for move in own if _is_apart(refund, move, before)]
            moves[id(refund.voucher.txn)] = [*undone, *used]
    return moves


def _spent(books: Books, voucher: Voucher, part: Part) -> Use:
    approval = books.approval(part.approval)
    name = approval.id if approval else part.approval
    return Use(name, voucher, part.fen, voucher.date)


def _is_apart(refund: Refund, spending: _Move, before: Sequence[_Move]) -> bool:
    """Tell whether money that goes out stands under an approval that nothing came back to."""
    names = {move.approval for move in before}
    return refund.amount < 0 and bool(spending.approval) and spending.approval not in names


def _undone(
    books: Books, refund: Refund, before: Sequence[_Move], own: Sequence[_Move]
) -> list[_Move]:
    """Return the moves by which a voucher undoes those ``before`` it; none where it is a use of its own.

    ``own`` are the voucher's own moves, where the money that it takes out again really goes.
    """
    named = {move.approval: move.fen for move in own if move.approval and refund.amount < 0}
    found = [(move, named[move.approval]) for move in before if move.approval in named]
    others = [move for move in before if move.approval not in named]
    # What restores a red letter is measured as the spending was that the red letter took back.
    spent = sum(move.fen for move in own if not move.approval)
    is_spent = bool(named) or bool(own and refund.amount < 0 and refund.original.mirrors)
    found += _shared(refund, others, spent if is_spent else abs(refund.amount))
    spending = own[0] if own else None
    return [_undo(books, refund, move, spending, fen) for move, fen in found if fen > 0]


def _shared(refund: Refund, before: Sequence[_Move], fen: int) -> list[tuple[_Move, int]]:
    """Divide what a voucher undoes among the moves before it, no more than what stands of each.

    It goes to the approval that its line (or it) names, else to those that paid for the line's
    account; what is left goes to them all in order.
    """
    room = [min(m.standing, m.first.standing) if refund.amount > 0 else m.standing for m in before]
    shares = [0] * len(before)

    def give(at: int, most: int) -> int:
        share = max(0, min(most, fen - sum(shares), room[at] - shares[at]))
        shares[at] += share
        return share

    for line in lines_of(refund.voucher) if len(before) > 1 else ():
        rest = abs(line.fen) if line.fen * refund.amount < 0 else 0
        for at, most in _paid_for(line, refund.voucher, before):
            rest -= give(at, min(rest, most))
    for at in range(len(before)):
        give(at, fen)
    return list(zip(before, shares, strict=True))


def _paid_for(line: Line, voucher: Voucher, before: Sequence[_Move]) -> list[tuple[int, int]]:
    """Return which moves a line that undoes belongs to, and how much of it at most, fen."""
    own = text_of((line.posting.meta or {}).get("approval"))
    name = plain(own or voucher.text("approval"))
    named = [at for at, move in enumerate(before) if name and plain(move.approval) == name]
    if named or own:
        return [(at, abs(line.fen)) for at in named]
    return [(at, move.first.accounts.get(line.account, 0)) for at, move in enumerate(before)]


def _undo(books: Books, refund: Refund, before: _Move, spending: _Move | None, fen: int) -> _Move:
    """Return the move that undoes ``fen`` of ``before``, and note it on all that came before."""
    judged = refund.voucher.date  # Neither one that was reversed whole is judged, nor what did it.
    if spending is None and books.facts.takes_back_whole(refund.voucher):
        judged = before.use.judged
    sign = 1 if refund.amount < 0 else -1
    change = -fen
    earlier: _Move | None = before
    while earlier is not None:
        earlier.standing += change
        change, earlier = -change, earlier.undoes
    return _Move(Use(before.approval, refund.voucher, sign * fen, judged), {}, before)
