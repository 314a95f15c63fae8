"""What a rule is and what it finds. Rules only read; they see neither files nor the clock."""

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from juwu_ledger.books.model.frozen import Frozen
from juwu_ledger.books.model.periods import Days, Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.records.corrections import Corrections, as_it_happened, corrections_of
from juwu_ledger.rules.support.to_do import ToDo

if TYPE_CHECKING:
    from juwu_ledger.books.facts.facts import Voucher
    from juwu_ledger.books.facts.view import Books

ERROR, WARNING = "E", "W"
Check = Callable[["Books", dt.date], Iterable["Finding"]]


_UNTIL_MENDED = frozenset({"FMT001"})


class Finding(NamedTuple):
    """One thing that a rule found: what is wrong, where, and what would put it right."""

    rule: str
    severity: str
    clause: tuple[str, ...]
    place: Place
    message: str
    remedy: str
    date: dt.date | None = None
    about: str | None = None
    voucher: str | None = None
    explanation: str | None = None
    to_do: ToDo | None = None
    """What is still to be done about it; of rules with ``omission`` only."""

    @property
    def status(self) -> str:
        """``explained`` when the committee has explained it, else ``open``."""
        return "open" if self.explanation is None else "explained"

    @property
    def fails(self) -> bool:
        """Tell whether it fails the check: severity E and not explained."""
        return self.severity == ERROR and self.explanation is None

    def concerns(self, period: Period | Days) -> bool:
        """Tell whether it belongs on the paper of a period.

        Its date lies there, or it speaks of the period itself (a month closed late is found after
        its end); what has no date holds for every period, and what cannot be read for every later one:
        a limit or an account is in force until another says otherwise.
        """
        if self.date is None or self.date in period:
            return True
        if self.rule in _UNTIL_MENDED and self.date < period.first:
            return True
        try:
            about = Period.parse(self.about or "")
        except ValueError:
            return False
        return about.first >= period.first and about.last <= period.last


class Rule(Frozen):
    """One rule of docs/rules.md; ``@RULE.check`` registers the generator that looks for it."""

    code: str
    name: str
    title: str
    """What it finds, in a few Chinese words."""
    clause: tuple[str, ...]
    why: str
    """Why the clause is there, for a neighbour to read."""
    remedy: str
    """What puts it right, unless a finding says otherwise."""
    severity: str = ERROR
    omission: bool = False
    """It finds what was not done in time. To write down what happened is never refused for it: the
    books would only fall further behind."""
    lasting: bool = False
    """The directives that a seal hands on suffice for it, whatever the date of its findings."""
    past: bool = False
    """Once a voucher is posted nobody can put it right any more: it is counted after a write, not told."""
    by_own_date: bool = False
    """It judges how and when vouchers were written, not what happened (see :func:`Rule.run`)."""

    @cached_property
    def _checks(self) -> list[Check]:
        return []

    def check(self, function: Check) -> Check:
        """Register ``function(books, as_of)`` as the generator of this rule's findings."""
        self._checks.append(function)
        return function

    def run(self, books: "Books", as_of: dt.date) -> Iterator[Finding]:
        """Yield what the rule finds in the books, judged from the day ``as_of``.

        Conduct is judged on what happened: of a chain of corrections the live voucher, on its event
        date. Only rules of the writing itself see every voucher on its own date.
        """
        seen = books if self.by_own_date else as_it_happened(books)
        for function in self._checks:
            yield from function(seen, as_of)

    def at(
        self,
        place: Place,
        message: str,
        *,
        date: dt.date | None,
        about: str | None,
        voucher: str | None = None,
        remedy: str = "",
        severity: str = "",
        to_do: ToDo | None = None,
    ) -> Finding:
        """Return a finding of this rule at a line of the books."""
        return Finding(
            self.code,
            severity or self.severity,
            self.clause,
            place,
            message,
            remedy or self.remedy,
            date,
            about or None,
            voucher or None,
            to_do=to_do,
        )

    def on(
        self,
        voucher: "Voucher",
        message: str,
        *,
        place: Place | None = None,
        about: str | None = None,
        remedy: str = "",
        to_do: ToDo | None = None,
    ) -> Finding:
        """Return a finding of this rule on a voucher (or on one posting: give its ``place``)."""
        return self.at(
            place or voucher.place,
            message,
            date=voucher.date,
            about=about or voucher.id,
            voucher=voucher.id,
            remedy=remedy,
            to_do=to_do,
        )

    @property
    def module(self) -> str:
        """Name of the rule's module and of its document: the name with underscores."""
        return self.name.replace("-", "_")

    def plugin(
        self, entries: list[Any], options_map: Mapping[str, Any]
    ) -> "tuple[list[Any], list[RuleError]]":
        """Serve this rule alone as a Beancount plugin: ``plugin
        "juwu_ledger.rules.<family>.<module>"``.
        """
        return plugin_errors(entries, options_map, (self,))


