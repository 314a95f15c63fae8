"""A bundle that came in, opened: every part is what was signed, and its figures agree with one another.

Nothing here knows of a street: by whose key it must be signed is asked of the caller, and whether it
goes on from the month before is told by the digests that :class:`Opened` carries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.signing.ssh_signatures import verify
from juwu_ledger.bundle.manifest import (
    BOOKS,
    DATA,
    NAME,
    NAMESPACE,
    REPORTS,
    SEALS,
    SIGNATURE,
    Manifest,
    read_manifest,
)
from juwu_ledger.bundle.parquet_bytes import read_table
from juwu_ledger.bundle.report_sums import balances_digest, refuse_other_sums
from juwu_ledger.bundle.seal_chain import SealedMonth, read_chain
from juwu_ledger.bundle.zip_bytes import zip_parts
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.seals.seal_file import sha256

KeysOf = Callable[[Manifest], Sequence[str]]
"""Returns the public keys by which a bundle may be signed; may raise :class:`FileRefused`."""
_NEEDED = frozenset({NAME, SIGNATURE, SEALS, *REPORTS.values(), *DATA.values()})
_BOOKS_FILE = re.compile(
    rf"{BOOKS}(?!\.)[^/\\\x00-\x1f]+(?:/(?!\.)[^/\\\x00-\x1f]+)*\.(?:beancount|seal)"
)
"""No part of a path begins with a dot, so none leads out of its folder."""


class Opened(NamedTuple):
    """What the receiver needs of a bundle whose every byte was checked."""

    manifest: Manifest
    chain: tuple[SealedMonth, ...]
    digest: str
    """SHA-256 of the whole file."""
    opening: str
    """SHA-256 over the balances that the month began with."""
    closing: str


def open_bundle(data: bytes, keys_of: KeysOf) -> Opened:
    """Return a bundle after all that can be checked of it alone; raise :class:`FileRefused`."""
    parts = zip_parts(data, is_known)
    lacking = sorted(_NEEDED - parts.keys())
    if lacking:
        raise FileRefused("lacking", f"里面缺了 {'、'.join(lacking)}")
    manifest = read_manifest(parts[NAME])
    _refuse_signature(parts, keys_of(manifest))
    _refuse_files(parts, manifest)
    chain = _chain(parts, manifest)
    tables = {name: read_table(name, parts[file]) for name, file in DATA.items()}
    refuse_other_sums(manifest, parts[REPORTS["json"]], tables)
    accounts = tables["accounts"]
    return Opened(
        manifest,
        tuple(chain),
        sha256(data),
        balances_digest(accounts, "opening"),
        balances_digest(accounts, "closing"),
    )


def is_known(name: str) -> bool:
    """Tell whether a part of that name may stand in a bundle."""
    return name in _NEEDED or bool(_BOOKS_FILE.fullmatch(name))


def _refuse_signature(parts: Mapping[str, bytes], keys: Sequence[str]) -> None:
    signature = parts[SIGNATURE].decode("ascii", "replace")
    if not any(verify(key, signature, parts[NAME], NAMESPACE) for key in keys):
        raise FileRefused(
            "key",
            "签名不对：不是街道登记的那把会计钥匙签的，或者签了以后改过"
            if keys
            else "街道还没有登记这个居委会会计的公钥，没法核对签名",
        )


def _refuse_files(parts: Mapping[str, bytes], manifest: Manifest) -> None:
    there = parts.keys() - {NAME, SIGNATURE}
    if there != manifest.files.keys():
        odd = "、".join(sorted(there ^ manifest.files.keys())[:3])
        raise FileRefused("changed", f"清单和内容对不上：{odd}")
    for name, (size, digest) in manifest.files.items():
        if len(parts[name]) != size or sha256(parts[name]) != digest:
            raise FileRefused("changed", f"里面的 {name} 改过，与清单上的摘要对不上")


def _chain(parts: Mapping[str, bytes], manifest: Manifest) -> list[SealedMonth]:
    chain = read_chain(parts[SEALS])
    said = (manifest.period, manifest.digest, manifest.previous, manifest.vouchers)
    last = chain[-1] if chain else None
    if last is None or (last.period, last.digest, last.previous, last.vouchers) != said:
        raise FileRefused("chain", "封账链的最后一行不是这个月的封账")
    return chain
