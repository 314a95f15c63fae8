#!/usr/bin/env python3
"""Write the vouchers of Beancount books as a journal that hledger and ledger read, for ``scripts/bench``.

    scripts/bench_journals.py MAIN.beancount OUT.journal

Dates, voucher numbers, payees, narrations and postings, as Beancount books them; nothing else: neither
metadata, assertions of balances nor our directives, which those programs do not know. Books in plain money
only: an amount with a cost or a price is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from beancount.core.data import Directive, Posting, Transaction
from beancount.loader import load_file


def main() -> None:
    source, target = sys.argv[1:]
    entries, errors, _ = load_file(source)
    if errors:
        raise SystemExit(f"bench_journals: {source} has {len(errors)} errors")
    with Path(target).open("w", encoding="utf-8") as file:
        file.writelines(journal(entries))


def journal(entries: Iterable[Directive]) -> Iterator[str]:
    """Yield the transactions as text, one after another."""
    for entry in entries:
        if isinstance(entry, Transaction):
            number = entry.meta.get("voucher", "-")
            said = f"{entry.payee or '-'} | {entry.narration or '-'}".replace(";", "；")
            yield f"{entry.date} {entry.flag} ({number}) {said}\n"
            yield from map(_line, entry.postings)
            yield "\n"


def _line(posting: Posting) -> str:
    if posting.units is None or posting.cost or posting.price:
        raise SystemExit(f"bench_journals: not a plain amount: {posting}")
    return f"    {posting.account}  {posting.units.number:f} {posting.units.currency}\n"


if __name__ == "__main__":
    main()
