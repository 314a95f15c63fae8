"""The trial balance on paper (科目余额表): what each account began with, how it moved, what is left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import CURRENCY, to_yuan
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.records.figures import balance_before
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.records.year_so_far import brought_forward, so_far_note
from juwu_ledger.registers.printed_register import register_paper
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import Report, Section, Table
from juwu_ledger.tables.ties import ZERO, Tie, each
from juwu_ledger.workbook.trial_balance import COLUMNS, whole_lines

KEY, TITLE = "trial_balance", "科目余额表"
SIGNATURES = ("会计", "复核", "主任")
_WIDTHS = {"code": 9, "name": 24, "side": 5}
_AMOUNTS = tuple(
    f"{when}{side}"
    for when in ("opening_", "", "closing_", "year_")
    for side in ("debit", "credit")
)
_COLUMNS = tuple(
    replace(column, width=_WIDTHS.get(column.key, 13))
    for column in COLUMNS
    if column.key in (*_WIDTHS, *_AMOUNTS)
)


def trial_balance(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the accounts that held or moved anything in the period."""
    ledger = open_ledger(books, period, as_of)
    return register_paper(
        ledger,
        "trial-balance",
        TITLE,
        (Section(KEY, "各科目余额和发生额", tables=(_table(ledger),)),),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
    )


def _table(ledger: PeriodLedger) -> Table:
    return Table(
        key=KEY,
        title=TITLE,
        columns=_COLUMNS,
        rows=with_sum(_COLUMNS, whole_lines(ledger), *_AMOUNTS, under="name"),
        note="余额在哪一边就填哪一边。" + so_far_note(ledger.books, ledger.period.last),
        empty="没有科目有余额或发生额。",
    )


def _ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    lines = printed.lines(KEY)
    for when, title in (("opening", "期初"), ("closing", "期末")):
        debit, credit = (printed.sum(KEY, f"{when}_{side}") for side in ("debit", "credit"))
        yield Tie(f"{title}借方合计＝{title}贷方合计", debit, credit)
    yield Tie("本期借方＝本期贷方", printed.sum(KEY, "debit"), printed.sum(KEY, "credit"))
    yield from each(
        "各科目",
        "期初＋借方－贷方＝期末",
        (
            (
                line.text("name"),
                line["opening_debit"] - line["opening_credit"] + line["debit"] - line["credit"],
                line["closing_debit"] - line["closing_credit"],
            )
            for line in lines
        ),
    )
    posted = _posted(ledger)
    yield from each(
        "各科目",
        "期末余额＝账本里各笔分录之和",
        (
            (line.text("name"), line["closing_debit"] - line["closing_credit"], posted[name])
            for line, name in zip(lines, _names(ledger), strict=True)
        ),
    )
    yield Tie("本年累计借方＝本年累计贷方", *_year(printed, ledger))
    yield Tie("资金科目期末余额＝逐日账面余额", _money(printed, ledger), _held(ledger))


def _names(ledger: PeriodLedger) -> list[str]:
    """Return the full names of the accounts, in the order in which they are printed."""
    return [line.account for line in whole_lines(ledger)]


def _posted(ledger: PeriodLedger) -> Mapping[str, Decimal]:
    """Return what all postings come to by the last day, by account."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for voucher in ledger.books.vouchers:
        if voucher.date <= ledger.period.last:
            for posting in voucher.txn.postings:
                if posting.units.currency == CURRENCY:
                    sums[posting.account] += posting.units.number
    return sums


def _year(printed: Printed, ledger: PeriodLedger) -> tuple[Decimal, Decimal]:
    """Return both sides of 本年累计; what the year had seen before the books began has one side."""
    brought = brought_forward(ledger.books, ledger.period.last)
    income = sum(fen for name, fen in brought.items() if ledger.books.is_income(name))
    spent = sum(brought.values()) - income
    debit, credit = printed.sum(KEY, "year_debit"), printed.sum(KEY, "year_credit")
    return debit - to_yuan(spent), credit - to_yuan(income)


def _money(printed: Printed, ledger: PeriodLedger) -> Decimal:
    """Return what the money accounts end with, as printed."""
    money = {name for name, account in ledger.books.chart.items() if account.is_money}
    ends = (
        line["closing_debit"] - line["closing_credit"]
        for line, name in zip(printed.lines(KEY), _names(ledger), strict=True)
        if name in money
    )
    return sum(ends, ZERO)


def _held(ledger: PeriodLedger) -> Decimal:
    """Return the sum of the running balances of the money accounts."""
    after = ledger.period.last + DAY
    accounts = [a for a in ledger.books.chart.values() if a.is_money]
    return to_yuan(sum(balance_before(ledger.books, account, after) for account in accounts))
