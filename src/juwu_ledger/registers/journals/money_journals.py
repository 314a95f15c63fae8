"""现金日记账 and 银行存款日记账: each money account day by day, with the marks that it was checked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import DAY
from juwu_ledger.books.model.vocabulary import LateClearing
from juwu_ledger.papers.figures.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.papers.figures.voucher_lines import Line, OtherSides, lines_of
from juwu_ledger.records.year_so_far import journal_note
from juwu_ledger.registers.journals.account_ledgers import (
    CLOSING,
    ITEM,
    MONTH,
    OPENING,
    YEAR,
    closing_title,
)
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, SUBTOTAL, TOTAL, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet

DAY_SUM = "本日合计"
_HEAD = (
    Column("code", "科目编码", CODE, 10),
    Column("name", "账户", width=20),
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证号", CODE, 14),
    Column("summary", "摘要", width=34),
    Column("payee", "对方单位", width=18),
    Column("other", "对方科目", width=22),
)
_AMOUNTS = (
    Column("debit", "借方（收入）", MONEY, 14),
    Column("credit", "贷方（支出）", MONEY, 14),
    Column("balance", "余额", MONEY, 14),
)
_TAIL = (
    Column("month", "会计月度", COUNT, 6),
    Column("line", "行别", CODE, 9),
    Column("account", "账本科目", width=32),
)
CASH_COLUMNS = (*_HEAD, *_AMOUNTS, Column("checked", "核对", width=18), *_TAIL)
BANK_COLUMNS = (
    *_HEAD,
    Column("means", "结算方式", CODE, 10),
    *_AMOUNTS,
    Column("checked", "核对", CODE, 5),
    Column("cleared", "银行到账日", DATE, 11),
    *_TAIL,
)
DONE = "√"
Cells = tuple[tuple[Value, ...], tuple[Value, ...]]
"""What stands between the other account and the amounts, and after the balance."""


def cash_journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 现金日记账: petty cash and cash on its way to the bank."""
    return Sheet(
        "cash",
        "现金日记账",
        "备用金和待缴存现金逐日逐笔；“核对”写明哪一天盘点、是否与账面相符。"
        + journal_note(ledger.books, ledger.period.last),
        CASH_COLUMNS,
        lambda: _CashJournal(ledger).rows(),
        frozen=4,
        empty="没有现金科目，或者现金没有余额也没有收付。",
    )


def bank_journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return 银行存款日记账: bank and clearing accounts."""
    return Sheet(
        "bank",
        "银行存款日记账",
        "银行账户和在途收款逐日逐笔；“核对”打√的是银行对账单上已见的，旁边是银行的日期。"
        "结算方式由对方科目推定。" + journal_note(ledger.books, ledger.period.last),
        BANK_COLUMNS,
        lambda: _BankJournal(ledger).rows(),
        frozen=4,
        empty="没有银行科目，或者银行没有余额也没有收付。",
    )


class _Journal:
    """What both journals share; the two below add their own columns."""

    def __init__(self, ledger: PeriodLedger) -> None:
        self.ledger = ledger

    def accounts(self) -> Iterator[Account]:
        """Yield the accounts of this journal."""
        raise NotImplementedError

    def cells(self, account: Account, voucher: Voucher, line: Line, others: OtherSides) -> Cells:
        """Return what stands before the amounts and after the balance of one line."""
        raise NotImplementedError

    def rows(self) -> Iterator[Row]:
        """Yield the rows of every account in turn."""
        for account in self.accounts():
            yield from self._account(account)

    def day_note(self, account: Account, day: dt.date) -> str | None:
        """Return what the check of this day's balance said."""
        return None

    def month_note(self, account: Account, vouchers: list[Voucher]) -> str | None:
        """Return what the checks of this month said that no day's line says."""
        return None

    def _account(self, account: Account) -> Iterator[Row]:
        ledger, name = self.ledger, account.name
        balance = ledger.opening.get(name, 0)
        year = ledger.earlier.get(name, NOTHING)
        period = ledger.period
        yield self._mark(
            account,
            OPENING,
            ledger.opening_title,
            balance,
            date=period.first,
            voucher=ledger.opening_numbers,
        )
        for month, in_month in groupby(ledger.touched.get(name, ()), lambda v: v.date.month):
            month_sum, seen = NOTHING, []
            for day, in_day in groupby(in_month, lambda v: v.date):
                day_sum = NOTHING
                for voucher in in_day:
                    seen.append(voucher)
                    others = OtherSides(voucher)
                    for line in lines_of(voucher):
                        if line.account == name:
                            balance += line.fen
                            day_sum = day_sum.plus(line.debit, line.credit)
                            yield self._line(account, voucher, line, others, balance)
                month_sum = month_sum.plus(*day_sum)
                note = self.day_note(account, day)
                yield self._mark(account, DAY_SUM, DAY_SUM, balance, day_sum, day, month, note)
            year = year.plus(*month_sum)
            note = self.month_note(account, seen)
            yield self._mark(account, MONTH, MONTH, balance, month_sum, None, month, note)
            yield self._mark(account, YEAR, YEAR, balance, year, None, month)
        title = closing_title(ledger)
        yield self._mark(account, CLOSING, title, balance, date=period.last, role=TOTAL)

    def _line(
        self, account: Account, voucher: Voucher, line: Line, others: OtherSides, balance: int
    ) -> Row:
        before, after = self.cells(account, voucher, line, others)
        return Row(
            (
                account.code,
                account.label,
                voucher.date,
                voucher.id,
                voucher.narration + line.remark,
                voucher.payee,
                others.of(line),
                *before,
                None if line.debit is None else to_yuan(line.debit),
                None if line.credit is None else to_yuan(line.credit),
                to_yuan(balance),
                *after,
                voucher.date.month,
                ITEM,
                account.name,
            )
        )

    def _mark(
        self,
        account: Account,
        kind: str,
        title: str,
        balance: int,
        move: Movement | None = None,
        date: dt.date | None = None,
        month: int | None = None,
        note: str | None = None,
        voucher: str = "",
        role: str = SUBTOTAL,
    ) -> Row:
        before, after = self.blanks(note)
        amounts = (to_yuan(move.debit), to_yuan(move.credit)) if move else (None, None)
        return Row(
            (
                account.code,
                account.label,
                date,
                voucher or None,
                title,
                None,
                None,
                *before,
                *amounts,
                to_yuan(balance),
                *after,
                month,
                kind,
                account.name,
            ),
            role,
        )

    def blanks(self, note: str | None) -> Cells:
        """Return the cells around the amounts of a line that sums up."""
        raise NotImplementedError


