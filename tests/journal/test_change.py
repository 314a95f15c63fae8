"""A change put into a file: every line that was there stays, in order and byte for byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.journal.engine.change import Change, Insert, applied
from juwu_ledger.journal.engine.lines import last_line_of, lines_of
from juwu_ledger.journal.engine.placing import with_include

LINE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=12
) | st.sampled_from(["", "; 话", "\u2028", "\x0c", "\x85", '  key: "x"', "2026-01-01 open A:1"])
FILES = st.builds(
    lambda lines, newline, end: newline.join(lines) + (newline if end else ""),
    st.lists(LINE, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
TEXTS = st.lists(
    st.sampled_from(["2026-03-05 open Assets:1\n", '2026-03-05 * "甲" "乙"\n  a: "b"\n', "; x\n"]),
    max_size=3,
)


@given(
    FILES,
    TEXTS,
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["  a: 1\n", "x\n"])), max_size=3),
)
def test_nothing_of_the_file_is_lost(
    text: str, texts: list[str], inserts: list[tuple[int, str]]
) -> None:
    change = Change("f", "t", texts=tuple(texts), inserts=tuple(Insert(*i) for i in inserts))
    after = applied(text.encode(), change).decode()
    rest = iter(after.split("\n"))
    for line in text.rstrip("\r\n").split("\n") if text.strip() else []:
        wanted = line.rstrip("\r")
        assert any(new.rstrip("\r") == wanted for new in rest), (line, after)
    added = "".join(texts) + "".join(one for _, one in inserts)
    for line in added.split("\n"):
        assert line in after


@given(FILES, TEXTS)
def test_what_is_added_stands_at_the_end_after_one_blank_line(text: str, texts: list[str]) -> None:
    after = applied(text.encode(), Change("f", "t", texts=tuple(texts))).decode()
    assert after.startswith(text)
    plain = after.replace("\r\n", "\n")
    assert plain.endswith("\n".join(texts))
    if texts and text.strip():
        assert plain.endswith("\n\n" + "\n".join(texts))


@given(FILES)
def test_no_change_is_no_change(text: str) -> None:
    assert applied(text.encode(), Change("f", "t")) == text.encode()


def test_new_lines_end_as_the_file_has_it() -> None:
    after = applied(b"; a\r\n; b\r\n", Change("f", "t", ("; c\n; d\n",), (Insert(1, "; x\n"),)))
    assert after == b"; a\r\n; x\r\n; b\r\n\r\n; c\r\n; d\r\n"


def test_lines_are_those_that_beancount_counts() -> None:
    old = "; a\u2028\x0c\x85\n; b\n".encode()
    assert applied(old, Change("f", "t", inserts=(Insert(1, "; x\n"),))) == (
        "; a\u2028\x0c\x85\n; x\n; b\n".encode()
    )
    assert lines_of("a\x0c\nb") == ["a\x0c\n", "b"]


def test_an_insert_after_a_last_line_without_end() -> None:
    assert applied(b"; a", Change("f", "t", inserts=(Insert(1, "; x\n"),))) == b"; a\n; x\n"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ('A "x"\n  k: 1\n  l: 2\n\n; c\nB\n', 3),
        ('A "x"\nB\n', 1),
        ('A "x"', 1),
        ('A "x\ny: z\n  k: "\n  k: 1\nB\n', 4),
        ('A "x"\n  k: "a\n\nb"\n  l: "c"\n', 5),
        ('A "x"\n  k: "a \\" ; b"\n  l: 1\n', 3),
        ('A "x"  ; "\n  k: 1\n', 2),
        ('A "x"\n  ; c "\n  k: 1\n  ; d\nB\n', 3),
        ('A "x"\r\n  k: 1\r\n\r\nB\r\n', 2),
    ],
)
def test_where_a_directive_ends(text: str, last: int) -> None:
    assert last_line_of("; head\n" + text, 2) == last + 1


@pytest.mark.parametrize(
    ("main", "after"),
    [
        ('include "a"\n; x\n', 'include "a"\ninclude "f"\n; x\n'),
        ('include "a"', 'include "a"\ninclude "f"\n'),
        ("; x", '; x\ninclude "f"\n'),
        ("", 'include "f"\n'),
        ('include  "a"\r\n; x\r\n', 'include  "a"\r\ninclude "f"\r\n; x\r\n'),
    ],
)
def test_a_new_file_is_included_after_the_last(main: str, after: str) -> None:
    assert with_include(main.encode(), "f").decode() == after
    assert re.search(r"(?m)^include", after)
