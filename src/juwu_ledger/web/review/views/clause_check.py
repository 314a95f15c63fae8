"""What the rules found, clause by clause, beside what was looked at for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.clauses import CLAUSES, Clause
from juwu_ledger.rules.support.examined import examine
from juwu_ledger.rules.support.rule import ERROR, Finding

FORMAT = "记账格式"


class Found(NamedTuple):
    """One finding as the page shows it; ``voucher`` is set where there is such a voucher."""

    rule: str
    title: str
    date: dt.date | None
    about: str
    voucher: str
    message: str
    remedy: str
    explanation: str | None
    is_error: bool


class ClauseCheck(NamedTuple):
    """One clause: what it asks, what was looked at, what was found, what no program can judge."""

    clause: str
    source: str
    duty: str
    examined: str
    found: tuple[Found, ...]
    beyond: str

    @property
    def open(self) -> int:
        """Number of findings that nobody has explained."""
        return sum(found.explanation is None for found in self.found)


class CheckPage(NamedTuple):
    """The whole check: clauses with findings, and those without."""

    wrong: tuple[ClauseCheck, ...]
    clean: tuple[ClauseCheck, ...]
    errors: int
    warnings: int
    explained: int


def check_page(
    books: Books, period: Period, findings: Iterable[Finding], as_of: dt.date
) -> CheckPage:
    """Return the findings that concern a period by clause; counts are of the whole books."""
    here = [finding for finding in findings if finding.concerns(period)]
    examined = {item.clause: item.said for item in examine(books, as_of)}
    titles = {rule.code: rule.title for rule in CATALOGUE}
    checks = [
        ClauseCheck(
            clause.id,
            clause.source,
            clause.duty,
            examined.get(clause.id) or _elsewhere(clause, titles),
            tuple(_found(books, f, titles) for f in here if _main_clause(f) == clause.id),
            clause.beyond,
        )
        for clause in CLAUSES
    ]
    known = {clause.id for clause in CLAUSES}
    others = tuple(_found(books, f, titles) for f in here if _main_clause(f) not in known)
    if others:
        duty = "账本写得让程序读得懂，查得准"
        checks.insert(0, ClauseCheck(FORMAT, "账本格式", duty, "", others, ""))
    open_ones = [finding for finding in here if finding.explanation is None]
    errors = sum(finding.severity == ERROR for finding in open_ones)
    return CheckPage(
        tuple(check for check in checks if check.found),
        tuple(check for check in checks if not check.found),
        errors,
        len(open_ones) - errors,
        len(here) - len(open_ones),
    )


def _elsewhere(clause: Clause, titles: dict[str, str]) -> str:
    """Say where a clause without counts of its own is looked after."""
    if clause.also:
        return f"和相近的条款一起查：{'、'.join(titles[rule] for rule in clause.also)}"
    return "靠报表和公开，程序不单独查" if clause.papers else ""


def found_under(
    books: Books, period: Period, findings: Iterable[Finding], prefixes: tuple[str, ...]
) -> tuple[Found, ...]:
    """Return the findings of a period whose rules begin with one of these letters."""
    titles = {rule.code: rule.title for rule in CATALOGUE}
    return tuple(
        _found(books, finding, titles)
        for finding in findings
        if finding.rule.startswith(prefixes) and finding.concerns(period)
    )


def _main_clause(finding: Finding) -> str:
    """A finding stands once, under the first of its clauses."""
    return finding.clause[0] if finding.clause else ""


def _found(books: Books, finding: Finding, titles: dict[str, str]) -> Found:
    voucher = next(
        (name for name in (finding.voucher, finding.about) if name in books.facts.by_id), ""
    )
    return Found(
        finding.rule,
        titles.get(finding.rule, ""),
        finding.date,
        finding.about or "",
        voucher or "",
        finding.message,
        finding.remedy,
        finding.explanation,
        finding.severity == ERROR,
    )
