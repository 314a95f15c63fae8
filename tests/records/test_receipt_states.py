"""Whoever is asked of a receipt gives one answer, and it is that of a reckoning made here by hand.

Random books are written out and really parsed: numbers handed back in parts and twice, voided and then
used, used and then voided, vouchers corrected once and again, several receipts on a voucher, numbers in
full width, two books, numbers used before their book was drawn. The reckoning replays what was drawn
up, not the books: it knows sets of numbers and nothing of the program.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit_books import audit_books, sheet_rows
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.orders.receipt_numbers import next_receipt
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records.receipts import Receipts
from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.tables.report import Report
from juwu_ledger.web.review.pages.receipt_ledger import ReceiptLedger
from paper_books import BANK, GIFT, SERVICE, load, rows

BEGIN = dt.date(2026, 1, 1)
BOOKS = (
    (range(1, 11), BEGIN),
    (range(11, 16), dt.date(2026, 2, 10)),
)
MONTHS = tuple(Period.parse(f"2026-0{month}") for month in range(1, 5))
QUARTER = Period.parse("2026Q1")
AS_OF = dt.date(2026, 4, 30)
WIDE = str.maketrans("A0123456789", "Ａ０１２３４５６７８９")

Event = tuple[int, str, tuple[int, ...], int, bool]
"""Day of the year, what happens, to which numbers (or to the how-manieth voucher), fen, full width."""


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(("use", "use", "use", "correct", "reverse", "void", "return")))
    numbers = st.integers(1, 15)
    if kind == "use":
        named = tuple(draw(st.lists(numbers, min_size=1, max_size=2, unique=True)))
    elif kind == "return":
        book = draw(st.sampled_from(BOOKS))[0]
        named = tuple(sorted((draw(st.sampled_from(book)), draw(st.sampled_from(book)))))
    else:
        named = (draw(numbers),)
    return draw(st.integers(0, 118)), kind, named, draw(st.integers(1, 90_000)), draw(st.booleans())


@dataclass
class Reckoning:
    """What happened to each number, as a person would strike it off a list."""

    live: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    used: set[int] = field(default_factory=set)
    voided: set[int] = field(default_factory=set)
    begun: dict[int, int] = field(default_factory=dict)
    spoiled: dict[int, int] = field(default_factory=dict)
    """The day on which a number was first used, and first voided."""
    back: set[int] = field(default_factory=set)
    vouchers: list[dict[int, int]] = field(default_factory=list)
    """What each voucher in force has on each number, fen."""

    def counts(self, book: range) -> tuple[set[int], set[int], set[int], set[int]]:
        void = {n for n in book if n in self.voided and not self.live[n]}
        used = {n for n in book if n in self.used} - void
        returned = (self.back & set(book)) - used - void
        return used, void, returned, set(book) - used - void - returned

    def state(self, number: int) -> str:
        if number in self.voided:
            late = self.begun.get(number, 999) < self.spoiled[number]
            conflict = "使用后又作废" if late else "作废后又使用"
            return conflict if self.live[number] else "作废"
        if not self.live[number]:
            return "已用（凭证已冲销）"
        return "重复使用" if len(self.live[number]) > 1 else "已用"

    def issued(self, book: range) -> int:
        return sum(sum(self.live[n]) for n in book)


def replay(plan: list[Event], until: dt.date) -> Reckoning:
    found = Reckoning()
    for day, kind, numbers, fen, _ in sorted(plan, key=lambda event: event[0]):
        if BEGIN + dt.timedelta(day) > until:
            break
        if kind == "use":
            found.vouchers.append({n: fen + at for at, n in enumerate(numbers)})
            for n, amount in found.vouchers[-1].items():
                found.used.add(n)
                found.begun.setdefault(n, day)
                found.live[n].append(amount)
        elif kind == "void":
            found.voided |= set(numbers)
            found.spoiled.setdefault(numbers[0], day)
        elif kind == "return":
            found.back |= set(range(numbers[0], numbers[1] + 1))
        elif found.vouchers:
            taken = found.vouchers.pop(numbers[0] % len(found.vouchers))
            for n, amount in taken.items():
                found.live[n].remove(amount)
            if kind == "correct":
                again = {n: fen + at for at, n in enumerate(taken)}
                found.vouchers.append(again)
                for n, amount in again.items():
                    found.live[n].append(amount)
    return found


def receipt(number: int, wide: bool = False) -> str:
    text = f"A{number:07d}"
    return text.translate(WIDE) if wide else text


def written(plan: list[Event]) -> str:
    """Write the plan as books; vouchers in force are kept in the order of the reckoning."""
    text = "".join(
        f'{day} custom "receipt-book" "{receipt(book[0])}" "{receipt(book[-1])}"\n  keeper: "甲"\n'
        for book, day in BOOKS
    )
    force: list[tuple[str, dict[int, int]]] = []
    numbers: dict[str, int] = defaultdict(int)

    def voucher(day: dt.date, amounts: dict[int, int], wide: bool, sign: int, more: str) -> str:
        numbers[f"{day:%Y-%m}"] += 1
        identity = f"{day:%Y-%m}-{numbers[f'{day:%Y-%m}']:04d}"
        lines = [f'{day} * "某人" "事由"', f'  voucher: "{identity}"', *([more] if more else [])]
        if sign > 0:
            force.append((identity, amounts))
        whole = len(amounts) == 1
        if whole and sign > 0:
            lines.append(f'  receipt: "{receipt(next(iter(amounts)), wide)}"')
        lines.append(f"  {BANK}  {Decimal(sign * sum(amounts.values())).scaleb(-2)} CNY")
        for account, (n, fen) in zip((SERVICE, GIFT), amounts.items(), strict=False):
            lines.append(f"  {account}  {Decimal(-sign * fen).scaleb(-2)} CNY")
            if not whole and sign > 0:
                lines.append(f'    receipt: "{receipt(n, wide)}"')
        return "\n".join(lines) + "\n"

    for offset, kind, named, fen, wide in sorted(plan, key=lambda event: event[0]):
        day = BEGIN + dt.timedelta(offset)
        if kind == "use":
            text += voucher(day, {n: fen + at for at, n in enumerate(named)}, wide, 1, "")
        elif kind == "void":
            text += f'{day} custom "receipt-void" "{receipt(named[0], wide)}" "写坏"\n'
        elif kind == "return":
            text += f'{day} custom "receipt-return" "{receipt(named[0])}" "{receipt(named[1])}"\n'
        elif force:
            identity, amounts = force.pop(named[0] % len(force))
            text += voucher(day, amounts, wide, -1, f'  reverses: "{identity}"')
            if kind == "correct":
                text += voucher(day, {n: fen + at for at, n in enumerate(amounts)}, wide, 1, "")
    return text


def drawn_by(day: dt.date) -> list[range]:
    return [book for book, drawn in BOOKS if drawn <= day]


def figures(found: Reckoning, book: range) -> tuple[int, ...]:
    return tuple(len(part) for part in found.counts(book))


def by_book(report: Report, key: str, name: str) -> dict[str, dict[str, Any]]:
    return {row[name]: row for row in rows(report, key)}


def title(book: range) -> str:
    return f"{receipt(book[0])}–{receipt(book[-1])}"


def check_monthly(books: Books, plan: list[Event], month: Period) -> None:
    before, after = replay(plan, month.first - dt.timedelta(1)), replay(plan, month.last)
    told = by_book(monthly(books, month, AS_OF), "receipts", "book")
    for book, drawn in BOOKS:
        if drawn > month.last:
            assert title(book) not in told
            continue
        new = drawn >= month.first
        early = (0, 0, 0, 0) if new else figures(before, book)
        now = figures(after, book)
        moved = [n - e for n, e in zip(now[:3], early[:3], strict=True)]
        line = told.get(title(book))
        said = [line[key] for key in ("opening", "drawn", "used", "void", "returned", "closing")] if line else [0] * 6  # fmt: skip
        wanted = [early[3], len(book) if new else 0, *moved, now[3]]
        assert said == wanted, (month, title(book))
    strays = {
        n
        for book, drawn in BOOKS
        if drawn > month.last
        for n in after.counts(book)[0] - before.counts(book)[0]
    }
    assert told.get("不在领用的收据本里", {"used": 0})["used"] == len(strays)


def check_register(books: Books, plan: list[Event], period: Period) -> None:
    before, after = replay(plan, period.first - dt.timedelta(1)), replay(plan, period.last)
    report = receipt_register(books, period, AS_OF)
    wanted = {
        title(book): (*figures(after, book), after.issued(book) - before.issued(book))
        for book in drawn_by(period.last)
    }
    keys = ("used", "void", "returned", "left")
    for number, row in by_book(report, "receipt_books", "numbers").items():
        fen = int(Decimal(row["amount"]) * 100)
        assert (*(row[key] for key in keys), fen) == wanted[number], (period, number)
    assert [alarm for alarm in report.alarms if "未核平" in alarm] == []
    check_sheet(books, after, period, wanted)
    with Flask("test").test_request_context("/"):
        look: Any = SimpleNamespace(books=books, period=period, today=AS_OF, findings=[])
        page = ReceiptLedger.view(None, look)  # type: ignore[arg-type]
    for values in page.books:
        amount = int(Decimal(str(values["amount"])) * 100)
        assert (*(values[key] for key in keys), amount) == wanted[str(values["numbers"])]


def check_sheet(
    books: Books, found: Reckoning, period: Period, wanted: dict[str, tuple[int, ...]]
) -> None:
    audit = audit_books(books, period, AS_OF)
    table = sheet_rows(audit, "receipts")
    for row in table:
        if row["line"] == "领用本":
            assert (
                tuple(row[key] for key in ("used", "void", "returned", "left"))
                == (wanted[str(row["numbers"])][:4])
            )
    told: dict[int, list[str]] = defaultdict(list)
    for row in table:
        if row["line"] == "收据" and row["state"] not in ("缴回", "结存", "红字冲销"):
            number = int(str(row["numbers"]).translate(str.maketrans("Ａ０１２３４５６７８９", "A0123456789"))[1:])  # fmt: skip
            told[number].append(str(row["state"]))
    shown = [b for b in drawn_by(period.last) if title(b) in {str(r["numbers"]) for r in table}]
    named = {n for book in shown for n in book if n in found.used | found.voided}
    assert told.keys() == named
    for number, states in told.items():
        state = found.state(number)
        several = ["已用"] if state == "重复使用" else [state]
        assert states == [*several, *["重复使用"] * (len(found.live[number]) - 1)], number
    assert [s.tie.title for s in audit.settle() if not s.holds and s.tie.group == "收据登记"] == []


def check_rules(books: Books, found: Reckoning) -> None:
    told: dict[str, list[str]] = defaultdict(list)
    for finding in judge(books, CATALOGUE, AS_OF):
        if "作废" in finding.message or finding.rule.startswith("RCP003"):
            told[finding.rule[:6]].append(plain_number(finding.about or ""))
    live = {n: len(amounts) for n, amounts in found.live.items() if amounts}
    assert sorted(told["RCP003"]) == sorted(receipt(n) for n in live for _ in range(live[n] - 1))
    assert sorted(told["RCP004"]) == sorted(
        receipt(n) for n in live if n in found.voided for _ in range(live[n])
    )


def plain_number(text: str) -> str:
    return text.translate({ord(wide): plain for wide, plain in zip("Ａ０１２３４５６７８９", "A0123456789", strict=True)})  # fmt: skip


def free(found: Reckoning, day: dt.date) -> Iterator[str]:
    for book in drawn_by(day):
        yield from (receipt(n) for n in sorted(found.counts(book)[3]))


HANDED_BACK_TWICE: list[Event] = [
    (5, "use", (1,), 1000, False),
    (40, "return", (6, 10), 1, False),
    (50, "return", (8, 10), 1, False),
]
VOIDED_THEN_USED: list[Event] = [(5, "void", (1,), 1, False), (40, "use", (1,), 700, True)]
USED_THEN_VOIDED: list[Event] = [(5, "use", (1,), 700, False), (40, "void", (1,), 1, False)]
CORRECTED_TWICE: list[Event] = [
    (5, "use", (1, 2), 500, False),
    (6, "use", (3,), 20, False),
    (20, "correct", (0,), 500, False),
    (70, "correct", (1,), 480, True),
]
GIVEN_BACK_AND_VOIDED: list[Event] = [
    (5, "use", (1,), 700, False),
    (40, "reverse", (0,), 1, False),
    (41, "void", (1,), 1, False),
]
BEFORE_ITS_BOOK: list[Event] = [(5, "use", (11,), 700, False), (6, "use", (11,), 70, True)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(HANDED_BACK_TWICE)
@example(VOIDED_THEN_USED)
@example(USED_THEN_VOIDED)
@example(CORRECTED_TWICE)
@example(GIVEN_BACK_AND_VOIDED)
@example(BEFORE_ITS_BOOK)
@given(st.lists(events(), min_size=1, max_size=12))
def test_rules_papers_pages_and_commands_say_the_same(plan: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = load(Path(folder), written(plan))
    found = replay(plan, AS_OF)
    check_rules(books, found)
    for month in MONTHS:
        check_monthly(books, plan, month)
    for period in (*MONTHS, QUARTER):
        check_register(books, plan, period)
    for day in (BEGIN, dt.date(2026, 2, 28), AS_OF):
        assert next_receipt(books, day) == next(free(found, day), None)
    touched = found.used | found.voided
    following = {receipt(b[0]): max(touched & set(b)) + 1 for b, _ in BOOKS if touched & set(b)}
    assert books.record(Receipts).following(AS_OF) == following


def by_hand(tmp_path: Path, plan: list[Event]) -> Books:
    return load(tmp_path, written(plan))


def test_a_number_handed_back_twice_went_once(tmp_path: Path) -> None:
    books = by_hand(tmp_path, HANDED_BACK_TWICE)
    (line, _, *_) = rows(monthly(books, MONTHS[1], AS_OF), "receipts")
    assert (line["opening"], line["returned"], line["closing"]) == (9, 5, 4)


def test_a_chain_of_corrections_is_one_use(tmp_path: Path) -> None:
    books = by_hand(tmp_path, CORRECTED_TWICE)
    used = [len(rows(receipt_register(books, m, AS_OF), "receipt_slips")) for m in MONTHS[:3]]
    # A red letter and a new line for each of two receipts in March; nothing of January's twice.
    assert used == [3, 0, 4]
    line = by_book(receipt_register(books, QUARTER, AS_OF), "receipt_books", "numbers")
    assert (
        line[title(BOOKS[0][0])]["amount"] == "9.81"
    )  # 4.80 and 4.81 instead of 5.00 and 5.01, and 0.20


def test_money_on_a_voided_receipt_is_not_lost(tmp_path: Path) -> None:
    books = by_hand(tmp_path, VOIDED_THEN_USED)
    report = receipt_register(books, QUARTER, AS_OF)
    (line,) = rows(report, "receipt_slips")
    assert (line["amount"], line["state"]) == ("7.00", "作废后又使用")
    assert rows(report, "receipt_voids") == []
