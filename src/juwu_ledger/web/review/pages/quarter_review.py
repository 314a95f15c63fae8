"""本期审阅: the vouchers of a period as a list, or one by one with the scan beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import request

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.web.review.marks import Mark
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.pages.kept_beside import kept_marks
from juwu_ledger.web.review.views.chosen_period import Choice, all_books
from juwu_ledger.web.review.views.mark_state import DOUBT, MarkState, OnVouchers, marks_on, own_mark
from juwu_ledger.web.review.views.outside_papers import outside_papers
from juwu_ledger.web.review.views.paging import Paged
from juwu_ledger.web.review.views.typed_search import TypedSearch
from juwu_ledger.web.review.views.voucher_card import Card, Cards
from juwu_ledger.web.review.views.voucher_list import (
    BY_MARK,
    SHOWN,
    ListPage,
    checks_for,
    chosen,
    list_page,
    sampled,
    vouchers_of,
)
from juwu_ledger.web.review.views.voucher_walk import Walk, resumed, walk


class Asked(NamedTuple):
    """Which of the vouchers the address asks for: how narrowed, and what was typed."""

    shown: str
    typed: TypedSearch

    @property
    def values(self) -> dict[str, str]:
        """What links carry on."""
        values = {"show": "" if self.shown == "all" else self.shown, "find": self.typed.words}
        return {key: value for key, value in values.items() if value}

    @property
    def words(self) -> str:
        """What it is narrowed to, as people say it; empty where it is not."""
        shown = "" if self.shown == "all" else SHOWN[self.shown]
        return "、".join(filter(None, (shown, self.typed.words and f"找“{self.typed.words}”")))


class List(NamedTuple):
    """A page of the list with the cards on it."""

    asked: Asked
    narrowed: ListPage
    cards: list[Card]
    marks: OnVouchers
    progress: tuple[int, int, int]
    """Vouchers of the period, those that the reader has seen, and those in doubt."""
    unseen: frozenset[str]
    """Vouchers on this page without a mark of the reader's."""
    resume: str
    """Where the reader goes on; empty where nothing is left to be seen."""
    everywhere: Choice | None
    """The whole of the books, to look for what was typed there; ``None`` where this is all of it."""

    @property
    def page(self) -> Paged[Voucher]:
        """Which part of the list this is."""
        return self.narrowed.page


class Single(NamedTuple):
    """One voucher and where it stands in the list."""

    asked: Asked
    card: Card | None
    wanted: str
    walk: Walk | None
    """``None`` where the voucher is not of the period."""
    marks: OnVouchers
    mine: MarkState | None
    """The reader's own mark on it."""


class QuarterReview(page.Page):
    """The first page that a reviewer sees."""

    report_title = "本期审阅"
    outside = staticmethod(outside_papers)

    def view(self, look: page.Look) -> List | Single:
        """Return the list, or the one voucher that the address names."""
        cards = Cards(look.books, look.findings, look.today)
        wanted = request.args.get("voucher", "")
        asked = Asked(
            chosen(request.args.get("show", ""), look.me.is_reviewer),
            TypedSearch(request.args.get("find", "")),
        )
        return _single(look, cards, asked, wanted) if wanted else _list(look, cards, asked)


def _list(look: page.Look, cards: Cards, asked: Asked) -> List:
    books, me = look.books, look.me.name
    vouchers = vouchers_of(books, look.period)
    kept = kept_marks(books)
    marks = marks_on(books, kept, vouchers)
    found = [voucher for voucher in vouchers if asked.typed.finds(voucher)]
    checks = checks_for(books, sampled(books, look.period, look.today), cards, marks, me)
    narrowed = list_page(found, checks, asked.shown, page.number_of("page"), look.me.is_reviewer)
    mine = {v.id: mark for v in vouchers if (mark := own_mark(marks, v.id, me))}
    return List(
        asked,
        narrowed,
        [cards.card(voucher) for voucher in narrowed.page.items],
        marks,
        (len(vouchers), len(mine), sum(mark.mark == DOUBT for mark in mine.values())),
        frozenset(v.id for v in narrowed.page.items if v.id not in mine),
        resumed(vouchers, kept.get(me, {}), checks["unseen"]) if look.me.is_reviewer else "",
        all_books(books, look.period) if asked.typed.words else None,
    )


def _single(look: page.Look, cards: Cards, asked: Asked, wanted: str) -> Single:
    voucher = look.books.facts.by_id.get(wanted)
    if voucher is None:
        return Single(asked, None, wanted, None, {}, None)
    kept = kept_marks(look.books)
    beside = _walk(look, cards, asked, kept, voucher) if voucher.date in look.period else None
    marks = marks_on(look.books, kept, [voucher])
    mine = own_mark(marks, wanted, look.me.name)
    return Single(asked, cards.card(voucher), wanted, beside, marks, mine)


def _walk(
    look: page.Look,
    cards: Cards,
    asked: Asked,
    kept: dict[str, Mapping[str, Mark]],
    voucher: Voucher,
) -> Walk:
    """Return where the voucher stands among those that the list showed.

    What a voucher is now is dear to work out, so marks are looked at only as far as they are asked for.
    """
    books, me = look.books, look.me.name
    vouchers = vouchers_of(books, look.period)
    marks = marks_on(books, kept, vouchers) if asked.shown in BY_MARK else {}
    drawn = sampled(books, look.period, look.today) if asked.shown == "sample" else frozenset()
    passes = checks_for(books, drawn, cards, marks, me)[asked.shown]
    mine = {me: kept.get(me, {})}
    return walk(
        [v for v in vouchers if asked.typed.finds(v) and passes(v)],
        voucher,
        lambda other: own_mark(marks_on(books, mine, [other]), other.id, me) is None,
    )
