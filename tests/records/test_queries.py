"""A query has one state, whoever asks: the rule, the paper, the command that answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.orders.review_papers import unanswered
from juwu_ledger.papers.sections.review_opinions import query_table
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.rules.disclosure import query_unanswered
from paper_books import BANK, OPENING, load, voucher

TEXT = (
    voucher("2025-01-0001", (BANK, "5.00"), (OPENING, "-5.00"), day=1)
    + """
2025-01-01 custom "limit" "reply-days" 5
2025-02-03 custom "query" "ZX-1" "为什么？"
2025-02-01 custom "reply" "ZX-1" "写在提问以前"
2025-02-03 custom "query" "ZX-2" "多少？"
2025-02-08 custom "reply" "ZX-2" "五元"
2025-02-09 custom "reply" "ZX-2" "补充：已入账"
"""
)
LATER = dt.date(2025, 3, 1)


def test_a_reply_before_its_query_answers_nothing(tmp_path: Path) -> None:
    books = load(tmp_path, TEXT)
    assert [query.id for query in unanswered(books)] == ["ZX-1"]
    assert [found.about for found in query_unanswered.RULE.run(books, LATER)] == ["ZX-1"]
    table = query_table(Figures.of(books, Period.parse("2025-02")), LATER)
    assert [row.values[-1] for row in table.rows] == ["还没有答复", "五元；补充：已入账"]


def test_a_day_knows_what_was_said_by_then(tmp_path: Path) -> None:
    books = load(tmp_path, TEXT)
    assert asked_queries(books, dt.date(2025, 2, 2)) == []
    first, second = asked_queries(books, dt.date(2025, 2, 8))
    assert first.is_open
    assert [reply.text for reply in second.replies] == ["五元"]
    assert second.due == dt.date(2025, 2, 8)
