"""What stands in pieces of a file is read with the lines that it has in the whole of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.reading.parsing import parse
from juwu_ledger.seals.incremental.id_marks import BadMarks, mark, packed, unpacked
from juwu_ledger.seals.incremental.text_spans import FileSpans, cut_out, give_lines_back, joined

LEDGER = Path(__file__).resolve().parents[2] / "ledger"
FILES = sorted(LEDGER.glob("2025/*.beancount")) + [LEDGER / "approvals.beancount"]


def seen(entry: Any) -> tuple[int, list[int], str]:
    """An entry, the lines it and its postings stand on, and all that it says."""
    lines = [posting.meta["lineno"] for posting in getattr(entry, "postings", None) or ()]
    return entry.meta["lineno"], lines, repr(entry)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_entries_of_pieces_are_those_of_the_whole_file(path: Path, share: float) -> None:
    content = path.read_bytes()
    whole = parse(content, str(path))[0]
    spans = FileSpans(content, [entry.meta["lineno"] for entry in whole])
    drawn = random.Random(7)
    wanted = [entry for entry in whole if drawn.random() < share]
    text, begins = cut_out(content, joined(spans.of(entry.meta["lineno"]) for entry in wanted))
    found, errors, _ = parse(text, str(path))
    give_lines_back(found, begins)
    assert not errors
    assert [seen(entry) for entry in found] == [seen(entry) for entry in wanted]


def test_pieces_that_end_without_a_line_break_are_no_one_piece() -> None:
    content = b"; one\n2025-01-01 open Assets:A\n; two\n2025-01-02 open Assets:B"
    spans = FileSpans(content, [2, 4])
    cut_short = spans.of(2)._replace(end=spans.of(2).start + len("2025-01-01 open Assets:A"))
    text, begins = cut_out(content, [spans.of(4), cut_short])
    found = parse(text, "a")[0]
    give_lines_back(found, begins)
    assert [(entry.account, entry.meta["lineno"]) for entry in found] == [
        ("Assets:A", 2),
        ("Assets:B", 4),
    ]


def test_marks_tell_what_was_packed_and_nothing_else() -> None:
    names = [f"SP-2025-{number:04d}" for number in range(200)]
    marks = unpacked(packed(mark(name) for name in names[::2]))
    assert len(marks) == 100
    assert [mark(name) in marks for name in names] == [True, False] * 100
    assert len(unpacked("")) == 0
    assert mark("x") not in unpacked("")
    for odd in ("x", "AAAA", "A===", "\N{FULLWIDTH LATIN CAPITAL LETTER A}AAA"):
        with pytest.raises(BadMarks):
            unpacked(odd)
