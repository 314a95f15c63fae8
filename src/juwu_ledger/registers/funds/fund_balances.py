"""Earmarked money (专项资金): opening, in, out and closing of each fund."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import Leg
from juwu_ledger.records.funds import fund_accounts
from juwu_ledger.tables.paper_ties import Printed
from juwu_ledger.tables.report import DATE, MONEY, TOTAL, Column, Row, Table
from juwu_ledger.tables.ties import Tie, each

KEY = "funds"


def fund_table(figures: Figures) -> Table:
    """Return the balances of every fund that was declared or moved by the last day."""
    rows, sums = [], [0, 0, 0, 0]
    for one in fund_accounts(figures.books, figures.period):
        cells, fund = (one.opening, one.income, one.spending, one.closing), one.declared
        until = fund.until if fund else None
        if not any(cells) and until is not None and until < figures.period.first:
            continue  # Spent to the last fen and over: nothing to tell.
        sums = [total + fen for total, fen in zip(sums, cells, strict=True)]
        grantor = fund.grantor if fund else "（未立专项）"
        rows.append(Row((one.name, grantor, until, *map(to_yuan, cells))))
    if rows:
        rows.append(Row(("合计", None, None, *map(to_yuan, sums)), TOTAL))
    return Table(
        key=KEY,
        title="专项资金",
        columns=(
            Column("fund", "专项", width=20),
            Column("grantor", "来源", width=20),
            Column("until", "用到", DATE, 11),
            Column("opening", "期初结余", MONEY, 14),
            Column("income", "本期收入", MONEY, 14),
            Column("spending", "本期使用", MONEY, 14),
            Column("closing", "期末结余", MONEY, 14),
        ),
        rows=tuple(rows),
        empty="没有专项资金。",
    )


def fund_ties(printed: Printed) -> Iterator[Tie]:
    """Yield that each fund ties."""
    yield from each(
        "各专项资金",
        "期初＋收入－使用＝期末",
        (
            (
                line.text("fund"),
                line["opening"] + line["income"] - line["spending"],
                line["closing"],
            )
            for line in printed.lines(KEY)
        ),
    )


def fund_of(voucher: Voucher, leg: Leg) -> str:
    """Return the fund that a posting belongs to: its own, the voucher's, or its account's."""
    own = leg.posting.meta.get("fund") if leg.posting.meta else None
    return text_of(own or voucher.txn.meta.get("fund") or leg.account.fund)
