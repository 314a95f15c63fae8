"""The command line: parse, call one function, print, exit status (docs/cli.md).

Each command is one module that registers itself in :mod:`juwu_ledger.cli.app`. Heavy imports stay
inside the commands, so that ``juwu --help`` starts at once.
"""
