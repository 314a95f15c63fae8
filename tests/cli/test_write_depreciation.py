"""``depreciate``, ``asset life``, ``asset split``: wear of what stands in the accounts, to the fen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hand_kept import Desk, leg

from invoking import invoke
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.assets import assets
from juwu_ledger.records.depreciation import Depreciation
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.assets.asset_register import asset_sheet
from juwu_ledger.registers.assets.asset_things import things_of
from terminal import Terminal

FIXED, WORN, COST = "Assets:1501固定资产:01办公设备", "Assets:1502累计折旧", "Expenses:5109折旧费"
LAST, LATER = "2026-03-31", "2026-05-31"


@pytest.fixture
def owning(desk: Desk) -> Desk:
    """Books with two computers on one card, bought in February and written off over seven months."""
    desk.add(
        "assets.beancount" if (desk.folder / "assets.beancount").exists() else "charter.beancount",
        '\n2026-02-10 custom "asset" "GD-2026-001" "电脑两台" 10000.00 CNY\n'
        '  keeper: "李四安"\n  location: "办公室"\n  life: 7\n  salvage: 5\n',
    )
    desk.add(
        "2026/2026-03.beancount",
        '\n2026-03-01 * "年初结转" "上年固定资产转入"\n  voucher: "2026-03-0002"\n'
        f'  {FIXED}  10000.00 CNY\n    asset: "GD-2026-001"\n  Equity:3101净资产\n',
    )
    assert desk.findings(LAST) == []
    return desk


def test_a_month_is_written_off(owning: Desk) -> None:
    before = owning.files()
    result = owning.run("depreciate", "2026-03", day=LAST)
    assert result.exit_code == 0, result.output
    # By hand: 9,500 over seven months is 1,357.142…; February was borne before these books began.
    assert owning.added(before) == (
        '2026-03-31 * "示例市样板区柳荫街道桂花里社区居民委员会" '
        '"计提2026年3月固定资产折旧（1 件）"\n  voucher: "2026-03-0003"\n  attachments: 1\n'
        + leg(COST, "1357.14")
        + leg(WORN, "-1357.14")
        + '    asset: "GD-2026-001"\n'
    )
    assert owning.findings(LAST) == []


def test_twice_is_refused_and_what_was_left_out_is_made_up_for(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    assert "已经提过" in owning.refuse(5, "depreciate", "2026-03", day=LAST)
    added = owning.write("depreciate", "2026-05", day="2026-05-31")
    # By the end of May a third of … three sevenths of 9,500: 4,071.43, less 1,357.14.
    assert leg(COST, "2714.29") in added
    added = owning.write("depreciate", "2027-01", day="2027-01-31")
    assert leg(COST, "5428.57") in added
    assert owning.books().balances[WORN] == -950000
    assert "已经提过" in owning.refuse(5, "depreciate", "2027-02", day="2027-02-28")


def test_taken_back_it_may_be_taken_again(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    owning.write("reverse", "2026-03-0003", "--reason", "提错了", day=LAST)
    assert leg(COST, "1357.14") in owning.write("depreciate", "2026-03", day=LAST)
    assert owning.findings(LAST) == []


def test_a_card_without_life_is_told_of_and_gets_one(owning: Desk) -> None:
    card = owning.text("charter.beancount")
    owning.put("charter.beancount", card.replace("  life: 7\n  salvage: 5\n", ""))
    result = owning.run("depreciate", "2026-03", day=LAST)
    assert result.exit_code == 5
    assert "没有写使用年限，不提折旧的：GD-2026-001 电脑两台" in result.stdout
    added = owning.write(
        "asset", "life", "gd-2026-001", "５年", "--salvage", "5%", day="2026-03-05"
    )
    assert added == '2026-03-05 custom "asset-life" "GD-2026-001" 60\n  salvage: 5\n'
    assert leg(COST, "158.33") in owning.write("depreciate", "2026-03", day=LAST)


def test_a_month_that_is_closed_is_made_up_for_in_an_open_one(owning: Desk) -> None:
    owning.add("reviews.beancount", '2026-04-02 custom "close" "2026-03"\n')
    added = owning.write("depreciate", "2026-03", day="2026-04-03")
    assert added.count("2026-04-03 *") == 1


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, ("depreciate", "2026-04"), "还没有到"),
        (2, ("depreciate", "三月"), "期间"),
        (2, ("asset", "life", "GD-2026-001", "0"), "月数应在"),
        (2, ("asset", "life", "GD-2026-001", "六十"), "看不懂"),
        (2, ("asset", "life", "GD-2026-001", "60", "--salvage", "101"), "百分数"),
        (2, ("asset", "life", "GD-2026-009", "60"), "没有编号"),
        (2, ("asset", "split", "GD-2026-001", "--into", "甲=10000"), "至少拆成两件"),
        (2, ("asset", "split", "GD-2026-001", "--into", "甲=1", "--into", "乙=2"), "一分也不能差"),
        (2, ("asset", "split", "GD-2026-001", "--into", "甲", "--into", "乙=2"), "名称=值"),
    ],
)
def test_what_makes_no_sense(owning: Desk, status: int, words: tuple[str, ...], said: str) -> None:
    assert said in owning.refuse(status, *words, day="2026-03-05")


SPLIT = ("asset", "split", "GD-2026-001", "--into", "电脑甲=3333.33", "--into", "电脑乙=6666.67")


def test_a_card_is_split_with_its_wear(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    added = owning.write(*SPLIT, day=LAST)
    assert (
        'custom "asset-disposal" "GD-2026-001" "拆分"\n  into: "GD-2026-002、GD-2026-003"' in added
    )
    assert '"电脑甲" 3333.33 CNY' in added
    assert "  in-use: 2026-02-10\n  life: 7\n  salvage: 5\n" in added
    assert owning.findings(LAST) == []
    books = owning.books()
    one, two = books.record(assets).there(books.entries[-1].date)
    wear = books.record(Depreciation)
    assert (one.booked, two.booked) == (333333, 666667)
    taken = [wear.taken(asset, books.entries[-1].date) for asset in (one, two)]
    assert taken == [45237, 90477]
    assert sum(taken) == 135714
    assert (books.balances[FIXED], books.balances[WORN]) == (1000000, -135714)


def test_a_part_says_how_it_came(owning: Desk) -> None:
    owning.write(*SPLIT, day=LAST)
    books = owning.books()
    things = things_of(open_ledger(books, Period.parse("2026-03"), books.entries[-1].date))
    said = {thing.own.id: thing.way for thing in things}
    assert said == {"GD-2026-001": "购置", "GD-2026-002": "拆分", "GD-2026-003": "拆分"}


def test_the_parts_are_written_off_to_the_end(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    owning.write(*SPLIT, day=LAST)
    owning.write("depreciate", "2026-12", day="2026-12-31")
    # Five per cent of 3,333.33 and of 6,666.67 are left: 166.67 and 333.33.
    assert owning.books().balances[WORN] == -950000
    assert "已经提过" in owning.refuse(5, "depreciate", "2026-12", day="2026-12-31")


def test_a_split_gives_nothing_up_unseen(owning: Desk) -> None:
    owning.write(*SPLIT, day=LAST)
    text = owning.text("2026/2026-03.beancount")
    owning.put("2026/2026-03.beancount", text.replace("、GD-2026-003", ""))
    assert "AST007 open" in owning.findings(LAST)


def test_the_register_tells_of_wear(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    books = owning.books()
    sheet = asset_sheet(open_ledger(books, Period.parse("2026-03"), books.entries[-1].date))
    keys = [column.key for column in sheet.columns]
    (own, *_) = sheet.rows()
    said = dict(zip(keys, own.values, strict=True))
    assert (str(said["worn"]), said["life"]) == ("1357.14", 7)


def test_what_was_taken_is_proposed_when_it_is_given_up(owning: Desk) -> None:
    owning.write("depreciate", "2026-03", day=LAST)
    added = owning.write(
        *("asset", "dispose", "GD-2026-001", "--reason", "坏了", "--approval", "SP-2026-0001"),
        day=LAST,
    )
    assert leg(WORN, "1357.14") in added
    assert owning.books().balances[WORN] == 0


def test_the_recount_knows_wear(owning: Desk, tmp_path: Path) -> None:
    """What is written off, divided and given up: the register's figures from Beancount's parser alone."""
    owning.write("depreciate", "2026-03", day=LAST)
    owning.write(*SPLIT, day=LAST)
    owning.write("depreciate", "2026-04", day="2026-04-30")
    owning.write(
        *("asset", "dispose", "GD-2026-003", "--reason", "坏了", "--approval", "SP-2026-0001"),
        day="2026-05-06",
    )
    where = ("--books", str(owning.folder))
    words = ("register", "assets", "--period", "2026", "--format", "json", "--as-of", LATER)
    register = invoke([*words, *where])
    paper = tmp_path / "册.json"
    paper.write_text(register.stdout, "utf-8")
    assert '"worn"' in register.stdout and "2026-05-06" in register.stdout
    said = invoke(["recount", str(paper), *where])
    assert said.exit_code == 0 and "不同 0 个" in said.output, said.output


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_question_by_question(owning: Desk) -> None:
    shared = ("--as-of", LAST, "--books", str(owning.folder))
    at = Terminal("depreciate", "2026-03", *shared, folder=owning.folder)
    at.wait_for("电脑两台  1,357.14 元")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    at = Terminal("asset", "split", *shared, folder=owning.folder)
    at.answer("拆分的日期")
    at.answer("拆哪一件", "GD-2026-001")
    at.answer("第 1 件叫什么", "电脑甲")
    at.answer("原值", "5000")
    at.answer("第 2 件叫什么", "电脑乙")
    at.answer("原值")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert owning.findings(LAST) == []
