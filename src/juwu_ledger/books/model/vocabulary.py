"""The directives of our own: every ``custom`` of docs/books-format.md as a frozen, typed value.

:mod:`juwu_ledger.books.model.directives` reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from juwu_ledger.books.model.frozen import Frozen
from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.schedules import Schedule

OFFICES = {
    "director": "主任",
    "accountant": "会计",
    "cashier": "出纳",
    "receipt-keeper": "票据保管人",
    "asset-keeper": "资产保管人",
    "finance-group": "财务管理领导小组成员",
    "review-leader": "民主理财小组组长",
    "review-member": "民主理财小组成员",
    "disclosure-officer": "公开专人",
    "street-director": "街道办事处主任",
}
STREET = "street"
EMPLOYERS = {STREET: "街道"}
"""Who but the committee itself may employ its accountant."""
SHARED_OFFICES = frozenset({"finance-group", "review-member"})
REVIEW_OFFICES = frozenset({"review-leader", "review-member"})
COMMITTEE_OFFICES = frozenset(OFFICES) - REVIEW_OFFICES - {"street-director"}

AMOUNT_LIMITS = {
    "petty-cash": "备用金限额",
    "street-sign-off": "须报街道主任签批的起点",
    "fixed-asset": "固定资产起点",
    "cash-payment": "现金支付起点",
    "resolution": "须经居民会议决议的起点",
}
DAY_LIMITS = {
    "deposit-days": 0,
    "close-days": 10,
    "filing-days": 10,
    "disclosure-days": 30,
    "reply-days": 10,
}
RECURRING_COMMANDS = {
    "receive": "收款",
    "spend": "付款",
    "deposit": "缴存",
    "withdraw": "提取备用金",
    "transfer": "转账",
    "journal": "转账凭证",
}
"""Commands that write a voucher, of which templates can be made."""
OPINIONS = {"passed": "通过", "passed-with-remarks": "通过，附意见", "refused": "不予通过"}
STOCKTAKE_RESULTS = {"present": "在", "missing": "盘亏", "damaged": "损坏"}
TIERS = {
    "A": "号码相同",
    "B": "唯一一对，户名相同",
    "E": "一张单据的合计",
    "P": "人工认定",
}
"""How a row of a statement and a voucher were found to be one."""
REVOKED = "revoked"
"""What a ``key`` says instead of a public key when the former one is no longer valid."""


def suggestion(word: str, words: Mapping[str, Any] | frozenset[str]) -> str:
    """Return ``，是不是想写 …`` for the nearest of ``words``, or nothing."""
    import difflib  # Needed only where a word is wrong.

    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.75)
    return f"，是不是想写 {near[0]!r}" if near else ""


class Directive(Frozen):
    """What every directive of ours has: its date (in force from) and its place.

    Each is one line of the books and equal to itself only.
    """

    date: dt.date
    place: Place


class Officer(Directive):
    """A person takes an office; ``until`` is the last day of the term."""

    role: str
    name: str
    until: dt.date | None = None
    employer: str | None = None
    """``street`` where the street office employs the accountant (居财街管); else the committee's own."""


class Committee(Directive):
    """Which committee the books are of: its administrative division code and its short name."""

    code: str
    name: str


class Limit(Directive):
    """A figure the community sets for itself: fen for amounts, days for deadlines."""

    kind: str
    value: int


class BudgetLimit(Directive):
    """Cap, in fen, on an account with its children for the calendar year of its date."""

    account: str
    amount: int
    document: str | None = None
    """The list that it was read from."""


class BroughtForward(Directive):
    """What an account of income or spending had seen of the year, in fen, when the books began."""

    account: str
    amount: int


class Fund(Directive):
    """Earmarked money and the accounts it may be spent on."""

    name: str
    accounts: tuple[str, ...]
    grantor: str | None = None
    until: dt.date | None = None
    until_payment: dt.date | None = None
    """The last day on which what was signed by ``until`` may be paid."""


class Roster(Directive):
    """Persons who are paid allowances without holding an office (楼组长 …); a later one of the name counts."""

    name: str
    persons: tuple[str, ...]


