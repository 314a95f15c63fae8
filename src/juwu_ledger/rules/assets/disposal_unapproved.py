"""AST007: a disposal without approval."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import AssetPosting
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import AssetCard, AssetDisposal
from juwu_ledger.records.assets import assets
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="AST007",
    name="disposal-unapproved",
    title="处置资产没有签批",
    clause=("FM-2.3",),
    why="公家的东西报废、变卖、赠送，都要先签批，谁也不能随便带走。",
    remedy="请主任签批（approval），在处置登记上写明签批号。",
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """A disposal needs an approval that exists and was given by that day; a split gives nothing up."""
    for disposal in books.of(AssetDisposal):
        if disposal.into:
            if _is_whole(books, disposal):
                continue
            why = "写的是拆分，拆出来的卡片合起来却不是它的原值"
        elif disposal.approval is None:
            why = "没有签批"
        else:
            approval = books.approval(disposal.approval)
            if approval is None:
                why = f"写的签批 {disposal.approval} 没有登记过"
            elif approval.date > disposal.date:
                why = f"签批 {approval.id} 到 {approval.date} 才签"
            else:
                continue
        yield RULE.at(
            disposal.place,
            f"{disposal.date} 处置 {disposal.id}（{disposal.reason}），{why}",
            date=disposal.date,
            about=disposal.id,
        )


def _is_whole(books: Books, disposal: AssetDisposal) -> bool:
    """Tell whether a card goes on in other cards of that day, its alone, that make up its value."""
    splits = [item for item in books.of(AssetDisposal) if item.into]
    if disposal.id in disposal.into or any(
        set(disposal.into) & set(item.into) for item in splits if item is not disposal
    ):
        return False
    cards = {card.id: card for card in reversed(books.of(AssetCard))}
    split, parts = cards.get(disposal.id), [cards.get(name) for name in set(disposal.into)]
    made = [part.amount for part in parts if part is not None and part.date == disposal.date]
    return split is not None and len(made) == len(parts) and sum(made) == split.amount


@RULE.check
def find_unregistered(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """An asset struck from the accounts was disposed of, whether it was registered or not."""
    registered = {item.id for item in books.of(AssetDisposal)}
    left: dict[tuple[int, str], list[AssetPosting]] = defaultdict(list)
    for posting in books.record(assets).fixed_postings:
        voucher = posting.voucher
        if posting.asset in registered:
            continue
        if voucher.kind == "opening" or voucher.text("reverses"):
            continue
        left[id(voucher.txn), posting.asset].append(posting)
    for (_, asset), postings in left.items():
        fen = sum(posting.fen for posting in postings)
        voucher = postings[0].voucher
        if fen >= 0 or any(map(books.approval, texts(voucher, "approval"))):
            continue
        what = f"{asset} 没有登记处置" if asset else "没有写资产编号（asset），也没有登记处置"
        yield RULE.on(
            voucher,
            f"账上减少固定资产 {show_fen(-fen)} 元，{what}",
            place=postings[0].place,
            remedy="请主任签批（approval），登记处置（asset-disposal）并写明签批号。",
        )
