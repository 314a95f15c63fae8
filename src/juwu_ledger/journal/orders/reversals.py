"""Red letters (会计基础工作规范 51): a voucher taken back, wholly or in part, and booked anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import VoucherId
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Account, Leg, Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.numbering import next_voucher
from juwu_ledger.journal.engine.placing import month_file
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.vouchers import VoucherOrder, month_heading, scans_of
from juwu_ledger.records.assets import assets
from juwu_ledger.records.bank_items import shown_items

_REPEATED = ("fund", "asset")
"""Metadata that a red letter takes over: whose money, and which thing, it takes back."""
_NOT_REPEATED = frozenset(
    {"voucher", "reverses", "corrects", "occurred", "cleared", "filename", "lineno"}
)


@dataclass(frozen=True)
class Anew:
    """What is right instead of what was booked; ``None`` stays as it was."""

    account: str | None = None
    """Instead of the only account that is no money account."""
    money: str | None = None
    """Instead of the only money account."""
    amount: int | None = None
    """Fen."""
    payee: str | None = None
    narration: str | None = None
    papers: Mapping[str, str] = field(default_factory=dict)
    """Right fund, receipt or invoice by its key; an empty text where there is to be none."""


@dataclass(frozen=True)
class RedLetter:
    """A voucher to be taken back."""

    voucher: str
    date: dt.date
    reason: str
    amount: int | None = None
    """Fen, where only a part is taken back."""
    anew: Anew | None = None
    """Book it anew at the same stroke: then no money moves."""
    approval: str | None = None
    """The approval for money received that is paid back, or for an asset that is given back."""
    handler: str | None = None
    witness: str | None = None
    cleared: dt.date | None = None
    """The day on which the bank shows the money going back, or the voucher booked anew."""
    attachments: int = 1
    scans: Sequence[Path] = ()

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`Refusal` or :class:`BadInput`."""
        books = locked.books
        original = reversible(books, self.voucher)
        if self.date < original.date:
            raise BadInput(f"冲销的日期 {self.date} 早于 {original.id} 的 {original.date}")
        number = next_voucher(books, self.date)
        scans, documents = scans_of(books.root, self.scans, self.date, number)
        month = Period.month_of(self.date)
        offset = self._offset(books, original)
        texts = [self._red_letter(books, original, offset).text(number, documents)]
        ids = [number]
        if self.anew is not None:
            ids.append(_following(number))
            texts.append(self._booked_anew(books, original, self.anew, offset).text(ids[1]))
        texts += [
            custom_text(self.date, "cleared", [original.id, Account(account)])
            for account, shown in offset.items()
            if shown is None
        ]
        if self.amount is None and self.anew is None:
            meta = {"approval": self.approval}
            texts += [
                custom_text(self.date, "asset-disposal", [asset, self.reason], meta)
                for asset in assets_given_back(books, original)
            ]
        return Change(
            file=month_file(month, books, locked.files),
            title="、".join(
                f"{kind} {one}" for kind, one in zip(("红字凭证", "订正凭证"), ids, strict=False)
            ),
            texts=tuple(texts),
            scans=scans,
            heading=month_heading(month),
            ids=tuple(ids),
        )

    def _red_letter(
        self, books: Books, original: Voucher, offset: Mapping[str, dt.date | None]
    ) -> VoucherOrder:
        txn = original.txn
        part = part_of(books, original, self.amount)
        word = "调减" if self.amount is not None else "注销"
        legs = []
        for posting in txn.postings:
            meta: dict[str, Value] = _kept(posting.meta or {}, _REPEATED)
            if books.chart[posting.account].is_bank:
                meta["cleared"] = self.date if posting.account in offset else self.cleared
            fen = to_fen(posting.units.number)
            sign = 1 if fen < 0 else -1
            legs.append(Leg(posting.account, sign * part if part is not None else -fen, meta))
        return VoucherOrder(
            date=self.date,
            payee=original.payee,
            narration=f"{word}{cited(original)}凭证：{self.reason}",
            meta={
                "reverses": original.id,
                "approval": self.approval if original.money > 0 else None,
                "handler": self.handler,
                "witness": self.witness,
                **_kept(txn.meta, _REPEATED),
                "attachments": self.attachments,
            },
            legs=legs,
        )

    def _booked_anew(
        self,
        books: Books,
        original: Voucher,
        anew: Anew,
        offset: Mapping[str, dt.date | None],
    ) -> VoucherOrder:
        txn = original.txn
        head, own = _with_papers(original, anew.papers)
        amount = part_of(books, original, None) if anew.amount is None else anew.amount
        legs = []
        for posting, meta in zip(txn.postings, own, strict=True):
            account = _instead(books, txn, posting.account, anew)
            fen = to_fen(posting.units.number)
            if amount is not None:
                fen = amount if fen > 0 else -amount
            if books.chart[account].is_bank:
                was_shown = offset.get(posting.account) is not None
                same = was_shown and account == posting.account
                meta["cleared"] = self.date if same else self.cleared
            legs.append(Leg(account, fen, meta))
        narration = anew.narration or original.narration
        return VoucherOrder(
            date=self.date,
            payee=anew.payee or original.payee,
            narration=f"订正{cited(original)}凭证：{narration}",
            meta={"corrects": original.id, **head},
            legs=legs,
        )

    def _offset(self, books: Books, original: Voucher) -> dict[str, dt.date | None]:
        """Return the bank accounts on which nothing really moves, and when the bank showed it.

        What is booked anew, or was never shown by the bank and is taken back whole, stands on the
        statement once or not at all: the red letter and the wrong voucher wipe each other out.
        """
        shown = {item.account: day for item, day in shown_items(books) if item.voucher is original}
        if self.anew is not None:
            return shown
        if self.amount is not None or self.cleared is not None:
            return {}
        return {account: day for account, day in shown.items() if day is None}


