"""The lines of a payment: read from ``--line``, or asked for one by one at a terminal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import Approval, Fund
from juwu_ledger.cli.shell.account_choice import account_finder, account_reader
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_amount, read_own, read_text
from juwu_ledger.cli.write.approval_choice import approval_reader, open_approvals
from juwu_ledger.cli.write.invoice_read import read_invoice_id
from juwu_ledger.cli.write.journal_lines import read_fund
from juwu_ledger.journal.drafts.line_options import spent_line
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.spendings import SpendLine, is_handed_out, needs_invoice, spendable
from juwu_ledger.records.approvals import approval_uses

MANY = "lines"
_MANY_SAID = "几个科目、几张发票：一行一行记"
_QUESTION = "记到哪个科目（编码、名称或拼音首字母）"
_WORDS = ("发票", "专项", "签批")
_NEXT_WORD = re.compile(rf"[,，、](?=\s*(?:{'|'.join(_WORDS)})\s*[=＝])")


def read_line(books: Books, day: dt.date, text: str) -> SpendLine:
    """Read ``科目=金额[,发票=号][,专项=名][,签批=号]``; raise :class:`BadInput`."""
    first, *more = _NEXT_WORD.split(text)
    name, equals, figure = first.replace("＝", "=").rpartition("=")
    if not equals:
        raise BadInput(f"{text!r} 要写成 科目=金额，如 办公用品=120.50,发票=26372000000012345678")
    line = SpendLine(account_reader(spendable(books, day))(name), read_amount(figure))
    for word, value in read_own(text, more):
        line = _with_own(books, line, word, value)
    return line


def _with_own(books: Books, line: SpendLine, word: str, value: str) -> SpendLine:
    """Return the line with what it says of its own under one of :data:`_WORDS`."""
    match word:
        case "发票":
            return line._replace(invoice=read_invoice(value))
        case "专项":
            return line._replace(fund=read_fund(books)(value))
    return line._replace(approval=approval_reader(books)(value))


def approvals_told(texts: Iterable[str]) -> list[str]:
    """Return the approvals that lines name, as they are typed: to be found before books are read."""
    items = (item for text in texts for item in _NEXT_WORD.split(text)[1:])
    pairs = (item.replace("＝", "=").partition("=") for item in items)
    return [value.strip() for word, _, value in pairs if word.strip() == "签批"]


def read_invoice(text: str) -> str:
    """Read an invoice's number, or ``none: 理由`` where there is none."""
    word, colon, reason = text.strip().replace("：", ":").partition(":")
    if colon and word.strip().lower() in ("none", "无", "没有"):
        return f"none: {read_text(reason)}"
    return read_invoice_id(text)


def chosen_account(context: Context, given: str | None, day: dt.date) -> str:
    """Return the account on which it is spent, given or asked for."""
    among = spendable(context.books, day)
    return context.ask.search(
        "--account", given, _QUESTION, account_reader(among), account_finder(among)
    )


def account_or_many(context: Context, day: dt.date) -> str:
    """Ask for the account, or hear that there are several (:data:`MANY`)."""
    among = spendable(context.books, day)
    read, find = account_reader(among), account_finder(among)

    def rows(typed: str) -> list[tuple[str, str]]:
        found = list(find(typed))
        several = not typed.strip() or (not found and typed.strip() in _MANY_SAID)
        return [(MANY, _MANY_SAID), *found] if several else found

    chosen = context.ask.search(
        "--account", None, _QUESTION,
        lambda text: text if text == MANY else read(text), rows, default=among[0].name,
    )  # fmt: skip
    if chosen == MANY:
        context.ask.led_on("--account")
    return chosen


def ask_lines(context: Context, day: dt.date, signed: Approval | None) -> list[SpendLine]:
    """Ask line by line until there is no more; for another approval once ``signed`` does not suffice."""
    lines: list[SpendLine] = []
    while True:
        line = _ask_line(context, day, lines, signed)
        lines.append(line)
        text = spent_line(
            line.account, line.fen, invoice=line.invoice, fund=line.fund, approval=line.approval
        )
        context.ask.put_together("--line", text)
        total = show_fen(sum(line.fen for line in lines))
        context.note(f"  {len(lines)} 行，合计 {total} 元")
        if len(lines) > 1 and not context.ask.confirm("还有一行吗？", default=False):
            return lines


def _own_approval(
    context: Context, signed: Approval | None, fen: int, lines: Sequence[SpendLine]
) -> str | None:
    """Ask under which approval ``fen`` more stand, where the voucher's has not enough for them.

    What is chosen is gone on with, as long as it suffices; ``None`` is the voucher's own.
    """
    if signed is None:
        return None
    uses, own = context.books.record(approval_uses), signed.id
    before = lines[-1].approval if lines else None

    def suffices(identity: str | None) -> bool:
        under = sum(line.fen for line in lines if line.approval == identity) + fen
        return under <= uses.by_approval[identity or own].available

    for kept in (before, None):
        if suffices(kept):
            return kept
    others = [one for one in open_approvals(context.books) if one.value != signed.id]
    if not others:
        return None
    question = f"签批 {before or signed.id} 不够了，这一行用哪张签批单"
    read = approval_reader(context.books)
    chosen = context.ask.value("--line", None, question, read, choices=others)
    return None if chosen == signed.id else chosen


def _ask_line(
    context: Context, day: dt.date, before: Sequence[SpendLine], signed: Approval | None
) -> SpendLine:
    ask, books = context.ask, context.books
    among = spendable(books, day)
    account = ask.search(
        "--line", None, f"第 {len(before) + 1} 行：哪个科目（编码、名称或拼音首字母）",
        account_reader(among), account_finder(among),
    )  # fmt: skip
    fen = ask.value("--line", None, f"{account_label(account)} 多少元", read_amount)
    line = SpendLine(account, fen, approval=_own_approval(context, signed, fen, before))
    if needs_invoice(books, [account]):
        same = before[-1].invoice if before else None
        proposed = same or ("none: 发放表" if is_handed_out(books, [account]) else None)
        question = "这一行的发票号码（没有发票的写 none: 理由）"
        line = line._replace(
            invoice=ask.value("--line", None, question, read_invoice, default=proposed)
        )
    if books.of(Fund):
        line = line._replace(
            fund=ask.optional("--line", None, "用哪一笔专项资金", read_fund(books))
        )
    return line


def lines_reader(books: Books, day: dt.date) -> Callable[[str, str], SpendLine]:
    """Return a reader of what ``--line`` or ``--split`` gives, its mistakes under the option's name."""

    def read(option: str, text: str) -> SpendLine:
        try:
            return read_line(books, day, text)
        except BadInput as error:
            raise BadInput(f"{option}：{error}") from None

    return read
