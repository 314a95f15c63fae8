"""VCH006: a negative expense or taken-back income that names no voucher, an unknown one, or one already reversed."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts import Voucher
from juwu_ledger.books.view import Books
from juwu_ledger.rules.rule import Finding, Rule

RULE = Rule(
    code="VCH006",
    name="red-letter-unexplained",
    title="红字凭证没有写明冲销哪一张",
    clause=("会计基础工作规范 51",),
    why="记错了用红字冲销，要写明冲的是哪一张；一张凭证只能冲一次。",
    remedy="在 reverses 写上被冲销的凭证号；退款也这样写。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at every voucher with figures on the wrong side, or with ``reverses``."""
    reversed_by: dict[str, Voucher] = {}
    for item in books.facts.reversals:
        if not item.target:
            yield RULE.on(
                item.voucher, "有红字（冲减支出或收入），没有写冲销哪一张凭证", place=item.place
            )
        elif not item.known:
            yield RULE.on(item.voucher, f"要冲销的凭证 {item.target} 不存在，或者在它之后")
        else:
            first = reversed_by.setdefault(item.target, item.voucher)
            if first is not item.voucher:
                yield RULE.on(item.voucher, f"{item.target} 已被 {first.id} 冲销过")
