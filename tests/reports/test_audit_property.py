"""Whatever sound books hold, every tie of their audit workbook holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit_books import audit_books, sheet_rows
from juwu_ledger.books.model.periods import Period
from random_books import Draft, drafts, random_books

CONDUCT = {"规则检查 SPD003", "规则检查 AST002"}
"""Ties that say how the committee behaved: sound books may break them."""


YEARS = (Period.parse("2024"), Period.parse("2025"))


_TILL, _BOX = "Assets:1001库存现金:02待缴款", "Assets:1001库存现金:01备用金"
_MOVE = Draft(
    dt.date(2024, 10, 1), ((_TILL, 1), (_BOX, -1)), (("receipt", "A0000001"),), "", None, 1
)
_HALF_OF_A_FEN = replace(_MOVE, day=dt.date(2024, 10, 2), reverses=0, share=2)
"""A reversal of which nothing is left: a voucher without postings."""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example([_HALF_OF_A_FEN, _MOVE], 0)
@given(st.lists(drafts(), min_size=1, max_size=14), st.integers(0, 1_000_000))
def test_every_tie_holds(plan: list[Draft], opening: int) -> None:
    books = random_books(plan, opening)
    for periods in (YEARS, YEARS[1:]):
        audit = audit_books(books, periods)
        wrong = [s for s in audit.settle() if not s.holds and s.tie.hint not in CONDUCT]
        assert [(s.tie.group, s.tie.title, s.left, s.right) for s in wrong] == []
    closing = {
        row["account"]: (row["closing_debit"] or Decimal(0)) - (row["closing_credit"] or Decimal(0))  # type: ignore[operator]
        for row in sheet_rows(audit_books(books), "trial")
        if row["month"] == "全期" and row["code"] != "合计"
    }
    for account, fen in books.balances.items():
        assert closing.get(account, 0) == Decimal(fen).scaleb(-2)
