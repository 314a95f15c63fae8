"""A paper of the street's: what they all begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.street.register import Register
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.tables.report import Report, Section


def street_paper(
    register: Register,
    log: StreetLog,
    period: Period | Days,
    as_of: dt.date,
    *,
    kind: str,
    title: str,
    sections: Sequence[Section],
    facts: Mapping[str, Any] | None = None,
) -> Report:
    """Return a paper of the street; its digest is the root of the log that it was made from."""
    said = {
        "期间": period.title,
        "居委会": f"{len(register.members)} 个",
        "日志": f"{len(log.statements)} 条",
        "编制日期": as_of.isoformat(),
        **(facts or {}),
    }
    return Report(
        report=kind,
        title=title,
        period=period,
        committee=register.name,
        as_of=as_of,
        books_digest=log.tree.root().hex(),
        totals=None,
        sections=tuple(sections),
        facts=said,
    )
