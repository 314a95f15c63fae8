"""The scans (扫描件) of each voucher: those that it names itself, and those attached later (补附件)."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Attachment
from juwu_ledger.books.reading.documents import names_in


class Scan(NamedTuple):
    """A file that belongs to a voucher, as it is written in the books."""

    name: str
    added: dt.date | None
    """The day it was attached; ``None`` where the voucher or one of its postings names it."""


class VoucherScans:
    """The scans of every voucher; to be had by ``books.record(VoucherScans)``."""

    def __init__(self, books: Books) -> None:
        """Lay out the attachments by voucher; of a number that is used twice, the first has them."""
        self._books = books
        self._added: dict[str, list[Attachment]] = defaultdict(list)
        for item in books.of(Attachment):
            self._added[item.voucher].append(item)

    def of(self, voucher: Voucher) -> tuple[Scan, ...]:
        """Return the scans of a voucher, each once: its own, then those attached, by date."""
        found = {name: Scan(name, None) for _, name in names_in(voucher.txn)}
        if voucher.id not in self._added:
            return tuple(found.values())
        first = self._books.facts.by_id.get(voucher.id)
        if first is not None and first.txn is voucher.txn:
            for item in self._added[voucher.id]:
                found.setdefault(item.document, Scan(item.document, item.date))
        return tuple(found.values())
