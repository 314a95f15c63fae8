"""Where directives stand in their files, in bytes: so that some can be read without the others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A piece of a file: bytes ``start`` to ``end``, its first line being ``line`` (from 1)."""

    start: int
    end: int
    line: int


class FileSpans:
    """The spans of the directives of one file: each reaches to where the next begins."""

    def __init__(self, content: bytes, lines: Iterable[int]) -> None:
        """Take the file's bytes and the lines on which directives begin."""
        starts = [0]
        at = content.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = content.find(b"\n", at + 1)
        ordered = sorted(set(lines))
        ends = [*ordered[1:], 0] if ordered else []
        self._spans = {
            line: Span(starts[line - 1], starts[end - 1] if end else len(content), line)
            for line, end in zip(ordered, ends, strict=True)
        }

    def of(self, line: int) -> Span:
        """Return the span of the directive that begins on ``line``."""
        return self._spans[line]


def spans_by_file(entries: Iterable[Any], contents: Mapping[str, bytes]) -> dict[str, FileSpans]:
    """Return the spans of each file, for the entries as parsed from ``contents``."""
    lines: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        lines[entry.meta["filename"]].append(entry.meta["lineno"])
    return {name: FileSpans(content, lines[name]) for name, content in contents.items()}


def cut_out(content: bytes, spans: Iterable[Span]) -> tuple[bytes, list[tuple[int, int]]]:
    """Return the text of spans, one behind the other, and the line on which each begins: there, in the file."""
    parts: list[bytes] = []
    begins: list[tuple[int, int]] = []
    line = 1
    for span in sorted(spans):
        if parts and not parts[-1].endswith(b"\n"):
            parts.append(b"\n")
            line += 1
        begins.append((line, span.line))
        parts.append(content[span.start : span.end])
        line += parts[-1].count(b"\n")
    return b"".join(parts), begins


def give_lines_back(entries: Iterable[Any], begins: Sequence[tuple[int, int]]) -> None:
    """Give entries that were parsed from such a text, and their postings, the lines they stand on in the file."""
    if all(here == there for here, there in begins):
        return
    firsts = [here for here, _ in begins]
    further = [there - here for here, there in begins]
    for entry in entries:
        moved = further[bisect_right(firsts, entry.meta["lineno"]) - 1]
        entry.meta["lineno"] += moved
        for posting in getattr(entry, "postings", ()):
            posting.meta["lineno"] += moved


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch made one."""
    pieces: list[Span] = []
    for span in sorted(set(spans)):
        if pieces and pieces[-1].end == span.start:
            pieces[-1] = pieces[-1]._replace(end=span.end)
        else:
            pieces.append(span)
    return pieces
