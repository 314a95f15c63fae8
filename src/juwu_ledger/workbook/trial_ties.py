"""勾稽核对 of the trial balance: with itself, month by month, and with the chart of accounts."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.papers.figures.account_words import CLASSES
from juwu_ledger.papers.figures.period_ledger import PeriodLedger
from juwu_ledger.tables.report import MONEY
from juwu_ledger.tables.sums import Condition, Other, Tie, Wanted, total
from juwu_ledger.workbook.trial_balance import COLUMNS, SUM, WHOLE
from juwu_ledger.workbook.trial_sums import months_of, net, whole

SUBJECT = Condition.SUBJECT
End = tuple[str, str, Wanted]
"""What a balance is called, ``opening`` or ``closing``, and its month."""
_NOT_SUM = Other(SUM)
_SIDES = (("debit", "借方"), ("credit", "贷方"))


def trial_ties(ledger: PeriodLedger) -> tuple[Tie, ...]:
    """Return every tie of the trial balance that looks at no ledger."""
    return (*_blocks(ledger), *_trial_sums(), *_accounts())


def _blocks(ledger: PeriodLedger) -> Iterator[Tie]:
    group = "科目余额表"
    months = months_of(ledger)
    for when, title in (("opening", "期初"), ("closing", "期末")):
        yield Tie(
            group,
            f"全期{title}余额：借方合计＝贷方合计",
            (whole(f"{when}_debit"),),
            (whole(f"{when}_credit"),),
        )
        for month in months:
            yield Tie(
                group,
                f"{month}月{title}余额：借方合计＝贷方合计",
                (total("trial", f"{when}_debit", month=SUBJECT, code=_NOT_SUM),),
                (total("trial", f"{when}_credit", month=SUBJECT, code=_NOT_SUM),),
                month,
            )
    yield from _chain(months)
    for side, title in _SIDES:
        yield Tie(
            group,
            f"各月{title}发生额之和＝全期{title}发生额",
            (total("trial", side, month=Other(WHOLE), code=_NOT_SUM),),
            (whole(side),),
        )
    for kind in CLASSES.values():
        where = {"class": SUBJECT}
        yield Tie(
            group,
            f"{kind}类：期初＋借方－贷方＝期末",
            (*net("opening", **where), whole("debit", **where), -whole("credit", **where)),
            net("closing", **where),
            kind,
        )


def _chain(months: list[int]) -> Iterator[Tie]:
    """Each month begins with what the last one ended with, from the first day to the last."""
    starts: list[End] = [
        ("全期期初", "opening", WHOLE),
        *((f"{m}月期末", "closing", m) for m in months),
    ]
    ends: list[End] = [
        *((f"{m}月期初", "opening", m) for m in months),
        ("全期期末", "closing", WHOLE),
    ]
    for (before, when, month), (after, then, following) in zip(starts, ends, strict=True):
        yield Tie(
            "科目余额表",
            f"{before}＝{after}（借方余额）",
            (total("trial", f"{when}_debit", month=month, code=_NOT_SUM),),
            (total("trial", f"{then}_debit", month=following, code=_NOT_SUM),),
        )


def _trial_sums() -> Iterator[Tie]:
    titles = {c.key: c.title for c in COLUMNS if c.kind == MONEY}
    for column, title in titles.items():
        yield Tie(
            "科目余额表",
            f"{title}：各科目之和＝合计行之和",
            (total("trial", column, code=_NOT_SUM),),
            (total("trial", column, code=SUM),),
        )


def _accounts() -> Iterator[Tie]:
    for kind in CLASSES.values():
        for when, title in (("opening", "期初"), ("closing", "期末")):
            where: dict[str, Wanted] = {"class": SUBJECT}
            yield Tie(
                "会计科目",
                f"{kind}类{title}余额＝科目余额表",
                (
                    total("accounts", when, side="借", **where),
                    -total("accounts", when, side="贷", **where),
                ),
                net(when, **where),
                kind,
            )
