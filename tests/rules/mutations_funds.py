"""FND001 … FND007, SPD021: money for a purpose, and the limits of the year."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal

from mutations import (
    BANK,
    BASE,
    BOOKS,
    DAY,
    FEN,
    GIFTS,
    OFFICE,
    OWED,
    RELIEF,
    Case,
    Draw,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    receipt,
    voucher,
    yuan,
)

from juwu_ledger.books.model.vocabulary import Approval, BudgetLimit, Fund

MOVES = BASE.facts.fund_moves
OUT = [m for m in MOVES if m.fen < 0]
NAMED = [m for m in MOVES if m.voucher.text("fund")]
FUNDS = {f.name: f for f in BASE.of(Fund)}
LEFT = Decimal("2800.00")
"""What is left of the neighbours' fund at the end of the year."""
RELIEF_FUND = "邻里互助金"
FIRST, SECOND = "2026-01-0001", "2026-01-0002"
ONE = "SP-2026-0001"
NONE = "none: 救助花名册"


def of_another_fund(number: str) -> list[tuple[str, str]]:
    """What there is to find of a voucher besides, when its fund is changed: its approval names one."""
    signed = [s.approval for s in BASE.signed_spendings if s.voucher.id == number]
    return [("SPD021", number) for approval in signed if approval.fund]


def fund(name: str) -> str:
    return custom("fund", name)


# --- FND001 -----------------------------------------------------------------------------------


@breaks("FND001")
def fund_spent_on_something_else(draw: Draw) -> Case:
    account = draw.one([OFFICE, "Expenses:5303消防防汛", "Expenses:5107业务接待"])
    amount = draw.yuan()
    ledger = BOOKS.sign(ONE, amount)
    ledger = ledger.pay(draw.january(), amount, account=account, fund=RELIEF_FUND)
    return case(ledger, ("FND001", FIRST))


@breaks("FND001")
def purposes_never_held_it(draw: Draw) -> Case:
    one = draw.one(OUT)
    spent = [m.voucher.id for m in OUT if m.fund == one.fund and m.account == one.account]
    ledger = BOOKS.swap(fund(one.fund), f" {one.account}", f" {OFFICE}")
    return case(ledger, *(("FND001", v) for v in spent))


@breaks("FND001")
def purposes_changed_in_mid_year(draw: Draw) -> Case:
    one = draw.one([m for m in OUT if m.voucher.date > FUNDS[m.fund].date])
    until = FUNDS[one.fund].until
    text = f'{one.voucher.date} custom "fund" "{one.fund}" {OFFICE}\n  until: {until}'
    spent = [m.voucher.id for m in OUT if m.fund == one.fund and m.voucher.date >= one.voucher.date]
    return case(BOOKS.add(text, "charter.beancount"), *(("FND001", v) for v in spent))


@lawful("FND001")
def purposes_changed_the_day_after(draw: Draw) -> Case:
    name = draw.one(FUNDS)
    last = max(m.voucher.date for m in MOVES if m.fund == name)
    text = f'{last + DAY} custom "fund" "{name}" {OFFICE}\n  until: 2027-12-31'
    return case(BOOKS.add(text, "charter.beancount"))


@lawful("FND001")
def fund_declared_after_its_first_income(draw: Draw) -> Case:
    name = draw.one(FUNDS)
    day = draw.day(FUNDS[name].date, FUNDS[name].until or new_year(1))
    return case(BOOKS.redate(fund(name), min(day, new_year(31))))


# --- FND002 -----------------------------------------------------------------------------------


@breaks("FND002")
def more_than_the_fund_holds(draw: Draw) -> Case:
    amount = LEFT + draw.one([FEN, draw.yuan(1, 200_000)])
    ledger = BOOKS.sign(ONE, amount)
    papers = {"account": RELIEF, "fund": RELIEF_FUND, "invoice": NONE}
    return case(ledger.pay(draw.january(), amount, **papers), ("FND002", FIRST))


