"""What reaches behind the newest seal is read from the seal before it, and says so."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from juwu_ledger.journal.engine.journal import Journal
from juwu_ledger.journal.orders.reversals import RedLetter
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.seals.judging import judge_books
from sealed_books import SealedCopy, make_sealed_books

DAY = dt.date(2025, 10, 2)
WHOLE = ""
# By hand: the seals of 2025-01 and 2025-02 carry nothing, so many things those months left open; of May
# something was left open, too: its seal ends with April.
READ_FROM = {
    "2025-09": "2025-08",
    "2025-08": "2025-07",
    "2025-07": "2025-06",
    "2025-06": "2025-05",
    "2025-04": "2025-03",
    "2025-01": WHOLE,
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sealed_books(tmp_path_factory.mktemp("older") / "books")


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Iterator[SealedCopy]:
    yield SealedCopy(original, tmp_path / "books")


@pytest.mark.parametrize("month", READ_FROM)
def test_a_red_letter_is_read_from_the_seal_before_its_voucher(
    copy: SealedCopy, month: str
) -> None:
    order = RedLetter(f"{month}-0003", dt.date(2025, 9, 30), "记错了")
    Journal(copy.main, DAY).write(order.plan, explain="测试")
    since = judge_books(copy.main, CATALOGUE, DAY)
    whole = judge_books(copy.main, CATALOGUE, DAY, full=True)
    assert since.findings == whole.findings
    assert since.vouchers == whole.vouchers
    read = [reading.seal for reading in since.tried if reading.since is not None]
    assert read == ([f"{READ_FROM[month]}.seal"] if READ_FROM[month] else [])
    assert since.incremental == bool(read)
    assert all(reading.why for reading in since.tried if reading.since is None)


def test_a_file_that_was_changed_is_read_from_the_seal_before_the_change(copy: SealedCopy) -> None:
    august = copy.folder / "2025" / "2025-08.beancount"
    text = august.read_text("utf-8")
    august.write_text(text.replace("attachments: 1", "attachments: 2", 1), encoding="utf-8")
    since = judge_books(copy.main, CATALOGUE, DAY)
    assert "PRD002" in {finding.rule for finding in since.findings}
    assert since.findings == judge_books(copy.main, CATALOGUE, DAY, full=True).findings


def test_verbose_says_from_which_seal_and_why(copy: SealedCopy) -> None:
    order = RedLetter("2025-08-0003", dt.date(2025, 9, 30), "记错了")
    Journal(copy.main, DAY).write(order.plan, explain="测试")
    said = check(copy, "--verbose")
    assert "没有从 seals/2025-08.seal 读起：后来的凭证牵动 2025-08 的凭证" in said
    assert "从 seals/2025-07.seal 封账以后读起" in said
    assert "封账以后读起" not in check(copy)
    assert "账本从头到尾读了一遍" in check(copy, "--verbose", "--full")


def check(copy: SealedCopy, *more: str) -> str:
    command = [sys.executable, "-m", "juwu_ledger", "check", "-b", str(copy.folder)]
    command += ["--as-of", str(DAY), *more]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
