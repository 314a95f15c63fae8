"""What ``juwu init`` needs to know: from its options, or question by question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.model.vocabulary import OFFICES
from juwu_ledger.cli.shell.console import complain
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_count, read_date, read_name
from juwu_ledger.cli.write import init_figures as figures
from juwu_ledger.cli.write import init_people as people
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.new_books import NewBooks

if TYPE_CHECKING:
    from juwu_ledger.cli.write.init import Options


class Given(NamedTuple):
    """The options as they were given."""

    committee: str | None
    begin: str | None
    officers: Sequence[str]
    since: str | None
    until: Sequence[str]
    limits: Mapping[str, str | None]
    bank: str | None
    clearing: Sequence[str]
    openings: Sequence[str]
    brought: Sequence[str]
    debtors: Sequence[str]
    funds: Sequence[str]
    funds_left: Sequence[str]
    receipts: str | None
    issued_by: str | None
    attachments: str | None

    @classmethod
    def of(cls, told: Options) -> Given:
        """Take them as the command was told them."""
        limits = {kind: getattr(told, kind.replace("-", "_")) for kind in figures.LIMIT_QUESTIONS}
        return cls(
            told.committee, told.begin, told.officer or [], told.since, told.until or [], limits,
            told.bank, told.clearing or [], told.opening or [], told.brought_forward or [],
            told.debtor or [], told.fund or [], told.fund_left or [], told.receipts, told.issued_by, told.attachments,
        )  # fmt: skip


def refuse_missing(given: Given) -> None:
    """End with status 2 naming all that must be given where nobody can be asked."""
    roles = {role for role, _ in people.officers_given(given.officers)}
    missing = [] if given.committee else ["--committee"]
    missing += [f"--officer {OFFICES[role]}=姓名" for role in people.NEEDED if role not in roles]
    missing += [f"--{kind}" for kind in figures.NEEDED_LIMITS if given.limits[kind] is None]
    if missing:
        complain(f"还要写明：{'、'.join(missing)}。（在终端里运行会逐项询问）")


def new_books(context: Context, given: Given) -> NewBooks:
    """Return what is wanted; asks for what was not given where somebody can be asked."""
    begun = _before_balances(context, given)
    accounts = [account.as_account() for account in begun.accounts]
    openings = figures.openings(context, given.openings, accounts, begun.bank)
    has_balances = bool(any(openings.values()) or begun.debtors)
    brought: dict[str, int] = {}
    if has_balances:
        brought = figures.brought_forward(context, given.brought, accounts, begun.begin)
    elif given.brought:
        complain("--brought-forward：先要有期初余额（--opening），累计从那一天起才接得上。")
    funds = figures.funds(context, given.funds, given.funds_left, accounts, openings)
    keeper = dict(begun.officers)["receipt-keeper"]
    receipts = figures.receipts(context, given.receipts, given.issued_by, keeper)
    sheets = 1
    if has_balances:
        question = "期初余额附几张依据（旧账、盘点表、对账单）"
        sheets = context.ask.value(
            "--attachments", given.attachments, question, read_count, default="1"
        )
    return replace(
        begun,
        openings=openings,
        brought=brought,
        funds=funds,
        receipts=receipts,
        attachments=sheets,
    )


def _before_balances(context: Context, given: Given) -> NewBooks:
    """Return the committee, its people, its limits and its accounts."""
    ask = context.ask
    question = "居委会全称（和银行户名一字不差）"
    committee = ask.value("--committee", given.committee, question, read_name)
    begin = _begin(context, given.begin)
    officers = people.officers(context, given.officers)
    since = _since(context, given.since, begin)
    until, terms = people.last_days(context, given.until, officers, since)
    limits = figures.limits(context, given.limits)
    question = "银行账户在科目里叫什么"
    return NewBooks(
        committee=committee,
        begin=begin,
        officers=officers,
        since=since,
        until=until,
        terms=terms,
        limits=limits,
        bank=ask.value("--bank", given.bank, question, figures.read_component, default="基本户"),
        clearing=figures.clearing(context, given.clearing),
        debtors=figures.debtors(context, given.debtors),
    )


def _begin(context: Context, given: str | None) -> dt.date:
    month, year = context.as_of.replace(day=1), context.as_of.replace(month=1, day=1)

    def read(text: str) -> dt.date:
        return read_date(text, context.as_of)

    choices = [
        Choice(month.isoformat(), f"{month}，本月一日：期初余额照今天查到的倒推，最省事"),
        Choice(year.isoformat(), f"{year}，今年一月一日：今年的账从头补记"),
    ]
    return context.ask.value(
        "--begin", given, "从哪天起记账（别的日子直接打）", read, default=month.isoformat(),
        choices=choices[: 1 if month == year else 2], free=True,
    )  # fmt: skip


def _since(context: Context, given: str | None, begin: dt.date) -> dt.date:
    def read(text: str) -> dt.date:
        day = read_date(text, begin)
        if day > begin:
            raise BadInput(f"任职要不晚于开始记账的 {begin}")
        return day

    return context.ask.value("--since", given, "他们从哪天起任职", read, default=begin.isoformat())
