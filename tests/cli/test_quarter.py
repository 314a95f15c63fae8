"""A whole quarter kept with the commands alone: nothing forces the treasurer into an editor."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from quarter import QUARTER, keep
from treasurer import MONEY, Treasurer, code_in

pytestmark = pytest.mark.slow

TITLE = "示例市样板区柳荫街道柳叶里社区居民委员会"


class Kept(NamedTuple):
    """The books of the quarter, as they are on 20 April, and the codes of its closings."""

    at: Treasurer
    codes: dict[str, str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    at = Treasurer(tmp_path_factory.mktemp("quarter"))
    return Kept(at, keep(at))


def test_no_finding_is_left(kept: Kept) -> None:
    for words in ((), ("--full",)):
        said = json.loads(
            kept.at.process("check", "--format", "json", "--as-of", kept.at.date(), *words)
        )
        assert said["errors"] == said["findings"] == []
        assert said["counts"] == {"E": 0, "W": 0, "explained": 0}


def test_bean_check_is_silent(kept: Kept) -> None:
    checker = Path(sys.executable).with_name("bean-check")
    main = kept.at.books / "main.beancount"
    done = subprocess.run([checker, main], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_seals_hold_and_the_printed_codes_are_theirs(kept: Kept) -> None:
    said = json.loads(kept.at.process("verify", "--format", "json"))
    assert said["holds"] is True
    assert {month["period"]: month["code"] for month in said["months"]} == kept.codes
    board = (kept.at.folder / "公开" / f"{TITLE}-公开-{QUARTER}.html").read_text(encoding="utf-8")
    assert code_in(board) == kept.codes["2026-03"]
    said = json.loads(kept.at.look("verify", "--code", code_in(board), "--format", "json"))
    assert (said["holds"], said["code_month"]) == (True, "2026-03")


def test_the_board_says_what_was_entered(kept: Kept) -> None:
    at = kept.at
    said: dict[str, Any] = json.loads(
        (at.folder / "公开" / f"{TITLE}-公开-{QUARTER}.json").read_text(encoding="utf-8")
    )
    income, spending = sum(at.income.values()), sum(at.spending.values())
    closing = sum(at.money.values())
    by_account = {
        name: yuan
        for name, yuan in (at.income + at.spending).items()
        if name.startswith(("Income", "Expenses"))
    }
    assert said["totals"] == {
        "opening": f"{closing - income + spending:.2f}",
        "income": f"{income:.2f}",
        "spending": f"{spending:.2f}",
        "closing": f"{closing:.2f}",
        "by_account": {name: f"{yuan:.2f}" for name, yuan in sorted(by_account.items())},
    }
    assert at.money[MONEY["till"]] == at.money[MONEY["微信"]] == 0
    assert closing - income + spending == Decimal("83564.76")


def test_the_summer(kept: Kept, tmp_path: Path) -> None:
    at = kept.at.copied_to(tmp_path)
    at.today = "07-24"
    at.do("conference-report", "2026H1")
    late, day = at.waiting, "2026-04-01"
    held = str(at.money[MONEY["bank"]])
    at.do(
        "reconcile", "bank", "2026-04", "--balance", held, "--cleared", f"{late}={day}",
        "--checked-by", "钱二宁",
    )  # fmt: skip
    at.today = "09-05"
    assert at.findings("--ignore", "DSC001") == []


BOOK = (
    *("spend", "--amount", "30", "--account", "青少年活动", "--from", "cash", "--to", "示例书店"),
    *("--for", "书", "--invoice", "26372000000012345690", "--handler", "李四安"),
    *("--witness", "孙三平", "--approval", "SP-2026-0006"),
)
COPY = (
    *("receive", "--amount", "5", "--from", "居民", "--for", "复印", "--account", "复印打印"),
    *("--to", "bank"),
)
PAPER = (
    *("approve", "--amount", "300", "--for", "打印纸", "--reason", "窗口用"),
    *("--applicant", "李四安"),
)


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, (*BOOK, "--approval", "SP-2026-0099"), "没有签批 SP-2026-0099"),
        (5, (*BOOK, "--amount", "300"), "SPD003（FM-3.1）签批 SP-2026-0006 批了 1,500.00 元"),
        (5, (*BOOK, "--invoice", "26372000000012345682"), "SPD008（FM-3.2）发票"),
        (5, (*BOOK, "--witness", "李四安"), "SPD009（FM-3.2）经手人和证明人是同一个人"),
        (5, (*BOOK, "--account", "办公用品"), "FND001（FM-3.4）专项资金“悦读角”"),
        (2, (*BOOK, "--account", "社区活动"), "可以是几个科目"),
        (2, (*BOOK, "--account", "没有的"), "没有合用的科目 '没有的'"),
        (2, (*BOOK, "--from", "till"), "--from：till 不能用在这里；可用：库存现金·备用金"),
        (2, BOOK[:9], "还要写明：--approval、--handler、--witness"),
        (5, ("withdraw", "--amount", "1900"), "CSH001（FM-1.6）"),
        (5, ("deposit",), "没有要缴存的"),
        (5, (*COPY, "--date", "2026-03-30"), "2026年3月已经月结"),
        (5, (*COPY, "--date", "2026-04-21"), "VCH003 凭证日期 2026-04-21 在 2026-04-20 以后"),
        (2, (*COPY, "--date", "2026-13-01"), "--date：日期 '2026-13-01' 看不懂"),
        (2, (*COPY, "--amount", "1,50"), "--amount：金额 '1,50' 看不懂"),
        (5, (*COPY, "--receipt", "A0000201"), "RCP003（FM-1.4）"),
        (5, (*COPY, "--receipt", "A0000104"), "RCP004（FM-1.4）"),
        (5, (*COPY, "--receipt", "A0000205"), "RCP005（FM-1.4）"),
        (5, (*COPY, "--receipt", "A0000999"), "RCP002（FM-1.4）"),
        (5, (*COPY, "--fund", "没有的"), "FND005（FM-3.4）"),
        (2, (*COPY, "--document", "没有的.pdf"), "没有这个扫描件：没有的.pdf"),
        (2, PAPER, "还要写明 --key：钱二宁 登记了签名公钥"),
        (5, (*PAPER, "--director", "赵一清"), "SPD005（FM-3.1、TR-1）"),
        (5, ("close", "2026-03"), "2026年3月已经月结过了"),
        (5, ("close", "2026-04"), "2026年4月还没有过完"),
        (5, ("review", QUARTER, "--opinion", "passed"), "已经审核通过"),
        (5, ("disclose", QUARTER, "--post"), "2026-04-09 已经公开，从那以后没有变"),
        (5, ("file", "2026-03", "--received-by", "吕丁山"), "2026-04-03 已经报送"),
        (5, ("count-cash", "--account", "cash", "--notes", "100x1", "--witness", "李四安"), "短款"),
        (2, ("count-cash", "--account", "cash", "--notes", "0", "--witness", "吴六合"), "要两个人"),
        (
            5,
            ("reconcile", "bank", "2026-03", "--balance", "5", "--checked-by", "钱二宁"),
            "已经对过",
        ),
        (5, ("reverse", "2026-02-0006", "--reason", "x"), "已经由 2026-02-0007 整张冲销"),
        (2, ("reverse", "2026-02-0099", "--reason", "x"), "没有 2026-02-0099 这张凭证"),
        (2, ("reverse", "2026-01-0002", "--reason", "x"), "冲销就是退给人家"),
        (5, ("officer", "会计", "吴六合"), "DTY001（FM-0.2）"),
        (2, ("officer", "主仁", "吴六合"), "没有 '主仁' 这一种"),
        (5, ("receipt-book", "issue", "A0000240", "A0000260"), "号码重了"),
        (2, ("donor-report", "示例机械"), "捐赠人有：示例机械有限公司"),
    ],
)
def test_what_is_refused(kept: Kept, status: int, words: tuple[str, ...], said: str) -> None:
    assert said in kept.at.refused(status, *_last_said(words))


def _last_said(words: tuple[str, ...]) -> list[str]:
    """A command whose later options take the place of earlier ones of the same name."""
    said = list(words)
    for name in {word for word in words if word.startswith("--") and words.count(word) > 1}:
        del said[said.index(name) : said.index(name) + 2]
    return said


def test_wrong_keys_and_passphrases(kept: Kept) -> None:
    own, other = kept.at.key_of("钱二宁"), kept.at.key_of("赵一清")
    assert "不是 钱二宁 登记的那把钥匙" in kept.at.refused(2, *PAPER, *other)
    assert "口令不对" in kept.at.refused(2, *PAPER, *own[:2], *other[2:])
    assert "看看 U 盘插好了没有" in kept.at.refused(2, *PAPER, "--key", "没插/钱二宁.key")


def test_a_mistyped_name_is_noticed_though_the_months_are_sealed(kept: Kept) -> None:
    remark = "提醒：账本里从没有过“李四按”这个名字"
    assert remark in kept.at.refused(0, *_last_said((*BOOK, "--handler", "李四按")), "--dry-run")
    assert kept.at.refused(0, *_last_said((*BOOK, "--handler", "吕丁山")), "--dry-run") == ""


def test_goods_sent_back_stay_in_the_register_until_they_are_disposed_of(
    kept: Kept, tmp_path: Path
) -> None:
    at = kept.at.copied_to(tmp_path)
    said = at.do("reverse", "2026-02-0002", "--reason", "退货")
    assert "juwu asset dispose DZ-2026-001" in said
    back = at.approve("1140", "折叠桌退货")
    at.do("asset", "dispose", "DZ-2026-001", "--reason", "退货", "--approval", back)
    assert at.findings() == []


def test_json_of_a_refusal(kept: Kept) -> None:
    result = kept.at.run(*_last_said((*BOOK, "--amount", "300")), "--json")
    said = json.loads(result.stdout)
    assert said["written"] is None
    assert [finding["rule"] for finding in said["findings"]] == ["SPD003"]
