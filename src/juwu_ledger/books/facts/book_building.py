"""Books are built from entries: the chart, directives, facts, and what is wrong with any of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from beancount.parser.options import OPTIONS_DEFAULTS

from juwu_ledger.books.facts.carried import Carried, NeedsWhole, settle_carried
from juwu_ledger.books.facts.facts import Facts
from juwu_ledger.books.facts.heirs import find_heirs
from juwu_ledger.books.facts.openings import (
    OPENING,
    brought_problems,
    opening_problems,
    stray_openings,
)
from juwu_ledger.books.facts.references import reference_problems
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.facts.walk import walk_books
from juwu_ledger.books.model.chart import Chart, read_account
from juwu_ledger.books.model.directives import read_custom
from juwu_ledger.books.model.metadata import check_count_meta
from juwu_ledger.books.model.money import CURRENCY
from juwu_ledger.books.model.people import Limits, People
from juwu_ledger.books.model.periods import YEARS
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.vocabulary import BroughtForward, Directive, Limit, Officer
from juwu_ledger.books.reading.documents import Scans, filed_documents
from juwu_ledger.books.reading.stray_files import stray_files, stray_problems

_NO_TITLE = "Beancount"
_NO_FIGURE = {"petty-cash": "备用金限额", "street-sign-off": "须报街道主任签批的起点"}
_DEFAULT_OPTIONS: Mapping[str, Any] = {
    "name_assets": "Assets",
    "name_liabilities": "Liabilities",
    "name_equity": "Equity",
    "name_income": "Income",
    "name_expenses": "Expenses",
    "plugin_processing_mode": "default",
}

_LOOSENING = ("inferred_tolerance_default", "tolerance_multiplier", "infer_tolerance_from_cost")
_BALANCING = ("operating_currency", "booking_method", *_LOOSENING)


def build_books(
    entries: list[Any],
    options: Mapping[str, Any],
    main: Path,
    text_problems: Iterable[Problem] = (),
    carried: Carried | None = None,
    scans: Scans | None = None,
) -> Books:
    """Make the view from sorted, booked entries.

    ``text_problems`` is what the reading of the text found (see
    :func:`juwu_ledger.books.reading.source.text_problems`); ``carried`` is what sealed months hand on, where
    the entries are not all there are; ``scans`` lie below ``documents/``, if they were listed already.
    """
    entries, unreachable = _within_reach(_without_padding(entries))
    chart, frozen, unread_entries = _sorted_out(entries)
    problems = [*text_problems, *unreachable, *unread_entries]
    facts, balances = walk_books(entries, chart, frozen, carried)
    problems += facts.problems
    problems += find_heirs(facts)
    strays = () if carried else stray_openings(facts)
    problems += opening_problems(strays, facts.vouchers)
    brought: tuple[Any, ...] = frozen.get(BroughtForward, ())
    problems += brought_problems(*_told_of_begin(brought, facts, carried), chart)
    unread = stray_files(main.parent, options.get("include") or ())
    problems += stray_problems(unread, main.parent)
    problems += _option_problems(options, main)
    problems += reference_problems((d for items in frozen.values() for d in items), facts, chart)
    if carried is not None:
        if any(v.kind == OPENING and v.date > carried.until for v in facts.vouchers):
            raise NeedsWhole  # It is no first voucher, and which one is, the whole books know.
        settle_carried(facts, carried, chart)
    limits: tuple[Any, ...] = frozen.get(Limit, ())
    problems += _missing_limits(limits, main)
    officers: tuple[Any, ...] = frozen.get(Officer, ())
    scans = scans or Scans(main.parent)
    return Books(
        main=main,
        title=_title(options),
        options=_sealed_options(options),
        chart=chart,
        directives=frozen,
        people=People(officers),
        limits=Limits(limits),
        facts=facts,
        balances=balances,
        problems=tuple(problems),
        missing_documents=scans.missing(document[2] for document in facts.documents),
        filed_documents=tuple(filed_documents(main.parent, scans, entries)),
        stray_files=unread,
        stray_openings=strays,
        entries=entries,
        carried=carried,
    )


def _sorted_out(
    entries: Iterable[Any],
) -> tuple[Chart, dict[type[Directive], tuple[Directive, ...]], list[Problem]]:
    """Return the chart, the directives by class, and what is wrong with entries that are no vouchers."""
    chart, problems = Chart(), list[Problem]()
    directives: dict[type[Directive], list[Directive]] = defaultdict(list)
    for entry in entries:
        match type(entry).__name__:
            case "Custom":
                directive, found = read_custom(entry)
                problems += found
                if directive is not None:
                    directives[type(directive)].append(directive)
            case "Open":
                account, found = read_account(entry)
                problems += found
                chart.setdefault(account.name, account)
            case "Close":
                chart.close(entry.account, entry.date)
            case "Pad":
                problems.append(
                    Problem(
                        Place.of(entry.meta),
                        "用了 pad：它会自动造出一张凭证来补差额",
                        "删去 pad，查明差额，做一张有依据的凭证。",
                        date=entry.date,
                    )
                )
            case "Balance":
                problems += _assertion_problems(entry)
                problems += check_count_meta(entry)
    return chart, {kind: tuple(items) for kind, items in directives.items()}, problems


def _told_of_begin(
    brought: Iterable[BroughtForward], facts: Facts, carried: Carried | None
) -> tuple[list[BroughtForward], dt.date | None]:
    """Return what is said of the year before the books, and the day they begin on.

    What sealed months say is well, or they would not be passed over; the books began there.
    """
    if carried is not None:
        return [item for item in brought if item.date > carried.until], carried.until
    return list(brought), facts.vouchers[0].date if facts.vouchers else None


def _title(options: Mapping[str, Any]) -> str:
    """The committee's name; Beancount's own default is none."""
    title = options.get("title") or ""
    return "" if title == _NO_TITLE else title


def _without_padding(entries: list[Any]) -> list[Any]:
    """Leave out what Beancount's ``pad`` made up (it runs before plugins, never in our loader)."""
    if "Pad" not in {kind.__name__ for kind in set(map(type, entries))}:
        return entries
    pads = {Place.of(e.meta) for e in entries if type(e).__name__ == "Pad"}
    return [
        e
        for e in entries
        if not (type(e).__name__ == "Transaction" and e.flag == "P" and Place.of(e.meta) in pads)
    ]


