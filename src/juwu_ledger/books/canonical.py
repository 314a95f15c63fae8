"""The canonical form of directives, version 1, and the digests made of it (trust.md).

One directive becomes one line of JSON: type, date and every value with its type; sorted keys;
amounts *as written*; NFC text; file names, line numbers, comments and white space left out. The
lines are sorted by their own bytes, so neither the order of files nor that of entries counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

VERSION = 1
_SKIPPED_META = frozenset({"filename", "lineno"})


def canonical_line(entry: Any, root: str) -> bytes:
    """Return one directive as bytes; ``root`` is the books' folder that paths are relative to."""
    fields = {
        name: _value(getattr(entry, name), name, root)
        for name in entry._fields
        if name not in ("meta", "diff_amount")
    }
    record = {"type": type(entry).__name__, "meta": _meta(entry.meta, root), **fields}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def digest(entries: Iterable[Any], root: str) -> str:
    """Return the SHA-256 of the canonical form of ``entries`` as 64 hex digits."""
    total = hashlib.sha256(f"juwu-ledger canonical form {VERSION}\n".encode())
    for line in sorted(canonical_line(entry, root) for entry in entries):
        total.update(line + b"\n")
    return total.hexdigest()


def short_code(full: str) -> str:
    """Return the 16 characters that are printed on papers, in groups of four."""
    head = full[:16].upper()
    return "-".join(head[i : i + 4] for i in range(0, 16, 4))


def _meta(meta: Mapping[str, Any] | None, root: str) -> dict[str, Any]:
    return {
        key: _value(value, key, root)
        for key, value in (meta or {}).items()
        if key not in _SKIPPED_META and not key.startswith("__")
    }


def _value(value: Any, name: str, root: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if name == "filename":
            value = _relative(value, root)
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, (set, frozenset)):
        return sorted(unicodedata.normalize("NFC", item) for item in value)
    if hasattr(value, "_fields"):
        return {
            field: _meta(getattr(value, field), root)
            if field == "meta"
            else _value(getattr(value, field), field, root)
            for field in value._fields
        }
    if isinstance(value, (list, tuple)):
        return [_value(item, "", root) for item in value]
    if isinstance(value, type):
        return value.__name__
    return {"other": str(value)}


def _relative(path: str, root: str) -> str:
    try:
        return PurePath(path).relative_to(root).as_posix()
    except ValueError:
        return PurePath(path).as_posix()
