"""What stands on the first page of every paper: how far it can be trusted, in words a neighbour reads.

Four lines: are the months sealed and as they were sealed (封账), what is still open of what the rules
found (查账), do the figures agree (勾稽), and did the review group pass these very figures (审核).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Days, Period, months_between
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records import reviews, seals
from juwu_ledger.records.reviewed_scans import changed_scans
from juwu_ledger.rules.support.rule import ERROR, WARNING, Finding
from juwu_ledger.seals.sealing import scans_digest
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Face, FaceLine, Report
from juwu_ledger.tables.ties import NOT_TIED, TIED

SEALING, FINDINGS, TIES, REVIEW = "封账", "查账", "勾稽", "审核"
_CURED_BY_POSTING = frozenset({"DSC001", "DSC007"})
"""A quarter not posted, or posted with other figures: the paper for the board is what puts it right."""
_FOR_THE_BOARD = frozenset({"disclosure", "board"})
_TOLD = 6
"""Findings told one by one; the rest are counted."""


def faced(report: Report, books: Books, findings: Iterable[Finding]) -> Report:
    """Return the finished paper with its face; ``findings`` are those of all rules on its day."""
    period, as_of = report.period, report.as_of
    if report.report in _FOR_THE_BOARD:
        findings = [found for found in findings if found.rule not in _CURED_BY_POSTING]
    told = untied(report)
    sealing, found, review = trust_lines(books, period, as_of, findings)
    ties = tie_line(report.checked, report.failed or len(told), told)
    return replace(report, face=Face(sealing, found, ties, review))


def trust_lines(
    books: Books, period: Period | Days, as_of: dt.date, findings: Iterable[Finding]
) -> tuple[FaceLine, FaceLine, FaceLine]:
    """Return what does not depend on the paper's own figures: 封账, 查账, 审核."""
    return (
        sealing_line(books, period, as_of),
        finding_line(findings, period),
        review_line(books, period, as_of),
    )


def tie_line(checked: int, failed: int, told: Sequence[str] = ()) -> FaceLine:
    """Say how many figures agree; ``told`` are the sentences about those that do not."""
    if failed:
        said = f"{NOT_TIED}：核对 {checked} 处，{failed} 处不符"
        return FaceLine(TIES, said, True, tuple(told))
    return FaceLine(TIES, f"{checked} 处{TIED}" if checked else "没有要核对的数")


# --- sealing -------------------------------------------------------------------------------------


def sealing_line(books: Books, period: Period | Days, as_of: dt.date) -> FaceLine:
    """Say whether the months of a period, and those before it, are as they were closed."""
    months = _months(books, period)
    changed = seals.altered_months(books, period.last)
    scans = [month for month in _other_scans(books, months, as_of) if month not in changed]
    if changed or scans:
        named = [month.title for month in changed]
        named += [f"{month.title}（扫描件）" for month in scans]
        return FaceLine(SEALING, f"封账以后改动过：{'、'.join(named)}", True, (_UNDO,))
    states = seals.month_states(books, months, as_of)
    by_state = {kind: [m for m in months if states[m] == kind] for kind in _SEALING_WORDS}
    parts = [
        said if len(found) == len(months) else f"{_listed(found)}{said}"
        for kind, said in _SEALING_WORDS.items()
        if (found := by_state[kind])
    ]
    said = "；".join(parts) or _SEALING_WORDS[seals.OPEN]
    return FaceLine(
        SEALING, said + ("（本期还没有结束，数字会变）" if as_of <= period.last else "")
    )


_SEALING_WORDS = {
    seals.SEALED: "已封账，核对一致",
    seals.CLOSED: "已月结，没有封账",
    seals.OPEN: "没有月结",
}
_UNDO = (
    "用 juwu verify 看改了哪一条，照封账时的样子改回来；确要更正的，在还没有封账的月份做红字凭证。"
)


def _months(books: Books, period: Period | Days) -> list[Period]:
    """Return the months of a period from the books' first on."""
    months = months_between(period.first, period.last)
    return [month for month in months if books.span is None or month.last >= books.span[0]]


def _other_scans(books: Books, months: Iterable[Period], as_of: dt.date) -> Iterator[Period]:
    """Yield those of the sealed months whose scans are not those that were sealed."""
    wanted = frozenset(months)
    for before, close in seals.sealed_pairs(books):
        if close.period in wanted and close.date <= as_of and close.documents is not None:
            now = scans_digest(books, close.period, seals.said_previous(before, close))
            if now != close.documents.strip().lower():
                yield close.period


