"""``juwu count-cash``: the cash in a till is counted and held against the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.denominations import USUAL_FACES, Pieces, read_denominations
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.asking import cancelled
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.reading import folded, read_count
from juwu_ledger.cli.write.money_choice import amount_said, money_account
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.cash_counts import (
    CashCount,
    CountDiffers,
    face_text,
    refuse_difference,
)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "count-cash")(count_cash)


def count_cash(
    context: Context,
    notes: Annotated[
        str | None,
        typer.Option(metavar="面额x张数", help='如 "100x3 50x1 0.5x4"；一分没有写 0。'),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="科目", help="点哪里的钱：cash 备用金、till 待缴存，或科目。"),
    ] = None,
    counted_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁点的；默认出纳。")
    ] = None,
    witness: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁在旁边看着（监盘）。")
    ] = None,
    date: DateOption = None,
) -> None:
    """盘点现金：把钱按面额点一遍，和账核对；账实相符才登记。

    例：juwu count-cash --account cash --notes "100x6 20x1 10x1 5x1 1x4 0.5x1 0.1x2" --witness 李四安
    """
    ask = context.ask
    ask.need({"--account": account, "--notes": notes, "--witness": witness})
    day = context.day(date, "哪天下班时点的")
    till = money_account(
        context, "--account", account, "点哪里的钱", ("petty-cash", "undeposited"), day
    )
    pieces = _read_notes(notes) if notes is not None else _counted(context, till, day)
    who = context.person(
        "--counted-by", counted_by, "谁点的", default=context.holder("cashier", day)
    )
    seen = context.person("--witness", witness, "谁监盘", default=context.holder("accountant", day))
    if who == seen:
        raise BadInput(f"点钱的和监盘的都是{who}，要两个人")
    count = CashCount(till, day, pieces, who, seen)
    refuse_difference(context.books, till, day, count.counted)
    context.note(f"账面和实盘都是 {show_fen(count.counted)} 元，账实相符。")
    context.write(count.plan)


def _read_notes(text: str) -> Sequence[Pieces]:
    """Read a count as it is typed: full-width, with ``×`` or ``*``, with commas between."""
    plain = folded(text).lower().replace("×", "x").replace("*", "x").replace("元", "")
    for comma in ",、;":
        plain = plain.replace(comma, " ")
    if plain in ("0", ""):
        return ()
    try:
        return read_denominations(plain)
    except ValueError as error:
        raise BadInput(f"--notes：{error}") from None


def _counted(context: Context, till: str, day: dt.date) -> Sequence[Pieces]:
    """Ask for the notes; a count that differs may be gone over again."""
    context.note(f"{account_label(till)}：从大到小，点一种报一种；没有就直接回车。")
    pieces = _ask_notes(context)
    while True:
        try:
            refuse_difference(context.books, till, day, sum(piece.fen for piece in pieces))
        except CountDiffers as difference:
            context.note(str(difference))
            if not context.ask.confirm("要再点一遍吗？", default=False):
                cancelled()
            pieces = _ask_notes(context, pieces)
        else:
            return pieces


def _ask_notes(context: Context, before: Sequence[Pieces] = ()) -> Sequence[Pieces]:
    counts = {piece.face: piece.number for piece in before}
    pieces = []
    for face in USUAL_FACES:
        number = context.ask.value(
            "--notes", None, f"{face_text(face)} 元，几张", read_count,
            default=str(counts.get(face, 0)),
        )  # fmt: skip
        pieces.append(Pieces(face, number))
    amount_said(context, sum(piece.fen for piece in pieces))
    return pieces
