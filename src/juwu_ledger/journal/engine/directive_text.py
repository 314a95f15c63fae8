"""Directives as Beancount text, written the way the example books are written by hand."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from juwu_ledger.books.model.money import CURRENCY, to_yuan
from juwu_ledger.books.model.width import display_width

NUMBER_END = 62
"""Display column in which the figures of postings end."""
_HEADING_END = 66


class Unwritable(ValueError):
    """A text that cannot stand in the books; the message says why, in Chinese."""


class Account(str):
    """An account name: written bare, without quotes."""


class Fen(int):
    """An amount of money in fen: written as ``1234.50 CNY``."""


Value = str | int | dt.date | Decimal | None


class Leg(NamedTuple):
    """One posting to be written; ``fen`` as Beancount signs it."""

    account: str
    fen: int
    meta: Mapping[str, Value] = {}


def quoted(text: str) -> str:
    """Return ``text`` as a Beancount string; raise :class:`Unwritable` for what cannot be one."""
    clean = unicodedata.normalize("NFC", text).strip()
    for char in clean:
        if not char.isprintable() and char != "\u3000":
            raise Unwritable(f"文字 {text!r} 里有换行或看不见的字符（U+{ord(char):04X}），请去掉")
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def value_text(value: Value) -> str:
    """Return a value of a directive or of metadata as it is written."""
    match value:
        case Account():
            return str(value)
        case Fen():
            return f"{to_yuan(value)} {CURRENCY}"
        case str():
            return quoted(value)
        case dt.date():
            return value.isoformat()
        case int() | Decimal():
            return str(value)
        case _:
            raise Unwritable(f"不能写进账本的值 {value!r}")


def custom_text(
    date: dt.date, word: str, values: Iterable[Value], meta: Mapping[str, Value] | None = None
) -> str:
    """Return a directive of our own; metadata that are ``None`` or empty are left out."""
    head = " ".join([date.isoformat(), f'custom "{word}"', *map(value_text, values)])
    return "".join([head + "\n", *_meta_lines(meta or {}, "  ")])


def voucher_text(
    date: dt.date,
    payee: str,
    narration: str,
    meta: Mapping[str, Value],
    legs: Iterable[Leg],
) -> str:
    """Return a transaction with its metadata and postings, figures in one column."""
    lines = [f"{date.isoformat()} * {quoted(payee)} {quoted(narration)}\n"]
    lines += _meta_lines(meta, "  ")
    for leg in legs:
        number = str(to_yuan(leg.fen))
        begin = f"  {leg.account}"
        gap = NUMBER_END - display_width(begin) - len(number)
        lines.append(f"{begin}{' ' * max(gap, 2)}{number} {CURRENCY}\n")
        lines += _meta_lines(leg.meta, "    ")
    return "".join(lines)


def heading(title: str) -> str:
    """Return the comment line that begins a section of a file."""
    begin = f"; ==== {title} "
    return begin + "=" * max(_HEADING_END - display_width(begin), 4) + "\n"


def balance_text(
    date: dt.date, account: str, fen: int, meta: Mapping[str, Value] | None = None
) -> str:
    """Return a ``balance`` directive: what ``account`` holds at the start of ``date``."""
    begin = f"{date.isoformat()} balance {account}"
    return "".join([f"{begin}  {to_yuan(fen)} {CURRENCY}\n", *_meta_lines(meta or {}, "  ")])


def meta_text(meta: Mapping[str, Value], indent: str = "  ") -> str:
    """Return metadata lines alone, to be put under a directive that stands already."""
    return "".join(_meta_lines(meta, indent))


def _meta_lines(meta: Mapping[str, Value], indent: str) -> list[str]:
    return [
        f"{indent}{key}: {value_text(value)}\n"
        for key, value in meta.items()
        if value is not None and value != ""
    ]
