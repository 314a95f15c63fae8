"""What new books begin with, in words: people, limits, accounts with their balances by name."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS, OFFICES
from juwu_ledger.books.model.width import display_width
from juwu_ledger.journal.orders.new_books import Founded, NewBooks

_ROOM = 26
"""Columns of what a line is about."""


def summary(draft: Founded, wanted: NewBooks) -> Iterator[str]:
    """Yield the lines that are looked through before the last yes."""
    yield f"要建的账本：{draft.folder}"
    yield f"{wanted.committee}，{wanted.begin} 起记账"
    until = f"，到 {wanted.until}" if wanted.until else ""
    yield f"任职（{wanted.since} 起{until}）"
    for role, title in OFFICES.items():
        names = [name for own, name in wanted.officers if own == role]
        last = f"（到 {wanted.terms[role]}）" if names and role in wanted.terms else ""
        yield _line(title, f"{'、'.join(names)}{last}" or "还没有定")
    yield "限额"
    for kind, title in AMOUNT_LIMITS.items():
        fen = wanted.limits.get(kind)
        yield _line(title, "还没有定" if fen is None else f"{show_fen(fen)} 元")
    yield from _accounts(draft, wanted)
    if wanted.brought:
        yield f"{wanted.begin.year} 年 1 月到建账前一天的累计"
    for name, fen in wanted.brought.items():
        yield _line(account_label(name), f"{show_fen(fen)} 元")
    for fund in wanted.funds:
        on = "、".join(account_label(name) for name in fund.accounts)
        yield _line(f"专项资金 {fund.name}", f"{show_fen(fund.fen)} 元，花在 {on}")
    if wanted.receipts is not None:
        numbers = wanted.receipts
        yield _line("收据本", f"{numbers.first} 到 {numbers.last}，{numbers.keeper} 保管")
    yield ""


def _accounts(draft: Founded, wanted: NewBooks) -> Iterator[str]:
    """Yield where money lies, and every account that begins with something."""
    balances = draft.books.balances
    yield f"钱和期初余额（附 {wanted.attachments} 张依据）"
    for account in draft.books.chart.values():
        fen = balances.get(account.name, 0)
        if account.is_money or (fen and account.role != "opening"):
            yield _line(account.label, f"{show_fen(abs(fen))} 元")


def _line(what: str, said: str) -> str:
    return f"  {what}{' ' * max(_ROOM - display_width(what), 1)}{said}"
