"""PRD002: the example year sealed, and then changed; or sealed, and then gone on with."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mutations import (
    BASE,
    BOOKS,
    COPIES,
    DAY,
    TEXTS,
    WECHAT,
    Case,
    Draw,
    Ledger,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    receipt,
    voucher,
)

from sealed_books import close_anew

REVIEWS = "reviews.beancount"
HALF_YEAR = [f"2025-{month:02d}" for month in range(7, 13)]
QUARTER = HALF_YEAR[3:]
"""The months that are sealed; before them books were kept without seals."""
SEALED_KEYS = ("digest", "previous", "vouchers", "documents", "seal")


@cache
def closed(*months: str) -> Ledger:
    """The books with these months closed by the program, and so sealed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in TEXTS.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        scans = Path(BASE.root) / "documents"
        (folder / "documents").symlink_to(scans)
        close_anew(folder, *months)
        return BOOKS.put(REVIEWS, (folder / REVIEWS).read_text("utf-8"))


def sealed(draw: Draw) -> tuple[Ledger, list[str]]:
    """Sealed books and their sealed months; the first of them takes in all that is older."""
    months = draw.one([HALF_YEAR, QUARTER])
    return closed(*months), months


def month_of(months: list[str], day: dt.date) -> str:
    """The month that a change dated ``day`` is found in."""
    return max(f"{day:%Y-%m}", months[0])


def close(month: str) -> str:
    return custom("close", month)


def found(month: str, months: list[str], *, chain: bool = False) -> list[tuple[str, str]]:
    """A closing that was changed is found in its own month and in the next, which it is part of.

    Where its digest is another (``chain``), the next does not follow on it any more either.
    """
    at = months.index(month)
    labels = [month, *months[at + 1 : at + 2] * (2 if chain else 1)]
    return [("PRD002", label) for label in labels]


def a_voucher(draw: Draw) -> tuple[str, dt.date]:
    chosen = draw.one(BASE.vouchers)
    return voucher(chosen.id), chosen.date


