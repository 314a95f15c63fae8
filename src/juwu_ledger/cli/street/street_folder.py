"""What the street's commands share: whose street, its key, and what is said where it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.asking import Asker, at_terminal
from juwu_ledger.cli.shell.console import FINDINGS, REFUSED, UNREADABLE, complain, say
from juwu_ledger.cli.shell.private_key import key_file, opened_key
from juwu_ledger.journal.engine.disk import NotWritten
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.render import CannotRender
from juwu_ledger.street.kept_bundles import NotKept
from juwu_ledger.street.register import BadRegister, Member, Register, find_street, read_register
from juwu_ledger.street.street_log import BadLog, StreetLog, read_log

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "street.key"
StreetOption = Annotated[
    Path | None,
    typer.Option(
        "--street",
        "-s",
        metavar="文件夹",
        help="街道的文件夹（里面有 street.toml）；不写就从当前文件夹往上找。",
        show_default=False,
    ),
]
StreetKeyOption = Annotated[
    Path | None,
    typer.Option("--key", metavar="文件", help="街道的私钥；不写就是街道文件夹里的 street.key。"),
]


def open_register(folder: Path | None) -> Register:
    """Return the register that is meant; end with status 4 where it cannot be read, 2 where there is none."""
    root = folder or find_street(Path.cwd())
    if root is None:
        complain("这里没有街道的文件夹，请用 --street 指出；还没有的，先建：juwu street init 街道")
    try:
        return read_register(root.resolve())
    except BadRegister as error:
        complain(str(error), UNREADABLE)


def open_log(register: Register) -> StreetLog:
    """Return the street's log, verified; end with status 3 where it is not what was signed."""
    try:
        return read_log(register)
    except BadLog as error:
        complain(str(error), FINDINGS)


def named_member(register: Register, text: str) -> Member:
    """Return the committee of that code or name; end with status 2 where it is not one."""
    try:
        found = register.named(text)
    except ValueError as error:
        complain(f"“{text}”不止一个：{error}。请写代码或全名。")
    if found is None:
        complain(f"名册里没有“{text}”；都有谁：juwu street overview")
    return found


def street_key(register: Register, key: Path | None, secret: Path | None) -> Ed25519PrivateKey:
    """Return the street's private key, which must be the one in the register; else end with status 2."""
    from juwu_ledger.books.signing.private_keys import KeyFileError, public_key_in

    path = key or register.root / KEY_FILE
    try:
        data = key_file(path)
        if public_key_in(data) != register.key:
            complain(f"{path} 不是名册里写的街道那把钥匙。")
        ask = Asker(terminal=at_terminal())
        return opened_key(ask, lambda text: say(text, error=True), path, data, secret)
    except (BadInput, KeyFileError) as error:
        complain(f"{error}。")


@contextmanager
def complaining() -> Iterator[None]:
    """End with one plain line and its status where the street's folder cannot be used or written."""
    try:
        yield
    except BadLog as error:
        complain(str(error), FINDINGS)
    except (BadRegister, NotKept) as error:
        complain(str(error), UNREADABLE)
    except Refusal as error:
        complain(str(error), REFUSED)
    except NotWritten as error:
        complain(f"写不了 {error.path}（{error.reason}）；原来的没有动。", REFUSED)
    except CannotRender as error:
        complain(str(error))
