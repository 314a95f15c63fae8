"""The text is looked at before Beancount sees it: bad encodings, long lines, divisions, includes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juwu_ledger.books.reading import source
from juwu_ledger.books.reading.source import (
    MAX_LINE,
    BooksFolder,
    Refused,
    check_text,
    full_width_hint,
    line_naming,
    read_bytes,
    text_problems,
)

HEAD = "2020-01-01 open Assets:1001现金\n2020-01-01 open Equity:3001期初\n"
DIVIDING = (
    '2026-03-05 * "甲"\n  voucher: "2026-03-0001"\n  Assets:1001现金  {} CNY\n  Equity:3001期初\n'
)


def refusal(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(Refused) as caught:
        check_text(data, "账.beancount")
    error = caught.value.error
    assert error.file == "账.beancount"
    return error.message, error.line


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        (b"\xef\xbb\xbf" + HEAD.encode(), "BOM", 1),
        (("; 好\n" + HEAD).encode("utf-16"), "UTF-16", 1),
        (("; 好\n" + HEAD).encode("utf-16-le"), "NUL", 1),
        (("; ok\n" + HEAD).encode("gbk"), "GBK", 2),
        (HEAD.encode() + b"\xff\xfe\xfd\x00", "NUL", 3),
        (HEAD.encode() + b"; \xe4\xb8\n", "不是 UTF-8", 3),
        (HEAD.encode() + b"; x\0y\n", "NUL", 3),
        (b"; one\r; two\r\n", "CR", 1),
        (b"; one\r\n; two\rthree\r\n", "CR", 2),
        (HEAD.encode() + b'; "' + b"x" * 70 * 1024 + b'"\n', "64 KiB", 3),
        (b";" + b"x" * MAX_LINE + b"\n", "64 KiB", 1),
        (b"\n" * 90_000 + b";" + b"x" * MAX_LINE, "64 KiB", 90_001),
        (b"\n;" + b"x" * MAX_LINE, "64 KiB", 2),
    ],
)
def test_unfit_text_is_refused_with_its_line(data: bytes, words: str, line: int) -> None:
    message, at = refusal(data)
    assert words in message
    assert at == line


def test_fit_text_passes() -> None:
    check_text(b"", "x")
    check_text(HEAD.encode(), "x")
    check_text(HEAD.replace("\n", "\r\n").encode(), "x")
    longest = b";" + b"x" * (MAX_LINE - 1) + b"\n"
    check_text(longest, "x")
    check_text(b"\n" + longest + b"\n\n" + longest * 2, "x")
    check_text(b";" + b"x" * (MAX_LINE - 1) + b"\n" + b";" + b"y" * (MAX_LINE - 1), "x")


@pytest.mark.parametrize(
    "line", ['  lineno: "x"', "\tfilename: 5", "    lineno: 3", 'pushmeta filename: "/etc/passwd"']
)
def test_no_one_forges_where_a_directive_stands(line: str) -> None:
    message, at = refusal((HEAD + line + "\n").encode())
    assert "程序自己用的" in message
    assert at == 3
    check_text((HEAD + f"; {line}\n").encode(), "x")


@pytest.mark.parametrize(
    "amount", ["1/0", "1 / 0", "1\t/0", "1./0", "(1)/0", "2.50/(1-1)", "10/2", "1/-0", "1,000/0"]
)
def test_a_division_is_refused(amount: str) -> None:
    message, line = refusal((HEAD + DIVIDING.format(amount)).encode())
    assert "除法" in message
    assert line == 5


@pytest.mark.parametrize(
    "text",
    [
        "  k: 1/0\n",
        '2026-03-05 custom "limit" "petty-cash" 1/0 CNY\n',
        "2026-03-05 balance Assets:1001现金 1/0 CNY\n",
        "2026-03-05 price CNY 1/0 USD\n",
    ],
)
def test_a_division_is_refused_wherever_numbers_stand(text: str) -> None:
    assert "除法" in refusal(text.encode())[0]


@pytest.mark.parametrize(
    "hidden",
    [
        # A line that Beancount skips opens a quote, and the next string seems to close it.
        '* 标题 "\n' + DIVIDING + '2026-03-06 * "乙"\n',
        '* \\"\n' + DIVIDING + '2026-03-06 * "乙"\n',
        '# "\n' + DIVIDING + '; "\n',
        ': "\n' + DIVIDING + '2026-03-06 note Assets:1001现金 "乙"\n',
        '! 标题 \\" \\"\n' + DIVIDING,
        # An escaped quote does not close a string; a comment holds quotes that mean nothing.
        '; "\n' + DIVIDING + '; "\n',
        '2026-03-04 note Assets:1001现金 "甲\\\\"\n' + DIVIDING,
        # Strings over several lines.
        '2026-03-04 note Assets:1001现金 "甲\n乙"\n' + DIVIDING,
        '2026-03-04 note Assets:1001现金 "甲\n* "\n' + DIVIDING + '2026-03-06 * "乙"\n',
        '2026-03-04 note Assets:1001现金 "甲\n; "\n' + DIVIDING,
    ],
)
def test_a_hidden_division_is_refused_before_it_kills(hidden: str) -> None:
    text = HEAD + hidden.replace("{}", "1/0")
    assert "除法" in refusal(text.encode())[0]


def test_the_child_finds_what_looking_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the looking ever be fooled, text whose quotes cross lines is parsed by a child first."""
    text = (HEAD + '* "\n' + DIVIDING.format("1/0") + '; "\n').encode()
    monkeypatch.setattr(source, "_look_for_division", lambda *_: None)
    assert "崩溃" in refusal(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        '2026/03/05 * "日期写斜线"\n',
        '2026-03-05 * "A4/A3 纸 2/3 箱"\n  document: "documents/2026/2026-03-0001.pdf"\n',
        "; 3/4 说明\n",
        "* 2025/2026 学年\n",
        "** 1/2 上半年\n",
        '2026-03-05 * "甲" #2026/03 ^SP-2026/1\n',
        '2026-03-05 note Assets:1001现金 "第一行 1/2\n第二行 3/4"\n',
        "",
    ],
)
def test_slashes_that_divide_nothing_pass(text: str) -> None:
    check_text((HEAD + text).encode(), "x")


