"""Changes: an account's year beside the year before and its limit, a month beside the other months."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import median_low
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import book_order
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BudgetLimit
from juwu_ledger.records.budgets import carried_budget, spent_by_account
from juwu_ledger.records.corrections import as_it_happened
from juwu_ledger.records.figures import by_account
from juwu_ledger.records.flows import flows_in
from juwu_ledger.records.year_so_far import brought_below
from juwu_ledger.registers.analysis.look import Hit, Look, per_cent

_CHANGED, _FULL, _TIMES = 30, 90, 2
_AT_LEAST = 1_000_00
_MONTHS = 6


def changes(books: Books, period: Period) -> Iterator[Look]:
    """Yield what changed: against the year before, against the limits, from month to month."""
    year = _accrued(books, Period(period.first.replace(month=1, day=1), period.last))
    here = [one for one in year if one.voucher.date >= period.first]
    yield _year_beside_last(books, period, here)
    yield _year_beside_limit(books, period, year)
    yield _odd_months(period, year)


def _year_beside_last(books: Books, period: Period, here: list[_Accrued]) -> Look:
    """Return the income and expense accounts that changed against the same months a year earlier."""
    earlier = Period(_year_before(period.first), _year_before(period.last))
    threshold = f"比上年同期增减 {_CHANGED} % 以上，而且满 {show_fen(_AT_LEAST)} 元"
    title = "收支比上年"
    if books.span is None or books.span[0] > earlier.first:
        return Look("against-last-year", title, threshold, (), "上年同期的账不全，没有比")
    now, then = _sums(here), _sums(_accrued(books, earlier))
    hits = tuple(
        _hit(name, now.get(name, 0), f"上年同期 {show_fen(then.get(name, 0))} 元", here)
        for name in sorted({*now, *then}, key=book_order)
        if _has_changed(now.get(name, 0), then.get(name, 0))
    )
    return Look("against-last-year", title, threshold, hits)


def _year_before(day: dt.date) -> dt.date:
    last = Period.of_months(day.year - 1, day.month, 1).last
    return last.replace(day=min(day.day, last.day))


def _has_changed(now: int, then: int) -> bool:
    gap = abs(now - then)
    return gap >= _AT_LEAST and gap * 100 >= abs(then) * _CHANGED


def _year_beside_limit(books: Books, period: Period, here: list[_Accrued]) -> Look:
    """Return the accounts of which the yearly limit is nearly spent, or more than spent."""
    year = period.first.year
    limits = {
        item.account: item.amount
        for item in books.of(BudgetLimit)
        if item.date.year == year and item.date <= period.last
    }
    spent = spent_by_account(books, year, period.last)
    hits = []
    for account, cap in limits.items():
        covered = books.chart.below([account])
        fen = sum(spent.get(name, 0) for name in covered) + carried_budget(books, year, covered)
        fen += brought_below(books, period.last, account)
        if fen * 100 >= cap * _FULL:
            said = f"限额 {show_fen(cap)} 元，用了 {per_cent(fen, cap)}"
            hits.append(_hit(account, fen, said, here))
    said = "" if limits else "没有登记年度限额，没有比"
    threshold = f"用到年度限额的 {_FULL} % 以上"
    return Look("against-budget", "支出比年度限额", threshold, tuple(hits), said)


def _odd_months(period: Period, year: list[_Accrued]) -> Look:
    """Return the months in which an account got much more than in the middle one of its months."""
    by_month: dict[str, dict[int, list[_Accrued]]] = defaultdict(lambda: defaultdict(list))
    for one in year:
        by_month[one.account][one.voucher.date.month].append(one)
    hits = [
        hit
        for name in sorted(by_month, key=book_order)
        for hit in _odd(name, by_month[name], period)
    ]
    threshold = f"是本年各月中位数的 {_TIMES} 倍以上、多 {show_fen(_AT_LEAST)} 元以上（满 {_MONTHS} 个月才比）"
    return Look("odd-months", "哪个月特别多", threshold, tuple(hits))


def _odd(name: str, months: Mapping[int, list[_Accrued]], period: Period) -> Iterator[Hit]:
    sums = {month: sum(one.fen for one in accrued) for month, accrued in months.items()}
    if len(sums) < _MONTHS:
        return
    usual = median_low(sums.values())
    for month, fen in sorted(sums.items()):
        here = period.first.month <= month <= period.last.month
        if here and fen >= _TIMES * usual and fen - usual >= _AT_LEAST:
            said = f"{month} 月；中位数 {show_fen(usual)} 元"
            yield _hit(name, fen, said, months[month])


def _hit(name: str, fen: int, said: str, accrued: Iterable[_Accrued]) -> Hit:
    """Return an account as a place to look, with the voucher that put the most on it."""
    voucher = _largest(name, accrued)
    told = f"{said}；最大一笔见凭证" if voucher else said
    return Hit(
        voucher.date if voucher else None,
        voucher.id if voucher else "",
        account_label(name),
        fen,
        told,
    )


def _largest(name: str, accrued: Iterable[_Accrued]) -> Voucher | None:
    """Return the voucher that put the most on an account and those below it, the first of such."""
    sums: dict[int, list[Any]] = {}
    for one in accrued:
        if one.account == name or one.account.startswith(f"{name}:"):
            sums.setdefault(id(one.voucher), [one.voucher, 0])[1] += one.fen
    voucher, fen = max(sums.values(), key=lambda pair: abs(pair[1]), default=(None, 0))
    return voucher if fen else None


class _Accrued(NamedTuple):
    """What a voucher put on an income or expense account, fen, both positive."""

    voucher: Voucher
    account: str
    fen: int


def _accrued(books: Books, period: Period) -> list[_Accrued]:
    """Return what happened in a period and was not undone, in order of date and number."""
    happened = as_it_happened(books)
    return [
        _Accrued(flow.voucher, account, fen)
        for flow in flows_in(happened, period)
        if not happened.facts.is_undone(flow.voucher)
        for account, fen in by_account([flow]).items()
    ]


def _sums(accrued: Iterable[_Accrued]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for one in accrued:
        sums[one.account] += one.fen
    return sums
