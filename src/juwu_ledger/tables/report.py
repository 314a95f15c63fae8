"""What a report is made of: sections, tables and semantic values; renderers only format them.

Values in a row are raw: ``Decimal`` yuan with two decimals for money, ``datetime.date``, ``int``,
``str`` or ``None``. What they mean stands in the column's ``kind``; what the line is for stands in
the row's ``role``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.records.figures import Totals

Value = str | Decimal | dt.date | int | None

TEXT, MONEY, DATE, COUNT, CODE = "text", "money", "date", "count", "code"
HEAD, ITEM, SUBTOTAL, TOTAL = "head", "item", "subtotal", "total"
ALARM = "alarm"
"""The role of a line that is printed red, on first pages only."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: English ``key`` for JSON, Chinese ``title``, ``kind`` and width in characters."""

    key: str
    title: str
    kind: str = TEXT
    width: int = 12
    get: Callable[[Any], Value] | None = field(default=None, compare=False, repr=False)
    """What a record has under it, amounts in fen; without one, its attribute of the name ``key``."""

    @property
    def value(self) -> Callable[[Any], Any]:
        """What gives the value of a record."""
        return self.get or attrgetter(self.key)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``role`` is ``head``, ``item``, ``subtotal`` or ``total``."""

    values: tuple[Value, ...]
    role: str = ITEM


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``empty`` is what is printed where it has no rows."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = "本期没有。"
    adds_up: bool = True
    """Its lines add up to its subtotals and its total, as is checked before it is printed."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its label and an amount in yuan."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart; ``series`` names the group (income, spending) of the bars."""

    key: str
    title: str
    series: Mapping[str, tuple[Bar, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled place on a form; ``None`` leaves it blank, to be filled in by hand."""

    key: str
    label: str
    value: Value = None
    is_wide: bool = False
    """It takes a whole line of the form."""
    is_red: bool = False
    """It is written in red letters."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to sign in: whose (``label``), who holds that office, and what is known of it."""

    label: str
    name: str | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A paper with places to fill in and boxes to sign in, such as a voucher.

    ``fields`` stand above the tables and ``closing`` below them.
    """

    key: str
    title: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[Field, ...] = ()
    boxes: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own heading."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    alarms: tuple[str, ...] = ()
    """What must catch the eye, such as a sum that does not tie; printed red."""
    forms: tuple[Form, ...] = ()
    opinions: tuple[str, ...] = ()
    """Titles of blank boxes below it, in which an opinion is written and stamped."""
    signatures: tuple[str, ...] = ()
    """Who signs this part, apart from those who sign the paper."""
    is_appendix: bool = False
    """It begins a page of its own behind the signatures of the paper."""


class FaceLine(NamedTuple):
    """One line of the face: 封账, 查账, 勾稽 or 审核, and what is said of it."""

    label: str
    text: str
    is_red: bool = False
    told: tuple[str, ...] = ()
    """What is behind it, each with its remedy; not printed on the paper."""


class Face(NamedTuple):
    """How far a paper can be trusted: the four lines on its first page (:mod:`juwu_ledger.tables.face`)."""

    sealing: FaceLine
    findings: FaceLine
    ties: FaceLine
    review: FaceLine

    @property
    def red(self) -> tuple[FaceLine, ...]:
        """The lines that are printed red."""
        return tuple(line for line in self if line.is_red)


@dataclass(frozen=True, slots=True)
class Report:
    """A paper before it is printed. ``books_digest`` names the exact set it was made from."""

    report: str
    title: str
    period: Period | Days
    committee: str
    as_of: dt.date
    books_digest: str
    totals: Totals | None
    """``None`` on forms and registers, which are about no period's money."""
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Short labelled facts for the head of the paper, in order: label → text."""
    checked: int = 0
    """How many figures were held against others (:func:`.paper_ties.tied`)."""
    failed: int = 0
    """How many of them do not agree."""
    face: Face | None = None
    """What is said of it on its first page; put on the finished paper by :func:`juwu_ledger.tables.face.faced`."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables of all sections in order, those of forms apart."""
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def forms(self) -> tuple[Form, ...]:
        """All forms of all sections in order."""
        return tuple(form for section in self.sections for form in section.forms)

    @property
    def alarms(self) -> tuple[str, ...]:
        """All that is printed red: the sections' alarms, then the forms'."""
        parts: tuple[Section | Form, ...] = (*self.sections, *self.forms)
        return tuple(alarm for part in parts for alarm in part.alarms)

    @property
    def reds(self) -> tuple[str, ...]:
        """All that is printed red, the face's lines before the alarms: such a paper ends with status 3."""
        face = self.face.red if self.face else ()
        return (*(f"{line.label}：{line.text}" for line in face), *self.alarms)

    @property
    def body(self) -> tuple[Section, ...]:
        """The sections before the signatures."""
        return tuple(section for section in self.sections if not section.is_appendix)

    @property
    def appendices(self) -> tuple[Section, ...]:
        """The sections behind the signatures, each on a page of its own."""
        return tuple(section for section in self.sections if section.is_appendix)
