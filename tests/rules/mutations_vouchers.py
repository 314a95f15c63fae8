"""VCH001 … VCH007, VCH009: numbers, dates, figures, scans, red letters and drafts of vouchers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from mutations import (
    AS_OF,
    BANK,
    BASE,
    BOOKS,
    COPIES,
    DAY,
    FEES,
    FEN,
    INTEREST,
    OFFICE,
    RENT,
    WECHAT,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    lawful,
    new_year,
    receipt,
    voucher,
)

IDS = [v.id for v in BASE.vouchers]
LOOSE = [v for v in BASE.vouchers if v.id not in ("2025-05-0013", "2025-06-0004")]
LAST_OF_MONTH = [a.id for a, b in pairwise(BASE.vouchers) if a.date.month != b.date.month]
FIRST, SECOND, THIRD = "2026-01-0001", "2026-01-0002", "2026-01-0003"
ONE = "SP-2026-0001"


def charge(ledger: Ledger, day: dt.date, amount: Decimal, number: str = "") -> Ledger:
    """A voucher that needs no papers: the bank's own charge."""
    return ledger.book(day, (FEES, amount), (BANK, -amount), number=number)


# --- VCH001, VCH002, VCH003 -------------------------------------------------------------------


@breaks("VCH001")
def numbers_left_out(draw: Draw) -> Case:
    number = f"2026-01-{draw.number(2, 9999):04d}"
    return case(charge(BOOKS, draw.january(1), draw.yuan(), number), ("VCH001", number))


@breaks("VCH001")
def number_used_twice(draw: Draw) -> Case:
    ledger = charge(BOOKS, new_year(5), draw.yuan())
    return case(charge(ledger, draw.january(5), draw.yuan(), FIRST), ("VCH001", FIRST))


@breaks("VCH001")
def number_malformed(draw: Draw) -> Case:
    wrong = draw.one(["2026-1-1", "2026-13-0001", "26-01-0001", "2026-01-001", "20260101", "1"])
    return case(charge(BOOKS, draw.january(1), draw.yuan(), wrong), ("VCH001", wrong))


@breaks("VCH001")
def number_of_another_month(draw: Draw) -> Case:
    number = draw.one(["2025-12-0032", "2026-02-0001", "2025-01-0032"])
    return case(charge(BOOKS, draw.january(1), draw.yuan(), number), ("VCH001", number))


@breaks("VCH001")
def number_left_off(draw: Draw) -> Case:
    one = draw.one([v for v in LOOSE if v.id not in LAST_OF_MONTH and v.id != IDS[-1]])
    following = IDS[IDS.index(one.id) + 1]
    ledger = BOOKS.unset(voucher(one.id), "voucher")
    return case(ledger, ("VCH001", f"{one.date:%Y-%m}"), ("VCH001", following))


@breaks("VCH001")
def last_number_left_off(draw: Draw) -> Case:
    one = draw.one([*LAST_OF_MONTH, IDS[-1]])
    return case(BOOKS.unset(voucher(one), "voucher"), ("VCH001", one[:7]))


@breaks("VCH001")
def renumbered_at_the_month_s_end(draw: Draw) -> Case:
    one = draw.one([*LAST_OF_MONTH, IDS[-1]])
    other = f"{one[:8]}{int(one[8:]) + draw.number(1, 900):04d}"
    return case(BOOKS.swap(voucher(one), one, other), ("VCH001", other))


@lawful("VCH001")
def numbered_on(draw: Draw) -> Case:
    ledger = BOOKS
    for n in range(draw.number(1, 12)):
        ledger = charge(ledger, new_year(2 * n + 1), draw.yuan())
    return case(ledger)


@breaks("VCH002")
def two_numbers_changed_about(draw: Draw) -> Case:
    pairs = [
        (a.id, b.id) for a, b in pairwise(LOOSE) if a.date < b.date and a.date.month == b.date.month
    ]
    one, other = draw.one(pairs)
    ledger = BOOKS.swap(voucher(one), one, "X").swap(voucher(other), other, one)
    return case(ledger.swap(voucher("X"), "X", other), ("VCH002", other))


