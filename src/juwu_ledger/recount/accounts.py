"""Accounts: income and spending, the balance sheet, caps, official expenses, what may be shared out."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from .books import RESULT, ZERO, Books, Span, Voucher, label, span_of
from .cells import Cell, Right

ROOTS = {"收入合计": ["Income"], "支出合计": ["Expenses"], "收支结余（收入－支出）": [*RESULT]}
NATURES = {"公务": "official", "招待": "entertainment"}
SOURCES = {
    "财政拨款": "appropriation",
    "捐赠": "donation",
    "服务收入": "service",
    "租金": "rent",
    "收费": "levy",
    "利息": "interest",
    "其他": "other",
}
HELD = ("deposit-held", "agency")
RESTRICTED, FREE = "专项资金（限定）", "日常经费（非限定）"


def result(cell: Cell) -> Right:
    """收入、支出按科目, 收支表: of a month, a quarter, the period, the year so far."""
    paper, c = cell.paper, cell.column
    part = re.fullmatch(r"[mq]\d+", c) and c.replace("m", "-").replace("q", "Q")
    year = cell.last.year
    spans = {"amount": cell.span, "year_amount": paper.year, "last_year": span_of(f"{year - 1}")}
    span = span_of(f"{year}{part}") if part else spans[c]
    name = cell.row["account"]
    roots = ROOTS.get(name) or paper.books.code_and_name(cell.row["code"], name)
    if not roots:
        return "账本里没有这个科目"
    return paper.books.result(roots, span, so_far=c == "year_amount")


# --- the balance sheet ---------------------------------------------------------------------


def _lying(books: Books, names: list[str], span: Span, opening: bool) -> Decimal:
    return books.began(names, span) if opening else books.held(names, span[1])


def _assets(books: Books) -> dict[str, list[str]]:
    fixed = books.of["fixed-asset"] + books.of["depreciation"]
    of = [a for a in books.accounts if a.startswith("Assets")]
    return {
        "货币资金合计": [a for a in of if a in books.money],
        "应收和其他资产合计": [a for a in of if a not in books.money and a not in fixed],
        "固定资产净值": fixed,
        "资产总计": of,
    }


def fund_total(books: Books, span: Span, opening: bool) -> Decimal:
    """Return what is left of all funds."""
    legs = (x for x in books.legs if x.fund and x.v.date <= span[1])
    kept = (x for x in legs if not opening or x.v.date < span[0] or x.v.opening)
    return -sum((x.n for x in kept), ZERO)


def worth(books: Books, name: str, span: Span, opening: bool) -> Decimal:
    """Return a sum of the balance sheet as its year or period began, or at its end."""
    groups = _assets(books)
    if name in groups:
        return _lying(books, groups[name], span, opening)
    net = -_lying(books, ["Equity", *RESULT], span, opening)
    debts = -_lying(books, ["Liabilities"], span, opening)
    funds = fund_total(books, span, opening)
    return {
        "负债合计": debts,
        "净资产合计": net,
        "负债和净资产总计": debts + net,
        RESTRICTED: funds,
        FREE: net - funds,
    }[name]


def balance_sheet(cell: Cell) -> Right:
    """资产负债表: accounts of the first level, their sums, and the net assets."""
    side, _, when = cell.column.partition("_")
    books, name = cell.paper.books, cell.row[side]
    if not cell.is_item or name in (RESTRICTED, FREE):
        return worth(books, name, cell.paper.year, when == "opening")
    less = name.startswith("减：")
    first = re.sub("原值$", "", name.removeprefix("减："))
    root = "Assets" if side == "asset" else "Liabilities"
    fixed = name.endswith("原值") and books.of["fixed-asset"]
    own = [a for a in books.accounts if a.startswith(root) and label(a).split("·")[0] == first]
    own = (
        [a for a in own if a in fixed]
        if fixed
        else own
        or [a for a in books.accounts if a.startswith(root) and label(a).split("·")[0] == name]
    )
    total = _lying(books, own, cell.paper.year, when == "opening")
    return -total if less or side == "claim" else total


def distributable(cell: Cell) -> Right:
    """账面可供分配的数: from the money, and from the net assets."""
    books, item, span = cell.paper.books, cell.row["item"], cell.span
    held = -books.held([a for role in HELD for a in books.of[role]], span[1])

    def of(name: str) -> Decimal:
        return worth(books, name, span, False)

    if not cell.is_item:
        return of("货币资金合计") - of(RESTRICTED) - of("负债合计")
    for begin, n in (
        ("年末货币资金", of("货币资金合计")),
        ("减：专项资金结余", of(RESTRICTED)),
        ("减：押金和代管款", held),
        ("减：应付款和其他负债", of("负债合计") - held),
        ("年末净资产中的", of(FREE)),
        ("减：固定资产净值", of("固定资产净值")),
        ("减：应收款和其他资产", of("应收和其他资产合计")),
    ):
        if item.startswith(begin):
            return n
    return None


def free_income(cell: Cell) -> Right:
    """本年日常经费的来源: income free of any purpose, by source."""
    books = cell.paper.books
    source = books.of[SOURCES.get(cell.row["source"], "")] if cell.is_item else ["Income"]
    own = [a for a in source if a.startswith("Income")]
    here = (x for x in books.on(own) if cell.span[0] <= x.v.date <= cell.last)
    return -sum((x.n for x in here if not (x.fund or x.v.carried)), ZERO)


# --- expenses apart ------------------------------------------------------------------------


def official(cell: Cell) -> Right:
    """公务、招待支出逐笔明细."""
    books = cell.paper.books
    nature = cell.row["nature"] or str(cell.row["summary"]).removesuffix("小计")
    names = [NATURES[nature]] if nature in NATURES else list(NATURES.values())
    own = {a for name in names for a in books.of[name] if a.startswith("Expenses")}
    if not cell.is_item:
        return books.result(own, cell.span) * (1 if own else 0)
    v = books.by_id.get(cell.row["voucher"])
    return cell.rest(v.on(own), "voucher", "nature") if v else "账本里没有这张凭证"


def caps(cell: Cell) -> Right:
    """年度限额执行: by the year in which it happened, and how far that is from what was booked."""
    books = cell.paper.books
    below = next(
        r["values"]["account"]
        for r in reversed(cell.table["rows"][: cell.at + 1])
        if r["values"]["limit"] is not None
    )
    year = cell.paper.year
    said = [s for s in books.said["budget-limit"] if year[0] <= s.date <= year[1]]
    limits = {s.values[0]: s.values[1] for s in said if label(s.values[0]) == below}
    if len(limits) != 1:
        return "账本里没有这个限额"
    ((account, limit),) = limits.items()
    own = [x for x in books.legs if x.account == account or x.account.startswith(f"{account}:")]
    spent = sum((x.n for x in own if _stands(books, x.v) and _in(happened(books, x.v), year)), ZERO)
    booked = [x for x in own if _in(x.v.date, year) and not (x.v.carried or x.v.opening)]
    before = sum((x.n for x in booked if happened(books, x.v) < year[0]), ZERO)
    if "更正" in cell.row["account"]:
        later = spent - sum((x.n for x in booked), ZERO) + before
        return before if "以前年度" in cell.row["account"] else later
    spent += books.brought(
        {account, *(a for a in books.accounts if a.startswith(f"{account}:"))}, year
    )
    cells: dict[str, Decimal] = {"limit": limit, "used": spent, "left": limit - spent}
    return cells[cell.column]


def _in(day: dt.date, span: Span) -> bool:
    return span[0] <= day <= span[1]


def happened(books: Books, v: Voucher) -> dt.date:
    """Return the event date: of the first voucher of its chain, or as ``occurred`` says."""
    seen = {v}
    while (before := v.red or books.by_id.get(str(v.meta.get("corrects")))) and before not in seen:
        if not v.red and before not in books.whole:
            break
        if v.red and before not in books.whole:
            return v.date  # A part of it, taken back when it was.
        seen.add(before)
        v = before
    day = v.meta.get("occurred")
    return day if isinstance(day, dt.date) else v.date


def _stands(books: Books, v: Voucher) -> bool:
    """Tell whether it is neither taken back whole nor takes back the whole of another."""
    if v.carried or v in books.whole.values():
        return False
    red = books.whole.get(v)
    return red is None or books.whole.get(red) is not None
