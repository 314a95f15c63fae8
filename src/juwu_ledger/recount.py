"""Count the figures of a paper once more, from the books alone: an auditor's second opinion.

``python recount.py 月报.json … -b main.beancount``. What raises the money (MONEY) is income, what lowers it
spending; a red letter or a refund comes off the side where its voucher stood. Sums go by own date.
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
SIDES = {"income": 1, "debit": 1, "spending": -1, "credit": -1}
ROOTS = {"收入合计": ["Income"], "支出合计": ["Expenses"], "收支结余（收入－支出）": RESULT}
KNOWN = """months:months money_accounts:money_accounts income_statement:result fund:ledger funds:funds
    income_by_account:result spending_by_account:result income_lines:lines spending_lines:lines
    donations:lines cash_journal:ledger bank_journal:ledger sign_offs:signed approval_register:signed"""
TABLES = dict(word.split(":") for word in KNOWN.split())  # the method that recomputes its cells
Row = dict[str, Any]
Span = tuple[dt.date, dt.date]


class Unreadable(Exception):
    """The books or the paper cannot be read; the message says which and why."""


class Result(NamedTuple):
    """How many figures were compared, which differ, and how many of each table we do not know."""

    compared: int
    differs: list[tuple[str, str, str, str, str]]  # table, row, column, printed, recomputed
    unknown: Counter[str]


def add(legs: list[Any], *roots: str) -> Decimal:
    """Add up the amounts on some accounts, or on all below Income, Expenses …"""
    return sum((n for a, n, _ in legs if a in roots or a.split(":")[0] in roots), ZERO)


def span_of(period: str) -> Span:
    """Return the first and last day of 2025-03, 2025Q1, 2025H1, 2025 or 2025-03-01..2025-05-31."""
    if ".." in period:
        return dt.date.fromisoformat(period[:10]), dt.date.fromisoformat(period[12:])
    months = {"": 12, "-": 1, "Q": 3, "H": 6}[period[4:5]]
    year, end = int(period[:4]), int(period[5:] or 1) * months
    return dt.date(year, end - months + 1, 1), dt.date(year + end // 12, end % 12 + 1, 1) - DAY


def read(path: Path, folder: Path, seen: set[Path]) -> Iterator[tuple[Row, list[Any]]]:
    """Yield the options and entries of a file and of all it includes, below the folder only."""
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
    found = [(p, sorted(path.parent.glob(p.lstrip("/") or "?"))) for p in options["include"]]
    wrong = [e.message for e in errors] + [f"{p} 找不到" for p, files in found if not files]
    if wrong:
        raise Unreadable(f"{path}：{wrong[0]}")
    yield options, entries
    seen.add(path)
    for one in (file for _, files in found for file in files if file.resolve() not in seen):
        yield from read(one.resolve(), folder, seen)


class Books:
    """The books, entry by entry, and what the cells of a paper's tables should be by them."""

    def __init__(self, main: Path) -> None:
        """Read the books; raises Unreadable."""
        parts = list(read(main.resolve(), main.resolve().parent, set()))
        options = parts[0][0]
        entries, errors = booking.book([e for _, part in parts for e in part], options)
        if errors or options["operating_currency"] != ["CNY"]:
            raise Unreadable(f"账本读不了：{errors[0].message if errors else '记账货币不是 CNY'}")
        entries.sort(key=lambda entry: entry.date)  # Entries of one day stay in their order.
        self.committee = options["title"]
        self.accounts = {e.account: e.meta for e in entries if isinstance(e, data.Open)}
        self.of: dict[str, list[str]] = defaultdict(list)  # accounts by role, source and nature
        self.names: dict[str, list[str]] = defaultdict(list)  # by 100101 库存现金·备用金
        for a, meta in self.accounts.items():
            self.of[str(meta.get("role") or meta.get("source") or meta.get("nature"))].append(a)
            code, name = "".join(re.findall(r":(\d+)", a)), re.sub(r"^\w+:\d*", "", a)
            self.names[f"{code} " + re.sub(r":\d*", "·", name)].append(a)
        self.money = [a for role in MONEY for a in self.of[role]]
        said = [(e, [v.value for v in e.values]) for e in entries if isinstance(e, data.Custom)]
        self.approvals = {of[0]: of[1].number for e, of in said if e.type == "approval"}
        brought = [(of[0], of[1].number, e.date) for e, of in said if e.type == "brought-forward"]
        self.brought = [(a, -n if a[0] == "I" else n, day) for a, n, day in brought]
        self.by_id: dict[str, Any] = {}
        self.legs: list[Any] = []  # every amount: v (voucher), account, n, fund
        self.vouchers = [self.voucher(e) for e in entries if isinstance(e, data.Transaction)]

    def voucher(self, e: Any) -> Any:
        """Say what came in and went out; a red letter comes off the side of what it takes back."""
        legs = [(p.account, p.units.number, p.meta or {}) for p in e.postings]
        v = SimpleNamespace(id=str(e.meta.get("voucher")), date=e.date, meta=e.meta, legs=legs)
        plain = all(p.units.currency == "CNY" and not (p.cost or p.price) for p in e.postings)
        if not plain or sum(n for _, n, _ in legs):
            raise Unreadable(f"{e.date} 的凭证“{e.narration}”借贷不平，或者不是人民币")
        old, v.root, v.sign, v.income = self.by_id.get(str(e.meta.get("reverses")), v), v, 1, ZERO
        moved, was = add(legs, *self.money), old.money if old is not v and old.sign > 0 else ZERO
        anew = any(n * moved < 0 and a.startswith(RESULT[moved < 0]) for a, n, _ in legs)
        if all(0 < -n * add(old.legs, a) <= add(old.legs, a) ** 2 for a, n, _ in legs):
            v.root, v.sign = old.root, -old.sign
        elif not anew and 0 > moved * was >= -(was**2) and (was < 0 or add(old.legs, "Income")):
            v.root = old.root  # A refund by another account, whose journal has it on its own side.
        others = {a for a, _, _ in legs if not a.startswith(RESULT)}
        v.carried = bool(others) and others <= set(self.of["net-assets"])
        v.opening = not self.by_id and bool(others & set(self.of["opening"]))
        v.money, got, paid = ZERO if v.opening else moved, *(add(v.root.legs, r) for r in RESULT)
        if got < 0 < paid and v.money and others <= set(self.money):  # interest beside a charge
            v.income = -add([x for x in legs if x[1] * v.sign < 0], *RESULT)
        elif v.root.money > 0:
            v.income = v.money
        v.spending, v.donations = v.income - v.money, -add(v.legs, *self.of["donation"])
        for a, n, meta in legs:
            own = not v.opening and (v.meta.get("fund") or self.accounts.get(a, {}).get("fund"))
            bound = a.startswith("Equity" if v.opening else RESULT) or a in self.of["fixed-asset"]
            fund = (meta.get("fund") or own or "") if bound and not v.carried else ""
            self.legs.append(SimpleNamespace(v=v, account=a, n=n, fund=fund))
        self.by_id.setdefault(v.id, v)
        return v

    def approval(self, v: Any) -> tuple[str, Decimal]:
        """Return the sign-off that a voucher was paid or refunded under, and how much of it."""
        accounts = {a for a, _, _ in v.root.legs} - {*self.money, *self.of["bank-charge"]}
        code = v.root.meta.get("approval") or v.meta.get("approval") or ""
        used = sum((n for a, n, _ in v.legs if a in accounts), ZERO) if v.root.money < 0 else ZERO
        return unicodedata.normalize("NFKC", code), used if code else ZERO

    def each(self, span: Span, amount: Callable[[Any], Decimal]) -> Decimal:
        """Add up something over the vouchers of a span."""
        return sum((amount(v) for v in self.vouchers if span[0] <= v.date <= span[1]), ZERO)

    def on(self, c: str, span: Span, own: Callable[[Any], Any] | None = None) -> Decimal:
        """Return what lay when a span began or ended, or what went in or out, red letters taken off."""
        if not own and c in SIDES:
            return self.each(span, lambda v: getattr(v, c))
        own = own or (lambda x: x.account in self.money)
        side, legs = SIDES.get(c, 0), [x for x in self.legs if x.v.date <= span[1] and own(x)]
        if side:
            legs = [x for x in legs if x.v.date >= span[0] and not x.v.opening]
            return side * sum((x.n for x in legs if x.n * x.v.sign * side > 0), ZERO)
        legs = [x for x in legs if "opening" not in c or x.v.date < span[0] or x.v.opening]
        return sum((x.n for x in legs), ZERO)

    def fund(self, c: str, span: Span, own: Callable[[Any], Any]) -> Decimal:
        """Return a column of one fund or several: what is left of it, what it got, what it gave."""
        if c not in ("income", "spending"):
            return -self.on(c, span, lambda x: x.fund and own(x))
        legs = (x for x in self.legs if span[0] <= x.v.date <= span[1] and x.fund and own(x))
        roots = ("Income",) if c == "income" else ("Expenses", "Assets")  # no Equity: the opening
        return SIDES[c] * -sum((x.n for x in legs if x.account.startswith(roots)), ZERO)

    def months(self, r: Row, c: str) -> Decimal | None:
        """逐月资金收支."""
        month = f"{self.year[0].year}-{r['month'].removesuffix('月')}"
        return self.on(c, span_of(month) if self.item else self.span)

    def money_accounts(self, r: Row, c: str) -> Decimal | None:
        """资金账户: each account, all of them, and what is left without transfers."""
        own = self.names[f"{r['code']} {r['account']}"] if self.item else self.money
        through = None if "扣除互转" in r["account"] else lambda x: x.account in own
        return self.on(c, self.span, through) if own else None

    def result(self, r: Row, c: str) -> Decimal | None:
        """收入、支出按科目, 收支表: of a month, a quarter, the period, the year so far."""
        year = self.year[0].year
        spans = {"amount": self.span, "year_amount": self.year, "last_year": span_of(f"{year - 1}")}
        span = spans.get(c) or span_of(f"{year}{c.replace('m', '-').replace('q', 'Q')}")
        roots = ROOTS.get(r["account"]) or self.names[f"{r['code']} {r['account']}"]
        total = self.each(span, lambda v: ZERO if v.carried else add(v.legs, *roots))
        if c == "year_amount":  # with what the year had seen when the books began
            total += add([x for x in self.brought if span[0] <= x[2] <= span[1]], *roots)
        return total if "Expenses" in str(roots[:1]) else -total

    def funds(self, r: Row, c: str) -> Decimal | None:
        """专项资金: each fund, and all."""
        return self.fund(c, self.span, lambda x: not self.item or x.fund == r["fund"])

    def lines(self, r: Row, c: str) -> Decimal | None:
        """A row a voucher: what came in, what went out, what was given."""
        found = [self.by_id[r["voucher"]]] if self.item else self.vouchers
        inside = (v for v in found if self.span[0] <= v.date <= self.span[1])
        return sum((getattr(v, self.key.removesuffix("_lines")) for v in inside), ZERO)

    def ledger(self, r: Row, c: str) -> Decimal | None:
        """日记账, 专项的账: vouchers, sums of the day, month and year, and the running balance."""
        named, fund, c = self.names[self.title], self.key == "fund", c if self.at else "opening"
        above = [x["values"] for x in self.rows[: self.at + 1] if x["values"]["date"]]
        day, left = dt.date.fromisoformat(above[-1]["date"]), c == "balance"
        month, year = span_of(f"{day:%Y-%m}"), span_of(f"{day.year}")
        sums = {"本日合计": (day, day), "本月合计": month, "本年累计": (year[0], month[1])}
        done = [x["voucher"] for x in above if x is r or left and x["date"] == str(day)]
        own = [x for x in self.legs if (x.fund == self.title if fund else x.account in named)]
        if self.item:
            own = [x for x in own if left and x.v.date < day or x.v.opening or x.v.id in done]
        ids, span = set(map(id, own)), sums.get(r["summary"], self.span)
        return (self.fund if fund else self.on)(c, span, lambda x: id(x) in ids)

    def signed(self, r: Row, c: str) -> Decimal | None:
        """签批使用, 签批登记簿: approved, used before, used now, used so far, left."""
        code, past = r.get("approval") or r["id"], (BIRTH, self.span[0] - DAY)
        amount = self.approvals.get(code)  # none in the sums, and on lines that need no sign-off
        span = {"earlier": past, "used": self.span}.get(c, (BIRTH, self.span[1]))
        used = self.each(span, lambda v: dict([self.approval(v)]).get(code, ZERO))
        return amount and {"amount": amount, "left": amount - used}.get(c, used)

    def compared(self, paper: Row) -> Iterator[tuple[str, str, str, str, str | None]]:
        """Yield table, row, column, what is printed and what it should be, of every figure."""
        self.span, totals = span_of(paper["period"]), paper["totals"] or {}
        self.year = (self.span[1].replace(month=1, day=1), self.span[1])
        printed = dict.fromkeys(self.accounts, "0.00") | totals.get("by_account", {})
        for account in (a for a in printed if totals and a.startswith(RESULT)):
            inside = (x for x in self.legs if x.account == account and not x.v.carried)
            own = sum((x.n for x in inside if self.span[0] <= x.v.date <= self.span[1]), ZERO)
            if own or account in totals["by_account"]:
                money = own if account.startswith("Expenses") else ZERO - own
                yield "totals", "by_account", account, printed[account], f"{money:.2f}"
        for c in totals.keys() - {"by_account"}:
            yield "totals", "", c, totals[c], f"{self.on(c, self.span):.2f}"
        for t in paper["tables"]:
            self.key, self.title, self.rows = re.sub(r"_\d+$", "", t["key"]), t["title"], t["rows"]
            for at, row in enumerate(self.rows):
                self.at, self.item, r = at, row["role"] == "item", row["values"]
                label = f"第 {at + 1} 行 " + str(next((x for x in r.values() if x), ""))
                for c in (c for c in t["columns"] if c["kind"] == "money" and r[c["key"]]):
                    yield t["title"], label, c["title"], r[c["key"]], self.cell(r, c["key"])

    def cell(self, r: Row, c: str) -> str | None:
        """Recompute a cell; where several rows share a voucher, it has what the others leave."""
        number = r.get("voucher") if self.item else None
        if self.key not in TABLES or number and number not in self.by_id:
            return "账本里没有这张凭证" if self.key in TABLES else None
        right = getattr(self, TABLES[self.key])(r, c)
        twins = [x["values"] for x in self.rows if number and x["values"]["voucher"] == number]
        if number and c != "balance":
            right -= sum(Decimal(x[c] or 0) for x in twins if x is not r)
        between = c == "balance" and twins and twins[-1] is not r  # two rows of a voucher
        return None if between or right is None else f"{right + ZERO:.2f}"


