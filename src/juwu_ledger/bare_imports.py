"""Packages of others without what they import for somebody else: it takes longer than what we want of them."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType


def put_package(name: str) -> None:
    """Put a package in place, its ``__init__`` not run: its modules are imported one by one.

    A package within another is put in place once that one is imported.
    """
    parent = name.rpartition(".")[0]
    found = PathFinder.find_spec(name, sys.modules[parent].__path__ if parent else None)
    if found is not None and name not in sys.modules:
        package = ModuleType(name)
        package.__spec__, package.__path__ = found, found.submodule_search_locations or []
        sys.modules[name] = package


def import_without(name: str, left_out: str) -> None:
    """Import a package as where ``left_out``, of which it makes use if there is any, is not installed.

    Who imports ``left_out`` afterwards has it all the same.
    """
    if name in sys.modules or left_out in sys.modules:
        return
    sys.modules[left_out] = None  # type: ignore[assignment]  # That is how Python says it.
    try:
        import_module(name)
    finally:
        del sys.modules[left_out]
