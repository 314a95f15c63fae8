"""AST005: missing or damaged, and no disposal within 30 days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import STOCKTAKE_RESULTS, AssetDisposal, Stocktake
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="AST005",
    name="stocktake-unresolved",
    title="盘亏损坏没有处理",
    clause=("FM-2.4",),
    why="盘点发现少了坏了，要查原因、追责任、办报废，不能挂着。",
    remedy="三十天内查明原因，按规定签批处置（asset-disposal）；找回或修好的再登记一次盘点“在”。",
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)

_DAYS = 30


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look for what settled each bad count: a disposal, or the asset being there after all."""
    gone: dict[str, list[dt.date]] = defaultdict(list)
    for disposal in books.of(AssetDisposal):
        gone[disposal.id].append(disposal.date)
    there: dict[str, list[dt.date]] = defaultdict(list)
    for count in books.of(Stocktake):
        if count.result == "present":
            there[count.id].append(count.date)
    for count in books.of(Stocktake):
        due = count.date + dt.timedelta(days=_DAYS)
        if count.result == "present" or as_of <= due:
            continue
        if any(day <= due for day in gone[count.id]):
            continue
        if any(count.date <= day <= due for day in there[count.id]):
            continue
        yield RULE.at(
            count.place,
            f"{count.date} 盘点 {count.id}：{STOCKTAKE_RESULTS[count.result]}，到 {due} 还没有处置",
            date=count.date,
            about=count.id,
            to_do=None
            if gone[count.id] or any(day >= count.date for day in there[count.id])
            else ToDo(
                due,
                f"处置盘点{STOCKTAKE_RESULTS[count.result]}的 {count.id}",
                ("asset", "dispose", count.id),
            ),
        )
