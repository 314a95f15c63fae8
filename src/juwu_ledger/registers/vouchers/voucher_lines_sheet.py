"""记账凭证: every line of every voucher in the data elements of GB/T 24589, with its scan."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.chart import Account
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.records.voucher_lines import OtherSides
from juwu_ledger.registers.journals.money_journals import BankMarks
from juwu_ledger.registers.vouchers.posted_lines import PostedLine, line_rows, posted_lines
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.workbook.account_book import STANDARD, YUAN_NAME
from juwu_ledger.workbook.audit_year import AuditYear

KIND = "记"
"""The committee numbers all vouchers in one row (凭证字)."""
RECEIPT, INVOICE, STATEMENT = "统一收据", "发票", "银行对账单"
NO_INVOICE = "内部单据"
"""An allowance sheet, a list of relief: the law asks for no invoice (``invoice: "none: …"``)."""
YES, NO = "1", "0"
Support = tuple[str | None, str | None, dt.date | None]
"""Kind, number and day."""
_OF_VOUCHER = (
    *("month", "date", "kind", "voucher", "maker", "checker", "bookkeeper"),
    *("cashier", "posted", "void", "reverses", "reversed_by"),
)
_BARE = (*_OF_VOUCHER, "line", "summary", "scan")
"""What stands on the line of a voucher without postings."""


def voucher_lines_sheet(year: AuditYear) -> Sheet:
    """Return the sheet."""
    columns = _columns(_Facts(year))
    return Sheet(
        "vouchers",
        "记账凭证",
        f"每张凭证的每一行，列名照 {STANDARD} 的数据元素，供审计软件导入；要读的人看“序时账”。"
        "作废标志都是 0：记过账的凭证不作废，只红字冲销，冲销了哪张、被哪张冲销各有一栏。",
        columns,
        lambda: line_rows(
            columns, _OF_VOUCHER, _BARE, posted_lines(year.ledger, year.posting_funds)
        ),
        frozen=5,
        pages_wide=2,
    )


def _columns(facts: _Facts) -> tuple[Column, ...]:
    return (
        Column("month", "会计月度", COUNT, 6, lambda x: x.voucher.date.month),
        Column("date", "记账凭证日期", DATE, 11, lambda x: x.voucher.date),
        Column("kind", "记账凭证类型", CODE, 12, lambda _: KIND),
        Column("voucher", "记账凭证编号", CODE, 14, lambda x: x.voucher.id),
        Column("line", "记账凭证行号", COUNT, 12),
        Column("summary", "记账凭证摘要", TEXT, 34),
        Column("code", "科目编号", CODE, 10),
        Column("name", "科目名称", TEXT, 24),
        Column("fund_number", "辅助项编号", COUNT, 8, facts.fund_number),
        Column("fund", "辅助核算组", TEXT, 14),
        Column("currency", "币种", CODE, 8, lambda _: YUAN_NAME),
        Column("debit", "借方金额", MONEY, 14),
        Column("credit", "贷方金额", MONEY, 14),
        Column("means", "结算方式", CODE, 10, facts.means),
        Column("slip_kind", "票据类型", CODE, 11, lambda x: facts.support(x)[0]),
        Column("slip", "票据号", CODE, 22, lambda x: facts.support(x)[1]),
        Column("slip_date", "票据日期", DATE, 11, lambda x: facts.support(x)[2]),
        Column("attachments", "附件数", COUNT, 6),
        Column("maker", "制单人", CODE, 8, lambda x: x.officers.maker),
        Column("checker", "审核人", CODE, 8, lambda x: x.officers.checker),
        Column("bookkeeper", "记账人", CODE, 8, lambda x: x.officers.bookkeeper),
        Column("cashier", "出纳人", CODE, 8, lambda x: x.officers.cashier),
        Column("posted", "记账标志", CODE, 8, lambda x: YES if x.voucher.txn.flag == "*" else NO),
        Column("void", "作废标志", CODE, 8, lambda _: NO),
        Column("reverses", "冲销凭证", CODE, 14, lambda x: x.voucher.text("reverses")),
        Column("reversed_by", "被冲销于", CODE, 14, facts.reversed_by),
        Column("scan", "扫描件", TEXT, 44),
    )


class _Facts:
    """What is told of a line that is not on its voucher."""

    def __init__(self, year: AuditYear) -> None:
        self._marks, self._facts = BankMarks(year.ledger), year.ledger.books.facts
        self._known_until = max(year.ledger.as_of, year.ledger.period.last)
        self._numbers = year.fund_numbers
        self._asked: tuple[PostedLine | None, Support] = (None, (None, None, None))

    def fund_number(self, line: PostedLine) -> int | None:
        """Return the number of the fund that the line belongs to."""
        return self._numbers.get(line.fund) if line.fund else None

    def means(self, line: PostedLine) -> str | None:
        """Return how the money moved, on a line of a bank account."""
        account = _bank_of(line)
        if account is None or line.posted is None:
            return None
        return self._marks.means(account, line.posted, OtherSides(line.voucher))

    def support(self, line: PostedLine) -> Support:
        """Return the supporting paper that a line names; its three columns ask one after another."""
        if self._asked[0] is not line:
            self._asked = (line, self._support_of(line))
        return self._asked[1]

    def _support_of(self, line: PostedLine) -> Support:
        """Return kind, number and day of a supporting paper; the books hold no day but the bank's."""
        if receipt := line.text("receipt"):
            return RECEIPT, receipt, None
        invoice = line.text("invoice")
        if invoice.lower().startswith("none:"):
            return NO_INVOICE, invoice[5:].strip(), None
        if invoice:
            return INVOICE, invoice, None
        account = _bank_of(line)
        if account is not None and line.posted is not None:
            cleared = self._marks.cleared(account, line.voucher, line.posted)
            return (STATEMENT, None, cleared) if cleared else (None, None, None)
        return None, None, None

    def reversed_by(self, line: PostedLine) -> str | None:
        """Return the voucher that took this one back, if that is known."""
        red = self._facts.taken_back_by(line.voucher)
        return red.id if red is not None and red.date <= self._known_until else None


def _bank_of(line: PostedLine) -> Account | None:
    """Return the account of a line where it is a bank's and the line no opening balance."""
    is_bank = line.account is not None and line.account.is_bank
    return line.account if is_bank and line.entry.flow != OPENING else None
