"""Ids that directives of ours use of one another: repeated ones and ones that name nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts import Facts
from juwu_ledger.books.problem import Problem
from juwu_ledger.books.vocabulary import (
    Approval,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    Directive,
    LateClearing,
    LowValueItem,
    Query,
    Reply,
    Resolution,
    Stocktake,
)

_REMEDY = "改成正确的编号，或先登记这个编号。"


def reference_problems(directives: Iterable[Directive], facts: Facts) -> Iterator[Problem]:
    """Yield a problem for each repeated id and each id that names nothing."""
    known = list(directives)
    yield from _repeated(known)
    assets = {d.id for d in known if isinstance(d, AssetCard | LowValueItem)}
    queries = {d.id for d in known if isinstance(d, Query)}
    for item in known:
        match item:
            case Reply() if item.id not in queries:
                yield _unknown(item, "答复的质询", item.id)
            case AssetHandover() | AssetDisposal() | Stocktake() if item.id not in assets:
                yield _unknown(item, "资产", item.id)
            case LateClearing() if item.voucher not in facts.by_id:
                yield _unknown(item, "凭证", item.voucher)


def _repeated(directives: list[Directive]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Directive] = {}
    titles: dict[type[Directive], str] = {
        Approval: "签批",
        Resolution: "决议",
        AssetCard: "资产",
        LowValueItem: "资产",
        Query: "质询",
    }
    for item in sorted(directives, key=lambda d: (d.date, d.place)):
        title = titles.get(type(item))
        if title is None:
            continue
        identity = getattr(item, "id", "")
        first = seen.setdefault((title, identity), item)
        if first is not item:
            yield Problem(
                item.place,
                f"{title}编号 {identity} 重复，{first.date} 已经用过",
                "换一个没有用过的编号。",
                date=item.date,
                about=identity,
            )


def _unknown(item: Directive, what: str, identity: str) -> Problem:
    return Problem(
        item.place, f"没有编号为 {identity} 的{what}", _REMEDY, date=item.date, about=identity
    )
