"""SPD007 … SPD010, SPD012 … SPD014, SPD022: the papers of a spending, and the meeting behind it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    ALLOWANCE,
    BANK,
    BASE,
    BOOKS,
    DAY,
    DEPOSITS,
    FEN,
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
    voucher,
    yuan,
)

SPENT = [s.voucher for s in BASE.facts.spendings]
BOUGHT = [p.voucher for p in BASE.facts.purchases if p.voucher.text("invoice")]
INVOICED = [u for u in BASE.facts.invoices if u.meta is u.voucher.txn.meta]
ORDER = {v.id: n for n, v in enumerate(BASE.vouchers)}
FIRST, SECOND = "2026-01-0001", "2026-01-0002"
ONE, TWO = "SP-2026-0001", "SP-2026-0002"


def new_invoice(draw: Draw) -> str:
    return f"26{draw.number(0, 10**18 - 1):018d}"


# --- SPD007 -----------------------------------------------------------------------------------


@breaks("SPD007")
def invoice_left_out(draw: Draw) -> Case:
    one = draw.one(BOUGHT).id
    return case(BOOKS.unset(voucher(one), "invoice"), ("SPD007", one))


@breaks("SPD007")
def excuse_without_a_reason(draw: Draw) -> Case:
    one, excuse = draw.one(BOUGHT).id, draw.one(["none:", "none: ", "None:", "NONE:  "])
    return case(BOOKS.set(voucher(one), "invoice", excuse), ("SPD007", one))


@breaks("SPD007")
def excuse_the_law_does_not_know(draw: Draw) -> Case:
    use = draw.one([u for u in INVOICED if not u.voucher.text("invoice").startswith("none")])
    excuse = draw.one(["none: 小店没有发票", "none: 花名册", "none: 发放表"])
    ledger = BOOKS.set(voucher(use.voucher.id), "invoice", excuse)
    return case(ledger, ("SPD007", use.voucher.id))


@breaks("SPD007")
def one_of_several_invoices_left_out(draw: Draw) -> Case:
    parts = [draw.yuan() for _ in range(draw.number(2, 4))]
    bare = draw.number(0, len(parts) - 1)
    postings = [
        (OFFICE, part, {"invoice": new_invoice(draw)} if n != bare else {})
        for n, part in enumerate(parts)
    ]
    papers = {"approval": ONE, "handler": "郑七星", "witness": "许再三"}
    ledger = BOOKS.sign(ONE, sum(parts))
    ledger = ledger.book(draw.january(), *postings, (BANK, -sum(parts)), **papers)
    return case(ledger, ("SPD007", FIRST))


@breaks("SPD007")
def bought_on_account(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = BOOKS.book(draw.january(), (OFFICE, amount), (OWED, -amount))
    return case(ledger, ("SPD007", FIRST))


@lawful("SPD007")
def sheets_and_lists(draw: Draw) -> Case:
    account, amount = draw.one([ALLOWANCE, RELIEF]), draw.yuan()
    excuse = draw.one(["none: 发放表", "None: 花名册"])
    ledger = BOOKS.sign(ONE, amount)
    return case(ledger.pay(draw.january(), amount, account=account, invoice=excuse))


@lawful("SPD007")
def deposit_given_back(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = BOOKS.sign(ONE, amount)
    return case(ledger.pay(draw.january(), amount, account=DEPOSITS, invoice=""))


# --- SPD008, SPD014 ---------------------------------------------------------------------------


@breaks("SPD008")
def invoice_of_another_voucher(draw: Draw) -> Case:
    one, other = draw.one(INVOICED), draw.one(INVOICED)
    if one.text == other.text:
        other = INVOICED[INVOICED.index(one) - 1]
    later = max(one.voucher.id, other.voucher.id, key=ORDER.__getitem__)
    ledger = BOOKS.set(voucher(one.voucher.id), "invoice", other.text)
    return case(ledger, ("SPD008", later))


@breaks("SPD008")
def reimbursed_again_in_january(draw: Draw) -> Case:
    used = draw.one(BASE.facts.invoices).text
    ledger = BOOKS.sign(ONE, 500).pay(draw.january(), draw.yuan(), invoice=used)
    return case(ledger, ("SPD008", FIRST))


@breaks("SPD008")
def old_invoice_with_and_without_its_dash(draw: Draw) -> Case:
    code, number = draw.number(10**11, 10**12 - 1), draw.number(10**7, 10**8 - 1)
    ledger = BOOKS.sign(ONE, 1000).pay(new_year(6), draw.yuan(), invoice=f"{code}-{number}")
    ledger = ledger.pay(draw.january(6), draw.yuan(), invoice=f"{code}{number}")
    return case(ledger, ("SPD008", SECOND))


@lawful("SPD008")
def one_invoice_on_two_lines(draw: Draw) -> Case:
    parts, mark = [draw.yuan(), draw.yuan()], {"invoice": new_invoice(draw)}
    papers = {"approval": ONE, "handler": "郑七星", "witness": "许再三"}
    lines = [(OFFICE, parts[0], mark), (ALLOWANCE, parts[1], mark), (BANK, -sum(parts))]
    return case(BOOKS.sign(ONE, sum(parts)).book(draw.january(), *lines, **papers))


@lawful("SPD008")
def bought_on_account_and_paid_later(draw: Draw) -> Case:
    amount, number = draw.yuan(), new_invoice(draw)
    ledger = BOOKS.sign(ONE, amount)
    ledger = ledger.book(new_year(6), (OFFICE, amount), (OWED, -amount), invoice=number)
    return case(ledger.pay(draw.january(6), amount, account=OWED, invoice=number))


@lawful("SPD008")
def reversed_and_booked_with_the_same_invoice(draw: Draw) -> Case:
    amount, number = draw.yuan(), new_invoice(draw)
    ledger = BOOKS.sign(ONE, amount).pay(new_year(6), amount, invoice=number)
    ledger = ledger.book(new_year(7), (OFFICE, -amount), (BANK, amount), reverses=FIRST)
    return case(ledger.pay(draw.january(7), amount, account=ALLOWANCE, invoice=number))


@breaks("SPD014")
def number_of_no_invoice(draw: Draw) -> Case:
    use, size = draw.one(INVOICED), draw.one([1, 7, 8, 9, 17, 19, 21, 22])
    number = "".join(str(draw.number(0, 9)) for _ in range(size))
    ledger = BOOKS.set(voucher(use.voucher.id), "invoice", number)
    return case(ledger, ("SPD014", use.voucher.id))


@breaks("SPD014")
def letter_among_the_digits(draw: Draw) -> Case:
    use, at = draw.one(INVOICED), draw.number(0, 19)
    number = f"{use.text[:at]}{draw.one('OIZB')}{use.text[at + 1 :]}"
    ledger = BOOKS.set(voucher(use.voucher.id), "invoice", number)
    return case(ledger, ("SPD014", use.voucher.id))


@lawful("SPD014")
def old_number_with_its_code(draw: Draw) -> Case:
    use, size = draw.one(INVOICED), draw.one([18, 20])
    number = "".join(str(draw.number(0, 9)) for _ in range(size))
    dash = draw.one([number, f"{number[:-8]}-{number[-8:]}"])
    return case(BOOKS.set(voucher(use.voucher.id), "invoice", dash))


# --- SPD009, SPD010 ---------------------------------------------------------------------------


@breaks("SPD009")
def no_handler_or_no_witness(draw: Draw) -> Case:
    one = draw.one([v for v in SPENT if v.text("handler")]).id
    keys = draw.one([["handler"], ["witness"], ["handler", "witness"]])
    return case(BOOKS.unset(voucher(one), *keys), ("SPD009", one))


@breaks("SPD009")
def one_person_as_both(draw: Draw) -> Case:
    one = draw.one([v for v in SPENT if v.text("handler")])
    name = one.text("handler")
    again = draw.one([name, f"{name[0]} {name[1:]}", f"{name} ", " ".join(name)])
    return case(BOOKS.set(voucher(one.id), "witness", again), ("SPD009", one.id))


@lawful("SPD009")
def two_with_the_same_first_character(draw: Draw) -> Case:
    one = draw.one([v for v in SPENT if v.text("handler")])
    name = one.text("handler")
    other = draw.one([f"{name[0]}千帆", name[:2], f"{name}二", f"{name}、许再四"])
    return case(BOOKS.set(voucher(one.id), "witness", other))


@breaks("SPD010")
def no_narration(draw: Draw) -> Case:
    one = draw.one([v for v in SPENT if v.text("approval")])
    blank = draw.one(["", " ", "  "])
    return case(BOOKS.swap(voucher(one.id), f'"{one.narration}"', f'"{blank}"'), ("SPD010", one.id))


@breaks("SPD010")
def neither_purpose_nor_reason(draw: Draw) -> Case:
    one = draw.one([s.approval for s in BASE.signed_spendings])
    ledger = BOOKS.swap(custom("approval", one.id), f'"{one.purpose}"', draw.one(['""', '"  "']))
    return case(ledger.unset(custom("approval", one.id), "reason"), ("SPD010", one.id))


@lawful("SPD010")
def purpose_without_reason(draw: Draw) -> Case:
    one = draw.one([s.approval for s in BASE.signed_spendings])
    return case(BOOKS.unset(custom("approval", one.id), "reason"))


@breaks("SPD010")
def reason_without_purpose(draw: Draw) -> Case:
    one = draw.one([s.approval for s in BASE.signed_spendings])
    ledger = BOOKS.swap(custom("approval", one.id), f'"{one.purpose}"', draw.one(['""', '" "']))
    return case(ledger, ("SPD010", one.id))


# --- SPD013 -----------------------------------------------------------------------------------


def two_payments(draw: Draw, total: Decimal, days: int, **second: str):
    """Two payments to one payee, together ``total``, ``days`` apart."""
    part = draw.yuan(1, 499_999)
    part = max(part, total - Decimal("4999.99"))
    day = draw.january(3, 20)
    ledger = BOOKS.sign(ONE, part).sign(TWO, total - part)
    ledger = ledger.pay(day, part, payee="示例打印店")
    return ledger.pay(day + DAY * days, total - part, TWO, **{"payee": "示例打印店", **second})


@breaks("SPD013")
def split_below_the_street_s_figure(draw: Draw) -> Case:
    total = 5000 + draw.one([Decimal(0), FEN, draw.yuan(1, 499_997)])
    ledger = two_payments(draw, total, draw.number(0, 7))
    return case(ledger, ("SPD013", SECOND))


@breaks("SPD013")
def split_in_many(draw: Draw) -> Case:
    count, day = draw.number(3, 6), draw.january(3, 20)
    part = (Decimal(5000) / count).quantize(FEN) + FEN
    ledger = BOOKS.sign(ONE, Decimal("4999.99"))
    ledger = ledger.sign(TWO, Decimal("4999.99"))
    for n in range(count):
        ledger = ledger.pay(day + DAY * n, part, ONE if n < 2 else TWO, payee="示例打印店")
    more = [("SPD003", TWO)] if part * (count - 2) > Decimal("4999.99") else []
    return case(ledger, ("SPD013", f"2026-01-{count:04d}"), *more)


@lawful("SPD013")
def eight_days_apart(draw: Draw) -> Case:
    return case(two_payments(draw, 5000 + draw.yuan(1, 499_997), draw.number(8, 11)))


@lawful("SPD013")
def a_fen_short_of_the_figure(draw: Draw) -> Case:
    return case(two_payments(draw, 5000 - FEN, draw.number(0, 7)))


@lawful("SPD013")
def another_payee_with_the_same_beginning(draw: Draw) -> Case:
    payee = draw.one(["示例打印", "示例打印店（东门）", "示例", "例示打印店"])
    return case(
        two_payments(draw, 5000 + draw.yuan(), draw.number(0, 7), payee=payee, handler="李四安")
    )


# --- SPD012 -----------------------------------------------------------------------------------

WORKS = custom("approval", "SP-2025-0035")


@breaks("SPD012")
def resolution_not_named_or_unknown(draw: Draw) -> Case:
    wrong = draw.one(["", "JY-2025-03", "JY-2024-01", "JY-2025-1"])
    ledger = BOOKS.set(WORKS, "resolution", wrong) if wrong else BOOKS.unset(WORKS, "resolution")
    return case(ledger, ("SPD012", "SP-2025-0035"))


@breaks("SPD012")
def resolution_not_passed(draw: Draw) -> Case:
    present = draw.number(1, 66)
    ledger = BOOKS.set(custom("resolution", "JY-2025-01"), "present", present)
    favour = draw.number(0, present // 2)
    ledger = ledger.set(custom("resolution", "JY-2025-01"), "in-favour", favour)
    return case(ledger, ("SPD012", "SP-2025-0035"))


@breaks("SPD012")
def resolution_came_after(draw: Draw) -> Case:
    day = dt.date(2025, 4, 9) + DAY * draw.number(0, 90)
    return case(BOOKS.redate(custom("resolution", "JY-2025-01"), day), ("SPD012", "SP-2025-0035"))


@breaks("SPD012")
def exactly_at_the_figure(draw: Draw) -> Case:
    amount = 20_000 + draw.one([Decimal(0), FEN, draw.yuan(1, 5_000_000)])
    return case(BOOKS.street(ONE, amount, draw.january(1)), ("SPD012", ONE))


@lawful("SPD012")
def a_fen_below_the_figure(draw: Draw) -> Case:
    amount = 20_000 - draw.one([FEN, draw.yuan()])
    ledger = BOOKS.street(ONE, amount).pay(draw.january(), amount, account=OWED, invoice="")
    return case(ledger)


@lawful("SPD012")
def passed_by_one_vote_that_day(draw: Draw) -> Case:
    present = draw.number(1, 66)
    needle = custom("resolution", "JY-2025-01")
    ledger = BOOKS.redate(needle, dt.date(2025, 4, 8)).set(needle, "present", present)
    return case(ledger.set(needle, "in-favour", present // 2 + 1))


@lawful("SPD012")
def meeting_s_figure_never_set(draw: Draw) -> Case:
    ledger = BOOKS.street(ONE, draw.yuan(2_000_000, 9_000_000))
    return case(ledger.cut(custom("limit", "resolution")))


# --- SPD022 -----------------------------------------------------------------------------------

SELLERS = ["示例灯光队", "示例音响行", "示例花店", "示例客运公司"]
STREETS = Decimal("5000.00")


def to_two_payees(draw: Draw, total: Decimal, days: int, **second: str):
    """Two payments to two payees by one handler, together ``total``, ``days`` apart."""
    part = max(draw.yuan(1, 499_999), total - STREETS + FEN)
    day = draw.january(3, 19)
    one, other = draw.one([SELLERS[:2], SELLERS[2:]])
    ledger = BOOKS.sign(ONE, part).sign(TWO, total - part)
    ledger = ledger.pay(day, part, ONE, payee=one)
    return ledger.pay(day + DAY * days, total - part, TWO, **{"payee": other, **second})


@breaks("SPD022")
def one_purpose_two_payees(draw: Draw) -> Case:
    total = STREETS + draw.one([Decimal(0), draw.yuan(1, 400_000)])
    days = draw.one([0, 10, draw.number(0, 10)])
    return case(to_two_payees(draw, total, days), ("SPD022", "2026-01-0002"))


@breaks("SPD022")
def three_parts_for_three_payees(draw: Draw) -> Case:
    day, part = draw.january(3, 20), yuan(draw.number(170_000, 249_999))
    ledger = BOOKS
    for number, payee in enumerate(SELLERS[:3], 1):
        identity = f"SP-2026-{number:04d}"
        ledger = ledger.sign(identity, part).pay(day + DAY * number, part, identity, payee=payee)
    return case(ledger, ("SPD022", "2026-01-0003"))


@lawful("SPD022")
def two_payees_eleven_days_apart(draw: Draw) -> Case:
    total, days = STREETS + draw.yuan(1, 400_000), draw.one([11, draw.number(11, 12)])
    return case(to_two_payees(draw, total, days))


@lawful("SPD022")
def two_payees_below_the_figure(draw: Draw) -> Case:
    total = STREETS - draw.one([FEN, draw.yuan(1, 100_000)])
    return case(to_two_payees(draw, total, draw.number(0, 10)))


@lawful("SPD022")
def two_payees_two_handlers(draw: Draw) -> Case:
    total = STREETS + draw.yuan(1, 400_000)
    return case(to_two_payees(draw, total, draw.number(0, 10), handler="李四安"))
