"""FMT002: an id that is not in plain form, or equals another once made plain."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import PLAIN, is_plain, plain
from juwu_ledger.books.model.metadata import id_of
from juwu_ledger.books.model.vocabulary import (
    Approval,
    ApprovalEnd,
    Invoice,
    ReceiptBook,
    ReceiptReturn,
    ReceiptVoid,
)
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="FMT002",
    name="look-alike-id",
    title="编号写法会看错",
    clause=("FM-1.4", "FM-3.2"),
    why="全角数字、空格、小写字母写出来的编号，人看着一样，机器看着不同：同一张收据或发票就能入账两次。",
    remedy="编号只用半角数字、大写字母和连字符，中间不留空格。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

_END = "\0"
"""Stands in no file."""
_ALL_PLAIN = re.compile(rf"(?:{PLAIN})?+(?:{_END}(?:{PLAIN})?+)*+")


class _Named(NamedTuple):
    """An id as it stands somewhere in the books."""

    what: str
    text: str
    date: dt.date
    source: Any
    """The directive, use or voucher that names it: all have a ``place``."""
    voucher: str | None


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the receipt, invoice, voucher and approval ids of vouchers and of our directives."""
    if _ALL_PLAIN.fullmatch(_END.join(_texts(books))):
        return
    odd = [_Named(*item) for item in _ids(books) if not is_plain(item[1])]
    wanted = {(item.what, plain(item.text)) for item in odd}
    taken: dict[tuple[str, str], _Named] = {}
    for item in _ids(books):
        if item[:2] in wanted:
            taken.setdefault(item[:2], _Named(*item))
    for item in odd:
        form = plain(item.text)
        twin = taken.get((item.what, form))
        same = (
            f"，与 {twin.date} {twin.voucher or '登记'} 的 {form} 其实是同一个号"
            if twin is not None and twin.text != item.text
            else ""
        )
        yield RULE.at(
            item.source.place,
            f"{item.what} {item.text!r} 不是普通写法{same}",
            date=item.date,
            about=item.voucher or item.text,
            voucher=item.voucher,
            remedy=f"改成 {form}。" if is_plain(form) else "",
        )


def _texts(books: Books) -> list[str]:
    """Return the texts of :func:`_ids` alone: nearly all books are told to be plain by these."""
    facts = books.facts
    found = [use.text for use in facts.receipts]
    found += [use.text for use in facts.invoices]
    found += [item.id for item in books.of(Invoice)]
    found += [voucher.id for voucher in facts.vouchers]
    for spending in facts.spendings:
        txn = spending.voucher.txn
        found.append(id_of(txn.meta.get("approval")))
        for posting in txn.postings:
            if posting.meta and "approval" in posting.meta:
                found.append(id_of(posting.meta["approval"]))
    found += [item.id for item in books.of(Approval)]
    found += [item.id for item in books.of(ApprovalEnd)]
    found += [number for book in books.of(ReceiptBook) for number in (book.first, book.last)]
    found += [number for back in books.of(ReceiptReturn) for number in (back.first, back.last)]
    found += [void.number for void in books.of(ReceiptVoid)]
    return found


def _approvals(voucher: Voucher) -> Iterable[str]:
    """Return the approvals of a voucher and its lines as they are written, blanks included."""
    metas = (voucher.txn.meta, *(posting.meta or {} for posting in voucher.txn.postings))
    named = (id_of(meta.get("approval")) for meta in metas)
    return dict.fromkeys(text for text in named if text)


def _ids(books: Books) -> Iterator[tuple[str, str, dt.date, Any, str | None]]:
    """Yield every id with what it is, its date, what names it, and the voucher if it is one's."""
    facts = books.facts
    for use in facts.receipts:
        yield "收据号", use.text, use.voucher.date, use, use.voucher.id
    for paper in facts.invoices:
        yield "发票号", paper.text, paper.voucher.date, paper, paper.voucher.id
    for invoice in books.of(Invoice):
        yield "发票号", invoice.id, invoice.date, invoice, None
    for voucher in facts.vouchers:
        if voucher.id:
            yield "凭证号", voucher.id, voucher.date, voucher, voucher.id
    for spending in facts.spendings:
        voucher = spending.voucher
        for text in _approvals(voucher):
            yield "签批号", text, voucher.date, voucher, voucher.id
    for item in books.of(Approval):
        yield "签批号", item.id, item.date, item, None
    for end in books.of(ApprovalEnd):
        yield "签批号", end.id, end.date, end, None
    books_and_returns: list[ReceiptBook | ReceiptReturn] = [*books.of(ReceiptBook)]
    books_and_returns += books.of(ReceiptReturn)
    for book in books_and_returns:
        for number in (book.first, book.last):
            yield "收据号", number, book.date, book, None
    for void in books.of(ReceiptVoid):
        yield "收据号", void.number, void.date, void, None
