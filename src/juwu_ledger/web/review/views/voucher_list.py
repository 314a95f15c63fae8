"""The vouchers of a period, narrowed to some of them and cut into pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.records.voucher_kinds import INCOME, SPENDING, kind_of
from juwu_ledger.registers.analysis.sample import Plan, draw
from juwu_ledger.web.review.views.mark_state import OnVouchers, is_doubted, own_mark
from juwu_ledger.web.review.views.paging import Paged, paged
from juwu_ledger.web.review.views.voucher_card import Cards

PAGE_SIZE = 20
SHOWN = {
    "all": "全部",
    "income": "收入",
    "spending": "支出",
    "problem": "查出问题的",
    "sample": "先看这些（抽查）",
    "scan": "有扫描件的",
    "unseen": "我还没看的",
    "doubt": "存疑的",
}
"""What a list can be narrowed to, and how that is called."""
OWN = frozenset({"unseen"})
"""Those that need someone who marks vouchers."""
BY_MARK = frozenset({"unseen", "doubt"})
"""Those that look at marks."""


class Narrowing(NamedTuple):
    """One way to narrow the list: its word in the address, title and number of vouchers."""

    word: str
    title: str
    size: int
    is_chosen: bool


class ListPage(NamedTuple):
    """One page of the list, and the ways to narrow it."""

    page: Paged[Voucher]
    narrowings: tuple[Narrowing, ...]
    shown: str


def vouchers_of(books: Books, period: Period) -> list[Voucher]:
    """Return the vouchers of a period that can be named, in order of date and number."""
    return sorted((v for v in books.vouchers_in(period) if v.id), key=lambda v: (v.date, v.id))


def sampled(books: Books, period: Period, today: dt.date) -> frozenset[str]:
    """Return the vouchers that the auditors' list draws, too; none while no month of the period is sealed."""
    return frozenset(one.voucher.id for one in draw(books, period, today, Plan()).drawn)


def checks_for(
    books: Books, drawn: frozenset[str], cards: Cards, marks: OnVouchers, me: str
) -> dict[str, Callable[[Voucher], bool]]:
    """Return for each way of narrowing the test that a voucher must pass; ``drawn`` is the sample."""
    scans = books.record(VoucherScans)
    return {
        "all": lambda _: True,
        "income": lambda v: kind_of(flow_of(books, v)) == INCOME,
        "spending": lambda v: kind_of(flow_of(books, v)) == SPENDING,
        "problem": cards.has_problem,
        "sample": lambda v: v.id in drawn,
        "scan": lambda v: bool(scans.of(v)),
        "unseen": lambda v: own_mark(marks, v.id, me) is None,
        "doubt": lambda v: is_doubted(marks, v.id),
    }


def chosen(shown: str, is_reviewer: bool) -> str:
    """Return the way of narrowing that the address asks for; all where there is no such way."""
    return shown if shown in SHOWN and (is_reviewer or shown not in OWN) else "all"


def list_page(
    vouchers: list[Voucher],
    checks: Mapping[str, Callable[[Voucher], bool]],
    shown: str,
    number: int,
    is_reviewer: bool,
) -> ListPage:
    """Return one page of the vouchers that pass the test ``shown``; a page beyond is the last."""
    found = {
        word: [v for v in vouchers if checks[word](v)]
        for word in SHOWN
        if is_reviewer or word not in OWN
    }
    return ListPage(
        paged(found[shown], number, PAGE_SIZE),
        tuple(
            Narrowing(word, SHOWN[word], len(of), word == shown)
            for word, of in found.items()
            if of or word in ("all", shown)
        ),
        shown,
    )
