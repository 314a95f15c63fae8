"""``juwu init``: new books from options, or question by question at a terminal."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from juwu_ledger.books.model.vocabulary import OFFICES, BroughtForward, Officer, ReceiptBook
from juwu_ledger.books.reading.loading import load_books
from written_books import (
    BALANCES,
    DAY,
    HOSTILE,
    INIT,
    UNWRITABLE,
    findings,
    fresh,
    read,
    run,
    snapshot,
    start,
)

BEGIN = "2026-01-01"
LAYOUT = {
    *("main.beancount", "accounts.beancount", "charter.beancount", "receipts.beancount"),
    *("approvals.beancount", "assets.beancount", "reviews.beancount"),
    *("2026/2026-01.beancount", ".gitignore"),
}


def test_new_books(tmp_path: Path) -> None:
    result = start(tmp_path / "账本", *INIT, *BALANCES)
    assert result.exit_code == 0, result.output
    books = tmp_path / "账本"
    assert snapshot(books).keys() == LAYOUT
    assert (books / "documents").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["账本"]
    assert "juwu receipt-book issue" in result.stdout
    assert not findings(books, BEGIN)
    assert not findings(books)
    after = read(books)
    assert after.title == "示例市样板区柳荫街道柳叶里社区居民委员会"
    assert {officer.role for officer in after.of(Officer)} == set(OFFICES)
    assert after.balances["Assets:1001库存现金:01备用金"] == 124630
    assert after.balances["Equity:3001期初余额"] == -(124630 + 5231846)
    assert after.limits.amount("resolution", dt.date(2026, 1, 1)) == 2000000


def test_every_account_says_what_it_is_for(tmp_path: Path) -> None:
    chart = read(fresh(tmp_path, "--clearing", "微信收款")).chart
    assert all(account.role or account.source or account.nature for account in chart.values())
    roles = {account.role for account in chart.values()}
    assert {"petty-cash", "undeposited", "bank", "clearing", "opening", "net-assets"} <= roles
    assert len({account.code for account in chart.values()}) == len(chart)


def test_all_kinds_of_balances(tmp_path: Path) -> None:
    books = fresh(
        tmp_path,
        *(
            "--opening",
            "办公设备=6,679",
            "--opening",
            "累计折旧=３０００",
            "--opening",
            "押金=1000",
        ),
        *("--opening", "微信收款=12.50", "--clearing", "微信收款"),
        *("--debtor", "示例理发店（东门）=1000", "--fund", "邻里互助金=困难救助、5301"),
        *("--fund-left", "邻里互助金=2000.10", "--receipts", "a0000183-Ａ0000200"),
        *("--issued-by", "柳荫街道办事处财政所", "--attachments", "3"),
    )
    after = read(books)
    assert not findings(books)
    balances = {name: fen for name, fen in after.balances.items() if fen}
    assert sum(balances.values()) == 0
    assert balances["Assets:1502累计折旧"] == -300000
    assert balances["Liabilities:2241其他应付款:01押金"] == -100000
    assert after.chart["Assets:1122应收款:01示例理发店东门"].debtor == "示例理发店（东门）"
    moves = [(move.fund, move.fen) for move in after.facts.fund_moves]
    assert moves == [("邻里互助金", 200010)]
    book = after.of(ReceiptBook)[0]
    assert (book.first, book.last, book.keeper) == ("A0000183", "A0000200", "郑七星")
    assert after.vouchers[0].kind == "opening"


def test_books_without_balances(tmp_path: Path) -> None:
    assert start(tmp_path / "新", *INIT).exit_code == 0
    books = read(tmp_path / "新")
    assert not books.vouchers
    assert not findings(tmp_path / "新")


def test_the_first_entries_go_in(tmp_path: Path) -> None:
    books = fresh(tmp_path, "--receipts", "A0000183-A0000200")
    words = (
        "receive",
        "--amount",
        "57.50",
        "--from",
        "居民",
        "--for",
        "复印",
        "--account",
        "复印打印",
    )
    result = run(books, *words, "--to", "bank", "--cleared", DAY)
    assert result.exit_code == 0, result.output
    assert not findings(books)
    assert read(books).vouchers[-1].id == "2026-01-0002"


@pytest.mark.slow
def test_bean_check_opens_them(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    checker = Path(sys.executable).with_name("bean-check")
    done = subprocess.run(
        [checker, books / "main.beancount"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back(tmp_path: Path, name: str) -> None:
    words = [word.replace("赵一清", name.replace("，", "")) for word in INIT]
    words[1] = name
    person = name.replace("，", "")
    debtor = f"{name}=12"
    options = (*words, *BALANCES, "--debtor", debtor, "--issued-by", name)
    result = start(tmp_path / "账本", *options, "--receipts", "A01-A09")
    assert result.exit_code == 0, result.output
    books = read(tmp_path / "账本")
    assert not findings(tmp_path / "账本")
    assert books.title == name
    assert books.people.holder("director", dt.date(2026, 1, 1)) == person
    assert books.chart["Assets:1002银行存款:01基本户"].holder == name
    assert [a.debtor for a in books.chart.values() if a.debtor] == [name]
    assert books.of(ReceiptBook)[0].issued_by == name
    assert books.vouchers[0].payee == name


@pytest.mark.parametrize("name", UNWRITABLE)
def test_unwritable_names_are_refused(tmp_path: Path, name: str) -> None:
    for at, word in ((1, name), (5, f"主任={name}")):
        words = list(INIT)
        words[at] = word
        result = start(tmp_path / "账本", *words)
        assert result.exit_code == 2, result.output
        assert "U+" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_taken_folder(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x")
    result = start(tmp_path, *INIT)
    assert result.exit_code == 5
    assert "已经有东西" in result.stderr
    result = start(tmp_path / "note.txt", *INIT)
    assert result.exit_code == 5
    assert snapshot(tmp_path) == {"note.txt": b"x"}
    (tmp_path / "empty").mkdir()
    assert start(tmp_path / "empty", *INIT).exit_code == 0
    assert start(tmp_path / "empty", *INIT).exit_code == 5
    assert start(tmp_path / "a" / "b" / "c", *INIT).exit_code == 0


def test_the_folder_we_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = start(Path(), *INIT)
    assert result.exit_code == 5
    assert "上一级" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (("--begin", "2026-13-01"), 2, "--begin"),
        (("--officer", "书记=赵一清"), 2, "--officer"),
        (("--officer", "主任"), 2, "--officer"),
        (("--officer", "主任=钱二宁"), 2, "主任只能有一人"),
        (("--since", "2026-02-01"), 2, "--since"),
        (("--until", "2025-12-31"), 2, "--until"),
        (("--petty-cash", "三千"), 2, "--petty-cash"),
        (("--bank", "基本户（一）"), 2, "--bank"),
        (("--clearing", "微信 收款"), 2, "--clearing"),
        (("--opening", "备用金"), 2, "名称=值"),
        (("--opening", "没有的=1"), 2, "没有的"),
        (("--opening", "3001=1"), 2, "3001"),
        (("--opening", "备用金=-1"), 2, "正数"),
        (("--opening", "1001-01=1", "--opening", "备用金=1"), 2, "两次"),
        (("--opening", "备用金=5000"), 5, "CSH001"),
        (("--debtor", "谁"), 2, "--debtor"),
        (("--debtor", "张三=100", "--debtor", "张三=50"), 2, "张三 写了两次"),
        (("--fund", "空=5301", "--fund", "空=5202"), 2, "空 写了两次"),
        (("--fund", "空=5301", *("--fund-left", "空=1") * 2), 2, "空 写了两次"),
        (("--fund", "空"), 2, "--fund"),
        (("--fund-left", "空=1"), 2, "--fund"),
        (("--fund", "空=5301", "--fund-left", "空=1"), 2, "专项资金"),
        (("--receipts", "A0000101"), 2, "--receipts"),
        (("--receipts", "A0000200-A0000101"), 2, "--receipts"),
    ],
)
def test_refused(tmp_path: Path, more: tuple[str, ...], status: int, said: str) -> None:
    result = start(tmp_path / "账本", *INIT, *more)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    result = start(tmp_path / "账本")
    assert result.exit_code == 2
    for option in ("--committee", "--officer 主任=", "--petty-cash", "--street-sign-off"):
        assert option in result.stderr


def test_people_who_cannot_be_both(tmp_path: Path) -> None:
    words = [word.replace("出纳=周五福", "出纳=李四安") for word in INIT]
    result = start(tmp_path / "账本", *words, *BALANCES)
    assert result.exit_code == 5
    assert "DTY001" in result.stderr
    assert not list(tmp_path.iterdir())


def test_too_much_cash_can_be_explained(tmp_path: Path) -> None:
    words = ("--opening", "备用金=5000", "--explain", "旧账移交，明天存银行")
    result = start(tmp_path / "账本", *INIT, *words)
    assert result.exit_code == 0, result.output
    (finding,) = findings(tmp_path / "账本")
    assert (finding.rule, finding.status) == ("CSH001", "explained")


def test_dry_run(tmp_path: Path) -> None:
    result = start(tmp_path / "账本", *INIT, *BALANCES, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "==== 2026/2026-01.beancount" in result.stdout
    result = start(tmp_path / "账本", *INIT, *BALANCES, "--dry-run", "--json")
    shown = json.loads(result.stdout)
    assert shown["dry_run"] is True
    assert shown["written"]["files"].keys() == LAYOUT
    assert not list(tmp_path.iterdir())
    result = start(tmp_path / "账本", *INIT, *BALANCES, "--json")
    files = json.loads(result.stdout)["written"]["files"]
    assert {name: text.encode() for name, text in files.items()} == snapshot(tmp_path / "账本")


def test_begun_in_the_middle_of_a_year(tmp_path: Path) -> None:
    words = [word for word in INIT if word not in ("--begin", BEGIN)]
    assert start(tmp_path / "账本", *words, *BALANCES, "--begin", "2025-10-15").exit_code == 0
    books = read(tmp_path / "账本")
    assert [v.id for v in books.vouchers] == ["2025-10-0001"]
    assert not findings(tmp_path / "账本", "2025-10-15")
    assert start(tmp_path / "本月", *words, *BALANCES).exit_code == 0
    assert read(tmp_path / "本月").vouchers[0].date == dt.date(2026, 1, 1)


def test_what_the_year_had_seen_before_books_begun_in_its_middle(tmp_path: Path) -> None:
    words = [word for word in INIT if word not in ("--begin", BEGIN)]
    begun = (*words, *BALANCES, "--begin", "2025-10-15")
    brought = ("--brought-forward", "办公用品=1,860.50", "--brought-forward", "水电暖费=-3")
    result = start(tmp_path / "账本", *begun, *brought)
    assert result.exit_code == 0, result.output
    assert "juwu brought-forward" not in result.stdout  # It is done.
    found = {item.account: item.amount for item in read(tmp_path / "账本").of(BroughtForward)}
    assert found == {"Expenses:5101办公用品": 186050, "Expenses:5104水电暖费": -300}
    assert not findings(tmp_path / "账本", "2025-10-15")
    assert "juwu brought-forward" in start(tmp_path / "乙", *begun).stdout
    for more, said in (
        (("--brought-forward", "备用金=5"), "没有合用的科目"),
        (("--brought-forward", "5101=5", "--brought-forward", "办公用品=6"), "写了两次"),
    ):
        result = start(tmp_path / "丙", *begun, *more)
        assert result.exit_code == 2
        assert said in result.stderr
    result = start(tmp_path / "丙", *INIT, *BALANCES, "--brought-forward", "办公用品=5")
    assert (result.exit_code, "从一月一日起记账" in result.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_sums_brought_forward_are_asked_for(tmp_path: Path) -> None:
    from terminal import Terminal

    words = [word for word in INIT if word not in ("--begin", BEGIN)]
    told = (*words, "--begin", "2025-10-15", "--as-of", "2025-10-15")
    at = Terminal("init", "账本", *told, folder=tmp_path)
    at.answer("他们从哪天起任职")
    at.answer("银行账户在科目里叫什么")
    at.answer("收款码")
    at.answer("有谁欠")
    at.answer("备用金期初")
    at.answer("基本户期初", "52318.46", erase=1)
    at.answer("别的科目还有")
    at.wait_for("2025-01-01 到 2025-10-14 的收入、支出累计")
    at.answer("现在登记吗", "y")
    at.answer("哪个收入或支出科目", "bgyp")
    at.answer("2025-01-01 到 2025-10-14，办公用品一共多少元", "1860.50")
    at.answer("还有别的收入、支出科目吗")
    at.answer("还有没用完的专项")
    at.answer("手里收据本")
    at.answer("附几张依据")
    at.answer("就这样建账吗")
    assert at.finish() == 0, at.said
    assert "2025 年 1 月到建账前一天的累计" in at.said
    (item,) = read(tmp_path / "账本").of(BroughtForward)
    assert (item.account, item.amount) == ("Expenses:5101办公用品", 186050)


KILLED = """
import os, sys
from juwu_ledger.journal.engine import disk
calls, at = 0, int(sys.argv[1])
def struck(call):
    def doomed(*args, **more):
        global calls
        calls += 1
        if calls == at:
            os._exit(9)
        return call(*args, **more)
    return doomed
