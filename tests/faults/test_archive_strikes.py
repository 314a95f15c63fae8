"""``juwu archive`` under strikes: the archive is there whole, every file as its list says, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

pytest.importorskip("fcntl")

from faults.calls import FAULTS, KILLS, Fault, applicable
from faults.judging import complaint, prepared
from faults.powerloss import Disk
from faults.sandbox import LEFT_OVER, Tree, fresh, materialise, run, snapshot
from faults.scenarios import SCENARIOS, Scenario

ARCHIVE = Scenario(
    ["archive", "2026", "-o", "out"],
    before=[SCENARIOS["close"].argv],
    as_of="2026-04-03",
    files={"out/说明.txt": b"x\n"},
)
LATER = "2027-01-10"
"""The year must be over."""
STRIKES = 40
"""Calls that are struck, spread over all: each renders the papers anew."""


def _is_there(tree: Tree) -> bool:
    """Tell whether there is an archive; it must then be whole."""
    lists = [n for n in tree if n.endswith("/manifest.sha256") and not LEFT_OVER.search(n)]
    folders = {n for n in tree if n.startswith("out/") and n.count("/") == 1} - {"out/说明.txt"}
    assert {n.rpartition("/")[0] for n in lists} == {n for n in folders if not LEFT_OVER.search(n)}
    for name in lists:
        folder = name.rpartition("/")[0]
        listed = dict(
            reversed(line.split("  ", 1)) for line in tree[name].data.decode().splitlines()
        )
        there = {
            n.removeprefix(f"{folder}/"): hashlib.sha256(node.data).hexdigest()
            for n, node in tree.items()
            if n.startswith(f"{folder}/") and node.kind == "file" and n != name
        }
        assert there == listed
    return bool(lists)


def test_an_archive_is_whole_or_not_there() -> None:
    start, argv = prepared(ARCHIVE), replace(ARCHIVE, as_of=LATER).full(ARCHIVE.argv)
    with fresh() as folder:
        materialise(start, folder)
        outcome = run(argv, folder)
        assert outcome.status in (0, 3) and not outcome.around, outcome
        assert _is_there(snapshot(folder))
    status, calls = outcome.status, outcome.log
    step = max(1, len(calls) // STRIKES)
    for count, at in enumerate([*range(1, len(calls), step), len(calls) - 1, len(calls)]):
        kinds = [kind for kind in FAULTS if applicable(kind, calls[at - 1].name)]
        kind = kinds[count % len(kinds)]
        with fresh() as folder:
            materialise(start, folder)
            outcome = run(argv, folder, Fault(kind, at))
            made = _is_there(snapshot(folder))

        assert not outcome.around and outcome.killed == (kind in KILLS), (kind, at)
        assert outcome.killed or outcome.status == status or not complaint(outcome), outcome
        lost = {_is_there(tree) for tree in Disk(start).feed(outcome.log).after_loss()}
        if outcome.status == status:
            assert made and lost == {True}, (kind, at)
