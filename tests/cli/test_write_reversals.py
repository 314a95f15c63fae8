"""``juwu reverse``: red letters, whole and in part, with and without the right voucher anew."""

from __future__ import annotations

import pytest
from hand_kept import BANK, MONTH, PETTY, TILL, Desk, leg

OFFICE = "Expenses:5101办公用品"
SERVICE = "Income:4003服务收入"
INTEREST = "Income:4009利息收入"
SPENT = f"""
2026-03-03 * "示例文具店" "打印纸"
  voucher: "2026-03-0002"
  approval: "SP-2026-0001"
  invoice: "26372000000012345678"
  handler: "李四安"
  witness: "周五福"
  attachments: 2
  {OFFICE}  386.00 CNY
  {BANK}
    cleared: 2026-03-03
"""
RECEIVED = f"""
2026-03-03 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  {BANK}  200.00 CNY
    cleared: 2026-03-03
  {SERVICE}
"""
CASH = f"""
2026-03-05 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  {TILL}  200.00 CNY
  {SERVICE}
"""
PAID_BACK = ("--approval", "SP-2026-0001", "--handler", "李四安", "--witness", "周五福")


def not_shown(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "cleared" not in line)


def test_a_spending_is_taken_back_whole(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    added = desk.write("reverse", "2026-03-0002", "--reason", "重复记了")
    assert added == (
        '2026-03-05 * "示例文具店" "注销2026年3月3日2026-03-0002号凭证：重复记了"\n'
        '  voucher: "2026-03-0003"\n'
        '  reverses: "2026-03-0002"\n'
        "  attachments: 1\n" + leg(OFFICE, "-386.00") + leg(BANK, "386.00")
    )
    assert desk.books().balances[OFFICE] == 0
    assert desk.findings() == []


def test_the_right_one_is_booked_at_the_same_stroke(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    added = desk.write(
        "reverse", "2026-03-0002", "--reason", "金额写颠倒", "--again-amount", "３６８"
    )
    assert '"订正2026年3月3日2026-03-0002号凭证：打印纸"' in added
    again = added[added.index("订正") :]
    for line in (
        '  voucher: "2026-03-0004"\n  corrects: "2026-03-0002"\n  approval: "SP-2026-0001"\n',
        '  invoice: "26372000000012345678"\n  handler: "李四安"\n  witness: "周五福"\n',
        "  attachments: 2\n" + leg(OFFICE, "368.00"),
        leg(BANK, "-368.00") + "    cleared: 2026-03-05\n",
    ):
        assert line in again
    assert desk.books().balances[OFFICE] == 36_800
    assert desk.findings() == []


def test_a_correction_names_the_one_before_it(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    for number, payee in (("2026-03-0002", "示例文具行"), ("2026-03-0004", "示例文具社")):
        added = desk.write("reverse", number, "--reason", "名字写错", "--again-payee", payee)
        assert added.count("corrects") == 1
        assert f'  corrects: "{number}"\n' in added
    assert desk.findings() == []


def test_what_was_given_back_before_is_not_booked_anew(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    desk.write("reverse", "2026-03-0002", "--reason", "退货一箱", "--amount", "86")
    desk.write("reverse", "2026-03-0002", "--reason", "名字写错", "--again-payee", "示例文具行")
    assert desk.books().balances[OFFICE] == 30_000
    assert desk.findings() == []


def test_the_right_account_and_words(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    added = desk.write(
        *("reverse", "2026-03-0002", "--reason", "科目记错", "--again-account", "水电费"),
        *("--again-for", "三月电费", "--again-payee", "示例供电公司"),
    )
    assert '"示例供电公司" "订正2026年3月3日2026-03-0002号凭证：三月电费"' in added
    assert leg("Expenses:5102水电费", "386.00") in added
    assert desk.findings() == []


def test_what_the_bank_never_showed_is_wiped_out_with_its_red_letter(desk: Desk) -> None:
    desk.add(MONTH, not_shown(SPENT))
    added = desk.write("reverse", "2026-03-0002", "--reason", "没有付成", "--again-money", "cash")
    assert f'2026-03-05 custom "cleared" "2026-03-0002" {BANK}\n' in added
    assert leg(BANK, "386.00") + "    cleared: 2026-03-05\n" in added
    assert leg(PETTY, "-386.00") in added
    said = desk.write(
        *("reconcile", "bank", "2026-03", "--balance", "80000", "--checked-by", "赵一清"),
        as_of="2026-04-01",
    )
    assert "80000.00 CNY" in said


def test_money_that_came_in_goes_out_under_a_approval_only(desk: Desk) -> None:
    desk.add(MONTH, RECEIVED)
    words = ("reverse", "2026-03-0002", "--reason", "场地没有用成，退款")
    said = desk.refuse(2, *words)
    for option in ("--approval", "--handler", "--witness", "--again-amount"):
        assert option in said
    added = desk.write(*words, *PAID_BACK)
    assert '  approval: "SP-2026-0001"\n  handler: "李四安"\n  witness: "周五福"\n' in added
    assert desk.findings() == []


def test_cash_of_the_same_day_counts_as_received(desk: Desk) -> None:
    desk.add(MONTH, CASH)
    assert "--approval" in desk.refuse(2, "reverse", "2026-03-0002", "--reason", "钱退了")
    desk.write("reverse", "2026-03-0002", "--reason", "金额写错", "--again-amount", "220")
    assert desk.books().balances[TILL] == 22_000
    assert "CSH002 open" not in desk.findings()


def other(yuan: str, day: str = "2026-03-05", receipt: str = "A0000102") -> str:
    """Another income on the bank, seen there on its day."""
    return f"""
{day} * "李大爷" "活动室场地费"
  voucher: "2026-03-0003"
  receipt: "{receipt}"
  {BANK}  {yuan} CNY
    cleared: {day}
  {SERVICE}
"""


@pytest.mark.parametrize(
    ("more", "words", "signed"),
    [
        (other("200.00"), (), False),
        (other("199.99"), (), True),
        (other("199.99"), ("--amount", "199.99"), False),
        (other("199.99"), ("--amount", "200"), True),
        (other("200.00", day="2026-03-04"), (), True),
        (SPENT.replace("2026-03-0002", "2026-03-0003").replace("03-03 *", "03-05 *"), (), True),
    ],
)
def test_what_is_booked_in_its_place_that_day_is_no_money_paid_back(
    desk: Desk, more: str, words: tuple[str, ...], signed: bool
) -> None:
    """As the rules have it: money received goes out only where no income of that day takes its place."""
    desk.add(MONTH, RECEIVED + more)
    done = desk.run("reverse", "2026-03-0002", "--reason", "记错了人", *words, "--dry-run")
    assert ("--approval" in done.stderr) == signed, done.output
    assert done.exit_code == (2 if signed else 0), done.output


def test_an_income_taken_back_that_day_takes_nobodys_place(desk: Desk) -> None:
    desk.add(MONTH, RECEIVED + other("300.00", day="2026-03-03"))
    desk.write("reverse", "2026-03-0003", "--reason", "退了", *PAID_BACK)
    assert "--approval" in desk.refuse(2, "reverse", "2026-03-0002", "--reason", "退款")


def test_part_of_the_money_came_in_cash_and_goes_out_under_an_approval(desk: Desk) -> None:
    split = RECEIVED.replace(
        f"  {BANK}  200.00 CNY\n    cleared: 2026-03-03\n",
        f"  {BANK}  150.00 CNY\n  {TILL}  50.00 CNY\n",
    )
    desk.add(MONTH, split)
    assert "--approval" in desk.refuse(2, "reverse", "2026-03-0002", "--reason", "退款")


def test_interest_beside_other_income_is_not_taken_back_by_the_bank_alone(desk: Desk) -> None:
    both = RECEIVED.replace(
        f"  {SERVICE}\n", f"  {SERVICE}  -150.00 CNY\n  {INTEREST}  -50.00 CNY\n"
    )
    desk.add(MONTH, both)
    assert "--approval" in desk.refuse(2, "reverse", "2026-03-0002", "--reason", "退款")


def test_lines_that_cancel_each_other_out_were_not_taken_back(desk: Desk) -> None:
    water = "Expenses:5102水电费"
    lines = f"  {OFFICE}  386.00 CNY\n  {water}  10.00 CNY\n  {water}  -10.00 CNY\n"
    desk.add(MONTH, SPENT.replace(f"  {OFFICE}  386.00 CNY\n", lines))
    desk.write("reverse", "2026-03-0002", "--reason", "重复记了")
    assert desk.books().balances[OFFICE] == 0


def test_an_income_booked_anew_keeps_its_receipt(desk: Desk) -> None:
    desk.add(MONTH, RECEIVED)
    added = desk.write(
        "reverse", "2026-03-0002", "--reason", "是捐赠", "--again-account", "捐赠收入"
    )
    assert added.count('  receipt: "A0000101"\n') == 1
    assert added.count("    cleared: 2026-03-05\n") == 2
    assert desk.findings() == []


def test_interest_is_taken_back_by_the_banks_own_receipt(desk: Desk) -> None:
    desk.write(
        *("receive", "--amount", "42.18", "--from", "示例银行", "--for", "利息"),
        *("--account", "利息", "--to", "bank", "--cleared", "2026-03-05"),
    )
    desk.write("reverse", "2026-03-0002", "--reason", "银行冲回", day="2026-03-06")
    assert desk.findings("2026-03-06") == []


def test_a_part(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    added = desk.write("reverse", "2026-03-0002", "--reason", "退货一箱", "--amount", "86")
    assert '"调减2026年3月3日2026-03-0002号凭证：退货一箱"' in added
    assert leg(BANK, "86.00") in added
    assert "300.00 元没有冲销" in desk.refuse(
        2, "reverse", "2026-03-0002", "--reason", "又退", "--amount", "300.01"
    )
    rest = desk.write("reverse", "2026-03-0002", "--reason", "全退了")
    assert leg(BANK, "300.00") in rest
    assert "冲销完了" in desk.refuse(5, "reverse", "2026-03-0002", "--reason", "还退")
    assert desk.findings() == []


def test_funds_and_assets_are_given_back(desk: Desk) -> None:
    desk.add(
        "charter.beancount",
        '\n2026-03-01 custom "fund" "悦读角" Assets:1501固定资产:01办公设备\n',
    )
    desk.add(
        MONTH,
        f"""
2026-03-02 * "示例文化公司" "捐款买书架"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  fund: "悦读角"
  {BANK}  2600.00 CNY
    cleared: 2026-03-02
  Income:4002捐赠收入
2026-03-03 custom "asset" "GD-001" "书架" 2600.00 CNY
  keeper: "李四安"
2026-03-03 * "示例家具店" "书架"
  voucher: "2026-03-0003"
  approval: "SP-2026-0001"
  invoice: "26372000000012345678"
  handler: "李四安"
  witness: "周五福"
  fund: "悦读角"
  Assets:1501固定资产:01办公设备  2600.00 CNY
    asset: "GD-001"
  {BANK}
    cleared: 2026-03-03
""",
    )
    assert desk.findings() == []
    words = ("reverse", "2026-03-0003", "--reason", "货不对板，退了")
    assert "--approval" in desk.refuse(2, *words)
    added = desk.write(*words, "--approval", "SP-2026-0001")
    assert '  fund: "悦读角"\n' in added
    assert '    asset: "GD-001"\n' in added
    assert (
        '2026-03-05 custom "asset-disposal" "GD-001" "货不对板，退了"\n'
        '  approval: "SP-2026-0001"\n' in added
    )
    assert sum(move.fen for move in desk.books().facts.fund_moves) == 260_000
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, ("2026-03-0009", "--reason", "错"), "没有 2026-03-0009 这张凭证"),
        (2, ("2026-03-0002",), "--reason"),
        (2, ("--reason", "错"), "凭证号"),
        (2, ("2026-03-0002", "--reason", "错", "--again"), "--again-amount"),
        (2, ("2026-03-0002", "--reason", "错", "--again", "--amount", "5"), "--again-amount"),
        (2, ("2026-03-0002", "--reason", "错", "--amount", "五"), "金额"),
    ],
)
def test_what_makes_no_sense(desk: Desk, status: int, words: tuple[str, ...], said: str) -> None:
    desk.add(MONTH, SPENT)
    assert said in desk.refuse(status, "reverse", *words)


def test_not_before_it_was_booked(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    said = desk.refuse(2, "reverse", "2026-03-0002", "--reason", "错", day="2026-03-02")
    assert "早于" in said


def test_no_part_and_no_guess_where_there_are_more_than_two_lines(desk: Desk) -> None:
    split = SPENT.replace(
        f"  {OFFICE}  386.00 CNY\n",
        leg(OFFICE, "300.00") + leg("Expenses:5102水电费", "86.00"),
    )
    desk.add(MONTH, split)
    start = ("reverse", "2026-03-0002", "--reason", "错")
    assert "整张冲销" in desk.refuse(2, *start, "--amount", "86")
    assert "几个科目" in desk.refuse(2, *start, "--again-account", "助老项目")
    desk.write(*start)
    assert desk.findings() == []


def test_once_only_and_no_red_letter_again(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    desk.write("reverse", "2026-03-0002", "--reason", "重复")
    assert "2026-03-0003 整张冲销过" in desk.refuse(
        5, "reverse", "2026-03-0002", "--reason", "再冲"
    )
    assert "自己就是红字凭证" in desk.refuse(5, "reverse", "2026-03-0003", "--reason", "再冲")


def test_a_voucher_of_a_closed_month_is_taken_back_in_an_open_one(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    desk.add("reviews.beancount", '2026-04-03 custom "close" "2026-03"\n')
    assert "已经月结" in desk.refuse(5, "reverse", "2026-03-0002", "--reason", "错")
    added = desk.write("reverse", "2026-03-0002", "--reason", "重复", day="2026-04-03")
    assert '  voucher: "2026-04-0001"\n' in added
    assert 'include "2026/2026-04.beancount"\n' in added


FUND = '2026-03-01 custom "fund" "助老资金" Expenses:5107助老项目\n'


def test_the_right_fund_and_receipt_are_booked_anew(desk: Desk) -> None:
    desk.add(MONTH, RECEIVED)
    desk.add("charter.beancount", FUND)
    words = ("--again-fund", "助老资金", "--again-receipt", "A0000102", "--explain", "0101 写坏了")
    added = desk.write("reverse", "2026-03-0002", "--reason", "漏写专项", *words)
    anew = added[added.index('voucher: "2026-03-0004"') :]
    assert '  corrects: "2026-03-0002"\n' in anew
    assert '  receipt: "A0000102"\n' in anew and 'receipt: "A0000101"' not in anew
    assert '  fund: "助老资金"\n' in anew
    assert 'fund: "' not in added[: added.index('voucher: "2026-03-0004"')]


def test_the_right_invoice_stands_where_the_wrong_one_stood(desk: Desk) -> None:
    line = '  Expenses:5101办公用品  386.00 CNY\n    invoice: "26372000000012345678"\n'
    text = SPENT.replace('  invoice: "26372000000012345678"\n', "")
    desk.add(MONTH, text.replace(f"  {OFFICE}  386.00 CNY\n", line))
    right = ("--again-invoice", "26372000000012345679")
    added = desk.write("reverse", "2026-03-0002", "--reason", "发票号抄错", *right)
    anew = added[added.index('voucher: "2026-03-0004"') :]
    assert '\n    invoice: "26372000000012345679"\n' in anew
    assert "12345678" not in anew


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--again-fund", "别的"), "没有专项资金 '别的'"),
        (("--again",), "--again-invoice"),
    ],
)
def test_papers_that_make_no_sense(desk: Desk, words: tuple[str, ...], said: str) -> None:
    desk.add(MONTH, SPENT)
    assert said in desk.refuse(2, "reverse", "2026-03-0002", "--reason", "错了", *words)


def test_a_fund_that_should_not_be_there_is_taken_off(desk: Desk) -> None:
    desk.add("charter.beancount", FUND)
    desk.add(MONTH, RECEIVED.replace("  receipt:", '  fund: "助老资金"\n  receipt:'))
    added = desk.write("reverse", "2026-03-0002", "--reason", "不是专款", "--again-fund", "")
    red, anew = added.split('voucher: "2026-03-0004"')
    assert 'fund: "助老资金"' in red
    assert "fund" not in anew
