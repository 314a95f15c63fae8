"""Taking bundles in: checked, put in place, written into the log, signed, and a receipt for each.

The replacement of ``log/entries`` is the stroke that counts. A bundle that lies in its place and is not
in the log was not taken in: the next one that takes its place replaces it. What comes after the stroke
(the signed head, the receipts) is made again from the log whenever it is missing.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from juwu_ledger.books.signing.checkpoints import signed_checkpoint
from juwu_ledger.books.signing.street_receipt import CORRECTION, Statement, make_receipt
from juwu_ledger.bundle.opened import Opened
from juwu_ledger.intake.hostile_files import bytes_of
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.seals.seal_file import sha256
from juwu_ledger.street.accepting import accepted
from juwu_ledger.street.arrivals import Arrival, arrivals, in_order
from juwu_ledger.street.differences import differences
from juwu_ledger.street.kept_bundles import bundle_path, receipt_path
from juwu_ledger.street.register import Register
from juwu_ledger.street.street_log import ENTRIES, StreetLog, head_path, read_log

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOCK = ".juwu.lock"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Received:
    """What came of one file."""

    path: Path
    refused: FileRefused | None = None
    statement: Statement | None = None
    index: int = -1
    is_new: bool = False
    """False where the very same file was taken in before."""
    differences: tuple[str, ...] = ()
    """Of a correction: what is otherwise than it was."""
    receipt: Path | None = None


class ReceiptsLacking(disk.NotWritten):
    """The bundles are taken in, but their receipts could not be written."""


def receive(
    register: Register,
    paths: Sequence[Path],
    now: dt.datetime,
    private_key: Ed25519PrivateKey,
    *,
    patience: float = _PATIENCE,
) -> list[Received]:
    """Take in what may be taken in, and say of every file what came of it.

    Raises :class:`~juwu_ledger.street.street_log.BadLog`, ``Refusal`` (another writer), ``NotWritten``:
    then nothing was taken in; :class:`ReceiptsLacking`: then all was, and the same call makes the receipts.
    """
    with locked(register.root, patience):
        log = read_log(register)
        before = len(log.statements)
        if log.statements and now.isoformat(timespec="seconds") < log.statements[-1].received:
            raise Refusal(
                f"日志最后一条是 {log.statements[-1].received} 收的，比现在（{now:%Y-%m-%d %H:%M}）还晚："
                "请看看这台电脑的日期。什么也没有收下。"
            )
        done: list[Received] = []
        placed: list[Path] = []
        try:
            for item in in_order(list(arrivals(paths, register))):
                done.append(_taken(register, log, item, now, placed))
            if len(log.statements) > before:
                disk.make_folders((register.root / ENTRIES).parent, register.root)
                disk.replace_file(register.root / ENTRIES, log.text)
        except disk.NotWritten as error:
            if error.lasting:
                for path in placed:
                    disk.remove_file(path)
            raise
        _sign(register, log, now, private_key, len(log.statements) > before)
        return [_receipted(register, log, item, private_key) for item in done]


@contextmanager
def locked(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the street's lock; raises ``Refusal``."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK, timeout=patience)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A disk without locks gets a substitute.
            lock.acquire()
    except Timeout:
        raise Refusal("另一个程序正在写街道的文件夹，等它写完再试一次；什么也没有改动。") from None
    except OSError as error:
        raise Refusal(
            f"街道的文件夹 {root} 写不了（{disk.why_not(error)}）；什么也没有改动。"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


def _taken(
    register: Register, log: StreetLog, item: Arrival, now: dt.datetime, placed: list[Path]
) -> Received:
    """Return what came of one arrival; what is accepted is put in place and into the log in memory."""
    if item.opened is None:
        return Received(item.path, item.refused)
    known = log.by_bundle.get(item.opened.digest)
    if known is not None:
        return Received(item.path, None, log.statements[known], known)
    try:
        statement = accepted(register, log, item.opened, now)
        changed = _changes(register, log, item.opened, statement)
        data = bytes_of(item.path)
        if sha256(data) != statement.bundle:
            raise FileRefused("changed", "文件在核对的时候又变了，请再来一次")
    except FileRefused as error:
        return Received(item.path, error)
    index = log.append(statement)
    path = bundle_path(register.root, log, index)
    disk.make_folders(path.parent, register.root)
    if path.exists():  # Left by one that was broken off: the log knows nothing of it.
        disk.remove_file(path)
    placed.append(path)
    disk.new_file(path, data, 0o644)
    return Received(item.path, None, statement, index, True, changed)


def _changes(
    register: Register, log: StreetLog, opened: Opened, statement: Statement
) -> tuple[str, ...]:
    if statement.kind != CORRECTION:
        return ()
    return tuple(differences(register.root, log, opened.manifest))


def _sign(
    register: Register,
    log: StreetLog,
    now: dt.datetime,
    private_key: Ed25519PrivateKey,
    is_new: bool,
) -> None:
    """Sign the head of the log for the month of ``now``, where anything is not under a head yet."""
    if not is_new and log.signed == len(log.tree):
        return
    path = head_path(register.root, now.date().isoformat()[:7])
    try:
        disk.make_folders(path.parent, register.root)
        disk.replace_file(path, signed_checkpoint(private_key, log.head).encode("utf-8"))
    except disk.NotWritten as error:
        raise _lacking(error) from None


def _receipted(
    register: Register, log: StreetLog, done: Received, private_key: Ed25519PrivateKey
) -> Received:
    """Return the same with a receipt, made anew unless there is one."""
    if done.statement is None:
        return done
    path = receipt_path(register.root, log, done.index)
    if done.is_new or not path.exists():
        note = signed_checkpoint(private_key, log.head)
        proof = log.tree.proof(done.index)
        made = make_receipt(private_key, done.statement, done.index, proof, note)
        try:
            disk.make_folders(path.parent, register.root)
            disk.replace_file(path, made.text)
        except disk.NotWritten as error:
            raise _lacking(error) from None
    return Received(
        done.path, None, done.statement, done.index, done.is_new, done.differences, path
    )


def _lacking(error: disk.NotWritten) -> ReceiptsLacking:
    made = ReceiptsLacking(error.path, OSError())
    made.reason = error.reason
    return made
