"""记账凭证: every line of every voucher in the data elements of GB/T 24589, with its scan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.figures.period_ledger import Entry, PeriodLedger
from juwu_ledger.papers.figures.voucher_lines import OtherSides, attachments_of, lines_of
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.registers.journals.money_journals import BankMarks
from juwu_ledger.registers.vouchers.voucher_officers import Officers
from juwu_ledger.registers.vouchers.voucher_scans import Spread
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.account_book import STANDARD, YUAN_NAME
from juwu_ledger.workbook.audit_year import AuditYear

KIND = "记"
"""The committee numbers all vouchers in one row (凭证字)."""
RECEIPT, INVOICE, STATEMENT = "统一收据", "发票", "银行对账单"
NO_INVOICE = "内部单据"
"""An allowance sheet, a list of relief: the law asks for no invoice (``invoice: "none: …"``)."""
YES, NO = "1", "0"
COLUMNS = (
    Column("month", "会计月度", COUNT, 6),
    Column("date", "记账凭证日期", DATE, 11),
    Column("kind", "记账凭证类型", CODE, 12),
    Column("voucher", "记账凭证编号", CODE, 14),
    Column("line", "记账凭证行号", COUNT, 12),
    Column("summary", "记账凭证摘要", width=34),
    Column("code", "科目编号", CODE, 10),
    Column("name", "科目名称", width=24),
    Column("fund_number", "辅助项编号", COUNT, 8),
    Column("fund", "辅助核算组", width=14),
    Column("currency", "币种", CODE, 8),
    Column("debit", "借方金额", MONEY, 14),
    Column("credit", "贷方金额", MONEY, 14),
    Column("means", "结算方式", CODE, 10),
    Column("slip_kind", "票据类型", CODE, 11),
    Column("slip", "票据号", CODE, 22),
    Column("slip_date", "票据日期", DATE, 11),
    Column("attachments", "附件数", COUNT, 6),
    Column("maker", "制单人", CODE, 8),
    Column("checker", "审核人", CODE, 8),
    Column("bookkeeper", "记账人", CODE, 8),
    Column("cashier", "出纳人", CODE, 8),
    Column("posted", "记账标志", CODE, 8),
    Column("void", "作废标志", CODE, 8),
    Column("reverses", "冲销凭证", CODE, 14),
    Column("reversed_by", "被冲销于", CODE, 14),
    Column("scan", "扫描件", width=44),
)


def voucher_lines_sheet(year: AuditYear) -> Sheet:
    """Return the sheet."""
    return Sheet(
        "vouchers",
        "记账凭证",
        f"每张凭证的每一行，列名照 {STANDARD} 的数据元素，供审计软件导入；要读的人看“序时账”。"
        "作废标志都是 0：记过账的凭证不作废，只红字冲销，冲销了哪张、被哪张冲销各有一栏。",
        COLUMNS,
        lambda: _rows(year),
        frozen=5,
        pages_wide=2,
    )


def _rows(year: AuditYear) -> Iterator[Row]:
    ledger, books = year.ledger, year.ledger.books
    officers, numbers, marks = Officers(ledger), year.fund_numbers, BankMarks(ledger)
    names = {name: (a.code, a.label) for name, a in books.chart.items()}
    for entry in ledger.entries:
        voucher = entry.voucher
        lines = list(lines_of(voucher))
        scans = Spread(ledger.books, voucher, len(lines))
        head = _head(voucher)
        tail = _tail(ledger, entry, officers)
        others = OtherSides(voucher)
        for line in lines:
            fund = year.posting_funds.of(voucher, line)
            account = books.chart.get(line.account)
            at_bank = account is not None and account.is_bank and entry.flow != OPENING
            meta = line.posting.meta or {}
            slip = _slip(voucher, meta)
            if at_bank and account is not None and slip[0] is None:
                cleared = marks.cleared(account, voucher, line)
                slip = (STATEMENT, None, cleared) if cleared else slip
            yield Row(
                (
                    *head,
                    line.number,
                    voucher.narration + line.remark,
                    *names.get(line.account, (None, account_label(line.account))),
                    numbers.get(fund) if fund else None,
                    fund,
                    YUAN_NAME,
                    None if line.debit is None else to_yuan(line.debit),
                    None if line.credit is None else to_yuan(line.credit),
                    marks.means(account, line, others) if at_bank and account else None,
                    *slip,
                    attachments_of(voucher) if line.number == 1 else None,
                    *tail,
                    scans.of(line.number),
                )
            )
        if not lines:
            blank: tuple[Value, ...] = (None,) * 12
            said = f"{voucher.narration}（这张凭证没有分录）"
            yield Row((*head, 1, said, *blank, *tail, scans.of(1)))


def _head(voucher: Voucher) -> tuple[Value, ...]:
    return (voucher.date.month, voucher.date, KIND, voucher.id)


def _tail(ledger: PeriodLedger, entry: Entry, officers: Officers) -> tuple[Value, ...]:
    voucher = entry.voucher
    red = ledger.books.facts.taken_back_by(voucher)
    seen = red is not None and red.date <= max(ledger.as_of, ledger.period.last)
    return (
        *officers.of(voucher),
        YES if voucher.txn.flag == "*" else NO,
        NO,
        voucher.text("reverses"),
        red.id if red is not None and seen else None,
    )


def _slip(voucher: Voucher, meta: Mapping[str, Any]) -> tuple[Value, Value, Value]:
    """Return kind, number and day of the slip that a line names; the books hold no day of it."""
    receipt = text_of(meta.get("receipt")) or voucher.text("receipt")
    if receipt:
        return RECEIPT, receipt, None
    invoice = text_of(meta.get("invoice")) or voucher.text("invoice")
    if invoice.lower().startswith("none:"):
        return NO_INVOICE, invoice[5:].strip(), None
    if invoice:
        return INVOICE, invoice, None
    return None, None, None
