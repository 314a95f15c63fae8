"""CSH001 … CSH005: cash in the drawer, cash income on its way to the bank."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BANK,
    BOOKS,
    COPIES,
    DAY,
    DEPOSITS,
    FEES,
    FEN,
    INTEREST,
    OFFICE,
    PETTY,
    RENT,
    TILL,
    WECHAT,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    lawful,
    new_year,
    receipt,
)

IN_THE_DRAWER = Decimal("639.70")
ROOM = 3000 - IN_THE_DRAWER
NEXT = receipt(183)
FIRST = "2026-01-0001"


def fetch(ledger: Ledger, day: dt.date, amount: Decimal, source: str = BANK) -> Ledger:
    """Fetch petty cash from the bank; a negative amount takes it back there."""
    return ledger.book(day, (PETTY, amount), (source, -amount), payee="示例银行柳荫支行")


def bank_it(ledger: Ledger, day: dt.date, amount: Decimal) -> Ledger:
    return ledger.book(day, (BANK, amount), (TILL, -amount), payee="示例银行柳荫支行")


# --- CSH001 -----------------------------------------------------------------------------------


@breaks("CSH001")
def more_than_the_drawer_may_hold(draw: Draw) -> Case:
    over = draw.one([FEN, draw.yuan(1, 300_000)])
    return case(fetch(BOOKS, draw.january(1), ROOM + over), ("CSH001", FIRST))


@breaks("CSH001")
def over_and_back_and_over_again(draw: Draw) -> Case:
    over, day = draw.yuan(1, 100_000), draw.january(1, 20)
    ledger = fetch(BOOKS, day, ROOM + over)
    ledger = fetch(ledger, day + DAY, -over)
    ledger = fetch(ledger, day + DAY * draw.number(2, 9), over + FEN)
    return case(ledger, ("CSH001", FIRST), ("CSH001", "2026-01-0003"))


@breaks("CSH001")
def limit_lowered_below_what_is_held(draw: Draw) -> Case:
    figure = IN_THE_DRAWER - draw.one([FEN, draw.yuan(1, 60_000)])
    text = f'{draw.january(1)} custom "limit" "petty-cash" {figure} CNY'
    return case(BOOKS.add(text, "charter.beancount"), ("CSH001", "2025-12-0026"))


@breaks("CSH001")
def two_drawers_together(draw: Draw) -> Case:
    drawer, over = "Assets:1001库存现金:03活动室备用金", draw.yuan(1, 50_000)
    ledger = BOOKS.add(f'2026-01-01 open {drawer} CNY\n  role: "petty-cash"')
    ledger = fetch(ledger, new_year(5), ROOM)
    day = draw.january(5)
    return case(ledger.book(day, (drawer, over), (BANK, -over)), ("CSH001", "2026-01-0002"))


@lawful("CSH001")
def as_much_as_the_drawer_may_hold(draw: Draw) -> Case:
    return case(fetch(BOOKS, draw.january(1), ROOM - draw.one([Decimal(0), FEN, draw.yuan()])))


@lawful("CSH001")
def over_by_day_but_not_at_its_end(draw: Draw) -> Case:
    over, day = draw.yuan(), draw.january()
    return case(fetch(fetch(BOOKS, day, ROOM + over), day, -over))


@lawful("CSH001")
def limit_lowered_to_what_is_held(draw: Draw) -> Case:
    text = f'{draw.january(1)} custom "limit" "petty-cash" {IN_THE_DRAWER} CNY'
    return case(BOOKS.add(text, "charter.beancount"))


# --- CSH002 -----------------------------------------------------------------------------------


@breaks("CSH002")
def banked_late(draw: Draw) -> Case:
    amount, day, late = draw.yuan(), draw.january(1, 20), draw.number(1, 9)
    ledger = bank_it(BOOKS.earn(day, amount, NEXT, money=TILL), day + DAY * late, amount)
    return case(ledger, ("CSH002", FIRST))


@breaks("CSH002")
def never_banked(draw: Draw) -> Case:
    amount, day = draw.yuan(), draw.january(1, 20)
    as_of = day + DAY * draw.number(1, 10)
    account = draw.one([COPIES, RENT, DEPOSITS])
    ledger = BOOKS.earn(day, amount, NEXT, money=TILL, account=account)
    return case(ledger, ("CSH002", FIRST), as_of=as_of)


@breaks("CSH002")
def banked_in_part(draw: Draw) -> Case:
    amount, day = draw.yuan(200), draw.january(1, 30)
    left = draw.one([FEN, draw.yuan(1, 100)])
    ledger = bank_it(BOOKS.earn(day, amount, NEXT, money=TILL), day, amount - left)
    return case(ledger, ("CSH002", FIRST))


@breaks("CSH002")
def a_day_beyond_days_of_grace(draw: Draw) -> Case:
    amount, day, grace = draw.yuan(), draw.january(2, 20), draw.number(0, 6)
    text = f'2026-01-01 custom "limit" "deposit-days" {grace}'
    ledger = BOOKS.add(text, "charter.beancount").earn(day, amount, NEXT, money=TILL)
    return case(bank_it(ledger, day + DAY * (grace + 1), amount), ("CSH002", FIRST))


@lawful("CSH002")
def banked_on_the_last_day_of_grace(draw: Draw) -> Case:
    amount, day, grace = draw.yuan(), draw.january(2, 20), draw.number(0, 6)
    text = f'2026-01-01 custom "limit" "deposit-days" {grace}'
    ledger = BOOKS.add(text, "charter.beancount").earn(day, amount, NEXT, money=TILL)
    return case(bank_it(ledger, day + DAY * grace, amount))


@lawful("CSH002")
def not_yet_due(draw: Draw) -> Case:
    day = draw.january(1)
    return case(BOOKS.earn(day, draw.yuan(), NEXT, money=TILL), as_of=day)


# --- CSH003, CSH004 ---------------------------------------------------------------------------


@breaks("CSH003")
def spent_from_the_till(draw: Draw) -> Case:
    amount, day = draw.yuan(1, 30_000), draw.january(3)
    ledger = BOOKS.sign("SP-2026-0001", 400).earn(day, amount, NEXT, money=TILL)
    return case(ledger.pay(day, amount, money=TILL), ("CSH003", "2026-01-0002"))


@breaks("CSH003")
def income_put_into_petty_cash(draw: Draw) -> Case:
    ledger = BOOKS.earn(draw.january(1), draw.yuan(), NEXT, money=PETTY)
    return case(ledger, ("CSH003", FIRST))


@breaks("CSH003")
def till_emptied_into_petty_cash(draw: Draw) -> Case:
    amount, part, day = draw.yuan(200), draw.yuan(1, 199), draw.january(1)
    ledger = BOOKS.earn(day, amount, NEXT, money=TILL)
    ledger = ledger.book(day, (BANK, amount - part), (PETTY, part), (TILL, -amount))
    return case(ledger, ("CSH003", "2026-01-0002"))


@breaks("CSH003")
def deposit_given_back_from_the_till(draw: Draw) -> Case:
    amount, day = draw.yuan(1, 90_000), draw.january(3)
    ledger = BOOKS.sign("SP-2026-0001", 900).earn(day, amount, NEXT, money=TILL)
    ledger = ledger.pay(day, amount, money=TILL, account=DEPOSITS, invoice="")
    return case(ledger, ("CSH003", "2026-01-0002"))


@lawful("CSH003")
def banked_and_fetched_again(draw: Draw) -> Case:
    amount, day = draw.yuan(), draw.january()
    ledger = bank_it(BOOKS.earn(day, amount, NEXT, money=TILL), day, amount)
    return case(fetch(ledger, day, amount))


@breaks("CSH003")
def cash_turned_into_a_wallet_s_balance(draw: Draw) -> Case:
    amount, day = draw.yuan(), draw.january()
    ledger = BOOKS.earn(day, amount, NEXT, money=TILL)
    ledger = ledger.book(day, (WECHAT, amount), (TILL, -amount))
    return case(ledger, ("CSH003", "2026-01-0002"))


@breaks("CSH004")
def rent_less_repairs(draw: Draw) -> Case:
    rent, repairs = draw.yuan(10_000), draw.yuan(1, 9_999)
    postings = (BANK, rent - repairs), (OFFICE, repairs), (RENT, -rent)
    return case(BOOKS.book(draw.january(1), *postings, receipt=NEXT), ("CSH004", FIRST))


@breaks("CSH004")
def fee_taken_off_the_income(draw: Draw) -> Case:
    income, fee = draw.yuan(10_000), draw.yuan(1, 9_999)
    postings = (WECHAT, income - fee), (FEES, fee), (COPIES, -income)
    return case(BOOKS.book(draw.january(1), *postings, receipt=NEXT), ("CSH004", FIRST))


def carried_forward(draw: Draw, day: dt.date, number: str) -> Ledger:
    """Income and expenses carried to net assets, as at the year's end."""
    income, left = draw.yuan(), draw.yuan()
    postings = (COPIES, income + left), (OFFICE, -income), ("Equity:3101净资产", -left)
    return BOOKS.book(day, *postings, number=number, narration="年末结转")


