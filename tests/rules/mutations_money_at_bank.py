"""BNK001 … BNK004, BNK008: whose account it is, what its statement says, money that goes round."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    AS_OF,
    BANK,
    BASE,
    BOOKS,
    DAY,
    FEES,
    FEN,
    OFFICE,
    PETTY,
    TILL,
    TITLE,
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
    yuan,
)

from juwu_ledger.books.model.vocabulary import Reconciliation
from juwu_ledger.records.bank_items import shown_items

ITEMS = list(shown_items(BASE))
STATEMENTS = BASE.of(Reconciliation)
AT_BANK = [s for s in STATEMENTS if s.account == BANK]
LAST = dt.date(2025, 12, 31)
NEXT = "2025-12-0032"


def statement(item: Reconciliation) -> str:
    return f'{item.date} custom "reconciliation" {item.account}'


def at_bank(account: str, day: dt.date) -> str:
    return str(yuan(sum(s.item.fen for s in ITEMS if s.item.account == account and s.shown <= day)))


# --- BNK001 -----------------------------------------------------------------------------------


@breaks("BNK001")
def account_of_someone_else(draw: Draw) -> Case:
    account, cut = draw.one([BANK, WECHAT]), draw.number(0, len(TITLE) - 1)
    name = draw.one(["赵一清", "周五福", TITLE[:cut] + TITLE[cut + 1 :], f"{TITLE}（代）"])
    return case(BOOKS.set(f"open {account}", "holder", name), ("BNK001", account))


@breaks("BNK001")
def holder_left_out(draw: Draw) -> Case:
    account = draw.one([BANK, WECHAT])
    return case(BOOKS.unset(f"open {account}", "holder"), ("BNK001", account))


@breaks("BNK001")
def another_account(draw: Draw) -> Case:
    account = f"Assets:1002银行存款:{draw.number(2, 99):02d}存折"
    role = draw.one(["bank", "clearing"])
    name = draw.one(["吴六合", "李四安", "桂花里社区老年协会"])
    text = f'{draw.january(1)} open {account} CNY\n  role: "{role}"\n  holder: "{name}"'
    return case(BOOKS.add(text, "accounts.beancount"), ("BNK001", account))


@breaks("BNK001")
def asset_of_no_role(draw: Draw) -> Case:
    account = f"Assets:1221其他应收:{draw.number(1, 99):02d}暂存"
    return case(BOOKS.add(f"{draw.january(1)} open {account} CNY"), ("BNK001", account))


@lawful("BNK001")
def second_account_of_the_committee(draw: Draw) -> Case:
    account = f"Assets:1002银行存款:{draw.number(2, 99):02d}专户"
    text = f'2026-01-01 open {account} CNY\n  role: "bank"\n  holder: "{TITLE}"'
    ledger = BOOKS.add(text, "accounts.beancount")
    return case(ledger.earn(draw.january(), draw.yuan(), receipt(183), money=account))


# --- BNK002 -----------------------------------------------------------------------------------


@breaks("BNK002")
def month_not_reconciled(draw: Draw) -> Case:
    one = draw.one(AT_BANK)
    return case(BOOKS.cut(statement(one)), ("BNK002", f"{one.date:%Y-%m}"))


@breaks("BNK002")
def reconciled_on_another_day(draw: Draw) -> Case:
    one = draw.one(AT_BANK)
    day = one.date + DAY * draw.one([-3, -2, -1, 1, 2, 3])
    ledger = BOOKS.swap(statement(one), str(yuan(one.amount)), at_bank(BANK, day))
    return case(ledger.redate(statement(one), day), ("BNK002", f"{one.date:%Y-%m}"))


@breaks("BNK002")
def two_months_not_reconciled(draw: Draw) -> Case:
    one, other = draw.one(AT_BANK[:6]), draw.one(AT_BANK[6:])
    ledger = BOOKS.cut(statement(one)).cut(statement(other))
    return case(ledger, *(("BNK002", f"{s.date:%Y-%m}") for s in (one, other)))


@lawful("BNK002")
def wallet_needs_no_statement(draw: Draw) -> Case:
    return case(BOOKS.cut(statement(draw.one([s for s in STATEMENTS if s.account == WECHAT]))))


@lawful("BNK002")
def judged_at_the_month_s_last_day(draw: Draw) -> Case:
    one = draw.one(AT_BANK[-1:])
    return case(BOOKS.cut(statement(one)), as_of=one.date)


# --- BNK003 -----------------------------------------------------------------------------------


@breaks("BNK003")
def statement_off_by_something(draw: Draw) -> Case:
    one = draw.one(STATEMENTS)
    gap = draw.one([FEN, -FEN, draw.yuan(), -draw.yuan()])
    was = yuan(one.amount)
    ledger = BOOKS.swap(statement(one), f"{was} CNY", f"{was + gap} CNY")
    return case(ledger, ("BNK003", f"{one.date:%Y-%m}"))


@breaks("BNK003")
def said_to_have_cleared_a_month_later(draw: Draw) -> Case:
    item = draw.one([s for s in ITEMS if s.item.cleared and s.item.date > dt.date(2025, 1, 1)])
    month_end = (
        next(s.date for s in AT_BANK if s.date >= item.shown) if item.shown <= LAST else None
    )
    if month_end is None:
        item = ITEMS[-6]
        month_end = LAST
    ledger = clear(item, month_end + DAY)
    return case(ledger, ("BNK003", f"{month_end:%Y-%m}"))


def clear(item, day: dt.date | None) -> Ledger:
    """The books with another day (or none) on which the bank shows a posting."""
    account = item.item.account
    text = BOOKS.text_of(voucher(item.item.voucher.id))
    after = text[text.index(f"  {account} ") :]
    line = f"    cleared: {item.shown}\n"
    assert line in after
    new = f"    cleared: {day}\n" if day else ""
    changed = text[: text.index(f"  {account} ")] + after.replace(line, new, 1)
    return BOOKS.rewrite(voucher(item.item.voucher.id), lambda _: changed)


@breaks("BNK003")
def bank_charge_not_booked(draw: Draw) -> Case:
    fee = draw.yuan(1, 2_000)
    one = draw.one(AT_BANK)
    was = yuan(one.amount)
    ledger = BOOKS.swap(statement(one), f"{was} CNY", f"{was - fee} CNY")
    return case(ledger, ("BNK003", f"{one.date:%Y-%m}"))


@lawful("BNK003")
def bank_charge_beside_a_payment(draw: Draw) -> Case:
    amount, fee = draw.yuan(), draw.yuan(1, 999)
    ledger = BOOKS.sign("SP-2026-0001", amount).pay(draw.january(), amount)
    ledger = ledger.book(new_year(31), (FEES, fee), (BANK, -fee, {"cleared": new_year(31)}))
    shown = Decimal(at_bank(BANK, new_year(31))) - fee
    text = f'2026-01-31 custom "reconciliation" {BANK} {shown} CNY'
    return case(ledger.add(text))


@lawful("BNK003")
def not_yet_shown_at_the_month_s_end(draw: Draw) -> Case:
    amount = draw.yuan()
    late = {"cleared": draw.january(1)}
    papers = {"approval": "SP-2026-0001", "invoice": "26379000000000000009"}
    ledger = BOOKS.sign("SP-2026-0001", amount, LAST)
    postings = (OFFICE, amount), (BANK, -amount, late)
    return case(
        ledger.book(LAST, *postings, number=NEXT, handler="郑七星", witness="许再三", **papers)
    )


# --- BNK004 -----------------------------------------------------------------------------------


def unshown(draw: Draw, day: dt.date, number: str) -> Ledger:
    amount = draw.yuan()
    papers = {"approval": "SP-2026-0001", "invoice": "26379000000000000009"}
    ledger = BOOKS.sign("SP-2026-0001", amount, day)
    postings = (OFFICE, amount), (BANK, -amount)
    return ledger.book(day, *postings, number=number, handler="郑七星", witness="许再三", **papers)


@breaks("BNK004")
def payment_the_bank_never_shows(draw: Draw) -> Case:
    as_of = LAST + DAY * draw.one([61, draw.number(61, 300)])
    return case(unshown(draw, LAST, NEXT), ("BNK004", NEXT), as_of=as_of)


@breaks("BNK004")
def judged_in_january(draw: Draw) -> Case:
    day, number = draw.one(
        [
            (dt.date(2025, 11, 30), "2025-11-0024"),
            (dt.date(2025, 10, 31), "2025-10-0030"),
            (dt.date(2025, 6, 30), "2025-06-0031"),
            (dt.date(2025, 8, 31), "2025-08-0025"),
        ]
    )
    return case(unshown(draw, day, number), ("BNK004", number), as_of=AS_OF)


@breaks("BNK004")
def shown_too_late(draw: Draw) -> Case:
    shown = dt.date(2026, 3, 2) + DAY * draw.number(1, 200)
    one = draw.one([s for s in ITEMS if s.item.date >= dt.date(2025, 12, 30) and s.shown > LAST])
    as_of = shown - DAY * draw.number(1, (shown - dt.date(2026, 3, 2)).days)
    return case(clear(one, shown), ("BNK004", one.item.voucher.id), as_of=as_of)


@lawful("BNK004")
def sixty_days_old(draw: Draw) -> Case:
    return case(unshown(draw, LAST, NEXT), as_of=LAST + DAY * draw.one([60, draw.number(0, 60)]))


@lawful("BNK004")
def shown_by_a_line_of_its_own(draw: Draw) -> Case:
    ledger = unshown(draw, LAST, NEXT)
    day = draw.january(1)
    return case(ledger.add(f'{day} custom "cleared" "{NEXT}" {BANK}'), as_of=day + DAY * 200)


# --- BNK008 -----------------------------------------------------------------------------------

SECOND = "2026-01-0002"


def there_and_back(
    side: str, days: tuple[dt.date, dt.date], sums: tuple[Decimal, Decimal]
) -> Ledger:
    """Bank a sum of one side on the first day, and take a sum of the bank on the second."""
    ledger = BOOKS.book(days[0], (BANK, sums[0]), (side, -sums[0]))
    return ledger.book(days[1], (side, sums[1]), (BANK, -sums[1]))


@breaks("BNK008")
def petty_cash_there_and_back(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 60_000), draw.january(1, 26)
    days = day, day + DAY * draw.one([0, 5, draw.number(0, 5)])
    return case(there_and_back(PETTY, days, (amount, amount)), ("BNK008", SECOND))


@breaks("BNK008")
def wallet_there_and_back(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 60_000), draw.january(1, 26)
    days = day, day + DAY * draw.one([0, 5, draw.number(0, 5)])
    return case(there_and_back(WECHAT, days, (amount, amount)), ("BNK008", SECOND))


@breaks("BNK008")
def one_of_two_deposits_comes_back(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 20_000), draw.january(1, 24)
    ledger = BOOKS.book(day, (BANK, amount + 1), (PETTY, -amount - 1))
    ledger = ledger.book(day + DAY, (BANK, amount), (PETTY, -amount))
    ledger = ledger.book(day + DAY * draw.number(1, 6), (PETTY, amount), (BANK, -amount))
    return case(ledger, ("BNK008", "2026-01-0003"))


@lawful("BNK008")
def another_sum_came_back(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 60_000), draw.january(1, 26)
    sums = amount, amount - draw.one([FEN, draw.yuan(1, 40)])
    return case(there_and_back(PETTY, (day, day + DAY * draw.number(0, 5)), sums))


@lawful("BNK008")
def came_back_after_six_days(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 60_000), draw.january(1, 25)
    days = day, day + DAY * draw.one([6, draw.number(6, 31 - day.day)])
    return case(there_and_back(draw.one([PETTY, WECHAT]), days, (amount, amount)))


@lawful("BNK008")
def takings_banked_and_petty_cash_fetched(draw: Draw) -> Case:
    amount, day = draw.yuan(100, 60_000), draw.january(1, 26)
    ledger = BOOKS.earn(day, amount, receipt(183), money=TILL)
    ledger = ledger.book(day, (BANK, amount), (TILL, -amount))
    later = day + DAY * draw.number(0, 5)
    return case(ledger.book(later, (PETTY, amount), (BANK, -amount)))
