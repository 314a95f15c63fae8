"""The charter that new books begin with: offices, limits, earmarked funds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.model.vocabulary import DAY_LIMITS
from juwu_ledger.journal.engine.directive_text import (
    Account,
    Fen,
    custom_text,
    heading,
    quoted,
    value_text,
)

AMOUNT_NOTES = {
    "petty-cash": "备用金，每天下班时不得超过",
    "street-sign-off": "一笔到这个数，街道主任也要签",
    "fixed-asset": "一件到这个数，算固定资产",
    "cash-payment": "一次付现金不超过，再多走银行",
    "resolution": "到这个数，先上居民会议",
}
DAY_NOTES = {
    "deposit-days": "现金收入当天送银行",
    "close-days": "月末后十天内结账",
    "filing-days": "月末后十天内报街道",
    "disclosure-days": "季末后三十天内上墙公开",
    "reply-days": "质询十天内答复",
}
"""What the deadlines that new books begin with mean."""
DAY_TITLES = {
    "deposit-days": "现金收入几天内送银行（0 是当天）",
    "close-days": "月末后几天内结账",
    "filing-days": "月末后几天内报街道",
    "disclosure-days": "季末后几天内上墙公开",
    "reply-days": "质询几天内答复",
}
"""What each deadline counts, for the person who sets it."""

GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    (
        "居委会的任职",
        (
            *("director", "accountant", "cashier", "receipt-keeper"),
            *("asset-keeper", "disclosure-officer"),
        ),
    ),
    ("财务管理领导小组：三人以上", ("finance-group",)),
    ("民主理财小组：一名组长、两名组员，都不在居委会任职", ("review-leader", "review-member")),
    ("街道办事处主任：金额大的由他再签一道", ("street-director",)),
)
"""Offices in the order of the charter, under what is said of them."""

_HEAD = """\
; 章程：谁任什么职、各项限额、专项资金和年度限额。
; 每一行都从它开头的日期起生效。以后改了限额或换了人，另添一行，旧行留着，
; 这样查旧账时用的还是当时的规矩和当时的人。
; 添一行用：juwu officer、juwu limit、juwu fund、juwu budget-limit。
"""
_TERM = """\
; until 是任期最后一天。中途换人，从新人上任那天起算，旧的那行不用改。
"""
_FUNDS = """\
; 专款专用：名字后面列出这笔钱可以用在哪些科目，用到别处就是违规。先登记，后收钱：
;   juwu fund 名称 科目… --grantor 给钱的单位 --until 最后使用日期
"""
_BUDGETS = """\
; 每年的公务费用限额，逐项封顶、逐笔公开：
;   juwu budget-limit 科目 金额 --date 那一年的一月一日
"""
_BROUGHT = """\
; 年中建账：从一月到建账前一天各科目已有多少，本年累计和年度限额把它算进去。
;   juwu brought-forward 科目 金额
"""


class NewFund(NamedTuple):
    """Earmarked money that new books begin with; ``fen`` is what is left of it."""

    name: str
    accounts: Sequence[str]
    fen: int = 0
    grantor: str | None = None
    until: dt.date | None = None


def charter_text(
    begin: dt.date,
    officers: Sequence[tuple[str, str]],
    since: dt.date,
    until: dt.date | None,
    terms: Mapping[str, dt.date],
    limits: Mapping[str, int],
    funds: Sequence[NewFund],
    brought: Mapping[str, int],
) -> str:
    """Return ``charter.beancount``; ``terms`` are the last days of some offices.

    ``limits`` in fen by kind, ``brought`` forward in fen by account.
    """
    parts = [_HEAD, heading("任职"), _TERM, *_officers(officers, since, until, terms)]
    parts += [heading("限额"), *_limits(begin, limits)]
    parts += [heading("年度限额"), _BUDGETS]
    parts += [heading("专项资金"), _FUNDS]
    parts += [_fund_text(fund, begin) for fund in funds]
    if brought:
        lines = [
            custom_text(begin, "brought-forward", [Account(name), Fen(fen)])
            for name, fen in brought.items()
        ]
        parts += [heading("建账前累计"), _BROUGHT, "".join(lines)]
    return "\n".join(parts)


def _officers(
    officers: Sequence[tuple[str, str]],
    since: dt.date,
    until: dt.date | None,
    terms: Mapping[str, dt.date],
) -> Iterator[str]:
    """Yield the offices group by group; the street's director is not elected with the others."""
    for title, roles in GROUPS:
        lines = [
            custom_text(
                since,
                "officer",
                [role, name],
                {"until": terms.get(role, None if _is_street(role) else until)},
            )
            for role in roles
            for own, name in officers
            if own == role
        ]
        if lines:
            yield f"; {title}\n{''.join(lines)}"


def _is_street(role: str) -> bool:
    return role == "street-director"


def _limits(begin: dt.date, limits: Mapping[str, int]) -> Iterator[str]:
    amounts = [
        _limit_line(begin, kind, f"{value_text(Fen(limits[kind])):>12}", note)
        for kind, note in AMOUNT_NOTES.items()
        if kind in limits
    ]
    yield "; 金额限额\n" + "".join(amounts)
    days = [
        _limit_line(begin, kind, f"{DAY_LIMITS[kind]:>2}", note) for kind, note in DAY_NOTES.items()
    ]
    yield "; 期限，单位是天\n" + "".join(days)


def _limit_line(begin: dt.date, kind: str, figure: str, note: str) -> str:
    """Return one limit, figures in a column."""
    return f'{begin.isoformat()} custom "limit" {quoted(kind):<17} {figure}  ; {note}\n'


def _fund_text(fund: NewFund, begin: dt.date) -> str:
    values = [fund.name, *map(Account, fund.accounts)]
    return custom_text(begin, "fund", values, {"grantor": fund.grantor, "until": fund.until})
