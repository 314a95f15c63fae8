"""A pytest plugin: which functions of the program each test calls, and how long the test takes.

``-p mutation_calls`` with ``MUTATION_CALLS=FILE`` writes one line of JSON a test: ``calls`` are numbers, and
``new`` the names of those that had none yet, in order from 0. What a test starts in a process of its own is
not seen.

Every function of the program is compiled with a first line that says its name: a profile of Python's own
would be told of every call of every library, which makes the tests several times slower.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

import juwu_ledger

_SOURCE = Path(juwu_ledger.__file__).parent
_FILE = Path(os.environ["MUTATION_CALLS"])
_SAYING = "__mutation_called__"
_seen: set[str] = set()
_numbers: dict[str, int] = {}


class _Watched(SourceFileLoader):
    """Loads a module whose functions say their names; never from bytecode, which holds none of it."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = ast.parse(self.get_data(path))
        name = Path(path).relative_to(_SOURCE).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                said = ast.Expr(
                    ast.Call(
                        ast.Name(_SAYING, ast.Load()),
                        [ast.Constant(f"{name}:{node.name}:{first}")],
                        [],
                    )
                )
                place = 1 if ast.get_docstring(node, clean=False) is not None else 0
                node.body.insert(place, ast.copy_location(said, node.body[0]))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


class _Finder:
    """Finds the modules of the program before Python does."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith("juwu_ledger."):
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Watched(spec.loader.name, spec.loader.path)
        return spec


setattr(builtins, _SAYING, _seen.add)
finder: Any = _Finder
sys.meta_path.insert(0, finder)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _seen.clear()
    began = time.perf_counter()
    yield
    took = time.perf_counter() - began
    called = sorted(_seen)
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
