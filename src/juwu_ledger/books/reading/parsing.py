"""Text → entries, by Beancount's parser, without the work that books of public money have no use for."""

from __future__ import annotations

import io
from sys import intern
from typing import Any

from beancount.core.amount import Amount
from beancount.core.data import Posting
from beancount.parser import _parser, grammar  # type: ignore[attr-defined]


def parse(content: bytes, name: str) -> tuple[list[Any], list[Any], Any]:
    """Return the entries of one file's text in the order they stand in, its errors and options.

    Beancount raises what it likes for text that it cannot take.
    """
    builder = _Builder()  # type: ignore[no-untyped-call]
    _parser.Parser(builder).parse(io.BytesIO(content), filename=name, lineno=1)
    entries, errors, options = builder.finalize()  # type: ignore[no-untyped-call]
    return entries, errors, options


class _Builder(grammar.Builder):
    """Beancount's builder, called for every posting of the books: here is what it can do without.

    It looks at the name of an account once, takes what the grammar hands it for the amount that it is,
    and leaves out of the options how wide amounts are (``dcontext``): only Fava asks, and works it out.
    """

    def get_entries(self) -> list[Any]:
        """Return the entries as they stand: they are put in order with those of other files."""
        return list(self.entries)

    def account(self, filename: str, lineno: int, account: str) -> Any:
        """Return the account's name; where it is no name of one, every line that has it is told."""
        known = self.accounts.get(account)
        if known is None:
            told = len(self.errors)
            known = super().account(filename, lineno, account)  # type: ignore[no-untyped-call]
            if len(self.errors) > told:
                del self.accounts[account]
        return known

    def option(self, filename: str, lineno: int, key: str, value: Any) -> None:
        """Set an option; it may say anew what names of accounts begin with."""
        super().option(filename, lineno, key, value)  # type: ignore[no-untyped-call]
        self.accounts.clear()

    def amount(self, _filename: str, _lineno: int, number: Any, currency: Any) -> Any:
        """Return an amount; its number and currency may be missing."""
        return tuple.__new__(Amount, (number, currency))

    def key_value(self, _filename: str, _lineno: int, key: str, value: Any) -> Any:
        """Return a key and its value; the key is one text wherever it stands, and quickly found."""
        return tuple.__new__(grammar.KeyValue, (intern(key), value))

    def _dcupdate(self, number: Any, currency: Any) -> None:
        """Do not gather how wide amounts are."""

    def posting(
        self,
        filename: str,
        lineno: int,
        account: str,
        units: Any,
        cost: Any,
        price: Any,
        istotal: bool,
        flag: int | None,
    ) -> Any:
        """Return a posting; those of lots and prices as Beancount has it."""
        if cost is not None or price is not None or istotal or flag:
            rest = account, units, cost, price, istotal, flag
            return super().posting(filename, lineno, *rest)  # type: ignore[no-untyped-call]
        meta = {"filename": filename, "lineno": lineno}
        return tuple.__new__(Posting, (account, units, None, None, None, meta))
