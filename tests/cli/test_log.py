"""The operations log: what commands write, and what was written by hand, worked out with ``hashlib`` alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from closing import close, with_a_month
from hand_kept import Desk

from invoking import invoke
from written_books import example, run

LOG = "operations.log"
MONTH = "2026/2026-01.beancount"


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def receive(books: Path, amount: str = "57.50", day: str = "2026-01-05") -> None:
    result = run(
        books,
        *("receive", "--amount", amount, "--from", f"居民{amount}", "--for", "复印"),
        *("--account", "4003-01", "--to", "bank", "--date", day),
        as_of="2026-01-20",
    )
    assert result.exit_code == 0, result.stderr


def lines(books: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (books / LOG).read_text("utf-8").splitlines()]


def verified(books: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_reading(books, "verify", "--format", "json").stdout)
    return found


def run_reading(books: Path, *words: str) -> Result:
    return invoke([*words, "--books", str(books)])


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return example(tmp_path)


def test_books_without_a_log_say_so(books: Path) -> None:
    assert "还没有操作日志：从下一次记账起" in run_reading(books, "verify").stdout
    assert "还没有操作日志" in run_reading(books, "log").stdout
    assert not (books / LOG).exists()


def test_a_line_says_who_when_by_what_and_what_it_became(books: Path) -> None:
    before = {
        path.relative_to(books).as_posix(): sha(path)
        for path in books.rglob("*.beancount")
        if path.is_file()
    }
    began = dt.datetime.now(dt.UTC)
    receive(books)
    receive(books, "60.00")
    ended = dt.datetime.now(dt.UTC)

    first, second = lines(books)
    assert first["begin"] == before, "the first line knows every file as it was before"
    assert "begin" not in second
    assert [first["line"], second["line"]] == [1, 2]
    assert first["previous"] == "none"
    raw = (books / LOG).read_bytes().splitlines()
    assert second["previous"] == hashlib.sha256(raw[0]).hexdigest()
    assert second["command"] == "receive" and second["ids"] == ["2026-01-0002"]
    assert second["how"] == "account" and second["by"]
    at = dt.datetime.fromisoformat(second["at"])
    assert began - dt.timedelta(seconds=1) <= at <= ended
    assert second["files"][MONTH][1] == sha(books / MONTH)
    assert second["files"][MONTH][0] == first["files"][MONTH][1]
    assert first["files"]["main.beancount"] == [
        before["main.beancount"],
        sha(books / "main.beancount"),
        None,
    ]


def test_what_comes_with_a_change_is_named_with_its_digest(books: Path, tmp_path: Path) -> None:
    scan = tmp_path / "存根.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    receive(books)
    result = run(
        books, "attach", "2026-01-0001", str(scan), "--date", "2026-01-06", as_of="2026-01-20"
    )
    assert result.exit_code == 0, result.stderr
    (kept,) = lines(books)[1]["made"].items()
    assert kept == (kept[0], sha(scan)) and (books / kept[0]).exists()


def test_a_command_leaves_no_edits_and_a_hand_does(books: Path) -> None:
    receive(books)
    receive(books, "60.00")
    assert verified(books)["log"] == {
        **verified(books)["log"],
        "lines": 2,
        "holds": True,
        "edits": [],
        "undone": [],
    }
    with (books / MONTH).open("a", encoding="utf-8") as file:
        file.write("; 手写的\n")
    told = run_reading(books, "verify")
    assert told.exit_code == 0, "writing by hand is allowed while a month is open"
    assert f"{MONTH}：第 2 笔以后手工改过" in told.stdout

    receive(books, "70.00")
    assert verified(books)["log"]["edits"] == [
        {"file": MONTH, "after": 2, "before": 3, "what": "手工改过"}
    ], "and is known for ever"
    told = run_reading(books, "log").stdout
    assert told.index("手工：") < told.index("    3  ")


def test_files_that_no_command_touched_are_known_from_the_first_line(books: Path) -> None:
    receive(books)
    charter = books / "charter.beancount"
    charter.write_text(charter.read_text("utf-8") + "; 手写的\n", "utf-8")
    assert [(e["file"], e["after"]) for e in verified(books)["log"]["edits"]] == [
        ("charter.beancount", 0)
    ]


def test_a_change_that_never_came_is_told_as_that(books: Path) -> None:
    """The power fails between the line and its change: the file is as it was."""
    receive(books)
    before = (books / MONTH).read_bytes()
    receive(books, "60.00")
    (books / MONTH).write_bytes(before)
    state = verified(books)["log"]
    assert (state["undone"], state["edits"], state["holds"]) == ([2], [], True)
    assert "最后一笔没有写成" in run_reading(books, "verify").stdout

    receive(books, "70.00")
    assert verified(books)["log"]["undone"] == [2]
    assert "没有写成" in run_reading(books, "log").stdout


def cut(raw: list[bytes]) -> list[bytes]:
    return raw[:1] + raw[2:]


def swapped(raw: list[bytes]) -> list[bytes]:
    return [raw[0], raw[2], raw[1], *raw[3:]]


def changed(raw: list[bytes]) -> list[bytes]:
    return [raw[0], raw[1].replace(b'"receive"', b'"reverse"'), *raw[2:]]


def twice(raw: list[bytes]) -> list[bytes]:
    return [*raw[:2], raw[1], *raw[2:]]


def beheaded(raw: list[bytes]) -> list[bytes]:
    return raw[1:]


@pytest.mark.parametrize("tamper", [cut, swapped, changed, twice, beheaded])
def test_a_line_that_was_changed_breaks_the_chain(books: Path, tamper: Any) -> None:
    for amount in ("50.00", "60.00", "70.00"):
        receive(books, amount)
    raw = (books / LOG).read_bytes().splitlines()
    (books / LOG).write_bytes(b"".join(line + b"\n" for line in tamper(raw)))

    told = run_reading(books, "verify")
    assert told.exit_code == 3 and "操作日志第" in told.stdout
    assert run_reading(books, "log").exit_code == 3
    checked = run(books, "check", as_of="2026-01-20")
    assert checked.exit_code == 0, "the rules are another matter"
    receive(books, "80.00")


def test_a_log_that_was_written_anew_is_not_the_one_that_a_closing_knew(tmp_path: Path) -> None:
    """Whoever makes a whole new chain cannot make the seal of a closed month fit it."""
    desk = with_a_month(Desk(tmp_path / "books"))
    folder = desk.folder
    resolve = ("resolve", "--present", "58", "--in-favour", "55", "--title")
    for text in ("照明改造", "粉刷楼道"):
        assert desk.run(*resolve, text).exit_code == 0
    assert close(desk).exit_code == 0
    sealed = (folder / "seals" / "2026-03.seal").read_text("utf-8")
    raw = (folder / LOG).read_bytes().splitlines()
    assert f"\noperations 2 {hashlib.sha256(raw[1]).hexdigest()}\n" in sealed
    assert run_reading(folder, "verify").exit_code == 0

    (folder / LOG).write_bytes(b"".join(line + b"\n" for line in raw[:1]))
    cut_off = run_reading(folder, "verify")
    (folder / LOG).unlink()
    for text in ("新写的", "又一条"):
        assert desk.run(*resolve, text, day="2026-04-04").exit_code == 0
    for told in (cut_off, run_reading(folder, "verify")):
        assert (
            told.exit_code == 3 and "月结时操作日志有 2 行，现在的日志不是那一本了" in told.stdout
        )


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"\n\n",
        b"hello\n",
        b"[" * 100_000 + b"\n",
        b"{}\n",
        b'{"line": 1}\n',
        b'{"line": true, "at": 3}\n',
        b"\xff\xfe\x00\n",
        '{"by": "\u202e"}\n'.encode(),
    ],
)
def test_whatever_is_in_the_log_there_is_no_traceback_and_one_writes_on(
    books: Path, spoiled: bytes
) -> None:
    (books / LOG).write_bytes(spoiled)
    for words in (("verify",), ("log",), ("log", "--format", "json")):
        assert run_reading(books, *words).exit_code in (0, 3)
    receive(books)
    assert (books / LOG).read_bytes().startswith(spoiled)


def test_names_in_the_log_lead_nowhere(books: Path, tmp_path: Path) -> None:
    receive(books)
    (said,) = lines(books)
    said["files"] = {"../../../etc/passwd": ["a" * 64, "b" * 64, None], "\x00": [None, "c", None]}
    (books / LOG).write_text(json.dumps(said) + "\n", "utf-8")
    assert run_reading(books, "verify").exit_code == 0


def test_a_log_that_is_a_link_or_a_folder_refuses_the_change(books: Path, tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.write_bytes(b"x")
    for make in (lambda p: p.symlink_to(outside), lambda p: p.mkdir(), os.mkfifo):
        make(books / LOG)
        result = run(
            books, "limit", "petty-cash", "2000", "--date", "2026-01-05", as_of="2026-01-20"
        )  # fmt: skip
        assert result.exit_code == 5 and "操作日志读不了" in result.stderr
        (books / LOG).rmdir() if (books / LOG).is_dir() else (books / LOG).unlink()
    assert outside.read_bytes() == b"x"


def test_a_period_is_that_of_the_clock(books: Path) -> None:
    receive(books)
    today = dt.datetime.now().astimezone().date()
    assert "共 1 笔" in run_reading(books, "log", "--period", f"{today:%Y-%m}").stdout
    assert "共 0 笔" in run_reading(books, "log", "--period", "1999").stdout
    found = json.loads(run_reading(books, "log", "--format", "json").stdout)
    assert [item["title"] for item in found["operations"]] == ["凭证 2026-01-0001"]
