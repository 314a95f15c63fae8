"""Every figure over the whole street, each an Ibis expression, written once for whatever engine.

Only sums, counts and comparisons of ``int64`` fen: nothing is divided here, since what an engine makes of
a division differs (DuckDB makes a double of it). Medians and shares are worked out of these, exactly.
``entries`` and ``accounts`` are the tables of the lake (:mod:`.lake`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from juwu_ledger.books.model.chart import CASH_ROLES, MONEY_ROLES

_FLOW_ROOTS = ("Income", "Expenses")
_ROUND = 100_00
"""Fen: whole hundreds of yuan."""


def class_sums(entries: Any) -> Any:
    """Income by source and spending by nature: ``root``, ``class``, ``fen``."""
    flows = entries.filter(entries.root.isin(_FLOW_ROOTS))
    grouped = flows.group_by(["root", "class"]).aggregate(fen=_sum(flows.accrued))
    return grouped.order_by(["root", "class"])


def committee_class_sums(entries: Any) -> Any:
    """The same for each committee: ``committee``, ``root``, ``class``, ``fen``."""
    flows = entries.filter(entries.root.isin(_FLOW_ROOTS))
    keys = ["committee", "root", "class"]
    return flows.group_by(keys).aggregate(fen=_sum(flows.accrued)).order_by(keys)


def committee_flows(entries: Any) -> Any:
    """Money in and out of each committee: ``committee``, ``income``, ``spending``."""
    sums = {"income": _sum(entries.income), "spending": _sum(entries.spending)}
    return entries.group_by("committee").aggregate(**sums).order_by("committee")


def committee_money(accounts: Any) -> Any:
    """Money of each committee as each month began and ended: ``committee``, ``period``, ``opening``, ``closing``."""
    money = accounts.filter(accounts["class"].isin(sorted(MONEY_ROLES)))
    keys = ["committee", "period"]
    sums = {"opening": _sum(money.opening), "closing": _sum(money.closing)}
    return money.group_by(keys).aggregate(**sums).order_by(keys)


def role_balances(accounts: Any, month: str) -> Any:
    """What stands on the accounts of each role at the end of a month: ``root``, ``class``, ``fen``."""
    kept = accounts.filter((accounts.period == month) & ~accounts.root.isin(_FLOW_ROOTS))
    keys = ["root", "class"]
    return kept.group_by(keys).aggregate(fen=_sum(kept.closing)).order_by(keys)


def from_street(entries: Any, names: Sequence[str]) -> Any:
    """What committees booked as paid by the street: ``committee``, ``fen``."""
    paid = entries.filter(
        (entries.root == "Income")
        & (entries["class"] == "appropriation")
        & entries.payee.isin(list(names))
    )
    return paid.group_by("committee").aggregate(fen=_sum(paid.accrued)).order_by("committee")


def conduct(entries: Any) -> Any:
    """What each committee's spending is made of, fen, and how its cash came and went.

    ``spent`` money that went out of vouchers of spending, ``cash`` of it from cash accounts, ``entertainment`` and
    ``expenses`` by nature; ``banked_days`` fen times days that undeposited cash moved in the period would
    have lain until its end (what went to the bank taken off), ``cash_in`` what came into the till.
    """
    is_spending = entries.kind == "spending"
    till = entries["class"] == "undeposited"
    at_cash = is_spending & entries["class"].isin(sorted(CASH_ROLES))
    expenses = entries.root == "Expenses"
    treats = expenses & (entries["class"] == "entertainment")
    return (
        entries.group_by("committee")
        .aggregate(
            spent=_sum(entries.spending),
            cash=_sum(_where(at_cash, -entries.fen)),
            expenses=_sum(_where(expenses, entries.accrued)),
            entertainment=_sum(_where(treats, entries.accrued)),
            till_days=_sum(_where(till, entries.fen * entries.day.cast("int64"))),
            till_moved=_sum(_where(till, entries.fen)),
            till_in=_sum(_where(till & (entries.fen > 0), entries.fen)),
        )
        .order_by("committee")
    )


def payments(entries: Any) -> Any:
    """How many payments each committee made, how many just below the limit, how many of round amounts.

    Just below: from nine tenths of the figure from which the street signs too, and less than it.
    """
    paid = entries.filter((entries.spending > 0) & (entries.kind == "spending"))
    limit = paid["limit"]
    near = (paid.spending * 10 >= limit * 9) & (paid.spending < limit)
    return (
        paid.group_by("committee")
        .aggregate(
            payments=paid.count(),
            near=_sum(_where(near, 1)),
            round=_sum(_where(paid.spending % _ROUND == 0, 1)),
        )
        .order_by("committee")
    )


def month_spending(entries: Any) -> Any:
    """Money that went out by committee and month: ``committee``, ``period``, ``spending``."""
    keys = ["committee", "period"]
    return entries.group_by(keys).aggregate(spending=_sum(entries.spending)).order_by(keys)


def till_openings(accounts: Any) -> Any:
    """Undeposited cash as each month began: ``committee``, ``period``, ``opening``."""
    till = accounts.filter(accounts["class"] == "undeposited")
    keys = ["committee", "period"]
    return till.group_by(keys).aggregate(opening=_sum(till.opening)).order_by(keys)


def _sum(column: Any) -> Any:
    return column.sum().coalesce(0).cast("int64")


def _where(condition: Any, value: Any) -> Any:
    from ibis import ifelse

    return ifelse(condition, value, 0)
