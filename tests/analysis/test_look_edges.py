"""What the analysis says beside its lines, and its bands, each on both sides of the edge; by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from test_looks import ids, line, pay, read

from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.analysis.analysis_sheet import analysis_sheet
from juwu_ledger.registers.analysis.first_digits import benford
from paper_books import BANK, DEPOSIT, GIFT, OFFICE, OWED, PETTY, TILL, load, voucher

YEAR = Period.parse("2025")
PAPER = "Expenses:5101办公费:01纸"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-12-01", None),  # 30 days.
        ("2025-11-30", "31 天（31 至 90 天）"),
        ("2025-10-02", "90 天（31 至 90 天）"),
        ("2025-10-01", "91 天（91 至 180 天）"),
        ("2025-07-04", "180 天（91 至 180 天）"),
        ("2025-07-03", "181 天（181 天至 1 年）"),
        ("2024-12-31", "365 天（181 天至 1 年）"),
        ("2024-12-30", "366 天（1 年以上）"),
    ],
)
def test_how_old_a_debt_is(day: str, said: str | None, tmp_path: Path) -> None:
    legs = ((OFFICE, "30.00"), (OWED, "-30.00"))
    text = voucher(f"{day[:7]}-0001", *legs, day=int(day[8:]), payee="乙店")
    hits = line(read(tmp_path, text), "ageing-payable").hits
    assert [hit.said for hit in hits] == ([said] if said else [])


@pytest.mark.parametrize(
    ("banked", "said", "longest"),
    [
        ("2025-03-05", None, "收现金 1 笔，最长 0 天"),
        ("2025-03-06", "1 天后缴存", "收现金 1 笔，最长 1 天"),
        ("2025-12-31", "301 天后缴存", "收现金 1 笔，最长 301 天"),
        ("2026-01-01", "到期末 301 天没有缴存", "收现金 1 笔，最长 301 天"),
        (None, "到期末 301 天没有缴存", "收现金 1 笔，最长 301 天"),
    ],
)
def test_how_long_cash_lay(
    banked: str | None, said: str | None, longest: str, tmp_path: Path
) -> None:
    text = voucher("2025-03-0001", (TILL, "50.00"), (GIFT, "-50.00"), day=5)
    if banked:
        legs = ((BANK, "50.00"), (TILL, "-50.00"))
        text += voucher(f"{banked[:7]}-0009", *legs, day=int(banked[8:]))
    look = line(read(tmp_path, text), "days-to-bank")
    assert [hit.said for hit in look.hits] == ([said] if said else [])
    assert look.said == longest
    assert line(read(tmp_path, ""), "days-to-bank").said == "本期没有收现金"


def test_cash_that_came_in_another_year_is_none_of_this_ones(tmp_path: Path) -> None:
    text = voucher("2024-12-0001", (TILL, "50.00"), (GIFT, "-50.00"), day=5)
    look = line(read(tmp_path, text), "days-to-bank")
    assert (look.hits, look.said) == ((), "本期没有收现金")


def test_what_is_said_of_the_largest(tmp_path: Path) -> None:
    text = "".join(pay(f"2025-03-{n:04d}", f"{n}.00", payee=f"店{n}") for n in range(1, 26))
    books = read(tmp_path, text)
    # 25 + … + 6 = 310 of 325; fifteen make at least 260.
    assert line(books, "largest").said == "占全部付款的 95 %"
    assert line(books, "stratum").said == "15 笔，共付款 25 笔"
    nothing = read(tmp_path, "")
    assert [line(nothing, key).said for key in ("largest", "stratum")] == ["", ""]


def test_the_fewest_that_come_to_four_fifths(tmp_path: Path) -> None:
    """80 of 100 are exactly four fifths."""
    text = pay("2025-03-0001", "80.00") + pay("2025-03-0002", "20.00", payee="乙店")
    assert ids(line(read(tmp_path, text), "stratum")) == ["2025-03-0001"]
    text = pay("2025-03-0001", "79.00") + pay("2025-03-0002", "21.00", payee="乙店")
    assert ids(line(read(tmp_path, text), "stratum")) == ["2025-03-0001", "2025-03-0002"]


def test_a_limit_covers_the_accounts_below_it_and_names_the_largest_voucher(tmp_path: Path) -> None:
    text = (
        f'2020-01-01 open {PAPER}\n  nature: "official"\n'
        f'2025-01-01 custom "budget-limit" {OFFICE} 1000.00 CNY\n'
        + pay("2025-02-0001", "400.00")
        + voucher("2025-03-0001", (PAPER, "500.00"), (BANK, "-500.00"))
        + pay("2025-04-0001", "50.00")
    )
    (hit,) = line(read(tmp_path, text), "against-budget").hits
    assert (hit.voucher, hit.fen, hit.who) == ("2025-03-0001", 950_00, "办公费")
    assert hit.said == "限额 1,000.00 元，用了 95 %；最大一笔见凭证"
    assert line(read(tmp_path, ""), "against-budget").said == "没有登记年度限额，没有比"


@pytest.mark.parametrize(
    ("limit", "said"), [("2025-12-31", ""), ("2024-12-31", "没有登记年度限额，没有比")]
)
def test_limits_are_those_of_the_year(limit: str, said: str, tmp_path: Path) -> None:
    text = f'{limit} custom "budget-limit" {OFFICE} 1000.00 CNY\n'
    assert line(read(tmp_path, text), "against-budget").said == said


@pytest.mark.parametrize(
    ("before", "now", "listed"),
    [
        ("4000.00", "5200.00", True),  # 30 % and 1,200 more.
        ("4000.00", "5199.99", False),
        ("3000.00", "3999.99", False),  # Less than 1,000 more.
        ("3000.00", "4000.00", True),
        ("5200.00", "3640.00", True),  # 30 % less.
        ("1000.00", None, True),
        (None, "1000.00", True),
        (None, "999.99", False),
    ],
)
def test_what_changed_against_the_year_before(
    before: str | None, now: str | None, listed: bool, tmp_path: Path
) -> None:
    text = pay("2024-03-0001", before) if before else ""
    text += pay("2025-03-0001", now) if now else ""
    look = line(read(tmp_path, text), "against-last-year")
    assert len(look.hits) == listed
    if listed and not now:
        assert (look.hits[0].voucher, look.hits[0].date, look.hits[0].fen) == ("", None, 0)
        assert look.hits[0].said == "上年同期 1,000.00 元"


@pytest.mark.parametrize(("months", "listed"), [(5, []), (6, ["2025-06-0001"])])
def test_six_months_are_enough_to_tell_an_odd_one(
    months: int, listed: list[str], tmp_path: Path
) -> None:
    text = "".join(pay(f"2025-{m:02d}-0001", "1000.00") for m in range(1, months))
    look = line(read(tmp_path, text + pay(f"2025-{months:02d}-0001", "2000.00")), "odd-months")
    assert ids(look) == listed
    if listed:
        assert look.hits[0].said == "6 月；中位数 1,000.00 元；最大一笔见凭证"
        half = line(
            read(tmp_path, text + pay("2025-06-0001", "2000.00")),
            "odd-months",
            Period.parse("2025Q1"),
        )
        assert half.hits == ()  # It is not of the quarter.


@pytest.mark.parametrize(
    ("amount", "figure", "listed"),
    [
        ("950.00", "1000.00", True),
        ("949.99", "1000.00", False),
        ("999.99", "1000.00", True),
        ("1000.00", "1000.00", False),
    ],
)
def test_cash_just_below_its_limit(amount: str, figure: str, listed: bool, tmp_path: Path) -> None:
    text = f'2024-01-01 custom "limit" "cash-payment" {figure} CNY\n'
    text += voucher("2025-03-0001", (OFFICE, amount), (PETTY, f"-{amount}"))
    hits = line(read(tmp_path, text), "below-limit").hits
    assert [hit.said.endswith("1,000.00 元") for hit in hits] == [True] * listed


@pytest.mark.parametrize(
    ("before", "now", "rounded", "listed"),
    [
        (20, 20, 3, 3),  # 15 points more.
        (19, 20, 3, 0),
        (20, 19, 3, 0),
        (20, 20, 2, 0),
    ],
)
def test_round_sums_need_twenty_payments_on_each_side(
    before: int, now: int, rounded: int, listed: int, tmp_path: Path
) -> None:
    text = "".join(pay(f"2024-03-{n:04d}", f"{n}.50") for n in range(1, before + 1))
    text += "".join(
        pay(f"2025-03-{n:04d}", f"{n}00.00" if n <= rounded else f"{n}.70")
        for n in range(1, now + 1)
    )
    assert len(line(read(tmp_path, text), "round").hits) == listed


@pytest.mark.parametrize(
    ("month", "share"),
    [("2025-12", "12 月的付款占全年 100 %"), ("2025-11", "12 月的付款占全年 0 %")],
)
def test_the_share_of_december(month: str, share: str, tmp_path: Path) -> None:
    look = line(read(tmp_path, pay(f"{month}-0001", "5.00", 28)), "year-end")
    assert (look.hits, look.said) == ((), share)


def test_days_off_of_a_year_that_nobody_knows_yet(tmp_path: Path) -> None:
    books = read(tmp_path, pay("2025-07-0001", "10.00", 5))
    assert line(books, "days-off").said == ""
    late = line(books, "days-off", Period.parse("2099"))
    assert late.said == "程序还不知道 2099 年的调休，周末照日历算"


@pytest.mark.parametrize(("largest", "looked"), [("700.00", True), ("699.99", False)])
def test_first_digits_need_amounts_a_hundred_times_apart(
    largest: str, looked: bool, tmp_path: Path
) -> None:
    amounts = ["7.00", largest]
    text = "".join(
        voucher(f"2025-03-{n:04d}", (OFFICE, amounts[n % 2]), (BANK, f"-{amounts[n % 2]}"))
        for n in range(1, 301)
    )
    (look,) = benford(load(tmp_path, text), YEAR)
    assert ("没有看" not in look.said) is looked


def test_the_sheet_has_a_line_for_each_thing_looked_for(tmp_path: Path) -> None:
    """Of a period that still runs only what is until the day is looked at."""
    text = pay("2025-03-0001", "80.00") + pay("2025-06-0001", "20.00", payee="乙店")
    books = read(tmp_path, text)

    def listed(as_of: dt.date) -> list[object]:
        rows = list(analysis_sheet(books, YEAR, as_of).rows())
        heads = [row for row in rows if row.values[0] == "最大的付款" and row.role == "subtotal"]
        assert len(heads) == 1
        items = [
            row.values[4] for row in rows if row.values[0] == "最大的付款" and row.role == "item"
        ]
        assert heads[0].values[2] == len(items)
        return items

    assert listed(dt.date(2025, 12, 31)) == ["2025-03-0001", "2025-06-0001"]
    assert listed(dt.date(2025, 6, 4)) == ["2025-03-0001"]
    assert listed(dt.date(2025, 6, 5)) == ["2025-03-0001", "2025-06-0001"]
    assert listed(dt.date(2024, 6, 5)) == []


def test_deposits_and_claims_are_told_apart(tmp_path: Path) -> None:
    text = voucher("2025-03-0001", (BANK, "50.00"), (DEPOSIT, "-50.00"), payee="钱二")
    books = read(tmp_path, text)
    assert ids(line(books, "ageing-deposit-held")) == ["2025-03-0001"]
    assert ids(line(books, "ageing-receivable")) == []
