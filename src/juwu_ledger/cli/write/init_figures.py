"""The figures of new books: limits, balances, funds, receipts, as ``juwu init`` gets to know them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.account_choice import (
    account_finder,
    account_reader,
    by_name,
    parent_reader,
)
from juwu_ledger.cli.shell.console import complain
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import (
    folded,
    read_amount,
    read_balance,
    read_date,
    read_id,
    read_list,
    read_pair,
    read_text,
)
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.accounts import is_component
from juwu_ledger.journal.orders.new_books import FirstReceipts, bank_account
from juwu_ledger.journal.orders.new_charter import NewFund

T = TypeVar("T")
NEEDED_LIMITS = ("petty-cash", "street-sign-off")
LIMIT_QUESTIONS = {
    "petty-cash": "备用金最多留多少元（如 3000）",
    "street-sign-off": "一笔花到多少元，街道主任也要签（如 5000）",
    "fixed-asset": "一件到多少元，算固定资产（如 2000）",
    "cash-payment": "一次付现金最多多少元（国家规定的结算起点是 1000）",
    "resolution": "一笔花到多少元，要先上居民会议（如 20000）",
}


def limits(context: Context, given: Mapping[str, str | None]) -> dict[str, int]:
    """Return the figures that the community has set, fen by kind."""
    found = {}
    for kind, text in given.items():
        question = LIMIT_QUESTIONS[kind]
        if kind in NEEDED_LIMITS:
            found[kind] = context.ask.value(f"--{kind}", text, question, read_amount)
            continue
        fen = context.ask.optional(f"--{kind}", text, question, read_amount)
        if fen is not None:
            found[kind] = fen
    return found


def clearing(context: Context, given: Sequence[str]) -> list[str]:
    """Return what the committee's QR codes are called."""
    if given:
        return [_checked("--clearing", name, read_component) for name in given]
    named = context.ask.optional(
        "--clearing", None, "收款码叫什么（如 微信收款）", lambda t: read_list(t, read_component)
    )
    return named or []


def read_component(text: str) -> str:
    """Read a name that becomes a part of an account's name, behind its code."""
    name = read_text(text)
    if not is_component(f"01{name}"):
        raise BadInput(f"{name!r} 不能用在科目名里：只用汉字、字母、数字，不用空格、括号和标点")
    return name


def debtors(context: Context, given: Sequence[str]) -> dict[str, int]:
    """Return who owes the committee, and how much, fen."""
    if given:
        return _each_once("--debtor", [_checked("--debtor", text, _read_sum) for text in given])
    owing = context.ask.optional(
        "--debtor",
        None,
        "有谁欠居委会的钱（写成 名称=金额，几个用顿号隔开）",
        _read_owing,
    )
    return dict(owing or [])


def _read_owing(text: str) -> list[tuple[str, int]]:
    owing = read_list(text, _read_sum)
    if twice := _twice(name for name, _ in owing):
        raise BadInput(f"{twice} 写了两次")
    return owing


def _each_once(option: str, pairs: Sequence[tuple[str, T]]) -> dict[str, T]:
    """Return pairs by name; the second of one name would silently take the place of the first."""
    if twice := _twice(name for name, _ in pairs):
        complain(f"{option}：{twice} 写了两次。")
    return dict(pairs)


def _twice(names: Iterable[str]) -> str | None:
    counted = Counter(names)
    return next((name for name, times in counted.items() if times > 1), None)


def _read_sum(text: str) -> tuple[str, int]:
    name, figure = read_pair(text)
    return name, read_amount(figure)


