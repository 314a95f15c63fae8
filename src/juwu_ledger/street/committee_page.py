"""``juwu street show``: one committee: every bundle of it that was received, its money, its own last report."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.chart import MONEY_ROLES
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Days, Period, months_between
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.books.signing.street_receipt import CORRECTION
from juwu_ledger.bundle.manifest import DATA
from juwu_ledger.bundle.opened import is_known
from juwu_ledger.bundle.parquet_bytes import read_table
from juwu_ledger.bundle.zip_bytes import zip_parts
from juwu_ledger.street.kept_bundles import kept_bytes, latest_of, stem_of
from juwu_ledger.street.overview import COLUMNS
from juwu_ledger.street.register import Member, Register
from juwu_ledger.street.standings import standings
from juwu_ledger.street.street_log import StreetLog
from juwu_ledger.street.street_paper import street_paper
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    MONEY,
    Bar,
    Chart,
    Column,
    Report,
    Row,
    Section,
    Table,
)

_SHOWN = 24
"""Months whose money is shown."""


def committee_page(register: Register, log: StreetLog, member: Member, as_of: dt.date) -> Report:
    """Return all that the street knows of a committee; raises ``NotKept`` and ``CannotRender``."""
    last = Period.month_of(as_of)
    months = [month for month in months_between(member.since.first, as_of) if month < last]
    mine = [one for one in standings(register, log, months, as_of) if one.member is member]
    filed = latest_of(log, member.code)
    period = Days(member.since.first, max(as_of, member.since.first))
    columns = (Column("month", "月份", CODE, 9, lambda one: one.month.label), *COLUMNS[2:])
    months_table = Table("months", "各月报送", columns, tuple(rows_of(columns, mine)))
    sections = [
        Section("months", "报送", tables=(months_table, _received(register, log, member))),
        *_money(register, log, filed),
    ]
    return street_paper(
        register,
        log,
        period,
        as_of,
        kind="street-committee",
        title=member.name,
        sections=sections,
        facts={
            "代码": member.code,
            "类别": member.kind,
            "户数": str(member.households or "没有登记"),
            "起报": member.since.label,
        },
    )


def _received(register: Register, log: StreetLog, member: Member) -> Table:
    columns = (
        Column("index", "日志第几条", COUNT, 10),
        Column("period", "月份", CODE, 9),
        Column("kind", "种类", width=8),
        Column("day", "收到", DATE, 11),
        Column("seal", "封账码", CODE, 21),
        Column("bundle", "报送包 SHA-256", CODE, 66),
        Column("file", "存为", CODE, 24),
    )
    rows = []
    for index in log.by_committee.get(member.code, ()):
        said = log.statements[index]
        word = "更正件" if said.kind == CORRECTION else "报送"
        about = (index + 1, said.period, word, said.day, short_code(said.seal))
        rows.append(Row((*about, said.bundle, stem_of(log, index))))
    return Table("received", "收下的报送包", columns, tuple(rows), empty="一次也没有报。")


def _money(register: Register, log: StreetLog, filed: dict[str, int]) -> list[Section]:
    columns = (
        Column("period", "月份", CODE, 9),
        Column("opening", "期初资金", MONEY, 16),
        Column("income", "收进", MONEY, 16),
        Column("spending", "付出", MONEY, 16),
        Column("closing", "期末资金", MONEY, 16),
    )
    rows, bars = [], []
    for label in sorted(filed)[-_SHOWN:]:
        files = zip_parts(kept_bytes(register.root, log, filed[label]), is_known)
        accounts = read_table("accounts", files[DATA["accounts"]]).lines()
        entries = read_table("entries", files[DATA["entries"]]).lines()
        money = [line for line in accounts if line.role in MONEY_ROLES]
        sums = (
            sum(line.opening for line in money),
            sum(line.income for line in entries),
            sum(line.spending for line in entries),
            sum(line.closing for line in money),
        )
        rows.append(Row((label, *map(to_yuan, sums))))
        bars.append(Bar(label, to_yuan(sums[-1])))
    if not rows:
        return []
    chart = Chart("closing", "期末资金", {"期末资金": tuple(bars)})
    table = Table("money", "资金", columns, tuple(rows), adds_up=False)
    return [Section("money", "资金", tables=(table,), charts=(chart,))]