for name in ("open", "write", "fsync", "close", "replace", "rename", "mkdir"):
    setattr(disk.os, name, struck(getattr(os, name)))
from juwu_ledger.__main__ import main
sys.argv[1:] = sys.argv[2:]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("at", [1, 7, 30, 61, 65, 67, 69, 90])
def test_killed_midway(tmp_path: Path, at: int) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    folder = tmp_path / "账本"
    words = ["init", str(folder), *INIT, *BALANCES, "--as-of", DAY]
    done = subprocess.run([sys.executable, script, str(at), *words], check=False)
    assert done.returncode in (0, 9)
    if folder.exists():
        assert snapshot(folder).keys() == LAYOUT
        assert not findings(folder)
    else:
        assert done.returncode == 9
        assert start(folder, *INIT, *BALANCES).exit_code == 0


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_question_by_question(tmp_path: Path) -> None:
    from terminal import ENTER, Terminal

    at = Terminal("init", "账本", "--as-of", DAY, folder=tmp_path)
    at.answer("居委会全称", "示例市样板区柳荫街道柳叶里社区居民委员会")
    at.answer("从哪天起记账")
    at.answer("谁是主任", "赵一清")
    at.answer("谁是会计", "李四安")
    at.answer("谁是出纳", "李四安")
    at.answer("不能是一个人", "周五福", erase=3)
    at.answer("谁是票据保管人", "郑七星")
    at.answer("谁是资产保管人")
    at.answer("谁是公开专人", "孙三平")
    at.answer("谁是财务管理领导小组成员", "赵一清、钱二宁、孙三平")
    at.answer("谁是民主理财小组组长", "褚十全")
    at.answer("谁是民主理财小组成员", "卫百川 蒋千里")
    at.answer("谁是街道办事处主任", "沈万里")
    at.answer("他们从哪天起任职")
    at.answer("任期最后一天", "2029-03-17")
    at.answer("各个职务都到这一天吗", "n")
    for office in ("主任", "会计", "出纳"):
        at.answer(f"{office}到哪天")
    at.answer("票据保管人到哪天", "2027-06-30")
    for office in ("公开专人", "财务管理领导小组成员", "民主理财小组组长", "民主理财小组成员"):
        at.answer(f"{office}到哪天")
    at.answer("备用金最多留", "3000")
    at.answer("街道主任也要签", "５０００元")
    at.answer("算固定资产", "2000")
    at.answer("一次付现金最多", "1000")
    at.answer("先上居民会议")
    at.answer("银行账户在科目里叫什么")
    at.answer("收款码", "微信收款")
    at.answer("有谁欠")
    at.answer("备用金期初", "1246.30", erase=1)
    at.answer("基本户期初", "52318.46", erase=1)
    at.answer("别的科目还有", "是")
    at.answer("哪个科目", "1501-01")
    at.answer("余额多少", "2380")
    at.answer("别的科目还有")
    at.answer("还有没用完的专项", "y")
    at.answer("专项资金的名称", "邻里互助金")
    at.answer("能花在哪些科目", "困难救助")
    at.answer("还剩多少", "500")
    at.answer("谁给的钱", "示例机械有限公司")
    at.answer("最晚用到", "2027-12-31")
    at.answer("还有没用完的专项")
    at.answer("手里收据本", "A0000183-A0000200")
    at.answer("收据本是谁发的", "柳荫街道办事处财政所")
    at.answer("附几张依据", "3", erase=1)
    at.answer("就这样建账吗")
    assert at.finish() == 0, at.said
    assert ENTER not in at.said
    books = read(tmp_path / "账本")
    assert not findings(tmp_path / "账本")
    assert books.people.holder("cashier", dt.date(2026, 1, 1)) == "周五福"
    assert books.people.holder("asset-keeper", dt.date(2026, 1, 1)) is None
    lasts = {item.role: str(item.until) for item in books.of(Officer)}
    assert lasts.pop("receipt-keeper") == "2027-06-30"
    assert lasts.pop("street-director") == "None"
    assert set(lasts.values()) == {"2029-03-17"}
    assert books.balances["Assets:1501固定资产:01办公设备"] == 238000
    assert [(m.fund, m.fen) for m in books.facts.fund_moves] == [("邻里互助金", 50000)]
    assert books.limits.amount("resolution", dt.date(2026, 1, 1)) is None


