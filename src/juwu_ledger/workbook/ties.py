"""勾稽核对: which figures of the audit workbook must be equal, sheet against sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.papers.figures.account_words import (
    BANK,
    CASH,
    book_order,
    general_account,
    general_label,
    money_of,
)
from juwu_ledger.papers.figures.period_ledger import OPENING, PeriodLedger
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.registers.journals.money_journals import DAY_SUM
from juwu_ledger.tables.sums import Condition, Other, Sum, Tie, count, total
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.chain_ties import chain_ties
from juwu_ledger.workbook.data_ties import (
    balance_ties,
    comparison_ties,
    fund_account_ties,
    voucher_ties,
)
from juwu_ledger.workbook.register_ties import finding_ties, register_ties
from juwu_ledger.workbook.trial_balance import SUM
from juwu_ledger.workbook.trial_sums import months_of, net, whole
from juwu_ledger.workbook.trial_ties import trial_ties

SUBJECT, FILLED = Condition.SUBJECT, Condition.FILLED
_LONGEST = 250
"""A longer account name cannot stand in a condition of a workbook formula (255 characters)."""
_NOT_OPENING, _NOT_SUM = Other(OPENING), Other(SUM)
_SIDES = (("debit", "借方"), ("credit", "贷方"))
_JOURNALS = {"cash": (CASH, "现金日记账"), "bank": (BANK, "银行存款日记账")}


WHOLE_BOOKS = frozenset(("cover", "findings", "examined"))
"""Sheets about the whole books, which are not divided by year."""


def audit_ties(years: Sequence[AuditYear]) -> tuple[Tie, ...]:
    """Return every tie of the workbook: those of each year, those between years, then the rest."""
    divided = {item.sheet for year in years for tie in _of_year(year) for item in tie.sums}
    divided -= WHOLE_BOOKS
    return (
        *(tie.of(year.year, divided) for year in years for tie in _of_year(year)),
        *chain_ties(years),
        *finding_ties(),
    )


def _of_year(year: AuditYear) -> Iterator[Tie]:
    ledger = year.ledger
    yield from _journal(ledger)
    yield from voucher_ties(ledger)
    yield from trial_ties(ledger)
    yield from balance_ties(year)
    yield from comparison_ties(year)
    yield from _ledgers(ledger)
    yield from _money(ledger)
    yield from register_ties(ledger)
    yield from fund_account_ties(year)


def _journal(ledger: PeriodLedger) -> Iterator[Tie]:
    group = "序时账"
    yield Tie(
        group,
        "凭证张数：序时账＝电子账簿",
        (count("journal", line=1),),
        (total("book", "vouchers"),),
        counts=True,
    )
    yield Tie(
        group,
        "分录行数：序时账＝电子账簿",
        (count("journal", line=FILLED),),
        (total("book", "lines"),),
        counts=True,
    )
    yield Tie(
        group,
        "借方合计＝贷方合计",
        (total("journal", "debit", line=FILLED),),
        (total("journal", "credit", line=FILLED),),
        hint="规则检查 VCH005",
    )
    for month in months_of(ledger):
        yield Tie(
            group,
            f"{month}月借方合计＝贷方合计",
            (total("journal", "debit", month=SUBJECT),),
            (total("journal", "credit", month=SUBJECT),),
            month,
            "规则检查 VCH005",
        )
    for month in months_of(ledger):
        for side, title in _SIDES:
            yield Tie(
                group,
                f"{month}月{title}：序时账（不含期初）＝科目余额表本期发生额",
                (total("journal", side, month=SUBJECT, flow=_NOT_OPENING),),
                (total("trial", side, month=SUBJECT, code=_NOT_SUM),),
                month,
            )
    for side, title in _SIDES:
        yield Tie(
            group,
            f"全期{title}：序时账（不含期初）＝科目余额表全期发生额",
            (total("journal", side, flow=_NOT_OPENING),),
            (whole(side),),
        )


def _ledgers(ledger: PeriodLedger) -> Iterator[Tie]:
    group = "总账、明细账"
    for side, title in _SIDES:
        summed = total("general", side, line=lines.MONTH)
        item = total("detail", side, line=lines.ITEM)
        yield Tie(group, f"{title}：总账本月合计之和＝明细账各笔之和", (summed,), (item,))
        yield Tie(group, f"{title}：明细账各笔之和＝科目余额表全期发生额", (item,), (whole(side),))
    for month in months_of(ledger):
        for side, title in _SIDES:
            yield Tie(
                group,
                f"{month}月{title}：总账本月合计＝明细账本月各笔",
                (total("general", side, month=SUBJECT, line=lines.MONTH),),
                (total("detail", side, month=SUBJECT, line=lines.ITEM),),
                month,
            )
    for side, title in _SIDES:
        yield Tie(
            group,
            f"明细账{title}：各笔之和＝本月合计之和",
            (total("detail", side, line=lines.ITEM),),
            (total("detail", side, line=lines.MONTH),),
        )
    names = [name for name in ledger.accounts if len(name) <= _LONGEST]
    for general in sorted({general_account(name) for name in names}, key=book_order):
        yield Tie(
            group,
            f"{general_label(general)}：总账期末余额＝明细账期末余额之和",
            _ledger_balance("general", lines.CLOSING, "account"),
            _ledger_balance("detail", lines.CLOSING, "general"),
            general,
        )
        yield Tie(
            group,
            f"{general_label(general)}：总账期初＋借方－贷方＝总账期末",
            (
                *_ledger_balance("general", lines.OPENING, "account"),
                total("general", "debit", line=lines.MONTH, account=SUBJECT),
                -total("general", "credit", line=lines.MONTH, account=SUBJECT),
            ),
            _ledger_balance("general", lines.CLOSING, "account"),
            general,
        )
    for name in names:
        yield Tie(
            group,
            f"{account_label(name)}：明细账期初＋借方－贷方＝科目余额表期末",
            (
                *_ledger_balance("detail", lines.OPENING, "account"),
                total("detail", "debit", line=lines.ITEM, account=SUBJECT),
                -total("detail", "credit", line=lines.ITEM, account=SUBJECT),
            ),
            net("closing", account=SUBJECT),
            name,
        )


def _ledger_balance(sheet: str, line: str, column: str) -> tuple[Sum, Sum]:
    where = {column: SUBJECT}
    return (
        total(sheet, "balance", line=line, side="借", **where),
        -total(sheet, "balance", line=line, side="贷", **where),
    )


def journal_ties(ledger: PeriodLedger, sheet: str) -> Iterator[Tie]:
    """Yield the ties of the cash journal (``cash``) or the bank journal (``bank``)."""
    kind, group = _JOURNALS[sheet]
    names = [
        name
        for name in ledger.accounts
        if (account := ledger.books.chart.get(name)) and money_of(account) == kind
    ]
    if not names:
        return
    yield Tie(
        group,
        f"期末余额合计＝科目余额表{kind}科目期末余额",
        (total(sheet, "balance", line=lines.CLOSING),),
        net("closing", money=kind),
    )
    yield Tie(
        group,
        "期初＋收入－支出＝期末",
        (
            total(sheet, "balance", line=lines.OPENING),
            total(sheet, "debit", line=lines.ITEM),
            -total(sheet, "credit", line=lines.ITEM),
        ),
        (total(sheet, "balance", line=lines.CLOSING),),
    )
    for side, title in _SIDES:
        yield Tie(
            group,
            f"{title}：各笔之和＝本月合计之和",
            (total(sheet, side, line=lines.ITEM),),
            (total(sheet, side, line=lines.MONTH),),
        )
        yield Tie(
            group,
            f"{title}：本日合计之和＝科目余额表{kind}科目发生额",
            (total(sheet, side, line=DAY_SUM),),
            (whole(side, money=kind),),
        )
    for name in names:
        if len(name) <= _LONGEST:
            yield Tie(
                group,
                f"{account_label(name)}：期末余额＝科目余额表",
                (total(sheet, "balance", line=lines.CLOSING, account=SUBJECT),),
                net("closing", account=SUBJECT),
                name,
            )


def _money(ledger: PeriodLedger) -> Iterator[Tie]:
    for sheet in _JOURNALS:
        yield from journal_ties(ledger, sheet)
    yield Tie(
        "资金收支",
        "资金账户期初＋资金收入－资金支出＝资金账户期末",
        (
            *net("opening", money=FILLED),
            total("journal", "income", line=FILLED),
            -total("journal", "spending", line=FILLED),
        ),
        net("closing", money=FILLED),
    )
