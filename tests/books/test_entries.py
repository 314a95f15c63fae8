"""What the types say of Beancount's entries is what Beancount's own tuples have."""

from __future__ import annotations

from beancount.core.amount import Amount
from beancount.core.data import Posting as BeancountPosting
from beancount.core.data import Transaction as BeancountTransaction

from juwu_ledger.books.model.entries import Posting, Transaction, Units


def _names(protocol: type) -> set[str]:
    return {name for name, value in vars(protocol).items() if isinstance(value, property)}


def test_every_property_is_a_field_of_beancounts_own() -> None:
    assert _names(Units) == set(Amount._fields)
    assert _names(Posting) <= set(BeancountPosting._fields)
    assert _names(Transaction) <= set(BeancountTransaction._fields)
