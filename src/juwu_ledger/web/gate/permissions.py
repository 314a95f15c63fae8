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


_FRAME = frozenset(
    {
        *("index", "static", "report", "account"),
        *("extension_report", "extension_js_module", "document", "statement"),
        *("json_api.get_changed", "json_api.get_errors", "json_api.get_ledger_data"),
        *("json_api.get_account_report", "json_api.get_balance_sheet"),
        *("json_api.get_context", "json_api.get_documents", "json_api.get_events"),
        *("json_api.get_income_statement", "json_api.get_journal", "json_api.get_journal_page"),
        *("json_api.get_query", "json_api.get_statistics", "json_api.get_trial_balance"),
    }
)
_HELP = frozenset({"help_page", "json_api.get_help"})
_REPORTS = frozenset(
    {
        *("income_statement", "balance_sheet", "trial_balance", "journal"),
        *("documents", "errors", "events", "query", "statistics"),
    }
)
_EVERYONE = frozenset({"GET /juwu/me", "GET /juwu/review", "GET /juwu/waiting", "GET /juwu/scan"})

PERMISSIONS = {
    "reviewer": Permissions(
        _FRAME,
        _REPORTS,
        _EVERYONE | {"GET /juwu/marks", "POST /juwu/mark", "POST /juwu/query", "POST /juwu/review"},
    ),
    "director": Permissions(_FRAME, _REPORTS, _EVERYONE | {"POST /juwu/reply"}),
    "treasurer": Permissions(_FRAME | _HELP, _REPORTS, _EVERYONE | {"POST /juwu/reply"}),
    "auditor": Permissions(_FRAME | _HELP, _REPORTS, _EVERYONE),
}
