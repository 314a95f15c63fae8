"""SPD023: invoices of one seller with neighbouring numbers on several vouchers, a limit in all."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import invoice_key, plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.records.invoices import bought_under, invoices
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.rules.support.limited_approvals import FIGURES, has_what_it_needs, title
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD023",
    name="invoices-in-sequence",
    title="一家的连号发票分几张凭证报",
    clause=("FM-3.2",),
    why="连号的发票多半是一次开出来的。一次买的东西开成几张、分几张凭证报，每张都够不着限额，合起来就绕过去了。",
    remedy="合并报街道办事处主任签批或居民会议决议；确是互不相干的几次，写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

NEAR = 5
"""Numbers that differ by no more are of one sequence."""
_DAYS_OF_SPD013 = 7
_NUMBER = re.compile(r"\d{8,22}", re.ASCII)


class _Bill(NamedTuple):
    """An invoice on a voucher."""

    voucher: Voucher
    key: str
    number: int

    def is_near(self, other: "_Bill") -> bool:
        """Tell whether another voucher has a neighbouring number."""
        apart = abs(self.number - other.number)
        return 0 < apart <= NEAR and other.voucher.txn is not self.voucher.txn


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Lay each invoice beside the earlier ones whose numbers are near; each voucher is told once."""
    seen: dict[tuple[int, int], list[_Bill]] = defaultdict(list)
    told: set[int] = set()
    for bill in _with_neighbours(list(_bills(books))):
        length, block = len(bill.key), bill.number // (NEAR + 1)
        near = [
            one
            for at in (block - 1, block, block + 1)
            for one in seen.get((length, at), ())
            if one.is_near(bill) and id(one.voucher.txn) not in told
        ]
        seen[length, block].append(bill)
        seller = _seller(books, bill) if near else ""
        run = [one for one in near if seller and _seller(books, one) == seller]
        found = _finding(books, [*run, bill]) if run else None
        if found is not None:
            told.update(id(one.voucher.txn) for one in (*run, bill))
            yield found


def _with_neighbours(bills: Sequence[_Bill]) -> list[_Bill]:
    """Return the bills whose number is near that of another, of any length: of most there is none."""
    numbers = sorted({bill.number for bill in bills})
    near = {
        one
        for before, after in pairwise(numbers)
        if after - before <= NEAR
        for one in (before, after)
    }
    return [bill for bill in bills if bill.number in near]


def _bills(books: Books) -> Iterator[_Bill]:
    """Yield each number on each voucher that stands, once, in the order of the books."""
    last: _Bill | None = None
    for use in books.facts.invoices:
        voucher, key = use.voucher, invoice_key(use.text)
        if voucher.mirrors is not None or not _NUMBER.fullmatch(key):
            continue
        same = last is not None and last.voucher.txn is voucher.txn and last.key == key
        if not same and not books.facts.taken_back_by(voucher):
            last = _Bill(voucher, key, int(key))
            yield last


def _seller(books: Books, bill: _Bill) -> str:
    """Return who made it out: as it was taken in, else the payee; empty where nobody knows."""
    taken_in = books.record(invoices).of(bill.key)
    if taken_in is not None and taken_in.invoice.invoice_seller:
        return plain(taken_in.invoice.invoice_seller)
    return "" if bill.voucher.text("advanced-by") else plain(bill.voucher.payee)


def _finding(books: Books, run: Sequence[_Bill]) -> Finding | None:
    """Return the finding where a run gets around a limit; the last of the run is the one at hand."""
    day = run[-1].voucher.date
    for kind in FIGURES:
        figure = books.limits.amount(kind, day)
        if figure is None:
            continue
        small = [
            (one, fen)
            for one in run
            if (fen := _fen(books, one)) < figure and not _is_lawful(books, one, kind)
        ]
        total = sum(fen for _, fen in small)
        if total < figure or small[-1][0] is not run[-1] or not _is_split(books, small, kind):
            continue
        parts = "、".join(f"{one.voucher.id}（{one.key}，{show_fen(fen)}）" for one, fen in small)
        return RULE.on(
            run[-1].voucher,
            f"“{run[-1].voucher.payee}”的连号发票分在 {len(small)} 处报，共 {show_fen(total)} 元，"
            f"达到{title(kind)} {show_fen(figure)} 元：{parts}",
        )
    return None


def _is_split(books: Books, small: Sequence[tuple[_Bill, int]], kind: str) -> bool:
    """Tell whether it is a splitting that nobody has told of yet.

    What stands under one approval was approved as one thing; what went to one payee within a week is
    rule SPD013's business.
    """
    vouchers = [one.voucher for one, _ in small]
    named = {approval.id for voucher in vouchers for approval in _approvals(books, voucher)}
    if len(named) == 1:
        return False
    days = [voucher.date for voucher in vouchers]
    paid_to_one = len({plain(v.payee) for v in vouchers}) == 1 and all(
        v.money < 0 for v in vouchers
    )
    is_told = kind == "street-sign-off" and (max(days) - min(days)).days <= _DAYS_OF_SPD013
    return not (paid_to_one and is_told)


def _is_lawful(books: Books, bill: _Bill, kind: str) -> bool:
    approvals = _approvals(books, bill.voucher)
    return bool(approvals) and all(has_what_it_needs(one, kind) for one in approvals)


def _approvals(books: Books, voucher: Voucher) -> list[Approval]:
    found = (books.approval(text) for text in texts(voucher, "approval"))
    return [approval for approval in found if approval is not None]


def _fen(books: Books, bill: _Bill) -> int:
    """Return what its voucher bought under it."""
    bought = bought_under(books, bill.voucher)
    return sum(fen for number, fen in bought if invoice_key(number) == bill.key)