@breaks("VCH002")
def dated_back(draw: Draw) -> Case:
    day = draw.january(3)
    ledger = charge(BOOKS, day, draw.yuan())
    ledger = charge(ledger, day - DAY * draw.number(1, 2), draw.yuan())
    return case(ledger, ("VCH002", SECOND))


@breaks("VCH002")
def two_dated_back(draw: Draw) -> Case:
    day = draw.january(10)
    ledger = charge(BOOKS, day, draw.yuan())
    ledger = charge(ledger, day - DAY * draw.number(5, 9), draw.yuan())
    ledger = charge(ledger, day - DAY * draw.number(1, 4), draw.yuan())
    return case(charge(ledger, day, draw.yuan()), ("VCH002", SECOND), ("VCH002", THIRD))


@lawful("VCH002")
def two_of_one_day_changed_about(draw: Draw) -> Case:
    pairs = [(a.id, b.id) for a, b in pairwise(LOOSE) if a.date == b.date]
    one, other = draw.one(pairs)
    ledger = BOOKS.swap(voucher(one), one, "X").swap(voucher(other), other, one)
    return case(ledger.swap(voucher("X"), "X", other))


@breaks("VCH003")
def judged_from_an_earlier_day(draw: Draw) -> Case:
    day = draw.day(dt.date(2024, 12, 31), dt.date(2025, 12, 30))
    late = [v.id for v in BASE.vouchers if v.date > day]
    return case(BOOKS, *(("VCH003", i) for i in late), as_of=day)


@breaks("VCH003")
def booked_ahead(draw: Draw) -> Case:
    as_of = draw.january(1, 30)
    day = as_of + DAY * draw.one([1, draw.number(1, 300)])
    number = f"{day:%Y-%m}-0001"
    return case(charge(BOOKS, day, draw.yuan(), number), ("VCH003", number), as_of=as_of)


@lawful("VCH003")
def booked_that_day(draw: Draw) -> Case:
    day = draw.january(1)
    return case(charge(BOOKS, day, draw.yuan()), as_of=day)


# --- VCH004 -----------------------------------------------------------------------------------

MISSING = [
    "documents/2025/没有这张.png",
    "documents/2025",
    "documents",
    "../README.md",
    "/etc/hostname",
    "main.beancount",
    "documents/../main.beancount",
    "2025/2025-01.beancount",
]
THERE = "documents/2025/2025-03-0022-发票.pdf"


@breaks("VCH004")
def no_such_scan(draw: Draw) -> Case:
    one = draw.one(IDS)
    return case(BOOKS.set(voucher(one), "document", draw.one(MISSING)), ("VCH004", one))


@breaks("VCH004")
def one_of_two_scans_is_missing(draw: Draw) -> Case:
    one = draw.one([i for i in IDS if i[5:7] not in ("01", "02", "03", "06")])
    ledger = BOOKS.set(voucher(one), "document", THERE)
    return case(ledger.set(voucher(one), "document-2", draw.one(MISSING)), ("VCH004", one))


@lawful("VCH004")
def scan_is_there(draw: Draw) -> Case:
    name = draw.one([THERE, THERE.removeprefix("documents/"), THERE.replace("/", "\\\\")])
    return case(BOOKS.set(voucher(draw.one(IDS)), "document", name))


# --- VCH005 -----------------------------------------------------------------------------------


@breaks("VCH005")
def part_of_a_fen(draw: Draw) -> Case:
    amount = draw.yuan() + Decimal(draw.number(1, 9)) / draw.one([1000, 10_000])
    ledger = charge(BOOKS, draw.january(1), amount)
    return case(ledger, ("VCH005", FIRST), ("VCH005", FIRST))


@breaks("VCH005")
def line_of_nothing(draw: Draw) -> Case:
    amount, account = draw.yuan(), draw.one([OFFICE, RENT, WECHAT, FEES])
    postings = (FEES, amount), (account, "0.00"), (BANK, -amount)
    return case(BOOKS.book(draw.january(1), *postings), ("VCH005", FIRST))


@breaks("VCH005")
def nothing_at_all(draw: Draw) -> Case:
    return case(BOOKS.book(draw.january(1)), ("VCH005", FIRST))