PARTS = st.sampled_from(
    ['"', '"', "\\", '\\"', "\n", "\n* ", "\n; ", ";", "1/0", " 1/0 ", "1./0", "  ", "2026-03-05 "]
    + ['* "x"', "Assets:1001现金 ", " CNY", "#a/", "^", "~x", "\n" + DIVIDING.format("1/0"), "é"]
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PARTS, min_size=1, max_size=10).map("".join), min_size=10, max_size=10))
def test_what_passes_does_not_kill_the_parser(tails: list[str]) -> None:
    """Ten texts a child: only those that pass without the child's own help are tried."""
    real = subprocess.run
    passed = []
    for tail in tails:
        text = HEAD + tail + '\n2026-03-06 * "乙"\n'
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1))
            try:
                check_text(text.encode(), "x")
            except Refused:
                continue
        passed.append(text)
    program = "import sys\nfrom beancount.parser import parser\n" + "".join(
        f"parser.parse_string({text!r})\n" for text in passed
    )
    assert real([sys.executable, "-c", program], check=False).returncode == 0, passed


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\u200b", "U+200B"),
        ("\u202e", "U+202E"),
        ("\u2028", "U+2028"),
        ("\u2066", "U+2066"),
        ("\ufeff", "U+FEFF"),
        ("\u00ad", "U+00AD"),
        ("\u061c", "U+061C"),
        ("\u3164", "U+3164"),
        ("\U000e0041", "U+E0041"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\u009b", "U+009B"),
    ],
)
def test_invisible_characters_are_told(char: str, code: str) -> None:
    (problem,) = text_problems(f'{HEAD}2026-03-05 * "赵{char}一清"\n'.encode(), "x")
    assert code in problem.message
    assert problem.place == ("x", 3)


def test_ordinary_text_is_not_told() -> None:
    text = f'{HEAD}2026-03-05 * "“引号”，（括号）￥100、①②③ ｱ　Ａ—…·é"\n\t; 说明\r\n'
    assert text_problems(text.encode(), "x") == []


def test_decomposed_and_look_alike_characters_are_told() -> None:
    for text in ("e\u0301", "\uf9d1", "\u212a"):
        (problem,) = text_problems(f"; 一\n; {text}\n".encode(), "x")
        assert "NFC" in problem.message
        assert problem.place.line == 2


