"""Which cash counts the user means; a count that does not tie with the books can be printed too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NoReturn

from juwu_ledger.books.facts.facts import Assertion
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.cli.look.named_account import named_account
from juwu_ledger.cli.shell.console import UNREADABLE, complain, error_line, load, say
from juwu_ledger.registers.cash.count_sheet import counts_of


def load_with_gaps(books: Path | None, day: dt.date) -> Books:
    """Load the books; cash counts of ``day`` that differ from them are no hindrance.

    The sheet of such a count is what the difference is looked into with. Any other error ends with
    status 4, as everywhere.
    """
    loaded = load(books)
    if loaded.books is None:
        gaps = set()
    else:
        gaps = {
            (count.place.file, count.place.line)
            for made, _, count in counts_of(loaded.books)
            if made == day and count.expected != count.actual
        }
    others = [error for error in loaded.errors if (error.file, error.line) not in gaps]
    for error in loaded.errors:
        say(error_line(error), error=True)
    if others or loaded.books is None:
        complain(f"账本有 {len(loaded.errors)} 处错误，改正以后再来。", UNREADABLE)
    return loaded.books


def counts_made(books: Books, day: dt.date, account: str | None) -> list[tuple[Account, Assertion]]:
    """Return the counts made on ``day``, of one account or all; end with status 2 without any."""
    cash = books.chart.with_role("petty-cash", "undeposited")
    wanted = named_account(account, cash, "现金科目") if account is not None else None
    made = {one.name: (one, count) for at, one, count in counts_of(books) if at == day}
    chosen = [made[name] for name in made if wanted is None or name == wanted.name]
    if not chosen:
        _none(books, day, wanted)
    return chosen


def _none(books: Books, day: dt.date, wanted: Account | None) -> NoReturn:
    """Complain that there was no count, and say which days before and after had one."""
    what = f"{wanted.label} " if wanted else ""
    days = sorted({at for at, one, _ in counts_of(books) if wanted is None or one is wanted})
    near = sorted(sorted(days, key=lambda at: abs(at - day))[:3])
    said = f"最近的盘点：{'、'.join(map(str, near))}。" if near else "账本里还没有盘点。"
    complain(f"{what}{day} 没有现金盘点（次日的 balance）；{said}")
