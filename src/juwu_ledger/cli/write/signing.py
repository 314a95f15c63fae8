"""Signing what is about to be written: the signer's private key, its passphrase, the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from juwu_ledger.books.signing.private_keys import KeyFileError, public_key_in
from juwu_ledger.books.signing.signed_messages import Signing, parse_custom, sign_entry
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.private_key import key_file, opened_key
from juwu_ledger.journal.engine.refusals import BadInput


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
        data = key_file(path)
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
    private = opened_key(context.ask, context.note, path, data, passphrase)
    committee = context.books.title

    def sign(text: str) -> str:
        return sign_entry(private, parse_custom(text), committee, signing)

    return sign
