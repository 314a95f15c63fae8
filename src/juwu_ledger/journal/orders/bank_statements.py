"""Taking in bank statements: whose they are, which of their rows are new, what is kept of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account as ChartAccount
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.intake.statements.checks import is_same_name, is_same_number
from juwu_ledger.intake.statements.kept_rows import KeptRow, file_of, kept_text
from juwu_ledger.intake.statements.statement import KeyedRow, Statement, digest_of, keyed
from juwu_ledger.journal.engine.change import Change, NewFile
from juwu_ledger.journal.engine.directive_text import Account, Fen, Value, custom_text
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.placing import home_of
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.records.bank_rows import MARK, bank_rows

FOLDER = "documents/statements"


@dataclass(frozen=True)
class Delivered:
    """A file as it was read, and what the person says of it."""

    name: str
    suffix: str
    """By which it is kept: what its bytes are, whatever it is called."""
    data: bytes
    """What was read, and so what is kept."""
    statement: Statement
    closing: int | None = None
    """Closing balance, fen, where the file has none."""


@dataclass(frozen=True)
class Taken:
    """What one file brings: its rows with keys, and which of them the books do not have yet."""

    delivered: Delivered
    account: str
    closing: int
    rows: tuple[KeyedRow, ...]
    new: tuple[KeptRow, ...]
    lacking: tuple[KeptRow, ...]
    """Rows of its days that an earlier statement had and this one has not."""
    digest: str


@dataclass(frozen=True)
class StatementsOrder:
    """Statements to be taken in, all or none; ``account`` where the person names it."""

    files: Sequence[Delivered]
    account: str | None = None
    mapping: str | None = None

    def taken(self, books: Books, as_of: dt.date) -> list[Taken]:
        """Return what each file brings; raises :class:`Refusal` or :class:`BadInput`."""
        kept = {name: list(rows) for name, rows in books.record(bank_rows).by_account.items()}
        earlier = list(books.of(BankStatement))
        found = []
        for delivered in self.files:
            with _naming(delivered.name):
                account = owner_of(books, delivered.statement, self.account)
                refuse_untimely(delivered.statement, as_of)
                rows = kept.setdefault(account, [])
                one = _taken(delivered, account, rows)
                _refuse_known(one, [item for item in earlier if item.account == account])
                _refuse_gap(one, rows)
            rows += one.new
            found.append(one)
        return found

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change: the files, their rows, and a directive for each."""
        taken = self.taken(locked.books, locked.as_of)
        originals = [NewFile(document_of(locked.books, one), one.delivered.data) for one in taken]
        texts = [self._text(one, new.target) for one, new in zip(taken, originals, strict=True)]
        labels = [f"{account_label(one.account)} {_span(one.delivered.statement)}" for one in taken]
        return Change(
            file=home_of("statement", BankStatement, locked.books, locked.files),
            title=f"银行流水 {'、'.join(labels)}",
            texts=("".join(texts),),
            made=(*originals, *_kept_files(locked.books, taken)),
            ids=tuple(labels),
        )

    def _text(self, one: Taken, document: str) -> str:
        statement = one.delivered.statement
        received = sum(item.row.fen for item in one.rows if item.row.fen > 0)
        paid = -sum(item.row.fen for item in one.rows if item.row.fen < 0)
        meta: dict[str, Value] = {
            "from": statement.first,
            "rows": len(one.rows),
            "in": Fen(received),
            "out": Fen(paid),
            "document": document,
            "digest": one.digest,
            "number": statement.account or None,
            "map": self.mapping,
            "lacks": len(one.lacking) or None,
        }
        values: list[Value] = [Account(one.account), Fen(one.closing)]
        return custom_text(statement.last, "statement", values, meta)


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Put the file's name before why it is refused: there may be several."""
    try:
        yield
    except (Refusal, BadInput) as error:
        raise type(error)(f"{file}：{error}") from None


def owner_of(books: Books, statement: Statement, named: str | None) -> str:
    """Return the account of the books that a statement is of; refuse one that is not ours.

    By its number (``bank-account``); where the books have none, by the number of earlier statements or
    the holder.
    """
    accounts = books.chart.with_role("bank", "clearing")
    if named is not None:
        account = books.chart[named]
        _refuse_stranger(books, account, statement)
        return named
    fits = [account for account in accounts if _has_number(books, account, statement)]
    fits = fits or [account for account in accounts if _has_holder(books, account, statement)]
    if len(fits) == 1:
        return fits[0].name
    said = statement.account or statement.holder or "没有写账号户名"
    if fits:
        among = "、".join(account.label for account in fits)
        raise BadInput(f"看不出是哪个账户的（{said}），请写 --account；可能是：{among}")
    if statement.account or statement.holder:
        raise Refusal(
            f"这份对账单（{said}）不是账上任何一个账户的；"
            "是我们的，就在科目的 open 下面写 bank-account，或写 --account"
        )
    raise BadInput("对账单上没有账号，也没有户名，请写 --account 说明是哪个账户")


def _has_number(books: Books, account: ChartAccount, statement: Statement) -> bool:
    known = _number_of(books, account)
    return bool(statement.account and known and _is_number(statement.account, known))


