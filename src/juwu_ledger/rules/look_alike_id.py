"""FMT002: an id that is not in plain form, or equals another once made plain."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.identifiers import is_plain, plain
from juwu_ledger.books.problem import Place
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Approval, ReceiptBook, ReceiptReturn, ReceiptVoid
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="FMT002",
    name="look-alike-id",
    title="编号写法会看错",
    clause=("FM-1.4", "FM-3.2"),
    why="全角数字、空格、小写字母写出来的编号，人看着一样，机器看着不同：同一张收据或发票就能入账两次。",
    remedy="编号只用半角数字、大写字母和连字符，中间不留空格。",
)
__plugins__ = (RULE.plugin,)


class _Named(NamedTuple):
    """An id as it stands somewhere in the books."""

    what: str
    text: str
    place: Place
    date: dt.date
    voucher: str | None


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the receipt, invoice, voucher and approval ids of vouchers and of our directives."""
    facts = books.facts
    named: list[_Named] = []
    for use in facts.receipts:
        named.append(_Named("收据号", use.text, use.place, use.voucher.date, use.voucher.id))
    for paper in facts.invoices:
        named.append(
            _Named("发票号", paper.text, paper.place, paper.voucher.date, paper.voucher.id)
        )
    for voucher in facts.vouchers:
        place = voucher.place
        if voucher.id:
            named.append(_Named("凭证号", voucher.id, place, voucher.date, voucher.id))
        approval = voucher.txn.meta.get("approval")
        if isinstance(approval, str):
            named.append(_Named("签批号", approval.strip(), place, voucher.date, voucher.id))
    for item in books.of(Approval):
        named.append(_Named("签批号", item.id, item.place, item.date, None))
    for book in (*books.of(ReceiptBook), *books.of(ReceiptReturn)):
        for number in (book.first, book.last):
            named.append(_Named("收据号", number, book.place, book.date, None))
    for void in books.of(ReceiptVoid):
        named.append(_Named("收据号", void.number, void.place, void.date, None))

    odd = [item for item in named if not is_plain(item.text)]
    if not odd:
        return
    taken = {(item.what, item.text): item for item in reversed(named) if is_plain(item.text)}
    for item in odd:
        form = plain(item.text)
        twin = taken.get((item.what, form))
        same = (
            f"，与 {twin.date} {twin.voucher or '登记'} 的 {form} 其实是同一个号"
            if twin and twin.text != item.text
            else ""
        )
        yield RULE.at(
            item.place,
            f"{item.what} {item.text!r} 不是普通写法{same}",
            date=item.date,
            about=item.voucher or item.text,
            voucher=item.voucher,
            remedy=f"改成 {form}。" if is_plain(form) else "",
        )
