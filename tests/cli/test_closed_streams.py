"""Streams that the caller closed (``>&-``, ``<&-``): no traceback, and what was written is said by the status."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hand_kept import DAY, Desk

APPROVE = ("approve", "--amount", "20", "--for", "纸", "--reason", "办公", "--applicant", "李四安")


def run(desk: Desk, closed: str, *words: str) -> subprocess.CompletedProcess[str]:
    given = [sys.executable, "-m", "juwu_ledger", *words, "--books", str(desk.folder)]
    return subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *given, "--as-of", DAY],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_one_approval_is_written_and_the_status_says_so(desk: Desk, closed: str) -> None:
    before = desk.files()
    done = run(desk, closed, *APPROVE, "--date", DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert desk.added(before).count('custom "approval"') == 1
    assert run(desk, closed, "check").returncode == 0


def test_nobody_can_be_asked(desk: Desk) -> None:
    before = desk.files()
    done = run(desk, "<&-", "approve")
    assert done.returncode == 2
    assert "--amount" in done.stderr
    assert desk.files() == before
