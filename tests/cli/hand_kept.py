"""Small books laid out as docs/books-format.md has it, kept by hand, and ``juwu`` writing to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import Result

from invoking import invoke
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.width import display_width
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.engine.directive_text import NUMBER_END

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
TITLE = "示例市样板区柳荫街道桂花里社区居民委员会"
PETTY = "Assets:1001库存现金:01备用金"
TILL = "Assets:1001库存现金:02待缴款"
BANK = "Assets:1002银行存款:01基本户"
WECHAT = "Assets:1012其他货币资金:01微信"
MONTH = "2026/2026-03.beancount"
DAY = "2026-03-05"
LOCK = ".juwu.lock"


class Desk:
    """Books in a folder, and a person who writes to them with ``juwu``."""

    def __init__(self, folder: Path, newline: str = "\n") -> None:
        self.folder = folder
        self.newline = newline
        for name, text in _files().items():
            self.put(name, text)

    def put(self, name: str, text: str) -> None:
        """Write a file as a person would, by hand."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("\n", self.newline).encode())

    def add(self, name: str, text: str) -> None:
        """Add lines to a file by hand."""
        self.put(name, self.text(name) + text)

    def text(self, name: str) -> str:
        """The text of a file, its lines ending in line feeds."""
        return (self.folder / name).read_bytes().decode().replace("\r\n", "\n")

    def run(self, *words: object, day: str = DAY, as_of: str | None = None) -> Result:
        """Run a command on ``day``; what ends in a traceback fails the test."""
        dated = [] if words[0] in ("check", "reconcile") else ["--date", day]
        result = invoke(
            [*map(str, words), *dated, "--as-of", as_of or day, "--books", str(self.folder)]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        assert "Traceback" not in result.output
        return result

    def write(self, *words: object, day: str = DAY, as_of: str | None = None) -> str:
        """Run a command that must write; return the lines it added.

        Every line that stood there is still there, in order and byte for byte.
        """
        before = self.files()
        result = self.run(*words, day=day, as_of=as_of)
        assert result.exit_code == 0, result.output
        return self.added(before)

    def refuse(self, status: int, *words: object, day: str = DAY, as_of: str | None = None) -> str:
        """Run a command that must be refused with ``status``, and change no byte."""
        before = self.files()
        result = self.run(*words, day=day, as_of=as_of)
        assert result.exit_code == status, result.output
        assert self.files() == before
        return result.stderr

    def files(self) -> dict[str, bytes]:
        """Every file but the lock, by its path."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name not in (LOCK, "operations.log")
        }

    def added(self, before: dict[str, bytes]) -> str:
        """Return the lines added since ``before``; fail when anything else has changed."""
        lines: list[str] = []
        after = self.files()
        assert before.keys() <= after.keys()
        for name, content in after.items():
            if name.endswith(".beancount"):
                lines += _added_lines(before.get(name, b""), content, self.newline)
            else:
                assert before.get(name, content) == content
        return "".join(line + "\n" for line in lines)

    def books(self) -> Books:
        loaded = load_books(self.folder / "main.beancount")
        assert not loaded.errors, loaded.errors
        assert loaded.books is not None
        return loaded.books

    def findings(self, as_of: str = DAY) -> list[str]:
        """The rules that find something, explained or not."""
        result = self.run("check", "--format", "json", as_of=as_of)
        found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
        return [f"{item['rule']} {item['status']}" for item in found]


def leg(account: str, yuan: str) -> str:
    """A posting as the program writes it, its figures ending in one column."""
    begin = f"  {account}"
    gap = NUMBER_END - display_width(begin) - len(yuan)
    return f"{begin}{' ' * gap}{yuan} CNY\n"


def _added_lines(before: bytes, after: bytes, newline: str) -> Iterator[str]:
    old = before.split(b"\n")
    at = 0
    for line in after.split(b"\n"):
        if at < len(old) and line == old[at]:
            at += 1
        elif line.strip():
            assert newline == "\n" or line.endswith(b"\r"), line
            yield line.decode().rstrip("\r")
    assert at >= len(old) - 1, "a line of before is gone or out of order"


def _files() -> dict[str, str]:
    """The common books of the rules' documents, laid out in files with comments of their own."""
    text = COMMON.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\d{4}-|option)", text)
    homes: dict[str, list[str]] = {}
    for block in blocks:
        homes.setdefault(_home(block), []).append(block.strip("\n"))
    main = "\n".join(homes.pop("main.beancount")) + "\n; 各册\n"
    files = {
        name: f"; {name}：手工记的\n\n" + "\n\n".join(parts) + "\n\n; 末尾的话，谁也不许动\n"
        for name, parts in homes.items()
    }
    files["reviews.beancount"] = "; 月结、对账\n"
    main += "".join(f'include "{name}"\n' for name in files)
    return {"main.beancount": main + "\n; 到此为止\n", **files}


def _home(block: str) -> str:
    for mark, name in (
        ("option", "main.beancount"),
        (" open ", "accounts.beancount"),
        ('"receipt-book"', "receipts.beancount"),
        ('"approval"', "approvals.beancount"),
        (" * ", MONTH),
    ):
        if mark in block.split("\n")[0]:
            return name
    return "charter.beancount"