@breaks("CSH004")
def carried_forward_in_mid_year(draw: Draw) -> Case:
    ledger = carried_forward(draw, draw.january(1), FIRST)
    return case(ledger, ("CSH004", FIRST), ("VCH006", FIRST))


@lawful("CSH004")
def carried_forward_at_the_year_s_end(draw: Draw) -> Case:
    return case(carried_forward(draw, dt.date(2025, 12, 31), "2025-12-0032"))


@lawful("CSH004")
def charge_taken_off_the_interest(draw: Draw) -> Case:
    interest, charge = draw.yuan(10_000), draw.yuan(1, 9_999)
    postings = (BANK, interest - charge), (FEES, charge), (INTEREST, -interest)
    return case(BOOKS.book(draw.january(1), *postings))


@lawful("CSH004")
def two_vouchers_for_two_matters(draw: Draw) -> Case:
    rent, day = draw.yuan(10_000), draw.january()
    ledger = BOOKS.sign("SP-2026-0001", 500).earn(day, rent, NEXT, account=RENT)
    return case(ledger.pay(day, draw.yuan()))


# --- CSH005 -----------------------------------------------------------------------------------


@breaks("CSH005")
def more_paid_than_there_is(draw: Draw) -> Case:
    amount = IN_THE_DRAWER + draw.one([FEN, draw.yuan(1, 36_000)])
    ledger = BOOKS.sign("SP-2026-0001", amount).pay(draw.january(2), amount, money=PETTY)
    return case(ledger, ("CSH005", FIRST))