@breaks("FND002")
def spent_the_day_before_the_gift(draw: Draw) -> Case:
    amount, day = LEFT + draw.yuan(1, 200_000), draw.january(3, 28)
    ledger = BOOKS.sign(ONE, amount)
    ledger = ledger.pay(day, amount, account=RELIEF, fund=RELIEF_FUND, invoice=NONE)
    later = day + DAY * draw.number(1, 3)
    ledger = ledger.earn(later, draw.yuan(200_000), receipt(183), account=GIFTS, fund=RELIEF_FUND)
    return case(ledger, ("FND002", FIRST))


@breaks("FND002")
def gift_booked_without_its_fund(draw: Draw) -> Case:
    came = draw.one([m for m in NAMED if m.fen > 0])
    first = next(m for m in OUT if m.fund == came.fund)
    same_day = [m for m in OUT if m.fund == came.fund and m.voucher.date == first.voucher.date]
    ledger = BOOKS.unset(voucher(came.voucher.id), "fund")
    return case(ledger, ("FND002", same_day[-1].voucher.id))


@lawful("FND002")
def spent_to_the_last_fen(draw: Draw) -> Case:
    amount = LEFT - draw.one([Decimal(0), FEN, draw.yuan()])
    ledger = BOOKS.sign(ONE, amount)
    papers = {"account": RELIEF, "fund": RELIEF_FUND, "invoice": NONE}
    return case(ledger.pay(draw.january(), amount, **papers))


@lawful("FND002")
def spent_and_given_on_one_day(draw: Draw) -> Case:
    amount, day = draw.yuan(1, 200_000), draw.january()
    ledger = BOOKS.sign(ONE, LEFT + amount)
    papers = {"account": RELIEF, "fund": RELIEF_FUND, "invoice": NONE}
    ledger = ledger.pay(day, LEFT + amount, **papers)
    return case(ledger.earn(day, amount, receipt(183), account=GIFTS, fund=RELIEF_FUND))


# --- FND003 -----------------------------------------------------------------------------------


@breaks("FND003")
def term_over_and_money_left(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 12, 12), new_year(30))
    return case(BOOKS.set(fund(RELIEF_FUND), "until", day), ("FND003", RELIEF_FUND))


@breaks("FND003")
def came_after_the_term(draw: Draw) -> Case:
    name = draw.one(["2025年助老餐", "悦读角", "重阳敬老"])
    ledger = BOOKS.earn(draw.january(1), draw.yuan(), receipt(183), account=GIFTS, fund=name)
    return case(ledger, ("FND003", name))


@breaks("FND003")
def spent_without_naming_the_fund(draw: Draw) -> Case:
    spent = draw.one([m for m in NAMED if m.fen < 0 and m.fund in ("悦读角", "重阳敬老")])
    ledger = BOOKS.unset(voucher(spent.voucher.id), "fund")
    return case(ledger, ("FND003", spent.fund), *of_another_fund(spent.voucher.id))


@lawful("FND003")
def judged_on_the_last_day(draw: Draw) -> Case:
    day = draw.january(1)
    return case(BOOKS.set(fund(RELIEF_FUND), "until", day), as_of=day)


@lawful("FND003")
def term_made_longer(draw: Draw) -> Case:
    text = f'{draw.january(1)} custom "fund" "{RELIEF_FUND}" {RELIEF}\n  until: 2026-03-31'
    ledger = BOOKS.set(fund(RELIEF_FUND), "until", dt.date(2025, 12, 31))
    return case(ledger.add(text, "charter.beancount"))


# --- FND004 -----------------------------------------------------------------------------------

CAPS = {b.account: b.amount for b in BASE.of(BudgetLimit)}
SPENT: dict[str, list] = defaultdict(list)
for _posting in BASE.facts.budgeted:
    SPENT[_posting.account].append(_posting)


def cap(account: str, fen: int):
    figure = f"{yuan(CAPS[account])} CNY"
    return BOOKS.swap(f'"budget-limit" {account}', figure, f"{yuan(fen)} CNY")


