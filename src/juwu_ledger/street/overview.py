"""``juwu street overview``: who has filed and who has not, in time or late, and how their books stand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from juwu_ledger.books.model.periods import Period
from juwu_ledger.street.register import Register
from juwu_ledger.street.standings import (
    IN_TIME,
    LATE,
    NOT_DUE,
    NOT_FILED,
    Standing,
    standings,
)
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.street.street_paper import street_paper
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    ITEM,
    Column,
    Report,
    Row,
    Section,
    Table,
)

_STATES = (IN_TIME, LATE, NOT_FILED, NOT_DUE)


def _said(name: str) -> Column:
    """Return a column of what a bundle says of itself; blank where there is none."""
    titles = {
        "errors": "未说明违规",
        "warnings": "提醒",
        "reviewed": "审核到",
        "disclosed": "公开到",
    }
    kind = COUNT if name in ("errors", "warnings") else CODE

    def get(line: Standing) -> str | int | None:
        return getattr(line.manifest, name) if line.manifest is not None else None

    return Column(name, titles[name], kind, 10, get)


COLUMNS = (
    Column("code", "代码", CODE, 14, lambda line: line.member.code),
    Column("name", "居委会", width=14, get=lambda line: line.member.name),
    Column("due", "应报日", DATE, 11),
    Column("filed_on", "报送日", DATE, 11),
    Column("state", "报送", width=8),
    Column("days_late", "迟几天", COUNT, 7, lambda line: line.days_late or None),
    Column("seal", "封账码", CODE, 21, lambda line: line.code or None),
    _said("errors"),
    _said("warnings"),
    _said("reviewed"),
    _said("disclosed"),
    Column("corrections", "更正件", COUNT, 7, lambda line: line.corrections or None),
)


def overview(register: Register, log: StreetLog, period: Period, as_of: dt.date) -> Report:
    """Return the overview of a period: a table a month, a line for every committee that files it."""
    months = list(period.split_months())
    found = list(standings(register, log, months, as_of))
    return street_paper(
        register,
        log,
        period,
        as_of,
        kind="street-overview",
        title="报送情况",
        sections=(
            Section("summary", "各月", _missing(found), (_summary(months, found),)),
            *(_month(month, [one for one in found if one.month == month]) for month in months),
        ),
    )


def _month(month: Period, lines: Sequence[Standing]) -> Section:
    table = Table(
        f"filed_{month.label}",
        f"{month.title}报送",
        COLUMNS,
        tuple(rows_of(COLUMNS, lines)),
        empty="没有要报这个月的居委会。",
    )
    return Section(f"month_{month.label}", month.title, tables=(table,))


def _summary(months: Sequence[Period], found: Sequence[Standing]) -> Table:
    columns = (
        Column("month", "月份", CODE, 10),
        Column("expected", "应报", COUNT, 8),
        *(Column(f"count_{at}", state, COUNT, 8) for at, state in enumerate(_STATES)),
        Column("corrections", "更正件", COUNT, 8),
    )
    rows = []
    for month in months:
        here = [one for one in found if one.month == month]
        counts = Counter(one.state for one in here)
        corrected = sum(one.corrections for one in here)
        numbers = (len(here), *(counts[state] for state in _STATES), corrected)
        rows.append(Row((month.label, *numbers), ITEM))
    return Table("summary", "各月报送", columns, tuple(rows))


def _missing(found: Sequence[Standing]) -> tuple[str, ...]:
    """Return a sentence for the committees that have filed none of the months that are due."""
    due = [one for one in found if one.state != NOT_DUE]
    filed = {one.member.code for one in due if one.filed_on}
    never = {one.member.code: one.member.name for one in due if one.member.code not in filed}
    if not never:
        return ()
    return (f"一次也没有报的 {len(never)} 个：{'、'.join(never.values())}。",)
