"""What periodic papers have in common: whose it is, which period, from which books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.figures import Figures
from juwu_ledger.tables.report import Report, Section
from juwu_ledger.tables.signature_words import signing_line


def period_paper(
    figures: Figures,
    as_of: dt.date,
    *,
    kind: str,
    title: str,
    sections: tuple[Section, ...],
    facts: Mapping[str, str],
    signatures: tuple[str, ...] = (),
) -> Report:
    """Return the paper of a period; ``title`` is what is said after the period's own."""
    books, period = figures.books, figures.period
    return Report(
        report=kind,
        title=f"{period.title}{title}",
        period=period,
        committee=books.title,
        as_of=as_of,
        books_digest=books.digest(period.last),
        totals=figures.totals,
        sections=sections,
        signatures=signatures,
        facts=facts,
    )


def head_facts(figures: Figures, as_of: dt.date) -> dict[str, str]:
    """Return the labelled facts at the head of a paper, in order."""
    period = figures.period
    return {
        "单位": figures.books.title or "（账本没有写单位名称）",
        "会计期间": f"{period.title}（{period.first} 至 {period.last}）",
        "编制日期": str(as_of),
        "账本核对码": short_code(figures.books.digest(period.last)),
        "凭证": _vouchers(figures),
        "签批": signing_line(figures.books, period, as_of),
    }


def _vouchers(figures: Figures) -> str:
    papers = 0
    for flow in figures.flows:
        attached = flow.voucher.txn.meta.get("attachments")
        if isinstance(attached, Decimal) and attached > 0:
            papers += int(attached)
    return f"{len(figures.flows)} 张，附原始单据 {papers} 张"
