"""``juwu user``: who may open the books in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.asking import Asker, at_terminal
from juwu_ledger.cli.shell.console import REFUSED, complain, legible, say
from juwu_ledger.cli.shell.usage import Commands

if TYPE_CHECKING:
    from juwu_ledger.web.gate.users import Users

_LARGEST_FILE = 4096

UsersOption = Annotated[
    Path | None,
    typer.Option(
        "--users",
        metavar="文件",
        help="用户名单；默认在本机的 ~/.config/juwu/users.json，也可用 JUWU_USERS 指定。",
        show_default=False,
    ),
]
NameArgument = Annotated[str, typer.Argument(metavar="姓名", help="本人的姓名，和账本里的一样。")]
PasswordOption = Annotated[
    Path | None,
    typer.Option(
        "--password-file", metavar="文件", help="第一行是口令的文件；不写就在终端里问两遍。"
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="姓名",
        help="谁来设这个口令，签审核意见的那一页上看得到；默认本机的账户名。",
    ),
]

user = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(user, name="user")


@user.callback()
def _user() -> None:
    """谁可以在浏览器里看账：开户、查看、销户、改口令、解锁。名单在这台电脑上，不在账本里。

    例：juwu user add 卫百川 --role reviewer
    """


@user.command("add")
def add(
    name: NameArgument,
    role: Annotated[
        str,
        typer.Option(
            metavar="身份",
            help="reviewer 民主理财小组、director 主任、treasurer 会计、auditor 审计、street 街道。",
        ),
    ],
    password: PasswordOption = None,
    by: ByOption = None,
    users: UsersOption = None,
) -> None:
    """给一个人开户；口令由本人来定，只存一个算出来的码，谁也看不到口令。

    例：juwu user add 卫百川 --role reviewer
    """
    from juwu_ledger.web.gate.users import BadUser, good_name

    known = _known(users)
    chosen = _role(role)
    with _complaining():
        try:
            who = good_name(name)
        except BadUser as error:
            complain(str(error))
        if who in known.all():
            raise BadUser(f"已经有用户 {who}；改口令用 juwu user password {who}。")
        added = known.add(who, chosen, _new_password(who, password), _by(by))
    say(legible(f"已给 {added.name} 开户，身份是{added.title}。名单在 {known.path}"))


@user.command("list")
def list_(users: UsersOption = None) -> None:
    """列出可以登录的人。

    例：juwu user list
    """
    known = _known(users)
    with _complaining():
        everybody = known.all()
    if not everybody:
        say("还没有人可以登录。开户：juwu user add 姓名 --role reviewer")
    for one in sorted(everybody.values(), key=lambda item: (item.role, item.name)):
        say(legible(f"{one.name}　{one.title}（{one.role}）　{one.since} 开户"))


@user.command("remove")
def remove(name: NameArgument, users: UsersOption = None) -> None:
    """销户：这个人马上不能再看，正在看的也退出。

    例：juwu user remove 卫百川
    """
    known = _known(users)
    with _complaining():
        known.remove(name)
    say(legible(f"已给 {name} 销户。"))


@user.command("password")
def password(
    name: NameArgument,
    password: PasswordOption = None,
    by: ByOption = None,
    users: UsersOption = None,
) -> None:
    """重设一个人的口令：请本人来打；正用旧口令登录着的都退出。没有忘的，本人在网页上自己改。

    几时、谁设的，签审核意见的那一页上写着。例：juwu user password 卫百川 --by 李四安
    """
    from juwu_ledger.web.gate.users import BadUser

    known = _known(users)
    with _complaining():
        found = known.get(name)
        if found is None:
            raise BadUser(f"没有用户 {name}。")
        known.set_password(found.name, _new_password(found.name, password), _by(by))
    say(legible(f"已改 {found.name} 的口令。"))


@user.command("unlock")
def unlock(name: NameArgument, users: UsersOption = None) -> None:
    """口令错得太多、要等很久的人，让他马上能再试；口令不变，已经登录着的不受影响。

    例：juwu user unlock 卫百川
    """
    known = _known(users)
    with _complaining():
        known.unlock(name)
    say(legible(f"{name} 现在就可以再试。"))


def _known(named: Path | None) -> Users:
    from juwu_ledger.web.gate.config_folder import users_file
    from juwu_ledger.web.gate.users import Users

    return Users(users_file(named))


@contextmanager
def _complaining() -> Iterator[None]:
    from juwu_ledger.web.gate.private_file import NotKept
    from juwu_ledger.web.gate.users import BadUser

    try:
        yield
    except (BadUser, NotKept) as error:
        complain(str(error), REFUSED)


def _role(text: str) -> str:
    from juwu_ledger.web.gate.permissions import ROLES

    words = {title: word for word, title in ROLES.items()} | {word: word for word in ROLES}
    if text.strip() not in words:
        said = "、".join(f"{word} {title}" for word, title in ROLES.items())
        complain(f"没有 {text} 这种身份；可用：{said}")
    return words[text.strip()]


def _by(named: str | None) -> str:
    """Return who sets a password: as named, else the account of this machine."""
    import getpass

    from juwu_ledger.web.gate.users import BadUser, good_name

    if named is not None:
        try:
            return good_name(named)
        except BadUser as error:
            complain(str(error))
    try:
        return f"本机账户 {good_name(getpass.getuser())}"
    except (
        BadUser,
        OSError,
        KeyError,
        ImportError,
    ):  # A machine that does not know who sits there.
        return "管这台电脑的人"


def _new_password(name: str, file: Path | None) -> str:
    """Return a new password, from the file or asked for twice."""
    if file is not None:
        return _good(_first_line(file), name)
    if not at_terminal():
        complain("这里不能打口令：请在终端里运行，或用 --password-file 指出口令文件。")
    ask = Asker(terminal=True)
    secret = _good(ask.secret(f"请 {name} 定一个口令（至少 8 个字，打的字只显示星号）"), name)
    if ask.secret("再打一遍口令") != secret:
        complain("两遍口令不一样，没有改；请重来。")
    return secret


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST_FILE).decode("utf-8-sig").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        complain(f"读不了口令文件 {file}；它应是 UTF-8 文字，第一行是口令。")


def _good(secret: str, name: str) -> str:
    from juwu_ledger.web.gate.passwords import complaint

    wrong = complaint(secret, name)
    if wrong is not None:
        complain(wrong)
    return secret
