"""勾稽核对 of the trial balance: with itself, month by month, and with the chart of accounts."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.account_words import CLASSES
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.tables.ties import SUBJECT, Other, Tie, Wanted, grouped, total
from juwu_ledger.workbook.trial_balance import (
    SIDES,
    SUM,
    WHOLE,
    months_of,
    net,
    of_month,
    side_net,
    whole,
)

_ENDS = (("opening", "期初"), ("closing", "期末"))


def trial_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield every tie of the trial balance that looks at no ledger."""
    yield from grouped("科目余额表", _blocks(months_of(ledger)))
    yield from grouped("会计科目", _accounts())


def _blocks(months: list[int]) -> Iterator[Tie]:
    for when, title in _ENDS:
        debit, credit = f"{when}_debit", f"{when}_credit"
        yield Tie(f"全期{title}余额：借方合计＝贷方合计", whole(debit), whole(credit))
        for m in months:
            said = f"{m}月{title}余额：借方合计＝贷方合计"
            yield Tie(said, of_month(debit), of_month(credit), subject=m)
    yield from _chain(months)
    for side, title in SIDES:
        months_sum = total("trial", side, month=Other(WHOLE), code=Other(SUM))
        yield Tie(f"各月{title}发生额之和＝全期{title}发生额", months_sum, whole(side))
    for kind in CLASSES.values():
        where: dict[str, Wanted] = {"class": SUBJECT}
        moved = whole("debit", **where) - whole("credit", **where)
        closing = net("closing", **where)
        yield Tie(
            f"{kind}类：期初＋借方－贷方＝期末",
            net("opening", **where) + moved,
            closing,
            subject=kind,
        )
    for when, title in _ENDS:
        left, right = (total("trial", f"{when}_{side}", code=SUM) for side, _ in SIDES)
        yield Tie(f"各段合计行{title}余额：借方＝贷方", left, right)
    for side, title in SIDES:
        yield Tie(
            f"全期合计行{title}：科目余额表＝序时账（不含期初）",
            total("trial", side, month=WHOLE, code=SUM),
            total("journal", side, flow=Other(OPENING)),
        )


def _chain(months: list[int]) -> Iterator[Tie]:
    """Each month begins with what the last one ended with, from the first day to the last."""
    starts: list[tuple[str, str, Wanted]] = [
        ("全期期初", "opening", WHOLE),
        *((f"{m}月期末", "closing", m) for m in months),
    ]
    ends: list[tuple[str, str, Wanted]] = [
        *((f"{m}月期初", "opening", m) for m in months),
        ("全期期末", "closing", WHOLE),
    ]
    for (before, when, month), (after, then, following) in zip(starts, ends, strict=True):
        yield Tie(
            f"{before}＝{after}（借方余额）",
            of_month(f"{when}_debit", month),
            of_month(f"{then}_debit", following),
        )


def _accounts() -> Iterator[Tie]:
    where: dict[str, Wanted] = {"class": SUBJECT}
    for kind in CLASSES.values():
        for when, title in _ENDS:
            listed = side_net("accounts", when, **where)
            yield Tie(f"{kind}类{title}余额＝科目余额表", listed, net(when, **where), subject=kind)