class _CashJournal(_Journal):
    def __init__(self, ledger: PeriodLedger) -> None:
        super().__init__(ledger)
        self.counts: dict[str, dict[dt.date, str]] = defaultdict(dict)
        for assertion in ledger.books.facts.assertions:
            day = assertion.entry.date - DAY
            gap = assertion.actual - assertion.expected
            said = "盘点相符" if not gap else f"盘点差 {show_fen(-gap)}"
            self.counts[assertion.entry.account][day] = said

    def accounts(self) -> Iterator[Account]:
        for name in self.ledger.accounts:
            account = self.ledger.books.chart.get(name)
            if account and account.is_cash:
                yield account

    def _count(self, account: Account, day: dt.date) -> str | None:
        name = account.name
        while ":" in name:
            if said := self.counts.get(name, {}).get(day):
                return said if name == account.name else f"{said}（合并盘点）"
            name = name.rsplit(":", 1)[0]
        return None

    def day_note(self, account: Account, day: dt.date) -> str | None:
        return self._count(account, day)

    def month_note(self, account: Account, vouchers: list[Voucher]) -> str | None:
        days = {voucher.date for voucher in vouchers}
        first = vouchers[0].date.replace(day=1)
        notes = []
        for offset in range(31):
            day = first + offset * DAY
            if day.month != first.month:
                break
            if day not in days and (said := self._count(account, day)):
                notes.append(f"{day.month}月{day.day}日{said}")
        return "；".join(notes) or None

    def cells(self, account: Account, voucher: Voucher, line: Line, others: OtherSides) -> Cells:
        return (), (None,)

    def blanks(self, note: str | None) -> Cells:
        return (), (note,)


class BankMarks:
    """What is known of a line on a bank account: when the bank showed it, and how the money moved."""

    def __init__(self, ledger: PeriodLedger) -> None:
        """Look up what the bank showed late."""
        self._chart = ledger.books.chart
        self._late = {(c.voucher, c.account): c.date for c in ledger.books.of(LateClearing)}

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


class _BankJournal(_Journal):
    def __init__(self, ledger: PeriodLedger) -> None:
        super().__init__(ledger)
        self.marks = BankMarks(ledger)

    def accounts(self) -> Iterator[Account]:
        for name in self.ledger.accounts:
            account = self.ledger.books.chart.get(name)
            if account and account.is_bank:
                yield account

    def cells(self, account: Account, voucher: Voucher, line: Line, others: OtherSides) -> Cells:
        cleared = self.marks.cleared(account, voucher, line)
        means = self.marks.means(account, line, others)
        return (means,), (DONE if cleared else None, cleared)

    def blanks(self, note: str | None) -> Cells:
        return (None,), (None, None)
