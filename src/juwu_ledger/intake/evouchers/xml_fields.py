"""Fields of an XML voucher by their local names, whatever namespace, and whatever date it bears."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from juwu_ledger.intake.evouchers.invoice import ADVICE, AIR, FISCAL, INVOICE, RAIL
from juwu_ledger.intake.refusal import FileRefused

NAMES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "InvoiceNumber",
        "EIid",
        "InvoiceNo",
        "EInvoiceNumber",
        "ElectronicInvoiceRailwayETicketNumber",
        "ElectronicInvoiceAirTransportReceiptNumber",
        "NumberOfBankElectronicReceipt",
        "Fphm",
    ),
    "code": ("InvoiceCode", "EInvoiceCode", "Fpdm"),
    "date": (
        "IssueDate",
        "DateOfIssue",
        "IssueTime",
        "InvoiceDate",
        "DateOfBookkeeping",
        "Kprq",
        "RequestTime",
    ),
    "seller": (
        "SellerName",
        "NameOfSeller",
        "InvoicingPartyName",
        "IssueParty",
        "NameOfPayee",
        "PayeeName",
        "Xfmc",
    ),
    "buyer": (
        "BuyerName",
        "NameOfPurchaser",
        "PurchaserName",
        "PayerPartyName",
        "NameOfPayer",
        "PayerName",
        "Gfmc",
    ),
    "net": ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "TotalAmountExcludingTax", "Hjje"),
    "tax": ("TotalTaxAm", "TaxTotalAmount", "TotalTaxAmount", "TaxAmount", "Hjse"),
    "total": (
        "TotalTax-includedAmount",
        "TotalTaxIncludedAmount",
        "TaxInclusiveTotalAmount",
        "TotalAmountIncludingTax",
        "TotalAmount",
        "Fare",
        "TransactionAmount",
        "Jshj",
    ),
    "words": ("TotalTax-includedAmountInChinese", "TotalTaxIncludedAmountInChinese"),
    "blue": ("OriginalInvoiceNumber", "OriginalInvoiceNo", "BlueInvoiceNumber"),
    "qr": ("GraphCode",),
}
"""Field → local names; the first that is there with a value counts."""
_KINDS = {
    "ElectronicInvoiceRailwayETicketNumber": RAIL,
    "ElectronicInvoiceAirTransportReceiptNumber": AIR,
    "NumberOfBankElectronicReceipt": ADVICE,
    "EInvoiceNumber": FISCAL,
}
_BLUE = re.compile(r"被红冲蓝字\D{0,20}号码[:：]?\s*(\d{8,20})", re.ASCII)
Text = Callable[[Element], str]


def root_of(data: bytes) -> Element:
    """Return the root of an XML file; raise :class:`FileRefused` (``doctype``, ``ill-formed``)."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused("doctype", "XML 里有 DOCTYPE 或实体，不读") from None
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused("ill-formed", f"XML 写坏了，或者没有下载完（{error!s:.60}）") from None
    return root


def local_name(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def own_text(element: Element) -> str:
    """Return what stands directly in an element, blanks at the ends taken off."""
    return (element.text or "").strip()


def fields_of(root: Element, text: Text = own_text) -> dict[str, str]:
    """Return the fields that a voucher's XML says; raise :class:`FileRefused` where one says two things."""
    there: dict[str, list[str]] = {}
    for element in root.iter():
        if said := text(element):
            there.setdefault(local_name(element), []).append(said)
    fields = {field: _one(there, names) for field, names in NAMES.items()}
    fields["is_red"] = _is_red(root)
    fields["blue"] = fields["blue"] or _blue(there)
    found = {field: said for field, said in fields.items() if said}
    if "number" in found:
        found["kind"] = next((kind for name, kind in _KINDS.items() if there.get(name)), INVOICE)
    return found


def _one(there: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    for name in names:
        if values := dict.fromkeys(there.get(name, ())):
            if len(values) > 1:
                shown = "、".join(value[:30] for value in list(values)[:3])
                raise FileRefused("two-values", f"{name} 写了不止一个：{shown}，不知道哪个算数")
            return next(iter(values))
    return ""


def _is_red(root: Element) -> str:
    """Return ``Y`` or ``N`` as the label 是否蓝字发票标志 has it the other way round."""
    for label in root.iter():
        if local_name(label) == "InIssuType":
            codes = [own_text(child) for child in label if local_name(child) == "LabelCode"]
            return {"Y": "N", "N": "Y"}.get(codes[0] if codes else "", "")
    return ""


def _blue(there: Mapping[str, list[str]]) -> str:
    notes: Iterator[str] = (text for name in ("Remark", "Note") for text in there.get(name, ()))
    return next((match[1] for text in notes if (match := _BLUE.search(text))), "")
