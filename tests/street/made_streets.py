"""Streets with committees that were made up (``scripts/bench_bundles.py``), and bundles to be spoilt."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from juwu_ledger.books.signing.private_keys import new_private_key, public_key_of
from juwu_ledger.bundle.manifest import NAME, Manifest, read_manifest
from juwu_ledger.street.receiving import Received, receive
from juwu_ledger.street.register import Member, Register, member_text, read_register, register_text

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import bench_bundles as bench_bundles
from bench_bundles import STREET, Committee, signed_zip

from juwu_ledger.books.model.periods import Period

CHINA = dt.timezone(dt.timedelta(hours=8))
FIRST = "2026-01"
WORDS = "小院里的三棵石榴树"
STREET_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"street").digest())


def day(text: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(9), CHINA)


def make_street(
    root: Path, committees: Sequence[Committee], since: str = FIRST, key: str | None = None
) -> Register:
    """A street's folder whose key is :data:`STREET_KEY`."""
    root.mkdir(parents=True, exist_ok=True)
    text = register_text(STREET, key or public_key_of(STREET_KEY))
    for one in committees:
        text += member_text(
            Member(one.code, one.name, Period.parse(since), (one.public_key,), one.households)
        )
    (root / "street.toml").write_text(text, encoding="utf-8")
    return read_register(root)


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def take_in(register: Register, paths: Sequence[Path], when: str = "2026-02-08") -> list[Received]:
    return receive(register, paths, day(when), STREET_KEY)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoilt(
    data: bytes,
    key: Ed25519PrivateKey,
    change: Callable[[dict[str, bytes]], None] = lambda _: None,
    **said: Any,
) -> bytes:
    """The bundle with its parts changed and signed anew, as one would who has the accountant's key."""
    parts = parts_of(data)
    manifest: Manifest = replace(read_manifest(parts[NAME]), **said)
    change(parts)
    return signed_zip(parts, manifest, key)


def key_file(path: Path) -> str:
    """A key of the street's own in a file, under :data:`WORDS`; its public line."""
    file, public = new_private_key(WORDS, 1)
    path.write_bytes(file)
    return public
