"""``juwu invoice list``: electronic vouchers that were taken in, and which vouchers use them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.cli.shell.console import legible, load_sound, say
from juwu_ledger.cli.shell.options import BooksOption, JsonOption
from juwu_ledger.records.invoices import TakenIn, invoices


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    app.command("list")(list_invoices)


def list_invoices(
    unused: Annotated[bool, typer.Option("--unused", help="只列还没有报销的。")] = False,
    as_json: JsonOption = False,
    books: BooksOption = None,
) -> None:
    """列出收下的电子发票，各用在哪张凭证上。

    例：juwu invoice list --unused
    """
    found = [
        one
        for one in load_sound(books).record(invoices).all
        if not unused or not (one.booked or one.is_red)
    ]
    if as_json:
        say(json.dumps({"invoices": [_as_json(one) for one in found]}, ensure_ascii=False))
        return
    for one in found:
        say(legible(_line(one)))
    say(f"共 {len(found)} 张。" if found else "没有。")


def _line(one: TakenIn) -> str:
    item = one.invoice
    total = "金额不明" if item.invoice_total is None else f"{show_fen(item.invoice_total)} 元"
    if one.is_red:
        used = f"红字，冲 {item.invoice_reverses or '（没有写明）'}"
    else:
        used = "、".join(dict.fromkeys(b.voucher.id for b in one.booked)) or "还没有用"
    checked = f"  查验 {one.checked}" if one.checked else ""
    day = item.invoice_date or item.date
    return f"{item.id}  {day}  {total}  {item.invoice_seller or ''}  {used}{checked}"


def _as_json(one: TakenIn) -> dict[str, object]:
    item = one.invoice
    return {
        "id": item.id,
        "taken_in": item.date.isoformat(),
        "date": item.invoice_date.isoformat() if item.invoice_date else None,
        "total": None if item.invoice_total is None else str(to_yuan(item.invoice_total)),
        "seller": item.invoice_seller,
        "buyer": item.invoice_buyer,
        "source": item.invoice_source,
        "checked": one.checked or None,
        "reverses": item.invoice_reverses,
        "document": item.document,
        "vouchers": list(dict.fromkeys(b.voucher.id for b in one.booked)),
    }
