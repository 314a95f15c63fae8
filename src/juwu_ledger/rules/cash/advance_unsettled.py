"""LND004: an advance to someone who works for the committee, not settled within thirty days."""

import datetime as dt
import re
from collections.abc import Iterator

from juwu_ledger.books.facts.carried import OpenItem
from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.flows import Leg
from juwu_ledger.records.rosters import Rosters
from juwu_ledger.rules.support.named_persons import offices_held
from juwu_ledger.rules.support.open_items import Kind, Step, steps
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="LND004",
    name="advance-unsettled",
    title="预借的钱没有结清",
    clause=("FM-1.8",),
    why="预借出去的钱是公款，事情办完就要凭票报销、余款交回。拖着不结，或者前一笔没结又借一笔，就成了借用公款。",
    remedy="凭发票报销，余款交回（juwu receive 或 juwu journal，记同一个应收款科目）；还在用的，写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_DAYS = 30
_ADVANCE = "预借|暂借|借支|暂支|借款|备用|周转|差旅"


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Follow each advance until it is settled: out of what comes back or is accounted for."""
    carried = books.carried.open_items if books.carried else ()
    items = {_key(item): item for item in carried if item.account in _receivables(books)}
    settled: dict[tuple[str, str, int], dt.date] = {}
    for step in steps(books, ADVANCES):
        for item, fen in step.settled:
            if fen == item.left:
                settled[_key(item)] = step.voucher.date
        if step.opened is not None:
            items[_key(step.opened)] = step.opened
            yield from _second(step, step.opened)
    for key, item in items.items():
        last = item.date + dt.timedelta(days=_DAYS)
        if as_of > last and settled.get(key, dt.date.max) > last:
            yield _late(item, last)


def _opens(books: Books, voucher: Voucher, leg: Leg) -> str | None:
    """Return the debtor of an advance: someone who works for the committee without an office.

    What officers get is rule LND001's business; a deposit or a payment in advance to a landlord is none.
    """
    if voucher.money >= 0 or voucher.mirrors is not None:
        return None
    debtor = leg.account.debtor or voucher.payee
    if offices_held(books, debtor, voucher.date):
        return None
    if plain(debtor) in books.record(Rosters).on_any(voucher.date, voucher.date):
        return debtor
    if not re.search(_ADVANCE, f"{voucher.narration} {leg.account.label}"):
        return None
    from juwu_ledger.books.model.person_names import persons  # Few books need its long patterns.

    return debtor if any(persons(debtor)) else None


ADVANCES = Kind("receivable", _opens, debts_first=False)
"""Advances; what comes back on their account settles them before anything else owed there."""


def _receivables(books: Books) -> frozenset[str]:
    return frozenset(account.name for account in books.chart.with_role("receivable"))


def _key(item: OpenItem) -> tuple[str, str, int]:
    """Return what an advance is known by: a voucher may hold several."""
    return item.voucher, item.place.file, item.place.line


def _second(step: Step, item: OpenItem) -> Iterator[Finding]:
    """Yield the finding where an earlier advance of the same person is open."""
    first = next((one for one in step.before if plain(one.who) == plain(item.who)), None)
    if first is not None:
        yield RULE.on(
            step.voucher,
            f"{item.who} 在 {first.date} 预借的 {show_fen(first.fen)} 元（{first.voucher}）还没有结清，"
            f"又预借 {show_fen(item.fen)} 元",
            place=item.place,
        )


def _late(item: OpenItem, last: dt.date) -> Finding:
    """Return the finding; it stands from the day on which the advance was late."""
    return RULE.at(
        item.place,
        f"{item.who} 在 {item.date} 预借 {show_fen(item.fen)} 元，到 {last} 满 {_DAYS} 天没有结清",
        date=last + dt.timedelta(days=1),
        about=item.voucher,
        voucher=item.voucher,
    )
