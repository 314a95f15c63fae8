"""Renderers: a :class:`~juwu_ledger.tables.report.Report` becomes bytes. Formatting only.

Each format is one module with ``render(report) -> bytes``, imported when it is asked for: a paper
in plain text should not wait for a spreadsheet library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juwu_ledger.tables.report import Report

FORMATS = ("text", "html", "pdf", "xlsx", "json")
"""Formats of papers."""
LIST_FORMATS = ("text", "json", "csv", "xlsx")
"""Formats of lists, which nobody signs."""
SUFFIXES = {
    "text": ".txt",
    "html": ".html",
    "pdf": ".pdf",
    "xlsx": ".xlsx",
    "json": ".json",
    "csv": ".csv",
}
READABLE = frozenset({"text", "html", "json"})
"""Formats that are text in UTF-8 and may go to a terminal or a pipe."""


class CannotRender(Exception):
    """A format that this machine cannot make; the message says in Chinese what is missing."""


def render(report: Report, name: str) -> bytes:
    """Return the report in the format ``name``, one of :data:`FORMATS`."""
    module = import_module(f"juwu_ledger.render.{name}.{name}")
    data: bytes = module.render(report)
    return data
