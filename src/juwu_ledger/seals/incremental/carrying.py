"""What a seal carries: all that rules need to go on from it without reading what was sealed.

Made when a month is closed. Where the sealed months depend on what comes after them, in a way
that sums cannot tell (petty cash over its limit), what is carried ends with an earlier month: the months after it
are read again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.vocabulary import Approval, Disclosure, Review
from juwu_ledger.records.approvals import ApprovalUse, approval_uses
from juwu_ledger.records.budgets import spent_by_account
from juwu_ledger.records.corrections import as_it_happened, corrections_of
from juwu_ledger.records.receipts import Receipts
from juwu_ledger.records.till_cash import till_waits, waiting_cash
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.rules.cash.advance_unsettled import ADVANCES
from juwu_ledger.rules.funds.fund_parked import PARKED
from juwu_ledger.rules.support.fund_days import fund_days, overspent_at
from juwu_ledger.rules.support.open_items import open_on
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.rules.support.to_do import ToDo
from juwu_ledger.seals.incremental.carried_record import written_places
from juwu_ledger.seals.incremental.edition import fingerprint
from juwu_ledger.seals.incremental.id_marks import invoice_mark, mark, packed
from juwu_ledger.seals.incremental.kept_vouchers import (
    SPLIT_DAYS,
    counted_approvals,
    kept_vouchers,
    with_partners,
)
from juwu_ledger.seals.incremental.reaching_back import reaching_back
from juwu_ledger.seals.incremental.settled import NOT_BANKED, OVERSPENT, is_settled
from juwu_ledger.seals.incremental.text_spans import FileSpans, Span, joined, spans_by_file
from juwu_ledger.seals.incremental.whole_files import whole_digest

_DROPPED = frozenset({"Transaction", "Balance", "Note", "Event", "Price", "Query", "Document"})
_OF_WINDOWS = frozenset({"SPD013", "SPD022", "BNK008"})
"""Rules that pair what is near in time: a pair once found is not to be found again otherwise."""
_OF_APPROVALS = frozenset({"approval", "approval-end"})
_STATEFUL = re.compile(rb"^(?:option|plugin|include|pushtag|poptag|pushmeta|popmeta)\b", re.M)
_LIVE_DAYS = 400
"""Approvals older than this are no longer expected to be spent under."""


def carry(
    books: Books,
    contents: Mapping[str, bytes],
    end: dt.date,
    digest: str,
    findings: Sequence[Finding],
    as_of: dt.date,
) -> str:
    """Return what a seal carries of the months up to ``end``; empty where what comes later depends on more than sums.

    ``contents`` holds the bytes of every file of the books by path, ``digest`` is that of the books on
    ``end``, ``findings`` what all rules find on the day ``as_of`` of closing.
    """
    back = reaching_back(books, end)
    if back is None or _reaches_over(books, end, findings):
        return ""
    happened = as_it_happened(books)
    till = waiting_cash(happened, end)
    overspent = list(overspent_at(happened, end))
    unsettled = [*(cash.voucher for cash in till), *(day.voucher for _, day in overspent)]
    kept = kept_vouchers(books, end, back, unsettled)
    spans = spans_by_file(books.entries, contents)
    pieces = _pieces(books, contents, spans, kept, end)
    if pieces is None:
        return ""
    files = sorted(contents)
    open_still = {
        NOT_BANKED: frozenset(cash.voucher.place for cash in till),
        OVERSPENT: frozenset(day.voucher.place for _, day in overspent),
    }
    live = _live_approvals(books, end, spans, files, findings, [one.voucher for one in back])
    record: dict[str, Any] = {
        "made_by": fingerprint(),
        "as_of": as_of.isoformat(),
        "until": end.isoformat(),
        "title": books.title,
        "digests": {**_digests(books, end), end.isoformat(): digest},
        "vouchers": sum(voucher.date <= end for voucher in books.vouchers),
        "balances": _balances(books, end),
        "happened": _balances(happened, end),
        "reaching": [[*_at(books, one.voucher), one.voucher.id, one.month] for one in back],
        "funds": _funds(books, end),
        "overspent": [
            [fund, day.date.isoformat(), day.fen, *_at(books, day.voucher)]
            for fund, day in overspent
        ],
        "budgets": spent_by_account(books, end.year, end),
        "next_receipts": _receipts(books, end),
        "open_items": _open_items(books, end),
        "till": [[cash.account, *_at(books, cash.voucher), cash.fen] for cash in till],
        "roots": _roots(books, end),
        "files": {books.relative(name): pieces[name] for name in files},
        "order": [books.relative(name) for name in files],
        "whole": {
            books.relative(name): whole_digest(books.entries, name, str(books.root), end)
            for name in files
            if pieces[name] is None
        },
        "approvals": live,
        "approval_marks": packed(mark(plain(a.id)) for a in books.of(Approval) if a.date <= end),
        "invoice_marks": packed(
            invoice_mark(use.text)
            for use in (*books.facts.invoices, *happened.facts.invoices)
            if use.voucher.date <= end
        ),
        "asset_ids": sorted({p.asset for p in books.facts.assets if p.voucher.date <= end}),
        "fund_names": sorted(_fund_names(books, end)),
        "scans": sorted(_scans(books, end)),
        "missing": sorted(name for name, is_there in _scans(books, end).items() if not is_there),
        "findings": [_record(books, f) for f in findings if is_settled(f, end, open_still)],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _scans(books: Books, end: dt.date) -> dict[str, bool]:
    """Return the scans that anything up to ``end`` names, and whether each is there."""
    named = {item.name: item.is_there for item in books.filed_documents if item.date <= end}
    vouchers = {name for v, _, name in books.facts.documents if v.date <= end}
    return named | {name: name not in books.missing_documents for name in vouchers}


def _reaches_over(books: Books, end: dt.date, findings: Iterable[Finding]) -> bool:
    """Tell whether something reaches over the end of the month that sums cannot tell."""
    balances = _balances(as_it_happened(books), end)
    cash = {
        role: [a.name for a in books.chart.with_role(role)]
        for role in ("petty-cash", "undeposited")
    }
    if _is_till_amiss(books, end, {n: balances.get(n, 0) for n in cash["undeposited"]}, findings):
        return True
    if any(balances.get(name, 0) < 0 for name in cash["petty-cash"]):
        return True
    limit = books.limits.amount("petty-cash", end)
    if limit is not None and sum(balances.get(name, 0) for name in cash["petty-cash"]) > limit:
        return True
    if any(problem.date is not None and problem.date <= end for problem in books.problems):
        return True
    last = max((v.date for v in books.vouchers if v.date <= end), default=None)
    if last is None:
        return True
    for role in ("director", "accountant", "cashier", "receipt-keeper"):
        if books.people.holder(role, last) is None:
            return True
    if any(f.rule == "DTY003" for f in findings):
        return True
    near = end - dt.timedelta(days=SPLIT_DAYS)
    for finding in findings:
        if finding.date is None or finding.date > end:
            continue
        if finding.rule in _OF_WINDOWS and finding.date >= near:
            return True
        if finding.rule == "FND004" and finding.date.year == end.year:
            return True
    return False


def _is_till_amiss(
    books: Books, end: dt.date, balances: Mapping[str, int], findings: Iterable[Finding]
) -> bool:
    """Tell whether the tills hold anything but cash that waits, or what was found is of another part of it.

    Of what waits all is found anew; not so of a part that was banked, too late, by ``end``.
    """
    happened = as_it_happened(books)
    waiting = waiting_cash(happened, end)
    left = dict(balances)
    for cash in waiting:
        left[cash.account] -= cash.fen
    late = {finding.place for finding in findings if finding.rule == NOT_BANKED}
    gone = {w.voucher.place for w in till_waits(happened) if w.banked and w.banked <= end}
    return any(left.values()) or any(cash.voucher.place in late & gone for cash in waiting)


def _at(books: Books, voucher: Voucher) -> tuple[str, int]:
    """Return the place of a voucher as file, within the books, and line."""
    return books.relative(voucher.place.file), voucher.place.line


def _receipts(books: Books, end: dt.date) -> dict[str, int]:
    """Return each book's number after the last receipt used, be it by a voucher that was entered later."""
    receipts = books.record(Receipts).following(end)
    for first, number in as_it_happened(books).record(Receipts).following(end).items():
        receipts[first] = max(receipts.get(first, 0), number)
    return receipts


