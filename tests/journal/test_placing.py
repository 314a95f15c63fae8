"""Which file a voucher or a paper goes to, and how what was written is named; by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, Fund
from juwu_ledger.journal.engine.directive_text import custom_text
from juwu_ledger.journal.engine.journal import Journal, LockedBooks
from juwu_ledger.journal.engine.placing import home_of, month_file
from juwu_ledger.journal.orders.disclosures import document_key
from juwu_ledger.journal.orders.registers import entry_change, entry_plan
from paper_books import BANK, GRANT, OPENING, load, voucher
from written_books import example, read

MAIN, OCTOBER = "main.beancount", "2026/2026-10.beancount"
DAY = dt.date(2026, 1, 5)
OPENED = voucher("2026-10-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)


@pytest.mark.parametrize(
    ("month", "files", "wanted"),
    [
        ("2026-10", [MAIN], MAIN),
        ("2026-10", [MAIN, "2026/2026-09.beancount"], MAIN),
        ("2026-10", [MAIN, OCTOBER], OCTOBER),
        ("2026-11", [MAIN], MAIN),
        ("2026-11", [MAIN, OCTOBER], "2026/2026-11.beancount"),
    ],
)
def test_a_voucher_goes_where_its_month_is_kept(
    tmp_path: Path, month: str, files: list[str], wanted: str
) -> None:
    more = voucher("2026-10-0002", (BANK, "5.00"), (GRANT, "-5.00"), day=9)
    books = load(tmp_path, OPENED + more)
    assert month_file(Period.parse(month), books, files) == wanted


def test_books_without_a_voucher_begin_with_a_file_of_the_month(tmp_path: Path) -> None:
    books = load(tmp_path, "")
    assert month_file(Period.parse("2026-10"), books, [MAIN]) == OCTOBER


def test_a_paper_goes_to_its_file_else_to_the_last_of_its_kind_else_to_the_main_one(
    tmp_path: Path,
) -> None:
    books = load(tmp_path, OPENED + '2026-10-02 custom "fund" "甲"\n')
    assert home_of("fund", Fund, books, [MAIN, "charter.beancount"]) == "charter.beancount"
    assert home_of("fund", Fund, books, [MAIN]) == MAIN
    assert home_of("approval", Approval, books, [MAIN]) == MAIN
    kept = read(example(tmp_path / "example"))
    assert home_of("approval", Approval, kept, [MAIN]) == "approvals.beancount"


def test_papers_of_the_archive_are_counted_from_the_second_on() -> None:
    assert [document_key(place) for place in range(3)] == ["document", "document-2", "document-3"]


@pytest.mark.parametrize(
    ("ids", "named"), [("甲", "甲"), ("甲 乙 丙", "甲、乙、丙"), ("甲 乙 丙 丁", "甲 等 4 件")]
)
def test_more_than_three_are_named_by_the_first(tmp_path: Path, ids: str, named: str) -> None:
    locked = LockedBooks(_example(tmp_path), [MAIN, "charter.beancount"], DAY)
    texts = [custom_text(DAY, "fund", [one]) for one in ids.split()]
    assert entry_change(locked, "fund", texts, ids.split()).title.endswith(f" {named}")


def _example(tmp_path: Path) -> Books:
    return read(example(tmp_path))


@pytest.mark.parametrize(
    ("word", "values"), [("officer", ("cashier", "郭九江")), ("filing", ("2026-01",))]
)
def test_what_was_written_is_named_by_the_line_on_which_it_stands(
    tmp_path: Path, word: str, values: tuple[str, ...]
) -> None:
    main = example(tmp_path) / MAIN
    written = Journal(main, DAY, patience=0.2).write(entry_plan(DAY, word, values))
    lines = (main.parent / written.place.file).read_text("utf-8").splitlines()
    assert lines[written.place.line - 1].startswith(f'2026-01-05 custom "{word}" "{values[0]}"')
