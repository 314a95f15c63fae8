"""Electronic vouchers that were taken in (``custom "invoice"``), and what was booked under each number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import invoice_key
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.vocabulary import Invoice, InvoiceCheck


class Booked(NamedTuple):
    """What one voucher books of an invoice: expenses, stores and assets, less what came back, fen."""

    voucher: Voucher
    fen: int


class TakenIn(NamedTuple):
    """An invoice that was taken in, what was booked under its number, and the red ones against it."""

    invoice: Invoice
    booked: tuple[Booked, ...]
    """By vouchers that stand; in order of the books."""
    reds: tuple[Invoice, ...]
    """Red invoices that name it."""
    checks: tuple[InvoiceCheck, ...] = ()
    """Who looked it up on the tax bureau's page since, in order of day."""

    @property
    def checked(self) -> str:
        """Days and names of who looked at the tax bureau's page; empty where nobody did."""
        since = (f"{item.date} {item.name}" for item in self.checks)
        return "、".join(filter(None, (self.invoice.invoice_checked, *since)))

    @property
    def fen(self) -> int:
        """What was booked in all."""
        return sum(one.fen for one in self.booked)

    @property
    def worth(self) -> int | None:
        """Its total less what red invoices take back, fen; ``None`` where the total is not known."""
        if self.invoice.invoice_total is None:
            return None
        return self.invoice.invoice_total + sum(red.invoice_total or 0 for red in self.reds)

    @property
    def is_red(self) -> bool:
        """Whether it takes back another one."""
        return (self.invoice.invoice_total or 0) < 0


class Invoices(NamedTuple):
    """All invoices that were taken in, in order of date, and by number."""

    all: tuple[TakenIn, ...]
    by_number: Mapping[str, TakenIn]

    def of(self, number: str) -> TakenIn | None:
        """Return the one of that number, with or without the hyphen behind its code."""
        return self.by_number.get(invoice_key(number))


def invoices(books: Books) -> Invoices:
    """Work out the use of all invoices taken in; to be had by ``books.record(invoices)``."""
    booked = _booked(books) if books.of(Invoice) else {}
    reds: dict[str, list[Invoice]] = defaultdict(list)
    for item in books.of(Invoice):
        if item.invoice_reverses:
            reds[invoice_key(item.invoice_reverses)].append(item)
    checks: dict[str, list[InvoiceCheck]] = defaultdict(list)
    for check in books.of(InvoiceCheck):
        checks[invoice_key(check.id)].append(check)
    found = []
    for item in books.of(Invoice):
        key = invoice_key(item.id)
        found.append(
            TakenIn(
                item,
                tuple(booked.get(key, ())),
                tuple(reds.get(key, ())),
                tuple(checks.get(key, ())),
            )
        )
    first = {invoice_key(one.invoice.id): one for one in reversed(found)}
    return Invoices(tuple(found), first)


def _booked(books: Books) -> dict[str, list[Booked]]:
    """Return what vouchers that stand book, by number of the invoice."""
    returned: dict[str, int] = defaultdict(int)
    red_letters = {id(item.voucher.txn): item for item in books.facts.reversals if item.target}
    for item in red_letters.values():
        if not books.facts.is_undone(item.voucher):
            returned[item.target] -= sum(fen for _, fen in bought_under(books, item.voucher))
    found: dict[str, list[Booked]] = defaultdict(list)
    for purchase in books.facts.purchases:
        voucher = purchase.voucher
        if books.facts.taken_back_by(voucher):
            continue
        sums: dict[str, int] = defaultdict(int)
        for number, fen in bought_under(books, voucher):
            if number:
                sums[invoice_key(number)] += fen
        back = returned.get(voucher.id, 0) if len(sums) == 1 else 0
        for key, fen in sums.items():
            found[key].append(Booked(voucher, fen - back))
    return found


def bought_under(books: Books, voucher: Voucher) -> Iterator[tuple[str, int]]:
    """Yield the invoice (empty: none) and the fen of each posting to what is bought."""
    whole = text_of(voucher.txn.meta.get("invoice"))
    for posting in voucher.txn.postings:
        account = books.chart.get(posting.account)
        if account is None:
            continue
        if account.root == "Expenses" or account.role in ("fixed-asset", "inventory"):
            number = text_of(posting.meta.get("invoice")) if posting.meta else ""
            number = number or whole
            is_none = number.lower().startswith("none:")
            yield "" if is_none else number, to_fen(posting.units.number)
