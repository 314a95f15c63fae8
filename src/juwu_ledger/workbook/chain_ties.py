"""勾稽核对 from one year to the next: what a year ended with is what the following one begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from juwu_ledger.papers.figures.account_words import CLASSES
from juwu_ledger.papers.figures.period_ledger import OPENING
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.tables.sums import Condition, Sum, Tie, Wanted, total
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.trial_sums import net, whole

SUBJECT, FILLED = Condition.SUBJECT, Condition.FILLED


def chain_ties(years: Sequence[AuditYear]) -> Iterator[Tie]:
    """Yield the ties between each two years that follow one another."""
    for one, next_one in pairwise(years):
        if next_one.before is one.ledger:
            yield from _chain(one.year, next_one.year)


def _chain(last: int, now: int) -> Iterator[Tie]:
    group = "上下年衔接"
    for kind in CLASSES.values():
        where: dict[str, Wanted] = {"class": SUBJECT}
        yield Tie(
            group,
            f"{kind}类：{last}年期末余额＋{now}年期初凭证＝{now}年期初余额",
            (
                *_of(last, *net("closing", **where)),
                *_of(
                    now,
                    total("journal", "debit", flow=OPENING, **where),
                    -total("journal", "credit", flow=OPENING, **where),
                ),
            ),
            _of(now, *net("opening", **where)),
            kind,
            year=now,
        )
    for side, title in (("debit", "借方"), ("credit", "贷方")):
        yield Tie(
            group,
            f"{last}年全期{title}发生额＝{now}年科目余额表的上年同期{title}",
            _of(last, whole(side)),
            _of(now, whole(f"prior_{side}")),
            year=now,
        )
    yield Tie(
        group,
        f"专项资金：{last}年期末余额＋{now}年期初凭证＝{now}年期初余额",
        (
            *_of(last, total("funds", "balance", line=lines.CLOSING)),
            *_of(
                now,
                total("journal", "credit", flow=OPENING, fund=FILLED),
                -total("journal", "debit", flow=OPENING, fund=FILLED),
            ),
        ),
        _of(now, total("funds", "balance", line=lines.OPENING)),
        year=now,
    )


def _of(year: int, *sums: Sum) -> tuple[Sum, ...]:
    return tuple(item.of(year) for item in sums)
