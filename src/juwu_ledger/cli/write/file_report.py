"""``juwu file``: a report was handed to the street office."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Filing
from juwu_ledger.books.signing.street_receipt import BadReceipt, read_receipt
from juwu_ledger.cli.look.bundle import KeyOption, made_bundle, put_bundle
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import read_period, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption, PassphraseOption
from juwu_ledger.intake.hostile_files import bytes_of
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.filings import FilingOrder, ReceiptOrder, unclosed


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "file")(file)


def file(
    context: Context,
    period: Annotated[str, typer.Argument(metavar="期间", help="月报 2026-01，季报 2026Q1。")],
    received_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="街道的谁签收的。")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="街道收下报送包给的回执：核对以后存进账本，作报送的凭据。"
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="同时把这个月的报送包写到这个 .zip 文件（juwu bundle）。"
        ),
    ] = None,
    key: KeyOption = None,
    passphrase_file: PassphraseOption = None,
    date: DateOption = None,
) -> None:
    """登记报送：月报、季报哪天送到街道、谁签收的；报送包有街道的回执，就登记回执。

    例：juwu file 2026-01 --received-by 吕丁山

    例：juwu file 2026-01 --receipt 330102001001-2026-01-回执.json
    """
    reported = read_period(period, "month", "quarter")
    if receipt is not None:
        if received_by is not None or bundle is not None:
            raise BadInput(
                "--receipt 里写明了谁收的、哪天收的，不和 --received-by、--bundle 一起写"
            )
        context.write(ReceiptOrder(_receipt(receipt, reported)).plan)
        return
    context.ask.need({"--received-by": received_by})
    day = context.day(date, "哪天送到的")
    before = context.books.of(Filing)
    last = before[-1].received_by if before and context.ask.terminal else None
    who = context.person("--received-by", received_by, "街道的谁签收的", default=last)
    for month in unclosed(context.books, reported):
        say(f"提醒：{month.title}还没有月结，报出去的数字以后可能会变。", error=True)
    made = None
    if bundle is not None:
        secret = passphrase_file
        made = made_bundle(context.books, read_period(period, "month"), context.as_of, key, secret)
    context.write(FilingOrder(day, reported, who).plan)
    if made is not None and not context.dry_run:
        context.note(f"已写 {put_bundle(made, bundle, force=False)}")


def _receipt(path: Path, period: Period) -> bytes:
    """Return the bytes of a receipt that is of this period; raises :class:`BadInput`."""
    try:
        data = bytes_of(path)
        said = read_receipt(data).statement
    except FileRefused as error:
        raise BadInput(f"{path}：{error}") from None
    except BadReceipt as error:
        raise BadInput(f"{path} {error}") from None
    if said.month != period:
        raise BadInput(f"{path} 是 {said.period} 的回执，不是 {period.label} 的")
    return data
