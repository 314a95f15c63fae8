"""``relief``: what families in need are given; papers for the public do not name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.handout import (
    Handout,
    Papers,
    Recipient,
    papers_settings,
    wrong_names,
)
from juwu_ledger.intake.batches.kind import Kind, Line, Values, Wrong


def _make(said: Values, lines: Sequence[Line]) -> Handout:
    return Handout(
        papers=Papers(**{name: said[name] for name in Papers._fields}),
        payee=f"困难居民（{len(lines)}人）",
        narration=said["reason"],
        invoice="none: 困难救助花名册",
        recipients=tuple(
            Recipient(one.key, one.values["name"], one.values["fen"]) for one in lines
        ),
    )


def _check(said: Values, lines: Sequence[Line]) -> Iterator[Wrong]:
    yield from wrong_names(lines)
    for line in lines:
        if plain(line.values["name"]) in plain(said["reason"]):
            yield Wrong(0, "reason", "事由会公开，不写救助对象的姓名")


KIND = Kind(
    name="relief",
    title="救助名单",
    hint="一人一行；名单记在凭证里，公开的表上遮住姓名。事由会公开，不写姓名。",
    settings=(
        *papers_settings(
            Field("account", "救助科目", Form.TEXT, "5202 困难救助", 28, choices="relief")
        ),
        Field("reason", "事由", Form.TEXT, "春节困难家庭救助", 28),
    ),
    fields=(
        Field("name", "姓名", Form.TEXT, "张三立", 16),
        Field("fen", "金额", Form.MONEY, "500.00", 12),
    ),
    identity=lambda said, row: (
        f"{said['date']:%Y-%m}",
        said["account"],
        said["reason"],
        plain(row["name"]),
    ),
    make=_make,
    check=_check,
)
