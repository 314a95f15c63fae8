"""What the cards of all known things share: places, vouchers, findings and queries about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import Explanation
from juwu_ledger.records.queries import asked_queries
from juwu_ledger.records.voucher_lines import lines_of
from juwu_ledger.registers.vouchers.voucher_standing import Standings
from juwu_ledger.rules.support.rule import ERROR, Finding
from juwu_ledger.tables.report import CODE, DATE, MONEY, Column, Field, Row, Table

_VOUCHERS = (
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证号", CODE, 14),
    Column("payee", "对方", width=20),
    Column("summary", "摘要", width=30),
    Column("amount", "金额", MONEY, 13),
    Column("standing", "状态", width=26),
    Column("place", "账本位置", width=30),
)


@dataclass(frozen=True)
class Knowledge:
    """Some books, what their rules found, and the day from which one looks."""

    books: Books
    as_of: dt.date
    findings: Sequence[Finding]
    standings: Standings

    def place(self, place: Place) -> Field:
        """Return where in the books something is written."""
        return Field("place", "账本位置", place_text(self.books, place))

    def said_of(self, *ids: str) -> Iterator[Field]:
        """Yield what rules found, what was asked, and what was explained about these ids."""
        names = {plain(identity) for identity in ids if identity}
        for finding in self.findings:
            if names & {plain(finding.about or ""), plain(finding.voucher or "")}:
                yield Field("finding", _severity(finding), _finding_text(finding))
        for asked in asked_queries(self.books):
            query = asked.query
            if plain(query.about or "") in names:
                reply = asked.replies[-1] if asked.replies else None
                answer = f"（{reply.date} 答复：{reply.text}）" if reply else "（还没有答复）"
                yield Field("query", "质询", f"{query.id} {query.date}：{query.text}{answer}")
        for item in self.books.of(Explanation):
            if plain(item.about or "") in names:
                yield Field("explanation", "说明", f"{item.rule} {item.date}：{item.text}")

    def vouchers(self, title: str, told: Iterable[tuple[Voucher, int]]) -> Table:
        """Return vouchers as a table, each with an amount in fen."""
        rows = [
            Row(
                (
                    voucher.date,
                    voucher.id,
                    voucher.payee,
                    voucher.narration,
                    to_yuan(fen),
                    self.standings.of(voucher),
                    place_text(self.books, voucher.place),
                )
            )
            for voucher, fen in told
        ]
        return Table("vouchers", title, _VOUCHERS, tuple(rows), empty="没有凭证。", adds_up=False)


def worth(voucher: Voucher) -> int:
    """Return what a voucher comes to, fen: the sum of its debits."""
    return sum(line.debit or 0 for line in lines_of(voucher))


def place_text(books: Books, place: Place) -> str:
    """Return a place as people read it: file from the books' folder, and line."""
    return f"{books.relative(place.file)} 第 {place.line} 行"


def filled(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return the fields that say anything."""
    return tuple(field for field in fields if field.value not in (None, ""))


def _severity(finding: Finding) -> str:
    if finding.explanation is not None:
        return "查账（已说明）"
    return "查账（严重）" if finding.severity == ERROR else "查账（提醒）"


def _finding_text(finding: Finding) -> str:
    said = finding.explanation
    more = f"改法：{finding.remedy}" if said is None else f"说明：{said}"
    return f"{finding.rule} {finding.message}（{more}）"
