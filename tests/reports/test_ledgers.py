"""总账、明细账、科目余额表、收支明细表、预算执行表 of the example, held against Beancount's own sums."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from beancount.core.data import Posting, Transaction
from beancount.loader import load_file

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.registers.budget.printed_budget import CAPPED, OPEN, OTHERS, budget_register
from juwu_ledger.registers.journals import printed_flows, printed_trial_balance
from juwu_ledger.registers.journals.printed_flows import flow_journal
from juwu_ledger.registers.journals.printed_ledgers import account_ledger, general_ledger
from juwu_ledger.registers.journals.printed_trial_balance import trial_balance
from juwu_ledger.tables.paper_ties import Printed, PrintedLine
from juwu_ledger.tables.report import ITEM, SUBTOTAL, TOTAL
from paper_books import BANK, GRANT, OFFICE, OPENING, PETTY, load, voucher

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
DAY = dt.date(2026, 1, 25)
MARCH, YEAR = Period.parse("2025-03"), Period.parse("2025")
OFFICE_GOODS = "Expenses:5101办公用品"
MONEY = ("Assets:1001", "Assets:1002", "Assets:1012")


@cache
def books() -> Books:
    loaded = load_books(MAIN).books
    assert loaded is not None
    return loaded


@cache
def transactions() -> list[Transaction]:
    entries, _errors, _options = load_file(str(MAIN))
    return [entry for entry in entries if isinstance(entry, Transaction)]


def is_opening(txn: Transaction) -> bool:
    return any("3001" in posting.account for posting in txn.postings)


def total(postings: Iterable[Posting]) -> Decimal:
    return sum((posting.units.number for posting in postings), Decimal(0))


def postings(first: dt.date, last: dt.date) -> list[Posting]:
    within = (txn for txn in transactions() if first <= txn.date <= last)
    return [posting for txn in within for posting in txn.postings]


def by_account(found: Iterable[Posting]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for posting in found:
        sums[posting.account] += posting.units.number
    return sums


def lines(report, table: str) -> list[PrintedLine]:
    return Printed(report).lines(table, ITEM, SUBTOTAL, TOTAL)


# --- 科目余额表 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [MARCH, Period.parse("2025Q4"), YEAR], ids=lambda p: p.label)
def test_the_trial_balance_is_that_of_beancount(period: Period) -> None:
    report = trial_balance(books(), period, DAY)
    assert report.failed == 0
    ends = by_account(postings(dt.date.min, period.last))
    shown = {
        (line.text("code"), line.text("name")): line["closing_debit"] - line["closing_credit"]
        for line in Printed(report).lines(printed_trial_balance.KEY)
    }
    chart = books().chart
    wanted = {(chart[name].code, chart[name].label): held for name, held in ends.items() if held}
    assert {key: held for key, held in shown.items() if held} == wanted


def test_an_account_that_moved_earlier_in_the_year_is_on_it() -> None:
    """The debt of the barber's was paid in January: no balance and no movement in March."""
    report = trial_balance(books(), MARCH, DAY)
    (debt,) = [
        line
        for line in Printed(report).lines(printed_trial_balance.KEY)
        if line.text("code") == "112201"
    ]
    assert (debt["debit"], debt["credit"], debt["year_credit"]) == (0, 0, Decimal("1000.00"))
    (whole,) = Printed(report).lines(printed_trial_balance.KEY, TOTAL)
    assert whole["year_debit"] == whole["year_credit"]


# --- 总账、明细账 -------------------------------------------------------------------------------------


def test_the_general_ledger_closes_each_month() -> None:
    report = general_ledger(books(), YEAR, DAY)
    assert report.failed == 0
    (key,) = [table.key for table in report.tables if table.title == "1001 库存现金"]
    months = [line for line in lines(report, key) if line.text("summary") == "本月合计"]
    for month, line in enumerate(months, 1):
        first = dt.date(2025, month, 1)
        within = [
            posting
            for txn in transactions()
            if (txn.date.year, txn.date.month) == (2025, month) and not is_opening(txn)
            for posting in txn.postings
            if posting.account.startswith("Assets:1001")
        ]
        assert line["debit"] - line["credit"] == total(within), first
        assert line.text("month") == f"{month}月"
    assert lines(report, key)[0].text("summary") == "上年结转"
    assert lines(report, key)[-1].text("summary") == "结转下年"


