"""SPD011: what was signed with a key, and what was done to it afterwards."""

from __future__ import annotations

import datetime as dt

from mutations import BOOKS, DAY, TITLE, Case, Draw, Ledger, breaks, case, custom, lawful, new_year

from juwu_ledger.books.signing.signed_messages import DIRECTOR, STREET_DIRECTOR, Signing
from signing import key_of, public_line, register, signature

BOSS, STREET, CLERK = "赵一清", "沈万里", "钱二宁"
ONE, TWO = "SP-2026-0001", "SP-2026-0002"
FIRST = dt.date(2026, 1, 1)


def approval(identity: str) -> str:
    return custom("approval", identity)


def with_keys(*names: str, day: dt.date = FIRST, number: int = 1) -> Ledger:
    """The books with keys registered from the new year on."""
    text = "".join(register(day, name, number) for name in names)
    return BOOKS.add(text, "charter.beancount")


def seal(
    ledger: Ledger,
    identity: str,
    signing: Signing = DIRECTOR,
    name: str = BOSS,
    number: int = 1,
    title: str = TITLE,
) -> Ledger:
    """Sign an approval as it stands."""
    key = key_of(name, number)
    made = signature(ledger.text_of(approval(identity)), title, signing, key)
    return ledger.set(approval(identity), signing.key, made)


def small(draw: Draw, ledger: Ledger, identity: str = ONE, name: str = BOSS) -> Ledger:
    """A signed approval of a small amount."""
    ledger = ledger.sign(
        identity, draw.yuan(), draw.january(3), payee="示例杂货店", director=name, fund="邻里互助金"
    )
    return seal(ledger, identity, name=name)


def large(draw: Draw, ledger: Ledger) -> Ledger:
    """An approval that the director signed first and the street director after that."""
    day = draw.january(3)
    ledger = seal(ledger.sign(ONE, draw.yuan(500_000, 1_900_000), day), ONE)
    ledger = ledger.set(approval(ONE), "street-director", STREET)
    ledger = ledger.set(approval(ONE), "street-date", day + DAY * draw.number(0, 9))
    return seal(ledger, ONE, STREET_DIRECTOR, STREET)


@breaks("SPD011")
def not_signed(draw: Draw) -> Case:
    ledger = with_keys(BOSS).sign(ONE, draw.yuan(), draw.january(1))
    return case(ledger, ("SPD011", ONE))


@breaks("SPD011")
def signature_left_out(draw: Draw) -> Case:
    ledger = small(draw, with_keys(BOSS))
    return case(ledger.unset(approval(ONE), "signature"), ("SPD011", ONE))


@breaks("SPD011")
def another_amount(draw: Draw) -> Case:
    ledger = with_keys(BOSS).sign(ONE, "100.00", draw.january())
    ledger = seal(ledger, ONE).swap(approval(ONE), "100.00", str(draw.yuan(10_001, 99_999)))
    return case(ledger, ("SPD011", ONE))


CHANGES = [
    ("payee", "示例百货店"),
    ("payee", "示例杂货店 "),
    ("reason", "一月份的办公开支"),
    ("applicant", "许再三"),
    ("fund", "悦读角"),
    ("resolution", "JY-2025-01"),
]


@breaks("SPD011")
def another_word_in_it(draw: Draw) -> Case:
    key, value = draw.one(CHANGES)
    ledger = small(draw, with_keys(BOSS)).set(approval(ONE), key, value)
    return case(ledger, ("SPD011", ONE))


@breaks("SPD011")
def a_word_taken_out(draw: Draw) -> Case:
    key = draw.one(["payee", "reason", "applicant", "fund"])
    return case(small(draw, with_keys(BOSS)).unset(approval(ONE), key), ("SPD011", ONE))


@breaks("SPD011")
def another_purpose(draw: Draw) -> Case:
    wrong = draw.one(["一月份的支 出", "二月份的支出", "", "一月份的支出。"])
    ledger = small(draw, with_keys(BOSS)).swap(approval(ONE), '"一月份的支出"', f'"{wrong}"')
    blank = [] if wrong else [("SPD010", ONE)]
    return case(ledger, ("SPD011", ONE), *blank)


@breaks("SPD011")
def another_day(draw: Draw) -> Case:
    ledger = seal(with_keys(BOSS).sign(ONE, draw.yuan(), new_year(20)), ONE)
    day = draw.one([new_year(draw.number(1, 19)), dt.date(2025, 12, draw.number(1, 31))])
    return case(ledger.redate(approval(ONE), day), ("SPD011", ONE))


@breaks("SPD011")
def copied_from_another(draw: Draw) -> Case:
    ledger = small(draw, with_keys(BOSS))
    text = ledger.text_of(approval(ONE)).replace(ONE, TWO)
    return case(ledger.add(text, "approvals.beancount"), ("SPD011", TWO))


@breaks("SPD011")
def signed_with_another_key(draw: Draw) -> Case:
    ledger = with_keys(BOSS, CLERK).sign(ONE, draw.yuan(), draw.january())
    name, number = draw.one([(CLERK, 1), (BOSS, 2), ("无名氏", 1)])
    return case(seal(ledger, ONE, name=name, number=number), ("SPD011", ONE))


