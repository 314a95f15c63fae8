"""AST002: a fixed-asset posting without a card, or a card whose amount differs from its postings."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.assets import assets
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="AST002",
    name="asset-without-card",
    title="固定资产没有卡片或金额不符",
    clause=("FM-2.3",),
    why="每件固定资产一张卡片，账上的金额和卡片一样，账、卡、物才对得上。",
    remedy="登记卡片（asset），在分录写上 asset 编号；金额不同的照发票改正。",
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare each card with what was booked when the asset came.

    Disposals do not count, nor does a voucher that moves an asset between two accounts.
    """
    owned = books.record(assets)
    cards = {asset.id for asset in owned.cards}
    begun = books.span[0] if books.span else dt.date.min
    for posting in owned.fixed_postings:
        if posting.asset in cards or posting.fen < 0:
            continue
        if posting.voucher.mirrors is not None or books.facts.taken_back_by(posting.voucher):
            continue
        if not posting.asset and posting.voucher.kind == "opening":
            continue
        what = f"卡片 {posting.asset} 没有登记" if posting.asset else "没有写资产编号（asset）"
        yield RULE.on(
            posting.voucher, f"固定资产 {show_fen(posting.fen)} 元，{what}", place=posting.place
        )
    for asset in owned.cards:
        if owned.by_id[asset.id] is not asset:
            continue
        card, total = asset.card, asset.brought_in
        if total is None and card.date <= begun:
            continue  # Brought forward in one sum with others when these books began.
        if total == 0 and asset.disposal:
            continue  # Given back to the shop: the purchase was reversed, the card struck off.
        if total != card.amount:
            yield RULE.at(
                card.place,
                f"卡片 {card.id}“{card.name}”写 {show_fen(card.amount)} 元，"
                f"账上记了 {show_fen(total or 0)} 元",
                date=card.date,
                about=card.id,
            )
