"""AST001 … AST007: assets, their cards, keepers, counts and ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BASE,
    BOOKS,
    DAY,
    FEN,
    FIXED,
    LOW_VALUE,
    OFFICE,
    WORN,
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

from juwu_ledger.books.vocabulary import AssetCard, LowValueItem

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
    postings = (account, amount, meta), ("Assets:1002银行存款:01基本户", -amount)
    return ledger.book(day, *postings, witness="许再三", **papers)


# --- AST001, AST006 ---------------------------------------------------------------------------


@breaks("AST001")
def low_value_at_the_figure(draw: Draw) -> Case:
    amount = 2000 + draw.one([Decimal(0), FEN, draw.yuan(1, 700_000)])
    return case(buy(amount, "", LOW_VALUE, draw.january()), ("AST001", FIRST))


@breaks("AST001")
def office_supplies_with_a_card_s_number(draw: Draw) -> Case:
    amount = 2000 + draw.one([Decimal(0), FEN, draw.yuan(1, 700_000)])
    asset = draw.one([*GOODS, *CARDS, "GD-2026-001"])
    return case(buy(amount, asset, OFFICE, draw.january()), ("AST001", FIRST))


@breaks("AST001")
def figure_lowered(draw: Draw) -> Case:
    figure = draw.yuan(100, 199_999)
    text = f'{draw.january(1, 10)} custom "limit" "fixed-asset" {figure} CNY'
    ledger = buy(figure, "", LOW_VALUE)
    return case(ledger.add(text, "charter.beancount"), ("AST001", FIRST))


@lawful("AST001")
def registered_lot(draw: Draw) -> Case:
    amount = draw.yuan(200_000, 700_000)
    ledger = buy(amount, "DZ-2026-001", LOW_VALUE)
    return case(ledger.add(f'2026-01-10 custom "low-value" "DZ-2026-001" "桌椅一批" {amount} CNY'))


@lawful("AST001")
def dear_but_used_up(draw: Draw) -> Case:
    return case(buy(draw.yuan(200_000, 700_000), "", OFFICE, draw.january()))


@breaks("AST006")
def low_value_without_its_number(draw: Draw) -> Case:
    one = draw.one([g for g in GOODS if g in BOUGHT])
    ledger = BOOKS.swap(voucher(BOUGHT[one]), f'    asset: "{one}"\n', "")
    return case(ledger, ("AST006", BOUGHT[one]))


@breaks("AST006")
def low_value_of_an_unknown_number(draw: Draw) -> Case:
    one = draw.one([g for g in GOODS if g in BOUGHT])
    wrong = f"DZ-202{draw.number(4, 6)}-{draw.number(8, 999):03d}"
    return case(BOOKS.swap(voucher(BOUGHT[one]), one, wrong), ("AST006", BOUGHT[one]))


@breaks("AST006")
def a_fen_below_the_figure_and_not_registered(draw: Draw) -> Case:
    amount = 2000 - draw.one([FEN, draw.yuan()])
    return case(buy(amount, "", LOW_VALUE, draw.january()), ("AST006", FIRST))


@lawful("AST006")
def registered_under_another_price(draw: Draw) -> Case:
    one, amount = draw.one(GOODS), draw.yuan()
    was = f"{yuan(GOODS[one].amount)} CNY"
    return case(BOOKS.swap(custom("low-value", one), was, f"{amount} CNY"))


# --- AST002 -----------------------------------------------------------------------------------


@breaks("AST002")
def card_of_another_amount(draw: Draw) -> Case:
    one, gap = draw.one(CARDS), draw.one([FEN, -FEN, draw.yuan(), -draw.yuan()])
    was = yuan(CARDS[one].amount)
    return case(BOOKS.swap(card(one), f"{was} CNY", f"{was + gap} CNY"), ("AST002", one))


@breaks("AST002")
def bought_without_a_card(draw: Draw) -> Case:
    asset = draw.one(["", "GD-2026-001", "DZ-2025-001"])
    return case(buy(draw.yuan(200_000, 900_000), asset, day=draw.january()), ("AST002", FIRST))


@breaks("AST002")
def posting_without_its_number(draw: Draw) -> Case:
    one = draw.one(NEW_CARDS)
    ledger = BOOKS.swap(voucher(BOUGHT[one]), f'    asset: "{one}"\n', "")
    return case(ledger, ("AST002", BOUGHT[one]), ("AST002", one))


@breaks("AST002")
def card_never_booked(draw: Draw) -> Case:
    text = f'{draw.january(1)} custom "asset" "GD-2026-001" "投影仪" {draw.yuan()} CNY'
    return case(BOOKS.add(f'{text}\n  keeper: "陈九思"'), ("AST002", "GD-2026-001"))


@lawful("AST002")
def bought_in_two_parts(draw: Draw) -> Case:
    amount, part = draw.yuan(200_000, 400_000), draw.yuan(1, 99_999)
    ledger = buy(amount, "GD-2026-001").sign("SP-2026-0002", part)
    ledger = ledger.pay(new_year(20), part, "SP-2026-0002", account=FIXED, asset="GD-2026-001")
    text = f'2026-01-10 custom "asset" "GD-2026-001" "投影仪" {amount + part} CNY'
    return case(ledger.add(f'{text}\n  keeper: "陈九思"'))


# --- AST003 -----------------------------------------------------------------------------------


@breaks("AST003")
def no_keeper(draw: Draw) -> Case:
    one = draw.one(CARDS)
    return case(BOOKS.unset(card(one), "keeper"), ("AST003", one))


@breaks("AST003")
def keeper_left_without_handover(draw: Draw) -> Case:
    one = draw.one(HANDED)
    return case(BOOKS.cut(custom("asset-handover", one)), ("AST003", one))


@breaks("AST003")
def handed_over_late(draw: Draw) -> Case:
    one, late = draw.one(HANDED), draw.number(1, 150)
    day = dt.date(2025, 8, 1) + DAY * late
    return case(BOOKS.redate(custom("asset-handover", one), day), ("AST003", one))


@breaks("AST003")
def handed_to_one_who_left(draw: Draw) -> Case:
    one, name = draw.one(HANDED), draw.one(["周五福", "冯八方"])
    ledger = BOOKS.swap(custom("asset-handover", one), "陈九思", name)
    return case(ledger, ("AST003", one))


@lawful("AST003")
def handed_over_in_time(draw: Draw) -> Case:
    one = draw.one(HANDED)
    day = dt.date(2025, 8, 1) - DAY * draw.number(0, 60)
    return case(BOOKS.redate(custom("asset-handover", one), day))


@lawful("AST003")
def handed_over_and_disposed_of_on_one_day(draw: Draw) -> Case:
    one = draw.one(HANDED)
    text = f'2025-08-01 custom "asset-disposal" "{one}" "报废"\n  approval: "SP-2025-0067"'
    ledger = BOOKS.add(text, "assets.beancount")
    return case(ledger if draw.one([True, False]) else ledger.cut(custom("asset-handover", one)))


@lawful("AST003")
def kept_by_one_who_holds_no_office(draw: Draw) -> Case:
    one = draw.one(CARDS)
    return case(BOOKS.set(card(one), "keeper", draw.one(["冯八", "许再三", "冯八方家属"])))


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
def disposed_of_without_sign_off(draw: Draw) -> Case:
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
