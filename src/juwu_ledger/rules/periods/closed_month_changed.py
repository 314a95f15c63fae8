"""PRD002: a closed month whose entries are no longer those that it was closed with."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.records.seals import chain_breaks, changes, sealed_pairs
from juwu_ledger.rules.support.rule import Finding, Rule

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


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Tell every change since a month was closed, and signatures of closings that do not hold."""
    if books.carried is not None and any(
        said for before, close in sealed_pairs(books) for said in chain_breaks(before, close)
    ):
        raise NeedsWhole
    for close, said in changes(books):
        yield RULE.at(close.place, said, date=close.date, about=close.period.label)
    for close in books.sealed:
        for said in _signature(books, close):
            yield RULE.at(
                close.place,
                said,
                date=close.date,
                about=close.period.label,
                remedy="请主任用自己的钥匙重新签：按原样改回签名，或查明是谁改的。",
            )


def _signature(books: Books, close: MonthClose) -> Iterator[str]:
    """Where the director had a registered key, the closing carries a signature that holds."""
    holder = books.people.holder("director", close.date)
    name = close.director or holder
    if not books.keys or name is None:
        return
    from juwu_ledger.books.signing.signature_verdicts import judge_signature
    from juwu_ledger.books.signing.signed_messages import CLOSE

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
