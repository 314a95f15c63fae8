"""Sign-offs (签批) spent under in a period: approved, used now, used so far, left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.approvals import approval_ends, approval_uses
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, DATE, MONEY, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "sign_offs"
_NONE = "（没有签批）"


def sign_off_table(figures: Figures) -> Table:
    """Return one line for each sign-off that the period's spendings name; refunds give back."""
    here, so_far = _used(figures)
    rows, total = [], 0
    for identity in sorted(here, key=lambda text: (text == "", text)):
        total += here[identity]
        used = (to_yuan(here[identity]), to_yuan(so_far[identity]))
        approval = figures.books.approval(identity)
        if approval is None:
            said = f"{identity}（没有登记）" if identity else _NONE
            rows.append(Row((said, None, None, None, None, None, *used, None)))
            continue
        rows.append(
            Row(
                (
                    identity,
                    approval.date,
                    approval.purpose,
                    approval.director,
                    approval.street_director,
                    to_yuan(approval.amount),
                    *used,
                    to_yuan(approval.amount - so_far[identity]),
                )
            )
        )
    if rows:
        rows.append(Row(("合计", *(None,) * 5, to_yuan(total), None, None), TOTAL))
    return Table(
        key=KEY,
        title="签批使用",
        columns=(
            Column("approval", "签批号", CODE, 13),
            Column("date", "签批日期", DATE, 11),
            Column("purpose", "用途", width=24),
            Column("director", "主任", width=8),
            Column("street_director", "街道主任", width=9),
            Column("amount", "批准金额", MONEY, 13),
            Column("used", "本期使用", MONEY, 13),
            Column("used_so_far", "累计使用", MONEY, 13),
            Column("left", "余额", MONEY, 13),
        ),
        rows=tuple(rows),
        note="银行手续费凭银行回单，不用签批。退回的钱从使用数里减去。" + _ended(figures, here),
    )


def _ended(figures: Figures, named: Iterable[str]) -> str:
    """Name the sign-offs of the table that have ended, so that nobody takes their rest for money."""
    ends = figures.books.record(approval_ends)
    found = ((identity, ends.get(plain(identity))) for identity in sorted(named) if identity)
    ended = [
        f"{name}（{end.date}）" for name, end in found if end and end.date <= figures.period.last
    ]
    return f"已经终止、余额不能再用的：{'、'.join(ended)}。" if ended else ""


def sign_off_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that what is left of each sign-off is its amount less all that was spent under it."""
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
    """Return what each sign-off paid for in the period, and up to its end, fen."""
    period = figures.period
    here: dict[str, int] = defaultdict(int)
    so_far: dict[str, int] = defaultdict(int)
    for use in figures.books.record(approval_uses).all:
        if use.voucher.date <= period.last:
            so_far[use.approval] += use.fen
            if use.voucher.date in period:
                here[use.approval] += use.fen
    return here, so_far
