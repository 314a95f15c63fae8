"""签批登记: every approval with what was spent under it and what is left, and spending outside them.

The lines are those of the audit sheet and of the printed register (签批登记簿) alike.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, Resolution
from juwu_ledger.records.approvals import approval_ends, approval_uses
from juwu_ledger.records.period_ledger import PeriodLedger, open_ledger
from juwu_ledger.registers.printed_register import register_paper, sheet_ties
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from juwu_ledger.tables.columns import Record, column, columns_of, paper_columns_of, row_of, rows_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Report,
    Row,
    Section,
    Table,
)
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.signature_words import signature_word, signing_line
from juwu_ledger.tables.ties import FILLED, NEGATIVE, SHEETS, Other, Side, Tie, count, each, total

SIGNED, UNSIGNED, OUTSIDE, SUM = "签批", "没有签批", "签批以外", "合计"
TITLE, KEY, EMPTY = "签批登记簿", "approval_register", "没有签批，也没有支出。"
SIGNATURES = ("会计", "主任", "民主理财小组", "街道办事处")
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLine(Record):
    """A line of the register: an approval, spending outside of all, or the sum."""

    line: str = column("行别", CODE, 9)
    id: str | None = column("签批号", CODE, 15, paper=13)
    date: dt.date | None = column("签批日期", DATE, 11, paper=11)
    purpose: str | None = column("用途", width=26, paper=20)
    reason: str | None = column("事由", width=30)
    applicant: str | None = column("申请人", CODE, 8, paper=9, paper_kind=TEXT)
    payee: str | None = column("收款单位", width=16, paper=14, paper_title="收款单位（人）")
    amount: int = column("批准金额", MONEY, 14, paper=12, default=0)
    earlier: int = column("以前已用", MONEY, 14, paper=12, default=0)
    used: int = column("本期已用", MONEY, 14, paper=12, default=0)
    left: int = column("未用金额", MONEY, 14, paper=12, default=0)
    ended: dt.date | None = column("终止日期", DATE, 11, paper=11)
    director: str | None = column("签批主任", CODE, 8, paper=9, paper_kind=TEXT)
    street_director: str | None = column("街道主任", CODE, 8, paper=9, paper_kind=TEXT)
    street_date: dt.date | None = column("街道签批日期", DATE, 11, paper=11)
    resolution: str | None = column("居民会议决议", width=22)
    fund: str | None = column("专项资金", width=14)
    vouchers: str | None = column("使用凭证", width=32, paper=15)
    signature: str | None = column("电子签名", width=12, paper=13)


COLUMNS, PAPER = columns_of(ApprovalLine), paper_columns_of(ApprovalLine)


@dataclass(slots=True)
class _Use:
    """Spending under one approval, fen."""

    earlier: int = 0
    used: int = 0
    vouchers: list[str] = field(default_factory=list)

    @property
    def named(self) -> str:
        """The vouchers, the first of them."""
        more = f"等 {len(self.vouchers)} 张" if len(self.vouchers) > _SHOWN else ""
        return "、".join(self.vouchers[:_SHOWN]) + more


def approval_sheet(ledger: PeriodLedger) -> Sheet:
    """Return the sheet: the approvals of the period and earlier ones that were still in use."""
    return Sheet(
        "approvals",
        "签批登记",
        "支出签批：批准、已用、未用和使用的凭证。最后是没有签批的支出，和不需签批的银行手续费等；"
        "“本期已用”合计等于本期资金支出。",
        COLUMNS,
        lambda: rows_of(COLUMNS, _lines(ledger)),
        frozen=2,
        empty=EMPTY,
    )


def approval_register(books: Books, period: Period, as_of: dt.date) -> Report:
    """Return the approvals of the period and earlier ones still in use, and spending outside them."""
    ledger = open_ledger(books, period, as_of)
    table = Table(
        key=KEY,
        title="支出签批",
        columns=PAPER,
        rows=tuple(map(_printed, _lines(ledger))),
        note="使用凭证是本期的。写了终止日期的，未用的不能再用。最后列出没有签批的支出，和不用签批的银行手续费等。",
        empty=EMPTY,
    )
    return register_paper(
        ledger,
        "approval-register",
        TITLE,
        (Section("approvals", "签批和使用", tables=(table,)),),
        SIGNATURES,
        lambda printed: _ties(printed, ledger),
        {"签名": signing_line(books, period, as_of)},
    )


def _printed(line: ApprovalLine) -> Row:
    """Return a line on paper: what has no number is told by what it is."""
    role = TOTAL if line.role == TOTAL else ITEM
    return row_of(PAPER, replace(line, id=line.id or line.line), role)


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


def approval_sheet_ties() -> Iterator[Tie]:
    """Yield what ties the sheet with the journal and with itself."""

    def signed(key: str) -> Side:
        return total("approvals", key, line=SIGNED)

    used = total("approvals", "used", line=Other(SUM))
    paid = total("journal", "spending", line=FILLED)
    yield Tie("本期已用合计＝序时账资金支出", used, paid)
    yield Tie("本期已用：合计行＝序时账资金支出", total("approvals", "used", line=SUM), paid)
    left = signed("amount") - signed("earlier") - signed("used")
    yield Tie("批准－已用＝未用", left, signed("left"))
    over = count("approvals", line=SIGNED, left=NEGATIVE)
    yield Tie("已用超过批准的签批：应为 0 张", over, Side(), SHEETS, hint="规则检查 SPD003")


def _lines(ledger: PeriodLedger) -> Iterator[ApprovalLine]:
    signed, unsigned, outside = _uses(ledger)
    sums: dict[str, Any] = dict.fromkeys(("amount", "earlier", "used", "left"), 0)
    for line in chain(_signed(ledger, signed), _outside(unsigned, outside)):
        for key in sums:
            sums[key] += getattr(line, key)
        yield line
    if any(sums.values()):
        yield ApprovalLine(role=TOTAL, line=SUM, **sums)


def _signed(ledger: PeriodLedger, uses: Mapping[str, _Use]) -> Iterator[ApprovalLine]:
    books, period = ledger.books, ledger.period
    resolutions = {item.id: item for item in books.of(Resolution)}
    ends, told, unused = books.record(approval_ends), set[str](), _Use()
    for approval in books.of(Approval):
        # Of an id that is repeated, the first approval was spent under.
        use = unused if approval.id in told else uses.get(approval.id, unused)
        told.add(approval.id)
        left, end = approval.amount - use.earlier - use.used, ends.get(plain(approval.id))
        is_open = approval.date in period or (approval.date < period.first and left > 0)
        if not (is_open or use.used or use.vouchers):
            continue
        yield ApprovalLine(
            line=SIGNED,
            id=approval.id,
            date=approval.date,
            purpose=approval.purpose,
            reason=approval.reason,
            applicant=approval.applicant,
            payee=approval.payee,
            amount=approval.amount,
            earlier=use.earlier,
            used=use.used,
            left=left,
            ended=end.date if end is not None and end.date <= period.last else None,
            director=approval.director,
            street_director=approval.street_director,
            street_date=approval.street_date,
            resolution=_resolution(approval, resolutions),
            fund=approval.fund,
            vouchers=use.named,
            signature=signature_word(books, approval),
        )


def _outside(unsigned: Mapping[str, _Use], outside: _Use) -> Iterator[ApprovalLine]:
    others = [(UNSIGNED, text, use) for text, use in sorted(unsigned.items())]
    for line, named, use in (*others, (OUTSIDE, "", outside)):
        if not (use.used or use.vouchers):
            continue
        purpose = "银行手续费、利息和同一凭证里相抵的收支" if line == OUTSIDE else "支出没有签批"
        yield ApprovalLine(
            role=SUBTOTAL,
            line=line,
            id=named,
            purpose="凭证写的这个签批号没有登记" if named else purpose,
            earlier=use.earlier,
            used=use.used,
            vouchers=use.named,
        )


def _uses(ledger: PeriodLedger) -> tuple[dict[str, _Use], dict[str, _Use], _Use]:
    """Return spending by approval, spending that names none or an unknown one, and the rest."""
    record = ledger.books.record(approval_uses)
    signed: dict[str, _Use] = defaultdict(_Use)
    unsigned: dict[str, _Use] = defaultdict(_Use)
    outside = _Use()
    here: dict[int, int] = defaultdict(int)
    for use in record.all:
        if use.voucher.date > ledger.period.last:
            break
        line = (signed if use.approval in record.by_approval else unsigned)[use.approval]
        if use.voucher.date < ledger.period.first:
            line.earlier += use.fen
        else:
            here[id(use.voucher.txn)] += use.fen
            line.used += use.fen
            line.vouchers.append(use.voucher.id)
    for entry in ledger.entries:
        rest = entry.spending - here[id(entry.voucher.txn)]
        if rest:
            outside.used += rest
            outside.vouchers.append(entry.voucher.id)
    return signed, unsigned, outside


def _resolution(approval: Approval, resolutions: Mapping[str, Resolution]) -> str | None:
    if not approval.resolution:
        return None
    found = resolutions.get(approval.resolution)
    return f"{approval.resolution} {found.title}" if found else f"{approval.resolution}（没有登记）"
