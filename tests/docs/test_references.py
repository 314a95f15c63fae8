"""The documents of ``docs/`` name all that the program has: words of the books, commands, clauses, places."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from juwu_ledger.books.model.chart import NATURES, ROLES, SOURCES
from juwu_ledger.books.model.directives import KINDS
from juwu_ledger.books.model.metadata import COUNT_KEYS, POSTING_KEYS, VOUCHER_KEYS
from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS, DAY_LIMITS, OFFICES
from juwu_ledger.program import program
from juwu_ledger.rules.support.clauses import CLAUSES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FORMAT = (DOCS / "books-format.md").read_text(encoding="utf-8")
CLI = (DOCS / "cli.md").read_text(encoding="utf-8")
_CITED = re.compile(r"(?<![\w/.\"-])((?:docs/)?(?:[\w-]+/)*[\w-]+\.md)\b")
_PLACES = re.compile(r"`([\w/.-]+)`")


# --- the books -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", KINDS)
def test_every_directive_is_described_with_its_metadata(word: str) -> None:
    lines = [line for line in FORMAT.splitlines() if line.startswith(f'| `custom "{word}"')]
    assert len(lines) == 1, f"{word} has {len(lines)} lines in docs/books-format.md"
    _syntax, *said = lines[0].split("|")[1:]
    assert [key for key in KINDS[word].meta if f"`{key}`" not in "|".join(said)] == []


@pytest.mark.parametrize("key", sorted(VOUCHER_KEYS | POSTING_KEYS | COUNT_KEYS))
def test_every_metadata_key_is_described(key: str) -> None:
    assert f"`{key}`" in FORMAT or f"`{key}:" in FORMAT


@pytest.mark.parametrize("word", [*ROLES, *SOURCES, *NATURES, *OFFICES, *AMOUNT_LIMITS])
def test_every_word_of_accounts_offices_and_limits_is_named(word: str) -> None:
    assert f"`{word}`" in FORMAT


@pytest.mark.parametrize(("kind", "days"), DAY_LIMITS.items())
def test_every_deadline_is_named_with_its_default(kind: str, days: int) -> None:
    assert f"`{kind}` {days}" in FORMAT


# --- the command line ----------------------------------------------------------------------------


def _commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _commands(below, (*path, name))
    else:
        yield " ".join(path), command


COMMANDS = dict(_commands(typer.main.get_command(program())))
_SECTIONS = re.split(r"^### `juwu ([\w -]+)`$", CLI, flags=re.MULTILINE)
SAID = {
    name: said.partition("\n## ")[0]
    for name, said in zip(_SECTIONS[1::2], _SECTIONS[2::2], strict=True)
}
_WRITING = CLI.partition("## Writing")[2]
COMMON = _WRITING.partition("**Options of every writing command**")[2].partition("###")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_described(name: str) -> None:
    assert name in SAID, f"docs/cli.md has no section of juwu {name}"
    writes = f"### `juwu {name}`\n" in _WRITING
    said = _options(SAID[name] + (COMMON if writes else ""))
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option)]
    assert [p.opts[0] for p in options if said.isdisjoint(p.opts)] == []


@pytest.mark.parametrize("name", SAID)
def test_no_command_or_option_is_described_that_is_not_there(name: str) -> None:
    real = {word for param in COMMANDS[name].params for word in param.opts}
    assert _options(SAID[name]) - real == set()


def _options(text: str) -> set[str]:
    """Return the options that a section names, in code."""
    code = " ".join(re.findall(r"`([^`]+)`", text))
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*+(?!…)", code))


# --- clauses, words and citations ----------------------------------------------------------------


def test_the_rulebook_has_the_clauses_of_the_program() -> None:
    written = (DOCS / "rulebook.md").read_text(encoding="utf-8")
    ids = set(re.findall(r"^\| ((?:FM|DS|DR|TR)-[\d.]+) \|", written, flags=re.MULTILINE))
    assert ids == {clause.id for clause in CLAUSES if re.match(r"[A-Z]{2}-", clause.id)}


def _glossary() -> list[list[str]]:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in row.strip("|").split("|")] for row in rows if "---" not in row
    ]


def test_every_word_of_the_glossary_lives_where_it_says() -> None:
    rows = [row for row in _glossary() if row[-1] != "where it lives"]
    assert len(rows) > 40
    nowhere = [row[1] for row in rows if not _PLACES.findall(row[-1])]
    gone = [
        place
        for row in rows
        for place in _PLACES.findall(row[-1])
        if not any((base / place).exists() for base in (ROOT, ROOT / "src" / "juwu_ledger"))
    ]
    assert (nowhere, gone) == ([], [])


def test_one_english_word_stands_for_one_thing() -> None:
    words = [row[1] for row in _glossary() if row[-1] != "where it lives"]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def _citing() -> list[Path]:
    files = [path for top in ("src", "tests", "scripts") for path in (ROOT / top).rglob("*.py")]
    return sorted(files + list(ROOT.glob("*.md")) + list(DOCS.glob("*.md")))


def _wrong(path: Path, name: str) -> str:
    """Say what is wrong with a document that a file names, or nothing."""
    if (ROOT / name).exists() or (path.suffix == ".md" and (path.parent / name).exists()):
        return ""
    if path.suffix == ".md" or (DOCS / name).exists():
        return f"{path.relative_to(ROOT)}: {name} is not there"
    return ""  # Names of files that tests make up.


def test_nothing_is_cited_that_is_not_in_the_repository() -> None:
    """A document is named by its path from the root; one document names another also from itself."""
    named = [
        (path, name)
        for path in _citing()
        for name in _CITED.findall(path.read_text(encoding="utf-8"))
        if "NAME" not in name
    ]
    assert len(named) > 60
    assert [wrong for path, name in named if (wrong := _wrong(path, name))] == []


# --- versions ------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_newest_release_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## (\d+\.\d+\.\d+) · \d{4}-\d\d-\d\d$", changes, flags=re.MULTILINE)
    assert releases[0] == project["version"]


def test_the_program_says_its_version_and_loads_no_books_for_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    heavy = "import sys; sys.argv = ['juwu', '--version']\n"
    heavy += "from juwu_ledger.__main__ import main\n"
    heavy += "try: main()\nfinally: print(*sys.modules.keys() & {'beancount', 'fava', 'openpyxl'})"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == [f"juwu {project['version']}", "", ""]
