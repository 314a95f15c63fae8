"""The frozen view of the books that rules and reports read: :class:`Books`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from juwu_ledger.books.facts.carried import Carried, NeedsWhole, opening_balances, settle_carried
from juwu_ledger.books.facts.facts import Facts, Voucher
from juwu_ledger.books.facts.heirs import find_heirs
from juwu_ledger.books.facts.openings import (
    OPENING,
    brought_problems,
    opening_problems,
    stray_openings,
)
from juwu_ledger.books.facts.references import reference_problems
from juwu_ledger.books.facts.walk import walk
from juwu_ledger.books.model.chart import Chart, read_account
from juwu_ledger.books.model.directives import read_custom
from juwu_ledger.books.model.identifiers import VoucherId, plain
from juwu_ledger.books.model.metadata import check_count_meta
from juwu_ledger.books.model.money import CURRENCY
from juwu_ledger.books.model.people import Limits, People
from juwu_ledger.books.model.periods import YEARS, Period
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.vocabulary import (
    Approval,
    BroughtForward,
    BudgetLimit,
    Directive,
    Limit,
    MonthClose,
    Officer,
    SigningKey,
)
from juwu_ledger.books.reading.documents import FiledDocument, filed_documents, missing_documents
from juwu_ledger.books.reading.stray_files import StrayFile, stray_files, stray_problems

if TYPE_CHECKING:
    from juwu_ledger.books.signing.canonical import DigestChain
    from juwu_ledger.books.signing.keys import KeyRing
    from juwu_ledger.books.signing.signature_verdicts import Verdict
    from juwu_ledger.books.signing.trusted_keys import TrustedKeys

D = TypeVar("D", bound=Directive)
R = TypeVar("R")

_NO_TITLE = "Beancount"
_NO_FIGURE = {"petty-cash": "备用金限额", "street-sign-off": "须报街道主任签批的起点"}
_DEFAULT_OPTIONS: Mapping[str, Any] = {
    "name_assets": "Assets",
    "name_liabilities": "Liabilities",
    "name_equity": "Equity",
    "name_income": "Income",
    "name_expenses": "Expenses",
    "plugin_processing_mode": "default",
}


class Signed(NamedTuple):
    """A spending of ``amount`` fen under a sign-off that exists."""

    voucher: Voucher
    approval: Approval
    amount: int


@dataclass(frozen=True)
class Books:
    """What is in the books, typed and dated; nothing in it changes after :func:`build_books`."""

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
    carried: Carried | None = None
    """What sealed months hand on, where these books are read from the last seal on."""
    trusted_keys: TrustedKeys | None = None
    """Public keys from outside of the books, by which signatures are verified instead."""
    _records: dict[Callable[[Books], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def record(self, make: Callable[[Books], R]) -> R:
        """Return what ``make`` works out of these books; it is worked out once and kept.

        The books never change, so neither does what follows from them.
        """
        if make not in self._records:
            self._records[make] = make(self)
        made: R = self._records[make]
        return made

    def trusting(self, keys: TrustedKeys) -> Books:
        """Return the same books whose signatures are verified by keys from outside of them."""
        return replace(self, trusted_keys=keys)

    def walked_anew(self, entries: Sequence[Any]) -> Books:
        """Return the same books with the facts of other ``entries``, in the order they have.

        Directives, problems and cash counts stay those of these books.
        """
        carried = replace(self.carried, gifts=[], anchor=[]) if self.carried else None
        facts, balances = _walked(entries, self.chart, self.directives, carried)
        if carried is not None:
            settle_carried(facts, carried, self.chart)
        facts.assertions = self.facts.assertions
        return replace(self, facts=facts, balances=balances, carried=carried)

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
        """Return the sign-off of that id, in full width or not (the first, where one is repeated)."""
        return self._approvals.get(identity) or self._approvals.get(plain(identity))

    @cached_property
    def signed_spendings(self) -> list[Signed]:
        """Every spending whose sign-off is known, in order of date."""
        found = []
        for spending in self.facts.spendings:
            approval = self.approval(spending.approval)
            if approval is not None:
                found.append(Signed(spending.voucher, approval, spending.amount))
        return found

    @cached_property
    def spent_under(self) -> dict[str, str]:
        """Sign-off id → number of the first voucher that spent under it."""
        first: dict[str, str] = {}
        for voucher, approval, _amount in self.signed_spendings:
            first.setdefault(approval.id, voucher.id)
        return first

    @cached_property
    def numbered(self) -> list[tuple[VoucherId | None, Voucher]]:
        """Every voucher that has a number, with the number taken apart."""
        return [(VoucherId.parse(v.id), v) for v in self.facts.vouchers if v.id]

    @cached_property
    def _approvals(self) -> dict[str, Approval]:
        return {item.id: item for item in reversed(self.of(Approval))}

    @cached_property
    def keys(self) -> KeyRing:
        """The public keys of those who sign."""
        from juwu_ledger.books.signing.keys import KeyRing  # Most books have none.

        return KeyRing(self.of(SigningKey), self.trusted_keys)

    @cached_property
    def signatures(self) -> tuple[Verdict, ...]:
        """What became of every signature due on the sign-offs; none where nobody has a key."""
        if not self.of(SigningKey) and self.trusted_keys is None:
            return ()
        from juwu_ledger.books.signing.signature_verdicts import sign_off_verdicts

        return tuple(sign_off_verdicts(self))

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
    def digests(self) -> DigestChain:
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


def build_books(
    entries: list[Any],
    options: Mapping[str, Any],
    main: Path,
    text_problems: Iterable[Problem] = (),
    carried: Carried | None = None,
) -> Books:
    """Make the view from sorted, booked entries.

    ``text_problems`` is what the reading of the text found (see
    :func:`juwu_ledger.books.reading.source.text_problems`); ``carried`` is what sealed months hand on, where
    the entries are not all there are.
    """
    problems = list(text_problems)
    entries, unreachable = _within_reach(_without_padding(entries))
    problems += unreachable
    chart = Chart()
    directives: dict[type[Directive], list[Directive]] = defaultdict(list)
    for entry in entries:
        match type(entry).__name__:
            case "Custom":
                directive, found = read_custom(entry)
                problems += found
                if directive is not None:
                    directives[type(directive)].append(directive)
            case "Open":
                account, found = read_account(entry)
                problems += found
                chart.setdefault(account.name, account)
            case "Close":
                chart.close(entry.account, entry.date)
            case "Pad":
                problems.append(
                    Problem(
                        Place.of(entry.meta),
                        "用了 pad：它会自动造出一张凭证来补差额",
                        "删去 pad，查明差额，做一张有依据的凭证。",
                        date=entry.date,
                    )
                )
            case "Balance":
                problems += _assertion_problems(entry)
                problems += check_count_meta(entry)
    frozen = {kind: tuple(items) for kind, items in directives.items()}
    facts, balances = _walked(entries, chart, frozen, carried)
    problems += facts.problems
    problems += find_heirs(facts)
    strays = () if carried else stray_openings(facts)
    problems += opening_problems(strays, facts.vouchers)
    brought: tuple[Any, ...] = frozen.get(BroughtForward, ())
    problems += brought_problems(*_told_of_begin(brought, facts, carried), chart)
    unread = stray_files(main.parent, options.get("include") or ())
    problems += stray_problems(unread, main.parent)
    problems += _option_problems(options, main)
    problems += reference_problems((d for items in frozen.values() for d in items), facts, chart)
    if carried is not None:
        if any(v.kind == OPENING and v.date > carried.until for v in facts.vouchers):
            raise NeedsWhole  # It is no first voucher, and which one is, the whole books know.
        settle_carried(facts, carried, chart)
    limits: tuple[Any, ...] = frozen.get(Limit, ())
    problems += _missing_limits(limits, main)
    officers: tuple[Any, ...] = frozen.get(Officer, ())
    return Books(
        main=main,
        title=_title(options),
        chart=chart,
        directives=frozen,
        people=People(officers),
        limits=Limits(limits),
        facts=facts,
        balances=balances,
        problems=tuple(problems),
        missing_documents=missing_documents(main.parent, (d[2] for d in facts.documents)),
        filed_documents=tuple(filed_documents(main.parent, entries)),
        stray_files=unread,
        stray_openings=strays,
        entries=entries,
        carried=carried,
    )


def _walked(
    entries: Sequence[Any],
    chart: Chart,
    directives: Mapping[type[Directive], tuple[Directive, ...]],
    carried: Carried | None,
) -> tuple[Facts, dict[str, int]]:
    """Walk over entries in order; sealed months' sums come first where the books begin with them."""
    budgets: tuple[Any, ...] = directives.get(BudgetLimit, ())
    budgeted = chart.below(item.account for item in budgets)
    opening = opening_balances(carried, _vouchers_until(entries, carried.until)) if carried else {}
    return walk(entries, chart, CURRENCY, budgeted, opening)


