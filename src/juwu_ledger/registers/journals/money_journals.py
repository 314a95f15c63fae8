"""现金日记账 and 银行存款日记账: each money account day by day, with the marks that it was checked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import LateClearing
from juwu_ledger.records.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.records.ticked_rows import ticked_within
from juwu_ledger.records.voucher_lines import Line, OtherSides
from juwu_ledger.records.year_so_far import journal_note
from juwu_ledger.registers.journals.account_ledgers import (
    CLOSING,
    ITEM,
    MONTH,
    OPENING,
    YEAR,
    closing_title,
)
from juwu_ledger.tables.columns import Record, column, columns_of, rows_of
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
)
from juwu_ledger.tables.sheet import Sheet

DAY_SUM, DONE = "本日合计", "√"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine(Record):
    """A line of the bank journal, and of its printed form."""

    code: str | None = column("科目编码", CODE, 10)
    name: str = column("账户", width=20)
    date: dt.date | None = column("日期", DATE, 11, paper=12, paper_title="年月日")
    voucher: str | None = column("凭证号", CODE, 14, paper=14)
    summary: str = column("摘要", width=34, paper=23)
    payee: str | None = column("对方单位", width=18)
    other: str | None = column("对方科目", width=22, paper=15)
    means: str | None = column("结算方式", CODE, 10, paper=10, paper_kind=TEXT)
    debit: int | None = column("借方（收入）", MONEY, 14, paper=13, paper_title="借方(收入)")
    credit: int | None = column("贷方（支出）", MONEY, 14, paper=13, paper_title="贷方(支出)")
    balance: int = column("余额", MONEY, 14, paper=13)
    checked: str | None = column("核对", CODE, 5, paper=6)
    cleared: dt.date | None = column("银行到账日", DATE, 11, paper=12)
    month: int | None = column("会计月度", COUNT, 6)
    line: str = column("行别", CODE, 9)
    account: str = column("账本科目", width=32)
    ticked: str | None = column("流水识别码", CODE, 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine(BankLine):
    """A line of the cash journal: what the bank would say has no columns."""

    summary: str = column("摘要", width=34, paper=30)
    other: str | None = column("对方科目", width=22, paper=18)
    means: None = None
    checked: str | None = column("核对", width=18, paper=16)
    cleared: None = None
    ticked: None = None


def cash_journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 现金日记账: petty cash and cash on its way to the bank."""
    columns = columns_of(CashLine)
    return Sheet(
        "cash",
        "现金日记账",
        "备用金和待缴存现金逐日逐笔；“核对”写明哪一天盘点、是否与账面相符。"
        + journal_note(ledger.books, ledger.period.last),
        columns,
        lambda: rows_of(columns, cash_lines(ledger)),
        frozen=4,
        empty="没有现金科目，或者现金没有余额也没有收付。",
    )


def bank_journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 银行存款日记账: bank and clearing accounts."""
    columns = columns_of(BankLine)
    return Sheet(
        "bank",
        "银行存款日记账",
        "银行账户和在途收款逐日逐笔；“核对”打√的是银行对账单上已见的，旁边是银行的日期。"
        "结算方式由对方科目推定。" + journal_note(ledger.books, ledger.period.last),
        columns,
        lambda: rows_of(columns, bank_lines(ledger)),
        frozen=4,
        empty="没有银行科目，或者银行没有余额也没有收付。",
    )


def cash_lines(ledger: PeriodLedger) -> Iterator[BankLine]:
    """Yield the lines of every cash account in turn."""
    marks = CashMarks(ledger)
    for account in _accounts(ledger):
        if account.is_cash:
            yield from _account(ledger, account, CashLine, marks)


def bank_lines(ledger: PeriodLedger) -> Iterator[BankLine]:
    """Yield the lines of every bank account in turn."""
    marks = BankMarks(ledger)
    for account in _accounts(ledger):
        if account.is_bank:
            yield from _account(ledger, account, BankLine, marks)


def _accounts(ledger: PeriodLedger) -> Iterator[Account]:
    for name in ledger.accounts:
        account = ledger.books.chart.get(name)
        if account is not None:
            yield account


def _account(
    ledger: PeriodLedger, account: Account, kind: type[BankLine], marks: CashMarks | BankMarks
) -> Iterator[BankLine]:
    """Yield an account's beginning, its lines with the sums of days, months and the year, its end."""
    balance = ledger.opening.get(account.name, 0)
    year = ledger.earlier.get(account.name, NOTHING)
    line = partial(kind, code=account.code, name=account.label, account=account.name)
    mark = partial(line, role=SUBTOTAL)
    yield mark(
        line=OPENING,
        date=ledger.period.first,
        voucher=ledger.opening_numbers or None,
        summary=ledger.opening_title,
        balance=balance,
    )
    for month, in_month in groupby(ledger.touched.get(account.name, ()), lambda v: v.date.month):
        month_sum, seen = NOTHING, []
        for day, in_day in groupby(in_month, lambda v: v.date):
            day_sum = NOTHING
            for voucher in in_day:
                seen.append(voucher)
                others = OtherSides(voucher)
                for posted in others.lines:
                    if posted.account == account.name:
                        balance += posted.fen
                        day_sum = day_sum.plus(posted.debit, posted.credit)
                        yield line(
                            line=ITEM,
                            date=day,
                            voucher=voucher.id,
                            summary=voucher.narration + posted.remark,
                            payee=voucher.payee,
                            other=others.of(posted),
                            debit=posted.debit,
                            credit=posted.credit,
                            balance=balance,
                            month=month,
                            **marks.of_line(account, voucher, posted, others),
                        )
            month_sum = month_sum.plus(*day_sum)
            yield mark(
                **_sums(DAY_SUM, day_sum, balance, month),
                date=day,
                checked=marks.of_day(account, day),
            )
        year = year.plus(*month_sum)
        checked = marks.of_month(account, seen)
        yield mark(**_sums(MONTH, month_sum, balance, month), checked=checked)
        yield mark(**_sums(YEAR, year, balance, month))
    title, last = closing_title(ledger), ledger.period.last
    yield line(role=TOTAL, line=CLOSING, summary=title, balance=balance, date=last)


