"""The report to a donor (DS-3): what came, what it was spent on, what is left.

Money that came for a purpose is followed in its fund. Where several gave to one fund, what is left
is the fund's: nobody can say whose yuan was spent. Money free of any purpose goes into the ordinary
money, where it is not kept apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from juwu_ledger.books.facts.facts import FundMove
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.books.model.vocabulary import DonorReport
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.papers.sections.details import numbers_of, summary, voucher_cells, voucher_columns
from juwu_ledger.records.flows import Flow, Leg, flow_of
from juwu_ledger.records.funds import FundAccount, fund_accounts
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.tables.masking import public_copy
from juwu_ledger.tables.paper_ties import Printed, tied
from juwu_ledger.tables.report import CODE, DATE, MONEY, TOTAL, Column, Report, Row, Section, Table
from juwu_ledger.tables.ties import ZERO, Tie, each

SIGNATURES = ("主任", "会计", "民主理财小组", "捐赠人收到")
FREE = "不限用途"
_GIFTS, _FUNDS, _USES = "gifts", "donor_funds", "uses"


class Gift(NamedTuple):
    """A donation: its voucher, its posting, and the fund it came for, if any."""

    flow: Flow
    leg: Leg
    fund: str

    @property
    def day(self) -> dt.date:
        """The day it came."""
        return self.flow.voucher.date


@dataclass(frozen=True)
class Donor:
    """A donor in a stretch of the books: the gifts so far, and the moves of their funds."""

    books: Books
    name: str
    period: Period | Days
    gifts: tuple[Gift, ...]
    """All up to the last day."""
    accounts: tuple[FundAccount, ...]
    """The funds given to, in order of the first gift."""

    @classmethod
    def of(cls, books: Books, name: str, period: Period | None, as_of: dt.date) -> Donor:
        """Look up a donor; without ``period`` the report goes from the first gift to ``as_of``."""
        gifts = sorted(_gifts(books, name), key=lambda g: (g.day, g.flow.voucher.id))
        first = gifts[0].day if gifts else as_of
        stretch = period or Days(min(first, as_of), as_of)
        so_far = tuple(gift for gift in gifts if gift.day <= stretch.last)
        of = {account.name: account for account in fund_accounts(books, stretch)}
        given = dict.fromkeys(gift.fund for gift in so_far if gift.fund)
        return cls(books, name, stretch, so_far, tuple(of[fund] for fund in given if fund in of))

    @property
    def here(self) -> list[Gift]:
        """The gifts of the period."""
        return [gift for gift in self.gifts if gift.day in self.period]

    def uses(self) -> Iterator[FundMove]:
        """Yield what was spent of these funds in the period, in order."""
        found = [move for account in self.accounts for move in account.uses]
        yield from sorted(found, key=lambda m: (m.voucher.date, m.voucher.id))


def _gifts(books: Books, name: str) -> Iterator[Gift]:
    for voucher in books.vouchers:
        if plain(voucher.payee) == plain(name):
            flow = flow_of(books, voucher)
            for leg in flow.accrued:
                if leg.account.source == "donation":
                    yield Gift(flow, leg, fund_of(voucher, leg))


def donor_report(books: Books, name: str, period: Period | None, as_of: dt.date) -> Report:
    """Return the report to a donor, with the names of relief recipients hidden."""
    donor = Donor.of(books, name, period, as_of)
    digest = books.digest(donor.period.last)
    paper = Report(
        report="donor",
        title="捐赠款物使用情况报告",
        period=donor.period,
        committee=books.title,
        as_of=as_of,
        books_digest=digest,
        totals=None,
        sections=(
            Section("overview", "总的情况", _said(donor), tables=(_fund_table(donor),)),
            Section("gifts", "收到的捐赠", tables=(_gift_table(donor),)),
            Section("uses", "用在哪里", tables=(_use_table(donor),)),
        ),
        signatures=SIGNATURES,
        facts={
            "捐赠人": name,
            "报告期间": f"{donor.period.title}",
            "编制日期": str(as_of),
            "已报告": _told(donor, as_of),
            "账本核对码": short_code(digest),
        },
    )
    paper = tied(paper, books, lambda printed: _ties(printed, donor))
    return public_copy(paper, books, reader=name)


def _said(donor: Donor) -> tuple[str, ...]:
    """Say in plain sentences what came, what was spent and what is left."""
    came = -sum(gift.leg.fen for gift in donor.here)
    free = -sum(gift.leg.fen for gift in donor.here if not gift.fund)
    spent = -sum(move.fen for move in donor.uses())
    received = f"收到捐赠 {show_fen(came)} 元" if donor.here else "没有收到新的捐赠"
    said = [f"{donor.name}：感谢捐赠。{donor.period.title}，{received}。"]
    if donor.accounts:
        left = sum(account.closing for account in donor.accounts)
        names = "、".join(f"“{account.name}”" for account in donor.accounts)
        said.append(
            f"指定用途的捐赠记在专项{names}里，专款专用；这一期用去 {show_fen(spent)} 元，"
            f"到 {donor.period.last} 还有 {show_fen(left)} 元。"
        )
    if free:
        said.append(f"不限用途的 {show_fen(free)} 元并入日常经费，用途见每季的财务公开。")
    return tuple(said)


def _told(donor: Donor, as_of: dt.date) -> str:
    days = [
        str(report.date)
        for report in donor.books.of(DonorReport)
        if plain(report.donor) == plain(donor.name) and report.date <= as_of
    ]
    return f"{len(days)} 次，最近一次 {days[-1]}" if days else "还没有"


def _fund_table(donor: Donor) -> Table:
    """Return each fund given to: what was there, what came from this donor and others, the rest."""
    rows, sums, shared = [], [0] * 5, False
    for one in donor.accounts:
        fund, cells = one.declared, _fund_cells(donor, one)
        sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
        shared |= bool(cells[2])
        rows.append(Row((one.name, fund.until if fund else None, *map(to_yuan, cells))))
    if rows:
        rows.append(Row(("合计", None, *map(to_yuan, sums)), TOTAL))
    return Table(
        key=_FUNDS,
        title="指定用途的捐赠：来、用、余",
        columns=(
            Column("fund", "专项", width=22),
            Column("until", "用到", DATE, 11),
            Column("opening", "期初结余", MONEY, 14),
            Column("given", "本捐赠人捐入", MONEY, 14),
            Column("others", "其他来源", MONEY, 14),
            Column("spending", "本期使用", MONEY, 14),
            Column("closing", "期末结余", MONEY, 14),
        ),
        rows=tuple(rows),
        note="一个专项有几位捐赠人的，使用和结余是整个专项的，分不到每一位。" if shared else "",
        empty="没有指定用途的捐赠。",
    )


def _fund_cells(donor: Donor, one: FundAccount) -> tuple[int, int, int, int, int]:
    given = -sum(gift.leg.fen for gift in donor.here if gift.fund == one.name)
    return one.opening, given, one.income - given, one.spending, one.closing


def _gift_table(donor: Donor) -> Table:
    rows = []
    for flow, leg, fund in donor.here:
        receipt = numbers_of(flow, [leg], "receipt")
        cells = (leg.account.label, receipt, fund or FREE, to_yuan(-leg.fen))
        rows.append(Row((flow.voucher.date, flow.voucher.id, summary(flow), *cells)))
    if rows:
        total = to_yuan(-sum(gift.leg.fen for gift in donor.here))
        rows.append(Row((None, None, "合计", None, None, None, total), TOTAL))
    return Table(
        key=_GIFTS,
        title="捐赠逐笔",
        columns=(
            Column("date", "日期", DATE, 11),
            Column("voucher", "凭证号", CODE, 13),
            Column("summary", "摘要", width=30),
            Column("account", "科目", width=18),
            Column("receipt", "收据号", CODE, 11),
            Column("fund", "指定用途", width=18),
            Column("amount", "金额", MONEY, 14),
        ),
        rows=tuple(rows),
        empty="这一期没有收到新的捐赠。",
    )


def _use_table(donor: Donor) -> Table:
    rows = []
    for move in donor.uses():
        cells = voucher_cells(move.voucher, move.voucher.narration)
        rows.append(Row((*cells, account_label(move.account), move.fund, to_yuan(-move.fen))))
    if rows:
        total = to_yuan(-sum(move.fen for move in donor.uses()))
        rows.append(Row((None, None, None, "合计", None, None, total), TOTAL))
    return Table(
        key=_USES,
        title="专项使用逐笔",
        columns=(
            *voucher_columns("收款人"),
            Column("account", "用途科目", width=18),
            Column("fund", "专项", width=18),
            Column("amount", "金额", MONEY, 13),
        ),
        rows=tuple(rows),
        note="领取救助的居民隐去名字。红字冲回的以负数列出。" if rows else "",
        empty="这一期没有使用指定用途的捐赠。",
    )


def _ties(printed: Printed, donor: Donor) -> Iterator[Tie]:
    lines = printed.lines(_FUNDS)
    yield from each(
        "各专项",
        "期初＋捐入＋其他－使用＝期末",
        (
            (
                line.text("fund"),
                line["opening"] + line["given"] + line["others"] - line["spending"],
                line["closing"],
            )
            for line in lines
        ),
    )
    spent = sum((line["spending"] for line in lines), ZERO)
    yield Tie("专项使用逐笔之和＝各专项本期使用", printed.sum(_USES, "amount"), spent)
    given = sum((line["given"] for line in lines), ZERO)
    free = to_yuan(-sum(gift.leg.fen for gift in donor.here if not gift.fund))
    yield Tie("捐赠逐笔之和＝各专项捐入＋不限用途", printed.sum(_GIFTS, "amount"), given + free)
