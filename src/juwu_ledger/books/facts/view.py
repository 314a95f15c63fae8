"""The frozen view of the books that rules and reports read: :class:`Books`."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from juwu_ledger.books.facts.carried import Carried
from juwu_ledger.books.facts.facts import Facts, Voucher
from juwu_ledger.books.facts.openings import (
    OPENING,
)
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.frozen import Frozen
from juwu_ledger.books.model.identifiers import VoucherId, plain
from juwu_ledger.books.model.people import Limits, People
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.vocabulary import (
    Approval,
    Directive,
    MonthClose,
    SigningKey,
)
from juwu_ledger.books.reading.documents import FiledDocument
from juwu_ledger.books.reading.stray_files import StrayFile

if TYPE_CHECKING:
    from juwu_ledger.books.signing.canonical import DigestChain
    from juwu_ledger.books.signing.keys import KeyRing
    from juwu_ledger.books.signing.signature_verdicts import Verdict
    from juwu_ledger.books.signing.trusted_keys import TrustedKeys

D = TypeVar("D", bound=Directive)
R = TypeVar("R")


class Signed(NamedTuple):
    """A spending, or its part, of ``amount`` fen under an approval that exists."""

    voucher: Voucher
    approval: Approval
    amount: int


class Books(Frozen):
    """What is in the books, typed and dated; nothing in it changes once it is built (:mod:`.book_building`)."""

    main: Path
    title: str
    chart: Chart
    directives: Mapping[type[Directive], tuple[Directive, ...]]
    people: People
    limits: Limits
    facts: Facts
    balances: Mapping[str, int]
    """Closing balance of every account, fen, as Beancount signs it."""
    problems: tuple[Problem, ...]
    missing_documents: frozenset[str]
    filed_documents: tuple[FiledDocument, ...]
    """What other directives than vouchers name: statements, posted papers, ``document``."""
    stray_files: tuple[StrayFile, ...]
    """Files of entries in the books' folder that are not read, or doubles that are."""
    stray_openings: tuple[Voucher, ...]
    """Opening vouchers other than the one that the books begin with."""
    entries: Sequence[Any]
    options: Mapping[str, str]
    """The title and what is set of the options on which balancing hangs, as text: seals keep them."""
    carried: Carried | None = None
    """What sealed months hand on, where these books are read from the last seal on."""
    trusted_keys: "TrustedKeys | None" = None
    """Public keys from outside of the books, by which signatures are verified instead."""

    @cached_property
    def _records(self) -> "dict[Callable[[Books], Any], Any]":
        return {}

    def record(self, make: "Callable[[Books], R]") -> R:
        """Return what ``make`` works out of these books; it is worked out once and kept.

        The books never change, so neither does what follows from them.
        """
        if make not in self._records:
            self._records[make] = make(self)
        made: R = self._records[make]
        return made

    def trusting(self, keys: "TrustedKeys") -> "Books":
        """Return the same books whose signatures are verified by keys from outside of them."""
        return self.but(trusted_keys=keys)

    @property
    def root(self) -> Path:
        """The folder that the books live in."""
        return self.main.parent

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """Return the directives of one class in order of date."""
        return self.directives.get(kind, ())  # type: ignore[return-value]

    @property
    def vouchers(self) -> list[Voucher]:
        """Every voucher in order of date."""
        return self.facts.vouchers

    def vouchers_in(self, period: Period) -> Iterator[Voucher]:
        """Yield the vouchers of a period."""
        return (v for v in self.facts.vouchers if v.date in period)

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """Days of the first and the last voucher; ``None`` when there is none."""
        vouchers = self.facts.vouchers
        return (vouchers[0].date, vouchers[-1].date) if vouchers else None

    @property
    def newest(self) -> dt.date | None:
        """Date of the newest directive: the day that Beancount plugins judge from."""
        return self.entries[-1].date if self.entries else None

    def approval(self, identity: str) -> Approval | None:
        """Return the approval of that id, in full width or not (the first, where one is repeated)."""
        return self._approvals.get(identity) or self._approvals.get(plain(identity))

    @cached_property
    def signed_spendings(self) -> list[Signed]:
        """Every spending under each approval that is known, in order of date."""
        found = []
        for spending in self.facts.spendings:
            for part in spending.parts:
                approval = self.approval(part.approval)
                if approval is not None:
                    found.append(Signed(spending.voucher, approval, part.fen))
        return found

    @cached_property
    def spent_under(self) -> dict[str, str]:
        """Approval id → number of the first voucher that spent under it."""
        first: dict[str, str] = {}
        for voucher, approval, _amount in self.signed_spendings:
            first.setdefault(approval.id, voucher.id)
        return first

    @property
    def numbered(self) -> Iterator[tuple[VoucherId | None, Voucher]]:
        """Every voucher that has a number, with the number taken apart; not kept: they are many."""
        return ((VoucherId.parse(v.id), v) for v in self.facts.vouchers if v.id)

    @cached_property
    def numbered_by_month(self) -> dict[str, list[tuple[int, Voucher]]]:
        """Month → running numbers and vouchers, of those whose number is one of the month of their date."""
        found: dict[str, list[tuple[int, Voucher]]] = {}
        for day, vouchers in groupby(self.facts.vouchers, key=attrgetter("date")):
            month = day.isoformat()[:7]
            numbered = found.setdefault(month, [])
            for voucher in vouchers:
                following = len(numbered) + 1
                if voucher.id == f"{month}-{following:04d}":  # Nearly all need not be taken apart.
                    numbered.append((following, voucher))
                    continue
                parsed = VoucherId.parse(voucher.id)
                if parsed is not None and parsed.month == month:
                    numbered.append((parsed.number, voucher))
        return found

    @cached_property
    def _approvals(self) -> dict[str, Approval]:
        return {item.id: item for item in reversed(self.of(Approval))}

    @cached_property
    def keys(self) -> "KeyRing":
        """The public keys of those who sign."""
        from juwu_ledger.books.signing.keys import KeyRing  # Most books have none.

        return KeyRing(self.of(SigningKey), self.trusted_keys)

    @cached_property
    def signatures(self) -> "tuple[Verdict, ...]":
        """What became of every signature due on the approvals; none where nobody has a key."""
        if not self.of(SigningKey) and self.trusted_keys is None:
            return ()
        from juwu_ledger.books.signing.signature_verdicts import approval_verdicts

        return tuple(approval_verdicts(self))

    def raw(self, directive: Directive) -> Any:
        """Return Beancount's own entry of a directive of ours."""
        return self._customs[directive.place]

    @cached_property
    def _customs(self) -> dict[Place, Any]:
        return {Place.of(e.meta): e for e in self.entries if type(e).__name__ == "Custom"}

    def opens(self, voucher: Voucher) -> bool:
        """Tell whether a voucher is the one that the books begin with (or was, and is written anew)."""
        return voucher.kind == OPENING and voucher.place not in self._stray_places

    @cached_property
    def _stray_places(self) -> frozenset[Place]:
        return frozenset(voucher.place for voucher in self.stray_openings)

    def is_income(self, account: str) -> bool:
        """Tell whether ``account`` is an Income account."""
        return account.startswith("Income:")

    def relative(self, file: str) -> str:
        """Return the path of a file of the books from their folder, with ``/``."""
        try:
            return Path(file).relative_to(self.root).as_posix()
        except ValueError:
            return file

    def digest(self, until: dt.date) -> str:
        """Return the digest over every directive dated up to and including ``until``.

        It is that of the chain of months (:class:`juwu_ledger.books.signing.canonical.DigestChain`), so at a
        month's end it says which books a paper was made from, and all months before.
        """
        return self.digests.until(until)

    @cached_property
    def sealed(self) -> list[MonthClose]:
        """The closings that carry a digest, in order of month."""
        closings = [item for item in self.of(MonthClose) if item.digest]
        return sorted(closings, key=lambda item: (item.period.first, item.date, item.place))

    @cached_property
    def digests(self) -> "DigestChain":
        """The chain of digests over everything in the books."""
        from juwu_ledger.books.signing.canonical import DigestChain

        if self.carried is not None:
            later = [entry for entry in self.entries if entry.date > self.carried.until]
            return DigestChain.resumed(
                later, str(self.root), self.carried.until, self.carried.digests
            )
        first = self.span[0] if self.span else self.newest or dt.date.min
        sealed = self.sealed[0].period if self.sealed else None
        return DigestChain(self.entries, str(self.root), first, sealed)
