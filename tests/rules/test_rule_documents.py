"""Every rule's document is its test: each fence is a real book, judged by all the rules.

``; error: CODE`` (several codes with commas) on a line says which findings that line must have;
no other line may have any. What stands behind the codes in Chinese (``; error: CODE：words``) must stand in what one
of those findings says, its remedy, what is left to do about it, its day and what it is about; ``…`` leaves words out. The info string of a fence may add ``as-of=2026-04-30`` (default: the
date of the newest directive, as in a Beancount plugin), ``file=documents/x.pdf`` (a file that is
there), ``rows=NAME.csv`` (rows of a bank statement that lie beside these documents) and ``errors`` (the books do not balance, and that is expected).
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import ERROR, Finding, judge

HERE = Path(__file__).parent
FENCE = re.compile(r"^```beancount([^\n]*)\n(.*?)^```$", re.M | re.S)
EXPECTED = re.compile(r";\s*error:\s*([A-Z0-9, ]+)(?:：(.+))?")
HEADING = re.compile(r"^## (.+)$", re.M)


class Example(NamedTuple):
    document: str
    title: str
    info: tuple[str, ...]
    text: str
    expected: frozenset[tuple[int, str]]
    said: tuple[tuple[int, str], ...] = ()
    """Lines and the words that a finding there must say."""

    def option(self, name: str) -> list[str]:
        return [word.split("=", 1)[1] for word in self.info if word.startswith(name + "=")]


def examples(document: Path) -> list[Example]:
    text = document.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        headings = HEADING.findall(text[: match.start()])
        marks = [
            (number, mark)
            for number, line in enumerate(match[2].split("\n"), 1)
            if (mark := EXPECTED.search(line))
        ]
        expected = frozenset(
            (number, code.strip()) for number, mark in marks for code in mark[1].split(",")
        )
        said = tuple((number, mark[2]) for number, mark in marks if mark[2])
        title = headings[-1] if headings else "?"
        found.append(
            Example(document.stem, title, tuple(match[1].split()), match[2], expected, said)
        )
    return found


ALL = [example for path in sorted(HERE.glob("*.md")) for example in examples(path)]


TITLE = 'option "title" "示例市样板区柳荫街道桂花里社区居民委员会"\n'
"""Beancount takes the options of the main file only; the fences leave this line out."""


KEPT_ROWS = "statements/Assets.1002银行存款.01基本户/2026-03.csv"
INCLUDE = re.compile(r'^include "([^"]+)"', re.M)


def copy_included(text: str, folder: Path) -> None:
    """Put the shared books beside the example that it is read from; one nobody reads is a finding."""
    for name in INCLUDE.findall(text):
        if (HERE / name).is_file() and not (folder / name).exists():
            shutil.copy(HERE / name, folder / name)
            copy_included((HERE / name).read_text(encoding="utf-8"), folder)


def write_books(example: Example, folder: Path) -> Path:
    copy_included(example.text, folder)
    for name in example.option("file"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.4\n")
    for name in example.option("rows"):
        path = folder / KEPT_ROWS
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, path)
    main = folder / "main.beancount"
    main.write_text(
        example.text if 'option "title"' in example.text else example.text + TITLE,
        encoding="utf-8",
    )
    return main


@pytest.mark.parametrize("example", ALL, ids=[f"{e.document}: {e.title}" for e in ALL])
def test_findings_stand_on_the_very_lines(example: Example, tmp_path: Path) -> None:
    loaded = load_books(write_books(example, tmp_path))
    assert loaded.books is not None, loaded.errors
    assert bool(loaded.errors) == ("errors" in example.info), loaded.errors
    days = example.option("as-of")
    as_of = dt.date.fromisoformat(days[0]) if days else loaded.books.newest
    assert as_of is not None
    findings = judge(loaded.books, CATALOGUE, as_of)
    open_findings = [finding for finding in findings if finding.explanation is None]
    found = {
        (f.place.line, f.rule) if f.place.file.endswith("main.beancount") else (0, f.rule)
        for f in open_findings
    }
    assert found == example.expected, "\n".join(
        f"{f.place.file}:{f.place.line} {f.rule} {f.message}" for f in open_findings
    )
    for line, words in example.said:
        told = [_told(f) for f in open_findings if f.place.line == line]
        assert any(all(part in text for part in words.split("…")) for text in told), (words, told)


def _told(finding: Finding) -> str:
    left = finding.to_do
    to_do = f"{left.due} 以前{left.title}：juwu {' '.join(left.command)}" if left else "没有待办"
    mark = "" if finding.severity == ERROR else "提醒："
    said = f"{mark}{finding.message} {finding.remedy} {to_do}"
    return f"{said}（{finding.date}，{finding.about}）"


@pytest.mark.parametrize("example", ALL, ids=[f"{e.document}: {e.title}" for e in ALL])
def test_the_plugin_finds_the_same(example: Example, tmp_path: Path) -> None:
    if example.option("as-of") or "errors" in example.info:
        pytest.skip("the plugin judges as of the newest directive of balanced books")
    from beancount import loader

    main = write_books(example, tmp_path)
    with main.open("a", encoding="utf-8") as file:
        file.write('plugin "juwu_ledger.rules"\n')
    _entries, errors, _options = loader.load_file(str(main))
    found = {
        (e.source["lineno"], e.message[:6])
        for e in errors
        if type(e).__name__ == "RuleError" and "已说明" not in e.message
    }
    assert found == example.expected, errors


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_rule_is_documented_with_bad_and_lawful_books(rule) -> None:
    document = HERE / f"{rule.module}.md"
    assert document.is_file(), f"{rule.code} has no document {document.name}"
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"# {rule.code} {rule.name}\n")
    found = [example for example in ALL if example.document == rule.module]
    bad = [e for e in found if any(code == rule.code for _line, code in e.expected)]
    lawful = [e for e in found if not e.expected]
    assert len(bad) >= 2, f"{rule.code} needs two bad books"
    assert len(lawful) >= 2, f"{rule.code} needs two lawful twins"
    assert rule.title
    assert rule.why
    assert rule.remedy
    assert rule.clause or rule.code in ("FMT001", "VCH003")


def test_no_document_without_a_rule() -> None:
    modules = {rule.module for rule in CATALOGUE}
    assert {path.stem for path in HERE.glob("*.md")} <= modules
