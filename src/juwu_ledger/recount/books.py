"""The books, voucher by voucher: what came in, what went out, what was taken back.

A voucher that raises the money (cash, bank, clearing) is an income, one that lowers it a spending;
what it earned and paid at once counts on both sides. A red letter comes off the side on which its
voucher stood, and so does a refund by another account; a deposit given back from there is a payment. Amounts are yuan as Beancount signs them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from beancount.core import data

from .reading import Unreadable, entries_of

ZERO, DAY = Decimal("0.00"), dt.timedelta(1)
RESULT, MONEY = ("Income", "Expenses"), ("petty-cash", "undeposited", "bank", "clearing")
Span = tuple[dt.date, dt.date]
Meta = dict[str, Any]


class Said(NamedTuple):
    """A ``custom`` directive."""

    date: dt.date
    values: list[Any]
    meta: Meta


@dataclass(eq=False)
class Leg:
    """A posting, the fund that it belongs to (or no fund, ``""``), and its voucher."""

    v: Voucher
    account: str
    n: Decimal
    meta: Meta
    fund: str = ""


@dataclass(eq=False)
class Voucher:
    """A transaction, on its own date."""

    id: str
    date: dt.date
    payee: str
    meta: Meta
    legs: list[Leg] = field(default_factory=list)
    root: Voucher | None = None
    """The first of what it takes back, or gives again."""
    red: Voucher | None = None
    """The voucher that it takes back on that one's own accounts."""
    sign: int = 1
    """-1 where it comes off the side on which its root stood."""
    ink: int = 1
    """-1 where it is written in red."""
    opening: bool = False
    """Balances brought forward: part of every opening."""
    stray: bool = False
    """A second such voucher: on no side."""
    carried: bool = False
    """The year's result carried to the net assets."""
    income: Decimal = ZERO
    spending: Decimal = ZERO

    def on(self, accounts: Iterable[str]) -> Decimal:
        """Add up what it has on some accounts, or below ``Income``, ``Expenses`` …"""
        names = set(accounts)
        return sum((x.n for x in self.legs if {x.account, x.account.split(":")[0]} & names), ZERO)


