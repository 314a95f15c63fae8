"""SPD014: an invoice number that is neither 20 digits nor 8 digits with a code."""

import datetime as dt
import re
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD014",
    name="invoice-malformed",
    title="发票号码不像发票",
    clause=("FM-3.2",),
    why="数电票号码是 20 位数字；旧发票是 8 位号码加 10 位或 12 位代码；财政电子票据是 8 位代码加 10 位号码。别的样子多半是抄错了，或者不是发票。",
    remedy="照发票抄对号码：数电票写 20 位；旧发票写成 代码-号码，如 037002100411-12345678。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_FORM = re.compile(r"\d{20}|\d{10}(?:\d{2})?-?\d{8}|\d{8}-\d{10}", re.ASCII)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the form of the number only, once it is made plain."""
    for use in books.facts.invoices:
        if not _FORM.fullmatch(plain(use.text)):
            yield RULE.on(
                use.voucher,
                f"发票号 {use.text!r} 不是 20 位数字，也不是代码加 8 位号码",
                place=use.place,
            )
