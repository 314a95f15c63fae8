"""Lists of every kind with cells, rows and headings spoiled at random: read, or refused by name."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from batch_files import empty, fill
from juwu_ledger.books.facts.view import Books
from juwu_ledger.cli.write.batch_choices import batch_choices
from juwu_ledger.intake.batches.kind import all_kinds
from juwu_ledger.intake.batches.reading import read_sheets
from juwu_ledger.intake.batches.refusal import CellsRefused
from juwu_ledger.intake.batches.sheets import Sheet, sheets_of
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.cells import Cell, Formula
from written_books import example, read

TODAY = dt.date(2026, 1, 5)
MOMENT = dt.datetime(2026, 1, 5)
LEVIES = {"收入科目": "4003-01", "钱到哪里": "基本户", "事由": "楼道保洁费"}
ODD: tuple[Cell, ...] = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1,2,3",
        "1e9",
        "１２.５０",
        "9" * 40,
        "=1+1",
        "例",
        "合计",
        "\x00",
        "\u202e字",
    ),
    *(
        "2026-02-30",
        "2026年1月5日",
        "20260105",
        "昨天",
        "B0000001-B0000009",
        "4003-01",
        "基本户",
        "a" * 1999,
    ),
    *(
        Formula(),
        MOMENT,
        MOMENT.replace(year=9999),
        dt.time(3, 4),
    ),
    *(
        Decimal("1e300"),
        Decimal("-0.001"),
        Decimal("20"),
        Decimal("46027.5"),
        Decimal("1234567890123456789"),
    ),
)
"""What people, spreadsheets and enemies put into cells."""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Books, list[list[Sheet]]]:
    """Every kind of list, that of receipts filled in, as the sheets that are read of it."""
    books = example(tmp_path_factory.mktemp("lists"))
    files = [empty(books, kind, f"{kind}.xlsx") for kind in all_kinds()]
    rows = [[f"B{n:07d}", TODAY, f"{n} 号", 20] for n in range(1, 6)]
    levy = empty(books, "levy", "收费.xlsx")
    files.append(fill(levy, LEVIES, ("收据号码", "日期", "交款人", "金额"), rows))
    return read(books), [sheets_of(file.read_bytes()) for file in files]


def spoiled(sheet: Sheet, chance: random.Random) -> Sheet:
    """Return a sheet in which something is other than it was."""
    cells = dict(sheet.cells)
    places = sorted(cells) or [(1, 1)]
    for _ in range(chance.randint(1, 6)):
        row, column = chance.choice(places)
        match chance.randrange(5):
            case 0:
                cells.pop((row, column), None)
            case 1:  # A row again, below all others.
                last = max((at for at, _ in cells), default=0)
                cells |= {(last + 1, c): value for (r, c), value in list(cells.items()) if r == row}
            case 2:  # Two cells change places.
                other = chance.choice(places)
                cells[row, column], cells[other] = (
                    cells.get(other, ""),
                    cells.get((row, column), ""),
                )
            case _:
                cells[row + chance.randint(0, 3), column + chance.randint(0, 1)] = chance.choice(
                    ODD
                )
    return sheet._replace(
        cells=cells,
        merged=((3, 2, "B3:C3"),) if chance.random() < 0.05 else sheet.merged,
        hidden_rows=frozenset({chance.randint(1, 12)})
        if chance.random() < 0.05
        else sheet.hidden_rows,
        is_hidden=sheet.is_hidden if chance.random() < 0.98 else not sheet.is_hidden,
    )


def fuzz(books: Books, known: list[list[Sheet]], times: int, seed: int) -> Counter[str]:
    """Read so many spoiled lists; count what became of them. Anything but a refusal is raised."""
    chance, found = random.Random(seed), Counter[str]()
    choices = batch_choices(books, TODAY)
    made: Callable[[], object]
    for _ in range(times):
        sheets = [spoiled(sheet, chance) for sheet in chance.choice(known)]
        try:
            made = read_sheets(sheets, choices).made
        except FileRefused as error:
            found[error.name] += 1
        except CellsRefused as error:
            assert error.problems and all(problem.why for problem in error.problems)
            found["cells"] += 1
        else:
            assert made() is not None
            found["read"] += 1
    return found


def test_spoiled_lists_are_read_or_refused(lists: tuple[Books, list[list[Sheet]]]) -> None:
    found = fuzz(*lists, 300, 1)
    assert found["read"] and found["cells"], found


@pytest.mark.slow
def test_ten_thousand_spoiled_lists(lists: tuple[Books, list[list[Sheet]]]) -> None:
    found = fuzz(*lists, 10_000, 2)
    assert found.total() == 10_000
    assert found["cells"] > 1_000 and found["read"] > 50, found


def test_the_folder_of_kinds_is_walked(
    lists: tuple[Books, list[list[Sheet]]], tmp_path: Path
) -> None:
    assert len(lists[1]) == len(all_kinds()) + 1 == 7
