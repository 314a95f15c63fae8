"""The command line: parse, call one function, print, exit status (cli.md).

Each command is one module; :data:`COMMANDS` of :mod:`juwu_ledger.cli.app` lists them. Heavy
imports stay inside the commands, so that ``juwu --help`` starts at once.
"""

from juwu_ledger.cli.app import main

__all__ = ["main"]
