"""What ``juwu init`` needs to know: from its options, or question by question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from juwu_ledger.books.chart import Account
from juwu_ledger.books.identifiers import ReceiptRange
from juwu_ledger.books.vocabulary import (
    AMOUNT_LIMITS,
    COMMITTEE_OFFICES,
    OFFICES,
    REVIEW_OFFICES,
    SHARED_OFFICES,
)
from juwu_ledger.cli.console import complain
from juwu_ledger.cli.writing.account_choice import account_finder, account_reader, parent_reader
from juwu_ledger.cli.writing.asking import Choice
from juwu_ledger.cli.writing.desk import Desk
from juwu_ledger.cli.writing.reading import (
    folded,
    read_amount,
    read_balance,
    read_count,
    read_date,
    read_id,
    read_last_day,
    read_list,
    read_names,
    read_text,
    read_word,
)
from juwu_ledger.journal.accounts import is_component
from juwu_ledger.journal.new_books import FirstReceipts, NewBooks, bank_account
from juwu_ledger.journal.new_charter import NewFund
from juwu_ledger.journal.refusals import BadInput

T = TypeVar("T")
NEEDED = ("director", "accountant", "cashier", "receipt-keeper", "finance-group")
"""Offices that must be held from the first voucher on (DTY002, DTY003)."""
NEEDED_LIMITS = ("petty-cash", "street-sign-off")
SMALLEST_GROUP = 3
_LIMIT_EXAMPLES = {
    "petty-cash": "3000",
    "street-sign-off": "5000",
    "fixed-asset": "2000",
    "cash-payment": "1000，国家规定的结算起点",
    "resolution": "20000",
}
_ORDER = (
    *("director", "accountant", "cashier", "receipt-keeper", "asset-keeper"),
    *("disclosure-officer", "finance-group", "review-leader", "review-member", "street-director"),
)


class Given(NamedTuple):
    """The options as they were given."""

    committee: str | None
    begin: str | None
    officers: Sequence[str]
    since: str | None
    until: str | None
    limits: Mapping[str, str | None]
    bank: str | None
    clearing: Sequence[str]
    openings: Sequence[str]
    debtors: Sequence[str]
    funds: Sequence[str]
    funds_left: Sequence[str]
    receipts: str | None
    issued_by: str | None
    attachments: str | None


def refuse_missing(given: Given) -> None:
    """End with status 2 naming all that must be given where nobody can be asked."""
    roles = {role for role, _ in _officers_given(given.officers)}
    missing = [] if given.committee else ["--committee"]
    missing += [f"--officer {OFFICES[role]}=姓名" for role in NEEDED if role not in roles]
    missing += [f"--{kind}" for kind in NEEDED_LIMITS if given.limits[kind] is None]
    if missing:
        complain(f"还要写明：{'、'.join(missing)}。（在终端里运行会逐项询问）")


def new_books(desk: Desk, given: Given) -> NewBooks:
    """Return what is wanted; asks for what was not given where somebody can be asked."""
    ask = desk.ask
    question = "居委会全称（和银行户名一字不差）"
    committee = ask.value("--committee", given.committee, question, read_text)
    begin = _begin(desk, given.begin)
    officers = _officers(desk, given.officers)
    since = _since(desk, given.since, begin)
    until = ask.optional(
        "--until", given.until, "本届任期最后一天", lambda text: read_last_day(text, since)
    )
    limits = _limits(desk, given.limits)
    bank = ask.value(
        "--bank", given.bank, "银行账户在科目里叫什么", _read_component, default="基本户"
    )
    begun = NewBooks(
        committee=committee,
        begin=begin,
        officers=officers,
        since=since,
        until=until,
        limits=limits,
        bank=bank,
        clearing=_clearing(desk, given.clearing),
        debtors=_debtors(desk, given.debtors),
    )
    accounts = [account.as_account() for account in begun.accounts]
    openings = _openings(desk, given.openings, accounts, bank)
    funds = _funds(desk, given, accounts)
    receipts = _receipts(desk, given, dict(officers)["receipt-keeper"])
    sheets = 1
    if any(openings.values()) or begun.debtors:
        question = "期初余额附几张依据（旧账、盘点表、对账单）"
        sheets = ask.value("--attachments", given.attachments, question, read_count, default="1")
    return replace(begun, openings=openings, funds=funds, receipts=receipts, attachments=sheets)


def read_pair(text: str) -> tuple[str, str]:
    """Read ``名称=值``; a full-width ＝ is fine."""
    name, equals, value = text.replace("＝", "=").rpartition("=")
    if not equals or not name.strip() or not value.strip():
        raise BadInput(f"{text!r} 要写成 名称=值")
    return read_text(name), value.strip()


# --- when and who ------------------------------------------------------------------------------


def _begin(desk: Desk, given: str | None) -> dt.date:
    month, year = desk.as_of.replace(day=1), desk.as_of.replace(month=1, day=1)

    def read(text: str) -> dt.date:
        return read_date(text, desk.as_of)

    if given is None and desk.ask.terminal and month != year:
        choices = [
            Choice(month.isoformat(), f"{month}，本月一日：期初余额照今天查到的倒推，最省事"),
            Choice(year.isoformat(), f"{year}，今年一月一日：今年的账从头补记"),
            Choice("", "别的日子"),
        ]
        chosen = desk.ask.value("--begin", None, "从哪天起记账", str, choices=choices)
        if chosen:
            return read(chosen)
    return desk.ask.value("--begin", given, "从哪天起记账", read, default=month.isoformat())


def _since(desk: Desk, given: str | None, begin: dt.date) -> dt.date:
    def read(text: str) -> dt.date:
        day = read_date(text, begin)
        if day > begin:
            raise BadInput(f"任职要不晚于开始记账的 {begin}")
        return day

    return desk.ask.value("--since", given, "他们从哪天起任职", read, default=begin.isoformat())


def _officers_given(officers: Sequence[str]) -> list[tuple[str, str]]:
    """Return office and name as the options say; ends with status 2 for what makes no sense."""
    found: list[tuple[str, str]] = []
    for text in officers:
        try:
            role, name = read_pair(text)
            word = read_word(OFFICES)(role)
            names = read_names(name) if word in SHARED_OFFICES else [read_text(name)]
        except BadInput as error:
            complain(f"--officer：{error}。")
        found += [(word, each) for each in names]
    roles = [role for role, _ in found]
    twice = [r for r in dict.fromkeys(roles) if roles.count(r) > 1 and r not in SHARED_OFFICES]
    if twice:
        complain(f"--officer：{'、'.join(OFFICES[role] for role in twice)}只能有一人。")
    return found


def _officers(desk: Desk, given: Sequence[str]) -> list[tuple[str, str]]:
    """Return all officers; what the rules would refuse is refused at its own question."""
    officers = _officers_given(given)
    for role in _ORDER:
        names = [name for own, name in officers if own == role]
        if names or not desk.ask.terminal:
            continue
        read = _name_reader(role, officers)
        if role in NEEDED:
            names = desk.ask.value("--officer", None, _question(role), read)
        else:
            names = desk.ask.optional("--officer", None, _question(role), read) or []
        officers += [(role, name) for name in names]
    if sum(role == "finance-group" for role, _ in officers) < SMALLEST_GROUP:
        raise BadInput("财务管理领导小组要三个人以上，用顿号隔开")
    return sorted(officers, key=lambda item: _ORDER.index(item[0]))


def _question(role: str) -> str:
    more = {"finance-group": "（三人以上，用顿号隔开）", "review-member": "（两人，用顿号隔开）"}
    return f"谁是{OFFICES[role]}{more.get(role, '')}"


def _name_reader(role: str, officers: Sequence[tuple[str, str]]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        names = read_names(text) if role in SHARED_OFFICES else [read_text(text)]
        if role == "finance-group" and len(names) < SMALLEST_GROUP:
            raise BadInput("要三个人以上，用顿号隔开")
        for name in names:
            _refuse_both(role, name, officers)
        return names

    return read


def _refuse_both(role: str, name: str, officers: Sequence[tuple[str, str]]) -> None:
    """Refuse offices that one person must not hold together (FM-0.2, DR-6)."""
    held = {own for own, who in officers if who == name}
    if role == "cashier" and "accountant" in held:
        raise BadInput("会计和出纳不能是一个人")
    if role in REVIEW_OFFICES and held & COMMITTEE_OFFICES:
        raise BadInput(f"{name} 在居委会任职，不能进民主理财小组")
    if role == "review-member" and "review-leader" in held:
        raise BadInput(f"{name} 是组长，组员另写")


# --- figures -----------------------------------------------------------------------------------


def _limits(desk: Desk, given: Mapping[str, str | None]) -> dict[str, int]:
    found = {}
    for kind, text in given.items():
        question = f"{AMOUNT_LIMITS[kind]}多少元（如 {_LIMIT_EXAMPLES[kind]}）"
        if kind in NEEDED_LIMITS:
            found[kind] = desk.ask.value(f"--{kind}", text, question, read_amount)
            continue
        fen = desk.ask.optional(f"--{kind}", text, question, read_amount)
        if fen is not None:
            found[kind] = fen
    return found


def _clearing(desk: Desk, given: Sequence[str]) -> list[str]:
    if given:
        return [_checked("--clearing", name, _read_component) for name in given]
    named = desk.ask.optional(
        "--clearing", None, "收款码叫什么（如 微信收款）", lambda t: read_list(t, _read_component)
    )
    return named or []


def _read_component(text: str) -> str:
    name = read_text(text)
    if not is_component(f"01{name}"):
        raise BadInput(f"{name!r} 不能用在科目名里：只用汉字、字母、数字，不用空格、括号和标点")
    return name


def _debtors(desk: Desk, given: Sequence[str]) -> dict[str, int]:
    if given:
        return dict(_checked("--debtor", text, _read_sum) for text in given)
    owing = desk.ask.optional(
        "--debtor",
        None,
        "有谁欠居委会的钱（写成 名称=金额，几个用顿号隔开）",
        lambda text: read_list(text, _read_sum),
    )
    return dict(owing or [])


def _read_sum(text: str) -> tuple[str, int]:
    name, figure = read_pair(text)
    return name, read_amount(figure)


def _openings(
    desk: Desk, given: Sequence[str], accounts: Sequence[Account], bank: str
) -> dict[str, int]:
    """Return opening balances by account, each on its account's own side."""
    among = [a for a in accounts if a.root in ("Assets", "Liabilities") and a.debtor is None]
    read = account_reader(among)
    found: dict[str, int] = {}
    for text in given:
        name, figure = _checked("--opening", text, read_pair)
        account = _checked("--opening", name, read)
        if account in found:
            complain(f"--opening：{name} 写了两次。")
        found[account] = _checked("--opening", figure, _read_own_side)
    if not desk.ask.terminal:
        return found
    petty = next(a.name for a in accounts if a.role == "petty-cash")
    for account, what in ((petty, "备用金"), (bank_account(bank), bank)):
        if account not in found:
            question = f"{what}期初余额多少元"
            found[account] = desk.ask.value(
                "--opening", None, question, _read_own_side, default="0"
            )
    while desk.ask.confirm("别的科目还有期初余额吗（固定资产、累计折旧、押金……）？", default=False):
        account = desk.ask.search(
            "--opening", None, "哪个科目（编码、名称或拼音首字母）", read, account_finder(among)
        )
        found[account] = desk.ask.value("--opening", None, "余额多少元", read_amount)
    return found


