"""What each role may have: what is not in these tables does not exist.

Of Fava only pages that read are here. Its editor, everything that adds, moves, imports or deletes, the
raw text of the books, its downloads and ``jump`` (a redirect to wherever the request came from) are in
no list.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = {
    "reviewer": "民主理财小组",
    "director": "主任",
    "treasurer": "会计（记账人）",
    "auditor": "审计",
    "street": "街道",
}


@dataclass(frozen=True)
class Permissions:
    """What one role may have."""

    fava: frozenset[str]
    """Endpoints of Fava, to be read."""
    reports: frozenset[str]
    """Names of the reports that Fava's endpoint ``report`` shows."""
    ours: frozenset[str]
    """Our own endpoints, as method and path."""


_OURS = frozenset(
    {
        *("index", "static", "extension_report", "extension_js_module"),
        "json_api.get_changed",
    }
)
"""Our own pages stand in Fava's application, and ask it for news of the books."""
_FAVAS = frozenset(
    {
        *("report", "account", "statement", "help_page"),
        *("json_api.get_errors", "json_api.get_ledger_data", "json_api.get_help"),
        *("json_api.get_account_report", "json_api.get_balance_sheet"),
        *("json_api.get_context", "json_api.get_events"),
        *("json_api.get_income_statement", "json_api.get_journal", "json_api.get_journal_page"),
        *("json_api.get_query", "json_api.get_statistics", "json_api.get_trial_balance"),
    }
)
"""Fava's own pages are for those who know books and their English words (内行)."""
_REPORTS = frozenset(
    {
        *("income_statement", "balance_sheet", "trial_balance", "journal"),
        *("events", "query", "statistics"),
    }
)
_NONE: frozenset[str] = frozenset()
_EVERYONE = frozenset({"GET /juwu/me", "GET /juwu/review", "GET /juwu/waiting", "GET /juwu/scan"})

PERMISSIONS = {
    "reviewer": Permissions(
        _OURS,
        _NONE,
        _EVERYONE | {"GET /juwu/marks", "POST /juwu/mark", "POST /juwu/query", "POST /juwu/review"},
    ),
    "director": Permissions(_OURS, _NONE, _EVERYONE | {"POST /juwu/reply"}),
    "treasurer": Permissions(_OURS | _FAVAS, _REPORTS, _EVERYONE | {"POST /juwu/reply"}),
    "auditor": Permissions(_OURS | _FAVAS, _REPORTS, _EVERYONE),
    "street": Permissions(frozenset(), frozenset(), frozenset()),
}
