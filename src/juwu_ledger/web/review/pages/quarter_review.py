"""本期审阅: the vouchers of a period as a list, or one by one with the scan beside it."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.pages.kept_beside import kept_marks
from juwu_ledger.web.review.views.mark_state import DOUBT, MarkState, OnVouchers, marks_on, own_mark
from juwu_ledger.web.review.views.paging import Paged
from juwu_ledger.web.review.views.voucher_card import Card, Cards
from juwu_ledger.web.review.views.voucher_list import (
    ListPage,
    Neighbours,
    checks_for,
    list_page,
    neighbours,
    vouchers_of,
)


class List(NamedTuple):
    """A page of the list with the cards on it."""

    narrowed: ListPage
    cards: list[Card]
    marks: OnVouchers
    progress: tuple[int, int, int]
    """Vouchers of the period, those that the reader has seen, and those in doubt."""
    unseen: frozenset[str]
    """Vouchers on this page without a mark of the reader's."""

    @property
    def page(self) -> Paged[Voucher]:
        """Which part of the list this is."""
        return self.narrowed.page


class Single(NamedTuple):
    """One voucher and where it stands in the list."""

    card: Card | None
    wanted: str
    beside: Neighbours | None
    marks: OnVouchers
    mine: MarkState | None
    """The reader's own mark on it."""


class QuarterReview(page.Page):
    """The first page that a reviewer sees."""

    report_title = "本期审阅"

    def view(self, look: page.Look) -> List | Single:
        """Return the list, or the one voucher that the address names."""
        cards = Cards(look.books, look.findings, look.today)
        wanted = request.args.get("voucher", "")
        return _single(look, cards, wanted) if wanted else _list(look, cards)


def _list(look: page.Look, cards: Cards) -> List:
    books, me = look.books, look.me.name
    vouchers = vouchers_of(books, look.period)
    marks = marks_on(books, kept_marks(books), vouchers)
    narrowed = list_page(
        vouchers,
        checks_for(books, cards, marks, me),
        request.args.get("show", "all"),
        page.number_of("page"),
        look.me.is_reviewer,
    )
    mine = {v.id: mark for v in vouchers if (mark := own_mark(marks, v.id, me))}
    return List(
        narrowed,
        [cards.card(voucher) for voucher in narrowed.page.items],
        marks,
        (len(vouchers), len(mine), sum(mark.mark == DOUBT for mark in mine.values())),
        frozenset(v.id for v in narrowed.page.items if v.id not in mine),
    )


def _single(look: page.Look, cards: Cards, wanted: str) -> Single:
    voucher = look.books.facts.by_id.get(wanted)
    if voucher is None:
        return Single(None, wanted, None, {}, None)
    marks = marks_on(look.books, kept_marks(look.books), [voucher])
    return Single(
        cards.card(voucher),
        wanted,
        neighbours(vouchers_of(look.books, look.period), wanted),
        marks,
        own_mark(marks, wanted, look.me.name),
    )