def _has_holder(books: Books, account: ChartAccount, statement: Statement) -> bool:
    """Tell whether the holder is that of an account of this kind whose number the books lack."""
    if statement.role not in ("", account.role):
        return False
    if statement.account and _number_of(books, account) is not None:
        return False
    return bool(
        statement.holder and account.holder and is_same_name(statement.holder, account.holder)
    )


def _refuse_stranger(books: Books, account: ChartAccount, statement: Statement) -> None:
    known = _number_of(books, account)
    if statement.account and known is not None and not _is_number(statement.account, known):
        raise Refusal(
            f"对账单的账号是 {statement.account}，{account.label}的是 {known}：不是这个账户"
        )
    if statement.holder and account.holder and not is_same_name(statement.holder, account.holder):
        raise Refusal(
            f"对账单的户名是“{statement.holder}”，{account.label}的是“{account.holder}”：不是这个账户"
        )


def _number_of(books: Books, account: ChartAccount) -> str | None:
    """Return the account's number: as the chart has it, else as an earlier statement printed it."""
    if account.bank_account:
        return account.bank_account
    earlier = [item.number for item in books.of(BankStatement) if item.account == account.name]
    return next((number for number in earlier if number), None)


def _is_number(printed: str, known: str) -> bool:
    return is_same_number(printed, known) or is_same_number(known, printed)


def refuse_untimely(statement: Statement, as_of: dt.date) -> None:
    """Refuse a statement whose last day is still to come."""
    if statement.last > as_of:
        raise Refusal(f"对账单到 {statement.last}，今天才 {as_of}：等那天过了再导")


def _taken(delivered: Delivered, account: str, kept: Sequence[KeptRow]) -> Taken:
    statement = delivered.statement
    rows = tuple(keyed(account, statement.rows))
    keys = {item.key for item in rows}
    known = {item.key for item in kept}
    digest = digest_of(item.key for item in rows)
    closing = statement.closing if statement.closing is not None else delivered.closing
    if closing is None:
        raise BadInput("这份对账单没有余额，请用 --balance 写明最后一天的余额")
    return Taken(
        delivered=delivered,
        account=account,
        closing=closing,
        rows=rows,
        new=tuple(KeptRow(i.key, i.row, digest[:MARK]) for i in rows if i.key not in known),
        lacking=tuple(
            item
            for item in kept
            if statement.first <= item.row.date <= statement.last and item.key not in keys
        ),
        digest=digest,
    )


def _refuse_known(one: Taken, earlier: Iterable[BankStatement]) -> None:
    """Refuse a file that brings nothing: taken in before, perhaps under another name."""
    statement = one.delivered.statement
    if one.new or one.lacking:
        return
    for item in earlier:
        if item.first <= statement.first and statement.last <= item.date:
            raise Refusal(
                f"{len(one.rows)} 笔都已经导过了（{item.first} 到 {item.date} 的对账单），没有新的"
            )


def _refuse_gap(one: Taken, kept: Sequence[KeptRow]) -> None:
    """Refuse a first new row that does not go on from the last one the books have."""
    first = one.rows[0].row if one.rows else None
    before = [item.row for item in kept if item.row.date < one.delivered.statement.first]
    if first is None or not before or first.balance is None:
        return
    last = max(before, key=lambda row: row.date)
    last = [row for row in before if row.date == last.date][-1]
    begun = first.balance - first.fen
    if last.balance is None or last.balance == begun:
        return
    raise Refusal(
        f"接不上：账上已有的流水到 {last.date} 余额 {show_fen(last.balance)} 元，"
        f"这一份从 {first.date} 起，以前是 {show_fen(begun)} 元；中间缺了对账单，请先导前面的"
    )


def document_of(books: Books, one: Taken) -> str:
    """Return where the file is kept: named for its account, its days and its bytes."""
    mark = hashlib.sha256(one.delivered.data).hexdigest()[:8]
    code = books.chart[one.account].code
    statement = one.delivered.statement
    name = f"{code}-{statement.first}-{statement.last}-{mark}.{one.delivered.suffix}"
    return f"{FOLDER}/{name}"


def _kept_files(books: Books, taken: Sequence[Taken]) -> Iterable[NewFile]:
    """Yield the files of the months that get new rows, each with all its rows."""
    fresh: dict[str, list[KeptRow]] = {}
    for one in taken:
        for item in one.new:
            fresh.setdefault(file_of(one.account, item.row.date), []).append(item)
    kept: Mapping[str, Sequence[KeptRow]] = books.record(bank_rows).by_account
    for name, new in sorted(fresh.items()):
        old = [
            item
            for account, rows in kept.items()
            for item in rows
            if file_of(account, item.row.date) == name
        ]
        rows = sorted([*old, *new], key=lambda item: item.row.date)
        yield NewFile(name, kept_text(rows))


def _span(statement: Statement) -> str:
    month = Period.month_of(statement.last)
    if (statement.first, statement.last) == (month.first, month.last):
        return month.label
    return f"{statement.first} 到 {statement.last}"
