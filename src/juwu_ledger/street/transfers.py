"""``transfers.csv``: what the street paid to its committees, as its own books say.

A heading ``date,code,amount,purpose`` and a line a payment, amounts in yuan. It is the other side of what
committees book as appropriations: what cancels out over the street, and where the two differ.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.model.money import is_sound, to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.street.register import BadRegister, Register

FILE = "transfers.csv"
HEADING = ("date", "code", "amount", "purpose")
_LARGEST = 32 * 1024 * 1024


class Transfer(NamedTuple):
    """One payment of the street's to a committee."""

    date: dt.date
    code: str
    fen: int


def read_transfers(register: Register) -> list[Transfer] | None:
    """Return the street's payments, ``None`` where there is no list; raises :class:`BadRegister`."""
    path = register.root / FILE
    if not path.is_file():
        return None
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig") if len(data) <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        raise BadRegister(f"{path} 读不了：它应是 UTF-8 的 CSV。") from None
    return list(_lines(path, text, register))


def paid_in(transfers: list[Transfer], period: Period) -> dict[str, int]:
    """Return what the street paid in a period, fen, by committee."""
    sums: dict[str, int] = defaultdict(int)
    for item in transfers:
        if item.date in period:
            sums[item.code] += item.fen
    return dict(sums)


def _lines(path: Path, text: str, register: Register) -> Iterator[Transfer]:
    lines = csv.reader(io.StringIO(text))
    if tuple(next(lines, ())) != HEADING:
        raise BadRegister(f"{path} 第 1 行应是 {','.join(HEADING)}。")
    for number, line in enumerate(lines, 2):
        if not any(line):
            continue
        try:
            date, code, amount, _purpose = line
            number_of = Decimal(amount.strip())
            if not number_of.is_finite() or not is_sound(number_of) or abs(number_of) > 10**12:
                raise ValueError(amount)
            made = Transfer(dt.date.fromisoformat(date.strip()), code.strip(), to_fen(number_of))
        except (ValueError, InvalidOperation):
            raise BadRegister(
                f"{path} 第 {number} 行：要写日期、代码、金额（元）、用途。"
            ) from None
        if made.code not in register.members:
            raise BadRegister(f"{path} 第 {number} 行：名册里没有 {made.code}。")
        yield made