def reversible(books: Books, identity: str) -> Voucher:
    """Return the voucher of that number; raise :class:`Refusal` when it cannot be taken back."""
    voucher = books.facts.by_id.get(identity)
    if voucher is None:
        raise BadInput(f"没有 {identity} 这张凭证")
    if voucher.text("reverses"):
        raise Refusal(
            f"{identity} 自己就是红字凭证，不能再冲销；"
            "原来的业务确实发生过的，用 juwu receive 或 juwu spend 重新记一张。"
        )
    whole = books.facts.taken_back_by(voucher)
    if whole is not None:
        raise Refusal(f"{identity} 已经由 {whole.id} 整张冲销过了，不能再冲。")
    if not any(rest_of(books, voucher).values()):
        raise Refusal(f"{identity} 已经分几次冲销完了，不能再冲。")
    return voucher


def rest_of(books: Books, voucher: Voucher) -> dict[str, int]:
    """Return by account what is left of a voucher after its red letters so far, fen."""
    rest: dict[str, int] = defaultdict(int)
    for one in (voucher, *(v for v in books.vouchers if v.mirrors is voucher)):
        for posting in one.txn.postings:
            rest[posting.account] += to_fen(posting.units.number)
    return dict(rest)


def part_of(books: Books, voucher: Voucher, amount: int | None) -> int | None:
    """Return how much of a voucher of two postings is taken back, fen; ``None`` for the whole.

    Raises :class:`BadInput` for a part of a voucher of more postings, or for more than is left.
    """
    rest = rest_of(books, voucher)
    before = {p.account: to_fen(p.units.number) for p in voucher.txn.postings}
    untouched = rest == before and len(before) == len(voucher.txn.postings)
    if amount is None and (untouched or not _red_letters(books, voucher)):
        return None
    if len(voucher.txn.postings) != len(before) or len(before) != 2:
        raise BadInput(f"{voucher.id} 记了不止两行，只能整张冲销再重记正确的")
    left = max(map(abs, rest.values()))
    if amount is not None and amount > left:
        raise BadInput(f"{voucher.id} 只剩 {left // 100}.{left % 100:02d} 元没有冲销")
    return left if amount is None else amount


