"""``juwu street serve``: the street's overview in the browser, for those who log in as the street."""

from __future__ import annotations

import typer

from juwu_ledger.cli.shell.console import REFUSED, complain
from juwu_ledger.cli.street.street_folder import StreetOption, open_log, open_register
from juwu_ledger.program.serving import (
    CertificateOption,
    HostOption,
    KeyOption,
    NameOption,
    PortOption,
    SelfSignedOption,
    address_of,
    run_server,
    users_of,
)
from juwu_ledger.program.user import UsersOption


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("serve")(serve)


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 5001,
    name: NameOption = None,
    certificate: CertificateOption = None,
    key: KeyOption = None,
    self_signed: SelfSignedOption = False,
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