@breaks("FND004")
def cap_reached_in_the_year(draw: Draw) -> Case:
    account = draw.one(CAPS)
    at, sum_ = draw.number(0, len(SPENT[account]) - 1), 0
    for posting in SPENT[account][: at + 1]:
        sum_ += posting.fen
    before = sum_ - SPENT[account][at].fen
    figure = draw.one([sum_ - 1, draw.number(before, sum_ - 1)])
    return case(cap(account, figure), ("FND004", SPENT[account][at].voucher.id))


@breaks("FND004")
def cap_on_all_accounts_of_a_group(draw: Draw) -> Case:
    over = draw.number(1, 60_000)
    total = sum(m.fen for m in OUT if m.account.startswith("Expenses:5304助老餐")) * -1 + 64_250
    last = "2025-12-0023"
    text = f'2025-01-01 custom "budget-limit" Expenses:5304助老餐 {yuan(total - over)} CNY'
    return case(BOOKS.add(text, "charter.beancount"), ("FND004", last))


@lawful("FND004")
def cap_reached_exactly(draw: Draw) -> Case:
    account = draw.one(CAPS)
    return case(cap(account, sum(p.fen for p in SPENT[account])))


@breaks("FND004")
def cap_lowered_in_mid_year(draw: Draw) -> Case:
    account = draw.one(["Expenses:5101办公用品", "Expenses:5104水电暖费"])
    at = draw.number(4, len(SPENT[account]) - 1)
    posting, total = SPENT[account][at], sum(p.fen for p in SPENT[account][: at + 1])
    text = f'{posting.voucher.date} custom "budget-limit" {account} {yuan(total - 1)} CNY'
    return case(BOOKS.add(text, "charter.beancount"), ("FND004", posting.voucher.id))


@lawful("FND004")
def cap_raised_in_mid_year(draw: Draw) -> Case:
    account = draw.one(CAPS)
    at = draw.number(1, len(SPENT[account]) - 1)
    ledger = cap(account, sum(p.fen for p in SPENT[account][:at]))
    day = SPENT[account][at].voucher.date
    text = f'{day} custom "budget-limit" {account} {yuan(CAPS[account])} CNY'
    return case(ledger.add(text, "charter.beancount"))


@lawful("FND004")
def beyond_the_cap_but_reversed(draw: Draw) -> Case:
    amount = draw.yuan(100)
    text = f'2026-01-01 custom "budget-limit" {OFFICE} {amount} CNY'
    ledger = BOOKS.add(text, "charter.beancount").sign(ONE, 2 * amount)
    ledger = ledger.pay(new_year(5), amount).pay(new_year(6), amount)
    ledger = ledger.book(new_year(7), (OFFICE, -amount), (BANK, amount), reverses=SECOND)
    return case(ledger)


@lawful("FND004")
def new_year_new_cap(draw: Draw) -> Case:
    amount = draw.yuan()
    text = f'2026-01-01 custom "budget-limit" {OFFICE} {amount} CNY'
    ledger = BOOKS.add(text, "charter.beancount").sign(ONE, amount)
    return case(ledger.pay(draw.january(), amount))


# --- FND005 -----------------------------------------------------------------------------------


@breaks("FND005")
def mistyped_fund_on_a_spending(draw: Draw) -> Case:
    one = draw.one([m for m in NAMED if m.fen < 0 and m.fund == RELIEF_FUND])
    wrong = draw.one(["邻里互助", "邻里互助基金", "邻里 互助金", "互助金", "邻里互肋金"])
    ledger = BOOKS.set(voucher(one.voucher.id), "fund", wrong)
    return case(ledger, ("FND005", one.voucher.id))


@breaks("FND005")
def mistyped_fund_on_a_gift(draw: Draw) -> Case:
    wrong = draw.one(["邻里互助", "悦读", "重阳", "重阳敬老基金"])
    ledger = BOOKS.earn(draw.january(1), draw.yuan(), receipt(183), account=GIFTS, fund=wrong)
    return case(ledger, ("FND005", FIRST))


