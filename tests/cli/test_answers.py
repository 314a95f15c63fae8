"""Answers at a terminal are never dropped: lists, going back, putting right, taking up again."""

from __future__ import annotations

import json
import os
import stat

import pytest
from hand_kept import BANK, DAY, TILL, Desk, leg
from test_write_approvals import SAYING, Keys

from juwu_ledger.journal.engine.disk import ANSWERS
from terminal import DOWN, ENTER, ESC, STOP, Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there"),
]
ERASE, PASTE = "\x7f", "\x1b[200~{}\x1b[201~"
RECEIVE = ("receive", "--amount", "57.50", "--for", "复印115张", "--account", "服务收入")
TAKE_UP = "答过的接着用吗"


def sit_down(desk: Desk, *words: str, columns: int = 200) -> Terminal:
    told = (*words, "--as-of", DAY, "--books", str(desk.folder))
    return Terminal(*told, folder=desk.folder, columns=columns)


def kept(desk: Desk) -> list[dict[str, str]]:
    """The answers that are kept beside the books, one dialogue each."""
    path = desk.folder / ANSWERS
    return [one["answers"] for one in json.loads(path.read_text("utf-8"))] if path.exists() else []


def test_what_is_typed_at_a_list_finds_or_is_told_off(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE, "--from", "居民")
    at.answer("日期")
    at.answer("钱到哪里", "支付宝")
    at.wait_for("没有“支付宝”这一项")
    at.press(ERASE * 3)
    at.answer("待缴款", "银行")
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert leg(BANK, "57.50") in desk.added(before)


@pytest.mark.parametrize("typed", ["jbh", "jibenhu", "yinhang", "bank", "基本"])
def test_a_list_is_searched_by_pinyin_too(desk: Desk, typed: str) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE, "--from", "居民")
    at.answer("日期")
    at.answer("钱到哪里", typed)
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert leg(BANK, "57.50") in desk.added(before)


def test_what_may_mean_several_is_not_taken_unseen(desk: Desk) -> None:
    """Typed in one go with Enter, before the list could be drawn anew."""
    at = sit_down(desk, "transfer", "--amount", "5")
    at.answer("日期")
    at.answer("从哪里转出", "库存现金")
    at.wait_for("“库存现金”可以是 2 项")
    at.press(DOWN + ENTER)
    at.wait_for("从哪里转出 库存现金·待缴款")
    at.leave()


def test_one_can_go_back(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE)
    at.answer("日期")
    at.answer("谁交来的", "张大爷")
    at.wait_for("钱到哪里")
    at.wait_for("Esc 退回")
    at.press(ESC, pause=0.8)
    at.answer("谁交来的 [Esc 退回] 张大爷", "王大妈")
    at.answer("钱到哪里")
    at.wait_for("收据号码")
    at.press(ESC, pause=0.8)
    at.wait_for("钱到哪里")
    at.press(ESC, pause=0.8)
    at.answer("谁交来的 [Esc 退回] 王大妈", "李奶奶")
    at.wait_for("· 钱到哪里 库存现金·待缴款")  # What was answered after it stands, and is shown.
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert '"李奶奶" "复印115张"' in added
    assert leg(TILL, "57.50") in added


def test_ctrl_c_keeps_the_answers_for_the_next_call(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE)
    at.answer("日期", "3-4")
    at.answer("谁交来的", "张大爷")
    at.wait_for("钱到哪里")
    at.press(STOP)
    assert at.finish() == 5, at.said
    assert "账本没有改动" in at.said
    assert "可以接着来" in at.said
    path = desk.folder / ANSWERS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept(desk) == [{"--date": "3-4", "--from": "张大爷"}]
    assert desk.findings() == []  # Nothing that the books are read from.
    path.rename(desk.folder / "kept")
    assert desk.files().keys() == {*before, "kept"}
    (desk.folder / "kept").rename(path)

    at = sit_down(desk, "receive")  # Its options are remembered, too.
    at.answer(TAKE_UP)
    at.wait_for("· 日期 3-4")
    at.wait_for("· 谁交来的 张大爷")
    at.answer("钱到哪里")
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '2026-03-04 * "张大爷" "复印115张"' in desk.added(before)
    assert not path.exists()


def test_other_answers_are_not_mixed_up(desk: Desk) -> None:
    for name in ("张大爷", "王大妈"):
        at = sit_down(desk, "receive", "--for", name)
        at.answer("日期")
        at.answer("金额", "5")
        at.wait_for("什么收入")
        at.press(STOP)
        assert at.finish() == 5
    at = sit_down(desk, "receive", "--for", "复印")
    at.answer("日期")
    at.wait_for("金额")
    at.press(STOP)
    assert TAKE_UP not in at.said
    at.finish()
    at = sit_down(desk, "receive", "--for", "张大爷")
    at.answer(TAKE_UP, "n")
    at.wait_for("日期")
    at.press(STOP)
    at.finish()
    assert kept(desk) == [{"--date": DAY, "--amount": "5"}, {"--date": DAY}]


def test_a_terminal_that_is_closed_keeps_them_too(desk: Desk) -> None:
    at = sit_down(desk, *RECEIVE)
    at.answer("日期")
    at.answer("谁交来的", "张大爷")
    at.wait_for("钱到哪里")
    at.leave()
    assert kept(desk) == [{"--date": DAY, "--from": "张大爷"}]


