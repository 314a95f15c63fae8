"""Cash counts (库存现金盘点): notes and coins beside the books, written as a ``balance``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.denominations import FACES, Pieces
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import balance_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.placing import month_file
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.journal.orders.transfers import balance_at
from juwu_ledger.journal.orders.vouchers import month_heading

_WORDS = {fen: text for text, fen in FACES.items()}


_SHORT = (
    "查不明的：由管钱的人当场补足再盘；要由公家承担的，先请主任签批，"
    '再用 juwu spend 列支，加 --no-invoice 短款 和 --explain "原因"，审核的人都看得见。'
)
_OVER = "查不明的：把多的钱拿出来，用 juwu receive 开收据收下、存进银行，再盘。"


class CountDiffers(Refusal):
    """What was counted is not what the books hold; both in fen."""

    def __init__(self, account: str, date: dt.date, book: int, counted: int) -> None:
        """Say how much is over or short, and what to do."""
        gap = counted - book
        kind, word = ("长款", "多") if gap > 0 else ("短款", "少")
        super().__init__(
            f"{date} {account_label(account)}\n"
            f"  账面 {show_fen(book):>14} 元\n"
            f"  实盘 {show_fen(counted):>14} 元\n"
            f"  {kind} {show_fen(abs(gap)):>14} 元（钱比账{word}）\n"
            "没有登记。请先查原因：有没有收付了没记账、记错金额、数错钱；"
            "查明以后补记或冲销那张凭证，再盘一次。\n" + (_OVER if gap > 0 else _SHORT)
        )
        self.book, self.counted = book, counted


@dataclass(frozen=True)
class CashCount:
    """A count at the end of a day."""

    account: str
    date: dt.date
    pieces: Sequence[Pieces]
    """None where the till is empty."""
    counted_by: str
    witness: str

    @property
    def counted(self) -> int:
        """What was counted, fen."""
        return sum(piece.fen for piece in self.pieces)

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`CountDiffers`, or :class:`Refusal` for a second count."""
        books = locked.books
        refuse_difference(books, self.account, self.date, self.counted)
        for assertion in books.facts.assertions:
            entry = assertion.entry
            same = (entry.account, entry.date) == (self.account, self.date + DAY)
            if same and {"counted-by", "witness"} <= entry.meta.keys():
                raise Refusal(f"{self.date} 的{account_label(self.account)}已经盘点登记过了。")
        month = Period.month_of(self.date)
        meta = {
            "counted-by": self.counted_by,
            "witness": self.witness,
            "denominations": denominations_text(self.pieces),
        }
        # Beancount asserts at the start of a day, so the count of an evening is dated the next day.
        return Change(
            file=month_file(month, books, locked.files),
            title=f"{self.date} 现金盘点 {account_label(self.account)}",
            texts=(balance_text(self.date + DAY, self.account, self.counted, meta),),
            heading=month_heading(month),
            dates=(self.date,),
        )


def refuse_difference(books: Books, account: str, date: dt.date, counted: int) -> None:
    """Raise :class:`CountDiffers` unless the books hold what was counted at the day's end."""
    book = balance_at(books, account, date)
    if book != counted:
        raise CountDiffers(account, date, book, counted)


def denominations_text(pieces: Sequence[Pieces]) -> str | None:
    """Return a count as the books write it: ``100x3 50x1``; nothing where nothing was there."""
    there = [piece for piece in pieces if piece.number]
    return " ".join(f"{face_text(piece.face)}x{piece.number}" for piece in there) or None


def face_text(face: int) -> str:
    """Return the face of a note or coin, in fen, as it is written: ``0.5``."""
    return _WORDS[face]
