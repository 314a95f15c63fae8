"""What a statement must prove of itself before a row of it is believed: all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.intake.statements.refusal import StatementRefused
from juwu_ledger.intake.statements.statement import Statement, StatementRow

_LEAST_SHOWN = 4
"""Digits of a masked account number that must stand there, or it says nothing."""


def in_order(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Return rows oldest first: as they stand, or turned round, whichever the balances bear out.

    Banks list either way. Where neither way holds, the way of the dates is kept for the check.
    """
    upright, turned = list(rows), list(reversed(rows))
    if _break_of(upright) is None and _is_dated_upwards(upright):
        return upright
    if _break_of(turned) is None and _is_dated_upwards(turned):
        return turned
    return turned if len(rows) > 1 and rows[0].date > rows[-1].date else upright


def checked(statement: Statement) -> Statement:
    """Return the statement without rows of nothing; raise :class:`StatementRefused`."""
    refuse_disorder(statement)
    refuse_broken_balance(statement)
    refuse_other_sums(statement)
    return replace(statement, rows=tuple(row for row in statement.rows if row.fen))


def refuse_disorder(statement: Statement) -> None:
    """Every row lies inside the period, and none comes before the one above it."""
    before: StatementRow | None = None
    for row in statement.rows:
        if not statement.first <= row.date <= statement.last:
            raise StatementRefused(
                "outside-period",
                f"{row.date} 不在对账单的 {statement.first} 到 {statement.last} 里",
                row.at,
            )
        if before is not None and row.date < before.date:
            raise StatementRefused("disorder", f"{row.date} 排在 {before.date} 后面", row.at)
        before = row


def refuse_broken_balance(statement: Statement) -> None:
    """The running balance holds row by row, from the printed opening to the printed closing."""
    broken = _break_of(statement.rows)
    if broken is not None:
        before, row = broken
        raise StatementRefused(
            "broken-balance",
            f"余额接不上：上一笔后 {show_fen(before.balance or 0)} 元，"
            f"这一笔 {show_fen(row.fen)} 元，应是 {show_fen((before.balance or 0) + row.fen)} 元，"
            f"写的是 {show_fen(row.balance or 0)} 元",
            row.at,
        )
    printed, rows = statement.printed, statement.rows
    with_balance = [row for row in rows if row.balance is not None]
    if with_balance and len(with_balance) != len(rows):
        lacking = next(row for row in rows if row.balance is None)
        raise StatementRefused("no-balance", "别的行都有余额，这一行没有", lacking.at)
    opening = printed.opening
    if with_balance:
        begun = (rows[0].balance or 0) - rows[0].fen
        if opening is not None and opening != begun:
            raise StatementRefused(
                "broken-balance",
                f"期初余额印的是 {show_fen(opening)} 元，第一笔以前是 {show_fen(begun)} 元",
                rows[0].at,
            )
        opening = begun
    closing = with_balance[-1].balance if with_balance else None
    if opening is not None and closing is None:
        closing = opening + statement.received - statement.paid
    if closing is not None and printed.closing is not None and closing != printed.closing:
        raise StatementRefused(
            "broken-balance",
            f"期末余额印的是 {show_fen(printed.closing)} 元，算下来是 {show_fen(closing)} 元",
        )


def refuse_other_sums(statement: Statement) -> None:
    """Counts and sums that the file prints of itself are those of its rows."""
    printed, rows = statement.printed, statement.rows
    ins = [row.fen for row in rows if row.fen > 0]
    outs = [-row.fen for row in rows if row.fen < 0]
    compared = (
        ("笔数", printed.count, len(rows)),
        ("收入笔数", printed.count_in, len(ins)),
        ("支出笔数", printed.count_out, len(outs)),
    )
    for what, said, counted in compared:
        if said is not None and said != counted:
            raise StatementRefused(
                "other-count", f"{what}印的是 {said}，读到 {counted}：可能没有下载完"
            )
    for what, said, summed in (
        ("收入合计", printed.sum_in, sum(ins)),
        ("支出合计", printed.sum_out, sum(outs)),
    ):
        if said is not None and said != summed:
            raise StatementRefused(
                "other-sum", f"{what}印的是 {show_fen(said)} 元，加起来是 {show_fen(summed)} 元"
            )


def is_same_number(printed: str, ours: str) -> bool:
    """Tell whether a printed account number, perhaps with stars, is that of the books."""
    shown, own = _bare(printed), _bare(ours)
    if sum(char.isalnum() and char != "*" for char in shown) < min(_LEAST_SHOWN, len(own)):
        return False
    if "*" not in shown:
        return shown == own
    return re.fullmatch(re.sub(r"\\\*(?:\\\*)*", r"\\w*", re.escape(shown)), own) is not None


def _bare(number: str) -> str:
    masked = re.sub(r"[xX●×]{2,}", lambda found: "*" * len(found[0]), plain(number))
    return re.sub(r"[^0-9A-Z*]", "", masked)


def is_same_name(printed: str, ours: str) -> bool:
    """Tell whether two names are one, width and blanks aside."""
    return normal_name(printed) == normal_name(ours)


def _break_of(rows: Sequence[StatementRow]) -> tuple[StatementRow, StatementRow] | None:
    """Return the first two rows between which the running balance does not hold."""
    for before, row in zip(rows, rows[1:], strict=False):
        known = before.balance is not None and row.balance is not None
        if known and (before.balance or 0) + row.fen != row.balance:
            return before, row
    return None


def _is_dated_upwards(rows: Sequence[StatementRow]) -> bool:
    return all(a.date <= b.date for a, b in zip(rows, rows[1:], strict=False))
