"""Approvals (签批) spent under in a period: approved, used now, used so far, left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.records.approvals import approval_ends, approval_uses
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TEXT, Column, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "sign_offs"
_NONE = "（没有签批）"


class ApprovalUse(NamedTuple):
    """An approval, or what spendings name instead of one; fen."""

    said: str
    approval: Approval | None
    used: int
    used_so_far: int


def _of(name: str) -> Callable[[ApprovalUse], Any]:
    return lambda x: getattr(x.approval, name, None)


_COLUMNS = (
    Column("approval", "签批号", CODE, 13, lambda x: x.said),
    Column("date", "签批日期", DATE, 11, _of("date")),
    Column("purpose", "用途", TEXT, 24, _of("purpose")),
    Column("director", "主任", TEXT, 8, _of("director")),
    Column("street_director", "街道主任", TEXT, 9, _of("street_director")),
    Column("amount", "批准金额", MONEY, 13, _of("amount")),
    Column("used", "本期使用", MONEY, 13),
    Column("used_so_far", "累计使用", MONEY, 13),
    Column("left", "余额", MONEY, 13, lambda x: x.approval and x.approval.amount - x.used_so_far),
)


def approval_table(figures: Figures) -> Table:
    """Return one line for each approval that the period's spendings name; refunds give back."""
    here, so_far = _used(figures)
    lines = []
    for identity in sorted(here, key=lambda text: (text == "", text)):
        approval = figures.books.approval(identity)
        unknown = f"{identity}（没有登记）" if identity else _NONE
        said = identity if approval else unknown
        lines.append(ApprovalUse(said, approval, here[identity], so_far[identity]))
    return Table(
        key=KEY,
        title="签批使用",
        columns=_COLUMNS,
        rows=with_sum(_COLUMNS, lines, "used"),
        note="银行手续费凭银行回单，不用签批。退回的钱从使用数里减去。" + _ended(figures, here),
    )


def _ended(figures: Figures, named: Iterable[str]) -> str:
    """Name the approvals of the table that have ended, so that nobody takes their rest for money."""
    ends = figures.books.record(approval_ends)
    found = ((identity, ends.get(plain(identity))) for identity in sorted(named) if identity)
    ended = [
        f"{name}（{end.date}）" for name, end in found if end and end.date <= figures.period.last
    ]
    return f"已经终止、余额不能再用的：{'、'.join(ended)}。" if ended else ""


def approval_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that what is left of each approval is its amount less all that was spent under it."""
    yield from each(
        "各份签批",
        "批准－累计使用＝余额",
        (
            (line.text("approval"), line["amount"] - line["used_so_far"], line["left"])
            for line in printed.lines(KEY)
            if line.has("amount")
        ),
    )


def _used(figures: Figures) -> tuple[dict[str, int], dict[str, int]]:
    """Return what each approval paid for in the period, and up to its end, fen."""
    period = figures.period
    here: dict[str, int] = defaultdict(int)
    so_far: dict[str, int] = defaultdict(int)
    for use in figures.books.record(approval_uses).all:
        if use.voucher.date <= period.last:
            so_far[use.approval] += use.fen
            if use.voucher.date in period:
                here[use.approval] += use.fen
    return here, so_far