def _within_reach(entries: list[Any]) -> tuple[list[Any], list[Problem]]:
    """Leave out what is dated centuries ahead: no deadline can be reckoned from there."""
    at = len(entries)
    while at and entries[at - 1].date.year >= YEARS.stop:
        at -= 1
    return entries[:at], [
        Problem(
            Place.of(entry.meta),
            f"日期 {entry.date} 不合理，这一条没有采用",
            "改正年份。",
            date=entry.date,
        )
        for entry in entries[at:]
    ]


def _assertion_problems(entry: Any) -> Iterator[Problem]:
    place = Place.of(entry.meta)
    if entry.tolerance is not None:
        yield Problem(
            place,
            "余额后面写了容差（~）：公款一分不差",
            "删去 ~ 和后面的数。",
            date=entry.date,
            about=entry.account,
        )
    number, currency = entry.amount
    exponent = number.as_tuple().exponent
    if currency != CURRENCY or not -2 <= int(exponent) <= 0:
        yield Problem(
            place,
            f"余额 {number} {currency} 应是最多两位小数的 {CURRENCY} 金额",
            "照《账本格式》改正。",
            date=entry.date,
            about=entry.account,
        )


def _missing_limits(limits: Iterable[Limit], main: Path) -> Iterator[Problem]:
    kinds = {limit.kind for limit in limits}
    for kind, title in _NO_FIGURE.items():
        if kind not in kinds:
            yield Problem(
                Place(str(main), 1),
                f"账本没有写{title}（{kind}），有关的规则查不了",
                f'在 charter.beancount 里写明，如：2026-01-01 custom "limit" "{kind}" 3000.00 CNY',
                about=kind,
                warning=True,
            )


def _sealed_options(options: Mapping[str, Any]) -> dict[str, str]:
    """Return as text what a seal keeps of the options: those on which balancing hangs, as far as set."""
    kept = {"title": _title(options)}
    for key in (*_DEFAULT_OPTIONS, *_BALANCING):
        value = options.get(key)
        if value and value != OPTIONS_DEFAULTS[key]:
            kept[key] = "、".join(value) if isinstance(value, list) else str(value)
    return kept


def _option_problems(options: Mapping[str, Any], main: Path) -> Iterator[Problem]:
    place = Place(str(main), 1)
    for key, wanted in _DEFAULT_OPTIONS.items():
        if options.get(key, wanted) != wanted:
            yield Problem(
                place,
                f'option "{key}" 改成了 {options[key]!r}',
                f"删去这个 option（应是 {wanted}）。",
            )
    currencies = options.get("operating_currency") or []
    if currencies and currencies != [CURRENCY]:
        yield Problem(
            place,
            f"账本币种写成了 {'、'.join(currencies)}",
            f'写成 option "operating_currency" "{CURRENCY}"。',
        )
    for key in _LOOSENING:
        value = options.get(key)
        loosened = bool(value) if key != "tolerance_multiplier" else str(value or "0.5") != "0.5"
        if loosened:
            yield Problem(
                place, f'option "{key}" 放宽了借贷平衡的检查', "删去这个 option：公款一分不差。"
            )
