"""An account that is closed on a day is offered and defaulted to no more from that day (case by case)."""

from __future__ import annotations

import pytest
from hand_kept import BANK, Desk

OLD = "Assets:1002银行存款:09旧账户"
ACCOUNTS = f"""
2026-03-01 open {OLD}
  role: "bank"
  holder: "示例市样板区柳荫街道桂花里社区居民委员会"
2026-03-04 close {OLD}
"""
SAME_DAY, BEFORE = "2026-03-04", "2026-03-03"
COMMANDS = {
    "withdraw": ("withdraw", "--amount", 5, "--from", "bank", "--yes"),
    "receive": (
        *("receive", "--amount", 5, "--from", "张大爷", "--for", "场地费", "--account", "服务收入"),
        *("--to", "bank", "--receipt", "A0000101", "--yes"),
    ),
    "spend": (
        *("spend", "--amount", 5, "--account", "办公用品", "--from", "bank", "--to", "示例文具店"),
        *("--for", "签字笔", "--approval", "SP-2026-0001", "--handler", "李四安"),
        *("--witness", "周五福", "--invoice", "26372000000012345678", "--yes"),
    ),
}


@pytest.fixture
def two_banks(desk: Desk) -> Desk:
    desk.add("accounts.beancount", ACCOUNTS)
    return desk


@pytest.mark.parametrize("command", COMMANDS)
def test_the_bank_is_the_one_that_is_open(two_banks: Desk, command: str) -> None:
    result = two_banks.run(*COMMANDS[command], day=SAME_DAY)
    assert result.exit_code == 0, result.output
    assert f"  {BANK}  " in result.stdout
    assert "旧账户" not in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_while_both_are_open_one_must_be_named(two_banks: Desk, command: str) -> None:
    result = two_banks.run(*COMMANDS[command], day=BEFORE)
    assert result.exit_code == 2
    assert "旧账户" in result.output


def test_the_closed_one_cannot_be_named_any_more(two_banks: Desk) -> None:
    words = ("withdraw", "--amount", 5, "--from", "旧账户", "--yes")
    result = two_banks.run(*words, day=SAME_DAY)
    assert two_banks.run("withdraw", "--amount", 5, "--yes", day=SAME_DAY).exit_code == 0
    assert result.exit_code == 2
    assert "旧账户" in result.output


def test_reconcile_takes_the_open_one_and_the_closed_one_by_name(two_banks: Desk) -> None:
    words = ("2026-03", "--balance", 80000, "--all-cleared", "--checked-by", "赵一清", "--yes")
    result = two_banks.run("reconcile", "bank", *words, as_of="2026-04-01")
    assert result.exit_code == 0, result.output
    assert "基本户" in result.stdout
    by_name = ("2026-03", "--balance", 0, "--all-cleared", "--checked-by", "赵一清", "--yes")
    assert two_banks.run("reconcile", "旧账户", *by_name, as_of="2026-04-01").exit_code == 0
