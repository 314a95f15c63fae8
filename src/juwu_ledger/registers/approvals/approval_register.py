"""签批登记: every sign-off with what was spent under it and what is left, and spending outside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd, Resolution
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.papers.figures.signature_words import signature_word
from juwu_ledger.records.approvals import approval_ends, approval_uses
from juwu_ledger.tables.report import CODE, DATE, ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Value
from juwu_ledger.tables.sheet import Sheet

SIGNED, UNSIGNED, OUTSIDE, SUM = "签批", "没有签批", "签批以外", "合计"
_SHOWN = 40
COLUMNS = (
    Column("line", "行别", CODE, 9),
    Column("id", "签批号", CODE, 15),
    Column("date", "签批日期", DATE, 11),
    Column("purpose", "用途", width=26),
    Column("reason", "事由", width=30),
    Column("applicant", "申请人", CODE, 8),
    Column("payee", "收款单位", width=16),
    Column("amount", "批准金额", MONEY, 14),
    Column("earlier", "以前已用", MONEY, 14),
    Column("used", "本期已用", MONEY, 14),
    Column("left", "未用金额", MONEY, 14),
    Column("ended", "终止日期", DATE, 11),
    Column("director", "签批主任", CODE, 8),
    Column("street_director", "街道主任", CODE, 8),
    Column("street_date", "街道签批日期", DATE, 11),
    Column("resolution", "居民会议决议", width=22),
    Column("fund", "专项资金", width=14),
    Column("vouchers", "使用凭证", width=32),
    Column("signature", "电子签名", width=12),
)


@dataclass
class _Use:
    """Spending under one sign-off, fen."""

    earlier: int = 0
    used: int = 0
    vouchers: list[str] = field(default_factory=list)


def approval_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet: the sign-offs of the period and earlier ones that were still in use."""
    return Sheet(
        "approvals",
        "签批登记",
        "支出签批：批准、已用、未用和使用的凭证。最后是没有签批的支出，和不需签批的银行手续费等；"
        "“本期已用”合计等于本期资金支出。",
        COLUMNS,
        lambda: _rows(ledger),
        frozen=2,
        empty="没有签批，也没有支出。",
    )


def _rows(ledger: PeriodLedger) -> Iterator[Row]:
    books, period = ledger.books, ledger.period
    signed, unsigned, outside = _uses(ledger)
    resolutions = {item.id: item for item in books.of(Resolution)}
    ends = books.record(approval_ends)
    sums = [0, 0, 0, 0]
    for approval in books.of(Approval):
        use = signed.pop(approval.id, _Use())
        if approval.date > period.last and not use.vouchers:
            continue
        left = approval.amount - use.earlier - use.used
        if approval.date < period.first and not use.used and left <= 0 and not use.vouchers:
            continue
        cells = (approval.amount, use.earlier, use.used, left)
        sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
        values: dict[str, Value] = {
            "line": SIGNED,
            "id": approval.id,
            "date": approval.date,
            "purpose": approval.purpose,
            "reason": approval.reason,
            "applicant": approval.applicant,
            "payee": approval.payee,
            "director": approval.director,
            "street_director": approval.street_director,
            "street_date": approval.street_date,
            "resolution": _resolution(approval, resolutions),
            "fund": approval.fund,
            "ended": _ended(ends.get(plain(approval.id)), period),
            "vouchers": _numbers(use),
            "signature": signature_word(books, approval),
        }
        yield _row(values, cells)
    for line, named, use in (
        *((UNSIGNED, text, use) for text, use in sorted(unsigned.items())),
        (OUTSIDE, "", outside),
    ):
        if not (use.used or use.vouchers):
            continue
        cells = (0, use.earlier, use.used, 0)
        sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
        purpose = "银行手续费、利息和同一凭证里相抵的收支" if line == OUTSIDE else "支出没有签批"
        if named:
            purpose = "凭证写的这个签批号没有登记"
        values = {"line": line, "id": named, "purpose": purpose, "vouchers": _numbers(use)}
        yield _row(values, cells, SUBTOTAL)
    if any(sums):
        yield _row({"line": SUM}, (sums[0], sums[1], sums[2], sums[3]), TOTAL)


def _row(values: Mapping[str, Value], cells: tuple[int, int, int, int], role: str = ITEM) -> Row:
    amounts = dict(zip(("amount", "earlier", "used", "left"), map(to_yuan, cells), strict=True))
    return Row(tuple({**values, **amounts}.get(column.key) for column in COLUMNS), role)


def _uses(ledger: PeriodLedger) -> tuple[dict[str, _Use], dict[str, _Use], _Use]:
    """Return spending by sign-off, spending that names none or an unknown one, and the rest."""
    record = ledger.books.record(approval_uses)
    signed: dict[str, _Use] = defaultdict(_Use)
    unsigned: dict[str, _Use] = defaultdict(_Use)
    outside = _Use()
    here: dict[int, int] = {}
    for use in record.all:
        if use.voucher.date > ledger.period.last:
            break
        line = (signed if use.approval in record.by_approval else unsigned)[use.approval]
        if use.voucher.date < ledger.period.first:
            line.earlier += use.fen
        else:
            here[id(use.voucher.txn)] = use.fen
            line.used += use.fen
            line.vouchers.append(use.voucher.id)
    for entry in ledger.entries:
        rest = entry.spending - here.get(id(entry.voucher.txn), 0)
        if rest:
            outside.used += rest
            outside.vouchers.append(entry.voucher.id)
    return signed, unsigned, outside


def _ended(end: ApprovalEnd | None, period: Period) -> dt.date | None:
    return end.date if end is not None and end.date <= period.last else None


def _resolution(approval: Approval, resolutions: Mapping[str, Resolution]) -> str | None:
    if not approval.resolution:
        return None
    found = resolutions.get(approval.resolution)
    return f"{approval.resolution} {found.title}" if found else f"{approval.resolution}（没有登记）"


def _numbers(use: _Use) -> str:
    more = len(use.vouchers) - _SHOWN
    return "、".join(use.vouchers[:_SHOWN]) + (f"等 {len(use.vouchers)} 张" if more > 0 else "")