class RuleError(NamedTuple):
    """A finding as Beancount and Fava list errors."""

    source: dict[str, Any]
    message: str
    entry: Any = None


def judge(books: "Books", rules: Iterable[Rule], as_of: dt.date) -> list[Finding]:
    """Run the rules and lay the committee's explanations beside what they find."""
    findings: list[Finding] = []
    for rule in rules:
        findings += sorted(rule.run(books, as_of), key=reading_order)
    return explained(findings, books, as_of)


def reading_order(finding: Finding) -> tuple[dt.date, Place, str]:
    """Return by what the findings of one rule are put in order."""
    return finding.date or dt.date.min, finding.place, finding.message


def explained(findings: list[Finding], books: "Books", as_of: dt.date) -> list[Finding]:
    """Return the findings with what the committee has said of them by ``as_of``.

    What was said of one voucher of a chain of corrections holds for the chain.
    """
    from juwu_ledger.books.model.vocabulary import Explanation

    corrections = corrections_of(books)
    said = {
        (item.rule, corrections.root(item.about)): item.text
        for item in books.of(Explanation)
        if item.about and item.date <= as_of
    }
    if not said:
        return findings
    return [
        finding._replace(explanation=_explanation(finding, said, corrections))
        for finding in findings
    ]


def _explanation(
    finding: Finding, said: Mapping[tuple[str, str], str], corrections: Corrections
) -> str | None:
    """Return what was said about a finding: by its ``about``, or by the voucher under an approval."""
    text = said.get((finding.rule, corrections.root(finding.about or "")))
    if text is None and finding.rule.startswith("SPD"):
        text = said.get((finding.rule, corrections.root(finding.voucher or "")))
    return text


def plugin_errors(
    entries: list[Any], options_map: Mapping[str, Any], rules: Iterable[Rule]
) -> tuple[list[Any], list[RuleError]]:
    """Judge a Beancount load from inside it, as of the date of its newest directive.

    The text of the files is looked at again, so that the findings are those of ``juwu check``.
    """
    collecting = gc.isenabled()
    gc.disable()  # Everything made here is kept until the end: there is nothing to collect.
    try:
        return entries, _errors_of(entries, options_map, rules)
    finally:
        if collecting:
            gc.enable()


def _errors_of(
    entries: list[Any], options_map: Mapping[str, Any], rules: Iterable[Rule]
) -> list[RuleError]:
    from pathlib import Path

    from juwu_ledger.books.facts.book_building import build_books
    from juwu_ledger.books.reading.source import text_problems

    problems = []
    for name in options_map.get("include") or []:
        try:
            problems += text_problems(Path(name).read_bytes(), name)
        except (OSError, UnicodeDecodeError):
            continue  # Beancount itself reports the file that it cannot read.
    books = build_books(list(entries), options_map, Path(options_map["filename"]), problems)
    as_of = books.newest or dt.date.min
    return [
        RuleError(
            {"filename": finding.place.file, "lineno": finding.place.line},
            error_text(finding),
        )
        for finding in judge(books, rules, as_of)
    ]


def error_text(finding: Finding) -> str:
    """Return a finding in one line: rule, clause, what is wrong, what puts it right."""
    clause = f"（{'、'.join(finding.clause)}）" if finding.clause else ""
    said = f"【已说明：{finding.explanation}】" if finding.explanation else ""
    mark = "" if finding.severity == ERROR else "提醒："
    return f"{finding.rule}{clause} {said}{mark}{finding.message} 改法：{finding.remedy}"
