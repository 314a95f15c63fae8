"""Striking commands call by call, and the tally of what came of it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from faults.calls import FAULTS, KILLS, Call, Fault, applicable
from faults.judging import NEW, OLD, UNSURE, Bench, complaint
from faults.powerloss import Disk
from faults.sandbox import Tree

POWER = "power loss"


class Strike(NamedTuple):
    """One strike and what came of it."""

    scenario: str
    fault: str
    at: int
    call: str
    result: str
    """``old`` or ``new`` books, or what is wrong."""

    @property
    def bad(self) -> bool:
        return self.result not in (OLD, NEW)


@dataclass
class Tally:
    """The results of many strikes."""

    strikes: list[Strike] = field(default_factory=list)

    def add(self, strikes: Iterable[Strike]) -> None:
        self.strikes.extend(strikes)

    @property
    def bad(self) -> list[Strike]:
        return [strike for strike in self.strikes if strike.bad]

    def table(self) -> Iterator[str]:
        """Yield the report: commands by faults, with what came of the strikes."""
        yield f"{'command':26} {'fault':18} {'struck':>6} {'old':>6} {'new':>6} {'bad':>4}"
        for scenario, group in itertools.groupby(self.strikes, lambda strike: strike.scenario):
            of_one = list(group)
            for fault in dict.fromkeys(strike.fault for strike in of_one):
                yield _row(scenario, fault, [s for s in of_one if s.fault == fault])
        yield _row("all", "faults", [s for s in self.strikes if s.fault != POWER])
        yield _row("all", POWER, [s for s in self.strikes if s.fault == POWER])


def _row(scenario: str, fault: str, group: list[Strike]) -> str:
    count = Counter("bad" if strike.bad else strike.result for strike in group)
    return f"{scenario:26} {fault:18} {len(group):6} {count[OLD]:6} {count[NEW]:6} {count['bad']:4}"


def strikes(name: str, bench: Bench, faults: Iterable[str] = FAULTS) -> Iterator[Strike]:
    """Strike every call of a scenario with every one of ``faults``."""
    for kind in faults:
        for at, call in enumerate(bench.log, 1):
            if applicable(kind, call.name):
                result = strike(bench, Fault(kind, at))
                yield Strike(name, kind, at, f"{call.name} {call.path}", result)


def one_each(name: str, bench: Bench, first: int) -> Iterator[Strike]:
    """Strike every call that changes the disk once, each with another fault in turn.

    ``first`` is the fault to begin with. What every command begins with, before it makes a file or a
    folder of its own, is struck here and there.
    """
    begun = False
    for at, call in enumerate(bench.log, 1):
        begun |= call.name == "mkdir" and call.done or call.path.endswith(".part")
        if call.name in ("close", "flock") or not (begun or (at + first) % 4 == 0):
            continue
        kinds = [kind for kind in FAULTS if applicable(kind, call.name)]
        kind = kinds[(first + at) % len(kinds)]
        result = strike(bench, Fault(kind, at))
        yield Strike(name, kind, at, f"{call.name} {call.path}", result)


def twice_struck(name: str, bench: Bench) -> Iterator[Strike]:
    """Let every call fail, and kill at each of the calls by which the program then cleans up."""
    for kind in ("ENOSPC", "EIO"):
        for at, call in enumerate(bench.log, 1):
            outcome, _ = bench.trial(bench.start, bench.argv, Fault(kind, at))
            after = range(at + 1, len(outcome.log) + 1) if outcome.status else ()
            for then in after:
                result = strike(bench, Fault(kind, at, then))
                yield Strike(name, f"{kind}, then kill", at, f"{call.name} {call.path}", result)


def strike(bench: Bench, fault: Fault) -> str:
    """Strike one call; return ``old``, ``new``, or what is wrong."""
    outcome, tree = bench.trial(bench.start, bench.argv, fault)
    if outcome.around:
        return f"changes around the counted calls: {outcome.around}"
    if fault.kind in KILLS or fault.then_kill:
        if not outcome.killed:
            return f"not killed: {outcome}"
        found = bench.verdict(tree)
        return found if found not in (OLD, NEW) else _lasting(bench, outcome.log, tree, found)
    wrong = complaint(outcome)
    if wrong:
        return wrong
    found = bench.verdict(tree)
    lost = set(bench.losses(Disk(bench.start).feed(outcome.log)))
    if outcome.status == 0:
        if found != NEW:
            return f"exit status 0, but {found}"
        if lost != {NEW}:
            return f"exit status 0, but after a power loss {lost - {NEW}}"
        return NEW
    if found != OLD and not (found == NEW and UNSURE in outcome.err):
        return f"exit status {outcome.status}, but {found}: {outcome.err}"
    if lost - {OLD, NEW}:
        return f"after a power loss {lost - {OLD, NEW}}"
    return found


def _lasting(bench: Bench, log: list[Call], tree: Tree, found: str) -> str:
    """Write on after a kill, then lose power: what was acknowledged must be there."""
    argv = bench.argv if found == OLD else bench.then
    outcome, after = bench.trial(tree, argv)
    disk = Disk(bench.start).feed(log).feed(outcome.log)
    # A backup that nobody was told of may be gone; another command does not vouch for it.
    told = {} if found == OLD else {"backup": ""}
    wanted = bench.state(after)._replace(**told)
    for lost in disk.after_loss():
        if bench.state(lost)._replace(**told) != wanted:
            return "a write after the kill was acknowledged and lost with the power"
    return found


def power_losses(name: str, bench: Bench) -> Iterator[Strike]:
    """Lose power after every call of a scenario, with every state that may be left."""
    disk = Disk(bench.start)
    for at, call in enumerate(bench.log, 1):
        disk.feed([call])
        for found in bench.losses(disk):
            if at == len(bench.log) and found == OLD:
                found = "acknowledged and lost with the power"
            yield Strike(name, POWER, at, f"{call.name} {call.path}", found)
