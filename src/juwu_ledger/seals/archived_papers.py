"""Papers kept as they were posted: the beginning of its own SHA-256 stands in each one's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.records.scan_digests import file_digest

FOLDER = "documents/disclosures"
NAME_DIGITS = 16
_NAMED = re.compile(f"^{FOLDER}/.*-([0-9a-f]{{{NAME_DIGITS}}})\\.[a-z]+$")


def changed_papers(books: Books) -> Iterator[tuple[Disclosure, str]]:
    """Yield the archived papers that are gone or not as they were posted, with what is wrong."""
    for posting in books.of(Disclosure):
        for name in filter(None, (posting.document, *posting.copies)):
            named = _NAMED.match(name)
            if named is None:
                continue  # Kept by hand: nothing says what it was.
            path = document_path(books.root, name)
            if path is None:
                yield posting, f"存档的 {name} 不见了"
            elif not file_digest(path).startswith(named[1]):
                yield posting, f"存档的 {name} 与贴出时不同"
