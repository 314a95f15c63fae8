"""Which approval is spent under."""

from __future__ import annotations

from collections.abc import Callable

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_id
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.records.approvals import approval_uses


def chosen_approval(context: Context, given: str | None) -> Approval:
    """Return the approval that is given or chosen from those under which money is left."""
    books = context.books
    choices = open_approvals(books)
    if given is None and context.ask.terminal and not choices:
        raise BadInput("没有可用的签批；先由主任签批：juwu approve")
    read = approval_reader(books)
    chosen = context.ask.value("--approval", given, "用哪张签批单", read, choices=choices)
    return books.record(approval_uses).by_approval[chosen].approval


def approval_reader(books: Books) -> Callable[[str], str]:
    """Return a reader of the id of an approval of the books; it raises :class:`BadInput`."""
    known = books.record(approval_uses).by_approval

    def read(text: str) -> str:
        identity = read_id(text)
        if identity not in known:
            raise BadInput(f"没有签批 {identity}；先由主任签批：juwu approve")
        return identity

    return read


def open_approvals(books: Books) -> list[Choice]:
    """Return the approvals under which money is left, newest first, each with what is left."""
    return [
        Choice(
            one.approval.id,
            f"{one.approval.id} {one.approval.purpose}（{still_left(books, one.approval)}）",
        )
        for one in reversed([*books.record(approval_uses).by_approval.values()])
        if one.available > 0
    ]


def still_left(books: Books, approval: Approval) -> str:
    """Say what may still be spent under an approval."""
    return f"还剩 {show_fen(books.record(approval_uses).of(approval).left)} 元"
