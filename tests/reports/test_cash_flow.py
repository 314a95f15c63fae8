"""The cash flow statement: each line by hand, sums that tie, and a wrong cell that is noticed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.quarterly import quarterly
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.cash_flow import cash_flow_table
from juwu_ledger.statements.statement_ties import statement_ties
from juwu_ledger.tables.paper_ties import NOT_TIED, tied
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    load,
    voucher,
)

QUARTER = Period.parse("2025Q2")
BOOKS = (
    voucher("2025-01-0001", (BANK, "5000.00"), (OPENING, "-5000.00"), day=1)
    + voucher("2025-01-0002", (BANK, "100.00"), (GIFT, "-100.00"))
    + voucher("2025-04-0001", (BANK, "2000.00"), (GRANT, "-2000.00"))
    + voucher("2025-04-0002", (BANK, "300.00"), (DEPOSIT, "-300.00"))
    + voucher("2025-04-0003", (OFFICE, "80.00"), (BANK, "-80.00"))
    + voucher("2025-04-0004", (PETTY, "200.00"), (BANK, "-200.00"))
    + voucher("2025-04-0005", (BANK, "9.00"), (INTEREST, "-10.00"), (CHARGE, "1.00"))
    + voucher("2025-05-0001", (ASSET, "900.00"), (OWED, "-400.00"), (BANK, "-500.00"))
    + voucher("2025-05-0002", (OWED, "400.00"), (BANK, "-400.00"))
    + voucher("2025-05-0003", (PETTY, "30.00"), (OFFICE, "-30.00"), reverses="2025-04-0003")
)
BY_HAND = {
    "接受捐赠收到的现金": ("0.00", "100.00"),
    "政府补助收到的现金": ("2000.00", "2000.00"),
    "收到的其他与业务活动有关的现金": ("310.00", "310.00"),
    "业务活动现金流入小计": ("2310.00", "2410.00"),
    "购买商品、接受服务支付的现金": ("450.00", "450.00"),
    "支付的其他与业务活动有关的现金": ("1.00", "1.00"),
    "业务活动现金流出小计": ("451.00", "451.00"),
    "业务活动现金流量净额": ("1859.00", "1959.00"),
    "投资活动现金流入小计": ("0.00", "0.00"),
    "购建固定资产支付的现金": ("500.00", "500.00"),
    "投资活动现金流出小计": ("500.00", "500.00"),
    "投资活动现金流量净额": ("-500.00", "-500.00"),
    "筹资活动现金流入小计": ("0.00", "0.00"),
    "筹资活动现金流出小计": ("0.00", "0.00"),
    "筹资活动现金流量净额": ("0.00", "0.00"),
    "现金净增加额": ("1359.00", "1459.00"),
}


def test_every_line_is_what_a_hand_makes_of_it(tmp_path: Path) -> None:
    table = cash_flow_table(Figures.of(load(tmp_path, BOOKS), QUARTER))
    found = {row.values[0]: row.values[1:] for row in table.rows if row.role != "head"}
    assert found == {name: tuple(map(Decimal, pair)) for name, pair in BY_HAND.items()}


def test_a_wrong_line_is_noticed(tmp_path: Path) -> None:
    books = load(tmp_path, BOOKS)
    paper = quarterly(books, QUARTER, dt.date(2025, 7, 5))
    assert not [alarm for alarm in paper.alarms if alarm.startswith(NOT_TIED)]
    figures = Figures.of(books, QUARTER)
    (at,) = (n for n, table in enumerate(paper.tables) if table.key == "cash_flow")
    table = paper.tables[at]
    for number, row in enumerate(table.rows):
        if row.role == "head":
            continue
        wrong = replace(row, values=(row.values[0], row.values[1] + 1, *row.values[2:]))
        rows = (*table.rows[:number], wrong, *table.rows[number + 1 :])
        spoilt = replace(paper, sections=_with(paper.sections, replace(table, rows=rows)))
        told = tied(spoilt, books, lambda printed: statement_ties(printed, figures)).alarms
        assert any(alarm.startswith(NOT_TIED) for alarm in told), row.values[0]


def _with(sections, table):
    return tuple(
        replace(s, tables=tuple(table if t.key == table.key else t for t in s.tables))
        for s in sections
    )


def test_a_line_of_nothing_does_not_say_what_money_went_for(tmp_path: Path) -> None:
    """Bought partly on account: the whole payment stands for the thing, not for the line of 0.00 above it."""
    text = voucher(
        "2025-04-0001", (OFFICE, "0.00"), (ASSET, "900.00"), (OWED, "-400.00"), (BANK, "-500.00")
    )
    table = cash_flow_table(Figures.of(load(tmp_path, text), QUARTER))
    lines = {row.values[0]: row.values[1] for row in table.rows if row.role == "item"}
    assert lines == {"购建固定资产支付的现金": Decimal("500.00")}