def openings(
    context: Context, given: Sequence[str], accounts: Sequence[Account], bank: str
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
    if not context.ask.terminal:
        return found
    petty = next(a.name for a in accounts if a.role == "petty-cash")
    for account, what in ((petty, "备用金"), (bank_account(bank), bank)):
        if account not in found:
            question = f"{what}期初余额多少元"
            found[account] = context.ask.value(
                "--opening", None, question, _read_own_side, default="0"
            )
    while context.ask.confirm(
        "别的科目还有期初余额吗（固定资产、累计折旧、押金……）？", default=False
    ):
        account = context.ask.search(
            "--opening", None, "哪个科目（编码、名称或拼音首字母）", read, account_finder(among)
        )
        found[account] = context.ask.value("--opening", None, "余额多少元", read_amount)
    return found


def _read_own_side(text: str) -> int:
    fen = read_balance(text)
    if fen < 0:
        raise BadInput("期初余额都写正数，折旧和欠款也写正数")
    return fen


def brought_forward(
    context: Context, given: Sequence[str], accounts: Sequence[Account], begin: dt.date
) -> dict[str, int]:
    """Return what the year had seen before books that begin in mid year, fen by account."""
    if (begin.month, begin.day) == (1, 1):
        if given:
            complain("--brought-forward：从一月一日起记账的，没有建账前的累计。")
        return {}
    among = [a for a in accounts if a.root in ("Income", "Expenses")]
    read = account_reader(among)
    pairs = [_checked("--brought-forward", text, read_pair) for text in given]
    found = _each_once(
        "--brought-forward",
        [
            (_checked("--brought-forward", n, read), _checked("--brought-forward", f, read_balance))
            for n, f in pairs
        ],
    )
    span = f"{begin.year}-01-01 到 {begin - dt.timedelta(days=1)} "
    first = f"{span}的收入、支出累计，现在登记吗（以后用 juwu brought-forward 也行）？"
    question = first
    while context.ask.terminal and context.ask.confirm(question, default=False):
        name = context.ask.search(
            "--brought-forward", None, "哪个收入或支出科目（编码、名称或拼音首字母）", read,
            account_finder(among),
        )  # fmt: skip
        asked = f"{span.strip()}，{account_label(name)}一共多少元"
        found[name] = context.ask.value("--brought-forward", None, asked, read_balance)
        question = "还有别的收入、支出科目吗？"
    return found


def funds(
    context: Context,
    given: Sequence[str],
    left: Sequence[str],
    accounts: Sequence[Account],
    balances: Mapping[str, int],
) -> list[NewFund]:
    """Return earmarked money, what it may be spent on, and what is left of it."""
    money = sum(balances.get(a.name, 0) for a in accounts if a.is_money)
    among = [a for a in accounts if a.root == "Expenses" or a.role == "fixed-asset"]
    read = parent_reader(among)
    found: dict[str, NewFund] = {}
    listed = _each_once("--fund", [_checked("--fund", text, read_pair) for text in given])
    for name, purposes in listed.items():
        found[name] = NewFund(name, _checked("--fund", purposes, lambda t: read_list(t, read)))
    sums = [_checked("--fund-left", text, _read_sum) for text in left]
    for name, fen in _each_once("--fund-left", sums).items():
        if name not in found:
            complain(f"--fund-left：专项资金“{name}”还没有用 --fund 写明能花在哪些科目。")
        found[name] = found[name]._replace(fen=fen)
    while context.ask.terminal and context.ask.confirm("还有没用完的专项资金吗？", default=False):
        fund = _asked_fund(context, read, money - sum(fund.fen for fund in found.values()))
        found[fund.name] = fund  # Asked for again: put right.
    return list(found.values())


def _asked_fund(context: Context, read: Callable[[str], str], most: int) -> NewFund:
    """Ask for one fund, of which no more than ``most`` fen can be left."""
    ask = context.ask

    def read_left(text: str) -> int:
        fen = _read_own_side(text)
        if fen > most:
            raise BadInput(f"专项资金的结余加起来不能多于现金和存款，这里最多 {show_fen(most)} 元")
        return fen

    name = ask.value("--fund", None, "专项资金的名称", read_text)
    question = "能花在哪些科目（编码或名称，用顿号隔开，如 困难救助、5301）"
    purposes = ask.value("--fund", None, question, lambda text: read_list(text, read), echo=by_name)
    left = ask.value("--fund-left", None, "还剩多少元", read_left)
    grantor = ask.optional("", None, "谁给的钱", read_text)
    until = ask.optional("", None, "最晚用到哪一天", lambda text: read_date(text, context.as_of))
    return NewFund(name, purposes, left, grantor, until)


def receipts(
    context: Context, given: str | None, issued_by: str | None, keeper: str
) -> FirstReceipts | None:
    """Return the book of receipts in hand, if there is one."""
    question = "手里收据本的号码（从第一张没用过的写起，如 A0000101-A0000150）"
    numbers = context.ask.optional("--receipts", given, question, _read_number_range)
    if numbers is None:
        return None
    issuer = context.ask.optional("--issued-by", issued_by, "收据本是谁发的", read_text)
    return FirstReceipts(str(numbers.first), str(numbers.last), keeper, issuer)


def _read_number_range(text: str) -> ReceiptRange:
    first, dash, last = folded(text).replace("–", "-").replace("—", "-").partition("-")
    numbers = ReceiptRange.parse(read_id(first), read_id(last)) if dash and last.strip() else None
    if numbers is None:
        raise BadInput(f"收据号码 {text!r} 要写成 A0000101-A0000150，起止同字头、同位数")
    return numbers


def _checked(option: str, text: str, read: Callable[[str], T]) -> T:
    """Read one value of an option that may be given several times."""
    try:
        return read(text)
    except BadInput as error:
        complain(f"{option}：{error}。")
