"""Where the files that ship beside the code are: templates and rule documents.

In a checkout they lie at the top level (``templates/``, ``tests/rules/``); a wheel carries copies
below ``juwu_ledger/_resources``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = {"templates": "templates", "rules": "tests/rules"}


def resource_folder(name: str) -> Path:
    """Return the folder of the resource ``name`` ("templates" or "rules")."""
    packed = _PACKAGE / "_resources" / name
    if packed.is_dir():
        return packed
    return _PACKAGE.parent.parent / _CHECKOUT[name]
