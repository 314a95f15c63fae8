"""Reading our own directives out of Beancount's ``custom``.

:data:`KINDS` is the whole vocabulary: for each word its class, the values it takes in order and
its metadata. :func:`read_custom` turns one ``Custom`` into its value and the problems found on the
way; it never raises.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.money import is_sound, to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.schedules import Schedule
from juwu_ledger.books.model.vocabulary import (
    AMOUNT_LIMITS,
    DAY_LIMITS,
    OFFICES,
    OPINIONS,
    RECURRING_COMMANDS,
    REVOKED,
    STOCKTAKE_RESULTS,
    TIERS,
    Approval,
    ApprovalEnd,
    AssetCard,
    AssetDisposal,
    AssetHandover,
    AssetLife,
    Attachment,
    BankStatement,
    BroughtForward,
    BudgetLimit,
    ConferenceReport,
    Directive,
    Disclosure,
    DonorReport,
    Explanation,
    Filing,
    Fund,
    Guarantee,
    LateClearing,
    Limit,
    LowValueItem,
    MonthClose,
    Officer,
    Query,
    ReceiptBook,
    ReceiptReturn,
    ReceiptVoid,
    Reconciliation,
    Recurring,
    Reply,
    Resolution,
    Review,
    SigningKey,
    Stocktake,
    suggestion,
)


class Malformed(Exception):
    """A value that is not what its place asks for; the message says what is wanted."""


Reader = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("应是写在英文引号里的文字")
    if not value.strip():
        raise Malformed("不能是空的")
    return value


def _any_text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("应是写在英文引号里的文字")
    return value


def _day(value: Any) -> dt.date:
    if not isinstance(value, dt.date):
        raise Malformed("应是日期，写成 2026-01-31，不加引号")
    return value


def _fen(value: Any) -> int:
    number = getattr(value, "number", None)
    if not isinstance(number, Decimal):
        raise Malformed("应是金额，写成 1234.50 CNY")
    if value.currency != "CNY":
        raise Malformed(f"币种应是 CNY，不是 {value.currency}")
    if not is_sound(number):
        raise Malformed("金额最多两位小数")
    if number < 0:
        raise Malformed("金额不能是负数")
    return to_fen(number)


def _signed_fen(value: Any) -> int:
    number = getattr(value, "number", None)
    if isinstance(number, Decimal) and number < 0:
        return -_fen(value._replace(number=-number))
    return _fen(value)


_TOO_MANY = 10**9
_MANY_DAYS = 366


def _count(value: Any) -> int:
    if not isinstance(value, Decimal) or not 0 <= value < _TOO_MANY or value != int(value):
        raise Malformed("应是不带引号的整数，且不能太大")
    return int(value)


_MANY_MONTHS = 1200


def _months(value: Any) -> int:
    if not isinstance(value, Decimal) or not 1 <= value <= _MANY_MONTHS or value != int(value):
        raise Malformed(f"应是不带引号的月数，1 到 {_MANY_MONTHS}，如 60")
    return int(value)


def _per_cent(value: Any) -> Decimal:
    if not isinstance(value, Decimal) or not 0 <= value <= 100 or not is_sound(value):
        raise Malformed("应是不带引号的百分数，0 到 100，最多两位小数，如 5")
    return value


def _period(value: Any) -> Period:
    try:
        return Period.parse(_text(value))
    except ValueError as error:
        raise Malformed(str(error)) from None


def _month(value: Any) -> Period:
    period = _period(value)
    if period.kind != "month":
        raise Malformed("应是月份，写成 2026-01")
    return period


def _half_year(value: Any) -> Period:
    period = _period(value)
    if period.kind != "half-year":
        raise Malformed("应是半年，写成 2026H1 或 2026H2")
    return period


def _schedule(value: Any) -> Schedule:
    try:
        return Schedule.parse(_text(value))
    except ValueError as error:
        raise Malformed(str(error)) from None


def _account(value: Any) -> str:
    if not isinstance(value, str) or ":" not in value:
        raise Malformed("应是科目，如 Assets:1002银行存款:01基本户，不加引号")
    return value


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[\s、,，;；/]+", _text(value)) if name)


def _rule_code(value: Any) -> str:
    if not re.fullmatch(r"[A-Z]{3}\d{3}", _text(value), re.ASCII):
        raise Malformed("应是规则编号，如 CSH001")
    return str(value)


def one_of(words: Mapping[str, Any]) -> Reader:
    """Return a reader that takes one of ``words`` only."""

    def read(value: Any) -> str:
        text = _text(value)
        if text not in words:
            raise Malformed(f"不认识 {text!r}{suggestion(text, words)}；可用：{'、'.join(words)}")
        return text

    return read


def _public_key(value: Any) -> str:
    from juwu_ledger.books.signing.ssh_wire import read_public_key  # Only books with keys need it.

    line = _text(value)
    if line == REVOKED:
        return line
    try:
        read_public_key(line)
    except ValueError:
        raise Malformed(
            f'应是一行公钥，写成 "ssh-ed25519 AAAA…"（juwu key new 打印的那一行），或 "{REVOKED}"'
        ) from None
    return line


class Kind(NamedTuple):
    """One word of the vocabulary: its class, its values in order, and its metadata."""

    cls: type[Directive]
    title: str
    values: tuple[tuple[str, Reader], ...]
    meta: Mapping[str, Reader] = {}
    variadic: bool = False


KINDS: dict[str, Kind] = {
    "officer": Kind(Officer, "任职", (("role", one_of(OFFICES)), ("name", _text)), {"until": _day}),
    "limit": Kind(
        Limit, "限额", (("kind", one_of({**AMOUNT_LIMITS, **DAY_LIMITS})), ("value", lambda v: v))
    ),
    "budget-limit": Kind(BudgetLimit, "年度限额", (("account", _account), ("amount", _fen))),
    "brought-forward": Kind(
        BroughtForward, "建账前累计", (("account", _account), ("amount", _signed_fen))
    ),
    "fund": Kind(
        Fund,
        "专项资金",
        (("name", _text), ("accounts", _account)),
        {"grantor": _text, "until": _day},
        variadic=True,
    ),
    "recurring": Kind(
        Recurring,
        "定期业务",
        (("id", _text), ("when", _schedule)),
        {"command": one_of(RECURRING_COMMANDS), "until": _day},
    ),
    "receipt-book": Kind(
        ReceiptBook,
        "领用收据本",
        (("first", _text), ("last", _text)),
        {"issued-by": _text, "keeper": _text},
    ),
    "receipt-void": Kind(ReceiptVoid, "收据作废", (("number", _text), ("reason", _text))),
    "receipt-return": Kind(
        ReceiptReturn, "收据缴销", (("first", _text), ("last", _text)), {"accepted-by": _text}
    ),
    "approval": Kind(
        Approval,
        "签批",
        (("id", _text), ("amount", _fen), ("purpose", _any_text)),
        {
            "director": _text,
            "applicant": _text,
            "payee": _text,
            "reason": _any_text,
            "fund": _text,
            "street-director": _text,
            "street-date": _day,
            "resolution": _text,
            "signature": _text,
            "street-signature": _text,
        },
    ),
    "approval-end": Kind(
        ApprovalEnd,
        "签批终止",
        (("id", _text), ("reason", _text)),
        {"director": _text, "signature": _text},
    ),
    "resolution": Kind(
        Resolution,
        "居民会议决议",
        (("id", _text), ("title", _text)),
        {"present": _count, "in-favour": _count},
    ),
    "asset": Kind(
        AssetCard,
        "固定资产卡片",
        (("id", _text), ("name", _text), ("amount", _fen)),
        {
            "keeper": _text,
            "location": _text,
            "category": _text,
            "in-use": _day,
            "life": _months,
            "salvage": _per_cent,
        },
    ),
    "asset-life": Kind(
        AssetLife, "折旧年限", (("id", _text), ("life", _months)), {"salvage": _per_cent}
    ),
    "low-value": Kind(
        LowValueItem,
        "低值品登记",
        (("id", _text), ("name", _text), ("amount", _fen)),
        {"keeper": _text},
    ),
    "asset-handover": Kind(
        AssetHandover, "资产移交", (("id", _text), ("keeper", _text)), {"witness": _text}
    ),
    "asset-disposal": Kind(
        AssetDisposal,
        "资产处置",
        (("id", _text), ("reason", _text)),
        {"approval": _text, "into": _names},
    ),
    "stocktake": Kind(
        Stocktake,
        "资产盘点",
        (("id", _text), ("result", one_of(STOCKTAKE_RESULTS))),
        {"counted-by": _text},
    ),
    "reconciliation": Kind(
        Reconciliation,
        "银行对账",
        (("account", _account), ("amount", _signed_fen)),
        {"document": _text, "prepared-by": _text, "checked-by": _text},
    ),
    "attachment": Kind(Attachment, "补附件", (("voucher", _text), ("document", _text))),
    "cleared": Kind(
        LateClearing,
        "银行到账",
        (("voucher", _text), ("account", _account)),
        {"bank-line": _text, "tier": one_of(TIERS)},
    ),
    "statement": Kind(
        BankStatement,
        "银行流水",
        (("account", _account), ("amount", _signed_fen)),
        {
            "from": _day,
            "rows": _count,
            "in": _fen,
            "out": _fen,
            "document": _text,
            "digest": _text,
            "number": _text,
            "map": _text,
            "lacks": _count,
        },
    ),
    "key": Kind(
        SigningKey,
        "签名公钥",
        (("name", _text), ("key", _public_key)),
        {"registered-by": _text},
    ),
    "close": Kind(
        MonthClose,
        "月结",
        (("period", _month),),
        {
            "accountant": _text,
            "cashier": _text,
            "director": _text,
            "digest": _text,
            "previous": _text,
            "vouchers": _count,
            "documents": _text,
            "seal": _text,
            "signature": _text,
        },
    ),
    "filing": Kind(Filing, "报送街道", (("period", _period),), {"received-by": _text}),
    "review": Kind(
        Review,
        "民主理财审核",
        (("period", _period), ("opinion", one_of(OPINIONS))),
        {"leader": _text, "members": _names, "remarks": _text, "digest": _text},
    ),
    "disclosure": Kind(
        Disclosure,
        "财务公开",
        (("period", _period),),
        {"officer": _text, "until": _day, "document": _text, "digest": _text},
    ),
    "conference-report": Kind(ConferenceReport, "向居民代表报告", (("period", _half_year),)),
    "donor-report": Kind(DonorReport, "向捐赠人报告", (("donor", _text),), {"period": _period}),
    "query": Kind(
        Query, "质询", (("id", _text), ("text", _text)), {"about": _text, "raised-by": _text}
    ),
    "reply": Kind(Reply, "答复", (("id", _text), ("text", _text)), {"by": _text}),
    "explanation": Kind(
        Explanation,
        "说明",
        (("rule", _rule_code), ("text", _text)),
        {"about": _text, "by": _text},
    ),
    "guarantee": Kind(Guarantee, "担保", (("text", _text),)),
}
_BEANCOUNT_KEYS = frozenset({"filename", "lineno"})


def read_custom(entry: Any) -> tuple[Directive | None, list[Problem]]:
    """Turn one Beancount ``Custom`` into our directive and the problems found on the way.

    A directive whose values are wrong is dropped (``None``) after its problems are told; wrong or
    unknown metadata is told and left out. Fava's own words (``fava-…``, ``budget``) and only those
    are passed over.
    """
    place = Place.of(entry.meta)
    word = entry.type
    problems: list[Problem] = []

    # What it is about: its own id or name, so that one explanation does not cover its like.
    named = entry.values[-1 if word == "officer" else 0].value if entry.values else None
    about = named if isinstance(named, str) and named.strip() else word

    def tell(message: str, remedy: str) -> None:
        problems.append(Problem(place, message, remedy, date=entry.date, about=about))

    if word.startswith("fava-") or word == "budget":
        return None, []
    kind = KINDS.get(word)
    if kind is None:
        tell(
            f'不认识的登记事项 custom "{word}"{suggestion(word, KINDS)}',
            "照《账本格式》改正这个词，或删去这一行。",
        )
        return None, problems

    fields = _read_values(kind, [item.value for item in entry.values or ()], tell)
    meta, more = _read_meta(kind, entry.meta, tell)
    if fields is None:
        return None, problems
    if kind.cls is Review:
        meta["signatures"] = more
    if kind.cls is Disclosure:
        meta["copies"] = tuple(more.values())
    if kind.cls is Recurring:
        meta["answers"] = more
        if "command" not in meta:
            tell("定期业务没有写是哪个命令", '加一行 command: "spend"（或 receive、transfer ……）。')
    if kind.cls is Limit and not _settle_limit(fields, tell):
        return None, problems
    if kind.cls in (ReceiptBook, ReceiptReturn) and not _settle_slips(fields, tell):
        return None, problems
    return kind.cls(date=entry.date, place=place, **fields, **meta), problems


Tell = Callable[[str, str], None]


def _read_values(kind: Kind, values: list[Any], tell: Tell) -> dict[str, Any] | None:
    wanted = list(kind.values)
    if kind.variadic:
        wanted += [wanted[-1]] * (len(values) - len(wanted))
    if len(values) != len(wanted):
        names = " ".join(name.upper() for name, _ in kind.values)
        tell(
            f"{kind.title}要写 {len(kind.values)} 个值（{names}），这里有 {len(values)} 个",
            "照《账本格式》补齐或删去多余的值。",
        )
        return None
    fields: dict[str, Any] = {}
    sound = True
    for position, ((name, reader), value) in enumerate(zip(wanted, values, strict=True), 1):
        try:
            read = reader(value)
        except Malformed as error:
            tell(f"{kind.title}的第 {position} 个值（{name}）{error}", "照《账本格式》改正。")
            sound = False
            continue
        if kind.variadic and name == wanted[-1][0]:
            fields[name] = (*fields.get(name, ()), read)
        else:
            fields[name] = read
    return fields if sound else None


_MANY: Mapping[type[Directive], str] = {Review: "signature", Disclosure: "document-", Recurring: ""}
"""Kinds that may have several of one thing, each under a key that begins so."""


def _read_meta(
    kind: Kind, meta: Mapping[str, Any], tell: Tell
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the metadata by field, and apart from them those that there may be several of."""
    fields: dict[str, Any] = {}
    more: dict[str, str] = {}
    begin = _MANY.get(kind.cls)
    for key, value in meta.items():
        if key in _BEANCOUNT_KEYS or key.startswith("__"):
            continue
        is_one_of_many = begin is not None and key not in kind.meta and key.startswith(begin)
        reader: Reader | None = _text if is_one_of_many else kind.meta.get(key)
        if reader is None:
            tell(
                f"{kind.title}没有 {key} 这一项{suggestion(key, kind.meta)}",
                "照《账本格式》改正项名，或删去这一项。",
            )
            continue
        try:
            read = reader(value)
        except Malformed as error:
            tell(f"{kind.title}的 {key} {error}", "照《账本格式》改正。")
            continue
        if is_one_of_many:
            more[key] = read
        else:
            fields[key.replace("-", "_")] = read
    return fields, more