def recount(paper: Row, books: Path | Books) -> Result:
    """Compare the totals and every figure of every table with the books; raises Unreadable."""
    books = books if isinstance(books, Books) else Books(books)
    try:
        if paper["committee"] != books.committee:
            raise Unreadable(f"报表是“{paper['committee']}”的，账本是“{books.committee}”的")
        found = list(books.compared(paper))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as odd:
        raise Unreadable("不是报表的 JSON") from odd
    wrong = [(*one[:4], str(one[4])) for one in found if one[4] not in (None, one[3])]
    unknown = Counter(one[0] for one in found if one[4] is None)
    return Result(len(found) - unknown.total(), wrong, unknown)


def main(papers: list[str], main_file: str) -> int:
    """Recount papers and print what differs; 0: all agree, 3: not, 4: something cannot be read."""
    status, name = 0, main_file
    try:
        books = Books(Path(main_file))
        for name in papers:
            result = recount(json.loads(Path(name).read_bytes()), books)
            status = 3 if result.differs else status
            print(f"{name}：重算 {result.compared} 个数，不同 {len(result.differs)} 个")
            for table, row, column, printed, right in result.differs:
                print(f"  不同：{table} · {row} · {column}：印的是 {printed}，重算是 {right}")
            print(*(f"  没有重算：{t} {n} 个\n" for t, n in result.unknown.items()), sep="", end="")
        return status
    except (Unreadable, OSError, ValueError, RecursionError) as problem:
        why = problem if isinstance(problem, Unreadable) else "没有这个文件，或者不是 JSON"
        print(f"{name} 读不了：{why}", file=sys.stderr)
        return 4


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description="照账本把报表的数重算一遍。")
    ask.add_argument("papers", nargs="+", metavar="报表.json")
    ask.add_argument("-b", required=True, metavar="main.beancount")
    sys.exit(main(ask.parse_args().papers, ask.parse_args().b))
