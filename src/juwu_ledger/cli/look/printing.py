"""``juwu print``: vouchers and forms on paper, to be signed, bound and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from juwu_ledger.cli.look.named_account import named_account
from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period, warn_outside
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    paper_stem,
    put_out,
    read_formats,
)
from juwu_ledger.cli.shell.usage import Commands

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books

FormatsOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="格式",
        help="text、html、pdf、json，可以写几个，用逗号隔开。不写时：屏幕上出 text；写了 -o 出 html。",
    ),
]
printing = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@printing.callback()
def _printing() -> None:
    """打印凭证和表单：记账凭证、付款审批单、收据登记簿、现金盘点表、余额调节表、民主理财记录、资产卡片、盘点表。

    例：juwu print voucher --month 2026-01 --format pdf -o 凭证
    """


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(printing, name="print")


@printing.command("voucher")
def voucher(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="凭证号…", help="如 2026-01-0005，可以写几个。", show_default=False),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="月份", help="印整个月，前面加封面，如 2026-01。"),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="号", help="和 --month 合用：从几号起，如 5。")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="号", help="和 --month 合用：到几号止，如 12。")
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印记账凭证，一张 A4 纸上下两张，裁开装订；有红字、大写合计和签章处。

    例：juwu print voucher 2026-01-0005

    例：juwu print voucher --month 2026-01 --format pdf -o 凭证　　全月凭证和封面
    """
    if bool(numbers) == bool(month):
        complain("请写凭证号（如 2026-01-0005），或者写 --month 月份，两样写一样。")
    if (first or last) and not month:
        complain("--from、--to 要和 --month 合用，如：--month 2026-01 --from 5 --to 12")
    period = read_period(month, "month") if month else None
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books)

    from juwu_ledger.cli.look.chosen_vouchers import vouchers_named, vouchers_of_month
    from juwu_ledger.registers.vouchers.voucher_pack import voucher_report

    if period is not None:
        chosen = vouchers_of_month(loaded, period, first, last)
        stem = paper_stem(loaded, "凭证", period.label, *_ends(first, last))
    else:
        chosen = vouchers_named(loaded, numbers or [])
        ends = list(dict.fromkeys((chosen[0].id, chosen[-1].id)))
        stem = paper_stem(loaded, "凭证", "至".join(ends))
    made = voucher_report(loaded, chosen, day, period)
    put_out(loaded, made, stem, formats, folder, force=force)


def _ends(first: str | None, last: str | None) -> list[str]:
    """Return the part of a file's name that tells a part of a month from the whole."""
    return [f"{first or '首'}至{last or '末'}"] if first or last else []


