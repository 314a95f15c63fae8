"""Closing a month: the checklist, the seal, and the ``close`` directive (docs/trust.md, Closing).

The seal file is put in place first: without its close it says nothing. The close directive is the
stroke that counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.model.vocabulary import MonthClose
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge
from juwu_ledger.rules.vouchers import voucher_not_posted
from juwu_ledger.seals.operations_log import read_log
from juwu_ledger.seals.seal_file import FOLDER, Seal, seal_text, sha256
from juwu_ledger.seals.sealing import carrying_seal

Sign = Callable[[str], str]
"""Takes the directive's text without signature, returns the signature."""


class Item(NamedTuple):
    """One line of the checklist: what was looked at, and what is in the way."""

    title: str
    findings: tuple[Finding, ...]

    @property
    def done(self) -> bool:
        """Tell whether nothing is in the way."""
        return not self.findings


_NOT_POSTED = voucher_not_posted.RULE.code
_ITEMS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("现金盘点过", ("CSH006",)),
    ("银行对过账，没有差额", ("BNK002", "BNK003")),
    ("凭证号连着，没有缺号", ("VCH001",)),
    ("凭证都记了账，没有草稿", (_NOT_POSTED,)),
    ("扫描件都在", ("VCH004",)),
    ("签批、签名齐全", ("SPD",)),
    ("收据连着，没有重号漏号", ("RCP",)),
)
_REST = "其他规则都合，或者已经说明"
_SEALS = "PRD002"


def checklist(books: Books, month: Period, as_of: dt.date) -> list[Item]:
    """Judge the books for :func:`checked`."""
    return checked(judge(books, CATALOGUE, as_of), month)


def checked(findings: Iterable[Finding], month: Period) -> list[Item]:
    """Return what a month needs before it is closed, each with the findings in its way.

    Findings about the month and all before it count, unless they are explained; what is found later
    is the business of later months. Only a seal that does not hold is in the way whatever its date,
    and a voucher that is not posted whatever is said of it.
    """
    in_way = [
        finding
        for finding in findings
        if (finding.fails or finding.rule == _NOT_POSTED)
        and (finding.date is None or finding.date <= month.last or finding.rule == _SEALS)
    ]
    items = []
    for title, codes in _ITEMS:
        mine = tuple(f for f in in_way if f.rule.startswith(codes))
        in_way = [f for f in in_way if f not in mine]
        items.append(Item(title, mine))
    return [*items, Item(_REST, tuple(in_way))]


@dataclass(frozen=True)
class CloseOrder:
    """A closing as it is asked for."""

    month: Period
    date: dt.date
    accountant: str | None
    cashier: str | None
    director: str | None
    sign: Sign | None = None
    """Signs the directive, where the director has a key."""

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change that closes the month; raises :class:`Refusal` when it may not be."""
        books = locked.books
        refuse_order(books, self.month, self.date)
        findings = judge(books, CATALOGUE, locked.as_of)
        open_items = [item for item in checked(findings, self.month) if not item.done]
        if open_items:
            raise ChecklistOpen(self.month, open_items)
        files = [str(books.root / file) for file in locked.files]
        seal = carrying_seal(books, files, self.month, findings, locked.as_of)
        seal = seal._replace(operations=read_log(books.root).head)
        data = seal_text(seal).encode("utf-8")
        text = self._directive(seal, sha256(data))
        return Change(
            file=home_of("close", MonthClose, books, locked.files),
            title=f"{self.month.title}月结",
            texts=(text,),
            made=(NewFile(f"{FOLDER}/{self.month.label}.seal", data),),
            ids=(self.month.label,),
        )

    def _directive(self, seal: Seal, seal_digest: str) -> str:
        meta: dict[str, Value] = {
            "accountant": self.accountant,
            "cashier": self.cashier,
            "director": self.director,
            "digest": seal.digest,
            "previous": seal.previous,
            "vouchers": seal.vouchers,
            "documents": seal.documents,
            "seal": seal_digest,
        }
        text = custom_text(self.date, "close", [self.month.label], meta)
        if self.sign is None:
            return text
        signature = self.sign(text)
        return custom_text(self.date, "close", [self.month.label], {**meta, "signature": signature})


class ChecklistOpen(Refusal):
    """The month cannot be closed yet; carries the open items."""

    def __init__(self, month: Period, items: Iterable[Item]) -> None:
        """Carry the items."""
        super().__init__(
            f"{month.title}还不能月结：办妥下面几件再来；确有理由的，先用 juwu explain-finding 说明。"
        )
        self.items = tuple(items)


def refuse_order(books: Books, month: Period, date: dt.date) -> None:
    """Refuse a month that is not over, is closed already, or does not come next."""
    if date <= month.last:
        raise Refusal(f"{month.title}还没有过完，不能月结。")
    closed = {close.period for close in books.of(MonthClose)}
    if month in closed:
        raise Refusal(f"{month.title}已经月结过了。")
    span = books.span
    if span is None or month.last < span[0]:
        raise Refusal(f"{month.title}没有账，不用月结。")
    later = [other for other in closed if other.first > month.last]
    if later:
        raise Refusal(f"{min(later).title}已经月结，不能再结它前面的{month.title}。")
    earlier = Period.month_of(month.first - DAY)
    if closed and earlier not in closed:
        raise Refusal(f"先结{earlier.title}：月结要一个月接一个月。")
