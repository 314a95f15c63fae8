"""银行流水 in the audit workbook: the bank's rows, what they were ticked for, and the tie to the journal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

from audit_books import sheet_rows
from invoking import invoke
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.workbook.workbook import Audit, audit_of
from matched_year import BANK, make_year, write_year

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
AS_OF = "2027-01-05"


def audit(main: Path) -> Audit:
    books = load_books(main).books
    assert books is not None
    return audit_of(books, [Period.parse("2026")], dt.date(2027, 1, 5), [], [])


def bank_tie(made: Audit) -> tuple[Decimal, Decimal]:
    (settled,) = (s for s in made.settle() if s.tie.group == "银行流水")
    return Decimal(settled.left), Decimal(settled.right)


def test_rows_are_listed_and_tied_to_the_journal(tmp_path: Path) -> None:
    year = make_year(3, 120)
    main, statement, _ = write_year(year, tmp_path, COMMON)
    assert all(item.key != "statement" for item in audit(main).sheets), "没有导过就没有这张表"
    for words in (["import", str(statement), "--account", "基本户"], ["match", "bank"]):
        done = invoke([*words, "--books", str(main), "--as-of", AS_OF])
        assert done.exit_code == 0, done.output[-500:]
    made = audit(main)
    rows = sheet_rows(made, "statement")
    assert len(rows) == len(year.moves)
    assert Counter(r["received"] for r in rows if r["received"]) == Counter(
        Decimal(move.fen).scaleb(-2) for move in year.moves if move.fen > 0
    )
    ticked = [row for row in rows if row["state"] == "已勾对"]
    assert 60 < len(ticked) < len(rows)
    left, right = bank_tie(made)
    assert left == right
    assert left == sum((r["received"] or 0) - (r["paid"] or 0) for r in ticked)  # type: ignore[operator]
    assert made.settle()


def test_a_tick_that_is_none_breaks_the_tie(tmp_path: Path) -> None:
    main, statement, _ = write_year(make_year(4, 60), tmp_path, COMMON)
    for words in (["import", str(statement), "--account", "基本户"], ["match", "bank"]):
        invoke([*words, "--books", str(main), "--as-of", AS_OF])
    rows = sheet_rows(audit(main), "statement")
    row = next(r for r in rows if r["state"] == "未勾对")
    used = {str(r["vouchers"]) for r in rows}
    books = load_books(main).books
    assert books is not None
    other = next(
        v for v in books.vouchers if v.kind != "opening" and v.id not in used and v.money
        and Decimal(v.money).scaleb(-2) not in (row["received"], -(row["paid"] or 0))  # type: ignore[operator]
    )  # fmt: skip
    with main.open("a", encoding="utf-8") as file:
        file.write(
            f'\n2026-12-31 custom "cleared" "{other.id}" {BANK}\n  bank-line: "{row["key"]}"\n  tier: "P"\n'
        )
    left, right = bank_tie(audit(main))
    assert left != right