@breaks("CSH005")
def more_banked_than_was_taken(draw: Draw) -> Case:
    amount, day = draw.yuan(), draw.january(1)
    more = draw.one([FEN, draw.yuan()])
    ledger = bank_it(BOOKS.earn(day, amount, NEXT, money=TILL), day, amount + more)
    return case(ledger, ("CSH005", "2026-01-0002"))


@breaks("CSH005")
def fetched_a_day_late(draw: Draw) -> Case:
    amount, day = IN_THE_DRAWER + draw.yuan(1, 36_000), draw.january(2, 30)
    ledger = BOOKS.sign("SP-2026-0001", amount).pay(day, amount, money=PETTY)
    return case(fetch(ledger, day + DAY, draw.yuan(40_000)), ("CSH005", FIRST))


@lawful("CSH005")
def the_last_fen_is_paid(draw: Draw) -> Case:
    amount = IN_THE_DRAWER - draw.one([Decimal(0), FEN, draw.yuan(1, 60_000)])
    return case(BOOKS.sign("SP-2026-0001", amount).pay(draw.january(2), amount, money=PETTY))


@lawful("CSH005")
def fetched_later_that_day(draw: Draw) -> Case:
    amount, day = IN_THE_DRAWER + draw.yuan(1, 36_000), draw.january(2)
    ledger = BOOKS.sign("SP-2026-0001", amount).pay(day, amount, money=PETTY)
    return case(fetch(ledger, day, amount))
