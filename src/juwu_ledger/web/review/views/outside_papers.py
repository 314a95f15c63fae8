"""What others say of a voucher: the bank's own rows and electronic invoices, beside what was booked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.identifiers import invoice_key
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.vocabulary import TIERS, LateClearing
from juwu_ledger.intake.party_names import normal_name
from juwu_ledger.intake.statements.kept_rows import KeptRow
from juwu_ledger.records.bank_items import shown_items
from juwu_ledger.records.bank_rows import bank_rows
from juwu_ledger.records.invoices import TakenIn, invoices
from juwu_ledger.records.ticked_rows import bank_ticks
from juwu_ledger.records.voucher_lines import texts
from juwu_ledger.web.review.views.words import listed, yuan


class Compared(NamedTuple):
    """One thing that both say; ``differs`` is marked on the page."""

    label: str
    theirs: str
    ours: str
    differs: bool = False


class OutsidePaper(NamedTuple):
    """A paper of somebody else's, held against the voucher."""

    title: str
    lines: tuple[Compared, ...]
    note: str

    @property
    def differs(self) -> bool:
        """Tell whether anything on it is not as it was booked."""
        return any(line.differs for line in self.lines)


def outside_papers(books: Books, number: str) -> tuple[OutsidePaper, ...]:
    """Return the invoices taken in and the bank's rows that a voucher stands on."""
    voucher = books.facts.by_id.get(number)
    if voucher is None:
        return ()
    return (*_invoices(books, voucher), *_bank(books, voucher))


def _invoices(books: Books, voucher: Voucher) -> Iterator[OutsidePaper]:
    known = books.record(invoices)
    numbers = {invoice_key(text): text for text in texts(voucher, "invoice")}
    for written in numbers.values():
        one = known.of(written)
        if one is not None:
            yield _invoice(books, voucher, written, one)


def _invoice(books: Books, voucher: Voucher, written: str, one: TakenIn) -> OutsidePaper:
    invoice = one.invoice
    day, seller, buyer = invoice.invoice_date, invoice.invoice_seller, invoice.invoice_buyer
    advanced = voucher.text("advanced-by")
    payee = f"{voucher.payee}（{advanced} 垫付）" if advanced else voucher.payee
    lines = [
        Compared("号码", invoice.id, written),
        Compared(
            "日期",
            day.isoformat() if day else "",
            voucher.date.isoformat(),
            day is not None and day > voucher.date,
        ),
        Compared(
            "开票的、收款的",
            seller or "",
            payee,
            bool(seller)
            and not advanced
            and normal_name(seller or "") != normal_name(voucher.payee),
        ),
        *(
            [Compared("买方", buyer, books.title, normal_name(buyer) != normal_name(books.title))]
            if buyer
            else []
        ),
        _totals(voucher, one),
    ]
    checked = f"税务局网页查过：{one.checked}" if one.checked else ""
    note = "。".join(
        filter(
            None,
            (f"从{invoice.invoice_source or '原件'}读出", checked or "没有人登记查过税务局网页"),
        )
    )
    return OutsidePaper(f"发票 {invoice.id}", tuple(lines), f"{note}。")


def _totals(voucher: Voucher, one: TakenIn) -> Compared:
    """Compare what it is made out for with what is booked under it in all."""
    here = sum(booked.fen for booked in one.booked if booked.voucher.id == voucher.id)
    if one.worth is None:
        net = one.invoice.invoice_net
        return Compared("金额", f"不含税 {yuan(net)}" if net is not None else "", yuan(here))
    red = f"（减去红字后，原来 {yuan(one.invoice.invoice_total or 0)}）" if one.reds else ""
    also = f"，几张凭证一共 {yuan(one.fen)}" if one.fen != here else ""
    return Compared(
        "价税合计", f"{yuan(one.worth)}{red}", f"{yuan(here)}{also}", one.fen != one.worth
    )


def _bank(books: Books, voucher: Voucher) -> Iterator[OutsidePaper]:
    ticks = books.record(bank_ticks).by_key
    kept = {
        (account, row.key): row
        for account, rows in books.record(bank_rows).by_account.items()
        for row in rows
    }
    for tick in books.of(LateClearing):
        keys = (tick.bank_line or "").split()
        rows = [kept[tick.account, key] for key in keys if (tick.account, key) in kept]
        if tick.voucher == voucher.id and rows:
            together = {other.voucher for key in keys for other in ticks[key]}
            yield _bank_paper(books, voucher, tick, rows, together)


def _bank_paper(
    books: Books, voucher: Voucher, tick: LateClearing, rows: list[KeptRow], together: set[str]
) -> OutsidePaper:
    banks = sum(kept.row.fen for kept in rows)
    moved = [
        item.fen
        for item, _ in shown_items(books)
        if item.account == tick.account and item.voucher.id in together
    ]
    party = listed(kept.row.party for kept in rows)
    lines = (
        Compared("日期", listed(str(kept.row.date) for kept in rows), voucher.date.isoformat()),
        Compared(
            "金额",
            _side(banks, len(rows), "笔"),
            _side(sum(moved), len(together), "张"),
            banks != sum(moved),
        ),
        Compared(
            "对方",
            party,
            voucher.payee,
            bool(party) and normal_name(party) != normal_name(voucher.payee),
        ),
        Compared(
            "摘要",
            listed(text for kept in rows for text in (kept.row.summary, kept.row.purpose)),
            voucher.narration,
        ),
    )
    said = f"勾对依据：{TIERS[tick.tier]}。" if tick.tier else ""
    return OutsidePaper(f"银行流水 {account_label(tick.account)}", lines, said)


def _side(fen: int, count: int, unit: str) -> str:
    several = f"（{count} {unit}合计）" if count > 1 else ""
    return f"{'收' if fen > 0 else '付'} {show_fen(abs(fen))}{several}"
