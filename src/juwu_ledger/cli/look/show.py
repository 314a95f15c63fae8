"""``juwu show``: all that is known of a voucher, approval, receipt, invoice, asset or query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from juwu_ledger.cli.shell.console import complain, load_sound, print_json, read_day
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, TrustedKeysOption, choose

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("show")(show)


def show(
    number: Annotated[
        str,
        typer.Argument(
            metavar="编号", help="凭证号、签批号、收据号、发票号、资产编号、质询或决议编号。"
        ),
    ],
    output: Annotated[
        str, typer.Option("--format", metavar="格式", help="text 或 json。")
    ] = "text",
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """查一个编号：凭证、签批、收据、发票、资产、质询，账上知道的都写出来，写明在哪个文件第几行。

    例：juwu show 2026-01-0005

    例：juwu show A0000101
    """
    choose(output, ("text", "json"))
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)

    from juwu_ledger.registers.known.known_things import known_things
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge

    cards = known_things(loaded, number, judge(loaded, CATALOGUE, day), day)
    if not cards:
        _unknown(loaded, number)
    if output == "json":
        from juwu_ledger.render.json.json import form_object

        print_json({"id": number, "known": [form_object(card.key, card) for card in cards]})
        return
    from juwu_ledger.cli.shell.paper_output import show as show_bytes
    from juwu_ledger.render.text.text import form_lines

    lines = [line for card in cards for line in (*form_lines(card), "")]
    show_bytes("\n".join(lines).encode("utf-8", "replace"))


def _unknown(books: Books, text: str) -> NoReturn:
    """Complain that nothing has this number, naming the nearest ones."""
    import difflib

    from juwu_ledger.books.model.identifiers import plain
    from juwu_ledger.registers.known.known_things import known_ids

    near = difflib.get_close_matches(plain(text), dict.fromkeys(known_ids(books)), n=3, cutoff=0.6)
    hint = f"相近的有：{'、'.join(near)}。" if near else ""
    complain(f"账本里没有编号 {text}；{hint}只记得名字或金额的，用 juwu list 查。")
