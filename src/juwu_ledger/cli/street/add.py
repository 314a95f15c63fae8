"""``juwu street add``: a committee files to this street from a month on, signed by its accountant's key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import REFUSED, complain, legible, read_period, say
from juwu_ledger.cli.street.street_folder import StreetOption, complaining, open_register
from juwu_ledger.street.register import KIND


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("add")(add)


def add(
    code: Annotated[str, typer.Argument(metavar="代码", help="十二位的区划代码。")],
    name: Annotated[str, typer.Argument(metavar="简称", help="如 桂花里。")],
    since: Annotated[str, typer.Option(metavar="月份", help="从哪个月起报送，如 2026-01。")],
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="公钥", help='会计的公钥 "ssh-ed25519 …"；可以写几次。'),
    ] = None,
    households: Annotated[int, typer.Option(metavar="户数", min=0, help="常住户数，比较用。")] = 0,
    kind: Annotated[
        str, typer.Option(metavar="类别", help="同类的居委会在一起比，如 老旧小区。")
    ] = KIND,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="文件夹", help="街道代管的账本在哪里（居财街管）；juwu --book 简称。"),
    ] = None,
    street: StreetOption = None,
) -> None:
    """把一个居委会登记进名册：代码、简称、从哪个月起报送、会计的公钥。改动、并入请直接改 street.toml。

    例：juwu street add 330102001001 桂花里 --since 2026-01 --key "ssh-ed25519 …" --households 1860
    """
    from juwu_ledger.journal.engine.disk import replace_file
    from juwu_ledger.street.receiving import locked
    from juwu_ledger.street.register import FILE, Member, member_text, register_of

    found = open_register(street)
    month = read_period(since, "month")
    where = "" if folder is None else str(folder)
    member = Member(
        code.strip(), name.strip(), month, tuple(key or ()), households, kind.strip(), folder=where
    )
    path = found.root / FILE
    with complaining(), locked(found.root):
        import tomllib

        text = path.read_text(encoding="utf-8-sig") + member_text(member)
        try:
            made = register_of(found.root, tomllib.loads(text))
        except ValueError as error:
            complain(f"没有登记：{error}。", REFUSED if "两次" in str(error) else 2)
        replace_file(path, text.encode("utf-8"))
    added = made.members[code.strip()]
    say(legible(f"登记了 {added.name}（{added.code}），从 {added.since.label} 起报送。"))
    if not added.keys:
        say("还没有会计的公钥，报送包收不下；请补在 street.toml 的 keys 里。", error=True)