@breaks("SPD011")
def signed_for_another_committee(draw: Draw) -> Case:
    ledger = with_keys(BOSS).sign(ONE, draw.yuan(), draw.january())
    title = draw.one(["", "示例市样板区柳荫街道石榴园社区居民委员会", TITLE + " "])
    return case(seal(ledger, ONE, title=title), ("SPD011", ONE))


@breaks("SPD011")
def signature_mangled(draw: Draw) -> Case:
    ledger = small(draw, with_keys(BOSS))
    text = ledger.text_of(approval(ONE)).split('signature: "')[1].rstrip('"\n')
    at = draw.number(0, len(text) - 1)
    wrong = draw.one([text[:at], text[:at] + text[at + 1 :], text[:at] + "!" + text[at:], "已签"])
    return case(ledger.set(approval(ONE), "signature", wrong or "-"), ("SPD011", ONE))


@breaks("SPD011")
def old_key_after_its_day(draw: Draw) -> Case:
    day = draw.january(3)
    ledger = with_keys(BOSS).add(register(day, BOSS, 2), "charter.beancount")
    ledger = ledger.sign(ONE, draw.yuan(), day + DAY * draw.number(0, 20))
    return case(seal(ledger, ONE), ("SPD011", ONE))


@breaks("SPD011")
def revoked_key(draw: Draw) -> Case:
    day = draw.january(3)
    ledger = with_keys(BOSS).add(f'{day} custom "key" "{BOSS}" "revoked"', "charter.beancount")
    ledger = ledger.sign(ONE, draw.yuan(), day + DAY * draw.number(0, 20))
    return case(seal(ledger, ONE), ("SPD011", ONE))


@breaks("SPD011")
def street_director_s_signature_missing(draw: Draw) -> Case:
    ledger = large(draw, with_keys(BOSS, STREET))
    return case(ledger.unset(approval(ONE), "street-signature"), ("SPD011", ONE))


@breaks("SPD011")
def director_s_signature_under_the_street_s(draw: Draw) -> Case:
    text = f'2026-01-01 custom "key" "{STREET}" "{public_line(BOSS)}"'
    ledger = large(draw, with_keys(BOSS).add(text, "charter.beancount"))
    made = signature(ledger.text_of(approval(ONE)), TITLE, DIRECTOR, key_of(BOSS))
    wanted = ("SPD011", ONE), ("FMT001", STREET)
    return case(ledger.set(approval(ONE), "street-signature", made), *wanted)


@breaks("SPD011")
def street_director_s_day_changed(draw: Draw) -> Case:
    ledger = large(draw, with_keys(BOSS, STREET))
    day = draw.day(FIRST, dt.date(2026, 1, 2))
    return case(ledger.set(approval(ONE), "street-date", day), ("SPD011", ONE))


@breaks("SPD011")
def both_signed_something_else(draw: Draw) -> Case:
    ledger = large(draw, with_keys(BOSS, STREET)).set(approval(ONE), "reason", "别的开支")
    return case(ledger, ("SPD011", ONE), ("SPD011", ONE))


@lawful("SPD011")
def signed_and_left_alone(draw: Draw) -> Case:
    return case(small(draw, with_keys(BOSS)))


@lawful("SPD011")
def both_signed(draw: Draw) -> Case:
    return case(large(draw, with_keys(BOSS, STREET)))


@lawful("SPD011")
def nobody_has_a_key(draw: Draw) -> Case:
    return case(small(draw, BOOKS))


@lawful("SPD011")
def key_from_the_day_after(draw: Draw) -> Case:
    day = draw.january(3)
    return case(with_keys(BOSS, day=day + DAY).sign(ONE, draw.yuan(), day))


@lawful("SPD011")
def old_key_until_the_day_before(draw: Draw) -> Case:
    day = draw.january(5)
    ledger = with_keys(BOSS).add(register(day, BOSS, 2), "charter.beancount")
    ledger = seal(ledger.sign(ONE, draw.yuan(), day - DAY), ONE)
    return case(seal(ledger.sign(TWO, draw.yuan(), day), TWO, number=2))


@lawful("SPD011")
def laid_out_otherwise(draw: Draw) -> Case:
    ledger = small(draw, with_keys(BOSS))
    head, *meta = ledger.text_of(approval(ONE)).rstrip("\n").split("\n")
    turned = draw.one([meta, meta[::-1], meta[2:] + meta[:2]])
    note = draw.one(["", "  ; 主任已签", "\t"])
    text = "\n".join([head + note, *(f"    {line.strip()}{note}" for line in turned)]) + "\n"
    if draw.number(0, 1):
        return case(ledger.cut(approval(ONE)).add(text))
    return case(ledger.rewrite(approval(ONE), lambda _: text))


@lawful("SPD011")
def name_registered_with_blanks(draw: Draw) -> Case:
    text = register(FIRST, draw.one(["赵 一清", "赵　一清"]))
    text = text.replace(public_line("赵 一清"), public_line(BOSS))
    text = text.replace(public_line("赵　一清"), public_line(BOSS))
    return case(small(draw, BOOKS.add(text, "charter.beancount")))
