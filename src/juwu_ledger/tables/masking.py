"""Papers that hang in public name nobody who got relief.

The rule is set in the books: accounts of nature ``relief``, and those that say ``masked: TRUE`` (money
held for people on the minimum living allowance, say), are *masked*. Whoever is the payee of a voucher
on such an account, or of its approval, is a recipient. Two things follow:

* a recipient's name is hidden wherever it stands on the paper, whoever wrote it there;
* of such a voucher itself nothing is printed but amounts, dates, numbers, the account, the fund, those
  who answer for it, and words that name nobody (:mod:`.safe_words`): a name that only its narration
  or a question about it holds is not known to be one.

Names of donors, suppliers and officers are published: DS-3 and FM-3.2 ask for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.recipients import paid_by_list
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.person_names import (
    STAR,
    hidden,
    is_organisation,
    masker,
    parts_of,
    persons,
    plain,
)
from juwu_ledger.books.model.vocabulary import Approval, Officer, Query
from juwu_ledger.records.figures import Totals
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.tables.report import (
    CODE,
    TEXT,
    Bar,
    Box,
    Chart,
    Column,
    Field,
    Form,
    Report,
    Row,
    Section,
    Table,
)
from juwu_ledger.tables.safe_words import is_id, is_safe, safe_text

_NOBODY = STAR * 3
_PARTIES = frozenset({"payee", "party"})
_STAFF = frozenset({"handler", "witness", "raised_by", "by", "keeper"})
_OPEN = frozenset({"account", "fund", "nature", "item", "kind", "posted"})
"""Columns in which the books' own words stand: accounts, funds, classes."""
_BUSINESSES = (
    *("公司", "超市", "商场", "商店", "商行", "合作社", "银行", "信用社", "医院", "卫生服务中心"),
    *("药房", "药店", "学校", "小学", "中学", "粮油店", "供应站", "养老院", "敬老院", "基金会"),
)
_SHORTEST = 4
"""Letters of a foreign name that is looked for everywhere; shorter ones are parts of other words."""


def masked_vouchers(books: Books) -> list[Voucher]:
    """Return the vouchers with a posting on a masked account."""
    masked = {name for name, account in books.chart.items() if account.is_masked}
    return [
        voucher
        for voucher in books.vouchers
        if any(posting.account in masked for posting in voucher.txn.postings)
    ]


def recipients(books: Books) -> frozenset[str]:
    """Return the names of all persons who were ever paid on a masked account."""
    found: set[str] = set()
    for voucher in masked_vouchers(books):
        for text in _parties(books, voucher):
            found.update(persons(text))
            found.update(part for part in parts_of(text) if _is_foreign(part))
    return frozenset(found)


def _parties(books: Books, voucher: Voucher) -> Iterator[str]:
    yield voucher.payee
    for identity in texts(voucher, "approval"):
        approval = books.approval(identity)
        if approval is not None and approval.payee:
            yield approval.payee
    yield from paid_by_list(voucher)


def _is_foreign(part: str) -> bool:
    """Tell whether a piece of a payee is a name that is not written as Chinese names are."""
    if is_organisation(part) or is_safe(part) or is_id(part):
        return False
    return len(part) >= _SHORTEST and not any(persons(part)) and any(map(str.isalpha, part))


