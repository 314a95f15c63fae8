"""BNK002: a month with bank movement and no reconciliation at its end."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="BNK002",
    name="bank-not-reconciled",
    title="月末没有与银行对账",
    clause=("FM-1.7",),
    why="每月末拿银行对账单和账核对一次，漏记、错记、被划走的钱才能及时发现。",
    remedy="向银行取对账单，用 juwu reconcile 对账（登记 reconciliation，日期写月末最后一天）。",
    omission=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at each bank account by itself, month by month."""
    done = {(item.account, item.date) for item in books.of(Reconciliation)}
    last: dict[tuple[str, Period], Voucher] = {}
    for item in books.facts.bank_items:
        if item.voucher.kind != "opening":
            last[item.account, Period.month_of(item.date)] = item.voucher
    for account in books.chart.with_role("bank"):
        held = {Period.month_of(day.date): day.fen for day in books.facts.daily[account.name]}
        for month, fen in held.items():
            voucher = last.get((account.name, month))
            if voucher and as_of > month.last and (account.name, month.last) not in done:
                yield RULE.at(
                    voucher.place,
                    f"{month.title}{account.label}有收付，月末没有对账（账上 {show_fen(fen)} 元）",
                    date=month.last,
                    about=month.label,
                    to_do=ToDo(
                        month.last,
                        f"{month.title}{account.label}和银行对账",
                        ("reconcile", account.code or account.name, month.label),
                    ),
                )
