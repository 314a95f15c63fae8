"""Text → entries, by Beancount's parser, without the work that books of public money have no use for."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property, lru_cache
from sys import intern
from typing import Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Custom, Posting, Transaction
from beancount.core.display_context import DisplayContext
from beancount.parser import _parser, grammar  # type: ignore[attr-defined]
from beancount.parser.grammar import KeyValue, ValueType
from beancount.parser.options import OPTIONS, OPTIONS_DEFAULTS, options_validate_leaf_account

from juwu_ledger.books.model.money import CENT, CURRENCY

_ROOTS = frozenset({"Assets", "Liabilities", "Equity", "Income", "Expenses"})
_FIRSTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_OTHERS = _FIRSTS | frozenset("abcdefghijklmnopqrstuvwxyz-")
_NAMES_OF_ACCOUNTS = frozenset(
    key
    for key, option in OPTIONS.items()
    if option.converter is options_validate_leaf_account and not (option.deprecated or option.alias)
)
"""Options that name an account below one of the roots."""


def parse(content: bytes, name: str) -> tuple[list[Any], list[Any], Any]:
    """Return the entries of one file's text in the order they stand in, its errors and options.

    Beancount raises what it likes for text that it cannot take.
    """
    builder = _Builder()
    _parser.Parser(builder).parse(io.BytesIO(content), filename=name, lineno=1)
    entries, errors, options = builder.finalize()  # type: ignore[no-untyped-call]
    return entries, errors, options


def share_texts(entries: Iterable[Any]) -> None:
    """Let what many entries say alike be one value: whole books lie in memory for a workbook."""
    counts: dict[str, Decimal] = {}
    for entry in entries:
        for meta in (entry.meta, *(posting.meta for posting in getattr(entry, "postings", ()))):
            for key, value in (meta or {}).items():
                if type(value) is str:
                    meta[key] = intern(value)
                elif type(value) is Decimal:
                    meta[key] = counts.setdefault(str(value), value)


class _Builder(grammar.Builder):
    """Beancount's builder, called for every posting of the books: here is what it can do without.

    It looks at the name of an account once, takes what the grammar hands it for the amount that it is,
    and leaves out of the options how wide amounts are (``dcontext``): only Fava asks, and works it out.
    """

    def __init__(self) -> None:
        """Begin with nothing, as Beancount's does, which copies its options whole for every file."""
        super(grammar.Builder, self).__init__()
        self.tags: list[str] = []
        self.meta = defaultdict(list)
        self.entries: list[Any] = []
        self.options = {key: _own(value) for key, value in OPTIONS_DEFAULTS.items()}
        self.accounts: dict[str, str] = {}
        self.usual_roots = True
        self.dcontext = DisplayContext()
        self.amounts: dict[Decimal, Any] = {}

    @cached_property
    def account_regexp(self) -> Any:
        """What names of accounts must match, made for the first that is not plain."""
        return grammar.valid_account_regexp(self.options)

    def get_entries(self) -> list[Any]:
        """Return the entries as they stand: they are put in order with those of other files."""
        return list(self.entries)

    def account(self, filename: str, lineno: int, account: str) -> Any:
        """Return the account's name; where it is no name of one, every line that has it is told."""
        known = self.accounts.get(account)
        if known is None and self.usual_roots and _is_plain(account):
            known = self.accounts[account] = intern(account)
        elif known is None:
            told = len(self.errors)
            known = super().account(filename, lineno, account)  # type: ignore[no-untyped-call]
            if len(self.errors) > told:
                del self.accounts[account]
        return known

    def option(self, filename: str, lineno: int, key: str, value: Any) -> None:
        """Set an option; it may say anew what names of accounts begin with."""
        if key in _NAMES_OF_ACCOUNTS and all(map(_is_plain_part, value.split(":"))):
            self.options[key] = value
            return
        super().option(filename, lineno, key, value)  # type: ignore[no-untyped-call]
        self.accounts.clear()
        self.usual_roots = self.usual_roots and not key.startswith("name_")

    def amount(self, _filename: str, _lineno: int, number: Any, currency: Any) -> Any:
        """Return an amount; its number and currency may be missing.

        Plain amounts are one value in all of the file: many are the same, and they live long.
        """
        if currency != CURRENCY or type(number) is not Decimal or not number.same_quantum(CENT):
            return tuple.__new__(Amount, (number, currency))
        known = self.amounts.get(number)
        if known is None or not number:  # -0.00 is as great as 0.00, and not the same.
            known = self.amounts[number] = tuple.__new__(Amount, (number, CURRENCY))
        return known

    def custom_value(self, _filename: str, _lineno: int, value: Any, dtype: Any = None) -> Any:
        """Return a value of a directive of ours and its type."""
        return tuple.__new__(ValueType, (value, type(value) if dtype is None else dtype))

    def key_value(self, _filename: str, _lineno: int, key: str, value: Any) -> Any:
        """Return a key and its value; the key is one text wherever it stands, and quickly found."""
        return tuple.__new__(KeyValue, (intern(key), value))

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

    def transaction(
        self,
        filename: str,
        lineno: int,
        date: Any,
        flag: int,
        texts: list[str] | None,
        tags_links: Any,
        lines: list[Any] | None,
    ) -> Any:
        """Return a voucher; one with tags, or not with payee and narration, as Beancount has it."""
        meta: dict[str, Any] = {"filename": filename, "lineno": lineno}
        plain = texts and len(texts) == 2 and not (self.tags or self.meta or any(tags_links))
        postings = _postings(lines or (), meta) if plain else None
        if texts is None or postings is None:
            given = date, flag, texts, tags_links, lines
            return super().transaction(filename, lineno, *given)  # type: ignore[no-untyped-call]
        values = meta, date, chr(flag), *map(intern, texts), EMPTY_SET, EMPTY_SET, postings
        return tuple.__new__(Transaction, values)

    def custom(
        self,
        filename: str,
        lineno: int,
        date: Any,
        dir_type: str,
        custom_values: list[Any] | None,
        kvlist: list[Any] | None,
    ) -> Any:
        """Return a directive of ours."""
        meta: dict[str, Any] = {"filename": filename, "lineno": lineno}
        meta.update(kvlist or ())
        return tuple.__new__(Custom, (meta, date, intern(dir_type), custom_values))


@lru_cache(maxsize=4096)
def _is_plain(account: str) -> bool:
    """Tell whether an account is named as most are, root and parts in letters of Latin or Chinese.

    Beancount's pattern takes all of these too, but to make it takes as long as a month's vouchers.
    """
    root, *parts = account.split(":")
    return root in _ROOTS and bool(parts) and all(map(_is_plain_part, parts))


def _is_plain_part(part: str) -> bool:
    others = _OTHERS.issuperset(char for char in part if not "\u4e00" <= char <= "\u9fff")
    return part[:1] in _FIRSTS and others


def _postings(lines: Iterable[Any], meta: dict[str, Any]) -> list[Any] | None:
    """Return the postings among the lines of a voucher, and put keys into ``meta`` or that of their posting.

    ``None`` where a tag or a key that is there twice is among them: Beancount tells of it, and finds
    nothing strange in a key that it meets a second time with the very same value.
    """
    postings: list[Any] = []
    for line in lines:
        if type(line) is Posting:
            postings.append(line)
            meta = postings[-1].meta
        elif type(line) is not KeyValue or meta.setdefault(line[0], line[1]) is not line[1]:
            return None
    return postings


def _own(value: Any) -> Any:
    """Return a copy of an option's value where options of its kind are added to."""
    return value.copy() if isinstance(value, (dict, list, set)) else value
