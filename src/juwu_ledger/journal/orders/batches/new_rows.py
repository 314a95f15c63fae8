"""Which rows of a batch the books do not have yet."""

from __future__ import annotations

from juwu_ledger.books.facts.view import Books
from juwu_ledger.intake.batches.kind import Batch, Line
from juwu_ledger.intake.batches.refusal import CellProblem, CellsRefused
from juwu_ledger.intake.batches.row_keys import identity_of
from juwu_ledger.journal.engine.refusals import Refusal
from juwu_ledger.records.batch_rows import BookedRow, booked_rows


def new_rows(books: Books, batch: Batch) -> Batch:
    """Return the batch with the rows that are to be booked.

    Raises :class:`Refusal` where all are in the books, :class:`CellsRefused` where one was changed after
    it was booked.
    """
    known = booked_rows(books)
    fresh: list[Line] = []
    changed = []
    for line in batch.lines:
        booked = known.get(identity_of(line.key))
        if booked is None:
            fresh.append(line)
        elif booked.key != line.key:
            changed.append(CellProblem(line.at, 0, _changed(booked)))
    if changed:
        raise CellsRefused(batch.sheet, changed)
    if not fresh:
        raise Refusal(f"这 {len(batch.lines)} 行都已经记过了，没有写入。")
    return batch.only(fresh)


def _changed(booked: BookedRow) -> str:
    if not booked.voucher:
        return "这个科目从这一天起的限额已经有了，写的不一样；要改限额，换一个日期"
    return (
        f"这一行已经记过（凭证 {booked.voucher}），现在写的不一样；"
        f"改错请用 juwu reverse {booked.voucher}"
    )
