"""A template of a recurring entry as a draft, and a draft as a template."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from juwu_ledger.books.model.vocabulary import Recurring
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.engine.directive_text import Value

_AGAIN = re.compile(r"-\d+$", re.ASCII)
"""What the second and further ones of an option given several times end with: ``line-2``."""


def draft_of_template(item: Recurring) -> Draft:
    """Return the draft of one entry of a template."""
    answers = tuple((_AGAIN.sub("", key), text) for key, text in item.answers.items())
    return Draft(item.command, answers, note=item.id)


def template_meta(draft: Draft, until: dt.date | None, like: str) -> dict[str, Value]:
    """Return a draft as the metadata of a template; ``like`` is the voucher it was made from."""
    meta: dict[str, Value] = {"command": draft.command, "until": until, "like": like}
    times: Counter[str] = Counter()
    for name, text in draft.answers:
        times[name] += 1
        meta[name if times[name] == 1 else f"{name}-{times[name]}"] = text
    return meta
