"""Beancount's package without its public interface: importing that takes as long as a thousand vouchers.

``beancount/__init__.py`` imports ``beancount.api``, and that the loader with all it needs, which our own
reading never uses (docs/trust.md). The package itself holds nothing but that interface.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from types import ModuleType


def spare_interface() -> None:
    """Put the package in place, its ``__init__`` not run; for processes that go through our reading only."""
    found = PathFinder.find_spec("beancount")
    if found is not None and "beancount" not in sys.modules:
        package = ModuleType("beancount")
        package.__spec__, package.__path__ = found, found.submodule_search_locations or []
        sys.modules["beancount"] = package
