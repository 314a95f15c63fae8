"""Help lists all commands and imports none of them; what it says of each is what the command itself says."""

from __future__ import annotations

import subprocess
import sys

import typer

from juwu_ledger.cli.app import make_app
from juwu_ledger.cli.entries import ENTRIES
from juwu_ledger.cli.shell.usage import WHOLE
from juwu_ledger.cli.short_help import SHORT_HELP


def test_help_says_of_each_command_what_it_says_of_itself() -> None:
    group = typer.main.get_command(make_app())
    commands = group.commands  # type: ignore[attr-defined]
    assert {name: commands[name].get_short_help_str(WHOLE) for name in commands} == SHORT_HELP
    assert list(SHORT_HELP) == [entry.name for entry in ENTRIES]


def test_help_imports_neither_beancount_nor_the_rules() -> None:
    code = "import sys; sys.argv = ['juwu', '--help']\n"
    code += "from juwu_ledger.__main__ import main\n"
    code += "try: main()\nfinally: print('loaded:', *sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    said, _, loaded = done.stdout.rpartition("loaded: ")
    assert "typer" in loaded.split()
    assert not {"beancount", "juwu_ledger.rules", "juwu_ledger.cli.write.spend"} & {*loaded.split()}
    assert all(name in said for name in SHORT_HELP)
