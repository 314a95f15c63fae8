"""``count-cash``: notes and coins beside the books."""

from __future__ import annotations

import pytest
from hand_kept import MONTH, PETTY, Desk

COUNT = ("count-cash", "--account", "cash", "--witness", "钱二宁")


def test_what_was_counted_is_asserted_the_next_day(desk: Desk) -> None:
    added = desk.write(*COUNT, "--notes", "100x9 50x1 20x2 5x1 1x3 0.5x4", day="2026-03-31")
    assert added == (
        f"2026-04-01 balance {PETTY}  1000.00 CNY\n"
        '  counted-by: "孙三平"\n  witness: "钱二宁"\n'
        '  denominations: "100x9 50x1 20x2 5x1 1x3 0.5x4"\n'
    )
    assert desk.text(MONTH).endswith(added)
    assert desk.books().facts.assertions[-1].actual == 100_000
    assert "CSH006 open" not in desk.findings("2026-04-01")


@pytest.mark.parametrize("typed", ["100x10", "１００×１０", "100*10 50x0", "100元x10，", "50X20"])
def test_ways_to_type_a_count(desk: Desk, typed: str) -> None:
    desk.write(*COUNT, "--notes", typed)


def test_an_empty_till(desk: Desk) -> None:
    added = desk.write(
        "count-cash", "--account", "till", "--witness", "钱二宁", "--notes", "0", day="2026-03-31"
    )
    assert "  0.00 CNY\n" in added
    assert "denominations" not in added


@pytest.mark.parametrize(
    ("notes", "said"),
    [("100x9 50x1", "短款          50.00 元"), ("100x11", "长款         100.00 元")],
)
def test_a_difference_is_not_written_away(desk: Desk, notes: str, said: str) -> None:
    shown = desk.refuse(5, *COUNT, "--notes", notes)
    assert said in shown
    assert "账面       1,000.00 元" in shown
    assert "查原因" in shown


def test_a_shortage_is_borne_under_a_approval_and_explained(desk: Desk) -> None:
    short = (*COUNT, "--notes", "100x9 50x1")
    assert "--explain" in desk.refuse(5, *short)
    spend = (
        *("spend", "--approval", "SP-2026-0001", "--amount", "50", "--to", "孙三平"),
        *("--for", "盘点短款，查不出原因", "--account", "办公用品", "--from", "cash"),
        *("--handler", "李四安", "--witness", "周五福", "--no-invoice", "盘点短款"),
    )
    assert "SPD007" in desk.refuse(5, *spend)
    desk.write(*spend, "--explain", "清点三遍，少 50 元，主任会同民主理财小组看过")
    assert desk.findings() == ["SPD007 explained"]
    desk.write(*short)


def test_money_too_many_is_receipted_and_banked(desk: Desk) -> None:
    assert "juwu receive" in desk.refuse(5, *COUNT, "--notes", "100x11")
    desk.write(
        *("receive", "--amount", "100", "--from", "居民", "--for", "盘点长款，主人不明"),
        *("--account", "服务收入", "--to", "till"),
    )
    desk.write("deposit")
    desk.write(*COUNT, "--notes", "100x10")
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("count-cash",), "--account、--notes、--witness"),
        ((*COUNT, "--notes", "300x1"), "面额"),
        ((*COUNT, "--notes", "100"), "面额x张数"),
        ((*COUNT, "--notes", "100x1 100x2"), "写了两次"),
        ((*COUNT, "--notes", "100x10", "--counted-by", "钱二宁"), "要两个人"),
        (
            ("count-cash", "--account", "bank", "--witness", "钱二宁", "--notes", "0"),
            "不能用在这里",
        ),
    ],
)
def test_what_makes_no_sense(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(2, *words)


def test_one_count_a_day_and_none_in_a_closed_month(desk: Desk) -> None:
    desk.write(*COUNT, "--notes", "100x10")
    assert "已经盘点登记过" in desk.refuse(5, *COUNT, "--notes", "100x10")
    desk.add("reviews.beancount", '2026-04-02 custom "close" "2026-03"\n')
    said = desk.refuse(5, *COUNT, "--notes", "100x10", day="2026-03-31", as_of="2026-04-03")
    assert "2026年3月已经月结" in said


def test_a_count_of_a_month_without_vouchers(desk: Desk) -> None:
    added = desk.write(*COUNT, "--notes", "100x10", day="2026-04-30")
    assert 'include "2026/2026-04.beancount"\n' in added
    assert desk.text("2026/2026-04.beancount").endswith('  denominations: "100x10"\n')
