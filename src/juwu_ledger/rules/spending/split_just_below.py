"""SPD024: three or more approvals of a quarter that keep just below a limit."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, ApprovalEnd
from juwu_ledger.rules.support.limited_approvals import FIGURES, has_what_it_needs, title
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD024",
    name="split-just-below",
    title="一季几笔签批都差一点不到限额",
    clause=("FM-3.2",),
    why="一次两次差一点不到限额是碰巧，一个季度里三次都差一点，多半是照着限额拆的。",
    remedy="核对这几笔是不是一件事；是的，合并报街道办事处主任签批或居民会议决议；不是的，写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_MANY = 3
_NEAR = 95
"""Per cent of the figure from which an approval is just below it."""
_TO_PERSONS = "津贴|补贴|补助|救助|慰问|工资|社保|劳务"
_MONTH = "[0-9一二三四五六七八九十]+(?:月份?|季度?)|上半年|下半年"


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Count those of one applicant, and of one payee, three by three."""
    ended = {plain(item.id): item.date for item in books.of(ApprovalEnd)}
    told: set[tuple[str, ...]] = set()
    for who, kind, signed in _alike(books):
        group: list[Approval] = []
        for approval in signed:
            group = [one for one in group if ended.get(plain(one.id), _NEVER) > approval.date]
            if any(_is_same_fee(one, approval) for one in group):
                continue
            group.append(approval)
            if len(group) == _MANY:
                ids = tuple(one.id for one in group)
                if ids not in told:
                    told.add(ids)
                    yield _finding(books, who, kind, group)
                group = []


_NEVER = dt.date.max


def _finding(books: Books, who: str, kind: str, group: list[Approval]) -> Finding:
    last = group[-1]
    figure = books.limits.amount(kind, last.date) or 0
    parts = "、".join(f"{one.id}（{show_fen(one.amount)}）" for one in group)
    return RULE.at(
        last.place,
        f"{Period.quarter_of(last.date).title}{who}的签批有 {len(group)} 笔差一点不到"
        f"{title(kind)} {show_fen(figure)} 元：{parts}",
        date=last.date,
        about=last.id,
    )


def _alike(books: Books) -> Iterator[tuple[str, str, list[Approval]]]:
    """Yield who, kind of limit and the approvals just below it, by applicant and by payee."""
    groups: dict[tuple[str, str, dt.date, str], list[Approval]] = defaultdict(list)
    for approval, kind in just_below(books):
        quarter = Period.quarter_of(approval.date).first
        if approval.applicant:
            groups["申请", plain(approval.applicant), quarter, kind].append(approval)
        if approval.payee:
            groups["收款", plain(approval.payee), quarter, kind].append(approval)
    for (part, _, _, kind), signed in groups.items():
        name = signed[0].applicant if part == "申请" else signed[0].payee
        yield f"{name}{part}", kind, signed


def just_below(books: Books, first: dt.date = dt.date.min) -> Iterator[tuple[Approval, str]]:
    """Yield the approvals from ``first`` on that keep just below a limit, with the limit's kind.

    Those that have what the limit asks for, and what persons are given by a list, are left out.
    """
    for approval in books.of(Approval):
        if approval.date < first:
            continue
        for kind in FIGURES:
            figure = books.limits.amount(kind, approval.date)
            if figure is None or not figure * _NEAR <= approval.amount * 100 < figure * 100:
                continue
            if not has_what_it_needs(approval, kind) and not re.search(
                _TO_PERSONS, approval.purpose
            ):
                yield approval, kind


def _is_same_fee(one: Approval, other: Approval) -> bool:
    """Tell whether two are a fee of every month: one payee, one amount, one purpose, not one month."""
    return (
        bool(one.payee)
        and (plain(one.payee or ""), one.amount) == (plain(other.payee or ""), other.amount)
        and re.sub(_MONTH, "", plain(one.purpose)) == re.sub(_MONTH, "", plain(other.purpose))
        and (one.date.year, one.date.month) != (other.date.year, other.date.month)
    )
