"""Every line of the analysis: a planted case and a lawful twin, each worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.look import Look
from juwu_ledger.registers.analysis.looks import looks
from paper_books import (
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    TILL,
    load,
    voucher,
)

YEAR = Period.parse("2025")
Said = Callable[[str], Look]
START = voucher("2024-01-0001", (BANK, "900000.00"), (OPENING, "-900000.00"), day=1)


def read(folder: Path, text: str) -> Books:
    return load(folder, START.replace("  voucher: ", '  kind: "opening"\n  voucher: ', 1) + text)


def line(books: Books, key: str, period: Period = YEAR) -> Look:
    (found,) = [look for look in looks(books, period) if look.key == key]
    return found


def ids(look: Look) -> list[str]:
    return [hit.voucher for hit in look.hits]


def pay(number: str, amount: str, day: int = 5, payee: str = "某店", **meta: str) -> str:
    return voucher(number, (OFFICE, amount), (BANK, f"-{amount}"), day=day, payee=payee, **meta)


def test_a_year_is_held_against_the_one_before_by_account(tmp_path: Path) -> None:
    before = pay("2024-03-0001", "4000.00") + voucher(
        "2024-03-0002", (BANK, "5000.00"), (GRANT, "-5000.00")
    )
    now = (
        pay("2025-03-0001", "2000.00")
        + pay("2025-03-0002", "3200.00")
        + voucher("2025-04-0001", (BANK, "6400.00"), (GRANT, "-6400.00"))
    )
    look = line(read(tmp_path, before + now), "against-last-year")
    # Office 5200 beside 4000: 30 %, 1200 yuan. Grants 6400 beside 5000: 28 %.
    assert [(hit.who, hit.fen, hit.voucher) for hit in look.hits] == [
        ("办公费", 520000, "2025-03-0002")
    ]


def test_books_without_the_year_before_are_not_compared(tmp_path: Path) -> None:
    look = line(load(tmp_path, pay("2025-03-0001", "2000.00")), "against-last-year")
    assert look.hits == ()
    assert look.said == "上年同期的账不全，没有比"


@pytest.mark.parametrize(("spent", "listed"), [("900.00", True), ("899.99", False)])
def test_a_limit_nearly_spent_is_listed(tmp_path: Path, spent: str, listed: bool) -> None:
    limit = f'2025-01-01 custom "budget-limit" {OFFICE} 1000.00 CNY\n'
    look = line(read(tmp_path, limit + pay("2025-03-0001", spent)), "against-budget")
    assert ids(look) == (["2025-03-0001"] if listed else [])


@pytest.mark.parametrize(("sixth", "listed"), [("2000.00", True), ("1999.99", False)])
def test_a_month_is_held_against_the_middle_one(tmp_path: Path, sixth: str, listed: bool) -> None:
    text = "".join(pay(f"2025-{m:02d}-0001", "1000.00") for m in range(1, 6))
    look = line(read(tmp_path, text + pay("2025-06-0001", sixth)), "odd-months")
    assert ids(look) == (["2025-06-0001"] if listed else [])


def test_the_largest_and_those_that_make_four_fifths(tmp_path: Path) -> None:
    text = "".join(pay(f"2025-03-{n:04d}", f"{n}.00", payee=f"店{n}") for n in range(1, 26))
    books = read(tmp_path, text)
    top, most = line(books, "largest"), line(books, "stratum")
    assert ids(top) == [f"2025-03-{n:04d}" for n in range(25, 5, -1)]
    # 325 in all; 25 + … + 11 = 270 is the first sum of at least 260.
    assert ids(most) == [f"2025-03-{n:04d}" for n in range(25, 10, -1)]


LIMIT = """2024-01-01 custom "limit" "resolution" 20000.00 CNY
2024-01-01 custom "limit" "cash-payment" 1000.00 CNY
2025-01-01 custom "resolution" "JY-1" "买"
2025-01-01 custom "approval" "SP-1" 19500.00 CNY "买"
  director: "赵一"
  resolution: "JY-1"
