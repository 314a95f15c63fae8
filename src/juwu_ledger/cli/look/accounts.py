"""``juwu accounts``: the chart of accounts, with what each holds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.shell.console import complain, load_sound, print_json, read_day
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, choose

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.tables.report import Table


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("accounts")(accounts)


def accounts(
    text: Annotated[
        str | None,
        typer.Argument(metavar="科目", help="编码、名称的一部分或拼音首字母；不写就全列出来。"),
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="格式", help="text 或 json。")
    ] = "text",
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """列出科目：编码、名称、用途，年初和现在的余额，停用了的也写明。

    例：juwu accounts

    例：juwu accounts 银行
    """
    choose(output, ("text", "json"))
    day = read_day(as_of)
    loaded = load_sound(books)
    table = _table(loaded, text, day)
    if not table.rows:
        complain(f"没有科目 {text}。用 juwu accounts 看全部科目。")
    if output == "json":
        from juwu_ledger.render.json.json import table_object

        print_json(table_object("accounts", table))
        return
    from juwu_ledger.cli.shell.paper_output import show
    from juwu_ledger.render.text.text import table_lines

    show(("\n".join(table_lines(table)) + "\n").encode("utf-8", "replace"))


def _table(books: Books, text: str | None, day: dt.date) -> Table:
    """Return the accounts that are meant, with their balances of the year up to a day."""
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.cli.shell.account_choice import matching
    from juwu_ledger.records.period_ledger import open_ledger
    from juwu_ledger.workbook.account_list import account_table

    names = {account.name for account in matching(books.chart.values(), text or "")}
    year = Period(dt.date(day.year, 1, 1), day)
    return account_table(open_ledger(books, year, day), names)
