"""``juwu`` alone at a terminal: the first screen and its menu, at a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from typer.main import get_command

from invoking import invoke
from juwu_ledger.cli.app import app
from juwu_ledger.cli.menu import MENU, Blank, Item
from paper_books import BANK, OPENING, SERVICE, TILL, TITLE, load, voucher
from terminal import Terminal

TEXT = (
    '2026-09-01 custom "limit" "petty-cash" 3000.00 CNY\n'
    '2026-09-01 custom "limit" "street-sign-off" 5000.00 CNY\n'
    '2026-09-01 custom "receipt-book" "A0000001" "A0000050"\n'
    + voucher("2026-10-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)
    + voucher("2026-10-0002", (TILL, "57.50"), (SERVICE, "-57.50"), day=27, receipt="A0000001")
)
ERASE = "\x15"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    load(tmp_path, TEXT)
    return tmp_path


def home(books: Path, columns: int = 200) -> Terminal:
    return Terminal("--as-of", "2026-10-28", folder=books, columns=columns)


def packed(text: str) -> str:
    """What is shown, without the line breaks of a narrow terminal."""
    return "".join(text.split())


def test_the_first_screen_says_whose_books_what_is_open_and_what_is_due(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "0")
    assert there.finish() == 0
    said = there.said
    assert said.startswith(TITLE)
    assert "今天 2026-10-28。还没有月结：2026年10月。" in said
    assert "过期 1 天：2026-10-27 收的现金存银行" in said
    assert "还有 3 天：2026年10月月末点现金" in said
    places = [said.index(f"  {n}  {page.title}") for n, page in enumerate(MENU, 1)]
    assert places == sorted(places)
    titles = ["收钱", "花钱", "存银行", "对账", "月末", "季末", "报表", "查找"]
    assert [page.title for page in MENU] == titles
    assert "Traceback" not in said


def test_a_choice_prints_its_command_asks_its_questions_and_writes(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "3")
    there.answer("存银行（打号码）", "1")
    there.wait_for("$ juwu deposit --as-of 2026-10-28")
    for question in ("日期", "缴存多少", "哪家银行", "事由", "附几张", "写进账本吗"):
        there.answer(question)
    there.wait_for("记好了：凭证 2026-10-0003")
    there.answer("存银行（打号码）", "0")
    there.wait_for("还没有月结")
    there.answer("做什么", "0")
    assert there.finish() == 0
    written = (books / "main.beancount").read_text("utf-8")
    assert 'voucher: "2026-10-0003"' in written
    # What was due is due no more: the screen looked again.
    assert "收的现金存银行" not in there.said[there.said.rindex("还没有月结") :]


def test_what_a_command_wants_is_asked_with_what_is_likely(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "7")
    there.answer("报表（打号码）", "2")
    there.answer("哪个月（如 2026-10）")
    there.wait_for("$ juwu register trial-balance --period 2026-10 --as-of 2026-10-28")
    there.wait_for("科目余额表")
    there.answer("报表（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0


def test_a_mere_enter_takes_what_ended_last(books: Path, tmp_path_factory: Any) -> None:
    stick = tmp_path_factory.mktemp("U盘")
    backup = ("backup", str(stick), "--same-disk", "-b", str(books), "--as-of", "2026-10-28")
    assert invoke(backup).exit_code == 0
    there = home(books)
    for page, title, item, question, command in (
        ("6", "季末", "1", "哪个季度", "report quarterly 2026Q3"),
        ("6", "季末", "8", "哪个半年", "conference-report 2026H1"),
        ("7", "报表", "7", "哪一年", "report annual 2026"),
        ("5", "月末", "8", "备份", f"backup {stick}"),
    ):
        there.answer("做什么", page)
        there.answer(f"{title}（打号码）", item)
        there.answer(question)
        there.wait_for(f"$ juwu {command} --as-of 2026-10-28")
        if command.startswith("conference-report"):
            there.wait_for("哪天")
            there.press("\x03")
        there.answer(f"{title}（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0


def test_the_list_of_what_is_due_runs_what_does_it(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "9")
    there.answer("照着待办做（打号码）", "1")
    there.wait_for("$ juwu deposit")
    there.wait_for("日期")
    time.sleep(0.3)
    os.write(there.handle, b"\x03")
    there.wait_for("已取消，账本没有改动")
    there.answer("照着待办做（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0
    assert "0003" not in (books / "main.beancount").read_text("utf-8")


@pytest.mark.parametrize(
    "typed", ["", "x", "99", "-1", "1.5", "收钱", "9" * 10_000, "1 2", "00009999"]
)
def test_what_is_mistyped_is_told_and_the_question_stays(books: Path, typed: str) -> None:
    there = home(books)
    there.answer("做什么", typed)
    there.wait_for("最多 2000 个字" if len(typed) > 2000 else "请打 0 到 9 的号码")
    time.sleep(0.2)
    os.write(there.handle, (ERASE + "\x7f" * 5 + "0\r").encode())
    assert there.finish() == 0
    assert "Traceback" not in there.said


def test_full_width_numbers_are_numbers(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "８")
    there.answer("查找（打号码）", "０")
    there.answer("做什么", "0")
    assert there.finish() == 0


def test_a_wrong_period_is_told(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "6")
    there.answer("季末（打号码）", "1")
    there.answer("哪个季度", ERASE + "2026-10")
    there.wait_for("期间不对")
    time.sleep(0.2)
    os.write(there.handle, (ERASE + "\x7f" * 8 + "2026Q4\r").encode())
    there.wait_for("$ juwu report quarterly 2026Q4")
    there.answer("季末（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0


def test_a_command_that_refuses_leads_back_to_the_menu(books: Path) -> None:
    there = home(books)
    there.answer("做什么", "8")
    there.answer("查找（打号码）", "2")
    there.answer("编号", "XX")
    there.wait_for("账本里没有编号 XX")
    there.answer("查找（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0


def test_ctrl_c_leaves(books: Path) -> None:
    there = home(books)
    there.wait_for("做什么")
    time.sleep(0.3)
    os.write(there.handle, b"\x03")
    assert there.finish() == 0
    assert "Traceback" not in there.said


def test_ctrl_d_leaves(books: Path) -> None:
    there = home(books)
    there.wait_for("做什么")
    time.sleep(0.3)
    os.write(there.handle, b"\x04")
    assert there.finish() == 0
    assert "Traceback" not in there.said


def test_a_closed_terminal_ends_it(books: Path) -> None:
    before = {path.name for path in books.iterdir()}
    there = home(books)
    there.wait_for("做什么")
    os.close(there.handle)
    for _ in range(100):
        done, status = os.waitpid(there.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.1)
    else:
        os.kill(there.pid, signal.SIGKILL)
        pytest.fail("it went on without a terminal")
    assert {path.name for path in books.iterdir()} == before


def test_a_terminal_of_forty_columns(books: Path) -> None:
    there = home(books, columns=40)
    there.answer("做什么", "1")
    there.answer("收钱", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0
    assert "过期1天：2026-10-27收的现金存银行" in packed(there.said)
    assert "  1  收一笔钱" in there.said


def test_broken_books_are_told_and_the_menu_is_there(books: Path) -> None:
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write(f'2026-10-28 * "坏"\n  {BANK}  1.00 CNY\n')
    there = home(books)
    there.wait_for("账本读不了")
    there.answer("做什么", "5")
    there.answer("月末（打号码）", "1")
    there.wait_for("$ juwu check")
    there.answer("月末（打号码）", "0")
    there.answer("做什么", "0")
    assert there.finish() == 0
    assert "Traceback" not in there.said


def test_no_books_here(tmp_path: Path) -> None:
    there = Terminal(folder=tmp_path)
    assert there.finish() == 2
    assert "没有找到账本" in there.said
    assert "juwu init" in there.said


def test_without_a_terminal_it_is_help_by_occasion(books: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "juwu_ledger"],
        cwd=books, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [line for line in ("收钱：", "花钱：", "月末：", "查找、核对：") if line in lines] == [
        "收钱：",
        "花钱：",
        "月末：",
        "查找、核对：",
    ]
    at = lines.index("收钱：")
    assert lines[at + 1].startswith("  receive ")


def test_options_before_a_command_are_not_dropped(books: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "juwu_ledger", "-b", str(books), "check"],
        cwd=books, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "要写在命令 check 的后面" in done.stderr


# --- the menu as data ------------------------------------------------------------------------------

_EXAMPLES = {
    Blank.MONTH: "2026-10", Blank.QUARTER: "2026Q3", Blank.HALF: "2026H1", Blank.YEAR: "2026",
}  # fmt: skip


@pytest.mark.parametrize(
    "item", [item for page in MENU for item in page.items], ids=lambda item: item.title
)
def test_every_choice_is_a_command_that_the_program_has(item: Item) -> None:
    words = [_EXAMPLES.get(word, "1") if isinstance(word, Blank) else word for word in item.command]
    command: click.Command = get_command(app)
    context = click.Context(command, info_name="juwu")
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, name
        command = found
    context = command.make_context(command.name, words, parent=context)
    assert context.params
