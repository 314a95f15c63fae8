"""``juwu disclose --post``: the quarter is posted, archived and entered in the books."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.books.signing.trusted_keys import TrustedKeys
from juwu_ledger.cli.shell.console import REFUSED, complain, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.shell.reading import read_date
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.disclosures import (
    Paper,
    PostingOrder,
    Printed,
    last_day,
    refuse_posting,
)
from juwu_ledger.papers.board import board
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.sections.review_opinions import Posting
from juwu_ledger.recount import Books as Recount
from juwu_ledger.recount import Unreadable, recount
from juwu_ledger.render import SUFFIXES, CannotRender, render
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.disclosure.disclosure_too_short import LEAST_DAYS
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.tables.face import faced
from juwu_ledger.tables.report import Report

_USUAL = ("pdf", "html")
"""What is archived where nothing else is asked for; the first is what is printed."""
_OF_BOARD = frozenset(_USUAL)
_DISCLOSURE, _BOARD = "公开表", "大字版"


def post_quarter(
    context: Context,
    quarter: Period,
    formats: Sequence[str] | None,
    with_board: bool,
    officer: str | None,
    date: str | None,
    until: str | None,
    trusted: TrustedKeys | None,
) -> None:
    """Ask for what was not given, post the quarter, and say what to print."""
    day = context.day(date, "哪天贴出")
    try:
        refuse_posting(context.books, quarter, day)
    except Refusal as refusal:
        complain(str(refusal), REFUSED)
    who = context.person(
        "--officer", officer, "谁贴的", default=context.holder("disclosure-officer", day)
    )
    last = context.ask.value(
        "--until", until, "贴到哪天", _read_until(day), default=last_day(day).isoformat()
    )
    printer = Printer(formats, with_board, trusted, context.main, quiet=context.json)
    order = PostingOrder(quarter, day, last, who, printer.print)
    written = context.write(order.plan)
    if not context.json and not context.dry_run:
        code = short_code(written.books.digest(quarter.last))
        made = [file.target for file in written.change.made]
        sheets = [name for name in made if PurePath(name).suffix == PurePath(made[0]).suffix]
        say(f"照 {'、'.join(sheets)} 打印张贴，至少贴到 {last}。")
        say(f"表上印的账本核对码是 {code}；谁都可以用 juwu verify --code {code} 核对。")


class Printer:
    """Prints the papers of a posting, and counts each of their figures a second time.

    What was printed and counted once is not printed or counted again while it is the same: at a
    terminal the plan is made twice, to be shown and under the lock.
    """

    def __init__(
        self,
        formats: Sequence[str] | None,
        with_board: bool,
        trusted: TrustedKeys | None,
        main: Path,
        *,
        quiet: bool = False,
    ) -> None:
        """Take the formats (``None``: the usual ones that this machine can make) and the books."""
        self._formats = formats
        self._with_board = with_board
        self._trusted = trusted
        self._main = main
        self._quiet = quiet
        self._made: list[tuple[Report, str, bytes]] = []
        self._counted: tuple[list[Report], list[str]] = [], []

    def print(self, books: Books, order: PostingOrder) -> Printed:
        """Return what would hang on the board; raises :class:`BadInput` for a format not to be had."""
        if self._trusted:
            books = books.trusting(self._trusted)
        posting = Posting(order.date, order.until, order.officer)
        found = judge(books, CATALOGUE, order.date)
        made = disclosure(books, order.quarter, order.date, posting)
        reports = {_DISCLOSURE: faced(made, books, found)}
        if self._with_board:
            sheet = board(books, order.quarter, order.date, posting)
            reports[_BOARD] = faced(sheet, books, found)

        def says_more(since: dt.date) -> bool:
            then = disclosure(books, order.quarter, since)
            return then.sections != reports[_DISCLOSURE].sections

        return Printed(
            papers=tuple(
                paper for title, made in reports.items() for paper in self._papers(title, made)
            ),
            alarms=tuple(dict.fromkeys(self._alarms(list(reports.values())))),
            says_more=says_more,
        )

    def _alarms(self, reports: list[Report]) -> Iterator[str]:
        for report in reports:
            yield from _reasons(report)
        if self._counted[0] != reports:
            self._counted = reports, list(_differences(reports, self._main))
        yield from self._counted[1]

    def _papers(self, title: str, report: Report) -> Iterator[Paper]:
        formats = self._formats or _USUAL
        if title == _BOARD:
            formats = [name for name in formats if name in _OF_BOARD] or ["html"]
        for name in formats:
            try:
                yield Paper(title, SUFFIXES[name], self._rendered(report, name))
            except CannotRender as error:
                if self._formats is not None:
                    raise BadInput(f"--format：{error}") from None

    def _rendered(self, report: Report, name: str) -> bytes:
        for known, kind, data in self._made:
            if kind == name and known == report:
                return data
        with working(f"正在印{report.title}", quiet=self._quiet):
            data = render(report, name)
        self._made.append((report, name, data))
        return data


def _reasons(report: Report) -> Iterator[str]:
    """Yield why a paper may not hang on the board, each with what puts it right."""
    for line in report.face.red if report.face else ():
        yield f"{line.label}：{line.text}"
        yield from (f"  {told}" for told in line.told if told not in report.alarms)
    yield from report.alarms


def _differences(reports: Iterable[Report], main: Path) -> Iterator[str]:
    """Yield each figure that a second count from the books alone does not find."""
    try:
        second = Recount(main)
        for report in reports:
            for one in recount(json.loads(render(report, "json")), second).differs:
                yield f"{one.table} · {one.row} · {one.column}：印的是 {one.printed}，重算是 {one.recomputed}"
    except Unreadable as problem:
        yield f"公开表的数没能照账本重算：{problem}"


def _read_until(first: dt.date) -> Callable[[str], dt.date]:
    def read(text: str) -> dt.date:
        day = read_date(text, first)
        if day < last_day(first):
            raise BadInput(f"要张贴满 {LEAST_DAYS} 天，最早到 {last_day(first)}")
        return day

    return read
