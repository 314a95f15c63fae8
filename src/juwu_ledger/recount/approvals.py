"""Approvals and what residents decided: approved, spent before, spent now, left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from .books import DAY, ZERO, Books, Leg, Span, Voucher, plain
from .cells import Cell, Right

Uses = list[tuple[str, Decimal]]
UNNAMED, OUTSIDE = ("（没有签批）", "没有签批"), "签批以外"


def uses_of(books: Books, v: Voucher) -> Uses:
    """Return the approvals that a voucher was paid or refunded under, and how much of each.

    What the bank takes or gives by its own advice needs none; charges handed over in cash do.
    """
    root = _spending(books, v)
    if root is None:
        return [(plain(v.meta.get("approval")), _gone(books, v))]
    if v.stray:
        return []
    legs = _legs(books, root, v)
    if not any("approval" in x.meta for x in root.legs):
        code = root.meta.get("approval") or v.meta.get("approval") or ""
        return [(plain(code), sum((x.n for x in legs), ZERO))]
    return _paid(legs) if v is root else _back(books, root, v)


def _legs(books: Books, root: Voucher, v: Voucher) -> list[Leg]:
    cash = root.on([*books.of["petty-cash"], *books.of["undeposited"]]) < 0
    banks = set(books.of["interest"]) | set(() if cash else books.of["bank-charge"])
    own = {x.account for x in v.legs if not x.account.startswith("Income")}
    accounts = ({x.account for x in root.legs} | own) - books.money - banks
    return [x for x in v.legs if x.account in accounts]


def _code(leg: Leg) -> str:
    return plain(leg.meta.get("approval") or leg.v.meta.get("approval"))


def _paid(legs: list[Leg]) -> Uses:
    """Divide a payment by the approvals of its lines; what lines take off comes off the last."""
    sums: dict[str, Decimal] = {}
    for leg in legs:
        sums[_code(leg)] = sums.get(_code(leg), ZERO) + leg.n
    left, uses = sum(sums.values(), ZERO), []
    for code, amount in sums.items():
        uses.append((code, max(ZERO, min(amount, left))))
        left -= uses[-1][1]
    return uses


def _back(books: Books, root: Voucher, v: Voucher) -> Uses:
    """Divide what comes back of such a payment, or goes out again: by its lines' approvals.

    A line that names none goes to those that paid for its account, in the order of the payment,
    and what is left to them all.
    """
    lines = _legs(books, root, root)
    out: dict[tuple[str, str], Decimal] = {}
    for leg in lines:
        key = _code(leg), leg.account
        out[key] = out.get(key, ZERO) + leg.n
    most = dict(out)
    uses: Uses = []
    for one in books.vouchers[: books.vouchers.index(v) + 1]:
        if one is root or _spending(books, one) is not root:
            continue
        uses = []
        for leg in _legs(books, root, one):
            named = [key for key in out if _code(leg) == key[0]]
            same = [key for key in out if key[1] == leg.account]
            first = named if named or "approval" in leg.meta else same
            rest = leg.n
            for key in (*first, *out):
                step = max(rest, -out[key]) if rest < 0 else min(rest, most[key] - out[key])
                out[key] += step
                rest -= step
                uses.append((key[0], step))
    return uses


def _spending(books: Books, v: Voucher) -> Voucher | None:
    """Return the spending that a voucher is, gives back, or takes again after it was given back."""
    if v.root and v.root.on(books.money) < 0:
        return v.root
    if v.on(books.money) < 0 and not v.red:
        return v
    old = books.by_id.get(str(v.meta.get("reverses")))
    if old is None or old is v or old.on(books.money) * v.on(books.money) >= 0:
        return None
    if old.on(books.money) < 0:
        return old  # A refund beside income of its own.
    return _spending(books, old)


def _gone(books: Books, v: Voucher) -> Decimal:
    """Return what a red letter on money received really paid out again.

    It is a mere correction where the same money is booked anew that day, or where it never came:
    it was in no till, and no statement showed it.
    """
    day = [one for one in books.vouchers if one.date == v.date and not one.opening]
    reds = [one for one in day if _returned(books, one) and _came_in(books, one)]
    wrong = {one.red for one in day if one.red and one.on(books.money) < 0}
    new = (one for one in day if not one.red and one not in wrong and one.on(books.money) > 0)
    anew = sum((one.on(books.money) for one in new), ZERO)
    for one in reds:
        amount = _returned(books, one)
        if anew >= amount:
            anew -= amount
        elif one is v:
            return amount
    return ZERO


def _returned(books: Books, v: Voucher) -> Decimal:
    """Return what a red letter takes from the money; what the bank itself took back is not paid."""
    money, interest = v.on(books.money), v.on(books.of["interest"])
    if not v.red or money >= 0 or (interest and v.on(["Income"]) == interest):
        return ZERO
    cash = v.on([*books.of["petty-cash"], *books.of["undeposited"]])
    charges = ZERO if cash < 0 else v.on(books.of["bank-charge"])
    return max(ZERO, -money - charges - min(ZERO, interest))


def _came_in(books: Books, v: Voucher) -> bool:
    old = v.red
    cash = {*books.of["petty-cash"], *books.of["undeposited"]}
    legs = [x for x in old.legs if x.account in books.money] if old else []
    days = {x.account: x.meta.get("cleared") for x in v.legs}

    def late(number: str, account: str) -> set[dt.date]:
        return {s.date for s in books.said["cleared"] if s.values == [number, account]}

    return any(
        x.account in cash
        or "cleared" in x.meta
        or late(x.v.id, x.account) - {days.get(x.account)} - late(v.id, x.account)
        for x in legs
    )


def _sum(books: Books, span: Span, wanted: Callable[[str], bool]) -> Decimal:
    found = (use for v in books.within(span) for use in uses_of(books, v))
    return sum((n for code, n in found if wanted(code)), ZERO)


def _all(books: Books, v: Voucher) -> Decimal:
    return sum((n for _, n in uses_of(books, v)), ZERO)


def _span(cell: Cell) -> Span:
    before = (dt.date.min, cell.span[0] - DAY)
    return {"earlier": before, "used": cell.span}.get(cell.column, (dt.date.min, cell.last))


def signed(cell: Cell) -> Right:
    """签批使用, 签批登记簿."""
    books, column = cell.paper.books, cell.column
    code = str(cell.row.get("approval") or cell.row.get("id") or "")
    if cell.role == "total":
        return _total(cell)
    if code == OUTSIDE:
        paid = books.each(cell.span, lambda v: v.spending - _all(books, v))
        return paid if column == "used" else ZERO
    code = "" if code in UNNAMED else plain(code.removesuffix("（没有登记）"))
    approved: list[Decimal] = [
        s.values[1] for s in books.said["approval"] if plain(s.values[0]) == code
    ]
    used = _sum(books, _span(cell), lambda named: named == code)
    if column in ("amount", "left") and not approved:
        return ZERO if cell.key == "approval_register" else "账本里没有这份签批"
    amount = approved[0] if approved else ZERO
    return {"amount": amount, "left": amount - used}.get(column, used)


def _total(cell: Cell) -> Right:
    books = cell.paper.books
    if cell.column != "used":
        return cell.paper.sum(cell.key, cell.column, "item", "subtotal")
    if cell.key == "approval_register":
        return books.each(cell.span, lambda v: v.spending)
    return _sum(books, cell.span, lambda _: True)


def resolutions(cell: Cell) -> Right:
    """居民（代表）会议决议的事项和用款."""
    books, name = cell.paper.books, cell.row["resolution"]
    if cell.column in ("present", "in_favour"):
        told = [s for s in books.said["resolution"] if s.values[0] == name]
        number = told[0].meta.get(cell.column.replace("_", "-")) if told else None
        return None if number is None else int(number)
    if not cell.is_item:
        return cell.above()
    said = books.said["approval"]
    under = {plain(s.values[0]) for s in said if s.meta.get("resolution") == name}
    return _sum(books, _span(cell), under.__contains__)
