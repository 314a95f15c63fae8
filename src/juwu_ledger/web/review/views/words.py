"""Words that several pages share: amounts, shortened lists, what a day is from today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from juwu_ledger.books.model.money import show_fen


def yuan(fen: int) -> str:
    """Return an amount as people read it: ``1,234.50``; minus is a real minus sign."""
    return show_fen(fen).replace("-", "−")


def listed(texts: Iterable[str]) -> str:
    """Return the different non-empty texts with ``、`` between them, in order."""
    return "、".join(dict.fromkeys(text for text in texts if text))


def days_away(due: dt.date, today: dt.date) -> str:
    """Say how far off a due day is."""
    days = (due - today).days
    if days > 0:
        return f"还有 {days} 天"
    return "今天到期" if days == 0 else f"已经过期 {-days} 天"
