"""One voucher with several accounts and invoices; an approval and its payment in one sitting."""

from __future__ import annotations

import os

import pytest
from hand_kept import BANK, DAY, PETTY, Desk, leg
from test_write_approvals import SAYING, Keys

from invoking import invoke
from juwu_ledger.records.approvals import approval_uses
from terminal import Terminal

INVOICES = ("26372000000012345678", "26372000000012345679")
SPEND = (
    *("spend", "--approval", "SP-2026-0001", "--to", "示例文具店", "--for", "办公用品和水费"),
    *("--from", "bank", "--handler", "李四安", "--witness", "周五福"),
)
PAY = (
    *("approve", "--pay", "--amount", "86.50", "--for", "订书机", "--reason", "用坏了"),
    *("--applicant", "李四安", "--payee", "示例文具店", "--account", "办公用品", "--from", "cash"),
    *("--invoice", INVOICES[0], "--witness", "周五福"),
)
OFFICE, WATER = "Expenses:5101办公用品", "Expenses:5102水电费"


def test_every_line_has_its_own_invoice(desk: Desk) -> None:
    added = desk.write(
        *SPEND,
        *("--line", f"办公用品=1,300.50,发票={INVOICES[0]}"),
        *("--line", f"5102＝200，发票={INVOICES[1]}"),
    )
    assert f'{leg(OFFICE, "1300.50")}    invoice: "{INVOICES[0]}"\n' in added
    assert f'{leg(WATER, "200.00")}    invoice: "{INVOICES[1]}"\n' in added
    assert leg(BANK, "-1500.50") in added
    assert "  attachments: 2\n" in added  # An invoice is a sheet.
    assert desk.findings() == []
    said = desk.refuse(
        5, *SPEND, "--line", f"办公用品=5,发票={INVOICES[1]}"
    )  # Used up by the second.
    assert "SPD008" in said


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("037002100411-12345678", "037002100411-12345678"),
        ("037002100411 12345678", "037002100411-12345678"),
        ("037002100411、12345678", "037002100411-12345678"),
        ("代码０３７００２１００４１１号码12345678", "037002100411-12345678"),
        ("3700210041，12345678", "3700210041-12345678"),
        ("发票代码：3700210041 号码：12345678", "3700210041-12345678"),
        ("11010125/0000012345", "11010125-0000012345"),
        ("263720000000 12345678", "26372000000012345678"),
    ],
)
def test_an_older_invoice_has_code_and_number(desk: Desk, typed: str, written: str) -> None:
    added = desk.write(
        *SPEND, "--line", f"办公用品=5,发票={typed}", "--line", f"5102=6,发票={INVOICES[1]}"
    )
    assert f'    invoice: "{written}"\n' in added
    assert desk.findings() == []


def test_one_invoice_on_several_lines_is_one_use(desk: Desk) -> None:
    lines = [f"{name}=10,发票={INVOICES[0]}" for name in ("办公用品", "水电费")]
    added = desk.write(*SPEND, "--line", lines[0], "--line", lines[1])
    assert added.count(INVOICES[0]) == 1
    assert desk.findings() == []
    more = (
        f"邮电通讯=5,发票={INVOICES[1]}"
        if "5103邮电通讯" in desk.text("accounts.beancount")
        else (f"办公用品=5,发票={INVOICES[1]}")
    )
    other = [line.replace(INVOICES[0], "26372000000012345680") for line in lines]
    added = desk.write(*SPEND, *(word for line in (*other, more) for word in ("--line", line)))
    assert added.count("26372000000012345680") == 2
    assert [use.text for use in desk.books().facts.invoices] == [
        *(INVOICES[0], "26372000000012345680", INVOICES[1])
    ]
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("办公用品",), "要写成 科目=金额"),
        (("办公用品=1.234",), "看不懂"),
        ((f"办公用品=5,发票={INVOICES[0]}", "水电费=5"), "水电费 这一行没有发票"),
        ((f"办公用品=5,发票={INVOICES[0]},专项=没有的",), "没有专项资金"),
        (("不存在=5",), "没有合用的科目"),
    ],
)
def test_lines_that_make_no_sense(desk: Desk, lines: tuple[str, ...], said: str) -> None:
    words = [word for line in lines for word in ("--line", line)]
    assert said in desk.refuse(2, *SPEND, *words)
    both = desk.refuse(
        2, *SPEND, "--invoice", INVOICES[1], "--line", f"办公用品=5,发票={INVOICES[0]}"
    )
    assert "不再写 --invoice" in both