class Screen:
    """What hides recipients on a paper: in any text, and on the lines of masked vouchers."""

    def __init__(self, books: Books, reader: str | None = None) -> None:
        """Take the rule from the books; ``reader``, to whom the paper is given, may be named on it."""
        vouchers = masked_vouchers(books)
        self.text = masker(recipients(books) - ({plain(reader)} if reader else set()))
        self._vouchers = {voucher.id for voucher in vouchers}
        signed = {identity for voucher in vouchers for identity in texts(voucher, "approval")}
        ids = self._vouchers | signed
        ids |= {
            approval.resolution
            for approval in books.of(Approval)
            if approval.id in signed and approval.resolution
        }
        ids |= {query.id for query in books.of(Query) if query.about in ids}
        # A voucher without a number cannot be cited; its own line is known by the blank.
        named = sorted({plain(identity) for identity in ids} - {""}, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, named))
        self._cites = re.compile(rf"(?<![\w-])(?:{alternatives})(?!\d)") if named else None
        self._staff = {officer.name for officer in books.of(Officer)}
        self._staff |= {
            voucher.text(key)
            for voucher in books.vouchers
            if voucher.id not in self._vouchers
            for key in ("handler", "witness")
        }

    def row(self, columns: tuple[Column, ...], row: Row) -> Row:
        """Return a row as the public may read it."""
        cells = list(zip(columns, row.values, strict=True))
        if not self._is_masked(cells):
            return replace(row, values=tuple(_value(value, self.text) for value in row.values))
        return replace(row, values=tuple(self._cell(column, value) for column, value in cells))

    def _is_masked(self, cells: list[tuple[Column, Any]]) -> bool:
        """Tell whether a line is about a masked voucher: by its number, or any id named on it."""
        named = {column.key: value for column, value in cells if isinstance(value, str)}
        return named.get("voucher") in self._vouchers or any(
            map(self._cites_masked, named.values())
        )

    def _cites_masked(self, text: str) -> bool:
        return self._cites is not None and bool(self._cites.search(plain(text)))

    def paragraph(self, text: str) -> str:
        """Return a paragraph; of one that is about a masked voucher only words that name nobody stay."""
        return self.text(safe_text(plain(text)) if self._cites_masked(text) else text)

    def _cell(self, column: Column, value: Any) -> Any:
        if not isinstance(value, str) or not value:
            return value
        if column.kind == CODE:
            return self.text(value) if all(map(is_id, value.split("、"))) else _NOBODY
        if column.kind != TEXT or column.key in _OPEN:
            return self.text(value)
        if column.key in _PARTIES:
            return self._party(value)
        if column.key in _STAFF:
            return self.text(value) if value in self._staff else _hidden(value)
        return self.text(safe_text(plain(value)))

    def _party(self, text: str) -> str:
        """Return a payee of relief as the public may read it: shops and groups by name, people not."""
        if is_organisation(plain(text)) and not any(persons(text)):
            kept = all(is_safe(part) or part.endswith(_BUSINESSES) for part in parts_of(text))
            return self.text(text) if kept else _NOBODY
        return "、".join(map(_hidden, parts_of(text))) or _NOBODY


def _hidden(text: str) -> str:
    """Hide what stands for one person or more, of whatever form."""
    if is_safe(text) or is_id(text):
        return text
    found = list(persons(text))
    return "、".join(map(hidden, found)) if found else _NOBODY


def public_copy(report: Report, books: Books, reader: str | None = None) -> Report:
    """Return a paper as the public may read it, by the rule that is set in the books."""
    screen = Screen(books, reader)
    mask = screen.text
    return replace(
        report,
        title=mask(report.title),
        committee=mask(report.committee),
        totals=_totals(report.totals, mask),
        sections=tuple(_section(section, screen) for section in report.sections),
        signatures=tuple(map(mask, report.signatures)),
        facts={mask(label): _value(value, mask) for label, value in report.facts.items()},
    )


def _value(value: Any, mask: Callable[[str], str]) -> Any:
    return mask(value) if isinstance(value, str) else value


def _totals(totals: Totals | None, mask: Callable[[str], str]) -> Totals | None:
    if totals is None:
        return None
    by_account: dict[str, Decimal] = defaultdict(Decimal)
    for name, amount in totals.by_account.items():
        by_account[mask(name)] += amount  # Two accounts may look alike once names are hidden.
    return replace(totals, by_account=dict(by_account))


def _section(section: Section, screen: Screen) -> Section:
    mask = screen.text
    return replace(
        section,
        title=mask(section.title),
        paragraphs=tuple(map(screen.paragraph, section.paragraphs)),
        tables=tuple(_table(table, screen) for table in section.tables),
        charts=tuple(_chart(chart, mask) for chart in section.charts),
        alarms=tuple(map(mask, section.alarms)),
        forms=tuple(_form(form, screen) for form in section.forms),
        opinions=tuple(map(mask, section.opinions)),
        signatures=tuple(map(mask, section.signatures)),
    )


def _form(form: Form, screen: Screen) -> Form:
    mask = screen.text
    return Form(
        form.key,
        mask(form.title),
        fields=tuple(_field(field, mask) for field in form.fields),
        tables=tuple(_table(table, screen) for table in form.tables),
        closing=tuple(_field(field, mask) for field in form.closing),
        boxes=tuple(
            Box(mask(box.label), _value(box.name, mask), mask(box.said)) for box in form.boxes
        ),
        notes=tuple(map(mask, form.notes)),
        alarms=tuple(map(mask, form.alarms)),
    )


def _field(field: Field, mask: Callable[[str], str]) -> Field:
    return replace(field, label=mask(field.label), value=_value(field.value, mask))


def _table(table: Table, screen: Screen) -> Table:
    mask = screen.text
    return replace(
        table,
        title=mask(table.title),
        columns=tuple(replace(c, title=mask(c.title)) for c in table.columns),
        rows=tuple(screen.row(table.columns, row) for row in table.rows),
        note=mask(table.note),
        empty=mask(table.empty),
    )


def _chart(chart: Chart, mask: Callable[[str], str]) -> Chart:
    return Chart(
        chart.key,
        mask(chart.title),
        {
            mask(name): tuple(Bar(mask(bar.label), bar.amount) for bar in bars)
            for name, bars in chart.series.items()
        },
    )
