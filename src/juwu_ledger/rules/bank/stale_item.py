"""BNK004: an uncleared bank item older than 60 days."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="BNK004",
    name="stale-item",
    title="未达账项挂得太久",
    clause=("FM-1.7",),
    why="银行迟迟不显示的收付，可能是支票没兑、转账退回，也可能根本没有这笔钱。",
    remedy="向银行和对方查问；到账的用 juwu reconcile 标出（cleared）；退回的用 juwu reverse 冲销重办。",
    severity=WARNING,
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)

_DAYS = 60


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at what the bank does not show on the day judged from; reversed pairs cancel out."""
    for item, shown in shown_items(books):
        age = (as_of - item.date).days
        if age <= _DAYS or (shown is not None and shown <= as_of):
            continue
        if books.facts.is_undone(item.voucher):
            continue
        what = "收" if item.fen > 0 else "付"
        yield RULE.on(
            item.voucher,
            f"{account_label(item.account)}{what} {show_fen(abs(item.fen))} 元，"
            f"过了 {age} 天银行还没有显示",
            place=item.place,
            to_do=ToDo(
                item.date + dt.timedelta(days=_DAYS),
                f"查问 {item.date} 银行没有显示的 {show_fen(abs(item.fen))} 元",
                ("show", item.voucher.id),
            )
            if shown is None
            else None,
        )
