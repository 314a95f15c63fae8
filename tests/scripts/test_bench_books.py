"""The made-up books of ``scripts/bench`` are clean under every rule, and always the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
SIZE = 300
# Every directive of the format but guarantees and keys for signatures.
WORDS = {
    *("officer", "limit", "budget-limit", "fund", "approval", "resolution", "cleared"),
    *("receipt-book", "receipt-void", "receipt-return", "reconciliation", "close", "filing"),
    *("asset", "low-value", "asset-handover", "asset-disposal", "stocktake", "query", "reply"),
    *("review", "disclosure", "conference-report", "donor-report"),
    "explanation",
}


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_books", SCRIPTS / "bench_books.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench_books = load_generator()


def open_findings(books: Books, as_of: dt.date) -> list[Finding]:
    return [finding for finding in judge(books, CATALOGUE, as_of) if finding.explanation is None]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_are_clean_under_every_rule(tmp_path: Path, seed: int) -> None:
    made = bench_books.write_books(tmp_path / "books", SIZE, seed)
    loaded = load_books(made.main)
    assert loaded.errors == ()
    assert loaded.books is not None
    assert len(loaded.books.vouchers) == made.vouchers == SIZE
    assert open_findings(loaded.books, made.as_of) == []
    assert loaded.books.newest == made.as_of


def test_three_years_of_books_use_the_whole_format_and_are_clean(tmp_path: Path) -> None:
    made = bench_books.write_books(tmp_path / "books", 3000, 7)
    loaded = load_books(made.main)
    assert loaded.errors == ()
    books = loaded.books
    assert books is not None
    assert open_findings(books, made.as_of) == []
    assert {f.rule for f in judge(books, CATALOGUE, made.as_of)} == {"FND002", "VCH009"}
    facts = books.facts
    assert {v.kind for v in facts.vouchers} == {
        "opening",
        "income",
        "spending",
        "inflow",
        "transfer",
    }
    for used in (facts.cancelled, facts.refunds, facts.documents, facts.budgeted, facts.assets):
        assert used
    text = "".join(p.read_text(encoding="utf-8") for p in made.main.parent.rglob("*.beancount"))
    assert set(re.findall(r'custom "([^"]+)"', text)) == WORDS


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("first", 5), ("second", 5), ("other", 6)):
        bench_books.write_books(tmp_path / name, SIZE, seed)
    first = fingerprint(tmp_path / "first")
    assert first == fingerprint(tmp_path / "second")
    assert first != fingerprint(tmp_path / "other")


def test_the_bare_books_lack_nothing_but_the_plugin_line(tmp_path: Path) -> None:
    made = bench_books.write_books(tmp_path / "books", SIZE, 1)
    plugin = 'plugin "juwu_ledger.rules"\n\n'
    text = made.main.read_text(encoding="utf-8")
    assert text.count(plugin) == 1
    assert made.bare.read_text(encoding="utf-8") == text.replace(plugin, "")


def test_it_refuses_a_folder_in_use_and_too_few_vouchers(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(FileExistsError):
        bench_books.write_books(tmp_path, SIZE)
    with pytest.raises(ValueError, match="too small"):
        bench_books.write_books(tmp_path / "books", 12)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the costs of a child process")
def test_bench_prints_the_programs_side_by_side() -> None:
    ran = subprocess.run(
        [sys.executable, SCRIPTS / "bench", str(SIZE), "--runs", "1", "--closings", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    lines = ("bean-check ", "bean-check + rules ", "juwu check ", "juwu --help ", "first page ")
    for word in (f"{SIZE} vouchers", *lines, "month's report, PDF ", "year's workbook ", "at most"):
        assert word in ran.stdout
    for program in ("hledger balance ", "ledger balance "):
        here = shutil.which(program.split()[0]) is not None
        assert (f"\n{program}" in ran.stdout) == here
        assert ("apt install hledger ledger" in ran.stdout) <= (not here)
