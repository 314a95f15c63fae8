"""``juwu street consolidate``: the committees' books as one, what the street paid them taken out.

Sums of income and spending come from the lines of vouchers, money from the balances of accounts: that one
makes the other is checked, and red where it does not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from juwu_ledger.books.model.chart import NATURES, ROLES, SOURCES
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.street import figures
from juwu_ledger.street.engine import Engine
from juwu_ledger.street.lake import ACCOUNTS, ENTRIES, parts
from juwu_ledger.street.register import Register
from juwu_ledger.street.standings import standings
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.street.street_paper import street_paper
from juwu_ledger.street.transfers import paid_in, read_transfers
from juwu_ledger.tables.columns import Record, column, columns_of, sum_row, with_sum
from juwu_ledger.tables.report import (
    CODE,
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Bar,
    Chart,
    Column,
    Report,
    Row,
    Section,
    Table,
)

INCOME, EXPENSES, APPROPRIATION = "Income", "Expenses", "appropriation"
_ROOTS = {INCOME: ("收入", SOURCES), EXPENSES: ("支出", NATURES)}
_BALANCE = {"Assets": "资产", "Liabilities": "负债", "Equity": "净资产"}


@dataclass(frozen=True)
class Sums:
    """All that the engine was asked for, fen."""

    by_class: Sequence[Mapping[str, Any]]
    by_committee: Mapping[str, Mapping[tuple[str, str], int]]
    flows: Mapping[str, tuple[int, int]]
    """Committee → money in and out."""
    money: Mapping[str, tuple[int, int]]
    """Committee → money as the period began and ended."""
    balances: Sequence[Mapping[str, Any]]
    from_street: Mapping[str, int]


def sums_of(engine: Engine, register: Register, months: Sequence[Period]) -> Sums | None:
    """Return the sums of these months; ``None`` where nothing was filed in any of them."""
    entries, accounts = (parts(register.root, table, months) for table in (ENTRIES, ACCOUNTS))
    if not entries:
        return None
    lines, balances = engine.table(entries), engine.table(accounts)
    by_committee: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in engine.rows(figures.committee_class_sums(lines)):
        by_committee[row["committee"]][row["root"], row["class"]] = row["fen"]
    last = accounts[-1].parent.parent.name[5:] + "-" + accounts[-1].parent.name[6:]
    return Sums(
        engine.rows(figures.class_sums(lines)),
        by_committee,
        {
            row["committee"]: (row["income"], row["spending"])
            for row in engine.rows(figures.committee_flows(lines))
        },
        _first_and_last(engine.rows(figures.committee_money(balances))),
        engine.rows(figures.role_balances(balances, last)),
        {
            row["committee"]: row["fen"]
            for row in engine.rows(figures.from_street(lines, register.pays_as))
        },
    )


def _first_and_last(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return for each committee its first month's opening and its last month's closing."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:  # In order of month.
        begun = found.get(row["committee"], (row["opening"], 0))[0]
        found[row["committee"]] = (begun, row["closing"])
    return found


def consolidation(
    register: Register, log: StreetLog, period: Period, as_of: dt.date, engine: Engine
) -> Report:
    """Return the consolidated paper of a period; committees that have not filed are named."""
    months = list(period.split_months())
    sums = sums_of(engine, register, months)
    missing = tuple(_missing(register, log, months, as_of))
    if sums is None:
        first = Section("summary", "合并", (*missing, "这一期还没有收到报送包。"))
        sections: tuple[Section, ...] = (first,)
    else:
        paid = read_transfers(register)
        sections = (
            _summary(register, sums, missing, paid is None),
            _transfers(register, sums, None if paid is None else paid_in(paid, period)),
            _committees(register, sums),
            *_classes(register, sums),
        )
    return street_paper(
        register,
        log,
        period,
        as_of,
        kind="street-consolidation",
        title="合并收支",
        sections=sections,
    )


def _missing(
    register: Register, log: StreetLog, months: Sequence[Period], as_of: dt.date
) -> Iterator[str]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for one in standings(register, log, months, as_of, read=False):
        if one.filed_on is None:
            lacking[one.member.name].append(one.month.label)
    if lacking:
        count = sum(map(len, lacking.values()))
        named = "；".join(f"{name} {'、'.join(labels)}" for name, labels in lacking.items())
        yield f"缺 {len(lacking)} 个居委会的 {count} 份月报，合计里没有：{named}。"


def _summary(register: Register, sums: Sums, missing: tuple[str, ...], unlisted: bool) -> Section:
    note = "抵销的是街道拨给居委会的钱，按居委会记的数" + (
        "；街道没有给出拨款清单（transfers.csv），没有核对。" if unlisted else "。"
    )
    columns = (
        Column("class", "项目", width=20),
        Column("sum", "各居委会合计", MONEY, 18),
        Column("eliminated", "抵销", MONEY, 16),
        Column("consolidated", "合并数", MONEY, 18),
    )
    rows = tuple(_class_rows(sums))
    charts = tuple(_charts(sums))
    tables = (
        Table("consolidated", "合并收支", columns, rows, note=note, adds_up=False),
        _balances(sums),
    )
    return Section(
        "summary", "合并", missing, tables, charts, alarms=tuple(_alarms(register, sums))
    )


def _class_rows(sums: Sums) -> Iterator[Row]:
    eliminated = sum(sums.from_street.values())
    for root, (title, words) in _ROOTS.items():
        found = [row for row in sums.by_class if row["root"] == root]
        yield Row((title, None, None, None), HEAD)
        for row in sorted(found, key=lambda row: _order(words, row["class"])):
            off = eliminated if (root, row["class"]) == (INCOME, APPROPRIATION) else 0
            yield _figures(_word(words, row["class"]), row["fen"], off, ITEM)
        off = eliminated if root == INCOME else 0
        yield _figures(f"{title}合计", sum(row["fen"] for row in found), off, TOTAL)


def _figures(title: str, fen: int, off: int, role: str) -> Row:
    return Row((title, to_yuan(fen), to_yuan(-off), to_yuan(fen - off)), role)


def _balances(sums: Sums) -> Table:
    columns = (Column("role", "项目", width=20), Column("closing", "期末合计", MONEY, 18))
    rows: list[Row] = []
    for root, title in _BALANCE.items():
        sign = 1 if root == "Assets" else -1
        found = [row for row in sums.balances if row["root"] == root and row["fen"]]
        items = [
            Row((_word(ROLES, row["class"]), to_yuan(sign * row["fen"])), ITEM) for row in found
        ]
        total = Row((f"{title}合计", to_yuan(sign * sum(row["fen"] for row in found))), SUBTOTAL)
        rows += [*items, total]
    note = "期末是这一期里最后一个有报送的月份；还没有结转的收支不在净资产里。"
    return Table("balances", "期末余额", columns, tuple(rows), note=note, adds_up=False)


def _alarms(register: Register, sums: Sums) -> Iterator[str]:
    """Yield the committees whose money at the end is not what it was and what came and went."""
    for code, (opening, closing) in sums.money.items():
        income, spending = sums.flows.get(code, (0, 0))
        if opening + income - spending != closing:
            off = show_fen(closing - opening - income + spending)
            yield f"{_name(register, code)}：期初加收入减支出与期末差 {off}（中间缺月份，或有未计入的凭证）"


def _charts(sums: Sums) -> Iterator[Chart]:
    for root, (title, words) in _ROOTS.items():
        bars = tuple(
            Bar(_word(words, row["class"]), to_yuan(row["fen"]))
            for row in sorted(sums.by_class, key=lambda row: -row["fen"])
            if row["root"] == root and row["fen"] > 0
        )
        if bars:
            yield Chart(root.lower(), f"{title}构成", {title: bars})


def _transfers(register: Register, sums: Sums, paid: Mapping[str, int] | None) -> Section:
    columns = (
        Column("code", "代码", CODE, 14),
        Column("name", "居委会", width=16),
        Column("paid", "街道拨出", MONEY, 16),
        Column("booked", "居委会记的", MONEY, 16),
        Column("difference", "相差", MONEY, 14),
    )
    rows = []
    for code in sorted({*sums.from_street, *(paid or ())}):
        booked = sums.from_street.get(code, 0)
        out = None if paid is None else paid.get(code, 0)
        off = None if out is None else to_yuan(out - booked)
        shown = None if out is None else to_yuan(out)
        if off is None or off:
            rows.append(Row((code, _name(register, code), shown, to_yuan(booked), off)))
    title = "街道拨款：两边记的" + ("（街道没有给出清单）" if paid is None else "不同")
    table = Table("transfers", title, columns, tuple(rows), empty="两边记的都相同。")
    return Section("transfers", "街道拨款核对", tables=(table,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line(Record):
    """A committee's own figures, all its months of the period together, fen."""

    code: str = column("代码", CODE, 14)
    name: str = column("居委会", width=16)
    opening: int = column("期初资金", MONEY, 16)
    income: int = column("收进", MONEY, 16)
    spending: int = column("付出", MONEY, 16)
    closing: int = column("期末资金", MONEY, 16)
    accrued_income: int = column("收入", MONEY, 16)
    accrued_spending: int = column("支出", MONEY, 16)