def _settle_limit(fields: dict[str, Any], tell: Tell) -> bool:
    """Read a limit's value by its kind: whole days, or an amount (a bare number is yuan)."""
    kind, value = fields["kind"], fields["value"]
    try:
        if kind in DAY_LIMITS:
            fields["value"] = _count(value)
            if fields["value"] > _MANY_DAYS:
                raise Malformed(f"不能多于 {_MANY_DAYS} 天")
        elif isinstance(value, Decimal):
            if value < 0 or not is_sound(value):
                raise Malformed("应是不为负、最多两位小数的金额，写成 3000.00 CNY")
            fields["value"] = to_fen(value)
        else:
            fields["value"] = _fen(value)
    except Malformed as error:
        tell(f"限额 {kind} 的值{error}", "照《账本格式》改正。")
        return False
    return True


def _settle_slips(fields: dict[str, Any], tell: Tell) -> bool:
    """Take the two receipt numbers of a book as a range of slips."""
    slips = ReceiptRange.parse(fields["first"], fields["last"])
    if slips is None:
        tell(
            f"收据起止号码 {fields['first']!r} 到 {fields['last']!r} 不成一段",
            "起止号码要同字头、同位数，起号不大于止号，如 A0000101 到 A0000150。",
        )
        return False
    fields["slips"] = slips
    return True
