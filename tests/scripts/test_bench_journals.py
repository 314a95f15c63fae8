"""The journals that ``scripts/bench`` gives to hledger and ledger say what the books say."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from beancount.core.data import Transaction
from beancount.loader import load_file

ROOT = Path(__file__).resolve().parents[2]
BOOKS = """
2025-01-01 open Assets:1002银行存款 CNY
2025-01-01 open Expenses:5101办公用品 CNY
2025-03-04 * "示例文具店; 分店" "纸"
  voucher: "2025-03-0001"
  Expenses:5101办公用品  386.50 CNY
    document: "documents/x.pdf"
  Assets:1002银行存款
"""
JOURNAL = """\
2025-03-04 * (2025-03-0001) 示例文具店； 分店 | 纸
    Expenses:5101办公用品  386.50 CNY
    Assets:1002银行存款  -386.50 CNY

"""


def converted(main: Path, target: Path) -> str:
    command = [sys.executable, str(ROOT / "scripts" / "bench_journals.py"), str(main), str(target)]
    subprocess.run(command, check=True, env={**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"})
    return target.read_text("utf-8")


def test_a_voucher_is_written_with_its_postings(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_text(BOOKS, encoding="utf-8")
    assert converted(main, tmp_path / "x.journal") == JOURNAL


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Decimal]]:
    """The example books without our plugin as a journal, and Beancount's own balances of them."""
    folder = Path(shutil.copytree(ROOT / "ledger", tmp_path_factory.mktemp("bare") / "ledger"))
    main = folder / "main.beancount"
    lines = main.read_text("utf-8").splitlines(keepends=True)
    main.write_text("".join(one for one in lines if not one.startswith("plugin")), "utf-8")
    entries, errors, _ = load_file(str(main))
    assert not errors
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                assert posting.units is not None and posting.units.number is not None
                balances[posting.account] += posting.units.number
    converted(main, folder / "x.journal")
    return folder / "x.journal", {name: sum_ for name, sum_ in balances.items() if sum_}


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("hledger", ["balance", "--flat", "--no-total", "-O", "csv"]),
        ("ledger", ["balance", "--flat", "--no-total", "--format", "\"%(account)\",\"%(total)\"\n"]),
    ],
)  # fmt: skip
def test_both_programs_find_the_balances_that_beancount_finds(
    example: tuple[Path, dict[str, Decimal]], program: str, words: list[str]
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here: apt install hledger ledger")
    journal, balances = example
    done = subprocess.run(
        [program, "-f", str(journal), *words],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    rows = [row for row in csv.reader(done.stdout.splitlines()) if row and row[0] != "account"]
    assert {name: Decimal(told.removesuffix(" CNY")) for name, told in rows} == balances
    assert len(rows) > 20
