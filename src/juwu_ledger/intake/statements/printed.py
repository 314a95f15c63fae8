"""What stands around the rows: account, holder, period, counts, sums. Told by words, not places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from juwu_ledger.intake.statements.cells import UnreadableCell, amount_in, day_in, phrase
from juwu_ledger.intake.statements.headings import Found
from juwu_ledger.intake.statements.refusal import StatementRefused
from juwu_ledger.intake.statements.statement import Printed

_ACCOUNT = ("账号", "银行账号", "查询账号", "本方账号", "账户", "卡号", "支付宝账户", "账户账号")
_HOLDER = ("户名", "账户名称", "账号名称", "单位名称", "本方户名", "姓名", "账户名", "客户名称")
_FIRST = ("起始日期", "开始日期", "起始时间", "查询起始日期", "起始日")
_LAST = ("终止日期", "结束日期", "截止日期", "终止时间", "查询终止日期", "终止日", "截止日")
_PERIOD = ("日期范围", "起止日期", "查询日期", "日期区间", "查询期间", "查询时间", "账单期间")
_FIGURES = {
    "count_in": ("收入笔数", "贷方笔数", "贷方总笔数", "收入总笔数", "收方笔数"),
    "count_out": ("支出笔数", "借方笔数", "借方总笔数", "支出总笔数", "付方笔数"),
    "sum_in": (
        *("收入金额", "贷方合计", "贷方发生额合计", "汇总收入金额", "收入总金额", "收入合计"),
        *("贷方总金额", "贷方金额合计"),
    ),
    "sum_out": (
        *("支出金额", "借方合计", "借方发生额合计", "汇总支出金额", "支出总金额", "支出合计"),
        *("借方总金额", "借方金额合计"),
    ),
    "count": ("总笔数", "资金流水总笔数", "合计笔数", "交易笔数"),
    "opening": ("期初余额", "上期余额", "承前余额", "上页余额"),
    "closing": ("期末余额", "本期余额", "结余"),
}
_LABELS = {
    **dict.fromkeys(_ACCOUNT, "account"),
    **dict.fromkeys(_HOLDER, "holder"),
    **dict.fromkeys(_FIRST, "first"),
    **dict.fromkeys(_LAST, "last"),
    **dict.fromkeys(_PERIOD, "period"),
    **{said: field for field, names in _FIGURES.items() for said in names},
}
_DAY = r"20\d\d(?:[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)"
_SPAN = re.compile(rf"({_DAY})[\d: ]*(?:至|到|-|—|~)+\s*({_DAY})")
_SIDE_LINE = re.compile(
    r"(收入|支出|贷方|借方)(?:合计)?:?\s*(\d+)\s*笔[^\d\-+]*([-+]?[\d,]+(?:\.\d+)?)\s*元"
)
_COUNT_LINE = re.compile(r"^共:?\s*(\d+)\s*笔")
_ENGLISH = re.compile(r"\[[^\]]*[A-Za-z]{3}[^\]]*\]")
_ABC_LINE = re.compile(r"^(\d+)\s*(收|支|付)\s*([\d,]+\.\d\d)$")
_IN_FILE_NAME = re.compile(r"[（(](\d{6,30})[^）)]*[）)]")


class About(Protocol):
    """What a row says of account and holder."""

    @property
    def account(self) -> str: ...  # noqa: D102
    @property
    def holder(self) -> str: ...  # noqa: D102


class Surroundings(NamedTuple):
    """What a file says of itself beside its rows."""

    account: str
    holder: str
    first: dt.date | None
    last: dt.date | None
    printed: Printed


def surroundings(found: Found, name: str, rows: Sequence[About]) -> Surroundings:
    """Return what stands above the heading and below the rows; ``name`` is the file's own.

    Raises :class:`StatementRefused` where two accounts are named.
    """
    said: dict[str, str] = {}
    for field, value in _pairs(found):
        said.setdefault(field, value)
    accounts = {row.account for row in rows if row.account}
    if len(accounts) > 1:
        raise StatementRefused("two-accounts", f"一份里有 {len(accounts)} 个账号，请一个账户导一份")
    holders = {row.holder for row in rows if row.holder}
    in_name = _IN_FILE_NAME.search(name)
    account = said.get("account") or min(accounts, default="") or (in_name[1] if in_name else "")
    first, last = _period(said)
    return Surroundings(
        account=account,
        holder=said.get("holder") or min(holders, default=""),
        first=first,
        last=last,
        printed=_printed(found, said),
    )


def _pairs(found: Found) -> Iterator[tuple[str, str]]:
    """Yield labels and values of the rows that are no movements: ``账号:1``, ``账号|1``, ``共3笔``."""
    outside = [row for row in _outside(found) if any(row)]
    for at, row in enumerate(outside):
        following = outside[at + 1] if at + 1 < len(outside) else []
        for column, text in enumerate(row):
            yield from _lines(text)
            label, value = _label_and_rest(text)
            if label is None:
                continue
            if not value:
                beside = next((other for other in row[column + 1 :] if other), "")
                below = following[column] if column < len(following) else ""
                is_head = _label_and_rest(beside)[0] is not None if beside else False
                value = below if is_head or not beside else beside
            if value and _label_and_rest(value)[0] is None:
                yield label, value


def _outside(found: Found) -> Iterator[list[str]]:
    date = found.columns["date"]
    for at, cells in enumerate(found.table.grid):
        if at == found.at:
            continue
        if at > found.at and date < len(cells):
            try:
                day_in(cells[date])
                continue
            except UnreadableCell:
                pass
        yield [phrase(cell) for cell in cells]


def _label_and_rest(text: str) -> tuple[str | None, str]:
    """Return the field that a text names, and what follows its colon."""
    name, colon, rest = text.partition(":")
    bare = re.sub(r"[\s#]", "", _ENGLISH.sub("", name)).strip("[]")
    bare = re.sub(r"\((?:元|人民币)\)$", "", bare)
    field = _LABELS.get(bare)
    return field, rest.strip(" []") if colon else ""


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield counts and sums that are printed as a sentence."""
    for side, count, total in _SIDE_LINE.findall(text):
        end = "in" if side in ("收入", "贷方") else "out"
        yield f"count_{end}", count
        yield f"sum_{end}", total.lstrip("-")
    if match := _COUNT_LINE.match(text):
        yield "count", match[1]
    if match := _ABC_LINE.match(text):
        end = "in" if match[2] == "收" else "out"
        yield f"count_{end}", match[1]
        yield f"sum_{end}", match[3]
    for label, value in re.findall(r"(起始时间|终止时间|起始日期|终止日期):\s*\[([^\]]*)\]", text):
        yield _LABELS[label], value


