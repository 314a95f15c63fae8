"""``juwu list``: vouchers found by what one remembers of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.look.named_account import accounts_below
from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, choose
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    paper_stem,
    put_out_plainly,
    show,
)

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.registers.vouchers.voucher_search import Search
    from juwu_ledger.tables.report import Report


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("list")(list_vouchers)


def list_vouchers(
    text: Annotated[
        str | None,
        typer.Argument(metavar="文字", help="摘要、对方、经手人等处有这几个字的。"),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="如 2026-03、2026Q1、2026。")
    ] = None,
    payee: Annotated[
        str | None, typer.Option("--payee", metavar="对方", help="对方名字里有这几个字的。")
    ] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="科目", help="编码、名称或拼音首字母；下级科目也算。"),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar="金额", help="如 386；或一段：100-500、1000- 、-50。"),
    ] = None,
    fund: Annotated[
        str | None, typer.Option("--fund", metavar="名称", help="写着这笔专项资金的。")
    ] = None,
    approval: Annotated[
        str | None, typer.Option("--approval", metavar="签批号", help="用这张签批的。")
    ] = None,
    receipt: Annotated[
        str | None, typer.Option("--receipt", metavar="收据号", help="写着这张收据的。")
    ] = None,
    invoice: Annotated[
        str | None, typer.Option("--invoice", metavar="发票号", help="写着这张发票的。")
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="格式", help="text、json、csv、xlsx。")
    ] = "text",
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """找凭证：按期间、对方、科目、金额、专项、文字、签批、收据、发票，几样一起写就都要符合。

    冲销了的、没有计入的也列出来，“状态”一栏写明。一张凭证的全部内容：juwu show 凭证号

    例：juwu list 硒鼓 --period 2026

    例：juwu list --account 办公用品 --amount 300-500 --format csv -o 清单
    """
    from juwu_ledger.render import LIST_FORMATS

    choose(output, LIST_FORMATS)
    if folder is None and output == "xlsx":
        complain("xlsx 要写成文件，请用 -o 指出文件夹，如：-o 清单")
    day = read_day(as_of)
    span = read_period(period) if period else None
    bounds = _bounds(amount) if amount is not None else None
    loaded = load_sound(books)

    from juwu_ledger.registers.vouchers.voucher_search import Search

    accounts = accounts_below(loaded, account)[1] if account is not None else None
    search = Search(
        span, payee, accounts, bounds, _known_fund(loaded, fund), text, approval, receipt, invoice
    )
    made = _report(loaded, search, day)
    if output == "text" and folder is None:
        _show_text(made)
    else:
        label = span.label if span else ""
        put_out_plainly(made, paper_stem(loaded, "凭证清单", label), [output], folder, force=force)


def _bounds(text: str) -> tuple[int, int]:
    """Read an amount, or a range of which one end may be open, in fen."""
    from juwu_ledger.cli.shell.reading import folded, read_balance
    from juwu_ledger.journal.engine.refusals import BadInput

    low, dash, high = folded(text).replace("~", "-").replace("–", "-").partition("-")
    try:
        least = read_balance(low) if low.strip() else 0
        most = read_balance(high) if high.strip() else 10**15 if dash else least
    except BadInput as error:
        complain(f"--amount：{error}；一段金额写成 100-500。")
    if most < least or not (low.strip() or high.strip()):
        complain(f"--amount：{text!r} 看不懂，一段金额写成 100-500，小的在前。")
    return least, most


def _known_fund(books: Books, name: str | None) -> str | None:
    """Take the name of a fund that is declared."""
    from juwu_ledger.books.model.identifiers import plain
    from juwu_ledger.books.model.vocabulary import Fund

    names = dict.fromkeys(item.name for item in books.of(Fund))
    if name is not None and plain(name) not in map(plain, names):
        known = f"登记了的有：{'、'.join(names)}。" if names else "账本没有登记专项资金。"
        complain(f"--fund：没有专项资金“{name}”；{known}")
    return name


def _report(books: Books, search: Search, day: dt.date) -> Report:
    from juwu_ledger.books.model.periods import Days
    from juwu_ledger.registers.vouchers.voucher_search import found_vouchers, search_table
    from juwu_ledger.tables.report import Report, Section

    span = search.period or Days(*(books.span or (day, day)))
    table = search_table(books, found_vouchers(books, search))
    return Report(
        report="list",
        title="凭证清单",
        period=span,
        committee=books.title,
        as_of=day,
        books_digest=books.digest(span.last),
        totals=None,
        sections=(Section("vouchers", "凭证清单", tables=(table,)),),
        facts={"条件": search.said},
    )


def _show_text(made: Report) -> None:
    from juwu_ledger.registers.vouchers.voucher_search import on_screen
    from juwu_ledger.render.text.text import table_lines

    (table,) = made.tables
    show(("\n".join(table_lines(on_screen(table))) + "\n").encode("utf-8", "replace"))
