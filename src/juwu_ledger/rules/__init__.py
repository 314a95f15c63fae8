"""The rules: one module each, in families, found in this package, and the Beancount plugin bundle.

``plugin "juwu_ledger.rules"`` runs them all; each also loads alone, e.g.
``plugin "juwu_ledger.rules.receipts.receipt_reused"``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from juwu_ledger.rules.support.rule import Rule, RuleError, plugin_errors

_FAMILIES = "FMT RCP CSH SPD FND LND BNK AST DTY VCH PRD DSC"
"""The letters before a rule's number, in the order in which papers and seals list the rules."""
_NO_RULES = frozenset({"support", "__pycache__"})


def _found() -> Iterator[Rule]:
    """Yield the rule of every module below this package that holds one."""
    for name in _modules(__path__[0], __name__):
        rule = getattr(import_module(name), "RULE", None)
        if isinstance(rule, Rule):
            yield rule


def _modules(folder: str, package: str) -> Iterator[str]:
    """Yield the names of the modules below a folder; ``pkgutil`` would import half of the library."""
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir() and item.name not in _NO_RULES:
                yield from _modules(item.path, f"{package}.{item.name}")
            elif item.name.endswith(".py") and item.name != "__init__.py":
                yield f"{package}.{item.name.removesuffix('.py')}"


def _in_order(rule: Rule) -> tuple[int, str]:
    """Return by what the catalogue is put in order: families as above, others after them."""
    place = _FAMILIES.find(rule.code[:3])
    return place if place >= 0 else len(_FAMILIES), rule.code


CATALOGUE: tuple[Rule, ...] = tuple(sorted(_found(), key=_in_order))
"""Every rule, by family and number, wherever its module lies."""

__plugins__ = ("public_money",)


def public_money(
    entries: list[Any], options_map: Mapping[str, Any]
) -> tuple[list[Any], list[RuleError]]:
    """Run every rule inside a Beancount load (``bean-check``, Fava)."""
    return plugin_errors(entries, options_map, CATALOGUE)
