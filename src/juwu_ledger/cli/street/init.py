"""``juwu street init``: a new folder for a street office, with its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import REFUSED, complain, legible, say
from juwu_ledger.cli.shell.options import PassphraseOption
from juwu_ledger.cli.street.street_folder import KEY_FILE, complaining


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="街道的文件夹，没有就新建。")],
    name: Annotated[
        str, typer.Option(metavar="名称", help="街道办事处的名称，如 柳荫街道办事处。")
    ],
    passphrase_file: PassphraseOption = None,
) -> None:
    """建街道的文件夹：名册 street.toml 和街道自己的钥匙。各居委会的账本不放在里面。

    钥匙的口令只有街道会计知道；公钥要发给各居委会登记，回执才核对得了。

    例：juwu street init 街道 --name 柳荫街道办事处
    """
    from juwu_ledger.books.signing.checkpoints import verifier_key
    from juwu_ledger.books.signing.private_keys import new_private_key
    from juwu_ledger.books.signing.ssh_wire import fingerprint
    from juwu_ledger.cli.write.key import new_passphrase
    from juwu_ledger.journal.engine.disk import (
        NotWritten,
        make_folders,
        new_file,
        remove_file,
        replace_file,
    )
    from juwu_ledger.street.register import FILE, register_text

    title = name.strip()
    if not title or not title.isprintable():
        complain(f"街道的名称 {name!r} 不对。")
    target = Path(os.path.normpath(Path.cwd() / folder))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        complain(f"{folder} 已经有东西了，请换一个新的文件夹。", REFUSED)
    file, public = new_private_key(new_passphrase(passphrase_file))
    with complaining():
        make_folders(target, Path(target.anchor))
        new_file(target / KEY_FILE, file, 0o600)
        try:  # Without a register it is no street's folder: this is the stroke that counts.
            replace_file(target / FILE, register_text(title, public).encode("utf-8"))
        except NotWritten:
            remove_file(target / KEY_FILE)
            raise
    say(legible(f"建好了 {folder}：名册 {FILE}，钥匙 {KEY_FILE}（请另外备份，和口令分开放）。"))
    say(f"公钥  {public}")
    say(f"指纹  {fingerprint(public)}")
    say(f"核对日志的公钥  {verifier_key(title, public)}")
    say("")
    say("请各居委会把公钥登记进账本，和上面的指纹核对：")
    say(f'  juwu key register {title} "{public}"')
