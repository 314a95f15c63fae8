"""``juwu key register``: a public key goes into the books, in force from its day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import REVOKED, SigningKey
from juwu_ledger.books.signing.keys import KeyRing
from juwu_ledger.books.signing.private_keys import LARGEST_FILE
from juwu_ledger.books.signing.ssh_wire import fingerprint
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.registers import entry_plan


def register(app: typer.Typer) -> None:
    """Add the command to the program (``juwu key`` is its own group)."""
    writing(app, "register")(register_key)


def register_key(
    context: Context,
    name: Annotated[str | None, typer.Argument(metavar="[姓名]", help="谁的公钥。")] = None,
    public_key: Annotated[
        str | None,
        typer.Argument(
            metavar="[公钥]", help="juwu key new 打印的那一行 ssh-ed25519 AAAA…，或存着它的文件。"
        ),
    ] = None,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="作废此人的公钥（钥匙丢了、离任了）。")
    ] = False,
    by: Annotated[str | None, typer.Option(metavar="姓名", help="经谁的手登记；默认会计。")] = None,
    date: DateOption = None,
) -> None:
    """登记公钥：从这一天起，此人的签批都要有他本人的电子签名，别人冒签不了。

    请当面核对指纹再登记。换届、换钥匙时再登记新的，旧签名照样认得。

    例：juwu key register 赵一清 "ssh-ed25519 AAAAC3…"
    """
    ask = context.ask
    ask.need({"姓名": name, "公钥（或 --revoke）": public_key or revoke or None})
    who = ask.value("姓名", name, "谁的公钥", read_text)
    line = REVOKED
    if not revoke:
        line = ask.value("公钥", public_key, "公钥（ssh-ed25519 开头的那一行）", _read_key)
        others = [n for n in context.books.keys.owners(line) if plain(n) != plain(who)]
        if others:
            raise BadInput(f"这把公钥登记在 {others[0]} 名下：一把钥匙不能代表两个人，请另做一把")
    day = context.day(date, "从哪天起")
    if revoke and KeyRing(context.books.of(SigningKey)).registered(who, day) is None:
        raise BadInput(f"{who} 没有登记着的公钥，不用作废")
    registrar = ask.value(
        "--by", by, "经谁的手登记", read_text, default=context.holder("accountant", day)
    )
    if line != REVOKED and not context.json:
        say(f"公钥指纹：{fingerprint(line)}（请与 {who} 本人手里的核对）")
    about = f"{who}（作废）" if line == REVOKED else who
    context.write(entry_plan(day, "key", [who, line], {"registered-by": registrar}, about=about))


def _read_key(text: str) -> str:
    """Read a public key line, or the file it is in; its comment, often a machine's name, is left out."""
    if not text.startswith("ssh-") and (lines := _lines_of(Path(text.strip()).expanduser())):
        text = lines[0]
    line = " ".join(text.split()[:2])
    try:
        fingerprint(line)
    except ValueError:
        raise BadInput(
            "公钥看不懂，应是 ssh-ed25519 开头的一整行（juwu key new 打印的那一行）"
        ) from None
    return line


def _lines_of(path: Path) -> list[str]:
    """Return the lines of a file with a public key; none where that cannot be one."""
    try:
        if path.is_file() and path.stat().st_size <= LARGEST_FILE:
            return path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        pass
    return []
