"""A paper's JSON beside the books: every figure recomputed, and each that differs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from . import accounts, approvals, cash_flow, checks, funds, money, receipts, reviews, things, ties
from .books import RESULT, ZERO, Books, span_of
from .cells import Cell, Paper, Right, Row
from .reading import Unreadable

TABLES: dict[str, Callable[[Cell], Right]] = {
    "months": money.months,
    "money_accounts": money.accounts,
    "income_lines": money.lines,
    "spending_lines": money.lines,
    "large_payments": money.large,
    "corrections": money.corrections,
    "cash_journal": money.day_book,
    "bank_journal": money.day_book,
    "accounts_and_money": money.bridge,
    "without_money": money.without_money,
    "income_classes": money.classes,
    "spending_classes": money.classes,
    "income_statement": accounts.result,
    "cash_flow": cash_flow.line,
    "income_by_account": accounts.result,
    "spending_by_account": accounts.result,
    "balance_sheet": accounts.balance_sheet,
    "distributable": accounts.distributable,
    "free_income": accounts.free_income,
    "official_expenses": accounts.official,
    "budget_limits": accounts.caps,
    "funds": funds.funds,
    "fund": funds.register,
    "net_assets": funds.net_assets,
    "donations": funds.donations,
    "donation_uses": funds.uses,
    "donor_funds": funds.donor_funds,
    "gifts": funds.donor_gifts,
    "uses": funds.donor_uses,
    "sign_offs": approvals.signed,
    "approval_register": approvals.signed,
    "resolutions": approvals.resolutions,
    "cash_counts": checks.cash_counts,
    "reconciliations": checks.reconciliations,
    "uncleared": checks.uncleared,
    "assets": things.assets,
    "low_value": things.low_value,
    "changes": things.changes,
    "stocktake_fixed": things.stocktake,
    "stocktake_goods": things.stocktake,
    "reviewed": reviews.reviewed,
    "receipts": receipts.monthly,
    "receipt_books": receipts.register,
    "receipt_slips": receipts.used,
    "ties": ties.tie,
}
"""What recomputes the cells of a table; of another table no figure is."""


class Difference(NamedTuple):
    """A figure that the books do not have."""

    table: str
    row: str
    column: str
    printed: str
    recomputed: str


class Result(NamedTuple):
    """How many figures were compared, which differ, and how many of each table were not recomputed."""

    compared: int
    differs: list[Difference]
    unknown: Counter[str]


def recount(paper: Row, books: Path | Books) -> Result:
    """Compare the totals and every figure of every table with the books; raises Unreadable."""
    books = books if isinstance(books, Books) else Books(books)
    try:
        if paper["committee"] != books.committee:
            raise Unreadable(f"报表是“{paper['committee']}”的，账本是“{books.committee}”的")
        known: dict[tuple[str, int, str], Right] = {}

        def right(cell: Cell) -> Right:
            place = cell.table["key"], cell.at, cell.column
            if place not in known:
                known[place] = TABLES[cell.key](cell) if cell.key in TABLES else None
            return known[place]

        found = [*_totals(paper, books), *_cells(Paper(books, paper, right))]
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as odd:
        raise Unreadable("不是报表的 JSON") from odd
    unknown = Counter(place[0] for place, _, should in found if should is None)
    wrong = [
        Difference(*place, printed, should)
        for place, printed, should in found
        if should is not None and should != printed
    ]
    return Result(len(found) - unknown.total(), wrong, unknown)


Compared = tuple[tuple[str, str, str], str, str | None]
"""Table, row and column; what is printed there; what it should be."""


def _totals(paper: Row, books: Books) -> Iterator[Compared]:
    """Yield the totals on a paper's head, and those by account, printed or not."""
    span, totals = span_of(paper["period"]), paper["totals"] or {}
    printed = totals.get("by_account", {})
    for account in (a for a in {**books.accounts, **printed} if totals and a.startswith(RESULT)):
        should = books.result([account], span)
        if should or account in printed:
            place = ("totals", "by_account", account)
            yield place, printed.get(account, "0.00"), f"{should + ZERO:.2f}"
    for c in totals.keys() - {"by_account"}:
        yield ("totals", "", c), totals[c], f"{money.figure(books, c, span):.2f}"


def _cells(paper: Paper) -> Iterator[Compared]:
    """Yield every amount and every count of every table."""
    for table in paper.json["tables"]:
        columns = [c for c in table["columns"] if c["kind"] in ("money", "count")]
        for at, row in enumerate(table["rows"]):
            name = f"第 {at + 1} 行 " + str(next((x for x in row["values"].values() if x), ""))
            for c in (c for c in columns if row["values"][c["key"]] is not None):
                should = paper.right(Cell(paper, table, at, c["key"]))
                place = (table["title"], name, c["title"])
                yield place, str(row["values"][c["key"]]), _said(should)
    for form in paper.json.get("forms") or ():
        for table in form["tables"]:
            for row in table["rows"]:
                for c in (c for c in table["columns"] if c["kind"] == "money"):
                    yield (f"单据 {form['title']}", "", c["title"]), str(row["values"]), None


def _said(should: Right) -> str | None:
    if isinstance(should, Decimal):
        return f"{should + ZERO:.2f}"
    return None if should is None else str(should)


def main(papers: list[str], main_file: str) -> int:
    """Recount papers and print what differs; 0: all agree, 3: not, 4: something cannot be read."""
    status, name = 0, main_file
    try:
        books = Books(Path(main_file))
        for name in papers:
            if not Path(name).is_file():  # A pipe would be waited for without end.
                raise Unreadable("没有这个文件，或者不是普通文件")
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
