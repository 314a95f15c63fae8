"""RCP003: one receipt number on two vouchers, or on two postings of one."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.receipts import Receipts
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP003",
    name="receipt-reused",
    title="同一张收据用了两次",
    clause=("FM-1.4",),
    why="一张收据只能对应一笔钱。号码用了两次，就有一笔收入没有自己的收据，或者有一张收据被拿去顶了两笔账。",
    remedy="核对收据存根：号码写错的改正；真的用了两次的，给后一笔补开收据。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Name every use after the first of a number, in whatever width it is written.

    A voucher that was wholly reversed gives its receipt back.
    """
    for receipt in books.record(Receipts).by_number.values():
        live = receipt.live()
        for use in live[1:]:
            first = live[0].voucher
            yield RULE.on(
                use.voucher,
                f"收据 {receipt.number} 已用在 {first.date} 的凭证 {first.id}，又用在 {use.voucher.id}",
                place=use.place,
                about=use.text,
            )