def test_the_ledger_of_an_account_line_by_line() -> None:
    report = account_ledger(books(), YEAR, DAY, {OFFICE_GOODS})
    assert report.failed == 0
    (table,) = [table for table in report.tables if table.key == "account_ledger_1"]
    assert table.title == "5101 办公用品"
    items = [line for line in lines(report, table.key) if line.role == ITEM]
    wanted = [
        (txn.meta["voucher"], posting.units.number)
        for txn in transactions()
        for posting in txn.postings
        if posting.account == OFFICE_GOODS
    ]
    assert [(line.text("voucher"), line["debit"] - line["credit"]) for line in items] == wanted
    held = total(p for txn in transactions() for p in txn.postings if p.account == OFFICE_GOODS)
    assert lines(report, table.key)[-1]["balance"] == held


def test_a_balance_on_the_other_side_says_so(tmp_path: Path) -> None:
    first = voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    over = voucher("2026-01-0002", (OFFICE, "100.00"), (BANK, "-100.00"), day=9)
    overdrawn = load(tmp_path, first + over)
    report = account_ledger(overdrawn, Period.parse("2026-01"), dt.date(2026, 2, 1), {BANK})
    last = lines(report, "account_ledger_1")[-1]
    assert (last.text("side"), last["balance"]) == ("贷", Decimal("10.00"))
    assert report.failed == 0


# --- 收支明细表 ---------------------------------------------------------------------------------------


def test_the_flows_lead_from_what_was_left_to_what_is_left() -> None:
    report = flow_journal(books(), MARCH, DAY)
    assert report.failed == 0
    shown = lines(report, printed_flows.KEY)
    before = dt.date(2025, 2, 28)

    def held(day: dt.date) -> Decimal:
        return total(p for p in postings(dt.date.min, day) if p.account.startswith(MONEY))

    assert (shown[0].text("summary"), shown[0]["balance"]) == ("上期结余", held(before))
    assert (shown[-1].text("summary"), shown[-1]["balance"]) == ("本期结余", held(MARCH.last))
    moved = {
        txn.meta["voucher"]
        for txn in transactions()
        if txn.date in MARCH and total(p for p in txn.postings if p.account.startswith(MONEY))
    }
    assert {line.text("voucher") for line in shown if line.role == ITEM} == moved


def test_every_receipt_is_a_line_of_its_own(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)
    text += (
        '2026-01-05 * "某店" "两张发票"\n  voucher: "2026-01-0002"\n'
        f'  {OFFICE}   10.00 CNY\n    invoice: "11111111"\n'
        f'  {OFFICE}   20.00 CNY\n    invoice: "22222222"\n  {BANK}  -30.00 CNY\n'
    )
    text += voucher("2026-01-0003", (PETTY, "50.00"), (BANK, "-50.00"), day=6)
    text += voucher("2026-01-0004", (BANK, "5.00"), (GRANT, "-5.00"), day=7, receipt="A0000001")
    made = flow_journal(load(tmp_path, text), Period.parse("2026-01"), dt.date(2026, 2, 1))
    items = [line for line in lines(made, printed_flows.KEY) if line.role == ITEM]
    assert [
        (line.text("slip"), line["debit"], line["credit"], line["balance"]) for line in items
    ] == [
        ("11111111", 0, Decimal("10.00"), Decimal("890.00")),
        ("22222222", 0, Decimal("20.00"), Decimal("870.00")),
        ("A0000001", Decimal("5.00"), 0, Decimal("875.00")),
    ]


# --- 预算执行表 ---------------------------------------------------------------------------------------


def test_the_budget_against_what_was_spent_and_signed() -> None:
    report = budget_register(books(), MARCH, DAY)
    assert report.failed == 0
    printed = Printed(report)
    caps = {line.text("account"): line for line in printed.lines(CAPPED)}
    spent = by_account(postings(dt.date(2025, 1, 1), MARCH.last))
    assert caps["办公用品"]["limit"] == Decimal("6000.00")
    assert caps["办公用品"]["used"] == spent[OFFICE_GOODS]
    # SP-2025-0018: 380.00 signed on 14 February, 178.00 spent: 202.00 left for repairs.
    assert caps["办公维修"]["signed"] == Decimal("202.00")
    assert caps["办公维修"]["free"] == caps["办公维修"]["left"] - Decimal("202.00")
    others = {line.text("account"): line for line in printed.lines(OTHERS)}
    assert others["困难救助"]["year"] == spent["Expenses:5202困难救助"]
    signed = {line.text("approval"): line["left"] for line in printed.lines(OPEN)}
    assert signed["SP-2025-0020"] == Decimal("47.50")
    assert "SP-2025-0030" not in signed  # Signed in April.


def test_what_is_signed_off_is_told_once() -> None:
    printed = Printed(budget_register(books(), MARCH, DAY))
    told = printed.sum(CAPPED, "signed") + printed.sum(OTHERS, "signed")
    assert told == printed.sum(OPEN, "left")
