"""Metadata of vouchers and postings: which keys are ours, and what is wrong with their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from juwu_ledger.books.model.denominations import read_denominations
from juwu_ledger.books.model.money import show_fen, to_fen
from juwu_ledger.books.model.periods import YEARS
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.vocabulary import suggestion

VOUCHER_TEXTS = frozenset(
    {
        "voucher",
        "receipt",
        "invoice",
        "approval",
        "handler",
        "witness",
        "fund",
        "asset",
        "document",
        "reverses",
        "corrects",
        "recipients",
        "recurring",
        "advanced-by",
        "bank-ref",
        "batch-row",
    }
)
VOUCHER_KEYS = VOUCHER_TEXTS | {"attachments", "occurred"}
POSTING_TEXTS = frozenset(
    {
        "receipt",
        "invoice",
        "approval",
        "fund",
        "asset",
        "document",
        "recipients",
        "payer",
        "batch-row",
    }
)
POSTING_KEYS = POSTING_TEXTS | {"cleared"}
COUNT_KEYS = frozenset({"counted-by", "witness", "document", "denominations"})
_OURS = VOUCHER_KEYS | POSTING_KEYS
_PLAIN_VOUCHER = VOUCHER_KEYS - {"occurred", "recipients"} | {
    "filename",
    "lineno",
    "__tolerances__",
}
_PLAIN_POSTING = POSTING_KEYS - {"recipients"} | {"filename", "lineno", "__automatic__"}
_NO_DOCUMENTS = (_PLAIN_VOUCHER | _PLAIN_POSTING) - {"document"}


def check_voucher_meta(meta: Mapping[str, Any], date: dt.date) -> list[Problem]:
    """Return the problems of a transaction's own metadata."""
    problems = []
    for key, value in meta.items():
        if key in VOUCHER_TEXTS:
            if type(value) is str and value and not value.isspace():
                continue
            wrong = "应是写在英文引号里的文字，且不能是空的"
        elif key in ("filename", "lineno") or key.startswith("__"):
            continue
        elif key == "attachments":
            if isinstance(value, Decimal) and value >= 0 and value == value.to_integral_value():
                continue
            wrong = "应是不带引号的张数，如 attachments: 2"
        elif key == "occurred":
            if occurred_on(meta, date):
                continue
            wrong = f"应是事情发生的日期，不加引号，不晚于记账的 {date}"
        elif key == "cleared":
            wrong = "要写在银行科目那一行下面，不写在凭证头上"
        elif key.startswith("document-"):
            continue
        else:
            near = suggestion(key, _OURS)
            if not near:
                continue
            wrong = f"不认识{near}"
        problems.append(_problem(meta, date, meta, f"凭证的 {key} {wrong}"))
    return problems


def check_posting_meta(
    posting_meta: Mapping[str, Any], meta: Mapping[str, Any], date: dt.date
) -> list[Problem]:
    """Return the problems of one posting's metadata."""
    problems = []
    for key, value in posting_meta.items():
        if key in POSTING_TEXTS:
            if type(value) is str and value and not value.isspace():
                continue
            wrong = "应是写在英文引号里的文字，且不能是空的"
        elif key in ("filename", "lineno") or key.startswith("__"):
            continue
        elif key == "cleared":
            if isinstance(value, dt.date):
                continue
            wrong = "应是日期，写成 2026-01-31，不加引号"
        elif key in VOUCHER_KEYS:
            wrong = "要写在凭证头上，不写在分录行下面"
        elif key.startswith("document-"):
            continue
        else:
            near = suggestion(key, _OURS)
            if not near:
                continue
            wrong = f"不认识{near}"
        problems.append(_problem(posting_meta, date, meta, f"分录的 {key} {wrong}"))
    return problems


def check_count_meta(entry: Any) -> list[Problem]:
    """Return the problems of the metadata of a ``balance``: a cash count (库存现金盘点)."""
    problems = []
    for key, value in entry.meta.items():
        if key in ("filename", "lineno") or key.startswith("__"):
            continue
        if key == "denominations":
            wrong = _wrong_denominations(value, entry.amount.number)
        elif key in COUNT_KEYS:
            continue
        else:
            near = suggestion(key, COUNT_KEYS)
            wrong = f"不认识{near}" if near else ""
        if wrong:
            place, message = Place.of(entry.meta), f"余额清点的 {key} {wrong}"
            remedy = "照《账本格式》改正。"
            problems.append(Problem(place, message, remedy, date=entry.date, about=entry.account))
    return problems


def _wrong_denominations(value: Any, number: Decimal) -> str:
    """Say what is wrong with the notes and coins of a count of ``number`` yuan, or nothing."""
    if type(value) is not str:
        return '应是写在英文引号里的文字，如 "100x3 50x1"'
    try:
        counted = sum(pieces.fen for pieces in read_denominations(value))
    except ValueError as error:
        return str(error)
    if counted == to_fen(number):
        return ""
    return f"加起来是 {show_fen(counted)} 元，余额写的是 {show_fen(to_fen(number))} 元"


def has_odd_keys(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a transaction has keys that are not plainly ours."""
    return not _PLAIN_VOUCHER.issuperset(meta)


def has_odd_posting_keys(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether a posting has keys that are not plainly ours."""
    return not _PLAIN_POSTING.issuperset(meta)


BARE = 2
"""Every directive and posting has ``filename`` and ``lineno``; more is metadata that someone wrote."""


def may_name_documents(meta: Mapping[str, Any]) -> bool:
    """Tell quickly whether some key may begin with ``document``; of most metadata none does."""
    return not _NO_DOCUMENTS.issuperset(meta) and "document" in " ".join(meta)


def occurred_on(meta: Mapping[str, Any], date: dt.date) -> dt.date | None:
    """Return the day on which a voucher booked on ``date`` says it happened, where that can be."""
    day = meta.get("occurred")
    return day if isinstance(day, dt.date) and day.year in YEARS and day <= date else None


def text_of(value: Any) -> str:
    """Return a metadata value as text; a malformed one as it prints, so that rules can name it."""
    if type(value) is str:
        return value.strip()
    return "" if value is None else str(value)


def id_of(value: Any) -> str:
    """Return a number or id as written, blanks around it included (rule FMT002 names those)."""
    return value if type(value) is str and not value.isspace() else text_of(value)


def _problem(
    at: Mapping[str, Any], date: dt.date, meta: Mapping[str, Any], message: str
) -> Problem:
    voucher = text_of(meta.get("voucher")) or None
    return Problem(
        Place.of(at), message, "照《账本格式》改正。", date=date, about=voucher, voucher=voucher
    )
