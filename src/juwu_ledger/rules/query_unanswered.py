"""DSC003: a query without reply in time."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import Query, Reply
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="DSC003",
    name="query-unanswered",
    title="质询没有按时答复",
    clause=("DR-5",),
    why="民主理财小组问到哪一笔，居委会就要把哪一笔说清楚。",
    remedy="答复并登记（reply）。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the first reply to each query."""
    replied: dict[str, dt.date] = {}
    for reply in sorted(books.of(Reply), key=lambda item: item.date):
        replied.setdefault(reply.id, reply.date)
    for query in books.of(Query):
        due = query.date + dt.timedelta(days=books.limits.days("reply-days", query.date))
        done = replied.get(query.id)
        if as_of > due and (done is None or done > due):
            how = f"到 {done} 才答复" if done and done <= as_of else "还没有答复"
            yield RULE.at(
                query.place,
                f"质询 {query.id}（{query.date}）{how}，最迟应在 {due}：{query.text}",
                date=query.date,
                about=query.id,
            )
