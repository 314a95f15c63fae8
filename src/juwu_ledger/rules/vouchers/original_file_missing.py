"""VCH008: an electronic invoice of which only a picture is kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import InvoiceUse
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import invoice_key
from juwu_ledger.records.invoices import invoices
from juwu_ledger.records.scans import VoucherScans
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="VCH008",
    name="original-file-missing",
    title="电子发票只存了图片",
    clause=("财会〔2024〕11号 27",),
    why="电子发票的原件是那个文件（XML、OFD、PDF）。照片和截图改得了，不能代替原件归档。",
    remedy="向开票的人要电子原件，用 juwu invoice add 收下；凭证已经记好的，也可以 juwu attach 补上。",
    severity=WARNING,
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".heic", ".tif", ".tiff")
_DIGITS = 20


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at all that the vouchers of one 20-digit number keep; none at all may be paper."""
    scans = books.record(VoucherScans)
    kept: dict[str, set[str]] = defaultdict(set)
    for use in books.facts.invoices:
        for scan in scans.of(use.voucher):
            kept[_key(use)].add(scan.name.lower())
    pictures = {
        key
        for key, names in kept.items()
        if key and all(name.endswith(_PICTURES) for name in names)
    }
    taken_in = books.record(invoices).by_number
    for use in books.facts.invoices if pictures else ():
        key = _key(use)
        if key not in pictures:
            continue
        pictures.remove(key)  # It is told where it was used first.
        taken = taken_in.get(key)
        if taken is None or not taken.invoice.document:
            yield RULE.on(
                use.voucher,
                f"电子发票 {use.text} 只存了图片（{len(kept[key])} 份），没有原件",
                place=use.place,
            )


def _key(use: InvoiceUse) -> str:
    """Return a number of 20 digits as it is compared; of any other nothing."""
    key = invoice_key(use.text)
    return key if len(key) == _DIGITS and "-" not in use.text and key.isdigit() else ""
