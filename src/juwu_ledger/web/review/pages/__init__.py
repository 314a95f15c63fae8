"""The review group's pages, as Fava extensions in the order of the sidebar.

By Fava's conventions a module here holds one extension class, its template is
``templates/<Class>.html``, and a script, where it has one, is ``<Class>.js``. The one script of
:mod:`.page_frame` serves all pages: what it does stands in their ``data-`` attributes.
"""

from __future__ import annotations

import importlib

_NAMES = (
    "page_frame",
    "quarter_review",
    "rule_check",
    "receipt_ledger",
    "income_statement",
    "cash_journal",
    "bank_journal",
    "cash_limit",
    "statement_rows",
    "fund_use",
    "year_beside",
    "approval_page",
    "questions",
    "public_preview",
    "review_signing",
)
MODULES = tuple(f"{__name__}.{name}" for name in _NAMES)
FIRST_PAGE = "QuarterReview"


def import_all() -> None:
    """Import every page now: Fava does so with the books' folder at the head of the path."""
    for module in MODULES:
        importlib.import_module(module)
