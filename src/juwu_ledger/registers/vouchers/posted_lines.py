"""The lines of all vouchers of a period in order, as the sheets of vouchers tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.records.period_ledger import Entry, PeriodLedger
from juwu_ledger.records.voucher_lines import Line, attachments_of, lines_of, text_on
from juwu_ledger.registers.funds.fund_split import PostingFunds
from juwu_ledger.registers.vouchers.voucher_officers import Officers, Signers
from juwu_ledger.registers.vouchers.voucher_scans import Spread
from juwu_ledger.tables.columns import sum_row
from juwu_ledger.tables.report import ITEM, MONEY, Column, Row, Value


class PostedLine(NamedTuple):
    """A line of a voucher; ``posted`` is ``None`` on the only line of a voucher without postings."""

    entry: Entry
    posted: Line | None
    account: Account | None
    officers: Signers
    fund: str | None
    scan: str | None

    @property
    def voucher(self) -> Voucher:
        """The voucher."""
        return self.entry.voucher

    @property
    def line(self) -> int:
        """Its number on the voucher, from 1."""
        return self.posted.number if self.posted else 1

    @property
    def summary(self) -> str:
        """What the voucher was for, and what must be said of the posting."""
        remark = self.posted.remark if self.posted else "（这张凭证没有分录）"
        return self.voucher.narration + remark

    @property
    def code(self) -> str | None:
        """The account's code."""
        return self.account.code if self.account else None

    @property
    def name(self) -> str | None:
        """The account's label."""
        if self.account is not None:
            return self.account.label
        return account_label(self.posted.account) if self.posted else None

    @property
    def debit(self) -> int | None:
        """The amount in debit, fen."""
        return self.posted.debit if self.posted else None

    @property
    def credit(self) -> int | None:
        """The amount in credit, fen."""
        return self.posted.credit if self.posted else None

    @property
    def attachments(self) -> int | None:
        """How many papers are attached, on the voucher's first line."""
        return attachments_of(self.voucher) if self.posted and self.line == 1 else None

    def text(self, key: str) -> str:
        """Return the posting's own number of a receipt or invoice, else the voucher's."""
        return text_on(self.voucher, self.posted.posting if self.posted else None, key)


def posted_lines(ledger: PeriodLedger, funds: PostingFunds) -> Iterator[PostedLine]:
    """Yield the lines of every voucher; of one without postings, one all the same."""
    officers, chart = Officers(ledger), ledger.books.chart
    for entry in ledger.entries:
        voucher = entry.voucher
        lines, signers = list(lines_of(voucher)), officers.of(voucher)
        scans = Spread(ledger.books, voucher, len(lines))
        for line in lines:
            fund, account = funds.of(voucher, line), chart.get(line.account)
            yield PostedLine(entry, line, account, signers, fund, scans.of(line.number))
        if not lines:
            yield PostedLine(entry, None, None, signers, None, scans.of(1))


def line_rows(
    columns: tuple[Column, ...],
    of_voucher: Iterable[str],
    bare: Iterable[str],
    lines: Iterable[PostedLine],
) -> Iterator[Row]:
    """Yield lines under these columns; of a voucher without postings only what stands under ``bare``.

    What stands under the columns ``of_voucher`` is the same on all lines of a voucher, and asked once.
    """
    shared, known = frozenset(of_voucher), frozenset(bare)
    whole = [(at, c.value) for at, c in enumerate(columns) if c.key in shared]
    single = [(at, c.value, c.kind == MONEY) for at, c in enumerate(columns) if c.key not in shared]
    entry: Entry | None = None
    common: list[Value] = [None] * len(columns)
    for line in lines:
        if line.posted is None:
            values = {c.key: c.value(line) for c in columns if c.key in known}
            yield sum_row(columns, ITEM, **values)
            continue
        if line.entry is not entry:
            entry = line.entry
            for at, get in whole:
                common[at] = get(line)
        cells = common.copy()
        for at, get, is_money in single:
            value = get(line)
            cells[at] = to_yuan(value) if is_money and value is not None else value
        yield Row(tuple(cells), ITEM)
