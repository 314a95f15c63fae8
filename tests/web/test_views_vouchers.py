"""What the pages say of vouchers, approvals, queries and the days looked at; by hand, without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.signing.signed_messages import APPROVAL_END, DIRECTOR
from juwu_ledger.records.group_opinions import PASSED, Opinion
from juwu_ledger.rules.support.clauses import CLAUSES
from juwu_ledger.rules.support.rule import ERROR, WARNING, Finding
from juwu_ledger.web.review.marks import Mark, is_changed, voucher_digest
from juwu_ledger.web.review.pages.review_signing import Signing
from juwu_ledger.web.review.views import chosen_period
from juwu_ledger.web.review.views.approval_list import approval_list
from juwu_ledger.web.review.views.approval_words import BAD, GOOD, PLAIN, Approvals, Signer
from juwu_ledger.web.review.views.clause_check import FORMAT, CheckPage, check_page, found_under
from juwu_ledger.web.review.views.fallen_reviews import Fallen, fallen_reviews
from juwu_ledger.web.review.views.mark_state import MarkState, is_doubted, marks_on, own_mark
from juwu_ledger.web.review.views.paging import paged
from juwu_ledger.web.review.views.question_list import (
    about_words,
    question_list,
    unanswered_count,
)
from juwu_ledger.web.review.views.typed_search import TypedSearch
from juwu_ledger.web.review.views.voucher_card import Card, Cards
from juwu_ledger.web.review.views.voucher_list import checks_for, chosen, list_page, vouchers_of
from juwu_ledger.web.review.views.voucher_walk import resumed, walk
from juwu_ledger.web.review.waiting import waiting
from paper_books import (
    BANK,
    CHARGE,
    CHART,
    GIFT,
    INTEREST,
    OFFICE,
    OPENING,
    PETTY,
    TITLE,
    load,
    voucher,
)
from signing import key_of, register, signed

DAY = dt.date
JANUARY = Period.parse("2026-01")
FIRST = voucher("2026-01-0001", (BANK, "5000.00"), (PETTY, "200.00"), (OPENING, "-5200.00"), day=1)


def spent(number: int, amount: str, day: int = 5, **more: str) -> str:
    return voucher(f"2026-01-{number:04d}", (OFFICE, amount), (BANK, f"-{amount}"), day=day, **more)


def found_on(rule: str = "SPD001", severity: str = ERROR, **more: Any) -> Finding:
    return Finding(rule, severity, ("FM-3.1",), Place("x", 1), "有事", "改", **more)


# --- pages of a list ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "number", "page"),
    [
        (0, 1, ([], 1, 1, 0, 0)),
        (4, 1, ([0, 1, 2, 3], 1, 1, 4, 1)),
        (5, 1, ([0, 1, 2, 3], 1, 2, 5, 1)),
        (5, 2, ([4], 2, 2, 5, 5)),
        (5, 0, ([0, 1, 2, 3], 1, 2, 5, 1)),
        (5, 9, ([4], 2, 2, 5, 5)),
        (8, 2, ([4, 5, 6, 7], 2, 2, 8, 5)),
    ],
)
def test_a_page_of_a_list(total: int, number: int, page: tuple[Any, ...]) -> None:
    found = paged(list(range(total)), number, 4)
    assert tuple(found) == page
    assert tuple(found.showing("x")) == ("x", *page[1:])


# --- the days that are looked at --------------------------------------------------------------------


def days(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(DAY.fromisoformat(first), DAY.fromisoformat(last))


@pytest.mark.parametrize(
    ("stretch", "label", "time", "said"),
    [
        ("2026-01-01..2026-12-31", "2026", "2026", "2026年度"),
        ("2026-01-01..2026-06-30", "2026H1", "2026-01 - 2026-06", "2026年上半年"),
        ("2026-07-01..2026-12-31", "2026H2", "2026-07 - 2026-12", "2026年下半年"),
        ("2026-04-01..2026-06-30", "2026Q2", "2026-Q2", "2026年第二季度"),
        ("2026-02-01..2026-02-28", "2026-02", "2026-02", "2026年2月"),
        ("2026-01-01..2026-01-31", "2026-01", "2026-01", "2026年1月"),
        ("2026-01-02..2026-03-31", None, "2026-01-02 - 2026-03-31", "2026-01-02 至 2026-03-31"),
        ("2026-02-01..2026-04-30", None, "2026-02-01 - 2026-04-30", "2026-02-01 至 2026-04-30"),
        ("2026-01-01..2027-12-31", None, "2026-01-01 - 2027-12-31", "2026-01-01 至 2027-12-31"),
    ],
)
def test_a_stretch_of_days_and_its_names(
    stretch: str, label: str | None, time: str, said: str
) -> None:
    period = days(stretch)
    whole = chosen_period.whole(*period)
    assert (whole.label if whole else None) == label
    assert chosen_period.stretch(*period) == period
    assert chosen_period.filter_text(period) == time
    assert chosen_period.spoken(period) == said


@pytest.mark.parametrize(
    ("stretch", "beside"),
    [
        ("2026-01-01..2026-01-31", ("2025-12", "2026-02")),
        ("2026-12-01..2026-12-31", ("2026-11", "2027-01")),
        ("2026-01-01..2026-03-31", ("2025Q4", "2026Q2")),
        ("2026-07-01..2026-12-31", ("2026H1", "2027H1")),
        ("2026-01-01..2026-12-31", ("2025", "2027")),
        ("2026-01-02..2026-01-31", None),
    ],
)
def test_what_comes_before_and_after(stretch: str, beside: tuple[str, str] | None) -> None:
    found = chosen_period.neighbours(days(stretch))
    assert (found and (found[0].label, found[1].label)) == beside


@pytest.mark.parametrize(
    ("stretch", "statements", "quarter"),
    [
        ("2026-01-01..2026-01-31", "2026-01", "2026Q1"),
        ("2026-01-02..2026-04-01", "2026Q2", "2026Q2"),
        ("2026-01-02..2026-03-31", "2026Q1", "2026Q1"),
    ],
)
def test_what_statements_can_be_made_of(stretch: str, statements: str, quarter: str) -> None:
    assert chosen_period.accounting_period(days(stretch)).label == statements
    assert chosen_period.quarter_of(days(stretch)).label == quarter


SPANNING = voucher("2025-11-0001", (BANK, "9.00"), (GIFT, "-9.00")) + voucher(
    "2026-02-0001", (BANK, "9.00"), (GIFT, "-9.00"), day=10
)


@pytest.mark.parametrize(
    ("today", "label"),
    [
        ("2026-03-31", "2025Q4"),
        ("2026-04-01", "2026Q1"),
        ("2026-09-30", "2026Q1"),  # The books end earlier.
        ("2026-01-01", "2025Q4"),
    ],
)
def test_the_last_quarter(today: str, label: str, tmp_path: Path) -> None:
    books = load(tmp_path, SPANNING)
    assert chosen_period.last_quarter(books, DAY.fromisoformat(today)).label == label


def test_of_books_without_vouchers_the_last_quarter_is_the_one_before(tmp_path: Path) -> None:
    books = load(tmp_path, "")
    assert chosen_period.last_quarter(books, DAY(2026, 5, 2)).label == "2026Q1"
    assert chosen_period.all_books(books, JANUARY) is None
    made = chosen_period.choices(books, JANUARY, DAY(2026, 2, 2))
    assert [(year.title, len(year.periods)) for year in made.years] == [("2026年", 4)]


@pytest.mark.parametrize(
    ("stretch", "time"),
    [
        ("2025-11-05..2026-02-10", None),
        ("2025-11-06..2026-02-10", "2025 - 2026"),
        ("2025-11-05..2026-02-09", "2025 - 2026"),
    ],
)
def test_all_the_books_to_turn_to(stretch: str, time: str | None, tmp_path: Path) -> None:
    found = chosen_period.all_books(load(tmp_path, SPANNING), days(stretch))
    assert (found.time if found else None) == time


def test_books_of_one_year_are_all_of_it(tmp_path: Path) -> None:
    books = load(tmp_path, voucher("2025-11-0001", (BANK, "9.00"), (GIFT, "-9.00")))
    found = chosen_period.all_books(books, JANUARY)
    assert found == ("2025", "全部的账")


def test_what_can_be_chosen(tmp_path: Path) -> None:
    """The year, the quarters and the months that have begun, the newest year first."""
    books = load(tmp_path, SPANNING)
    made = chosen_period.choices(books, Period.parse("2025Q3"), DAY(2026, 4, 1))
    newest, oldest = made.years
    assert (newest.title, oldest.title) == ("2026年", "2025年")
    assert [one.time for one in newest.periods] == [
        *("2026", "2026-Q1", "2026-Q2", "2026-01", "2026-02", "2026-03", "2026-04"),
    ]
    assert len(oldest.periods) == 1 + 4 + 12
    assert made.chosen == "2025-Q3"
    assert (
        chosen_period.choices(books, days("2025-01-01..2025-06-30"), DAY(2026, 4, 1)).chosen == ""
    )
    ended = chosen_period.choices(books, JANUARY, DAY(2025, 1, 1)).years[0]
    assert [one.time for one in ended.periods][
        -1
    ] == "2026-02"  # The books reach further than today.


def test_at_most_thirteen_years_can_be_chosen(tmp_path: Path) -> None:
    chart = CHART.replace("2020-01-01 open", "2000-01-01 open")
    books = load(tmp_path, voucher("2005-11-0001", (BANK, "9.00"), (GIFT, "-9.00")), chart)
    made = chosen_period.choices(books, JANUARY, DAY(2026, 4, 1))
    assert [year.title for year in made.years] == [f"{year}年" for year in range(2026, 2013, -1)]


# --- going through vouchers -------------------------------------------------------------------------

MANY = FIRST + "".join(spent(n, f"{n}.00", day=n) for n in range(2, 8))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Voucher]:
    return vouchers_of(load(tmp_path_factory.mktemp("many"), MANY), JANUARY)


def number(last: int) -> str:
    return f"2026-01-{last:04d}"


@pytest.mark.parametrize(
    ("at", "listed", "seen", "expected"),
    [
        (1, [1, 2, 3], [], (1, 3, "", number(2), number(2))),
        (2, [1, 2, 3], [], (2, 3, number(1), number(3), number(3))),
        (3, [1, 2, 3], [], (3, 3, number(2), "", number(1))),
        (3, [1, 2, 3], [1, 2], (3, 3, number(2), "", "")),
        (2, [1, 3], [], (0, 2, number(1), number(3), number(3))),  # No longer one of them.
        (2, [1, 3], [3], (0, 2, number(1), number(3), number(1))),
        (1, [2, 3], [], (0, 2, "", number(2), number(2))),
        (3, [], [], (0, 0, "", "", "")),
    ],
)
def test_where_one_stands(
    at: int,
    listed: list[int],
    seen: list[int],
    expected: tuple[Any, ...],
    many: list[Voucher],
) -> None:
    by_number = {v.id: v for v in many}
    found = walk(
        [by_number[number(n)] for n in listed],
        by_number[number(at)],
        lambda v: v.id not in map(number, seen),
    )
    assert tuple(found) == expected


@pytest.mark.parametrize(
    ("marked", "unseen", "resumes"),
    [
        ({}, [1, 2, 3], 1),
        ({}, [2, 3], 2),
        ({2: "09:00"}, [1, 3, 4], 3),
        ({2: "09:00", 1: "10:00"}, [3, 4], 3),
        ({4: "09:00", 2: "10:00"}, [1, 3, 5], 3),
        ({7: "09:00"}, [1, 3], 1),  # All behind it is seen.
        ({2: "09:00"}, [], None),
        ({2: "09:00"}, [2], 2),  # The marked one itself, changed since, comes last.
        ({2: "09:00", 3: "09:00"}, [1, 4], 4),  # Marked in one stroke: behind the last of them.
    ],
)
def test_where_one_goes_on(
    marked: dict[int, str], unseen: list[int], resumes: int | None, many: list[Voucher]
) -> None:
    mine = {number(n): Mark("seen", "", f"2026-01-20T{at}", "") for n, at in marked.items()}
    found = resumed(many, mine, lambda v: v.id in map(number, unseen))
    assert found == ("" if resumes is None else number(resumes))


# --- marks ----------------------------------------------------------------------------------------


def test_marks_of_several_on_vouchers_as_they_are(tmp_path: Path) -> None:
    books = load(tmp_path, MANY)
    found = vouchers_of(books, JANUARY)
    digest = {v.id: voucher_digest(books, v) for v in found}
    kept = {
        "甲": {number(1): Mark("seen", "", "t", digest[number(1)])},
        "乙": {
            number(1): Mark("doubt", "看不清", "t", "old"),
            number(2): Mark("seen", "", "t", "old"),
        },
        "丙": {"2026-01-0099": Mark("doubt", "", "t", "old")},
    }
    marks = marks_on(books, kept, found)
    assert marks == {
        number(1): (MarkState("甲", "seen", "", False), MarkState("乙", "doubt", "看不清", True)),
        number(2): (MarkState("乙", "seen", "", True),),
    }
    assert [mark.title for mark in marks[number(1)]] == ["已阅", "存疑"]
    assert own_mark(marks, number(1), "甲") == MarkState("甲", "seen", "", False)
    assert [own_mark(marks, number(n), name) for n, name in ((1, "乙"), (2, "乙"), (3, "甲"))] == [
        None
    ] * 3
    assert [is_doubted(marks, number(n)) for n in (1, 2, 3)] == [True, False, False]


def test_a_voucher_that_is_gone_or_another_is_changed(tmp_path: Path) -> None:
    books = load(tmp_path, MANY)
    one = books.facts.by_id[number(1)]
    assert not is_changed(books, one.id, Mark("seen", "", "t", voucher_digest(books, one)))
    assert is_changed(books, one.id, Mark("seen", "", "t", "0" * 16))
    assert is_changed(books, "2026-01-0099", Mark("seen", "", "t", voucher_digest(books, one)))
    assert len(voucher_digest(books, one)) == 16


# --- lists and what they are narrowed to --------------------------------------------------------------

LISTED = (
    FIRST
    + voucher(number(2), (BANK, "9.00"), (GIFT, "-9.00"), day=3)
    + spent(3, "30.00", day=4)
    + spent(4, "40.00", day=4)
    + voucher(number(5), (PETTY, "5.00"), (BANK, "-5.00"), day=5)
)


def narrowed(folder: Path, shown: str, is_reviewer: bool, **kept: dict[str, Mark]) -> Any:
    books = load(folder, LISTED)
    found = vouchers_of(books, JANUARY)
    findings = [
        found_on(voucher=number(3)),
        found_on(voucher=number(4), explanation="说过了"),
    ]
    cards = Cards(books, findings, DAY(2026, 2, 1))
    checks = checks_for(books, frozenset({number(4)}), cards, marks_on(books, kept, found), "甲")
    return list_page(found, checks, shown, 1, is_reviewer)


def ids(page: Any) -> list[str]:
    return [one.id for one in page.page.items]


@pytest.mark.parametrize(
    ("shown", "numbers"),
    [
        ("all", [1, 2, 3, 4, 5]),
        ("income", [2]),
        ("spending", [3, 4]),
        ("problem", [3]),
        ("sample", [4]),
        ("scan", []),
        ("unseen", [1, 3, 4, 5]),
        ("doubt", [5]),
    ],
)
def test_what_a_list_is_narrowed_to(shown: str, numbers: list[int], tmp_path: Path) -> None:
    books = load(tmp_path, LISTED)
    digest = voucher_digest(books, books.facts.by_id[number(2)])
    kept = {
        "甲": {number(2): Mark("seen", "", "t", digest)},
        "乙": {number(5): Mark("doubt", "", "t", "old"), number(3): Mark("seen", "", "t", "old")},
    }
    page = narrowed(tmp_path, shown, True, **kept)
    assert (ids(page), page.shown) == (list(map(number, numbers)), shown)
    offered = {one.word: (one.size, one.is_chosen) for one in page.narrowings}
    assert offered[shown] == (len(numbers), True)
    assert offered["all"] == (5, shown == "all")
    assert ("scan" in offered) == (shown == "scan")  # What leads to nothing is not offered.
    assert sum(is_chosen for _, is_chosen in offered.values()) == 1


def test_who_marks_nothing_is_not_offered_what_is_unseen(tmp_path: Path) -> None:
    offered = {one.word for one in narrowed(tmp_path, "all", False).narrowings}
    assert offered == {"all", "income", "spending", "problem", "sample"}
    assert "unseen" in {one.word for one in narrowed(tmp_path, "all", True).narrowings}


@pytest.mark.parametrize(
    ("asked", "is_reviewer", "shown"),
    [
        ("unseen", True, "unseen"),
        ("unseen", False, "all"),
        ("doubt", False, "doubt"),
        ("nonsense", True, "all"),
        ("", False, "all"),
    ],
)
def test_what_the_address_asks_for(asked: str, is_reviewer: bool, shown: str) -> None:
    assert chosen(asked, is_reviewer) == shown


def test_vouchers_are_in_order_of_day_and_number_and_have_one(tmp_path: Path) -> None:
    text = FIRST + spent(4, "1.00", day=9) + spent(3, "1.00", day=9) + spent(2, "1.00", day=30)
    text += '2026-01-15 * "没有号" ""\n' + f"  {BANK} 1.00 CNY\n  {GIFT} -1.00 CNY\n"
    text += voucher("2026-02-0001", (BANK, "9.00"), (GIFT, "-9.00"))
    found = vouchers_of(load(tmp_path, text), JANUARY)
    assert [v.id for v in found] == [number(n) for n in (1, 3, 4, 2)]


# --- what is typed to find vouchers -------------------------------------------------------------------

TYPED = voucher(
    *(number(1), (OFFICE, "1234.50"), (BANK, "-1234.50")),
    payee="晨光文具店1234",
    said="打印纸",
    invoice="26372000000011111111",
)


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("", True),
        ("文具", True),
        ("文具 打印", True),
        ("文具　１２３４.５０", True),  # Full width.
        ("文具 水", False),
        ("1234.5", True),
        ("1,234.50", True),
        ("￥1,234.50元", True),
        ("1,23.50", False),
        ("1234.51", False),
        ("1234", True),  # Short: in names.
        ("0000", False),  # Short: not in numbers.
        ("00000", True),  # In the number of the invoice.
        ("99999", False),
        ("文" + " " * 59 + "x", True),  # Beyond sixty letters nothing is read.
        ("文" + " " * 58 + "x", False),
    ],
)
def test_what_is_typed(typed: str, finds: bool, tmp_path: Path) -> None:
    (one,) = vouchers_of(load(tmp_path, TYPED), JANUARY)
    assert TypedSearch(typed).finds(one) is finds


def test_the_words_that_are_looked_for_are_shown_in_plain(tmp_path: Path) -> None:
    assert TypedSearch("  文具　１２ ").words == "文具 12"


# --- approvals ------------------------------------------------------------------------------------


def approval(name: str, day: str, amount: str, **more: str) -> str:
    lines = [f'2026-{day} custom "approval" "{name}" {amount} CNY "买东西"']
    lines += [f"  {key.replace('_', '-')}: {value}" for key, value in more.items()]
    return "\n".join(lines) + "\n"


DIRECTED = {"director": '"赵一"'}
APPROVED = (
    '2026-01-01 custom "limit" "street-sign-off" 500.00 CNY\n'
    + FIRST
    + approval("SP-1", "01-02", "100.00", **DIRECTED, reason='"用完了"', applicant='"孙三"')
    + approval("SP-2", "01-03", "499.99", **DIRECTED)
    + approval("SP-3", "01-04", "500.00", **DIRECTED)
    + approval("SP-4", "01-05", "600.00", street_director='"沈万"', street_date="2026-01-07")
    + approval("SP-5", "02-05", "70.00", **DIRECTED)
    + approval("SP-6", "02-06", "80.00", **DIRECTED)
    + spent(2, "60.00", day=5, approval="SP-1")
    + spent(3, "40.01", day=6, approval="SP-1")
    + spent(4, "30.00", day=7, approval="SP-9")
    + spent(5, "20.00", day=8)
    + spent(6, "0.01", day=9)
    + voucher("2026-02-0001", (OFFICE, "5.00"), (BANK, "-5.00"), approval="SP-2")
    + voucher("2026-02-0002", (OFFICE, "7.00"), (BANK, "-7.00"), day=6, approval="SP-5")
    + voucher("2026-02-0003", (OFFICE, "3.00"), (BANK, "-3.00"), day=7)
    + '2026-02-08 custom "approval-end" "SP-5" "不买了"\n  director: "赵一"\n'
)
AS_OF = DAY(2026, 3, 1)


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("approved"), APPROVED)


def test_approvals_of_a_period_and_those_used_in_it(approved: Books) -> None:
    january = approval_list(approved, JANUARY, AS_OF, 1)
    assert [one.id for one in january.page.items] == ["SP-1", "SP-2", "SP-3", "SP-4"]
    assert (january.approved, january.used) == ("1,699.99", "105.01")
    february = approval_list(approved, Period.parse("2026-02"), AS_OF, 1)
    assert [one.id for one in february.page.items] == ["SP-2", "SP-5", "SP-6"]
    assert [(one.used, one.left, one.is_overspent) for one in february.page.items] == [
        *(("5.00", "494.99", False), ("7.00", "63.00", False), ("0.00", "80.00", False))
    ]
    as_it_was = approval_list(approved, JANUARY, DAY(2026, 1, 5), 1)
    assert as_it_was.used == "60.00"


def test_spending_that_no_approval_covers(approved: Books) -> None:
    found = approval_list(approved, JANUARY, AS_OF, 1).unsigned
    assert [(one.voucher, one.amount, one.named) for one in found] == [
        (number(4), "30.00", "SP-9"),
        (number(5), "20.00", ""),
        (number(6), "0.01", ""),
    ]


def test_an_approval_in_words(approved: Books) -> None:
    (one, two, three, four) = approval_list(approved, JANUARY, AS_OF, 1).page.items
    assert (one.reason, one.applicant, one.fund) == ("用完了", "孙三", "")
    assert (one.amount, one.used, one.left) == ("100.00", "100.01", "−0.01")
    assert (one.is_overspent, one.vouchers) == (True, (number(2), number(3)))
    assert one.signers == (
        Signer("主任", "赵一", DAY(2026, 1, 2), "未加密验证，看纸质签批单", PLAIN),
    )
    assert one.signers[0].short == "未加密验证"
    assert len(two.signers) == 1  # Below the figure of the street.
    assert three.signers[1] == Signer("街道主任", "", None, "还没有签", BAD)
    assert three.signers[1].short == "没有签好"
    assert four.signers[0] == Signer("主任", "", None, "还没有签", BAD)
    assert four.signers[1].date == DAY(2026, 1, 7)
    assert (one.ended, two.ended) == ("", "")


def test_an_approval_that_was_ended(approved: Books) -> None:
    one = approved.approval("SP-5")
    assert one is not None
    assert Approvals(approved).words(one).ended == (
        "2026-02-08 由 赵一 终止：不买了（未加密验证，看纸质签批单）"
    )
    assert Approvals(approved, DAY(2026, 2, 7)).words(one).ended == ""


def test_what_a_signature_is_worth(tmp_path: Path) -> None:
    key = key_of("赵一")
    good = signed(approval("SP-1", "01-02", "100.00", **DIRECTED), TITLE, DIRECTOR, key)
    other = signed(approval("SP-2", "01-03", "100.00", **DIRECTED), TITLE, DIRECTOR, key)
    end = signed(
        '2026-01-08 custom "approval-end" "SP-1" "不买了"\n  director: "赵一"\n',
        *(TITLE, APPROVAL_END, key),
    )
    text = register("2026-01-01", "赵一") + FIRST + good + other.replace("100.00", "900.00")
    text += approval("SP-3", "01-04", "100.00", **DIRECTED)
    text += end + '2026-01-08 custom "approval-end" "SP-3" "也不买了"\n'
    books = load(tmp_path, text)
    words = [Approvals(books).words(a) for a in map(books.approval, ("SP-1", "SP-2", "SP-3")) if a]
    assert [(one.signers[0].said, one.signers[0].tone, one.signers[0].short) for one in words] == [
        ("电子签名已验证", GOOD, "已验证"),
        ("签名以后内容被改过", BAD, "没有签好"),
        ("应有电子签名，没有签", BAD, "没有签好"),
    ]
    assert words[0].ended == "2026-01-08 由 赵一 终止：不买了（电子签名已验证）"
    assert words[2].ended.startswith("2026-01-08 由 （没有写） 终止：也不买了")


# --- signing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opinions", "said"), [([None, None], False), ([None, "passed"], True), (["passed"] * 2, True)]
)
def test_somebody_has_signed(opinions: list[str | None], said: bool) -> None:
    state = {"group": [{"opinion": one} for one in opinions]}
    unchecked = CheckPage((), (), 0, 0, 0)
    signing = Signing(JANUARY, "", state, None, {}, 0, 0, (), unchecked, ())
    assert signing.has_opinions is said


# --- approvals that wait ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "day", "waits"),
    [
        ("", "2026-01-04", [("SP-3", "street-director")]),
        ("", "2026-01-03", []),
        ('2026-02-01 custom "close" "2026-01"\n  director: "赵一"\n', "2026-02-02", []),
        ('2026-01-04 custom "approval-end" "SP-3" "不买了"\n', "2026-01-05", []),
        (
            register("2026-01-01", "赵一"),
            "2026-01-03",
            [("SP-1", "director"), ("SP-2", "director")],
        ),
    ],
)
def test_which_approvals_wait(
    more: str, day: str, waits: list[tuple[str, str]], tmp_path: Path
) -> None:
    text = (
        '2026-01-01 custom "limit" "street-sign-off" 500.00 CNY\n'
        + FIRST
        + approval("SP-1", "01-02", "100.00", **DIRECTED)
        + approval("SP-2", "01-03", "499.99", **DIRECTED)
        + approval("SP-3", "01-04", "500.00", **DIRECTED)
        + approval("SP-4", "01-04", "600.00", **DIRECTED, street_director='"沈万"')
    )
    found = waiting(load(tmp_path, text + more), DAY.fromisoformat(day))
    assert [(one.id, one.office) for one in found] == waits


def test_how_an_approval_is_signed_anew(tmp_path: Path) -> None:
    """Words of letters, digits, points and hyphens stay bare; all others are quoted."""
    more = {
        **DIRECTED,
        "reason": '"夜里 看不见"',
        "applicant": '"孙三"',
        "payee": '"灯具店"',
        "resolution": '"JY-1"',
    }
    text = register("2026-01-01", "赵一") + FIRST + approval("SP-1", "01-02", "100.00", **more)
    (one,) = waiting(load(tmp_path, text), DAY(2026, 1, 3))
    assert one.command == (
        "juwu approve --amount 100.00 --for 买东西 --reason '夜里 看不见' --applicant 孙三"
        " --payee 灯具店 --resolution JY-1"
    )
    assert (one.signer, one.payee, one.applicant, one.amount) == (
        "赵一",
        "灯具店",
        "孙三",
        "100.00",
    )


# --- queries --------------------------------------------------------------------------------------

ASKED = (
    '2026-01-01 custom "limit" "reply-days" 10\n'
    + FIRST
    + approval("SP-1", "01-02", "100.00", **DIRECTED)
    + spent(2, "60.00", day=5, approval="SP-1", payee="文具店", said="纸")
    + voucher("2026-01-0003", (OFFICE, "5.00"), ("Liabilities:2202应付款", "-5.00"), said="赊的")
    + "".join(
        f'2026-01-{day} custom "query" "ZX-{n}" "第 {n} 问"\n  about: "{about}"\n  raised-by: "吴六"\n'
        for n, day, about in (
            (1, "10", "2026-01-0002"),
            (2, "11", "SP-1"),
            (3, "12", "2026-01-0003"),
        )
    )
    + '2026-01-12 custom "query" "ZX-4" "没有说是哪张"\n'
    + '2026-01-14 custom "reply" "ZX-1" "答一"\n  by: "赵一"\n'
    + '2026-01-15 custom "reply" "ZX-1" "答二"\n'
    + '2026-01-16 custom "reply" "ZX-3" "答三"\n'
)


def test_queries_that_wait_and_those_that_were_answered(tmp_path: Path) -> None:
    books = load(tmp_path, ASKED)
    found = question_list(books, JANUARY, DAY(2026, 1, 21))
    assert [one.id for one in found.waiting] == ["ZX-2", "ZX-4"]
    assert [one.id for one in found.answered] == ["ZX-3", "ZX-1"]  # The newest first.
    assert [(one.days, one.is_late, one.due) for one in found.waiting] == [
        ("今天到期", False, DAY(2026, 1, 21)),
        ("还有 1 天", False, DAY(2026, 1, 22)),
    ]
    assert [tuple(answer) for answer in found.answered[1].answers] == [
        (DAY(2026, 1, 14), "赵一", "答一"),
        (DAY(2026, 1, 15), "", "答二"),
    ]
    assert [one.is_voucher for one in (*found.waiting, *found.answered)] == [
        *(False, False, True, True)
    ]
    assert (found.waiting[1].who, found.waiting[1].about) == ("", "")
    late = question_list(books, Period.parse("2026-02"), DAY(2026, 1, 22))
    assert ([one.is_late for one in late.waiting], late.answered) == ([True, False], ())


@pytest.mark.parametrize(("day", "open_ones"), [(9, 0), (10, 1), (12, 4), (14, 3), (16, 2)])
def test_how_many_queries_have_no_answer(day: int, open_ones: int, tmp_path: Path) -> None:
    assert unanswered_count(load(tmp_path, ASKED), DAY(2026, 1, day)) == open_ones


def test_what_a_query_is_about_in_words(tmp_path: Path) -> None:
    books = load(tmp_path, ASKED)
    assert [about_words(books, name) for name in ("2026-01-0002", "2026-01-0003", "SP-1", "x")] == [
        "2026-01-05 文具店 纸，60.00 元",
        "2026-01-05 某单位 赊的",
        "签批：买东西，100.00 元",
        "",
    ]


# --- one voucher ------------------------------------------------------------------------------------


def card(folder: Path, text: str, last: int, *findings: Finding, day: DAY = AS_OF) -> Card:
    books = load(folder, text)
    return Cards(books, findings, day).card(books.facts.by_id[number(last)])


def test_a_card_by_hand(tmp_path: Path) -> None:
    text = APPROVED + ASKED[ASKED.index('2026-01-10 custom "query"') :]
    one = card(tmp_path, text.replace('SP-9"', 'SP-9"\n  handler: "李四"\n  witness: "周五"'), 4)
    assert (one.kind, one.amount, one.capitals) == ("支出", "30.00", "叁拾元整")
    assert [tuple(line) for line in one.lines] == [
        ("办公费", "30.00", ""),
        ("银行存款·基本户", "", "30.00"),
    ]
    assert (one.handler, one.witness, one.is_red, one.needs_approval) == (
        "李四",
        "周五",
        False,
        True,
    )
    assert [(a.id, a.words, a.paid) for a in one.approvals] == [("SP-9", None, "")]
    assert one.is_spending


def test_what_a_card_says_of_each_of_several_approvals(tmp_path: Path) -> None:
    text = (
        FIRST
        + approval("SP-1", "01-02", "100.00", **DIRECTED)
        + f"""2026-01-05 * "店" "两样"
  voucher: "{number(2)}"
  {OFFICE} 30.00 CNY
    approval: "SP-1"
  {CHARGE} 1.00 CNY
  {OFFICE} 20.00 CNY
    approval: "SP-9"
  {BANK} -51.00 CNY
