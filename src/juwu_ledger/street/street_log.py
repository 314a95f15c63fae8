"""The street's log: one line for every bundle that was taken in, in order, under a signed Merkle head.

``log/entries`` is the whole of it, a statement a line. ``log/heads/2026-04.checkpoint`` is the signed head
as it stood after the last bundle of April. What the log once said it says for ever: a line that was
changed, moved or cut off leaves the heads, and the receipts that committees hold, without a tree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.books.signing.checkpoints import (
    LONGEST,
    BadCheckpoint,
    Checkpoint,
    origin_of,
    read_checkpoint,
)
from juwu_ledger.books.signing.merkle_tree import MerkleTree
from juwu_ledger.books.signing.street_receipt import BadReceipt, Statement, read_leaf
from juwu_ledger.street.register import Register

ENTRIES, HEADS = "log/entries", "log/heads"
_HEAD = re.compile(r"\d{4}-\d\d\.checkpoint", re.ASCII)


class BadLog(Exception):
    """A log that is not what its heads say; the message, in Chinese, says why. It is the loudest of all."""


@dataclass
class StreetLog:
    """The log as it was read and verified."""

    origin: str
    statements: list[Statement] = field(default_factory=list)
    tree: MerkleTree = field(default_factory=MerkleTree)
    signed: int = 0
    """Leaves under the newest signed head; fewer than there are where power failed before signing."""
    by_committee: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_bundle: dict[str, int] = field(default_factory=dict)

    def append(self, statement: Statement) -> int:
        """Add a statement; return its place, counted from 0."""
        index = len(self.statements)
        self.statements.append(statement)
        self.tree.append(statement.leaf)
        self.by_committee[statement.committee].append(index)
        self.by_bundle.setdefault(statement.bundle, index)
        return index

    def of(self, committee: str) -> list[Statement]:
        """Return what a committee filed, in the order of receipt."""
        return [self.statements[index] for index in self.by_committee.get(committee, ())]

    @property
    def head(self) -> Checkpoint:
        """The head over all lines, not signed."""
        return Checkpoint(self.origin, len(self.tree), self.tree.root())

    @property
    def text(self) -> bytes:
        """The content of ``log/entries``."""
        return b"".join(statement.leaf + b"\n" for statement in self.statements)


def head_path(root: Path, month: str) -> Path:
    """Return where the signed head of a month is kept."""
    return root / HEADS / f"{month}.checkpoint"


def read_log(register: Register) -> StreetLog:
    """Read the log and hold it against every head that was signed; raises :class:`BadLog`."""
    log = StreetLog(origin_of(register.name))
    try:
        for number, line in enumerate(_lines(register.root), 1):
            try:
                log.append(read_leaf(line))
            except BadReceipt as error:
                raise BadLog(f"{ENTRIES} 第 {number} 行：{error}。{_WHAT_NOW}") from None
        for path in _heads(register.root):
            _hold(log, path, register.key)
    except OSError as error:
        raise BadLog(f"街道的日志读不了（{reason(error)}）。") from None
    return log


_WHAT_NOW = "请从备份里恢复 log 文件夹，再把各居委会手里的回执拿来核对"


def _lines(root: Path) -> list[bytes]:
    path = root / ENTRIES
    data = path.read_bytes() if path.exists() else b""
    if data and not data.endswith(b"\n"):
        raise BadLog(f"{ENTRIES} 的最后一行不完整。{_WHAT_NOW}。")
    return data.splitlines()


def _heads(root: Path) -> list[Path]:
    folder = root / HEADS
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _HEAD.fullmatch(path.name))


def _hold(log: StreetLog, path: Path, key: str) -> None:
    """Hold the log against one head."""
    name = f"{HEADS}/{path.name}"
    try:
        with path.open("rb") as file:
            note = file.read(LONGEST * 4).decode("utf-8", "replace")
        head = read_checkpoint(note, key, log.origin)
    except BadCheckpoint as error:
        raise BadLog(f"{name}：{error}。{_WHAT_NOW}。") from None
    if head.size > len(log.tree):
        raise BadLog(
            f"日志被截短了：{name} 签过 {head.size} 条，现在只有 {len(log.tree)} 条。{_WHAT_NOW}。"
        )
    if log.tree.root(head.size) != head.root:
        raise BadLog(f"日志改过：前 {head.size} 条与 {name} 签过的不同。{_WHAT_NOW}。")
    log.signed = max(log.signed, head.size)
