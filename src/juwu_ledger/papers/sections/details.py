"""Line by line: every income and every spending of a period with its papers (逐笔公开)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING, Flow, Leg
from juwu_ledger.records.voucher_lines import text_on
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TEXT, Column, Table
from juwu_ledger.tables.ties import Tie

INCOME_KEY, SPENDING_KEY = "income_lines", "spending_lines"
_NUMBER_KEY = {INCOME: "receipt", SPENDING: "invoice"}
_BANK_ADVICE = "银行回单"


class Line(NamedTuple):
    """One income or one spending; ``fen`` is negative where an earlier one is taken back."""

    voucher: Voucher
    summary: str
    account: str
    number: str
    approvals: tuple[str, ...]
    """The approvals of its postings, or that of the voucher."""
    fen: int

    @property
    def approval(self) -> str:
        """The approvals as the paper shows them."""
        return joined(self.approvals)


class VoucherLeg(NamedTuple):
    """A posting with the voucher that it is of."""

    flow: Flow
    leg: Leg

    @property
    def voucher(self) -> Voucher:
        """The voucher."""
        return self.flow.voucher


def detail_tables(figures: Figures) -> tuple[Table, ...]:
    """Return the table of every income and that of every spending; they add up to the totals."""
    income, spending = (
        [line for flow in figures.flows for line in lines_of(flow, side)]
        for side in (INCOME, SPENDING)
    )
    return (
        Table(
            key=INCOME_KEY,
            title="收入逐笔明细",
            columns=_INCOME,
            rows=with_sum(_INCOME, income, "amount", under="summary", title="资金收入合计"),
            note="按实际收进的钱逐笔列出；红字冲回的以负数列出。",
        ),
        Table(
            key=SPENDING_KEY,
            title="支出逐笔明细",
            columns=_SPENDING,
            rows=with_sum(_SPENDING, spending, "amount", under="summary", title="资金支出合计"),
            note="按实际付出的钱逐笔列出；红字冲回的以负数列出。领取救助的居民隐去名字。",
        ),
    )


def income_line_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that the incomes line by line are those of the paper's totals."""
    lines = printed.sum(INCOME_KEY, "amount")
    yield Tie("收入逐笔之和＝表头收入", lines, printed.totals.income)


def spending_line_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that the spendings line by line are those of the paper's totals."""
    lines = printed.sum(SPENDING_KEY, "amount")
    yield Tie("支出逐笔之和＝表头支出", lines, printed.totals.spending)


def lines_of(flow: Flow, side: str) -> Iterator[Line]:
    """Yield the lines of a voucher on one side, one for each posting that the money was for.

    Where part of a posting moved no money (an asset sold at a loss, a debt settled on the same
    voucher) the postings do not add up to the money: then the voucher is one line.
    """
    amount = flow.income if side == INCOME else flow.spending
    if not amount:
        return
    parts = [
        leg
        for leg in flow.upright
        if not leg.account.is_money and (leg.fen < 0 if side == INCOME else leg.fen > 0)
    ]
    if sum(abs(leg.fen) for leg in parts) == amount * flow.sign:
        for leg in parts:
            yield _line(flow, side, [leg], abs(leg.fen) * flow.sign)
    else:
        yield _line(flow, side, parts, amount)


def _line(flow: Flow, side: str, parts: list[Leg], fen: int) -> Line:
    account = joined(leg.account.label for leg in parts)
    number, approvals = (
        numbers_of(flow, parts, _NUMBER_KEY[side]),
        approvals_of(flow.voucher, parts),
    )
    return Line(flow.voucher, summary(flow), account, number, approvals, fen)


def approvals_of(voucher: Voucher, parts: list[Leg]) -> tuple[str, ...]:
    """Return the approvals of these postings, each once; one on the posting goes before the voucher's."""
    named = [text_on(voucher, leg.posting, "approval") for leg in parts]
    return tuple(dict.fromkeys(named or [voucher.text("approval")]))


def summary(flow: Flow) -> str:
    """Return what a voucher was for; a taking back says which voucher it takes back."""
    voucher = flow.voucher
    target = voucher.text("reverses")
    if flow.sign < 0 and target and target not in voucher.narration:
        return f"冲销 {target}：{voucher.narration}"
    return voucher.narration


def numbers_of(flow: Flow, parts: list[Leg], key: str) -> str:
    """Return the receipt or invoice numbers of these postings.

    A number on the posting goes before the voucher's own; where neither has one, those on the
    money postings count (receipts may stand there).
    """
    found = [text for leg in parts if (text := _posting_text(leg, key))]
    if len(found) < len(parts):
        found.append(flow.voucher.text(key))
    if not any(found):
        found = [_posting_text(leg, key) for leg in flow.legs if leg.account.is_money]
    said = joined(number_words(text) for text in found)
    bank = ("interest", "bank-charge")
    if not said and parts and all(_kind(leg) in bank for leg in parts):
        return _BANK_ADVICE
    return said


def _kind(leg: Leg) -> str | None:
    return leg.account.source or leg.account.nature


def _posting_text(leg: Leg, key: str) -> str:
    return text_of(leg.posting.meta.get(key)) if leg.posting.meta else ""


def number_words(text: str) -> str:
    """Return a receipt or invoice number as people read it; ``none: REASON`` says there is none."""
    if text.lower().startswith("none:"):
        return f"无发票（{text[5:].strip()}）"
    return text


def joined(texts: Iterable[str]) -> str:
    """Return the different non-empty texts with ``、`` between them, in order."""
    return "、".join(dict.fromkeys(text for text in texts if text))


def voucher_columns(
    party: str, said: Callable[[Any], str] = lambda x: x.voucher.narration
) -> tuple[Column, ...]:
    """Return the columns that every line-by-line table begins with; its records have a voucher."""
    return (
        Column("date", "日期", DATE, 11, lambda x: x.voucher.date),
        Column("voucher", "凭证号", CODE, 13, lambda x: x.voucher.id),
        Column("payee", party, TEXT, 16, lambda x: x.voucher.payee),
        Column("summary", "摘要", TEXT, 24, said),
    )


def handler_column() -> Column:
    """Return the column of who handled a voucher."""
    return Column("handler", "经手人", TEXT, 9, lambda x: x.voucher.text("handler"))


_AMOUNT = Column("amount", "金额", MONEY, 12, lambda x: x.fen)
_INCOME = (
    *voucher_columns("交款人", lambda x: x.summary),
    Column("account", "项目", TEXT, 20),
    Column("receipt", "收据号", CODE, 11, lambda x: x.number),
    handler_column(),
    _AMOUNT,
)
_SPENDING = (
    *voucher_columns("收款人", lambda x: x.summary),
    Column("account", "项目", TEXT, 16),
    Column("invoice", "发票号", TEXT, 18, lambda x: x.number),
    Column("approval", "签批号", CODE, 13),
    handler_column(),
    _AMOUNT,
)


def voucher_cells(voucher: Voucher, said: str) -> tuple[dt.date, str, str, str]:
    """Return the cells under :func:`voucher_columns`."""
    return voucher.date, voucher.id, voucher.payee, said
