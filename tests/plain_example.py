"""The example books as they would be without keys, signatures and seals, to change freely.

In the example itself every change since July 2025 breaks a seal, as it must; tests that break one rule
at a time begin from this copy, made once a process.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from pathlib import Path

_EXAMPLE = Path(__file__).parents[1] / "ledger"
_PROOFS = re.compile(
    r"^  (?:digest|previous|vouchers|documents|seal|(?:street-)?signature(?:-\d)?): .*\n", re.M
)
_KEYS = re.compile(r'^\S+ custom "key" .*\n(?:  .*\n)*', re.M)


def _plain_copy() -> Path:
    above = Path(tempfile.mkdtemp(prefix="juwu-plain-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder = above / "ledger"
    shutil.copytree(_EXAMPLE, folder, ignore=shutil.ignore_patterns("seals"))
    for path in folder.rglob("*.beancount"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_PROOFS.sub("", _KEYS.sub("", text)), encoding="utf-8", newline="\n")
    return folder


PLAIN = _plain_copy()
"""Their folder, named as the example's is."""
