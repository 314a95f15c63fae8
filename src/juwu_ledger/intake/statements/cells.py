"""Cells of a statement as amounts, days and words. Nothing is guessed: what is unclear is refused."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from juwu_ledger.books.model.money import to_fen


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula where a bank would have put a figure."""


Cell = str | Decimal | dt.datetime | dt.time | Formula
Grid = tuple[tuple[Cell, ...], ...]


class UnreadableCell(Exception):
    """A cell that is not what its column asks for; the message says what is wrong."""


_NOTHING = re.compile(r"[-—–/]*")
_AMOUNT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2}0*)?", re.ASCII)
_NEAR = Decimal("0.000001")
_TOO_MUCH = Decimal(10) ** 13
_DAY = re.compile(
    r"(20\d\d)(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d\d)(\d\d))(?:[T \-]*(.*))?",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{1,2})[:.时](\d\d)(?:[:.分](\d\d))?(?:[.]\d+|秒)?", re.ASCII)
_CLOCK_RUN = re.compile(r"(\d\d)(\d\d)(\d\d)?\d{0,3}", re.ASCII)
_SERIAL_EPOCH = dt.datetime(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days of the years 2000 to 2099 as Excel counts them."""


def words(cell: Cell) -> str:
    """Return a cell as text: NFKC, blanks at the ends, Excel's and WeChat's guards taken off."""
    match cell:
        case str() if cell.isascii() and cell.isprintable() and cell[:1] not in ("=", "`", "'"):
            return cell.strip()
        case str():
            text = unicodedata.normalize("NFKC", cell).strip(" \t\r\n`'\u3000\ufeff")
            if text.startswith('="') and text.endswith('"'):
                text = text[2:-1]
            return "".join(c if c.isprintable() else " " for c in text).strip()
        case Decimal():
            return _plain_number(cell)
        case dt.datetime():
            return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
        case dt.time():
            return cell.isoformat("seconds")
        case Formula():
            return "=?"


def phrase(cell: Cell) -> str:
    """Return a cell as words with single blanks; a lone dash or slash is none."""
    text = " ".join(words(cell).split())
    return "" if _NOTHING.fullmatch(text) else text


def amount_in(cell: Cell) -> int | None:
    """Return an amount in fen, ``None`` for an empty cell; raise :class:`UnreadableCell`."""
    if isinstance(cell, Formula):
        raise UnreadableCell("是公式，不是数")
    if isinstance(cell, Decimal):
        return _exact(cell)
    text = words(cell)
    if _NOTHING.fullmatch(text):
        return None
    bare = re.sub(r"^(?:CNY|RMB|人民币)?\s*¥?\s*|\s*元?$", "", text)
    if not _AMOUNT.fullmatch(bare):
        raise UnreadableCell(f"金额 {text[:40]!r} 读不懂")
    return _exact(Decimal(bare.replace(",", "")))


def _exact(number: Decimal) -> int:
    if not number.is_finite() or abs(number) >= _TOO_MUCH:
        raise UnreadableCell(f"金额 {number!s:.40} 太大，读不懂")
    rounded = number.quantize(Decimal("0.01"))
    if abs(rounded - number) > _NEAR:
        raise UnreadableCell(f"金额 {number!s:.40} 不到分")
    return to_fen(rounded)


def _plain_number(number: Decimal) -> str:
    return str(int(number)) if number == number.to_integral_value() else format(number, "f")


def day_in(cell: Cell) -> tuple[dt.date, str]:
    """Return day and time (``HH:MM:SS``, empty where there is none); raise :class:`UnreadableCell`."""
    if isinstance(cell, dt.datetime):
        return cell.date(), _clock_text(cell.time()) if cell.time() != dt.time() else ""
    if isinstance(cell, Decimal) and int(cell) in _SERIALS:
        moment = _SERIAL_EPOCH + dt.timedelta(seconds=round(float(cell) * 86400))
        return moment.date(), _clock_text(moment.time()) if moment.time() != dt.time() else ""
    text = " ".join(words(cell).split())
    match = _DAY.fullmatch(text)
    if match is None:
        raise UnreadableCell(f"日期 {text[:40]!r} 读不懂" if text else "没有日期")
    year, _, *parts, rest = match.groups()
    month, day = [int(part) for part in parts if part]
    try:
        return dt.date(int(year), month, day), clock_in(rest or "")
    except ValueError:
        raise UnreadableCell(f"没有 {text[:40]!r} 这一天") from None


def clock_in(cell: Cell) -> str:
    """Return a time of day as ``HH:MM:SS``, empty where there is none; raise :class:`UnreadableCell`."""
    if isinstance(cell, dt.time):
        return _clock_text(cell)
    if isinstance(cell, dt.datetime):
        return _clock_text(cell.time())
    if isinstance(cell, Decimal) and 0 <= cell < 1:
        return _clock_text((_SERIAL_EPOCH + dt.timedelta(days=float(cell))).time())
    text = words(cell)
    if _NOTHING.fullmatch(text):
        return ""
    text = text.zfill(6) if isinstance(cell, Decimal) else text.split(" ")[-1]
    match = _CLOCK.fullmatch(text) or _CLOCK_RUN.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise UnreadableCell(f"时间 {text[:40]!r} 读不懂")
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def _clock_text(time: dt.time) -> str:
    return time.isoformat("seconds")[:8]


_ENGLISH = re.compile(r"[\[(][^\])]*[A-Za-z]{3}[^\])]*[\])]")


@lru_cache(maxsize=4096)
def heading(cell: Cell) -> str:
    """Return a heading without blanks, full-width forms and its English twin in brackets."""
    text = "".join(words(cell).split())
    return _ENGLISH.sub("", text).strip("*:")
