"""``juwu journal``: debits and credits that touch no money, and what they are on the papers."""

from __future__ import annotations

import os

import pytest
from hand_kept import BANK, DAY, Desk, leg

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.donations import donation_tables
from juwu_ledger.records.figures import Figures
from terminal import DOWN, Terminal

STORE = "Assets:1201库存物资"
GIVEN = (
    *("journal", "--line", "库存物资=借2,000", "--line", "捐赠收入=贷２０００元"),
    *("--with", "示例粮油店", "--for", "捐赠大米20袋"),
)


@pytest.fixture
def stored(desk: Desk) -> Desk:
    """Books with an account for goods, as new books have it."""
    desk.add(
        "accounts.beancount",
        f'\n2020-01-01 open {STORE}\n  role: "inventory"\n'
        '2020-01-01 open Income:4006其他收入\n  source: "other"\n'
        '2025-01-01 custom "fund" "助老金" Expenses:5105困难救助\n',
    )
    return desk


def test_goods_are_given_and_used(stored: Desk) -> None:
    added = stored.write(*GIVEN)
    assert added == (
        '2026-03-05 * "示例粮油店" "捐赠大米20袋"\n  voucher: "2026-03-0002"\n'
        '  receipt: "A0000101"\n  attachments: 1\n'
        + leg(STORE, "2000.00")
        + leg("Income:4002捐赠收入", "-2000.00")
    )
    used = ("--line", "困难救助=借1999.99", "--line", "1201=贷1999.99", "--for", "发放大米")
    added = stored.write("journal", *used)
    assert '2026-03-05 * "" "发放大米"\n' in added
    assert "receipt" not in added
    assert stored.findings() == []


def test_the_donation_tables_have_what_was_given(stored: Desk) -> None:
    stored.write(*GIVEN[:4], "捐赠收入=贷2000,专项=助老金", *GIVEN[5:])
    stored.write(
        *("journal", "--line", "困难救助=借500,专项=助老金", "--line", "库存物资=贷500"),
        *("--for", "发放大米 5 袋"),
    )
    figures = Figures.of(stored.books(), Period.parse("2026-03"))
    received, used = (table.rows for table in donation_tables(figures))
    assert [str(row.values[-1]) for row in received] == ["2000.00", "2000.00"]
    assert "A0000101" in received[0].values
    assert [str(row.values[-1]) for row in used] == ["500.00", "500.00"]


def test_bought_on_account_and_paid(desk: Desk) -> None:
    added = desk.write(
        *("journal", "--line", "办公用品=借300", "--line", "应付账款=贷300"),
        *("--with", "示例文具店", "--for", "赊购打印纸", "--invoice", "26372000000012345678"),
    )
    assert '  invoice: "26372000000012345678"\n' in added
    added = desk.write(
        *("spend", "--amount", "300", "--account", "应付账款", "--from", "bank"),
        *("--approval", "SP-2026-0001", "--to", "示例文具店", "--for", "付清打印纸款"),
        *("--handler", "李四安", "--witness", "周五福"),
    )
    assert leg(BANK, "-300.00") in added
    assert desk.findings() == []
    assert desk.books().balances["Liabilities:2202应付账款"] == 0


def test_several_invoices_stand_on_their_lines(desk: Desk) -> None:
    added = desk.write(
        *("journal", "--line", "办公用品=借300，发票=26372000000012345678"),
        *("--line", "水电费=借200,发票=26372000000012345679", "--line", "应付账款=贷500"),
        *("--with", "示例物业公司", "--for", "赊购纸张，应付水电费"),
    )
    assert added.count("    invoice:") == 2
    assert desk.findings() == []


def test_allowances_are_accrued(desk: Desk) -> None:
    added = desk.write(
        *("journal", "--line", "5104=借600", "--line", "应付账款=贷600"),
        *("--with", "居委会成员", "--for", "计提三月份津贴"),
    )
    assert '  invoice: "none: 发放表"\n' in added
    assert desk.findings() == []


