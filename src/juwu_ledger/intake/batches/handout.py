"""Money handed out by a list: whom, how much, and under which papers; one voucher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.recipients import read_recipients
from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.kind import Line, Wrong


class Recipient(NamedTuple):
    """One person and what is paid out, fen."""

    key: str
    name: str
    fen: int


class Papers(NamedTuple):
    """What stands above the list and goes onto the voucher."""

    date: dt.date
    account: str
    paid_from: str
    approval: str
    handler: str
    witness: str
    fund: str | None


class Handout(NamedTuple):
    """A payment to several."""

    papers: Papers
    payee: str
    narration: str
    invoice: str
    """Why there is none: ``none: REASON``."""
    recipients: tuple[Recipient, ...]

    @property
    def total(self) -> int:
        """What is paid out, fen."""
        return sum(one.fen for one in self.recipients)

    @property
    def listed(self) -> str:
        """The list as the books keep it."""
        return "、".join(f"{plain(one.name)}={to_yuan(one.fen)}" for one in self.recipients)


def papers_settings(account: Field) -> tuple[Field, ...]:
    """Return the settings that :class:`Papers` is made of."""
    return (
        Field("date", "发放日期", Form.DAY, "2026-04-14", 28),
        account,
        Field("paid_from", "用什么付", Form.TEXT, "1002-01 基本户", 28, choices="paid-from"),
        Field("approval", "签批", Form.TEXT, "SP-2026-0001", 28, choices="approval"),
        Field("handler", "经手人", Form.TEXT, "李萍", 28),
        Field("witness", "证明人", Form.TEXT, "张伟", 28),
        Field("fund", "专项资金", Form.TEXT, "邻里互助金", required=False, choices="fund"),
    )


def wrong_names(lines: Iterable[Line]) -> Iterator[Wrong]:
    """Yield names that could not be kept in a list of recipients."""
    for line in lines:
        name = line.values["name"]
        try:
            kept = read_recipients(f"{plain(name)}=1.00")
        except ValueError:
            kept = {}
        if list(kept) != [plain(name)]:
            yield Wrong(line.at, "name", f"姓名 {name!r} 里不能有顿号、逗号、分号、等号")