@breaks("VCH005")
def sides_differ(draw: Draw) -> Case:
    amount, gap = draw.yuan(), draw.one([FEN, draw.yuan()])
    ledger = BOOKS.book(draw.january(1), (FEES, amount + gap), (BANK, -amount))
    return case(ledger, ("VCH005", FIRST), errors=True)


@breaks("VCH005")
def other_currency(draw: Draw) -> Case:
    amount, ledger = draw.yuan(), BOOKS
    for account in (FEES, BANK):
        ledger = ledger.swap(f"open {account} CNY", " CNY", " CNY,USD")
    ledger = charge(ledger, draw.january(1), amount)
    ledger = ledger.rewrite(voucher(FIRST), lambda text: text.replace(" CNY", " USD"))
    return case(ledger, ("VCH005", FIRST), ("VCH005", FIRST))


@lawful("VCH005")
def written_with_fewer_decimals(draw: Draw) -> Case:
    amount = Decimal(draw.number(1, 50_000)).scaleb(-draw.number(0, 2))
    return case(charge(BOOKS, draw.january(1), amount))


# --- VCH006 -----------------------------------------------------------------------------------


def paid(draw: Draw, amount: Decimal) -> Ledger:
    return BOOKS.sign(ONE, amount).pay(new_year(6), amount)


def give_back(ledger: Ledger, day: dt.date, amount: Decimal, reverses: str = FIRST) -> Ledger:
    return ledger.book(day, (OFFICE, -amount), (BANK, amount), reverses=reverses)


@breaks("VCH006")
def red_letter_that_names_nothing(draw: Draw) -> Case:
    amount = draw.yuan()
    return case(give_back(paid(draw, amount), draw.january(6), amount, ""), ("VCH006", SECOND))


@breaks("VCH006")
def red_letter_that_names_no_voucher(draw: Draw) -> Case:
    target = draw.one(["2026-01-0009", "2024-12-0001", SECOND, "2026-01-0003", "INV-1"])
    ledger = give_back(BOOKS, draw.january(6), draw.yuan(), target)
    return case(ledger, ("VCH006", FIRST))


@breaks("VCH006")
def more_given_back_than_was_paid(draw: Draw) -> Case:
    amount, more = draw.yuan(), draw.one([FEN, draw.yuan()])
    ledger = give_back(paid(draw, amount), draw.january(6), amount + more)
    return case(ledger, ("VCH006", SECOND))


@breaks("VCH006")
def reversed_twice(draw: Draw) -> Case:
    amount = draw.yuan(10)
    ledger = give_back(paid(draw, amount), new_year(7), amount)
    again = draw.one([FEN, amount])
    return case(give_back(ledger, draw.january(7), again), ("VCH006", THIRD))


@breaks("VCH006")
def refunds_that_add_up_to_too_much(draw: Draw) -> Case:
    amount = draw.yuan(100)
    part = draw.yuan(1, int(amount * 100))
    ledger = give_back(paid(draw, amount), new_year(7), part)
    return case(give_back(ledger, draw.january(7), amount - part + FEN), ("VCH006", THIRD))


@breaks("VCH006")
def correction_no_longer_names_its_voucher(draw: Draw) -> Case:
    day = draw.january(6)
    ledger = BOOKS.earn(day, draw.yuan(50_000), receipt(183), money=WECHAT)
    ledger = ledger.book(day, (COPIES, FEN), (WECHAT, -FEN), approval=ONE)
    ledger = ledger.set(voucher(SECOND), "handler", "郑七星").set(
        voucher(SECOND), "witness", "许再三"
    )
    return case(ledger.sign(ONE, 100), ("VCH006", SECOND))


@lawful("VCH006")
def refunds_that_add_up_to_the_whole(draw: Draw) -> Case:
    amount = draw.yuan(100)
    part = draw.yuan(1, int(amount * 100) - 1)
    ledger = give_back(paid(draw, amount), new_year(7), part)
    return case(give_back(ledger, draw.january(7), amount - part))


