"""RCP006: a receipt book whose keeper is not the receipt-keeper of its day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import ReceiptBook
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP006",
    name="receipt-book-not-kept",
    title="收据本不归票据保管人",
    clause=("FM-0.2",),
    why="票据由专人保管，谁领谁管，出了问题找得到人。",
    remedy="把收据本交给当天的票据保管人，把 keeper 写成这个人；换人的先登记任职。",
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold each book's keeper against the receipt-keeper in office on the day it was drawn."""
    for book in books.of(ReceiptBook):
        holder = books.people.holder("receipt-keeper", book.date)
        if book.keeper and holder and plain(book.keeper) == plain(holder):
            continue
        kept = f"由 {book.keeper} 保管" if book.keeper else "没有写保管人"
        who = f"当天的票据保管人是 {holder}" if holder else "当天没有票据保管人"
        yield RULE.at(
            book.place,
            f"收据本 {book.numbers} {kept}，{who}",
            date=book.date,
            about=str(book.numbers.first),
        )
