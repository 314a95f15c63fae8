"""Real published papers, booked in our format: every printed total comes out of the report's JSON.

Where a paper contradicts itself the test says so, and where it breaks a rule the rule finds it.
The figures and where they come from stand in ``tests/data/real``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge
from paper_books import BANK, CHART, PETTY, SERVICE, TILL, as_json, load, rows

DATA = Path(__file__).parents[1] / "data" / "real"
SPENT = "Expenses:5301助老项目"
DEPOSIT = "Liabilities:2241押金"


def read(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))


def money(text: str) -> str:
    return f"{Decimal(text):.2f}"


# --- petty cash of a building, March to July 2024 ------------------------------------------------


class Line(NamedTuple):
    statement: str
    kind: str
    date: str
    receipt: str
    amount: str


@cache
def petty_cash() -> tuple[Line, ...]:
    return tuple(Line(*row.values()) for row in read("petty-cash-2024.tsv"))


def printed(statement: str, kind: str) -> str:
    (found,) = [x.amount for x in petty_cash() if (x.statement, x.kind) == (statement, kind)]
    return found


MONTHS = {
    # Each statement has its own days. 113-03 runs from 29 February to 29 March, so it is our
    # February and March together; the others hold no line outside their calendar month.
    "113-03": ("2024-02", "2024-03"),
    "113-04": ("2024-04",),
    "113-05": ("2024-05",),
    "113-06": ("2024-06",),
    "113-07": ("2024-07",),
}


def petty_books(folder: Path, lines: Iterable[Line], more: str = "") -> Books:
    """Book the lines; the opening is the first statement's, negative as it is printed."""
    text = (
        'option "title" "某大楼管理委员会"\n'
        '2024-01-01 custom "receipt-book" "001775" "001800"\n'
        '2024-01-01 custom "receipt-book" "001551" "001600"\n'
        f'2024-01-01 custom "limit" "petty-cash" {printed("113-03", "limit")} CNY\n'
        '2024-02-28 * "期初"\n  voucher: "2024-02-0001"\n'
        f"  {PETTY} {printed('113-03', 'opening')} CNY\n  {BANK} 90000 CNY\n"
        "  Equity:3001期初余额\n"
    )
    numbers: dict[str, int] = defaultdict(int, {"2024-02": 1})
    for line in sorted(lines, key=lambda x: x.date):
        if line.kind == "void":
            text += f'{line.date} custom "receipt-void" "{line.receipt}" "作废"\n'
            continue
        legs = {
            "income": (PETTY, SERVICE),
            "spending": (SPENT, PETTY),
            "replenishment": (PETTY, BANK),
            "banked": (BANK, SERVICE),
        }.get(line.kind)
        if legs is None:
            continue
        numbers[line.date[:7]] += 1
        text += f'{line.date} * "某" "{line.kind}"\n'
        text += f'  voucher: "{line.date[:7]}-{numbers[line.date[:7]]:04d}"\n'
        text += f'  receipt: "{line.receipt}"\n' if line.receipt else ""
        text += f"  {legs[0]} {line.amount} CNY\n  {legs[1]} -{line.amount} CNY\n"
    chart = CHART.replace('option "title" "示例市桂花里社区居民委员会"\n', "")
    return load(folder, text + more, chart)


def as_printed() -> Iterator[Line]:
    """The lines as the statements say, but for the April replenishment, copied from March."""
    for line in petty_cash():
        if (line.statement, line.kind) == ("113-04", "replenishment"):
            yield line._replace(amount=printed("113-03", "wanted"))
        elif line.kind == "elsewhere":
            # 001559 is listed with no amount: "entered apart, banked on 2 August".
            yield line._replace(kind="banked", date="2024-08-02")
        elif line.date:
            yield line


def totals(books: Books, month: str) -> dict[str, str]:
    paper = monthly(books, Period.parse(month), dt.date(2024, 9, 1))
    found: dict[str, str] = as_json(paper)["totals"]
    return found


def petty(books: Books, month: str) -> dict[str, str]:
    paper = monthly(books, Period.parse(month), dt.date(2024, 9, 1))
    (row,) = [r for r in rows(paper, "money_accounts") if r["account"] == "库存现金·备用金"]
    return row