@breaks("FND005")
def mistyped_fund_on_a_approval(draw: Draw) -> Case:
    one = draw.one([a for a in BASE.of(Approval) if a.fund])
    ledger = BOOKS.set(custom("approval", one.id), "fund", one.fund[:-1])
    return case(ledger, ("FND005", one.id))


@breaks("FND005")
def fund_never_declared(draw: Draw) -> Case:
    name = draw.one(FUNDS)
    told: Counter = Counter(
        ("FND005", m.voucher.id)
        for m in MOVES
        if m.fund == name and BASE.chart[m.account].fund != name
    )
    told.update(("FND005", name) for a in BASE.chart.values() if a.fund == name)
    told.update(("FND005", a.id) for a in BASE.of(Approval) if a.fund == name)
    return case(BOOKS.cut(fund(name)), *told.elements())


@lawful("FND005")
def mistyped_and_reversed(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = BOOKS.sign(ONE, amount)
    ledger = ledger.pay(new_year(6), amount, account=RELIEF, fund="互助金", invoice=NONE)
    ledger = ledger.book(
        new_year(7), (RELIEF, -amount), (BANK, amount), reverses=FIRST, fund="互助金"
    )
    papers = {"account": RELIEF, "fund": RELIEF_FUND, "invoice": NONE}
    return case(ledger.pay(draw.january(7), amount, **papers))


# --- SPD021 -----------------------------------------------------------------------------------

UNDER = {m.voucher.id for m in NAMED if m.fen < 0 and m.fund == RELIEF_FUND}
SIGNED_FOR = [
    voucher.id
    for voucher, approval, _ in BASE.signed_spendings
    if voucher.id in UNDER and approval.fund
]
OTHERS = ["2025年助老餐", "悦读角", "楼道照明改造", "重阳敬老"]
RELIEVED = {"account": RELIEF, "invoice": NONE}


@breaks("SPD021")
def fund_of_the_approval_forgotten(draw: Draw) -> Case:
    amount = draw.yuan(1, 250_000)
    ledger = BOOKS.sign(ONE, amount, fund=draw.one([RELIEF_FUND, *OTHERS]))
    return case(ledger.pay(draw.january(), amount, **RELIEVED), ("SPD021", FIRST))


@breaks("SPD021")
def signed_for_another_fund(draw: Draw) -> Case:
    amount = draw.yuan(1, 250_000)
    ledger = BOOKS.sign(ONE, amount, fund=draw.one(OTHERS))
    ledger = ledger.pay(draw.january(), amount, fund=RELIEF_FUND, **RELIEVED)
    return case(ledger, ("SPD021", FIRST))


@breaks("SPD021")
def fund_taken_off_a_voucher_of_the_year(draw: Draw) -> Case:
    number = draw.one(SIGNED_FOR)
    return case(BOOKS.unset(voucher(number), "fund"), ("SPD021", number))


@lawful("SPD021")
def signed_and_spent_of_one_fund(draw: Draw) -> Case:
    amount = draw.yuan(1, 200_000)
    ledger = BOOKS.sign(ONE, amount, fund=RELIEF_FUND)
    return case(ledger.pay(draw.january(), amount, fund=RELIEF_FUND, **RELIEVED))


@lawful("SPD021")
def approval_names_no_fund(draw: Draw) -> Case:
    amount = draw.yuan(1, 200_000)
    ledger = BOOKS.sign(ONE, amount)
    return case(ledger.pay(draw.january(), amount, fund=RELIEF_FUND, **RELIEVED))


@lawful("SPD021")
def fund_on_the_line_alone(draw: Draw) -> Case:
    amount = draw.yuan(100, 200_000)
    ledger = BOOKS.sign(ONE, amount + 1, fund=RELIEF_FUND)
    lines = (RELIEF, amount, {"fund": RELIEF_FUND}), (OFFICE, 1), (BANK, -amount - 1)
    papers = {"invoice": "26379000000000000009", "handler": "郑七星", "witness": "许再三"}
    return case(ledger.book(draw.january(), *lines, approval=ONE, **papers))


# --- FND007 -----------------------------------------------------------------------------------

ENDED = ["2025年助老餐", "悦读角", "重阳敬老"]
"""Funds whose term is over at the end of the year, and that are spent."""


def spent_in_january(draw: Draw, name: str, day: dt.date, signed: dt.date):
    """Give money to a fund on the second of January, and spend it all on a day."""
    amount = draw.yuan(1, 90_000)
    ledger = BOOKS.earn(new_year(2), amount, receipt(183), account=GIFTS, fund=name)
    ledger = ledger.sign(ONE, amount, signed)
    return ledger.pay(day, amount, account=FUNDS[name].accounts[0], fund=name)


@breaks("FND007")
def spent_when_the_term_was_over(draw: Draw) -> Case:
    ledger = spent_in_january(draw, draw.one(ENDED), draw.january(2), new_year(2))
    return case(ledger, ("FND007", SECOND))


@breaks("FND007")
def signed_too_late_for_a_late_payment(draw: Draw) -> Case:
    name, day = draw.one(ENDED), draw.january(2)
    ledger = spent_in_january(draw, name, day, draw.day(new_year(1), day))
    return case(ledger.set(fund(name), "until-payment", new_year(31)), ("FND007", SECOND))


@breaks("FND007")
def paid_after_the_last_day_for_payments(draw: Draw) -> Case:
    name, day = draw.one(ENDED), draw.january(3)
    ledger = spent_in_january(draw, name, day, dt.date(2025, 12, 31))
    last = draw.day(new_year(1), day - DAY)
    return case(ledger.set(fund(name), "until-payment", last), ("FND007", SECOND))


@lawful("FND007")
def paid_while_payments_were_due(draw: Draw) -> Case:
    name, day = draw.one(ENDED), draw.january(2)
    signed = draw.day(dt.date(2025, 12, 12), dt.date(2025, 12, 31))
    ledger = spent_in_january(draw, name, day, signed)
    return case(ledger.set(fund(name), "until-payment", draw.day(day, new_year(31))))


@lawful("FND007")
def term_longer_by_then(draw: Draw) -> Case:
    name, day = draw.one(ENDED), draw.january(3)
    ledger = spent_in_january(draw, name, day, new_year(2))
    text = f'{draw.day(new_year(1), day)} custom "fund" "{name}" {FUNDS[name].accounts[0]}'
    text += f"\n  until: {draw.day(day, new_year(31))}"
    return case(ledger.add(text, "charter.beancount"))


# --- FND006 -----------------------------------------------------------------------------------

GIVERS = [
    ("柳荫街道办事处", "楼道照明"),
    ("示例区民政局", "居家养老补助"),
    ("示例机械有限公司", "赞助重阳活动"),
    ("示例公司", "捐给助老餐"),
]
PARKED = "Liabilities:2203专项应付款:01照明"


def park(draw: Draw, amount: Decimal, account: str = OWED):
    """Money given for a purpose, booked as a debt."""
    giver, what = draw.one(GIVERS)
    day = draw.january(3, 12)
    return BOOKS.earn(day, amount, receipt(183), account=account, payee=giver, narration=what)


@breaks("FND006")
def spent_from_a_debt(draw: Draw) -> Case:
    amount = draw.yuan(100)
    spent = draw.one([amount, amount - FEN])
    ledger = park(draw, amount).sign(ONE, spent)
    return case(ledger.pay(draw.january(12), spent, account=OWED, invoice=""), ("FND006", SECOND))


@breaks("FND006")
def spent_bit_by_bit(draw: Draw) -> Case:
    amount, part = draw.yuan(300), draw.yuan(1, 100)
    ledger = park(draw, amount).sign(ONE, amount)
    ledger = ledger.pay(draw.january(12, 15), part, account=OWED, invoice="")
    ledger = ledger.pay(draw.january(15), part, account=OWED, invoice="", payee="示例五金店")
    return case(ledger, ("FND006", SECOND), ("FND006", "2026-01-0003"))


@breaks("FND006")
def on_an_account_named_for_it(draw: Draw) -> Case:
    amount = draw.yuan()
    opened = f'2026-01-01 open {PARKED} CNY\n  role: "payable"'
    ledger = BOOKS.add(opened)
    day, giver = draw.january(3, 12), draw.one(["示例公司", "某某厂", "一位居民"])
    ledger = ledger.earn(day, amount, receipt(183), account=PARKED, payee=giver).sign(ONE, amount)
    return case(
        ledger.pay(draw.january(12), amount, account=PARKED, invoice=""), ("FND006", SECOND)
    )


@lawful("FND006")
def declared_in_a_fund(draw: Draw) -> Case:
    amount = draw.yuan()
    names = draw.one([PARKED, "Liabilities:2203专项应付款", f"Expenses:5303消防防汛 {PARKED}"])
    ledger = park(draw, amount, PARKED).sign(ONE, amount)
    ledger = ledger.add(f'2026-01-01 open {PARKED} CNY\n  role: "payable"')
    ledger = ledger.add(f'2026-01-02 custom "fund" "楼道照明" {names}', "charter.beancount")
    return case(ledger.pay(draw.january(12), amount, account=PARKED, invoice=""))


@lawful("FND006")
def given_back_to_the_giver(draw: Draw) -> Case:
    amount, (giver, what) = draw.yuan(), draw.one(GIVERS)
    ledger = BOOKS.earn(
        draw.january(3, 12), amount, receipt(183), account=OWED, payee=giver, narration=what
    )
    giver = draw.one([giver, f"{giver[:2]} {giver[2:]}"])
    ledger = ledger.sign(ONE, amount)
    return case(ledger.pay(draw.january(12), amount, account=OWED, invoice="", payee=giver))


@lawful("FND006")
def bought_on_account(draw: Draw) -> Case:
    amount = draw.yuan()
    bill = {"invoice": "26379000000000880088", "payee": "示例机械公司", "narration": "专项用灯具"}
    ledger = BOOKS.book(draw.january(3, 12), (OFFICE, amount), (OWED, -amount), **bill)
    ledger = ledger.sign(ONE, amount)
    return case(
        ledger.pay(draw.january(12), amount, account=OWED, invoice="", payee="示例机械公司")
    )


@breaks("FND002")
def more_paid_from_a_declared_payable_than_lay_there(draw: Draw) -> Case:
    amount = draw.yuan(100)
    over = draw.one([FEN, draw.yuan()])
    ledger = park(draw, amount, PARKED).sign(ONE, amount + over)
    ledger = ledger.add(f'2026-01-01 open {PARKED} CNY\n  role: "payable"')
    ledger = ledger.add(f'2026-01-02 custom "fund" "楼道照明" {PARKED}', "charter.beancount")
    day = draw.january(12)
    return case(ledger.pay(day, amount + over, account=PARKED, invoice=""), ("FND002", SECOND))


@breaks("FND007")
def paid_from_a_declared_payable_after_its_term(draw: Draw) -> Case:
    amount, day = draw.yuan(), draw.january(14)
    until = day - DAY * draw.number(1, 2)
    ledger = park(draw, amount, PARKED).sign(ONE, amount)
    ledger = ledger.add(f'2026-01-01 open {PARKED} CNY\n  role: "payable"')
    fund = f'2026-01-02 custom "fund" "楼道照明" {PARKED}\n  until: {until}'
    ledger = ledger.add(fund, "charter.beancount")
    return case(ledger.pay(day, amount, account=PARKED, invoice=""), ("FND007", SECOND))
