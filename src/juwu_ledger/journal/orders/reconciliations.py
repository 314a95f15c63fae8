"""Reconciling a bank account (银行对账) with the bank's statement of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import LateClearing, Reconciliation
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Account, Fen, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks, is_closed
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.bank_ticks import line_of as row_line
from juwu_ledger.journal.orders.bank_ticks import moved_line
from juwu_ledger.journal.orders.transfers import balance_at
from juwu_ledger.journal.orders.vouchers import scan_of
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.bank_matches import matches
from juwu_ledger.records.bank_rows import Held
from juwu_ledger.records.ticked_rows import open_rows
from juwu_ledger.records.unbooked_rows import unbooked_rows

_MOST_LISTED, _MOST_HINTS = 30, 3


class Waiting(NamedTuple):
    """A voucher, what it does to the account, fen, and the day on which the bank shows it, if it does yet."""

    voucher: Voucher
    fen: int
    day: dt.date | None = None


class StillDiffers(Refusal):
    """Both sides do not agree; ``gap`` is what the marked items leave over, in fen."""

    def __init__(self, gap: int, message: str) -> None:
        """Take the difference and what to do about it."""
        super().__init__(message)
        self.gap = gap


@dataclass(frozen=True)
class Statement:
    """A bank's statement as it is held against the books; ``balance`` in fen."""

    account: str
    month: Period
    balance: int
    cleared: Mapping[str, dt.date] = field(default_factory=dict)
    """Voucher number → the day on which the statement shows it."""
    not_booked: Sequence[str] = ()
    """Beginnings of keys of rows that a person says are not booked, though a voucher might fit them."""
    prepared_by: str | None = None
    checked_by: str | None = None
    scan: Path | None = None

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`StillDiffers`, other refusals, or :class:`BadInput`."""
        books = locked.books
        refuse_untimely(books, self.account, self.month, locked.as_of)
        refuse_unmarkable(books, self.account, self.month, self.cleared)
        unbooked = unbooked_of(books, self)
        name = f"{account_label(self.account)} {self.month.label}"
        stem = f"{self.month.label}-{books.chart[self.account].code}-对账单"
        scans, document = scan_of(books.root, self.scan, self.month.last, stem)
        marked = sorted(self.cleared.items(), key=lambda item: (item[1], item[0]))
        account = Account(self.account)
        lines = [custom_text(day, "cleared", [number, account]) for number, day in marked]
        meta = {
            "document": document,
            "prepared-by": self.prepared_by,
            "checked-by": self.checked_by,
            "unbooked": " ".join(kept.key for kept in unbooked) or None,
        }
        statement = custom_text(
            self.month.last, "reconciliation", [account, Fen(self.balance)], meta
        )
        return Change(
            file=home_of("reconciliation", Reconciliation, books, locked.files),
            title=f"银行对账 {name}",
            texts=("".join([*lines, statement]),),
            scans=scans,
            dates=(*self.cleared.values(), self.month.last),
            ids=(self.month.label,),
        )


def waiting_items(books: Books, account: str, until: dt.date) -> list[Waiting]:
    """Return the vouchers up to ``until`` that the bank does not show yet, in order of date."""
    sums: dict[str, Waiting] = {}
    for item, shown in shown_items(books):
        if item.account == account and shown is None and item.date <= until:
            key = item.voucher.id or str(item.voucher.place)
            fen = item.fen + (sums[key].fen if key in sums else 0)
            sums[key] = Waiting(item.voucher, fen)
    return list(sums.values())


def day_proposed(books: Books, account: str, month: Period, voucher: Voucher) -> dt.date:
    """Return the day on which a month's statement will have shown a voucher, as far as one can tell.

    It is the voucher's own, unless that lies before the month, where it is closed or was held against its own
    statement: then the bank showed it in this month, on its first day if nobody knows better.
    """
    day = voucher.date
    if day >= month.first:
        return day
    held = any(r.account == account and r.date >= day for r in books.of(Reconciliation))
    return month.first if held or is_closed(books, day) else day


def refuse_untimely(books: Books, account: str, month: Period, as_of: dt.date) -> None:
    """Refuse a month that is not over yet, or is reconciled already."""
    if as_of < month.last:
        raise Refusal(f"{month.title}还没有过完，没有月末的对账单。")
    for done in books.of(Reconciliation):
        if (done.account, done.date) == (account, month.last):
            raise Refusal(
                f"{account_label(account)} {month.title}已经对过账了"
                f"（对账单余额 {show_fen(done.amount)} 元）。"
            )


def refuse_other_balance(held: Held | None, balance: int) -> None:
    """Refuse a balance that is not the one of the statement that was taken in."""
    if held is not None and held.fen != balance:
        raise Refusal(
            f"导入的对账单月末余额是 {show_fen(held.fen)} 元，这里写的是 {show_fen(balance)} 元：没有登记。"
        )


def refuse_unmarkable(
    books: Books, account: str, month: Period, cleared: Mapping[str, dt.date]
) -> None:
    """Raise :class:`BadInput` for a voucher that cannot be marked, or a day after the statement."""
    waiting = {item.voucher.id for item in waiting_items(books, account, dt.date.max)}
    late = {(item.voucher, item.account): item.date for item in books.of(LateClearing)}
    for number, day in cleared.items():
        if number not in books.facts.by_id:
            raise BadInput(f"没有 {number} 这张凭证")
        if number not in waiting:
            known = late.get((number, account))
            said = f"{known} 已经登记到账" if known else "没有动过这个账户，或者已经写明到账日期"
            raise BadInput(f"{number} {said}，不用再标")
        if day > month.last:
            raise BadInput(f"{number} 的到账日期 {day} 在{month.title}的对账单以后")


def unbooked_of(books: Books, statement: Statement) -> list[KeptRow]:
    """Return the rows of the bank that are not booked: with the marked items they explain its balance.

    Raises :class:`StillDiffers` where nothing explains it, another refusal where a row may be a voucher's.
    """
    account, last, cleared = statement.account, statement.month.last, statement.cleared
    shown = [
        Waiting(item.voucher, item.fen, day)
        for item, known in shown_items(books)
        if item.account == account
        and (day := known or cleared.get(item.voucher.id)) is not None
        and day <= last
    ]
    gap = sum(item.fen for item in shown) - statement.balance
    rows = _unbooked_rows(books, statement)
    if gap + sum(kept.row.fen for kept in rows) == 0:
        _refuse_undecided(books, statement, rows)
        return rows
    if gap:
        raise _still_differs(books, statement, gap, shown)
    return []


def _unbooked_rows(books: Books, statement: Statement) -> list[KeptRow]:
    """Return what the bank shows and neither the books nor the marks of this statement hold."""
    waiting = waiting_items(books, statement.account, dt.date.max)
    marked = [
        (statement.cleared[item.voucher.id], item.fen)
        for item in waiting
        if item.voucher.id in statement.cleared
    ]
    return unbooked_rows(books, statement.account, statement.month.last, marked=marked)


def _refuse_undecided(books: Books, statement: Statement, rows: Sequence[KeptRow]) -> None:
    """Refuse rows that may be vouchers of ours, unless a person says of them that they are not."""
    for start in statement.not_booked:
        if not start or not any(kept.key.startswith(start) for kept in rows):
            raise BadInput(f"--unbooked：没有入账的流水里，没有 {start!r} 这一笔")
    keys = {kept.key for kept in rows if not kept.key.startswith(tuple(statement.not_booked))}
    lines = []
    for match in matches(books, statement.account):
        fits = [moved for moved in match.moved if moved.voucher.id not in statement.cleared]
        for kept in (one for one in match.rows if one.key in keys and fits):
            lines += [f"  {row_line(kept)}", *(f"      {moved_line(moved)}" for moved in fits)]
    if lines:
        raise Refusal(
            "没有登记：这些还没有勾对的流水，可能就是账上的凭证；先用 juwu match 勾对（要人定的用 --pair），"
            "真的没有入账的，写 --unbooked 方括号里的字\n" + "\n".join(lines[:_MOST_LISTED])
        )


def _still_differs(
    books: Books, statement: Statement, gap: int, shown: Sequence[Waiting]
) -> StillDiffers:
    account, last = statement.account, statement.month.last
    marked = [item for item in shown if item.day and item.day in statement.month]
    waiting = waiting_items(books, account, last)
    left = [item for item in waiting if item.voucher.id not in statement.cleared]
    book = balance_at(books, account, last)
    lines = [
        f"对不上，没有登记：{account_label(account)} {last}",
        f"  账面余额 {show_fen(book):>16} 元",
        f"  银行应有 {show_fen(gap + statement.balance):>16} 元（账上已经写明到账的，加上这次标的）",
        f"  对账单　 {show_fen(statement.balance):>16} 元",
        f"  对账单{'少' if gap > 0 else '多'} {show_fen(abs(gap)):>18} 元",
        *_open_lines(left),
        *_unbooked_lines(books, account, last),
        *_hints(gap, left, marked),
    ]
    return StillDiffers(gap, "\n".join(lines))


def _open_lines(left: Sequence[Waiting]) -> Iterable[str]:
    if not left:
        yield "没有未标到账的凭证了：看对账单上有没有账上没记的（利息、手续费、别人打来的钱）。"
        return
    yield "还没有标到账的凭证："
    for item in left[:_MOST_LISTED]:
        yield f"  {line_of(item)}"
    if len(left) > _MOST_LISTED:
        yield f"  等共 {len(left)} 张"


def _unbooked_lines(books: Books, account: str, last: dt.date) -> Iterable[str]:
    """Yield the rows of statements that no voucher is ticked for: what the bank has and the books not."""
    rows = [kept for kept in open_rows(books, account) if kept.row.date <= last]
    if rows:
        yield "对账单上有、还没有勾对的流水（先用 juwu match）："
    for kept in rows[:_MOST_LISTED]:
        yield f"  {row_line(kept)}"
    if len(rows) > _MOST_LISTED:
        yield f"  等共 {len(rows)} 笔"


def _hints(gap: int, left: Sequence[Waiting], marked: Sequence[Waiting]) -> Iterable[str]:
    """Yield what usually makes such a difference."""
    told = [
        *(
            f"差额正好是 {item.voucher.id}，看看对账单上有没有它。"
            for item in left
            if item.fen == -gap
        ),
        *(
            f"差额正好是 {item.voucher.id}，看看对账单上是不是没有它。"
            for item in marked
            if item.fen == gap
        ),
        *(
            f"差额是 {item.voucher.id} 的两倍，看看收付有没有记反。"
            for item in marked
            if item.fen * 2 == gap
        ),
    ]
    if not told and gap % 9 == 0:
        told = ["差额能被 9 除尽，看看有没有把两个数字写颠倒（如 368 写成 386）。"]
    yield from (f"提示：{text}" for text in told[:_MOST_HINTS])
    yield "漏记的先补记（利息用 juwu receive，手续费用 juwu spend），记错的用 juwu reverse，再来对账。"


def line_of(item: Waiting) -> str:
    """Return one waiting voucher as a line: date, number, what it does, with whom and what for."""
    voucher = item.voucher
    kind = "收" if item.fen > 0 else "付"
    return (
        f"{voucher.date} {voucher.id} {kind} {show_fen(abs(item.fen))} 元 "
        f"{voucher.payee} {voucher.narration}"
    )
