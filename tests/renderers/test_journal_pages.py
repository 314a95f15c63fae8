"""Journals on paper: every page carries its sums over to the next, and fits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.journals.printed_journals import cash_journal
from juwu_ledger.registers.journals.ruled_lines import BROUGHT, CARRIED
from juwu_ledger.render.html.journal_pages import Leaf, leaves
from juwu_ledger.tables.paper_ties import PrintedLine
from juwu_ledger.tables.report import ITEM, SUBTOTAL, TOTAL, Report, Row
from paper_books import OFFICE, OPENING, PETTY, TILL, load, voucher
from printed_papers import pages_of

AS_OF = dt.date(2027, 1, 5)


def journal(folder: Path, months: int = 3, each: int = 28, said: str = "打印纸") -> Report:
    """A journal with a voucher of 1.00 for each of the first days of some months."""
    text = voucher("2026-01-0001", (PETTY, "9000.00"), (OPENING, "-9000.00"), day=1)
    for month in range(1, months + 1):
        for number in range(2, each + 2):
            legs = ((OFFICE, "1.00"), (PETTY, "-1.00"))
            text += voucher(f"2026-{month:02d}-{number:04d}", *legs, day=min(number, 28), said=said)
    text += voucher("2026-12-0001", (TILL, "5.00"), (PETTY, "-5.00"))
    return cash_journal(load(folder, text), Period.parse("2026"), AS_OF)


def leaves_of(report: Report) -> list[Leaf]:
    return list(leaves(report.sections[0]))


def says(row: Row, leaf: Leaf, word: str) -> bool:
    return row.role == SUBTOTAL and PrintedLine(leaf.table.columns, row).text("summary") == word


def test_what_one_page_carries_the_next_begins_with(tmp_path: Path) -> None:
    report = journal(tmp_path)
    found = [leaf for leaf in leaves_of(report) if leaf.table.key == "cash_journal_1"]
    assert len(found) > 3
    for before, after in zip(found, found[1:], strict=False):
        last, first = before.table.rows[-1], after.table.rows[0]
        assert says(last, before, CARRIED)
        assert says(first, after, BROUGHT)
        assert [v for v in last.values if v != CARRIED] == [v for v in first.values if v != BROUGHT]
        assert after.turns
    assert not found[0].turns
    assert found[-1].table.rows[-1].role == TOTAL
    # Without what is carried over, the pages are the journal.
    rows = [row for leaf in found for row in leaf.table.rows]
    carried = [
        row
        for leaf in found
        for row in leaf.table.rows
        if says(row, leaf, CARRIED) or says(row, leaf, BROUGHT)
    ]
    assert [row for row in rows if row not in carried] == list(report.tables[0].rows)


def test_what_is_carried_is_the_month_so_far(tmp_path: Path) -> None:
    report = journal(tmp_path)
    columns = report.tables[0].columns
    credit, month, balance = Decimal(0), "", Decimal("9000.00")
    for leaf in leaves_of(report):
        for row in leaf.table.rows:
            line = PrintedLine(columns, row)
            if row.role == ITEM and leaf.table.key == "cash_journal_1":
                day = str(row.values[0])
                credit = credit + line["credit"] if day[:7] == month else line["credit"]
                month, balance = day[:7], line["balance"]
            elif says(row, leaf, CARRIED):
                assert (line["debit"], line["credit"]) == (0, credit)
                assert line["balance"] == balance


def test_sums_stay_with_their_day(tmp_path: Path) -> None:
    for leaf in leaves_of(journal(tmp_path)):
        first = leaf.table.rows[1] if leaf.table.rows[0].role == SUBTOTAL else leaf.table.rows[0]
        assert first.role == ITEM


def test_pages_fit_however_long_the_texts_are(tmp_path: Path) -> None:
    long = (
        "关于社区老年助餐点改造提升及无障碍设施（含扶手、坡道）配套建设 A4 图纸打印 2026—2027 年度"
    )
    report = journal(tmp_path, months=1, said=long)
    pages = pages_of(report, tmp_path)
    count = sum(leaf.turns for leaf in leaves_of(report)) + 1
    on_paper = [page for page in pages if "年月日" in page]
    assert len(on_paper) == count
    # Each page but the first begins with what it was brought, or with an account of its own.
    carried = [page for page in on_paper if CARRIED in page]
    brought = [page for page in on_paper if BROUGHT in page]
    assert len(carried) == len(brought) == count - 1
    assert on_paper[0] in carried
    assert f"第1页共{len(pages)}页" in "".join(pages[0].split())
