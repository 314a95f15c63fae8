"""``juwu bundle``: a closed month as one signed file for the street office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.console import (
    REFUSED,
    complain,
    legible,
    load_sound,
    read_day,
    read_period,
    say,
)
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, PassphraseOption
from juwu_ledger.cli.shell.paper_output import (
    ForceOption,
    file_stem,
    free_stem,
    refuse_red,
    write_whole,
)
from juwu_ledger.cli.shell.progress import working

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.bundle.making import Made

ENDING = ".zip"
KeyOption = Annotated[
    Path | None, typer.Option(metavar="文件", help="会计的私钥：街道登记的是哪一把，就用哪一把。")
]
WithBooksOption = Annotated[
    bool,
    typer.Option("--with-books", help="连账本的文字和封账记录一起报；救助人的姓名在账本里不遮。"),
]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("bundle")(bundle)


def bundle(
    month: Annotated[str, typer.Argument(metavar="月份", help="已经月结的月份，如 2026-03。")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="文件", help="写成哪个 .zip 文件；不写就放在当前文件夹里。"
        ),
    ] = None,
    key: KeyOption = None,
    passphrase_file: PassphraseOption = None,
    with_books: WithBooksOption = False,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """把月结了的一个月做成报送包：月报、数据表、封账链，会计签名，交街道（juwu street receive）。

    救助对象的姓名已经遮住。没有月结的、封账以后改动过的月份不做。同样的账、同一天，做出来一个字节也不差。

    例：juwu bundle 2026-03 --key /media/usb/李四安.key -o 桂花里-2026-03.zip
    """
    period = read_period(month, "month")
    day = read_day(as_of)
    loaded = load_sound(books)
    made = made_bundle(loaded, period, day, key, passphrase_file, with_books=with_books)
    path = put_bundle(made, output, force=force)
    said = made.manifest
    say(legible(f"已写 {path}：{said.name} {period.title}，{said.vouchers} 张凭证。"))
    say("交给街道以后，把回执登记进账本：juwu file " + f"{period.label} --receipt 回执文件")
    refuse_red(made.report.reds)


def made_bundle(
    books: Books,
    period: Period,
    day: dt.date,
    key: Path | None,
    secret: Path | None,
    *,
    with_books: bool = False,
) -> Made:
    """Return the bundle of a month, signed; end with the status that says why there is none."""
    from juwu_ledger.books.signing.ssh_signatures import sign
    from juwu_ledger.bundle.making import NoBundle, make_bundle, texts_of
    from juwu_ledger.bundle.manifest import NAMESPACE
    from juwu_ledger.cli.shell.asking import Asker, at_terminal
    from juwu_ledger.cli.shell.private_key import key_file, opened_key
    from juwu_ledger.journal.engine.refusals import BadInput
    from juwu_ledger.render import CannotRender
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge

    if key is None:
        complain(
            "报送包要会计签名，请用 --key 指出会计的私钥（没有的先做：juwu key new 姓名 -o 文件）。"
        )
    ask = Asker(terminal=at_terminal())
    try:
        private = opened_key(ask, lambda text: say(text, error=True), key, key_file(key), secret)
        texts = texts_of(books) if with_books else {}
        with working("正在做报送包"):
            findings = judge(books, CATALOGUE, day)
            return make_bundle(
                books, period, day, findings, lambda data: sign(private, data, NAMESPACE), texts
            )
    except BadInput as error:
        complain(f"{error}。")
    except CannotRender as error:
        complain(str(error))
    except NoBundle as error:
        complain(str(error), REFUSED)


def put_bundle(made: Made, output: Path | None, *, force: bool) -> Path:
    """Write a bundle whole and return where; no file of that name is replaced unless ``force``."""
    said = made.manifest
    path = output or Path(file_stem(said.name, said.period.label, "报送包") + ENDING)
    if path.is_dir():
        path = path / (file_stem(said.name, said.period.label, "报送包") + ENDING)
    if path.suffix != ENDING:
        complain(f"文件名要以 {ENDING} 结尾：{path}")
    if not force:
        stem = free_stem(path.stem, lambda name: path.with_name(name + ENDING).exists())
        path = path.with_name(stem + ENDING)
    write_whole(path, made.data)
    return path
