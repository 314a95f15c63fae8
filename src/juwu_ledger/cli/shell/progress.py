"""What is being done, said at a terminal while one waits; whoever reads by a pipe is told nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event

_PATIENCE = 2.0
"""Seconds that nobody needs to be told of."""


@contextmanager
def working(what: str, *, quiet: bool = False) -> Iterator[None]:
    """Say ``what`` on standard error once it takes over two seconds; the line is wiped away at the end.

    Nothing inside may ask or print. ``quiet`` is for papers in JSON, which programs read.
    """
    if quiet or not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield
        return
    from threading import Event, Thread  # Only who waits at a terminal is told.

    done = Event()
    teller = Thread(target=_tell, args=(what, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(what: str, done: Event) -> None:
    """Say what is being done, and every second for how long, until it is done."""
    from juwu_ledger.books.model.width import display_width

    began, shown = time.monotonic(), ""
    while not done.wait(1 if shown else _PATIENCE):
        shown = f"{what}，已经 {time.monotonic() - began:.0f} 秒……"
        _write(f"\r{shown}")
    if shown:
        _write(f"\r{' ' * display_width(shown)}\r")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
