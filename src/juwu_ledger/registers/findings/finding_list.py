"""规则检查: every finding with its explanation, then every rule that was run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.rules.support.rule import ERROR, Finding, Rule
from juwu_ledger.tables.report import CODE, COUNT, DATE, ITEM, Column, Row
from juwu_ledger.tables.sheet import Sheet

FOUND, RULE = "发现", "规则"
OPEN, EXPLAINED, CLEAN = "未说明", "已说明", "没有发现"
COLUMNS = (
    Column("line", "行别", CODE, 7),
    Column("rule", "规则", CODE, 9),
    Column("severity", "级别", CODE, 6),
    Column("status", "状态", CODE, 9),
    Column("clause", "条款", width=14),
    Column("date", "日期", DATE, 11),
    Column("about", "关于", width=15),
    Column("voucher", "凭证", CODE, 14),
    Column("file", "文件", width=20),
    Column("place", "行", COUNT, 6),
    Column("message", "问题", width=46),
    Column("remedy", "改法", width=38),
    Column("explanation", "说明", width=32),
    Column("count", "处数", COUNT, 6),
)


def finding_sheet(
    ledger: PeriodLedger, findings: Sequence[Finding], rules: Sequence[Rule]
) -> Sheet:
    """Return the sheet; the findings are those of the whole books, not of the period alone."""
    return Sheet(
        "findings",
        "规则检查",
        "查账规则发现的每一处问题和居委会的说明（整个账本，不限本期），后面是运行过的全部规则。",
        COLUMNS,
        lambda: _rows(ledger, findings, rules),
        frozen=2,
        empty="没有运行规则。",
    )


def severity_word(severity: str) -> str:
    """Return a severity as people read it."""
    return "严重" if severity == ERROR else "提醒"


def _rows(
    ledger: PeriodLedger, findings: Sequence[Finding], rules: Sequence[Rule]
) -> Iterator[Row]:
    for finding in findings:
        yield Row(
            (
                FOUND,
                finding.rule,
                severity_word(finding.severity),
                OPEN if finding.explanation is None else EXPLAINED,
                "、".join(finding.clause),
                finding.date,
                finding.about,
                finding.voucher,
                ledger.books.relative(finding.place.file),
                finding.place.line or None,
                finding.message,
                finding.remedy,
                finding.explanation,
                None,
            ),
            ITEM,
        )
    counts = Counter(finding.rule for finding in findings)
    for rule in rules:
        found = counts[rule.code]
        yield Row(
            (
                *(RULE, rule.code, severity_word(rule.severity)),
                f"发现 {found} 处" if found else CLEAN,
                "、".join(rule.clause),
                *(None,) * 5,
                f"查：{rule.title}",
                *(None, None),
                found,
            ),
            ITEM,
        )
