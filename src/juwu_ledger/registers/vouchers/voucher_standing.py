"""Whether a voucher stands: taken back, red, not posted, or left out of the sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.uncounted import count
from juwu_ledger.records.voucher_lines import is_red

IN_FORCE = "有效"


class Standings:
    """Says of any voucher of some books how it stands."""

    def __init__(self, books: Books) -> None:
        """Look up what no sum contains, and what came back of which voucher."""
        self._books = books
        self._missed: dict[str, str] = {}
        whole = count(books, dt.date.max)
        lines = {left.place: left.why for left in (*whole.left, *whole.openings)}
        for voucher in books.vouchers:
            for place in _places(voucher):
                if place in lines:
                    self._missed.setdefault(_key(voucher), lines[place])
        self._refunds: dict[str, list[str]] = {}
        for refund in books.facts.refunds:
            if not books.facts.takes_back_whole(refund.voucher):
                told = f"{refund.voucher.id}（{show_fen(refund.amount)} 元）"
                self._refunds.setdefault(_key(refund.original), []).append(told)

    def of(self, voucher: Voucher) -> str:
        """Return how a voucher stands, ``有效`` where there is nothing to say."""
        return "；".join(self._said(voucher)) or IN_FORCE

    def _said(self, voucher: Voucher) -> Iterator[str]:
        books = self._books
        missed = self._missed.get(_key(voucher))
        if missed:
            yield f"未计入：{missed}"
        if voucher.txn.flag == "!":
            yield "没有过账（标着 !）"
        red = books.facts.taken_back_by(voucher)
        if red is not None:
            yield f"已由 {red.id}（{red.date}）全部冲销"
        target = voucher.text("reverses")
        if is_red(voucher):
            whole = books.facts.takes_back_whole(voucher)
            yield f"红字，{'冲销' if whole else '冲减'} {target}"
        elif target:
            yield f"对应 {target}"
        if voucher.text("corrects"):
            yield f"订正 {voucher.text('corrects')}"
        if back := self._refunds.get(_key(voucher)):
            yield f"有退款：{'、'.join(back)}"


def _key(voucher: Voucher) -> str:
    return f"{voucher.place.file}:{voucher.place.line}"


def _places(voucher: Voucher) -> Iterator[Place]:
    yield voucher.place
    for posting in voucher.txn.postings:
        if posting.meta:
            yield Place.of(posting.meta)