def _committees(register: Register, sums: Sums) -> Section:
    lines = []
    for code in sorted(sums.money.keys() | sums.flows.keys()):
        opening, closing = sums.money.get(code, (0, 0))
        income, spending = sums.flows.get(code, (0, 0))
        classes = sums.by_committee.get(code, {})
        totals = {root: sum(f for (r, _), f in classes.items() if r == root) for root in _ROOTS}
        lines.append(
            _Line(
                code=code,
                name=_name(register, code),
                opening=opening,
                income=income,
                spending=spending,
                closing=closing,
                accrued_income=totals[INCOME],
                accrued_spending=totals[EXPENSES],
            )
        )
    columns = columns_of(_Line)
    table = Table("committees", "各居委会", columns, with_sum(columns, lines, under="name"))
    return Section("committees", "各居委会", tables=(table,))


def _classes(register: Register, sums: Sums) -> Iterator[Section]:
    """Yield a table for each class: a line for each committee that has anything of it."""
    columns = (
        Column("code", "代码", CODE, 14),
        Column("name", "居委会", width=16),
        Column("amount", "金额", MONEY, 18),
    )
    for root, (title, words) in _ROOTS.items():
        for word in [*words, ""]:
            found = {
                code: classes[root, word]
                for code, classes in sums.by_committee.items()
                if classes.get((root, word))
            }
            if found:
                rows = [
                    Row((code, _name(register, code), to_yuan(fen)))
                    for code, fen in sorted(found.items())
                ]
                rows.append(sum_row(columns, name="合计", amount=sum(found.values())))
                key = f"{root.lower()}_{word or 'unclassed'}"
                said = f"{title}：{_word(words, word)}"
                yield Section(key, said, tables=(Table(key, said, columns, tuple(rows)),))


def _name(register: Register, code: str) -> str:
    member = register.members.get(code)
    return member.name if member else "不在名册"


def _word(words: Mapping[str, str], word: str) -> str:
    return words.get(word, "未分类")


def _order(words: Mapping[str, str], word: str) -> int:
    return list(words).index(word) if word in words else len(words)
