"""Reading our own directives out of Beancount's ``custom``.

:data:`KINDS` is the whole vocabulary: for each word its class, the values it takes in order and
its metadata. :func:`read_custom` turns one ``Custom`` into its value and the problems found on the
way; it never raises.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.model.identifiers import ReceiptRange
from juwu_ledger.books.model.money import is_sound, to_fen
from juwu_ledger.books.model.problem import Place, Problem
from juwu_ledger.books.model.value_readers import (
    MANY_DAYS,
    Malformed,
    Reader,
    one_of,
    read_account_name,
    read_committee_code,
    read_count,
    read_day,
    read_fen,
    read_half_year,
    read_key_line,
    read_month,
    read_months,
    read_name,
    read_names,
    read_per_cent,
    read_period,
    read_rule_code,
    read_schedule,
    read_signed_fen,
    read_words,
)
from juwu_ledger.books.model.vocabulary import (
    AMOUNT_LIMITS,
    DAY_LIMITS,
    EMPLOYERS,
    OFFICES,
    OPINIONS,
    RECURRING_COMMANDS,
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
    Committee,
    ConferenceReport,
    Directive,
    Disclosure,
    DonorReport,
    Explanation,
    Filing,
    Fund,
    GivenOpinion,
    Guarantee,
    Invoice,
    InvoiceCheck,
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
    Roster,
    SigningKey,
    Stocktake,
    suggestion,
)


class Kind(NamedTuple):
    """One word of the vocabulary: its class, its values in order, and its metadata."""

    cls: type[Directive]
    title: str
    values: tuple[tuple[str, Reader], ...]
    meta: Mapping[str, Reader] = {}
    variadic: bool = False


KINDS: dict[str, Kind] = {
    "committee": Kind(Committee, "居委会", (("code", read_committee_code), ("name", read_name))),
    "officer": Kind(
        Officer,
        "任职",
        (("role", one_of(OFFICES)), ("name", read_name)),
        {"until": read_day, "employer": one_of(EMPLOYERS)},
    ),
    "limit": Kind(
        Limit, "限额", (("kind", one_of({**AMOUNT_LIMITS, **DAY_LIMITS})), ("value", lambda v: v))
    ),
    "budget-limit": Kind(
        BudgetLimit,
        "年度限额",
        (("account", read_account_name), ("amount", read_fen)),
        {"document": read_name},
    ),
    "brought-forward": Kind(
        BroughtForward, "建账前累计", (("account", read_account_name), ("amount", read_signed_fen))
    ),
    "fund": Kind(
        Fund,
        "专项资金",
        (("name", read_name), ("accounts", read_account_name)),
        {"grantor": read_name, "until": read_day, "until-payment": read_day},
        variadic=True,
    ),
    "list": Kind(Roster, "名册", (("name", read_name), ("persons", read_name)), variadic=True),
    "recurring": Kind(
        Recurring,
        "定期业务",
        (("id", read_name), ("when", read_schedule)),
        {"command": one_of(RECURRING_COMMANDS), "until": read_day, "like": read_name},
    ),
    "receipt-book": Kind(
        ReceiptBook,
        "领用收据本",
        (("first", read_name), ("last", read_name)),
        {"issued-by": read_name, "keeper": read_name},
    ),
    "receipt-void": Kind(ReceiptVoid, "收据作废", (("number", read_name), ("reason", read_name))),
    "receipt-return": Kind(
        ReceiptReturn,
        "收据缴销",
        (("first", read_name), ("last", read_name)),
        {"accepted-by": read_name},
    ),
    "approval": Kind(
        Approval,
        "签批",
        (("id", read_name), ("amount", read_fen), ("purpose", read_words)),
        {
            "director": read_name,
            "applicant": read_name,
            "payee": read_name,
            "reason": read_words,
            "fund": read_name,
            "street-director": read_name,
            "street-date": read_day,
            "resolution": read_name,
            "signature": read_name,
            "street-signature": read_name,
        },
    ),
    "approval-end": Kind(
        ApprovalEnd,
        "签批终止",
        (("id", read_name), ("reason", read_name)),
        {"director": read_name, "signature": read_name},
    ),
    "resolution": Kind(
        Resolution,
        "居民会议决议",
        (("id", read_name), ("title", read_name)),
        {"present": read_count, "in-favour": read_count},
    ),
    "asset": Kind(
        AssetCard,
        "固定资产卡片",
        (("id", read_name), ("name", read_name), ("amount", read_fen)),
        {
            "keeper": read_name,
            "location": read_name,
            "category": read_name,
            "in-use": read_day,
            "life": read_months,
            "salvage": read_per_cent,
        },
    ),
    "asset-life": Kind(
        AssetLife,
        "折旧年限",
        (("id", read_name), ("life", read_months)),
        {"salvage": read_per_cent},
    ),
    "low-value": Kind(
        LowValueItem,
        "低值品登记",
        (("id", read_name), ("name", read_name), ("amount", read_fen)),
        {"keeper": read_name},
    ),
    "asset-handover": Kind(
        AssetHandover,
        "资产移交",
        (("id", read_name), ("keeper", read_name)),
        {"witness": read_name},
    ),
    "asset-disposal": Kind(
        AssetDisposal,
        "资产处置",
        (("id", read_name), ("reason", read_name)),
        {"approval": read_name, "into": read_names},
    ),
    "stocktake": Kind(
        Stocktake,
        "资产盘点",
        (("id", read_name), ("result", one_of(STOCKTAKE_RESULTS))),
        {"counted-by": read_name},
    ),
    "reconciliation": Kind(
        Reconciliation,
        "银行对账",
        (("account", read_account_name), ("amount", read_signed_fen)),
        {
            "document": read_name,
            "prepared-by": read_name,
            "checked-by": read_name,
            "unbooked": read_name,
        },
    ),
    "attachment": Kind(Attachment, "补附件", (("voucher", read_name), ("document", read_name))),
    "cleared": Kind(
        LateClearing,
        "银行到账",
        (("voucher", read_name), ("account", read_account_name)),
        {"bank-line": read_name, "tier": one_of(TIERS)},
    ),
    "statement": Kind(
        BankStatement,
        "银行流水",
        (("account", read_account_name), ("amount", read_signed_fen)),
        {
            "from": read_day,
            "rows": read_count,
            "in": read_fen,
            "out": read_fen,
            "document": read_name,
            "digest": read_name,
            "number": read_name,
            "map": read_name,
            "lacks": read_count,
        },
    ),
    "invoice-check": Kind(InvoiceCheck, "发票查验", (("id", read_name), ("name", read_name))),
    "invoice": Kind(
        Invoice,
        "电子凭证",
        (("id", read_name),),
        {
            "invoice-total": read_signed_fen,
            "invoice-net": read_signed_fen,
            "invoice-seller": read_name,
            "invoice-buyer": read_name,
            "invoice-date": read_day,
            "invoice-source": read_name,
            "invoice-checked": read_name,
            "invoice-reverses": read_name,
            "document": read_name,
            "digest": read_name,
        },
    ),
    "key": Kind(
        SigningKey,
        "签名公钥",
        (("name", read_name), ("key", read_key_line)),
        {"registered-by": read_name},
    ),
    "close": Kind(
        MonthClose,
        "月结",
        (("period", read_month),),
        {
            "accountant": read_name,
            "cashier": read_name,
            "director": read_name,
            "digest": read_name,
            "previous": read_name,
            "vouchers": read_count,
            "documents": read_name,
            "seal": read_name,
            "signature": read_name,
        },
    ),
    "filing": Kind(
        Filing,
        "报送街道",
        (("period", read_period),),
        {"received-by": read_name, "document": read_name, "digest": read_name},
    ),
    "review": Kind(
        Review,
        "民主理财审核",
        (("period", read_period), ("opinion", one_of(OPINIONS))),
        {
            "leader": read_name,
            "members": read_names,
            "remarks": read_name,
            "digest": read_name,
            "scans": read_name,
            "entered-by": read_name,
            "supersedes": read_name,
        },
    ),
    "opinion": Kind(
        GivenOpinion,
        "审核意见",
        (("period", read_period), ("opinion", one_of(OPINIONS))),
        {
            "by": read_name,
            "remarks": read_name,
            "digest": read_name,
            "scans": read_name,
            "at": read_name,
        },
    ),
    "disclosure": Kind(
        Disclosure,
        "财务公开",
        (("period", read_period),),
        {"officer": read_name, "until": read_day, "document": read_name, "digest": read_name},
    ),
    "conference-report": Kind(ConferenceReport, "向居民代表报告", (("period", read_half_year),)),
    "donor-report": Kind(
        DonorReport, "向捐赠人报告", (("donor", read_name),), {"period": read_period}
    ),
    "query": Kind(
        Query,
        "质询",
        (("id", read_name), ("text", read_name)),
        {"about": read_name, "raised-by": read_name},
    ),
    "reply": Kind(Reply, "答复", (("id", read_name), ("text", read_name)), {"by": read_name}),
    "explanation": Kind(
        Explanation,
        "说明",
        (("rule", read_rule_code), ("text", read_name)),
        {"about": read_name, "by": read_name},
    ),
    "guarantee": Kind(Guarantee, "担保", (("text", read_name),)),
}
_RUNS_PROGRAMS = ("import-config", "import_config")
_BEANCOUNT_KEYS = frozenset({"filename", "lineno"})


def read_custom(entry: Any) -> tuple[Directive | None, list[Problem]]:
    """Turn one Beancount ``Custom`` into our directive and the problems found on the way.

    A directive whose values are wrong is dropped (``None``) after its problems are told; wrong or
    unknown metadata is told and left out. Fava's own words (``fava-…``, ``budget``) and only those
    are passed over; those of them that would run a program are told.
    """
    place = Place.of(entry.meta)
    word = entry.type
    problems: list[Problem] = []

    # What it is about: its own id or name, so that one explanation does not cover its like.
    named = entry.values[-1 if word == "officer" else 0].value if entry.values else None
    about = named if isinstance(named, str) and named.strip() else word

    def tell(message: str, remedy: str) -> None:
        problems.append(Problem(place, message, remedy, date=entry.date, about=about))

    if word == "fava-extension" or (word == "fava-option" and named in _RUNS_PROGRAMS):
        tell(
            f'custom "{word}" 会让 Fava 运行别的程序，本程序不理会它',
            "删去这一行；居务账自己的页面不用登记就有。",
        )
    if word.startswith("fava-") or word == "budget":
        return None, problems
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
    cls = kind.cls
    if cls is Review:
        meta["signatures"] = more
    if cls is Disclosure:
        meta["copies"] = tuple(more.values())
    if cls is Recurring:
        meta["answers"] = more
        if "command" not in meta:
            tell("定期业务没有写是哪个命令", '加一行 command: "spend"（或 receive、transfer ……）。')
    if cls is Officer and "employer" in meta and fields["role"] != "accountant":
        tell(
            f"{OFFICES[fields['role']]}不写 employer",
            "街道代理记账的只有会计；出纳和别的职务由居委会自己的人担任，删去这一项。",
        )
        del meta["employer"]
    if cls is Limit and not _settle_limit(fields, tell):
        return None, problems
    if cls in (ReceiptBook, ReceiptReturn) and not _settle_range(fields, tell):
        return None, problems
    return cls(date=entry.date, place=place, **fields, **meta), problems


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
    begin, readers = _MANY.get(kind.cls), kind.meta
    for key, value in meta.items():
        reader = readers.get(key)
        if reader is None and (key in _BEANCOUNT_KEYS or key.startswith("__")):
            continue
        is_one_of_many = reader is None and begin is not None and key.startswith(begin)
        if reader is None and not is_one_of_many:
            tell(
                f"{kind.title}没有 {key} 这一项{suggestion(key, readers)}",
                "照《账本格式》改正项名，或删去这一项。",
            )
            continue
        try:
            read = (reader or read_name)(value)
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
            fields["value"] = read_count(value)
            if fields["value"] > MANY_DAYS:
                raise Malformed(f"不能多于 {MANY_DAYS} 天")
        elif isinstance(value, Decimal):
            if value < 0 or not is_sound(value):
                raise Malformed("应是不为负、最多两位小数的金额，写成 3000.00 CNY")
            fields["value"] = to_fen(value)
        else:
            fields["value"] = read_fen(value)
    except Malformed as error:
        tell(f"限额 {kind} 的值{error}", "照《账本格式》改正。")
        return False
    return True


def _settle_range(fields: dict[str, Any], tell: Tell) -> bool:
    """Take the two receipt numbers of a book as a range of numbers."""
    numbers = ReceiptRange.parse(fields["first"], fields["last"])
    if numbers is None:
        tell(
            f"收据起止号码 {fields['first']!r} 到 {fields['last']!r} 不成一段",
            "起止号码要同字头、同位数，起号不大于止号，如 A0000101 到 A0000150。",
        )
        return False
    fields["numbers"] = numbers
    return True
