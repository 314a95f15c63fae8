"""What recurs is due on its day until a voucher of its template stands in that month, quarter or year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.schedules import Schedule
from juwu_ledger.records.recurring import due_again
from paper_books import BANK, GRANT, OFFICE, OPENING, load, voucher

START = voucher("2025-01-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)


def template(name: str, when: str, day: str = "2025-01-01", **more: str) -> str:
    options = "".join(f'  {key.replace("_", "-")}: "{text}"\n' for key, text in more.items())
    return f'{day} custom "recurring" "{name}" "{when}"\n  command: "spend"\n{options}'


def paid(number: str, day: int, **meta: str) -> str:
    return voucher(number, (OFFICE, "9.00"), (BANK, "-9.00"), day=day, **meta)


def due(books: Books, day: str) -> list[tuple[str, str]]:
    return [
        (item.template.id, str(item.day)) for item in due_again(books, dt.date.fromisoformat(day))
    ]


def test_it_is_due_until_it_is_booked(tmp_path: Path) -> None:
    text = START + template("电费", "monthly 10") + paid("2025-02-0001", 3, recurring="电费")
    books = load(tmp_path, text)
    assert due(books, "2025-01-09") == []
    assert due(books, "2025-01-10") == [("电费", "2025-01-10")]
    assert due(books, "2025-02-20") == [("电费", "2025-01-10")]
    assert due(books, "2025-03-31") == [("电费", "2025-03-10")]
    assert due(books, "2025-04-10") == [("电费", "2025-03-10"), ("电费", "2025-04-10")]


def test_it_is_first_due_after_the_day_it_was_made(tmp_path: Path) -> None:
    books = load(tmp_path, START + template("电费", "monthly 10", "2025-01-10"))
    assert due(books, "2025-01-31") == []
    assert due(books, "2025-02-10") == [("电费", "2025-02-10")]


def test_the_voucher_it_was_made_from_settles_its_own_month(tmp_path: Path) -> None:
    text = START + paid("2025-01-0002", 4) + template("电费", "monthly 10", "2025-01-05")
    books = load(tmp_path, text)
    assert due(books, "2025-01-31") == [("电费", "2025-01-10")]  # A template that names none.
    text = text.replace('command: "spend"', 'command: "spend"\n  like: "2025-01-0002"')
    books = load(tmp_path, text)
    assert [p.message for p in books.problems if not p.warning] == []
    assert due(books, "2025-01-31") == []
    assert due(books, "2025-02-10") == [("电费", "2025-02-10")]


def test_a_later_template_takes_its_place_and_one_that_ended_is_due_no_more(tmp_path: Path) -> None:
    text = START + template("电费", "monthly 10")
    text += template("电费", "quarterly 2-28", "2025-04-01", account=OFFICE)
    text += template("房租", "yearly 2-31")
    text += '2025-03-01 custom "recurring" "网费" "monthly 1"\n  command: "spend"\n  until: 2025-05-31\n'
    books = load(tmp_path, text)
    assert [p.message for p in books.problems if not p.warning] == []
    assert due(books, "2025-05-30") == [
        ("房租", "2025-02-28"),
        ("网费", "2025-04-01"),
        ("网费", "2025-05-01"),
        ("电费", "2025-05-28"),
    ]
    assert due(books, "2025-06-01") == [("房租", "2025-02-28"), ("电费", "2025-05-28")]


def test_a_correction_stays_of_its_month_and_one_taken_back_is_due_again(tmp_path: Path) -> None:
    text = START + template("电费", "monthly 10") + paid("2025-02-0001", 3, recurring="电费")
    back = voucher(
        "2025-03-0001", (OFFICE, "-9.00"), (BANK, "9.00"), day=5, reverses="2025-02-0001"
    )
    again = paid("2025-03-0002", 5, corrects="2025-02-0001", recurring="电费")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert due(load(tmp_path / "a", text + back + again), "2025-03-09") == []
    assert due(load(tmp_path / "b", text + back), "2025-03-09") == [("电费", "2025-02-10")]


def test_an_account_that_was_closed_is_told(tmp_path: Path) -> None:
    text = START + template("拨款", "monthly 2", account=GRANT, line=f"{OFFICE}=9")
    text += f"2025-02-01 close {OFFICE}\n"
    (item,) = due_again(load(tmp_path, text), dt.date(2025, 1, 31))
    assert not item.closed_account
    *_, item = due_again(load(tmp_path, text), dt.date(2025, 2, 1))
    assert item.closed_account == OFFICE
    assert "已经销户" in item.title


@pytest.mark.parametrize("text", ["monthly", "monthly 0", "yearly 13-1", "monthly 1-1", "yearly 5"])
def test_no_schedule(text: str) -> None:
    with pytest.raises(ValueError, match="应写成|没有这样的日子"):
        Schedule.parse(text)


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    assert Schedule.parse("monthly 31").due_in(Period.parse("2028-02")) == dt.date(2028, 2, 29)
    assert Schedule.parse("quarterly 2-30").due_in(Period.parse("2025Q1")) == dt.date(2025, 2, 28)
    assert Schedule.parse("quarterly 2-30").title == "每季度第 2 个月 30 日"
