"""FND003: a balance left after the fund's ``until``."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.rules.support.fund_days import fund_days
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="FND003",
    name="fund-unspent",
    title="专款到期没用完",
    clause=("FM-3.4",),
    why="专款有使用期限，过期没用完的要说清楚：退回、延期还是转作他用，都要出资方同意。",
    remedy="退回结余，或经出资方同意延期（另登记一条 fund，写新的 until）。",
    severity=WARNING,
    omission=True,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """Look at the balance on the day judged from; the latest declaration sets the term."""
    latest = {}
    for fund in sorted(books.of(Fund), key=lambda item: (item.date, item.place)):
        if fund.date <= as_of:
            latest[fund.name] = fund
    for name, days in fund_days(books):
        declared = latest.get(name)
        if declared is None or declared.until is None or as_of <= declared.until:
            continue
        until_now = [day for day in days if day.date <= as_of]
        if until_now and until_now[-1].fen > 0:
            yield RULE.at(
                declared.place,
                f"专项资金“{name}”使用期限到 {declared.until}，还剩 {show_fen(until_now[-1].fen)} 元",
                date=declared.until,
                about=name,
                to_do=ToDo(
                    declared.until,
                    f"专项资金“{name}”到期，还剩 {show_fen(until_now[-1].fen)} 元",
                    ("register", "funds"),
                ),
            )
