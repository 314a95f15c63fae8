"""BNK006: a row of a bank statement that no voucher is ticked for, thirty days later."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.records.bank_rows import MARK
from juwu_ledger.records.ticked_rows import open_rows
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="BNK006",
    name="row-unbooked",
    title="银行流水里有，账上没有",
    clause=("FM-1.7", "财会〔2024〕12号 21"),
    why="银行收了、付了，账上却没有，就是漏记，或者有人动了公家的钱没有报账。",
    remedy="账上已经有的，用 juwu match 勾对（--pair 流水=凭证号）；没有的，照回单补记，再勾对。",
    omission=True,
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)

_DAYS = 30


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the kept rows of every account; a finding stands at the statement that brought the row."""
    brought = {(item.account, (item.digest or "")[:MARK]): item for item in books.of(BankStatement)}
    for account in sorted({item.account for item in brought.values()}):
        for kept in open_rows(books, account):
            row = kept.row
            age = (as_of - row.date).days
            if age <= _DAYS:
                continue
            side = "收" if row.fen > 0 else "付"
            said = " ".join(filter(None, (row.party, row.summary, row.purpose)))
            yield RULE.at(
                brought[account, kept.statement].place,
                f"{account_label(account)} {row.date} {side} {show_fen(abs(row.fen))} 元 {said}"
                f" [{kept.key[:8]}]，过了 {age} 天还没有勾对到凭证",
                date=row.date,
                about=kept.key,
                to_do=ToDo(
                    row.date + dt.timedelta(days=_DAYS),
                    f"{account_label(account)} {row.date} {side} {show_fen(abs(row.fen))} 元勾对到凭证",
                    ("match", books.chart[account].code or account),
                ),
            )
