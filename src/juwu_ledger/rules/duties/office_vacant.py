"""DTY002: no director, accountant, cashier or receipt-keeper on a day with vouchers."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import OFFICES
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="DTY002",
    name="office-vacant",
    title="岗位空缺",
    clause=("FM-0.2", "TR-1"),
    why="有收支的日子，主任、会计、出纳、票据保管人都要有人在任，签字才作数。",
    remedy="登记当天在任的人（officer）；任期已满的及时改选或明确代理。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report each office once for every unbroken run of days with vouchers and no holder."""
    days: dict[dt.date, Voucher] = {}
    for voucher in books.facts.vouchers:
        days.setdefault(voucher.date, voucher)
    for role in ("director", "accountant", "cashier", "receipt-keeper"):
        first: Voucher | None = None
        last = dt.date.min
        for day, at in _until_the_end(days):
            if day is not None and books.people.holder(role, day) is None:
                first, last = first or at, day
                continue
            if first is not None:
                run = f"{first.date}" if first.date == last else f"{first.date} 到 {last}"
                yield RULE.on(first, f"{run} 有收支，却没有在任的{OFFICES[role]}")
                first = None


def _until_the_end(
    days: dict[dt.date, Voucher],
) -> Iterator[tuple[dt.date | None, Voucher | None]]:
    yield from days.items()
    yield None, None
