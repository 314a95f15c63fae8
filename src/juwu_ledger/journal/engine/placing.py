"""In which file a directive belongs: that is the program's business, not the treasurer's.

The convention of docs/books-format.md is followed where the books follow it; books kept another way are
gone on with in the file that has the latest of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Directive
from juwu_ledger.journal.engine.lines import lines_of, newline_of

HOMES = {
    "committee": "charter.beancount",
    "officer": "charter.beancount",
    "limit": "charter.beancount",
    "brought-forward": "charter.beancount",
    "budget-limit": "charter.beancount",
    "fund": "charter.beancount",
    "list": "charter.beancount",
    "key": "charter.beancount",
    "recurring": "charter.beancount",
    "receipt-book": "receipts.beancount",
    "receipt-void": "receipts.beancount",
    "receipt-return": "receipts.beancount",
    "invoice": "receipts.beancount",
    "invoice-check": "receipts.beancount",
    "approval": "approvals.beancount",
    "approval-end": "approvals.beancount",
    "resolution": "approvals.beancount",
    "asset": "assets.beancount",
    "low-value": "assets.beancount",
    "asset-life": "assets.beancount",
    "asset-handover": "assets.beancount",
    "asset-disposal": "assets.beancount",
    "stocktake": "assets.beancount",
}
"""Words of ours and their files; those that are not here belong to ``reviews.beancount``."""
REVIEWS = "reviews.beancount"
_MONTHLY = re.compile(r"(?:^|/)\d{4}/\d{4}-\d{2}\.beancount$")


def home_of(word: str, kind: type[Directive], books: Books, files: Sequence[str]) -> str:
    """Return the file for a new ``custom`` of ``word``; ``files`` are the books' own, relative."""
    wanted = HOMES.get(word, REVIEWS)
    if wanted in files:
        return wanted
    latest = books.of(kind)
    return books.relative(latest[-1].place.file) if latest else books.main.name


def month_file(month: Period, books: Books, files: Sequence[str]) -> str:
    """Return the file for a new voucher, or count, of ``month``; it may not exist yet."""
    wanted = f"{month.label[:4]}/{month.label}.beancount"
    if wanted in files:
        return wanted
    same_month = list(books.vouchers_in(month))
    if same_month:
        return books.relative(same_month[-1].place.file)
    if not books.vouchers or any(_MONTHLY.search(file) for file in files):
        return wanted
    return books.relative(books.vouchers[-1].place.file)


def with_include(main_text: bytes, file: str) -> bytes:
    """Return the main file's text with an ``include`` of ``file`` after its last one."""
    text = main_text.decode("utf-8")
    newline = newline_of(text)
    line = f'include "{file}"'
    lines = lines_of(text)
    at = max((i for i, old in enumerate(lines) if re.match(r"include\s", old)), default=None)
    if at is None:
        joint = "" if not text or text.endswith("\n") else newline
        return f"{text}{joint}{line}{newline}".encode()
    if not lines[at].endswith("\n"):
        lines[at] += newline
    lines.insert(at + 1, line + newline)
    return "".join(lines).encode("utf-8")
