"""A pytest plugin: which functions of the program each test calls, and how long the test takes.

``-p mutation_calls`` with ``MUTATION_CALLS=FILE`` writes one line of JSON a test: ``calls`` are numbers, and
``new`` the names of those that had none yet, in order from 0. What a test starts in a process of its own is
not seen.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import juwu_ledger

_SOURCE = str(Path(juwu_ledger.__file__).parent) + os.sep
_FILE = Path(os.environ["MUTATION_CALLS"])
_seen: set[CodeType] = set()
_numbers: dict[str, int] = {}


def _watch(frame: FrameType, event: str, _arg: Any) -> None:
    if event == "call":
        _seen.add(frame.f_code)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _seen.clear()
    began = time.perf_counter()
    threading.setprofile(_watch)
    sys.setprofile(_watch)
    yield
    sys.setprofile(None)
    threading.setprofile(None)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    called = sorted(
        {
            f"{code.co_filename[len(_SOURCE) :]}:{code.co_name}:{code.co_firstlineno}"
            for code in _seen
            if code.co_filename.startswith(_SOURCE)
        }
    )
    new = [name for name in called if name not in _numbers]
    for name in new:
        _numbers[name] = len(_numbers)
    line = {
        "test": item.nodeid,
        "seconds": round(took, 3),
        "new": new,
        "calls": [_numbers[name] for name in called],
    }
    with _FILE.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
