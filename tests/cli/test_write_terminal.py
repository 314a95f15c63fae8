"""Question by question: a treasurer at a terminal writes without knowing a single option."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hand_kept import BANK, DAY, MONTH, PETTY, Desk, leg
from test_write_approvals import SAYING, Keys
from test_write_reversals import RECEIVED, SPENT

from terminal import DOWN, Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there"),
]
CLEAR = "\x15"
"""Wipes out what is proposed."""


def sit_down(desk: Desk, *words: str, as_of: str = DAY) -> Terminal:
    return Terminal(*words, "--as-of", as_of, "--books", str(desk.folder), folder=desk.folder)


def test_money_is_drawn(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "withdraw")
    at.answer("日期")
    at.wait_for("最多还能提 2,000.00 元")
    at.answer("提多少", "５００元")
    at.wait_for("伍佰元整")
    at.wait_for("以后是 1,500.00 元")
    at.answer("哪家银行", CLEAR + "示例银行")
    at.answer("事由")
    at.answer("附几张单据")
    at.wait_for("要写的内容")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert leg(PETTY, "500.00") in desk.added(before)


def test_no_is_no(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "transfer", "--amount", "5")
    at.answer("日期")
    at.answer("从哪里转出", DOWN)
    at.answer("转到哪里")
    at.answer("手续费")
    at.answer("经哪家银行")
    at.answer("事由")
    at.answer("附几张单据")
    at.answer("写进账本吗", "n")
    at.answer("改哪一项", DOWN)
    at.wait_for("不记了")
    assert at.finish() == 5, at.said
    assert "已取消，账本没有改动" in at.said
    assert desk.files() == before


def test_the_bank_takes_its_charge(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "spend")
    at.answer("日期")
    at.answer("记到哪个科目", "sxf")
    at.answer("用什么付", DOWN)
    at.answer("金额", "5")
    at.answer("付给谁")
    at.answer("用途")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert "签批" not in at.said
    assert leg(BANK, "-5.00") in desk.added(before)


def test_money_is_spent_under_a_approval(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "spend")
    at.answer("日期")
    at.answer("记到哪个科目", "5101")
    at.answer("用什么付")
    at.answer("用哪张签批单")
    at.answer("签批还剩 3,000.00 元", "86")
    at.answer("付给谁", "示例文具店")
    at.answer("用途", CLEAR + "订书机")
    at.answer("发票号码", "26372000000012345678")
    at.answer("经手人", "李四安")
    at.answer("证明人", "周五福")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '"示例文具店" "订书机"' in desk.added(before)
    assert desk.findings() == []


def test_a_wrong_voucher_is_put_right(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    before = desk.files()
    at = sit_down(desk, "reverse")
    at.answer("冲销哪一张", "2026-03-0002")
    at.wait_for("办公用品  386.00")
    at.answer("日期")
    at.answer("怎么冲销", DOWN)
    at.answer("正确的金额", CLEAR + "368")
    at.answer("正确的科目", "水电费")
    at.answer("正确的资金科目")
    at.answer("正确的对方")
    at.answer("正确的发票号码")
    at.answer("正确的摘要")
    at.answer("为什么冲销", "写颠倒了")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert leg("Expenses:5102水电费", "368.00") in added
    assert leg("Expenses:5101办公用品", "-386.00") in added
    assert desk.findings() == []


def test_what_is_right_already_stays_by_a_mere_enter(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    before = desk.files()
    at = sit_down(desk, "reverse", "2026-03-0002")
    at.answer("日期")
    at.answer("怎么冲销", DOWN)
    at.answer("正确的金额")
    at.answer("正确的科目")
    at.answer("正确的资金科目")
    at.answer("正确的对方")
    at.answer("正确的发票号码", CLEAR + "26372000000012345679")
    at.answer("正确的摘要")
    at.answer("为什么冲销", "发票号抄错")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert leg("Expenses:5101办公用品", "386.00") in added
    assert added.count("26372000000012345679") == 1


def test_money_is_paid_back(desk: Desk) -> None:
    desk.add(MONTH, RECEIVED)
    before = desk.files()
    at = sit_down(desk, "reverse", "2026-03-0002")
    at.answer("日期")
    at.answer("怎么冲销")
    at.answer("为什么冲销", "退场地费")
    at.answer("用哪张签批单")
    at.answer("经手人", "李四安")
    at.answer("证明人", "周五福")
    at.answer("基本户哪天显示这笔钱", "3-5")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '  approval: "SP-2026-0001"\n' in desk.added(before)
    assert desk.added(before).count("cleared: 2026-03-05") == 1
    assert desk.findings() == []


def test_the_director_and_the_street_director_sign(desk: Desk) -> None:
    keys = Keys(desk, desk.folder.parent / "keys")
    key, street = keys.make("赵一清"), keys.make("陈九思")
    before = desk.files()
    at = sit_down(desk, "approve")
    at.answer("主任签批的日期")
    at.answer("签批编号")
    at.answer("金额", "6000")
    at.wait_for("陆仟元整")
    at.answer("用途", "春节慰问")
    at.answer("为什么要花", "七十户")
    at.answer("申请人", "李四安")
    at.answer("付给谁")
    at.answer("签批的主任")
    at.answer("街道主任签批的日期", "3-5")
    at.answer("街道主任")
    at.answer("赵一清 的钥匙", str(key))
    at.answer("口令", SAYING)
    at.answer("陈九思 的钥匙", str(street))
    at.answer("口令", SAYING)
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert SAYING not in at.said
    added = desk.added(before)
    assert "  signature:" in added
    assert "  street-signature:" in added
    assert desk.findings() == []


def test_cash_is_counted_note_by_note(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "count-cash", "--account", "cash")
    at.answer("哪天下班时点的", CLEAR + "3-4")
    at.answer("100 元，几张", CLEAR + "9")
    at.answer("50 元", CLEAR + "2")
    for face in ("20 元", "10 元", "5 元", "1 元", "0.5 元", "0.1 元"):
        at.answer(face)
    at.wait_for("壹仟元整")
    at.answer("谁点的")
    at.answer("谁监盘")
    at.wait_for("账实相符")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '  denominations: "100x9 50x2"\n' in desk.added(before)


def test_the_statement_is_ticked_off(desk: Desk) -> None:
    desk.add(MONTH, SPENT.replace("    cleared: 2026-03-03\n", ""))
    before = desk.files()
    at = sit_down(desk, "reconcile", as_of="2026-04-02")
    at.answer("哪个账户")
    at.answer("哪个月", "2026-03")
    at.answer("对账单上有哪些", " ")
    at.answer("2026-03-0002 对账单上是哪天", CLEAR + "3月6日")
    at.answer("对账单月末余额（账面 79,614.00 元）", "79614")
    at.answer("谁编的")
    at.answer("谁复核的")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert f'2026-03-06 custom "cleared" "2026-03-0002" {BANK}\n' in desk.added(before)
    assert "调节后余额相等" in at.said


def test_receipts(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "receipt-book", "issue")
    for question in ("哪天领的", "第一张的号码", "最后一张的号码", "向哪个单位领的", "谁保管"):
        at.answer(question)
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '"A0000151" "A0000200"' in desk.added(before)
    at = sit_down(desk, "void-receipt")
    at.answer("哪天作废的")
    at.answer("哪一张")
    at.answer("为什么作废", "写坏了")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert 'custom "receipt-void" "A0000101" "写坏了"\n' in desk.added(before)


def test_a_resolution(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "resolve")
    at.answer("会议的日期")
    at.answer("决议编号")
    at.answer("决定了什么", "通过计划")
    at.answer("到会多少人", "50")
    at.answer("多少人同意", "51")
    at.answer("比到会的 50 人还多", CLEAR + "45")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '"JY-2026-01" "通过计划"\n  present: 50\n  in-favour: 45\n' in desk.added(before)


def test_a_backup_asks_where_and_knows_the_place_the_next_time(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    at = sit_down(desk, "backup", "--same-disk")
    at.answer("备份到哪个文件夹", str(tmp_path / "没有"))
    at.wait_for("先插好 U 盘")
    at.answer("改哪一项")
    at.answer("备份到哪个文件夹", CLEAR + str(stick))
    assert at.finish() == 0, at.said
    assert len(list(stick.glob("*.zip"))) == 1

    at = sit_down(desk, "backup", "--same-disk")
    at.answer("备份到哪个文件夹")
    assert at.finish() == 0, at.said
    assert [path.name.endswith("-2.zip") for path in stick.glob("*.zip")] == [True]


def test_what_a_question_is_about_is_shown(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    for about, shown in (
        ("2026-03-0002", "2026-03-03 示例文具店 打印纸"),
        ("SP-2026-0001", "2026-03-01 三月份日常零星支出 3,000.00 元"),
    ):
        before = desk.files()
        at = sit_down(desk, "query")
        at.answer("哪天提的")
        at.answer("问哪张凭证或签批", about)
        at.wait_for(shown)
        at.answer("问题", "买了多少？")
        at.answer("谁提的", CLEAR + "李四安")
        at.answer("写进账本吗")
        assert at.finish() == 0, at.said
        assert "那天不是民主理财小组的人" in at.said
        assert f'  about: "{about}"\n' in desk.added(before)


def test_a_thing_is_asked_where_it_came_from(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, "asset", "add")
    at.answer("这件东西是", DOWN * 3)
    at.answer("日期")
    at.answer("名称", "折叠梯")
    at.answer("原值", "320")
    at.answer("编号")
    at.answer("由谁保管", "李四安")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert 'custom "low-value" ' in desk.added(before)
    assert '"折叠梯" 320.00 CNY\n' in desk.added(before)


def test_what_is_found_is_chosen_and_explained(desk: Desk) -> None:
    spent = SPENT.replace('  invoice: "26372000000012345678"\n', "")
    other = spent.replace("2026-03-0002", "2026-03-0003").replace("打印纸", "订书机")
    desk.add(MONTH, spent + other)
    before = desk.files()
    at = sit_down(desk, "explain-finding", "SPD007")
    at.answer("说明哪一个问题", DOWN)
    at.answer("哪天说明的")
    at.answer("说明", "对方没有发票，附了收条")
    at.answer("谁说明的", CLEAR + "李四安")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert 'custom "explanation" "SPD007" "对方没有发票，附了收条"\n' in added
    assert '  about: "2026-03-0003"\n  by: "李四安"\n' in added
    assert sorted(one for one in desk.findings() if one.startswith("SPD007")) == [
        "SPD007 explained",
        "SPD007 open",
    ]
