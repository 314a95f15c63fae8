"""AST001 … AST003, AST006, AST008: assets and lesser goods, their cards and keepers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mutations import (
    BANK,
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
def figure_never_set(draw: Draw) -> Case:
    ledger = buy(draw.yuan(200_000, 700_000), "DZ-2026-001", LOW_VALUE)
    text = '2026-01-10 custom "low-value" "DZ-2026-001" "桌椅一批" 9000.00 CNY'
    return case(ledger.cut(custom("limit", "fixed-asset")).add(text))


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


def returned(amount: Decimal, asset: str):
    """A purchase, and the whole of it taken back by the shop."""
    postings = (FIXED, -amount, {"asset": asset}), (BANK, amount)
    return buy(amount, asset).book(new_year(12), *postings, reverses=FIRST)


@lawful("AST002")
def returned_to_the_shop(draw: Draw) -> Case:
    amount, asset = draw.yuan(200_000, 900_000), draw.one(["GD-2026-001", "GD-2026-002"])
    text = f'2026-01-10 custom "asset" "{asset}" "投影仪" {amount} CNY\n  keeper: "陈九思"'
    gone = f'2026-01-12 custom "asset-disposal" "{asset}" "退货"\n  approval: "{ONE}"'
    with_card = returned(amount, asset).add(text).add(gone)
    return case(draw.one([with_card, returned(amount, asset)]))


@lawful("AST002")
def brought_forward_in_one_sum(draw: Draw) -> Case:
    day = draw.one([dt.date(2025, 1, 1), draw.day(dt.date(2015, 1, 1), dt.date(2024, 12, 31))])
    text = f'{day} custom "asset" "GD-2000-001" "档案柜" {draw.yuan()} CNY\n  keeper: "许再三"'
    ledger = BOOKS.add(text, "assets.beancount")
    return case(ledger.add('2025-12-24 custom "stocktake" "GD-2000-001" "present"'))


@breaks("AST002")
def newer_than_the_books_and_never_booked(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 1, 2), dt.date(2025, 12, 24))
    text = f'{day} custom "asset" "GD-2000-001" "档案柜" {draw.yuan()} CNY\n  keeper: "许再三"'
    ledger = BOOKS.add(text, "assets.beancount")
    ledger = ledger.add('2025-12-24 custom "stocktake" "GD-2000-001" "present"')
    return case(ledger, ("AST002", "GD-2000-001"))


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


# --- AST008 -----------------------------------------------------------------------------------

WEAR = "Expenses:5402折旧费用"
BOUGHT_IN_2025 = {
    "GD-2025-001": (648_000, 9),
    "GD-2025-002": (236_000, 7),
    "GD-2025-003": (328_000, 3),
}
"""By hand: fen, and whole months from the one after it was bought to December."""
CLOSED_ON = dt.date(2026, 1, 7)


def lasts(draw: Draw, asset: str, day: dt.date):
    """Say how long an asset lasts; return the books, and what December should have brought it to."""
    life = draw.number(12, 120)
    fen, months = BOUGHT_IN_2025[asset]
    due = (2 * fen * months + life) // (2 * life)
    text = f'{day} custom "asset-life" "{asset}" {life}'
    return BOOKS.add(text, "assets.beancount"), yuan(due)


def worn(ledger, asset: str, amount: Decimal, day: dt.date):
    return ledger.book(day, (WEAR, amount), (WORN, -amount, {"asset": asset}), payee="桂花里")


@breaks("AST008")
def nothing_written_off(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 10, 1), CLOSED_ON)
    ledger, _ = lasts(draw, draw.one(BOUGHT_IN_2025), day)
    return case(ledger, ("AST008", "2025-12"))


@breaks("AST008")
def too_little_written_off(draw: Draw) -> Case:
    asset = draw.one(BOUGHT_IN_2025)
    ledger, due = lasts(draw, asset, draw.day(dt.date(2025, 10, 1), CLOSED_ON))
    amount = due - draw.one([FEN, draw.yuan(1, 500)])
    return case(worn(ledger, asset, amount, draw.january()), ("AST008", "2025-12"))


@lawful("AST008")
def written_off_later(draw: Draw) -> Case:
    asset = draw.one(BOUGHT_IN_2025)
    ledger, due = lasts(draw, asset, draw.day(dt.date(2025, 10, 1), CLOSED_ON))
    return case(worn(ledger, asset, due, draw.january()))


@lawful("AST008")
def life_said_after_the_close(draw: Draw) -> Case:
    day = draw.day(CLOSED_ON + DAY, new_year(31))
    return case(lasts(draw, draw.one(BOUGHT_IN_2025), day)[0])