class Recurring(Directive):
    """A template of an entry that recurs: a writing command and its options, without dashes."""

    id: str
    when: Schedule
    command: str = ""
    until: dt.date | None = None
    like: str = ""
    """The voucher it was made from, which settles the period it happened in."""
    answers: Mapping[str, str] = MappingProxyType({})
    """Option (``line``, ``line-2`` … for one given several times) → text."""


class ReceiptBook(Directive):
    """A book of unified receipts drawn from the street office."""

    first: str
    last: str
    numbers: ReceiptRange
    issued_by: str | None = None
    keeper: str | None = None


class ReceiptVoid(Directive):
    """A receipt that was spoiled and kept with all its copies."""

    number: str
    reason: str


class ReceiptReturn(Directive):
    """Receipts handed back to the street office and written off."""

    first: str
    last: str
    numbers: ReceiptRange
    accepted_by: str | None = None


class Approval(Directive):
    """An approval; its date is the day of the director's signature, ``amount`` is in fen."""

    id: str
    amount: int
    purpose: str
    director: str | None = None
    applicant: str | None = None
    payee: str | None = None
    reason: str | None = None
    fund: str | None = None
    street_director: str | None = None
    street_date: dt.date | None = None
    resolution: str | None = None
    signature: str | None = None
    street_signature: str | None = None


class ApprovalEnd(Directive):
    """An approval ends: from the day after its date nothing may be spent under it any more."""

    id: str
    reason: str
    director: str | None = None
    signature: str | None = None


class Resolution(Directive):
    """A decision of the residents' meeting."""

    id: str
    title: str
    present: int | None = None
    in_favour: int | None = None

    @property
    def passed(self) -> bool:
        """More than half of those present were in favour."""
        return bool(self.present and self.in_favour and self.in_favour * 2 > self.present)


class AssetCard(Directive):
    """The card of a fixed asset; ``amount`` (original value) is in fen."""

    id: str
    name: str
    amount: int
    keeper: str | None = None
    location: str | None = None
    category: str | None = None
    in_use: dt.date | None = None
    """The day it was taken into use, where that is not the card's date."""
    life: int | None = None
    """Months over which its value is written off; without them nothing is."""
    salvage: Decimal | None = None
    """What is left of its value in the end, per cent."""


class AssetLife(Directive):
    """Months over which a fixed asset is written off, said after its card was made; the last counts."""

    id: str
    life: int
    salvage: Decimal | None = None


class LowValueItem(Directive):
    """A lesser durable good entered in the register; ``amount`` is in fen."""

    id: str
    name: str
    amount: int
    keeper: str | None = None


class AssetHandover(Directive):
    """An asset passes to a new keeper."""

    id: str
    keeper: str
    witness: str | None = None


class AssetDisposal(Directive):
    """An asset leaves the books; one that is split goes on in the cards named ``into``."""

    id: str
    reason: str
    approval: str | None = None
    into: tuple[str, ...] = ()


class Stocktake(Directive):
    """One asset counted: ``present``, ``missing`` or ``damaged``."""

    id: str
    result: str
    counted_by: str | None = None


class Reconciliation(Directive):
    """The bank's closing balance, in fen, on that day."""

    account: str
    amount: int
    document: str | None = None
    prepared_by: str | None = None
    checked_by: str | None = None
    unbooked: str | None = None
    """Keys of rows of the bank's statement that the books did not hold yet."""


class LateClearing(Directive):
    """The bank shows a voucher on that day (``custom "cleared"``)."""

    voucher: str
    account: str
    bank_line: str | None = None
    """Key of the kept row of a statement that shows it."""
    tier: str | None = None
    """How the two were found to be one: a word of :data:`TIERS`."""


class BankStatement(Directive):
    """A bank's statement was taken in: its date is its last day, ``amount`` the closing balance, fen."""

    account: str
    amount: int
    rows: int | None = None
    document: str | None = None
    digest: str | None = None
    """SHA-256 of the keys of its rows in order."""
    number: str | None = None
    """The account's number as the statement prints it."""
    map: str | None = None
    """How its columns were named, where no layout is known (``--map``)."""
    lacks: int | None = None
    """Rows of its days that an earlier statement had and this one has not."""

    @property
    def first(self) -> dt.date:
        """The first day that it covers; its last, where the books do not say."""
        day: dt.date = self.__dict__.get("from", self.date)
        return day

    @property
    def received(self) -> int | None:
        """What came in, fen."""
        return self.__dict__.get("in")

    @property
    def paid(self) -> int | None:
        """What went out, positive fen."""
        return self.__dict__.get("out")