@lawful("VCH006")
def income_given_back_under_a_approval(draw: Draw) -> Case:
    amount = draw.yuan(100)
    back = draw.yuan(1, int(amount * 100))
    ledger = BOOKS.sign(ONE, back).earn(new_year(6), amount, receipt(183))
    papers = {"approval": ONE, "handler": "郑七星", "witness": "许再三"}
    postings = (COPIES, back), (BANK, -back)
    return case(ledger.book(draw.january(6), *postings, reverses=FIRST, **papers))


@lawful("VCH006")
def interest_reversed_and_booked_right(draw: Draw) -> Case:
    wrong, right, day = draw.yuan(), draw.yuan(), draw.january(6)
    ledger = BOOKS.earn(new_year(6), wrong, "", account=INTEREST)
    ledger = ledger.book(day, (INTEREST, wrong), (BANK, -wrong), reverses=FIRST)
    return case(ledger.earn(day, right, "", account=INTEREST), as_of=AS_OF)


# --- VCH007 -----------------------------------------------------------------------------------

QUIET = [i for i in IDS if i[5:7] not in ("01", "02", "03", "06")]


@breaks("VCH007")
def voucher_not_posted(draw: Draw) -> Case:
    ledger = charge(BOOKS, draw.january(1), draw.yuan())
    return case(ledger.swap(voucher(FIRST), ' * "', ' ! "'), ("VCH007", FIRST))


@breaks("VCH007")
def old_voucher_not_posted(draw: Draw) -> Case:
    one = draw.one(QUIET)
    return case(BOOKS.swap(voucher(one), ' * "', ' ! "'), ("VCH007", one))


@breaks("VCH007")
def line_not_posted(draw: Draw) -> Case:
    ledger = charge(BOOKS, draw.january(1), draw.yuan())
    account = draw.one([FEES, BANK])
    return case(ledger.swap(voucher(FIRST), f"  {account}", f"  ! {account}"), ("VCH007", FIRST))


@lawful("VCH007")
def posted_in_other_words(draw: Draw) -> Case:
    ledger = charge(BOOKS, draw.january(1), draw.yuan())
    return case(ledger.swap(voucher(FIRST), ' * "', ' txn "'))


@lawful("VCH007")
def exclamation_in_its_words(draw: Draw) -> Case:
    said = draw.one(["! 加急", "手续费！", "手续费 !"])
    return case(BOOKS.book(draw.january(1), (FEES, FEN), (BANK, -FEN), narration=said))


# --- VCH009 -----------------------------------------------------------------------------------


def entered_late(draw: Draw, days: int):
    """An income or a payment of January, entered some days after it happened."""
    day, amount = draw.january(20), draw.yuan(1, 9_000)
    occurred = day - DAY * days
    if draw.one([True, False]):
        return BOOKS.earn(day, amount, receipt(183), occurred=occurred)
    return BOOKS.sign(ONE, amount).pay(day, amount, occurred=occurred)


@breaks("VCH009")
def entered_after_more_than_three_days(draw: Draw) -> Case:
    return case(entered_late(draw, draw.one([4, draw.number(4, 18)])), ("VCH009", FIRST))


@breaks("VCH009")
def two_entered_late(draw: Draw) -> Case:
    day = draw.january(20)
    ledger = BOOKS
    for number in (183, 184):
        occurred = day - DAY * draw.number(4, 18)
        ledger = ledger.earn(day, draw.yuan(), receipt(number), occurred=occurred)
    return case(ledger, ("VCH009", FIRST), ("VCH009", SECOND))


@lawful("VCH009")
def entered_within_three_days(draw: Draw) -> Case:
    return case(entered_late(draw, draw.number(0, 3)))


@lawful("VCH009")
def booked_anew_after_weeks(draw: Draw) -> Case:
    amount = draw.yuan(1, 9_000)
    ledger = BOOKS.sign(ONE, amount).pay(draw.january(5, 10), amount)
    day = draw.january(20)
    ledger = ledger.book(day, (OFFICE, -amount), (BANK, amount), reverses=FIRST)
    invoice = "26379000000000000001"
    return case(ledger.pay(day, amount, corrects=FIRST, invoice=invoice))
