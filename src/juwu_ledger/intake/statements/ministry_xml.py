"""The ministry's bank statement (财政部会计数据标准, bkrs): XBRL, fields by local name.

The date in the namespace counts for nothing: banks write several.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from juwu_ledger.intake.statements.cells import UnreadableCell, amount_in, day_in, phrase
from juwu_ledger.intake.statements.checks import in_order
from juwu_ledger.intake.statements.refusal import StatementRefused
from juwu_ledger.intake.statements.statement import Printed, Statement, StatementRow

_ROW = "InformationOfReconcileDetailsTuple"
_ACCOUNTS = ("AccountNumber", "AccountOfCustomer", "NumberOfAccount", "BankAccount", "Account")
_HOLDERS = ("NameOfAccountHolder", "NameOfCustomer", "AccountName", "NameOfAccount")
_FIRSTS = ("StartDate", "DateOfStart", "BeginDate", "StartDateOfReconcile")
_LASTS = ("EndDate", "DateOfEnd", "DeadlineDate", "EndDateOfReconcile")
_OPENINGS, _CLOSINGS = ("OpeningBalance", "BeginningBalance"), ("ClosingBalance", "EndingBalance")


def read_ministry_xml(data: bytes) -> Statement:
    """Return the statement of an XBRL file; raise :class:`StatementRefused`."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise StatementRefused("doctype", "XML 里有 DOCTYPE 或实体，不读") from None
    except (ParseError, ValueError, LookupError) as error:
        raise StatementRefused("cut-off", f"XML 不完整，可能没有下载完（{error!s:.60}）") from None
    tuples = [element for element in root.iter() if _name(element) == _ROW]
    if not tuples:
        raise StatementRefused("unknown-layout", "这份 XML 不是财政部格式的银行对账单（bkrs）")
    inside = {id(child) for one in tuples for child in one.iter()}
    head = {_name(e): phrase(e.text or "") for e in root.iter() if id(e) not in inside and e.text}
    rows = in_order(list(_rows([_fields(one) for one in tuples])))
    days = [row.date for row in rows]
    first, last = _day(head, _FIRSTS) or min(days), _day(head, _LASTS) or max(days)
    printed = Printed(opening=_amount(head, _OPENINGS), closing=_amount(head, _CLOSINGS))
    account, holder = _one(head, _ACCOUNTS), _one(head, _HOLDERS)
    return Statement("财政部 bkrs", account, holder, first, last, tuple(rows), printed)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _fields(element: Any) -> dict[str, str]:
    return {_name(child): child.text or "" for child in element.iter() if child.text}


def _rows(all_fields: list[dict[str, str]]) -> Iterator[StatementRow]:
    """Yield the rows. One bank writes every debit with a minus sign: then it is none of its own."""
    debits = [f for f in all_fields if f.get("IdentificationOfCreditOrDebit", "").strip() == "0"]
    with_minus = all(f.get("TransactionAmount", "").strip().startswith(("-", "0")) for f in debits)
    for at, fields in enumerate(all_fields, 1):
        try:
            date, time = day_in(fields.get("DateOfBookkeeping", ""))
            fen = amount_in(fields.get("TransactionAmount", ""))
            balance = amount_in(fields.get("AccountBalance", ""))
        except UnreadableCell as error:
            raise StatementRefused("unreadable-cell", str(error), at) from None
        side = fields.get("IdentificationOfCreditOrDebit", "").strip()
        if fen is None or side not in ("0", "1"):
            raise StatementRefused("unreadable-cell", "没有金额，或看不出是收是付", at)
        signed = fen if side == "1" else -abs(fen) if with_minus else -fen
        serial = fields.get("AccDtlSn") or fields.get("BusinessSerialNumber", "")
        yield StatementRow(
            at=at,
            date=date,
            time=time,
            fen=signed,
            balance=balance,
            serial=phrase(serial),
            receipt=phrase(fields.get("NumberOfBankElectronicReceipt", "")),
            party=phrase(fields.get("NameOfCounterparty", "")),
            party_account=phrase(fields.get("AccountOfCounterparty", "")),
            summary=phrase(fields.get("NotesOfBankElectronicReceipt", "")),
            purpose=phrase(fields.get("Purpose", "") or fields.get("UsageOfFunds", "")),
        )


def _one(head: dict[str, str], names: tuple[str, ...]) -> str:
    return next((head[name] for name in names if head.get(name)), "")


def _day(head: dict[str, str], names: tuple[str, ...]) -> Any:
    text = _one(head, names)
    try:
        return day_in(text)[0] if text else None
    except UnreadableCell as error:
        raise StatementRefused("unreadable-period", f"起止{error}") from None


def _amount(head: dict[str, str], names: tuple[str, ...]) -> int | None:
    try:
        return amount_in(_one(head, names))
    except UnreadableCell as error:
        raise StatementRefused("unreadable-count", f"印的余额{error}") from None
