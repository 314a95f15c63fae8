"""Fava on our own loading: nothing that the books name is run, and findings are Fava's errors.

Fava loads books with Beancount's loader, which runs any plugin, and imports what
``fava-extension`` and ``import-config`` name. Here it gets the entries of
:func:`juwu_ledger.books.loading.load_books` instead, at the start and at every reload.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fava.core
from beancount.core import data
from beancount.parser.grammar import ValueType
from beancount.parser.options import OPTIONS_DEFAULTS

from juwu_ledger.books.loading import load_books
from juwu_ledger.books.problem import LoadError
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.rule import RuleError, error_text, judge

LANGUAGE = "zh"
_RUNS_CODE = frozenset({"import-config"})


def load_for_fava(
    beancount_file_path: str, *, is_encrypted: bool = False
) -> tuple[list[Any], list[RuleError], dict[str, Any]]:
    """Load the books as Fava wants them: entries, errors, options.

    Errors of loading come first, then the findings of every rule as of today.
    """
    main = Path(beancount_file_path)
    loaded = load_books(main)
    errors = [_as_error(error, beancount_file_path) for error in loaded.errors]
    options = dict(loaded.options) or {**OPTIONS_DEFAULTS, "filename": beancount_file_path}
    options["include"] = options.get("include") or [beancount_file_path]
    if loaded.books is None:
        return [], errors, options
    for finding in judge(loaded.books, CATALOGUE, dt.date.today()):
        source = {"filename": finding.place.file, "lineno": finding.place.line}
        errors.append(RuleError(source, error_text(finding)))
    entries = list(_harmless(loaded.books.entries, errors))
    entries.insert(0, _language(entries, beancount_file_path))
    return entries, errors, options


def use_safe_loading() -> None:
    """Make every ledger that Fava opens in this process load through :func:`load_for_fava`."""
    fava.core.load_uncached = load_for_fava  # type: ignore[assignment]


def _as_error(error: LoadError, main: str) -> RuleError:
    source = {"filename": error.file or main, "lineno": error.line or 0}
    return RuleError(source, error.message)


def _harmless(entries: Any, errors: list[RuleError]) -> Iterator[Any]:
    """Yield the entries without those by which Fava would import a program."""
    for entry in entries:
        if type(entry) is data.Custom and _runs_code(entry):
            source = {"filename": entry.meta["filename"], "lineno": entry.meta["lineno"]}
            errors.append(
                RuleError(source, f'custom "{entry.type}" 会运行程序或写得不全，没有理会这一行')
            )
        else:
            yield entry


def _runs_code(entry: Any) -> bool:
    """Tell whether Fava would import what this line names (or could not read the line)."""
    if entry.type == "fava-extension":
        return True
    return entry.type == "fava-option" and (not entry.values or entry.values[0].value in _RUNS_CODE)


def _language(entries: list[Any], main: str) -> Any:
    """The option that makes Fava speak Chinese; the books' own choice comes after and wins."""
    date = entries[0].date if entries else dt.date(1970, 1, 1)
    values = [ValueType("language", str), ValueType(LANGUAGE, str)]
    return data.Custom(data.new_metadata(main, 0), date, "fava-option", values)
