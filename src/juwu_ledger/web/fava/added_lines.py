"""Lines that Fava reads as if they stood in the books: its language, our pages, the first page.

They are made at every load, never written anywhere, and not shown: once Fava has read them they go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from beancount.core import data
from beancount.parser.grammar import ValueType

from juwu_ledger.web.fava.one_ledger import SLUG
from juwu_ledger.web.review.pages import FIRST_PAGE, MODULES

LANGUAGE = "zh"


def with_added_lines(
    entries: Sequence[Any], main: str, pages: Sequence[str] = MODULES
) -> list[Any]:
    """Return the entries with ours around them; ``pages`` are the modules of our pages.

    What stands before the books' own entries is a proposal (they may choose another language); what
    stands behind them is settled: the pages, and that a reader begins at the review.
    """
    first, last = (entries[0].date, entries[-1].date) if entries else (dt.date(1970, 1, 1),) * 2
    return [
        _custom(main, first, "fava-option", "language", LANGUAGE),
        _custom(main, first, "fava-option", "invert-income-liabilities-equity", "true"),
        *entries,
        *(_custom(main, last, "fava-extension", module) for module in pages),
        _custom(main, last, "fava-sidebar-link", "‹ 回到审阅", f"/{SLUG}/extension/{FIRST_PAGE}/"),
        _custom(main, last, "fava-option", "default-page", f"extension/{FIRST_PAGE}/"),
    ]


def without_added_lines(entries: Sequence[Any]) -> list[Any]:
    """Return the books' own entries: ours stand on line 0, where no line of a file can stand."""
    return [entry for entry in entries if entry.meta["lineno"] != 0 or not _is_option(entry)]


def _is_option(entry: Any) -> bool:
    return type(entry) is data.Custom and entry.type in (
        "fava-option",
        "fava-extension",
        "fava-sidebar-link",
    )


def _custom(main: str, date: dt.date, kind: str, *texts: str) -> Any:
    values = [ValueType(text, str) for text in texts]
    return data.Custom(data.new_metadata(main, 0), date, kind, values)
