"""Where bundles that were taken in are kept: as they were received, never overwritten."""

from __future__ import annotations

import zipfile
from pathlib import Path

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.books.signing.street_receipt import Statement
from juwu_ledger.bundle.manifest import NAME, Manifest, read_manifest
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.seals.seal_file import sha256
from juwu_ledger.street.street_log import StreetLog

FOLDER, RECEIPTS = "bundles", "receipts"


class NotKept(Exception):
    """A kept bundle that is gone or was changed; the message, in Chinese, names it."""


def stem_of(log: StreetLog, index: int) -> str:
    """Return the name of what was received at a place of the log: ``CODE/2026-03``, a correction ``-2``."""
    said = log.statements[index]
    same = [
        at for at in log.by_committee[said.committee] if log.statements[at].period == said.period
    ]
    number = same.index(index) + 1
    return f"{said.committee}/{said.period}" + (f"-{number}" if number > 1 else "")


def bundle_path(root: Path, log: StreetLog, index: int) -> Path:
    """Return where the bundle at a place of the log is kept."""
    return root / FOLDER / f"{stem_of(log, index)}.zip"


def receipt_path(root: Path, log: StreetLog, index: int) -> Path:
    """Return where the receipt for the bundle at a place of the log is kept."""
    return root / RECEIPTS / f"{stem_of(log, index).replace('/', '-')}-回执.json"


def kept_bytes(root: Path, log: StreetLog, index: int) -> bytes:
    """Return a kept bundle, byte for byte what the log says; raises :class:`NotKept`."""
    path = bundle_path(root, log, index)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotKept(f"收下的报送包 {path} 读不了（{reason(error)}）。") from None
    if sha256(data) != log.statements[index].bundle:
        raise NotKept(f"收下的报送包 {path} 改过，与日志里的摘要对不上；请从备份里恢复。")
    return data


def kept_manifest(root: Path, log: StreetLog, index: int) -> Manifest:
    """Return what a kept bundle says of itself, of which only that is read; raises :class:`NotKept`.

    Its bytes were verified when it was taken in, and are again whenever its figures are read.
    """
    path = bundle_path(root, log, index)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive.read(NAME))
    except OSError as error:
        raise NotKept(f"收下的报送包 {path} 读不了（{reason(error)}）。") from None
    except (zipfile.BadZipFile, KeyError, NotImplementedError, ValueError, FileRefused):
        raise NotKept(f"收下的报送包 {path} 坏了；请从备份里恢复。") from None
    said = log.statements[index]
    if (manifest.code, manifest.period.label, manifest.digest) != _about(said):
        raise NotKept(f"收下的报送包 {path} 不是日志里说的那一份；请从备份里恢复。")
    return manifest


def _about(said: Statement) -> tuple[str, str, str]:
    return said.committee, said.period, said.seal


def latest_of(log: StreetLog, committee: str) -> dict[str, int]:
    """Return the place of what holds for each period of a committee: the last one received."""
    return {log.statements[at].period: at for at in log.by_committee.get(committee, ())}
