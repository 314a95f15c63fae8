"""Rows of bank statements beside vouchers: which are one for certain, which may be, which are alone.

Gates, all exact: the account, the side, the fen; a voucher's date lies in a window about the row's, and
where the books say when the bank showed it, on that very day. The date never breaks a tie. Tiers:

``A``  a number says so: ``bank-ref`` is the row's serial or receipt, or our voucher or approval number
       stands in what the payer wrote
``B``  one row and one voucher fit each other and nothing else, and the other party is the same
``C``  they fit each other only, but the other party is unknown or another: shown, not ticked
``D``  several fit: all shown, none chosen
``E``  a sum within one printed group: receipts or an approval named in one row, a merchant's day
``F``  nothing fits
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptRange, plain
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.ticked_rows import Moved, bank_ticks, open_moves, open_rows
from juwu_ledger.records.voucher_lines import texts

CERTAIN = "ABE"
"""Tiers that are ticked without asking."""


@dataclass(frozen=True)
class Window:
    """Days by which a voucher may come before a row, and after it."""

    before: int = 3
    after: int = 10

    def holds(self, voucher: dt.date, row: dt.date) -> bool:
        """Tell whether a voucher of this date may be a row of that day."""
        return -self.before <= (voucher - row).days <= self.after


class Match(NamedTuple):
    """Rows and the vouchers that are, or may be, one with them."""

    tier: str
    rows: tuple[KeptRow, ...]
    moved: tuple[Moved, ...]


def matches(books: Books, account: str, window: Window | None = None) -> list[Match]:
    """Return every row that is not decided yet with its tier, in order of day."""
    matching = _Matching(books, account, window or Window())
    found = [*matching.by_number(), *matching.by_group(), *matching.by_being_alone()]
    found += matching.undecided()
    return sorted(found, key=lambda match: (match.rows[0].row.date, match.rows[0].row.at))


class _Matching:
    """One account's rows and vouchers, while they are being paired off."""

    def __init__(self, books: Books, account: str, window: Window) -> None:
        self._books = books
        self._window = window
        self._rows = {kept.key: kept for kept in open_rows(books, account)}
        self._moves = {moved.voucher.id: moved for moved in open_moves(books, account)}
        self._is_clearing = books.chart[account].role == "clearing"
        self._known = _known_parties(books, account)
        self._receipts = books.record(_receipts_by_voucher)
        self._numbers = books.record(_own_numbers)

    def by_number(self) -> list[Match]:
        """Tier A: taken off once both sides say the same, and only each other."""
        pairs = [
            (kept, moved)
            for kept, fits in self._fitting().items()
            for moved in fits
            if _names(kept, moved)
        ]
        return [self._paired("A", kept, moved) for kept, moved in _only_pairs(pairs)]

    def by_group(self) -> list[Match]:
        """Tier E: sums of what one row names, and of a merchant's day."""
        found = []
        for kept in list(self._rows.values()):
            group = self._named_group(kept)
            if group:
                found.append(self._taken_off("E", [kept], group))
        if self._is_clearing:
            found += self._days()
        return found

    def by_being_alone(self) -> list[Match]:
        """Tiers B and C: one row and one voucher that fit nothing else."""
        fitting = self._fitting()
        pairs = [(kept, moved) for kept, fits in fitting.items() for moved in fits]
        found = []
        for kept, moved in _only_pairs(pairs):
            tier = "B" if self._is_same_party(kept, moved) else "C"
            found.append(self._paired(tier, kept, moved))
        return found

    def undecided(self) -> Iterator[Match]:
        """Tiers D and F: what is left."""
        for kept, fits in self._fitting().items():
            yield Match("D" if fits else "F", (kept,), tuple(fits))

    def _fitting(self) -> dict[KeptRow, list[Moved]]:
        """Return for each row the vouchers that pass every gate."""
        by_fen: dict[int, list[Moved]] = defaultdict(list)
        for moved in self._moves.values():
            by_fen[moved.fen].append(moved)
        return {
            kept: [moved for moved in by_fen[kept.row.fen] if self._is_timely(moved, kept)]
            for kept in self._rows.values()
        }

    def _is_timely(self, moved: Moved, kept: KeptRow) -> bool:
        if moved.shown is not None and moved.shown != kept.row.date:
            return False
        return self._window.holds(moved.voucher.date, kept.row.date)

    def _is_same_party(self, kept: KeptRow, moved: Moved) -> bool:
        """Tell whether the other party is the voucher's payee, by name or by a pair decided before."""
        row, payee = kept.row, normal_name(moved.voucher.payee)
        if moved.voucher.text("bank-ref") and (row.serial or row.receipt):
            return False  # The voucher names another row,
        if _tokens(kept) & self._numbers:
            return False  # … or the row another voucher: by number they would have met before.
        if payee and normal_name(row.party) == payee:
            return True
        return bool(row.party_account) and payee in self._known.get(plain(row.party_account), ())

    def _named_group(self, kept: KeptRow) -> list[Moved]:
        """Return the vouchers that a row names, where all are there and add up to it."""
        signed, receipts = _tokens(kept) & self._numbers, _named_receipts(kept)
        if not signed and not receipts:
            return []
        timely = [m for m in self._moves.values() if self._is_timely(m, kept)]
        alike = [moved for moved in timely if (moved.fen > 0) == (kept.row.fen > 0)]
        by_receipt = [m for m in alike if self._receipts_of(m) & receipts]
        if frozenset().union(*map(self._receipts_of, by_receipt)) != receipts:
            by_receipt = []
        by_approval = [m for m in alike if signed & _approvals(m)]
        for group in (by_receipt, by_approval):
            if len(group) > 1 and sum(moved.fen for moved in group) == kept.row.fen:
                return group
        return []

    def _receipts_of(self, moved: Moved) -> frozenset[str]:
        return self._receipts.get(moved.voucher.id, frozenset())

    def _days(self) -> Iterator[Match]:
        """Yield a merchant's days whose one side is one voucher, where no row fits it alone."""
        fitting = self._fitting()
        alone = [kept for kept, fits in fitting.items() if not fits]
        groups = {
            key: list(rows)
            for key, rows in groupby(
                sorted(alone, key=lambda k: (k.row.date, k.row.fen > 0)),
                key=lambda k: (k.row.date, k.row.fen > 0),
            )
        }
        pairs = [
            (key, moved)
            for key, rows in groups.items()
            for moved in self._moves.values()
            if len(rows) > 1
            and moved.fen == sum(kept.row.fen for kept in rows)
            and self._is_timely(moved, rows[0])
        ]
        for key, moved in _only_pairs(pairs):
            yield self._taken_off("E", groups[key], [moved])

    def _paired(self, tier: str, kept: KeptRow, moved: Moved) -> Match:
        return self._taken_off(tier, [kept], [moved])

    def _taken_off(self, tier: str, rows: Sequence[KeptRow], moves: Sequence[Moved]) -> Match:
        for kept in rows:
            del self._rows[kept.key]
        for moved in moves:
            del self._moves[moved.voucher.id]
        return Match(tier, tuple(rows), tuple(moves))


