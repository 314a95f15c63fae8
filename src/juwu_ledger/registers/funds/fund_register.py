"""专项资金: every move of earmarked money, fund by fund, with the balance after it.

The lines are those of the audit sheet and of the printed register (专项资金登记簿) alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.funds import FundAccount, fund_accounts, is_income
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.funds.fund_balances import KEY, fund_table, fund_ties
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.registers.journals.account_ledgers import CLOSING, OPENING
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.columns import Record, column, columns_of, paper_columns_of, rows_of
from juwu_ledger.tables.paper_ties import Printed, PrintedLine
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TOTAL,
    Report,
    Section,
    Table,
)
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import (
    FILLED,
    LINES,
    SUBJECT,
    ZERO,
    Other,
    Tie,
    Wanted,
    each,
    total,
)

TITLE = "专项资金登记簿"
SIGNATURES = ("会计", "主任", "民主理财小组")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine(Record):
    """A line of the register: a fund's beginning, a move, or its end."""

    number: int = column("序号", COUNT, 5)
    fund: str = column("专项资金", width=18)
    date: dt.date = column("日期", DATE, 11, paper=10)
    voucher: str | None = column("凭证字号", CODE, 14, paper=12, paper_title="凭证号")
    summary: str = column("摘要", width=34, paper=30)
    payee: str | None = column("对方单位", width=20, paper=18)
    name: str | None = column("科目名称", width=22, paper=18, paper_title="科目")
    income: int | None = column("收入", MONEY, 14, paper=13)
    spending: int | None = column("支出", MONEY, 14, paper=13)
    balance: int = column("余额", MONEY, 14, paper=13, paper_title="结余")
    line: str = column("行别", CODE, 8)
    grantor: str | None = column("拨付、捐赠单位", width=20)
    until: dt.date | None = column("使用期限", DATE, 11)
    accounts: str | None = column("可用科目", width=28)


COLUMNS, PAPER = columns_of(FundLine), paper_columns_of(FundLine)


def fund_names(ledger: PeriodLedger) -> list[str]:
    """Return the funds declared or moved by the end of the period, declared ones first."""
    return [account.name for account in fund_accounts(ledger.books, ledger.period)]


def fund_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet."""
    return Sheet(
        "funds",
        "专项资金",
        "每项专项资金的来源、每一笔收支和余额。",
        COLUMNS,
        lambda: rows_of(COLUMNS, _lines(ledger)),
        frozen=2,
        empty="没有专项资金。",
    )


def _lines(ledger: PeriodLedger) -> Iterator[FundLine]:
    for number, account in enumerate(fund_accounts(ledger.books, ledger.period), 1):
        yield from _fund(ledger, number, account)


def _fund(ledger: PeriodLedger, number: int, account: FundAccount) -> Iterator[FundLine]:
    fund, name, balance = account.declared, account.name, account.opening
    yield FundLine(
        role=SUBTOTAL,
        number=number,
        fund=name,
        date=ledger.period.first,
        summary=ledger.opening_title,
        balance=balance,
        line=OPENING,
        grantor=fund.grantor if fund else "（没有登记这项专项资金）",
        until=fund.until if fund else None,
        accounts="、".join(account_label(a) for a in fund.accounts) if fund else None,
    )
    for move in account.moves:
        balance += move.fen
        earned = is_income(move)
        yield FundLine(
            number=number,
            fund=name,
            date=move.voucher.date,
            voucher=move.voucher.id,
            summary=move.voucher.narration,
            payee=move.voucher.payee,
            name=account_label(move.account),
            income=move.fen if earned else None,
            spending=None if earned else -move.fen,
            balance=balance,
            line=lines.ITEM,
        )
    yield FundLine(
        role=TOTAL,
        number=number,
        fund=name,
        date=ledger.period.last,
        summary="本期合计和余额",
        income=account.income,
        spending=account.spending,
        balance=account.closing,
        line=CLOSING,
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
    for number, of_fund in groupby(_lines(ledger), lambda line: line.number):
        found = list(of_fund)
        head = found[0]
        if len(found) > 2 or head.balance:
            yield Table(
                key=f"fund_{number}",
                title=head.fund,
                columns=PAPER,
                rows=tuple(rows_of(PAPER, found)),
                note=_note(head),
                adds_up=False,
            )


def _note(head: FundLine) -> str:
    """Say where a fund comes from and what it may be spent on."""
    said = [f"来源：{head.grantor}"] if head.grantor else []
    said += [f"用到 {head.until}"] if head.until else []
    said += [f"用于：{head.accounts}"] if head.accounts else []
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


def _wrong_lines(lines: list[PrintedLine]) -> int:
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


def fund_sheet_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield the ties of the earmarked funds."""
    for number, name in enumerate(fund_names(ledger), 1):
        opening, income, spending, closing = (
            total("funds", key, number=SUBJECT, line=line)
            for key, line in (
                ("balance", lines.OPENING),
                ("income", lines.ITEM),
                ("spending", lines.ITEM),
                ("balance", lines.CLOSING),
            )
        )
        said = f"{name}：期初＋收入－支出＝余额"
        yield Tie(said, opening + income - spending, closing, subject=number)
    for key, title in (("income", "收入"), ("spending", "支出")):
        items, sums = (total("funds", key, line=line) for line in (lines.ITEM, lines.CLOSING))
        yield Tie(f"{title}：各笔之和＝各项资金本期合计", items, sums)
    journal: dict[str, Wanted] = {"fund": FILLED, "flow": Other(OPENING)}
    earned: dict[str, Wanted] = {**journal, "class": "收入"}
    spent: dict[str, Wanted] = {**journal, "class": Other("收入")}
    yield Tie(
        "收入合计＝序时账记有专项资金的收入",
        total("funds", "income", line=lines.ITEM),
        total("journal", "credit", **earned) - total("journal", "debit", **earned),
    )
    yield Tie(
        "支出合计＝序时账记有专项资金的费用和购置",
        total("funds", "spending", line=lines.ITEM),
        total("journal", "debit", **spent) - total("journal", "credit", **spent),
    )