def test_signed_off_and_paid_at_one_stroke(desk: Desk) -> None:
    added = desk.write(*PAY)
    assert '2026-03-05 custom "approval" "SP-2026-0002" 86.50 CNY "订书机"\n' in added
    assert '  approval: "SP-2026-0002"\n' in added
    assert '  handler: "李四安"\n  witness: "周五福"\n' in added
    assert leg(OFFICE, "86.50") + leg(PETTY, "-86.50") in added
    assert desk.findings() == []
    assert "没有写入" in desk.refuse(
        5, *PAY
    )  # The invoice is used up, and no approval is left behind.
    assert '"SP-2026-0003"' not in "".join(desk.text(name) for name in desk.files())


def test_what_is_missing_is_named_at_once(desk: Desk) -> None:
    said = desk.refuse(2, "approve", "--pay", "--amount", "5")
    for word in ("--for", "--reason", "--applicant", "--payee", "--account", "--from", "--witness"):
        assert word in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
@pytest.mark.parametrize("with_key", [False, True])
def test_a_normal_purchase_takes_a_dozen_answers(desk: Desk, with_key: bool) -> None:
    key = Keys(desk, desk.folder.parent / "keys").make("赵一清") if with_key else None
    before = desk.files()
    at = Terminal(
        "approve", "--pay", "--as-of", DAY, "--books", str(desk.folder), folder=desk.folder
    )
    answers = [
        ("主任签批的日期", ""),
        ("金额（最多可以花多少）", "86.5"),
        ("用途", "订书机"),
        ("为什么要花", "用坏了"),
        ("申请人", "李四安"),
        ("付给谁", "示例文具店"),
        ("记到哪个科目", "bgyp"),
        ("用什么付", ""),
        ("发票号码", INVOICES[0]),
        ("证明人", "周五福"),
        *([("赵一清 的钥匙", str(key)), ("口令", SAYING)] if with_key else []),
        ("写进账本吗", ""),
    ]
    for question, answer in answers:
        at.answer(question, answer)
    assert at.finish() == 0, at.said
    assert len(answers) == (13 if with_key else 11)
    added = desk.added(before)
    assert leg(PETTY, "-86.50") in added
    assert ("  signature:" in added) is with_key
    assert desk.findings() == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_lines_are_asked_for_one_by_one(desk: Desk) -> None:
    before = desk.files()
    at = Terminal("spend", "--as-of", DAY, "--books", str(desk.folder), folder=desk.folder)
    at.answer("日期")
    at.answer("记到哪个科目", "一行一行")
    at.answer("用什么付")
    at.answer("用哪张签批单")
    at.answer("第 1 行：哪个科目", "5101")
    at.answer("办公用品 多少元", "30")
    at.answer("这一行的发票号码", INVOICES[0])
    at.answer("第 2 行：哪个科目", "sdf")
    at.answer("水电费 多少元", "12.5")
    at.answer("这一行的发票号码", INVOICES[1])
    at.wait_for("2 行，合计 42.50 元")
    at.answer("还有一行吗")
    at.answer("付给谁", "示例超市")
    at.answer("用途")
    at.answer("经手人", "李四安")
    at.answer("证明人", "周五福")
    at.answer("附几张单据", "2")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert f'{leg(WATER, "12.50")}    invoice: "{INVOICES[1]}"\n' in added
    assert leg(PETTY, "-42.50") in added
    assert desk.findings() == []


ASK = ("approve", "--reason", "用坏了", "--applicant", "李四安", "--payee", "示例文具店")
WITHOUT = tuple(word for word in SPEND if word not in ("--approval", "SP-2026-0001"))


def under(line: str, approval: str, at: int) -> tuple[str, str]:
    return "--line", f"{line},发票={INVOICES[at]},签批={approval}"


def test_every_line_has_its_own_approval(desk: Desk) -> None:
    desk.write(*ASK, "--amount", "20", "--for", "水费")
    added = desk.write(
        *WITHOUT, *under("办公用品=30", "SP-2026-0001", 0), *under("水电费=20", "SP-2026-0002", 1)
    )
    assert f'{leg(OFFICE, "30.00")}    approval: "SP-2026-0001"\n' in added
    assert f'{leg(WATER, "20.00")}    approval: "SP-2026-0002"\n' in added
    assert '\n  approval: "' not in added
    assert desk.findings() == []
    used = {use.approval: use.fen for use in desk.books().record(approval_uses).all}
    assert used == {"SP-2026-0001": 30_00, "SP-2026-0002": 20_00}
    asked = ("list", "--approval", "SP-2026-0002", "--format", "json")
    shown = invoke([*asked, "--books", str(desk.folder)])
    assert "SP-2026-0001、SP-2026-0002" in shown.stdout


