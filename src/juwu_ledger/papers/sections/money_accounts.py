"""The money accounts one by one: opening, in, out, closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import CODE, ITEM, MONEY, SUBTOTAL, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import ZERO, Tie, each

KEY = "money_accounts"
_WORDS = {"opening": "期初", "income": "收入", "spending": "支出", "closing": "期末"}


def money_accounts_table(figures: Figures) -> Table:
    """Return opening, in, out and closing of each money account.

    Transfers between the accounts are in and out of each, so they are taken off below the sum:
    what is left is the period's income and spending.
    """
    into, out, offset, refunded = _moves(figures)
    rows = []
    sums = [0, 0, 0, 0]
    for account in figures.money_accounts:
        name = account.name
        cells = (figures.opening(account), into[name], out[name], figures.closing(account))
        sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
        rows.append(Row((account.code, account.label, *map(to_yuan, cells)), ITEM))
    rows.append(Row((None, "合计", *map(to_yuan, sums)), TOTAL))
    income = sum(flow.income for flow in figures.flows)
    spending = sum(flow.spending for flow in figures.flows)
    apart = offset - refunded
    stray = _stray(figures)
    for words, moved in (
        (
            "账户之间互转",
            (sums[1] - stray[0] + apart - income, sums[2] - stray[1] + apart - spending),
        ),
        ("凭证里收支相抵、没进账户的（记负数）", (-offset, -offset)),
        ("换了账户的退款（收支从原来的一边减去）", (refunded, refunded)),
        ("期初以外的期初凭证（不算收支）", stray),
    ):
        if any(moved):
            rows.append(Row((None, f"其中：{words}", None, *map(to_yuan, moved), None), ITEM))
    net = (to_yuan(income), to_yuan(spending))
    rows.append(Row((None, "扣除互转：资金收入、支出", None, *net, None), SUBTOTAL))
    return Table(
        key=KEY,
        title="资金账户",
        columns=(
            Column("code", "科目编码", CODE, 12),
            Column("account", "账户", width=26),
            Column("opening", "期初余额", MONEY, 15),
            Column("income", "本期收进", MONEY, 15),
            Column("spending", "本期付出", MONEY, 15),
            Column("closing", "期末余额", MONEY, 15),
        ),
        rows=tuple(rows),
        note="期初余额＋本期收进－本期付出＝期末余额。红字冲销从原来的一边减去。",
        adds_up=False,
    )


def money_account_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each account ties, and all of them with the paper's totals."""
    lines = printed.lines(KEY, ITEM, TOTAL)
    at = next(place for place, line in enumerate(lines) if line.role == TOTAL)
    accounts, whole, between = lines[:at], lines[at], lines[at + 1 :]
    (net,) = printed.lines(KEY, SUBTOTAL)
    yield from each(
        "各资金账户",
        "期初＋收进－付出＝期末",
        (
            (
                line.text("account"),
                line["opening"] + line["income"] - line["spending"],
                line["closing"],
            )
            for line in accounts
        ),
    )
    for key, word in _WORDS.items():
        figure: Decimal = getattr(printed.totals, key)
        total = sum((line[key] for line in accounts), ZERO)
        yield Tie(f"资金账户{word}：各户之和＝合计", total, whole[key]).minor
        moved = sum((line[key] for line in between), ZERO)
        yield Tie(f"资金账户{word}合计（扣除互转）＝表头", whole[key] - moved, figure).minor
        if key in ("income", "spending"):
            yield Tie(f"资金账户：扣除互转的资金{word}＝表头", net[key], figure).minor


def _stray(figures: Figures) -> tuple[int, int]:
    """Return what opening vouchers that do not open the books put into accounts and took out, fen."""
    stray = (f for f in figures.flows if f.voucher.kind == "opening" and not f.is_opening)
    moved = [(leg.fen * f.side, f.side) for f in stray for leg in f.legs if leg.account.is_money]
    into = sum(fen * side for fen, side in moved if fen > 0)
    return into, -sum(fen * side for fen, side in moved if fen < 0)


def _moves(figures: Figures) -> tuple[dict[str, int], dict[str, int], int, int]:
    """Return what came into and went out of each money account as journals have it, fen, no openings.

    Then what was income and spending at once and never reached an account: interest beside a charge
    comes to the bank as one figure. Last what was refunded by another account: it came in there, but
    is no income.
    """
    offset = refunded = 0
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for flow in figures.flows:
        if flow.is_opening:
            continue
        legs = [leg for leg in flow.legs if leg.account.is_money]
        for leg in legs:
            side = into if leg.fen * flow.side > 0 else out
            side[leg.account.name] += abs(leg.fen) * flow.side
        if flow.side != flow.sign:
            refunded += abs(flow.voucher.money) * flow.side
            continue
        hidden = flow.income * flow.sign - sum(max(0, leg.fen * flow.side) for leg in legs)
        if legs and hidden > 0:
            offset += hidden * flow.sign
    return into, out, offset, refunded
