"""What all pages share: the books of this load, the stretch of days, who is looking.

An extension object outlives reloads of the books, so it keeps nothing: :meth:`Page.look` asks anew
for every request. (Modules of pages import this module and not the class, or Fava would take the
class for a page of theirs.)
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from fava.context import g
from fava.ext import FavaExtensionBase
from fava.util.date import parse_date
from flask import request
from markupsafe import Markup

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import DAY, YEARS, Period
from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.records.group_opinions import open_opinions
from juwu_ledger.render.cells import clean
from juwu_ledger.render.html import html_cells
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.web.fava.ledger_reading import LedgerOptions, in_books
from juwu_ledger.web.gate.current_user import CurrentUser, current_user
from juwu_ledger.web.gate.permissions import PERMISSIONS
from juwu_ledger.web.review.pages.kept_beside import today
from juwu_ledger.web.review.views.chosen_period import (
    Choices,
    choices,
    filter_text,
    last_quarter,
    neighbours,
    quarter_of,
    spoken,
    stretch,
)
from juwu_ledger.web.review.views.fallen_reviews import Fallen, fallen_reviews
from juwu_ledger.web.review.views.question_list import unanswered_count

_NUMBER = re.compile(r"\b[A-Z]{2}-\d{4}-\d{2,6}\b", re.ASCII)
"""Approvals, queries, assets: on a screen there is room for them in one piece."""
_E_INVOICE = re.compile(r"\b(\d{10})(\d{10})\b", re.ASCII)
_UNREADABLE_FILTER = "地址里的时间没有看懂，这里显示最近一个完整的季度。要看别的，在上面选。"


class Step(NamedTuple):
    """A link to another stretch of days: what Fava's filter is given, and what it is called."""

    time: str
    title: str


class Look(NamedTuple):
    """One request: what is looked at, by whom, on which day."""

    books: Books
    findings: list[Finding]
    today: dt.date
    period: Period
    me: CurrentUser
    note: str
    unread: bool
    """Some lines of the books cannot be read, or vouchers do not balance."""

    @property
    def is_expert(self) -> bool:
        """The reader's role has Fava's own pages, too."""
        return bool(PERMISSIONS[self.me.role].reports)

    @property
    def choices(self) -> Choices:
        """The years, quarters and months that the reader may turn to at once."""
        return choices(self.books, self.period, self.today)

    @property
    def unnumbered(self) -> int:
        """How many vouchers of the stretch have no number, by which pages could name them."""
        return sum(not voucher.id for voucher in self.books.vouchers_in(self.period))

    @property
    def title(self) -> str:
        """The stretch of days as people say it."""
        return spoken(self.period)

    @property
    def unit(self) -> str:
        """What comes before and after: 一季, 一月 …"""
        return {1: "个月", 3: "一季", 6: "半年", 12: "一年"}.get(self.period.months, "")

    @property
    def fallen(self) -> list[Fallen]:
        """Signatures of the group that no longer hold: everybody is told, on every page."""
        quarters = {quarter_of(self.period), last_quarter(self.books, self.today)}
        return fallen_reviews(self.books, [(q, open_opinions(self.books, q)) for q in quarters])

    @property
    def unanswered(self) -> int:
        """Queries that the reader should answer."""
        return unanswered_count(self.books, self.today) if self.me.may_reply else 0

    @property
    def steps(self) -> tuple[Step, Step] | None:
        """The stretches before and after."""
        beside = neighbours(self.period)
        if beside is None:
            return None
        before, after = (Step(filter_text(p), p.title) for p in beside)
        return before, after


class Page(FavaExtensionBase):
    """A page of ours; subclasses give ``report_title`` and :meth:`view`."""

    def look(self) -> Look | None:
        """Return what this request is about; ``None`` where the books cannot be read."""
        options = self.ledger.options
        reading = options.reading if isinstance(options, LedgerOptions) else None
        if reading is None:
            return None
        day = today()
        period, note = self._period(reading.books, day)
        unread = isinstance(options, LedgerOptions) and bool(options.errors)
        return Look(reading.books, reading.findings(day), day, period, current_user(), note, unread)

    def view(self, look: Look) -> Any:
        """Return what the template lays out."""
        raise NotImplementedError

    def pages(self) -> list[FavaExtensionBase]:
        """Return all pages of ours in order, for the links that work without the sidebar."""
        details = self.ledger.extensions.extension_details
        found = (self.ledger.extensions.get_extension(item.name) for item in details)
        return [page for page in found if isinstance(page, Page)]

    def link(self, name: str, /, **values: Any) -> str:
        """Return the address of a page of ours, in the same stretch of days unless told."""
        from fava.application import url_for

        return url_for("extension_report", extension_name=name, **values)

    def bare_link(self) -> str:
        """Return the address of this page without anything behind it, for forms that say it all."""
        return self.link(self.name).partition("?")[0]

    def load_errors(self) -> list[LoadError]:
        """Return why the books, or some lines of them, cannot be read; files as the books name them."""
        options = self.ledger.options
        errors = options.errors if isinstance(options, LedgerOptions) else ()
        main = Path(self.ledger.beancount_file_path)
        return [e._replace(file=in_books(main, e.file) if e.file else None) for e in errors]

    def document(self) -> str:
        """Return the whole page."""
        return self.jinja_env.get_template(f"{self.name}.html").render(
            ledger=self.ledger, extension=self
        )

    def voucher_link(self, voucher: str) -> str:
        """Return the address of one voucher's page."""
        return self.link("QuarterReview", voucher=voucher)

    @cached_property
    def jinja_env(self) -> jinja2.Environment:
        """Fava's templates with ours, and the filters of the printed papers."""
        environment = super().jinja_env
        environment.filters.update(written=written, clean=clean, in_halves=in_halves)
        environment.tests["negative"] = html_cells.is_negative
        return environment

    def _period(self, books: Books, day: dt.date) -> tuple[Period, str]:
        """Return the days that Fava's time filter names, else the last quarter, and a note."""
        wanted = request.args.get("time", "").strip()
        if not wanted:
            return last_quarter(books, day), ""
        try:
            begin, end = parse_date(wanted, g.ledger.fava_options.fiscal_year_end)
        except (ValueError, OverflowError):
            begin = end = None
        if begin is None or end is None or begin >= end or not _is_within(begin, end):
            return last_quarter(books, day), _UNREADABLE_FILTER
        return stretch(begin, end - DAY), ""


def _is_within(begin: dt.date, end: dt.date) -> bool:
    return begin.year in YEARS and end.year in YEARS


def written(value: Any) -> Markup:
    """Return a value as the papers write it; numbers of approvals and the like are not broken."""
    text = str(html_cells.written(value))
    return Markup(_NUMBER.sub(r'<span class="whole">\g<0></span>', text))


def in_halves(text: str) -> Markup:
    """Return receipt numbers; the twenty digits of an e-invoice may stand on two lines, ten on each."""
    halves = r'<span class="whole">\1</span><wbr><span class="whole">\2</span>'
    return Markup(_E_INVOICE.sub(halves, str(written(text))))


def number_of(key: str) -> int:
    """Return a number of the address, 1 where there is none."""
    text = request.args.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
