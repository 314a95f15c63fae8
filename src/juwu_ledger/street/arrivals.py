"""Bundles as they come in: each opened and checked by itself, several at once where there are many."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.bundle.manifest import Manifest
from juwu_ledger.bundle.opened import Opened, open_bundle
from juwu_ledger.intake.hostile_files import bytes_of
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.street.accepting import member_of
from juwu_ledger.street.register import Register

_MANY = 24
"""Fewer are opened sooner than helpers are started."""
_AT_ONCE = 16


class Arrival(NamedTuple):
    """A file and what came of opening it: one of the two is there."""

    path: Path
    opened: Opened | None
    refused: FileRefused | None


def arrivals(paths: Sequence[Path], register: Register) -> Iterator[Arrival]:
    """Yield what came of each file, in the order given; one file's bytes are in memory at a time, per helper."""
    look = partial(arrival, register=register)
    if len(paths) < _MANY:
        yield from map(look, paths)
        return
    helpers = min(os.cpu_count() or 1, 8)
    with ProcessPoolExecutor(helpers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(look, paths, chunksize=_AT_ONCE)


def arrival(path: Path, register: Register) -> Arrival:
    """Return what came of one file."""

    def keys_of(manifest: Manifest) -> Sequence[str]:
        return member_of(register, manifest).keys

    try:
        return Arrival(path, open_bundle(bytes_of(path), keys_of), None)
    except FileRefused as error:
        return Arrival(path, None, error)


def in_order(found: Sequence[Arrival]) -> list[Arrival]:
    """Return arrivals so that the months of a committee come one after another, refused ones first."""

    def place(item: Arrival) -> tuple[str, str, str]:
        if item.opened is None:
            return ("", "", "")
        manifest = item.opened.manifest
        return (manifest.code, manifest.period.label, manifest.made_on.isoformat())

    return sorted(found, key=place)
