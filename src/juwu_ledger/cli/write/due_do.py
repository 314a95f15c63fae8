"""``juwu due do``: a recurring entry that is due is opened, filled in from its template."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import REFUSED, complain, load_sound, read_day
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.prefilled import run_draft
from juwu_ledger.journal.drafts.templates import draft_of_template
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.records.recurring import KEY, closed_account, templates


def do_due(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名称", help="哪一件，如 电费。")],
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """照模板记一件定期的收支：都填好了，终端里逐项问，可以改；记好了这一期就不再提醒。

    后面可以接着写那个命令的选项，代替模板里的。

    例：juwu due do 电费 --amount 132.50 --approval SP-2026-0003 --invoice 26372000000012345678
    """
    ledger, day = load_sound(books), read_day(as_of)
    live = templates(ledger, day)
    item = live.get(name)
    if item is None:
        complain(f"没有“{name}”这件定期的收支；有：{'、'.join(live) or '一件也没有'}。")
    draft = draft_of_template(item)
    where = f"定期业务“{name}”（{ledger.relative(item.place.file)} 第 {item.place.line} 行）"
    closed = closed_account(ledger, item, day)
    typed = {word.partition("=")[0].lstrip("-") for word in ctx.args}
    if closed and not typed & {key for key, text in item.answers.items() if closed in text}:
        complain(
            f"{where}里的科目 {closed} 已经销户：用 juwu recurring add {name} 照一张新的凭证改模板，"
            "或者在后面写明别的科目。",
            REFUSED,
        )
    own = ["--books", str(books)] if books is not None else []
    own += ["--as-of", as_of] if as_of is not None else []
    try:
        run_draft(draft, where, [*ctx.args, *own], marks={KEY: name}, propose=True)
    except BadInput as error:
        complain(f"{error}。")
