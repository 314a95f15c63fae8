"""Readers of single values of our directives: each returns the value or raises :class:`Malformed`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from juwu_ledger.books.model.money import is_sound, to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.schedules import Schedule
from juwu_ledger.books.model.vocabulary import (
    REVOKED,
    suggestion,
)


class Malformed(Exception):
    """A value that is not what its place asks for; the message says what is wanted."""


Reader = Callable[[Any], Any]


def read_name(value: Any) -> str:
    """Return text in quotes that says something."""
    if not isinstance(value, str):
        raise Malformed("应是写在英文引号里的文字")
    if not value.strip():
        raise Malformed("不能是空的")
    return value


def read_words(value: Any) -> str:
    """Return any text in quotes."""
    if not isinstance(value, str):
        raise Malformed("应是写在英文引号里的文字")
    return value


def read_day(value: Any) -> dt.date:
    """Return a bare date."""
    if not isinstance(value, dt.date):
        raise Malformed("应是日期，写成 2026-01-31，不加引号")
    return value


def read_fen(value: Any) -> int:
    """Return an amount of money, fen."""
    number = getattr(value, "number", None)
    if not isinstance(number, Decimal):
        raise Malformed("应是金额，写成 1234.50 CNY")
    if value.currency != "CNY":
        raise Malformed(f"币种应是 CNY，不是 {value.currency}")
    if not is_sound(number):
        raise Malformed("金额最多两位小数")
    if number < 0:
        raise Malformed("金额不能是负数")
    return to_fen(number)


def read_signed_fen(value: Any) -> int:
    """Return an amount that may be negative, fen."""
    number = getattr(value, "number", None)
    if isinstance(number, Decimal) and number < 0:
        return -read_fen(value._replace(number=-number))
    return read_fen(value)


_TOO_MANY = 10**9
MANY_DAYS = 366


def read_count(value: Any) -> int:
    """Return a bare whole number."""
    if not isinstance(value, Decimal) or not 0 <= value < _TOO_MANY or value != int(value):
        raise Malformed("应是不带引号的整数，且不能太大")
    return int(value)


_MANY_MONTHS = 1200


def read_months(value: Any) -> int:
    """Return a number of months."""
    if not isinstance(value, Decimal) or not 1 <= value <= _MANY_MONTHS or value != int(value):
        raise Malformed(f"应是不带引号的月数，1 到 {_MANY_MONTHS}，如 60")
    return int(value)


def read_per_cent(value: Any) -> Decimal:
    """Return a rate in per cent."""
    if not isinstance(value, Decimal) or not 0 <= value <= 100 or not is_sound(value):
        raise Malformed("应是不带引号的百分数，0 到 100，最多两位小数，如 5")
    return value


def read_period(value: Any) -> Period:
    """Return a month, quarter, half year or year."""
    try:
        return Period.parse(read_name(value))
    except ValueError as error:
        raise Malformed(str(error)) from None


def read_month(value: Any) -> Period:
    """Return a month."""
    period = read_period(value)
    if period.kind != "month":
        raise Malformed("应是月份，写成 2026-01")
    return period


def read_half_year(value: Any) -> Period:
    """Return a half year."""
    period = read_period(value)
    if period.kind != "half-year":
        raise Malformed("应是半年，写成 2026H1 或 2026H2")
    return period


def read_schedule(value: Any) -> Schedule:
    """Return the days on which something recurs."""
    try:
        return Schedule.parse(read_name(value))
    except ValueError as error:
        raise Malformed(str(error)) from None


def read_account_name(value: Any) -> str:
    """Return the name of an account, which stands without quotes."""
    if not isinstance(value, str) or ":" not in value:
        raise Malformed("应是科目，如 Assets:1002银行存款:01基本户，不加引号")
    return value


def read_committee_code(value: Any) -> str:
    """Return the code of a committee by which the statistical bureau and the street know it."""
    if not re.fullmatch(r"\d{12}", read_name(value), re.ASCII):
        raise Malformed("应是十二位的区划代码，如 330102001001")
    return str(value)


_BETWEEN_NAMES = str.maketrans(dict.fromkeys("、,，;；/", " "))


def read_names(value: Any) -> tuple[str, ...]:
    """Return several names in one text."""
    return tuple(read_name(value).translate(_BETWEEN_NAMES).split())


def read_rule_code(value: Any) -> str:
    """Return the code of a rule."""
    if not re.fullmatch(r"[A-Z]{3}\d{3}", read_name(value), re.ASCII):
        raise Malformed("应是规则编号，如 CSH001")
    return str(value)


def one_of(words: Mapping[str, Any]) -> Reader:
    """Return a reader that takes one of ``words`` only."""

    def read(value: Any) -> str:
        text = read_name(value)
        if text not in words:
            raise Malformed(f"不认识 {text!r}{suggestion(text, words)}；可用：{'、'.join(words)}")
        return text

    return read


def read_key_line(value: Any) -> str:
    """Return a public key as one line, or that it is revoked."""
    from juwu_ledger.books.signing.ssh_wire import read_public_key  # Only books with keys need it.

    line = read_name(value)
    if line == REVOKED:
        return line
    try:
        read_public_key(line)
    except ValueError:
        raise Malformed(
            f'应是一行公钥，写成 "ssh-ed25519 AAAA…"（juwu key new 打印的那一行），或 "{REVOKED}"'
        ) from None
    return line
