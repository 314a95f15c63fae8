"""Lists of those who are paid: allowances with attendance, relief, bills, limits, vouchers of other programs."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from batch_files import edit, empty, fill, first_row
from juwu_ledger.tables.masking import recipients
from written_books import example, read, run, snapshot

TODAY = dt.date(2026, 1, 5)
BANK = "Assets:1002银行存款:01基本户"
ALLOWANCE, RELIEF = "Expenses:5201津贴补贴:01楼组长津贴", "Expenses:5202困难救助"
SIGNED = """
2026-01-04 custom "approval" "SP-2026-0001" 4000.00 CNY "一月的津贴、救助、报销"
  reason: "按月发放"
  applicant: "李四安"
  director: "赵一清"
"""
PAPERS = {
    "发放日期": TODAY,
    "用什么付": "基本户",
    "签批": "SP-2026-0001",
    "经手人": "钱二宁",
    "证明人": "周五福",
}
ATTENDED = ("姓名", "应发", "应出勤", "出勤", "病假", "事假", "迟到")
HELPERS: list[list[Any]] = [
    ["施丁香", 100, 22, 22, None, None, None],
    ["韩亿年", 100, 22, 20.5, 1, 0.5, 1],
    ["何兆丰", 100.5, 22, 19, None, 3, None],
]


@pytest.fixture(scope="module")
def with_approval(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = example(tmp_path_factory.mktemp("with-approval"))
    with (folder / "approvals.beancount").open("a", encoding="utf-8") as file:
        file.write(SIGNED)
    assert run(folder, "check").exit_code == 0, run(folder, "check").output
    return folder


@pytest.fixture
def books(with_approval: Path, tmp_path: Path) -> Path:
    """The example books with an approval of 4,000 yuan."""
    return Path(shutil.copytree(with_approval, tmp_path / "ledger"))


def allowances(books: Path, rows: list[list[Any]], name: str = "津贴.xlsx", **said: Any) -> Path:
    settings = {
        **PAPERS,
        "月份": "2026-01",
        "发给谁": "楼组长",
        "津贴科目": "楼组长津贴",
        "事假每天扣": 10.05,
        "迟到每次扣": 2,
        **said,
    }
    return fill(empty(books, "allowance", name), settings, ATTENDED, rows)


def relief(books: Path, rows: list[list[Any]], **said: Any) -> Path:
    settings = {**PAPERS, "救助科目": "困难救助", "事由": "冬季困难家庭救助", **said}
    return fill(empty(books, "relief", "救助.xlsx"), settings, ("姓名", "金额"), rows)


def added(books: Path, file: Path) -> Any:
    """Book a list and return the transaction that it made."""
    done = run(books, "batch", "add", str(file))
    assert done.exit_code == 0, done.output
    return read(books).vouchers[-1].txn


def refused(books: Path, file: Path) -> str:
    before = snapshot(books)
    done = run(books, "batch", "add", str(file))
    assert done.exit_code == 5, done.output
    assert snapshot(books) == before, "拒绝了，什么也不该写"
    return done.output


# --- allowances ----------------------------------------------------------------------------------


def test_what_is_withheld_is_worked_out_and_everybody_is_on_the_list(books: Path) -> None:
    """By hand: 0.5 day at 10.05 is 5.03, once late 2.00; three days are 30.15; sick leave costs nothing."""
    made = added(books, allowances(books, HELPERS))
    assert made.meta["recipients"] == "施丁香=100.00、韩亿年=92.97、何兆丰=70.35"
    assert [(p.account, str(p.units)) for p in made.postings] == [
        (ALLOWANCE, "263.32 CNY"),
        (BANK, "-263.32 CNY"),
    ]
    assert made.payee == "楼组长（3人）"
    assert made.narration == "发放2026年1月楼组长津贴，应发 300.50 元，考勤扣 37.18 元"
    assert made.meta["invoice"] == "none: 津贴发放表"
    assert made.meta["approval"] == "SP-2026-0001"


def test_nobody_is_paid_twice_for_a_month(books: Path) -> None:
    added(books, allowances(books, HELPERS))
    assert "都已经记过" in refused(books, allowances(books, HELPERS, "改名.xlsx"))
    more = [*HELPERS, ["许再三", 100, None, None, None, None, None]]
    assert added(books, allowances(books, more, "补.xlsx")).meta["recipients"] == "许再三=100.00"
    changed = [["施丁香", 120, 22, 22, None, None, None]]
    assert "已经记过（凭证 2026-01-0001）" in refused(books, allowances(books, changed, "改.xlsx"))


def test_cash_allowances_above_the_limit_go_by_the_list(books: Path) -> None:
    """CSH007 asks what each got, not what the voucher paid."""
    rows = [[f"楼组长{letter}", 60, None, None, None, None, None] for letter in "甲乙丙丁戊己庚辛"]
    made = added(books, allowances(books, rows, 用什么付="备用金"))
    assert str(made.postings[0].units) == "480.00 CNY"
    assert run(books, "check").exit_code == 0


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("E", 18, "出勤、病假、事假加起来是"),
        ("E", 20.3, "写整天或半天"),
        ("E", 40, "比一个月还多"),
        ("G", -1, "写整天或半天"),
        ("H", "一次", "不是张数"),
        ("C", 5, "扣完没有了"),
        ("B", "施丁香", "写了两次"),
        ("B", "韩亿年、韩百年", "不能有顿号"),
        ("B", None, "没有写姓名"),
    ],
)
def test_one_wrong_row_pays_nobody(books: Path, column: str, value: Any, told: str) -> None:
    file = allowances(books, HELPERS)
    assert told in refused(books, edit(file, f"{column}{first_row(file) + 1}", value))


def test_more_than_the_approval_is_refused_by_its_rule(books: Path) -> None:
    rows = [[f"楼组长{n}号", 100, None, None, None, None, None] for n in range(41)]
    assert "SPD003" in refused(books, allowances(books, rows))


# --- relief --------------------------------------------------------------------------------------


def test_relief_is_one_voucher_whose_names_no_public_paper_shows(books: Path) -> None:
    made = added(books, relief(books, [["阮小七", 500], ["萧让之", 300]]))
    assert made.meta["recipients"] == "阮小七=500.00、萧让之=300.00"
    assert (made.payee, made.narration) == ("困难居民（2人）", "冬季困难家庭救助")
    assert {"阮小七", "萧让之"} <= recipients(read(books))
    asked = ("query", "阮小七家的钱发了没有？", "--about", "2026-01-0001", "--raised-by", "卫百川")
    assert run(books, *asked, "--date", "2026-01-05").exit_code == 0
    paper = run(books, "disclose", "2026Q1")
    assert "冬季困难家庭救助" in paper.output
    assert "阮小七" not in paper.output and "萧让之" not in paper.output


def test_what_relief_is_for_names_nobody(books: Path) -> None:
    file = relief(books, [["阮小七", 500]], 事由="阮小七家火灾救助")
    assert "事由会公开" in refused(books, file)


# --- bills ---------------------------------------------------------------------------------------

INVOICES = ("26372000000012345678", "26372000000012345679")
OFFICE, MAIL = "Expenses:5101办公用品", "Expenses:5103邮电通讯"
BILLS: list[list[Any]] = [
    [INVOICES[0], "5101", 300.5],
    [INVOICES[1], "5101", 20],
    [INVOICES[1], "5103", 30],
]


def bills(books: Path, rows: list[list[Any]], name: str = "报销.xlsx") -> Path:
    said = {key: value for key, value in PAPERS.items() if key != "发放日期"}
    settings = {**said, "付款日期": TODAY, "付给谁": "李四安", "用途": "十二月办公用品报销"}
    return fill(empty(books, "invoices", name), settings, ("发票号码", "科目", "金额"), rows)


def test_many_bills_are_one_voucher_with_a_line_each(books: Path) -> None:
    made = added(books, bills(books, BILLS))
    assert [(p.account, str(p.units), p.meta.get("invoice")) for p in made.postings] == [
        (OFFICE, "300.50 CNY", INVOICES[0]),
        (OFFICE, "20.00 CNY", INVOICES[1]),
        (MAIL, "30.00 CNY", INVOICES[1]),
        (BANK, "-350.50 CNY", None),
    ]
    assert made.meta["attachments"] == 2
    assert "都已经记过" in refused(books, bills(books, BILLS, "又.xlsx"))


def test_an_older_bill_has_code_and_number(books: Path) -> None:
    made = added(books, bills(books, [["037002100411 12345678", "5101", 5], *BILLS[1:]]))
    assert made.postings[0].meta["invoice"] == "037002100411-12345678"


def test_a_bill_that_a_spreadsheet_rounded_is_refused(books: Path) -> None:
    rows = [*BILLS, [26372000000012345678, "5101", 5]]
    assert "超过 15 位" in refused(books, bills(books, rows))


def test_a_bill_that_was_paid_before_is_refused_by_its_rule(books: Path) -> None:
    added(books, bills(books, BILLS[:1]))
    again = [[INVOICES[0], "5103", 300.5]]
    assert "SPD008" in refused(books, bills(books, again, "又.xlsx"))


# --- limits of a year ----------------------------------------------------------------------------


def caps(books: Path, rows: list[list[Any]], name: str = "限额.xlsx") -> Path:
    said = {"从哪天起": dt.date(2026, 1, 1)}
    return fill(empty(books, "budget", name), said, ("科目", "全年最多"), rows)


def test_the_limits_of_a_year_stand_together_and_come_once(books: Path) -> None:
    file = caps(books, [["5101", 6000], ["5103", 2400]])
    done = run(books, "batch", "add", str(file))
    assert done.exit_code == 0, done.output
    text = (books / "charter.beancount").read_text(encoding="utf-8")
    (kept,) = (books / "documents/batches").iterdir()
    named = f'  document: "documents/batches/{kept.name}"\n'
    assert (
        f'\n2026-01-01 custom "budget-limit" {OFFICE} 6000.00 CNY\n{named}'
        f'2026-01-01 custom "budget-limit" {MAIL} 2400.00 CNY\n{named}'
    ) in text
    assert kept.read_bytes() == file.read_bytes()
    assert "都已经记过" in refused(books, file)
    changed = caps(books, [["5101", 7000], ["5104", 100]], "改.xlsx")
    assert "要改限额，换一个日期" in refused(books, changed)


# --- vouchers of other programs ------------------------------------------------------------------

HEADS = ("制单日期", "凭证号数", "摘要", "科目代码", "科目名称", "借方本币", "贷方本币", "附件数")
LEDGER: list[list[Any]] = [
    ["2026-01-05", "记-0007", "12 月利息", "1002-01", "基本户", "12.50", None, 1],
    ["2026-01-05", "记-0007", "12 月利息", "4005", "利息收入", None, "12.50", 1],
    ["2026.01.04", "记-0008", "应付的报刊费", "5102", "报刊印刷", 80, None, None],
    ["2026.01.04", "记-0008", "应付的报刊费", "2202", "应付账款", None, 80, None],
]


def exported(books: Path, rows: list[list[Any]], heads: tuple[str, ...] = HEADS) -> Path:
    """Return a workbook as another program exports it: a title, headings of its own, no hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序时账"])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    path = books.parent / "序时账.xlsx"
    book.save(path)
    return path


