"""LND001 … LND004: nobody borrows public money, and the committee neither borrows nor guarantees."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BANK,
    BASE,
    BOOKS,
    FEN,
    OFFICE,
    Case,
    Draw,
    breaks,
    case,
    lawful,
    new_year,
    receipt,
)

from juwu_ledger.books.model.vocabulary import Officer

# --- LND001 … LND003 --------------------------------------------------------------------------

FIRST, SECOND = "2026-01-0001", "2026-01-0002"
ONE = "SP-2026-0001"
OFFICERS = sorted({o.name for o in BASE.of(Officer) if o.name not in ("周五福", "冯八方")})


PERSONAL = "Assets:1122应收款:02个人往来"


def lend(
    day: dt.date, debtor: str, amount: Decimal, named: bool = True, number: str = "", what: str = ""
):
    account = PERSONAL
    debt = f'\n  debtor: "{debtor}"' if named else ""
    ledger = BOOKS.add(f'2025-01-01 open {account} CNY\n  role: "receivable"{debt}')
    ledger = ledger.sign(ONE, amount, min(day, new_year(2)))
    papers = {"approval": ONE, "handler": "郑八星", "witness": "许再三", "payee": debtor}
    papers["narration"] = what or "一月份的收支"
    late = {"cleared": new_year(5)}
    return ledger.book(day, (account, amount), (BANK, -amount, late), number=number, **papers)


@breaks("LND001")
def officer_borrows(draw: Draw) -> Case:
    name, day = draw.one([n for n in OFFICERS if n != "赵一清"]), draw.january(3)
    return case(lend(day, name, draw.yuan(), draw.one([True, False])), ("LND001", FIRST))


@breaks("LND001")
def on_the_last_day_in_office(draw: Draw) -> Case:
    day, name, number = draw.one(
        [
            (dt.date(2025, 6, 30), "周五福", "2025-06-0031"),
            (dt.date(2025, 7, 31), "冯八方", "2025-07-0029"),
            (dt.date(2025, 7, 31), "吴六合", "2025-07-0029"),
            (dt.date(2025, 8, 29), "陈九思", "2025-08-0025"),
        ]
    )
    return case(lend(day, name, draw.yuan(), number=number), ("LND001", number))


@lawful("LND001")
def on_the_day_after_the_term(draw: Draw) -> Case:
    day, name, number = draw.one(
        [
            (dt.date(2025, 7, 31), "周五福", "2025-07-0029"),
            (dt.date(2025, 8, 29), "冯八方", "2025-08-0025"),
            (dt.date(2025, 6, 30), "吴六合", "2025-06-0031"),
            (dt.date(2025, 7, 31), "陈九思", "2025-07-0029"),
        ]
    )
    return case(lend(day, name, draw.yuan(), number=number))


@lawful("LND001")
def someone_with_the_same_beginning(draw: Draw) -> Case:
    name = draw.one(["赵一", "李四", "周五禄", "示例物业公司", "清一赵", "赵一清家政公司"])
    return case(lend(draw.january(3), name, draw.yuan()))


LOAN = "Liabilities:2001借款"


@breaks("LND002")
def committee_borrows(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = BOOKS.add(f'2026-01-01 open {LOAN} CNY\n  role: "borrowing"')
    ledger = ledger.book(draw.january(1), (BANK, amount), (LOAN, -amount))
    return case(ledger, ("LND002", FIRST))


@breaks("LND002")
def committee_borrows_and_pays_back(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = BOOKS.add(f'2026-01-01 open {LOAN} CNY\n  role: "borrowing"').sign(ONE, amount)
    ledger = ledger.book(new_year(5), (BANK, amount), (LOAN, -amount))
    ledger = ledger.pay(draw.january(6), amount, account=LOAN, invoice="")
    return case(ledger, ("LND002", FIRST), ("LND002", SECOND))


@lawful("LND002")
def deposit_held(draw: Draw) -> Case:
    account, role = "Liabilities:2241其他应付款:03门禁押金", draw.one(["deposit-held", "agency"])
    ledger = BOOKS.add(f'2026-01-01 open {account} CNY\n  role: "{role}"')
    return case(ledger.earn(draw.january(), draw.yuan(), receipt(183), account=account))


@breaks("LND003")
def guarantee_given(draw: Draw) -> Case:
    day = draw.day(dt.date(2024, 12, 1), new_year(31))
    what = draw.one(["为示例理发店贷款担保", "为舞蹈队租房作保"])
    return case(BOOKS.add(f'{day} custom "guarantee" "{what}"'), ("LND003", f"{day:%Y-%m}"))


@lawful("LND003")
def guarantee_for_the_committee(draw: Draw) -> Case:
    ledger = BOOKS.earn(draw.january(), draw.yuan(), receipt(183), narration="收到履约担保押金")
    return case(ledger)


# --- LND004 -----------------------------------------------------------------------------------

WORDS = ["预借活动采购款", "暂借差旅费", "借支宣传品款", "备用金，楼道巡查用"]
PEOPLE = ["何十全", "许百里", "施千红", "欧阳文远"]
MONTH_ENDS = [
    (dt.date(2025, 6, 30), "2025-06-0031"),
    (dt.date(2025, 7, 31), "2025-07-0029"),
    (dt.date(2025, 8, 29), "2025-08-0025"),
]


def roster(*names: str) -> str:
    people = " ".join(f'"{name}"' for name in names)
    return f'2025-01-01 custom "list" "楼组长" {people}'


@breaks("LND004")
def advance_of_last_year(draw: Draw) -> Case:
    day, number = draw.one(MONTH_ENDS)
    name = draw.one(PEOPLE)
    ledger = lend(day, name, draw.yuan(), draw.one([True, False]), number, draw.one(WORDS))
    return case(ledger, ("LND004", number))


@breaks("LND004")
def someone_on_a_list_settles_part_of_it(draw: Draw) -> Case:
    day, number = draw.one(MONTH_ENDS)
    name, amount = draw.one(PEOPLE), draw.yuan(200)
    ledger = lend(day, name, amount, number=number).add(roster(name, "谁也不是"))
    back = draw.one([FEN, amount - FEN])
    return case(
        ledger.book(draw.january(), (BANK, back), (PERSONAL, -back), payee=name), ("LND004", number)
    )


@breaks("LND004")
def settled_too_late(draw: Draw) -> Case:
    day, number = draw.one(MONTH_ENDS)
    amount = draw.yuan()
    ledger = lend(day, draw.one(PEOPLE), amount, number=number, what=draw.one(WORDS))
    ledger = ledger.book(draw.january(), (BANK, amount), (PERSONAL, -amount), payee="某人")
    return case(ledger, ("LND004", number))


@breaks("LND004")
def second_before_the_first_is_settled(draw: Draw) -> Case:
    name, first = draw.one(PEOPLE), draw.january(3, 20)
    amount, more = draw.yuan(), draw.yuan()
    ledger = lend(first, name, amount, what=draw.one(WORDS)).sign("SP-2026-0002", more)
    papers = {"approval": "SP-2026-0002", "handler": "郑八星", "witness": "许再三", "payee": name}
    papers["narration"] = draw.one(WORDS)
    later = draw.january(first.day, 31)
    return case(ledger.book(later, (PERSONAL, more), (BANK, -more), **papers), ("LND004", SECOND))


@lawful("LND004")
def settled_within_thirty_days(draw: Draw) -> Case:
    day, amount = draw.january(3, 20), draw.yuan(300)
    ledger = lend(day, draw.one(PEOPLE), amount, what=draw.one(WORDS))
    bill = {"invoice": "26379000000000770077", "handler": "何十全", "witness": "许再三"}
    spent = draw.one([amount, amount - FEN])
    ledger = ledger.book(draw.january(day.day, 31), (OFFICE, spent), (PERSONAL, -spent), **bill)
    if spent == amount:
        return case(ledger)
    return case(ledger.book(new_year(31), (BANK, FEN), (PERSONAL, -FEN), payee="何十全"))


@lawful("LND004")
def thirty_days_are_not_over(draw: Draw) -> Case:
    return case(lend(draw.january(1), draw.one(PEOPLE), draw.yuan(), what=draw.one(WORDS)))


@lawful("LND004")
def a_landlord_and_a_company(draw: Draw) -> Case:
    day, number = draw.one(MONTH_ENDS)
    name, what = draw.one([("何十全", "租房押金"), ("示例物业公司", "预借保洁款")])
    return case(lend(day, name, draw.yuan(), number=number, what=what))
