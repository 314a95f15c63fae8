"""SPD009: handler or witness missing, or the same person."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.named_persons import people_named
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="SPD009",
    name="handler-or-witness-missing",
    title="缺经手人或证明人",
    clause=("FM-3.2",),
    why="每张支出单据要有经手人办、证明人看，两个人签字，一个人说了不算。",
    remedy="补上经手人（handler）和证明人（witness），两个人不能相同。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every spending."""
    for spending in books.facts.spendings:
        voucher = spending.voucher
        meta = voucher.txn.meta
        handler, witness = text_of(meta.get("handler")), text_of(meta.get("witness"))
        if not (handler and witness):
            missing = [t for t, name in (("经手人", handler), ("证明人", witness)) if not name]
            yield RULE.on(voucher, f"支出 {show_fen(spending.amount)} 元没有写{'和'.join(missing)}")
        elif (alone := people_named(handler)) == people_named(witness) and len(alone) == 1:
            yield RULE.on(voucher, f"经手人和证明人是同一个人（{handler}）")
