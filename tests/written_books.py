"""Running the writing commands in tests: on a copy of the example books, or on new ones."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from click.testing import Result

from invoking import invoke
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge
from plain_example import PLAIN

EXAMPLE = PLAIN
"""The example books: closed through December 2025."""
DAY = "2026-01-05"
HOSTILE = (
    '说"引号"的',
    '反斜杠\\n和\\"',
    "分号; #标签 ^链接",
    "{花括号} %s {{x}}",
    "'单引号'，2026-01-01 open",
    "龘𠮷 café Ω",
)
"""Texts that must be read back from the books exactly as they were given."""
UNWRITABLE = ("两行\n字", "回车\r字", "藏\u200b字", "制表\t符", "空字\x00节", "反向\u202e字")
INIT = (
    *("--committee", "示例市样板区柳荫街道柳叶里社区居民委员会", "--begin", "2026-01-01"),
    *("--officer", "主任=赵一清", "--officer", "会计=李四安", "--officer", "出纳=周五福"),
    *("--officer", "票据保管人=郑七星", "--officer", "资产保管人=冯八方"),
    *("--officer", "公开专人=孙三平", "--officer", "finance-group=赵一清、钱二宁、孙三平"),
    *("--officer", "review-leader=褚十全", "--officer", "review-member=卫百川、蒋千里"),
    *("--officer", "street-director=沈万里", "--until", "2029-03-17"),
    *("--petty-cash", "3000", "--street-sign-off", "5000", "--fixed-asset", "2000"),
    *("--cash-payment", "1000", "--resolution", "20000"),
)
"""Options that make books under which every rule is silent."""
BALANCES = ("--opening", "备用金=1246.30", "--opening", "基本户=52318.46")


def example(folder: Path) -> Path:
    """Return a copy of the example books."""
    return Path(shutil.copytree(EXAMPLE, folder / "ledger"))


def run(books: Path, *words: str, as_of: str = DAY) -> Result:
    """Run a command on the books, with nobody at the terminal."""
    return invoke([*words, "--books", str(books), "--as-of", as_of])


def start(folder: Path, *words: str) -> Result:
    """Run ``juwu init FOLDER``."""
    return invoke(["init", str(folder), *words, "--as-of", DAY])


def fresh(folder: Path, *words: str) -> Path:
    """Return new books."""
    result = start(folder / "账本", *INIT, *BALANCES, *words)
    assert result.exit_code == 0, result.output
    return folder / "账本"


def read(books: Path) -> Books:
    """Return the books as they are on the disk."""
    loaded = load_books(books / "main.beancount")
    assert loaded.books is not None
    assert not loaded.errors, loaded.errors
    return loaded.books


def findings(books: Path, as_of: str = DAY) -> list[Finding]:
    """Return what all rules find."""
    return judge(read(books), CATALOGUE, dt.date.fromisoformat(as_of))


def snapshot(books: Path) -> dict[str, bytes]:
    """Return every file but the lock, byte by byte."""
    return {
        path.relative_to(books).as_posix(): path.read_bytes()
        for path in sorted(books.rglob("*"))
        if path.is_file() and path.name not in (".juwu.lock", "operations.log")
    }
