"""Reading what a document tells its reader to type, and what it says the screen will show.

Blocks fenced as ``sh`` hold commands; blocks fenced as ``console`` hold commands behind ``$`` and what
they print. In a console block a line like ``# 2026年10月8日`` says which day it is; ``…`` stands for what
is left out; a line that begins with ``·`` is a question of the program with its answer. What the reader
does not see is told in comments: ``<!-- test: status 5 -->`` before a block whose last command is
refused, ``<!-- test: spoil FILE | OLD | NEW -->`` and ``<!-- test: mend FILE -->`` for mishaps.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DAY = re.compile(r"# (\d{4})年(\d+)月(\d+)日")
_HIDDEN = re.compile(r"<!-- test: (\w+) ?(.*?) ?-->")
_INLINE = re.compile(r"`([^`\n]+)`")
PROGRAM = ("juwu", ".venv/bin/juwu")


@dataclass
class Step:
    """One thing that the reader types, or that befalls the books."""

    line: int
    command: str
    day: dt.date | None
    shown: list[str] | None = None
    """What the document says is shown, line by line; ``None`` where it says nothing."""
    status: int = 0
    mishap: tuple[str, ...] = ()

    @property
    def questions(self) -> list[str]:
        """The questions with their answers, as they stand on the screen afterwards."""
        return [line[2:] for line in self.shown or () if line.startswith("· ")]


@dataclass
class _Block:
    line: int
    kind: str
    lines: list[str] = field(default_factory=list)


def steps(document: Path) -> list[Step]:
    """Return everything that the document has its reader do, in order."""
    found: list[Step] = []
    day: dt.date | None = None
    status = 0
    for block in _blocks(document):
        if block.kind == "status":
            status = int(block.lines[0])
        elif block.kind in ("spoil", "mend"):
            parts = tuple(part.strip() for part in block.lines[0].split(" | "))
            found.append(Step(block.line, "", day, mishap=(block.kind, *parts)))
        else:
            for step in _in_block(block, day):
                day = step.day
                found.append(step)
            found[-1].status, status = status, 0
    return found


def named_in_text(document: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and words of every command of ``juwu``, and every option, named within the text."""
    fenced = False
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            for code in _INLINE.findall(line):
                words = code.split()
                if words[0] in PROGRAM and len(words) > 1:
                    yield number, words[1:]
                elif words[0].startswith("--"):
                    yield number, words


def _blocks(document: Path) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        if block is not None:
            if line.strip() == "```":
                if block.kind in ("sh", "console"):
                    yield block
                block = None
            else:
                block.lines.append(line)
        elif line.startswith("```"):
            block = _Block(number, line[3:].strip())
        elif hidden := _HIDDEN.match(line):
            yield _Block(number, hidden[1], [hidden[2]])


def _in_block(block: _Block, day: dt.date | None) -> Iterator[Step]:
    step: Step | None = None
    going_on = False
    for number, line in enumerate(block.lines, block.line + 1):
        if going_on and step is not None:
            going_on = line.endswith("\\")
            step.command += " " + line.rstrip("\\").strip()
            continue
        typed = _typed(block.kind, line)
        if found := _DAY.match(line):
            day = dt.date(*map(int, found.groups()))
        elif typed:
            if step is not None:
                yield step
            shown = [] if block.kind == "console" else None
            step = Step(number, typed.rstrip("\\").strip(), day, shown)
            going_on = typed.endswith("\\")
        elif line.strip() and step is not None and step.shown is not None:
            step.shown.append(line.rstrip())
    if step is not None:
        yield step


def _typed(kind: str, line: str) -> str:
    if kind == "console":
        return line[2:] if line.startswith("$ ") else ""
    return line.split("  #")[0].strip() if not line.startswith("#") else ""
