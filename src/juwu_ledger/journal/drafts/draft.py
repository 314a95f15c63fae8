"""A draft: the name of a writing command and the answers given so far, as a text that a person can edit.

It has no number and is no part of the books: numbers are taken when it is posted. Whoever proposes entries
(bank rows, batches) makes one with :class:`Draft` and puts it aside with
:func:`juwu_ledger.journal.drafts.draft_folder.put_aside`; answers bear the names of the command's own options
(docs/cli.md), without dashes, and are texts as they would be typed::

    put_aside(root, Draft("receive", (("amount", "500.00"), ("from", "某公司")), note="对账单第 12 行"))

Answers may be missing: they are asked for when the draft is posted.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from juwu_ledger.journal.engine.refusals import BadInput

COMMAND, NOTE, POSTING = "command", "note", "posting"
_COMMENTS = (";", "；", "#")
_HEAD = """\
; 草稿，还没有记账，也没有编号。可以照着改：一行一项，写成“项目 = 内容”；分号开头的行不算。
; 记进账本用 juwu draft post；少写的项目，记的时候再问。
"""


class Draft(NamedTuple):
    """An entry that was put aside; ``answers`` are option names without dashes and texts, in order.

    An option that is given several times stands there several times.
    """

    command: str
    """As it is typed after ``juwu``: ``spend``, ``asset add``."""
    answers: tuple[tuple[str, str], ...] = ()
    note: str = ""
    """Where it comes from, or what is still missing; for people only."""
    posting: str = ""
    """What was being done to the books when it was being posted, if the program ended there."""

    def all_of(self, option: str) -> tuple[str, ...]:
        """Return every answer to one option."""
        return tuple(text for name, text in self.answers if name == option)


class Spoiled(BadInput):
    """A draft's text cannot be made sense of; the message names the line and what would be right."""


def draft_text(draft: Draft) -> str:
    """Return the text of a draft; raises :class:`BadInput` for what cannot stand in one line."""
    lines = [(COMMAND, draft.command), (NOTE, draft.note), *draft.answers]
    lines = [(name, text) for name, text in lines if text or name != NOTE]
    if draft.posting:
        lines.append((POSTING, draft.posting))
    return _HEAD + "".join(f"{name} = {_one_line(text)}\n" for name, text in lines)


def read_draft(text: str) -> Draft:
    """Read a draft's text, edited by hand or not; raises :class:`Spoiled`."""
    command, note, posting = "", "", ""
    answers: list[tuple[str, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(_COMMENTS):
            continue
        name, value = _parts(line, number)
        if name == COMMAND:
            if command:
                raise Spoiled(f"第 {number} 行：{COMMAND} 写了两次，只留一行")
            command = " ".join(value.split())
        elif name == NOTE:
            note = value
        elif name == POSTING:
            posting = value
        else:
            answers.append((name, value))
    if not command:
        raise Spoiled(f"没有写是哪个命令，请加一行，如 {COMMAND} = spend")
    return Draft(command, tuple(answers), note, posting)


def _parts(line: str, number: int) -> tuple[str, str]:
    """Return name and content of a line; a full-width ``＝`` or a colon typed for ``=`` is fine."""
    at = min((line.index(sign) for sign in "=＝:：" if sign in line), default=-1)
    name = unicodedata.normalize("NFKC", line[:at]).strip().strip("-").lower() if at > 0 else ""
    if not name:
        raise Spoiled(f"第 {number} 行看不懂：{line.strip()[:40]!r}，要写成“项目 = 内容”")
    return name, line[at + 1 :].strip()


def _one_line(text: str) -> str:
    if any(not char.isprintable() and char != "\u3000" for char in text):
        raise BadInput(f"文字 {text[:40]!r} 里有换行或看不见的字符，请去掉")
    return text.strip()
