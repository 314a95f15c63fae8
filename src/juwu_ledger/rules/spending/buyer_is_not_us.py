"""SPD019: an invoice that is made out to another than the committee."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Invoice
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="SPD019",
    name="buyer-is-not-us",
    title="发票的抬头不是我们",
    clause=("FM-3.2",),
    why="抬头写着别人的发票，是别人花的钱。拿到居委会来报，就是替别人付账。",
    remedy="请对方红冲重开，抬头写居委会的全名；确实是我们的（旧名、简称），加说明。",
    severity=WARNING,
    lasting=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Compare the buyer of what was taken in with the name of the committee."""
    for item in books.of(Invoice):
        buyer = item.invoice_buyer
        if buyer and normal_name(buyer) != normal_name(books.title):
            yield RULE.at(
                item.place,
                f"发票 {item.id} 的抬头是“{buyer}”，不是“{books.title}”",
                date=item.date,
                about=item.id,
            )