def _told_of_begin(
    brought: Iterable[BroughtForward], facts: Facts, carried: Carried | None
) -> tuple[list[BroughtForward], dt.date | None]:
    """Return what is said of the year before the books, and the day they begin on.

    What sealed months say is well, or they would not be passed over; the books began there.
    """
    if carried is not None:
        return [item for item in brought if item.date > carried.until], carried.until
    return list(brought), facts.vouchers[0].date if facts.vouchers else None


def _vouchers_until(entries: Iterable[Any], day: dt.date) -> list[Any]:
    return [e for e in entries if type(e).__name__ == "Transaction" and e.date <= day]


def _title(options: Mapping[str, Any]) -> str:
    """The committee's name; Beancount's own default is none."""
    title = options.get("title") or ""
    return "" if title == _NO_TITLE else title


def _without_padding(entries: list[Any]) -> list[Any]:
    """Leave out what Beancount's ``pad`` made up (it runs before plugins, never in our loader)."""
    pads = {Place.of(e.meta) for e in entries if type(e).__name__ == "Pad"}
    if not pads:
        return entries
    return [
        e
        for e in entries
        if not (type(e).__name__ == "Transaction" and e.flag == "P" and Place.of(e.meta) in pads)
    ]


def _within_reach(entries: list[Any]) -> tuple[list[Any], list[Problem]]:
    """Leave out what is dated centuries ahead: no deadline can be reckoned from there."""
    at = len(entries)
    while at and entries[at - 1].date.year >= YEARS.stop:
        at -= 1
    return entries[:at], [
        Problem(
            Place.of(entry.meta),
            f"日期 {entry.date} 不合理，这一条没有采用",
            "改正年份。",
            date=entry.date,
        )
        for entry in entries[at:]
    ]