@breaks("PRD002")
def narration(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    needle, day = a_voucher(draw)
    word = draw.one(["（补）", " ", "。", "\N{IDEOGRAPHIC SPACE}", "A"])
    ledger = ledger.rewrite(needle, lambda text: text.replace('"\n', f'{word}"\n', 1))
    return case(ledger, ("PRD002", month_of(months, day)))


@breaks("PRD002")
def number_of_slips(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    needle, day = a_voucher(draw)
    ledger = ledger.set(needle, "attachments", draw.number(5, 99))
    return case(ledger, ("PRD002", month_of(months, day)))


@breaks("PRD002")
def a_key_or_tag_more(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    needle, day = a_voucher(draw)
    old, new = draw.one([("\n", '\n  memo: "x"\n'), ('"\n', '" #x\n'), ('"\n', '" ^x\n')])
    ledger = ledger.rewrite(needle, lambda text: text.replace(old, new, 1))
    return case(ledger, ("PRD002", month_of(months, day)))


@breaks("PRD002")
def postings_turned(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    chosen = draw.one([v for v in BASE.vouchers if len(v.txn.postings) == 2 and v.money])

    def turn(text: str) -> str:
        start = text.index(f"  {chosen.txn.postings[0].account} ")
        other = text.index(f"  {chosen.txn.postings[1].account} ", start + 1)
        return text[:start] + text[other:] + text[start:other]

    ledger = ledger.rewrite(voucher(chosen.id), turn)
    return case(ledger, ("PRD002", month_of(months, chosen.date)))


CHARTER = [
    ('"petty-cash"       3000.00', '"petty-cash"       3000.01'),
    ('"disclosure-days" 30', '"disclosure-days" 31'),
    ("Expenses:5107业务接待    1500.00", "Expenses:5107业务接待    1500.01"),
    (
        '2024-03-25 custom "officer" "finance-group" "孙三平"',
        '2024-03-24 custom "officer" "finance-group" "孙三平"',
    ),
]


@breaks("PRD002")
def charter_changed(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    old, new = draw.one(CHARTER)
    text = ledger.texts["charter.beancount"]
    assert old in text
    return case(ledger.put("charter.beancount", text.replace(old, new)), ("PRD002", months[0]))


@breaks("PRD002")
def back_dated(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    day = draw.day(dt.date(2025, 1, 2), dt.date(2025, 12, 30))
    text = draw.one(
        [
            'custom "officer" "finance-group" "郑七星"',
            'custom "limit" "reply-days" 10',
            'custom "explanation" "SPD013" "同一家店，两回事"\n  about: "SP-2025-0999"',
            'event "地址" "桂花里 1 号"',
            'note Assets:1002银行存款:01基本户 "已对账"',
            "open Expenses:5998其他 CNY",
        ]
    )
    return case(ledger.add(f"{day} {text}", REVIEWS), ("PRD002", month_of(months, day)))


@breaks("PRD002")
def taken_back(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    needle, day = draw.one(
        [
            ('2025-07-16 custom "donor-report" "示例文化传播有限公司"', dt.date(2025, 7, 16)),
            (custom("receipt-return", "A0000101"), dt.date(2025, 8, 6)),
            (custom("resolution", "JY-2025-02"), dt.date(2025, 12, 20)),
        ]
    )
    if "donor" in needle:
        ledger = ledger.swap(needle, '"2025Q2"', '"2025H1"')
    elif "receipt" in needle:
        ledger = ledger.set(needle, "accepted-by", "别人")
    else:
        ledger = ledger.cut(needle)
    return case(ledger, ("PRD002", month_of(months, day)))


@breaks("PRD002")
def digest_of_another(draw: Draw) -> Case:
    """A digest that is not the month's breaks the next one's chain as well."""
    ledger, months = sealed(draw)
    month = draw.one(months)
    ledger = ledger.set(close(month), "digest", f"{draw.number(1, 9)}" * 64)
    return case(ledger, *found(month, months, chain=True))


@breaks("PRD002")
def something_left_out(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    month = draw.one(months[1:])
    key = draw.one(SEALED_KEYS[1:])
    return case(ledger.unset(close(month), key), *found(month, months))


@breaks("PRD002")
def number_of_vouchers(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    month = draw.one(months)
    ledger = ledger.set(close(month), "vouchers", draw.number(200, 300))
    return case(ledger, *found(month, months))


@breaks("PRD002")
def digest_left_out(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    month = draw.one(months[1:])
    ledger = ledger.unset(close(month), *draw.one([SEALED_KEYS[:1], SEALED_KEYS]))
    return case(ledger, *found(month, months, chain=True))


@breaks("PRD002")
def closing_cut_out(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    month = draw.one(months[:-1])
    after = months[months.index(month) + 1]
    return case(ledger.cut(close(month)), ("PRD001", month), *[("PRD002", after)] * 2)


@lawful("PRD002")
def nothing_changed(draw: Draw) -> Case:
    return case(closed(*draw.one([HALF_YEAR, QUARTER])))


@lawful("PRD002")
def laid_out_otherwise(draw: Draw) -> Case:
    ledger, _ = sealed(draw)
    needle, _ = a_voucher(draw)
    text = ledger.text_of(needle)
    blank = draw.one([" ", "   ", "\t"])
    moved = "".join(
        f"{blank * 2 if line[0] == ' ' else ''}{line.strip()}  ; 核对过\n"
        for line in text.rstrip("\n").split("\n")
    )
    before = draw.one(["", "; 核对过\n\n", "* 核对过\n"])
    return case(ledger.rewrite(needle, lambda _: before + moved))


@lawful("PRD002")
def gone_on_with(draw: Draw) -> Case:
    ledger, _ = sealed(draw)
    ledger = ledger.earn(draw.january(), draw.yuan(), receipt(183), money=WECHAT, account=COPIES)
    return case(ledger)


@lawful("PRD002")
def another_limit_from_now_on(draw: Draw) -> Case:
    ledger, _ = sealed(draw)
    day = new_year(1) + DAY * draw.number(0, 30)
    text = draw.one(
        ['custom "limit" "petty-cash" 5000.00 CNY', 'custom "officer" "finance-group" "郑七星"']
    )
    return case(ledger.add(f"{day} {text}", "charter.beancount"))


@lawful("PRD002")
def closings_in_another_order(draw: Draw) -> Case:
    ledger, months = sealed(draw)
    month = draw.one(months)
    text = ledger.text_of(close(month))
    head, *meta = text.rstrip("\n").split("\n")
    turned = "\n".join([head, *(meta[::-1] if draw.number(0, 1) else meta)])
    return case(ledger.cut(close(month)).add(turned, "charter.beancount"))
