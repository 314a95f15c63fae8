"""RCP003: one receipt number on two vouchers, or on two postings of one."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts import ReceiptUse
from juwu_ledger.books.view import Books
from juwu_ledger.rules.rule import Finding, Rule

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
    """Compare the numbers as written; a voucher that was wholly reversed gives its slip back."""
    seen: dict[str, ReceiptUse] = {}
    for use in books.facts.receipts:
        if use.voucher.id in books.facts.cancelled:
            continue
        first = seen.setdefault(use.text, use)
        if first is not use:
            yield RULE.on(
                use.voucher,
                f"收据 {use.text} 已用在 {first.voucher.date} 的凭证 {first.voucher.id}，"
                f"又用在 {use.voucher.id}",
                place=use.place,
                about=use.text,
            )
