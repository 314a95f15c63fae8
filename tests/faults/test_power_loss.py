"""The model of a power failure and the striking harness are not blind: they find what poor writers lose."""

# ruff: noqa: PTH102, PTH105 (the calls themselves are the matter)

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

from faults.calls import ERRORS, KILL_AFTER, KILL_BEFORE, SHORT, TORN, Call, Fault
from faults.powerloss import Disk
from faults.sandbox import Node, fresh, in_child, materialise, snapshot

OLD, NEW = b"old\n", b"old\nnew\n"
START = {"books": Node("folder"), "books/a": Node("file", OLD)}
Writer = Callable[[], None]


def _append() -> None:
    handle = os.open("books/a", os.O_WRONLY | os.O_APPEND)
    os.write(handle, NEW[len(OLD) :])
    os.close(handle)


def _rewrite() -> None:
    handle = os.open("books/a", os.O_WRONLY | os.O_TRUNC)
    os.write(handle, NEW)
    os.close(handle)


def _rename(*, sync_file: bool, sync_folder: bool) -> Writer:
    def write() -> None:
        handle = os.open("books/b", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        os.write(handle, NEW)
        if sync_file:
            os.fsync(handle)
        os.close(handle)
        os.replace("books/b", "books/a")
        if sync_folder:
            folder = os.open("books", os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    return write


def _calls(write: Writer) -> list[Call]:
    with fresh() as folder:
        materialise(START, folder)
        outcome = in_child(lambda: (os.chdir(folder), write())[1], folder)
        assert outcome.status == 0, outcome.err
        assert snapshot(folder)["books/a"].data == NEW
    return outcome.log


def _found(calls: list[Call]) -> set[bytes | None]:
    trees = Disk(START).feed(calls).after_loss()
    return {tree["books/a"].data if "books/a" in tree else None for tree in trees}


@pytest.mark.parametrize(
    ("write", "after_the_end"),
    [
        (_append, {OLD, b"", b"old\nne", b"old\n\0\0\0\0", NEW}),
        (_rename(sync_file=False, sync_folder=False), {OLD, b"", NEW[:4], bytes(8), NEW}),
        (_rename(sync_file=False, sync_folder=True), {b"", NEW[:4], bytes(8), NEW}),
        (_rename(sync_file=True, sync_folder=False), {OLD, NEW}),
        (_rename(sync_file=True, sync_folder=True), {NEW}),
    ],
)
def test_what_a_power_failure_leaves(write: Writer, after_the_end: set[bytes]) -> None:
    assert _found(_calls(write)) == after_the_end


def test_only_sync_and_rename_is_old_or_new_at_every_call() -> None:
    def all_found(write: Writer) -> set[bytes | None]:
        calls = _calls(write)
        return set().union(*(_found(calls[:count]) for count in range(len(calls) + 1)))

    assert all_found(_rename(sync_file=True, sync_folder=True)) == {OLD, NEW}
    assert all_found(_append) - {OLD, NEW}
    assert all_found(_rewrite) - {OLD, NEW}


def test_a_folder_that_was_not_synced_may_be_gone_with_all_in_it() -> None:
    def write() -> None:
        os.mkdir("books/2026")
        handle = os.open("books/2026/a", os.O_WRONLY | os.O_CREAT, 0o666)
        os.write(handle, NEW)
        os.fsync(handle)
        os.close(handle)
        folder = os.open("books/2026", os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    with fresh() as folder:
        materialise(START, folder)
        log = in_child(lambda: (os.chdir(folder), write())[1], folder).log
    found = [tree.get("books/2026/a") for tree in Disk(START).feed(log).after_loss()]

    assert found == [None, Node("file", NEW)]


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        (Fault(KILL_BEFORE, 2), b"old\n"),
        (Fault(KILL_AFTER, 2), NEW),
        (Fault(TORN, 2), b"old\nne"),
        (Fault(SHORT, 2), b"old\nne"),
        (Fault("ENOSPC", 2), b"old\nne"),
        (Fault("EIO", 2), OLD),
        (Fault("EACCES", 1), OLD),
        (Fault("EIO from here", 1), OLD),
    ],
)
def test_strikes_do_what_they_say(fault: Fault, left: bytes) -> None:
    with fresh() as folder:
        materialise(START, folder)
        outcome = in_child(lambda: (os.chdir(folder), _append())[1], folder, fault)

        assert snapshot(folder)["books/a"].data == left
    assert outcome.killed == (fault.kind in (KILL_BEFORE, KILL_AFTER, TORN))
    assert ("OSError" in outcome.err or "PermissionError" in outcome.err) == (
        fault.kind.split()[0] in ERRORS
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda: Path("books/c").write_bytes(b"x"),
        lambda: os.fdopen(os.open("books/c", os.O_WRONLY | os.O_CREAT), "wb").close(),
        lambda: os.pwrite(os.open("books/a", os.O_WRONLY), b"x", 0),
        lambda: os.system("true"),
        lambda: os.mkdir(Path("books").absolute().parent.parent / "juwu-faults-outside"),
    ],
    ids=["open", "fdopen", "pwrite", "another program", "outside"],
)
def test_changes_around_the_counted_calls_are_noticed(write: Callable[[], object]) -> None:
    with fresh() as folder:
        materialise(START, folder)
        outcome = in_child(lambda: (os.chdir(folder), write(), None)[2], folder)
        outside = folder.parent / "juwu-faults-outside"
        if outside.exists():
            outside.rmdir()

    assert outcome.around
