"""The folder ``drafts/`` of the books, which Beancount does not read: putting aside, listing, taking off.

A draft is one file, ``D0001.txt``. What cannot be read is told and stays where it is.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.journal.drafts.draft import Draft, Spoiled, draft_text, read_draft
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.journal import Stroke
from juwu_ledger.journal.engine.refusals import BadInput

FOLDER = "drafts"
_FILE = re.compile(r"D(\d{4,6})\.txt")
_LARGEST = 200_000
_TRIES = 50


class KeptDraft(NamedTuple):
    """A draft that lies in the folder under its id."""

    id: str
    path: Path
    draft: Draft


class SpoiledDraft(NamedTuple):
    """A file of the folder that cannot be read as a draft, and why."""

    id: str
    path: Path
    why: str


def put_aside(root: Path, draft: Draft) -> KeptDraft:
    """Put a draft into the books' folder ``root`` under the next id.

    Raises :class:`BadInput` for a text that cannot be kept, :class:`disk.NotWritten`. No draft that is
    there is ever overwritten.
    """
    data = draft_text(draft).encode("utf-8")
    folder = root / FOLDER
    disk.make_folders(folder, root)
    number = max((int(name[1:]) for name, _ in _files(root)), default=0)
    for following in range(number + 1, number + _TRIES):
        path = folder / f"D{following:04d}.txt"
        try:
            disk.new_file(path, data, 0o666)
        except disk.NotWritten:
            if path.exists():  # Another program took the number.
                continue
            raise
        return KeptDraft(path.stem, path, draft)
    raise BadInput(f"{FOLDER} 文件夹里正有别的程序在写，请再试一次")


def put_back(kept: KeptDraft, draft: Draft) -> KeptDraft:
    """Put another draft in the place of one; raises as :func:`put_aside`."""
    own = draft._replace(note=draft.note or kept.draft.note)
    disk.replace_file(kept.path, draft_text(own).encode("utf-8"))
    return kept._replace(draft=own)


def all_drafts(root: Path) -> list[KeptDraft | SpoiledDraft]:
    """Return every draft of the books in order of id, also those that cannot be read."""
    found: list[KeptDraft | SpoiledDraft] = []
    for name, path in _files(root):
        try:
            found.append(KeptDraft(name, path, _read(path)))
        except Spoiled as error:
            found.append(SpoiledDraft(name, path, str(error)))
    return found


def one_draft(root: Path, identity: str) -> KeptDraft | SpoiledDraft:
    """Return the draft of that id (``D0003``, ``d3``, ``3``); raises :class:`BadInput`."""
    number = re.fullmatch(r"[dD]?0*(\d{1,6})", identity.strip(), re.ASCII)
    kept = all_drafts(root)
    for item in kept:
        if number and int(item.id[1:]) == int(number[1]):
            return item
    names = "、".join(item.id for item in kept)
    raise BadInput(f"没有编号为 {identity} 的草稿；" + (f"有 {names}" if names else "现在没有草稿"))


class Posted(Enum):
    """Whether a draft that was being posted is in the books."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"
    """The books have changed since: a person has to look."""


def mark_posting(kept: KeptDraft, stroke: Stroke) -> None:
    """Note in its file which change of the books a draft becomes; raises :class:`disk.NotWritten`.

    If the power fails before the draft is taken off, nobody posts it twice unawares.
    """
    states = (stroke.before, stroke.heading, stroke.after)
    said = " ".join([*map(_mark, states), stroke.file])
    disk.replace_file(kept.path, draft_text(kept.draft._replace(posting=said)).encode("utf-8"))


def is_posted(root: Path, kept: KeptDraft) -> Posted:
    """Tell whether a draft that was being posted got into the books of the folder ``root``."""
    if not kept.draft.posting:
        return Posted.NO
    before, heading, after, file = (kept.draft.posting.split(" ", 3) + [""] * 4)[:4]
    path = root / file
    now = _mark(path.read_bytes() if file and path.is_file() else None)
    if now == after:
        return Posted.YES
    return Posted.NO if now in (before, heading) else Posted.UNKNOWN


def _mark(content: bytes | None) -> str:
    return "-" if content is None else hashlib.sha256(content).hexdigest()[:16]


def discard(kept: KeptDraft | SpoiledDraft) -> None:
    """Take a draft off the folder."""
    disk.remove_file(kept.path)


def _files(root: Path) -> list[tuple[str, Path]]:
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _FILE.fullmatch(path.name) and path.is_file()]
    return sorted(((path.stem, path) for path in found), key=lambda item: int(item[0][1:]))


def _read(path: Path) -> Draft:
    try:
        if path.stat().st_size > _LARGEST:
            raise Spoiled("文件太大了，不是草稿")
        return read_draft(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise Spoiled(f"打不开（{reason(error)}）") from None
    except UnicodeDecodeError:
        raise Spoiled("不是 UTF-8 编码：请用“另存为”，编码选 UTF-8") from None
