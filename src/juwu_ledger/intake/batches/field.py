"""A column or a setting of a batch: its name, its heading, and how its cells are read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from juwu_ledger.books.model.identifiers import code_and_number, plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.written_days import written_period
from juwu_ledger.intake.statements.cells import Cell, UnreadableCell, amount_in, day_in, phrase

Value = str | int | dt.date | Period | None
_SPOILED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_EXACT = 10**15
"""A spreadsheet keeps fifteen figures of a number; what comes behind them it makes zero."""
_MOST_HALVES, _MOST_COUNT = 62, 999


class Form(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    ID = "id"
    """A number that is a name: receipt, invoice, approval; never an amount."""
    DAY = "day"
    MONTH = "month"
    MONEY = "money"
    """An amount above zero, read as fen."""
    RATE = "rate"
    """An amount that may be zero, fen; an empty cell is zero."""
    DAYS = "days"
    """Days of attendance, read as half days; an empty cell is none."""
    COUNT = "count"


class Choice(NamedTuple):
    """What a cell may say: the words of the drop-down, and how what is typed is read.

    ``read`` raises :class:`UnreadableCell` for what is none of them.
    """

    shown: tuple[str, ...]
    read: Callable[[str], str]


Choices = Mapping[str, Choice]


class Field(NamedTuple):
    """One column, or one setting above the columns."""

    name: str
    title: str
    form: Form
    example: str
    width: int = 12
    required: bool = True
    choices: str = ""
    """Which of the choices that the books offer; empty where anything may be written."""
    also: tuple[str, ...] = ()
    """Headings by which other programs call the column."""

    def named(self, headings: Container[str]) -> str | None:
        """Return the heading by which the column is there, if it is."""
        return next((name for name in (self.title, *self.also) if name in headings), None)

    def read(self, cell: Cell, choices: Choices) -> Value:
        """Return what a cell says; raise :class:`UnreadableCell`."""
        text = phrase(cell)
        if not text and self.form not in (Form.RATE, Form.DAYS):
            if self.required:
                raise UnreadableCell(f"没有写{self.title}")
            return None
        value = _READERS[self.form](cell, text)
        if self.choices and isinstance(value, str):
            return choices[self.choices].read(value)
        return value


def _id(cell: Cell, text: str) -> str:
    if isinstance(cell, Decimal) and abs(cell) >= _EXACT or _SPOILED.fullmatch(text):
        raise UnreadableCell(
            "号码超过 15 位，表格软件已经把后面几位变成 0 了；请把这一格设成“文本”，照单据重新输入"
        )
    if isinstance(cell, Decimal) and cell != cell.to_integral_value():
        raise UnreadableCell(f"号码 {text!r} 里有小数")
    return code_and_number(text) or plain(text)


def _day(cell: Cell, text: str) -> dt.date:
    day, clock = day_in(cell)
    if clock:
        raise UnreadableCell(f"日期 {text!r} 里有钟点")
    return day


def _month(cell: Cell, text: str) -> Period:
    if isinstance(cell, dt.datetime):
        return Period.month_of(cell.date())
    try:
        period = written_period(text)
    except ValueError as error:
        raise UnreadableCell(str(error)) from None
    if period.kind != "month":
        raise UnreadableCell(f"{text!r} 不是月份，请写成 2026-04 这样")
    return period


def _money(cell: Cell, text: str) -> int:
    fen = amount_in(cell)
    if not fen or fen < 0:
        raise UnreadableCell(f"金额 {text!r} 不对，要大于零")
    return fen


def _rate(cell: Cell, text: str) -> int:
    fen = amount_in(cell) or 0
    if fen < 0:
        raise UnreadableCell(f"金额 {text!r} 不能小于零")
    return fen


def _halves(cell: Cell, text: str) -> int:
    if text and not re.fullmatch(r"\d{1,2}(\.[05]0*)?", text, re.ASCII):
        raise UnreadableCell(f"天数 {text!r} 不对，写整天或半天，如 20 或 20.5")
    halves = int(Decimal(text or 0) * 2)
    if halves > _MOST_HALVES:
        raise UnreadableCell(f"天数 {text!r} 比一个月还多")
    return halves


def _count(cell: Cell, text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > _MOST_COUNT:
        raise UnreadableCell(f"{text!r} 不是张数，写一个整数")
    return int(text)


_READERS: Mapping[Form, Callable[[Cell, str], Value]] = {
    Form.TEXT: lambda cell, text: text,
    Form.ID: _id,
    Form.DAY: _day,
    Form.MONTH: _month,
    Form.MONEY: _money,
    Form.RATE: _rate,
    Form.DAYS: _halves,
    Form.COUNT: _count,
}
