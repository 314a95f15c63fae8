"""What a seal carries, as it is read: checked whole before anything believes a word of it.

A seal that a hand or another program wrote proves nothing; the check is of its shape. Whether it tells the
truth is for ``juwu verify``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from juwu_ledger.books.reading.source import MAX_FILE
from juwu_ledger.seals.incremental.id_marks import BadMarks, unpacked
from juwu_ledger.seals.incremental.text_spans import Span

Check = Callable[[Any], bool]


class BadCarried(Exception):
    """The line ``carried`` of a seal is not as this program writes it; the message names the word."""


def read_carried(text: str) -> dict[str, Any]:
    """Return what a seal carries; raise :class:`BadCarried` where it carries nothing, or nonsense."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCarried("no JSON") from None
    if not isinstance(record, dict):
        raise BadCarried("no record")
    for word, check in WORDS.items():
        if word not in record or not check(record[word]):
            raise BadCarried(word)
    names = record["files"].keys()
    if not names >= set(record["order"]):
        raise BadCarried("order")
    if not record["whole"].keys() >= {name for name in names if record["files"][name] is None}:
        raise BadCarried("whole")
    return record


def written_places(places: Iterable[Iterable[int]]) -> str:
    """Return places in the text of files (number of the file, start, end, line) as one word of the record.

    There are thousands of them, and of few it is ever asked.
    """
    return " ".join(":".join(map(str, place)) for place in places)


def read_places(text: str, files: int) -> list[tuple[int, Span]]:
    """Return what :func:`written_places` wrote; raises :class:`BadCarried` for none of so many files."""
    places = []
    for written in text.split(" "):
        at, *span = map(int, written.split(":"))
        if at >= files or max(span) > MAX_FILE:
            raise BadCarried("approvals")
        places.append((at, Span(*span)))
    return places


def _is_text(value: Any) -> bool:
    """Tell whether it is text that can be written: ``\\ud800`` of JSON is half a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_fen(value: Any) -> bool:
    return type(value) is int


def _is_place(value: Any) -> bool:
    """A count, or a place in a file: larger than any file would only fill the memory."""
    return type(value) is int and 0 <= value <= MAX_FILE


def _is_day(value: Any) -> bool:
    if not _is_text(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_month(value: Any) -> bool:
    return _is_day(f"{value}-01")


def _are_marks(value: Any) -> bool:
    try:
        return _is_text(value) and bool(unpacked(value) or not value)
    except BadMarks:
        return False


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _list(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _map(keys: Check, values: Check) -> Check:
    def check(value: Any) -> bool:
        return (
            isinstance(value, dict) and all(map(keys, value)) and all(map(values, value.values()))
        )

    return check


def _row(*checks: Check) -> Check:
    def check(value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(value) == len(checks)
            and all(one(item) for one, item in zip(checks, value, strict=True))
        )

    return check


def _record(words: Mapping[str, Check]) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(
            word in value and one(value[word]) for word, one in words.items()
        )

    return check


_SPAN = (_is_place, _is_place, _is_place)
_PLACE = r"[0-9]{1,9}(?::[0-9]{1,9}){3}"
_PLACES = re.compile(f"{_PLACE}(?: {_PLACE})*")
WORDS: dict[str, Check] = {
    "made_by": _is_text,
    "as_of": _is_day,
    "until": _is_day,
    "title": _is_text,
    "digests": _map(_is_day, _is_text),
    "vouchers": _is_place,
    "balances": _map(_is_text, _is_fen),
    "happened": _map(_is_text, _is_fen),
    "reaching": _list(_row(_is_text, _is_place, _is_text, _is_month)),
    "funds": _map(_is_text, _is_fen),
    "overspent": _list(_row(_is_text, _is_day, _is_fen, _is_text, _is_place)),
    "budgets": _map(_is_text, _is_fen),
    "next_receipts": _map(_is_text, _is_fen),
    "open_items": _list(
        _row(_is_text, _is_day, _is_text, _is_text, _is_text, _is_place, _is_fen, _is_fen)
    ),
    "till": _list(_row(_is_text, _is_text, _is_place, _is_fen)),
    "roots": _map(_is_text, _is_text),
    "files": _map(_is_text, _maybe(_list(_row(*_SPAN)))),
    "order": _list(_is_text),
    "whole": _map(_is_text, _is_text),
    "approvals": _map(_is_text, lambda value: _is_text(value) and bool(_PLACES.fullmatch(value))),
    "approval_marks": _are_marks,
    "invoice_marks": _are_marks,
    "asset_ids": _list(_is_text),
    "fund_names": _list(_is_text),
    "scans": _list(_is_text),
    "missing": _list(_is_text),
    "findings": _list(
        _record(
            {
                "rule": _is_text,
                "severity": _is_text,
                "clause": _list(_is_text),
                "place": _row(_is_text, _is_place),
                "message": _is_text,
                "remedy": _is_text,
                "date": _maybe(_is_day),
                "about": _maybe(_is_text),
                "voucher": _maybe(_is_text),
                "to_do": _maybe(_row(_is_day, _is_text, _list(_is_text), _maybe(_is_day))),
            }
        )
    ),
}
"""Every word of the record → what it must look like."""
