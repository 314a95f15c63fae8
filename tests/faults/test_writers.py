"""Many writers at once: every write that was acknowledged is there, once, and numbers are unbroken."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

from faults.judging import BOOKS
from faults.sandbox import Node, Tree, fresh, load_program, materialise, run, snapshot
from faults.scenarios import AS_OF
from juwu_ledger.books.loading import load_books

WRITERS = 8
RECEIVE = ["receive", "--amount", "5", "--from", "居民", "--account", "4003", "--to", "bank"]


@pytest.mark.parametrize("each", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_many_writers_at_once(each: int) -> None:
    with fresh() as folder:
        materialise(_many_receipts(), folder / "books")
        waits = at_once(folder, each)
        main = folder / "books" / "main.beancount"
        loaded = load_books(main)

        assert loaded.books is not None and not loaded.errors
        april = [v for v in loaded.books.vouchers if v.date.isoformat() == "2026-04-02"]
        acknowledged = sorted(number for told in waits for number, _ in told)
        assert acknowledged == [f"2026-04-{n:04d}" for n in range(1, WRITERS * each + 1)]
        assert [v.id for v in april] == acknowledged
        slips = [use.number for use in loaded.books.facts.receipts]
        assert len(set(slips)) == len(slips) == WRITERS * each + 1
        assert max(wait for told in waits for _, wait in told) < 60


def at_once(folder: Path, each: int) -> list[list[tuple[str, float]]]:
    """Let the writers write; return of each what was acknowledged to it and how long that took."""
    load_program()
    begin = folder / "begin"
    children = []
    for writer in range(WRITERS):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                while not begin.exists():
                    time.sleep(0.001)
                told = [_one(folder, writer, number) for number in range(each)]
                (folder / f"told-{writer}").write_text(json.dumps(told))
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    begin.touch()
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ended == [0] * WRITERS
    return [
        [tuple(item) for item in json.loads((folder / f"told-{writer}").read_text())]
        for writer in range(WRITERS)
    ]


def _many_receipts() -> Tree:
    """Return the books with receipts enough for all."""
    tree = dict(snapshot(BOOKS))
    receipts = tree["receipts.beancount"].data.replace(b"A0000150", b"A0009999")
    return {**tree, "receipts.beancount": Node("file", receipts)}


def _one(folder: Path, writer: int, number: int) -> tuple[str, float]:
    began = time.monotonic()
    words = [*RECEIVE, "--for", f"{writer}-{number}", "--date", "2026-04-02", "--json"]
    outcome = run([*words, "-b", "books", "--as-of", AS_OF], folder, counted=False, patience=60)
    assert outcome.status == 0, outcome.err
    (voucher,) = json.loads(outcome.out)["written"]["ids"]
    return voucher, time.monotonic() - began
