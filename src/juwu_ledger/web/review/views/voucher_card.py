"""One voucher as a neighbour reads it: what for, how much, on which papers, signed by whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.papers.sections.details import number_words
from juwu_ledger.records.approvals import approval_uses
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.records.voucher_kinds import SPENDING, kind_of
from juwu_ledger.records.voucher_lines import attachments_of, is_red, lines_of, texts
from juwu_ledger.rules.support.rule import ERROR, Finding
from juwu_ledger.tables.form_words import cited, in_capitals
from juwu_ledger.web.review.marks import voucher_digest
from juwu_ledger.web.review.views.approval_words import Approvals, ApprovalWords
from juwu_ledger.web.review.views.words import listed, yuan

_SHOWN_INLINE = {".pdf": "pdf"} | dict.fromkeys(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"), "picture"
)
_PAPERS = (("receipt", "收据"), ("invoice", "发票"), ("fund", "专项资金"), ("asset", "资产"))


class CardLine(NamedTuple):
    """One posting: the account and the amount on its side."""

    account: str
    debit: str
    credit: str


class Fact(NamedTuple):
    """A labelled paper or fact about a voucher."""

    label: str
    text: str


class Scan(NamedTuple):
    """A scan of a voucher: its path as the books write it, its name to show, how it is shown."""

    path: str
    name: str
    kind: str
    """``pdf``, ``picture``, ``file``, or ``missing`` where there is no such file."""


class Problem(NamedTuple):
    """A finding about a voucher."""

    rule: str
    clause: str
    message: str
    remedy: str
    explanation: str | None
    is_error: bool


class Asked(NamedTuple):
    """A query about a voucher with the first answer to it, if there is one."""

    id: str
    date: dt.date
    who: str
    text: str
    answer: str


class NamedApproval(NamedTuple):
    """An approval as a voucher names it."""

    id: str
    words: ApprovalWords | None
    """``None`` where it is not registered."""
    paid: str
    """What this voucher pays under it, where it names several."""


class Card(NamedTuple):
    """A voucher as the review shows it."""

    id: str
    date: dt.date
    kind: str
    party: str
    summary: str
    amount: str
    capitals: str
    is_red: bool
    lines: tuple[CardLine, ...]
    facts: tuple[Fact, ...]
    numbers: str
    """Receipt or invoice numbers in one line."""
    approvals: tuple[NamedApproval, ...]
    """Those that the voucher or its lines name."""
    handler: str
    witness: str
    scans: tuple[Scan, ...]
    digest: str
    """Of the voucher and its scans as they are shown: a mark is put on these."""
    problems: tuple[Problem, ...]
    asked: tuple[Asked, ...]
    needs_approval: bool
    """Money went out, and not only bank charges: approval, handler and witness are asked for."""

    @property
    def scan_words(self) -> str:
        """How many scans there are; those that are named and not there are told apart."""
        missing = sum(scan.kind == "missing" for scan in self.scans)
        there = len(self.scans) - missing
        said = f"有 {there} 份扫描件" if there else "没有扫描件"
        return f"{said}，账上写的 {missing} 份不在" if missing else said

    @property
    def lacks_scans(self) -> bool:
        """None is there, or one that is named is not."""
        return not self.scans or any(scan.kind == "missing" for scan in self.scans)

    @property
    def is_spending(self) -> bool:
        """Money went out."""
        return self.kind == SPENDING


class Cards:
    """Makes cards of vouchers; what they share is looked up once."""

    def __init__(self, books: Books, findings: Iterable[Finding], as_of: dt.date) -> None:
        """Index findings and queries by the voucher they are about."""
        self._books = books
        self._as_of = as_of
        self._approvals = Approvals(books)
        self._problems = _by_voucher(findings)
        self._asked = _queries(books, as_of)
        uses = books.record(approval_uses).all
        self._paid = {(id(use.voucher.txn), use.approval): use.fen for use in uses}
        self._spendings = {id(spending.voucher.txn) for spending in books.facts.spendings}

    def has_problem(self, voucher: Voucher) -> bool:
        """Tell whether a finding that is not explained concerns the voucher."""
        return any(finding.explanation is None for finding in self._findings(voucher))

    def card(self, voucher: Voucher) -> Card:
        """Return the card of a voucher."""
        books = self._books
        flow = flow_of(books, voucher)
        lines = list(lines_of(voucher))
        total = sum(line.debit or 0 for line in lines)
        return Card(
            id=voucher.id,
            date=voucher.date,
            kind=kind_of(flow),
            party=voucher.payee,
            summary=voucher.narration,
            amount=yuan(total),
            capitals=in_capitals(total),
            is_red=is_red(voucher),
            lines=tuple(
                CardLine(account_label(line.account), _side(line.debit), _side(line.credit))
                for line in lines
            ),
            facts=tuple(self._facts(voucher)),
            numbers=listed(
                number_words(t) for key in ("receipt", "invoice") for t in texts(voucher, key)
            ),
            approvals=tuple(self._named(voucher)),
            handler=voucher.text("handler"),
            witness=voucher.text("witness"),
            scans=tuple(self._scans(voucher)),
            digest=voucher_digest(books, voucher),
            problems=tuple(problem_of(finding) for finding in self._findings(voucher)),
            asked=tuple(self._asked.get(voucher.id, ())),
            needs_approval=id(voucher.txn) in self._spendings,
        )

    def _named(self, voucher: Voucher) -> Iterator[NamedApproval]:
        written = texts(voucher, "approval")
        for text in written:
            approval = self._books.approval(text)
            words = self._approvals.words(approval) if approval else None
            fen = self._paid.get((id(voucher.txn), approval.id if approval else text), 0)
            yield NamedApproval(text, words, yuan(fen) if len(written) > 1 else "")

    def _findings(self, voucher: Voucher) -> list[Finding]:
        named = [voucher.id, *texts(voucher, "approval"), *texts(voucher, "receipt")]
        found: dict[int, Finding] = {}
        for name in named:
            for finding in self._problems.get(name, ()) if name else ():
                # What is said of an approval belongs to the voucher that the finding names.
                if name == voucher.id or finding.voucher in (None, voucher.id):
                    found[id(finding)] = finding
        return list(found.values())

    def _facts(self, voucher: Voucher) -> Iterator[Fact]:
        for key, label in _PAPERS:
            said = listed(number_words(text) for text in texts(voucher, key))
            if said:
                yield Fact(label, said)
        count = attachments_of(voucher)
        if count is not None:
            yield Fact("附单据", f"{count} 张")
        target = voucher.text("reverses")
        if target:
            original = self._books.facts.by_id.get(target)
            yield Fact("冲销", cited(original) if original else f"{target}（账本里没有这张）")
        red = self._books.facts.taken_back_by(voucher)
        if red is not None and red.date <= self._as_of:
            yield Fact("备注", f"已由{cited(red)}红字凭证注销")

    def _scans(self, voucher: Voucher) -> Iterator[Scan]:
        for named, added in self._books.record(VoucherScans).of(voucher):
            path = PurePosixPath(named.replace("\\", "/"))
            kind = _SHOWN_INLINE.get(path.suffix.lower(), "file")
            if document_path(self._books.root, named) is None:
                kind = "missing"
            later = f"（{added} 补）" if added else ""
            yield Scan(named, path.name + later, kind)


def problem_of(finding: Finding) -> Problem:
    """Return a finding as the pages show it."""
    return Problem(
        finding.rule,
        "、".join(finding.clause),
        finding.message,
        finding.remedy,
        finding.explanation,
        finding.severity == ERROR,
    )


def _side(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)


def _by_voucher(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    index: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for name in {finding.voucher, finding.about} - {None}:
            index[str(name)].append(finding)
    return index


def _queries(books: Books, as_of: dt.date) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for asked in asked_queries(books, as_of):
        query = asked.query
        if query.about:
            answer = asked.replies[0] if asked.replies else None
            found[query.about].append(
                Asked(
                    query.id,
                    query.date,
                    query.raised_by or "",
                    query.text,
                    answer.text if answer else "",
                )
            )
    return found
