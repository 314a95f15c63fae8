"""RCP007: two receipt books that share numbers."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import ReceiptNumber
from juwu_ledger.books.model.vocabulary import ReceiptBook
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="RCP007",
    name="receipt-books-overlap",
    title="两本收据号码重叠",
    clause=("FM-1.4",),
    why="街道发的收据一号一张。两本登记了同样的号码，至少有一本登错，跳号和重号就查不出来。",
    remedy="照收据本封面改正起止号码。",
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report the later of two overlapping books."""
    for touching in _clusters(books):
        ordered = sorted(touching, key=lambda book: (book.date, book.place))
        for position, book in enumerate(ordered):
            other = next((b for b in ordered[:position] if b.numbers.overlaps(book.numbers)), None)
            if other is not None:
                yield RULE.at(
                    book.place,
                    f"收据本 {book.numbers} 与 {other.date} 领的 {other.numbers} 号码重叠",
                    date=book.date,
                    about=str(book.numbers.first),
                )


def _clusters(books: Books) -> Iterator[list[ReceiptBook]]:
    """Sweep over the books in order of number; yield those that hang together, two or more."""
    cluster: list[ReceiptBook] = []
    reach: ReceiptNumber | None = None
    for book in sorted(books.of(ReceiptBook), key=lambda book: book.numbers):
        if reach is not None and book.numbers.first <= reach:
            cluster.append(book)
            reach = max(reach, book.numbers.last)
            continue
        if len(cluster) > 1:
            yield cluster
        cluster, reach = [book], book.numbers.last
    if len(cluster) > 1:
        yield cluster