"""


@pytest.mark.parametrize(
    ("amount", "meta", "listed"),
    [
        ("19000.00", {}, True),
        ("18999.99", {}, False),
        ("20000.00", {}, False),
        ("19500.00", {"approval": "SP-1"}, False),
        ("980.00", {}, False),
    ],
)
def test_a_payment_just_below_a_limit(
    tmp_path: Path, amount: str, meta: dict[str, str], listed: bool
) -> None:
    look = line(read(tmp_path, LIMIT + pay("2025-03-0001", amount, **meta)), "below-limit")
    assert ids(look) == (["2025-03-0001"] if listed else [])


LOW = """2024-01-01 custom "limit" "fixed-asset" 2000.00 CNY
2020-01-01 open Expenses:5109低值易耗品
  nature: "low-value"
"""


@pytest.mark.parametrize(
    ("account", "money", "amount", "listed"),
    [
        (OFFICE, PETTY, "950.00", True),
        (OFFICE, BANK, "950.00", False),
        (OFFICE, PETTY, "949.99", False),
        ("Expenses:5109低值易耗品", BANK, "1999.00", True),
        (OFFICE, BANK, "1999.00", False),
    ],
)
def test_cash_and_low_value_goods_have_limits_of_their_own(
    tmp_path: Path, account: str, money: str, amount: str, listed: bool
) -> None:
    paid = voucher("2025-03-0001", (account, amount), (money, f"-{amount}"))
    look = line(read(tmp_path, LIMIT + LOW + paid), "below-limit")
    assert ids(look) == (["2025-03-0001"] if listed else [])


def test_one_template_every_month_is_no_second_payment(tmp_path: Path) -> None:
    text = pay("2025-03-0001", "80.00", recurring="网费") + pay(
        "2025-04-0001", "80.00", recurring="网费"
    )
    assert line(read(tmp_path, text), "paid-again").hits == ()
    other = pay("2025-03-0001", "80.00", recurring="网费") + pay("2025-04-0001", "80.00")
    assert ids(line(read(tmp_path, other), "paid-again")) == ["2025-04-0001"]


@pytest.mark.parametrize(
    ("month", "day", "listed"),
    [
        (10, 1, True),  # National Day, a Wednesday.
        (7, 5, True),  # A Saturday.
        (1, 26, False),  # A Sunday that was worked for the Spring Festival.
        (7, 4, False),
    ],
)
def test_days_off_know_the_moved_workdays(
    tmp_path: Path, month: int, day: int, listed: bool
) -> None:
    number = f"2025-{month:02d}-0001"
    look = line(read(tmp_path, pay(number, "10.00", day)), "days-off")
    assert ids(look) == ([number] if listed else [])


def test_the_bank_s_charges_are_no_payments(tmp_path: Path) -> None:
    text = voucher("2025-07-0001", (CHARGE, "5.00"), (BANK, "-5.00"), day=5)
    assert line(read(tmp_path, text), "days-off").hits == ()


def test_the_last_three_days_and_december(tmp_path: Path) -> None:
    text = (
        pay("2025-03-0001", "700.00")
        + pay("2025-12-0001", "200.00", 28)
        + pay("2025-12-0002", "100.00", 29, "乙店")
    )
    look = line(read(tmp_path, text), "year-end")
    assert (ids(look), look.said) == (["2025-12-0002"], "12 月的付款占全年 30 %")
    assert not [
        one for one in looks(read(tmp_path, text), Period.parse("2025Q1")) if one.key == "year-end"
    ]


@pytest.mark.parametrize(
    ("second", "listed"),
    [
        (pay("2025-04-0001", "80.00", 19), True),  # 45 days after 5 March.
        (pay("2025-04-0001", "80.00", 20), False),
        (pay("2025-04-0001", "80.01", 19), False),
        (pay("2025-04-0001", "80.00", 19, "乙店"), False),
    ],
)
def test_the_same_payee_and_amount_again(tmp_path: Path, second: str, listed: bool) -> None:
    look = line(read(tmp_path, pay("2025-03-0001", "80.00") + second), "paid-again")
    assert ids(look) == (["2025-04-0001"] if listed else [])


def test_what_was_taken_back_and_booked_anew_is_paid_once(tmp_path: Path) -> None:
    text = (
        pay("2025-03-0001", "80.00")
        + voucher(
            "2025-03-0002", (OFFICE, "-80.00"), (BANK, "80.00"), day=6, reverses="2025-03-0001"
        )
        + pay("2025-03-0003", "80.00", 6, corrects="2025-03-0001")
    )
    books = read(tmp_path, text)
    assert line(books, "paid-again").hits == ()
    assert [(hit.voucher, hit.date) for hit in line(books, "largest").hits] == [
        ("2025-03-0003", dt.date(2025, 3, 5))
    ]


def test_an_officer_is_paid(tmp_path: Path) -> None:
    text = (
        '2024-01-01 custom "officer" "cashier" "周五福"\n  until: 2025-03-31\n'
        + pay("2025-03-0001", "80.00", payee="周五福")
        + pay("2025-03-0002", "81.00", payee="吴六")
        + pay("2025-04-0001", "82.00", payee="周五福")
    )
    look = line(read(tmp_path, text), "officer-paid")
    assert [(hit.voucher, hit.said) for hit in look.hits] == [
        ("2025-03-0001", "周五福是出纳：事由")
    ]


@pytest.mark.parametrize(("rounded", "listed"), [(3, 3), (2, 0)])
def test_round_sums_are_held_against_the_books_own_past(
    tmp_path: Path, rounded: int, listed: int
) -> None:
    before = "".join(pay(f"2024-03-{n:04d}", f"{n}.50") for n in range(1, 21))
    now = "".join(
        pay(f"2025-03-{n:04d}", f"{n}00.00" if n <= rounded else f"{n}.70") for n in range(1, 21)
    )
    look = line(read(tmp_path, before + now), "round")
    assert len(look.hits) == listed
    assert look.said == f"本期 {5 * rounded} %，以前 0 %"


def test_what_is_owed_and_held_is_told_by_its_age(tmp_path: Path) -> None:
    text = (
        voucher("2024-06-0001", (OFFICE, "100.00"), (OWED, "-100.00"), day=1, payee="甲店")
        + voucher("2025-11-0001", (OFFICE, "30.00"), (OWED, "-30.00"), day=30, payee="乙店")
        + voucher("2025-12-0001", (OFFICE, "40.00"), (OWED, "-40.00"), day=1, payee="丙店")
        + voucher("2025-02-0001", (OWED, "60.00"), (BANK, "-60.00"), payee="甲店")
        + voucher("2025-03-0001", (BANK, "50.00"), (DEPOSIT, "-50.00"), payee="钱二")
        + voucher("2025-04-0001", (DEPOSIT, "50.00"), (BANK, "-50.00"), payee="钱二")
    )
    books = read(tmp_path, text)
    assert [(hit.voucher, hit.fen, hit.said) for hit in line(books, "ageing-payable").hits] == [
        ("2024-06-0001", 4000, "578 天（1 年以上）"),
        ("2025-11-0001", 3000, "31 天（31 至 90 天）"),
    ]
    assert line(books, "ageing-deposit-held").hits == ()


def test_cash_on_its_way_to_the_bank(tmp_path: Path) -> None:
    text = (
        voucher("2025-03-0001", (TILL, "50.00"), (GIFT, "-50.00"), day=5)
        + voucher("2025-03-0002", (TILL, "20.00"), (GIFT, "-20.00"), day=7)
        + voucher("2025-03-0003", (BANK, "70.00"), (TILL, "-70.00"), day=7)
    )
    look = line(read(tmp_path, text), "days-to-bank")
    assert [(hit.voucher, hit.said) for hit in look.hits] == [("2025-03-0001", "2 天后缴存")]
    assert look.said == "收现金 2 笔，最长 2 天"
