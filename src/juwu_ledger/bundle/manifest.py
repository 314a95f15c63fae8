"""``bundle.json``: what a bundle says of itself, and the only thing in it that is signed.

It names every other part by its SHA-256, so the one signature covers them all.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from juwu_ledger.books.model.periods import Period
from juwu_ledger.intake.refusal import FileRefused

FORMAT = 1
NAME, SIGNATURE, SEALS = "bundle.json", "bundle.json.sig", "seals.txt"
NAMESPACE = "juwu-bundle"
REPORTS = {"html": "report.html", "xlsx": "report.xlsx", "json": "report.json"}
TABLES = ("accounts", "approvals", "entries", "findings", "funds", "officers")
DATA = {table: f"data/{table}.parquet" for table in TABLES}
BOOKS = "books/"
"""Where the books themselves lie, if they were handed over too."""
LIMITS = ("cash-payment", "petty-cash", "street-sign-off")
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CODE = re.compile(r"\d{12}", re.ASCII)
_LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of ``bundle.json``."""

    code: str
    """Administrative division code of the committee."""
    name: str
    title: str
    period: Period
    made_on: dt.date
    digest: str
    """That the month was closed with."""
    previous: str
    vouchers: int
    documents: str
    accountant: str
    director: str
    program: str
    """Version of the program, and a word for its rules."""
    errors: int
    """Open findings of severity E that concern the month, on the day it was made."""
    warnings: int
    explained: int
    reviewed: str
    """Label of the last quarter that the review group passed; empty where there is none."""
    disclosed: str
    """Label of the last quarter that was posted; empty where there is none."""
    limits: Mapping[str, int]
    """Figures of the charter in force at the month's end, fen."""
    files: Mapping[str, tuple[int, str]]
    """Name → bytes and SHA-256 of every other part but the signature."""


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the bytes of ``bundle.json``."""
    value = asdict(manifest)
    value["period"] = manifest.period.label
    value["made_on"] = manifest.made_on.isoformat()
    value["files"] = [
        {"name": name, "size": size, "sha256": digest}
        for name, (size, digest) in sorted(manifest.files.items())
    ]
    text = json.dumps({"format": FORMAT, **value}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"


def read_manifest(data: bytes) -> Manifest:
    """Read ``bundle.json``; raises :class:`FileRefused` (``format`` or ``manifest``)."""
    try:
        value = json.loads(data)
        if not isinstance(value, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError):
        raise FileRefused("manifest", f"{NAME} 读不懂") from None
    form = value.pop("format", None)
    if form != FORMAT or type(form) is not int:
        raise FileRefused(
            "format",
            f"报送包是第 {form!s:.20} 版格式，这里只认第 {FORMAT} 版；请两边用同一版的程序",
        )
    if value.keys() != _READERS.keys():
        raise FileRefused("manifest", f"{NAME} 的项目不全，或者多了")
    try:
        return Manifest(**{name: _READERS[name](value[name]) for name in _READERS})
    except (ValueError, KeyError, TypeError):
        raise FileRefused("manifest", f"{NAME} 里有一项写得不对") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 500:
        raise ValueError("no text")
    return value


def _some(value: Any) -> str:
    if not _text(value).strip():
        raise ValueError("empty")
    return str(value)


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not pattern.fullmatch(_text(value)):
            raise ValueError("another form")
        return str(value)

    return read


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError("no count")
    return value


def _month(value: Any) -> Period:
    period = Period.parse(_text(value))
    if period.kind != "month":
        raise ValueError("no month")
    return period


def _previous(value: Any) -> str:
    return "none" if value == "none" else _matching(_DIGEST)(value)


def _limits(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or not value.keys() <= set(LIMITS):
        raise ValueError("other limits")
    for fen in value.values():
        if type(fen) is not int or not 0 <= fen < 10**17:
            raise ValueError("no amount")
    return dict(value)


def _files(value: Any) -> dict[str, tuple[int, str]]:
    found = {}
    for item in value:
        if item.keys() != {"name", "size", "sha256"} or item["name"] in found:
            raise ValueError("no file")
        found[_some(item["name"])] = (_count(item["size"]), _matching(_DIGEST)(item["sha256"]))
    return found


_OWN_READERS: dict[str, Callable[[Any], Any]] = {
    "code": _matching(_CODE),
    "name": _some,
    "title": _some,
    "period": _month,
    "made_on": lambda value: dt.date.fromisoformat(_text(value)),
    "digest": _matching(_DIGEST),
    "previous": _previous,
    "documents": _matching(_DIGEST),
    "limits": _limits,
    "files": _files,
    **dict.fromkeys(("vouchers", "errors", "warnings", "explained"), _count),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    field.name: _OWN_READERS.get(field.name, _text) for field in fields(Manifest)
}
