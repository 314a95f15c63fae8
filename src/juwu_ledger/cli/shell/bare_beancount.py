"""Beancount without what it imports for others: that takes longer than to judge a thousand vouchers.

``beancount/__init__.py`` imports ``beancount.api``, and that the loader with all it needs, which our own
reading never uses (docs/trust.md). The package itself holds nothing but that interface. Beancount's pattern
of account names needs the package ``regex``, and few books a name that only this pattern can tell
(:mod:`juwu_ledger.books.reading.parsing`). Its validations need ``interpolate``, and what that imports, for
vouchers that do not balance; its grammar needs ``traceback`` for mistakes of its own, its options
``textwrap`` to print themselves, its positions ``copy``, which nothing here makes of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from juwu_ledger.bare_imports import put_package


def spare_imports() -> None:
    """Do without all of these; for processes that go through our reading only."""
    put_package("beancount")
    for name in ("regex", "traceback", "textwrap", "copy", "beancount.core.interpolate"):
        _put_off(name)


def _put_off(name: str) -> None:
    """Let a module be imported once something of it is used; until then another stands in for it."""
    stand_in = ModuleType(name)

    def asked_for(attribute: str) -> Any:
        if sys.modules[name] is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    stand_in.__getattr__ = asked_for  # type: ignore[method-assign]
    sys.modules.setdefault(name, stand_in)
