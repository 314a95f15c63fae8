"""VCH006: a negative expense or taken-back income that names no voucher, a wrong one, or one already reversed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen, to_fen
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH006",
    name="red-letter-unexplained",
    title="红字凭证没有写明冲销哪一张",
    clause=("会计基础工作规范 51",),
    why="记错了用红字冲销，要写明冲的是哪一张；冲掉的合起来不能比原来记的还多。",
    remedy="在 reverses 写上被冲销的凭证号；退款也这样写。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every voucher with figures on the wrong side, or with ``reverses``.

    What is booked anew (``corrects``) names the voucher in whose place it stands.
    """
    anew = {id(heir.voucher.txn) for heir in books.facts.heirs.values()}
    taken: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    earlier: dict[str, Voucher] = {}
    for item in books.facts.reversals:
        voucher, target = item.voucher, item.target
        if not target and id(voucher.txn) in anew:
            continue
        if not target:
            yield RULE.on(
                voucher, "有红字（冲减支出或收入），没有写冲销哪一张凭证", place=item.place
            )
            continue
        if not item.known:
            yield RULE.on(voucher, f"要冲销的凭证 {target} 不存在，或者在它之后")
            continue
        original, moves = books.facts.by_id[target], _moves(voucher)
        before = _moves(original)
        strange = _strange(books, original, moves)
        if strange:
            yield RULE.on(
                voucher,
                f"红字冲的是{account_label(strange)}，{target} 里却没有记过这个科目",
                place=item.place,
            )
            continue
        first = earlier.setdefault(target, voucher)
        for name, fen in moves.items():
            if fen * before.get(name, 0) < 0:
                taken[target][name] += abs(fen)
        over = [name for name, fen in taken[target].items() if fen > abs(before[name])]
        if over:
            again = f"{target} 已被 {first.id} 冲销过，" if first is not voucher else ""
            yield RULE.on(
                voucher,
                f"{again}{account_label(over[0])}共冲销 {show_fen(taken[target][over[0]])} 元，"
                f"比 {target} 原记的 {show_fen(abs(before[over[0]]))} 元还多",
            )


def _moves(voucher: Voucher) -> dict[str, int]:
    """Return what the voucher does to each account, fen."""
    moves: dict[str, int] = defaultdict(int)
    for posting in voucher.txn.postings:
        if isinstance(posting.units.number, Decimal):
            moves[posting.account] += to_fen(posting.units.number)
    return moves


def _strange(books: Books, original: Voucher, moves: dict[str, int]) -> str:
    """Return a taken-back expense or income that the voucher to be cancelled never booked.

    A payment of an earlier debt has no expense of its own: what it paid for may come back.
    """
    before = _moves(original)
    booked = {name for name in before if _root(books, name) in ("Income", "Expenses")}
    for name, fen in moves.items():
        red = fen * {"Income": 1, "Expenses": -1}.get(_root(books, name), 0) > 0
        if not red or fen * before.get(name, 0) < 0:
            continue
        if booked or original.money >= 0 or _root(books, name) == "Income":
            return name
    return ""


def _root(books: Books, name: str) -> str:
    account = books.chart.get(name)
    return account.root if account else ""