@pytest.mark.parametrize("statement", MONTHS)
def test_petty_cash_totals(statement: str, tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    found = [totals(books, month) for month in MONTHS[statement]]
    income = sum(Decimal(t["income"]) for t in found)
    spending = sum(Decimal(t["spending"]) for t in found)
    assert f"{income}" == money(printed(statement, "income-total"))
    assert f"{spending}" == money(printed(statement, "spending-total"))
    assert f"{income - spending}" == money(printed(statement, "difference"))
    assert petty(books, MONTHS[statement][-1])["closing"] == money(printed(statement, "closing"))
    limit, closing = printed(statement, "limit"), printed(statement, "closing")
    assert int(limit) - int(closing) == int(printed(statement, "wanted"))


def test_petty_cash_opening_of_april_contradicts_the_closing_of_march(tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    assert petty(books, "2024-03")["closing"] == money(printed("113-03", "closing")) == "9661.00"
    assert petty(books, "2024-04")["opening"] == "9661.00"
    assert printed("113-04", "opening") == "-1704"
    # The copied pair -1,704 and 16,704 and the real pair 9,661 and 5,339 make the same sum,
    # so April's closing is right either way.
    assert -1704 + 16704 == 9661 + 5339


def findings(books: Books) -> list[Finding]:
    return judge(books, CATALOGUE, dt.date(2024, 9, 1))


def found(books: Books, rule: str) -> set[str | None]:
    return {finding.about for finding in findings(books) if finding.rule == rule}


def days_found(books: Books, rule: str) -> set[dt.date | None]:
    return {finding.date for finding in findings(books) if finding.rule == rule}


def test_petty_cash_missing_receipt_is_found_and_the_void_one_is_in_order(tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    assert found(books, "RCP005") == {"001776"}
    assert found(books, "RCP002") == found(books, "RCP003") == found(books, "RCP004") == set()


def test_petty_cash_void_receipt_that_is_not_registered_is_found(tmp_path: Path) -> None:
    books = petty_books(tmp_path, (x for x in as_printed() if x.kind != "void"))
    assert found(books, "RCP005") == {"001776", "001560"}


def test_petty_cash_negative_opening_is_found(tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    assert dt.date(2024, 2, 28) in days_found(books, "CSH005")


def test_petty_cash_replenishment_above_the_limit_is_found(tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    # 16,704 on the first day, with the income of two days in the till: 15,662 in hand.
    assert dt.date(2024, 3, 1) in days_found(books, "CSH001")


def test_petty_cash_income_put_into_petty_cash_is_found_every_time(tmp_path: Path) -> None:
    books = petty_books(tmp_path, as_printed())
    incomes = [line for line in as_printed() if line.kind == "income"]
    assert len(found(books, "CSH003")) == len(incomes)


def test_petty_cash_of_june_is_overstated_by_a_replenishment_not_yet_paid(tmp_path: Path) -> None:
    """The statement counts 10,885 as received in June; the bank paid it on 9 July."""
    lines = [
        line._replace(date="2024-07-09")
        if (line.statement, line.kind) == ("113-06", "replenishment")
        else line
        for line in as_printed()
    ]
    books = petty_books(tmp_path, lines)
    assert petty(books, "2024-06")["closing"] == "-503.00"
    assert printed("113-06", "closing") == "10382"
    assert 10382 - 10885 == -503
    assert petty(books, "2024-07")["closing"] == money(printed("113-07", "closing"))
    assert {d for d in days_found(books, "CSH005") if d and d.month in (6, 7)}


def test_petty_cash_receipt_of_july_reaches_the_bank_in_august(tmp_path: Path) -> None:
    """001559 over 10,000: written on 2 July, on the bank's statement on 2 August."""
    lines = [line for line in as_printed() if line.receipt != "001559"]
    more = (
        f'2024-07-02 * "某保全公司" "回馈金"\n  voucher: "2024-07-0090"\n  receipt: "001559"\n'
        f"  {TILL} 10000 CNY\n  {SERVICE} -10000 CNY\n"
        f'2024-08-02 * "某" "存入"\n  voucher: "2024-08-0090"\n'
        f"  {BANK} 10000 CNY\n  {TILL} -10000 CNY\n"
    )
    books = petty_books(tmp_path, lines, more)
    assert found(books, "CSH002") == {"2024-07-0090"}
    assert (
        totals(books, "2024-07")["income"]
        == f"{Decimal(printed('113-07', 'income-total')) + 10000:.2f}"
    )


# --- a housing estate, October 2018 --------------------------------------------------------------

OCTOBER = Period.parse("2018-10")


@cache
def estate() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((r["table"], r["row"], r["item"], r["amount"]) for r in read("estate-2018-10.tsv"))


KINDS_OF_SPENDING = dict.fromkeys(
    i for t, _, i, _ in estate() if t in "ACD" and i and i != "deposit-given-back"
)
KINDS_OF_INCOME = dict.fromkeys(i for t, _, i, _ in estate() if t in "BEF" and i)
ACCOUNTS = {
    **{item: f"Expenses:{number}{item}" for number, item in enumerate(KINDS_OF_SPENDING, 5501)},
    **{item: f"Income:{number}{item}" for number, item in enumerate(KINDS_OF_INCOME, 4501)},
    "deposit-given-back": DEPOSIT,
}


def total(table: str, row: str = "total") -> str:
    (amount,) = [a for t, r, _, a in estate() if (t, r) == (table, row)]
    return amount


def estate_books(folder: Path, table: str, *, rounded: bool = False) -> Books:
    """Book one table: the tables overlap, so each is a set of books of its own."""
    text = "".join(
        f"2018-01-01 open {account}\n" for account in ACCOUNTS.values() if account != DEPOSIT
    )
    chart = CHART.replace("2020-01-01", "2018-01-01")
    text += f'2018-09-30 * "期初"\n  {BANK} 1000000.00 CNY\n  {DEPOSIT} -50000.00 CNY\n'
    text += "  Equity:3001期初余额\n"
    for name, row, item, amount in estate():
        number = Decimal(amount)
        if name != table or not item or not number:
            continue
        if rounded:
            number = number.quantize(Decimal("0.01"))
        account = ACCOUNTS[item]
        sign = 1 if account.startswith("Income") else -1
        text += f'2018-10-25 * "某" "第 {row} 行"\n  {BANK} {sign * number} CNY\n'
        text += f"  {account} {-sign * number} CNY\n"
    return load(folder, text, chart)


def october(books: Books) -> dict[str, str]:
    found: dict[str, str] = as_json(monthly(books, OCTOBER, dt.date(2018, 11, 5)))["totals"]
    return found


def sums(books: Books) -> dict[str, str]:
    by_account = as_json(monthly(books, OCTOBER, dt.date(2018, 11, 5)))["totals"]["by_account"]
    return {
        name: by_account[account] for name, account in ACCOUNTS.items() if account in by_account
    }


def test_estate_a_spending_of_the_month(tmp_path: Path) -> None:
    books = estate_books(tmp_path, "A")
    assert october(books)["spending"] == money(total("A")) == "120097.33"
    # The paper adds five decoration deposits given back (10,000) to its expenses; by account
    # they are none.
    assert sums(books) == {"expense": "110097.33"}


def test_estate_b_collected_through_the_bank(tmp_path: Path) -> None:
    books = estate_books(tmp_path, "B")
    assert october(books)["income"] == money(total("B")) == "419784.90"
    items = {item: money(amount) for t, _, item, amount in estate() if t == "B" and item}
    assert items.pop("electricity") == "0.00"  # Printed, but nothing to book.
    assert sums(books) == items


def test_estate_c_total_is_no_amount_of_money(tmp_path: Path) -> None:
    """Row 6 is 9 % of rows 1 to 5 and left unrounded, so the printed total ends in 0.6251."""
    above = sum(Decimal(a) for t, r, i, a in estate() if t == "C" and i and int(r) <= 5)
    assert above * 9 / 100 == Decimal("46294.5951")
    unrounded = estate_books(tmp_path, "C")
    assert {f.rule for f in judge(unrounded, CATALOGUE, OCTOBER.last)} >= {"VCH005"}
    rounded = estate_books(tmp_path, "C", rounded=True)
    assert "VCH005" not in {f.rule for f in judge(rounded, CATALOGUE, OCTOBER.last)}
    assert october(rounded)["spending"] == "619839.63"
    assert Decimal("619839.63") - Decimal(total("C")) == Decimal("0.0049")


def test_estate_c_and_d_and_a_agree(tmp_path: Path) -> None:
    rows_of_c = sums(estate_books(tmp_path, "C", rounded=True))
    assert rows_of_c["sundry"] == money(total("A"))
    assert rows_of_c["contracts"] == money(total("D", "contracts-total"))
    assert rows_of_c["staff"] == money(total("D", "staff-total"))


def test_estate_d_spending_by_kind(tmp_path: Path) -> None:
    books = estate_books(tmp_path, "D")
    assert october(books)["spending"] == money(total("D")) == "397447.70"
    by_kind = sums(books)
    for kind in ("contracts", "staff", "taxes"):
        assert by_kind[kind] == money(total("D", f"{kind}-total"))
    # The tax stands once as a line and once more as a subtotal: it counts once.
    assert by_kind["taxes"] == "3160.64"


def test_estate_e_rents_and_other_income(tmp_path: Path) -> None:
    """Received in October for months from June on; booked when the money came."""
    books = estate_books(tmp_path, "E")
    assert sums(books)["rent"] == money(total("E", "rent-total")) == "23350.00"
    assert october(books)["income"] == money(total("E")) == "24178.91"


def test_estate_f_income_of_its_own_period(tmp_path: Path) -> None:
    """The paper's month is 25 September to 25 October and shows sums only."""
    books = estate_books(tmp_path, "F")
    assert october(books)["income"] == money(total("F")) == "579707.26"


def test_estate_f_does_not_agree_with_e(tmp_path: Path) -> None:
    """ "Other income" is 28,427.85 in one table and 24,178.91 in the other: 4,248.94 apart."""
    other = Decimal(sums(estate_books(tmp_path, "F"))["other"])
    folder = tmp_path / "e"
    folder.mkdir()
    assert other - Decimal(october(estate_books(folder, "E"))["income"]) == Decimal("4248.94")
