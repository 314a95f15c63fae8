"""What all commands about money share: trial runs, JSON, missing options, hand-kept files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hand_kept import BANK, LOCK, MONTH, Desk

from invoking import invoke

RECEIVE = (
    *("receive", "--amount", "57.50", "--from", "来办事的居民", "--for", "复印115张"),
    *("--account", "服务收入", "--to", "till"),
)
SPEND = (
    *("spend", "--approval", "SP-2026-0001", "--amount", "386", "--to", "示例文具店"),
    *("--account", "办公用品", "--from", "bank", "--invoice", "26372000000012345678"),
    *("--handler", "李四安", "--witness", "周五福"),
)
APPROVE = (
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
COUNT = ("count-cash", "--account", "cash", "--notes", "100x10", "--witness", "钱二宁")
RECONCILE = ("reconcile", "bank", "2026-03", "--balance", "80000", "--checked-by", "赵一清")
COMMANDS = {
    "receive": RECEIVE,
    "spend": SPEND,
    "withdraw": ("withdraw", "--amount", "100"),
    "transfer": ("transfer", "--from", "bank", "--to", "微信", "--amount", "5"),
    "approve": APPROVE,
    "resolve": ("resolve", "--title", "计划", "--present", "5", "--in-favour", "4"),
    "receipt-book issue": ("receipt-book", "issue", "A0000151", "A0000200"),
    "receipt-book return": (
        *("receipt-book", "return", "A0000101", "A0000150", "--accepted-by", "吕丁山"),
    ),
    "void-receipt": ("void-receipt", "A0000101", "--reason", "写坏了"),
    "count-cash": COUNT,
    "reconcile": RECONCILE,
    "reverse": ("reverse", "2026-03-0002", "--reason", "重复"),
    "deposit": ("deposit",),
}


@pytest.fixture(params=sorted(COMMANDS))
def words(request: pytest.FixtureRequest, desk: Desk) -> tuple[str, ...]:
    """A command that can be run on the books as they are."""
    if request.param == "deposit":
        desk.write(*RECEIVE)
    if request.param == "reverse":
        desk.write(*SPEND, day="2026-03-03")
    return COMMANDS[request.param]


AS_OF = "2026-04-02"


def test_a_trial_run_shows_the_text_and_leaves_no_trace(desk: Desk, words: tuple[str, ...]) -> None:
    (desk.folder / LOCK).unlink(missing_ok=True)
    before = desk.files()
    trial = desk.run(*words, "--dry-run", as_of=AS_OF)
    assert trial.exit_code == 0, trial.output
    assert "试写，没有写入" in trial.stdout
    assert desk.files() == before
    assert not (desk.folder / LOCK).exists()
    for line in desk.write(*words, as_of=AS_OF).splitlines():
        assert line in trial.stdout


def test_json_is_one_object_and_says_what_was_written(desk: Desk, words: tuple[str, ...]) -> None:
    before = desk.files()
    result = desk.run(*words, "--json", as_of=AS_OF)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["dry_run"] is False
    assert said["written"]["text"] in desk.text(said["written"]["file"])
    first = said["written"]["text"].splitlines()[0]
    assert desk.text(said["written"]["file"]).splitlines()[said["written"]["line"] - 1] == first
    assert said["written"]["text"].strip().splitlines()[0] in desk.added(before)


def test_every_command_is_shown_with_an_example(words: tuple[str, ...], desk: Desk) -> None:
    name = words[:2] if words[0] == "receipt-book" else words[:1]
    shown = invoke([*name, "--help"]).stdout
    assert f"例：juwu {' '.join(name)}" in shown
    for option in ("--dry-run", "--json", "--explain", "--as-of", "--books"):
        assert option in shown


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hand_kept_files_keep_their_lines_and_their_ends(tmp_path: Path, newline: str) -> None:
    desk = Desk(tmp_path / "books", newline)
    for words in (
        RECEIVE,
        ("deposit",),
        APPROVE,
        COMMANDS["void-receipt"][:1] + ("A0000102", "--reason", "坏"),
        SPEND,
    ):
        desk.write(*words)
    desk.write("reverse", "2026-03-0004", "--reason", "重复", "--again-for", "订书机")
    assert desk.text(MONTH).count("谁也不许动") == 1
    assert desk.findings() == []


def test_a_file_without_a_last_line_end(desk: Desk) -> None:
    path = desk.folder / MONTH
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    desk.write(*RECEIVE)
    desk.write("deposit")
    assert "不许动\n\n2026-03-05 *" in desk.text(MONTH)


def test_an_explained_breach_is_written_beside_the_voucher(desk: Desk) -> None:
    words = ("spend", *SPEND[1:-2], "--witness", "李四安")
    assert "SPD009" in desk.refuse(5, *words)
    added = desk.write(*words, "--explain", "当天只有一个人")
    assert added.count("custom") == 1
    assert '2026-03-05 custom "explanation" "SPD009" "当天只有一个人"\n' in added
    assert desk.findings() == ["SPD009 explained"]


def test_broken_books_are_not_written_to(desk: Desk) -> None:
    desk.add(MONTH, f'2026-03-02 * "x" "y"\n  {BANK}  5.00 CNY\n')
    desk.refuse(4, *RECEIVE)


def test_a_closed_month_is_refused(desk: Desk) -> None:
    desk.add("reviews.beancount", '2026-04-02 custom "close" "2026-03"\n')
    for words in (RECEIVE, APPROVE, COMMANDS["void-receipt"], COMMANDS["resolve"]):
        assert "2026年3月已经月结" in desk.refuse(5, *words, day="2026-03-31", as_of="2026-04-03")
    said = desk.refuse(5, *RECONCILE, as_of="2026-04-03")
    assert "2026年3月已经月结" in said
    assert "2026年2月已经月结" in desk.refuse(5, *APPROVE, day="2026-02-03", as_of="2026-04-03")
    desk.write(*RECEIVE, day="2026-04-03")


def test_what_is_past_is_counted_after_a_write_and_not_told(desk: Desk) -> None:
    desk.write(*SPEND, day="2026-03-12")
    late = desk.run(*RECEIVE, day="2026-03-09", as_of="2026-03-12")
    assert late.exit_code == 0
    assert "VCH002" not in late.output
    assert "另有 1 条已成过去、现在改不了的提醒" in late.output
    assert "VCH002" in desk.run("check", day="2026-03-12").output
