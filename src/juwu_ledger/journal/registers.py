"""Directives of our own to be written, each into the file where its like stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from juwu_ledger.books.directives import KINDS
from juwu_ledger.journal.change import Change
from juwu_ledger.journal.journal import Draft, Plan
from juwu_ledger.journal.placing import home_of
from juwu_ledger.journal.text import Value, custom_text


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
    kind = KINDS[word]

    def plan(draft: Draft) -> Change:
        return Change(
            file=home_of(word, kind.cls, draft.books, draft.files),
            title=f"{kind.title} {about}".strip(),
            texts=(custom_text(date, word, values, meta),),
            ids=(about,) if about else (),
        )

    return plan
