"""SPD023, SPD024: what is cut into pieces that each keep below a limit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import BOOKS, DAY, FEN, Case, Draw, breaks, case, custom, lawful, new_year, yuan

STREETS, MEETINGS = Decimal("5000.00"), Decimal("20000.00")
ONE, TWO, THREE = "SP-2026-0001", "SP-2026-0002", "SP-2026-0003"
SECOND, THIRD = "2026-01-0002", "2026-01-0003"
SHOP = "示例体育用品店"

# --- SPD023 -----------------------------------------------------------------------------------


def number(draw: Draw) -> int:
    return 26379 * 10**15 + draw.number(100, 10**15 - 100)


def in_two(draw: Draw, total: Decimal, apart: int, days: int, **second: object):
    """Two payments to one shop, together ``total``, with numbers ``apart``, days between them."""
    part = max(draw.yuan(1, 499_999), total - STREETS + FEN)
    first, day = number(draw), draw.january(3, 31 - days)
    ledger = BOOKS.sign(ONE, part).sign(TWO, total - part)
    ledger = ledger.pay(day, part, invoice=str(first), payee=SHOP)
    papers = {"invoice": str(first + apart), "payee": SHOP, **second}
    return ledger.pay(day + DAY * days, total - part, TWO, **papers)


@breaks("SPD023")
def neighbours_on_two_vouchers(draw: Draw) -> Case:
    total = STREETS + draw.one([Decimal(0), draw.yuan(1, 400_000)])
    apart = draw.one([1, 5, -1, -5, draw.number(2, 4)])
    ledger = in_two(draw, total, apart, draw.number(8, 20))
    return case(ledger, ("SPD023", SECOND))


@breaks("SPD023")
def a_third_makes_it_up(draw: Draw) -> Case:
    part, first = yuan(draw.number(170_000, 249_999)), number(draw)
    days = [new_year(3), new_year(12), new_year(draw.number(21, 31))]
    ledger = BOOKS
    for at, (day, identity) in enumerate(zip(days, (ONE, TWO, THREE), strict=True)):
        ledger = ledger.sign(identity, part)
        ledger = ledger.pay(day, part, identity, invoice=str(first + 2 * at), payee=SHOP)
    return case(ledger, ("SPD023", THIRD))


@breaks("SPD023")
def signed_by_the_street_and_yet_a_matter_for_the_meeting(draw: Draw) -> Case:
    parts = [yuan(draw.number(1_000_000, 1_900_000)) for _ in range(2)]
    ledger, first = BOOKS, number(draw)
    day = draw.january(3, 31)
    for at, (part, identity) in enumerate(zip(parts, (ONE, TWO), strict=True)):
        ledger = ledger.street(identity, part)
        ledger = ledger.pay(day, part, identity, invoice=str(first + at), payee=SHOP)
    return case(ledger, ("SPD023", SECOND))


@lawful("SPD023")
def numbers_not_so_near(draw: Draw) -> Case:
    total = STREETS + draw.yuan(1, 400_000)
    return case(in_two(draw, total, draw.one([6, -6, 100]), draw.number(8, 20)))


@lawful("SPD023")
def neighbours_below_the_figure(draw: Draw) -> Case:
    return case(in_two(draw, STREETS - FEN, draw.number(1, 5), draw.number(0, 20)))


@lawful("SPD023")
def neighbours_of_two_shops(draw: Draw) -> Case:
    total = STREETS + draw.yuan(1, 400_000)
    other = {"payee": draw.one(["示例体育用品", "示例灯光队"]), "handler": "李四安"}
    return case(in_two(draw, total, draw.number(1, 5), draw.number(0, 20), **other))


@lawful("SPD023")
def under_one_approval_that_the_street_signed(draw: Draw) -> Case:
    parts = [yuan(draw.number(260_000, 499_999)) for _ in range(2)]
    first, day = number(draw), draw.january(3, 20)
    ledger = BOOKS.street(ONE, sum(parts))
    for at, part in enumerate(parts):
        paid = day + DAY * 9 * at
        ledger = ledger.pay(paid, part, invoice=str(first + at), payee=SHOP)
    return case(ledger)


# --- SPD024 -----------------------------------------------------------------------------------


def just_below(draw: Draw, figure: Decimal = STREETS) -> Decimal:
    least = (figure * Decimal("0.95")).quantize(FEN)
    return draw.one([least, figure - FEN, least + draw.yuan(1, int(figure - least) * 100 - 2)])


def three(draw: Draw, *amounts: Decimal, days: list[dt.date] | None = None, **meta: object):
    ledger = BOOKS
    when = days or sorted(draw.january(2) for _ in amounts)
    for at, (amount, day) in enumerate(zip(amounts, when, strict=True), 1):
        ledger = ledger.sign(f"SP-2026-{at:04d}", amount, day, **meta)
    return ledger


@breaks("SPD024")
def three_of_one_applicant(draw: Draw) -> Case:
    ledger = three(draw, *(just_below(draw) for _ in range(3)))
    return case(ledger, ("SPD024", THREE))


@breaks("SPD024")
def six_of_them(draw: Draw) -> Case:
    ledger = three(draw, *(just_below(draw) for _ in range(6)))
    return case(ledger, ("SPD024", THREE), ("SPD024", "SP-2026-0006"))


@breaks("SPD024")
def three_for_one_payee(draw: Draw) -> Case:
    ledger, days = BOOKS, sorted(draw.january(2) for _ in range(3))
    for at, (day, who) in enumerate(zip(days, ["郑七星", "陈九思", "李四安"], strict=True), 1):
        identity, amount = f"SP-2026-{at:04d}", just_below(draw)
        payee = draw.one([SHOP, f" {SHOP}"]).strip()
        ledger = ledger.sign(identity, amount, day, applicant=who, payee=payee)
    return case(ledger, ("SPD024", THREE))


@breaks("SPD024")
def below_the_meeting_s_figure(draw: Draw) -> Case:
    ledger, days = BOOKS, sorted(draw.january(2) for _ in range(3))
    for at, day in enumerate(days, 1):
        ledger = ledger.street(f"SP-2026-{at:04d}", just_below(draw, MEETINGS), day)
    return case(ledger, ("SPD024", THREE))


@lawful("SPD024")
def two_and_one_not_so_near(draw: Draw) -> Case:
    lesser = Decimal("4750.00") - draw.one([FEN, draw.yuan()])
    amounts = [just_below(draw), lesser, just_below(draw)]
    return case(three(draw, *amounts))


@lawful("SPD024")
def in_two_quarters(draw: Draw) -> Case:
    days = [dt.date(2025, 12, draw.number(20, 31)), new_year(2), new_year(31)]
    return case(three(draw, *(just_below(draw) for _ in days), days=days))


@lawful("SPD024")
def for_persons(draw: Draw) -> Case:
    ledger = three(draw, *(just_below(draw) for _ in range(3)))
    for identity in (ONE, TWO, THREE):
        words = draw.one(["成员津贴", "困难救助", "春节慰问"])
        ledger = ledger.swap(custom("approval", identity), "一月份的支出", words)
    return case(ledger)


@lawful("SPD024")
def one_ended_before_the_third(draw: Draw) -> Case:
    days = [new_year(2), new_year(5), new_year(draw.number(8, 31))]
    ledger = three(draw, *(just_below(draw) for _ in days), days=days)
    end = f'{new_year(7)} custom "approval-end" "{TWO}" "收款的一家写错了"\n  director: "赵一清"'
    return case(ledger.add(end, "approvals.beancount"))
