"""When something recurs: ``monthly 10``, ``quarterly 1-10`` (of its first month), ``yearly 3-15``."""

import datetime as dt
import re
from typing import NamedTuple

from juwu_ledger.books.model.periods import Period

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_TITLES = {1: "每月", 3: "每季度第 {} 个月", 12: "每年 {} 月"}
_TEXT = r"(monthly|quarterly|yearly) (?:(\d{1,2})-)?(\d{1,2})"


class Schedule(NamedTuple):
    """A day of every month, quarter or year; one that a month lacks is its last."""

    months: int
    """1, 3 or 12."""
    month: int
    """Which of them, from 1."""
    day: int

    @classmethod
    def parse(cls, text: str) -> "Schedule":
        """Read a schedule; raise ``ValueError`` (in Chinese) when it is none."""
        match = re.fullmatch(_TEXT, text, re.ASCII)
        if match is None or (match[1] == "monthly") != (match[2] is None):
            raise ValueError(
                "应写成 monthly 10（每月）、quarterly 1-10（每季）或 yearly 3-15（每年）"
            )
        made = cls(_MONTHS[match[1]], int(match[2] or 1), int(match[3]))
        if not (1 <= made.month <= made.months and 1 <= made.day <= 31):
            raise ValueError(f"没有这样的日子：{text}")
        return made

    @property
    def text(self) -> str:
        """The schedule as the books write it."""
        word = next(word for word, months in _MONTHS.items() if months == self.months)
        return f"{word} {self.day}" if self.months == 1 else f"{word} {self.month}-{self.day}"

    @property
    def title(self) -> str:
        """The schedule as a Chinese reader says it."""
        return f"{_TITLES[self.months].format(self.month)} {self.day} 日"

    def period_of(self, day: dt.date) -> Period:
        """Return the month, quarter or year that ``day`` lies in."""
        first = (day.month - 1) // self.months * self.months + 1
        return Period.of_months(day.year, first, self.months)

    def due_in(self, period: Period) -> dt.date:
        """Return the due day of one such period."""
        month = Period.of_months(period.first.year, period.first.month + self.month - 1, 1)
        return min(month.first + dt.timedelta(days=self.day - 1), month.last)
