"""The register of earmarked money on paper (专项资金登记簿): in, out and left, fund by fund."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.figures.figures import Figures
from juwu_ledger.papers.figures.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.funds.fund_balances import KEY, fund_table, fund_ties
from juwu_ledger.registers.funds.fund_register import fund_names, fund_sheet
from juwu_ledger.registers.printed_register import (
    Cells,
    cells_of,
    register_paper,
    row_of,
    sheet_ties,
)
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.paper_ties import Line, Printed
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Column,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.ties import LINES, ZERO, Tie, each
from juwu_ledger.workbook.register_ties import fund_sheet_ties

TITLE = "专项资金登记簿"
SIGNATURES = ("会计", "主任", "民主理财小组")
_COLUMNS = (
    Column("date", "日期", DATE, 10),
    Column("voucher", "凭证号", CODE, 12),
    Column("summary", "摘要", width=30),
    Column("payee", "对方单位", width=18),
    Column("name", "科目", width=18),
    Column("income", "收入", MONEY, 13),
    Column("spending", "支出", MONEY, 13),
    Column("balance", "结余", MONEY, 13),
)


def fund_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return what each fund began with, what came and went, and what is left."""
    ledger = open_ledger(books, period, as_of)
    figures = Figures.of(books, period)
    return register_paper(
        ledger,
        "fund-register",
        TITLE,
        (
            Section("sums", "各项资金", tables=(fund_table(figures),)),
            Section("lines", "逐项逐笔", tables=tuple(_tables(ledger))),
        ),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
    )


def _tables(ledger: PeriodLedger) -> Iterator[Table]:
    """Yield a table a fund; one that is over and did not move has none."""
    funds: dict[object, list[tuple[str, Cells]]] = {}
    for role, cells in cells_of(fund_sheet(ledger)):
        funds.setdefault(cells["number"], []).append((role, cells))
    for number, rows in funds.items():
        head = rows[0][1]
        if len(rows) > 2 or head["balance"]:
            yield Table(
                key=f"fund_{number}",
                title=str(head["fund"]),
                columns=_COLUMNS,
                rows=tuple(row_of(cells, _COLUMNS, role) for role, cells in rows),
                note=_note(head),
                adds_up=False,
            )


def _note(head: Cells) -> str:
    """Say where a fund comes from and what it may be spent on."""
    said = [f"来源：{head['grantor']}"] if head["grantor"] else []
    said += [f"用到 {head['until']}"] if head["until"] else []
    said += [f"用于：{head['accounts']}"] if head["accounts"] else []
    return "；".join(said) + "。" * bool(said)


def _ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    yield from sheet_ties(fund_sheet_ties(ledger), fund_sheet(ledger), journal_sheet(ledger))
    yield from fund_ties(printed)
    closing = {line.text("fund"): line["closing"] for line in printed.lines(KEY)}
    tables = {
        name: printed.lines(f"fund_{number}", SUBTOTAL, ITEM, TOTAL)
        for number, name in enumerate(fund_names(ledger), 1)
        if printed.has(f"fund_{number}")
    }
    yield Tie("各专项：逐行结余（不对的行）", sum(map(_wrong_lines, tables.values())), 0, LINES)
    yield from each(
        "各专项",
        "最后一行结余＝各项资金期末结余",
        ((name, lines[-1]["balance"], closing.get(name, ZERO)) for name, lines in tables.items()),
    )


def _wrong_lines(lines: list[Line]) -> int:
    """Return how many lines do not follow from those above them."""
    running, income, spending, wrong = lines[0]["balance"], ZERO, ZERO, 0
    for line in lines[1:]:
        if line.role == ITEM:
            income += line["income"]
            spending += line["spending"]
            running += line["income"] - line["spending"]
        elif line.role == TOTAL:
            wrong += (line["income"], line["spending"]) != (income, spending)
        wrong += line["balance"] != running
    return wrong