def test_a_line_without_one_stands_under_the_vouchers(desk: Desk) -> None:
    desk.write(*ASK, "--amount", "20", "--for", "水费")
    plain = ("--line", f"办公用品=30,发票={INVOICES[0]}")
    added = desk.write(*SPEND, *plain, *under("水电费=20", "SP-2026-0002", 1))
    assert '\n  approval: "SP-2026-0001"\n' in added
    assert added.count("    approval: ") == 1
    over = ("--line", "办公用品=30,发票=26372000000012345680")
    again = ("--line", "水电费=0.01,发票=26372000000012345681,签批=SP-2026-0002")
    assert "SPD003" in desk.refuse(5, *SPEND, *over, *again)


def test_one_approval_on_all_lines_is_the_vouchers(desk: Desk) -> None:
    lines = [under(f"{name}=5", "SP-2026-0001", at) for at, name in enumerate(("5101", "5102"))]
    added = desk.write(*WITHOUT, *lines[0], *lines[1])
    assert added.count('approval: "SP-2026-0001"') == 1
    assert '\n  approval: "SP-2026-0001"\n' in added


def test_a_correction_keeps_the_approvals_of_its_lines(desk: Desk) -> None:
    desk.write(*ASK, "--amount", "20", "--for", "水费")
    desk.write(
        *WITHOUT, *under("办公用品=30", "SP-2026-0001", 0), *under("水电费=20", "SP-2026-0002", 1)
    )
    number = desk.books().vouchers[-1].id
    added = desk.write(
        *("reverse", number, "--reason", "摘要写错", "--again-for", "办公用品和三月水费"),
    )
    assert f'{leg(OFFICE, "30.00")}    approval: "SP-2026-0001"\n' in added
    assert f'{leg(WATER, "20.00")}    approval: "SP-2026-0002"\n' in added
    assert desk.findings() == []
    spent = {
        name: use.spent for name, use in desk.books().record(approval_uses).by_approval.items()
    }
    assert spent == {"SP-2026-0001": 30_00, "SP-2026-0002": 20_00}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("办公用品=5,发票=26372000000012345678,签批=SP-2026-0009", "没有签批 SP-2026-0009"),
        ("办公用品=5,签批=SP-2026-0001,签批=SP-2026-0002", "签批 写了两次"),
        ("办公用品=5,签批=", "--line"),
    ],
)
def test_approvals_of_lines_that_make_no_sense(desk: Desk, line: str, said: str) -> None:
    assert said in desk.refuse(2, *SPEND, "--line", line)


def test_a_line_without_one_needs_the_vouchers(desk: Desk) -> None:
    bare = ("--line", f"水电费=20,发票={INVOICES[1]}")
    said = desk.refuse(2, *WITHOUT, *under("办公用品=30", "SP-2026-0001", 0), *bare)
    assert "--approval" in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_eight_invoices_are_one_voucher(desk: Desk) -> None:
    """Eight invoices under two approvals: the second is asked for where the first has no more."""
    desk.write(*ASK, "--amount", "40", "--for", "活动用品")
    desk.write(*ASK, "--amount", "60", "--for", "春节用品")
    before = desk.files()
    at = Terminal("spend", "--as-of", DAY, "--books", str(desk.folder), folder=desk.folder)
    answers = [
        ("日期", ""),
        ("记到哪个科目", "一行一行"),
        ("用什么付", ""),
        ("用哪张签批单", "SP-2026-0002"),
    ]
    for number in range(8):
        answers += [
            (f"第 {number + 1} 行：哪个科目", "5101"),
            ("办公用品 多少元", "10"),
            *([("不够了，这一行用哪张签批单", "SP-2026-0003")] if number == 4 else []),
            ("这一行的发票号码", f"2637200000001234568{number}"),
            *([("还有一行吗", "" if number == 7 else "y")] if number else []),
        ]
    answers += [
        *(("付给谁", ""), ("用途", "活动用品"), ("经手人", "李四安"), ("证明人", "周五福")),
        *(("附几张单据", "8"), ("写进账本吗", "")),
    ]
    for question, answer in answers:
        at.answer(question, answer)
    assert at.finish() == 0, at.said
    assert len(answers) == 42
    added = desk.added(before)
    assert added.count('approval: "SP-2026-0003"') == 4
    assert added.count('approval: "SP-2026-0002"') == 1
    assert leg(PETTY, "-80.00") in added
    assert desk.findings() == []


def test_a_card_says_how_long_it_lasts(desk: Desk) -> None:
    computer = (*SPEND, "--amount", "2600", "--account", "办公设备", "--invoice", INVOICES[0])
    lasts = ("--life", "60", "--salvage", "5")
    added = desk.write(*computer, "--asset", "电脑", "--location", "办公室", *lasts)
    assert "  life: 60\n  salvage: 5\n" in added
    assert desk.findings() == []
    pens = (*SPEND, "--amount", "26", "--account", "办公用品", "--invoice", INVOICES[1])
    assert "--life" in desk.refuse(2, *pens, *lasts)
