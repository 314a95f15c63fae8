"""``receipt-book issue``, ``receipt-book return``, ``void-receipt``: the receipts in hand."""

from __future__ import annotations

import pytest
from hand_kept import MONTH, Desk

USED = """
2026-03-03 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  Assets:1002银行存款:01基本户  200.00 CNY
    cleared: 2026-03-03
  Income:4003服务收入
"""


def test_a_book_is_drawn(desk: Desk) -> None:
    added = desk.write("receipt-book", "issue", "ａ0000151", "A0000200")
    assert added == (
        '2026-03-05 custom "receipt-book" "A0000151" "A0000200"\n'
        '  issued-by: "柳荫街道办事处财务室"\n  keeper: "李四安"\n'
    )
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (5, ("A0000150", "A0000199"), "已经领过"),
        (2, ("A0000201", "A0000151"), "不成一段"),
        (2, ("A0000201", "B0000250"), "不成一段"),
        (2, ("壹佰", "A0000250"), "看不懂"),
        (2, ("A0000201",), "止号"),
    ],
)
def test_no_such_book(desk: Desk, status: int, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(status, "receipt-book", "issue", *words)


def test_the_rules_speak_about_keepers(desk: Desk) -> None:
    words = ("receipt-book", "issue", "A0000151", "A0000200", "--keeper", "赵一清")
    assert "RCP006" in desk.refuse(5, *words)


def test_a_book_is_handed_back(desk: Desk) -> None:
    desk.add(MONTH, USED)
    desk.write("void-receipt", "A0000102", "--reason", "写坏了")
    words = ("receipt-book", "return", "A0000101", "A0000150", "--accepted-by", "吕丁山")
    result = desk.run(*words, day="2026-03-06")
    assert "还有 48 张没有用过" in result.stdout
    assert desk.text("receipts.beancount").endswith(
        '2026-03-06 custom "receipt-return" "A0000101" "A0000150"\n  accepted-by: "吕丁山"\n'
    )
    assert desk.findings("2026-03-06") == []
    assert "已经缴销过" in desk.refuse(5, *words, day="2026-03-07")


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (5, ("A0000151", "A0000200", "--accepted-by", "吕丁山"), "没有领过"),
        (2, ("A0000101", "A0000150"), "--accepted-by"),
        (2, (), "起号、止号"),
    ],
)
def test_no_such_return(desk: Desk, status: int, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(status, "receipt-book", "return", *words)


def test_a_spoiled_receipt(desk: Desk) -> None:
    added = desk.write("void-receipt", "a0000101", "--reason", '大写"写错"，三联盖作废章')
    assert added == ('2026-03-05 custom "receipt-void" "A0000101" "大写\\"写错\\"，三联盖作废章"\n')
    said = desk.refuse(5, "void-receipt", "A0000101", "--reason", "又坏")
    assert "已经登记作废" in said
    used = desk.write(
        *("receive", "--amount", "5", "--from", "居民", "--for", "复印", "--account", "服务收入"),
        *("--to", "bank"),
    )
    assert '"A0000102"' in used
    assert desk.findings() == []


def test_receipts_that_cannot_be_voided(desk: Desk) -> None:
    desk.add(MONTH, USED)
    said = desk.refuse(5, "void-receipt", "A0000101", "--reason", "x")
    assert "用在凭证 2026-03-0002 上" in said
    assert "juwu reverse 2026-03-0002" in said
    assert "没有收据 A0000999" in desk.refuse(5, "void-receipt", "A0000999", "--reason", "x")
    assert "--reason" in desk.refuse(2, "void-receipt", "A0000102")
    assert "看不懂" in desk.refuse(2, "void-receipt", "收据一", "--reason", "x")


def test_the_receipt_of_a_voucher_taken_back_may_be_voided(desk: Desk) -> None:
    desk.add(MONTH, USED.replace("    cleared: 2026-03-03\n", ""))
    desk.write("reverse", "2026-03-0002", "--reason", "没有交钱")
    desk.write("void-receipt", "A0000101", "--reason", "没有交钱，收据收回作废")
    assert desk.findings() == []
