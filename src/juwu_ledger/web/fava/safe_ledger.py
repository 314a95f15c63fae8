"""Fava on our own loading: nothing that the books name is run, and findings are Fava's errors.

Fava loads books with Beancount's loader, which runs any plugin, and imports what
``fava-extension`` and ``import-config`` name. Here it gets the entries of
:func:`juwu_ledger.books.reading.loading.load_books` instead, at the start and at every reload.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fava.core
import fava.core.extensions
from beancount.core import data
from beancount.core.display_context import DisplayContext
from beancount.parser.options import OPTIONS_DEFAULTS
from fava.ext import find_extensions

from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules.support.rule import RuleError, error_text
from juwu_ledger.web.fava.added_lines import with_added_lines
from juwu_ledger.web.fava.ledger_reading import LedgerOptions, Reading, in_books
from juwu_ledger.web.review.pages import import_all

_OPTIONS = frozenset(
    {
        *("account_journal_include_children", "conversion_currencies", "currency_column"),
        *("default_page", "fiscal_year_end", "language", "locale"),
        *("invert_gains_losses_colors", "invert_income_liabilities_equity"),
        *("show_accounts_with_zero_balance", "show_accounts_with_zero_transactions"),
        *("show_closed_accounts", "show_metadata_indicators"),
    }
)
"""Options, as Fava folds their names, that books may set. Others run a program, show files beside the
books, are patterns that take for ever, or numbers that Fava falls over."""
_NEEDS_TEXTS = {"fava-option": 1, "fava-sidebar-link": 2}
"""Lines of Fava's own, and how many texts Fava looks for in them without asking."""


def load_for_fava(
    beancount_file_path: str, *, is_encrypted: bool = False
) -> tuple[list[Any], list[RuleError], LedgerOptions]:
    """Load the books as Fava wants them: entries, errors, options.

    Errors of loading come first, then the findings of every rule as of today.
    """
    entries, errors, options = load_entries(beancount_file_path)
    if options.reading is not None:
        for finding in options.reading.findings(dt.date.today()):
            place = in_books(Path(beancount_file_path), finding.place.file)
            source = {"filename": place, "lineno": finding.place.line}
            errors.append(RuleError(source, error_text(finding)))
    return with_added_lines(entries, beancount_file_path), errors, options


def load_for_query(
    beancount_file_path: str, *, is_encrypted: bool = False
) -> tuple[list[Any], list[RuleError], LedgerOptions]:
    """Load the books for a query only: without our pages, and without looking for findings."""
    entries, errors, options = load_entries(beancount_file_path)
    return with_added_lines(entries, beancount_file_path, ()), errors, options


def load_entries(main_file: str) -> tuple[list[Any], list[RuleError], LedgerOptions]:
    """Load the books: entries that Fava may act on, errors of loading, options with the books."""
    loaded = load_books(Path(main_file))
    errors = [_as_error(error, main_file) for error in loaded.errors]
    options = dict(loaded.options) or {**OPTIONS_DEFAULTS, "filename": main_file}
    options["include"] = options.get("include") or [main_file]
    books = loaded.books
    entries = list(_harmless(books.entries, errors, Path(main_file))) if books is not None else []
    options["dcontext"] = _widths(entries)
    reading = Reading(books) if books is not None else None
    return entries, errors, LedgerOptions(options, reading, loaded.errors)


def _widths(entries: Iterable[Any]) -> DisplayContext:
    """Return how wide amounts are, by currency; our own loading does not gather it."""
    widths = DisplayContext()
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            widths.update(posting.units.number, posting.units.currency)
    return widths


def use_safe_loading() -> None:
    """Make every ledger that Fava opens in this process load through :func:`load_for_fava`."""
    import_all()
    fava.core.load_uncached = load_for_fava  # type: ignore[assignment]
    fava.core.extensions.find_extensions = _pages_only  # type: ignore[assignment]


def use_query_loading() -> None:
    """As above, through :func:`load_for_query`."""
    fava.core.load_uncached = load_for_query  # type: ignore[assignment]


def _pages_only(_books: Path, module: str) -> Any:
    """Find the page of a module of ours; Fava would look for it, and what it needs, in the books."""
    return find_extensions(Path(os.devnull), module)


def _as_error(error: LoadError, main: str) -> RuleError:
    source = {"filename": in_books(Path(main), error.file or main), "lineno": error.line or 0}
    return RuleError(source, error.message)


def _harmless(entries: Any, errors: list[RuleError], main: Path) -> Iterator[Any]:
    """Yield the entries without those that Fava must not act on."""
    for entry in entries:
        if type(entry) is data.Custom and _is_unwanted(entry):
            place = in_books(main, entry.meta["filename"])
            source = {"filename": place, "lineno": entry.meta["lineno"]}
            errors.append(
                RuleError(
                    source,
                    f'custom "{entry.type}" 会运行程序、会把人带到别处或写得不全，没有理会这一行',
                )
            )
        else:
            yield entry


def _is_unwanted(entry: Any) -> bool:
    """Tell whether Fava would run what this line names, fall over it, or lead readers outside."""
    if entry.type == "fava-extension":
        return True
    texts = [value.value for value in entry.values or () if isinstance(value.value, str)]
    if len(texts) < _NEEDS_TEXTS.get(entry.type, 0):
        return True
    if entry.type == "fava-sidebar-link":
        return not texts[1].startswith("/") or texts[1].startswith(("//", "/\\"))
    return entry.type == "fava-option" and texts[0].replace("-", "_") not in _OPTIONS
