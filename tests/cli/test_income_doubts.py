"""Income that may be booked already, or that looks earmarked: warned of where nobody can be asked."""

from __future__ import annotations

import pytest
from hand_kept import MONTH, Desk

RECEIVE = ("receive", "--amount", "200", "--account", "服务收入", "--to", "till")
WHO = ("--from", "张大爷", "--for", "活动室场地费")
FIRST = "2026-03-03 已经记过 张大爷 的 200.00 元（2026-03-0002，收据 A0000101，活动室场地费）"


@pytest.mark.parametrize(
    ("given", "day", "warned"),
    [
        ({}, "2026-03-20", True),
        ({"--for": "场地费", "--to": "bank"}, "2026-03-20", True),
        ({"--from": "李大妈"}, "2026-03-20", False),
        ({"--amount": "201"}, "2026-03-20", False),
        ({"--account": "捐赠收入"}, "2026-03-20", False),
        ({}, "2026-04-03", True),
        ({}, "2026-04-04", False),
    ],
)
def test_the_same_payer_amount_and_account(
    desk: Desk, given: dict[str, str], day: str, warned: bool
) -> None:
    desk.write(*RECEIVE, *WHO, day="2026-03-03")
    words = [*RECEIVE, *WHO]
    for option, text in given.items():
        words[words.index(option) + 1] = text
    result = desk.run(*words, day=day)
    assert result.exit_code == 0, result.output
    assert (FIRST in result.stderr) == warned


def test_one_taken_back_does_not_count(desk: Desk) -> None:
    desk.write(*RECEIVE, *WHO, day="2026-03-03")
    back = (
        '2026-03-04 * "张大爷" "注销 2026-03-0002 凭证：没有来"\n  voucher: "2026-03-0003"\n'
        '  reverses: "2026-03-0002"\n  Assets:1001库存现金:02待缴款  -200.00 CNY\n'
        "  Income:4003服务收入\n"
    )
    desk.add(MONTH, back)
    assert "已经记过" not in desk.run(*RECEIVE, *WHO, day="2026-03-06", as_of="2026-03-06").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--for", "拨付养老服务专项经费"), "写到了“专项”"),
        (("--for", "助老资金"), "写到了专项资金“助老资金”"),
        (("--for", "一季度办公经费"), ""),
        (("--for", "专项", "--fund", "助老资金"), ""),
        (("--for", "二季度", "--from", "示例 机械公司"), "是专项资金“助老资金”的出资人交来的"),
    ],
)
def test_earmarked_without_a_fund(desk: Desk, words: tuple[str, ...], told: str) -> None:
    fund = '2026-03-01 custom "fund" "助老资金" Expenses:5107助老项目\n  grantor: "示例机械公司"\n'
    desk.add("charter.beancount", fund)
    command = ("receive", "--amount", "5", "--account", "4001", "--to", "bank")
    payer = () if "--from" in words else ("--from", "街道")
    result = desk.run(*command, *payer, *words)
    assert result.exit_code == 0, result.output
    assert told in result.stderr
    assert ("提醒：这笔收入" in result.stderr) == bool(told)
