"""Rows and vouchers of generated years: nothing is ticked wrongly, and nearly everything plain is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from invoking import invoke
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.intake.statements.reading import read_statement
from juwu_ledger.records.bank_matches import CERTAIN, matches
from juwu_ledger.records.bank_rows import bank_rows
from matched_year import BANK, OPENING, Year, make_year, write_year

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"


def take_in(main: Path, statement: Path) -> None:
    done = invoke(
        [
            *("import", str(statement), "--account", "基本户", "--books", str(main)),
            *("--as-of", "2027-01-05", "--yes"),
        ]
    )
    assert done.exit_code == 0, done.output[-2000:]


def books_of(main: Path) -> Books:
    loaded = load_books(main)
    assert loaded.books is not None, loaded.errors
    return loaded.books


def answer_of(kept: KeptRow, answers: dict[str, str | None]) -> str | None:
    return answers[f"{kept.row.date} {kept.row.balance}"]


def made(seed: int, rows: int, folder: Path) -> tuple[Year, Path, Path, dict[str, str | None]]:
    year = make_year(seed, rows)
    main, statement, answers = write_year(year, folder, COMMON)
    return year, main, statement, answers


@pytest.mark.parametrize("seed", range(6))
def test_no_wrong_tick_and_nearly_all_lawful_ones(seed: int, tmp_path: Path) -> None:
    year, main, statement, answers = made(seed, 400, tmp_path)
    take_in(main, statement)
    books = books_of(main)
    rows = books.record(bank_rows).of(BANK)
    assert len(rows) == len(year.moves)
    assert rows[-1].row.balance == OPENING + sum(move.fen for move in year.moves)
    ticked = {}
    for match in matches(books, BANK):
        if match.tier in CERTAIN:
            (moved,) = match.moved
            for kept in match.rows:
                ticked[kept.key] = moved.voucher.id
                assert moved.voucher.id == answer_of(kept, answers), "勾错了"
    lawful = {
        f"{move.day} {move.time} {move.fen}"
        for move, fine in zip(year.moves, year.is_lawful, strict=True)
        if fine
    }
    plain = [k for k in rows if f"{k.row.date} {k.row.time} {k.row.fen}" in lawful]
    assert sum(k.key in ticked for k in plain) >= 0.85 * len(plain)


@pytest.mark.slow
def test_two_thousand_rows_are_read_checked_and_matched_in_three_seconds(tmp_path: Path) -> None:
    _, main, statement, _ = made(99, 2000, tmp_path)
    take_in(main, statement)
    books = books_of(main)
    begun = time.process_time()
    assert len(read_statement(statement).rows) >= 2000
    found = matches(books, BANK)  # Reads the kept rows, too.
    assert (
        time.process_time() - begun < 3
    )  # Of the processor, however busy; 0.3 when nothing else runs.
    assert len(found) > 1500
