"""``--draft`` and ``juwu draft``: what is put aside is posted later, once, under the number that is free then."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hand_kept import BANK, MONTH, Desk

from juwu_ledger.journal.drafts.draft import Draft, read_draft
from juwu_ledger.journal.drafts.draft_folder import KeptDraft, mark_posting, one_draft
from juwu_ledger.journal.engine.journal import Stroke
from terminal import STOP, Terminal

SPEND = (
    "spend",
    "--amount",
    "386",
    "--to",
    "示例文具店",
    "--account",
    "办公用品",
    "--from",
    "bank",
)
PAPERS = (
    *("--approval", "SP-2026-0001", "--invoice", "26372000000012345678"),
    *("--handler", "李四安", "--witness", "周五福"),
)
RECEIVE = (
    *("receive", "--amount", "57.50", "--from", "来办事的居民", "--for", "复印115张"),
    *("--account", "服务收入", "--to", "till"),
)


at_terminal = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")


def put_aside(desk: Desk, *words: str) -> Path:
    result = desk.run(*words, "--draft")
    assert result.exit_code == 0, result.output
    found = re.search(r"放进草稿了：D\d+（(.*)）。", result.output)
    assert found
    return Path(found[1])


def run(desk: Desk, *words: str) -> tuple[int, str]:
    """Run a command that takes no date of its own."""
    from invoking import invoke

    result = invoke([*words, "--books", str(desk.folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    return result.exit_code, result.output


def test_a_draft_is_no_part_of_the_books_and_is_posted_with_what_was_missing(desk: Desk) -> None:
    file = put_aside(desk, *SPEND)
    assert desk.folder / "drafts" in file.parents
    assert not [v for v in desk.books().vouchers if v.payee == "示例文具店"]
    status, said = run(desk, "draft", "post", "1", "--as-of", "2026-03-05")
    assert status == 2
    assert "--approval、--handler、--witness" in said
    assert file.exists()
    desk.write(*RECEIVE)  # takes 0002, the number that a voucher booked in the meantime has
    status, said = run(desk, "draft", "post", "1", *PAPERS, "--as-of", "2026-03-05")
    assert status == 0, said
    assert "凭证 2026-03-0003" in said
    assert not file.exists()
    (voucher,) = [v for v in desk.books().vouchers if v.payee == "示例文具店"]
    assert (voucher.id, voucher.money) == ("2026-03-0003", -38600)


def test_every_answer_is_kept_as_it_was_given(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "发 票.pdf"
    scan.write_bytes(b"%PDF")
    words = ("--line", "办公用品=1.50", "--line", "水电费=2", "--document", str(scan))
    file = put_aside(desk, "spend", *words, "--for", "=；# 纸")
    assert read_draft(file.read_text(encoding="utf-8")) == Draft(
        "spend",
        (
            ("for", "=；# 纸"),
            ("line", "办公用品=1.50"),
            ("line", "水电费=2"),
            ("document", str(scan)),
            ("date", "2026-03-05"),
        ),
    )
    put_aside(desk, "reconcile", "bank", "2026-03", "--all-cleared")
    kept = one_draft(desk.folder, "2")
    assert isinstance(kept, KeptDraft)
    assert kept.draft.answers == (("account", "bank"), ("month", "2026-03"), ("all-cleared", "是"))


def test_a_draft_of_a_group_and_its_arguments(desk: Desk) -> None:
    put_aside(desk, "receipt-book", "issue", "A0000151", "A0000200")
    status, said = run(desk, "draft", "post", "D0001", "--as-of", "2026-03-05", "--dry-run")
    assert status == 0
    assert 'custom "receipt-book" "A0000151" "A0000200"' in said
    assert one_draft(desk.folder, "1").path.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("command = spend\namuont = 3\n", "没有 amuont 这一项"),
        ("command = spned\n", "没有 spned 这个命令"),
        ("command = check\n", "没有草稿，不能这样记"),
        ("command = asset\n", "没有草稿，不能这样记"),
        ("command = init\nfolder = 账本\n", "没有草稿，不能这样记"),
        ("command = spend\ndate = 2026-02-31\n", "草稿 D0001 还在"),
        ("command = receive\nfrom = 甲\nfrom = 乙\n", "草稿 D0001 还在"),
        ("command = spend\namount = 三百元\n", "--amount：金额 '三百元' 看不懂"),
        (f"command = spend\nfor = {'长' * 10_000}\namount = 0\n", "金额不能是零"),
        ("command = spend\n花了三百\n", "第 2 行看不懂"),
        ("amount = 3\n", "没有写是哪个命令"),
    ],
)
def test_a_draft_edited_wrongly_is_told_and_kept(desk: Desk, text: str, told: str) -> None:
    file = put_aside(desk, *SPEND)
    file.write_text(text, encoding="utf-8")
    before = desk.files()
    status, said = run(desk, "draft", "post", "1", *PAPERS, "--from", "bank", "--account", "5101")
    assert status == 2
    assert told in said
    assert "Traceback" not in said
    assert desk.files() == before
    assert run(desk, "draft", "list")[0] == 0


@pytest.mark.parametrize("later", [False, True])
def test_one_that_got_into_the_books_is_not_posted_again(desk: Desk, later: bool) -> None:
    file = put_aside(desk, *SPEND)
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    before = (desk.folder / MONTH).read_bytes()
    desk.write(*SPEND, *PAPERS)
    mark_posting(kept, Stroke(MONTH, before, b"", (desk.folder / MONTH).read_bytes()))
    if later:
        desk.write(*RECEIVE)
    there = desk.files()
    status, said = run(desk, "draft", "post", "1", *PAPERS)
    assert status == 5
    assert ("上次记到一半就断了" if later else "上次已经记进账本了") in said
    assert file.exists() == later
    assert {name: data for name, data in there.items() if "drafts" not in name} == {
        name: data for name, data in desk.files().items() if "drafts" not in name
    }


def test_one_that_did_not_get_into_the_books_is_posted(desk: Desk) -> None:
    put_aside(desk, *SPEND)
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    mark_posting(kept, Stroke(MONTH, (desk.folder / MONTH).read_bytes(), b"", b"other"))
    assert "记到一半断了" in run(desk, "draft", "list")[1]
    status, said = run(desk, "draft", "post", "1", *PAPERS, "--as-of", "2026-03-05")
    assert status == 0, said


def test_a_refusal_keeps_the_draft(desk: Desk) -> None:
    file = put_aside(desk, *SPEND)
    before = desk.files()
    words = (*PAPERS, "--amount", "99999", "--date", "2026-03-05")
    status, said = run(desk, "draft", "post", "1", *words, "--as-of", "2026-03-05")
    assert status == 5, said
    assert file.exists()
    assert desk.files() == before


def test_lists_and_discards(desk: Desk) -> None:
    assert "没有草稿" in run(desk, "draft", "list")[1]
    put_aside(desk, *SPEND)
    file = put_aside(desk, *RECEIVE)
    said = run(desk, "draft", "list")[1]
    assert "D0001  spend  2026-03-05 bank 示例文具店 办公用品 386" in said
    assert "amount = 57.50" in run(desk, "draft", "show", "2")[1]
    drafts = json.loads(run(desk, "draft", "list", "--json")[1])["drafts"]
    assert [item["command"] for item in drafts] == ["spend", "receive"]
    assert run(desk, "draft", "discard", "2")[0] == 2
    assert file.exists()
    assert run(desk, "draft", "discard", "2", "--yes")[0] == 0
    assert not file.exists()
    assert run(desk, "draft", "show", "2")[0] == 2


# --- at a terminal ---------------------------------------------------------------------------------


def sit_down(desk: Desk, *words: str) -> Terminal:
    told = (*words, "--as-of", "2026-03-05", "--books", str(desk.folder))
    return Terminal(*told, folder=desk.folder)


@at_terminal
def test_a_dialogue_is_broken_off_into_a_draft_and_finished_later(desk: Desk) -> None:
    before = desk.books().vouchers
    at = sit_down(desk, "receive", "--draft", "--for", "复印115张")
    at.answer("日期")
    at.answer("金额", "57.50")
    at.answer("什么收入", "服务")
    at.answer("谁交来的", "张大爷")
    at.wait_for("钱到哪里")
    at.press(STOP)
    assert at.finish() == 0, at.said
    assert "放进草稿了：D0001" in at.said
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    assert dict(kept.draft.answers) == {
        "amount": "57.50",
        "from": "张大爷",
        "for": "复印115张",
        "account": "Income:4003服务收入",
        "date": "2026-03-05",
    }
    at = sit_down(desk, "draft", "post", "1")
    at.answer("钱到哪里", "待缴")
    at.answer("收据号码")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert len(desk.books().vouchers) == len(before) + 1
    assert not kept.path.exists()


@at_terminal
def test_what_is_refused_or_not_wanted_yet_goes_into_a_draft(desk: Desk) -> None:
    at = sit_down(desk, *SPEND, "--for", "打印纸")
    at.answer("日期")
    at.answer("用哪张签批单")
    at.answer("发票号码", "26372000000012345678")
    at.answer("经手人", "李四安")
    at.answer("证明人", "周五福")
    at.answer("附几张单据")
    at.answer("写进账本吗", "n")
    at.answer("改哪一项", "放进草稿")
    assert at.finish() == 0, at.said
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    assert kept.draft.all_of("approval") == ("SP-2026-0001",)
    assert kept.draft.all_of("invoice") == ("26372000000012345678",)
    at = sit_down(desk, "draft", "post", "1", "--amount", "385")
    at.answer("写进账本吗", "n")
    at.answer("改哪一项", "放进草稿")
    assert at.finish() == 0, at.said
    again = one_draft(desk.folder, "1")
    assert isinstance(again, KeptDraft)
    assert again.draft.all_of("amount") == ("385",)
    assert len(list((desk.folder / "drafts").iterdir())) == 1


@at_terminal
def test_a_copy_proposes_what_stood_in_the_voucher(desk: Desk) -> None:
    desk.write(*SPEND, "--for", "打印纸", *PAPERS)
    at = sit_down(desk, "copy", "2026-03-0002")
    at.answer("日期")
    at.answer("记到哪个科目")
    at.answer("用什么付")
    at.answer("用哪张签批单")
    at.answer("金额", "120.50")
    at.answer("付给谁")
    at.answer("用途")
    at.answer("发票号码", "26372000000012345679")
    at.answer("经手人")
    at.answer("证明人")
    at.answer("附几张单据")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    copied = desk.books().facts.by_id["2026-03-0003"]
    assert (copied.payee, copied.narration, copied.money) == ("示例文具店", "打印纸", -12050)
    assert (copied.text("handler"), copied.text("witness")) == ("李四安", "周五福")
    assert [p.account for p in copied.txn.postings] == ["Expenses:5101办公用品", BANK]


@at_terminal
def test_answers_given_line_by_line_are_in_the_draft(desk: Desk) -> None:
    at = sit_down(desk, "spend", "--draft")
    at.answer("日期")
    at.answer("记到哪个科目", "一行一行")
    at.answer("用什么付")
    at.answer("用哪张签批单")
    at.answer("第 1 行：哪个科目", "5101")
    at.answer("办公用品 多少元", "1030")
    at.answer("这一行的发票号码", "26372000000012345678")
    at.answer("第 2 行：哪个科目", "sdf")
    at.answer("水电费 多少元", "12.5")
    at.answer("这一行的发票号码", "26372000000012345679")
    at.answer("还有一行吗", "y")
    at.answer("第 3 行：哪个科目", "5101")
    at.wait_for("办公用品 多少元")
    at.press(STOP)
    assert at.finish() == 0, at.said
    assert "草稿里记着答到一半的：第 3 行：哪个科目（编码、名称或拼音首字母）：" in at.said
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    assert kept.draft.all_of("line") == (
        "Expenses:5101办公用品=1030.00,发票=26372000000012345678",
        "Expenses:5102水电费=12.50,发票=26372000000012345679",
    )
    assert "第 3 行" in kept.draft.note
    assert "办公用品" in kept.draft.note

    at = sit_down(desk, "draft", "post", "1", "--from", "bank")
    at.wait_for("里记着：答到一半的：第 3 行")
    at.answer("付给谁", "示例超市")
    at.answer("用途")
    at.answer("经手人", "李四安")
    at.answer("证明人", "周五福")
    at.answer("附几张单据", "2")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    voucher = desk.books().vouchers[-1]
    assert [(p.account, str(p.units.number)) for p in voucher.txn.postings] == [
        ("Expenses:5101办公用品", "1030.00"),
        ("Expenses:5102水电费", "12.50"),
        (BANK, "-1042.50"),
    ]


@at_terminal
def test_what_was_ticked_or_split_is_in_the_draft(desk: Desk) -> None:
    at = sit_down(desk, "journal", "--draft")
    at.answer("日期")
    at.answer("第 1 行：哪个科目", "办公用品")
    at.answer("借还是贷")
    at.answer("金额", "30")
    at.wait_for("第 2 行")
    at.press(STOP)
    assert at.finish() == 0, at.said
    kept = one_draft(desk.folder, "1")
    assert isinstance(kept, KeptDraft)
    assert kept.draft.all_of("line") == ("Expenses:5101办公用品=借30.00",)
    assert not kept.draft.note
