"""Books out of a backup: into a new folder, all of them or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.intake.packed_books import PackedBooks
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.backups.kept_backups import DIGEST_ENDING
from juwu_ledger.journal.backups.plain_file import bytes_of_file, pieces, plain_file
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.refusals import Refusal


class Restored(NamedTuple):
    """Books that were taken out of a backup."""

    main: Path
    files: int
    has_digest: bool
    """The zip was held against the ``.sha256`` beside it."""


def restore(
    zip_file: Path,
    folder: Path,
    *,
    commit: Callable[[], None] = lambda: None,
    dry_run: bool = False,
) -> Restored:
    """Take the books of a backup into ``folder``, which is not there or empty.

    ``dry_run`` reads every file and writes nothing. Raises :class:`Refusal`, also for a zip that is
    broken, hostile or none of ours, and :class:`disk.NotWritten`; then nothing is written.
    """
    try:
        with plain_file(zip_file) as file:
            has_digest = _held_against_digest(zip_file, hashed(file))
            packed = PackedBooks(file)
            for name in packed:
                packed[name]
            if not dry_run:
                commit()
                disk.place_folder(folder, packed)
            return Restored(folder / packed.manifest.main, len(packed), has_digest)
    except FileRefused as error:
        raise Refusal(f"{zip_file.name}：{error}。什么也没有写。") from None
    except OSError as error:
        raise Refusal(f"读不了 {zip_file}（{disk.why_not(error)}）；什么也没有写。") from None


def hashed(file: object) -> str:
    """Return the SHA-256 of a whole file."""
    total = hashlib.sha256()
    for piece in pieces(file):  # type: ignore[arg-type]
        total.update(piece)
    return total.hexdigest()


def digest_line(digest: str, name: str) -> bytes:
    """Return what stands in the ``.sha256`` beside a zip, as ``sha256sum`` writes it."""
    return f"{digest}  {name}\n".encode()


def _held_against_digest(zip_file: Path, digest: str) -> bool:
    """Tell whether there is a ``.sha256`` beside the zip; refuse a zip that it does not fit."""
    beside = zip_file.with_name(zip_file.name + DIGEST_ENDING)
    if not beside.exists():
        return False
    if not bytes_of_file(beside).startswith(digest.encode("ascii")):
        raise FileRefused("changed", f"与旁边的 {beside.name} 对不上，备份坏了或者被改过")
    return True
