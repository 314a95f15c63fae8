"""``juwu street rank``: which committees stick out, in what, among their like. There is no total score.

Each measure is one question that an inspector asks. A committee is named for a measure where its figure lies
3.5 robust deviations or more off the median of its like, to the side that is asked about; why is said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from juwu_ledger.books.model.periods import Period
from juwu_ledger.street import figures
from juwu_ledger.street.engine import Engine
from juwu_ledger.street.lake import ACCOUNTS, ENTRIES, parts
from juwu_ledger.street.register import Member, Register
from juwu_ledger.street.spread import FAR, Spread, rounded
from juwu_ledger.street.standings import standings
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.street.street_paper import street_paper
from juwu_ledger.tables.report import CODE, TEXT, Column, Report, Row, Section, Table

_TENTH = Decimal("0.1")
_LEAST = 5
"""Committees of a kind; among fewer nothing can stick out."""
_DECEMBER = 12


class Facts(NamedTuple):
    """What the engine summed up of one committee, and what the log says of it."""

    conduct: Mapping[str, int]
    payments: Mapping[str, int]
    spending: Mapping[str, int]
    """By month, fen."""
    till_opening: Mapping[str, int]
    """By month, fen."""
    late: int
    """Months filed late, or due and not filed."""
    due: int


class Measure(NamedTuple):
    """One question, and how its figure is worked out; ``None`` where there is nothing to ask about."""

    key: str
    title: str
    unit: str
    why: str
    of: Callable[[Facts, Period], Fraction | None]


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole > 0 else None


def _banked(facts: Facts, period: Period) -> Fraction | None:
    """Mean days from till to bank: what lay in the till each night, by what came into it (Little's law)."""
    if facts.conduct["till_in"] <= 0:
        return None
    end = period.last.toordinal()
    first = min(facts.till_opening, default="")
    begun = facts.till_opening.get(first, 0)
    days = (Period.parse(first).first.toordinal() if first else end) - 1
    nights = begun * (end - days) + end * facts.conduct["till_moved"] - facts.conduct["till_days"]
    return Fraction(nights, facts.conduct["till_in"])


def _december(facts: Facts, period: Period) -> Fraction | None:
    if period.kind != "year" or len(facts.spending) < _DECEMBER:
        return None
    return _share(facts.spending.get(f"{period.label}-12", 0), sum(facts.spending.values()))


MEASURES = (
    Measure(
        "cash_share",
        "现金支付占比",
        "%",
        "付出的钱里用现金付的多",
        lambda f, _: _share(f.conduct["cash"], f.conduct["spent"]),
    ),
    Measure(
        "near_limit",
        "贴近街道签批起点",
        "%",
        "付款里刚好不到街道签批起点（九成以上）的多",
        lambda f, _: _share(f.payments.get("near", 0), f.payments.get("payments", 0)),
    ),
    Measure(
        "round",
        "整百付款",
        "%",
        "付款里整百元的多",
        lambda f, _: _share(f.payments.get("round", 0), f.payments.get("payments", 0)),
    ),
    Measure("days_to_bank", "现金几天存银行", "天", "收来的现金在手里放得久", _banked),
    Measure("december", "十二月支出占全年", "%", "钱集中在年底花", _december),
    Measure(
        "entertainment",
        "招待占支出",
        "%",
        "支出里招待多",
        lambda f, _: _share(f.conduct["entertainment"], f.conduct["expenses"]),
    ),
    Measure("late", "迟报的月份", "%", "月报常常迟报或不报", lambda f, _: _share(f.late, f.due)),
)


def ranking(
    register: Register, log: StreetLog, period: Period, as_of: dt.date, engine: Engine
) -> Report:
    """Return the measures of every committee for a period, and who sticks out in which of them."""
    facts = _facts(register, log, period, as_of, engine)
    kinds = dict.fromkeys(member.kind for member in register.members.values())
    sections = []
    for number, kind in enumerate(kinds, 1):
        members = [m for m in register.members.values() if m.kind == kind and m.code in facts]
        sections.append(_section(f"kind_{number}", kind, members, facts, period))
    note = (
        "每一项都和同类的居委会比：偏离中位数 3.5 个稳健标准差以上的列出来。这是提请去看，不是认定有问题；"
        "各项不相加，没有总分。"
    )
    return street_paper(
        register,
        log,
        period,
        as_of,
        kind="street-ranking",
        title="突出的居委会",
        sections=(Section("about", "怎么看", (note,)), *sections),
    )


def _section(
    key: str, kind: str, members: Sequence[Member], facts: Mapping[str, Facts], period: Period
) -> Section:
    values = {
        measure: {
            member.code: value
            for member in members
            if (value := measure.of(facts[member.code], period)) is not None
        }
        for measure in MEASURES
    }
    return Section(
        key,
        kind,
        tables=(
            _reasons(key, members, values),
            _figures(key, members, values),
        ),
    )


Values = Mapping[Measure, Mapping[str, Fraction]]


def _reasons(key: str, members: Sequence[Member], values: Values) -> Table:
    columns = (
        Column("code", "代码", CODE, 14),
        Column("name", "居委会", width=16),
        Column("measure", "哪一项", TEXT, 18),
        Column("value", "是多少", TEXT, 12),
        Column("median", "同类中位数", TEXT, 12),
        Column("z", "偏离（z）", TEXT, 9),
        Column("why", "说明什么", TEXT, 30),
    )
    spreads = {m: Spread(found.values()) for m, found in values.items() if len(found) >= _LEAST}
    rows = [
        Row((member.code, member.name, *reason))
        for member in members
        for reason in _reasons_of(member.code, values, spreads)
    ]
    return Table(f"reasons_{key}", "突出的", columns, tuple(rows), empty="没有突出的。")


def _reasons_of(
    code: str, values: Values, spreads: Mapping[Measure, Spread]
) -> Iterator[tuple[str, ...]]:
    for measure, spread in spreads.items():
        value = values[measure].get(code)
        z = spread.robust_z(value) if value is not None else None
        if value is not None and z is not None and z >= FAR:
            shown = (_shown(value, measure), _shown(spread.median, measure))
            yield (measure.title, *shown, str(rounded(z, _TENTH)), measure.why)


def _figures(key: str, members: Sequence[Member], values: Values) -> Table:
    columns = (
        Column("code", "代码", CODE, 14),
        Column("name", "居委会", width=16),
        *(Column(measure.key, measure.title, TEXT, 16) for measure in MEASURES),
    )
    rows = [
        Row(
            (
                member.code,
                member.name,
                *(
                    _shown(values[measure][member.code], measure)
                    if member.code in values[measure]
                    else None
                    for measure in MEASURES
                ),
            )
        )
        for member in members
    ]
    middle = [
        _shown(Spread(values[measure].values()).median, measure) if values[measure] else None
        for measure in MEASURES
    ]
    rows.append(Row((None, "中位数", *middle), "total"))
    return Table(f"measures_{key}", "各项", columns, tuple(rows), adds_up=False)


def _shown(value: Fraction, measure: Measure) -> str:
    return f"{rounded(value, _TENTH)}{measure.unit}"


def _facts(
    register: Register, log: StreetLog, period: Period, as_of: dt.date, engine: Engine
) -> dict[str, Facts]:
    """Return the facts of every committee that filed anything in the period, or was to."""
    months = list(period.split_months())
    late: dict[str, list[bool]] = defaultdict(list)
    for one in standings(register, log, months, as_of, read=False):
        if one.due < as_of or one.filed_on:
            late[one.member.code].append(bool(one.days_late))
    entries, accounts = (parts(register.root, table, months) for table in (ENTRIES, ACCOUNTS))
    if not entries:
        return {}
    lines, balances = engine.table(entries), engine.table(accounts)
    payments = {row["committee"]: row for row in engine.rows(figures.payments(lines))}
    spending = _by_month(engine.rows(figures.month_spending(lines)), "spending")
    openings = _by_month(engine.rows(figures.till_openings(balances)), "opening")
    return {
        row["committee"]: Facts(
            row,
            payments.get(row["committee"], {}),
            spending.get(row["committee"], {}),
            openings.get(row["committee"], {}),
            sum(late[row["committee"]]),
            len(late[row["committee"]]),
        )
        for row in engine.rows(figures.conduct(lines))
    }


def _by_month(rows: Sequence[Mapping[str, Any]], name: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row["committee"]][row["period"]] = row[name]
    return found
