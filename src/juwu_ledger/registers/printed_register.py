"""What all registers share: the head of the paper, the rows of their sheet, the ties with the books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.tables.paper_ties import Ties, tied
from juwu_ledger.tables.report import Report, Section
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import Tie, settle

CONDUCT = "规则检查 SPD003"
"""A tie that says how the committee behaved, not whether the register is that of the books."""


def register_paper(
    ledger: PeriodLedger,
    kind: str,
    title: str,
    sections: Sequence[Section],
    signatures: tuple[str, ...],
    ties: Ties,
    facts: Mapping[str, str] | None = None,
) -> Report:
    """Return a register as a report, held against the books."""
    books, period = ledger.books, ledger.period
    digest = books.digest(period.last)
    paper = Report(
        report=kind,
        title=title,
        period=period,
        committee=books.title,
        as_of=ledger.as_of,
        books_digest=digest,
        totals=None,
        sections=tuple(sections),
        signatures=signatures,
        facts={
            "会计期间": f"{period.title}（{period.first} 至 {period.last}）",
            "编制日期": str(ledger.as_of),
            **(facts or {}),
            "账本核对码": short_code(digest),
        },
    )
    return tied(paper, books, ties)


def sheet_ties(ties: Iterable[Tie], *sheets: Sheet) -> Iterator[Tie]:
    """Yield the ties of a register's sheet with the journal or the trial balance, with their figures.

    Those about one book of receipts, one fund or one account are minor.
    """
    for item in settle([tie for tie in ties if tie.hint != CONDUCT], sheets):
        minor = item.tie.subject is not None
        yield replace(item.tie, left=item.left, right=item.right, is_minor=minor)
