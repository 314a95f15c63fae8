"""How far the review of a quarter is: who has said what, of which books, and what is filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS, Review
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.review_papers import refuse_quarter
from juwu_ledger.records.group_opinions import Group, Opinion, group_of, open_opinions
from juwu_ledger.records.reviewed_scans import changed_scans, scans_of
from juwu_ledger.records.reviews import is_unsigned, must_sign, passes, said_by_each, stands

_OFFICES = {"leader": "组长", "member": "组员"}


def why_not(books: Books, quarter: Period, day: dt.date) -> str | None:
    """Say why a quarter cannot be reviewed on ``day``; ``None`` when it can."""
    if group_of(books, day) is None:
        return "民主理财小组要有一名组长、两名组员在任，现在不是；请居委会先登记任职。"
    try:
        refuse_quarter(books, quarter, day)
    except Refusal as refusal:
        return str(refusal)
    return None


def review_state(
    books: Books, quarter: Period, name: str, day: dt.date, password: Callable[[str], str]
) -> dict[str, Any]:
    """Return what ``GET /juwu/review`` answers to the user ``name``.

    ``password`` tells in words who set somebody's password, and when.
    """
    digest, scans = books.digest(quarter.last), scans_of(books, quarter)
    group = group_of(books, day)
    refused = why_not(books, quarter, day)
    people = group.all if group else ()
    given = open_opinions(books, quarter)

    def counts(one: str) -> bool:
        return one in given and given[one].is_of(digest, scans.digest)

    return {
        "period": quarter.label,
        "title": quarter.title,
        "digest": digest,
        "code": short_code(digest),
        "scans": scans.digest,
        "scans_code": short_code(scans.digest),
        "scans_count": len(scans.by_name),
        "ready": refused is None,
        "why_not": refused,
        "can_sign": refused is None and name in people,
        "group": [
            {**_person(one, group, given.get(one)), "holds": counts(one), "password": password(one)}
            for one in people
        ],
        "waiting_for": [one for one in people if not counts(one)],
        "with_key": must_sign(books, people, day),
        "filed": _filed(books, quarter),
    }


def _person(name: str, group: Group | None, opinion: Opinion | None) -> dict[str, Any]:
    office = "leader" if group is not None and name == group.leader else "member"
    return {
        "name": name,
        "office": office,
        "office_title": _OFFICES[office],
        "opinion": opinion.opinion if opinion else None,
        "opinion_title": OPINIONS.get(opinion.opinion, "") if opinion else "",
        "remarks": opinion.remarks if opinion else "",
        "at": opinion.at if opinion else None,
    }


def _filed(books: Books, quarter: Period) -> dict[str, Any] | None:
    """The last review of the quarter in the books."""
    given = [item for item in books.of(Review) if item.period == quarter]
    if not given:
        return None
    last = given[-1]
    return {
        "date": last.date.isoformat(),
        "opinion": last.opinion,
        "opinion_title": OPINIONS[last.opinion],
        "leader": last.leader,
        "members": list(last.members),
        "remarks": last.remarks,
        "voices": said_by_each(books, last),
        "supersedes": last.supersedes,
        "digest": last.digest,
        "holds": stands(books, last),
        "changed_scans": list(changed_scans(books, last)),
        "of_scans": last.digest is None or last.scans is not None,
        "passed": passes(books, last),
        "unsigned": is_unsigned(books, last),
    }
