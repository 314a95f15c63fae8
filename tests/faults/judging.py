"""What the books say after a strike: as before, as after, or neither."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from faults.calls import Fault
from faults.powerloss import Disk
from faults.sandbox import (
    Node,
    Outcome,
    Tree,
    bare_lines,
    fresh,
    in_child,
    key_of,
    load_program,
    materialise,
    run,
    snapshot,
)
from faults.scenarios import BOOKS, Scenario

OLD, NEW = "old", "new"
_SEAL = re.compile(r'"seal":"[0-9a-f]{64}"')
_BACKUP = re.compile(r"stick/.*\.zip")
UNSURE = "不能保证"
"""What the program says when it cannot tell whether the change is on the disk."""


class State(NamedTuple):
    """What can be read out of books."""

    entries: tuple[str, ...]
    """Canonical form of every directive, without order."""
    checked: str
    verified: str
    backup: str
    """The last backup, if it is one: its name and digest."""


class Trial(NamedTuple):
    """A command run on a tree: how it ended, and what is there afterwards."""

    outcome: Outcome
    tree: Tree


def state_of(tree: Tree, as_of: str) -> State:
    """Read the books in a tree, in a child of its own."""
    load_program()
    with fresh() as folder:
        materialise(tree, folder)

        def read() -> None:
            os.chdir(folder)
            checked = _without_way(_said(["check", "--format", "json"], as_of))
            print(json.dumps([_entries(), checked, _verify()]))

        outcome = in_child(read, folder, counted=False)
    if outcome.status:
        raise AssertionError(f"reading the books failed:\n{outcome.err}")
    entries, checked, verified = json.loads(outcome.out)
    return State(tuple(entries), checked, verified, _last_backup(tree))


def _last_backup(tree: Tree) -> str:
    """Return the last zip that its ``.sha256`` fits; one that does not is told."""
    zips = sorted((n for n in tree if _BACKUP.fullmatch(n)), key=lambda name: (len(name), name))
    if not zips:
        return ""
    name = zips[-1]
    digest = hashlib.sha256(tree[name].data).hexdigest()
    beside = tree.get(f"{name}.sha256", Node("file"))
    fits = beside.data == f"{digest}  {Path(name).name}\n".encode()
    return f"{name} {digest}" if fits else f"{name} has no digest that fits"


def _entries() -> list[str]:
    from juwu_ledger.books.reading.loading import load_books
    from juwu_ledger.books.signing.canonical import canonical_line

    main = Path("books/main.beancount")
    if not main.exists():
        return []
    loaded = load_books(main)
    root = str(main.absolute().parent)
    entries = loaded.books.entries if loaded.books else []
    errors = [f"error: {e.message}" for e in loaded.errors]
    # A seal knows how the operations log ended; ``verify`` holds its digest against the file.
    lines = [_SEAL.sub('"seal":"…"', canonical_line(e, root).decode()) for e in entries]
    return sorted(lines) + errors


def _without_way(said: str) -> str:
    """Leave out whether a seal was relied on: a seal that is not yet named changes that, no finding."""
    return re.sub(r'(?m)^  "trusts_seals": (true|false),?\n', "", said)


def _said(argv: list[str], as_of: str = "") -> str:
    """Return what a reading command says, with its status."""
    from juwu_ledger.program import program

    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            program(argv)([*argv, "--books", "books", *(["--as-of", as_of] if as_of else [])])
        except SystemExit as ended:
            status = ended.code
    return f"{status}\n{out.getvalue()}\n{err.getvalue()}"


def _verify() -> str:
    """Return what ``juwu verify`` says, but for the seal of a closing that was broken off.

    Of such a seal it says rightly that its closing is missing; the next closing replaces it.
    """
    seals = set(Path("books/seals").glob("*.seal"))
    closed = [line for line in _entries() if '"close"' in line] if seals else []
    loose = {seal for seal in seals if not any(f'"{seal.stem}"' in line for line in closed)}
    for seal in loose:
        seal.unlink()
    return _without_log(_said(["verify"])) if seals - loose else "nothing is sealed"


def _without_log(said: str) -> str:
    """Leave out what is said of the operations log: it is judged for itself (:func:`log_fault`)."""
    return re.sub(r"(?m)^(操作日志|还没有操作日志|    最后一笔没有写成).*\n", "", said)


def log_fault(tree: Tree, *, is_new: bool) -> str:
    """Say what is wrong with the operations log of the books in a tree; empty if nothing.

    Each line is bound to the one before it; each file stands as the last line that names it says, after
    its change or, where the change never came, before it. Of new books the last change is there.
    """
    log = tree.get("books/operations.log")
    if log is None:
        return "a change without a line in the log" if is_new else ""
    if not log.data.endswith(b"\n"):
        return "the log's last line is not whole"
    previous, last = "none", {}
    for line in log.data.splitlines():
        said = json.loads(line)
        if said["previous"] != previous:
            return f"line {said['line']} does not follow"
        previous = hashlib.sha256(line).hexdigest()
        last |= said["files"]
    for file, (before, after, prepared) in last.items():
        node = tree.get(f"books/{file}")
        now = hashlib.sha256(node.data).hexdigest() if node else None
        if now not in (before, after, prepared or before):
            return f"{file} is not as the log says"
        if is_new and file in said["files"] and now != after:
            return f"{file} was changed after its line was written"
    return ""


def prepared(scenario: Scenario) -> Tree:
    """Return the books that a scenario begins with."""
    with fresh() as folder:
        if scenario.own_books:
            materialise(snapshot(BOOKS), folder / "books")
        for name, data in scenario.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for argv in scenario.before:
            outcome = run(scenario.full(argv), folder)
            assert outcome.status == 0, (argv, outcome.err)
        return snapshot(folder)


class Bench:
    """One scenario with its old and new books, judging what strikes left of them."""

    def __init__(self, scenario: Scenario) -> None:
        """Prepare the books and run the command once without a fault."""
        self.scenario = scenario
        self.argv = scenario.full(scenario.argv)
        self.then = scenario.full(scenario.then)
        self.start = prepared(scenario)
        self._verdicts: dict[object, str] = {}
        self._states: dict[object, State] = {}
        clean = self.trial(self.start, self.argv)
        if clean.outcome.status != 0 or clean.outcome.around:
            raise AssertionError(f"{self.argv}: {clean.outcome}")
        self.log = clean.outcome.log
        self.old = self.state(self.start)
        self.new = self.state(clean.tree)
        assert self.old != self.new, "the command changed nothing"
        self._next = {
            which: self._ended(self.trial(tree, self.then))
            for which, tree in ((OLD, self.start), (NEW, clean.tree))
        }
        self._verdicts = {key_of(self.start): OLD, key_of(clean.tree): NEW}
        if scenario.is_logged and (wrong := log_fault(clean.tree, is_new=True)):
            raise AssertionError(f"{self.argv}: {wrong}")
        assert self._next[NEW][0] == 0, self.trial(clean.tree, self.then).outcome

    def trial(self, tree: Tree, argv: list[str], fault: Fault | None = None) -> Trial:
        """Run a command on a copy of ``tree``."""
        with fresh() as folder:
            materialise(tree, folder)
            return Trial(run(argv, folder, fault), snapshot(folder))

    def state(self, tree: Tree) -> State:
        """Return what can be read out of a tree; a reader never looks at left-overs."""
        key, _ = key_of(tree)
        if key not in self._states:
            self._states[key] = state_of(tree, self.scenario.as_of)
        return self._states[key]

    def verdict(self, tree: Tree) -> str:
        """Return ``old``, ``new``, or what is wrong with the books in a tree and their future."""
        key = key_of(tree)
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(tree)
        return self._verdicts[key]

    def _judge(self, tree: Tree) -> str:
        state = self.state(tree)
        if state not in (self.old, self.new):
            return f"the books are neither old nor new: {_difference(state, self)}"
        which = OLD if state == self.old else NEW
        if self.scenario.is_logged and (fault := log_fault(tree, is_new=which == NEW)):
            return f"the operations log: {fault}"
        if which == OLD:
            again = self._ended(self.trial(tree, self.argv))
            if again != (0, self.new):
                return f"the same command again, on old books: {again[0]}"
        after = self._ended(self.trial(tree, self.then))
        if after != self._next[which]:
            return f"another command next, on {which} books: {after[0]}"
        return which

    def _ended(self, trial: Trial) -> tuple[int | str, State]:
        status: int | str = trial.outcome.status
        if status:
            status = f"{status} {trial.outcome.err}"
        return status, self.state(trial.tree)

    def losses(self, disk: Disk) -> list[str]:
        """Return the verdicts on all that a power failure may leave of a disk."""
        return [self.verdict(tree) for tree in disk.after_loss()]


_DRAFT_STAYS = re.compile(r"草稿 D\d+ 还在")
"""A draft that was not posted is told of in a line of its own."""


def complaint(outcome: Outcome) -> str:
    """Return what is wrong with the way a failed command put it; empty if nothing."""
    lines = [line for line in bare_lines(outcome.err) if not _DRAFT_STAYS.match(line)]
    if "Traceback" in outcome.err or outcome.status not in (0, 5):
        return f"status {outcome.status}: {outcome.err[-600:]}"
    if outcome.status == 0:
        return f"said on standard error: {outcome.err}" if lines else ""
    if len(lines) != 1 or not any("\u4e00" <= char <= "\u9fff" for char in lines[0]):
        return f"not one plain line: {outcome.err}"
    return ""


def _difference(state: State, bench: Bench) -> str:
    known = {*bench.old.entries, *bench.new.entries}
    odd = [line for line in state.entries if line not in known]
    missing = [line for line in bench.old.entries if line not in state.entries]
    return f"odd {odd[:2]}, missing {missing[:2]}, {state.checked[:400]}"
