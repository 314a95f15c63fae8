"""``vouchers``: vouchers by line, in the columns that 用友 and 金蝶 export; their numbers are not ours."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.kind import Kind, Line, Values, Wrong

PAPERS = ("receipt", "approval", "invoice", "handler", "witness", "fund")
"""Columns that go onto the voucher as they are named; any of its lines may say them."""


class Entry(NamedTuple):
    """One line: ``fen`` above zero is a debit (借), below zero a credit (贷)."""

    account: str
    fen: int


class Foreign(NamedTuple):
    """A voucher of another program."""

    number: str
    """Theirs; ours is given when it is written."""
    date: dt.date
    payee: str
    narration: str
    attachments: int
    papers: Mapping[str, str]
    entries: tuple[Entry, ...]
    keys: tuple[str, ...]


def _grouped(lines: Sequence[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.values["number"]].append(line)
    return groups


def _make(said: Values, lines: Sequence[Line]) -> tuple[Foreign, ...]:
    return tuple(_voucher(number, own) for number, own in _grouped(lines).items())


def _voucher(number: str, lines: Sequence[Line]) -> Foreign:
    rows = [line.values for line in lines]

    def first(name: str) -> str:
        return next((row[name] for row in rows if row[name]), "")

    return Foreign(
        number=number,
        date=rows[0]["date"],
        payee=first("payee"),
        narration=rows[0]["narration"],
        attachments=next((row["attachments"] for row in rows if row["attachments"]), 0),
        papers={name: first(name) for name in PAPERS if first(name)},
        entries=tuple(Entry(row["account"], _fen(row)) for row in rows),
        keys=tuple(line.key for line in lines),
    )


def _fen(row: Values) -> int:
    return int((row["debit"] or 0) - (row["credit"] or 0))


def _check(said: Values, lines: Sequence[Line]) -> Iterator[Wrong]:
    month = min((line.values["date"].year, line.values["date"].month) for line in lines)
    for line in lines:
        row = line.values
        if (row["date"].year, row["date"].month) != month:
            yield Wrong(line.at, "date", "不是同一个月的；一次只记一个月，请分开")
        if bool(row["debit"]) == bool(row["credit"]):
            yield Wrong(line.at, "debit", "借方金额、贷方金额要写一个，也只写一个")
        ours = account_label(row["account"])
        if row["called"] and not _is_called(ours, row["called"]):
            yield Wrong(
                line.at,
                "called",
                f"这个编码在本账是 {ours}，这里写的是 {row['called']}；编码要换成本账的",
            )
    for number, own in _grouped(lines).items():
        yield from _check_voucher(number, own)


def _is_called(ours: str, theirs: str) -> bool:
    """Tell whether their name of an account is ours, or the last part of one is that of the other."""
    own, other = ours.split("·")[-1], re.split(r"[-—/\\_·.>]", theirs)[-1].strip()
    return bool(other) and (own in other or other in own)


def _check_voucher(number: str, own: Sequence[Line]) -> Iterator[Wrong]:
    """Yield what makes the lines of one number no voucher."""
    first = own[0].values
    left = sum(_fen(line.values) for line in own)
    if left:
        yield Wrong(own[-1].at, "number", f"凭证 {number} 借贷不平，差 {show_fen(abs(left))} 元")
    for line in own[1:]:
        if line.values["date"] != first["date"]:
            yield Wrong(line.at, "date", f"凭证 {number} 写了两个日期")
    for name in ("payee", "attachments", *PAPERS):
        said = {line.values[name] for line in own if line.values[name]}
        if len(said) > 1:
            yield Wrong(own[-1].at, name, f"凭证 {number} 这一栏写了几样；一张凭证只写一样")


def _column(
    name: str, title: str, also: Sequence[str], form: Form, example: str, width: int = 12,
    *, required: bool = True, choices: str = "",
) -> Field:  # fmt: skip
    return Field(name, title, form, example, width, required, choices, also=tuple(also))


KIND = Kind(
    name="vouchers",
    title="凭证",
    hint="一行一笔分录，凭证号相同的是一张凭证；用友、金蝶导出的表另存为 .xlsx 也行。号码由本账重新编。",
    fields=(
        _column("date", "日期", ("制单日期", "凭证日期", "记账日期"), Form.DAY, "2026-04-02", 13),
        _column("number", "凭证号", ("凭证号数", "凭证字号", "凭证编号"), Form.TEXT, "记-0001"),
        _column("narration", "摘要", (), Form.TEXT, "购买打印纸", 26),
        _column(
            "account", "科目编码", ("科目代码", "科目编号"), Form.TEXT, "5101", 22, choices="any"
        ),
        _column("called", "科目名称", (), Form.TEXT, "办公用品", 16, required=False),
        _column("debit", "借方金额", ("借方", "借方本币"), Form.MONEY, "386.00", required=False),
        _column("credit", "贷方金额", ("贷方", "贷方本币"), Form.MONEY, "", required=False),
        _column(
            "attachments", "附单据数", ("附件数", "附件张数"), Form.COUNT, "1", 9, required=False
        ),
        _column("payee", "对方", ("往来单位", "对方单位"), Form.TEXT, "晨光文具店", required=False),
        _column("receipt", "收据号码", (), Form.ID, "", required=False),
        _column("approval", "签批", (), Form.TEXT, "", 16, required=False, choices="approval"),
        _column("invoice", "发票号码", (), Form.ID, "26372000000012345678", 24, required=False),
        _column("handler", "经手人", (), Form.TEXT, "李萍", required=False),
        _column("witness", "证明人", (), Form.TEXT, "张伟", required=False),
        _column("fund", "专项资金", (), Form.TEXT, "", required=False, choices="fund"),
    ),
    identity=lambda said, row: (f"{row['date']:%Y-%m}", row["number"]),
    make=_make,
    check=_check,
    is_foreign=True,
    shares_rows=True,
)
