"""A bank reconciliation on paper (银行存款余额调节表): the books on the left, the bank on the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.bank.bank_reconciliations import (
    BANK_PAID,
    BANK_RECEIVED,
    PAID,
    RECEIVED,
    Reconciled,
    Unreconciled,
)
from juwu_ledger.tables.form_words import form_report
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    HEAD,
    MONEY,
    TOTAL,
    Box,
    Column,
    Field,
    Form,
    Report,
    Row,
    Table,
    Value,
)
from juwu_ledger.tables.ties import NOT_TIED, Tie, failed, settle

TITLE, NOT_BOOKED = "银行存款余额调节表", "未入账"
_PAIRS = (
    ("加：银行已收企业未收", BANK_RECEIVED, "加：企业已收银行未收", RECEIVED),
    ("减：银行已付企业未付", BANK_PAID, "减：企业已付银行未付", PAID),
)


def reconciliation_report(books: Books, one: Reconciled, as_of: dt.date) -> Report:
    """Return the two-sided sheet of one account on the day of its statement."""
    month = Period.month_of(one.statement.date)
    told = [one.statement.date, *(item.date for item in one.items)]
    agree = Tie(
        "调节后的账面余额＝调节后的对账单余额",
        to_yuan(one.adjusted_book),
        to_yuan(one.adjusted_statement),
    )
    form = _form(one, agree)
    return form_report(books, "reconciliation", TITLE, month, (form,), as_of, max(told), (agree,))


def _form(one: Reconciled, agree: Tie) -> Form:
    statement, account = one.statement, one.account
    return Form(
        key="reconciliation",
        title="",
        fields=(
            Field("account", "账户", f"{account.code} {account.label}"),
            Field("date", "对账单日期", statement.date),
            Field("holder", "户名", account.holder),
            Field("document", "对账单", statement.document),
        ),
        tables=(_table(one),),
        closing=(
            Field(
                "conclusion",
                "核对结果",
                NOT_TIED if one.gap else "调节后余额相等",
                is_wide=True,
                is_red=bool(one.gap),
            ),
        ),
        boxes=(Box("编制人", statement.prepared_by), Box("复核人", statement.checked_by)),
        notes=(
            "企业指本单位；天数从一边显示的那天算到对账单日期。未达账项应在下月查明到账；长期未达的要写明原因。",
        ),
        alarms=tuple(item.alarm for item in failed(settle([agree]))),
    )


def _table(one: Reconciled) -> Table:
    return Table(
        key="sides",
        title="",
        columns=(*_columns("book"), *_columns("bank")),
        rows=tuple(_rows(one)),
        adds_up=False,
    )


def _columns(key: str) -> tuple[Column, ...]:
    return (
        Column(f"{key}_date", "日期", DATE, 10),
        Column(f"{key}_voucher", "凭证号", CODE, 12),
        Column(f"{key}_summary", "摘要", width=18),
        Column(f"{key}_days", "天数", COUNT, 5),
        Column(f"{key}_amount", "金额", MONEY, 13),
    )


def _rows(one: Reconciled) -> Iterator[Row]:
    yield _line("单位账面余额", one.book, "银行对账单余额", one.statement.amount)
    for left, left_kind, right, right_kind in _PAIRS:
        yield _line(left, one.sum_of(left_kind), right, one.sum_of(right_kind))
        for mine, banks in zip_longest(one.items_of(left_kind), one.items_of(right_kind)):
            yield Row((*_cells(mine), *_cells(banks)))
    yield _line("调节后余额", one.adjusted_book, "调节后余额", one.adjusted_statement, TOTAL)


def _line(left: str, book: int, right: str, bank: int, role: str = HEAD) -> Row:
    nothing = (None,) * 3
    return Row((left, *nothing, to_yuan(book), right, *nothing, to_yuan(bank)), role)


def _cells(item: Unreconciled | None) -> tuple[Value, ...]:
    if item is None:
        return (None,) * 5
    number = item.voucher.id if item.voucher else NOT_BOOKED
    return item.date, number, item.summary, item.days, to_yuan(item.fen)
