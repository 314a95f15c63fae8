"""Vouchers of closed months changed, moved, added, taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tampering import (
    Change,
    Tampering,
    add,
    cut,
    every,
    in_file,
    put,
    redate,
    replaced,
    rewrite,
    swap,
    then,
    unset,
)

from rules.mutations import voucher

TONER, FLOWERS, COPIER = "2025-03-0006", "2025-03-0007", "2025-03-0022"
CHOIR, RELIEF, GRANT, RED = "2025-03-0012", "2025-03-0015", "2025-03-0013", "2025-06-0004"
OFFICE, PRINTING = "Expenses:5101办公用品", "Expenses:5102报刊印刷"
MARCH = "2025/2025-03.beancount"


def header_and_amounts() -> Iterator[tuple[str, Change]]:
    """Ways to change one voucher of March: its header, amounts, accounts, as a whole."""
    toner = voucher(TONER)
    yield "amount, one fen more", every(toner, "745.00", "745.01")
    yield "amount, digits turned", every(toner, "745.00", "754.00")
    yield "amount with a third decimal", every(toner, "745.00", "745.000")
    yield "amount without decimals", every(toner, "745.00", "745")
    yield "signs turned", rewrite(toner, _signs_turned)
    yield "another day of the month", redate(toner, "2025-03-07")
    yield "expense account", swap(toner, OFFICE, PRINTING)
    yield "payee", swap(toner, "示例打印耗材店", "示例打印耗材行")
    yield "payee left out", swap(toner, '"示例打印耗材店" ', "")
    yield "payee, a blank at its end", swap(toner, '示例打印耗材店"', '示例打印耗材店 "')
    yield "narration", swap(toner, "硒鼓 2 支", "硒鼓 3 支")
    yield "narration, a look-alike", swap(toner, "粉盒 1 支", "粉盒 l 支")
    yield "narration, full width", swap(toner, "粉盒 1 支", "粉盒 １ 支")
    yield "narration, one blank more", swap(toner, "粉盒 1 支", "粉盒  1 支")
    yield "narration, a line break", swap(toner, "、粉盒", "\n粉盒")
    yield "flag", swap(toner, "2025-03-06 *", "2025-03-06 !")
    yield "flag of a posting", swap(toner, f"  {OFFICE}", f"  ! {OFFICE}")
    yield "tag", swap(toner, "#toner", "#paper")
    yield "tag in capitals", swap(toner, "#toner", "#Toner")
    yield "tag left out", swap(toner, " #toner", "")
    yield "one tag more", swap(toner, "#toner", "#toner #paper")
    yield "link", swap(toner, "^HT-2025-03", "^HT-2025-04")
    yield "link left out", swap(toner, " ^HT-2025-03", "")
    yield "tag made a link", swap(toner, "#toner", "^toner")
    yield "postings turned", rewrite(toner, _first_posting_last)
    yield "posting split", rewrite(toner, _posting_split)
    yield "price on a posting", swap(toner, "745.00 CNY\n", "745.00 CNY @ 1 CNY\n")
    yield "key moved to the voucher", rewrite(toner, _cleared_to_voucher)
    yield "a key that nobody knows", put(toner, "memo", "补充")
    yield "an empty key", swap(toner, "\n", "\n  memo:\n")
    yield "deleted", cut(toner)
    yield "made a comment", rewrite(toner, lambda text: re.sub("(?m)^", ";", text))
    yield "standing there twice", lambda ledger: ledger.add(ledger.text_of(toner), MARCH)


def metadata() -> Iterator[tuple[str, str, Change]]:
    """Every key of a voucher and of its postings, changed and left out."""
    for number, key, value in (
        (TONER, "voucher", "2025-03-0066"),
        (GRANT, "receipt", "A0000122"),
        (TONER, "invoice", "25379000000848570222"),
        (TONER, "approval", "SP-2025-0024"),
        (TONER, "handler", "冯八方"),
        (TONER, "witness", "郑七星"),
        (RELIEF, "fund", "悦读角"),
        (TONER, "attachments", 2),
        (COPIER, "document", "documents/2025/2025-02-0014-收据存根.png"),
        (RED, "reverses", "2025-05-0014"),
    ):
        yield f"{key}", number, put(voucher(number), key, value)
        yield f"no {key}", number, unset(voucher(number), key)
    for name, number, old, new in (
        ("attachments as text", TONER, "attachments: 1", 'attachments: "1"'),
        ("attachments as yes or no", TONER, "attachments: 1", "attachments: TRUE"),
        ("attachments as an amount", TONER, "attachments: 1", "attachments: 1 CNY"),
        ("cleared on another day", TONER, "cleared: 2025-03-06", "cleared: 2025-03-07"),
        ("cleared as text", TONER, "cleared: 2025-03-06", 'cleared: "2025-03-06"'),
        ("not cleared", TONER, "    cleared: 2025-03-06\n", ""),
        ("receipt of a posting", CHOIR, '"A0000119"', '"A0000129"'),
        ("no receipt of a posting", CHOIR, '    receipt: "A0000119"\n', ""),
        ("asset of a posting", COPIER, '"GD-2025-001"', '"GD-2023-001"'),
        ("no asset of a posting", COPIER, '    asset: "GD-2025-001"\n', ""),
    ):
        yield name, number, swap(voucher(number), old, new)
    yield "fund moved to a posting", RELIEF, rewrite(voucher(RELIEF), _fund_to_posting)
    yield "receipts of two postings turned", CHOIR, rewrite(voucher(CHOIR), _receipts_turned)


def places() -> Iterator[Tampering]:
    """Vouchers that go from month to month, come or go."""
    turned = then(
        every(voucher(TONER), "745.00", "860.00"), every(voucher(FLOWERS), "860.00", "745.00")
    )
    yield Tampering("amounts of two vouchers turned", "2025-03", FLOWERS, turned)
    for name, months, number, day in (
        ("into the next month", "2025-03 2025-04", "2025-03-0027", "2025-04-01"),
        ("into the month before", "2025-03 2025-04", "2025-04-0001", "2025-03-31"),
        ("into the open month", "2025-08", "2025-08-0024", "2025-09-01"),
        ("to before the books began", "2025-01 2025-03", TONER, "2024-03-06"),
        ("into the last closed month", "2025-03 2025-08", TONER, "2025-08-30"),
    ):
        yield Tampering(f"voucher {name}", months, number, redate(voucher(number), day))
    for name, month, day in (
        ("to a month", "2025-05", "2025-05-30"),
        ("to the first month", "2025-01", "2025-01-31"),
        ("to the newest month", "2025-08", "2025-08-31"),
        ("before everything", "2025-01", "2019-12-31"),
    ):
        added = new_voucher(day, "补记的文具")
        yield Tampering(f"voucher added {name}", month, "补记的文具", add(added))
    last = voucher("2025-08-0024")
    yield Tampering("last voucher of all deleted", "2025-08", "2025-08-0024", cut(last))
    for name, before, after in (
        ("pushtag", "pushtag #x", "poptag #x"),
        ("pushmeta", 'pushmeta memo: "x"', "popmeta memo:"),
    ):
        change = in_file(MARCH, lambda text, b=before, a=after: f"{b}\n{text}\n{a}\n")
        yield Tampering(f"{name} around a month", "2025-03", TONER, change)


def tampered_vouchers() -> Iterator[Tampering]:
    for name, change in header_and_amounts():
        yield Tampering(f"voucher: {name}", "2025-03", TONER, change)
    for name, number, change in metadata():
        yield Tampering(f"voucher: {name}", number[:7], number, change)
    yield from places()


def new_voucher(day: str, narration: str, number: str = "") -> str:
    return (
        f'{day} * "示例文具店" "{narration}"\n  voucher: "{number or day[:8] + "0099"}"\n'
        f"  {OFFICE}  20.00 CNY\n  Assets:1002银行存款:01基本户  -20.00 CNY\n"
    )


def _signs_turned(text: str) -> str:
    return re.sub(r"(-?)(\d+\.\d\d) CNY", lambda m: f"{'' if m[1] else '-'}{m[2]} CNY", text)


def _first_posting_last(text: str) -> str:
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("  Expenses:"))
    return "\n".join([*lines[:at], *lines[at + 1 : -1], lines[at], ""])


def _posting_split(text: str) -> str:
    return re.sub(rf"(  {OFFICE} +)745.00 CNY\n", r"\g<1>700.00 CNY\n\g<1>45.00 CNY\n", text)


def _fund_to_posting(text: str) -> str:
    text = replaced(text, '  fund: "邻里互助金"\n', "")
    return re.sub(r"(  Expenses:.*\n)", r'\g<1>    fund: "邻里互助金"\n', text)


def _cleared_to_voucher(text: str) -> str:
    key = "    cleared: 2025-03-06\n"
    return replaced(text, key, "").replace("\n", "\n" + key, 1)


def _receipts_turned(text: str) -> str:
    turned = {"A0000119": "A0000120", "A0000120": "A0000119"}
    return re.sub("A00001(19|20)", lambda found: turned[found[0]], text)
