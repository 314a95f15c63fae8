"""Who was paid: the same party and amount again, and those who hold an office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts.facts import Spending
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.people import Term
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.person_names import persons
from juwu_ledger.books.model.vocabulary import OFFICES
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.registers.analysis.look import Hit, Look, paid
from juwu_ledger.registers.analysis.payments import payments, standing_payments

_DAYS = 45


def paid_again(books: Books, period: Period) -> Iterator[Look]:
    """Yield what was paid to one party in one amount shortly before; a recurring entry is none."""
    last: dict[tuple[str, int], Spending] = {}
    hits = []
    for one in books.record(standing_payments):
        key = normal_name(one.voucher.payee), one.amount
        before, last[key] = last.get(key), one
        if before and one.voucher.date in period and _is_soon(before, one):
            hits.append(
                paid(one, f"和 {before.voucher.id}（{before.voucher.date}）同一家、同样金额")
            )
    threshold = f"同一收款人、同样金额，相隔不到 {_DAYS} 天；照同一模板记的定期业务不算"
    yield Look("paid-again", "同样的付款又一次", threshold, tuple(hits))


def _is_soon(before: Spending, one: Spending) -> bool:
    one_template = one.voucher.text("recurring")
    if not one.voucher.payee or (one_template and one_template == before.voucher.text("recurring")):
        return False
    return (one.voucher.date - before.voucher.date).days <= _DAYS


def officers_paid(books: Books, period: Period) -> Iterator[Look]:
    """Yield the payments to who held an office on that day."""
    hits: list[Hit] = []
    terms = [(plain(term.name), term) for term in books.people.all_terms()]
    for one in payments(books, period):
        held = _offices(terms, one)
        if held:
            hits.append(paid(one, f"{held}：{one.voucher.narration}"))
    yield Look("officer-paid", "付给任职人员", "收款人当天任着职", tuple(hits))


def _offices(terms: Iterable[tuple[str, Term]], one: Spending) -> str:
    """Return the names and offices of the payees who held one, in Chinese."""
    day, held = one.voucher.date, defaultdict(list)
    named = {plain(one.voucher.payee), *map(plain, persons(one.voucher.payee))}
    for name, term in terms:
        if name in named and day in term:
            held[term.name].append(OFFICES[term.role])
    return "，".join(f"{name}是{'、'.join(roles)}" for name, roles in held.items())
