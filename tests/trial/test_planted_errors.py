"""The trial of planted errors: no paper prints over what was done to the books.

Each error is planted by itself, and every paper, every register and the workbook is made. A paper either
says that something is wrong (status 3, or 4 where no paper is made at all) or its figures are right: those
of the books before, where the error does not touch them, or those that were worked out by hand here
(``RIGHT``) and that a second count from the entries finds too. With those of `tests/cli/test_left_out.py`
there are over a hundred kinds.
"""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import planted
import pytest
import tampered

from invoking import invoke
from juwu_ledger.recount import Books, recount

pytestmark = pytest.mark.slow
DONOR, WORKBOOK = "示例机械有限公司", "workbook"
REGISTERS = ("receipts", "approvals", "assets", "low-value", "cash", "bank", "funds")
UNTOUCHED = {"income": "0.00", "closing": "0.00"}
MORE = {"income": "70.00", "closing": "70.00"}
RIGHT: dict[str, dict[str, str]] = {
    # 70.00 came to the bank and is shown as received, though not as income by account.
    "money on a liability without role": MORE,
    "money on an equity account without role": MORE,
    "money put to the net assets": MORE,
    # Nothing says how much cash may lie there; no sum depends on it.
    "no limit of cash": UNTOUCHED,
    # The entries are compared with the digest that the director signed; `verify` names the file.
    "a seal altered": UNTOUCHED,
    "a seal gone": UNTOUCHED,
}
"""What no paper speaks of, and by how much it changes the month's totals."""


class Trial(NamedTuple):
    """The papers of some periods of books on a day."""

    month: str
    quarter: str
    half: str
    as_of: str

    @property
    def papers(self) -> dict[str, tuple[str, ...]]:
        """Every paper by its name, as it is asked for."""
        return {
            "monthly": ("report", "monthly", self.month),
            "quarterly": ("report", "quarterly", self.quarter),
            "half-year": ("report", "half-year", self.half),
            "annual": ("report", "annual", "2025"),
            "donor": ("report", "donor", DONOR),
            "disclosure": ("disclose", self.quarter),
            "board": ("disclose", self.quarter, "--board"),
            **{name: ("register", name, "--period", self.quarter) for name in REGISTERS},
        }


class Made(NamedTuple):
    """What became of a paper."""

    status: int
    json: dict[str, Any] | None

    @property
    def figures(self) -> list[Any]:
        """Every amount and count that it prints."""
        assert self.json is not None
        totals = self.json["totals"] or {}
        found: list[Any] = [(key, value) for key, value in totals.items()]
        for table in self.json["tables"]:
            keys = [c["key"] for c in table["columns"] if c["kind"] in ("money", "count")]
            found += [[row["values"][key] for key in keys] for row in table["rows"]]
        return found


OPEN = Trial("2025-05", "2025Q2", "2025H1", planted.AS_OF)
SEALED = Trial("2025-07", "2025Q3", "2025H2", tampered.AS_OF)


def make(folder: Path, trial: Trial) -> dict[str, Made]:
    """Make every paper and the workbook of the books in a folder."""
    also = ["-b", str(folder), "--as-of", trial.as_of]
    made = {}
    for name, words in trial.papers.items():
        result = invoke([*words, *also, "--format", "json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        paper = json.loads(result.stdout) if result.stdout.startswith("{") else None
        made[name] = Made(result.exit_code, paper)
    out = folder.parent / "账册.xlsx"
    result = invoke(["export", "audit", "--year", "2025", "-o", str(out), "--force", *also])
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    made[WORKBOOK] = Made(result.exit_code, None)
    return made


class Base(NamedTuple):
    """Sound books, and their papers."""

    folder: Path
    papers: dict[str, Made]


def sound(folder: Path, trial: Trial) -> Base:
    """Make the papers of sound books: nothing on them is red."""
    made = make(folder, trial)
    assert {name: one.status for name, one in made.items()} == dict.fromkeys(made, 0)
    return Base(folder, made)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return sound(planted.half_year(tmp_path_factory.mktemp("open") / "ledger"), OPEN)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("sealed") / "ledger"
    shutil.copytree(planted.EXAMPLE, folder)
    return sound(folder, SEALED)


def test_there_are_enough_kinds() -> None:
    assert len(planted.KINDS) + len(tampered.KINDS) >= 90


@pytest.mark.parametrize("kind", planted.KINDS)
def test_no_paper_prints_over_it(kind: str, opened: Base, tmp_path: Path) -> None:
    told_or_right(kind, planted.KINDS[kind], opened, OPEN, tmp_path / "ledger")


@pytest.mark.parametrize("kind", tampered.KINDS)
def test_no_paper_prints_over_what_was_sealed(kind: str, sealed: Base, tmp_path: Path) -> None:
    told_or_right(kind, tampered.KINDS[kind], sealed, SEALED, tmp_path / "ledger")


def told_or_right(kind: str, plant: planted.Plant, base: Base, trial: Trial, folder: Path) -> None:
    """Plant an error, and demand that each paper tells of it or is right."""
    shutil.copytree(base.folder, folder)
    plant(folder)
    made = make(folder, trial)
    assert {one.status for one in made.values()} <= {0, 3, 4}
    silent = {name: one for name, one in made.items() if one.status == 0}
    if kind in RIGHT:
        assert silent.keys() == made.keys(), "a paper tells of it now: RIGHT need not excuse it"
        by_hand(silent, base.papers, RIGHT[kind])
        by_second_count(silent, folder)
    else:
        assert WORKBOOK not in silent
        changed = [n for n, one in silent.items() if one.figures != base.papers[n].figures]
        assert changed == []
        assert len(silent) <= 1, silent.keys()  # The month of which nothing is said.


def by_hand(made: dict[str, Made], before: dict[str, Made], more: dict[str, str]) -> None:
    """Compare the month's totals with those of before and what was added by hand."""
    now, then = ((one["monthly"].json or {})["totals"] for one in (made, before))
    for key in ("opening", "income", "spending", "closing"):
        assert Decimal(now[key]) == Decimal(then[key]) + Decimal(more.get(key, "0.00"))


def by_second_count(made: dict[str, Made], folder: Path) -> None:
    """Count every figure again from the entries alone."""
    second = Books(folder / "main.beancount")
    papers = [one.json for one in made.values() if one.json]
    assert [one for paper in papers for one in recount(paper, second).differs] == []
