"""BNK003: statement balance plus what the bank does not show yet differs from the book balance."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.records.bank_items import Shown, shown_items
from juwu_ledger.records.unbooked_rows import named_unbooked
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="BNK003",
    name="bank-difference",
    title="与银行对不上",
    clause=("FM-1.7",),
    why="对账单余额，加上我方已收银行未收的，减去我方已付银行未付的，应当等于账面余额，"
    "加上银行已收、减去银行已付而账上还没有记的。差一分也要查到原因。",
    remedy="逐笔核对：漏记的补记，记错的冲销重记，银行还没到账的不写 cleared，到账了再写；"
    "银行已经收付、还没有入账的，导入对账单，由 juwu reconcile 写进 unbooked。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Work out the book balance from each reconciliation, both ways of being uncleared included."""
    items: dict[str, list[Shown]] = defaultdict(list)
    for shown in shown_items(books):
        items[shown.item.account].append(shown)
    by_account: dict[str, list[Reconciliation]] = defaultdict(list)
    for statement in books.of(Reconciliation):
        by_account[statement.account].append(statement)
    for account, statements in by_account.items():
        booked = _Running((s.item.date, s.item.fen) for s in items[account])
        seen = _Running((s.shown, s.item.fen) for s in items[account] if s.shown)
        for statement in statements:
            book, bank = booked.until(statement.date), seen.until(statement.date)
            unbooked = sum(kept.row.fen for kept in named_unbooked(books, statement))
            gap = bank + unbooked - statement.amount
            if not gap:
                continue
            also = f"银行已收付、没有入账的 {show_fen(unbooked)} 元，" if unbooked else ""
            yield RULE.at(
                statement.place,
                f"{statement.date} {account_label(account)}：对账单 {show_fen(statement.amount)} 元，"
                f"账面 {show_fen(book)} 元，其中银行还没有显示的 {show_fen(book - bank)} 元，"
                f"{also}仍差 {show_fen(gap)} 元",
                date=statement.date,
                about=Period.month_of(statement.date).label,
            )


class _Running:
    """Running sums of dated amounts, fen."""

    def __init__(self, moves: Iterable[tuple[dt.date, int]]) -> None:
        ordered = sorted(moves)
        self.days = [day for day, _ in ordered]
        self.sums = [0, *accumulate(fen for _, fen in ordered)]

    def until(self, day: dt.date) -> int:
        """Return the sum up to and including ``day``."""
        return self.sums[bisect_right(self.days, day)]
