"""A private key from its file, opened with its passphrase: from a file, or asked for at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from juwu_ledger.books.signing.private_keys import (
    LARGEST_FILE,
    KeyFileError,
    WrongPassphrase,
    load_private_key,
    needs_passphrase,
)
from juwu_ledger.cli.shell.asking import Asker
from juwu_ledger.journal.engine.disk import why_not
from juwu_ledger.journal.engine.refusals import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_TRIES = 3


def key_file(path: Path) -> bytes:
    """Return the bytes of a private key's file; raises :class:`BadInput`."""
    if not path.is_file():
        raise BadInput(f"没有这个私钥文件：{path}；看看 U 盘插好了没有")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"打不开私钥文件 {path}（{why_not(error)}）") from None


def opened_key(
    ask: Asker, note: Callable[[str], None], path: Path, data: bytes, passphrase: Path | None
) -> Ed25519PrivateKey:
    """Open a key; whoever mistypes the passphrase at the terminal may try again.

    ``passphrase`` is a file whose first line it is. Raises :class:`BadInput`.
    """
    try:
        if not needs_passphrase(data):
            return load_private_key(data)
        for _ in range(_TRIES - 1 if passphrase is None and ask.terminal else 0):
            try:
                return load_private_key(data, _passphrase(ask, passphrase))
            except WrongPassphrase as error:
                note(f"{error}请再打一遍。")
        return load_private_key(data, _passphrase(ask, passphrase))
    except KeyFileError as error:
        raise BadInput(f"{path}：{error}") from None


def _passphrase(ask: Asker, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise BadInput(f"读不了口令文件 {file}") from None
    if not ask.terminal:
        raise BadInput("私钥有口令：请在终端里运行，或者用 --passphrase-file 指出口令文件")
    return ask.secret("私钥的口令")
