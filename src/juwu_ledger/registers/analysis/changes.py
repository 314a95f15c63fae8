"""Changes: an account's year beside the year before and its limit, a month beside the other months."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median_low

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.account_words import book_order
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BudgetLimit
from juwu_ledger.records.budgets import carried_budget, spent_by_account
from juwu_ledger.records.corrections import as_it_happened
from juwu_ledger.records.figures import by_account
from juwu_ledger.records.flows import Flow, flows_in
from juwu_ledger.records.year_so_far import brought_below
from juwu_ledger.registers.analysis.look import Hit, Look, per_cent

_CHANGED, _FULL, _TIMES = 30, 90, 2
_AT_LEAST = 1_000_00
_MONTHS = 6


def year_beside_last(books: Books, period: Period) -> Iterator[Look]:
    """Yield the income and expense accounts that changed against the same months a year earlier."""
    earlier = Period(_year_before(period.first), _year_before(period.last))
    threshold = f"比上年同期增减 {_CHANGED} % 以上，而且满 {show_fen(_AT_LEAST)} 元"
    title = "收支比上年"
    if books.span is None or books.span[0] > earlier.first:
        yield Look("against-last-year", title, threshold, (), "上年同期的账不全，没有比")
        return
    flows = _flows(books, period)
    now, then = by_account(flows), by_account(_flows(books, earlier))
    hits = tuple(
        _hit(name, now.get(name, 0), f"上年同期 {show_fen(then.get(name, 0))} 元", flows)
        for name in sorted({*now, *then}, key=book_order)
        if _has_changed(now.get(name, 0), then.get(name, 0))
    )
    yield Look("against-last-year", title, threshold, hits)


def _year_before(day: dt.date) -> dt.date:
    last = Period.of_months(day.year - 1, day.month, 1).last
    return last.replace(day=min(day.day, last.day))


def _has_changed(now: int, then: int) -> bool:
    gap = abs(now - then)
    return gap >= _AT_LEAST and gap * 100 >= abs(then) * _CHANGED


def year_beside_limit(books: Books, period: Period) -> Iterator[Look]:
    """Yield the accounts of which the yearly limit is nearly spent, or more than spent."""
    year = period.first.year
    limits = {
        item.account: item.amount
        for item in books.of(BudgetLimit)
        if item.date.year == year and item.date <= period.last
    }
    spent = spent_by_account(books, year, period.last)
    flows = _flows(books, Period(period.first.replace(month=1, day=1), period.last))
    hits = []
    for account, cap in limits.items():
        covered = books.chart.below([account])
        fen = sum(spent.get(name, 0) for name in covered) + carried_budget(books, year, covered)
        fen += brought_below(books, period.last, account)
        if fen * 100 >= cap * _FULL:
            said = f"限额 {show_fen(cap)} 元，用了 {per_cent(fen, cap)}"
            hits.append(_hit(account, fen, said, flows))
    said = "" if limits else "没有登记年度限额，没有比"
    threshold = f"用到年度限额的 {_FULL} % 以上"
    yield Look("against-budget", "支出比年度限额", threshold, tuple(hits), said)


def odd_months(books: Books, period: Period) -> Iterator[Look]:
    """Yield the months in which an account got much more than in the middle one of its months."""
    year = _flows(books, Period(period.first.replace(month=1, day=1), period.last))
    by_month: dict[str, dict[int, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    for flow in year:
        for name in by_account([flow]):
            by_month[name][flow.voucher.date.month].append(flow)
    hits = [
        hit
        for name in sorted(by_month, key=book_order)
        for hit in _odd(name, by_month[name], period)
    ]
    threshold = f"是本年各月中位数的 {_TIMES} 倍以上、多 {show_fen(_AT_LEAST)} 元以上（满 {_MONTHS} 个月才比）"
    yield Look("odd-months", "哪个月特别多", threshold, tuple(hits))


def _odd(name: str, months: Mapping[int, list[Flow]], period: Period) -> Iterator[Hit]:
    sums = {month: by_account(flows).get(name, 0) for month, flows in months.items()}
    if len(sums) < _MONTHS:
        return
    usual = median_low(sums.values())
    for month, fen in sorted(sums.items()):
        here = period.first.month <= month <= period.last.month
        if here and fen >= _TIMES * usual and fen - usual >= _AT_LEAST:
            said = f"{month} 月；中位数 {show_fen(usual)} 元"
            yield _hit(name, fen, said, months[month])


def _hit(name: str, fen: int, said: str, flows: list[Flow]) -> Hit:
    """Return an account as a place to look, with the voucher that put the most on it."""
    most = max(flows, key=lambda flow: abs(_on(flow, name)), default=None)
    voucher = most.voucher if most and _on(most, name) else None
    told = f"{said}；最大一笔见凭证" if voucher else said
    return Hit(
        voucher.date if voucher else None,
        voucher.id if voucher else "",
        account_label(name),
        fen,
        told,
    )


def _on(flow: Flow, name: str) -> int:
    return sum(fen for one, fen in by_account([flow]).items() if f"{one}:".startswith(f"{name}:"))


def _flows(books: Books, period: Period) -> list[Flow]:
    """Return the flows of what happened in a period and was not undone."""
    happened = as_it_happened(books)
    return [f for f in flows_in(happened, period) if not happened.facts.is_undone(f.voucher)]
