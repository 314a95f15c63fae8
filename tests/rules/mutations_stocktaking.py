"""AST004, AST005, AST007: assets counted, found missing, disposed of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BANK,
    BASE,
    BOOKS,
    DAY,
    FIXED,
    WORN,
    Case,
    Draw,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    yuan,
)

from juwu_ledger.books.model.vocabulary import AssetCard, LowValueItem

CARDS = {c.id: c for c in BASE.of(AssetCard)}
GOODS = {g.id: g for g in BASE.of(LowValueItem)}
KEPT = [i for i in CARDS if i != "GD-2019-001"]
BOUGHT = {p.asset: p.voucher.id for p in BASE.facts.assets if p.fen > 0}
NEW_CARDS = [i for i in CARDS if i > "GD-2025"]
HANDED = [i for i in KEPT if CARDS[i].keeper == "冯八方"]
FIRST = "2026-01-0001"
ONE = "SP-2026-0001"
TENTH = new_year(10)


def card(identity: str) -> str:
    return custom("asset", identity)


def buy(amount: Decimal, asset: str, account: str = FIXED, day: dt.date = TENTH):
    """A lawful purchase but for its card."""
    ledger = BOOKS.street(ONE, amount)
    meta = {"asset": asset} if asset else {}
    papers = {"approval": ONE, "invoice": "26379000000000000001", "handler": "陈九思"}
    postings = (account, amount, meta), (BANK, -amount)
    return ledger.book(day, *postings, witness="许再三", **papers)


# --- AST004, AST005 ---------------------------------------------------------------------------


def count_of(identity: str) -> str:
    """The needle of the count at the year's end."""
    day = next(
        line[:10]
        for line in BOOKS.texts["assets.beancount"].split("\n")
        if custom("stocktake", identity) in line and line.startswith("2025-12")
    )
    return f"{day} {custom('stocktake', identity)}"


@breaks("AST004")
def not_counted(draw: Draw) -> Case:
    one = draw.one(KEPT)
    return case(BOOKS.cut(count_of(one)), ("AST004", one))


@breaks("AST004")
def counted_in_another_quarter(draw: Draw) -> Case:
    one = draw.one(KEPT)
    day = draw.one([dt.date(2025, 9, 30), dt.date(2026, 1, 1), dt.date(2025, 7, 1)])
    day -= DAY * draw.number(0, 20) * (day.year == 2025)
    return case(BOOKS.redate(count_of(one), day), ("AST004", one))


@lawful("AST004")
def counted_on_the_quarter_s_edge(draw: Draw) -> Case:
    one = draw.one(KEPT)
    return case(
        BOOKS.redate(count_of(one), draw.one([dt.date(2025, 10, 1), dt.date(2025, 12, 31)]))
    )


@lawful("AST004")
def disposed_of_on_the_last_day(draw: Draw) -> Case:
    one = draw.one(KEPT)
    text = f'2025-12-31 custom "asset-disposal" "{one}" "报废"\n  approval: "SP-2025-0067"'
    return case(BOOKS.cut(count_of(one)).add(text, "assets.beancount"))


@breaks("AST005")
def nothing_done_about_it(draw: Draw) -> Case:
    one, result = draw.one([*KEPT, *GOODS]), draw.one(["missing", "damaged"])
    return case(BOOKS.swap(count_of(one), "present", result), ("AST005", one))


@breaks("AST005")
def disposed_of_a_day_late(draw: Draw) -> Case:
    one, result = draw.one([*KEPT, *GOODS]), draw.one(["missing", "damaged"])
    ledger = BOOKS.swap(count_of(one), "present", result)
    day = dt.date.fromisoformat(count_of(one)[:10]) + DAY * draw.number(31, 60)
    text = f'{day} custom "asset-disposal" "{one}" "报废"\n  approval: "SP-2025-0067"'
    return case(ledger.add(text), ("AST005", one))


@breaks("AST005")
def printer_disposed_of_late(draw: Draw) -> Case:
    needle = custom("asset-disposal", "GD-2019-001")
    day = dt.date(2025, 7, 27) + DAY * draw.number(0, 4)
    return case(BOOKS.redate(needle, day), ("AST005", "GD-2019-001"))


@lawful("AST005")
def disposed_of_on_the_thirtieth_day(draw: Draw) -> Case:
    one, result = draw.one([*KEPT, *GOODS]), draw.one(["missing", "damaged"])
    ledger = BOOKS.swap(count_of(one), "present", result)
    day = dt.date.fromisoformat(count_of(one)[:10]) + DAY * draw.one([0, 30])
    text = f'{day} custom "asset-disposal" "{one}" "报废"\n  approval: "SP-2025-0067"'
    return case(ledger.add(text, "assets.beancount"))


@lawful("AST005")
def found_again(draw: Draw) -> Case:
    one, day = draw.one([*KEPT, *GOODS]), draw.january(1, 23)
    ledger = BOOKS.swap(count_of(one), "present", "missing")
    return case(ledger.add(f'{day} custom "stocktake" "{one}" "present"'))


# --- AST007 -----------------------------------------------------------------------------------


@breaks("AST007")
def disposed_of_without_approval(draw: Draw) -> Case:
    one, day = draw.one([*KEPT, *GOODS]), draw.january(1)
    approval = draw.one(["", '\n  approval: "SP-2025-0999"'])
    text = f'{day} custom "asset-disposal" "{one}" "报废"{approval}'
    return case(BOOKS.add(text), ("AST007", one))


@breaks("AST007")
def signed_after_the_disposal(draw: Draw) -> Case:
    day = dt.date(2025, 7, 16) + DAY * draw.number(1, 120)
    ledger = BOOKS.redate(custom("approval", "SP-2025-0067"), day)
    return case(ledger, ("AST007", "GD-2019-001"))


@breaks("AST007")
def struck_from_the_accounts(draw: Draw) -> Case:
    one = draw.one([i for i in KEPT if i < "GD-2024" or i == "GD-2025-001"])
    account = next(p.account for p in BASE.facts.assets if p.asset == one)
    amount = yuan(CARDS[one].amount)
    ledger = BOOKS.book(draw.january(1), (WORN, amount), (account, -amount, {"asset": one}))
    return case(ledger, ("AST007", FIRST))


@lawful("AST007")
def signed_on_the_day(draw: Draw) -> Case:
    day = dt.date(2025, 7, 16) - DAY * draw.number(0, 30)
    return case(BOOKS.redate(custom("approval", "SP-2025-0067"), day))


@lawful("AST007")
def moved_between_two_accounts(draw: Draw) -> Case:
    one, other = "GD-2022-001", "Assets:1501固定资产:02活动设备"
    amount, mark = yuan(CARDS[one].amount), {"asset": one}
    return case(BOOKS.book(draw.january(1), (other, amount, mark), (FIXED, -amount, mark)))
