"""勾稽核对 from one year to the next: what a year ended with is what the following one begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from juwu_ledger.books.model.account_words import CLASSES
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.tables.ties import FILLED, SUBJECT, Tie, Wanted, grouped, total
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.trial_balance import SIDES, net, whole


def chain_ties(years: Sequence[AuditYear]) -> Iterator[Tie]:
    """Yield the ties between each two years that follow one another."""
    for one, next_one in pairwise(years):
        if next_one.before is one.ledger:
            yield from grouped("上下年衔接", _chain(one.year, next_one.year))


def _chain(last: int, now: int) -> Iterator[Tie]:
    for kind in CLASSES.values():
        where: dict[str, Wanted] = {"class": SUBJECT}
        posted = total("journal", "debit", flow=OPENING, **where) - total(
            "journal", "credit", flow=OPENING, **where
        )
        yield Tie(
            f"{kind}类：{last}年期末余额＋{now}年期初凭证＝{now}年期初余额",
            net("closing", **where).of(last) + posted.of(now),
            net("opening", **where).of(now),
            subject=kind,
            year=now,
        )
    for side, title in SIDES:
        yield Tie(
            f"{last}年全期{title}发生额＝{now}年科目余额表的上年同期{title}",
            whole(side).of(last),
            whole(f"prior_{side}").of(now),
            year=now,
        )
    posted = total("journal", "credit", flow=OPENING, fund=FILLED) - total(
        "journal", "debit", flow=OPENING, fund=FILLED
    )
    yield Tie(
        f"专项资金：{last}年期末余额＋{now}年期初凭证＝{now}年期初余额",
        total("funds", "balance", line=lines.CLOSING).of(last) + posted.of(now),
        total("funds", "balance", line=lines.OPENING).of(now),
        year=now,
    )
