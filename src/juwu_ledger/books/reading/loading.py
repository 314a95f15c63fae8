"""Loading books safely: text → entries → :class:`~juwu_ledger.books.facts.view.Books` and errors.

Beancount's own loader is not used: it unpickles a cache beside the books, imports any plugin,
follows includes anywhere (docs/trust.md). Here the text is checked first, includes and documents are
confined to the books' folder, plugin lines are held against an allow-list and never run, and the
booked entries are validated. Rules are not Beancount's business: the caller runs them.
"""

import os

os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from beancount.core import data
from beancount.ops import validation

import juwu_ledger
from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import CURRENCY, show_fen
from juwu_ledger.books.model.problem import LoadError, Place, Problem
from juwu_ledger.books.reading.booking import book
from juwu_ledger.books.reading.documents import Scans
from juwu_ledger.books.reading.errors import load_error
from juwu_ledger.books.reading.parsing import parse
from juwu_ledger.books.reading.source import (
    NO_TEXTS,
    BooksFolder,
    Refused,
    check_text,
    full_width_hint,
    line_naming,
    read_bytes,
    text_problems,
)
from juwu_ledger.books.reading.stray_files import stray_files

ALLOWED_PLUGINS = frozenset(
    {"juwu_ledger.rules", "fava.plugins.link_documents", "fava.plugins.tag_discovered_documents"}
)
_OWN_PLUGIN = "juwu_ledger.rules."
_OWN_RULES = Path(juwu_ledger.__file__).with_name("rules")


class LoadedBooks(NamedTuple):
    """The books and why they do not load or balance; ``books`` is ``None`` when unreadable."""

    books: Books | None
    errors: tuple[LoadError, ...]
    options: Mapping[str, Any] = MappingProxyType({})
    """Beancount's options, those of the main file; ``include`` names every file read."""


class _FileRead(NamedTuple):
    """What one file's text gives; entries are never changed once made."""

    content: bytes
    """The text, where it is compared later; else nothing: of large books it is as large as they are."""
    entries: list[Any]
    errors: list[LoadError]
    problems: list[Problem]
    options: Mapping[str, Any]


class _Parsed(NamedTuple):
    files: list[_FileRead]
    errors: list[LoadError]
    """Those of no one file's text."""
    options: Mapping[str, Any]


class Kept:
    """What one program has read of books already: a writing command reads the same ones several times."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.files: dict[str, _FileRead] = {}
        self.last: tuple[list[_FileRead], frozenset[str], LoadedBooks] | None = None

    def same(self, files: list[_FileRead], scans: Scans) -> LoadedBooks | None:
        """Return the books that were loaded last, where these are the same files, scans and strays."""
        if self.last is None or self.last[1] != scans.names:
            return None
        before, loaded = self.last[0], self.last[2]
        if len(before) != len(files) or any(a is not b for a, b in zip(before, files, strict=True)):
            return None
        books = loaded.books
        if books is None or stray_files(books.root, loaded.options["include"]) != books.stray_files:
            return None
        return loaded


def load_books(
    main: Path, texts: Mapping[Path, bytes] = NO_TEXTS, kept: Kept | None = None
) -> LoadedBooks:
    """Load the books whose main file is ``main``. Never raises for what a file can hold.

    ``texts`` holds files, by absolute path, as they would be after a change that is being tried. Every
    file is read; what its text gives is taken from ``kept``, where it is the same text as before.
    """
    main = absolute(main)
    try:
        parsed = _parse_all(BooksFolder(main, texts), texts, kept.files if kept else None)
    except Refused as refusal:
        return LoadedBooks(None, (refusal.error,))
    if kept is None:
        return _loaded(main, parsed)
    scans = Scans(main.parent)
    loaded = kept.same(parsed.files, scans)
    if loaded is None:
        loaded = _loaded(main, parsed)
        kept.last = parsed.files, scans.names, loaded
    return loaded


def _loaded(main: Path, parsed: _Parsed) -> LoadedBooks:
    """Build the books of what was parsed."""
    entries = [entry for file in parsed.files for entry in file.entries]
    errors = [*parsed.errors, *(error for file in parsed.files for error in file.errors)]
    if not entries and not errors:
        error = LoadError("账本是空的，里面没有任何登记", str(main), None)
        return LoadedBooks(None, (error,))
    entries.sort(key=data.entry_sortkey)
    booked, book_errors = book(entries, parsed.options)
    problems = [problem for file in parsed.files for problem in file.problems]
    books = build_books(booked, parsed.options, main, problems)
    errors += [load_error(error) for error in book_errors]
    errors += validate_books(books, parsed.options)
    return LoadedBooks(books, tuple(sorted(set(errors), key=_error_order)), parsed.options)


def absolute(main: Path) -> Path:
    """Return the main file's path as the loader names it: absolute, links not followed."""
    return Path(os.path.normpath(Path.cwd() / main))


def _parse_all(
    folder: BooksFolder, texts: Mapping[Path, bytes], known: dict[str, _FileRead] | None
) -> _Parsed:
    """Parse the main file and everything it includes, each file once; not those that are ``known``."""
    queue = [folder.main]
    seen: dict[Path, str] = {}
    parsed = _Parsed([], [], {})
    while queue:
        path = queue.pop(0)
        name = str(path)
        if not folder.contains(path):
            raise Refused("这个文件在账本文件夹之外（或者是指到外面的链接），拒绝读取", name)
        real = folder.resolved(path)
        if real in seen:
            parsed.errors.append(LoadError("这个文件被引入（include）了两次", name))
            continue
        seen[real] = name
        content = read_bytes(path, texts)
        file = known.get(name) if known else None
        if file is None or file.content != content:
            file = _file_read(content, name)
            if known is None:
                file = file._replace(content=b"")
            else:
                known[name] = file
        if not parsed.options:  # The main file's are those of the books.
            refuse_currency(file.options, name, content)
            parsed = parsed._replace(options=file.options)
        parsed.files.append(file)
        parsed.errors.extend(forbidden(file.options, file.entries, folder, name, content))
        for pattern in file.options["include"]:
            found = folder.expand(pattern, path, line_naming(content, pattern))
            queue += [Path(os.path.normpath(p)) for p in found]
    return parsed._replace(options={**parsed.options, "include": sorted(seen.values())})


