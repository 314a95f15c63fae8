"""From what the sources say to one voucher: sources that exist must agree, figures must hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from juwu_ledger.books.model.capitals import capitals
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.intake.evouchers.invoice import (
    ADVICE,
    FISCAL,
    INVOICE,
    ElectronicInvoice,
    Source,
)
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.cells import UnreadableCell, amount_in, day_in, phrase

_TITLES = {
    "number": "号码",
    "code": "代码",
    "date": "日期",
    "seller": "销售方",
    "buyer": "购买方",
    "net": "不含税金额",
    "tax": "税额",
    "other": "其他税费",
    "total": "价税合计",
    "words": "大写金额",
    "amount": "二维码金额",
    "is_red": "红字蓝字",
    "blue": "对应的蓝字发票",
}
_EXEMPT = re.compile(r"\*+|免税|不征税")
_CAPITALS = "壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分"
_LONGEST_NAME = 100
Value = TypeVar("Value")


def agreed(sources: Sequence[Source], unread: Sequence[str] = ()) -> ElectronicInvoice:
    """Return the voucher that all sources tell of; raise :class:`FileRefused` by name."""
    said = Said(sources)
    number, code = said.one("number", plain), said.one("code", plain)
    date, amount = said.one("date", _day), said.one("amount", _fen)
    if not number or date is None:
        raise _missing(said, unread)
    kind = said.kind()
    code = "" if code is None or len(number) == 20 else code
    refuse_number(kind, code, number)
    net, tax, total = (said.one(field, _fen) for field in ("net", "tax", "total"))
    remarks: tuple[str, ...] = ()
    if amount is not None:
        net, total, remarks = _with_qr(said, amount, net, total, is_older=bool(code))
    if total is None and net is None:
        raise _missing(said, unread)
    _refuse_sums(said, net, tax, total)
    _refuse_words(said, total)
    _refuse_sign(said, total if total is not None else net or 0)
    return ElectronicInvoice(
        kind=kind,
        number=number,
        code=code,
        date=date,
        seller=said.one("seller", _name, normal_name) or "",
        buyer=said.one("buyer", _name, normal_name) or "",
        net=net,
        tax=tax,
        total=total,
        blue=said.one("blue", plain) or "",
        sources=said.names(),
        unread=tuple(unread),
        remarks=remarks,
    )


class Said:
    """What the sources say, field by field."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Take the sources in order: where two spell a name differently the first one counts."""
        self._sources = sources

    def one(
        self,
        field: str,
        read: Callable[[str], Value | None],
        alike: Callable[[Value], object] = str,
    ) -> Value | None:
        """Return the one value of a field, ``None`` where nobody says it; refuse two of them."""
        found: dict[object, tuple[Value, str]] = {}
        for source in self._sources:
            if field not in source.said:
                continue
            try:
                value = read(source.said[field])
            except UnreadableCell as error:
                raise FileRefused(
                    "unreadable-field", f"{source.name} 的{_TITLES[field]}：{error}"
                ) from None
            if value is not None:
                found.setdefault(alike(value), (value, source.name))
        if len(found) > 1:
            shown = "；".join(f"{name} 是 {_shown(value)}" for value, name in found.values())
            raise FileRefused(
                "sources-disagree", f"同一个文件里{_TITLES[field]}不一样：{shown}。不知道哪个是真的"
            )
        return next((value for value, _ in found.values()), None)

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each field the sources that say it."""
        fields = dict.fromkeys(field for source in self._sources for field in source.said)
        return {
            field: tuple(source.name for source in self._sources if field in source.said)
            for field in fields
        }

    def kind(self) -> str:
        """Return what kind of voucher it is: an invoice where no source knows better."""
        kinds = [source.said.get("kind", INVOICE) for source in self._sources]
        return next((kind for kind in kinds if kind != INVOICE), INVOICE)

    def has(self, field: str) -> bool:
        """Tell whether any source says it."""
        return any(field in source.said for source in self._sources)


def _shown(value: object) -> str:
    return f"{show_fen(value)} 元" if isinstance(value, int) else str(value)[:40]


def _missing(said: Said, unread: Sequence[str]) -> FileRefused:
    wanted = [field for field in ("number", "date") if not said.has(field)]
    if not any(map(said.has, ("net", "total", "amount"))):
        wanted.append("total")
    why = "、".join(_TITLES[field] for field in wanted) or "号码、日期或金额"
    told = "".join(f"；{text}" for text in unread)
    return FileRefused("fields-missing", f"读不出{why}{told}。请用电子原件，或照票面自己写")


def _day(text: str) -> dt.date:
    return day_in("".join(text.split()) if "年" in text else text)[0]


def _fen(text: str) -> int | None:
    """Return an amount; ``None`` for the stars of an exempt tax. Of several summands the sum."""
    if _EXEMPT.fullmatch(text.strip()):
        return None
    parts = [amount_in(part) for part in text.split("+")]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _name(text: str) -> str | None:
    return phrase(text)[:_LONGEST_NAME] or None


_FORMS = {
    FISCAL: re.compile(r"\d{8}-\d{10}|\d{20}", re.ASCII),
    ADVICE: re.compile(r"[0-9A-Z._/-]{4,40}", re.ASCII),
}
_FORM = re.compile(r"\d{20}|(?:\d{10}|\d{12})-\d{8}", re.ASCII)


def refuse_number(kind: str, code: str, number: str) -> None:
    """Refuse a number that no voucher of its kind has, such as one of 19 digits."""
    full = f"{code}-{number}" if code else number
    if not _FORMS.get(kind, _FORM).fullmatch(full):
        said = f"代码 {code[:30]}、" if code else ""
        raise FileRefused(
            "bad-number",
            f"{said}号码 {number[:30]} 是 {len(number)} 位：数电票是 20 位，"
            "旧发票是 8 位号码加 10 位或 12 位代码",
        )


def _with_qr(
    said: Said, amount: int, net: int | None, total: int | None, *, is_older: bool
) -> tuple[int | None, int | None, tuple[str, ...]]:
    """Hold the QR code's amount against net and total; alone, the kind of invoice says which it is."""
    if total is not None and amount == total:
        return net, total, ("二维码里的金额是含税的价税合计",)
    if net is not None and amount == net:
        return net, total, ("二维码里的金额是不含税的",)
    if net is not None or total is not None:
        shown = "、".join(show_fen(fen) for fen in (net, total) if fen is not None)
        raise FileRefused(
            "sources-disagree",
            f"二维码的金额 {show_fen(amount)} 元，与其他来源的 {shown} 元都不一样",
        )
    if is_older:
        return amount, None, ("旧发票二维码里的金额是不含税的，价税合计要看票面",)
    return None, amount, ("二维码里的金额是含税的价税合计",)


