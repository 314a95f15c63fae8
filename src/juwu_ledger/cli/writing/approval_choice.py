"""Which sign-off is spent under."""

from __future__ import annotations

from juwu_ledger.books.money import show_fen
from juwu_ledger.books.vocabulary import Approval
from juwu_ledger.cli.writing.asking import Choice
from juwu_ledger.cli.writing.desk import Desk
from juwu_ledger.cli.writing.reading import read_id
from juwu_ledger.journal.refusals import BadInput
from juwu_ledger.journal.sign_offs import left_under


def chosen_approval(desk: Desk, given: str | None) -> Approval:
    """Return the sign-off that is given or chosen from those under which money is left."""
    books = desk.books
    known = {item.id: item for item in books.of(Approval)}

    def read(text: str) -> str:
        identity = read_id(text)
        if identity not in known:
            raise BadInput(f"没有签批 {identity}；先由主任签批：juwu approve")
        return identity

    left = {item.id: left_under(books, item) for item in known.values()}
    choices = [
        Choice(item.id, f"{item.id} {item.purpose}（还剩 {show_fen(left[item.id])} 元）")
        for item in reversed(known.values())
        if left[item.id] > 0
    ]
    if given is None and desk.ask.terminal and not choices:
        raise BadInput("没有可用的签批；先由主任签批：juwu approve")
    return known[desk.ask.value("--approval", given, "用哪张签批单", read, choices=choices)]
