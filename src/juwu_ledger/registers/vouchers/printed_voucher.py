"""One voucher as a form (记账凭证, 会计基础工作规范 51).

Amounts stand on the debit or credit side as Chinese books write them; a voucher that takes an
earlier one back is written in red letters and names the voucher that it cancels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import detail_words, general_words
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.papers.sections.details import number_words
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.records.voucher_lines import Line, attachments_of, is_red, lines_of
from juwu_ledger.tables.form_words import cited, in_capitals
from juwu_ledger.tables.report import MONEY, TOTAL, Box, Column, Field, Form, Row, Table

TITLE = "记账凭证"
COLUMNS = (
    Column("summary", "摘要", width=31),
    Column("account", "会计科目", width=17),
    Column("detail", "明细科目", width=18),
    Column("debit", "借方金额", MONEY, 13),
    Column("credit", "贷方金额", MONEY, 13),
)
_CLOSING = (
    ("receipt", "收据号"),
    ("invoice", "发票号"),
    ("approval", "签批单号"),
    ("fund", "专项资金"),
    ("asset", "资产编号"),
    ("handler", "经手人"),
    ("witness", "证明人"),
)
_ON_LINES = (
    ("receipt", "收据"),
    ("invoice", "发票"),
    ("approval", "签批"),
    ("fund", "专项"),
    ("asset", "资产"),
)


def voucher_form(books: Books, voucher: Voucher, as_of: dt.date) -> Form:
    """Return a voucher as it is printed; what cancelled it by ``as_of`` is noted on it."""
    lines = list(lines_of(voucher))
    debit = sum(line.debit or 0 for line in lines)
    return Form(
        key="voucher",
        title=TITLE,
        fields=(
            Field("number", "凭证号", voucher.id or "（没有编号）"),
            Field("date", "日期", voucher.date),
            Field("attachments", "附单据", attachments_of(voucher)),
        ),
        tables=(_table(books, voucher, lines),),
        closing=(
            Field("capitals", "人民币（大写）", in_capitals(debit), is_red=debit < 0),
            *_closing(books, voucher, as_of),
        ),
        boxes=_boxes(books, voucher),
    )


def _table(books: Books, voucher: Voucher, lines: list[Line]) -> Table:
    rows: list[Row] = []
    for line in lines:
        said = [_summary(books, voucher)] if not rows else []
        said += _on_line(line)
        rows.append(
            Row(
                (
                    "；".join(said),
                    general_words(line.account),
                    detail_words(line.account),
                    None if line.debit is None else to_yuan(line.debit),
                    None if line.credit is None else to_yuan(line.credit),
                )
            )
        )
    debit = to_yuan(sum(line.debit or 0 for line in lines))
    credit = to_yuan(sum(line.credit or 0 for line in lines))
    rows.append(Row(("合计", None, None, debit, credit), TOTAL))
    return Table("lines", "分录", COLUMNS, tuple(rows))


def _summary(books: Books, voucher: Voucher) -> str:
    return f"{voucher.narration}{_citation(books, voucher)}"


def _citation(books: Books, voucher: Voucher) -> str:
    """Name the voucher that this one takes back: ``（注销2025年5月20日2025-05-0013号凭证）``."""
    target = voucher.text("reverses")
    if not target:
        return ""
    original = books.facts.by_id.get(target)
    if original is None:
        return f"（注销 {target} 号凭证，账本里没有这张凭证）"
    if not is_red(voucher):
        return f"（对应{cited(original)}凭证）"
    whole = books.facts.takes_back_whole(voucher)
    return f"（{'注销' if whole else '冲减'}{cited(original)}凭证）"


def _on_line(line: Line) -> Iterator[str]:
    """Yield the papers that are named on a posting of its own."""
    meta = line.posting.meta or {}
    for key, label in _ON_LINES:
        text = text_of(meta.get(key))
        if text:
            said = number_words(text)
            yield said if said != text else f"{label} {text}"
    if line.remark:
        yield line.remark


def _closing(books: Books, voucher: Voucher, as_of: dt.date) -> Iterator[Field]:
    if voucher.payee:
        yield Field("payee", "对方单位（人）", voucher.payee)
    for key, label in _CLOSING:
        text = voucher.text(key)
        if text:
            yield Field(key, label, number_words(text) if key == "invoice" else text)
    scans = books.record(VoucherScans).of(voucher)
    if later := [scan for scan in scans if scan.added and scan.added <= as_of]:
        said = "、".join(f"{PurePosixPath(scan.name).name}（{scan.added}）" for scan in later)
        yield Field("added", "后补附件", said)
    red = books.facts.taken_back_by(voucher)
    if red is not None and red.date <= as_of:
        yield Field("cancelled_by", "备注", f"已由{cited(red)}红字凭证注销", is_red=True)


def moves_money(books: Books, voucher: Voucher) -> bool:
    """Tell whether a voucher receives or pays money: then the cashier signs it too."""
    accounts = (books.chart.get(posting.account) for posting in voucher.txn.postings)
    return any(account is not None and account.is_money for account in accounts)


def _boxes(books: Books, voucher: Voucher) -> tuple[Box, ...]:
    """Return the boxes to sign in, with who held each office on the voucher's day."""
    people, day = books.people, voucher.date
    accountant = people.holder("accountant", day)
    cashier = (Box("出纳", people.holder("cashier", day)),) if moves_money(books, voucher) else ()
    return (
        Box("会计主管（主任）", people.holder("director", day)),
        Box("记账", accountant),
        Box("稽核"),
        *cashier,
        Box("制单", accountant),
    )
