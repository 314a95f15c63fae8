"""AST001: durable goods of fixed-asset value booked as an expense."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.assets import assets
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="AST001",
    name="asset-not-capitalised",
    title="该记固定资产的没有记",
    clause=("FM-2.1",),
    why="达到规定金额的东西要当固定资产管，有卡片、有人保管、年年盘点。当低值品或办公费花掉，过几年就找不到了。",
    remedy="改记固定资产科目，登记卡片（asset）；成批的低值品登记后在分录写上 asset。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at low-value postings without a registered item, and at expenses that name one.

    What was wholly reversed has been put right.
    """
    cards = {card.id for card in books.record(assets).cards}
    for posting in books.facts.assets:
        account = books.chart[posting.account]
        if account.role == "fixed-asset" or posting.voucher.mirrors is not None:
            continue
        if books.facts.taken_back_by(posting.voucher):
            continue
        figure = books.limits.amount("fixed-asset", posting.voucher.date)
        if figure is None or posting.fen < figure:
            continue
        bare_low_value = account.nature == "low-value" and not posting.asset
        durable = bool(posting.asset) and (account.nature == "official" or posting.asset in cards)
        if bare_low_value or durable:
            yield RULE.on(
                posting.voucher,
                f"{account.label} {show_fen(posting.fen)} 元，达到固定资产起点 "
                f"{show_fen(figure)} 元，没有记固定资产",
                place=posting.place,
            )
