"""AST006: a low-value posting with no registered item."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.assets import assets
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="AST006",
    name="low-value-unregistered",
    title="低值品没有登记",
    clause=("FM-2.1",),
    why="够不上固定资产的耐用东西也要登记，年底好盘点。",
    remedy="登记这件东西（low-value），在分录写上 asset 编号。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at low-value expenses; those of fixed-asset value are AST001's.

    What was wholly reversed has been put right.
    """
    registered = books.record(assets).by_id
    for posting in books.facts.assets:
        if books.chart[posting.account].nature != "low-value" or posting.fen <= 0:
            continue
        if books.facts.taken_back_by(posting.voucher):
            continue
        figure = books.limits.amount("fixed-asset", posting.voucher.date)
        if not posting.asset and figure is not None and posting.fen >= figure:
            continue
        if posting.asset in registered:
            continue
        what = f"登记簿里没有 {posting.asset}" if posting.asset else "没有写登记编号（asset）"
        yield RULE.on(
            posting.voucher, f"低值品 {show_fen(posting.fen)} 元，{what}", place=posting.place
        )