def _read_own_side(text: str) -> int:
    fen = read_balance(text)
    if fen < 0:
        raise BadInput("期初余额都写正数，折旧和欠款也写正数")
    return fen


def _funds(desk: Desk, given: Given, accounts: Sequence[Account]) -> list[NewFund]:
    among = [a for a in accounts if a.root == "Expenses" or a.role == "fixed-asset"]
    read = parent_reader(among)
    funds: dict[str, NewFund] = {}
    for text in given.funds:
        name, listed = _checked("--fund", text, read_pair)
        funds[name] = NewFund(name, _checked("--fund", listed, lambda t: read_list(t, read)))
    for text in given.funds_left:
        name, fen = _checked("--fund-left", text, _read_sum)
        if name not in funds:
            complain(f"--fund-left：专项资金“{name}”还没有用 --fund 写明能花在哪些科目。")
        funds[name] = funds[name]._replace(fen=fen)
    ask = desk.ask
    while ask.terminal and ask.confirm("还有没用完的专项资金吗？", default=False):
        name = ask.value("--fund", None, "专项资金的名称", read_text)
        question = "能花在哪些科目（编码或名称，用顿号隔开，如 困难救助、5301）"
        purposes = ask.value("--fund", None, question, lambda text: read_list(text, read))
        left = ask.value("--fund-left", None, "还剩多少元", read_balance)
        grantor = ask.optional("", None, "谁给的钱", read_text)
        until = ask.optional("", None, "最晚用到哪一天", lambda text: read_date(text, desk.as_of))
        funds[name] = NewFund(name, purposes, left, grantor, until)
    return list(funds.values())


def _receipts(desk: Desk, given: Given, keeper: str) -> FirstReceipts | None:
    question = "手里收据本的号码（从第一张没用过的写起，如 A0000101-A0000150）"
    slips = desk.ask.optional("--receipts", given.receipts, question, _read_slips)
    if slips is None:
        return None
    issuer = desk.ask.optional("--issued-by", given.issued_by, "收据本是谁发的", read_text)
    return FirstReceipts(str(slips.first), str(slips.last), keeper, issuer)


def _read_slips(text: str) -> ReceiptRange:
    first, dash, last = folded(text).replace("–", "-").replace("—", "-").partition("-")
    slips = ReceiptRange.parse(read_id(first), read_id(last)) if dash and last.strip() else None
    if slips is None:
        raise BadInput(f"收据号码 {text!r} 要写成 A0000101-A0000150，起止同字头、同位数")
    return slips


def _checked(option: str, text: str, read: Callable[[str], T]) -> T:
    """Read one value of an option that may be given several times."""
    try:
        return read(text)
    except BadInput as error:
        complain(f"{option}：{error}。")
