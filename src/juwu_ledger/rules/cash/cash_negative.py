"""CSH005: petty cash or undeposited cash below zero at a day's end."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.stretches import stretches

RULE = Rule(
    code="CSH005",
    name="cash-negative",
    title="现金成了负数",
    clause=("FM-1.7",),
    why="抽屉里的钱不会少于零。账上是负数，不是漏记了收入或支取，就是有人垫了钱。",
    remedy="查清这一天前后漏记的支取或收入，补记凭证；垫付的报销要等钱支取以后再付。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at each cash account by itself; a stretch below zero is one finding."""
    for account in books.chart.with_role("petty-cash", "undeposited"):
        for stretch in stretches(books.facts.daily[account.name], lambda _day, fen: -fen):
            yield RULE.on(
                stretch.voucher,
                f"{stretch.said}，{account.label}日终为 {show_fen(stretch.worst)} 元"
                f"（{stretch.worst_day}）",
            )