def _dated_until(books: Books, identity: str, end: dt.date) -> bool:
    voucher = books.facts.by_id.get(identity)
    return voucher is None or voucher.date <= end


def _balances(books: Books, end: dt.date) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for voucher in books.vouchers:
        if voucher.date <= end:
            for posting in voucher.txn.postings:
                totals[posting.account] += to_fen(posting.units.number)
    return {name: fen for name, fen in sorted(totals.items()) if fen}


def _funds(books: Books, end: dt.date) -> dict[str, int]:
    left = {}
    for fund, days in fund_days(as_it_happened(books)):
        until = [day for day in days if day.date <= end]
        if until:
            left[fund] = until[-1].fen
    return left


def _digests(books: Books, end: dt.date) -> dict[str, str]:
    """The digests that papers, reviews and closings up to ``end`` are compared with."""
    days = {close.period.last for close in books.sealed}
    days |= {item.period.last for item in books.of(Disclosure)}
    days |= {item.period.last for item in books.of(Review) if item.digest}
    return {day.isoformat(): books.digest(day) for day in sorted(days) if day <= end}


def _roots(books: Books, end: dt.date) -> dict[str, str]:
    """Vouchers of chains of corrections → the first of their chain."""
    roots = corrections_of(books).roots
    return {name: roots[name] for name in sorted(roots) if _dated_until(books, name, end)}


