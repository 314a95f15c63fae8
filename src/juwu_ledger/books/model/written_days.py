"""Days and periods as people write them: ``2026.7.1``, ``20260701``, ``7/1``, ``二〇二六年七月一日``."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from juwu_ledger.books.model.periods import YEARS, Period

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_DIGITS |= {"九": 9}
# Patterns as text: who checks books needs one of them at most, and a set of Chinese figures takes long.
_CHINESE = "[〇零一二三四五六七八九十]+"
_SOLID = r"(\d{4})(\d\d)(\d\d)"
_DAY = r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?"
_MONTH = r"(\d{4})(?:[-./年](\d{1,2})月?|(\d\d))(?:份)?"
_QUARTER = r"(\d{4})(?:年第?|[-./]?[Qq])([1-4])(?:季度?)?"
_HALF = r"(\d{4})(?:年([上下])半年|[-./]?[Hh]([12]))"


def written_day(text: str, today: dt.date) -> dt.date:
    """Return the day that is meant, one without a year in the year of ``today``.

    Raises ``ValueError`` for what is no day, and for years that make no sense.
    """
    plain = _plain(text)
    match = re.fullmatch(_DAY, plain, re.ASCII) or re.fullmatch(_SOLID, plain, re.ASCII)
    if match is None:
        raise ValueError(text)
    day = dt.date(int(match[1] or today.year), int(match[2]), int(match[3]))
    if day.year not in YEARS:
        raise ValueError(f"年份 {day.year} 不合理")
    return day


def written_period(text: str) -> Period:
    """Return the month, quarter, half-year or year that is meant; raise ``ValueError`` for none."""
    plain = _plain(text)
    if half := re.fullmatch(_HALF, plain, re.ASCII):
        return Period.parse(f"{half[1]}H{half[3] or '上下'.index(half[2]) + 1}")
    if quarter := re.fullmatch(_QUARTER, plain, re.ASCII):
        return Period.parse(f"{quarter[1]}Q{quarter[2]}")
    if month := re.fullmatch(_MONTH, plain, re.ASCII):
        return Period.parse(f"{month[1]}-{int(month[2] or month[3]):02d}")
    return Period.parse(plain.removesuffix("年"))


def _plain(text: str) -> str:
    """Return text in half-width characters and digits, without blanks."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded if folded.isascii() else re.sub(_CHINESE, _in_digits, folded)


def _in_digits(match: re.Match[str]) -> str:
    """Return Chinese figures in digits: ``二〇二六`` digit by digit, ``二十三`` as a number below 100."""
    word = match[0]
    if "十" not in word:
        return "".join(str(_DIGITS[char]) for char in word)
    tens, _, ones = word.partition("十")
    if any(len(part) > 1 for part in (tens, ones)):
        return word
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
