"""序时账: every line of every voucher in order of date and number, with its papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.problem import Place
from juwu_ledger.papers.figures.account_words import class_of, money_of, use_of
from juwu_ledger.papers.figures.period_ledger import Entry, PeriodLedger
from juwu_ledger.papers.figures.voucher_lines import attachments_of, lines_of
from juwu_ledger.registers.funds.fund_split import PostingFunds
from juwu_ledger.registers.vouchers.voucher_officers import Officers
from juwu_ledger.registers.vouchers.voucher_scans import Spread
from juwu_ledger.tables.report import CODE, COUNT, DATE, MONEY, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证字号", CODE, 14),
    Column("line", "行号", COUNT, 5),
    Column("summary", "摘要", width=34),
    Column("code", "科目编码", CODE, 10),
    Column("name", "科目名称", width=24),
    Column("debit", "借方金额", MONEY, 14),
    Column("credit", "贷方金额", MONEY, 14),
    Column("attachments", "附件数", COUNT, 5),
    Column("maker", "制单", CODE, 8),
    Column("checker", "审核", CODE, 8),
    Column("bookkeeper", "记账", CODE, 8),
    Column("cashier", "出纳", CODE, 8),
    Column("payee", "对方单位", width=20),
    Column("receipt", "收据号", CODE, 11),
    Column("invoice", "发票号", width=22),
    Column("approval", "签批号", CODE, 14),
    Column("handler", "经手人", CODE, 8),
    Column("witness", "证明人", CODE, 8),
    Column("fund", "专项资金", width=14),
    Column("reverses", "红字冲销", CODE, 14),
    Column("flow", "凭证类别", CODE, 8),
    Column("income", "资金收入", MONEY, 14),
    Column("spending", "资金支出", MONEY, 14),
    Column("interest", "收入中的利息", MONEY, 10),
    Column("month", "会计月度", COUNT, 6),
    Column("class", "科目类别", CODE, 7),
    Column("use", "科目用途", width=11),
    Column("money", "资金类", CODE, 6),
    Column("account", "账本科目", width=34),
    Column("place", "账本位置", width=26),
    Column("scan", "扫描件", width=44),
)


def journal_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet; what a voucher brought in and paid out stands on its first line."""
    return Sheet(
        "journal",
        "序时账",
        "每张凭证的每一行，按日期和凭证号排列。资金收入、资金支出写在凭证的第一行：资金账户之间互转不算，"
        "红字冲销从原来的一边减去。扫描件一行写一份，点开就是原件（见“说明”）。",
        COLUMNS,
        lambda: _rows(ledger),
        frozen=3,
        pages_wide=2,
    )


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    books, all_officers = ledger.books, Officers(ledger)
    funds, places = PostingFunds(books), _Places(books)
    named = {
        name: (a.code, a.label, class_of(name), use_of(a), money_of(a), name)
        for name, a in books.chart.items()
    }
    for entry in ledger.entries:
        voucher = entry.voucher
        day = voucher.date
        officers = all_officers.of(voucher)
        lines = list(lines_of(voucher))
        scans = Spread(books, voucher, len(lines))
        approval, payee = voucher.text("approval"), voucher.payee
        people_named = (voucher.text("handler"), voucher.text("witness"))
        for line in lines:
            first = line.number == 1
            meta = line.posting.meta or {}
            code, label, kind, use, money, name = named.get(
                line.account,
                (None, account_label(line.account), class_of(line.account), None, None, None),
            )
            yield Row(
                (
                    day,
                    voucher.id,
                    line.number,
                    voucher.narration + line.remark,
                    code,
                    label,
                    None if line.debit is None else to_yuan(line.debit),
                    None if line.credit is None else to_yuan(line.credit),
                    attachments_of(voucher) if first else None,
                    *officers,
                    payee,
                    _number(voucher, meta, "receipt"),
                    _number(voucher, meta, "invoice"),
                    approval,
                    *people_named,
                    funds.of(voucher, line),
                    voucher.text("reverses"),
                    entry.flow,
                    *(_money(entry) if first else (None, None, None)),
                    day.month,
                    kind,
                    use,
                    money,
                    name or line.account,
                    places.of(meta, voucher),
                    scans.of(line.number),
                )
            )
        if not lines:
            yield _bare(places, entry, officers, scans)


def _bare(places: _Places, entry: Entry, officers: tuple[str | None, ...], scans: Spread) -> Row:
    """A voucher without postings still has its number in the journal."""
    voucher = entry.voucher
    cells: dict[str, Value] = {
        "date": voucher.date,
        "voucher": voucher.id,
        "line": 1,
        "summary": f"{voucher.narration}（这张凭证没有分录）",
        "payee": voucher.payee,
        "reverses": voucher.text("reverses"),
        "flow": entry.flow,
        "month": voucher.date.month,
        "place": places.of({}, voucher),
        "scan": scans.of(1),
    }
    cells.update(zip(("maker", "checker", "bookkeeper", "cashier"), officers, strict=True))
    return Row(tuple(cells.get(column.key) for column in COLUMNS))


def _money(entry: Entry) -> tuple[Value, ...]:
    amounts = (entry.income, entry.spending, entry.interest)
    return tuple(to_yuan(fen) if fen else None for fen in amounts)


def _number(voucher: Voucher, meta: Any, key: str) -> str:
    """Return the posting's own number, else the voucher's."""
    return text_of(meta.get(key)) or voucher.text(key)


class _Places:
    """Says where a line stands in the books; a file's own path is worked out once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._files: dict[str, str] = {}

    def of(self, meta: Any, voucher: Voucher) -> str:
        """Return file and line of a posting, or of its voucher."""
        place = Place.of(meta) if meta and meta.get("lineno") else voucher.place
        if place.file not in self._files:
            self._files[place.file] = self._books.relative(place.file)
        return f"{self._files[place.file]}:{place.line}"
