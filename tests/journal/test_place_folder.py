"""Making a folder of files: all of it or nothing, whichever call the system fails at."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.journal.engine import disk

FILES = {"main.beancount": b"1\n", "2026/2026-01.beancount": b"2\n", ".gitignore": b"3\n"}
CALLS = ("open", "write", "fsync", "close", "replace", "rename", "mkdir")


class Struck:
    """Counts the calls that change the disk and fails at one of them."""

    def __init__(self, at: int, number: int) -> None:
        self.at, self.number, self.calls = at, number, 0

    def around(self, call: Any) -> Any:
        def doomed(*args: Any, **more: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                raise OSError(self.number, os.strerror(self.number))
            return call(*args, **more)

        return doomed


@pytest.fixture(params=[False, True], ids=["new", "empty"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "账本"
    if request.param:
        folder.mkdir()
    return folder


def strikes(folder: Path, at: int, number: int) -> Struck:
    struck = Struck(at, number)
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(disk.os, name, struck.around(getattr(os, name)))
        disk.place_folder(folder, FILES, ["documents"])
    return struck


def whole(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_is_there(folder: Path) -> None:
    disk.place_folder(folder, FILES, ["documents"])
    assert whole(folder) == FILES
    assert (folder / "documents").is_dir()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("at", range(1, 40))
def test_a_call_fails(folder: Path, at: int, number: int) -> None:
    was_there = folder.exists()
    try:
        struck = strikes(folder, at, number)
    except disk.NotWritten as failure:
        assert not failure.unsure
        assert disk.why_not(OSError(number, "")) in failure.reason
        assert not folder.exists() or not list(folder.iterdir())
        assert folder.exists() <= was_there
        assert {path.name for path in folder.parent.iterdir()} <= {folder.name}
    else:
        assert struck.calls < at
        assert whole(folder) == FILES


def test_a_taken_place_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "账本"
    folder.mkdir()
    (folder / "mine.txt").write_text("x")
    with pytest.raises(disk.NotWritten) as caught:
        disk.place_folder(folder, FILES)
    assert caught.value.reason == "那里已经有东西了"
    assert whole(folder) == {"mine.txt": b"x"}
    assert [path.name for path in tmp_path.iterdir()] == ["账本"]
