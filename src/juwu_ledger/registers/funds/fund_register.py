"""专项资金: every move of earmarked money, fund by fund, with the balance after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.papers.figures.account_words import class_of
from juwu_ledger.papers.figures.period_ledger import OPENING as OPENING_VOUCHER
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.registers.journals.account_ledgers import CLOSING, ITEM, OPENING
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, SUBTOTAL, TOTAL, Column, Row
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (
    Column("number", "序号", COUNT, 5),
    Column("fund", "专项资金", width=18),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证字号", CODE, 14),
    Column("summary", "摘要", width=34),
    Column("payee", "对方单位", width=20),
    Column("name", "科目名称", width=22),
    Column("income", "收入", MONEY, 14),
    Column("spending", "支出", MONEY, 14),
    Column("balance", "余额", MONEY, 14),
    Column("line", "行别", CODE, 8),
    Column("grantor", "拨付、捐赠单位", width=20),
    Column("until", "使用期限", DATE, 11),
    Column("accounts", "可用科目", width=28),
)


def fund_names(ledger: PeriodLedger) -> list[str]:
    """Return the funds declared or moved by the end of the period, declared ones first."""
    last = ledger.period.last
    declared = [fund.name for fund in ledger.books.of(Fund) if fund.date <= last]
    moved = [m.fund for m in ledger.books.facts.fund_moves if m.voucher.date <= last]
    return list(dict.fromkeys(declared + moved))


def fund_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet."""
    return Sheet(
        "funds",
        "专项资金",
        "每项专项资金的来源、每一笔收支和余额。",
        COLUMNS,
        lambda: _rows(ledger),
        frozen=2,
        empty="没有专项资金。",
    )


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    last = ledger.period.last
    declared = {fund.name: fund for fund in ledger.books.of(Fund) if fund.date <= last}
    moves: dict[str, list[FundMove]] = defaultdict(list)
    for move in ledger.books.facts.fund_moves:
        if move.voucher.date <= last:
            moves[move.fund].append(move)
    openings = {id(e.voucher.txn) for e in ledger.entries if e.flow == OPENING_VOUCHER}
    for number, name in enumerate(fund_names(ledger), 1):
        fund = declared.get(name)
        tail = (
            (fund.grantor if fund else "（没有登记这项专项资金）"),
            fund.until if fund else None,
            "、".join(account_label(a) for a in fund.accounts) if fund else None,
        )
        before: list[FundMove] = []
        here: list[FundMove] = []
        for move in moves[name]:
            old = move.voucher.date < ledger.period.first or id(move.voucher.txn) in openings
            (before if old else here).append(move)
        balance = sum(move.fen for move in before)
        yield Row(
            (
                *(number, name, ledger.period.first, None, ledger.opening_title),
                *(None, None, None, None, to_yuan(balance), OPENING),
                *tail,
            ),
            SUBTOTAL,
        )
        income = spending = 0
        for move in sorted(here, key=lambda m: (m.voucher.date, m.voucher.id)):
            voucher = move.voucher
            balance += move.fen
            earned = class_of(move.account) == "收入"
            income += move.fen if earned else 0
            spending -= 0 if earned else move.fen
            yield Row(
                (
                    number,
                    name,
                    voucher.date,
                    voucher.id,
                    voucher.narration,
                    voucher.payee,
                    account_label(move.account),
                    to_yuan(move.fen) if earned else None,
                    None if earned else to_yuan(-move.fen),
                    to_yuan(balance),
                    ITEM,
                    None,
                    None,
                    None,
                )
            )
        sums = (to_yuan(income), to_yuan(spending), to_yuan(balance))
        head = (number, name, ledger.period.last, None, "本期合计和余额", None, None)
        yield Row((*head, *sums, CLOSING, None, None, None), TOTAL)
