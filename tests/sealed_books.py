"""The example books closed month by month by the program itself, and copies of them to change.

The closings of the example carry no digest: they are taken out and made anew, each on its own day and
in the names of those who closed. The books end in September 2025, the month after the last closed one.
A few directives are added first, so that every kind there is stands in some closed month.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.engine.journal import Journal
from juwu_ledger.journal.orders.closing import CloseOrder
from juwu_ledger.rules.periods import closed_month_changed
from juwu_ledger.seals.verifying import Verdict, verify
from parsed_once import parsed_once
from rules.mutations import FOLDER, Ledger

_CLOSE = re.compile(r'^(\S+) custom "close" "(\d{4}-\d\d)"\n((?:  .*\n)*)', re.M)
_NAME = re.compile(r'^  (accountant|cashier|director): "(.*)"$', re.M)
_DIRECTIVE = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.M)
MONTHS = [f"2025-{month:02d}" for month in range(1, 9)]
"""The closed months."""
END = "2025-10-01"
NOTES = "notes.beancount"
_NOTES = """\
; 各种各样的登记，好让封账的月份里样样都有。
2025-02-03 commodity CNY
  name: "人民币"
2025-02-03 event "地址" "桂花里 1 号 caf\u00e9"
2025-02-03 note Assets:1002银行存款:01基本户 "已与银行核对印鉴，
两枚都换了新的"
2025-02-03 query "收支" "SELECT account"
2025-02-03 price USD 7.20 CNY
2025-02-03 custom "fava-option" "locale" "zh_CN"
2025-02-03 open Assets:1122应收款:02示例书店
  role: "receivable"
  debtor: "示例书店"
2025-03-03 close Assets:1122应收款:02示例书店
2025-02-28 custom "explanation" "SPD013" "两次购买是两回事，批在一张签批单上"
  about: "2025-02-0005"
  by: "赵一清"
"""
CARD = "documents/2025/印鉴卡.png"
CARDS = "cards.beancount"
"""In a file apart: a path in one file with words over two lines has a child parse it first, each time."""


class Closing(NamedTuple):
    """A closing to be made."""

    month: Period
    date: dt.date
    names: Mapping[str, str]


def closings(text: str) -> tuple[str, list[Closing]]:
    """Take the closings out of a text."""
    found = [
        Closing(Period.parse(month), dt.date.fromisoformat(day), dict(_NAME.findall(meta)))
        for day, month, meta in _CLOSE.findall(text)
    ]
    return _CLOSE.sub("", text), found


def close_anew(folder: Path, *only: str) -> None:
    """Take the closings (of some months) out of the books in ``folder`` and make them again."""
    path = folder / "reviews.beancount"
    text, found = closings(path.read_text("utf-8"))
    if only:
        found = [closing for closing in found if closing.month.label in only]
        text = path.read_text("utf-8")
        for closing in found:
            text = re.sub(rf'(?m)^\S+ custom "close" "{closing.month.label}"\n(  .*\n)*', "", text)
    path.write_text(text, encoding="utf-8")
    for month, date, names in found:
        order = CloseOrder(
            month, date, names["accountant"], names["cashier"], names.get("director")
        )
        Journal(folder / "main.beancount", date).write(order.plan)


def make_sealed_books(folder: Path) -> Path:
    """Copy the example books to ``folder``, add a few directives, and close eight months."""
    shutil.copytree(FOLDER, folder)
    for path in folder.rglob("*.beancount"):
        _end(path)
    shutil.copy(folder / "documents/2025/2025-02-0014-收据存根.png", folder / CARD)
    (folder / NOTES).write_text(_NOTES, encoding="utf-8")
    card = f'2025-02-03 document Assets:1002银行存款:01基本户 "{CARD}"\n'
    (folder / CARDS).write_text(card, encoding="utf-8")
    _add(folder / "main.beancount", f'include "{NOTES}"\ninclude "{CARDS}"\n')
    toner = '"硒鼓 2 支、粉盒 1 支"'
    _add(folder / "2025" / "2025-03.beancount", f"{toner} #toner ^HT-2025-03", toner)
    close_anew(folder)
    return folder


def _end(path: Path) -> None:
    """Leave out what is dated after September, and the files of those months."""
    if re.search(r"2025-1\d\.", path.name):
        path.unlink()
        return
    text = re.sub(r'(?m)^include "2025/2025-1\d.*\n', "", path.read_text("utf-8"))
    head, *directives = _DIRECTIVE.split(text)
    kept = [directive for directive in directives if directive < END]
    path.write_text(head + "".join(kept), encoding="utf-8")


def _add(path: Path, new: str, old: str = "") -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


class Found(NamedTuple):
    """What was found in changed books."""

    books: Books
    errors: tuple[LoadError, ...]
    rule: dict[str, str]
    """Month → what PRD002 says of it."""
    verdict: Verdict

    @property
    def changed(self) -> set[str]:
        """The months that ``verify`` says were changed."""
        return {month.period.label for month in self.verdict.months if not month.holds}

    @property
    def said(self) -> str:
        """Everything that ``verify`` says."""
        lines = [item.what for month in self.verdict.months for item in month.differences]
        return "\n".join(lines + [item.what for item in self.verdict.differences])


def look(main: Path, code: str | None = None) -> Found:
    """Load books, and ask the rule and ``verify``."""
    with parsed_once():
        loaded = load_books(main)
    assert loaded.books is not None, loaded.errors
    found: dict[str, str] = {}
    for item in closed_month_changed.RULE.run(loaded.books, dt.date(2026, 1, 31)):
        found[str(item.about)] = f"{found.get(str(item.about), '')}{item.message}\n"
    return Found(loaded.books, loaded.errors, found, verify(loaded.books, code))


class SealedCopy:
    """A copy of sealed books that is changed for one question, and put back after it."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(original, folder)
        self.main = folder / "main.beancount"
        self.bytes = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".juwu.lock"
        }
        texts = (".beancount", ".seal")
        self.ledger = Ledger(
            {n: data.decode("utf-8") for n, data in self.bytes.items() if n.endswith(texts)}
        )

    def look(
        self,
        ledger: Ledger | None = None,
        scans: Mapping[str, bytes | None] | None = None,
        code: str | None = None,
    ) -> Found:
        """Ask about the books with these texts and scans (``None``: removed) instead."""
        self.lay_out(ledger, scans)
        try:
            return look(self.main, code)
        finally:
            self.put_back()

    def lay_out(
        self, ledger: Ledger | None = None, scans: Mapping[str, bytes | None] | None = None
    ) -> None:
        texts = (ledger or self.ledger).texts
        wanted: dict[str, bytes | None] = {n: t.encode("utf-8") for n, t in texts.items()}
        wanted |= dict.fromkeys(self.ledger.texts.keys() - texts.keys())
        for name, data in {**wanted, **(scans or {})}.items():
            if data != self.bytes.get(name):
                self._write(name, data)

    def put_back(self) -> None:
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder).as_posix()
            if name not in self.bytes and (path.is_symlink() or not path.is_dir()):
                path.unlink()
        for name, data in self.bytes.items():
            path = self.folder / name
            if not path.is_file() or path.read_bytes() != data:
                self._write(name, data)

    def _write(self, name: str, data: bytes | None) -> None:
        path = self.folder / name
        if data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
