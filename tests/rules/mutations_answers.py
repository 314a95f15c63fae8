"""DSC003, DSC004, DSC006: questions answered, representatives and donors told."""

from __future__ import annotations

import datetime as dt

from mutations import (
    BASE,
    BOOKS,
    DAY,
    Case,
    Draw,
    breaks,
    case,
    custom,
    lawful,
    new_year,
)

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Query

# --- DSC003, DSC004, DSC006 -------------------------------------------------------------------

HALVES = [Period.of_months(2025, month, 6) for month in (1, 7)]
LATER = dt.date(2026, 12, 30)
"""A day from which everything of 2025 was due long ago, and nothing of 2026."""
QUERIES = {q.id: q for q in BASE.of(Query)}


@breaks("DSC003")
def never_answered(draw: Draw) -> Case:
    one = draw.one(QUERIES)
    as_of = QUERIES[one].date + DAY * draw.number(11, 21)
    as_of = max(as_of, new_year(21))
    return case(BOOKS.cut(custom("reply", one)), ("DSC003", one), as_of=as_of)


@breaks("DSC003")
def answered_late(draw: Draw) -> Case:
    one = draw.one(QUERIES)
    day = QUERIES[one].date + DAY * (10 + draw.one([1, draw.number(1, 90)]))
    return case(BOOKS.redate(custom("reply", one), day), ("DSC003", one))


@breaks("DSC003")
def answered_before_it_was_asked(draw: Draw) -> Case:
    one = draw.one(QUERIES)
    day = QUERIES[one].date - DAY * draw.number(1, 30)
    return case(BOOKS.redate(custom("reply", one), day), ("DSC003", one))


@lawful("DSC003")
def answered_on_the_tenth_day(draw: Draw) -> Case:
    one = draw.one(QUERIES)
    return case(BOOKS.redate(custom("reply", one), QUERIES[one].date + DAY * draw.one([0, 10])))


DUE = {HALVES[0]: dt.date(2025, 8, 31), HALVES[1]: dt.date(2026, 2, 28)}


@breaks("DSC004")
def half_year_never_reported(draw: Draw) -> Case:
    half = draw.one(HALVES)
    ledger = BOOKS.cut(custom("conference-report", half.label))
    as_of = draw.day(max(DUE[half] + DAY, new_year(1)), LATER)
    return case(ledger, ("DSC004", half.label), as_of=as_of)


@breaks("DSC004")
def half_year_reported_late(draw: Draw) -> Case:
    half = draw.one(HALVES)
    day = DUE[half] + DAY * draw.one([1, draw.number(1, 200)])
    ledger = BOOKS.redate(custom("conference-report", half.label), day)
    return case(ledger, ("DSC004", half.label), as_of=LATER)


@lawful("DSC004")
def half_year_reported_on_the_last_day(draw: Draw) -> Case:
    half = draw.one(HALVES)
    return case(BOOKS.redate(custom("conference-report", half.label), DUE[half]), as_of=LATER)


MACHINES, BOOKSHOP = "示例机械有限公司", "示例文化传播有限公司"
TOLD = {
    (MACHINES, "2025-04-16"): ("2025-03-0015", "2025-03-17", "2025-06-30"),
    (MACHINES, "2025-07-16"): ("2025-05-0010", "2025-05-15", "2025-09-30"),
    (MACHINES, "2025-10-20"): ("2025-08-0008", "2025-08-13", "2025-12-31"),
    (MACHINES, "2026-01-20"): ("2025-11-0010", "2025-12-12", "2026-03-31"),
    (BOOKSHOP, "2025-07-16"): ("2025-05-0012", "2025-06-16", "2025-09-30"),
    (BOOKSHOP, "2025-10-20"): ("2025-07-0021", "2025-07-25", "2025-12-31"),
}
"""Donor and day of the report → first voucher and last day it tells of, day it was due."""


def report(donor: str, day: str) -> str:
    return f"{day} {custom('donor-report', donor)}"


@breaks("DSC006")
def donor_never_told(draw: Draw) -> Case:
    key = draw.one(TOLD)
    ledger = BOOKS.cut(report(*key))
    return case(ledger, ("DSC006", TOLD[key][0]), as_of=draw.day(dt.date(2026, 4, 1), LATER))


@breaks("DSC006")
def donor_told_late(draw: Draw) -> Case:
    key = draw.one(TOLD)
    day = dt.date.fromisoformat(TOLD[key][2]) + DAY * draw.one([1, draw.number(1, 90)])
    return case(BOOKS.redate(report(*key), day), ("DSC006", TOLD[key][0]), as_of=LATER)


@breaks("DSC006")
def donor_with_another_name(draw: Draw) -> Case:
    key = draw.one(TOLD)
    other = draw.one([key[0][:-2], f"{key[0]}工会", "示例乳品有限公司"])
    ledger = BOOKS.swap(report(*key), key[0], other)
    return case(ledger, ("DSC006", TOLD[key][0]), as_of=LATER)


@lawful("DSC006")
def donor_told_on_the_last_day(draw: Draw) -> Case:
    key = draw.one(TOLD)
    day = dt.date.fromisoformat(TOLD[key][2])
    return case(BOOKS.redate(report(*key), day), as_of=LATER)
