"""BNK007: a month to be closed whose bank account has a number and no statement taken in."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BankStatement, MonthClose
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="BNK007",
    name="statement-missing",
    title="要月结的月份没有导入对账单",
    clause=("FM-1.7", "财会〔2024〕12号 21"),
    why="对账单逐笔导进来，才能一笔一笔勾对；只看月末余额，一收一付相抵的错就看不见。",
    remedy="向银行下载这个月的对账单，用 juwu import 导入，再用 juwu match 勾对。",
    severity=WARNING,
    omission=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the months that are over, not closed, and moved an account that has ``bank-account``."""
    closed = {item.period for item in books.of(MonthClose)}
    moved: dict[tuple[str, Period], Voucher] = {}
    for item in books.facts.bank_items:
        if item.voucher.kind != "opening":
            moved[item.account, Period.month_of(item.date)] = item.voucher
    for (name, month), voucher in moved.items():
        account = books.chart[name]
        if account.bank_account is None or month in closed or as_of <= month.last:
            continue
        if not _is_covered(books, account, month):
            yield RULE.at(
                voucher.place,
                f"{month.title}{account.label}有收付，没有导入对账单",
                date=month.last,
                about=month.label,
                to_do=ToDo(month.last, f"导入{month.title}{account.label}对账单", ("import",)),
            )


def _is_covered(books: Books, account: Account, month: Period) -> bool:
    return any(
        item.account == account.name and item.first <= month.last <= item.date
        for item in books.of(BankStatement)
    )