def test_a_refusal_goes_back_to_what_it_concerns(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(
        desk, "spend", "--account", "办公用品", "--from", "bank", "--amount", "86",
        "--invoice", "26372000000012345678", "--to", "示例文具店", "--for", "纸",
    )  # fmt: skip
    at.answer("日期")
    at.answer("用哪张签批单")
    at.answer("经手人", "李四安")
    at.answer("证明人", "李四安")
    at.answer("附几张单据", "2")
    at.wait_for("SPD009")
    at.wait_for("❯ 证明人：李四安")
    at.press(ENTER)
    at.answer("证明人 [Esc 退回] 李四安", "周五福")
    at.wait_for("· 附几张单据 2")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    added = desk.added(before)
    assert '  handler: "李四安"\n  witness: "周五福"\n' in added
    assert "  attachments: 2\n" in added
    assert not (desk.folder / ANSWERS).exists()


def test_what_a_rule_refuses_can_be_explained_there(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(
        desk, "spend", "--account", "办公用品", "--from", "bank", "--amount", "86",
        "--invoice", "26372000000012345678", "--to", "示例文具店", "--for", "纸",
    )  # fmt: skip
    at.answer("日期")
    at.answer("用哪张签批单")
    at.answer("经手人", "李四安")
    at.answer("证明人", "李四安")
    at.answer("附几张单据")
    at.answer("改哪一项", "写明理由")
    at.answer("理由（和账记在一起", "当天只有一个人")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert 'custom "explanation" "SPD009" "当天只有一个人"' in desk.added(before)


def test_a_day_far_off_or_before_the_books_is_asked_about(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE, "--from", "居民")
    at.answer("日期", "2026.9.9")
    at.answer("2026-09-09 离今天（2026-03-05）有 188 天。就是这一天吗", "")  # Enter is no.
    at.answer("日期", "2001年1月1日")
    at.answer("2001-01-01 在那以前。就是这一天吗", "n")
    at.answer("日期", "二〇二六年十三月一日")
    at.wait_for("看不懂")
    at.press("三月四日" + ENTER)  # What was told off is gone.
    at.wait_for("2026-03-04 星期三")
    at.answer("钱到哪里")
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '2026-03-04 * "居民"' in desk.added(before)


def test_an_option_that_was_wrong_is_asked_for_instead(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(
        desk, "spend", "--account", "办公用品", "--from", "bank", "--amount", "86", "--handler",
        "李四安", "--witness", "李四安", "--invoice", "26372000000012345678", "--to", "示例文具店",
    )  # fmt: skip
    at.answer("日期")
    at.answer("用哪张签批单")
    at.answer("用途", "纸")
    at.answer("附几张单据")
    at.answer("改哪一项", "证明人")
    at.answer("证明人 [Esc 退回]", "周五福")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '  handler: "李四安"\n  witness: "周五福"\n' in desk.added(before)


def test_a_passphrase_is_never_kept(desk: Desk) -> None:
    keys = Keys(desk, desk.folder.parent / "keys")
    key = keys.make("赵一清")
    at = sit_down(
        desk,
        "approve",
        "--amount",
        "5",
        "--for",
        "胶水",
        "--reason",
        "用完了",
        "--applicant",
        "李四安",
    )
    at.answer("主任签批的日期")
    at.answer("签批编号")
    at.answer("付给谁")
    at.answer("签批的主任")
    at.answer("赵一清 的钥匙", str(key))
    at.answer("口令", SAYING)
    at.wait_for("写进账本吗")
    at.press(STOP)
    assert at.finish() == 5, at.said
    text = (desk.folder / ANSWERS).read_text("utf-8")
    assert "赵一清" in text
    assert SAYING not in text
    assert "口令" not in text


def test_a_file_pasted_by_mistake_is_told_off(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE)
    at.answer("日期")
    at.wait_for("谁交来的")
    for question, said in (("张大爷", "钱到哪里"), ("", "收据号码")):
        at.press(PASTE.format("长" * 10_000))
        at.wait_for("太长了（10000 个字），最多 2000 个字")
        at.press(question + ENTER)
        at.wait_for(said)
    at.press(ENTER)
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert '"张大爷" "复印115张"' in desk.added(before)


def test_a_narrow_terminal(desk: Desk) -> None:
    before = desk.files()
    at = sit_down(desk, *RECEIVE, "--from", "居民", columns=40)
    at.answer("日期")
    at.wait_for("钱到哪里")
    at.press("银行" + ENTER)
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert leg(BANK, "57.50") in desk.added(before)


def test_books_that_cannot_be_written_beside_keep_nothing_and_go_on(desk: Desk) -> None:
    (desk.folder / ANSWERS).mkdir()
    at = sit_down(desk, *RECEIVE)
    at.answer("日期")
    at.answer("谁交来的", "居民")
    at.wait_for("钱到哪里")
    at.press(STOP)
    assert at.finish() == 5
    assert "Traceback" not in at.said
    assert "可以接着来" not in at.said


def test_a_spoiled_file_of_answers_is_none(desk: Desk) -> None:
    for text in ("{", "[1]", '[{"command": "juwu receive"}]', '{"a": 1}', "\0"):
        (desk.folder / ANSWERS).write_text(text, encoding="utf-8")
        at = sit_down(desk, *RECEIVE)
        at.wait_for("日期")
        at.press(STOP)
        assert at.finish() == 5, at.said
        assert "Traceback" not in at.said
