"""BNK005: a later statement lacks what an earlier one had."""

from __future__ import annotations

import datetime as dt

from mutations import BANK, BOOKS, DAY, WECHAT, Case, Draw, breaks, case, lawful


def taken_in(draw: Draw, lacks: str) -> tuple[str, str]:
    """Return a statement's directive, and the month that its finding is about."""
    last = draw.january()
    first = last - DAY * draw.number(0, 60)
    account = draw.one([BANK, WECHAT])
    lines = [f'{last} custom "statement" {account} {draw.yuan()} CNY', f"  from: {first}", lacks]
    return "\n".join(filter(None, lines)), f"{last:%Y-%m}"


@breaks("BNK005")
def rows_are_gone(draw: Draw) -> Case:
    text, month = taken_in(draw, f"  lacks: {draw.number(1, 40)}")
    return case(BOOKS.add(text), ("BNK005", month), as_of=dt.date(2026, 1, 31))


@lawful("BNK005")
def nothing_is_gone(draw: Draw) -> Case:
    text, _ = taken_in(draw, draw.one(["", "  lacks: 0"]))
    return case(BOOKS.add(text), as_of=dt.date(2026, 1, 31))
