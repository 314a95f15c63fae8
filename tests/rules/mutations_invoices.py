"""SPD017 … SPD020, VCH008: electronic invoices that were taken in, and what was booked under them."""

from __future__ import annotations

import datetime as dt

from mutations import (
    BANK,
    BOOKS,
    DAY,
    FEN,
    OFFICE,
    TITLE,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    lawful,
    new_year,
)

ONE = "SP-2026-0001"
FIRST, SECOND = "2026-01-0001", "2026-01-0002"
SELLER = "示例杂货店"
ISSUED = dt.date(2026, 1, 3)
PICTURE = "documents/2026/收下的发票"


def number(draw: Draw) -> str:
    return f"26{draw.number(0, 10**18 - 1):018d}"


def taken(ledger: Ledger, identity: str, total: object, day: dt.date, **other: object) -> Ledger:
    """Take an invoice in: to the committee, from the seller that vouchers of January pay."""
    lines = [f'{day} custom "invoice" "{identity}"', f"  invoice-total: {total} CNY"]
    said = {"seller": SELLER, "buyer": TITLE, "date": ISSUED, **other}
    for key, value in said.items():
        if value is not None:
            shown = value if isinstance(value, dt.date) else f'"{value}"'
            lines.append(f"  invoice-{key}: {shown}")
    return ledger.add("\n".join(lines))


# --- SPD017 -----------------------------------------------------------------------------------


@breaks("SPD017")
def more_than_the_invoice(draw: Draw) -> Case:
    amount, identity = draw.yuan(2), number(draw)
    over = draw.yuan(1, 2000)
    ledger = taken(BOOKS.sign(ONE, amount + over), identity, amount, new_year(5))
    ledger = ledger.pay(draw.january(), amount + over, invoice=identity)
    return case(ledger, ("SPD017", FIRST))


@breaks("SPD017")
def red_invoice_against_what_was_paid(draw: Draw) -> Case:
    amount, identity = draw.yuan(), number(draw)
    ledger = taken(BOOKS.sign(ONE, amount), identity, amount, new_year(5))
    ledger = ledger.pay(draw.january(), amount, invoice=identity)
    red = f"25{identity[2:]}"
    ledger = taken(ledger, red, -amount, new_year(31), reverses=identity)
    return case(ledger, ("SPD017", FIRST))


@lawful("SPD017")
def to_the_fen_or_less(draw: Draw) -> Case:
    amount, identity = draw.yuan(2), number(draw)
    ledger = taken(BOOKS.sign(ONE, amount), identity, amount, draw.january())
    return case(ledger.pay(new_year(5), draw.one([amount, amount - FEN]), invoice=identity))


@lawful("SPD017")
def what_was_too_much_came_back(draw: Draw) -> Case:
    amount, over, identity = draw.yuan(2), draw.yuan(1, 2000), number(draw)
    ledger = taken(BOOKS.sign(ONE, amount + over), identity, amount, new_year(5))
    ledger = ledger.pay(new_year(6), amount + over, invoice=identity)
    back = ((OFFICE, -over), (BANK, over))
    return case(ledger.book(draw.january(7), *back, reverses=FIRST))


# --- SPD018 -----------------------------------------------------------------------------------


@breaks("SPD018")
def another_was_paid(draw: Draw) -> Case:
    amount, identity = draw.yuan(), number(draw)
    seller = draw.one(["示例杂货行", "示例五金店", "杂货店", "示例杂货店二店"])
    ledger = taken(BOOKS.sign(ONE, amount), identity, amount, new_year(5), seller=seller)
    return case(ledger.pay(draw.january(), amount, invoice=identity), ("SPD018", FIRST))


@lawful("SPD018")
def somebody_advanced_it(draw: Draw) -> Case:
    amount, identity = draw.yuan(), number(draw)
    ledger = taken(BOOKS.sign(ONE, amount), identity, amount, new_year(5), seller="示例五金店")
    paid = {"payee": "郑七星", "advanced-by": "郑七星"}
    return case(ledger.pay(draw.january(), amount, invoice=identity, **paid))


@lawful("SPD018")
def the_same_name_written_otherwise(draw: Draw) -> Case:
    amount, identity = draw.yuan(), number(draw)
    seller = draw.one([" 示例杂货店", "示例 杂货店", "示例（杂货）店", "示例杂货店。", None])
    ledger = taken(BOOKS.sign(ONE, amount), identity, amount, new_year(5), seller=seller)
    return case(ledger.pay(draw.january(), amount, invoice=identity))


# --- SPD019 -----------------------------------------------------------------------------------


@breaks("SPD019")
def made_out_to_another(draw: Draw) -> Case:
    identity = number(draw)
    buyer = draw.one(["李四安", "示例物业公司", TITLE[2:], f"{TITLE}工会"])
    ledger = taken(BOOKS, identity, draw.yuan(), draw.january(), buyer=buyer)
    return case(ledger, ("SPD019", identity))


@lawful("SPD019")
def made_out_to_us_or_nobody(draw: Draw) -> Case:
    buyer = draw.one([TITLE, f" {TITLE}", f"{TITLE[:3]} {TITLE[3:]}", None])
    return case(taken(BOOKS, number(draw), draw.yuan(), draw.january(), buyer=buyer))


# --- SPD020 -----------------------------------------------------------------------------------


def two(draw: Draw, **other: object) -> tuple[Ledger, str]:
    """Two invoices that are alike but for what ``other`` says of the second."""
    first, total = number(draw), draw.yuan(2)
    second = f"25{first[2:]}"
    ledger = taken(BOOKS, first, total, new_year(5))
    total = total + FEN if other.pop("dearer", False) else total
    return taken(ledger, second, total, draw.january(6), **other), second


@breaks("SPD020")
def alike_but_for_the_number(draw: Draw) -> Case:
    seller = draw.one([SELLER, f" {SELLER}", "示例（杂货店）"])
    ledger, second = two(draw, seller=seller)
    return case(ledger, ("SPD020", second))


@lawful("SPD020")
def alike_but_for_one_thing_more(draw: Draw) -> Case:
    other = draw.one(
        [{"dearer": True}, {"date": ISSUED + DAY}, {"seller": "示例五金店"}, {"seller": None}]
    )
    return case(two(draw, **other)[0])


# --- VCH008 -----------------------------------------------------------------------------------


def kept(draw: Draw, suffix: str) -> Ledger:
    """Books with a payment of January whose invoice is kept as a file with that suffix."""
    amount, identity, name = draw.yuan(), number(draw), f"{PICTURE}{suffix}"
    ledger = BOOKS.sign(ONE, amount).put(name, "as far as a file goes")
    return ledger.pay(draw.january(), amount, invoice=identity, document=name)


@breaks("VCH008")
def a_picture_alone(draw: Draw) -> Case:
    return case(kept(draw, draw.one([".jpg", ".PNG", ".jpeg", ".heic"])), ("VCH008", FIRST))


@lawful("VCH008")
def the_original(draw: Draw) -> Case:
    return case(kept(draw, draw.one([".pdf", ".ofd", ".xml", ".XML"])))
