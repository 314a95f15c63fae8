"""``reconcile``: the books beside the bank's statement of a month."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_kept import BANK, MONTH, Desk

VOUCHERS = f"""
2026-03-03 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  {BANK}  200.00 CNY
  Income:4003服务收入
2026-03-20 * "示例文具店" "打印纸"
  voucher: "2026-03-0003"
  approval: "SP-2026-0001"
  invoice: "26372000000012345678"
  handler: "李四安"
  witness: "周五福"
  Expenses:5101办公用品  386.00 CNY
  {BANK}
2026-03-30 * "示例银行" "利息"
  voucher: "2026-03-0004"
  {BANK}  12.00 CNY
  Income:4009利息收入
"""
AS_OF = "2026-04-02"
CHECKED = ("--checked-by", "赵一清")
START = ("reconcile", "bank", "2026-03", *CHECKED)


@pytest.fixture
def moved(desk: Desk) -> Desk:
    desk.add(MONTH, VOUCHERS)
    return desk


def test_marked_items_and_the_statement_are_written_at_one_stroke(moved: Desk) -> None:
    added = moved.write(
        *(*START, "--balance", "７９，８１４"),
        *("--cleared", "2026-03-0003=3-22", "--cleared", "2026-03-0002"),
        as_of=AS_OF,
    )
    assert added == (
        f'2026-03-03 custom "cleared" "2026-03-0002" {BANK}\n'
        f'2026-03-22 custom "cleared" "2026-03-0003" {BANK}\n'
        f'2026-03-31 custom "reconciliation" {BANK} 79814.00 CNY\n'
        '  prepared-by: "钱二宁"\n  checked-by: "赵一清"\n'
    )
    assert moved.text("reviews.beancount").endswith(added)
    assert "BNK002 open" not in moved.findings(AS_OF)
    assert "BNK003 open" not in moved.findings(AS_OF)


def test_the_sheet_is_printed(moved: Desk) -> None:
    result = moved.run(
        *(*START, "--balance", "79814", "--all-cleared", "--not-cleared", "2026-03-0004"),
        as_of=AS_OF,
    )
    assert result.exit_code == 0, result.output
    assert "银行存款余额调节表" in result.stdout
    assert "2026-03-0004" in result.stdout
    assert "调节后余额相等" in result.stdout


def test_all_of_them(moved: Desk) -> None:
    added = moved.write(*START, "--balance", "79826", "--all-cleared", as_of=AS_OF)
    assert added.count('custom "cleared"') == 3


def test_the_scanned_statement_is_kept(moved: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "三月对账单.pdf"
    scan.write_bytes(b"%PDF-1.7 statement")
    before = moved.files()
    result = moved.run(
        *START, "--balance", "79826", "--all-cleared", "--document", scan, as_of=AS_OF
    )
    assert result.exit_code == 0, result.output
    name = "documents/2026/2026-03-100201-对账单-三月对账单.pdf"
    assert f'  document: "{name}"\n' in moved.added(before)
    assert moved.files()[name] == b"%PDF-1.7 statement"


@pytest.mark.parametrize(
    ("balance", "words", "said"),
    [
        ("79814", ("--all-cleared",), "差额正好是 2026-03-0004，看看对账单上是不是没有它"),
        (
            "79826",
            ("--cleared", "2026-03-0002", "--cleared", "2026-03-0003"),
            "差额正好是 2026-03-0004，看看对账单上有没有它",
        ),
        ("79426", ("--all-cleared",), "差额是 2026-03-0002 的两倍"),
        ("79844", ("--all-cleared",), "能被 9 除尽"),
        ("80000", ("--all-cleared",), "利息用 juwu receive"),
    ],
)
def test_a_difference_is_refused_with_what_may_be_wrong(
    moved: Desk, balance: str, words: tuple[str, ...], said: str
) -> None:
    shown = moved.refuse(5, *START, "--balance", balance, *words, as_of=AS_OF)
    assert said in shown
    assert "账面余额" in shown
    assert "对账单" in shown


def test_what_is_not_marked_is_listed(moved: Desk) -> None:
    shown = moved.refuse(5, *START, "--balance", "1", as_of=AS_OF)
    assert "2026-03-20 2026-03-0003 付 386.00 元 示例文具店 打印纸" in shown


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, ("reconcile",), "账户、月份、--balance、--checked-by"),
        (2, ("reconcile", "bank", "2026Q1", "--balance", "1", *CHECKED), "不是月份"),
        (2, ("reconcile", "cash", "2026-03", "--balance", "1", *CHECKED), "不能用在这里"),
        (2, (*START, "--balance", "1", "--cleared", "2026-03-0009"), "没有 2026-03-0009"),
        (2, (*START, "--balance", "1", "--cleared", "2026-03-0009=3-9"), "没有 2026-03-0009"),
        (2, (*START, "--balance", "1", "--cleared", "2026-03-0002=4-1"), "对账单以后"),
        (2, (*START, "--balance", "1", "--cleared", "2026-03-0002=昨天"), "看不懂"),
        (2, (*START, "--balance", "1", "--cleared", "2026-03-0001"), "不用再标"),
        (5, ("reconcile", "bank", "2026-04", "--balance", "1", *CHECKED), "还没有过完"),
    ],
)
def test_what_makes_no_sense(moved: Desk, status: int, words: tuple[str, ...], said: str) -> None:
    assert said in moved.refuse(status, *words, as_of=AS_OF)


def test_once_a_month(moved: Desk) -> None:
    moved.write(*START, "--balance", "79826", "--all-cleared", as_of=AS_OF)
    assert "已经对过账" in moved.refuse(5, *START, "--balance", "79826", as_of=AS_OF)


def test_a_voucher_of_a_closed_month_is_cleared_late(moved: Desk) -> None:
    words = ("--cleared", "2026-03-0002", "--cleared", "2026-03-0003")
    moved.write(*START, "--balance", "79814", *words, as_of=AS_OF)
    moved.add("reviews.beancount", '2026-04-03 custom "close" "2026-03"\n')
    april = ("reconcile", "bank", "2026-04", *CHECKED, "--balance", "79826")
    said = moved.refuse(5, *april, "--cleared", "2026-03-0004=3-31", as_of="2026-05-02")
    assert "2026年3月已经月结" in said
    words = (*april, "--all-cleared", "--dry-run")
    told = moved.run(*words, as_of="2026-05-02").output
    assert f'2026-04-01 custom "cleared" "2026-03-0004" {BANK}' in told
    assert "2026-03-0004 是以前月份的凭证，按银行 2026-04-01 到账登记" in told
    words = (*april, "--all-cleared", "--cleared", "2026-03-0004=4-2")
    added = moved.write(*words, as_of="2026-05-02")
    assert added.startswith(f'2026-04-02 custom "cleared" "2026-03-0004" {BANK}\n')
    assert "BNK002 open" not in moved.findings("2026-05-02")


def test_a_balance_below_zero_and_one_of_nothing(desk: Desk) -> None:
    desk.refuse(5, *START, "--balance", "-5", as_of=AS_OF)
    added = desk.write("reconcile", "微信", "2026-03", "--balance", "0", *CHECKED, as_of=AS_OF)
    assert " 0.00 CNY\n" in added
