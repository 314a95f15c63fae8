"""Do the tables of a bundle say what its report says? Sums made anew from the lines, in whole fen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from juwu_ledger.books.model.chart import MONEY_ROLES
from juwu_ledger.books.model.money import is_sound, show_fen, to_fen
from juwu_ledger.bundle.manifest import Manifest
from juwu_ledger.bundle.tables import Cell, DataTable
from juwu_ledger.intake.refusal import FileRefused


def balances_digest(accounts: DataTable, column: str) -> str:
    """Return one SHA-256 over the balances by class; those of nothing are left out.

    By class and not by account: an account that is named for a person is masked from the day on which
    that person first gets relief.
    """
    total = hashlib.sha256()
    for name, fen in sorted(balances(accounts, column).items()):
        total.update(f"{name} {fen}\n".encode())
    return total.hexdigest()


def balances(accounts: DataTable, column: str) -> dict[str, int]:
    """Return the balances (fen) by class: root, role, source and nature; those of nothing are left out."""
    sums: dict[str, int] = defaultdict(int)
    for line in accounts.lines():
        root = line.account.partition(":")[0]
        sums[f"{root} {line.role} {line.source} {line.nature}"] += getattr(line, column)
    return {name: fen for name, fen in sums.items() if fen}


def refuse_other_sums(manifest: Manifest, report: bytes, tables: Mapping[str, DataTable]) -> None:
    """Raise :class:`FileRefused` (``sums``) where entries, accounts and report do not agree."""
    entries, accounts = tables["entries"], tables["accounts"]
    _refuse_blanks(entries, accounts)
    days = [day for day in entries.column("date") if isinstance(day, dt.date)]
    if any(day not in manifest.period for day in days):
        raise FileRefused("sums", "分录里有别的月份的日子")
    _refuse_ledger(entries, accounts)
    said = _report(report, manifest)
    for what, made, printed in _figures(entries, accounts, said):
        if made != printed:
            raise FileRefused(
                "sums",
                f"数据表与月报不一致：{what}，表里 {show_fen(made)}，月报 {show_fen(printed)}",
            )


def _refuse_blanks(*tables: DataTable) -> None:
    for table in tables:
        if any(value is None for row in table.rows for value in row):
            raise FileRefused("sums", "数据表里有空着的格子")
    names = tables[-1].column("account")
    if len(set(names)) != len(names):
        raise FileRefused("sums", "科目表里有一个科目写了两遍")


def _refuse_ledger(entries: DataTable, accounts: DataTable) -> None:
    moved = _by(entries, "account", "fen")
    if sum(moved.values()):
        raise FileRefused("sums", "分录借贷不平")
    for line in accounts.lines():
        if line.opening + line.debit - line.credit != line.closing:
            raise FileRefused("sums", f"科目 {line.account} 期初加发生不等于期末")
        if moved.pop(line.account, 0) != line.debit - line.credit:
            raise FileRefused("sums", f"科目 {line.account} 的分录加起来不等于它的发生额")
    if any(moved.values()):
        raise FileRefused("sums", "分录里有科目表没有的科目")


def _figures(
    entries: DataTable, accounts: DataTable, said: Mapping[str, Any]
) -> Iterable[tuple[str, int, int]]:
    for column, title in (("opening", "期初结余"), ("closing", "期末结余")):
        money = sum(getattr(line, column) for line in accounts.lines() if line.role in MONEY_ROLES)
        yield title, money, _fen(said[column])
    for column, title in (("income", "收入"), ("spending", "支出")):
        yield title, sum(_fens(entries.column(column))), _fen(said[column])
    made = _by(entries, "account", "accrued")
    printed = {name: _fen(text) for name, text in said["by_account"].items()}
    for name in sorted(made.keys() | printed.keys()):
        yield name, made.get(name, 0), printed.get(name, 0)


def _report(data: bytes, manifest: Manifest) -> Mapping[str, Any]:
    """Return the totals of a monthly report's JSON; it must be that of this very month."""
    try:
        paper = json.loads(data)
        said: Mapping[str, Any] = paper["totals"]
        about = (paper["report"], paper["period"], paper["committee"], paper["books_digest"])
        assert isinstance(said["by_account"], dict)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        raise FileRefused("sums", "report.json 读不懂") from None
    if about != ("monthly", manifest.period.label, manifest.title, manifest.digest):
        raise FileRefused("sums", "report.json 不是这个居委会这个月封账的那份月报")
    return said


def _fen(text: Any) -> int:
    try:
        number = Decimal(text) if isinstance(text, str) and len(text) < 30 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not is_sound(number):
        raise FileRefused("sums", "report.json 里有读不懂的金额")
    return to_fen(number)


def _fens(values: Iterable[Cell]) -> Iterable[int]:
    return (value for value in values if isinstance(value, int))


def _by(table: DataTable, key: str, column: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, fen in zip(table.column(key), table.column(column), strict=True):
        if isinstance(fen, int):
            sums[str(name)] += fen
    return sums
