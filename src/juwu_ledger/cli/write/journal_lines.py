"""The lines of a general voucher: read from ``--line``, or asked for one by one at a terminal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import Account
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader, matching
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import (
    folded,
    read_amount,
    read_id,
    read_own,
    read_text,
    read_word,
)
from juwu_ledger.journal.drafts.line_options import sided_line
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.general_vouchers import Entry, refuse_account

_WORDS = ("专项", "发票", "资产")
_NEXT_WORD = re.compile(rf"[,，、](?=\s*(?:{'|'.join(_WORDS)})\s*[=＝])")
_SIDES = {"debit": "借", "credit": "贷"}
_SIDED = re.compile(r"(借|贷)(.+)", re.S)


def read_line(books: Books, day: dt.date, text: str) -> Entry:
    """Read ``科目=借金额[,专项=名][,发票=号][,资产=编号]``; raise :class:`BadInput`."""
    first, *more = _NEXT_WORD.split(text)
    name, equals, rest = first.replace("＝", "=").partition("=")
    match = _SIDED.fullmatch(folded(rest))
    if not equals or match is None:
        raise BadInput(f"{text!r} 要写成 科目=借金额 或 科目=贷金额，如 库存物资=借2000")
    fen = read_amount(match[2]) * (1 if match[1] == "借" else -1)
    account = _reader(books, day, fen)(name)
    entry = Entry(account, fen)
    for word, value in read_own(text, more):
        entry = _with(books, entry, word, value)
    return entry


def _with(books: Books, entry: Entry, word: str, value: str) -> Entry:
    if word == "专项":
        return entry._replace(fund=read_fund(books)(value))
    if word == "发票":
        return entry._replace(invoice=read_id(value))
    return entry._replace(asset=read_id(value))


def read_fund(books: Books) -> Callable[[str], str]:
    """Return a reader of the name of a fund that is declared."""
    names = list(dict.fromkeys(item.name for item in books.of(Fund)))

    def read(text: str) -> str:
        name = read_text(text)
        if name not in names:
            raise BadInput(f"没有专项资金 {name!r}；有：{'、'.join(names) or '没有登记过'}")
        return name

    return read


def ask_lines(context: Context, day: dt.date) -> list[Entry]:
    """Ask line by line until debits and credits are equal and there is no more."""
    entries: list[Entry] = []
    while True:
        entry = _ask_line(context, day, entries)
        entries.append(entry)
        context.ask.put_together("--line", sided_line(entry.account, entry.fen, fund=entry.fund))
        rest = sum(entry.fen for entry in entries)
        context.note(_so_far(entries))
        if not rest and not context.ask.confirm("还有别的行吗？", default=False):
            return entries


def _ask_line(context: Context, day: dt.date, before: Sequence[Entry]) -> Entry:
    ask, books = context.ask, context.books
    rest = sum(entry.fen for entry in before)
    number = len(before) + 1
    name = ask.search(
        "--line", None, f"第 {number} 行：哪个科目（编码、名称或拼音首字母）",
        _reader(books, day, 0), _finder(books, day),
    )  # fmt: skip
    side = ask.value(
        "--line", None, "借还是贷", read_word(_SIDES),
        choices=[Choice(word, _title(word)) for word in _SIDES],
        default="credit" if rest > 0 else "debit",
    )  # fmt: skip
    proposed = show_fen(abs(rest)).replace(",", "") if rest else None
    fen = ask.value("--line", None, "金额", read_amount, default=proposed)
    entry = Entry(name, fen if side == "debit" else -fen)
    if books.of(Fund) and books.chart[name].root in ("Income", "Expenses"):
        entry = entry._replace(
            fund=ask.optional("--line", None, "用哪一笔专项资金", read_fund(books))
        )
    return entry


def _title(word: str) -> str:
    return {
        "debit": "借：资产、支出增加，或者欠款减少",
        "credit": "贷：收入、欠款增加，或者资产减少",
    }[word]


def _so_far(entries: Sequence[Entry]) -> str:
    debit = sum(entry.fen for entry in entries if entry.fen > 0)
    credit = -sum(entry.fen for entry in entries if entry.fen < 0)
    said = f"  借 {show_fen(debit)} 元，贷 {show_fen(credit)} 元"
    return said + ("，相等" if debit == credit else f"，还差 {show_fen(abs(debit - credit))} 元")


def _usable(books: Books, day: dt.date) -> list[Account]:
    return [
        account
        for account in books.chart.open_on(day).values()
        if not account.is_money and account.role != "opening"
    ]


def _finder(books: Books, day: dt.date) -> Callable[[str], Iterator[tuple[str, str]]]:
    """Return a finder; where nothing else is meant, it finds what holds money, to be told off."""
    usable = account_finder(_usable(books, day))
    every = account_finder(books.chart.open_on(day).values())

    def find(typed: str) -> Iterator[tuple[str, str]]:
        yield from list(usable(typed)) or every(typed)

    return find


def _reader(books: Books, day: dt.date, fen: int) -> Callable[[str], str]:
    """Return a reader of an account; one that holds money is told off with the right command."""
    usable, chart = _usable(books, day), books.chart.open_on(day)

    def read(text: str) -> str:
        if not matching(usable, text):
            for account in matching(chart.values(), text):
                refuse_account(account, fen)
        return account_reader(usable)(text)

    return read
