"""What vouchers show: receipts, invoices and scans that they name, and where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from juwu_ledger.books.facts.facts import (
    Facts,
    Income,
    InvoiceUse,
    Purchase,
    ReceiptUse,
    Voucher,
)
from juwu_ledger.books.facts.legs import (
    BOUGHT,
    INCOME,
    MONEY,
    Known,
    Legs,
)
from juwu_ledger.books.facts.walk_state import WalkState, place_of
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.metadata import id_of, text_of
from juwu_ledger.books.model.problem import Place


def note_papers(state: WalkState, voucher: Voucher, legs: Legs, odd: bool) -> None:
    """Note the receipts, invoices and scans that the voucher names; ``odd``: it may have unusual keys."""
    facts, meta = state.facts, voucher.txn.meta
    receipts = _named(meta, legs.rich, "receipt")
    invoices = _named(meta, legs.rich, "invoice")
    if voucher.mirrors is not None and (receipts or invoices):
        # A red-letter voucher repeats the papers of the one it takes back: no new use.
        before = voucher.mirrors.txn
        again = {
            text
            for key in ("receipt", "invoice")
            for text, _ in _named(before.meta, before.postings, key)
        }
        receipts = [item for item in receipts if item[0] not in again]
        invoices = [item for item in invoices if item[0] not in again]
    for text, at in receipts:
        facts.receipts.append(ReceiptUse(text, ReceiptNumber.parse(text), voucher, at))
    noted: set[str] = set()
    for text, at in invoices:  # On several lines it is one use.
        if text not in noted and not text.lstrip().lower().startswith("none:"):
            noted.add(text)
            facts.invoices.append(InvoiceUse(text, voucher, at))
    for own in (meta, *[posting.meta for posting in legs.rich]):
        if "document" in own or (odd and any(key.startswith("document-") for key in own)):
            _note_documents(facts, voucher, own)


def _note_documents(facts: Facts, voucher: Voucher, own: Mapping[str, Any]) -> None:
    """Note the scans that a voucher or a posting names: ``document``, ``document-2`` and so on."""
    for key, value in own.items():
        if key.startswith("document"):
            facts.documents.append((voucher, Place.of(own), text_of(value)))


def note_income(state: WalkState, voucher: Voucher, legs: Legs) -> None:
    """Note an income and its postings that no receipt covers."""
    needing = [leg for leg in legs.all if leg[0].slot == INCOME and leg[1] < 0]
    amount = -sum(fen for _, fen, _ in needing)
    uncovered: tuple[Place, ...] = ()
    if needing and not voucher.text("receipt"):
        uncovered = _without_receipt(legs.all, needing)
    state.facts.incomes.append(Income(voucher, bool(needing), amount, uncovered))


def purchase_of(voucher: Voucher, legs: list[tuple[Known, int, Any]]) -> Purchase:
    """Tell which of the expenses and assets bought show neither invoice nor lawful excuse."""
    whole = text_of(voucher.txn.meta.get("invoice"))
    if whole and not whole.lower().startswith("none:"):
        return Purchase(voucher, (), "")
    bought = [(what, posting) for what, fen, posting in legs if fen > 0 and what.bit & BOUGHT]
    excuse = shown = whole[5:].strip()
    uncovered = []
    for what, posting in bought:
        own = text_of(posting.meta.get("invoice")) if posting.meta else ""
        no_invoice = own.lower().startswith("none:")
        if own and not no_invoice:
            continue
        said = (own[5:].strip() if no_invoice else "") or excuse
        if said and what.excusable:
            continue
        shown = shown or said
        uncovered.append(place_of(posting, voucher))
    return Purchase(voucher, tuple(uncovered), shown)


def _named(
    meta: Mapping[str, Any], postings: Iterable[Any], key: str
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the numbers under ``key`` on a voucher and its postings, with whose metadata."""
    whole = id_of(meta[key]) if key in meta else ""
    found = [(whole, meta)] if whole else []
    for posting in postings:
        own = posting.meta
        if own and key in own:
            text = id_of(own[key])
            if text and text != whole:
                found.append((text, own))
    return found


def _without_receipt(
    legs: list[tuple[Known, int, Any]], needing: list[tuple[Known, int, Any]]
) -> tuple[Place, ...]:
    """Return the places of income that carries no receipt of its own.

    Receipts may stand on the income postings or on the money postings they came with.
    """
    bare = [leg for leg in needing if not _has_receipt(leg[2])]
    if len(bare) == len(needing):
        money = [leg for leg in legs if leg[0].bit & MONEY and leg[1] > 0]
        bare_money = [leg for leg in money if not _has_receipt(leg[2])]
        if len(bare_money) < len(money):
            bare = bare_money
    return tuple(Place.of(leg[2].meta or {}) for leg in bare)


def _has_receipt(posting: Any) -> bool:
    return bool(posting.meta and text_of(posting.meta.get("receipt")))
