"""Ids that directives of ours use of one another: repeated ones and ones that name nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts.facts import Facts
from juwu_ledger.books.model.chart import Chart
from juwu_ledger.books.model.identifiers import invoice_key, plain
from juwu_ledger.books.model.problem import Problem
from juwu_ledger.books.model.vocabulary import (
    REVOKED,
    SHARED_OFFICES,
    Approval,
    ApprovalEnd,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    AssetLife,
    Attachment,
    BankStatement,
    BudgetLimit,
    Committee,
    Directive,
    Fund,
    Invoice,
    InvoiceCheck,
    LateClearing,
    Limit,
    LowValueItem,
    Officer,
    Query,
    Reconciliation,
    Recurring,
    Reply,
    Resolution,
    Roster,
    SigningKey,
    Stocktake,
)

_REMEDY = "改成正确的编号，或先登记这个编号。"


def reference_problems(
    directives: Iterable[Directive], facts: Facts, chart: Chart
) -> Iterator[Problem]:
    """Yield a problem for each repeated id and each id that names nothing."""
    everything = list(directives)
    yield from _repeated(everything)
    # Approvals are nearly all there is, and of nothing that is asked below.
    known = [item for item in everything if type(item) is not Approval]
    yield from _twice_in_a_day(known)
    yield from _keys_of_two(known)
    yield from _ends(everything)
    yield from _unopened(known, chart)
    assets = {d.id for d in known if isinstance(d, AssetCard | LowValueItem)}
    queries = {d.id for d in known if isinstance(d, Query)}
    invoices = {invoice_key(d.id) for d in known if isinstance(d, Invoice)}
    for item in known:
        match item:
            case Reply() if item.id not in queries:
                yield _unknown(item, "答复的质询", item.id)
            case InvoiceCheck() if invoice_key(item.id) not in invoices:
                yield _unknown(item, "收下的发票", item.id)
            case AssetHandover() | AssetLife() | AssetDisposal() | Stocktake() if (
                item.id not in assets
            ):
                yield _unknown(item, "资产", item.id)
            case LateClearing() | Attachment() if item.voucher not in facts.by_id:
                yield _unknown(item, "凭证", item.voucher)


def _unopened(directives: Iterable[Directive], chart: Chart) -> Iterator[Problem]:
    """Yield a problem for each account that is neither open nor the parent of an open one."""
    known = set(chart)
    for name in chart:
        while ":" in name:
            known.add(name)
            name = name.rpartition(":")[0]
    for item in directives:
        match item:
            case BudgetLimit() | Reconciliation() | LateClearing() | BankStatement():
                named: tuple[str, ...] = (item.account,)
            case Fund():
                named = item.accounts
            case _:
                continue
        for account in named:
            if account not in known:
                yield Problem(
                    item.place,
                    f"科目 {account} 没有在 accounts.beancount 里开户（open）",
                    "改正科目名。",
                    date=item.date,
                    about=account,
                )


def _repeated(directives: list[Directive]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Directive] = {}
    titles: dict[type[Directive], str] = {
        Approval: "签批",
        Resolution: "决议",
        AssetCard: "资产",
        LowValueItem: "资产",
        Query: "质询",
        Invoice: "发票",
    }
    titled = [item for item in directives if type(item) in titles]
    if len({(titles[type(item)], getattr(item, "id", "")) for item in titled}) == len(titled):
        return
    for item in sorted(titled, key=lambda d: (d.date, d.place)):
        title, identity = titles[type(item)], getattr(item, "id", "")
        first = seen.setdefault((title, identity), item)
        if first is not item:
            yield Problem(
                item.place,
                f"{title}编号 {identity} 重复，{first.date} 已经用过",
                "换一个没有用过的编号。",
                date=item.date,
                about=identity,
            )


def _twice_in_a_day(directives: Iterable[Directive]) -> Iterator[Problem]:
    """Of two settings of one thing on one day, the order of lines alone would tell which counts.

    No digest covers the order of lines, so a closed month could be changed by turning them.
    """
    seen: dict[tuple[type[Directive], str, dt.date], Directive] = {}
    settings = ((item, _set_by(item)) for item in directives)
    for item, about in sorted(
        ((item, about) for item, about in settings if about),
        key=lambda pair: (pair[0].date, pair[0].place),
    ):
        first = seen.setdefault((type(item), about, item.date), item)
        if first is not item:
            yield Problem(
                item.place,
                f"{about} 在 {item.date} 这一天登记了两次：哪一次算数，看不出来",
                "删去不算数的那一次；确实改过的，照实写改的日子。",
                date=item.date,
                about=about,
            )


def _keys_of_two(directives: Iterable[Directive]) -> Iterator[Problem]:
    """Yield a problem for each key of two names: who holds it could sign for both (SPD011)."""
    owners: dict[str, SigningKey] = {}
    keys = (item for item in directives if isinstance(item, SigningKey) and item.key != REVOKED)
    for item in sorted(keys, key=lambda key: (key.date, key.place)):
        first = owners.setdefault(" ".join(item.key.split()[:2]), item)
        if plain(first.name) != plain(item.name):
            yield Problem(
                item.place,
                f"{item.name} 的公钥 {first.date} 已经登记在 {first.name} 名下：一把钥匙不能代表两个人",
                "各人用各人的钥匙：juwu key new 另做一把，再登记。",
                date=item.date,
                about=item.name,
            )


def _ends(directives: Iterable[Directive]) -> Iterator[Problem]:
    """Yield a problem for each end of an approval that is not there, not signed yet, or ended before."""
    known = list(directives)
    ends = [item for item in known if isinstance(item, ApprovalEnd)]
    if not ends:
        return
    approvals = {plain(item.id): item for item in known if isinstance(item, Approval)}
    ended: dict[str, ApprovalEnd] = {}
    for item in sorted(ends, key=lambda end: (end.date, end.place)):
        approval = approvals.get(plain(item.id))
        first = ended.setdefault(plain(item.id), item)
        if approval is None:
            yield _unknown(item, "签批", item.id)
        elif item.date < approval.date:
            said = f"签批 {item.id} 是 {approval.date} 才签的，不能在 {item.date} 就终止"
            yield Problem(item.place, said, "改正日期。", date=item.date, about=item.id)
        elif first is not item:
            said = f"签批 {item.id} 在 {first.date} 已经终止过"
            yield Problem(item.place, said, "删去多余的一次。", date=item.date, about=item.id)


def _set_by(item: Directive) -> str:
    """Return the name of what a directive sets until the next one; empty where it sets nothing."""
    match item:
        case Limit():
            return item.kind
        case Fund() | Roster():
            return item.name
        case BudgetLimit():
            return item.account
        case AssetHandover() | AssetLife() | Recurring():
            return item.id
        case SigningKey():
            return item.name
        case Committee():
            return "committee"
        case Officer() if item.role not in SHARED_OFFICES:
            return item.role
        case _:
            return ""


def _unknown(item: Directive, what: str, identity: str) -> Problem:
    return Problem(
        item.place, f"没有编号为 {identity} 的{what}", _REMEDY, date=item.date, about=identity
    )
