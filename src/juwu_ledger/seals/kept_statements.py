"""Statements that were taken in, read again: original, kept rows and directive must still be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.intake.statements.reading import read_statement
from juwu_ledger.intake.statements.statement import KeyedRow, digest_of, keyed
from juwu_ledger.records.bank_rows import bank_rows


def changed_statements(books: Books) -> Iterator[tuple[BankStatement | None, str]]:
    """Yield what is not as it was taken in: the directive, where there is one, and what is wrong."""
    kept = books.record(bank_rows)
    for problem in kept.problems:
        yield None, f"流水文件 {problem}"
    seen: dict[str, set[str]] = defaultdict(set)
    for statement in books.of(BankStatement):
        rows = _read_again(books, statement)
        if isinstance(rows, str):
            yield statement, rows
            seen[statement.account].update(_between(kept.of(statement.account), statement))
            continue
        seen[statement.account].update(item.key for item in rows)
        if digest_of(item.key for item in rows) != statement.digest:
            yield statement, "原件读出来的流水与导入时登记的不同"
        elif wrong := _kept_otherwise(rows, kept.of(statement.account)):
            yield statement, f"流水文件里有 {wrong} 笔改过、少了"
    for account, rows_kept in kept.by_account.items():
        added = sum(item.key not in seen[account] for item in rows_kept)
        if added:
            yield None, f"{account} 的流水文件里多了 {added} 笔，哪份对账单也没有"


def _read_again(books: Books, statement: BankStatement) -> list[KeyedRow] | str:
    path = document_path(books.root, statement.document or "")
    if path is None:
        return f"对账单原件 {statement.document or '没有写明'}，找不到"
    try:
        read = read_statement(path, statement.map)
    except FileRefused as error:
        return f"对账单原件 {statement.document} 读不出来了：{error}"
    return keyed(statement.account, read.rows)


def _between(rows: tuple[KeptRow, ...], statement: BankStatement) -> Iterator[str]:
    return (item.key for item in rows if statement.first <= item.row.date <= statement.date)


def _kept_otherwise(rows: list[KeyedRow], kept: tuple[KeptRow, ...]) -> int:
    """Count the rows that are not kept as they were read."""
    there = {item.key: _said(item) for item in kept}
    return sum(there.get(item.key) != _said(item) for item in rows)


def _said(item: KeyedRow | KeptRow) -> tuple[object, ...]:
    row = item.row
    return (
        *(row.date, row.time, row.fen, row.balance, row.serial, row.receipt),
        *(row.party, row.party_account, row.summary, row.purpose),
    )