def test_what_another_program_exports_gets_numbers_of_ours(books: Path) -> None:
    heads = (*HEADS, "发票号码")
    rows = [[*row, INVOICES[0] if row[1] == "记-0008" else None] for row in LEDGER]
    file = exported(books, rows, heads)
    done = run(books, "batch", "add", str(file))
    assert done.exit_code == 0, done.output
    first, second = (v.txn for v in read(books).vouchers[-2:])
    assert (first.date, first.meta["voucher"]) == (dt.date(2026, 1, 4), "2026-01-0001")
    assert [(p.account, str(p.units)) for p in first.postings] == [
        ("Expenses:5102报刊印刷", "80.00 CNY"),
        ("Liabilities:2202应付账款", "-80.00 CNY"),
    ]
    assert (second.narration, second.meta["voucher"]) == ("12 月利息", "2026-01-0002")
    assert str(second.postings[0].units) == "12.50 CNY" and second.meta["attachments"] == 1
    assert "都已经记过" in refused(books, file)


@pytest.mark.parametrize(
    ("row", "column", "value", "told"),
    [
        (1, 6, "12.60", "借贷不平，差 0.10 元"),
        (1, 5, "12.50", "要写一个，也只写一个"),
        (1, 0, "2026-01-04", "写了两个日期"),
        (2, 0, "2025-12-31", "不是同一个月的"),
        (0, 3, "9999", "没有合用的科目"),
        (2, 4, "水电费", "这个编码在本账是 报刊印刷，这里写的是 水电费"),
        (0, 1, None, "没有写凭证号"),
    ],
)
def test_lines_that_make_no_voucher_are_refused(
    books: Path, row: int, column: int, value: Any, told: str
) -> None:
    rows = [list(line) for line in LEDGER]
    rows[row][column] = value
    assert told in refused(books, exported(books, rows))


def test_rules_judge_what_another_program_let_pass(books: Path) -> None:
    """A receipt is due for income: the export names none."""
    rows = [
        ["2026-01-05", "1", "复印", "1002-01", "", 20, None, None],
        ["2026-01-05", "1", "复印", "4003-01", "", None, 20, None],
    ]
    assert "RCP001" in refused(books, exported(books, rows))
