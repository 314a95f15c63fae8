"""What became of figures that were posted before: red letters of earlier quarters' vouchers (DS-6).

A closed month is never changed, so a mistake in a posted quarter is put right by a red letter in a
later one. Whoever read the earlier sheet finds here which of its lines no longer hold.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.papers.sections.details import voucher_columns
from juwu_ledger.records.figures import Figures
from juwu_ledger.records.flows import Flow, flow_of
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.report import CODE, MONEY, TEXT, Column, Table

KEY = "corrections"
_ANEW = re.compile(r"订正.*?(\d{4}-\d{2}-\d{4,})", re.ASCII)
_NOT_POSTED = "没有登记公开"


class _Correction(NamedTuple):
    flow: Flow
    corrected: Voucher

    @property
    def voucher(self) -> Voucher:
        return self.flow.voucher


def correction_table(figures: Figures, as_of: dt.date) -> Table:
    """Return what was put right in this period of earlier quarters, and since then of this one.

    Both the red letter and what is booked anew in its place have a line; income and spending are
    what they change, so that those who kept the earlier sheet can mend its totals.
    """
    posted = _posted_until(figures, as_of)

    def quarter(item: _Correction) -> Period:
        return Period.quarter_of(item.corrected.date)

    columns = (
        *voucher_columns("对方"),
        Column("reverses", "更正的凭证", CODE, 13, lambda x: x.corrected.id),
        Column("quarter", "所属季度", CODE, 9, lambda x: quarter(x).label),
        Column("posted", "何时公开", TEXT, 11, lambda x: str(posted.get(quarter(x), _NOT_POSTED))),
        Column("income", "收入增减", MONEY, 12, lambda x: x.flow.income or None),
        Column("spending", "支出增减", MONEY, 12, lambda x: x.flow.spending or None),
    )
    found = _corrections(figures, as_of)
    return Table(
        key=KEY,
        title="对以前公开数的更正",
        columns=columns,
        rows=with_sum(columns, found, "income", "spending", under="summary"),
        note="记错的账不改原数，用红字冲销（负数）再记正确的；增减记在更正那天，以前贴出的表不再改。",
        empty="没有更正以前公开的账。",
    )


def correction_words(figures: Figures, as_of: dt.date) -> tuple[str, ...]:
    """Say of which earlier postings the books themselves were changed since, by their codes."""
    newest: dict[Period, Disclosure] = {}
    for item in figures.books.of(Disclosure):
        if item.date <= as_of and item.period.first <= figures.period.first:
            newest[item.period] = item
    said = []
    for period, item in newest.items():
        now = figures.books.digest(period.last)
        if item.digest is not None and item.digest.strip().lower() != now:
            said.append(
                f"{period.title}收支 {item.date} 公开时的核对码是 {short_code(item.digest)}，"
                f"账后来改过，现在的核对码是 {short_code(now)}：那次贴出的数以现在的账为准。"
            )
    return tuple(said)


def _posted_until(figures: Figures, as_of: dt.date) -> dict[Period, dt.date]:
    """Return the last day on which each quarter was posted."""
    return {item.period: item.date for item in figures.books.of(Disclosure) if item.date <= as_of}


def _corrections(figures: Figures, as_of: dt.date) -> Iterator[_Correction]:
    """Yield what the period's vouchers put right of earlier quarters, and later ones of it."""
    books, period = figures.books, figures.period
    for voucher in sorted(books.vouchers, key=lambda v: (v.date, v.id)):
        if voucher.date < period.first or voucher.date > max(as_of, period.last):
            continue
        corrected = books.facts.by_id.get(_corrected(voucher))
        if corrected is None or corrected is voucher:
            continue
        is_here, was_here = voucher.date in period, corrected.date in period
        is_of_another = Period.quarter_of(voucher.date) != Period.quarter_of(corrected.date)
        if is_of_another and (is_here and corrected.date < period.first or was_here):
            yield _Correction(flow_of(books, voucher), corrected)


def _corrected(voucher: Voucher) -> str:
    """Return the number of the voucher that this one takes back, or books anew."""
    named = voucher.text("reverses") or voucher.text("corrects")
    if named:
        return named
    anew = _ANEW.search(voucher.narration)
    return anew[1] if anew else ""
