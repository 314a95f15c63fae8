"""``juwu key``: make a key to sign with, and take out what was signed so that anyone can check it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.signing.worst_passphrases import is_worst
from juwu_ledger.cli.shell.asking import Asker, at_terminal
from juwu_ledger.cli.shell.console import REFUSED, complain, legible, load_sound, say
from juwu_ledger.cli.shell.options import BooksOption, TrustedKeysOption
from juwu_ledger.cli.shell.usage import Commands

key = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
SHORTEST_PASSPHRASE = 8
_LARGEST_PASSPHRASE_FILE = 4096
_ASKED_TWICE = ("给钥匙定一个口令（至少 8 个字，打的字只显示星号）", "再打一遍口令")


@key.callback()
def _key() -> None:
    """签字的钥匙：做钥匙、登记公钥、取出签过的原文供人核验。

    例：juwu key new 赵一清 -o 赵一清.key
    """


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    from juwu_ledger.cli.write import key_register

    key_register.register(key)
    app.add_typer(key, name="key")


@key.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="姓名", help="谁的钥匙，如 赵一清。")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="文件", help="私钥写到哪里；请写到本人的 U 盘上。"),
    ],
    passphrase: Annotated[
        Path | None,
        typer.Option(
            "--passphrase-file", metavar="文件", help="第一行是口令的文件；不写就在终端里问两遍。"
        ),
    ] = None,
) -> None:
    """做一把签字的钥匙：私钥加了口令，写到本人的 U 盘；打印公钥和指纹，供登记和核对。

    口令只有本人知道，程序不保存；忘了口令只能另做一把。已有的文件不会覆盖。

    例：juwu key new 赵一清 -o /media/usb/赵一清.key
    """
    who = _name(name)
    _refuse_place(output)
    secret = new_passphrase(passphrase)

    from juwu_ledger.books.signing.private_keys import new_private_key
    from juwu_ledger.books.signing.ssh_wire import fingerprint

    file, public = new_private_key(secret)
    _write_private(output, file)
    say(f"做好了 {who} 的钥匙。")
    say(f"私钥  {legible(str(output))}（只由本人保管；丢了或忘了口令，登记作废，另做一把）")
    say(f"公钥  {public}")
    say(f"指纹  {fingerprint(public)}（请本人抄下，登记以后核对）")
    say("")
    say(f"下一步，把公钥登记进账本；从登记那天起，{who} 的签批都要有电子签名：")
    say(f'  juwu key register {who} "{public}"')


@key.command("message")
def message(
    approval: Annotated[str, typer.Argument(metavar="签批号", help="如 SP-2026-0001。")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="文件夹", help="写到这个文件夹里，没有就新建。"),
    ],
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """取出一份签批被签的原文、电子签名和公钥，并打印核验的命令；不用本程序也能核验。

    例：juwu key message SP-2026-0001 -o 核验
    """
    loaded = load_sound(books, trusted_keys)
    found = loaded.approval(approval)
    if found is None:
        complain(f"账本里没有签批 {approval}，请检查编号。")

    from juwu_ledger.cli.shell.paper_output import write_whole
    from juwu_ledger.cli.write.signed_files import signed_files

    taken = signed_files(loaded, found)
    if not taken.files:
        complain(f"签批 {found.id} 没有写是谁签的，没有原文可取。")
    for file, content in taken.files.items():
        write_whole(output / file, content)
        say(f"已写 {legible(str(output / file))}")
    say("")
    for line in taken.told:
        say(legible(line))


def _name(text: str) -> str:
    name = unicodedata.normalize("NFC", text.strip())
    if not name or not name.isprintable() or any(c in name for c in '"\\'):
        complain(f"姓名 {text!r} 不对，请写本人的姓名，如 赵一清。")
    return name


def _refuse_place(path: Path) -> None:
    """End before a passphrase is asked for, where the key could not be written anyhow."""
    if path.is_dir():
        complain(f"{path} 是文件夹，请写出文件名，如 {path / '赵一清.key'}")
    if os.path.lexists(path):
        complain(f"已经有 {path} 这个文件，不覆盖：里面可能是还在用的钥匙。请换个名字。", REFUSED)
    if not path.parent.is_dir():
        complain(f"没有 {path.parent} 这个文件夹，请插好 U 盘，或换个地方。")


def new_passphrase(file: Path | None) -> str:
    """Return a new passphrase, from the file or asked for twice."""
    if file is not None:
        return _good(_first_line(file))
    if not at_terminal():
        complain("这里不能打口令：请在终端里运行，或用 --passphrase-file 指出口令文件。")
    ask = Asker(terminal=True)
    secret = _good(ask.secret(_ASKED_TWICE[0]))
    if ask.secret(_ASKED_TWICE[1]) != secret:
        complain("两遍口令不一样，没有做钥匙；请重来。")
    return secret


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST_PASSPHRASE_FILE)
        return content.decode("utf-8-sig").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        complain(f"读不了口令文件 {file}；它应是 UTF-8 文字，第一行是口令。")


def _good(secret: str) -> str:
    if len(secret) < SHORTEST_PASSPHRASE:
        complain(f"口令太短，至少 {SHORTEST_PASSPHRASE} 个字；可以用一句自己记得住的话。")
    if is_worst(secret):
        complain("这个口令人人都会先试，请换一个；可以用一句自己记得住的话。")
    return secret


def _write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read; nothing is left of it when that fails."""
    from juwu_ledger.journal.engine.disk import NotWritten, new_file

    try:
        new_file(path, content, 0o600)
    except NotWritten as error:
        complain(f"写不了 {path}（{error.reason}）。请换个能写的地方。")
