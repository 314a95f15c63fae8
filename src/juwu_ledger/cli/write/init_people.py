"""The officers of new books, as ``juwu init`` is told them or asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from juwu_ledger.books.model.vocabulary import (
    COMMITTEE_OFFICES,
    OFFICES,
    REVIEW_OFFICES,
    SHARED_OFFICES,
)
from juwu_ledger.cli.shell.console import complain
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import (
    read_last_day,
    read_name,
    read_names,
    read_pair,
    read_word,
)
from juwu_ledger.journal.engine.refusals import BadInput

NEEDED = ("director", "accountant", "cashier", "receipt-keeper", "finance-group")
"""Offices that must be held from the first voucher on (DTY002, DTY003)."""
SMALLEST_GROUP = 3
_ORDER = (
    *("director", "accountant", "cashier", "receipt-keeper", "asset-keeper"),
    *("disclosure-officer", "finance-group", "review-leader", "review-member", "street-director"),
)


def officers_given(officers: Sequence[str]) -> list[tuple[str, str]]:
    """Return office and name as the options say; ends with status 2 for what makes no sense."""
    found: list[tuple[str, str]] = []
    for text in officers:
        try:
            role, name = read_pair(text)
            word = read_word(OFFICES)(role)
            names = read_names(name) if word in SHARED_OFFICES else [read_name(name)]
        except BadInput as error:
            complain(f"--officer：{error}。")
        found += [(word, each) for each in names]
    roles = [role for role, _ in found]
    twice = [r for r in dict.fromkeys(roles) if roles.count(r) > 1 and r not in SHARED_OFFICES]
    if twice:
        complain(f"--officer：{'、'.join(OFFICES[role] for role in twice)}只能有一人。")
    return found


def officers(context: Context, given: Sequence[str]) -> list[tuple[str, str]]:
    """Return all officers; what the rules would refuse is refused at its own question."""
    known = officers_given(given)
    for role in _ORDER:
        if any(own == role for own, _ in known) or not context.ask.terminal:
            continue
        read = _name_reader(role, known)
        if role in NEEDED:
            names = context.ask.value("--officer", None, _question(role), read)
        else:
            names = context.ask.optional("--officer", None, _question(role), read) or []
        known += [(role, name) for name in names]
    if sum(role == "finance-group" for role, _ in known) < SMALLEST_GROUP:
        raise BadInput("--officer：财务管理领导小组要三个人以上，用顿号隔开")
    return sorted(known, key=lambda item: _ORDER.index(item[0]))


def last_days(
    context: Context, given: Sequence[str], officers: Sequence[tuple[str, str]], since: dt.date
) -> tuple[dt.date | None, dict[str, dt.date]]:
    """Return the last day of the term, and of the offices whose last day is another."""
    ask = context.ask

    def read(text: str) -> dt.date:
        return read_last_day(text, since)

    common = [text for text in given if "=" not in text.replace("＝", "=")]
    own = {}
    for role, text in (read_pair(text) for text in given if text not in common):
        own[read_word(OFFICES)(role)] = read(text)
    if len(common) > 1:
        complain("--until：大家的最后一天只写一个；哪个职务不一样，写成 职务=日期。")
    until = ask.optional("--until", common[0] if common else None, "本届任期最后一天", read)
    roles = [role for role in _ORDER if role != "street-director" and role in dict(officers)]
    if until is None or given or not ask.terminal:
        return until, own
    if ask.confirm("各个职务都到这一天吗？"):
        return until, own
    days = {
        role: ask.value(f"--until {role}", None, f"{OFFICES[role]}到哪天", read, default=str(until))
        for role in roles
    }
    return until, {role: day for role, day in days.items() if day != until}


def _question(role: str) -> str:
    more = {"finance-group": "（三人以上，用顿号隔开）", "review-member": "（两人，用顿号隔开）"}
    return f"谁是{OFFICES[role]}{more.get(role, '')}"


def _name_reader(role: str, officers: Sequence[tuple[str, str]]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        names = read_names(text) if role in SHARED_OFFICES else [read_name(text)]
        if role == "finance-group" and len(names) < SMALLEST_GROUP:
            raise BadInput("要三个人以上，用顿号隔开")
        for name in names:
            _refuse_both(role, name, officers)
        return names

    return read


def _refuse_both(role: str, name: str, officers: Sequence[tuple[str, str]]) -> None:
    """Refuse offices that one person must not hold together (FM-0.2, DR-6)."""
    held = {own for own, who in officers if who == name}
    if role == "cashier" and "accountant" in held:
        raise BadInput("会计和出纳不能是一个人")
    if role in REVIEW_OFFICES and held & COMMITTEE_OFFICES:
        raise BadInput(f"{name} 在居委会任职，不能进民主理财小组")
    if role == "review-member" and "review-leader" in held:
        raise BadInput(f"{name} 是组长，组员另写")