def _sums(line: str, move: Movement, balance: int, month: int) -> dict[str, Any]:
    return {
        "line": line,
        "summary": line,
        "month": month,
        "balance": balance,
        "debit": move.debit,
        "credit": move.credit,
    }


class CashMarks:
    """What is known of the cash on a day: when it was counted, and whether it agreed."""

    def __init__(self, ledger: PeriodLedger) -> None:
        """Look up the counts."""
        self._counts: dict[str, dict[dt.date, str]] = defaultdict(dict)
        for assertion in ledger.books.facts.assertions:
            day = assertion.entry.date - DAY
            gap = assertion.actual - assertion.expected
            said = "盘点相符" if not gap else f"盘点差 {show_fen(-gap)}"
            self._counts[assertion.entry.account][day] = said

    def of_line(self, *_line: object) -> Mapping[str, Any]:
        """Return what stands on a voucher's line: nothing."""
        return {}

    def of_day(self, account: Account, day: dt.date) -> str | None:
        """Return what the count of a day said, of the account or of one above it."""
        name = account.name
        while ":" in name:
            if said := self._counts.get(name, {}).get(day):
                return said if name == account.name else f"{said}（合并盘点）"
            name = name.rsplit(":", 1)[0]
        return None

    def of_month(self, account: Account, vouchers: list[Voucher]) -> str | None:
        """Return what the counts of a month said that no day's line says."""
        days = {voucher.date for voucher in vouchers}
        month = Period.month_of(vouchers[0].date)
        every = (month.first + past * DAY for past in range(month.last.day))
        notes = ((day, self.of_day(account, day)) for day in every if day not in days)
        return "；".join(f"{d.month}月{d.day}日{said}" for d, said in notes if said) or None


class BankMarks:
    """What is known of a line on a bank account: when the bank showed it, and how the money moved."""

    def __init__(self, ledger: PeriodLedger) -> None:
        """Look up what the bank showed late."""
        self._chart = ledger.books.chart
        self._late = {(c.voucher, c.account): c.date for c in ledger.books.of(LateClearing)}
        self._ticked = ticked_within(ledger.books, ledger.period).vouchers

    def cleared(self, account: Account, voucher: Voucher, line: Line) -> dt.date | None:
        """Return the day on which the bank's statement shows the line, if it is known."""
        day = (line.posting.meta or {}).get("cleared")
        if isinstance(day, dt.date):
            return day
        return self._late.get((voucher.id, account.name))

    def means(self, account: Account, line: Line, others: OtherSides) -> str:
        """Return how the money moved (结算方式), as far as the other side tells."""
        names = others.lowered if line.fen > 0 else others.raised
        found = [a for name in names if (a := self._chart.get(name))]
        if found and all(a.nature == "bank-charge" for a in found):
            return "银行扣收"
        if found and all(a.source == "interest" for a in found):
            return "银行结息"
        if any(a.is_cash for a in found):
            return "现金存入" if line.fen > 0 else "提取现金"
        if account.role == "clearing":
            return "扫码收款" if line.fen > 0 else "转出"
        return "转账"

    def of_line(
        self, account: Account, voucher: Voucher, line: Line, others: OtherSides
    ) -> Mapping[str, Any]:
        """Return what stands on a voucher's line."""
        cleared = self.cleared(account, voucher, line)
        means = self.means(account, line, others)
        return {
            "means": means,
            "checked": DONE if cleared else None,
            "cleared": cleared,
            "ticked": self._ticked.get((voucher.id, account.name)),
        }

    def of_day(self, _account: Account, _day: dt.date) -> None:
        """Say nothing of a day."""

    def of_month(self, _account: Account, _vouchers: list[Voucher]) -> None:
        """Say nothing of a month."""