def test_an_office_may_end_on_a_day_of_its_own(tmp_path: Path) -> None:
    result = start(
        tmp_path / "账本", *INIT, "--until", "出纳=2027-6-30", "--until", "街道办事处主任=2028-1-1"
    )
    assert result.exit_code == 0, result.output
    lasts = {item.role: str(item.until) for item in read(tmp_path / "账本").of(Officer)}
    assert (lasts["cashier"], lasts["street-director"]) == ("2027-06-30", "2028-01-01")
    assert (lasts["director"], lasts["review-member"]) == ("2029-03-17", "2029-03-17")
    twice = start(tmp_path / "又", *INIT, "--until", "2030-01-01")
    assert twice.exit_code == 2
    assert "只写一个" in twice.stderr
    assert start(tmp_path / "又", *INIT, "--until", "出那=2027-6-30").exit_code == 2


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_leaving_in_the_middle(tmp_path: Path) -> None:
    from terminal import Terminal

    at = Terminal("init", "账本", *INIT, *BALANCES, "--as-of", DAY, folder=tmp_path)
    at.wait_for("他们从哪天起任职")
    os.write(at.handle, b"\x03")
    assert at.finish() == 5, at.said
    assert "已取消" in at.said
    assert not list(tmp_path.iterdir())


def test_loaded_as_any_books_are(tmp_path: Path) -> None:
    loaded = load_books(fresh(tmp_path) / "main.beancount")
    assert not loaded.errors
    assert len(loaded.options["include"]) == len(LAYOUT) - 1
