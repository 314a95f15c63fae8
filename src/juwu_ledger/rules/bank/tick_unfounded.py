"""BNK009: a tick that names no row of a statement, or rows that are not what the voucher moved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import LateClearing
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.ticked_rows import bank_ticks
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="BNK009",
    name="tick-unfounded",
    title="勾对的流水不是这一笔",
    clause=("FM-1.7", "财会〔2024〕12号 21"),
    why="勾对就是说银行的这一笔就是账上的那一张。金额不一样，或者根本没有这笔流水，勾对就是空的，漏记的也被盖住了。",
    remedy="删去写错的 bank-line，用 juwu match 重新勾对；流水文件丢了的，从备份恢复，再用 juwu verify 核对。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold every tick's rows against its vouchers, with all that hangs on them."""
    ticks = books.record(bank_ticks).by_key
    if not ticks:
        return
    moved = _moved(books)
    rows = {
        account: {kept.key: kept.row.fen for kept in kept_rows}
        for account, kept_rows in books.record(bank_rows).by_account.items()
    }
    for tick in books.of(LateClearing):
        keys = (tick.bank_line or "").split()
        if not keys or tick.voucher not in books.facts.by_id:
            continue
        together = {other.voucher: other for key in keys for other in ticks[key]}
        whole = {key for other in together.values() for key in (other.bank_line or "").split()}
        wrong = _wrong(tick, whole, set(together), rows.get(tick.account, {}), moved)
        if wrong:
            yield RULE.at(
                tick.place,
                f"{tick.voucher} 勾对{account_label(tick.account)}的流水：{wrong}",
                date=tick.date,
                about=tick.voucher,
                voucher=tick.voucher,
            )


def _moved(books: Books) -> dict[tuple[str, str], int]:
    """Return what each voucher does to each bank account, fen."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for item, _ in shown_items(books):
        if item.voucher.id and item.posting is not None:
            found[item.voucher.id, item.account] += item.fen
    return found


def _wrong(
    tick: LateClearing,
    keys: set[str],
    vouchers: set[str],
    rows: dict[str, int],
    moved: dict[tuple[str, str], int],
) -> str:
    """Say what is wrong with a tick, or nothing; what books read from a seal on lack is left alone."""
    gone = sorted(key[:8] for key in keys if key not in rows)
    if gone:
        return f"没有 {'、'.join(gone)} 这笔流水"
    if any((voucher, tick.account) not in moved for voucher in vouchers):
        return "" if (tick.voucher, tick.account) in moved else "这张凭证没有动过这个账户"
    banks = sum(rows[key] for key in keys)
    booked = sum(moved[voucher, tick.account] for voucher in vouchers)
    if banks == booked:
        return ""
    return f"流水 {show_fen(banks)} 元，账上 {show_fen(booked)} 元"
