"""``juwu street serve``: the street's overview in the browser, for those who log in as the street."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import REFUSED, complain
from juwu_ledger.cli.street.street_folder import StreetOption, open_log, open_register
from juwu_ledger.program.serving import address_of, run_server, users_of
from juwu_ledger.program.user import UsersOption


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str, typer.Option(metavar="地址", help="听哪个地址；不是本机地址时要有证书。")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="端口", min=1, max=65535, help="1 到 65535；被占了就换一个。")
    ] = 5001,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="名字", help="本机在网里还叫什么；可以写几个。"),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="文件", help="TLS 证书（PEM）。")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="文件", help="证书的私钥（PEM）。")] = None,
    self_signed: Annotated[
        bool, typer.Option("--self-signed", help="用本机自己做的证书，打印指纹供核对。")
    ] = False,
    users: UsersOption = None,
    street: StreetOption = None,
) -> None:
    """在浏览器里看报送情况和每个居委会：登录以后看，身份是街道（juwu user add 姓名 --role street）。

    只看，不能改。例：juwu street serve
    """
    from juwu_ledger.web.gate.private_file import NotKept
    from juwu_ledger.web.street.street_gate import ROLE, make_street_gate

    found = open_register(street)
    open_log(found)
    try:
        address = address_of(host, port, name or [], certificate, key, self_signed)
        known = users_of(users, found.root, ROLE)
    except NotKept as error:
        complain(str(error), REFUSED)
    run_server(
        lambda: make_street_gate(found.root, known, address), address, self_signed=self_signed
    )
