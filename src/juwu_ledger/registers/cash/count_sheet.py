"""A cash count on paper (库存现金盘点表): notes and coins, what the books hold, the difference.

A count is a ``balance`` on petty cash or undeposited cash dated the day after it (docs/books-format.md);
its ``denominations`` are the notes and coins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from juwu_ledger.books.facts.facts import Assertion
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.denominations import USUAL_FACES, Pieces, read_denominations
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import CURRENCY, show_fen, to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.tables.form_words import form_report
from juwu_ledger.tables.report import (
    COUNT,
    MONEY,
    TOTAL,
    Box,
    Column,
    Field,
    Form,
    Report,
    Row,
    Table,
)

TITLE = "库存现金盘点表"


def counts_of(books: Books) -> list[tuple[dt.date, Account, Assertion]]:
    """Return every cash count with the day on which it was made, in order of day and account."""
    found = []
    for assertion in books.facts.assertions:
        entry = assertion.entry
        account = books.chart.get(entry.account)
        if account is not None and account.is_cash and entry.amount.currency == CURRENCY:
            found.append((entry.date - DAY, account, assertion))
    return sorted(found, key=lambda item: (item[0], item[1].name))


def count_report(
    books: Books, day: dt.date, counts: Iterable[tuple[Account, Assertion]], as_of: dt.date
) -> Report:
    """Return the sheets of the counts made on ``day``, one an account."""
    forms = tuple(_form(books, day, account, count) for account, count in counts)
    # The count itself is dated the day after.
    return form_report(books, "cash-count", TITLE, Period.month_of(day), forms, as_of, day + DAY)


def _form(books: Books, day: dt.date, account: Account, count: Assertion) -> Form:
    meta = count.entry.meta
    gap = count.expected - count.actual
    return Form(
        key="cash_count",
        title=account.label,
        fields=(
            Field("date", "盘点日期", day),
            Field("account", "现金账户", f"{account.code} {account.label}"),
        ),
        tables=(_pieces_table(count), _check_table(count)),
        closing=(Field("cause", "差异原因和处理", "无差异" if not gap else None, is_wide=True),),
        boxes=(
            Box("盘点人", text_of(meta.get("counted-by")) or None),
            Box("监盘人", text_of(meta.get("witness")) or None),
            Box("会计", books.people.holder("accountant", day)),
        ),
        alarms=_alarms(gap),
    )


def _alarms(gap: int) -> tuple[str, ...]:
    if not gap:
        return ()
    word = "长款" if gap > 0 else "短款"
    return (f"{word} {show_fen(abs(gap))} 元，请查明原因，写在下面，报主任处理。",)


def _pieces(count: Assertion) -> tuple[Pieces, ...]:
    """Return the notes and coins of a count; none where they are not noted or do not add up."""
    try:
        pieces = read_denominations(text_of(count.entry.meta.get("denominations")))
    except ValueError:
        return ()
    return pieces if sum(one.fen for one in pieces) == count.expected else ()


def _pieces_table(count: Assertion) -> Table:
    rows = []
    pieces = {one.face: one for one in _pieces(count)}
    if pieces:
        for face in sorted({*USUAL_FACES, *pieces}, reverse=True):
            one = pieces.get(face, Pieces(face, 0))
            rows.append(Row((to_yuan(face), one.number, to_yuan(one.fen))))
    rows.append(Row(("实盘合计", None, to_yuan(count.expected)), TOTAL))
    return Table(
        key="pieces",
        title="清点",
        columns=(
            Column("face", "面额（元）", MONEY, 12),
            Column("number", "张（枚）数", COUNT, 12),
            Column("amount", "金额", MONEY, 16),
        ),
        rows=tuple(rows),
        adds_up=bool(pieces),
    )


def _check_table(count: Assertion) -> Table:
    """Return book and count side by side, with places for papers that are not booked yet."""
    gap = count.expected - count.actual
    rows = (
        Row(("盘点日账面余额", to_yuan(count.actual))),
        Row(("加：已收款、未记账的单据", None)),
        Row(("减：已付款、未记账的单据", None)),
        Row(("其中：白条（借条）　　张", None)),
        Row(("实盘金额", to_yuan(count.expected))),
        Row(("差异（长款为正，短款为负）", to_yuan(gap)), TOTAL),
    )
    columns = (Column("item", "项目", width=28), Column("amount", "金额", MONEY, 16))
    return Table("check", "核对", columns, rows, adds_up=False)
