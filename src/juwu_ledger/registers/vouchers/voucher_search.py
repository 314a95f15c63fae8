"""Vouchers found by what is asked of them, as a table with where each stands in the books."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.sections.details import number_words
from juwu_ledger.records.flows import flow_of
from juwu_ledger.records.voucher_kinds import kind_of
from juwu_ledger.records.voucher_lines import Line, lines_of, texts
from juwu_ledger.registers.known.known_words import worth
from juwu_ledger.registers.vouchers.voucher_standing import Standings
from juwu_ledger.tables.report import CODE, DATE, MONEY, TOTAL, Column, Row, Table, Value

_COLUMNS = (
    Column("date", "日期", DATE, 11),
    Column("voucher", "凭证号", CODE, 14),
    Column("kind", "类别", CODE, 8),
    Column("payee", "对方", width=18),
    Column("summary", "摘要", width=28),
    Column("accounts", "科目", width=22),
    Column("amount", "金额", MONEY, 13),
    Column("income", "资金收入", MONEY, 13),
    Column("spending", "资金支出", MONEY, 13),
    Column("approval", "签批号", CODE, 14),
    Column("receipt", "收据号", CODE, 10),
    Column("invoice", "发票号", width=20),
    Column("fund", "专项资金", width=12),
    Column("standing", "状态", width=24),
    Column("file", "文件", width=24),
    Column("line", "行", CODE, 6),
)
_ON_SCREEN = ("date", "voucher", "payee", "summary", "accounts", "income", "spending", "standing")


@dataclass(frozen=True)
class Search:
    """What a voucher must have; what is ``None`` is not asked. Amounts in fen, both ends included."""

    period: Period | None = None
    payee: str | None = None
    accounts: frozenset[str] | None = None
    """Any of these accounts, by full name."""
    amount: tuple[int, int] | None = None
    """The amount of the whole voucher or of one of its lines; with ``accounts``, of such a line."""
    fund: str | None = None
    """Earmarked money that it received or spent, be it by the account's own ``fund``."""
    text: str | None = None
    approval: str | None = None
    receipt: str | None = None
    invoice: str | None = None

    @property
    def said(self) -> str:
        """What is asked, in Chinese."""
        low, high = self.amount or (0, 0)
        asked = {
            "期间": self.period.title if self.period else None,
            "对方": self.payee,
            "科目": "、".join(sorted(map(account_label, self.accounts or ()))),
            "金额": f"{show_fen(low)} 至 {show_fen(high)}" if self.amount else None,
            "专项资金": self.fund,
            "文字": self.text,
            "签批": self.approval,
            "收据": self.receipt,
            "发票": self.invoice,
        }
        return "；".join(f"{what} {word}" for what, word in asked.items() if word) or "全部凭证"

    def finds(self, voucher: Voucher) -> bool:
        """Tell whether a voucher has all that is asked but for the fund."""
        return (
            (self.period is None or voucher.date in self.period)
            and _holds(voucher.payee, self.payee)
            and self._on_lines(voucher)
            and self._says(voucher)
            and _names(voucher, "approval", self.approval)
            and _names(voucher, "receipt", self.receipt)
            and _names(voucher, "invoice", self.invoice)
        )

    def _on_lines(self, voucher: Voucher) -> bool:
        if self.accounts is None and self.amount is None:
            return True
        lines = [line for line in lines_of(voucher) if self._has_account(line)]
        if self.amount is None:
            return bool(lines)
        low, high = self.amount
        amounts = [abs(line.fen) for line in lines]
        if self.accounts is None:
            amounts.append(abs(worth(voucher)))
        return any(low <= fen <= high for fen in amounts)

    def _has_account(self, line: Line) -> bool:
        return self.accounts is None or line.account in self.accounts

    def _says(self, voucher: Voucher) -> bool:
        """Look for words anywhere on a voucher: number, party, narration, any of its texts."""
        if self.text is None:
            return True
        metas = (voucher.txn.meta, *(posting.meta or {} for posting in voucher.txn.postings))
        said = (v for m in metas for k, v in m.items() if isinstance(v, str) and k != "filename")
        return any(_holds(one, self.text) for one in (voucher.payee, voucher.narration, *said))


def found_vouchers(books: Books, search: Search) -> list[Voucher]:
    """Return the vouchers that have all that is asked, in order of date and number."""
    found = (voucher for voucher in books.vouchers if search.finds(voucher))
    if search.fund is not None:
        moved = {id(m.voucher.txn) for m in books.facts.fund_moves if _is(m.fund, search.fund)}
        found = (v for v in found if id(v.txn) in moved or _names(v, "fund", search.fund))
    return sorted(found, key=lambda voucher: (voucher.date, voucher.id))


def search_table(books: Books, vouchers: Sequence[Voucher]) -> Table:
    """Return vouchers as a table with all that is told of each; the last line adds them up."""
    standings = Standings(books)
    rows = [_row(books, standings, voucher) for voucher in vouchers]
    if rows:
        flows = [flow_of(books, voucher) for voucher in vouchers]
        sums: dict[str, Value] = {
            "date": f"共 {len(rows)} 张",
            "income": to_yuan(sum(flow.income for flow in flows)),
            "spending": to_yuan(sum(flow.spending for flow in flows)),
        }
        rows.append(Row(tuple(sums.get(column.key) for column in _COLUMNS), TOTAL))
    return Table(
        "vouchers", "凭证清单", _COLUMNS, tuple(rows), empty="没有这样的凭证。", adds_up=False
    )


def on_screen(table: Table) -> Table:
    """Return the table with the columns that fit on a screen; 有效 goes without saying."""
    places = [at for at, column in enumerate(table.columns) if column.key in _ON_SCREEN]
    rows = (Row(tuple(row.values[at] for at in places), row.role) for row in table.rows)
    columns = tuple(table.columns[at] for at in places)
    return Table(table.key, "", columns, tuple(rows), table.note, table.empty, False)


def _row(books: Books, standings: Standings, voucher: Voucher) -> Row:
    flow = flow_of(books, voucher)
    file, line = voucher.place
    return Row(
        (
            voucher.date,
            voucher.id,
            kind_of(flow),
            voucher.payee,
            voucher.narration,
            "、".join(_accounts(books, voucher)),
            to_yuan(worth(voucher)),
            to_yuan(flow.income) if flow.income else None,
            to_yuan(flow.spending) if flow.spending else None,
            *(_listed(voucher, key) for key in ("approval", "receipt", "invoice", "fund")),
            standings.of(voucher),
            books.relative(file),
            str(line),
        )
    )


def _accounts(books: Books, voucher: Voucher) -> Iterator[str]:
    """Yield what the money was for; of a transfer, the accounts it went between."""
    names = dict.fromkeys(line.account for line in lines_of(voucher))
    told = [n for n in names if not ((account := books.chart.get(n)) and account.is_money)]
    yield from map(account_label, told or names)


def _listed(voucher: Voucher, key: str) -> str:
    return "、".join(number_words(text) for text in texts(voucher, key))


def _names(voucher: Voucher, key: str, wanted: str | None) -> bool:
    """Tell whether the voucher or a line of it names an id or a fund, in full width or not."""
    return wanted is None or plain(wanted) in map(plain, texts(voucher, key))


def _is(text: str, wanted: str) -> bool:
    return plain(text) == plain(wanted)


def _holds(text: str, wanted: str | None) -> bool:
    return wanted is None or _folded(wanted) in _folded(text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
