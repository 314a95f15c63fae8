"""SPD001 … SPD006, SPD012: who signed, when, and for how much."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal

from mutations import (
    BANK,
    BASE,
    BOOKS,
    DAY,
    FEN,
    OFFICE,
    OWED,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    voucher,
    yuan,
)

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.model.vocabulary import Approval

SIGNED = BASE.signed_spendings
APPROVALS = {a.id: a for a in BASE.of(Approval)}
CANCELLED = {"2025-05-0013"}
REFUNDED = {r.original.id for r in BASE.facts.refunds} - CANCELLED
UNDER: dict[str, list[Voucher]] = defaultdict(list)
TOTAL: dict[str, int] = defaultdict(int)
for _signed in SIGNED:
    UNDER[_signed.approval.id].append(_signed.voucher)
    if _signed.voucher.id not in CANCELLED:
        TOTAL[_signed.approval.id] += _signed.amount
BIG = [i for i in UNDER if APPROVALS[i].amount >= 500_000]
FIRST = "2026-01-0001"
ONE = "SP-2026-0001"


def approval(identity: str) -> str:
    return custom("approval", identity)


# --- SPD001 -----------------------------------------------------------------------------------


@breaks("SPD001")
def approval_left_out(draw: Draw) -> Case:
    one = draw.one(SIGNED).voucher.id
    return case(BOOKS.unset(voucher(one), "approval"), ("SPD001", one))


@breaks("SPD001")
def approval_that_does_not_exist(draw: Draw) -> Case:
    one = draw.one(SIGNED).voucher.id
    wrong = f"SP-202{draw.number(4, 6)}-{draw.number(115, 999):04d}"
    return case(BOOKS.set(voucher(one), "approval", wrong), ("SPD001", one))


@breaks("SPD001")
def whatever_it_pays_for(draw: Draw) -> Case:
    account = draw.one([OWED, "Liabilities:2241其他应付款:01装修押金", OFFICE])
    ledger = BOOKS.pay(draw.january(1), draw.yuan(), "", account=account)
    return case(ledger, ("SPD001", FIRST))


def named_on_lines(ledger: Ledger, number: str, identity: str) -> Ledger:
    """Write an approval below every line of a voucher that is paid for, instead of at its head."""

    def moved(text: str) -> str:
        return re.sub(
            r"(?m)^(  (?:Expenses|Assets:15|Liabilities)\S*(?: .*)?\n)",
            rf'\1    approval: "{identity}"\n',
            text,
        )

    return ledger.unset(voucher(number), "approval").rewrite(voucher(number), moved)


@breaks("SPD001")
def one_on_the_lines_that_does_not_exist(draw: Draw) -> Case:
    one = draw.one(SIGNED).voucher.id
    wrong = f"SP-202{draw.number(4, 6)}-{draw.number(115, 999):04d}"
    return case(named_on_lines(BOOKS, one, wrong), ("SPD001", one))


@lawful("SPD001")
def the_same_on_the_lines(draw: Draw) -> Case:
    one = draw.one(SIGNED)
    return case(named_on_lines(BOOKS, one.voucher.id, one.approval.id))


@lawful("SPD001")
def what_the_bank_takes_itself(draw: Draw) -> Case:
    fees, amount = "Expenses:5401银行手续费", draw.yuan()
    return case(BOOKS.book(draw.january(1), (fees, amount), (BANK, -amount)))


# --- SPD002 -----------------------------------------------------------------------------------


@breaks("SPD002")
def signed_after_the_first_payment(draw: Draw) -> Case:
    one = draw.one(UNDER)
    day = UNDER[one][0].date + DAY * draw.number(1, 12)
    late = [v.id for v in UNDER[one] if v.date < day]
    return case(BOOKS.redate(approval(one), day), *(("SPD002", v) for v in late))


@breaks("SPD002")
def signed_after_a_new_payment(draw: Draw) -> Case:
    day = draw.january(3, 30)
    ledger = BOOKS.sign(ONE, 500, day + DAY * draw.number(1, 20)).pay(day, draw.yuan())
    return case(ledger, ("SPD002", FIRST))


@lawful("SPD002")
def signed_on_the_day_of_the_first_payment(draw: Draw) -> Case:
    one = draw.one([i for i in UNDER if i not in BIG])
    return case(BOOKS.redate(approval(one), UNDER[one][0].date))


# --- SPD003 -----------------------------------------------------------------------------------

PLAIN = [i for i in UNDER if not any(v.id in REFUNDED for v in UNDER[i])]


def resign(identity: str, fen: int):
    """The books with another amount on an approval."""
    was = f"{yuan(APPROVALS[identity].amount)} CNY"
    return BOOKS.swap(approval(identity), was, f"{yuan(fen)} CNY")


@breaks("SPD003")
def signed_for_a_fen_less_than_was_paid(draw: Draw) -> Case:
    one = draw.one(PLAIN)
    return case(resign(one, TOTAL[one] - 1), ("SPD003", one))


@breaks("SPD003")
def signed_for_less_than_was_paid(draw: Draw) -> Case:
    one = draw.one(PLAIN)
    return case(resign(one, draw.number(1, TOTAL[one] - 1)), ("SPD003", one))


@breaks("SPD003")
def part_payments_that_go_beyond(draw: Draw) -> Case:
    parts, ledger = [draw.yuan() for _ in range(draw.number(2, 4))], BOOKS
    ledger = ledger.sign(ONE, sum(parts) - FEN)
    for part in parts:
        ledger = ledger.pay(draw.january(9, 9), part)
    return case(ledger, ("SPD003", ONE))


@breaks("SPD003")
def used_up_reversed_and_used_beyond(draw: Draw) -> Case:
    amount = draw.yuan(100)
    ledger = BOOKS.sign(ONE, amount).pay(new_year(6), amount)
    ledger = ledger.book(
        new_year(7),
        (OFFICE, -amount),
        (BANK, amount),
        reverses=FIRST,
    )
    part = draw.yuan(1, int(amount * 100))
    ledger = ledger.pay(new_year(8), amount - part + FEN).pay(new_year(9), part)
    return case(ledger, ("SPD003", ONE))


@breaks("SPD003")
def refund_gives_back_no_more_than_came(draw: Draw) -> Case:
    amount, back = draw.yuan(200), draw.yuan(1, 99)
    ledger = BOOKS.sign(ONE, amount).pay(new_year(6), amount)
    ledger = ledger.book(new_year(7), (OFFICE, -back), (BANK, back), reverses=FIRST)
    return case(ledger.pay(new_year(8), back + FEN), ("SPD003", ONE))


@lawful("SPD003")
def signed_for_exactly_what_was_paid(draw: Draw) -> Case:
    one = draw.one([i for i in PLAIN if i not in BIG or TOTAL[i] >= 500_000])
    return case(resign(one, TOTAL[one]))


@lawful("SPD003")
def used_up_reversed_and_used_again(draw: Draw) -> Case:
    amount = draw.yuan(100)
    ledger = BOOKS.sign(ONE, amount).pay(new_year(6), amount)
    ledger = ledger.book(new_year(7), (OFFICE, -amount), (BANK, amount), reverses=FIRST)
    return case(ledger.pay(draw.january(8), amount))


@lawful("SPD003")
def what_was_refunded_is_spent_again(draw: Draw) -> Case:
    amount, back = draw.yuan(200), draw.yuan(1, 99)
    ledger = BOOKS.sign(ONE, amount).pay(new_year(6), amount)
    ledger = ledger.book(new_year(7), (OFFICE, -back), (BANK, back), reverses=FIRST)
    return case(ledger.pay(new_year(8), back))


@lawful("SPD003")
def bank_charge_beside_the_payment(draw: Draw) -> Case:
    amount, fee = draw.yuan(100), draw.yuan(1, 999)
    ledger = BOOKS.sign(ONE, amount).book(
        draw.january(),
        (OFFICE, amount),
        ("Expenses:5401银行手续费", fee),
        (BANK, -amount - fee),
        approval=ONE,
        invoice="26379000000000000001",
        handler="郑七星",
        witness="许再三",
    )
    return case(ledger)


# --- SPD004 -----------------------------------------------------------------------------------


@breaks("SPD004")
def street_never_signed(draw: Draw) -> Case:
    one, keys = draw.one(BIG), draw.one([["street-director", "street-date"], ["street-date"]])
    return case(BOOKS.unset(approval(one), *keys), ("SPD004", one))


@breaks("SPD004")
def street_signed_after_the_payment(draw: Draw) -> Case:
    one = draw.one(BIG)
    day = UNDER[one][0].date + DAY * draw.number(1, 60)
    late = [v.id for v in UNDER[one] if v.date < day]
    ledger = BOOKS.set(approval(one), "street-date", day)
    return case(ledger, *[("SPD004", one)] * len(late))


@breaks("SPD004")
def exactly_at_the_street_s_figure(draw: Draw) -> Case:
    amount = 5000 + draw.one([Decimal(0), FEN, draw.yuan(1, 1_000_000)])
    ledger = BOOKS.sign(ONE, amount).pay(draw.january(), draw.yuan())
    return case(ledger, ("SPD004", ONE))


@breaks("SPD004")
def figure_lowered_to_the_approval(draw: Draw) -> Case:
    figure = draw.yuan(100, 499_999)
    text = f'2026-01-01 custom "limit" "street-sign-off" {figure} CNY'
    ledger = BOOKS.add(text, "charter.beancount").sign(ONE, figure)
    return case(ledger.pay(draw.january(), FEN), ("SPD004", ONE))


@lawful("SPD004")
def a_fen_below_the_street_s_figure(draw: Draw) -> Case:
    amount = 5000 - draw.one([FEN, draw.yuan()])
    return case(BOOKS.sign(ONE, amount).pay(draw.january(), amount))


@lawful("SPD004")
def street_signed_on_the_day(draw: Draw) -> Case:
    one = draw.one(BIG)
    return case(BOOKS.set(approval(one), "street-date", UNDER[one][0].date))


@lawful("SPD004")
def big_approval_not_used_yet(draw: Draw) -> Case:
    return case(BOOKS.sign(ONE, draw.yuan(500_000, 1_900_000)))


# --- SPD005 -----------------------------------------------------------------------------------

STRANGERS = ["赵一青", "赵二清", "赵", "清一赵", "钱二宁", "李四安", "沈万里", "赵一清（代）"]


@breaks("SPD005")
def signed_by_another(draw: Draw) -> Case:
    one = draw.one(APPROVALS)
    return case(BOOKS.set(approval(one), "director", draw.one(STRANGERS)), ("SPD005", one))


@breaks("SPD005")
def signed_by_no_one(draw: Draw) -> Case:
    one = draw.one(APPROVALS)
    return case(BOOKS.unset(approval(one), "director"), ("SPD005", one))


@breaks("SPD005")
def another_street_director(draw: Draw) -> Case:
    one, name = draw.one(BIG), draw.one(["沈百里", "沈万", "赵一清", "万里"])
    return case(BOOKS.set(approval(one), "street-director", name), ("SPD005", one))


@breaks("SPD005")
def first_day_of_a_new_director(draw: Draw) -> Case:
    one = draw.one([a for a in APPROVALS.values() if a.date > dt.date(2025, 11, 1)])
    text = f'{one.date} custom "officer" "director" "{draw.one(["赵二清", "钱二宁", "许再三"])}"'
    late = [a.id for a in APPROVALS.values() if a.date >= one.date]
    # What the former director signed and was used long after is told of too.
    month = one.date + DAY * 29
    gone = [s.voucher.id for s in SIGNED if s.approval.date < one.date and s.voucher.date > month]
    expected = [("SPD005", i) for i in late] + [("SPD016", i) for i in gone]
    return case(BOOKS.add(text, "charter.beancount"), *expected)


@breaks("SPD005")
def term_ended_the_day_before(draw: Draw) -> Case:
    day = draw.january(3)
    last = day - DAY
    ledger = BOOKS.set(custom("officer", "director", "赵一清"), "until", last)
    return case(ledger.sign(ONE, draw.yuan(), day), ("SPD005", ONE))


@lawful("SPD005")
def last_day_of_the_old_first_day_of_the_new(draw: Draw) -> Case:
    day, name = draw.january(3), draw.one(["赵二清", "钱二宁"])
    text = f'{day} custom "officer" "director" "{name}"'
    ledger = BOOKS.add(text, "charter.beancount").sign(ONE, draw.yuan(), day - DAY)
    return case(ledger.sign("SP-2026-0002", draw.yuan(), day, director=name))


@lawful("SPD005")
def name_filled_in_with_blanks(draw: Draw) -> Case:
    one, blank = draw.one(BIG), draw.one([" ", "  ", "　"])
    ledger = BOOKS.set(approval(one), "director", f"赵{blank}一清")
    return case(ledger.set(approval(one), "street-director", f"沈{blank}万里"))


@lawful("SPD005")
def last_day_of_the_term(draw: Draw) -> Case:
    day = draw.january(3)
    ledger = BOOKS.set(custom("officer", "director", "赵一清"), "until", day)
    return case(ledger.sign(ONE, draw.yuan(), day))


# --- SPD006 -----------------------------------------------------------------------------------

HIMSELF = ["赵一清", "赵 一 清", "赵一清、郑七星", "郑七星 赵一清", "郑七星，赵一清"]


@breaks("SPD006")
def director_asked_for_it(draw: Draw) -> Case:
    one = draw.one(APPROVALS)
    return case(BOOKS.set(approval(one), "applicant", draw.one(HIMSELF)), ("SPD006", one))


@breaks("SPD006")
def director_is_paid(draw: Draw) -> Case:
    one = draw.one(APPROVALS)
    return case(BOOKS.set(approval(one), "payee", "赵一清"), ("SPD006", one))


@breaks("SPD006")
def director_handled_or_witnessed_it(draw: Draw) -> Case:
    one, key = draw.one(SIGNED).voucher.id, draw.one(["handler", "witness"])
    return case(BOOKS.set(voucher(one), key, draw.one(HIMSELF)), ("SPD006", one))


@breaks("SPD006")
def director_took_the_money(draw: Draw) -> Case:
    one = draw.one(SIGNED).voucher
    ledger = BOOKS.swap(voucher(one.id), f'"{one.payee}"', '"赵一清"')
    return case(ledger, ("SPD006", one.id))


@lawful("SPD006")
def same_first_character(draw: Draw) -> Case:
    one, name = draw.one(SIGNED).voucher.id, draw.one(["赵二清", "赵一", "赵一青", "赵"])
    return case(BOOKS.set(voucher(one), draw.one(["handler", "witness"]), name))
