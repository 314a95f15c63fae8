"""Net assets (净资产): earmarked money fund by fund (专项资金), and what is free of any purpose.

What a fund has comes from the fund moves of the books, what is free from all other postings; only
together do they make the net assets of the balance sheet, so that neither can be wrong unseen. A
fixed asset bought out of a fund leaves the fund and stays with the committee: it goes over to the
free part, where all fixed assets are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import Flow, Leg, flow_of
from juwu_ledger.records.funds import declared_funds
from juwu_ledger.registers.funds.fund_balances import fund_of
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "net_assets"
FREE, RESTRICTED = "日常经费（非限定）", "专项资金（限定）"
OPENING, INCOME, SPENDING, ASSETS, OTHER = "opening", "income", "spending", "assets", "other"
_SIDES = {"Income": INCOME, "Expenses": SPENDING, "Assets": ASSETS, "Equity": OTHER}


class Change(NamedTuple):
    """How a part of the net assets came from its opening to its closing, fen."""

    opening: int = 0
    income: int = 0
    spending: int = 0
    assets: int = 0
    """Fixed assets bought out of funds: negative in a fund, positive in the free part."""
    other: int = 0
    """Posted to net assets directly."""

    @property
    def closing(self) -> int:
        """What is left."""
        return self.opening + self.income - self.spending + self.assets + self.other

    def plus(self, other: Change) -> Change:
        """Return both together."""
        return Change(*(mine + its for mine, its in zip(self, other, strict=True)))


@dataclass
class _Sums:
    """One part of the net assets while the vouchers are read, fen by kind."""

    before_year: int = 0
    opening: int = 0
    here: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, stage: _Stage, kind: str, fen: int) -> None:
        """Add what raises (or lowers) the part; spending is kept positive."""
        if stage.in_period:
            self.here[kind] += -fen if kind == SPENDING else fen
            return
        self.opening += fen
        if not stage.in_year:
            self.before_year += fen

    def change(self) -> Change:
        """Return the change of the period."""
        return Change(self.opening, **self.here)


class _Stage(NamedTuple):
    """When a voucher counts: within the period, within the year, or before (as openings do)."""

    in_year: bool
    in_period: bool
    counts: bool
    """The year-end carry-forward moves nothing into or out of the net assets."""


@dataclass(frozen=True)
class NetAssets:
    """The net assets of a period, and how they began its year."""

    free: Change
    funds: Mapping[str, Change]
    free_at_new_year: int
    funds_at_new_year: int

    @property
    def restricted(self) -> Change:
        """All funds together."""
        whole = Change()
        for change in self.funds.values():
            whole = whole.plus(change)
        return whole


def net_assets_of(figures: Figures) -> NetAssets:
    """Read every posting up to the last day of the period."""
    free = _Sums()
    stages: dict[int, _Stage] = {}
    for voucher in figures.books.vouchers:
        if voucher.date > figures.period.last:
            break
        flow = flow_of(figures.books, voucher)
        stage = stages[id(voucher.txn)] = _stage(figures, flow)
        if stage.counts:
            for leg in flow.legs:
                _add_free(free, stage, voucher, leg)
    funds: dict[str, _Sums] = {
        name: _Sums() for name in declared_funds(figures.books, figures.period.last)
    }
    for move in figures.books.facts.fund_moves:
        found = stages.get(id(move.voucher.txn))
        if found is not None and found.counts:
            kind = _SIDES.get(move.account.split(":", 1)[0], OTHER)
            funds.setdefault(move.fund, _Sums()).add(found, kind, move.fen)
    return NetAssets(
        free=free.change(),
        funds={name: sums.change() for name, sums in funds.items()},
        free_at_new_year=free.before_year,
        funds_at_new_year=sum(sums.before_year for sums in funds.values()),
    )


def _stage(figures: Figures, flow: Flow) -> _Stage:
    day, first = flow.voucher.date, figures.period.first
    if flow.is_opening:
        return _Stage(False, False, True)
    in_year = day >= dt.date(first.year, 1, 1)
    return _Stage(in_year, day >= first, not flow.voucher.carries_forward)


def _add_free(free: _Sums, stage: _Stage, voucher: Voucher, leg: Leg) -> None:
    """Add a posting to the free part, unless it is a fund's or none of the net assets."""
    account = leg.account
    if account.root == "Equity":
        own = leg.posting.meta or {}
        if not (account.role == "opening" and "fund" in own):
            free.add(stage, OTHER, -leg.fen)
        return
    fund = fund_of(voucher, leg)
    if account.root in ("Income", "Expenses") and not fund:
        free.add(stage, _SIDES[account.root], -leg.fen)
    elif account.role == "fixed-asset" and fund:
        free.add(stage, ASSETS, leg.fen)


def net_assets_table(figures: Figures, found: NetAssets) -> Table:
    """Return the statement of changes: one line a fund, the free part, and the whole."""
    declared = declared_funds(figures.books, figures.period.last)
    rows = []
    for name, change in found.funds.items():
        fund = declared.get(name)
        is_over = fund and fund.until and fund.until < figures.period.first
        if any(change) or not is_over:
            grantor = fund.grantor if fund else "（未立专项）"
            rows.append(_row(name, grantor, change, ITEM))
    rows.append(_row(f"{RESTRICTED}小计", None, found.restricted, SUBTOTAL))
    rows.append(_row(FREE, None, found.free, ITEM))
    rows.append(_row("净资产合计", None, found.restricted.plus(found.free), TOTAL))
    return Table(
        key=KEY,
        title="专项资金变动表（净资产变动）",
        columns=(
            Column("item", "项目", width=23),
            Column("grantor", "来源", width=20),
            Column("opening", "期初结余", MONEY, 14),
            Column("income", "本期收入", MONEY, 14),
            Column("spending", "本期支出", MONEY, 14),
            Column("assets", "购固定资产", MONEY, 13),
            Column("other", "其他变动", MONEY, 13),
            Column("closing", "期末结余", MONEY, 14),
        ),
        rows=tuple(rows),
        note="用专项资金买的固定资产，钱出了专项，东西归居委会，转入日常经费一行。",
    )


def _row(item: str, grantor: str | None, change: Change, role: str) -> Row:
    return Row((item, grantor, *map(to_yuan, change), to_yuan(change.closing)), role)


def net_assets_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each line ties."""
    yield from each(
        "各专项和日常经费",
        "期初加减各栏＝期末",
        (
            (
                line.text("item"),
                line["opening"]
                + line["income"]
                - line["spending"]
                + line["assets"]
                + line["other"],
                line["closing"],
            )
            for line in printed.lines(KEY, ITEM, SUBTOTAL, TOTAL)
        ),
    )
