"""A month and what follows it, asked and answered at a terminal: not one option is typed.

New books, a key, receipts, an approval with a passphrase, spending, the cash by notes, the bank with
check-marks, the closing, the review.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from treasurer import code_in

from terminal import DOWN, Terminal
from written_books import findings, read

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there"),
]
SAYING = "柳叶里二〇二六年的口令"
WIPE, RIGHT = "\x15", "\x1b[C"
YES = ("写进账本吗", "")
INIT = (
    ("居委会全称", "示例市样板区柳荫街道柳叶里社区居民委员会"),
    ("从哪天起记账", ""),
    ("谁是主任", "赵一清"),
    ("谁是会计", "李四安"),
    ("谁是出纳", "李四安"),
    ("会计和出纳不能是一个人", f"{WIPE}周五福"),
    ("谁是票据保管人", "郑七星"),
    ("谁是资产保管人", "冯八方"),
    ("谁是公开专人", "孙三平"),
    ("谁是财务管理领导小组成员（三人以上，用顿号隔开）", "赵一清、钱二宁、孙三平"),
    ("谁是民主理财小组组长", "褚十全"),
    ("谁是民主理财小组成员（两人，用顿号隔开；没有就直接回车）", "卫百川 蒋千里"),
    ("谁是街道办事处主任", "沈万里"),
    ("他们从哪天起任职", ""),
    ("本届任期最后一天", "2029年3月17日"),
    ("各个职务都到这一天吗", ""),
    ("备用金最多留多少元", "３０００"),
    ("一笔花到多少元，街道主任也要签", "5,000"),
    ("一件到多少元，算固定资产", "2000"),
    ("一次付现金最多多少元", "1000"),
    ("一笔花到多少元，要先上居民会议", ""),
    ("银行账户在科目里叫什么", ""),
    ("收款码叫什么", ""),
    ("有谁欠居委会的钱", ""),
    ("备用金期初余额多少元", "1246.30"),
    ("基本户期初余额多少元", "52318.46"),
    ("别的科目还有期初余额吗", "y"),
    ("哪个科目", "yj"),
    ("2241-01 其他应付款·押金", None),
    ("余额多少元", "500"),
    ("别的科目还有期初余额吗", ""),
    ("的收入、支出累计，现在登记吗", ""),
    ("还有没用完的专项资金吗", "是"),
    ("专项资金的名称", "邻里互助金"),
    ("能花在哪些科目", "困难救助、5301"),
    ("还剩多少元", "60000"),
    ("这里最多 53,564.76 元", f"{WIPE}2000"),
    ("谁给的钱", ""),
    ("最晚用到哪一天", ""),
    ("还有没用完的专项资金吗", ""),
    ("手里收据本的号码", "A0000101-A0000150"),
    ("收据本是谁发的", "柳荫街道办事处财政所"),
    ("期初余额附几张依据", "3"),
    ("任职（2026-03-01 起，到 2029-03-17）", None),
    ("主任                      赵一清", None),
    ("财务管理领导小组成员      赵一清、钱二宁、孙三平", None),
    ("还没有定", None),
    ("库存现金·备用金           1,246.30 元", None),
    ("其他应付款·押金           500.00 元", None),
    ("2,000.00 元，花在 困难救助、社区活动", None),
    ("A0000101 到 A0000150，郑七星 保管", None),
    ("查账：没有发现问题", None),
    ("就这样建账吗", ""),
)


class Desk:
    """The treasurer's folder: books and a key in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.books = folder / "账本"

    def talk(self, day: str, line: str, *answers: tuple[str, str | None], status: int = 0) -> str:
        """Run a command and answer its questions; ``None`` only waits. Return what was shown."""
        words = line.split()
        if words[:2] != ["key", "new"]:
            words += ["--as-of", f"2026-{day}"]
        if words[0] not in ("init", "key") or words[1] == "register":
            words += ["--books", "账本"]
        at = Terminal(*words, folder=self.folder)
        for question, answer in answers:
            if answer is None:
                at.wait_for(question)
            else:
                at.answer(question, answer)
        assert at.finish() == status, at.said
        return at.said

    def findings(self, day: str) -> list[str]:
        return [finding.message for finding in findings(self.books, f"2026-{day}")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The books as they are after the dialogue of :data:`INIT`."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    said = desk.talk("03-02", "init 账本", *INIT)
    assert "接下来" in said
    return desk


def test_a_month_from_the_first_receipt_to_the_review(desk: Desk) -> None:
    assert read(desk.books).vouchers[0].txn.meta["attachments"] == 3
    key_of_the_director(desk)
    money_in(desk)
    money_out(desk)
    code = month_end(desk)
    said = desk.talk(
        "04-08", "review 2026Q1", ("审核的日期", ""), ("意见", DOWN), ("意见", "发票再贴齐些"),
        ("组长", ""), ("组员", ""), ("录入的人", ""), YES,
    )  # fmt: skip
    assert "记好了：民主理财审核 2026Q1" in said
    assert code_in(desk.talk("04-09", "disclose 2026Q1")) == code
    said = desk.talk(
        "04-09", "disclose 2026Q1 --post --format html", ("哪天贴出", ""), ("谁贴的", ""),
        ("贴到哪天", f"{WIPE}4-20"), ("最早到 2026-04-23", f"{WIPE}4-30"), YES,
    )  # fmt: skip
    assert "juwu verify --code" in said
    assert f"--code {code} 核对" in said
    assert desk.findings("04-09") == []


def key_of_the_director(desk: Desk) -> None:
    said = desk.talk(
        "03-03", "key new 赵一清 -o 赵一清.key",
        ("给钥匙定一个口令（至少 8 个字", SAYING), ("再打一遍口令", SAYING),
    )  # fmt: skip
    assert SAYING not in said
    public = re.search(r"ssh-ed25519 \S+", said)
    assert public is not None
    desk.talk(
        "03-03", "key register", ("谁的公钥", "赵一清"), ("公钥", public[0]), ("从哪天起", ""),
        ("经谁的手登记", ""), ("公钥指纹：SHA256:", None), YES,
    )  # fmt: skip


def money_in(desk: Desk) -> None:
    said = desk.talk(
        "03-05", "receive", ("日期", ""), ("金额", "57.5"), ("大写：伍拾柒元伍角", None),
        ("什么收入", "fydy"), ("4003-01 便民服务·复印打印", None), ("谁交来的", "来办事的居民"),
        ("收的是什么钱", "复印材料115张"), ("钱到哪里", ""), ("收据号码", ""),
        ("附几张单据", ""), ("查账：没有新问题", None), YES,
    )  # fmt: skip
    assert 'receipt: "A0000101"' in said
    assert "现金要及时送银行：juwu deposit" in said
    desk.talk(
        "03-05", "deposit", ("日期", ""), ("缴存多少", ""), ("伍拾柒元伍角", None),
        ("哪家银行", "示例银行"), ("事由", ""), ("附几张单据", "2"), YES,
    )  # fmt: skip
    last = read(desk.books).vouchers[-1]
    assert (last.payee, last.txn.meta["attachments"]) == ("示例银行", 2)
    assert desk.findings("03-05") == []


def money_out(desk: Desk) -> None:
    said = desk.talk(
        "03-06", "approve", ("主任签批的日期", "昨天"), ("看不懂，请写成", f"{WIPE}3月6日"),
        ("签批编号", ""), ("金额（最多可以花多少）", "500"), ("大写：伍佰元整", None),
        ("用途", "打印纸"), ("为什么要花", "窗口办公"), ("申请人", "李四安"), ("付给谁", ""),
        ("用哪一笔专项资金", ""), ("签批的主任", ""), ("写出私钥文件", "没插.key"),
        ("看看 U 盘插好了没有", f"{WIPE}赵一清.key"), ("私钥的口令", "记错了"),
        ("口令不对", None), ("私钥的口令", SAYING), YES,
    )  # fmt: skip
    assert "signature:" in said
    assert SAYING not in said
    said = desk.talk(
        "03-07", "spend", ("日期", ""), ("记到哪个科目", "bgyp"), ("5101 办公用品", None),
        ("用什么付", ""), ("用哪张签批单", ""), ("签批还剩 500.00 元", "386"),
        ("大写：叁佰捌拾陆元整", None), ("付给谁", "晨光文具店"), ("用途", f"{RIGHT}和硒鼓"),
        ("发票号码", "26372000000012345678"), ("经手人", "李四安"), ("证明人", "孙三瓶"),
        ("账本里从没有过“孙三瓶”这个名字", None), ("附几张单据", ""), ("写进账本吗", "n"),
        ("改哪一项", "证明人"), ("证明人 [Esc 退回]", "孙三平"), ("附几张单据 1", None), YES,
    )  # fmt: skip
    assert '  witness: "孙三平"' in said
    assert '"晨光文具店" "打印纸和硒鼓"' in said
    desk.talk(
        "03-31", "spend", ("日期", ""), ("记到哪个科目", "手续费"), ("用什么付", DOWN),
        ("金额", "5"), ("付给谁", ""), ("用途", ""), ("附几张单据", ""), YES,
    )  # fmt: skip
    assert desk.findings("03-31") == []


def month_end(desk: Desk) -> str:
    """Count, reconcile, close; return the code of the seal."""
    notes = (("50 元", "1"), ("20 元", ""), ("10 元", "1"), ("5 元", ""), ("1 元", ""))
    again = (("100 元", ""), *((face, "") for face, _ in notes))
    said = desk.talk(
        "03-31", "count-cash", ("哪天下班时点的", ""), ("点哪里的钱", ""), ("100 元，几张", "8"),
        *notes, ("0.5 元", ""), ("0.1 元", "2"), ("大写：捌佰陆拾元贰角", None),
        ("短款           0.10 元", None), ("要再点一遍吗", "y"),
        *again, ("0.5 元", ""), ("0.1 元", "3"), ("谁点的", ""), ("谁监盘", ""),
        ("账实相符", None), YES,
    )  # fmt: skip
    assert 'denominations: "100x8 50x1 10x1 0.1x3"' in said
    said = desk.talk(
        "04-02", "reconcile", ("哪个月", "2026-03"), ("对账单上有哪些", "a"),
        ("选了 2 项", None), ("都和凭证的日期一样吗", ""),
        ("对账单月末余额（账面 52,370.96 元）", "52370.96"), ("谁编的", ""), ("谁复核的", ""), YES,
    )  # fmt: skip
    assert "调节后余额相等" in said
    said = desk.talk(
        "04-03", "close 2026-03", ("月结的日期", ""), ("[好] 现金盘点过", None), ("会计", ""),
        ("出纳", ""), ("主任", ""), ("写出私钥文件", "赵一清.key"), ("私钥的口令", SAYING), YES,
    )  # fmt: skip
    assert "2026年3月已经封账，封账码" in said
    desk.talk("04-03", "file 2026-03", ("哪天送到的", ""), ("街道的谁签收的", "吕丁山"), YES)
    return code_in(said[said.index("封账码") :])
