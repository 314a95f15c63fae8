"""Line by line: every income and every spending of a period with its papers (逐笔公开)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import INCOME, SPENDING, Flow, Leg
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie

INCOME_KEY, SPENDING_KEY = "income_lines", "spending_lines"
NAME_WIDTH = 9
_SLIP_KEY = {INCOME: "receipt", SPENDING: "invoice"}
_BANK_SLIP = "银行回单"


class Line(NamedTuple):
    """One income or one spending; ``fen`` is negative where an earlier one is taken back."""

    date: dt.date
    voucher: str
    party: str
    summary: str
    item: str
    slip: str
    approval: str
    handler: str
    fen: int


def detail_tables(figures: Figures) -> tuple[Table, ...]:
    """Return the table of every income and that of every spending; they add up to the totals."""
    income = [line for flow in figures.flows for line in lines_of(flow, INCOME)]
    spending = [line for flow in figures.flows for line in lines_of(flow, SPENDING)]
    return _income_table(income), _spending_table(spending)


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
    voucher = flow.voucher
    return Line(
        voucher.date,
        voucher.id,
        voucher.payee,
        summary(flow),
        joined(leg.account.label for leg in parts),
        slips(flow, parts, _SLIP_KEY[side]),
        voucher.text("approval"),
        voucher.text("handler"),
        fen,
    )


def summary(flow: Flow) -> str:
    """Return what a voucher was for; a taking back says which voucher it takes back."""
    voucher = flow.voucher
    target = voucher.text("reverses")
    if flow.sign < 0 and target and target not in voucher.narration:
        return f"冲销 {target}：{voucher.narration}"
    return voucher.narration


def slips(flow: Flow, parts: list[Leg], key: str) -> str:
    """Return the receipt or invoice numbers of these postings.

    A number on the posting goes before the voucher's own; where neither has one, those on the
    money postings count (receipts may stand there).
    """
    found = [text for leg in parts if (text := _posting_text(leg, key))]
    if len(found) < len(parts):
        found.append(flow.voucher.text(key))
    if not any(found):
        found = [_posting_text(leg, key) for leg in flow.legs if leg.account.is_money]
    said = joined(slip_words(text) for text in found)
    bank = ("interest", "bank-charge")
    if not said and parts and all(_kind(leg) in bank for leg in parts):
        return _BANK_SLIP
    return said


def _kind(leg: Leg) -> str | None:
    return leg.account.source or leg.account.nature


def _posting_text(leg: Leg, key: str) -> str:
    return text_of(leg.posting.meta.get(key)) if leg.posting.meta else ""


def slip_words(text: str) -> str:
    """Return a receipt or invoice number as people read it; ``none: REASON`` says there is none."""
    if text.lower().startswith("none:"):
        return f"无发票（{text[5:].strip()}）"
    return text


def joined(texts: Iterable[str]) -> str:
    """Return the different non-empty texts with ``、`` between them, in order."""
    return "、".join(dict.fromkeys(text for text in texts if text))


def voucher_columns(party: str) -> tuple[Column, ...]:
    """Return the columns that every line-by-line table begins with."""
    return (
        Column("date", "日期", DATE, 11),
        Column("voucher", "凭证号", CODE, 13),
        Column("payee", party, width=16),
        Column("summary", "摘要", width=24),
    )


def voucher_cells(voucher: Voucher, said: str) -> tuple[dt.date, str, str, str]:
    """Return the cells under :func:`voucher_columns`."""
    return voucher.date, voucher.id, voucher.payee, said


def _income_table(lines: list[Line]) -> Table:
    rows = [
        Row((x.date, x.voucher, x.party, x.summary, x.item, x.slip, x.handler, to_yuan(x.fen)))
        for x in lines
    ]
    return Table(
        key=INCOME_KEY,
        title="收入逐笔明细",
        columns=(
            *voucher_columns("交款人"),
            Column("account", "项目", width=20),
            Column("receipt", "收据号", CODE, 11),
            Column("handler", "经手人", width=NAME_WIDTH),
            Column("amount", "金额", MONEY, 12),
        ),
        rows=_with_total(rows, "资金收入合计", 8, lines),
        note="按实际收进的钱逐笔列出；红字冲回的以负数列出。",
    )


def _spending_table(lines: list[Line]) -> Table:
    rows = [
        Row(
            (
                x.date,
                x.voucher,
                x.party,
                x.summary,
                x.item,
                x.slip,
                x.approval,
                x.handler,
                to_yuan(x.fen),
            )
        )
        for x in lines
    ]
    return Table(
        key=SPENDING_KEY,
        title="支出逐笔明细",
        columns=(
            *voucher_columns("收款人"),
            Column("account", "项目", width=16),
            Column("invoice", "发票号", width=18),
            Column("approval", "签批号", CODE, 13),
            Column("handler", "经手人", width=NAME_WIDTH),
            Column("amount", "金额", MONEY, 12),
        ),
        rows=_with_total(rows, "资金支出合计", 9, lines),
        note="按实际付出的钱逐笔列出；红字冲回的以负数列出。领取救助的居民隐去名字。",
    )


def _with_total(rows: list[Row], title: str, width: int, lines: list[Line]) -> tuple[Row, ...]:
    if rows:
        total = to_yuan(sum(line.fen for line in lines))
        rows.append(Row((None, None, None, title, *(None,) * (width - 5), total), TOTAL))
    return tuple(rows)
