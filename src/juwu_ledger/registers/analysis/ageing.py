"""Ageing: debts, claims and deposits that stay open, and how long cash takes to reach the bank."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from juwu_ledger.books.facts.carried import OpenItem
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import ROLES
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.till_cash import till_waits
from juwu_ledger.registers.analysis.look import Hit, Look
from juwu_ledger.rules.support.open_items import Kind, open_on

_ROLES = ("receivable", "payable", "deposit-held")
_OLD = 30
_BANDS = ((90, "31 至 90 天"), (180, "91 至 180 天"), (365, "181 天至 1 年"))
_OLDEST = "1 年以上"


def open_debts(books: Books, period: Period) -> Iterator[Look]:
    """Yield a line for each kind of debt: what is open at the end of the period, by age."""
    for role in _ROLES:
        kind = Kind(role, lambda _books, voucher, _leg: voucher.payee, False)
        items = open_on(books, kind, period.last)
        hits = tuple(filter(None, map(partial(_aged, period), items)))
        title, threshold = f"{ROLES[role]}账龄", f"期末还没有结清、超过 {_OLD} 天的"
        yield Look(f"ageing-{role}", title, threshold, hits)


def _aged(period: Period, item: OpenItem) -> Hit | None:
    days = (period.last - item.date).days
    if days <= _OLD:
        return None
    band = next((said for most, said in _BANDS if days <= most), _OLDEST)
    return Hit(item.date, item.voucher, item.who, item.left, f"{days} 天（{band}）")


def days_to_bank(books: Books, period: Period) -> Iterator[Look]:
    """Yield the cash that was banked, or lay on, later than the days allowed."""
    hits, days = [], []
    for wait in till_waits(books):
        if wait.came not in period:
            continue
        until = wait.banked if wait.banked and wait.banked <= period.last else None
        waited = ((until or period.last) - wait.came).days
        days.append(waited)
        if waited > books.limits.days("deposit-days", wait.came):
            said = f"{waited} 天后缴存" if until else f"到期末 {waited} 天没有缴存"
            hits.append(Hit(wait.came, wait.voucher.id, wait.voucher.payee, wait.fen, said))
    said = f"收现金 {len(days)} 笔，最长 {max(days)} 天" if days else "本期没有收现金"
    yield Look("days-to-bank", "收款到缴存的天数", "超过规定的缴存天数", tuple(hits), said)
