"""A voucher as the draft of its like: the command that writes such a one, and what it was told.

What belongs to one voucher alone is left out: number, day, receipt, invoice, approval, scans, the bank's day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen, to_fen
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.drafts.line_options import sided_line, spent_line
from juwu_ledger.journal.engine.refusals import Refusal

Legs = list[tuple[str, int]]
_NO_INVOICE = "none:"


def draft_of(books: Books, voucher: Voucher) -> Draft:
    """Return a draft from which one more such voucher can be written.

    Raises :class:`Refusal` for what no command writes again: openings, red letters, year-end entries.
    """
    if voucher.kind == "opening" or voucher.mirrors is not None or voucher.text("reverses"):
        raise Refusal(f"{voucher.id} 是期初或者红字凭证，不能照它再记一张。")
    legs = [(p.account, to_fen(p.units.number)) for p in voucher.txn.postings]
    money = [(name, fen) for name, fen in legs if books.chart[name].is_money]
    others = [(name, fen) for name, fen in legs if not books.chart[name].is_money]
    if _moves_only(books, money, others):
        return _transfer(books, voucher, money, others)
    if len(money) == 1 and len(others) == 1 and money[0][1] > 0:
        return _income(voucher, money[0], others[0])
    if len(money) == 1 and money[0][1] < 0 and all(fen > 0 for _, fen in others):
        return _spending(voucher, money[0], others)
    if not money:
        return _general(voucher)
    raise Refusal(f"{voucher.id} 这种凭证没有一个命令能照着再记，请分别记。")


def _moves_only(books: Books, money: Legs, others: Legs) -> bool:
    """Tell whether money goes from one own account to another, the bank's charge taken off."""
    charges = all(books.chart[name].nature == "bank-charge" and fen > 0 for name, fen in others)
    signs = sorted(fen > 0 for _, fen in money)
    return signs == [False, True] and len(others) <= 1 and charges


def _transfer(books: Books, voucher: Voucher, money: Legs, others: Legs) -> Draft:
    (source, out), (target, _) = sorted(money, key=lambda leg: leg[1])
    roles = (books.chart[source].role, books.chart[target].role)
    words = (("from", source), ("to", target), ("bank", voucher.payee), ("for", voucher.narration))
    if roles == ("undeposited", "bank") and not others:
        return _draft("deposit", words)
    amount = ("amount", show_fen(-out))
    if roles == ("bank", "petty-cash") and not others:
        return _draft("withdraw", (amount, *words))
    fee = [("fee", show_fen(fen)) for _, fen in others]
    fee += [("fee-account", name) for name, _ in others]
    return _draft("transfer", (amount, *words, *fee))


def _income(voucher: Voucher, money: tuple[str, int], other: tuple[str, int]) -> Draft:
    target, fen = money
    return _draft(
        "receive",
        (
            ("amount", show_fen(fen)),
            ("account", other[0]),
            ("from", voucher.payee),
            ("for", voucher.narration),
            ("to", target),
            *_said(voucher, "fund"),
        ),
    )


def _spending(voucher: Voucher, money: tuple[str, int], others: Legs) -> Draft:
    invoice = voucher.text("invoice")
    excuse = invoice[len(_NO_INVOICE) :] if plain(invoice).lower().startswith(_NO_INVOICE) else ""
    if len(others) == 1:
        lines = [("amount", show_fen(others[0][1])), ("account", others[0][0])]
    else:
        paid = (p for p in voucher.txn.postings if p.account != money[0])
        lines = [("line", spent_line(p.account, _fen(p), fund=_own_fund(p))) for p in paid]
    return _draft(
        "spend",
        (
            *lines,
            ("from", money[0]),
            ("to", voucher.payee),
            ("for", voucher.narration),
            ("no-invoice", excuse),
            *_said(voucher, "recipients", "handler", "witness", "fund"),
        ),
    )


def _general(voucher: Voucher) -> Draft:
    return _draft(
        "journal",
        (
            *(
                ("line", sided_line(p.account, _fen(p), fund=_own_fund(p)))
                for p in voucher.txn.postings
            ),
            ("for", voucher.narration),
            ("with", voucher.payee),
            *_said(voucher, "handler", "witness"),
        ),
    )


def _fen(posting: Any) -> int:
    return to_fen(posting.units.number)


def _own_fund(posting: Any) -> str | None:
    fund = (posting.meta or {}).get("fund")
    return str(fund) if fund else None


def _said(voucher: Voucher, *keys: str) -> Iterator[tuple[str, str]]:
    return ((key, voucher.text(key)) for key in keys)


def _draft(command: str, answers: tuple[tuple[str, str], ...]) -> Draft:
    return Draft(command, tuple((name, text.strip()) for name, text in answers if text.strip()))
