"""What became of each closed month: sealed and unchanged, closed without a seal, or changed since.

A seal is compared, never believed: the digest of a month is worked out anew from its entries. What the
rule PRD002 finds, what papers say of their months (封账), and what forbids a posting is this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.books.signing.canonical import short_code

NONE = "none"
"""What the first closing writes as the digest of the one before."""
SEALED, CLOSED, OPEN, ALTERED = "sealed", "closed", "open", "altered"


def sealed_pairs(books: Books) -> Iterator[tuple[MonthClose | None, MonthClose]]:
    """Yield each sealed closing behind the one that it follows on, in order of month."""
    yield from pairwise([None, *books.sealed])


def unsealed_closings(books: Books) -> Iterator[MonthClose]:
    """Yield closings without digest of months from the first sealed one on: there can be none."""
    if books.sealed:
        begun = books.sealed[0].period
        for close in books.of(MonthClose):
            if not close.digest and close.period >= begun:
                yield close


def said_previous(before: MonthClose | None, close: MonthClose) -> str:
    """Return the digest that a closing says it follows on, or where it says nothing, should."""
    said = close.previous or (before.digest if before else None) or NONE
    return said.strip().lower()


def covered_from(month: Period, previous: str) -> dt.date:
    """Return the first day that a closing covers: the first of all takes in whatever is older."""
    return dt.date.min if previous == NONE else month.first


def lacking(before: MonthClose | None, close: MonthClose) -> list[str]:
    """Return what a sealed closing should have beside its digest and has not.

    ``seal`` it need not have, unless the one before has it.
    """
    wanted = ["previous", "vouchers", "documents"]
    if before is not None and before.seal is not None:
        wanted.append("seal")
    return [key for key in wanted if getattr(close, key) is None]


def changes(books: Books) -> tuple[tuple[MonthClose, str], ...]:
    """Return what shows that a closed month is not as it was closed, in Chinese, with its closing.

    Each month is worked out from the digest that it says it follows on, so that one month that was
    changed is one change, not one for every month after it. Worked out once: every directive of the
    sealed months is in it.
    """
    return books.record(_changes)


def _changes(books: Books) -> tuple[tuple[MonthClose, str], ...]:
    return tuple(_found(books))


def _found(books: Books) -> Iterator[tuple[MonthClose, str]]:
    for before, close in sealed_pairs(books):
        for said in (
            *chain_breaks(before, close),
            *_lacks(before, close),
            *_content(books, before, close),
        ):
            yield close, said
    for close in unsealed_closings(books):
        said = f"{close.period.title}的月结没有封账码（digest），前面的月份却有：封账码被删去了"
        yield close, said


def chain_breaks(before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    """Yield that a closing does not follow on the one before it, if it does not."""
    title = close.period.title
    expected = (before.digest or "") if before else NONE
    if close.previous is not None and close.previous.strip().lower() != expected.strip().lower():
        follows = f"{before.period.title}的月结" if before else "没有更早的月结"
        yield f"{title}的月结接不上前一个月：写的前码与{follows}对不上，中间的月结被改过或删去了"
    elif before is not None and close.period.first != before.period.last + DAY:
        yield f"{title}的月结接在{before.period.title}后面，中间缺了月份"


def _lacks(before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    keys = lacking(before, close)
    if keys:
        yield f"{close.period.title}的月结没有写 {'、'.join(keys)}：封账时都写了，是后来删去的"


def _content(books: Books, before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    """Compare digest and number of vouchers with the entries as they are now."""
    if books.carried is not None and close.period.last <= books.carried.until:
        return  # Read from the seal on: the files up to it were found unchanged.
    previous = said_previous(before, close)
    first, last = covered_from(close.period, previous), close.period.last
    now = books.digests.over(first, last, previous)
    title = close.period.title
    vouchers = sum(type(e).__name__ == "Transaction" for e in books.digests.entries(first, last))
    if now == (close.digest or "").strip().lower():
        if close.vouchers is not None and close.vouchers != vouchers:
            yield f"{title}的月结写的是 {close.vouchers} 张凭证，封的账是 {vouchers} 张：张数改过"
        return
    said = f"{title}月结时的账是 {short_code(close.digest or '')}，现在是 {short_code(now)}"
    if close.vouchers is not None and close.vouchers != vouchers:
        said += f"；月结时 {close.vouchers} 张凭证，现在 {vouchers} 张"
    yield said


def altered_months(books: Books, until: dt.date) -> list[Period]:
    """Return the months up to ``until`` that are not as they were sealed, in order.

    The first seal of all takes in whatever is older than its month. A month whose closing is gone,
    between others that are there, is one too.
    """
    found = {
        close.period
        for close, _ in changes(books)
        if close.period.first <= until or close in books.sealed[:1]
    }
    return sorted(found | {month for month in _cut_out(books) if month.first <= until})


def _cut_out(books: Books) -> Iterator[Period]:
    """Yield the months between two sealed ones that have no closing at all."""
    closed = {close.period for close in books.of(MonthClose)}
    for before, close in sealed_pairs(books):
        month = before.period.following() if before else close.period
        while month < close.period:
            if month not in closed:
                yield month
            month = month.following()


def month_states(books: Books, months: list[Period], as_of: dt.date) -> dict[Period, str]:
    """Return what became of each month by ``as_of``; what is altered is told by the books as they are."""
    altered = set(altered_months(books, months[-1].last)) if months else set()
    sealed = {close.period for close in books.sealed if close.date <= as_of}
    closed = {close.period for close in books.of(MonthClose) if close.date <= as_of}

    def state(month: Period) -> str:
        if month in altered:
            return ALTERED
        return SEALED if month in sealed else CLOSED if month in closed else OPEN

    return {month: state(month) for month in months}
