"""总账 by account of the first level and month, 明细账 by account and posting."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.account_words import (
    book_order,
    general_account,
    general_code,
    general_label,
    side_of,
)
from juwu_ledger.papers.figures.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.papers.figures.voucher_lines import OtherSides, lines_of
from juwu_ledger.records.year_so_far import so_far_note
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, SUBTOTAL, TOTAL, Column, Row
from juwu_ledger.tables.sheet import Sheet

OPENING, ITEM, MONTH, YEAR, CLOSING = "期初", "明细", "本月合计", "本年累计", "期末"
"""What a line is (行别); sums over the sheet take the lines of one of these."""

GENERAL_COLUMNS = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", width=20),
    Column("month", "会计月度", COUNT, 7),
    Column("summary", "摘要", width=24),
    Column("debit", "借方", MONEY, 16),
    Column("credit", "贷方", MONEY, 16),
    Column("side", "借或贷", CODE, 6),
    Column("balance", "余额", MONEY, 16),
    Column("line", "行别", CODE, 10),
    Column("account", "账本科目", width=30),
)
DETAIL_COLUMNS = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", width=22),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证字号", CODE, 14),
    Column("summary", "摘要", width=36),
    Column("payee", "对方单位", width=18),
    Column("other", "对方科目", width=22),
    Column("debit", "借方", MONEY, 14),
    Column("credit", "贷方", MONEY, 14),
    Column("side", "借或贷", CODE, 5),
    Column("balance", "余额", MONEY, 14),
    Column("month", "会计月度", COUNT, 6),
    Column("line", "行别", CODE, 9),
    Column("account", "账本科目", width=32),
    Column("general", "总账科目", width=20),
)


def general_ledger_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 总账: the accounts of the first level, month by month."""
    return Sheet(
        "general",
        "总账",
        "一级科目逐月的合计、本年累计和余额。" + so_far_note(ledger.books, ledger.period.last),
        GENERAL_COLUMNS,
        lambda: _general_rows(ledger),
        frozen=2,
    )


def detail_ledger_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 明细账: every account that holds postings, line by line with its balance."""
    return Sheet(
        "detail",
        "明细账",
        "每个明细科目的每一笔和余额；筛选“行别”为“明细”就只看逐笔。"
        + so_far_note(ledger.books, ledger.period.last),
        DETAIL_COLUMNS,
        lambda: _detail_rows(ledger),
        frozen=2,
    )


def _general_rows(ledger: PeriodLedger) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    for name in ledger.accounts:
        groups.setdefault(general_account(name), []).append(name)
    for general in sorted(groups, key=book_order):
        names = groups[general]
        head = (general_code(general), general_label(general))
        balance = sum(ledger.opening.get(name, 0) for name in names)
        year = _sum(ledger.earlier.get(name, NOTHING) for name in names)

        def row(
            month: int | None,
            summary: str,
            move: Movement | None,
            fen: int,
            line: str,
            role: str,
            head: tuple[str, str] = head,
            general: str = general,
        ) -> Row:
            amounts = (to_yuan(move.debit), to_yuan(move.credit)) if move else (None, None)
            side = (side_of(fen), to_yuan(abs(fen)))
            return Row((*head, month, summary, *amounts, *side, line, general), role)

        yield row(None, ledger.opening_title, None, balance, OPENING, SUBTOTAL)
        for period in ledger.months:
            month = period.first.month
            move = _sum(ledger.moved.get(name, {}).get(month, NOTHING) for name in names)
            if move == NOTHING:
                continue
            year = year.plus(*move)
            balance += move.net
            yield row(month, MONTH, move, balance, MONTH, "item")
            yield row(month, YEAR, year, balance, YEAR, SUBTOTAL)
        yield row(None, closing_title(ledger), None, balance, CLOSING, TOTAL)


def _detail_rows(ledger: PeriodLedger) -> Iterator[Row]:
    for name in ledger.accounts:
        account = ledger.books.chart.get(name)
        head = (account.code if account else None, account_label(name))
        tail = (name, general_account(name))
        balance = ledger.opening.get(name, 0)
        year = ledger.earlier.get(name, NOTHING)
        yield Row(
            (
                *head,
                ledger.period.first,
                ledger.opening_numbers or None,
                ledger.opening_title,
                *(None,) * 4,
                side_of(balance),
                to_yuan(abs(balance)),
                None,
                OPENING,
                *tail,
            ),
            SUBTOTAL,
        )
        month, here = 0, NOTHING
        for voucher in ledger.touched.get(name, ()):
            if month and voucher.date.month != month:
                yield from _sums(head, tail, month, here, year, balance)
                here = NOTHING
            month = voucher.date.month
            others = OtherSides(voucher)
            for line in lines_of(voucher):
                if line.account != name:
                    continue
                balance += line.fen
                here = here.plus(line.debit, line.credit)
                year = year.plus(line.debit, line.credit)
                yield Row(
                    (
                        *head,
                        voucher.date,
                        voucher.id,
                        voucher.narration + line.remark,
                        voucher.payee,
                        others.of(line),
                        None if line.debit is None else to_yuan(line.debit),
                        None if line.credit is None else to_yuan(line.credit),
                        side_of(balance),
                        to_yuan(abs(balance)),
                        month,
                        ITEM,
                        *tail,
                    )
                )
        if month:
            yield from _sums(head, tail, month, here, year, balance)
        yield Row(
            (
                *head,
                ledger.period.last,
                None,
                closing_title(ledger),
                *(None,) * 4,
                side_of(balance),
                to_yuan(abs(balance)),
                None,
                CLOSING,
                *tail,
            ),
            TOTAL,
        )


def _sums(
    head: tuple[str | None, str],
    tail: tuple[str, str],
    month: int,
    here: Movement,
    year: Movement,
    balance: int,
) -> Iterator[Row]:
    side = (side_of(balance), to_yuan(abs(balance)))
    for title, move in ((MONTH, here), (YEAR, year)):
        amounts = (to_yuan(move.debit), to_yuan(move.credit))
        yield Row(
            (*head, None, None, title, None, None, *amounts, *side, month, title, *tail), SUBTOTAL
        )


def closing_title(ledger: PeriodLedger) -> str:
    """Return what the last line of an account is called."""
    over = ledger.period.last.month == 12 and ledger.as_of >= ledger.period.last
    return "结转下年" if over else "期末余额"


def _sum(moves: Iterator[Movement]) -> Movement:
    debit = credit = 0
    for move in moves:
        debit += move.debit
        credit += move.credit
    return Movement(debit, credit)
