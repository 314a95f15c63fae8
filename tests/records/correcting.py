"""Books in memory in which one voucher is corrected as ``juwu reverse --again-for`` would do it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from beancount.core import data
from beancount.parser import parser

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.booking import book
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.orders.reversals import Anew, RedLetter, rest_of
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge

DAY = dt.timedelta(days=1)
WHEN = ("same month", "next month", "next year")
OF_THE_BOOKING = frozenset(
    {
        *("PRD001", "PRD002", "PRD003", "PRD004", "DSC001", "DSC002", "DSC004", "DSC007"),
        *("VCH001", "VCH002", "DTY002", "DTY003"),
    }
)
"""What these find concerns the day of booking: that two more vouchers stand in a month, perhaps the
first of a new one, which is then to be closed, filed and posted by people in office."""


OF_THE_WRITING = frozenset({"FMT001", "FMT002", "VCH004", "VCH005", "VCH006"})
"""What is ill written is found wherever it is written, and a re-entry repeats it."""
_CITED = re.compile("订正[^：]*凭证：")


class Case(NamedTuple):
    """Books and what they are loaded with."""

    books: Books
    options: Any


def read(main: Path) -> Case:
    loaded = load_books(main)
    assert loaded.books is not None
    return Case(loaded.books, loaded.options)


def day_of(voucher: Voucher, when: str) -> dt.date:
    month = Period.month_of(voucher.date)
    if when == "same month":
        return month.last
    return month.last + DAY if when == "next month" else dt.date(voucher.date.year + 1, 3, 9)


def correctable(books: Books) -> Iterator[Voucher]:
    """Vouchers with words that stand as they were first booked, told apart by their numbers.

    One that leaves nothing on any account (a card split in two) has nothing to be taken back.
    """
    touched = {v.text("reverses") for v in books.vouchers} | set(books.facts.heirs)
    seen = Counter(v.id for v in books.vouchers)
    for voucher in books.vouchers:
        plain = (
            voucher.id
            and voucher.narration
            and seen[voucher.id] == 1
            and not voucher.text("reverses")
        )
        if plain and voucher.id not in touched and any(rest_of(books, voucher).values()):
            yield voucher


def corrected(case: Case, voucher: Voucher, day: dt.date, anew: Anew) -> Books:
    """The books with the voucher taken back and booked anew on ``day``."""
    order = RedLetter(voucher.id, day, "写错", anew=anew)
    texts = order.plan(LockedBooks(case.books, [], day)).texts
    text = "\n" * 100_000 + "\n".join(texts)  # Line numbers that no line of the books has.
    entries, errors, options = parser.parse_string(text, report_filename=str(case.books.main))
    assert not errors, errors
    entries, errors = book(entries, options)
    assert not errors, errors
    everything = sorted([*case.books.entries, *entries], key=data.entry_sortkey)
    return build_books(everything, case.options, case.books.main)


def found(books: Books, as_of: dt.date, same: dict[str, str]) -> Counter[tuple[Any, ...]]:
    """What the rules find, every voucher under the number of the first of its chain."""

    def plain(text: str | None) -> str:
        text = _CITED.sub("", text or "")
        for number, root in same.items():
            text = text.replace(number, root)
        return text

    def told(finding: Finding) -> tuple[Any, ...]:
        words = map(plain, (finding.about, finding.voucher, finding.message, finding.explanation))
        day = None if finding.rule in OF_THE_WRITING else finding.date
        return finding.rule, finding.severity, day, *words

    findings = judge(books, CATALOGUE, as_of)
    seen = Counter(told(f) for f in findings if f.rule not in OF_THE_BOOKING)
    return Counter({key: 1 if key[0] in OF_THE_WRITING else n for key, n in seen.items()})


def figures(books: Books, same: dict[str, str]) -> dict[str, dict[Any, int]]:
    """Figures by year, fund, receipt and approval, added up here from the entries alone.

    Original, red letter and re-entry count in the year of the original.
    """
    year_of = {v.id: v.date.year for v in books.vouchers}
    by_year: dict[Any, int] = defaultdict(int)
    by_fund: dict[Any, int] = defaultdict(int)
    receipts: dict[Any, set[str]] = defaultdict(set)
    by_approval: dict[Any, int] = defaultdict(int)
    for voucher in books.vouchers:
        root = same.get(voucher.id, voucher.id)
        meta = voucher.txn.meta
        for posting in voucher.txn.postings:
            fen = int(posting.units.number * 100)
            own = posting.meta or {}
            by_year[year_of.get(root), posting.account] += fen
            by_fund[own.get("fund") or meta.get("fund"), posting.account] += fen
            for key in ("receipt", "invoice"):
                if own.get(key) or meta.get(key):
                    receipts[key, own.get(key) or meta.get(key)].add(root)
        approval = meta.get("approval")
        if approval and not voucher.mirrors and not books.facts.taken_back_by(voucher):
            by_approval[approval] += voucher.money
    return {
        "year": {key: fen for key, fen in by_year.items() if fen},
        "fund": {key: fen for key, fen in by_fund.items() if fen},
        "slip": {key: len(roots) for key, roots in receipts.items()},
        "approval": dict(by_approval),
    }
