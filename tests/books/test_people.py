"""Who holds which office on which day, and which figures are in force."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.model.people import Limits, People
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Limit, Officer

DAY = dt.timedelta(days=1)
START = dt.date(2026, 1, 1)
near = st.dates(START, START + 60 * DAY)
names = st.sampled_from(["赵一清", "钱二宁", "孙三平"])


def officer(
    role: str, name: str, date: dt.date, until: dt.date | None = None, line: int = 1
) -> Officer:
    return Officer(date=date, place=Place("x", line), role=role, name=name, until=until)


appointments = st.lists(st.tuples(near, names, st.none() | near), max_size=6)


def appointed(found: list[tuple[dt.date, str, dt.date | None]], role: str) -> list[Officer]:
    return [officer(role, name, date, until, n) for n, (date, name, until) in enumerate(found)]


@given(appointments, near)
def test_one_holder_is_the_latest_appointee_still_in_term(
    found: list[tuple[dt.date, str, dt.date | None]], day: dt.date
) -> None:
    officers = appointed(found, "director")
    people = People(officers)
    begun = [o for o in sorted(officers, key=lambda o: (o.date, o.place)) if o.date <= day]
    wanted = None
    if begun and (begun[-1].until is None or day <= begun[-1].until):
        wanted = begun[-1].name
    assert people.holder("director", day) == wanted
    assert people.holders("director", day) == ([wanted] if wanted else [])
    terms = [t for t in people.terms("director") if t.first <= t.last]
    assert not any(a.overlaps(b) for a in terms for b in terms if a is not b)


@given(appointments, near)
def test_a_shared_office_keeps_all_who_are_in_term(
    found: list[tuple[dt.date, str, dt.date | None]], day: dt.date
) -> None:
    people = People(appointed(found, "finance-group"))
    latest = {n: until for date, n, until in sorted(found, key=lambda f: f[0]) if date <= day}
    wanted = {name for name, until in latest.items() if until is None or day <= until}
    holders = people.holders("finance-group", day)
    assert set(holders) == wanted
    assert len(holders) == len(wanted)
    for name in wanted:
        assert people.roles(name, day) == ["finance-group"]


def test_a_member_leaves_before_the_term_is_over() -> None:
    june = dt.date(2026, 6, 30)
    people = People(
        [
            officer("review-member", "赵一清", START, dt.date(2028, 12, 31), 1),
            officer("review-member", "钱二宁", START, None, 2),
            officer("review-member", "赵一清", june, june, 3),
        ]
    )
    assert people.holders("review-member", june) == ["钱二宁", "赵一清"]
    assert people.holders("review-member", june + DAY) == ["钱二宁"]


def test_the_office_passes_whatever_the_former_term_said() -> None:
    people = People(
        [
            officer("cashier", "孙三平", START, dt.date(2026, 12, 31)),
            officer("cashier", "李四安", START + 10 * DAY),
        ]
    )
    assert people.holder("cashier", START + 9 * DAY) == "孙三平"
    assert people.holder("cashier", START + 10 * DAY) == "李四安"
    assert people.holder("cashier", dt.date(2027, 1, 1)) == "李四安"
    assert people.holder("cashier", START - DAY) is None
    assert people.holder("accountant", START) is None
    assert people.terms("accountant") == []


def test_the_term_includes_its_last_day() -> None:
    people = People([officer("director", "赵一清", START, START + DAY)])
    assert people.holder("director", START + DAY) == "赵一清"
    assert people.holder("director", START + 2 * DAY) is None


def test_a_short_term_is_not_revived_when_the_next_one_ends() -> None:
    people = People(
        [
            officer("director", "赵一清", START, START + 40 * DAY),
            officer("director", "钱二宁", START + 5 * DAY, START + 9 * DAY),
        ]
    )
    assert people.holder("director", START + 9 * DAY) == "钱二宁"
    assert people.holder("director", START + 10 * DAY) is None


def test_the_first_day_of_the_calendar_is_no_trap() -> None:
    people = People(
        [
            officer("director", "赵一清", dt.date.min),
            officer("director", "钱二宁", dt.date.min, line=2),
        ]
    )
    assert people.holder("director", START) == "钱二宁"


@given(st.lists(st.tuples(near, st.integers(0, 5)), max_size=6), near)
def test_the_latest_figure_is_in_force(found: list[tuple[dt.date, int]], day: dt.date) -> None:
    limits = Limits(
        Limit(date=date, place=Place("x", n), kind="petty-cash", value=value)
        for n, (date, value) in enumerate(found)
    )
    begun = [v for _, _, v in sorted((d, n, v) for n, (d, v) in enumerate(found) if d <= day)]
    assert limits.amount("petty-cash", day) == (begun[-1] if begun else None)
    assert len(limits.changes("petty-cash")) == len(found)


def test_deadlines_have_defaults_and_amounts_have_none() -> None:
    limits = Limits([Limit(date=START, place=Place("x", 1), kind="deposit-days", value=3)])
    assert limits.days("deposit-days", START) == 3
    assert limits.days("deposit-days", START - DAY) == 0
    assert limits.days("close-days", START) == 10
    assert limits.days("disclosure-days", START) == 30
    assert limits.amount("petty-cash", START) is None
    assert limits.changes("petty-cash") == []