def span_of(period: str) -> Span:
    """Return the first and last day of 2025-03, 2025Q1, 2025H1, 2025 or 2025-03-01..2025-05-31."""
    if ".." in period:
        return dt.date.fromisoformat(period[:10]), dt.date.fromisoformat(period[12:])
    months = {"": 12, "-": 1, "Q": 3, "H": 6}[period[4:5]]
    year, end = int(period[:4]), int(period[5:] or 1) * months
    return dt.date(year, end - months + 1, 1), dt.date(year + end // 12, end % 12 + 1, 1) - DAY


def quarter_before(span: Span) -> Span:
    """Return the quarter that ended before a span began."""
    day = span[0] - DAY
    return span_of(f"{day.year}Q{(day.month + 2) // 3}")


def plain(text: Any) -> str:
    """Return a number as people read it, whatever its width and case."""
    return unicodedata.normalize("NFKC", str(text or "")).strip().upper()


def label(account: str) -> str:
    """Return 库存现金·备用金 for ``Assets:1001库存现金:01备用金``."""
    return "·".join(p.lstrip("0123456789") or p for p in account.split(":")[1:]) or account


class Books:
    """The books, entry by entry; raises :class:`Unreadable`."""

    def __init__(self, main: Path) -> None:
        """Read them."""
        self.committee, entries = entries_of(main)
        self.folder = main.resolve().parent
        self.accounts: dict[str, Meta] = {
            e.account: e.meta for e in entries if isinstance(e, data.Open)
        }
        self.of: dict[str, list[str]] = defaultdict(list)  # accounts by role, source and nature
        self.by_label: dict[str, list[str]] = defaultdict(list)
        for a, meta in self.accounts.items():
            self.of[str(meta.get("role") or meta.get("source") or meta.get("nature"))].append(a)
            self.by_label[label(a)].append(a)
        self.money = {a for role in MONEY for a in self.of[role]}
        self.said: dict[str, list[Said]] = defaultdict(list)
        for e in (e for e in entries if isinstance(e, data.Custom)):
            values = [getattr(v.value, "number", v.value) for v in e.values]
            self.said[e.type].append(Said(e.date, values, e.meta))
        self.counts = [e for e in entries if isinstance(e, data.Balance)]
        self.by_id: dict[str, Voucher] = {}
        self.whole: dict[Voucher, Voucher] = {}
        """Voucher → the red letter that takes back the whole of it."""
        self._brought: Voucher | None = None
        booked = (e for e in entries if isinstance(e, data.Transaction))
        inorder = sorted(booked, key=lambda e: (e.date, str(e.meta.get("voucher"))))
        self.vouchers = [self._voucher(e) for e in inorder]
        self.legs = [leg for v in self.vouchers for leg in v.legs]
        self._by_account: dict[str, list[Leg]] = defaultdict(list)
        for leg in self.legs:
            self._by_account[leg.account].append(leg)

    def _voucher(self, e: Any) -> Voucher:
        v = Voucher(str(e.meta.get("voucher")), e.date, e.payee or "", e.meta)
        v.legs = [Leg(v, p.account, p.units.number, p.meta or {}) for p in e.postings]
        plainly = all(p.units.currency == "CNY" and not (p.cost or p.price) for p in e.postings)
        if not plainly or sum((x.n for x in v.legs), ZERO):
            raise Unreadable(f"{e.date} 的凭证“{e.narration}”借贷不平，或者不是人民币")
        others = {x.account for x in v.legs if not x.account.startswith(RESULT)}
        v.carried = bool(others) and others <= set(self.of["net-assets"])
        self._origin(v)
        self._opening(v, others)
        if not (v.opening or v.stray):
            sides = self._sides([(x.account, x.n * v.sign) for x in v.legs])
            v.income, v.spending = (v.sign * side for side in sides)
        for leg in v.legs:
            leg.fund = self._fund(leg)
        self.by_id.setdefault(v.id, v)
        return v

    def _origin(self, v: Voucher) -> None:
        """Find what a voucher takes back: on its own accounts, or as money that came another way."""
        v.root, old = v, self.by_id.get(str(v.meta.get("reverses")))
        if old is None or v.carried:
            return
        mine = {x.account: v.on([x.account]) for x in v.legs}
        was = {a: old.on([a]) for a in mine}
        if all(0 < -n * was[a] <= was[a] ** 2 for a, n in mine.items()):
            v.red = old
            if len(mine) == len({x.account for x in old.legs}) and mine == {
                a: -n for a, n in was.items()
            }:
                self.whole.setdefault(old, v)
        if v.red or self._is_refund(v, old):
            v.root, v.sign, v.ink = old.root, -old.sign, -old.ink if v.red else 1

    def _is_refund(self, v: Voucher, old: Voucher) -> bool:
        new, before = v.on(self.money), old.on(self.money)
        earned = any(x.n < 0 and x.account.startswith("Income") for x in v.legs)
        paid = any(x.n > 0 and x.account.startswith("Expenses") for x in v.legs)
        smaller = new * before < 0 and abs(new) <= abs(before)
        anew = earned if new > 0 else paid
        return old.red is None and smaller and not anew and not self._is_held(old)

    def _is_held(self, old: Voucher) -> bool:
        """Tell whether money came in that was not earned: given back otherwise, it is paid out."""
        earned = any(x.n < 0 and x.account.startswith("Income") for x in old.legs)
        return (
            old.on(self.money) > 0
            and not earned
            and not set(self.of["opening"]) & {x.account for x in old.legs}
        )

    def _opening(self, v: Voucher, others: set[str]) -> None:
        """The first voucher of the books brings balances forward; written anew it stands for it."""
        brings = bool(others & set(self.of["opening"])) and not any(
            x.account.startswith(RESULT) for x in v.legs
        )
        if not brings:
            return
        if v.root is not v and v.root is not None:
            v.opening, v.stray = v.root.opening, v.root.stray
        elif not self.by_id or self._brought in self.whole:
            v.opening, self._brought = True, v
        else:
            v.stray = True

    def _sides(self, legs: list[tuple[str, Decimal]]) -> tuple[Decimal, Decimal]:
        """Return what came in and what went out; interest and charges always count in full."""
        if not any(a in self.money for a, _ in legs):
            return ZERO, ZERO

        def of(root: str, sign: int, only: Iterable[str] = ()) -> Decimal:
            names = set(only)
            found = (n * sign for a, n in legs if a.startswith(root) and (not only or a in names))
            return sum((n for n in found if n > 0), ZERO)

        money = sum((n for a, n in legs if a in self.money), ZERO)
        earned, paid = of("Income", -1), of("Expenses", 1)
        through = money - earned + paid  # by accounts that are neither
        if money >= 0:
            charges = of("Expenses", 1, self.of["bank-charge"] or ["-"])
            out = charges + max(ZERO, paid - charges - max(through, ZERO))
            return money + out, out
        interest = of("Income", -1, self.of["interest"] or ["-"])
        into = interest + max(ZERO, earned - interest - max(-through, ZERO))
        return into, into - money

    def _fund(self, leg: Leg) -> str:
        v, a = leg.v, leg.account
        brought = v.opening or v.stray
        own = not brought and (v.meta.get("fund") or self.accounts.get(a, {}).get("fund"))
        bound = a.startswith("Equity" if brought else RESULT) or a in self.of["fixed-asset"]
        return str(leg.meta.get("fund") or own or "") if bound and not v.carried else ""

    # --- sums ------------------------------------------------------------------------------

    def within(self, span: Span) -> Iterator[Voucher]:
        """Yield the vouchers of a span."""
        return (v for v in self.vouchers if span[0] <= v.date <= span[1])

    def each(self, span: Span, amount: Callable[[Voucher], Decimal]) -> Decimal:
        """Add up something over the vouchers of a span."""
        return sum((amount(v) for v in self.within(span)), ZERO)

    def on(self, names: Iterable[str]) -> Iterator[Leg]:
        """Yield the postings to some accounts, or below ``Income``, ``Expenses`` …"""
        wanted = set(names)
        for account, legs in self._by_account.items():
            if {account, account.split(":")[0]} & wanted:
                yield from legs

    def held(self, names: Iterable[str], day: dt.date) -> Decimal:
        """Return what lay on some accounts, or below a root, at the end of a day."""
        return sum((x.n for x in self.on(names) if x.v.date <= day), ZERO)

    def began(self, names: Iterable[str], span: Span) -> Decimal:
        """Return what lay there when a span began, with what was brought forward within it."""
        legs = (x for x in self.on(names) if x.v.date <= span[1])
        return sum((x.n for x in legs if x.v.date < span[0] or x.v.opening), ZERO)

    def result(self, roots: Iterable[str], span: Span, so_far: bool = False) -> Decimal:
        """Return what was booked there: an income positive, an expense positive.

        ``so_far``: with what the year had seen when the books began.
        """
        names = list(roots)
        here = (x for x in self.on(names) if span[0] <= x.v.date <= span[1])
        total = sum((x.n for x in here if not x.v.carried), ZERO)
        total += self.brought(names, span) if so_far else ZERO
        return total if "Expenses" in str(names[:1]) else -total

    def brought(self, names: Iterable[str], span: Span) -> Decimal:
        """Return what accounts had seen in the year before the books began, as Beancount signs it."""
        said = (s for s in self.said["brought-forward"] if span[0] <= s.date <= span[1])
        own = [(str(a), n) for a, n in (s.values for s in said)]
        wanted = set(names)
        found = ((a, n) for a, n in own if {a, a.split(":")[0]} & wanted)
        return sum((-n if a.startswith("Income") else n for a, n in found), ZERO)

    def limit(self, kind: str, day: dt.date) -> Decimal | None:
        """Return a limit of the charter in force on a day."""
        found = [s.values[1] for s in self.said["limit"] if s.values[0] == kind and s.date <= day]
        return found[-1] if found else None

    def code_and_name(self, code: str, name: str) -> list[str]:
        """Return the accounts of a code and a name, as papers print them."""
        return [a for a in self.by_label[name] if "".join(re.findall(r":(\d+)", a)) == (code or "")]