def _assertion_problems(entry: Any) -> Iterator[Problem]:
    place = Place.of(entry.meta)
    if entry.tolerance is not None:
        yield Problem(
            place,
            "余额后面写了容差（~）：公款一分不差",
            "删去 ~ 和后面的数。",
            date=entry.date,
            about=entry.account,
        )
    number, currency = entry.amount
    exponent = number.as_tuple().exponent
    if currency != CURRENCY or not -2 <= int(exponent) <= 0:
        yield Problem(
            place,
            f"余额 {number} {currency} 应是最多两位小数的 {CURRENCY} 金额",
            "照《账本格式》改正。",
            date=entry.date,
            about=entry.account,
        )


def _missing_limits(limits: Iterable[Limit], main: Path) -> Iterator[Problem]:
    kinds = {limit.kind for limit in limits}
    for kind, title in _NO_FIGURE.items():
        if kind not in kinds:
            yield Problem(
                Place(str(main), 1),
                f"账本没有写{title}（{kind}），有关的规则查不了",
                f'在 charter.beancount 里写明，如：2026-01-01 custom "limit" "{kind}" 3000.00 CNY',
                about=kind,
                warning=True,
            )


def _option_problems(options: Mapping[str, Any], main: Path) -> Iterator[Problem]:
    place = Place(str(main), 1)
    for key, wanted in _DEFAULT_OPTIONS.items():
        if options.get(key, wanted) != wanted:
            yield Problem(
                place,
                f'option "{key}" 改成了 {options[key]!r}',
                f"删去这个 option（应是 {wanted}）。",
            )
    currencies = options.get("operating_currency") or []
    if currencies and currencies != [CURRENCY]:
        yield Problem(
            place,
            f"账本币种写成了 {'、'.join(currencies)}",
            f'写成 option "operating_currency" "{CURRENCY}"。',
        )
    for key in ("inferred_tolerance_default", "tolerance_multiplier", "infer_tolerance_from_cost"):
        value = options.get(key)
        loosened = bool(value) if key != "tolerance_multiplier" else str(value or "0.5") != "0.5"
        if loosened:
            yield Problem(
                place, f'option "{key}" 放宽了借贷平衡的检查', "删去这个 option：公款一分不差。"
            )
