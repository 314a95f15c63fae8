"""Columns are as wide as their figures need, and no two figures lie upon one another on paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from juwu_ledger.render.html.column_widths import widths
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    ITEM,
    MONEY,
    TEXT,
    TOTAL,
    Column,
    Row,
    Table,
    Value,
)

COLUMNS = (
    Column("day", "日期", DATE, 2),
    Column("id", "凭证号", CODE, 2),
    Column("said", "摘要", TEXT, 40),
    Column("amount", "金额（元）", MONEY, 2),
)
DAY, AMOUNT = dt.date(2026, 12, 30), Decimal("123456789.01")


def table(*values: Value, role: str = ITEM, columns: tuple[Column, ...] = COLUMNS) -> Table:
    return Table("t", "表", columns, (Row(values, role),))


def test_columns_have_their_shares_where_all_fits() -> None:
    made = widths(table(None, None, "一笔", None, columns=COLUMNS), 60)
    roomy = tuple(Column(c.key, c.title, c.kind, 15) for c in COLUMNS)
    assert widths(table(DAY, "2026-12-0030", "一笔", AMOUNT, columns=roomy), 60) == [25.0] * 4
    assert widths(table(DAY, "2026-12-0030", "一笔", AMOUNT)) == pytest.approx(
        [100 * width / 46 for width in (2, 2, 40, 2)]
    )
    assert sum(made) == pytest.approx(100)


def test_narrow_columns_take_what_their_figures_need_from_the_wide_one() -> None:
    room = 60
    day, number, said, amount = widths(table(DAY, "2026-12-0030", "一笔", AMOUNT), room)
    assert day + number + said + amount == pytest.approx(100)
    # Digits of Noto Serif CJK are 0.557 em, hyphens 0.346, commas and points 0.327; cells have 2 mm.
    for width, digits, hyphens, points in ((day, 8, 2, 0), (number, 10, 2, 0), (amount, 11, 0, 3)):
        needed = digits * 0.557 + hyphens * 0.346 + points * 0.327 + 2 * 72 / 25.4 / 8.5
        assert needed <= room * width / 100 < needed + 0.5


def test_sums_are_bold_and_what_sticks_to_a_number_goes_with_it() -> None:
    plain = widths(table(None, None, None, AMOUNT), 60)[3]
    assert widths(table(None, None, None, AMOUNT, role=TOTAL), 60)[3] > plain
    narrow = (Column("a", "甲", TEXT, 1), Column("b", "乙", TEXT, 20))
    alone = widths(table("2026-12-0030", None, columns=narrow), 60)[0]
    stuck = widths(table("（2026-12-0030）、", None, columns=narrow), 60)[0]
    assert stuck - alone == pytest.approx(3 * 100 / 60)


def test_what_does_not_fit_comes_to_more_than_the_table() -> None:
    assert sum(widths(table(DAY, "2026-12-0030", "一笔", AMOUNT), 18)) > 100.5
