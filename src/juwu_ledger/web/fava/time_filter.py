"""Fava's filters, looked at before Fava sees them: of the three only the stretch of days is let through.

What stands in the filters ``account`` and ``filter`` Fava takes for regular expressions, and matches every
entry with them in this very process; a short one can take longer than anybody lives. Vouchers are found by
our own pages. Of days, Fava falls over those that there are not, and works out a figure for each of
centuries.
"""

from __future__ import annotations

from collections.abc import Mapping

from fava.util.date import parse_date

from juwu_ledger.books.model.periods import YEARS

LONGEST = 300
_MOST_YEARS = 12
_PATTERNS = ("account", "filter")


def why_refused(asked: Mapping[str, str]) -> str | None:
    """Say why a page of Fava's cannot be had with these filters; ``None`` where it can."""
    if any(asked.get(key) for key in _PATTERNS):
        return "这里只能按时间筛选；找凭证请到“本期审阅”里查找。"
    time = asked.get("time", "")
    if time and not _is_stretch(time):
        return f"时间“{time[:40]}”看不懂，可以写 2025-Q4、2025-11 或 2025。"
    return None


def _is_stretch(time: str) -> bool:
    try:
        begin, end = parse_date(time)
    except (ValueError, OverflowError):
        return False
    if begin is None or end is None or not begin < end or end.year - begin.year > _MOST_YEARS:
        return False
    return begin.year in YEARS and end.year in YEARS
