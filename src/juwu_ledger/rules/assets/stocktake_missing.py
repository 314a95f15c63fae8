"""AST004: an asset not counted in the last quarter of the year."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.assets import assets
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="AST004",
    name="stocktake-missing",
    title="年末没有盘点",
    clause=("FM-2.4",),
    why="每年年终把固定资产全部点一遍，账上有的，物要在。",
    remedy="在 10 月 1 日到 12 月 31 日之间盘点这件资产并登记（stocktake）。",
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at every asset that was there at the end of each year of the books."""
    span = books.span
    if span is None:
        return
    for year in range(span[0].year, span[1].year + 1):
        end = dt.date(year, 12, 31)
        if as_of <= end:
            continue
        quarter = Period.quarter_of(end)
        for asset in books.record(assets).cards:
            counted = any(count.date in quarter for count in asset.counts)
            if asset.is_there(end) and not counted:
                yield RULE.at(
                    asset.card.place,
                    f"{year} 年第四季度没有盘点 {asset.id}“{asset.name}”",
                    date=end,
                    about=asset.id,
                    to_do=ToDo(end, f"{year} 年末盘点固定资产", ("asset", "count"), last=end),
                )