class Attachment(Directive):
    """A scan that came after its voucher was booked; ``document`` is its path as written."""

    voucher: str
    document: str


class InvoiceCheck(Directive):
    """Somebody looked an invoice that was taken in up on the tax bureau's page, on that day."""

    id: str
    name: str


class Invoice(Directive):
    """An electronic voucher (invoice, ticket, fiscal receipt) that was taken in, used yet or not."""

    id: str
    """As vouchers name it in ``invoice``: 20 digits, of older ones code and number."""
    invoice_total: int | None = None
    """With tax, fen; below zero on a red one. ``None`` where an older QR text alone is known."""
    invoice_net: int | None = None
    """Without tax, fen, where that alone is known."""
    invoice_seller: str | None = None
    invoice_buyer: str | None = None
    invoice_date: dt.date | None = None
    """The day on which it was issued; the directive's own is the day it was taken in."""
    invoice_source: str | None = None
    """What it was read from."""
    invoice_checked: str | None = None
    """Day and name of who looked at the tax bureau's page; the program cannot."""
    invoice_reverses: str | None = None
    """The invoice that a red one takes back."""
    document: str | None = None
    digest: str | None = None
    """SHA-256 of the original."""


class SigningKey(Directive):
    """A public key, or ``revoked``, in force from its date."""

    name: str
    key: str
    registered_by: str | None = None


class MonthClose(Directive):
    """A month is closed; with ``digest`` it is sealed too."""

    period: Period
    accountant: str | None = None
    cashier: str | None = None
    director: str | None = None
    digest: str | None = None
    previous: str | None = None
    vouchers: int | None = None
    documents: str | None = None
    seal: str | None = None
    """SHA-256 of the seal file, so that what it carries cannot be changed either."""
    signature: str | None = None


class Filing(Directive):
    """A report handed to the street office."""

    period: Period
    received_by: str | None = None
    document: str | None = None
    """The street's receipt for the bundle, below ``documents/``."""
    digest: str | None = None
    """SHA-256 of that receipt."""


class Review(Directive):
    """The review group's opinion on a period."""

    period: Period
    opinion: str
    leader: str | None = None
    members: tuple[str, ...] = ()
    remarks: str | None = None
    digest: str | None = None
    """Digest of the books up to the period's last day, as they were reviewed."""
    scans: str | None = None
    """Digest of the period's scans, as they were reviewed; ``None`` where the entries alone were."""
    entered_by: str | None = None
    """Who entered what the group said on paper; ``None`` where it signed in the browser."""
    supersedes: str | None = None
    """Why it takes the place of opinions that were given in the browser."""
    signatures: Mapping[str, str] = MappingProxyType({})


class GivenOpinion(Directive):
    """What one of the review group said in the browser of a quarter, of the books with a digest."""

    period: Period
    opinion: str
    by: str | None = None
    remarks: str | None = None
    digest: str | None = None
    scans: str | None = None
    """Digest of the period's scans; ``None`` where it was given of the entries alone."""
    at: str | None = None
    """Day and time, as text."""


class Disclosure(Directive):
    """A period posted on the notice board; its date is the first day it hung there."""

    period: Period
    officer: str | None = None
    until: dt.date | None = None
    document: str | None = None
    """The archived paper; files that were posted with it stand in ``copies``."""
    copies: tuple[str, ...] = ()
    digest: str | None = None


class ConferenceReport(Directive):
    """The half-year report to the residents' representatives."""

    period: Period


class DonorReport(Directive):
    """A donor was told what became of the gift."""

    donor: str
    period: Period | None = None


class Query(Directive):
    """A question of the review group."""

    id: str
    text: str
    about: str | None = None
    raised_by: str | None = None


class Reply(Directive):
    """The committee's answer to a query."""

    id: str
    text: str
    by: str | None = None


class Explanation(Directive):
    """The committee's explanation of a finding."""

    rule: str
    text: str
    about: str | None = None
    by: str | None = None


class Guarantee(Directive):
    """A guarantee given in the committee's name; there must be none."""

    text: str