def _period(said: dict[str, str]) -> tuple[dt.date | None, dt.date | None]:
    first, last = said.get("first", ""), said.get("last", "")
    span = _SPAN.search(said.get("period", "")) or _SPAN.search(first)
    if span:
        first, last = span[1], span[2]
    return _day(first), _day(last)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return day_in(text)[0]
    except UnreadableCell:
        raise StatementRefused("unreadable-period", f"起止日期 {text[:40]!r} 读不懂") from None


def _printed(found: Found, said: dict[str, str]) -> Printed:
    figures = {field: _figure(field, said[field]) for field in _FIGURES if field in said}
    if "sum_in" not in figures and "sum_out" not in figures:
        figures |= dict(_total_row(found))
    if not found.layout.sums_printed:
        figures = {"count": figures["count"]} if "count" in figures else {}
    return Printed(**figures)


def _figure(field: str, text: str) -> int | None:
    if field.startswith("count"):
        match = re.fullmatch(r"(\d{1,9})\s*笔?", text)
        if match is None:
            raise StatementRefused("unreadable-count", f"印的笔数 {text[:40]!r} 读不懂")
        return int(match[1])
    try:
        fen = amount_in(text)
    except UnreadableCell as error:
        raise StatementRefused("unreadable-count", f"印的合计{error}") from None
    return fen if fen is None or field in ("opening", "closing") else abs(fen)


def _total_row(found: Found) -> Iterable[tuple[str, int]]:
    """Yield the sums of a row 合计 that stand in the columns of amounts."""
    if not {"out", "into"} <= found.columns.keys():
        return
    for cells in found.table.grid[found.at + 1 :]:
        texts = [phrase(cell) for cell in cells]
        if not any(re.search(r"合计|总计", text) for text in texts):
            continue
        for field, end in (("into", "sum_in"), ("out", "sum_out")):
            column = found.columns[field]
            try:
                fen = amount_in(cells[column]) if column < len(cells) else None
            except UnreadableCell:
                continue
            if fen is not None:
                yield end, abs(fen)
        return
