"""What the rules found in a period, with the committee's explanations beside it."""

from __future__ import annotations

from collections.abc import Iterable

from juwu_ledger.books.model.periods import Period
from juwu_ledger.registers.findings.finding_list import severity_word
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.columns import rows_of
from juwu_ledger.tables.report import CODE, DATE, TEXT, Column, Table


def findings_tables(findings: Iterable[Finding], period: Period) -> tuple[Table, Table]:
    """Return the table of open findings and that of explained ones."""
    here = [finding for finding in findings if finding.concerns(period)]
    return (
        _table("findings", "未说明的问题", [f for f in here if f.status == "open"], "改法"),
        _table(
            "explained", "已说明的问题", [f for f in here if f.status != "open"], "居委会的说明"
        ),
    )


def _table(key: str, title: str, findings: list[Finding], answer: str) -> Table:
    columns = (
        Column("rule", "规则", CODE, 8),
        Column("severity", "级别", TEXT, 5, lambda f: severity_word(f.severity)),
        Column("date", "日期", DATE, 11),
        Column("about", "事项", CODE, 14),
        Column("message", "问题", TEXT, 36),
        Column(
            "answer",
            answer,
            TEXT,
            30,
            lambda f: f.remedy if f.explanation is None else f.explanation,
        ),
    )
    return Table(
        key=key,
        title=title,
        columns=columns,
        rows=tuple(rows_of(columns, findings)),
        empty="没有。",
    )
