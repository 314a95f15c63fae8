"""Fava's filters without regular expressions: no text that is typed in can keep the server busy.

Fava takes what stands in the filters ``account`` and ``filter`` for regular expressions and matches
every entry with them in this very process; a short one can take longer than anybody lives. Here the
text means itself, with what Fava's own pages write and readers use: ``.`` for any character, ``.*`` or
``.+`` for any stretch of them, ``^`` and ``$`` for the ends, ``|`` between choices, and ``\\`` before a
sign that means itself. Time grows with the lengths of filter and text, never faster.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

import fava.core
from fava.core import filters
from fava.util.date import parse_date

from juwu_ledger.books.model.periods import YEARS

LONGEST = 300
_MOST_YEARS = 12


class PlainMatch:
    """Takes the place of Fava's ``Match``: tells whether a text holds what was typed in."""

    __slots__ = ("_choices",)

    def __init__(self, search: str) -> None:
        """Take what was typed in; whatever it is, it means something."""
        self._choices = [_Choice(signs) for signs in _choices(search)]

    def __call__(self, obj: Any) -> bool:
        """Match without regard to capitals."""
        text = str(obj).casefold()
        return any(choice.is_in(text) for choice in self._choices)


class PlainAccountFilter(filters.EntryFilter):
    """Takes the place of Fava's ``AccountFilter``: an account with all below it, or a text in names."""

    __slots__ = ("_inner", "_match")

    def __init__(self, value: str) -> None:
        """Take what was typed in."""
        self._inner = f":{value}:"
        self._match = PlainMatch(value)

    def apply(self, entries: Sequence[Any]) -> Sequence[Any]:
        """Return the entries with such an account."""
        known: dict[str, bool] = {}
        return [
            entry
            for entry in entries
            if any(self._has(name, known) for name in filters.get_entry_accounts(entry))
        ]

    def _has(self, name: str, known: dict[str, bool]) -> bool:
        found = known.get(name)
        if found is None:
            found = known[name] = self._inner in f":{name}:" or self._match(name)
        return found


def read_days(text: str, *rest: Any) -> tuple[dt.date | None, dt.date | None]:
    """Takes the place of Fava's ``parse_date``, which falls over days that there are not."""
    try:
        begin, end = parse_date(text, *rest)
    except (ValueError, OverflowError):
        return None, None
    if begin is None or end is None or not begin < end:
        return None, None
    if end.year - begin.year > _MOST_YEARS:  # A figure for every day of it would take minutes.
        return None, None
    return (begin, end) if begin.year in YEARS and end.year in YEARS else (None, None)


class _UnreadableTime(filters.TimeFilterParseError):
    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.message = f"时间“{value}”看不懂，可以写 2025-Q4、2025-11 或 2025。"


class _UnreadableFilter(filters.FilterParseError):
    def __init__(self) -> None:
        super().__init__()
        self.message = "筛选的条件看不懂："


class _UnreadableSign(filters.FilterIllegalCharError):
    def __init__(self, char: str) -> None:
        super().__init__(char)
        self.message = f"筛选的条件里 {char} 用得不对："


def use_plain_filters() -> None:
    """Make every ledger that Fava opens in this process filter so, and complain in Chinese."""
    filters.Match = PlainMatch  # type: ignore[misc, assignment]
    filters.parse_date = read_days  # type: ignore[assignment]
    filters.TimeFilterParseError = _UnreadableTime  # type: ignore[misc]
    filters.FilterParseError = _UnreadableFilter  # type: ignore[misc]
    filters.FilterIllegalCharError = _UnreadableSign  # type: ignore[misc]
    fava.core.AccountFilter = PlainAccountFilter  # type: ignore[misc, assignment]


_ANY, _GAP, _BEGIN, _END = range(4)
_Sign = str | int
"""A character that means itself, or one of the four above."""
_MEANS = {".": _ANY, ".*": _GAP, ".+": _GAP, "^": _BEGIN, "$": _END}
_SIGN = re.compile(r"\\.|\.[*+]|.", re.DOTALL)


def _choices(search: str) -> Iterator[list[_Sign]]:
    """Yield what stands between the bars."""
    signs: list[_Sign] = []
    for token in _SIGN.findall(search):
        if token == "|":
            yield signs
            signs = []
        elif token in _MEANS:
            signs += [_ANY, _GAP] if token == ".+" else [_MEANS[token]]
        else:
            signs += (token[1:] if len(token) > 1 else token).casefold()
    yield signs


class _Choice:
    """Runs of characters that must follow one another, with anything in the gaps between."""

    def __init__(self, signs: list[_Sign]) -> None:
        self._begins = signs[:1] == [_BEGIN]
        self._ends = signs[-1:] == [_END]
        inner = signs[self._begins : len(signs) - self._ends]
        self._runs = [_Run(run) for run in _runs(inner)]

    def is_in(self, text: str) -> bool:
        """The first place for each run is the best one; the last run may have to stand at the end."""
        at, last = 0, len(self._runs) - 1
        for number, run in enumerate(self._runs):
            if number == last and self._ends:
                start = len(text) - run.length
                fits = start >= at and run.find(text, start) == start
                return fits and not (number == 0 and self._begins and start != 0)
            found = run.find(text, at)
            if found < 0 or (number == 0 and self._begins and found != 0):
                return False
            at = found + run.length
        return True


class _Run:
    """Characters that stand side by side; a pattern without repetition takes no detours."""

    def __init__(self, signs: Sequence[_Sign]) -> None:
        self.length = len(signs)
        parts = ("." if sign == _ANY else re.escape(_character(sign)) for sign in signs)
        self._pattern = re.compile("".join(parts), re.DOTALL)

    def find(self, text: str, start: int) -> int:
        """Return where it first stands from ``start`` on, -1 where it does not."""
        found = self._pattern.search(text, start)
        return found.start() if found else -1


def _character(sign: _Sign) -> str:
    return sign if isinstance(sign, str) else {_BEGIN: "^", _END: "$"}[sign]


def _runs(signs: Sequence[_Sign]) -> Iterator[list[_Sign]]:
    run: list[_Sign] = []
    for sign in signs:
        if sign == _GAP:
            yield run
            run = []
        else:
            run.append(sign)
    yield run
