"""``juwu street receive`` under strikes: a bundle is taken in whole or not at all, and the log never breaks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("fcntl")
pytest.importorskip("pyarrow.parquet")

from faults.calls import FAULTS, KILLS, Fault, applicable
from faults.powerloss import Disk
from faults.sandbox import Node, Tree, fresh, in_child, materialise, run, snapshot

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "street"))

from made_streets import FIRST, WORDS, Committee, key_file, make_street

MADE = Committee(1)
JANUARY, FEBRUARY = (data for _, data in MADE.bundles(FIRST, 2))
ARGV = [
    *("street", "receive", "in/1.zip", "in/2.zip", "--street", "street"),
    *("--passphrase-file", "words", "--as-of", "2026-03-08"),
]
ZIPS = {
    f"street/bundles/{MADE.code}/{month}.zip": data
    for month, data in (("2026-01", JANUARY), ("2026-02", FEBRUARY))
}


def _start() -> Tree:
    with fresh() as folder:
        (folder / "street").mkdir()
        public = key_file(folder / "street" / "street.key")
        make_street(folder / "street", [MADE], key=public)
        (folder / "words").write_text(WORDS + "\n", encoding="utf-8")
        (folder / "in").mkdir()
        (folder / "in" / "1.zip").write_bytes(JANUARY)
        (folder / "in" / "2.zip").write_bytes(FEBRUARY)
        return snapshot(folder)


START = _start()


def _taken(tree: Tree) -> int:
    """How many bundles are in the log; what the log says is there, byte for byte."""
    lines = tree.get("street/log/entries", Node("file")).data.splitlines()
    for line in lines:
        said = json.loads(line)
        assert (
            tree[f"street/bundles/{MADE.code}/{said['period']}.zip"].data
            == (ZIPS[f"street/bundles/{MADE.code}/{said['period']}.zip"])
        )
    return len(lines)


def _log_holds(folder: Path) -> None:
    def read() -> None:
        from juwu_ledger.street.register import read_register
        from juwu_ledger.street.street_log import read_log

        read_log(read_register(folder / "street"))

    outcome = in_child(read, folder, counted=False)
    assert outcome.status == 0, outcome.err


def test_bundles_are_taken_in_whole_or_not_at_all() -> None:
    with fresh() as folder:
        materialise(START, folder)
        clean = run(ARGV, folder)
        assert clean.status == 0 and not clean.around, clean.err
        done = snapshot(folder)
    assert _taken(done) == 2
    for at, call in enumerate(clean.log, 1):
        kinds = [kind for kind in FAULTS if applicable(kind, call.name)]
        kind = kinds[at % len(kinds)]
        with fresh() as folder:
            materialise(START, folder)
            outcome = run(ARGV, folder, Fault(kind, at))
            left = snapshot(folder)
            where = f"{kind} at {at} ({call.name} {call.path})\n{outcome.err}"

            assert not outcome.around, where
            assert outcome.killed == (kind in KILLS), where
            assert "Traceback" not in outcome.err, where
            assert _taken(left) in (0, 2), where
            _log_holds(folder)
            if outcome.status == 0:
                assert left == done, where
                assert {_taken(t) for t in Disk(START).feed(outcome.log).after_loss()} == {2}
            again = run(ARGV, folder)
            assert again.status == 0, f"{where}\nthe same again: {again.err}"
            after = snapshot(folder)
            assert {name: after.get(name) for name in done} == dict(done), where


def test_a_full_disk_keeps_nothing_and_says_so_in_one_line() -> None:
    with fresh() as folder:
        materialise(START, folder)
        calls = run(ARGV, folder).log
    writes = [at for at, call in enumerate(calls, 1) if call.name == "write"]
    stroke = next(at for at, call in enumerate(calls, 1) if call.other == "street/log/entries")
    for at in writes:
        with fresh() as folder:
            materialise(START, folder)
            outcome = run(ARGV, folder, Fault("ENOSPC from here", at))
            left = snapshot(folder)

            assert outcome.status == 5 and "Traceback" not in outcome.err
            assert len(outcome.err.strip().splitlines()) == 1, outcome.err
            if at < stroke:
                assert _taken(left) == 0
                assert not [name for name in left if name.endswith(".zip") and "bundles" in name]
            else:
                assert _taken(left) == 2 and "都收下了" in outcome.err
