"""Directives of our own to be written, each into the file where its like stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from juwu_ledger.books.model.directives import KINDS
from juwu_ledger.books.model.problem import Place
from juwu_ledger.journal.engine.change import Change, Insert
from juwu_ledger.journal.engine.directive_text import Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks, Plan
from juwu_ledger.journal.engine.lines import last_line_of
from juwu_ledger.journal.engine.placing import home_of

BY_KIND = frozenset({"committee", "officer", "limit", "budget-limit", "fund", "list"})
"""Words that stand in sections of their own: a new one goes under the last of its kind."""


def entry_plan(
    date: dt.date,
    word: str,
    values: Sequence[Value],
    meta: Mapping[str, Value] | None = None,
    *,
    about: str = "",
) -> Plan:
    """Return the plan that adds ``custom "WORD" VALUES…`` with its metadata.

    ``about`` is the id or period that the entry is known by.
    """

    def plan(locked: LockedBooks) -> Change:
        return entry_change(locked, word, [custom_text(date, word, values, meta)], [about])

    return plan


def entry_change(
    locked: LockedBooks, word: str, texts: Sequence[str], about: Sequence[str] = ()
) -> Change:
    """Return the change that adds directives of one ``word`` to the file where their like stand.

    Several that belong together stand without blank lines between them.
    """
    kind = KINDS[word]
    file = home_of(word, kind.cls, locked.books, locked.files)
    ids = tuple(filter(None, about))
    title = " ".join([kind.title, _listed(ids)]).strip()
    text = "".join(texts)
    change = Change(file=file, title=title, texts=(text,), ids=ids)
    if word not in BY_KIND:
        return change
    places = [item.place for item in locked.books.of(kind.cls)]
    return under_last(change, locked, places)


_MOST_NAMED = 3


def _listed(ids: Sequence[str]) -> str:
    if len(ids) > _MOST_NAMED:
        return f"{ids[0]} 等 {len(ids)} 件"
    return "、".join(ids)


def under_last(change: Change, locked: LockedBooks, places: Sequence[Place]) -> Change:
    """Return the change with its one text under the last of ``places`` that lies in its file.

    At the end of the file where none does.
    """
    path = str(locked.books.root / change.file)
    lines = [place.line for place in places if place.file == path]
    if not lines:
        return change
    (text,) = change.texts
    last = last_line_of(Path(path).read_text(encoding="utf-8"), max(lines))
    return Change(
        file=change.file,
        title=change.title,
        inserts=(Insert(last, f"\n{text}"),),
        dates=(dt.date.fromisoformat(text[:10]),),
        ids=change.ids,
    )