def _refuse_sums(said: Said, net: int | None, tax: int | None, total: int | None) -> None:
    """Refuse net + tax ≠ total. A tax of ``***`` is exempt: then net is the total."""
    other = said.one("other", _fen) or 0
    if net is None or total is None or (tax is None and not said.has("tax")):
        return
    if net + (tax or 0) + other != total:
        raise FileRefused(
            "wrong-sum",
            f"不含税 {show_fen(net)} 元加税 {show_fen((tax or 0) + other)} 元，"
            f"不是价税合计 {show_fen(total)} 元",
        )


def _refuse_words(said: Said, total: int | None) -> None:
    words = said.one("words", _capitals)
    if words and total is not None and words != _capitals(capitals(abs(total))):
        raise FileRefused("wrong-words", f"大写 {words}，小写 {show_fen(total)} 元，不一样")


def _capitals(text: str) -> str:
    """Return an amount in capitals without what is written in several ways: zeros, 整, 圆."""
    return "".join(char for char in text.replace("圆", "元") if char in _CAPITALS)


def _refuse_sign(said: Said, fen: int) -> None:
    is_red = said.one("is_red", str)
    if fen == 0 or (is_red is not None and (is_red == "Y") != (fen < 0)):
        raise FileRefused("wrong-sign", f"金额 {show_fen(fen)} 元：蓝字发票大于零，红字发票小于零")
