"""Which things of the books an id names: each as a card with all that is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import (
    Approval,
    AssetCard,
    Invoice,
    LowValueItem,
    Query,
    Resolution,
)
from juwu_ledger.records.invoices import invoices
from juwu_ledger.records.receipts import Receipts, key_of
from juwu_ledger.registers.known.known_asset import known_asset
from juwu_ledger.registers.known.known_papers import (
    known_approval,
    known_invoice,
    known_query,
    known_receipt,
    known_resolution,
)
from juwu_ledger.registers.known.known_voucher import known_voucher
from juwu_ledger.registers.known.known_words import Knowledge
from juwu_ledger.registers.vouchers.voucher_standing import Standings
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.report import Form


def known_things(
    books: Books, text: str, findings: Sequence[Finding], as_of: dt.date
) -> list[Form]:
    """Return a card for each thing of that id, in full width or not; none where nothing has it."""
    known = Knowledge(books, as_of, findings, Standings(books))
    return list(_cards(known, plain(text)))


def _cards(known: Knowledge, wanted: str) -> Iterator[Form]:
    books = known.books
    for voucher in books.vouchers:
        if plain(voucher.id) == wanted:
            yield known_voucher(known, voucher)
    for approval in books.of(Approval):
        if plain(approval.id) == wanted:
            yield known_approval(known, approval)
    yield from _receipts(known, wanted)
    things: list[AssetCard | LowValueItem] = [*books.of(AssetCard), *books.of(LowValueItem)]
    for thing in things:
        if plain(thing.id) == wanted:
            yield known_asset(known, thing)
    for query in books.of(Query):
        if plain(query.id) == wanted:
            yield known_query(known, query)
    for resolution in books.of(Resolution):
        if plain(resolution.id) == wanted:
            yield known_resolution(known, resolution)


def _receipts(known: Knowledge, wanted: str) -> Iterator[Form]:
    """Yield the receipt and the invoice of that number."""
    receipts = known.books.record(Receipts)
    number = key_of(wanted)
    if number in receipts.by_number or receipts.covering(number):
        yield known_receipt(known, number)
    uses = [use for use in known.books.facts.invoices if plain(use.text) == wanted]
    taken = known.books.record(invoices).of(wanted)
    if uses or taken:
        yield known_invoice(known, wanted, uses, taken)


def known_ids(books: Books) -> list[str]:
    """Return every id that names something, to propose the nearest ones."""
    return [
        *(voucher.id for voucher in books.vouchers if voucher.id),
        *(item.id for item in books.of(Approval)),
        *(item.id for item in books.of(AssetCard)),
        *(item.id for item in books.of(LowValueItem)),
        *(item.id for item in books.of(Query)),
        *(item.id for item in books.of(Resolution)),
        *(str(number) for number in books.record(Receipts).by_number),
        *(use.text for use in books.facts.invoices),
        *(item.id for item in books.of(Invoice)),
    ]
