"""What each voucher brought in and paid out: one :class:`Flow` per voucher, amounts in fen.

Money is the sum of the money accounts (petty cash, undeposited, bank, clearing):

* a transfer between them is no flow;
* an opening balance is no flow: it belongs to the balance that the period begins with, if it is
  the first voucher of the books; another is no flow either, and no part of any balance before it;
* a red-letter voucher, or a refund that names in ``reverses`` the spending it gives back, is
  taken off the side it once stood on, never added to the other;
* income and spending that share one voucher (the bank's interest beside its charges) count in
  full on both sides.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import CURRENCY, to_fen
from juwu_ledger.books.model.periods import Period

INCOME, SPENDING = "income", "spending"


class Leg(NamedTuple):
    """One posting: its account and its amount in fen as Beancount signs it."""

    account: Account
    fen: int
    posting: Any


class Flow(NamedTuple):
    """A voucher and the money it brought in (``income``) and paid out (``spending``), fen."""

    voucher: Voucher
    sign: int
    """-1 where the voucher takes an earlier one back, else 1; so too where it undoes a refund."""
    income: int
    spending: int
    legs: tuple[Leg, ...]
    is_opening: bool

    @property
    def interest(self) -> int:
        """The part of ``income`` that is interest, for which no receipt is written, fen."""
        if not self.income:
            return 0
        return -sum(leg.fen for leg in self.legs if leg.account.source == "interest")

    @property
    def accrued(self) -> Iterator[Leg]:
        """The postings to income and expense accounts; opening and carry-forward are left out."""
        if not self.voucher.carries_forward and not self.is_opening:
            for leg in self.legs:
                if leg.account.root in ("Income", "Expenses"):
                    yield leg

    @property
    def accrued_income(self) -> int:
        """Income by account, fen; negative where income is taken back."""
        return -sum(leg.fen for leg in self.accrued if leg.account.root == "Income")

    @property
    def accrued_spending(self) -> int:
        """Expenses by account, fen; negative where an expense is taken back."""
        return sum(leg.fen for leg in self.accrued if leg.account.root == "Expenses")

    @property
    def side(self) -> int:
        """-1 where journals write the voucher in red, on the sides of the one it takes back, else 1.

        A refund by another account is no red letter there, but comes off what was spent (``sign``).
        """
        return -1 if self.voucher.mirrors else 1

    @property
    def upright(self) -> tuple[Leg, ...]:
        """The legs as they stood before they were taken back: signs turned where ``sign`` is -1."""
        if self.sign > 0:
            return self.legs
        return tuple(leg._replace(fen=-leg.fen) for leg in self.legs)


def flows_in(books: Books, period: Period) -> list[Flow]:
    """Return the flow of every voucher of a period in order of date and number."""
    vouchers = sorted(books.vouchers_in(period), key=lambda v: (v.date, v.id))
    return [flow_of(books, voucher) for voucher in vouchers]


def flow_of(books: Books, voucher: Voucher) -> Flow:
    """Return what one voucher brought in and paid out."""
    legs = legs_of(books, voucher)
    sign, first = _origin(books, voucher, legs)
    if first.kind == "opening":
        # One that is not the first voucher of the books is none of theirs: it is listed apart.
        return Flow(voucher, sign, 0, 0, legs, books.opens(first))
    upright = legs if sign > 0 else [leg._replace(fen=-leg.fen) for leg in legs]
    income, spending = _gross(upright)
    return Flow(voucher, sign, sign * income, sign * spending, legs, False)


def legs_of(books: Books, voucher: Voucher) -> tuple[Leg, ...]:
    """Return the postings of a voucher in yuan to known accounts, for who asks for no more of its flow."""
    chart, legs = books.chart, []
    for posting in voucher.txn.postings:
        account = chart.get(posting.account)
        units = posting.units
        if account and units.currency == CURRENCY and isinstance(units.number, Decimal):
            legs.append(Leg(account, to_fen(units.number), posting))
    return tuple(legs)


def vouchers_on(books: Books, accounts: Iterable[str]) -> list[Voucher]:
    """Return the vouchers with a posting to one of these accounts, in the order of the books."""
    touching = books.facts.touching
    places = {at for account in accounts for at in touching.get(account, ())}
    return [books.vouchers[at] for at in sorted(places)]


def _origin(books: Books, voucher: Voucher, legs: tuple[Leg, ...]) -> tuple[int, Voucher]:
    """Return the sign of a voucher and the voucher that it takes back, or itself."""
    original = voucher.mirrors
    if original is None and _is_refund(books, voucher, legs):
        original = books.facts.by_id[voucher.text("reverses")]
    if original is None:
        return 1, voucher
    sign, first = _origin(books, original, legs_of(books, original))
    return -sign, first


def _is_refund(books: Books, voucher: Voucher, legs: tuple[Leg, ...]) -> bool:
    """Tell whether money of an earlier voucher came back (or went back) another way.

    The accounts differ from those of the first voucher (paid by bank, given back in cash), so it
    is no mirror of it; income of its own, or more money than moved at first, makes it a voucher
    in its own right. So does giving a deposit back from another account: that is a payment.
    """
    original = books.facts.by_id.get(voucher.text("reverses"))
    if original is None or original is voucher or original.date > voucher.date:
        return False
    if original.mirrors is not None or original.kind == "inflow":
        return False  # Undoing a red letter is a voucher of its own.
    if original.money * voucher.money >= 0 or abs(voucher.money) > abs(original.money):
        return False
    if voucher.money > 0:
        return not any(leg.account.root == "Income" and leg.fen < 0 for leg in legs)
    return not any(leg.account.root == "Expenses" and leg.fen > 0 for leg in legs)


def _gross(legs: Iterable[Leg]) -> tuple[int, int]:
    """Return money in and money out of a voucher that takes nothing back, each in full."""
    money = earned = interest = spent = charges = 0
    touched = False
    for account, fen, _ in legs:
        if account.is_money:
            money += fen
            touched = True
        elif account.root == "Income" and fen < 0:
            earned -= fen
            interest -= fen if account.source == "interest" else 0
        elif account.root == "Expenses" and fen > 0:
            spent += fen
            charges += fen if account.nature == "bank-charge" else 0
    if not touched:
        return 0, 0
    if money >= 0:
        hidden = earned - money - charges
        out = charges + max(0, min(spent - charges, hidden))
        return money + out, out
    hidden = spent + money - interest
    into = interest + max(0, min(earned - interest, hidden))
    return into, into - money