def _listed(months: Sequence[Period]) -> str:
    return "、".join(month.title for month in months)


# --- findings ------------------------------------------------------------------------------------


def finding_line(findings: Iterable[Finding], period: Period | Days) -> FaceLine:
    """Count what is open and not explained of what concerns a period."""
    open_ones = [f for f in findings if f.status == "open" and f.concerns(period)]
    bad = [found for found in open_ones if found.severity == ERROR]
    minor = sum(found.severity == WARNING for found in open_ones)
    told = tuple(f"{f.rule} {f.message}。改法：{f.remedy}" for f in bad[:_TOLD])
    if len(bad) > _TOLD:
        told = (*told, f"还有 {len(bad) - _TOLD} 处，用 juwu check 看全部。")
    said = f"未说明的严重问题 {len(bad)} 处，提醒 {minor} 处"
    return FaceLine(FINDINGS, said, bool(bad), told)


# --- review --------------------------------------------------------------------------------------


def review_line(books: Books, period: Period | Days, as_of: dt.date) -> FaceLine:
    """Say whether the review group passed these very figures; of a month, its quarter is asked."""
    found = reviews.reviewed(books, period, as_of)
    by_state = {kind: [one for one in found if one.state == kind] for kind in _REVIEW_WORDS}
    parts = [
        said if len(mine) == len(found) else f"{_listed([one.period for one in mine])}{said}"
        for kind, said in _REVIEW_WORDS.items()
        if (mine := by_state[kind])
    ]
    parts += [
        f"{one.period.title}的审核代替了网页上签的意见，理由：{one.review.supersedes}"
        for one in found
        if one.review is not None and one.review.supersedes is not None
    ]
    parts += [_scans_since(books, one) for one in by_state[reviews.SCANS]]
    other = [one for one in found if one.state == reviews.OTHER]
    is_red = any(by_state[kind] for kind in _RED_REVIEWS)
    told = (
        *(_compared(books, one) for one in other),
        *(_sign_again(books, one) for one in by_state[reviews.UNSIGNED]),
        *(f"{_scans_since(books, one)}。{_again(one)}" for one in by_state[reviews.SCANS]),
    )
    return FaceLine(REVIEW, "；".join(parts) or _REVIEW_WORDS[reviews.NOT_YET], is_red, told)


_REVIEW_WORDS = {
    reviews.OTHER: "审核的是另外的数",
    reviews.REFUSED: "民主理财小组不予通过",
    reviews.FORGED: "审核上的电子签名对不上",
    reviews.UNSIGNED: "审核缺少应有的电子签名",
    reviews.SCANS: "审核以后扫描件变了",
    reviews.PASSED: "民主理财小组审核通过，正是这些数",
    reviews.NO_DIGEST: "审核没有写明核对码",
    reviews.NOT_YET: "没有审核",
}
_RED_REVIEWS = (reviews.OTHER, reviews.REFUSED, reviews.FORGED, reviews.UNSIGNED, reviews.SCANS)


def _sign_again(books: Books, one: reviews.Reviewed) -> str:
    assert one.review is not None, "signatures are missing on a review"
    return (
        f"{one.review.date} 的审核：登记过公钥的组长、组员没有都签名，名字谁都能打上去。"
        f"请各人用自己的钥匙签（{reviews.signing_command(books, one.review)}）。"
    )


def _scans_since(books: Books, one: reviews.Reviewed) -> str:
    assert one.review is not None, "scans are those of a review"
    changed = changed_scans(books, one.review)
    more = f"；还有 {len(changed) - _TOLD} 份" if len(changed) > _TOLD else ""
    return f"{one.review.date} 审核以后，{'；'.join(changed[:_TOLD])}{more}"


def _again(one: reviews.Reviewed) -> str:
    return f"请民主理财小组重新审核（juwu review {one.period.label}）。"


def _compared(books: Books, one: reviews.Reviewed) -> str:
    assert one.review is not None, "other figures are those of a review"
    label, digest = one.review.period.label, one.review.digest or ""
    now = short_code(books.digest(one.review.period.last))
    return (
        f"{one.review.date} 审核的账是 {short_code(digest)}，现在是 {now}："
        f"请民主理财小组重新审核（juwu review {label}）。"
    )
