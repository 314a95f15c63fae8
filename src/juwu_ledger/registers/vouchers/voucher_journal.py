"""序时账: every line of every voucher in order of date and number, with its papers."""

from __future__ import annotations

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import class_of, money_of, use_of
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.registers.funds.fund_split import PostingFunds
from juwu_ledger.registers.vouchers.posted_lines import PostedLine, line_rows, posted_lines
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, TEXT, Column
from juwu_ledger.tables.sheet import Sheet

_OF_VOUCHER = (
    *("date", "voucher", "maker", "checker", "bookkeeper", "cashier"),
    *("payee", "reverses", "flow", "month"),
)
_BARE = (*_OF_VOUCHER, "line", "summary", "place", "scan")
"""What stands on the line of a voucher without postings."""


def journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; what a voucher brought in and paid out stands on its first line."""
    columns = _columns(_Places(ledger.books))
    return Sheet(
        "journal",
        "序时账",
        "每张凭证的每一行，按日期和凭证号排列。资金收入、资金支出写在凭证的第一行：资金账户之间互转不算，"
        "红字冲销从原来的一边减去。扫描件一行写一份，点开就是原件（见“说明”）。",
        columns,
        lambda: line_rows(
            columns, _OF_VOUCHER, _BARE, posted_lines(ledger, PostingFunds(ledger.books))
        ),
        frozen=3,
        pages_wide=2,
    )


def _columns(places: _Places) -> tuple[Column, ...]:
    return (
        Column("date", "日期", DATE, 11, lambda x: x.voucher.date),
        Column("voucher", "凭证字号", CODE, 14, lambda x: x.voucher.id),
        Column("line", "行号", COUNT, 5),
        Column("summary", "摘要", TEXT, 34),
        Column("code", "科目编码", CODE, 10),
        Column("name", "科目名称", TEXT, 24),
        Column("debit", "借方金额", MONEY, 14),
        Column("credit", "贷方金额", MONEY, 14),
        Column("attachments", "附件数", COUNT, 5),
        Column("maker", "制单", CODE, 8, lambda x: x.officers.maker),
        Column("checker", "审核", CODE, 8, lambda x: x.officers.checker),
        Column("bookkeeper", "记账", CODE, 8, lambda x: x.officers.bookkeeper),
        Column("cashier", "出纳", CODE, 8, lambda x: x.officers.cashier),
        Column("payee", "对方单位", TEXT, 20, lambda x: x.voucher.payee),
        Column("receipt", "收据号", CODE, 11, lambda x: x.text("receipt")),
        Column("invoice", "发票号", TEXT, 22, lambda x: x.text("invoice")),
        Column("approval", "签批号", CODE, 14, lambda x: x.text("approval")),
        Column("handler", "经手人", CODE, 8, lambda x: x.voucher.text("handler")),
        Column("witness", "证明人", CODE, 8, lambda x: x.voucher.text("witness")),
        Column("fund", "专项资金", TEXT, 14),
        Column("reverses", "红字冲销", CODE, 14, lambda x: x.voucher.text("reverses")),
        Column("flow", "凭证类别", CODE, 8, lambda x: x.entry.flow),
        Column("income", "资金收入", MONEY, 14, lambda x: _money(x, x.entry.income)),
        Column("spending", "资金支出", MONEY, 14, lambda x: _money(x, x.entry.spending)),
        Column("interest", "收入中的利息", MONEY, 10, lambda x: _money(x, x.entry.interest)),
        Column("month", "会计月度", COUNT, 6, lambda x: x.voucher.date.month),
        Column("class", "科目类别", CODE, 7, lambda x: class_of(x.posted.account)),
        Column("use", "科目用途", TEXT, 11, lambda x: use_of(x.account) if x.account else None),
        Column("money", "资金类", CODE, 6, lambda x: money_of(x.account) if x.account else None),
        Column("account", "账本科目", TEXT, 34, lambda x: x.posted.account),
        Column("place", "账本位置", TEXT, 26, places.of),
        Column("scan", "扫描件", TEXT, 44),
    )


def _money(line: PostedLine, fen: int) -> int | None:
    """Return what a voucher did to the money accounts, on its first line."""
    return (fen or None) if line.line == 1 else None


class _Places:
    """Says where a line stands in the books; a file's own path is worked out once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._files: dict[str, str] = {}

    def of(self, line: PostedLine) -> str:
        """Return file and line of a posting, or of its voucher."""
        meta = line.posted.posting.meta if line.posted else None
        place = Place.of(meta) if meta and meta.get("lineno") else line.voucher.place
        if place.file not in self._files:
            self._files[place.file] = self._books.relative(place.file)
        return f"{self._files[place.file]}:{place.line}"
