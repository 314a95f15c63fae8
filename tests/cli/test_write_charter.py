"""``juwu officer``, ``limit``, ``fund``, ``roster``, ``budget-limit``, ``account``: the charter without an editor."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from invoking import invoke
from juwu_ledger.books.model.vocabulary import BudgetLimit, Fund, Limit, Officer, Roster
from written_books import (
    BALANCES,
    DAY,
    HOSTILE,
    INIT,
    UNWRITABLE,
    example,
    findings,
    fresh,
    read,
    run,
    snapshot,
)

TODAY = dt.date.fromisoformat(DAY)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return example(tmp_path)


def line(books: Path, file: str, number: int) -> str:
    return (books / file).read_text(encoding="utf-8").split("\n")[number - 1]


def test_officer(books: Path) -> None:
    result = run(books, "officer", "出纳", "郭九江", "--until", "2029-03-17", "--json")
    assert result.exit_code == 0, result.output
    new = read(books).of(Officer)[-1]
    assert (new.date, new.role, new.name) == (TODAY, "cashier", "郭九江")
    assert new.until == dt.date(2029, 3, 17)
    assert read(books).people.holder("cashier", TODAY) == "郭九江"
    written = json.loads(result.stdout)["written"]
    assert written["file"] == "charter.beancount"
    assert "郭九江" in line(books, written["file"], written["line"])
    assert not findings(books)


def test_officers_stand_with_officers(books: Path) -> None:
    run(books, "officer", "cashier", "郭九江")
    run(books, "officer", "finance-group", "何兆丰")
    text = (books / "charter.beancount").read_text(encoding="utf-8")
    new = (
        '\n\n2026-01-05 custom "officer" "cashier" "郭九江"\n\n2026-01-05 custom "officer" "finance'
    )
    assert new in text
    assert text.index("何兆丰") < text.index("==== 限额")


def test_a_keeper_who_goes_leaves_things(books: Path) -> None:
    result = run(books, "officer", "资产保管人", "郭九江")
    assert result.exit_code == 0, result.output
    assert "juwu asset handover --all-of 陈九思" in result.stdout
    assert {finding.rule for finding in findings(books)} == {"AST003"}


def test_the_accountant_cannot_be_the_cashier(books: Path) -> None:
    before = snapshot(books)
    result = run(books, "officer", "出纳", "李四安")
    assert result.exit_code == 5
    assert "DTY001" in result.stderr
    assert snapshot(books) == before


def test_nothing_in_a_closed_month(books: Path) -> None:
    before = snapshot(books)
    result = run(books, "officer", "出纳", "郭九江", "--date", "2025-12-20")
    assert result.exit_code == 5
    assert "月结" in result.stderr
    assert snapshot(books) == before


def test_limits(books: Path) -> None:
    assert run(books, "limit", "备用金限额", "２，０００元").exit_code == 0
    assert run(books, "limit", "close-days", "8").exit_code == 0
    limits = read(books).limits
    assert limits.amount("petty-cash", TODAY) == 200000
    assert limits.amount("petty-cash", TODAY - dt.timedelta(days=1)) == 300000
    assert limits.days("close-days", TODAY) == 8
    assert [item.kind for item in read(books).of(Limit)[-2:]] == ["petty-cash", "close-days"]
    assert not findings(books)


def test_fund_and_budget(books: Path) -> None:
    words = (
        "fund",
        "青年夜校",
        "5301",
        "低值易耗品",
        "--grantor",
        "示例银行",
        "--until",
        "2026-12-31",
    )
    assert run(books, *words).exit_code == 0
    fund = read(books).of(Fund)[-1]
    assert fund.accounts == ("Expenses:5301社区活动", "Expenses:5108低值易耗品")
    assert (fund.name, fund.grantor, fund.until) == ("青年夜校", "示例银行", dt.date(2026, 12, 31))
    assert run(books, "budget-limit", "bgyp", "6000").exit_code == 0
    budget = read(books).of(BudgetLimit)[-1]
    assert (budget.account, budget.amount) == ("Expenses:5101办公用品", 600000)
    assert not findings(books)


def test_roster(books: Path) -> None:
    assert run(books, "roster", "楼组长", "何十全", "许 百里、施千红").exit_code == 0
    assert read(books).of(Roster)[-1].persons == ("何十全", "许 百里", "施千红")
    later = str(TODAY + dt.timedelta(days=1))
    words = ("--remove", "许百里", "--add", "陶大江", "--date", later)
    assert run(books, "roster", "楼组长", *words).exit_code == 0
    first, second = read(books).of(Roster)
    assert (first.date, second.date) == (TODAY, TODAY + dt.timedelta(days=1))
    assert second.persons == ("何十全", "施千红", "陶大江")
    assert not findings(books)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back(books: Path, name: str) -> None:
    assert run(books, "officer", "finance-group", name).exit_code == 0
    assert read(books).of(Officer)[-1].name == name
    assert run(books, "fund", name, "5301", "--grantor", name).exit_code == 0
    fund = read(books).of(Fund)[-1]
    assert (fund.name, fund.grantor) == (name, name)
    assert not findings(books)


@pytest.mark.parametrize("name", UNWRITABLE)
def test_unwritable_names_are_refused(books: Path, name: str) -> None:
    before = snapshot(books)
    result = run(books, "officer", "主任", name)
    assert result.exit_code == 2
    assert "U+" in result.stderr
    assert snapshot(books) == before


def test_accounts(books: Path) -> None:
    for words in (
        ("5109快递费", "--nature", "公务"),
        ("5301社区活动:08舞蹈队", "--nature", "programme", "--fund", "悦读角"),
        ("资产:1122应收款:02示例茶馆", "--role", "应收款", "--debtor", "示例茶馆"),
        ("Assets:1002银行存款:02食堂户", "--role", "bank"),
        ("4008停车费", "--source", "service"),
    ):
        result = run(books, "account", *words)
        assert result.exit_code == 0, result.output
    chart = read(books).chart
    assert chart["Expenses:5109快递费"].nature == "official"
    assert chart["Expenses:5301社区活动:08舞蹈队"].fund == "悦读角"
    assert chart["Assets:1122应收款:02示例茶馆"].debtor == "示例茶馆"
    assert chart["Assets:1002银行存款:02食堂户"].holder == read(books).title
    assert chart["Income:4008停车费"].source == "service"
    assert not findings(books)
    text = (books / "accounts.beancount").read_text(encoding="utf-8")
    order = (
        "5108低值易耗品",
        "5109快递费",
        "5201津贴补贴",
        "07重阳敬老",
        "08舞蹈队",
        "5302公共环境",
    )
    assert sorted(order, key=text.index) == list(order)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("account", "5101差旅", "--nature", "公务"), 2, "办公用品"),
        (("account", "支出:5101办公用品", "--nature", "公务"), 5, "已经开了"),
        (("account", "快递费", "--nature", "公务"), 2, "哪一类"),
        (("account", "5109快 递", "--nature", "公务"), 2, "不能当科目名"),
        (("account", "5109快递费", "--source", "rent"), 2, "--nature"),
        (("account", "5109快递费"), 2, "--nature"),
        (("account", "5109快递费", "--nature", "快递"), 2, "公务（official）"),
        (("account", "1002银行存款:02私户", "--role", "bank", "--holder", "周五福"), 5, "BNK001"),
        (("account", "5109快递费", "--nature", "公务", "--fund", "没有的"), 2, "没有的"),
        (("officer",), 2, "职务、姓名"),
        (("officer", "书记", "赵一清"), 2, "主任（director）"),
        (("officer", "主任", "赵一清", "--until", "2025-01-01"), 2, "早于"),
        (("limit", "petty-cash"), 2, "数值"),
        (("limit", "petty-cash", "-3"), 2, ""),
        (("limit", "petty-cash", "0.001"), 2, "最多两位小数"),
        (("limit", "close-days", "400"), 2, "天数"),
        (("fund", "空"), 2, "科目"),
        (("fund", "空", "4001"), 2, "4001"),
        (("roster", "楼组长"), 2, "姓名"),
        (("roster", "楼组长", "--add", "何十全"), 2, "还没有名册"),
        (("roster", "楼组长", "许百里", "--add", "何十全"), 2, "只写一样"),
        (("budget-limit", "5101"), 2, "金额"),
        (("budget-limit", "1002", "5"), 2, "1002"),
    ],
)
def test_refused(books: Path, words: tuple[str, ...], status: int, said: str) -> None:
    before = snapshot(books)
    result = run(books, *words)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert snapshot(books) == before


@pytest.mark.parametrize(
    "words",
    [
        ("officer", "出纳", "郭九江"),
        ("limit", "petty-cash", "1000"),
        ("fund", "青年夜校", "5301"),
        ("budget-limit", "5101", "100"),
        ("account", "5109快递费", "--nature", "公务"),
    ],
)
def test_dry_run(books: Path, words: tuple[str, ...]) -> None:
    before = snapshot(books)
    result = run(books, *words, "--dry-run")
    assert result.exit_code == 0, result.output
    assert DAY in result.stdout
    assert snapshot(books) == before
    assert not (books / ".juwu.lock").exists()


def test_a_stranger_is_remarked_on(books: Path) -> None:
    words = ("file", "2025-12", "--received-by")
    for name, remarked in (("吕丁山", False), ("吕丁三", True)):
        result = run(books, *words, name, "--dry-run")
        assert (name in result.stderr) == remarked


def test_new_books_take_a_charter_too(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    assert run(books, "officer", "会计", "何兆丰").exit_code == 0
    assert run(books, "fund", "邻里互助金", "困难救助").exit_code == 0
    assert run(books, "budget-limit", "5101", "6000").exit_code == 0
    assert run(books, "account", "5109快递费", "--nature", "公务").exit_code == 0
    assert not findings(books)
    text = (books / "charter.beancount").read_text(encoding="utf-8")
    assert text.index("何兆丰") < text.index("==== 限额")


def test_what_the_year_had_seen_before_the_books(tmp_path: Path) -> None:
    midyear = [word.replace("2026-01-01", "2026-07-01") for word in INIT]
    made = invoke(["init", str(tmp_path / "half"), *midyear, *BALANCES, "--as-of", "2026-07-05"])
    assert made.exit_code == 0, made.output
    books = tmp_path / "half"
    result = run(books, "brought-forward", "办公用品", "1,860.50", as_of="2026-07-05")
    assert result.exit_code == 0, result.output
    assert '2026-07-01 custom "brought-forward" Expenses:5101' in result.stdout
    assert " 1860.50 CNY" in result.stdout
    again = run(books, "brought-forward", "办公用品", "1", as_of="2026-07-05")
    assert again.exit_code == 5
    assert "登记了两次" in again.stderr
    whole = run(fresh(tmp_path), "brought-forward", "办公用品", "1")
    assert whole.exit_code == 5
    assert "从 1 月 1 日开始" in whole.stderr
