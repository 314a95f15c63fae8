"""The card of a fixed asset, or the entry of a lesser good, that comes with the voucher that brings it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import AssetCard, LowValueItem
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_id, read_months, read_per_cent, read_text
from juwu_ledger.journal.engine.directive_text import Fen, Value, custom_text
from juwu_ledger.journal.engine.numbering import proposed as proposed_id
from juwu_ledger.journal.engine.refusals import BadInput


def is_good(books: Books, name: str) -> bool:
    """Tell whether an account holds fixed assets or low-value goods."""
    account = books.chart.get(name)
    return account is not None and (account.role == "fixed-asset" or account.nature == "low-value")


class CardTold(NamedTuple):
    """What the options say of the card."""

    name: str | None = None
    identity: str | None = None
    keeper: str | None = None
    location: str | None = None
    category: str | None = None
    life: str | None = None
    salvage: str | None = None


def new_card(
    context: Context, day: dt.date, lines: Sequence[tuple[str, int]], told: CardTold
) -> tuple[str | None, str | None]:
    """Return the text of the asset's card, or low-value entry, and its id."""
    name, identity, keeper, location, category, life, salvage = told
    books, ask = context.books, context.ask
    goods = [account for account, _ in lines if is_good(books, account)]
    if not goods:
        if name is not None or life or salvage:
            raise BadInput(
                "--asset、--life、--salvage 只用在固定资产和低值品科目上，请改用这样的 --account"
            )
        return None, None
    fixed = books.chart[goods[0]].role == "fixed-asset"
    if (life or salvage) and not fixed:
        raise BadInput("--life、--salvage 只用于固定资产，低值品买来就列支，不提折旧")
    word = "asset" if fixed else "low-value"
    cards = [item.id for item in books.of(AssetCard)]
    items = [item.id for item in books.of(LowValueItem)]
    if name is None and identity is not None and read_id(identity) in (*cards, *items):
        if life or salvage:
            raise BadInput("这张卡已经有了：使用年限用 juwu asset life 写")
        return None, read_id(identity)
    title = ask.value("--asset", name, "资产名称", read_text)
    same = cards if fixed else items
    proposed = proposed_id(same, day.year, "GD" if fixed else "DZ")
    own = ask.value("--asset-id", identity, "资产编号", read_id, default=proposed)
    kept = ask.value(
        "--keeper", keeper, "由谁保管", read_text, default=context.holder("asset-keeper", day)
    )
    meta: dict[str, Value] = {"keeper": kept}
    if fixed:
        meta["location"] = ask.optional("--location", location, "放在哪里", read_text)
        meta["category"] = ask.optional("--category", category, "类别", read_text)
        meta["life"] = read_months(life) if life else None
        meta["salvage"] = read_per_cent(salvage) if salvage else None
    worth = sum(fen for account, fen in lines if account in goods)
    return custom_text(day, word, [own, title, Fen(worth)], meta), own