def pays_back(books: Books, voucher: Voucher, date: dt.date, amount: int | None) -> bool:
    """Tell whether to take back ``voucher`` on ``date`` would be to pay money out again.

    That is so for money that really came in, where nothing is booked anew that day (see the walk's
    ``settle_taken_back``): then it needs an approval.
    """
    income = [a for a in _accounts(books, voucher) if a.root == "Income"]
    interest_only = bool(income) and all(a.source == "interest" for a in income)
    if voucher.money <= 0 or voucher.kind == "opening" or interest_only:
        return False
    shown = {item.account: day for item, day in shown_items(books) if item.voucher is voucher}
    came = any(a.is_cash or shown.get(a.name) for a in _accounts(books, voucher) if a.is_money)
    booked = sum(
        v.money
        for v in books.vouchers
        if v.date == date and v.money > 0 and v.mirrors is None and v is not voucher
    )
    return came and booked < (amount or voucher.money)


def assets_given_back(books: Books, voucher: Voucher) -> list[str]:
    """Return the ids of the fixed assets that go when the whole of ``voucher`` is taken back."""
    return [
        asset.id
        for asset in books.record(assets).cards
        for posting in asset.fixed_postings
        if posting.voucher is voucher and posting.fen > 0 and not asset.disposal
    ]


def cited(voucher: Voucher) -> str:
    """Return how a red letter names a voucher: ``2026年1月5日2026-01-0005号``."""
    day = voucher.date
    return f"{day.year}年{day.month}月{day.day}日{voucher.id}号"


def _accounts(books: Books, voucher: Voucher) -> list[Any]:
    return [books.chart[p.account] for p in voucher.txn.postings if p.account in books.chart]


def _red_letters(books: Books, voucher: Voucher) -> bool:
    return any(other.mirrors is voucher for other in books.vouchers)


def _instead(books: Books, txn: Any, account: str, anew: Anew) -> str:
    """Return the account to be booked anew in the place of ``account``."""
    money = books.chart[account].is_money
    wanted = anew.money if money else anew.account
    if wanted is None:
        return account
    if sum(books.chart[p.account].is_money == money for p in txn.postings) != 1:
        raise BadInput("这张凭证记了几个科目，不知道换哪一个；请整张冲销，再分别重记")
    return wanted


def _with_papers(
    original: Voucher, papers: Mapping[str, str]
) -> tuple[dict[str, Value], list[dict[str, Value]]]:
    """Return the metadata to be written again, of the voucher and of each posting, with what is right.

    A paper stands where it stood; one that stood nowhere stands on the voucher.
    """
    head = _own(original.txn.meta)
    lines = [_own(posting.meta or {}) for posting in original.txn.postings]
    for key, text in papers.items():
        holders = [meta for meta in (head, *lines) if key in meta]
        if len(holders) > 1:
            raise BadInput(
                f"{original.id} 有几处写了 {key}，不知道换哪一个；请整张冲销，再分别重记"
            )
        holder = holders[0] if holders else head
        holder.pop(key, None)
        if text:
            holder[key] = text
    return head, lines


def _kept(meta: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Value]:
    return {key: meta[key] for key in keys if isinstance(meta.get(key), str)}


def _own(meta: Mapping[str, Any]) -> dict[str, Value]:
    """Return metadata as they can be written again, without those that belong to one voucher."""
    return {
        key: value
        for key, value in meta.items()
        if key not in _NOT_REPEATED
        and not key.startswith("__")
        and isinstance(value, str | Decimal | dt.date)
    }


def _following(number: str) -> str:
    read = VoucherId.parse(number)
    assert read is not None
    return f"{read.month}-{read.number + 1:04d}"
