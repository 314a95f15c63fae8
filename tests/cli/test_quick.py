"""The way round Typer must know every option of ``check`` and do just what Typer does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from juwu_ledger.cli.app import app
from juwu_ledger.cli.shell.quick import FLAGS, TAKES_VALUE, plain_check

LEDGER = Path(__file__).parents[2] / "ledger"
BOOKS = LEDGER.parent / "tests/rules/common.beancount"


def test_every_option_of_check_is_known() -> None:
    command = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    options = {name: p for p in command.params for name in p.opts if p.name != "help"}
    assert {name for name, p in options.items() if not p.is_flag} == set(TAKES_VALUE)
    assert {name for name, p in options.items() if p.is_flag} == set(FLAGS)
    known = {**TAKES_VALUE, **FLAGS}
    assert all(known[name] == p.name for name, p in options.items())


@pytest.mark.parametrize(
    "arguments",
    [
        ["rules"],
        ["check", "--help"],
        ["check", "-h"],
        ["check", "--books"],
        ["check", "--books=ledger"],
        ["check", "--format", "xml"],
        ["check", "--format", "-b"],
        ["check", "extra"],
        ["check", "--unknown", "1"],
        [],
    ],
)
def test_what_is_not_plain_goes_to_typer(arguments: list[str]) -> None:
    assert plain_check(arguments) is None


def run(*arguments: str, typer_only: bool = False) -> subprocess.CompletedProcess[bytes]:
    code = "from juwu_ledger.program import program; program()(prog_name='juwu')"
    command = ["-c", code] if typer_only else ["-m", "juwu_ledger"]
    return subprocess.run([sys.executable, *command, *arguments], capture_output=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "-b", str(LEDGER), "--as-of", "2026-01-31"],
        ["check", "--books", str(LEDGER), "--as-of", "2025-06-30", "--format", "json"],
        ["check", "-b", str(LEDGER), "--select", "RCP", "--ignore", "RCP003", "--examined"],
        ["check", "-b", str(LEDGER), "--select", "XYZ"],
        ["check", "-b", "no/such/books"],
        ["check", "-b", str(LEDGER), "--as-of", "yesterday"],
    ],
)
def test_both_ways_say_the_same(arguments: list[str]) -> None:
    quick, slow = run(*arguments), run(*arguments, typer_only=True)
    assert (quick.returncode, quick.stdout, quick.stderr) == (
        slow.returncode,
        slow.stdout,
        slow.stderr,
    )


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f"{sys.executable} -m juwu_ledger check -b {LEDGER} --as-of 2025-01-01 | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_check_imports_no_loader_of_beancounts() -> None:
    imported = imported_by_check(LEDGER)
    assert "beancount.parser.grammar" in imported
    assert not imported & {"beancount.api", "beancount.loader", "typer"}


def test_a_check_imports_only_what_these_books_need() -> None:
    """No statement of a bank is kept here, and every account is named as most are."""
    imported = imported_by_check(BOOKS)
    assert "juwu_ledger.records.bank_rows" in imported
    assert not imported & {"regex._regex", "dataclasses", "hashlib", "threading", "csv"}


def test_names_of_accounts_in_other_letters_are_held_against_beancounts_pattern(
    tmp_path: Path,
) -> None:
    books = tmp_path / "main.beancount"
    books.write_text("2026-01-01 open Assets:Épargne\n2026-01-01 open Aktiva:现金\n", "utf-8")
    assert "regex._regex" in imported_by_check(books)
    said = run("check", "-b", str(books), "--as-of", "2026-01-31").stdout.decode("utf-8")
    assert "错误  main.beancount:2  科目名 Aktiva:现金 写法不对\n" in said
    assert "科目名 Assets:Épargne 写法不对" not in said


def test_a_check_of_sealed_books_imports_nothing_that_makes_seals() -> None:
    imported = imported_by_check(LEDGER, "--as-of", "2026-03-31")
    assert "juwu_ledger.seals.incremental.seal_reader" in imported
    making = {"sealing", "verifying", "incremental.carrying", "incremental.kept_vouchers"}
    assert not imported & {f"juwu_ledger.seals.{name}" for name in making}
    assert not imported & {"dataclasses", "inspect", "regex._regex", "linecache", "typer"}
    assert not imported & {"weakref", "_weakrefset"}  # Of ``copy``.
    assert "juwu_ledger.books.signing.keys" in imported
    not_named = {"books.signing.trusted_keys", "books.model.width"}
    assert not imported & {f"juwu_ledger.{name}" for name in not_named}
    assert not imported & {"beancount.core.convert", "beancount.core.inventory"}


def test_what_stands_in_for_copy_and_textwrap_makes_way_for_them() -> None:
    code = "import sys; from juwu_ledger.cli.shell.bare_beancount import spare_imports\n"
    code += "spare_imports(); import copy, textwrap; from copy import deepcopy\n"
    code += "print(deepcopy([1]), copy.copy([2]), textwrap.dedent(' 3'), 'weakref' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "[1] [2] 3 True\n"


def imported_by_check(books: Path, *more: str) -> set[str]:
    code = "import sys; from juwu_ledger.__main__ import main\n"
    code += "def tell(status): print(*sys.modules); sys.stdout.flush(); end(status)\n"
    code += "import os; end, os._exit = os._exit, tell\nmain()"
    arguments = ["check", "-b", str(books), *(more or ("--as-of", "2026-01-31", "--full"))]
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return set(done.stdout.splitlines()[-1].split())