def test_pushmeta_is_told_where_it_stands() -> None:
    text = '; pushmeta\n2026-03-05 * "pushmeta a"\npushmeta a: "b"\npushmetal\npopmeta a:\n'
    (problem,) = text_problems(text.encode(), "x")
    assert problem.place.line == 3


def test_full_width_punctuation_is_hinted() -> None:
    data = '一：“甲”\n2026-03-05 * "乙：" ; ，\n'.encode()
    assert "：“”" in full_width_hint(data, 1)
    assert full_width_hint(data, 2) == ""
    assert full_width_hint(data, 0) == full_width_hint(data, 9) == ""


def test_the_line_of_a_quoted_word() -> None:
    data = 'option "title" "甲"\nplugin "bad"\nplugin "worse"\n'.encode()
    assert line_naming(data, "bad") == 2
    assert line_naming(data, "nowhere") is None


# --- files and folders -----------------------------------------------------------------------


@pytest.fixture
def books(tmp_path: Path) -> Path:
    root = tmp_path / "books"
    (root / "2026").mkdir(parents=True)
    (root / "main.beancount").write_text(HEAD, encoding="utf-8")
    (root / "2026" / "2026-02.beancount").write_text("; 二月\n", encoding="utf-8")
    (root / "2026" / "2026-01.beancount").write_text("; 一月\n", encoding="utf-8")
    (tmp_path / "secret.beancount").write_text("; 秘密\n", encoding="utf-8")
    return root


def test_only_regular_files_are_read(books: Path) -> None:
    os.mkfifo(books / "pipe")
    for path in (books / "pipe", books, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(Refused, match="普通文件"):
            read_bytes(path)
    with pytest.raises(Refused, match="没有这个文件"):
        read_bytes(books / "none.beancount")
    for path in (books / ("长" * 300), books / "main.beancount" / "x"):
        with pytest.raises(Refused, match="打不开"):
            read_bytes(path)


def test_a_file_too_large_is_refused(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_FILE", 10)
    with pytest.raises(Refused, match="太大"):
        read_bytes(books / "main.beancount")


@pytest.mark.parametrize(
    "pattern",
    [
        "/etc/passwd",
        "/dev/zero",
        "/**",
        "../secret.beancount",
        "2026/../../secret.beancount",
        "../*.beancount",
        "2026/../*",
        "out.beancount",
        "o*.beancount",
        "linked/secret.beancount",
        "a\0b",
    ],
)
def test_no_include_leaves_the_folder(books: Path, pattern: str) -> None:
    (books / "out.beancount").symlink_to(books.parent / "secret.beancount")
    (books / "linked").symlink_to(books.parent, target_is_directory=True)
    with pytest.raises(Refused, match="账本文件夹之外") as caught:
        BooksFolder(books / "main.beancount").expand(pattern, books / "main.beancount", 7)
    assert caught.value.error.file == str(books / "main.beancount")
    assert caught.value.error.line == 7


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("none.beancount", "没有找到"),
        ("q*.beancount", "没有找到"),
        ("[", "没有找到"),
        ("loop", "没有找到"),
        ("x" * 5000, "没有找到"),
        ("**/**/**/**/x", "只能有一个"),
    ],
)
def test_an_include_that_finds_nothing_is_told(books: Path, pattern: str, words: str) -> None:
    (books / "loop").symlink_to(books / "loop")
    with pytest.raises(Refused, match=words):
        BooksFolder(books / "main.beancount").expand(pattern, books / "main.beancount")


def test_includes_are_found_in_order_of_name(books: Path) -> None:
    folder, main = BooksFolder(books / "main.beancount"), books / "main.beancount"
    names = ["2026-01.beancount", "2026-02.beancount"]
    assert [p.name for p in folder.expand("2026/*.beancount", main)] == names
    assert [p.name for p in folder.expand("**/2026-0?.beancount", main)] == names
    (inside,) = folder.expand("../main.beancount", books / "2026" / "2026-01.beancount")
    assert inside.resolve() == main.resolve()
    assert folder.relative(str(books / "2026" / "x")) == "2026/x"
    assert folder.relative("/etc/passwd") == "/etc/passwd"


def test_a_link_to_the_books_themselves_is_no_way_out(books: Path) -> None:
    other = books.parent / "other"
    other.symlink_to(books, target_is_directory=True)
    folder = BooksFolder(other / "main.beancount")
    assert folder.contains(other / "2026" / "2026-01.beancount")
    assert not folder.contains(books.parent / "secret.beancount")
