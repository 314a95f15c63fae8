"""What is being done is said at a terminal, after two seconds, and wiped away; nobody else sees it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from juwu_ledger.books.model.width import display_width
from plain_example import PLAIN

LONG = (
    "import sys, time\n"
    "from juwu_ledger.cli.shell.progress import working\n"
    "with working('正在出表', quiet=len(sys.argv) > 1):\n"
    "    time.sleep(3.6)\n"
    "print('好了')\n"
)
LINE = "\r正在出表，已经 2 秒……"


def shown(program: str, *words: str) -> str:
    """Run a program at a terminal; return all that it sends there."""
    handle, end = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", program, *words], stdin=end, stdout=end, stderr=end
    )
    os.close(end)
    data = b""
    while True:
        try:
            more = os.read(handle, 65536)
        except OSError:  # The other end is closed.
            break
        if not more:
            break
        data += more
    os.close(handle)
    assert run.wait(60) == 0
    return data.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of Unix")
def test_at_a_terminal_it_is_said_and_wiped_away() -> None:
    said = shown(LONG)
    assert said.startswith(LINE)
    assert said.count("正在出表") >= 2
    wiped = f"\r{' ' * display_width(LINE[1:])}\r"
    assert said.endswith(f"{wiped}好了\r\n")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of Unix")
def test_what_is_quick_or_quiet_says_nothing() -> None:
    assert shown(LONG.replace("3.6", "0.1")) == "好了\r\n"
    assert shown(LONG, "quiet") == "好了\r\n"


def test_a_pipe_is_told_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, check=True)
    assert (done.stdout.decode("utf-8").strip(), done.stderr) == ("好了", b"")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of Unix")
def test_an_error_comes_on_a_line_of_its_own() -> None:
    """What ends the work is told after the line is gone."""
    program = LONG.replace("sleep(3.6)", "sleep(2.5)\n    raise SystemExit(0)")
    said = shown(program)
    assert said.startswith("\r正在出表") and said.endswith(" \r")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of Unix")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), ("正在查账",)),
        (("report", "monthly", "2025-03"), ("正在读账本", "正在查账", "正在编表", "正在出表")),
        (("list", "--period", "2025-03"), ("正在读账本",)),
    ],
)
def test_whatever_takes_long_with_many_vouchers_says_what_it_does(
    words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """Here nobody is given two seconds, for the books are small."""
    program = (
        "import sys\n"
        "from juwu_ledger.cli.shell import progress\n"
        "progress._PATIENCE = 0\n"
        "from juwu_ledger.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
    )
    shows = shown(program, *words, "--books", str(PLAIN))
    for what in said:
        assert f"\r{what}，已经 0 秒……" in shows, shows