@printing.command("approval")
def approval(
    number: Annotated[str, typer.Argument(metavar="签批号", help="如 SP-2026-0003。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印付款审批单：用途、金额大小写、各人签字处，已经用在哪些凭证上、还剩多少。

    例：juwu print approval SP-2026-0003 --format pdf -o 审批单
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books)

    from juwu_ledger.books.model.vocabulary import Approval
    from juwu_ledger.registers.approvals.approval_form import approval_report

    found = loaded.approval(number)
    if found is None:
        _unknown("签批", number, [item.id for item in loaded.of(Approval)])
    made = approval_report(loaded, found, day)
    stem = paper_stem(loaded, "付款审批单", found.id)
    put_out(loaded, made, stem, formats, folder, force=force)


@printing.command("receipts")
def receipts(
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="期间", help="如 2026Q1、2026-01、2026；不写就是今年。"),
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印收据领用登记簿：每本的领用和核销，本期用了哪些号、作废哪些号。

    例：juwu print receipts --period 2026Q1 --format pdf -o 收据
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    span = read_period(period or str(day.year))
    loaded = load_sound(books)
    warn_outside(loaded, span)

    from juwu_ledger.registers.receipts.receipt_register import receipt_register

    stem = paper_stem(loaded, "收据登记簿", span.label)
    put_out(loaded, receipt_register(loaded, span, day), stem, formats, folder, force=force)


@printing.command("count")
def count(
    date: Annotated[str, typer.Argument(metavar="盘点日期", help="如 2026-01-31。")],
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="科目", help="只印这个现金科目，如 备用金；不写就都印。"),
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印库存现金盘点表：面额、张数、实盘、账面和差异。账实不符时也能印。

    例：juwu print count 2026-01-31 --account 备用金 --format pdf -o 盘点
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    counted = read_day(date)

    from juwu_ledger.cli.look.chosen_counts import counts_made, load_with_gaps
    from juwu_ledger.registers.cash.count_sheet import count_report

    loaded = load_with_gaps(books, counted)
    chosen = counts_made(loaded, counted, account)
    label = [one.label for one, _ in chosen] if account else []
    stem = paper_stem(loaded, "现金盘点表", date, *label)
    made = count_report(loaded, counted, chosen, day)
    put_out(loaded, made, stem, formats, folder, force=force)


@printing.command("reconciliation")
def reconciliation(
    account: Annotated[
        str, typer.Argument(metavar="科目", help="银行科目，如 基本户、100201；只有一个的写 bank。")
    ],
    month: Annotated[str, typer.Argument(metavar="月份", help="如 2026-01。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印银行存款余额调节表：账面一边，对账单一边，未达账项逐笔列出。

    例：juwu print reconciliation 基本户 2026-01 --format pdf -o 对账
    """
    period = read_period(month, "month")
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books)

    from juwu_ledger.records.figures import Figures
    from juwu_ledger.registers.bank.bank_reconciliations import reconciled
    from juwu_ledger.registers.bank.reconciliation_sheet import reconciliation_report

    banks = loaded.chart.with_role("bank")
    is_only = account == "bank" and len(banks) == 1
    among = banks if is_only else loaded.chart.with_role("bank", "clearing")
    chosen = banks[0] if is_only else named_account(account, among, "银行科目")
    for one in reconciled(Figures.of(loaded, period)):
        if one.account is chosen:
            stem = paper_stem(loaded, "余额调节表", period.label, chosen.label)
            made = reconciliation_report(loaded, one, day)
            put_out(loaded, made, stem, formats, folder, force=force)
            return
    _no_statement(loaded, chosen.name, chosen.label, period.title)


@printing.command("card")
def card(
    number: Annotated[str, typer.Argument(metavar="资产编号", help="如 GD-2026-001。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印固定资产（低值品）卡片：原值、使用年限、净残值、折旧、供应商、发票号和变动记录。

    例：juwu print card GD-2026-001 --format pdf -o 卡片
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books)

    from juwu_ledger.records.assets import assets
    from juwu_ledger.registers.assets.asset_card import GOODS_TITLE, TITLE, asset_card

    owned = loaded.record(assets).by_id
    found = owned.get(number.strip())
    if found is None or found.card.date > day:
        _unknown("资产", number, list(owned))
    stem = paper_stem(loaded, TITLE if found.is_fixed else GOODS_TITLE, found.id)
    put_out(loaded, asset_card(loaded, found, day), stem, formats, folder, force=force)


@printing.command("review")
def review(
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2026Q1、2026-01。")],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印民主理财记录：本期凭证和票据张数、金额，不予报销的、意见留空，开会时填写、签章。

    例：juwu print review 2026Q1 --format pdf -o 理财
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    span = read_period(period)
    loaded = load_sound(books)
    warn_outside(loaded, span)

    from juwu_ledger.papers.review_record import TITLE, review_record

    stem = paper_stem(loaded, TITLE, span.label)
    put_out(loaded, review_record(loaded, span, day), stem, formats, folder, force=force)


@printing.command("stocktake")
def stocktake(
    period: Annotated[
        str, typer.Argument(metavar="期间", help="盘点在哪个期间，如 2026Q4、2026。")
    ],
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """印资产盘点表：账面和实盘的数量、金额，盘盈、盘亏。没有盘的实盘空着，可以拿去盘点。

    例：juwu print stocktake 2026Q4 --format pdf -o 盘点
    """
    formats = read_formats(output, folder)
    day = read_day(as_of)
    span = read_period(period)
    loaded = load_sound(books)
    warn_outside(loaded, span)

    from juwu_ledger.registers.assets.stocktake_sheet import TITLE, stocktake_sheet

    stem = paper_stem(loaded, TITLE, span.label)
    put_out(loaded, stocktake_sheet(loaded, span, day), stem, formats, folder, force=force)


def _no_statement(books: Books, name: str, label: str, month: str) -> NoReturn:
    """Complain that a month has no reconciliation, and say which months have one."""
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.books.model.vocabulary import Reconciliation

    days = [item.date for item in books.of(Reconciliation) if item.account == name]
    had = "、".join(dict.fromkeys(Period.month_of(day).label for day in days[-12:]))
    near = f"有对账的月份：{had}。" if had else "这个科目还没有登记过对账。"
    complain(f"{label} {month}没有登记对账单余额（reconciliation）；{near}")


def _unknown(what: str, text: str, known: list[str]) -> NoReturn:
    """Complain of an unknown number, naming the nearest ones."""
    import difflib

    near = difflib.get_close_matches(text, known, n=3, cutoff=0.6) or known[-3:]
    said = f"相近的有：{'、'.join(near)}。" if near else f"账本里还没有{what}。"
    complain(f"没有{what} {text!r}；{said}")
