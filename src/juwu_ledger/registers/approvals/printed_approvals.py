"""The register of sign-offs on paper (签批登记簿): amount, spent, left, and the state of the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.figures.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.papers.figures.signature_words import signing_line
from juwu_ledger.registers.approvals.approval_register import SUM, approval_sheet
from juwu_ledger.registers.printed_register import cells_of, register_paper, row_of, sheet_ties
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, ITEM, MONEY, TOTAL, Column, Report, Section, Table
from juwu_ledger.tables.ties import Tie, each
from juwu_ledger.workbook.register_ties import approval_sheet_ties

TITLE, KEY = "签批登记簿", "approval_register"
SIGNATURES = ("会计", "主任", "民主理财小组", "街道办事处")
_COLUMNS = (
    Column("id", "签批号", CODE, 13),
    Column("date", "签批日期", DATE, 11),
    Column("purpose", "用途", width=20),
    Column("applicant", "申请人", width=9),
    Column("payee", "收款单位（人）", width=14),
    Column("amount", "批准金额", MONEY, 12),
    Column("earlier", "以前已用", MONEY, 12),
    Column("used", "本期已用", MONEY, 12),
    Column("left", "未用金额", MONEY, 12),
    Column("ended", "终止日期", DATE, 11),
    Column("director", "签批主任", width=9),
    Column("street_director", "街道主任", width=9),
    Column("street_date", "街道签批日期", DATE, 11),
    Column("vouchers", "使用凭证", width=15),
    Column("signature", "电子签名", width=13),
)


def approval_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the sign-offs of the period and earlier ones still in use, and spending outside them."""
    ledger = open_ledger(books, period, as_of)
    return register_paper(
        ledger,
        "approval-register",
        TITLE,
        (Section("approvals", "签批和使用", tables=(_table(ledger),)),),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
        {"签名": signing_line(books, period, as_of)},
    )


def _table(ledger: PeriodLedger) -> Table:
    rows = []
    for _, cells in cells_of(approval_sheet(ledger)):
        line = cells["line"]
        role = TOTAL if line == SUM else ITEM
        rows.append(row_of({**cells, "id": cells["id"] or line}, _COLUMNS, role))
    return Table(
        key=KEY,
        title="支出签批",
        columns=_COLUMNS,
        rows=tuple(rows),
        note="使用凭证是本期的。写了终止日期的，未用的不能再用。最后列出没有签批的支出，和不用签批的银行手续费等。",
        empty="没有签批，也没有支出。",
    )


def _ties(printed: Printed, ledger: PeriodLedger) -> Iterator[Tie]:
    yield from sheet_ties(approval_sheet_ties(), approval_sheet(ledger), journal_sheet(ledger))
    yield from each(
        "各份签批",
        "批准－以前已用－本期已用＝未用",
        (
            (line.text("id"), line["amount"] - line["earlier"] - line["used"], line["left"])
            for line in printed.lines(KEY)
            if line.has("date")
        ),
    )
