"""科目余额表: opening, movement and closing of every account, month by month and for the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from juwu_ledger.books.model.account_words import (
    CREDIT,
    DEBIT,
    book_order,
    class_of,
    money_of,
    normal_side,
    use_of,
)
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.records.period_ledger import NOTHING, Movement, PeriodLedger
from juwu_ledger.records.year_so_far import so_far_note
from juwu_ledger.tables.columns import rows_of, sum_row, sums_of
from juwu_ledger.tables.report import CODE, MONEY, SUBTOTAL, TEXT, TOTAL, Column, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import SUBJECT, Other, Side, Wanted, total

WHOLE, SUM = "全期", "合计"
SIDES = (("debit", "借方"), ("credit", "贷方"))
LONGEST = 250
"""A longer account name cannot stand in a condition of a workbook formula (255 characters)."""


class TrialLine(NamedTuple):
    """An account in a block: what it began with and what moved, debit positive, fen."""

    month: int | str
    account: str
    known: Account | None
    opening: int
    move: Movement
    year: Movement
    prior: Movement

    @property
    def closing(self) -> int:
        """What it ended with."""
        return self.opening + self.move.net


COLUMNS = (
    Column("month", "会计月度", CODE, 7),
    Column("code", "科目编码", CODE, 10, lambda x: x.known.code if x.known else None),
    Column("name", "科目名称", TEXT, 26, lambda x: account_label(x.account)),
    Column("side", "方向", CODE, 5, lambda x: normal_side(x.known) if x.known else None),
    Column("opening_debit", "期初借方", MONEY, 14, lambda x: in_debit(x.opening)),
    Column("opening_credit", "期初贷方", MONEY, 14, lambda x: in_debit(-x.opening)),
    Column("debit", "本期借方", MONEY, 14, lambda x: x.move.debit or None),
    Column("credit", "本期贷方", MONEY, 14, lambda x: x.move.credit or None),
    Column("closing_debit", "期末借方", MONEY, 14, lambda x: in_debit(x.closing)),
    Column("closing_credit", "期末贷方", MONEY, 14, lambda x: in_debit(-x.closing)),
    Column("year_debit", "本年累计借方", MONEY, 14, lambda x: x.year.debit or None),
    Column("year_credit", "本年累计贷方", MONEY, 14, lambda x: x.year.credit or None),
    Column("prior_debit", "上年同期借方", MONEY, 14, lambda x: x.prior.debit or None),
    Column("prior_credit", "上年同期贷方", MONEY, 14, lambda x: x.prior.credit or None),
    Column("class", "类别", CODE, 7, lambda x: class_of(x.account)),
    Column("use", "用途", TEXT, 11, lambda x: use_of(x.known) if x.known else None),
    Column("money", "资金类", CODE, 6, lambda x: money_of(x.known) if x.known else None),
    Column("account", "账本科目", TEXT, 34),
)


def in_debit(fen: int) -> int | None:
    """Return a balance in the debit column; with the other sign, in the credit column."""
    return fen if fen > 0 else None


def trial_balance_sheet(ledger: PeriodLedger, before: PeriodLedger | None = None) -> Sheet:
    """Return the sheet: a block for each month, then one for the whole period (``全期``).

    ``before`` is the same period a year earlier, to compare with.
    """
    return Sheet(
        "trial",
        "科目余额表",
        "每个科目逐月的期初余额、本期发生额和期末余额，最后一段“全期”是整个期间；"
        "余额在哪一边就填哪一边；上年同期是上一年同一个月（全期是上一整年）的发生额。"
        + so_far_note(ledger.books, ledger.period.last),
        COLUMNS,
        lambda: _rows(ledger, before),
        frozen=3,
    )


def _rows(ledger: PeriodLedger, before: PeriodLedger | None) -> Iterator[Row]:
    names = _names(ledger, before)
    balances = dict(ledger.opening)
    running = dict(ledger.earlier)
    for period in ledger.months:
        month = period.first.month
        moves = {n: ledger.moved.get(n, {}).get(month, NOTHING) for n in names}
        priors = {
            n: before.moved.get(n, {}).get(month, NOTHING) if before else NOTHING for n in names
        }
        for name, move in moves.items():
            running[name] = running.get(name, NOTHING).plus(*move)
        lines = _block(ledger, month, balances, moves, running, priors)
        yield from _block_rows(month, lines, SUBTOTAL)
        for name, move in moves.items():
            balances[name] = balances.get(name, 0) + move.net
    yield from _block_rows(WHOLE, whole_lines(ledger, before), TOTAL)


def whole_lines(ledger: PeriodLedger, before: PeriodLedger | None = None) -> list[TrialLine]:
    """Return the accounts over the whole period, in the order of Chinese books."""
    names = _names(ledger, before)
    moves = {name: ledger.total(name) for name in names}
    running = {name: ledger.earlier.get(name, NOTHING).plus(*moves[name]) for name in names}
    priors = {name: before.total(name) if before else NOTHING for name in names}
    return _block(ledger, WHOLE, ledger.opening, moves, running, priors)


def _names(ledger: PeriodLedger, before: PeriodLedger | None) -> list[str]:
    shown = {*ledger.accounts, *(before.moved if before else ()), *ledger.earlier}
    return sorted(shown, key=book_order)


def _block(
    ledger: PeriodLedger,
    label: int | str,
    openings: Mapping[str, int],
    moves: Mapping[str, Movement],
    running: Mapping[str, Movement],
    priors: Mapping[str, Movement],
) -> list[TrialLine]:
    """Return the accounts of a block: those that hold or moved anything in the year so far."""
    lines = []
    for name, move in moves.items():
        opening, prior = openings.get(name, 0), priors[name]
        year = running.get(name, NOTHING)
        if opening or not move == year == prior == NOTHING:
            known = ledger.books.chart.get(name)
            lines.append(TrialLine(label, name, known, opening, move, year, prior))
    return lines


def _block_rows(label: int | str, lines: list[TrialLine], role: str) -> Iterator[Row]:
    yield from rows_of(COLUMNS, lines)
    yield sum_row(COLUMNS, role, month=label, code=SUM, **sums_of(COLUMNS, lines))


def whole(column: str, **where: Wanted) -> Side:
    """Return the sum of a column over the whole-period block."""
    return of_month(column, WHOLE, **where)


def of_month(column: str, month: Wanted = SUBJECT, **where: Wanted) -> Side:
    """Return the sum of a column over the block of a month: the one that a tie is about."""
    return total("trial", column, month=month, code=Other(SUM), **where)


def net(when: str, **where: Wanted) -> Side:
    """Return debit less credit of the ``opening`` or ``closing`` balance of the whole period."""
    return whole(f"{when}_debit", **where) - whole(f"{when}_credit", **where)


def side_net(sheet: str, column: str, **where: Wanted) -> Side:
    """Return debit less credit of a sheet's balances, positive on their account's own side."""
    debit, credit = (total(sheet, column, side=side, **where) for side in (DEBIT, CREDIT))
    return debit - credit


def months_of(ledger: PeriodLedger) -> list[int]:
    """Return the numbers of the months that the trial balance shows."""
    return [period.first.month for period in ledger.months]
