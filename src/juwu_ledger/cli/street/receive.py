"""``juwu street receive``: bundles of committees are taken in, each with a receipt, or refused with a reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.shell.console import REFUSED, complain, legible, print_json, read_day, say
from juwu_ledger.cli.shell.options import AsOfOption, PassphraseOption
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.street.street_folder import (
    StreetKeyOption,
    StreetOption,
    complaining,
    open_register,
    street_key,
)

if TYPE_CHECKING:
    from juwu_ledger.street.receiving import Received

_CHINA = dt.timezone(dt.timedelta(hours=8))


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("receive")(receive)


def receive(
    files: Annotated[list[Path], typer.Argument(metavar="报送包…", help="一个或几个报送包。")],
    key: StreetKeyOption = None,
    passphrase_file: PassphraseOption = None,
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
    as_of: AsOfOption = None,
    street: StreetOption = None,
) -> None:
    """收报送包：逐个核对签名、封账链、每个文件的摘要、数据和月报合不合，收下的记进日志，各给一张回执。

    收下的原样保存，永不覆盖；同一个月再报的算更正件，改了什么列出来。不收的说明理由，什么也不留。

    例：juwu street receive 送来的/*.zip
    """
    from juwu_ledger.journal.engine.disk import NotWritten
    from juwu_ledger.street.receiving import ReceiptsLacking
    from juwu_ledger.street.receiving import receive as take_in

    found = open_register(street)
    private = street_key(found, key, passphrase_file)
    now = _now(as_of)
    with complaining(), working("正在核对报送包", quiet=output is Format.json):
        try:
            done = take_in(found, files, now, private)
        except ReceiptsLacking as error:
            complain(
                f"报送包都收下了，也记进了日志；只是 {error.path} 没写成（{error.reason}）。"
                "腾出地方以后，同样的命令再来一次，补写签名和回执。",
                REFUSED,
            )
        except NotWritten as error:
            sure = (
                "日志可能没有恢复原样，请再收一次" if error.unsure else "什么也没有收下，日志没有动"
            )
            complain(f"写不了 {error.path}（{error.reason}）；{sure}。", REFUSED)
    if output is Format.json:
        print_json([_as_json(item) for item in done])
    else:
        for item in done:
            _tell(item)
    if any(item.refused for item in done):
        raise SystemExit(REFUSED)


def _now(as_of: str | None) -> dt.datetime:
    """Return the moment of receipt; of a day that is said, its beginning."""
    if as_of is None:
        return dt.datetime.now(_CHINA)
    return dt.datetime.combine(read_day(as_of), dt.time(), _CHINA)


def _tell(item: Received) -> None:
    said = item.statement
    if item.refused is not None:
        say(legible(f"不收  {item.path.name}：{item.refused}。"), error=True)
        return
    assert said is not None
    about = f"{said.name} {said.period}"
    if not item.is_new:
        say(legible(f"已有  {about}：{said.day} 收下过同一份，没有新的。回执 {item.receipt}"))
        return
    word = "更正件" if said.kind == "correction" else "收下"
    say(legible(f"{word}  {about}：日志第 {item.index + 1} 条。回执 {item.receipt}"))
    for what in item.differences or (("内容没有不同",) if said.kind == "correction" else ()):
        say(legible(f"      {what}"))


def _as_json(item: Received) -> dict[str, Any]:
    said, refused = item.statement, item.refused
    return {
        "file": str(item.path),
        "committee": said.committee if said else None,
        "name": said.name if said else None,
        "period": said.period if said else None,
        "kind": said.kind if said else None,
        "index": item.index if said else None,
        "is_new": item.is_new,
        "differences": list(item.differences),
        "receipt": str(item.receipt) if item.receipt else None,
        "refused": None if refused is None else refused.name,
        "reason": None if refused is None else str(refused),
    }
