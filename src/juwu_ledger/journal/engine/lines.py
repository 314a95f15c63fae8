"""The lines of a file of the books, counted as Beancount counts them."""

from __future__ import annotations

import re

_META = re.compile(r"[ \t]+[a-z][a-zA-Z0-9\-_]*:")
_COMMENT = re.compile(r"[ \t]+;")
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*("?)|;.*', re.S)
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*"', re.S)


def newline_of(text: str) -> str:
    """Return how most lines of ``text`` end."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def lines_of(text: str) -> list[str]:
    """Return the lines with their ends; only a line feed ends a line."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def last_line_of(text: str, line: int) -> int:
    """Return the last line (from 1) of the directive that begins on ``line``: its last metadata.

    Strings may go over several lines, and indented comments may stand between metadata.
    """
    last, inside = line, False
    for number, content in enumerate(lines_of(text)[line - 1 :], line):
        if number == line or inside or _META.match(content):
            inside = _ends_inside(content, inside)
            last = number
        elif not _COMMENT.match(content):
            break
    return last


def _ends_inside(content: str, inside: bool) -> bool:
    """Tell whether a string is still open at the line's end; ``inside``: one was at its beginning."""
    if inside:
        end = _STRING_END.match(content)
        if end is None:
            return True
        content = content[end.end() :]
    return any(
        not match[1] and not match[0].startswith(";")
        for match in _STRING_OR_COMMENT.finditer(content)
    )
