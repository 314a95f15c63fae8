"""The rules: one module each, in families, found in this package, and the Beancount plugin bundle.

``plugin "juwu_ledger.rules"`` runs them all; each also loads alone, e.g.
``plugin "juwu_ledger.rules.receipts.receipt_reused"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from juwu_ledger.rules.support.rule import Rule, RuleError, plugin_errors

_FAMILIES = "FMT RCP CSH SPD FND LND BNK AST DTY VCH PRD DSC"
"""The letters before a rule's number, in the order in which papers and seals list the rules."""
_SUPPORT = f"{__name__}.support."


def _found() -> Iterator[Rule]:
    """Yield the rule of every module below this package that holds one."""
    for module in walk_packages(__path__, f"{__name__}."):
        if module.ispkg or module.name.startswith(_SUPPORT):
            continue
        rule = getattr(import_module(module.name), "RULE", None)
        if isinstance(rule, Rule):
            yield rule


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
