"""``juwu serve``: the books in the browser, for those who have a name and a password."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.console import (
    REFUSED,
    UNREADABLE,
    complain,
    error_line,
    find_main,
    legible,
    say,
)
from juwu_ledger.cli.shell.options import BooksOption
from juwu_ledger.program.user import UsersOption

if TYPE_CHECKING:
    from juwu_ledger.web.gate.certificates import Certificate
    from juwu_ledger.web.gate.gate import Entrance
    from juwu_ledger.web.gate.users import Users
    from juwu_ledger.web.server import Address

_NOBODY = """\
还没有可以登录的人，不能打开。请先给要看账的人开户，再来一次：
  juwu user add 姓名 --role reviewer     民主理财小组成员
  juwu user add 姓名 --role director     主任
  juwu user add 姓名 --role treasurer    会计（记账人）
  juwu user add 姓名 --role auditor      审计"""
_NOBODY_OF_STREET = """\
还没有街道的人可以登录，不能打开。请先开户，再来一次：
  juwu user add 姓名 --role street"""
_NEEDS_TLS = """\
{host} 是别的电脑也能连的地址，口令和账不能明着走网线。请加上：
  --self-signed                              用本机自己做的证书，或者
  --certificate 证书.pem --key 私钥.pem      用单位已有的证书"""


HostOption = Annotated[
    str, typer.Option(metavar="地址", help="听哪个地址；不是本机地址时要有证书。")
]
PortOption = Annotated[
    int, typer.Option(metavar="端口", min=1, max=65535, help="1 到 65535；被占了就换一个。")
]
NameOption = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="名字", help="本机在网里还叫什么；可以写几个。"),
]
CertificateOption = Annotated[Path | None, typer.Option(metavar="文件", help="TLS 证书（PEM）。")]
KeyOption = Annotated[Path | None, typer.Option(metavar="文件", help="证书的私钥（PEM）。")]
SelfSignedOption = Annotated[
    bool, typer.Option("--self-signed", help="用本机自己做的证书，打印指纹供核对。")
]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("serve")(serve)


def serve(
    books: BooksOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 5000,
    name: NameOption = None,
    certificate: CertificateOption = None,
    key: KeyOption = None,
    self_signed: SelfSignedOption = False,
    users: UsersOption = None,
) -> None:
    """在浏览器里看账：登录以后按身份看（民主理财小组、主任、会计、审计），查账发现也在里面。

    默认只有这台电脑能打开。按 Ctrl+C 停止。例：juwu serve --port 5001

    办公室里别的电脑也要看：juwu serve --host 192.168.1.5 --self-signed
    """
    from juwu_ledger.web.fava.fava_app import Unreadable
    from juwu_ledger.web.gate.private_file import NotKept
    from juwu_ledger.web.server import make_gate

    main_file = find_main(books)
    try:
        address = address_of(host, port, name or [], certificate, key, self_signed)
        known = users_of(users, main_file.resolve().parent)
    except NotKept as error:
        complain(str(error), REFUSED)
    try:
        run_server(lambda: make_gate(main_file, known, address), address, self_signed=self_signed)
    except Unreadable as unreadable:
        for wrong in unreadable.errors:
            say(error_line(wrong), error=True)
        complain("账本读不了，改正以后再来。", UNREADABLE)


def run_server(make: Callable[[], Entrance], address: Address, *, self_signed: bool) -> None:
    """Serve what ``make`` makes until it is stopped; end with status 5 where the port cannot be had."""
    from juwu_ledger.web.server import serve as serve_until_stopped

    def announce(url: str) -> None:
        _log()
        say(f"请用浏览器打开 {url}（按 Ctrl+C 停止）")
        if address.certificate is not None and self_signed:
            say("浏览器第一次会说证书不受信任：请点开证书，和下面的指纹逐字核对，一样才继续。")
            say(f"指纹（SHA-256） {address.certificate.fingerprint}")
        sys.stdout.flush()

    try:
        serve_until_stopped(make(), address, announce)
    except OSError as error:
        complain(_not_free(address.host, address.port, error), REFUSED)


def _not_free(host: str, port: int, error: OSError) -> str:
    said = str(error)
    if "Address already in use" in said:
        return (
            f"{host} 的端口 {port} 已经有程序在用，请换一个 --port，如 --port {port % 65535 + 1}。"
        )
    if "Permission denied" in said:
        return f"没有权限用端口 {port}，请写 1024 以上的，如 --port 5000。"
    return f"这台电脑用不了 {host} 的端口 {port}：请看 --host 是不是本机的地址。（{said}）"


def address_of(
    host: str,
    port: int,
    names: list[str],
    certificate: Path | None,
    key: Path | None,
    self_signed: bool,
) -> Address:
    """Return where to serve; end with the status that says why not."""
    from juwu_ledger.web.server import Address

    if (certificate is None) != (key is None):
        complain("--certificate 和 --key 要一起写。")
    if self_signed and certificate is not None:
        complain("--self-signed 和 --certificate 只写一个。")
    if not _is_here(host, "--host") and certificate is None and not self_signed:
        complain(_NEEDS_TLS.format(host=host), REFUSED)
    for named in names:
        _is_here(named, "--name")
    found = _certificate(certificate, key, [host, *names]) if certificate or self_signed else None
    return Address(host, port, tuple(names), found)


def _is_here(host: str, option: str) -> bool:
    """Tell whether only this machine can reach the host that an option names."""
    from juwu_ledger.web.server import BadHost, is_loopback

    try:
        return is_loopback(host)
    except BadHost:
        example = "192.168.1.5" if option == "--host" else "juwei.lan"
        said = legible(host) or "空"
        complain(f"{option} 不能写 {said}；请写本机在网里的地址或名字，如 {example}。", REFUSED)


def _certificate(certificate: Path | None, key: Path | None, names: list[str]) -> Certificate:
    from juwu_ledger.web.gate.certificates import own_certificate, read_certificate
    from juwu_ledger.web.gate.config_folder import config_folder

    if certificate is not None and key is not None:
        return read_certificate(certificate, key)
    return own_certificate(config_folder(), names, dt.datetime.now(dt.UTC))


def users_of(named: Path | None, folder: Path, role: str | None = None) -> Users:
    """Return who may log in; refuse to serve where there is nobody, or the list lies in ``folder``.

    Where a ``role`` is named, somebody of that role.
    """
    from juwu_ledger.web.gate.config_folder import users_file
    from juwu_ledger.web.gate.users import Users

    path = users_file(named)
    if path.resolve().is_relative_to(folder.resolve()):
        complain(
            f"用户名单 {path} 在账本的文件夹里（或街道的），会跟着传出去；请放到别处。", REFUSED
        )
    known = Users(path)
    if not [user for user in known.all().values() if role is None or user.role == role]:
        complain(_NOBODY if role is None else _NOBODY_OF_STREET, REFUSED)
    return known


def _log() -> None:
    """Tell on standard error who logs in, and what goes wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log = logging.getLogger("juwu")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
