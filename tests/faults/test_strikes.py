"""Every file-changing call of every writing command is struck; the books are old or new.

Here each call is struck once, the fault changing from call to call, and of some commands the power fails after every
call; ``scripts/faults`` strikes each with every fault. A trial run makes no such call at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
import pytest
import typer

pytest.importorskip("fcntl")  # Needs fork: not on Windows.

from faults.calls import changes
from faults.campaign import Tally, one_each, power_losses
from faults.judging import Bench
from faults.scenarios import SCENARIOS, command_of
from juwu_ledger.program import program

NO_BOOKS = {
    *("check", "rules", "explain", "report", "verify", "recount", "serve", "export audit"),
    *("print voucher", "print approval", "print receipts", "print count", "print reconciliation"),
    *("print card", "print review", "print stocktake", "analyze", "log", "archive"),
    *("register", "list", "show", "accounts", "key new", "key message"),
    *("batch template", "batch check"),
    *("draft list", "draft show", "draft discard", "recurring list", "invoice list"),
    *("user add", "user list", "user remove", "user password", "user unlock"),
    "bundle",
    *("street init", "street add", "street receive", "street overview", "street consolidate"),
    *("street compare", "street rank", "street show", "street compact", "street serve"),
}
"""Commands that write no books: they read, or write papers and files of their own."""
STRUCK_APART = frozenset({"archive"})
"""By a test of its own: it writes no books, and a folder of hundreds of files."""

POWER_TOO = frozenset(
    list(SCENARIOS)
    if os.environ.get("JUWU_EVERY_CASE")
    else [name for at, name in enumerate(SCENARIOS) if at % 3 == 0 or name.startswith("close")]
)
"""Commands whose power fails too: a third of them, for time's sake; ``scripts/faults`` does it to all."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_strikes_leave_the_books_old_or_new(name: str) -> None:
    bench = Bench(SCENARIOS[name])
    tally = Tally()
    tally.add(one_each(name, bench, list(SCENARIOS).index(name)))
    if name in POWER_TOO:
        tally.add(power_losses(name, bench))
    tried, tree = bench.trial(bench.start, [*bench.argv, "--dry-run"])

    assert not tried.status and not tried.around and tree == bench.start
    assert not [call for call in tried.log if changes(call)]
    assert not tally.bad, "\n".join(map(str, tally.bad[:5]))
    assert len(tally.strikes) > (len(bench.log) if name in POWER_TOO else len(bench.log) // 4)


def test_every_writing_command_is_struck() -> None:
    struck = {command_of(scenario.argv) for scenario in SCENARIOS.values()}
    whole = typer.main.get_command(program())
    registered = {path for path, _ in _leaves(whole, "")}

    assert struck <= registered
    assert registered - struck == NO_BOOKS & registered
    for path, command in _leaves(whole, ""):
        if any(parameter.name == "dry_run" for parameter in command.params):
            assert path in struck | STRUCK_APART, f"juwu {path} writes and is not struck"


def _leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from _leaves(below, f"{path} {name}".strip())