def _open_items(books: Books, end: dt.date) -> list[list[str | int]]:
    """Return what is open on accounts of debts; the place as file and line."""
    happened = as_it_happened(books)
    return [
        [i.account, i.date.isoformat(), i.voucher, i.who, books.relative(i.place.file)]
        + [i.place.line, i.fen, i.left]
        for kind in (ADVANCES, PARKED)
        for i in open_on(happened, kind, end)
    ]


def _fund_names(books: Books, end: dt.date) -> set[str]:
    names = {move.fund for move in books.facts.fund_moves if move.voucher.date <= end}
    names |= {a.fund for a in books.of(Approval) if a.fund and a.date <= end}
    return names | {a.fund for a in books.chart.values() if a.fund}


def _pieces(
    books: Books,
    contents: Mapping[str, bytes],
    spans: Mapping[str, FileSpans],
    kept: Iterable[Voucher],
    end: dt.date,
) -> dict[str, list[Span] | None] | None:
    """Return which pieces of each file are read again: ``None`` for a whole file.

    Returns ``None`` for all where a file cannot be read in pieces.
    """
    wanted = {id(voucher.txn) for voucher in kept}
    under = {plain(text) for v in kept for text in texts(v, "approval")}
    under |= {plain(approval.id) for approval in counted_approvals(books, end)}
    needed: dict[str, list[Span]] = defaultdict(list)
    pieced: set[str] = set()
    for entry in books.entries:
        name = entry.meta["filename"]
        if _is_dropped(entry, end, wanted, under):
            pieced.add(name)
        else:
            needed[name].append(spans[name].of(entry.meta["lineno"]))
    main = str(books.main)
    if main in pieced or any(_STATEFUL.search(contents[name]) for name in pieced):
        return None
    return {name: joined(needed[name]) if name in pieced else None for name in contents}


def _is_dropped(entry: Any, end: dt.date, wanted: set[int], under: set[str]) -> bool:
    if entry.date > end:
        return False
    kind = type(entry).__name__
    if kind == "Custom":
        return entry.type in _OF_APPROVALS and plain(str(entry.values[0].value)) not in under
    return kind in _DROPPED and id(entry) not in wanted


def _live_approvals(
    books: Books,
    end: dt.date,
    spans: Mapping[str, FileSpans],
    files: Sequence[str],
    findings: Iterable[Finding],
    later: Iterable[Voucher],
) -> dict[str, str]:
    """Approvals that may still be spent under → where they and their uses stand, as :func:`written_places` has it.

    That of the approval comes first; a file is told by its position in order. ``later``: what is under
    theirs is asked for, too.
    """
    number = {name: at for at, name in enumerate(files)}
    spoken_of = {finding.about for finding in findings}
    named = {plain(text) for voucher in later for text in texts(voucher, "approval")}

    def place(file: str, line: int) -> tuple[int, ...]:
        return number[file], *spans[file].of(line)

    live = {}
    for approval in books.of(Approval):
        use = books.record(approval_uses).of(approval).until(end)
        if approval.date > end or (plain(approval.id) not in named and not _is_open(use, end)):
            continue
        if approval.id in spoken_of:
            continue
        own = with_partners(books, [one.voucher for one in use.uses], end)
        uses = {id(one.txn): one for one in own}.values()
        live[plain(approval.id)] = written_places(
            [place(*approval.place), *(place(*one.place) for one in uses)]
        )
    return live


def _is_open(use: ApprovalUse, end: dt.date) -> bool:
    return use.available > 0 and (end - use.approval.date).days <= _LIVE_DAYS


def _record(books: Books, finding: Finding) -> dict[str, Any]:
    record = finding._asdict()
    record["place"] = [books.relative(finding.place.file), finding.place.line]
    record["date"] = finding.date.isoformat() if finding.date else None
    record["clause"] = list(finding.clause)
    del record["explanation"]  # It may come later.
    record["to_do"] = _to_do(finding.to_do) if finding.to_do else None
    return record


def _to_do(item: ToDo) -> list[str | list[str] | None]:
    last = item.last.isoformat() if item.last else None
    return [item.due.isoformat(), item.title, list(item.command), last]
