"""Who has filed what, and when: one standing for every committee and month that is to be filed.

Committees that never filed have one like all others: what is missing is seen only where it has a line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.bundle.manifest import Manifest
from juwu_ledger.street.kept_bundles import kept_manifest
from juwu_ledger.street.register import Member, Register
from juwu_ledger.street.street_log import StreetLog

NOT_FILED, NOT_DUE, IN_TIME, LATE = "未报", "未到期", "按时", "迟报"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a committee did about one month."""

    member: Member
    month: Period
    due: dt.date
    as_of: dt.date
    filed_on: dt.date | None = None
    """The day of its first bundle for the month."""
    corrections: int = 0
    seal: str = ""
    manifest: Manifest | None = None
    """Of what holds: the last bundle for the month."""

    @property
    def days_late(self) -> int:
        """Days after the last day on which it was in time; what is not filed yet is late to this day."""
        return max(((self.filed_on or self.as_of) - self.due).days, 0)

    @property
    def state(self) -> str:
        """In a word."""
        if self.filed_on is None:
            return NOT_FILED if self.days_late else NOT_DUE
        return LATE if self.days_late else IN_TIME

    @property
    def code(self) -> str:
        """The code of the seal, as papers print it."""
        return short_code(self.seal) if self.seal else ""


def due_day(register: Register, month: Period) -> dt.date:
    """Return the last day on which a month is filed in time."""
    return month.last + DAY * register.filing_days


def standings(
    register: Register,
    log: StreetLog,
    months: Sequence[Period],
    as_of: dt.date,
    *,
    read: bool = True,
) -> Iterator[Standing]:
    """Yield the standing of every committee in each month that it files, month by month.

    What was received after ``as_of`` was not there yet. ``read`` the manifests, or leave them out.
    Raises :class:`~juwu_ledger.street.kept_bundles.NotKept`.
    """
    for month in months:
        for member in register.members.values():
            if member.files(month):
                yield _standing(register, log, member, month, as_of, read)


def _standing(
    register: Register,
    log: StreetLog,
    member: Member,
    month: Period,
    as_of: dt.date,
    read: bool,
) -> Standing:
    places = [
        at
        for at in log.by_committee.get(member.code, ())
        if log.statements[at].period == month.label and log.statements[at].day <= as_of
    ]
    due = due_day(register, month)
    if not places:
        return Standing(member, month, due, as_of)
    manifest = kept_manifest(register.root, log, places[-1]) if read else None
    first, last = log.statements[places[0]], log.statements[places[-1]]
    return Standing(member, month, due, as_of, first.day, len(places) - 1, last.seal, manifest)
