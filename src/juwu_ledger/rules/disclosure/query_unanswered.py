"""DSC003: a query without reply in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.rules.support.period_places import NOT_YET, how_late
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="DSC003",
    name="query-unanswered",
    title="质询没有按时答复",
    clause=("DR-5",),
    why="民主理财小组问到哪一笔，居委会就要把哪一笔说清楚。",
    remedy="答复并登记（reply）。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the first reply that follows each query."""
    for asked in asked_queries(books):
        query, due = asked.query, asked.due
        done = min((reply.date for reply in asked.replies), default=None)
        how = how_late(done, due, as_of)
        if how:
            yield RULE.at(
                query.place,
                f"质询 {query.id}（{query.date}）{how}答复，最迟应在 {due}：{query.text}",
                date=query.date,
                about=query.id,
                to_do=ToDo(due, f"答复质询 {query.id}：{query.text}", ("reply", query.id))
                if how == NOT_YET
                else None,
            )
