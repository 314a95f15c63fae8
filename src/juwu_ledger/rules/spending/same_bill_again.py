"""SPD020: two invoices of one seller, one day and one amount."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import invoice_key
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Invoice
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD020",
    name="same-bill-again",
    title="同一天同一家同样金额的两张发票",
    clause=("FM-3.2",),
    why="一笔买卖开了两张发票，两张都来报，就报了两遍。号码不同，查重查不出来。",
    remedy="问清是不是两笔买卖；是的，加说明；不是的，多开的一张请对方红冲。",
    severity=WARNING,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare seller, day and total of what was taken in; the later one of a pair is named."""
    taken_back = {invoice_key(item.invoice_reverses or "") for item in books.of(Invoice)}
    first: dict[tuple[str, dt.date, int], Invoice] = {}
    for item in books.of(Invoice):
        total, day = item.invoice_total, item.invoice_date
        if not item.invoice_seller or day is None or total is None or total <= 0:
            continue
        if invoice_key(item.id) in taken_back:
            continue
        earlier = first.setdefault((normal_name(item.invoice_seller), day, total), item)
        if earlier is not item:
            yield RULE.at(
                item.place,
                f"发票 {item.id} 和 {earlier.id} 都是“{item.invoice_seller}”{day} 开的，"
                f"都是 {show_fen(total)} 元",
                date=item.date,
                about=item.id,
            )
