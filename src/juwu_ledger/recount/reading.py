"""Reading books with Beancount's parser alone: the text of one folder, and nothing outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beancount.parser import booking, parser

LARGEST = 200_000_000
_WITHOUT = r'"(?:\\.|[^"\\])*"|;[^\n]*|\d{4}/\d\d?/\d\d?'
"""Where a stroke is no division: text, remarks, days."""


class Unreadable(Exception):
    """The books or the paper cannot be read; the message says which and why."""


def entries_of(main: Path) -> tuple[str, list[Any]]:
    """Return the committee's name and all entries, those of one day in their order."""
    parts = list(_files(main.resolve(), main.resolve().parent, set()))
    options = parts[0][0]
    entries, errors = booking.book([e for _, part in parts for e in part], options)
    if errors or options["operating_currency"] != ["CNY"]:
        raise Unreadable(f"账本读不了：{errors[0].message if errors else '记账货币不是 CNY'}")
    return str(options["title"]), sorted(entries, key=lambda entry: entry.date)


def _files(path: Path, folder: Path, seen: set[Path]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the options and entries of a file and of all it includes, below the folder only."""
    try:
        if not path.is_relative_to(folder) or path.stat().st_size > LARGEST:
            raise Unreadable(f"{path} 不在账本文件夹里，或者太大，不读")
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"{path} 读不了：没有、没有权限，或者不是 UTF-8 文字") from problem
    plain = re.sub(_WITHOUT, "", text)
    if "/" in plain or "\0" in plain:  # Beancount dies of 1/0 without a word.
        raise Unreadable(f"{path} 的金额里有除法，或者有看不见的字")
    entries, errors, options = parser.parse_string(text, str(path))
    found = [(p, sorted(path.parent.glob(p.lstrip("/") or "?"))) for p in options["include"]]
    wrong = [e.message for e in errors] + [f"{p} 找不到" for p, files in found if not files]
    if wrong:
        raise Unreadable(f"{path}：{wrong[0]}")
    yield options, entries
    seen.add(path)
    for one in (file for _, files in found for file in files if file.resolve() not in seen):
        yield from _files(one.resolve(), folder, seen)
