"""Every command that the manual and both READMEs name exists, and does what they say.

The documents are followed as a reader follows them, in their own order: the manual on books that it has
its reader make, the READMEs on a copy of the example books. What they show of the screen is compared
with what is shown. ``scripts/demo`` and ``scripts/test`` are looked for, not run: they set up an
environment, and the second of them is this very suite.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
from pathlib import Path

import pytest
from documents import Step, named_in_text, steps
from typist import REPOSITORY, Screen, Typist, every_option, options_of

from juwu_ledger.rules import CATALOGUE
from juwu_ledger.web.review.pages import MODULES

MANUAL = REPOSITORY / "docs" / "手册.md"
READMES = (REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md")
DOCUMENTS = (MANUAL, *READMES)


def name_of(document: Path) -> str:
    return document.name


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the documents are written for sh")
def test_the_manual_can_be_followed(tmp_path: Path) -> None:
    at = Typist(tmp_path)
    at.follow(steps(MANUAL))
    assert not at.problems, "\n\n".join(at.problems)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the documents are written for sh")
@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readme_can_be_followed(readme: Path, tmp_path: Path) -> None:
    at = Typist(tmp_path)
    shutil.copytree(REPOSITORY / "ledger", tmp_path / "ledger")
    at.follow(steps(readme))
    assert not at.problems, "\n\n".join(at.problems)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_in_the_text_exists_with_its_options(document: Path) -> None:
    named = list(named_in_text(document))
    assert named
    unknown = [f"第 {line} 行 juwu {' '.join(words)}" for line, words in named if not exists(words)]
    assert unknown == []


def exists(words: list[str]) -> bool:
    """Tell whether there is such a command with such options, or such an option of some command."""
    if words[0].startswith("--"):
        return words[0] in every_option()
    try:
        known = options_of(words)
    except KeyError:
        return False
    return all(word in known for word in words if word.startswith("-"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_file_that_is_pointed_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    pointed = re.findall(r"\]\(([^)#][^)]*)\)", text)
    missing = [to for to in pointed if "://" not in to and not (document.parent / to).exists()]
    assert missing == []


def test_the_manual_names_every_page_of_the_review_group() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    modules = [importlib.import_module(name) for name in MODULES]
    titles = [
        title
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
        if (title := getattr(thing, "report_title", None))
    ]
    assert len(titles) >= 9
    assert [title for title in titles if title not in text] == []


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_number_of_rules_is_right(readme: Path) -> None:
    assert re.search(rf"\b{len(CATALOGUE)}\b (?:rules|条规则)", readme.read_text(encoding="utf-8"))


def test_a_word_on_progress_is_gone_once_it_is_written_over() -> None:
    """On a busy machine commands say that they are at it, and take it back."""
    screen = Screen(terminal=True)
    screen.write("第一行\n正在归档，已经 2 秒……\r" + " " * 21 + "\r归档好了：../归档\n")
    assert screen.text() == "第一行\n归档好了：../归档\n"


def test_a_document_that_says_something_else_is_found_out(tmp_path: Path) -> None:
    """The typist can tell: a wrong figure, a wrong question, a wrong status, a command too many."""
    right, wrong = (
        ["账本清楚：330 张凭证，没有发现问题。", "信任封账（核对请用 --full）"],
        ["账本清楚：329 张凭证，没有发现问题。"],
    )
    shutil.copytree(REPOSITORY / "ledger", tmp_path / "ledger")
    at = Typist(tmp_path)
    check = "juwu check --as-of 2026-01-20"
    at.follow([Step(1, check, None, right)])
    assert at.problems == []
    at.follow(
        [
            Step(1, check, None, wrong),
            Step(2, check, None, right, status=3),
            Step(3, "juwu deposit", None, ["· 没有这个问题 1"], status=5),
            Step(4, "juwu check --no-such", None),
        ]
    )
    assert list(dict.fromkeys(problem.split()[1] for problem in at.problems)) == [
        "1",
        "2",
        "3",
        "4",
    ]
    assert any("没有问：没有这个问题 1" in problem for problem in at.problems)
    assert not exists(["no-such"])
    assert not exists(["check", "--no-such"])
    assert not exists(["--no-such"])
    assert exists(["print", "voucher", "--month", "2026-01"])
