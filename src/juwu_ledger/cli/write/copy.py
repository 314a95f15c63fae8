"""``juwu copy``: one more voucher like an earlier one."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.cli.shell.console import REFUSED, complain, load_sound
from juwu_ledger.cli.shell.options import BooksOption
from juwu_ledger.cli.shell.prefilled import run_draft
from juwu_ledger.journal.drafts.copying import draft_of
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.engine.refusals import BadInput, Refusal


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    passed_on = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command("copy", context_settings=passed_on)(copy)


def copy(
    ctx: typer.Context,
    voucher: Annotated[str, typer.Argument(metavar="凭证号", help="照哪一张，如 2026-01-0005。")],
    books: BooksOption = None,
) -> None:
    """照一张凭证再记一张：科目、对方、摘要照填，日期、单据号重新给；终端里逐项问，可以改。

    后面可以接着写那个命令的选项，代替照填的。

    例：juwu copy 2026-01-0005 --amount 120 --invoice 26372000000012345678
    """
    draft = copied(load_sound(books), voucher)
    own = ["--books", str(books)] if books is not None else []
    try:
        run_draft(draft, f"凭证 {voucher}", [*ctx.args, *own], propose=True)
    except BadInput as error:
        complain(f"{error}。")


def copied(books: Books, number: str) -> Draft:
    """Return the draft of a voucher like that of ``number``; ends where there is none."""
    voucher = books.facts.by_id.get(number)
    if voucher is None:
        complain(f"没有 {number} 这张凭证。")
    try:
        return draft_of(books, voucher)
    except Refusal as error:
        complain(str(error), REFUSED)
