"""勾稽核对: which figures of the audit workbook must be equal, sheet against sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juwu_ledger.books.model.account_words import (
    BANK,
    CASH,
    CREDIT,
    DEBIT,
    book_order,
    general_account,
    general_label,
    money_of,
)
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.registers.analysis.sums_sheet import TITLE as SUMS
from juwu_ledger.registers.analysis.sums_sheet import sums_ties
from juwu_ledger.registers.bank.reconciliation_lines import TITLE as ADJUSTMENTS
from juwu_ledger.registers.bank.reconciliation_lines import adjustment_ties
from juwu_ledger.registers.bank.statement_rows import KEY, TICKED, TITLE, has_statements
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.registers.journals.money_journals import DAY_SUM
from juwu_ledger.tables.ties import (
    FILLED,
    LINES,
    SHEETS,
    SUBJECT,
    Other,
    Side,
    Tie,
    count,
    grouped,
    total,
)
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.chain_ties import chain_ties
from juwu_ledger.workbook.data_ties import (
    balance_ties,
    comparison_ties,
    fund_account_ties,
    voucher_ties,
)
from juwu_ledger.workbook.register_ties import finding_ties, register_ties
from juwu_ledger.workbook.trial_balance import (
    LONGEST,
    SIDES,
    months_of,
    net,
    of_month,
    whole,
)
from juwu_ledger.workbook.trial_ties import trial_ties

_NOT_OPENING = Other(OPENING)
_JOURNALS = {"cash": (CASH, "现金日记账"), "bank": (BANK, "银行存款日记账")}
WHOLE_BOOKS = frozenset(("cover", "findings", "examined"))
"""Sheets about the whole books, which are not divided by year."""


def audit_ties(years: Sequence[AuditYear]) -> tuple[Tie, ...]:
    """Return every tie of the workbook: those of each year, those between years, then the rest."""
    of_years = [(year.year, tie) for year in years for tie in _of_year(year)]
    divided = {item.sheet for _, tie in of_years for item in tie.sums} - WHOLE_BOOKS
    return (
        *(tie.of(year, divided) for year, tie in of_years),
        *chain_ties(years),
        *grouped("规则检查", finding_ties()),
    )


def _of_year(year: AuditYear) -> Iterator[Tie]:
    ledger = year.ledger
    yield from grouped("序时账", _journal(ledger))
    yield from grouped("记账凭证", voucher_ties(ledger))
    yield from trial_ties(ledger)
    yield from grouped("科目余额及发生额", balance_ties(year))
    yield from grouped("年度比较", comparison_ties(year))
    yield from grouped("总账、明细账", _ledgers(ledger))
    for sheet, (_, title) in _JOURNALS.items():
        yield from grouped(title, journal_ties(ledger, sheet))
    yield from grouped(ADJUSTMENTS, adjustment_ties(ledger))
    yield from grouped(TITLE, statement_ties(ledger))
    yield from grouped("资金收支", _money())
    yield from register_ties(ledger)
    yield from grouped("辅助余额", fund_account_ties(year))
    yield from grouped(SUMS, sums_ties())


def _journal(ledger: PeriodLedger) -> Iterator[Tie]:
    vouchers, posted = count("journal", line=1), count("journal", line=FILLED)
    yield Tie("凭证张数：序时账＝电子账簿", vouchers, total("book", "vouchers"), SHEETS)
    yield Tie("分录行数：序时账＝电子账簿", posted, total("book", "lines"), LINES)
    hint = "规则检查 VCH005"
    debit, credit = (total("journal", side, line=FILLED) for side, _ in SIDES)
    yield Tie("借方合计＝贷方合计", debit, credit, hint=hint)
    debit, credit = (total("journal", side, month=SUBJECT) for side, _ in SIDES)
    for month in months_of(ledger):
        yield Tie(f"{month}月借方合计＝贷方合计", debit, credit, subject=month, hint=hint)
    for month in months_of(ledger):
        for side, title in SIDES:
            yield Tie(
                f"{month}月{title}：序时账（不含期初）＝科目余额表本期发生额",
                total("journal", side, month=SUBJECT, flow=_NOT_OPENING),
                of_month(side),
                subject=month,
            )
    for side, title in SIDES:
        yield Tie(
            f"全期{title}：序时账（不含期初）＝科目余额表全期发生额",
            total("journal", side, flow=_NOT_OPENING),
            whole(side),
        )


def _ledgers(ledger: PeriodLedger) -> Iterator[Tie]:
    for side, title in SIDES:
        summed = total("general", side, line=lines.MONTH)
        item = total("detail", side, line=lines.ITEM)
        yield Tie(f"{title}：总账本月合计之和＝明细账各笔之和", summed, item)
        yield Tie(f"{title}：明细账各笔之和＝科目余额表全期发生额", item, whole(side))
    for month in months_of(ledger):
        for side, title in SIDES:
            yield Tie(
                f"{month}月{title}：总账本月合计＝明细账本月各笔",
                total("general", side, month=SUBJECT, line=lines.MONTH),
                total("detail", side, month=SUBJECT, line=lines.ITEM),
                subject=month,
            )
    for side, title in SIDES:
        sums = total("detail", side, line=lines.MONTH)
        posted = total("journal", side, flow=_NOT_OPENING)
        yield Tie(f"明细账{title}：本月合计之和＝序时账（不含期初）", sums, posted)
    names = [name for name in ledger.accounts if len(name) <= LONGEST]
    for general in sorted({general_account(name) for name in names}, key=book_order):
        label, closing = general_label(general), _balance("general", lines.CLOSING)
        detail = _balance("detail", lines.CLOSING, "general")
        yield Tie(f"{label}：总账期末余额＝明细账期末余额之和", closing, detail, subject=general)
        rolled = _balance("general", lines.OPENING) + _moved("general", lines.MONTH)
        yield Tie(f"{label}：总账期初＋借方－贷方＝总账期末", rolled, closing, subject=general)
    for name in names:
        yield Tie(
            f"{account_label(name)}：明细账期初＋借方－贷方＝科目余额表期末",
            _balance("detail", lines.OPENING) + _moved("detail", lines.ITEM),
            net("closing", account=SUBJECT),
            subject=name,
        )


def _balance(sheet: str, line: str, column: str = "account") -> Side:
    """Return debit less credit of the balances that stand on such lines, of the account in hand."""
    debit, credit = (
        total(sheet, "balance", line=line, side=side, **{column: SUBJECT})
        for side in (DEBIT, CREDIT)
    )
    return debit - credit


def _moved(sheet: str, line: str) -> Side:
    debit, credit = (total(sheet, side, line=line, account=SUBJECT) for side, _ in SIDES)
    return debit - credit


def journal_ties(ledger: PeriodLedger, sheet: str) -> Iterator[Tie]:
    """Yield the ties of the cash journal (``cash``) or the bank journal (``bank``)."""
    kind, _ = _JOURNALS[sheet]
    names = [
        name
        for name in ledger.accounts
        if (account := ledger.books.chart.get(name)) and money_of(account) == kind
    ]
    if not names:
        return
    opening, closing = (
        total(sheet, "balance", line=line) for line in (lines.OPENING, lines.CLOSING)
    )
    debit, credit = (total(sheet, side, line=lines.ITEM) for side, _ in SIDES)
    held = net("closing", money=kind)
    yield Tie(f"期末余额合计＝科目余额表{kind}科目期末余额", closing, held)
    yield Tie("期初＋收入－支出＝期末", opening + debit - credit, closing)
    sums = ((lines.ITEM, "各笔"), (lines.MONTH, "本月合计"), (DAY_SUM, "本日合计"))
    for side, title in SIDES:
        for line, said in sums:
            yield Tie(
                f"{title}：{said}之和＝科目余额表{kind}科目发生额",
                total(sheet, side, line=line),
                whole(side, money=kind),
            )
    for name in names:
        if len(name) <= LONGEST:
            yield Tie(
                f"{account_label(name)}：期末余额＝科目余额表",
                total(sheet, "balance", line=lines.CLOSING, account=SUBJECT),
                net("closing", account=SUBJECT),
                subject=name,
            )


def statement_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield that rows and vouchers ticked as one have one sum: the bank's file against the journal."""
    if not has_statements(ledger):
        return
    received, paid = (
        total(KEY, key, account=SUBJECT, state=TICKED) for key in ("received", "paid")
    )
    debit, credit = (
        total("bank", side, account=SUBJECT, line=lines.ITEM, ticked=FILLED) for side, _ in SIDES
    )
    for name in sorted(ledger.books.record(bank_rows).by_account):
        if len(name) <= LONGEST:
            yield Tie(
                f"{account_label(name)}：已勾对的流水收入－支出＝银行日记账勾对的借方－贷方",
                received - paid,
                debit - credit,
                subject=name,
                hint="juwu match",
            )


def _money() -> Iterator[Tie]:
    income, spending = (total("journal", key, line=FILLED) for key in ("income", "spending"))
    yield Tie(
        "资金账户期初＋资金收入－资金支出＝资金账户期末",
        net("opening", money=FILLED) + income - spending,
        net("closing", money=FILLED),
    )
