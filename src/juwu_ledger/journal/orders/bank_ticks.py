"""Ticks: which row of a bank statement is which voucher, written as ``custom "cleared"``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import LateClearing, Reconciliation
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Account, Fen, Value, custom_text, value_text
from juwu_ledger.journal.engine.journal import LockedBooks, is_closed
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.records.bank_matches import (
    CERTAIN,
    Match,
    Window,
    matches,
)
from juwu_ledger.records.ticked_rows import Moved, open_moves, open_rows

BY_HAND = "P"
_LEAST_OF_KEY = 4


@dataclass(frozen=True)
class TicksOrder:
    """What is certain of one account's rows, and what a person decided, ticked in one stroke."""

    account: str
    month: Period | None = None
    window: Window = Window()
    pairs: Sequence[tuple[str, str]] = ()
    """Beginnings of rows' keys and voucher numbers that a person says are one."""

    def found(self, books: Books) -> list[Match]:
        """Return every row's match, the person's own first; raises :class:`BadInput`."""
        own = [_by_hand(books, self.account, *pair) for pair in self.pairs]
        keys = {kept.key for match in own for kept in match.rows}
        taken = {moved.voucher.id for match in own for moved in match.moved}
        rest = [
            match
            for match in matches(books, self.account, self.window)
            if self._is_asked_for(match)
            and not any(kept.key in keys for kept in match.rows)
            and not (match.tier in CERTAIN and any(m.voucher.id in taken for m in match.moved))
        ]
        return [*own, *rest]

    def ticked(self, books: Books) -> list[Match]:
        """Return the matches that can be written down."""
        return [
            match
            for match in self.found(books)
            if match.tier in (*CERTAIN, BY_HAND) and _day_of(books, match) is not None
        ]

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` where nothing is certain."""
        books = locked.books
        certain = self.ticked(books)
        if not certain:
            raise Refusal(f"{account_label(self.account)}没有能自动勾对的流水。")
        texts = sorted(text for match in certain for text in _texts(books, self.account, match))
        return Change(
            file=home_of("cleared", LateClearing, books, locked.files),
            title=f"勾对银行流水 {account_label(self.account)} {len(texts)} 笔",
            texts=("".join(texts),),
            ids=tuple(moved.voucher.id for match in certain for moved in match.moved),
        )

    def _is_asked_for(self, match: Match) -> bool:
        return self.month is None or match.rows[0].row.date in self.month


def _texts(books: Books, account: str, match: Match) -> Iterator[str]:
    day = _day_of(books, match)
    assert day is not None
    meta: dict[str, Value] = {
        "bank-line": " ".join(kept.key for kept in match.rows),
        "tier": match.tier,
    }
    for moved in match.moved:
        yield custom_text(day, "cleared", [moved.voucher.id, Account(account)], meta)


def _day_of(books: Books, match: Match) -> dt.date | None:
    """Return the day that a tick is written under: the bank's own.

    In a closed month nothing is written. The tick may stand under the next open day where the voucher itself
    says the bank's day, for that one counts, and where the closed month was reconciled with these rows as not
    booked yet: there they stay so. ``None``: it cannot be written.
    """
    day = match.rows[-1].row.date
    if not is_closed(books, day):
        return day
    says_it = all(moved.shown == day for moved in match.moved)
    if not says_it and not _was_unbooked(books, match):
        return None
    while is_closed(books, day):
        day = Period.month_of(day).following().first
    return day


def _was_unbooked(books: Books, match: Match) -> bool:
    """Tell whether the reconciliation of their month names all its rows, and the vouchers say no day."""
    last = Period.month_of(match.rows[-1].row.date).last
    named = {
        key
        for item in books.of(Reconciliation)
        if item.date == last and item.account == match.moved[0].account
        for key in (item.unbooked or "").split()
    }
    is_named = all(kept.key in named for kept in match.rows)
    return is_named and all(moved.shown is None for moved in match.moved)


def _by_hand(books: Books, account: str, key: str, voucher: str) -> Match:
    """Return the pair that a person names; the gates but for the date hold for it too."""
    rows = [kept for kept in open_rows(books, account) if kept.key.startswith(key)]
    if len(key) < _LEAST_OF_KEY or len(rows) != 1:
        raise BadInput(f"--pair：没有勾对过的流水里，找不到唯一的一笔 {key!r}")
    moves = [moved for moved in open_moves(books, account) if moved.voucher.id == voucher]
    if not moves:
        raise BadInput(f"--pair：{voucher} 不在{account_label(account)}还没勾对的凭证里")
    kept, moved = rows[0], moves[0]
    if moved.fen != kept.row.fen:
        raise BadInput(
            f"--pair：流水 {show_fen(kept.row.fen)} 元，{voucher} {show_fen(moved.fen)} 元，不是一笔"
        )
    if moved.shown is not None and moved.shown != kept.row.date:
        raise BadInput(f"--pair：{voucher} 已经写明 {moved.shown} 到账，流水是 {kept.row.date} 的")
    return Match(BY_HAND, (kept,), (moved,))


def drafts_of(account: str, rows: Iterable[KeptRow]) -> Iterator[Draft]:
    """Yield a draft of each row that nothing fits: what the row proves, and nothing else."""
    for kept in rows:
        row = kept.row
        comes_in = row.fen > 0
        party, money = ("from", "to") if comes_in else ("to", "from")
        answers = (
            ("amount", value_text(Fen(abs(row.fen))).split()[0]),
            (party, row.party),
            ("for", row.purpose or row.summary),
            (money, account),
            ("date", row.date.isoformat()),
            ("cleared", row.date.isoformat()),
        )
        given = tuple((name, text) for name, text in answers if text)
        yield Draft("receive" if comes_in else "spend", given, note=note_of(kept))


def note_of(kept: KeptRow) -> str:
    """Return what a draft says of the row that it is made of."""
    return f"银行流水 {kept.key}"


def line_of(kept: KeptRow) -> str:
    """Return a row as a line: day, side, amount, party, what for, the beginning of its key."""
    row = kept.row
    side = "收" if row.fen > 0 else "付"
    said = " ".join(filter(None, (row.party, row.summary, row.purpose)))
    return f"{row.date} {side} {show_fen(abs(row.fen))} 元 {said} [{kept.key[:8]}]"


def moved_line(moved: Moved) -> str:
    """Return a voucher as a line beside a row."""
    voucher = moved.voucher
    return f"{voucher.id} {voucher.date} {voucher.payee} {voucher.narration}"
