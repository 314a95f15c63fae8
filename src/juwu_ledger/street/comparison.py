"""``juwu street compare``: one class of income or spending, committee by committee: median, quarter, place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from juwu_ledger.books.model.chart import NATURES, SOURCES
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.street import figures
from juwu_ledger.street.engine import Engine
from juwu_ledger.street.lake import ENTRIES, parts
from juwu_ledger.street.register import Register
from juwu_ledger.street.spread import Spread, rounded
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.street.street_paper import street_paper
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    MONEY,
    Bar,
    Chart,
    Column,
    Report,
    Row,
    Section,
    Table,
)

INCOME, EXPENSES = "Income", "Expenses"
HOUSEHOLD = "household"
WORDS: Mapping[str, tuple[str, str]] = {
    **{word: (INCOME, f"收入：{title}") for word, title in SOURCES.items() if word != "other"},
    **{word: (EXPENSES, f"支出：{title}") for word, title in NATURES.items() if word != "other"},
    "other-income": (INCOME, f"收入：{SOURCES['other']}"),
    "other-spending": (EXPENSES, f"支出：{NATURES['other']}"),
    "income": (INCOME, "全部收入"),
    "spending": (EXPENSES, "全部支出"),
}
"""What can be compared: the classes of accounts by their word, and all of a side."""
_ALL = {"income", "spending"}
_HALF, _LOW, _HIGH = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)


class _Figure(NamedTuple):
    code: str
    fen: int
    value: Fraction
    """Yuan, of the committee or of a household."""


def comparison(
    register: Register,
    log: StreetLog,
    period: Period,
    as_of: dt.date,
    engine: Engine,
    word: str,
    *,
    per_household: bool,
) -> Report:
    """Return the comparison of a class over a period, among committees of a kind; ``word`` is of :data:`WORDS`."""
    amounts = _amounts(register, period, engine, word)
    title = WORDS[word][1] + ("，每户" if per_household else "")
    kinds = dict.fromkeys(member.kind for member in register.members.values())
    sections = []
    for number, kind in enumerate(kinds, 1):
        members = [one for one in register.members.values() if one.kind == kind]
        found = [
            _Figure(one.code, amounts[one.code], Fraction(amounts[one.code], 100) / divisor)
            for one in members
            if one.code in amounts and (divisor := one.households if per_household else 1)
        ]
        left_out = [one.name for one in members if one.code not in {item.code for item in found}]
        sections.append(_section(register, f"kind_{number}", kind, found, left_out, per_household))
    return street_paper(
        register,
        log,
        period,
        as_of,
        kind="street-comparison",
        title=f"比较（{title}）",
        sections=sections,
        facts={"比较": title},
    )


def _amounts(register: Register, period: Period, engine: Engine, word: str) -> dict[str, int]:
    """Return the class's sum of each committee that filed anything in the period, fen."""
    entries = parts(register.root, ENTRIES, list(period.split_months()))
    sums: dict[str, int] = {}
    if not entries:
        return sums
    root, _ = WORDS[word]
    name = word.removesuffix("-income").removesuffix("-spending")
    for row in engine.rows(figures.committee_class_sums(engine.table(entries))):
        fits = row["root"] == root and (word in _ALL or row["class"] == name)
        sums[row["committee"]] = sums.get(row["committee"], 0) + (row["fen"] if fits else 0)
    return sums


def _section(
    register: Register,
    key: str,
    kind: str,
    found: Sequence[_Figure],
    left_out: Sequence[str],
    per_household: bool,
) -> Section:
    spread = Spread(item.value for item in found) if found else None
    paragraphs = []
    if spread:
        quartiles = (spread.quantile(part) for part in (_LOW, _HALF, _HIGH))
        low, middle, high = (f"{rounded(value):,}" for value in quartiles)
        paragraphs.append(
            f"{len(found)} 个居委会：下四分位 {low}，中位数 {middle}，上四分位 {high}（元）。"
        )
    if left_out:
        why = "没有报送，或名册里没有户数" if per_household else "没有报送"
        paragraphs.append(f"没有比的 {len(left_out)} 个（{why}）：{'、'.join(left_out)}。")
    columns = (
        Column("place", "名次", COUNT, 6),
        Column("code", "代码", CODE, 14),
        Column("name", "居委会", width=16),
        Column("households", "户数", COUNT, 8),
        Column("amount", "金额", MONEY, 16),
        Column("value", "每户（元）" if per_household else "比较数（元）", MONEY, 14),
        Column("quarter", "第几四分之一", COUNT, 12),
        Column("off_median", "比中位数", MONEY, 14),
    )
    rows = []
    for item in sorted(found, key=lambda one: (-one.value, one.code)):
        assert spread is not None
        member = register.members[item.code]
        about = (spread.place(item.value), item.code, member.name, member.households or None)
        off = rounded(item.value - spread.median)
        money = (to_yuan(item.fen), rounded(item.value))
        rows.append(Row((*about, *money, spread.quarter(item.value), off)))
    bars = tuple(
        Bar(register.members[item.code].name, rounded(item.value))
        for item in sorted(found, key=lambda one: -one.value)[:30]
    )
    charts = (Chart(f"chart_{key}", kind, {kind: bars}),) if len(bars) > 1 else ()
    table = Table(key, kind, columns, tuple(rows), empty="没有可比的。", adds_up=False)
    return Section(key, kind, tuple(paragraphs), (table,), charts)
