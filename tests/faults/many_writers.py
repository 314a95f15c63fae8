"""Many writers at once on the same small books."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from faults.judging import BOOKS
from faults.sandbox import Node, Tree, fresh, load_program, materialise, run, snapshot
from faults.scenarios import AS_OF
from juwu_ledger.books.reading.loading import load_books

WRITERS = 8
_WORDS = (
    *("receive", "--amount", "5", "--from", "居民", "--account", "4003", "--to", "bank"),
    *("--date", "2026-04-02", "--json", "--books", "books", "--as-of", AS_OF),
)


def wait_of_writers(each: int, before: tuple[str, ...] = ()) -> list[float]:
    """Let the writers write ``each`` vouchers at once; return how long each voucher took.

    Asserts that everything that was acknowledged is there exactly once and numbers are unbroken.
    """
    load_program()
    with fresh() as folder:
        materialise(_many_receipts(), folder / "books")
        if before:
            assert run(before, folder).status == 0
        told = _at_once(folder, each)
        loaded = load_books(folder / "books" / "main.beancount")

    books = loaded.books
    assert books is not None and not loaded.errors
    acknowledged = sorted(number for number, _, _ in told)
    assert acknowledged == [f"2026-04-{number:04d}" for number in range(1, WRITERS * each + 1)]
    written = {v.id: v.narration for v in books.vouchers if v.id.startswith("2026-04")}
    assert written == {number: words for number, words, _ in told}
    receipts = [use.number for use in books.facts.receipts]
    assert len(set(receipts)) == len(receipts) == WRITERS * each + 1
    return [wait for _, _, wait in told]


def _at_once(folder: Path, each: int) -> list[tuple[str, str, float]]:
    begin = folder / "begin"
    children = []
    for writer in range(WRITERS):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                while not begin.exists():
                    time.sleep(0.001)
                told = [_one(folder, f"{writer}-{number}") for number in range(each)]
                (folder / f"told-{writer}").write_text(json.dumps(told))
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    begin.touch()
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ended == [0] * WRITERS
    return [
        tuple(item)
        for writer in range(WRITERS)
        for item in json.loads((folder / f"told-{writer}").read_text())
    ]


def _one(folder: Path, words: str) -> tuple[str, str, float]:
    began = time.monotonic()
    outcome = run([*_WORDS, "--for", words], folder, counted=False, patience=60)
    assert outcome.status == 0, outcome.err
    (number,) = json.loads(outcome.out)["written"]["ids"]
    return number, words, time.monotonic() - began


def _many_receipts() -> Tree:
    """Return the books with receipts enough for all."""
    tree = dict(snapshot(BOOKS))
    receipts = tree["receipts.beancount"].data.replace(b"A0000150", b"A0009999")
    return {**tree, "receipts.beancount": Node("file", receipts)}
