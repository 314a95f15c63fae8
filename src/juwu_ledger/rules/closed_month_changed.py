"""PRD002: a closed month whose entries are no longer those that it was closed with."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.canonical import month_digest, short_code
from juwu_ledger.books.carried import NeedsWhole
from juwu_ledger.books.identifiers import plain
from juwu_ledger.books.periods import DAY, Period
from juwu_ledger.books.view import Books
from juwu_ledger.books.vocabulary import MonthClose
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="PRD002",
    name="closed-month-changed",
    title="月结以后账又改过",
    clause=("财会〔2024〕12号 21",),
    why="结了的账不能再动：改错另做红字凭证，谁都看得见，账才信得过。",
    remedy="用 juwu verify 看改了哪一条，照原样改回来；确要更正的，在没有结的月份做红字凭证。",
    lasting=True,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)
NONE = "none"
"""What the first closing writes as the digest of the one before."""


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Work out each sealed month's digest anew, from the digest that it says it follows on.

    So one month that was changed is one finding, not one for every month after it.
    """
    before: MonthClose | None = None
    for close in books.sealed:
        broken = list(_chain(before, close))
        if broken and books.carried is not None:
            raise NeedsWhole
        for said in (*broken, *_lacking(before, close), *_content(books, before, close)):
            yield RULE.at(close.place, said, date=close.date, about=close.period.label)
        for said in _signature(books, close):
            yield RULE.at(
                close.place,
                said,
                date=close.date,
                about=close.period.label,
                remedy="请主任用自己的钥匙重新签：按原样改回签名，或查明是谁改的。",
            )
        before = close
    for close in unsealed_closings(books):
        yield RULE.at(
            close.place,
            f"{close.period.title}的月结没有封账码（digest），前面的月份却有：封账码被删去了",
            date=close.date,
            about=close.period.label,
        )


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


def _lacking(before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    keys = lacking(before, close)
    if keys:
        yield f"{close.period.title}的月结没有写 {'、'.join(keys)}：封账时都写了，是后来删去的"


def _chain(before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    title = close.period.title
    expected = (before.digest or "") if before else NONE
    if close.previous is not None and close.previous.strip().lower() != expected.strip().lower():
        follows = f"{before.period.title}的月结" if before else "没有更早的月结"
        yield f"{title}的月结接不上前一个月：写的前码与{follows}对不上，中间的月结被改过或删去了"
    elif before is not None and close.period.first != before.period.last + DAY:
        yield f"{title}的月结接在{before.period.title}后面，中间缺了月份"


def _content(books: Books, before: MonthClose | None, close: MonthClose) -> Iterator[str]:
    """Compare digest and number of vouchers with the entries as they are now."""
    if books.carried is not None and close.period.last <= books.carried.until:
        return  # Read from the seal on: the files up to it were found unchanged.
    previous = said_previous(before, close)
    lines = books.digests.between(covered_from(close.period, previous), close.period.last)
    now = month_digest((line for line, _ in lines), previous)
    title = close.period.title
    vouchers = sum(type(entry).__name__ == "Transaction" for _, entry in lines)
    if now == (close.digest or "").strip().lower():
        if close.vouchers is not None and close.vouchers != vouchers:
            yield f"{title}的月结写的是 {close.vouchers} 张凭证，封的账是 {vouchers} 张：张数改过"
        return
    said = f"{title}月结时的账是 {short_code(close.digest or '')}，现在是 {short_code(now)}"
    if close.vouchers is not None and close.vouchers != vouchers:
        said += f"；月结时 {close.vouchers} 张凭证，现在 {vouchers} 张"
    yield said


def _signature(books: Books, close: MonthClose) -> Iterator[str]:
    """Where the director had a registered key, the closing carries a signature that holds."""
    holder = books.people.holder("director", close.date)
    name = close.director or holder
    if not books.keys or name is None:
        return
    from juwu_ledger.books.signature_verdicts import judge_signature
    from juwu_ledger.books.signed_messages import CLOSE

    due = holder and books.keys.wants_signature(holder, close.date, CLOSE.namespace)
    if holder and due and plain(name) != plain(holder):
        yield f"{holder} 登记了签名公钥，{close.period.title}的月结应由他签名，具名的却是 {name}"
        return
    entry = books.raw(close)
    state = judge_signature(
        books.keys, entry, books.title, CLOSE, name, close.date, close.signature or ""
    )
    if state.fails:
        what = "上的签名对不上" if close.signature else "没有签名"
        yield f"{name} 登记了签名公钥，{close.period.title}的月结{what}"
