"""AST008: a month closed while depreciation of assets with a known life was not booked."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.records.depreciation import Depreciation
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="AST008",
    name="depreciation-missing",
    title="月结了没有提折旧",
    clause=("FM-2.3",),
    why="卡片上写了使用年限的资产，每月要提折旧，台账上的净值才是真的。",
    remedy="用 juwu depreciate 补提；不提折旧的资产，卡片上不写 life。",
    severity=WARNING,
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the last month that was closed: what it lacks, it lacks of all months before too."""
    closed = [item for item in books.of(MonthClose) if item.date <= as_of]
    if not closed:
        return
    last = max(closed, key=lambda item: item.period.last)
    record = books.record(Depreciation)
    owed = [one for one in record.owed(last.period) if _was_known(record.known(one.asset), last)]
    if owed:
        things = "、".join(one.asset.id for one in owed[:3]) + ("等" if len(owed) > 3 else "")
        total = show_fen(sum(one.fen for one in owed))
        yield RULE.at(
            last.place,
            f"{last.period.title}月结了，{len(owed)} 件资产（{things}）的折旧 {total} 元没有提",
            date=last.period.last,
            about=last.period.label,
            to_do=ToDo(last.period.last, f"提 {last.period.label} 的折旧", ("depreciate",)),
        )


def _was_known(day: dt.date | None, close: MonthClose) -> bool:
    return day is not None and day <= close.date
