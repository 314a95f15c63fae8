"""Count the figures of a paper once more, from the books alone: an auditor's second opinion.

``python recount.py 月报.json … -b main.beancount``. Nothing of the program that made the paper is used:
Beancount's parser reads the books, without plugins. Money lies on the accounts of role petty-cash,
undeposited, bank and clearing; a voucher that raises it is an income, one that lowers it a spending; a
red letter (``reverses``) comes off the side on which its voucher stood. Sums go by the voucher's own
date, yearly caps by the date of what happened. No figure of money on the paper is passed over.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from beancount.core import data
from beancount.parser import booking, parser

ZERO, DAY, LARGEST, BIRTH = Decimal("0.00"), dt.timedelta(1), 200_000_000, dt.date.min
RESULT, MONEY = ("Income", "Expenses"), ("petty-cash", "undeposited", "bank", "clearing")
Row, Span, Figure = dict[str, Any], tuple[dt.date, dt.date], Decimal | str | None
SIDES = {"income": 1, "debit": 1, "spending": -1, "credit": -1}
ROOTS = {"收入合计": ["Income"], "支出合计": ["Expenses"]}
TABLES = {
    "approval_register": "sign_offs",
    "fund": "ledger",
    "donations": "lines",
}  # method of each
TABLES |= dict.fromkeys(("income_statement", "income_by_account", "spending_by_account"), "result")
TABLES |= {"cash_journal": "ledger", "bank_journal": "ledger", "income_lines": "lines"}
TABLES |= {"spending_lines": "lines"}
PLAIN = {"months", "money_accounts", "funds", "net_assets", "sign_offs", "budget_limits"}


class Unreadable(ValueError):
    """The books or the paper cannot be read; the message says which and why."""


class Result(NamedTuple):
    """How many figures were compared, which differ, and how many of each table we do not know."""

    compared: int
    differs: list[tuple[str, str, str, str, str]]  # table, row, column, printed, recomputed
    unknown: Counter[str]


class Voucher(SimpleNamespace):
    """One transaction. ``root`` heads its chain of red letters, ``sign`` is -1 for a red letter."""

    def sum(self, *roots: str) -> Decimal:
        """Add up its amounts on some accounts and their children."""
        return sum((n for a, n, _ in self.legs if under(a, *roots)), ZERO)


def under(account: str, *roots: str) -> bool:
    """Tell whether an account is one of some or a child of one."""
    return any(not root or (account + ":").startswith(root + ":") for root in roots)


def name_of(account: str) -> str:
    """``Assets:1001库存现金:01备用金`` is 库存现金·备用金 on paper."""
    return "·".join(re.sub(r"^\d+", "", part) for part in account.split(":")[1:])


def span_of(period: str) -> Span:
    """Return the first and last day of 2025-03, 2025Q1, 2025H1, 2025 or 2025-03-01..2025-05-31."""
    try:
        if ".." in period:
            first, last = map(dt.date.fromisoformat, period.split(".."))
            return first, last
        year, part = int(period[:4]), int(period[5:] or 1)
        months = {"": 12, "-": 1, "Q": 3, "H": 6}[period[4:5]]
        end = dt.date(year + part * months // 12, part * months % 12 + 1, 1) - DAY
        return dt.date(year, (part - 1) * months + 1, 1), end
    except (ValueError, KeyError) as problem:
        raise Unreadable(f"看不懂报表的期间“{period}”") from problem


def read(path: Path, folder: Path, seen: set[Path]) -> Iterator[tuple[Row, list[Any]]]:
    """Yield the options and entries of a file and of all it includes, below the folder only."""
    path = path.resolve()
    try:
        if not path.is_relative_to(folder) or path.stat().st_size > LARGEST:
            raise Unreadable(f"{path} 不在账本文件夹里，或者太大，不读")
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"{path} 读不了：没有、没有权限，或者不是 UTF-8 文字") from problem
    plain = re.sub(r'"(?:\\.|[^"\\])*"|;[^\n]*|\d{4}/\d\d?/\d\d?', "", text)
    if "/" in plain or "\0" in plain:  # Beancount dies of 1/0 without a word.
        raise Unreadable(f"{path} 的金额里有除法，或者有看不见的字")
    entries, errors, options = parser.parse_string(text, str(path))
    found = [(p, sorted(path.parent.glob(p.lstrip("/")))) for p in options["include"]]
    wrong = [e.message for e in errors] + [f"{p} 找不到" for p, files in found if not files]
    if wrong:
        raise Unreadable(f"{path}：{wrong[0]}")
    yield options, entries
    seen.add(path)
    for one in (file for _, files in found for file in files if file.resolve() not in seen):
        yield from read(one, folder, seen)


class Books:
    """What the books say, entry by entry: accounts, vouchers, directives of ours, cash counts."""

    def __init__(self, main: Path) -> None:
        """Read the books; raises Unreadable."""
        parts = list(read(main, main.resolve().parent, set()))
        options = parts[0][0]
        entries, errors = booking.book([e for _, part in parts for e in part], options)
        if errors or options["operating_currency"] != ["CNY"]:
            raise Unreadable(f"账本读不了：{errors[0].message if errors else '记账货币不是 CNY'}")
        entries.sort(key=lambda entry: entry.date)  # Entries of one day stay in their order.
        self.title = options["title"]
        self.accounts = {e.account: e.meta for e in entries if isinstance(e, data.Open)}
        self.of: dict[str, list[str]] = defaultdict(list)  # accounts by role, source and nature
        for a, meta in self.accounts.items():
            self.of[meta.get("role") or meta.get("source") or meta.get("nature")].append(a)
        self.money = [a for role in MONEY for a in self.of[role]]
        self.said: dict[str, list[tuple[dt.date, list[Any], Row]]] = defaultdict(list)
        for e in (e for e in entries if isinstance(e, data.Custom)):
            values = [getattr(v.value, "number", v.value) for v in e.values or ()]
            self.said[e.type].append((e.date, values, e.meta))
        self.by_id: dict[str, Voucher] = {}
        self.legs: list[Any] = []  # every amount: v, account, n, fund
        self.vouchers = [self.voucher(e) for e in entries if isinstance(e, data.Transaction)]

    def voucher(self, e: Any) -> Voucher:
        """Say what came in and went out; a red letter comes off the side of what it takes back."""
        legs = [(p.account, p.units.number, p.meta or {}) for p in e.postings]
        v = Voucher(date=e.date, meta=e.meta, payee=e.payee or "", legs=legs, sign=1, income=ZERO)
        if v.sum("") or any(p.units.currency != "CNY" or p.cost or p.price for p in e.postings):
            raise Unreadable(f"{e.date} 的凭证“{e.narration}”借贷不平，或者不是人民币")
        old, v.root = self.by_id.get(str(e.meta.get("reverses"))), v
        if old and all(0 < -n * old.sum(a) <= old.sum(a) ** 2 for a, n, _ in legs):
            v.root, v.sign = old.root, -old.sign
        others = {a for a, _, _ in legs if not under(a, *RESULT)}
        v.carried = bool(others) and others <= set(self.of["net-assets"])
        v.opening = not self.by_id and bool(others & set(self.of["opening"]))
        v.money = ZERO if v.opening else v.sum(*self.money)
        both = v.root.sum("Income") < 0 < v.root.sum("Expenses")  # interest beside a charge
        if both and v.money and others <= set(self.money):
            v.income = -sum((n for a, n, _ in legs if under(a, *RESULT) and n * v.sign < 0), ZERO)
        elif v.root.money > 0:
            v.income = v.money
        v.spending = v.income - v.money
        for a, n, meta in legs:
            own = self.accounts.get(a, {}).get("fund") if under(a, *RESULT) else None
            fund = meta.get("fund") or (not v.opening and (v.meta.get("fund") or own))
            bound = under(a, *(["Equity"] if v.opening else [*RESULT, *self.of["fixed-asset"]]))
            fund = str(fund) if fund and bound and not v.carried else ""
            self.legs.append(SimpleNamespace(v=v, account=a, n=n, fund=fund))
        self.by_id.setdefault(str(e.meta.get("voucher")), v)
        return v

    def happened(self, v: Voucher) -> dt.date:
        """Return the day of what a voucher books: that of the first voucher of its corrections."""
        old = self.by_id.get(str(v.meta.get("corrects") or v.meta.get("reverses")))
        return self.happened(old) if old and old is not v else v.meta.get("occurred", v.date)

    def approval(self, v: Voucher) -> tuple[str, Decimal]:
        """Return the sign-off that a voucher was paid or refunded under, and how much of it."""
        accounts = {a for a, _, _ in v.root.legs} - {*self.money, *self.of["bank-charge"]}
        code = v.root.meta.get("approval") or v.meta.get("approval") or ""
        used = sum((n for a, n, _ in v.legs if a in accounts), ZERO) if v.money else ZERO
        return unicodedata.normalize("NFKC", code), used


class Paper:
    """A paper under recount: a method says what a cell of its tables should be; None: not known."""

    def __init__(self, books: Books, paper: Row) -> None:
        """Begin with what all tables share."""
        self.b, self.span = books, span_of(paper["period"])
        self.year = (self.span[1].replace(month=1, day=1), self.span[1])
        self.key, self.title, self.rows, self.at, self.item = "", "", [{}], 0, True

    def each(self, span: Span, amount: Callable[[Voucher], Decimal]) -> Decimal:
        """Add up something over the vouchers of a span."""
        return sum((amount(v) for v in self.b.vouchers if span[0] <= v.date <= span[1]), ZERO)

    def on(self, c: str, span: Span, wanted: Callable[[Any], Any]) -> Decimal:
        """Return what lay when a span began or ended, or what went in or out, red letters taken off."""
        side, legs = SIDES.get(c, 0), [x for x in self.b.legs if x.v.date <= span[1] and wanted(x)]
        if side:
            legs = [x for x in legs if span[0] <= x.v.date and not x.v.opening]
            return side * sum((x.n for x in legs if x.n * x.v.sign * side > 0), ZERO)
        early = "opening" in c
        return sum((x.n for x in legs if not early or x.v.date < span[0] or x.v.opening), ZERO)

    def fund(self, c: str, span: Span, own: Callable[[Any], Any]) -> Decimal:
        """Return a column of one fund or several."""
        kinds = {"income": ["Income"], "spending": ["Expenses"], "assets": []}
        if c not in kinds:
            return -self.on(c, span, lambda x: x.fund and own(x))
        roots = kinds[c] + ([] if c == "income" else self.b.of["fixed-asset"])
        legs = (x for x in self.b.legs if x.fund and own(x) and under(x.account, *roots))
        total = sum((x.n for x in legs if span[0] <= x.v.date <= span[1] and not x.v.opening), ZERO)
        return total if c == "spending" else -total

    def head(self, c: str, span: Span) -> Decimal:
        """Return the opening, income, spending or closing of all money."""
        if c in ("income", "spending"):
            return self.each(span, lambda v: getattr(v, c))
        return self.on(c, span, lambda x: x.account in self.b.money)

    def share(self, r: Row, c: str, total: Decimal) -> Decimal:
        """Return what a row should say where several share a voucher: what the others leave of it."""
        rows = (x["values"] for x in self.rows if x["role"] == "item" and x["values"] is not r)
        return total - sum((Decimal(x[c] or 0) for x in rows if x["voucher"] == r["voucher"]), ZERO)

    def named(self, r: Row) -> list[str]:
        """Return the accounts that a row names by code and name, or by name alone."""
        found = [a for a in self.b.accounts if r["account"] in (a, name_of(a))]
        return [a for a in found if r.get("code") in (None, "".join(re.findall(r":(\d+)", a)))]

    def months(self, r: Row, c: str) -> Figure:
        """逐月资金收支."""
        month = r["month"].removesuffix("月")
        if self.item and not month.isdecimal():
            return None
        return self.head(c, span_of(f"{self.span[1].year}-{month:0>2}") if self.item else self.span)

    def money_accounts(self, r: Row, c: str) -> Figure:
        """资金账户: each account, all of them, what only moved between them, and the rest."""
        if "扣除互转" in r["account"]:
            return self.head(c, self.span)
        if "互转" in r["account"]:  # but not of interest beside a charge, which has its own line
            one = [v for v in self.b.vouchers if not (v.income and v.spending)]
            through = self.on(c, self.span, lambda x: x.account in self.b.money and x.v in one)
            return through - self.each(self.span, lambda v: getattr(v, c) if v in one else ZERO)
        accounts = self.named(r) if self.item else self.b.money
        return self.on(c, self.span, lambda x: x.account in accounts) if accounts else None

    def result(self, r: Row, c: str) -> Figure:
        """收入、支出按科目, 收支表: of a month, a quarter, the period, the year so far."""
        span = self.year if c == "year_amount" else self.span
        if re.fullmatch(r"[mq]\d+", c):
            span = span_of(f"{span[1].year}{c.replace('m', '-').replace('q', 'Q')}")
        roots = ROOTS.get(r["account"]) or (self.named(r) if self.item else RESULT)
        total = self.each(span, lambda v: ZERO if v.carried else v.sum(*roots))
        return total if roots and under(roots[0], "Expenses") else -total

    def funds(self, r: Row, c: str) -> Figure:
        """专项资金: each fund, and all."""
        return self.fund(c, self.span, lambda x: not self.item or x.fund == r["fund"])

    def net_assets(self, r: Row, c: str) -> Figure:
        """专项资金变动表: each fund, all funds, what is bound to none, everything."""
        rest = "日常经费" in r["item"]
        if c == "other":
            return None
        own = self.item and not rest and r["item"]
        fund = self.fund(c, self.span, lambda x: own in (False, x.fund))
        if c == "spending":  # what was bought stands in a column of its own
            fund += self.fund("assets", self.span, lambda x: own in (False, x.fund))
        whole = ZERO
        if c in ("income", "spending"):
            whole = self.result({"account": "收入合计" if c == "income" else "支出合计"}, "")
        elif c != "assets":
            whole = self.on(c, self.span, lambda x: under(x.account, "Assets", "Liabilities"))
        return whole - fund if rest else whole if "净资产" in r["item"] else fund

    def lines(self, r: Row, c: str) -> Figure:
        """A row a voucher: what came in, what went out, what was given."""
        gifts, column = self.b.of["donation"], self.key.split("_")[0]
        amount = lambda v: -v.sum(*gifts) if self.key == "donations" else getattr(v, column)
        if not self.item:
            return self.each(self.span, amount)
        v = self.b.by_id.get(r["voucher"])
        return self.share(r, c, amount(v)) if v else "账本里没有这张凭证"

    def ledger(self, r: Row, c: str) -> Figure:
        """日记账, 专项的账: vouchers, sums of the day, month and year, and the running balance."""
        account = [a for a in self.b.money if self.title.endswith(" " + name_of(a))]
        own = lambda x: x.account in account if account else x.fund == self.title
        column = self.on if account else self.fund
        above = [x["values"] for x in self.rows[: self.at + 1] if x["values"]["date"]]
        day = dt.date.fromisoformat(above[-1]["date"])
        if self.item and c == "balance":
            done = [self.b.by_id.get(x["voucher"]) for x in above if x["date"] == str(day)]
            return column(c, self.span, lambda x: own(x) and (x.v.date < day or x.v in done))
        if self.item:
            v = self.b.by_id.get(r["voucher"])
            return self.share(r, c, column(c, self.span, lambda x: own(x) and x.v is v))
        month, year = span_of(f"{day:%Y-%m}"), span_of(f"{day.year}")
        sums = {"本日合计": (day, day), "本月合计": month, "本年累计": (year[0], month[1])}
        return column(c if self.at else "opening", sums.get(r["summary"], self.span), own)

    def sign_offs(self, r: Row, c: str) -> Figure:
        """签批使用, 签批登记簿: approved, used before, used now, used so far, left."""
        code, past = r.get("approval") or r.get("id"), (BIRTH, self.span[0] - DAY)
        amounts = {values[0]: values[1] for _, values, _ in self.b.said["approval"]}
        span = {"earlier": past, "used": self.span}.get(c, (BIRTH, self.span[1]))
        if code not in amounts and self.key == "approval_register":
            return (
                self.each(span, lambda v: v.spending) if (c, self.item) == ("used", False) else None
            )
        codes = [code] if self.item else list(amounts)
        uses = [self.b.approval(v) for v in self.b.vouchers if span[0] <= v.date <= span[1]]
        used = sum((n for own, n in uses if own in codes), ZERO)
        if not self.item or code not in amounts:
            return used if c == "used" else None
        return amounts[code] if c == "amount" else amounts[code] - used if c == "left" else used

    def budget_limits(self, r: Row, c: str) -> Figure:
        """年度限额执行: by the year of what happened."""
        first, last = self.year
        said = [s[1] for s in self.b.said["budget-limit"] if first <= s[0] <= last]
        account, limit = next(
            (x for x in reversed(said) if name_of(x[0]) == r["account"]), ("", ZERO)
        )
        happened = (v for v in self.b.vouchers if v.date <= last and first <= self.b.happened(v))
        used = sum((v.sum(account) for v in happened if not v.carried), ZERO)
        return {"limit": limit, "used": used, "left": limit - used}[c]


def recount(paper: Row, books: Path | Books) -> Result:
    """Compare the totals and every figure of every table with the books; raises Unreadable."""
    books = books if isinstance(books, Books) else Books(books)
    try:
        if paper["committee"] != books.title:
            raise Unreadable(f"报表是“{paper['committee']}”的，账本是“{books.title}”的")
        found = list(compared(Paper(books, paper), paper))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as odd:
        why = odd if isinstance(odd, Unreadable) else "不是本程序出的报表 JSON"
        raise Unreadable(str(why)) from odd
    known = [one for one in found if one[4] is not None]
    wrong = [(*one[:4], str(one[4])) for one in known if one[3] != one[4]]
    return Result(len(known), wrong, Counter(one[0] for one in found if one[4] is None))


def compared(p: Paper, paper: Row) -> Iterator[tuple[str, str, str, str, str | None]]:
    """Yield table, row, column, what is printed and what it should be, of every figure."""
    totals = dict(paper["totals"] or {"by_account": {}})
    for account in p.b.accounts:
        money = p.result({"account": account}, "amount") if under(account, *RESULT) else ZERO
        printed = totals["by_account"].get(account, "0.00")
        if paper["totals"] and (money or printed != "0.00"):
            yield "totals", "by_account", account, printed, f"{money + ZERO:.2f}"
    for c in totals.keys() - {"by_account"}:
        yield "totals", "", c, totals[c], f"{p.head(c, p.span):.2f}"
    for table in paper["tables"]:
        p.key, p.title, p.rows = re.sub(r"_\d+$", "", table["key"]), table["title"], table["rows"]
        method = (
            getattr(p, TABLES.get(p.key, p.key), None) if p.key in TABLES.keys() | PLAIN else None
        )
        for p.at, row in enumerate(p.rows):
            p.item, r = row["role"] == "item", row["values"]
            label = f"第 {p.at + 1} 行 " + str(next((x for x in r.values() if x), ""))
            for c in (c for c in table["columns"] if c["kind"] == "money" and r[c["key"]]):
                right = method(r, c["key"]) if method else None
                right = f"{right + ZERO:.2f}" if isinstance(right, Decimal) else right
                yield p.title, label, c["title"], r[c["key"]], right


def main(papers: list[str], main_file: str) -> int:
    """Recount papers and print what differs; 0: all agree, 3: not, 4: something cannot be read."""
    status, name = 0, main_file
    try:
        books = Books(Path(main_file))
        for name in papers:
            if Path(name).stat().st_size > LARGEST:
                raise Unreadable(f"{name} 太大，不读")
            result = recount(json.loads(Path(name).read_bytes()), books)
            print(f"{name}：重算 {result.compared} 个数，不同 {len(result.differs)} 个")
            for table, row, column, printed, right in result.differs:
                print(f"  不同：{table} · {row} · {column}：印的是 {printed}，重算是 {right}")
            for table, count in result.unknown.items():
                print(f"  没有重算：{table} {count} 个")
            status = 3 if result.differs else status
    except (OSError, ValueError, RecursionError) as problem:
        why = problem if isinstance(problem, Unreadable) else "没有这个文件，或者不是 JSON"
        print(f"{name} 读不了：{why}", file=sys.stderr)
        return 4
    return status


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description="照账本把报表的数重算一遍。")
    ask.add_argument("papers", nargs="+", metavar="报表.json")
    ask.add_argument("-b", "--books", required=True, metavar="main.beancount")
    sys.exit(main(ask.parse_args().papers, ask.parse_args().books))
