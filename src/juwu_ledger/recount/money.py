"""Money that came in and went out: months, accounts, lines, day-books, and the bridge to the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from .books import RESULT, ZERO, Books, Leg, Span, Voucher, label, quarter_before, span_of
from .cells import Cell, Right

SIDES = {"income": 1, "debit": 1, "spending": -1, "credit": -1}
PLAIN = {
    "receivable": ("收回欠款", "借出、应收"),
    "fixed-asset": ("处置固定资产", "购置固定资产"),
    "payable": ("暂收、应付", "付清应付款"),
    "deposit-held": ("收到押金", "退还押金"),
    "agency": ("代收款", "代付款"),
    "borrowing": ("借入款", "归还借款"),
    "net-assets": ("转入净资产", "转出净资产"),
}
"""What money on an account that is neither income nor expense is called: in, out."""


def figure(books: Books, column: str, span: Span) -> Decimal:
    """Return opening, income, spending or closing of all the money."""
    if column in SIDES:
        return books.each(span, lambda v: v.income if column == "income" else v.spending)
    return _lying(books, column, span, books.money)


def _lying(books: Books, column: str, span: Span, names: set[str]) -> Decimal:
    return books.began(names, span) if column == "opening" else books.held(names, span[1])


def _through(books: Books, column: str, span: Span, names: set[str]) -> Decimal:
    """Return what went into accounts, or out: a red letter comes off the side it once stood on."""
    side = SIDES[column]
    legs = (x for x in books.on(names) if span[0] <= x.v.date <= span[1] and not x.v.opening)
    return side * sum((x.n for x in legs if x.n * x.v.ink * side > 0), ZERO)


def _between_accounts(books: Books, v: Voucher) -> Decimal:
    """Return what a voucher moved from one money account to another."""
    legs = [x.n * v.ink for x in v.legs if x.account in books.money]
    into, out = (sum((abs(n) for n in legs if (n > 0) is side), ZERO) for side in (True, False))
    return v.ink * min(into, out)


def _brings(v: Voucher) -> bool:
    return v.opening or v.stray


def months(cell: Cell) -> Right:
    """逐月资金收支."""
    month = f"{cell.paper.year[0].year}-{cell.row['month'].removesuffix('月')}"
    return figure(cell.paper.books, cell.column, span_of(month) if cell.is_item else cell.span)


def accounts(cell: Cell) -> Right:
    """资金账户: each account, all of them, what went between them, what is left without that."""
    books, column, name = cell.paper.books, cell.column, cell.row["account"]
    own = set(books.code_and_name(cell.row["code"], name))
    if "扣除互转" in name:
        return figure(books, column, cell.span)
    if name == "其中：账户之间互转":
        return books.each(cell.span, lambda v: _between_accounts(books, v) * (not _brings(v)))
    if "换了账户的退款" in name:
        back = (v for v in books.within(cell.span) if v.ink != v.sign)
        return sum((abs(v.on(books.money)) * v.ink for v in back), ZERO)
    if "期初凭证" in name:
        stray = [x for v in books.within(cell.span) if v.stray for x in v.legs]
        moved = [x.n * SIDES[column] for x in stray if x.account in books.money]
        return sum((n for n in moved if n > 0), ZERO)
    if "收支相抵" in name:
        both = (v for v in books.within(cell.span) if v.ink == v.sign)
        return -sum((v.sign * min(v.income * v.sign, v.spending * v.sign) for v in both), ZERO)
    names = own if cell.is_item else books.money
    if not names:
        return "账本里没有这个账户"
    side = _through if column in SIDES else _lying
    return side(books, column, cell.span, names)


def _line(cell: Cell) -> Voucher | str:
    found = cell.paper.books.by_id.get(cell.row["voucher"])
    return found or "账本里没有这张凭证"


def lines(cell: Cell) -> Right:
    """收入、支出逐笔, 大额支出: a voucher may have several lines."""
    side = "income" if cell.key == "income_lines" else "spending"
    if not cell.is_item:
        return figure(cell.paper.books, side, cell.span)
    v = _line(cell)
    if isinstance(v, str) or not cell.span[0] <= v.date <= cell.last:
        return v if isinstance(v, str) else "这张凭证不在本期"
    return cell.rest(v.income if side == "income" else v.spending, "voucher")


def large(cell: Cell) -> Right:
    """大额支出: what reaches the figure from which the street office signs."""
    if cell.is_item:
        return lines(cell)
    books = cell.paper.books

    def of(v: Voucher) -> Decimal:
        least = books.limit("street-sign-off", v.date)
        return v.spending if least and abs(v.spending) >= least else ZERO

    return books.each(cell.span, of)


def corrections(cell: Cell) -> Right:
    """对以前公开数的更正: what a voucher changes."""
    if not cell.is_item:
        return cell.above()
    v = _line(cell)
    return v if isinstance(v, str) else v.income if cell.column == "income" else v.spending


def day_book(cell: Cell) -> Right:
    """日记账: vouchers, sums of the day, month and year, and the running balance."""
    books, name = cell.paper.books, cell.table["title"]
    code, _, said = name.partition(" ")
    own = set(books.code_and_name(code, said))
    return running(cell, [x for x in books.legs if x.account in own])


def running(cell: Cell, mine: list[Leg]) -> Right:
    """Return a cell of a book that runs day by day over some postings; red stands on its side."""
    above = [r["values"] for r in cell.table["rows"][: cell.at + 1] if r["values"]["date"]]
    day = dt.date.fromisoformat(above[-1]["date"])
    if cell.column == "balance":
        return _balance(cell, mine, day, [r["voucher"] for r in above if r["date"] == str(day)])
    side = SIDES[cell.column]
    year = span_of(f"{day.year}")[0]
    spans = {
        "本日合计": (day, day),
        "本月合计": span_of(f"{day:%Y-%m}"),
        "本年累计": (year, span_of(f"{day:%Y-%m}")[1]),
    }
    span = spans.get(cell.row["summary"], cell.span)
    found = [x for x in mine if span[0] <= x.v.date <= span[1] and not x.v.opening]
    if cell.is_item:
        found = [x for x in found if x.v.id == cell.row["voucher"]]
    if cell.key == "fund":  # What an income account takes is its income, red or not.
        found = [x for x in found if x.account.startswith("Income") == (side > 0)]
        total = -side * sum((x.n for x in found), ZERO)
    else:
        total = side * sum((x.n for x in found if x.n * x.v.ink * side > 0), ZERO)
    return cell.rest(total, "voucher") if cell.is_item else total


def _balance(cell: Cell, mine: list[Leg], day: dt.date, today: list[str]) -> Right:
    row, sign = cell.row, -1 if cell.key == "fund" else 1
    if not cell.at:
        found = [x for x in mine if x.v.date < cell.span[0] or x.v.opening]
    elif not cell.is_item:
        found = [x for x in mine if x.v.date <= day]
    else:
        later = [r["values"] for r in cell.table["rows"][cell.at + 1 :] if r["role"] == "item"]
        if any(r["voucher"] == row["voucher"] for r in later):
            return _between(cell)
        found = [x for x in mine if x.v.date < day or x.v.opening or x.v.id in today]
    inside = (x for x in found if x.v.date <= cell.last)
    return sign * sum((x.n for x in inside), ZERO)


def _between(cell: Cell) -> Right:
    """Return the balance between two lines of a voucher: from the line above it."""
    before = next(r for r in reversed(cell.table["rows"][: cell.at]) if r["values"]["balance"])
    row = cell.row
    more, less = ("income", "spending") if cell.key == "fund" else ("debit", "credit")
    change = Decimal(row[more] or 0) - Decimal(row[less] or 0)
    return Decimal(before["values"]["balance"]) + change


# --- the bridge from the result to the money -----------------------------------------------


def _differences(books: Books, v: Voucher) -> Iterator[tuple[str, str, Decimal]]:
    """Yield side, account and money less result of a voucher, as it first stood."""
    if v.carried or v.opening:
        return
    income = v.sign * (v.income + v.on(["Income"]))
    spending = v.sign * (v.spending - v.on(["Expenses"]))
    apart = [x for x in v.legs if x.account not in books.money and not x.account.startswith(RESULT)]
    through = v.sign * sum((x.n for x in apart), ZERO)
    if income and not spending and income == -through:
        yield from (("收入", label(x.account), -x.n * v.sign) for x in apart)
    elif spending and not income and spending == through:
        yield from (("支出", label(x.account), x.n * v.sign) for x in apart)
    else:
        yield from (("收入", "", income), ("支出", "", spending))


def bridge(cell: Cell) -> Right:
    """科目收支与资金收支的核对: by account, what makes the difference, the money."""
    books, item = cell.paper.books, cell.row["item"]
    rows = [r["values"]["item"] for r in cell.table["rows"][: cell.at + 1]]
    side = "收入" if sum("资金收入" in r for r in rows[:-1]) == 0 else "支出"
    if not cell.is_item:
        names = {"收入": ("income", "Income"), "支出": ("spending", "Expenses")}[side]
        money = item.startswith("资金")
        return figure(books, names[0], cell.span) if money else books.result(names[1:], cell.span)
    name = item.partition("（")[2].removesuffix("）")
    name = "" if name == "同一凭证里收支相抵" else name
    less = item.startswith("减")
    total = ZERO
    for v in books.within(cell.span):
        found = (d for d in _differences(books, v) if d[:2] == (side, name))
        total += v.sign * sum((n for _, _, n in found if (n < 0) == less), ZERO)
    return -total if less else total


def without_money(cell: Cell) -> Right:
    """没有动用资金的收支: what was booked and moved no money."""
    side = {"income": "收入", "spending": "支出"}[cell.column]
    books = cell.paper.books
    v = _line(cell) if cell.is_item else None
    if isinstance(v, str):
        return v
    total = ZERO
    for one in [v] if v else books.within(cell.span):
        found = (n for s, _, n in _differences(books, one) if s == side and n < 0)
        total -= one.sign * sum(found, ZERO)
    return total


# --- the classes of the board --------------------------------------------------------------


def classes(cell: Cell) -> Right:
    """收入、支出分类 on the board, of this quarter and the one before."""
    books, side = cell.paper.books, cell.key.removesuffix("_classes")
    span = quarter_before(cell.span) if cell.column == "before" else cell.span
    whole = figure(books, side, span)
    if not cell.is_item:
        return whole
    sums: dict[str, Decimal] = {}
    for v in books.within(span):
        for name, n in _classed(books, v, side):
            sums[name] = sums.get(name, ZERO) + n
    name = cell.row["class"]
    if name.startswith("其他 ") and name.endswith(" 类"):
        named = {r["values"]["class"] for r in cell.table["rows"]}
        return sum((n for other, n in sums.items() if other not in named), ZERO)
    return sums.get(name, ZERO)


def _classed(books: Books, v: Voucher, side: str) -> Iterator[tuple[str, Decimal]]:
    amount = v.income if side == "income" else v.spending
    sign = 1 if side == "spending" else -1
    if not amount:
        return
    legs = [x for x in v.legs if x.account not in books.money and x.n * v.sign * sign > 0]
    if sum((abs(x.n) for x in legs), ZERO) == amount * v.sign:
        yield from ((_class(books, x.account, sign), abs(x.n) * v.sign) for x in legs)
    else:
        yield _class(books, legs[0].account, sign) if legs else "没有写科目", amount


def _class(books: Books, account: str, sign: int) -> str:
    role = str(books.accounts.get(account, {}).get("role"))
    return PLAIN[role][sign > 0] if role in PLAIN else label(account).split("·")[0]
