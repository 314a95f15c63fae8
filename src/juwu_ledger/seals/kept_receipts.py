"""The street's receipts for what was filed: an outside witness of the months that they are for.

A receipt is held against the books (the committee, the digest that the month was sealed with) and, by
the street's key, against the street's log. Whose key that is, the books or a list from outside say.
"""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Committee, Filing
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.books.signing.street_receipt import (
    LARGEST,
    NAMESPACE,
    BadReceipt,
    StreetReceipt,
    read_receipt,
    receipt_flaw,
)
from juwu_ledger.seals.seal_file import sha256

FOLDER = "documents/filings"


def receipt_flaws(books: Books, receipt: StreetReceipt) -> Iterator[str]:
    """Yield in Chinese why a receipt does not hold for these books."""
    said = receipt.statement
    codes = {item.code for item in books.of(Committee)}
    if said.committee not in codes:
        yield f"回执是代码 {said.committee}（{said.name}）的，账本是 {'、'.join(sorted(codes)) or '没有写代码的'}"
    digests = {(c.digest or "").strip().lower() for c in books.sealed if c.period == said.month}
    if said.seal not in digests:
        now = "、".join(short_code(digest) for digest in digests) or "没有封账"
        yield f"报送时 {said.period} 的封账码是 {short_code(said.seal)}，账本里现在是 {now}"
    # The first receipt comes before its key is registered; a later one takes the place of none.
    days = [said.day, *([books.newest] if books.newest else [])]
    keys = next(filter(None, (books.keys.in_force(said.street, d, NAMESPACE) for d in days)), ())
    if not keys:
        yield (
            f"不知道{said.street}的公钥，没法核对；先登记："
            f'juwu key register {said.street} "ssh-ed25519 …"（公钥向街道要）'
        )
        return
    flaws = [receipt_flaw(receipt, key) for key in keys]
    if None not in flaws:
        yield str(flaws[0])


def wrong_receipts(books: Books) -> Iterator[tuple[Filing, str]]:
    """Yield the filings whose receipt is gone, was changed, or does not hold, with what is wrong."""
    for filing in books.of(Filing):
        if filing.digest is None or filing.document is None:
            continue
        path = document_path(books.root, filing.document)
        if path is None:
            yield filing, f"街道的回执 {filing.document} 不见了"
            continue
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if sha256(data) != filing.digest:
            yield filing, f"街道的回执 {filing.document} 改过"
            continue
        try:
            receipt = read_receipt(data)
        except BadReceipt as error:
            yield filing, f"{filing.document} {error}"
            continue
        for wrong in receipt_flaws(books, receipt):
            yield filing, wrong
