"""Books that begin in mid year, with what was brought forward, say of the year what whole books say."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_books import audit_books, sheet_rows
from every_paper import periodic, registers
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.recount import Books as Second
from juwu_ledger.recount import recount
from juwu_ledger.rules.funds import budget_exceeded
from paper_books import BANK, DINNER, GRANT, OFFICE, OPENING, SERVICE, as_json, load, voucher

AS_OF = dt.date(2026, 2, 10)
CAP = f'2025-01-01 custom "budget-limit" {DINNER} 900.00 CNY\n'
ACCOUNTS = (GRANT, SERVICE, OFFICE, DINNER)


class Move(NamedTuple):
    day: dt.date
    account: str
    cents: int


MOVES = st.lists(
    st.builds(
        Move,
        st.dates(dt.date(2025, 1, 2), dt.date(2025, 12, 31)),
        st.sampled_from(ACCOUNTS),
        st.integers(1, 60_000),
    ),
    min_size=3,
    max_size=20,
)


def yuan(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))


def sign(account: str) -> int:
    return -1 if account.startswith("Income") else 1


def written(moves: list[Move], begin: dt.date, held: int) -> str:
    """Write the vouchers of the moves behind an opening voucher of what the bank held."""
    text, number = CAP, defaultdict(int, {begin.month: 1})
    text += voucher(
        f"{begin:%Y-%m}-0001", (BANK, yuan(held)), (OPENING, yuan(-held)), day=begin.day
    )
    for day, account, cents in sorted(moves):
        number[day.month] += 1
        identity = f"{day:%Y-%m}-{number[day.month]:04d}"
        fen = sign(account) * cents
        text += voucher(identity, (account, yuan(fen)), (BANK, yuan(-fen)), day=day.day)
    return text


def halved(moves: list[Move], month: int, held: int) -> tuple[str, dict[str, int]]:
    """Write the books from a month on, and return what each account had seen before."""
    begin = dt.date(2025, month, 1)
    before: dict[str, int] = defaultdict(int)
    for move in moves:
        if move.day < begin:
            before[move.account] += move.cents
            held -= sign(move.account) * move.cents
    return written([move for move in moves if move.day >= begin], begin, held), before


def directives(before: dict[str, int], month: int) -> str:
    begin = dt.date(2025, month, 1)
    return "".join(
        f'{begin} custom "brought-forward" {account} {yuan(cents)} CNY\n'
        for account, cents in before.items()
    )


def loaded(folder: Path, text: str) -> tuple[Books, Second]:
    folder.mkdir()
    return load(folder, text), Second(folder / "main.beancount")


def so_far(books: Books, month: int) -> dict[Any, Any]:
    """Return every figure of income and spending of the year so far, on papers and in the workbook."""
    found: dict[Any, Any] = {}
    for name, reports in periodic(books, 2025, AS_OF).items():
        for report in reports:
            if report.period.last.month < month:
                continue
            for table in as_json(report)["tables"]:
                for row in table["rows"]:
                    for key in ("year_amount", "used", "left"):
                        if key in row["values"] and "account" in row["values"]:
                            at = (name, str(report.period.last), table["key"], key)
                            found[(*at, row["values"]["account"])] = row["values"][key]
    audit = audit_books(books, (Period.parse("2025"),))
    for row in sheet_rows(audit, "trial"):
        if row["month"] in (12, "全期") and str(row["account"]).startswith(("Income", "Expenses")):
            found["trial", row["month"], row["account"]] = (row["year_debit"], row["year_credit"])
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(MOVES, st.integers(2, 12))
def test_the_second_half_says_of_the_year_what_the_whole_says(
    moves: list[Move], month: int
) -> None:
    moves = [Move(dt.date(2025, 12, 30), account, 100) for account in ACCOUNTS] + moves
    held = 2_000_000
    text, before = halved(moves, month, held)
    with tempfile.TemporaryDirectory() as folder:
        whole, _ = loaded(Path(folder, "whole"), written(moves, dt.date(2025, 1, 1), held))
        half, second = loaded(Path(folder, "half"), text + directives(before, month))
        assert [p for p in half.problems if not p.warning] == []
        assert so_far(half, month) == so_far(whole, month)
        exceeded = [bool(list(budget_exceeded.find(books, AS_OF))) for books in (half, whole)]
        spent = sum(move.cents for move in moves if move.account == DINNER)
        assert exceeded == [spent > 90_000] * 2
        reports = [one for many in periodic(half, 2025, AS_OF).values() for one in many]
        reports += registers(half, Period.parse("2025"), AS_OF)
        assert [report.title for report in reports if report.failed] == []
        assert [d for r in reports for d in recount(as_json(r), second).differs] == []
        audit = audit_books(half, (Period.parse("2025"),))
        assert [s.tie.title for s in audit.settle() if not s.holds and not s.tie.hint] == []


def texts(books: Books) -> str:
    reports = [one for many in periodic(books, 2025, AS_OF).values() for one in many[6:]]
    reports += registers(books, Period.parse("2025"), AS_OF)
    return "\n".join(f"{table.columns} {table.note}" for r in reports for table in r.tables)


def test_what_is_not_brought_forward_is_told(tmp_path: Path) -> None:
    moves = [Move(dt.date(2025, month, 9), DINNER, 700) for month in range(1, 13)]
    text, before = halved(moves, 7, 50_000)
    bare, _ = loaded(tmp_path / "bare", text)
    told, _ = loaded(tmp_path / "told", text + directives(before, 7))
    whole, _ = loaded(tmp_path / "whole", written(moves, dt.date(2025, 1, 1), 50_000))
    assert "本年累计（自 2025-07-01 起）" in texts(bare)
    assert "本年累计自 2025-07-01 起，不含这以前的数" in texts(bare)
    assert "本年累计（自" not in texts(told)
    assert "含这以前本年已有的数" in texts(told)
    assert "自 2025" not in texts(whole) and "这以前" not in texts(whole)