"""
    )
    one = card(tmp_path, text, 2)
    assert [(a.id, bool(a.words), a.paid) for a in one.approvals] == [
        ("SP-1", True, "30.00"),
        ("SP-9", False, "20.00"),
    ]


def test_what_needs_no_approval(tmp_path: Path) -> None:
    text = (
        FIRST
        + voucher(number(2), (CHARGE, "5.00"), (BANK, "-5.00"))
        + voucher(number(3), (BANK, "5.00"), (INTEREST, "-5.00"))
        + voucher(number(4), (PETTY, "5.00"), (BANK, "-5.00"))
        + spent(5, "5.00")
    )
    assert [card(tmp_path, text, n).needs_approval for n in (2, 3, 4, 5)] == [
        *(False, False, False, True),
    ]


def test_what_was_taken_back_says_so_on_both(tmp_path: Path) -> None:
    text = FIRST + spent(2, "30.00") + spent(3, "-30.00", day=9, reverses=number(2))
    text += spent(4, "7.00", reverses="2026-01-0099")
    first, red = card(tmp_path, text, 2), card(tmp_path, text, 3)
    assert first.facts == (("备注", "已由2026年1月9日2026-01-0003号红字凭证注销"),)
    assert (red.is_red, red.facts[0].label) == (True, "冲销")
    assert card(tmp_path, text, 2, day=DAY(2026, 1, 8)).facts == ()
    assert card(tmp_path, text, 2, day=DAY(2026, 1, 9)).facts != ()
    assert card(tmp_path, text, 4).facts[0].text == "2026-01-0099（账本里没有这张）"


def test_papers_of_a_card(tmp_path: Path) -> None:
    text = FIRST + spent(2, "30.00", receipt="A0000101", invoice="2637", fund="助老").replace(
        '  fund: "助老"', '  fund: "助老"\n  attachments: 0'
    )
    one = card(tmp_path, text, 2)
    assert [(f.label, f.text) for f in one.facts] == [
        *(("收据", "A0000101"), ("发票", "2637"), ("专项资金", "助老"), ("附单据", "0 张")),
    ]
    assert one.numbers == "A0000101、2637"


def test_scans_of_a_card_and_those_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name in ("a.pdf", "b.JPG", "c.txt"):
        (tmp_path / "documents" / name).write_bytes(b"x")
    names = ("a.pdf", "b.JPG", "c.txt", "d.pdf")
    metas = {f"document{at or ''}": f"documents/{name}" for at, name in enumerate(names)}
    later = f'2026-01-20 custom "attachment" "{number(2)}" "documents/a2.pdf"\n'
    one = card(tmp_path, FIRST + spent(2, "1.00", **metas) + later, 2)
    assert [(scan.name, scan.kind) for scan in one.scans] == [
        *(("a.pdf", "pdf"), ("b.JPG", "picture"), ("c.txt", "file"), ("d.pdf", "missing")),
        ("a2.pdf（2026-01-20 补）", "missing"),
    ]
    assert (one.scan_words, one.lacks_scans) == ("有 3 份扫描件，账上写的 2 份不在", True)
    whole = card(tmp_path, FIRST + spent(2, "1.00", document="documents/a.pdf"), 2)
    assert (whole.scan_words, whole.lacks_scans) == ("有 1 份扫描件", False)
    none = card(tmp_path, FIRST + spent(2, "1.00"), 2)
    assert (none.scan_words, none.lacks_scans) == ("没有扫描件", True)
    gone = card(tmp_path, FIRST + spent(2, "1.00", document="documents/x.pdf"), 2)
    assert gone.scan_words == "没有扫描件，账上写的 1 份不在"


@pytest.mark.parametrize(
    ("finding", "stands"),
    [
        (found_on(voucher=number(2)), True),
        (found_on(voucher=number(3)), False),
        (found_on(about=number(2)), True),
        (found_on(about="SP-1"), True),  # Of the approval that it names.
        (found_on(about="SP-1", voucher=number(2)), True),
        (found_on(about="SP-1", voucher=number(3)), False),  # Of another spending under it.
        (found_on(about="A0000101"), True),
        (found_on(), False),
    ],
)
def test_which_findings_stand_on_a_card(finding: Finding, stands: bool, tmp_path: Path) -> None:
    text = FIRST + spent(2, "30.00", approval="SP-1", receipt="A0000101")
    one = card(tmp_path, text, 2, finding, finding)
    assert len(one.problems) == stands


def test_a_finding_stands_on_a_card_once_and_says_how_grave_it_is(tmp_path: Path) -> None:
    text = FIRST + spent(2, "30.00", approval="SP-1")
    grave = found_on(about="SP-1", voucher=number(2))
    light = found_on("SPD002", WARNING, voucher=number(2), explanation="说过了")
    one = card(tmp_path, text, 2, grave, light)
    assert sorted((p.rule, p.is_error, p.clause, p.explanation) for p in one.problems) == [
        ("SPD001", True, "FM-3.1", None),
        ("SPD002", False, "FM-3.1", "说过了"),
    ]


def test_queries_on_a_card_with_the_first_answer(tmp_path: Path) -> None:
    one = card(tmp_path, ASKED, 2)
    assert [tuple(asked) for asked in one.asked] == [
        ("ZX-1", DAY(2026, 1, 10), "吴六", "第 1 问", "答一")
    ]
    assert [a.answer for a in card(tmp_path, ASKED, 2, day=DAY(2026, 1, 13)).asked] == [""]
    assert card(tmp_path, ASKED, 2, day=DAY(2026, 1, 9)).asked == ()


# --- findings by clause ---------------------------------------------------------------------------


def test_findings_by_clause_and_their_counts(tmp_path: Path) -> None:
    books = load(tmp_path, FIRST + spent(2, "30.00"))
    here = {"date": DAY(2026, 1, 5)}
    findings = [
        found_on(voucher=number(2), **here),
        found_on(about=number(2), explanation="说过了", **here),
        found_on("CSH002", WARNING, about="x", **here)._replace(clause=("FM-2.1", "FM-3.1")),
        found_on("FMT001", **here)._replace(clause=()),
        found_on("SPD002", date=DAY(2026, 2, 5)),
    ]
    page = check_page(books, JANUARY, findings, AS_OF)
    assert (page.errors, page.warnings, page.explained) == (2, 1, 1)
    assert [(check.clause, len(check.found), check.open) for check in page.wrong] == [
        (FORMAT, 1, 1),
        *sorted([("FM-2.1", 1, 1), ("FM-3.1", 2, 1)]),
    ]
    assert {"FM-2.1", "FM-3.1"}.isdisjoint(check.clause for check in page.clean)
    first, second = next(c for c in page.wrong if c.clause == "FM-3.1").found
    assert (first.voucher, first.about, first.is_error) == (number(2), "", True)
    assert (second.voucher, second.about, second.explanation) == (number(2), number(2), "说过了")
    (cash,) = next(c for c in page.wrong if c.clause == "FM-2.1").found
    assert (cash.voucher, cash.is_error, bool(cash.title)) == ("", False, True)
    sound = check_page(books, JANUARY, findings[:3], AS_OF)
    assert FORMAT not in {check.clause for check in (*sound.wrong, *sound.clean)}


def test_every_clause_says_what_was_looked_at_or_where(tmp_path: Path) -> None:
    page = check_page(load(tmp_path, FIRST), JANUARY, [], AS_OF)
    assert page.wrong == ()
    said = {check.clause: check.examined for check in page.clean}
    for clause in CLAUSES:
        words = said[clause.id]
        if words.startswith("和相近的条款一起查："):
            assert clause.also
        elif words == "靠报表和公开，程序不单独查":
            assert clause.papers and not clause.also
        elif words:  # Names and counts: 收入凭证 1、收据 0.
            assert all(part.rpartition(" ")[2].isdigit() for part in words.split("、")), words
        else:
            assert not clause.papers and not clause.also
    assert {words[:5] for words in said.values()} >= {"和相近的条", "靠报表和公"}


def test_findings_of_some_rules(tmp_path: Path) -> None:
    books = load(tmp_path, FIRST + spent(2, "30.00"))
    findings = [
        found_on("BNK001", date=DAY(2026, 1, 5)),
        found_on("BNK002", date=DAY(2026, 2, 5)),
        found_on("CSH001", date=DAY(2026, 1, 5)),
    ]
    found = found_under(books, JANUARY, findings, ("BNK",))
    assert [one.rule for one in found] == ["BNK001"]


# --- reviews that fell ----------------------------------------------------------------------------


def review(period: str, digest: str, day: str = "2026-05-01") -> str:
    return f'{day} custom "review" "{period}" "passed"\n  leader: "吴六"\n  digest: "{digest}"\n'


def test_which_reviews_fell(tmp_path: Path) -> None:
    """A quarter whose review holds, one whose review fell, one that only single ones signed."""
    plain = load(tmp_path, MANY)
    quarters = {label: Period.parse(label) for label in ("2025Q3", "2025Q4", "2026Q1", "2026Q2")}
    digest = {label: plain.digest(quarter.last) for label, quarter in quarters.items()}
    old = "0" * 64
    books = load(
        tmp_path,
        MANY
        + review("2025Q4", digest["2025Q4"])
        + review("2026Q1", digest["2026Q1"], "2026-05-01")
        + review("2026Q1", old, "2026-05-02"),
    )

    def said(value: str) -> Opinion:
        return Opinion(PASSED, "", value, "2026-05-01T10:00:00", None)

    def fallen(label: str, **given: str) -> tuple[Period, dict[str, Opinion]]:
        return quarters[label], {name: said(value) for name, value in given.items()}

    alone = fallen_reviews(books, [])
    assert alone == [Fallen(quarters["2026Q1"], DAY(2026, 5, 2), ())]
    assert alone[0].time == "2026-Q1"
    given = [
        fallen("2026Q2", 甲=old, 乙=books.digest(quarters["2026Q2"].last)),
        fallen("2025Q4", 甲=old),  # The review that it led to holds.
        fallen("2025Q3", 甲=books.digest(quarters["2025Q3"].last)),
        fallen("2026Q1", 丙=old),
    ]
    found = fallen_reviews(books, given)
    assert [(one.quarter.label, one.filed, one.names) for one in found] == [
        ("2026Q1", DAY(2026, 5, 2), ("丙",)),
        ("2026Q2", None, ("甲",)),
    ]
