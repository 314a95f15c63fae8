"""Devices, folders and names that are not as they should be: one plain line, a status of docs/cli.md."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hand_kept import DAY, Desk

LONG = "x" * 300
JUWU = (sys.executable, "-m", "juwu_ledger")


def run(script: str, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``script`` with the command line as its ``"$@"``."""
    return subprocess.run(
        ["bash", "-c", script, "bash", *JUWU, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def line_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on standard error."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--format", "json"),
        ("list",),
        ("list", "--format", "json"),
        ("accounts",),
        ("due",),
    ],
)
def test_a_full_device(desk: Desk, words: tuple[str, ...]) -> None:
    done = run('"$@" > /dev/full', *words, "-b", str(desk.folder), "--as-of", DAY)
    assert done.returncode == 2
    assert "磁盘满了" in line_of(done)


def test_help_and_version_on_a_full_device() -> None:
    for words in (("-h",), ("--version",), ("rules",)):
        done = run('"$@" > /dev/full', *words)
        assert (done.returncode, line_of(done)[:7]) == (2, "系统不让做下去")


def test_nobody_reads_any_more(desk: Desk) -> None:
    for words in (("check",), ("list",), ("list", "--format", "json")):
        done = run('"$@" | true; exit ${PIPESTATUS[0]}', *words, "-b", str(desk.folder))
        assert (done.returncode, done.stderr) == (1, "")


def test_a_working_folder_that_is_gone(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for words in (("check",), ("check", "-b", str(desk.folder)), ("list", "-b", str(desk.folder))):
        done = run('mkdir -p gone && cd gone && rmdir ../gone && "$@"', *words, cwd=tmp_path)
        assert done.returncode == 2
        assert "文件夹已经不在了" in line_of(done)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "-b", LONG),
        ("check", "--trusted-keys", LONG),
        ("list", "-o", LONG, "--format", "csv"),
        ("export", "audit", "--year", "2026", "-o", LONG),
        ("key", "new", "赵一清", "--output", LONG),
        ("recount", LONG),
        ("user", "list", "--users", LONG),
    ],
)
def test_a_name_of_300_characters(desk: Desk, words: tuple[str, ...]) -> None:
    takes_books = words[0] not in ("user", "key") and "-b" not in words
    done = run('"$@"', *words, *(("-b", str(desk.folder)) if takes_books else ()))
    assert done.returncode in (2, 4, 5)
    assert LONG in line_of(done)


def test_a_scan_of_300_characters(desk: Desk) -> None:
    said = desk.refuse(2, "transfer", "--amount", "1", "--document", LONG)
    assert "文件名太长了" in said


@pytest.mark.parametrize("words", [("check",), ("verify",), ("list",)])
def test_keys_from_a_pipe(desk: Desk, words: tuple[str, ...], tmp_path: Path) -> None:
    pipe = tmp_path / "keys"
    os.mkfifo(pipe)
    takes_keys = words != ("list",)
    given = ("--trusted-keys", str(pipe)) if takes_keys else ("-o", str(pipe), "--format", "csv")
    done = run('"$@"', *words, *given, "-b", str(desk.folder))
    assert done.returncode == 2
    assert str(pipe) in line_of(done)


def test_a_paper_that_is_a_pipe(desk: Desk, tmp_path: Path) -> None:
    pipe = tmp_path / "paper.json"
    os.mkfifo(pipe)
    done = run('"$@"', "recount", str(pipe), "-b", str(desk.folder))
    assert done.returncode == 4
    assert "不是普通文件" in line_of(done)
