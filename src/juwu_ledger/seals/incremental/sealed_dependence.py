"""Does what came after a seal reach back into what was sealed? Then sums do not suffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber, invoice_key, plain
from juwu_ledger.books.model.metadata import id_of, occurred_on
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.receipt_index import ReceiptIndex
from juwu_ledger.books.model.vocabulary import (
    Approval,
    AssetCard,
    Attachment,
    BudgetLimit,
    Fund,
    Invoice,
    LateClearing,
    Limit,
    LowValueItem,
    ReceiptBook,
    ReceiptVoid,
)
from juwu_ledger.rules.spending.invoices_in_sequence import NEAR
from juwu_ledger.seals.incremental.id_marks import invoice_mark, mark, unpacked

WasThere = Callable[[Place], bool]


def depends_on_sealed(
    books: Books,
    record: Mapping[str, Any],
    until: dt.date,
    known: Collection[Place],
    was_there: WasThere,
) -> str:
    """Say, in Chinese, how entries dated after ``until`` touch what the sealed months used, if they do.

    ``books`` are read from the last seal on, ``record`` is what the seal carries; ``known`` is where the
    vouchers stand of which it knows that they reach back. What ``was_there`` when the seal was made was judged
    with it: papers that it shares with sealed vouchers were found to be in order.
    """
    new = [v for v in books.vouchers if v.date > until and v.place not in known]
    found = (
        (any(type(entry).__name__ == "Pad" for entry in books.entries), "用了 pad"),
        (any(_reaches_back(books, one, until) for one in new), "后来的凭证牵动封账以前的凭证"),
        (
            _receipts(books, record, until, was_there),
            "后来用的收据，号码在封账以前的里面，或者没有领过",
        ),
        (
            _papers(books, record, until, was_there),
            "后来登记的发票、签批、附件、勾对，封账以前就有",
        ),
        (_goods(books, record, until), "封账以前买的东西，后来才登记卡片"),
        (_funds(books, record, until), "封账以前用过的专款，后来才登记"),
        (_limits(books, until), "后来改了备用金限额"),
        (_budgets(books, until), "年度限额后来才登记"),
    )
    return next((why for depends, why in found if depends), "")


def _reaches_back(books: Books, voucher: Voucher, until: dt.date) -> bool:
    """A number of a sealed month, what happened then, or what is done to a voucher not among the new."""
    if voucher.id[:7] <= until.isoformat()[:7]:
        return True
    if (occurred_on(voucher.txn.meta, voucher.date) or voucher.date) <= until:
        return True
    for key in ("reverses", "corrects"):
        target = id_of(voucher.txn.meta.get(key))
        original = books.facts.by_id.get(target)
        if target and (original is None or original.date <= until):
            return True
    return False


def _receipts(books: Books, record: Mapping[str, Any], until: dt.date, was_there: WasThere) -> bool:
    """Receipts at or below the last that was used, or of no book."""
    drawn = ReceiptIndex(books.of(ReceiptBook))
    used = [use.number for use in books.facts.receipts if not was_there(use.voucher.place)]
    used += [ReceiptNumber.parse(v.number) for v in books.of(ReceiptVoid) if v.date > until]
    for number in used:
        if number is None:
            return True
        holding = list(drawn.covering(number))
        if not holding:
            return True
        for book in holding:
            if number.number < record["next_receipts"].get(str(book.numbers.first), 0):
                return True
    old = ReceiptIndex([book for book in books.of(ReceiptBook) if book.date <= until])
    return any(
        next(old.covering(number), None) is not None
        for book in books.of(ReceiptBook)
        if book.date > until
        for number in (book.numbers.first, book.numbers.last)
    ) or any(
        other.numbers.first in book.numbers
        for book in books.of(ReceiptBook)
        if book.date > until
        for other in books.of(ReceiptBook)
        if other.date <= until
    )


def _papers(books: Books, record: Mapping[str, Any], until: dt.date, was_there: WasThere) -> bool:
    """Invoices, approvals, attachments and ticks that were there before."""
    invoices = unpacked(record["invoice_marks"])
    shown = [use.text for use in books.facts.invoices if not was_there(use.voucher.place)]
    if any(invoice_mark(text) in invoices for text in shown):
        return True
    if any(near in invoices for text in shown for near in _neighbours(text)):
        return True
    added = [item for item in books.of(Invoice) if item.date > until]
    named = [name for item in added for name in (item.id, item.invoice_reverses) if name]
    if any(invoice_mark(name) in invoices for name in named):
        return True
    approvals = unpacked(record["approval_marks"])
    if any(mark(plain(a.id)) in approvals for a in books.of(Approval) if a.date > until):
        return True
    if any(
        item.voucher not in books.facts.by_id for item in books.of(Attachment) if item.date > until
    ):
        return True
    cleared = [item.voucher for item in books.of(LateClearing) if item.date > until]
    return any(name not in books.facts.by_id for name in cleared) or any(
        id_of(v.txn.meta.get("reverses")) in cleared and (v.date <= until or was_there(v.place))
        for v in (books.vouchers if cleared else ())
    )


def _neighbours(text: str) -> Iterator[int]:
    """Yield the marks of the numbers that rule SPD023 takes for the same sequence."""
    key = invoice_key(text)
    if key.isascii() and key.isdigit():
        number, digits = int(key), len(key)
        for near in (*range(max(0, number - NEAR), number), *range(number + 1, number + NEAR + 1)):
            yield mark(str(near).zfill(digits))


def _goods(books: Books, record: Mapping[str, Any], until: dt.date) -> bool:
    """Cards and entries of the register for what was booked before."""
    known = set(record["asset_ids"])
    cards: Iterator[AssetCard | LowValueItem] = iter(
        (*books.of(AssetCard), *books.of(LowValueItem))
    )
    return any(card.id in known for card in cards if card.date > until)


def _funds(books: Books, record: Mapping[str, Any], until: dt.date) -> bool:
    """A fund first declared now though its name was used before."""
    declared = {fund.name for fund in books.of(Fund) if fund.date <= until}
    if any(
        account.startswith("Liabilities:")
        for fund in books.of(Fund)
        if fund.date > until
        for account in fund.accounts
    ):
        return True  # What was parked there before is parked no more (FND006).
    late = {fund.name for fund in books.of(Fund) if fund.date > until} - declared
    return bool(late & set(record["fund_names"]))


def _limits(books: Books, until: dt.date) -> bool:
    """A lower limit speaks of the cash that was there before."""
    return any(item.kind == "petty-cash" and item.date > until for item in books.of(Limit))


def _budgets(books: Books, until: dt.date) -> bool:
    """A yearly limit first set now for a year that had begun."""
    limits = books.of(BudgetLimit)
    known = {(item.account, item.date.year) for item in limits if item.date <= until}
    return any(
        (item.account, item.date.year) not in known
        for item in limits
        if item.date > until and item.date.year <= until.year
    )
