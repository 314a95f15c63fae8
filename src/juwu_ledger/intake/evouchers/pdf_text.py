"""What the text of a PDF voucher says, by the words printed before each figure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from juwu_ledger.intake.evouchers.invoice import AIR, FISCAL, INVOICE, RAIL, Source

_AMOUNT = r"-?[\d,]+\.\d{2}"
_DAY = r"20\d\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?"
_PATTERNS = {
    "number": r"(?:发票|票据)号码\s*:?\s*(\d{6,25})",
    "code": r"(?:发票|票据)代码\s*:?\s*(\d{6,14})(?!\d)",
    "date": rf"(?:开票|填开|开具)日期\s*:?\s*({_DAY})",
    "total": rf"\(小写\)\s*¥?\s*({_AMOUNT})",
    "words": r"\(大写\)\s*\S*?((?:\(负数\)|负)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]+)",
    "net": rf"^合\s*计\s*¥?\s*({_AMOUNT})",
    "tax": rf"^合\s*计\s*¥?\s*{_AMOUNT}\s+¥?\s*({_AMOUNT}|\*{{1,3}})",
    "buyer": r"(?:购买方名称|交款人(?:名称)?)\s*:\s*(\S+)",
    "seller": r"(?:销售方名称|填开单位|收款单位(?:\(章\))?)\s*:\s*(\S+)",
    "blue": r"被红冲蓝字\D{0,20}号码\s*:?\s*(\d{8,20})",
}
_RAIL_FARE = re.compile(rf"票价\s*:?\s*¥?\s*({_AMOUNT})")
_AIR_FARES = re.compile(
    rf"CNY ?({_AMOUNT}) CNY ?({_AMOUNT}) \S+ " + " ".join([rf"CNY ?({_AMOUNT})"] * 4)
)
_NAME = re.compile(r"(?<![方人])名\s*称\s*:\s*(\S+)")
_KINDS = {"航空运输电子客票": AIR, "铁路电子客票": RAIL, "票据代码": FISCAL}


def text_source(lines: Iterable[str]) -> Source:
    """Return what the printed text says; what is not found is left out."""
    text = "\n".join(unicodedata.normalize("NFKC", line).strip() for line in lines)
    found = {
        field: re.sub(r"\s", "", match[1])
        for field, pattern in _PATTERNS.items()
        if (match := re.search(pattern, text, re.MULTILINE | re.ASCII))
    }
    kind = next((kind for word, kind in _KINDS.items() if word in text), INVOICE)
    if kind == RAIL and (fare := _RAIL_FARE.search(text)):
        found.setdefault("total", fare[1])
    if kind == AIR and (fares := _AIR_FARES.search(text)):
        found |= _air_fares(fares)
    names = _NAME.findall(text)
    if len(names) == 2:  # The buyer stands left of the seller, or above.
        found.setdefault("buyer", names[0])
        found.setdefault("seller", names[1])
    if found:
        found["kind"] = kind
    return Source("PDF 上的文字", found)


def _air_fares(fares: re.Match[str]) -> dict[str, str]:
    """Return a ticket's figures: fare and fuel are net, the fund and other taxes beside the tax."""
    fare, fuel, tax, fund, rest, total = fares.groups()
    return {"net": fare, "other": f"{fuel}+{fund}+{rest}", "tax": tax, "total": total}
