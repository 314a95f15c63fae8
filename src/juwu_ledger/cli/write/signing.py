"""Signing what is about to be written: the signer's private key, its passphrase, the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from juwu_ledger.books.signing.private_keys import (
    LARGEST_FILE,
    KeyFileError,
    WrongPassphrase,
    load_private_key,
    needs_passphrase,
    public_key_in,
)
from juwu_ledger.books.signing.signed_messages import Signing, parse_custom, sign_entry
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.journal.engine.disk import why_not
from juwu_ledger.journal.engine.refusals import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_TRIES = 3


def signer(
    context: Context,
    name: str,
    day: dt.date,
    key: Path | None,
    passphrase: Path | None,
    signing: Signing,
    *,
    option: str = "--key",
) -> Callable[[str], str] | None:
    """Return what signs a directive's text for ``name``; ``None`` where no key is registered.

    Raises :class:`BadInput` when a key is registered and none, or another, is given: it would be
    refused afterwards anyhow, and here it can be said better.
    """
    keys = context.books.keys
    if not keys.wants_signature(name, day, signing.namespace):
        if key is not None:
            raise BadInput(f"{name} 还没有登记公钥，签了也没法核对；先登记：juwu key register")
        return None
    in_force = [known.split()[:2] for known in keys.in_force(name, day, signing.namespace)]

    def read(text: str) -> tuple[Path, bytes]:
        path = Path(text.strip()).expanduser()
        data = _key_file(path)
        try:
            public = public_key_in(data)
        except KeyFileError as error:
            raise BadInput(f"{path}：{error}") from None
        if public and public.split()[:2] not in in_force:
            raise BadInput(f"{path} 不是 {name} 登记的那把钥匙")
        return path, data

    if key is not None:
        path, data = read(str(key))
    else:
        question = f"{name} 登记了签名公钥，请插上 {name} 的钥匙，写出私钥文件"
        path, data = context.ask.value(option, None, question, read)
    private = _unlocked(context, path, data, passphrase)
    committee = context.books.title

    def sign(text: str) -> str:
        return sign_entry(private, parse_custom(text), committee, signing)

    return sign


def _key_file(path: Path) -> bytes:
    if not path.is_file():
        raise BadInput(f"没有这个私钥文件：{path}；看看 U 盘插好了没有")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"打不开私钥文件 {path}（{why_not(error)}）") from None


def _unlocked(
    context: Context, path: Path, data: bytes, passphrase: Path | None
) -> Ed25519PrivateKey:
    """Open a key; whoever mistypes the passphrase at the terminal may try again."""
    try:
        if not needs_passphrase(data):
            return load_private_key(data)
        for _ in range(_TRIES - 1 if passphrase is None and context.ask.terminal else 0):
            try:
                return load_private_key(data, _passphrase(context, passphrase))
            except WrongPassphrase as error:
                context.note(f"{error}请再打一遍。")
        return load_private_key(data, _passphrase(context, passphrase))
    except KeyFileError as error:
        raise BadInput(f"{path}：{error}") from None


def _passphrase(context: Context, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise BadInput(f"读不了口令文件 {file}") from None
    if not context.ask.terminal:
        raise BadInput("私钥有口令：请在终端里运行，或者用 --passphrase-file 指出口令文件")
    return context.ask.secret("私钥的口令")