def _file_read(content: bytes, name: str) -> _FileRead:
    """Look at a file's text and parse it."""
    check_text(content, name)
    entries, found, options_map = _parse(content, name)
    errors = []
    for error in found:
        line = (error.source or {}).get("lineno") or 0
        errors.append(load_error(error, full_width_hint(content, line)))
    return _FileRead(content, entries, errors, text_problems(content, name), options_map)


def _parse(content: bytes, name: str) -> tuple[list[Any], list[Any], Any]:
    try:
        return parse(content, name)
    except (MemoryError, RecursionError, SystemError, TypeError, ValueError) as error:
        raise Refused(f"解析程序读不了这个文件（{error}）", name) from None


def _is_own_rule(plugin: str) -> bool:
    """Tell whether a plugin is a module of the rules: one that is there, at whatever depth."""
    names = plugin.removeprefix(_OWN_PLUGIN).split(".")
    if not plugin.startswith(_OWN_PLUGIN) or not all(name.isidentifier() for name in names):
        return False
    # Of a name too long for the disk it says no; Path.is_file would raise.
    return os.path.isfile(_OWN_RULES.joinpath(*names).with_suffix(".py"))  # noqa: PTH113


def refuse_currency(options_map: Mapping[str, Any], name: str, content: bytes) -> None:
    """Raise :class:`Refused` where the main file says that the books are kept in other money only."""
    named = options_map["operating_currency"]
    if named and CURRENCY not in named:
        said = "、".join(named)
        raise Refused(
            f"这套账是用 {said} 记的（operating_currency），本程序只管用人民币（{CURRENCY}）记的账；"
            f'要是写错了，改成 option "operating_currency" "{CURRENCY}"',
            name,
            line_naming(content, named[0]),
        )


def forbidden(
    options_map: Mapping[str, Any],
    entries: list[Any],
    folder: BooksFolder,
    name: str,
    content: bytes,
) -> Iterator[LoadError]:
    """Yield an error for each plugin, path or document that these books may not use."""
    for plugin, config in options_map["plugin"]:
        if config is not None or not (plugin in ALLOWED_PLUGINS or _is_own_rule(plugin)):
            what = f"{plugin}" + (f"（参数 {config!r}）" if config is not None else "")
            yield LoadError(
                f"插件 {what} 不在允许之列，没有运行；请删去这一行 plugin",
                name,
                line_naming(content, plugin),
            )
    if options_map["insert_pythonpath"]:
        yield LoadError(
            'option "insert_pythonpath" 不允许；请删去',
            name,
            line_naming(content, "insert_pythonpath"),
        )
    for directory in options_map["documents"]:
        if Path(directory).is_absolute() or not folder.contains(Path(name).parent / directory):
            yield LoadError(
                f'option "documents" 的 {directory} 在账本文件夹之外',
                name,
                line_naming(content, directory),
            )
    for entry in entries:
        if type(entry) is data.Document and not folder.contains(Path(entry.filename)):
            yield LoadError(
                f"document 指到账本文件夹之外：{entry.filename}", name, entry.meta["lineno"]
            )


def validate_books(books: Books, options_map: Mapping[str, Any]) -> Iterator[LoadError]:
    """Yield what Beancount's validations find.

    The walk has already told apart the few transactions that could fail the costly ones
    (accounts open on their day, sums that are not zero): only those are given to Beancount.
    """
    facts = books.facts
    others = [entry for entry in books.entries if type(entry) is not data.Transaction]
    beancounts = [entry for entry in others if type(entry) is not data.Custom]
    for check in (
        validation.validate_open_close,
        validation.validate_duplicate_balances,
        validation.validate_duplicate_commodities,
        validation.validate_documents_paths,
    ):
        for error in check(beancounts, options_map):  # type: ignore[no-untyped-call]
            yield load_error(error)
    suspects = sorted(others + facts.unopened, key=data.entry_sortkey)
    for error in validation.validate_active_accounts(suspects, options_map):
        yield load_error(error)
    opens = [e for e in beancounts if type(e) is data.Open]
    if facts.other_currencies or any(e.currencies and CURRENCY not in e.currencies for e in opens):
        for error in validation.validate_currency_constraints(books.entries, options_map):
            yield load_error(error)
    strict = {**options_map, "inferred_tolerance_default": {}}
    for error in validation.validate_check_transaction_balances(facts.unbalanced, strict):
        yield load_error(error)
    for assertion in facts.assertions:
        entry = assertion.entry
        if entry.amount.currency != CURRENCY:
            yield LoadError(
                f"{entry.date} 清点 {entry.account} 写的是 {entry.amount.currency}，账上只记 {CURRENCY}，"
                "无从核对；请改成人民币金额",
                *Place.of(entry.meta),
            )
        elif assertion.expected != assertion.actual:
            gap = show_fen(assertion.actual - assertion.expected)
            yield LoadError(
                f"{entry.date} 清点的 {entry.account} 是 {show_fen(assertion.expected)}，"
                f"账上是 {show_fen(assertion.actual)}，差 {gap}",
                *Place.of(entry.meta),
            )


def _error_order(error: LoadError) -> tuple[str, int, str]:
    return (error.file or "", error.line or 0, error.message)
