"""FND007: money of a fund spent after the fund's last day."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.rules.support.fund_days import Declarations, spent_of_funds
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="FND007",
    name="spent-after-until",
    title="专款过期还在用",
    clause=("FM-3.4",),
    why="专款有使用期限。过了期，钱就要退回或经出资方同意再用，不能自己接着花。",
    remedy="改由自有资金列支；出资方同意延期的，登记一条 fund 写新的 until；"
    "同意到期前签批的以后付的，写 until-payment。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Hold each spending against the term that was in force on its day."""
    declared = Declarations(books)
    late = [
        (move, fund, fund.until)
        for move in spent_of_funds(books)
        if (fund := declared.in_force(move.fund, move.voucher.date)) is not None
        and fund.until is not None
        and move.voucher.date > fund.until
    ]
    signed = _signed(books) if late else {}
    for move, fund, until in late:
        voucher = move.voucher
        if not _is_late_payment(fund, until, move, signed.get(id(voucher.txn), [])):
            yield RULE.on(
                voucher,
                f"专项资金“{move.fund}”到 {until} 为止，{voucher.date} 又用了 "
                f"{show_fen(-move.fen)} 元",
                place=move.place,
            )


def _is_late_payment(fund: Fund, until: dt.date, move: FundMove, signed: list[dt.date]) -> bool:
    """Tell whether it was all signed in time, and is paid while such may still be paid."""
    last = fund.until_payment
    in_time = bool(signed) and max(signed) <= until
    return in_time and last is not None and move.voucher.date <= last


def _signed(books: Books) -> dict[int, list[dt.date]]:
    """Return the days of the approvals that each voucher spends under."""
    days: dict[int, list[dt.date]] = {}
    for use in books.record(approval_uses).all:
        approval = books.approval(use.approval)
        if approval is not None:
            days.setdefault(id(use.voucher.txn), []).append(approval.date)
    return days
