"""Marks that a reviewer puts on vouchers: seen, or doubtful. Working notes, kept beside the books."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.books.signing.canonical import canonical_line
from juwu_ledger.records.scan_digests import scan_digests
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.web.gate.private_file import NotKept, PrivateFile

MARKS = {"seen": "已阅", "doubt": "存疑"}
NONE = "none"
LONGEST_NOTE = 500
_MOST = 200_000


class Mark(NamedTuple):
    """One reviewer's mark on one voucher, and what the voucher was then."""

    mark: str
    note: str
    at: str
    digest: str


class Marks:
    """The marks on one set of books."""

    def __init__(self, folder: Path, identity: str) -> None:
        """Take the folder of such files and the books' name (``books_id``)."""
        self._file = PrivateFile(folder / f"{identity}.json")

    def of(self, name: str) -> Mapping[str, Mark]:
        """Return a reviewer's marks by voucher."""
        try:
            kept = self._file.read().get("marks", {}).get(name, {})
            return {voucher: Mark(**mark) for voucher, mark in kept.items()}
        except (TypeError, AttributeError):
            raise NotKept(f"{self._file.path} 的内容坏了，读不懂；请改正或移走这个文件。") from None

    def put(
        self, name: str, vouchers: Iterable[tuple[str, str]], mark: str, note: str, at: str
    ) -> None:
        """Mark vouchers, given as number and digest; ``none`` takes a mark away."""
        with self._file.changing() as content:
            mine: dict[str, Any] = content.setdefault("marks", {}).setdefault(name, {})
            for voucher, digest in vouchers:
                if mark == NONE:
                    mine.pop(voucher, None)
                else:
                    mine[voucher] = Mark(mark, note, at, digest)._asdict()
            if len(mine) > _MOST:
                raise NotKept("标记太多了，请找管账的人清理。")


def voucher_digest(books: Books, voucher: Voucher) -> str:
    """Return what a voucher and its scans are, in 16 characters."""
    named = (scan.name for scan in books.record(VoucherScans).of(voucher))
    scans = {name: document_path(books.root, name) for name in named}
    total = hashlib.sha256(canonical_line(voucher.txn, str(books.root)))
    for name, digest in scan_digests(scans):
        total.update(f"\n{digest} {name}".encode("utf-8", "surrogatepass"))
    return total.hexdigest()[:16]


def is_changed(books: Books, identity: str, mark: Mark) -> bool:
    """Tell whether a marked voucher is no longer what it was."""
    voucher = books.facts.by_id.get(identity)
    return voucher is None or voucher_digest(books, voucher) != mark.digest