def test_a_deposit_is_forfeited(stored: Desk) -> None:
    stored.write(
        *("receive", "--amount", "1000", "--from", "张大爷", "--for", "装修押金"),
        *("--account", "押金", "--to", "bank"),
    )
    added = stored.write(
        *("journal", "--line", "押金=借1000", "--line", "其他收入=贷1000"),
        *("--with", "张大爷", "--for", "装修损坏楼道，押金照约定不退"),
    )
    assert "receipt" not in added
    assert stored.findings() == []


def test_a_fixed_asset_on_account_has_its_card(desk: Desk) -> None:
    added = desk.write(
        *("journal", "--line", "办公设备=借5000", "--line", "应付账款=贷5000"),
        *("--with", "示例电脑公司", "--for", "赊购电脑", "--invoice", "26372000000012345678"),
        *("--asset", "电脑", "--location", "办公室", "--life", "60"),
    )
    assert 'custom "asset" "GD-2026-001" "电脑" 5000.00 CNY' in added
    assert "  life: 60\n" in added
    assert '    asset: "GD-2026-001"\n' in added
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("1001-01=贷5", "办公用品=借5"), "付钱用 juwu spend"),
        (("基本户=借5", "捐赠收入=贷5"), "收钱用 juwu receive"),
        (("期初余额=贷5", "办公用品=借5"), "只在建账时用"),
        (("办公用品=借5", "应付账款=贷4"), "借方 5.00 元，贷方 4.00 元，不相等"),
        (("办公用品=借5",), "不相等"),
        (("办公用品=贷5", "应付账款=借5"), "juwu reverse"),
        (("办公用品=5", "应付账款=贷5"), "要写成"),
        (("办公用品=借5,发票=26372000000012345678,发票=1", "应付账款=贷5"), "发票 写了两次"),
        (("办公用品", "应付账款=贷5"), "要写成"),
        (("办公用品=借五", "应付账款=贷5"), "金额"),
        (("办公用品=借5,专项=没有的", "应付账款=贷5"), "没有专项资金"),
        (("没有的科目=借5", "应付账款=贷5"), "没有合用的科目"),
        (("办" * 10_000 + "=借5", "应付账款=贷5"), "没有合用的科目"),
    ],
)
def test_lines_that_make_no_sense(desk: Desk, lines: tuple[str, ...], said: str) -> None:
    words = [word for line in lines for word in ("--line", line)]
    assert said in desk.refuse(2, "journal", *words, "--for", "x", "--with", "某店")


def test_what_is_missing_is_named(desk: Desk) -> None:
    assert "--line、--for" in desk.refuse(2, "journal")
    bought = ("journal", "--line", "办公用品=借5", "--line", "应付账款=贷5", "--for", "x")
    assert "--with" in desk.refuse(2, *bought)
    assert "--invoice" in desk.refuse(2, *bought, "--with", "某店")


def test_given_and_handed_out_at_once_is_two_vouchers(stored: Desk) -> None:
    said = stored.refuse(
        *(5, "journal", "--line", "困难救助=借2000", "--line", "捐赠收入=贷2000"),
        *("--with", "示例粮油店", "--for", "捐赠大米，当天发掉"),
    )
    assert "CSH004" in said


def test_no_receipt_is_left(stored: Desk) -> None:
    stored.put("receipts.beancount", "; 没有领过\n")
    assert "没有没用过的收据" in stored.refuse(5, *GIVEN)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_line_by_line_at_a_terminal(stored: Desk) -> None:
    before = stored.files()
    at = Terminal("journal", "--as-of", DAY, "--books", str(stored.folder), folder=stored.folder)
    at.answer("日期")
    at.answer("第 1 行", "kcwz")
    at.answer("借还是贷")
    at.answer("金额", "2000")
    at.wait_for("还差 2,000.00 元")
    at.answer("第 2 行", "1001-01")
    at.wait_for("收钱用 juwu receive，付钱用 juwu")
    at.answer("", "\x15捐赠收入")
    at.answer("借还是贷")
    at.answer("金额")
    at.answer("专项资金", "助老金")
    at.wait_for("相等")
    at.answer("还有别的行吗")
    at.answer("什么事", "捐赠大米20袋")
    at.answer("对方", "示例粮油店")
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = stored.added(before)
    assert leg("Income:4002捐赠收入", "-2000.00") + '    fund: "助老金"\n' in added
    assert DOWN not in at.said
    assert stored.findings() == []