A = TypeVar("A")
B = TypeVar("B")


def _only_pairs(pairs: Iterable[tuple[A, B]]) -> list[tuple[A, B]]:
    """Return the pairs both of whose sides are in no other pair."""
    listed = list(pairs)
    left: dict[int, int] = defaultdict(int)
    right: dict[int, int] = defaultdict(int)
    for one, other in listed:
        left[id(one)] += 1
        right[id(other)] += 1
    return [(one, other) for one, other in listed if left[id(one)] == right[id(other)] == 1]


_TOKEN = re.compile(r"[0-9A-Z][0-9A-Z._/-]*[0-9A-Z]")
_RECEIPTS = re.compile(r"([A-Z]{1,6}\d{4,12})(?:-([A-Z]{1,6}\d{4,12}))?")


def _said(kept: KeptRow) -> str:
    return unicodedata.normalize("NFKC", f"{kept.row.purpose} {kept.row.summary}").upper()


def _tokens(kept: KeptRow) -> set[str]:
    return set(_TOKEN.findall(_said(kept)))


def _names(kept: KeptRow, moved: Moved) -> bool:
    """Tell whether a number of the voucher is one of the row's."""
    reference = plain(moved.voucher.text("bank-ref"))
    if reference and reference in (plain(kept.row.serial), plain(kept.row.receipt)):
        return True
    ours = {plain(moved.voucher.id), *_approvals(moved)} - {""}
    return bool(ours & _tokens(kept))


def _approvals(moved: Moved) -> set[str]:
    return set(map(plain, texts(moved.voucher, "approval")))


_MOST_RECEIPTS = 500


def _named_receipts(kept: KeptRow) -> frozenset[str]:
    """Return the receipt numbers that a row names: one by one, or as runs."""
    named: set[str] = set()
    for first, last in _RECEIPTS.findall(_said(kept)):
        run = ReceiptRange.parse(first, last or first)
        if run is not None and run.size <= _MOST_RECEIPTS:
            numbers = range(run.first.number, run.last.number + 1)
            named.update(str(run.first._replace(number=number)) for number in numbers)
    return frozenset(named)


def _own_numbers(books: Books) -> frozenset[str]:
    """Return every number of ours that a payer may have written: vouchers, approvals."""
    approvals = (plain(item.id) for item in books.of(Approval))
    return frozenset(approvals) | frozenset(map(plain, books.facts.by_id))


def _receipts_by_voucher(books: Books) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for use in books.facts.receipts:
        found[use.voucher.id].add(plain(use.text))
    return {voucher: frozenset(numbers) for voucher, numbers in found.items()}


def _known_parties(books: Books, account: str) -> Mapping[str, frozenset[str]]:
    """Return which payees an account of the other party was ticked for before."""
    ticked = books.record(bank_ticks).by_key
    found: dict[str, set[str]] = defaultdict(set)
    for kept in books.record(bank_rows).of(account):
        for tick in ticked.get(kept.key, ()):
            voucher = books.facts.by_id.get(tick.voucher)
            if voucher is not None and kept.row.party_account:
                found[plain(kept.row.party_account)].add(normal_name(voucher.payee))
    return {number: frozenset(names - {""}) for number, names in found.items()}
