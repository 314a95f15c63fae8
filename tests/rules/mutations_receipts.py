"""RCP001 … RCP007: unified receipts."""

from __future__ import annotations

import datetime as dt

from mutations import (
    BANK,
    BASE,
    BOOKS,
    COPIES,
    DAY,
    DEPOSITS,
    GIFTS,
    INTEREST,
    OWED,
    RENT,
    TILL,
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

USES = BASE.facts.receipts
ALONE = [u for u in USES if u.meta is u.voucher.txn.meta]
ON_INCOME = [u for u in ALONE if u.voucher.kind == "income"]
NUMBER = {u.text: u.number.number for u in USES if u.number}
LAST = 182
BOOK_1 = custom("receipt-book", "A0000101", "A0000150")
BOOK_2 = custom("receipt-book", "A0000151", "A0000200")
RETURN_1 = custom("receipt-return", "A0000101", "A0000150")
SOURCES = [COPIES, RENT, GIFTS, "Income:4006其他收入", "Income:4001财政拨款:01办公经费"]


@breaks("RCP001")
def new_income_without_receipt(draw: Draw) -> Case:
    ledger = BOOKS.earn(draw.january(1), draw.yuan(), "", account=draw.one(SOURCES))
    return case(ledger, ("RCP001", "2026-01-0001"))


HAIRDRESSER = "Assets:1122应收款:01示例理发店"


@breaks("RCP001")
def income_booked_as_a_debt(draw: Draw) -> Case:
    ledger = BOOKS.earn(
        draw.january(1),
        draw.yuan(),
        "",
        account=draw.one([OWED, HAIRDRESSER]),
        money=draw.one([BANK, WECHAT]),
    )
    return case(ledger, ("RCP001", "2026-01-0001"))


@breaks("RCP001")
def more_came_than_was_due(draw: Draw) -> Case:
    due, day = draw.yuan(), draw.january(2)
    ledger = BOOKS.earn(draw.day(new_year(1), day), due, receipt(LAST + 1), money=HAIRDRESSER)
    ledger = ledger.earn(day, due + draw.yuan(), "", account=HAIRDRESSER)
    return case(ledger, ("RCP001", "2026-01-0002"))


@lawful("RCP001")
def debt_that_had_its_receipt_is_paid(draw: Draw) -> Case:
    due, day = draw.yuan(100), draw.january(2)
    ledger = BOOKS.earn(draw.day(new_year(1), day), due, receipt(LAST + 1), money=HAIRDRESSER)
    return case(ledger.earn(day, due - draw.one([0, 1]), "", account=HAIRDRESSER))


@lawful("RCP001")
def debt_with_a_receipt(draw: Draw) -> Case:
    account = draw.one([OWED, HAIRDRESSER])
    return case(BOOKS.earn(draw.january(1), draw.yuan(), receipt(LAST + 1), account=account))


STORE = "Assets:1201库存物资"


def stored(ledger: Ledger) -> Ledger:
    """The books with an account for goods bought or given and not used yet."""
    return ledger.add(f'2026-01-01 open {STORE}\n  role: "inventory"', "accounts.beancount")


@breaks("RCP001")
def goods_given_without_receipt(draw: Draw) -> Case:
    amount = draw.yuan()
    ledger = stored(BOOKS).book(draw.january(1), (STORE, amount), (GIFTS, -amount))
    return case(ledger, ("RCP001", "2026-01-0001"))


@lawful("RCP001")
def what_is_owed_or_forfeited_moves_no_money(draw: Draw) -> Case:
    amount = draw.yuan(100, 10_000)
    owed = draw.one([RENT, COPIES])
    return case(BOOKS.book(draw.january(1), (DEPOSITS, amount), (owed, -amount)))


@breaks("RCP001")
def receipt_left_out_and_voided(draw: Draw) -> Case:
    use = draw.one(ON_INCOME)
    ledger = BOOKS.unset(voucher(use.voucher.id), "receipt")
    day = use.voucher.date
    ledger = ledger.add(f'{day} custom "receipt-void" "{use.text}" "写错"', "receipts.beancount")
    return case(ledger, ("RCP001", use.voucher.id))


@breaks("RCP001")
def receipt_left_out(draw: Draw) -> Case:
    use = draw.one([u for u in ON_INCOME if u.text not in ("A0000150", "A0000182")])
    ledger = BOOKS.unset(voucher(use.voucher.id), "receipt")
    return case(ledger, ("RCP001", use.voucher.id), ("RCP005", use.text))


@breaks("RCP001")
def one_of_several_receipts_left_out(draw: Draw) -> Case:
    use = draw.one([u for u in USES if u.meta is not u.voucher.txn.meta])
    ledger = BOOKS.swap(voucher(use.voucher.id), f'    receipt: "{use.text}"\n', "")
    return case(ledger, ("RCP001", use.voucher.id), ("RCP005", use.text))


@lawful("RCP001")
def money_that_needs_none(draw: Draw) -> Case:
    account = draw.one([INTEREST, DEPOSITS, "Liabilities:2241其他应付款:02代收善款"])
    return case(BOOKS.earn(draw.january(1), draw.yuan(), "", account=account))


@lawful("RCP001")
def several_receipts_on_one_voucher(draw: Draw) -> Case:
    first, second, where = draw.yuan(), draw.yuan(), draw.one(["income", "money"])
    marks = [{"receipt": receipt(LAST + 1)}, {"receipt": receipt(LAST + 2)}]
    money, income = (marks, [{}, {}]) if where == "money" else ([{}, {}], marks)
    ledger = BOOKS.book(
        draw.january(1),
        (WECHAT, first, money[0]),
        (WECHAT, second, money[1]),
        (COPIES, -first, income[0]),
        (RENT, -second, income[1]),
    )
    return case(ledger)


# --- RCP002 -----------------------------------------------------------------------------------


@breaks("RCP002")
def number_of_no_book(draw: Draw) -> Case:
    number = draw.one([receipt(draw.number(201, 9999)), f"B{draw.number(101, 200):07d}", "A00183"])
    return case(BOOKS.earn(draw.january(1), draw.yuan(), number), ("RCP002", number))


@breaks("RCP002")
def no_number_at_all(draw: Draw) -> Case:
    number = draw.one(["A-183", "NO.183", "183-A", "ABCDEFGH183"])
    return case(BOOKS.earn(draw.january(1), draw.yuan(), number), ("RCP002", number))


@breaks("RCP002")
def used_before_the_book_was_drawn(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 8, 9), dt.date(2025, 9, 14))
    early = [u.text for u in USES if u.text >= "A0000151" and u.voucher.date < day]
    return case(BOOKS.redate(BOOK_2, day), *(("RCP002", text) for text in early))


@breaks("RCP002")
def paper_on_numbers_of_no_book(draw: Draw) -> Case:
    number, day = receipt(draw.number(201, 400)), draw.january(1)
    if draw.one([True, False]):
        return case(BOOKS.add(f'{day} custom "receipt-void" "{number}" "写错"'), ("RCP002", number))
    text = f'{day} custom "receipt-return" "{receipt(draw.number(183, 199))}" "{number}"'
    return case(BOOKS.add(text), ("RCP002", text.split('"')[3]))


@lawful("RCP002")
def used_on_the_day_the_book_was_drawn(draw: Draw) -> Case:
    return case(BOOKS.redate(BOOK_2, draw.day(dt.date(2025, 8, 1), dt.date(2025, 8, 8))))


# --- RCP003 -----------------------------------------------------------------------------------


@breaks("RCP003")
def used_again(draw: Draw) -> Case:
    used = draw.one(USES).text
    return case(BOOKS.earn(draw.january(1), draw.yuan(), used), ("RCP003", used))


@breaks("RCP003")
def two_vouchers_one_slip(draw: Draw) -> Case:
    use = draw.one([u for u in ALONE if u.text not in ("A0000150", "A0000182")])
    before = draw.one([u.text for u in USES if u.voucher.date < use.voucher.date] or ["A0000101"])
    if before == use.text:
        before = "A0000102"
    ledger = BOOKS.set(voucher(use.voucher.id), "receipt", before)
    return case(ledger, ("RCP003", before), ("RCP005", use.text))


@breaks("RCP003")
def two_postings_one_slip(draw: Draw) -> Case:
    first, second, mark = draw.yuan(), draw.yuan(), {"receipt": receipt(LAST + 1)}
    postings = (WECHAT, first + second), (COPIES, -first, mark), (RENT, -second, mark)
    return case(BOOKS.book(draw.january(1), *postings), ("RCP003", receipt(LAST + 1)))


@breaks("RCP003")
def used_again_after_half_a_reversal(draw: Draw) -> Case:
    amount = draw.yuan(200)
    back = draw.yuan(100, int(amount * 100) - 1)
    ledger = BOOKS.earn(new_year(6), amount, receipt(LAST + 1), money=WECHAT)
    ledger = ledger.book(new_year(7), (WECHAT, -back), (COPIES, back), reverses="2026-01-0001")
    ledger = ledger.earn(new_year(7), back, receipt(LAST + 1), money=WECHAT)
    return case(ledger, ("RCP003", receipt(LAST + 1)))


@lawful("RCP003")
def reversed_and_booked_again(draw: Draw) -> Case:
    amount, right = draw.yuan(), draw.yuan()
    ledger = BOOKS.earn(new_year(6), amount, receipt(LAST + 1), money=WECHAT)
    ledger = ledger.book(new_year(7), (WECHAT, -amount), (COPIES, amount), reverses="2026-01-0001")
    return case(ledger.earn(new_year(7), right, receipt(LAST + 1), money=WECHAT, account=RENT))


# --- RCP004 -----------------------------------------------------------------------------------


@breaks("RCP004")
def used_slip_is_voided(draw: Draw) -> Case:
    use = draw.one(USES)
    day = draw.day(use.voucher.date, new_year(31))
    ledger = BOOKS.add(f'{day} custom "receipt-void" "{use.text}" "写错"')
    return case(ledger, ("RCP004", use.text))


@breaks("RCP004")
def voided_slip_is_used(draw: Draw) -> Case:
    used = draw.one(["A0000158", "A0000178", "A0000107", "A0000117"])
    return case(BOOKS.earn(draw.january(1), draw.yuan(), used), ("RCP004", used))


@breaks("RCP004")
def book_returned_before_its_last_slip(draw: Draw) -> Case:
    day = draw.day(dt.date(2025, 7, 20), dt.date(2025, 8, 4))
    late = [u.text for u in USES if u.text <= "A0000150" and u.voucher.date > day]
    return case(BOOKS.redate(RETURN_1, day), *(("RCP004", text) for text in late))


@breaks("RCP004")
def book_returned_half_used(draw: Draw) -> Case:
    day, later = draw.january(1, 20), draw.number(1, 10)
    ledger = BOOKS.add(f'{day} custom "receipt-return" "A0000183" "A0000200"')
    ledger = ledger.earn(day + DAY * later, draw.yuan(), receipt(LAST + 1))
    return case(ledger, ("RCP004", receipt(LAST + 1)))


@lawful("RCP004")
def used_on_the_day_of_the_return(draw: Draw) -> Case:
    day = draw.january(1)
    ledger = BOOKS.add(f'{day} custom "receipt-return" "A0000183" "A0000200"')
    return case(ledger.earn(day, draw.yuan(), receipt(LAST + 1)))


# --- RCP005 -----------------------------------------------------------------------------------


@breaks("RCP005")
def slips_skipped(draw: Draw) -> Case:
    count = draw.number(1, 17)
    ledger = BOOKS.earn(draw.january(1), draw.yuan(), receipt(LAST + 1 + count))
    return case(ledger, *(("RCP005", receipt(LAST + 1 + n)) for n in range(count)))


@breaks("RCP005")
def void_never_registered(draw: Draw) -> Case:
    void = draw.one(["A0000107", "A0000117", "A0000158", "A0000178"])
    return case(BOOKS.cut(custom("receipt-void", void)), ("RCP005", void))


@breaks("RCP005")
def long_gap_is_one(draw: Draw) -> Case:
    first, gap = 201, draw.number(21, 90)
    ledger = BOOKS.add(
        f'2026-01-04 custom "receipt-book" "{receipt(first)}" "{receipt(first + 99)}"\n  keeper: "郑七星"'
    )
    ledger = ledger.earn(draw.january(), draw.yuan(), receipt(first + gap))
    return case(ledger, ("RCP005", receipt(first)))


@lawful("RCP005")
def skipped_but_voided(draw: Draw) -> Case:
    count, ledger = draw.number(1, 17), BOOKS
    for n in range(count):
        ledger = ledger.add(f'2026-01-04 custom "receipt-void" "{receipt(LAST + 1 + n)}" "写错"')
    return case(ledger.earn(draw.january(), draw.yuan(), receipt(LAST + 1 + count), money=WECHAT))


# --- RCP006, RCP007 ---------------------------------------------------------------------------


@breaks("RCP006")
def kept_by_another(draw: Draw) -> Case:
    book, first = draw.one([(BOOK_1, "A0000101"), (BOOK_2, "A0000151")])
    name = draw.one(["周五福", "郑七", "郑一星", "李四安", "钱二宁", "吴六合", "赵一清"])
    return case(BOOKS.set(book, "keeper", name), ("RCP006", first))


@breaks("RCP006")
def kept_by_no_one(draw: Draw) -> Case:
    book, first = draw.one([(BOOK_1, "A0000101"), (BOOK_2, "A0000151")])
    return case(BOOKS.unset(book, "keeper"), ("RCP006", first))


@breaks("RCP006")
def keeper_changed_that_day(draw: Draw) -> Case:
    name, day = draw.one(["许再三", "钱二宁", "郑一星"]), draw.january(1, 20)
    ledger = BOOKS.add(f'{day} custom "officer" "receipt-keeper" "{name}"', "charter.beancount")
    drawn = day + DAY * draw.number(0, 5)
    ledger = ledger.add(f'{drawn} custom "receipt-book" "A0000201" "A0000250"\n  keeper: "郑七星"')
    return case(ledger, ("RCP006", "A0000201"))


@lawful("RCP006")
def keeper_changes_the_day_after(draw: Draw) -> Case:
    day = draw.january(2, 20)
    ledger = BOOKS.add(f'{day} custom "officer" "receipt-keeper" "许再三"', "charter.beancount")
    ledger = ledger.add(
        f'{day - DAY} custom "receipt-book" "A0000201" "A0000250"\n  keeper: "郑七星"'
    )
    return case(
        ledger.add(f'{day} custom "receipt-book" "A0000251" "A0000300"\n  keeper: "许再三"')
    )


@lawful("RCP006")
def keeper_s_name_with_blanks(draw: Draw) -> Case:
    name = draw.one(["郑 七星", "郑　七星", "郑七 星"])
    return case(BOOKS.set(draw.one([BOOK_1, BOOK_2]), "keeper", name))


@breaks("RCP007")
def books_that_share_slips(draw: Draw) -> Case:
    first = draw.number(152, 200)
    text = f'{draw.january(1)} custom "receipt-book" "{receipt(first)}" "{receipt(first + 49)}"'
    return case(BOOKS.add(f'{text}\n  keeper: "郑七星"'), ("RCP007", receipt(first)))


@breaks("RCP007")
def book_within_a_book(draw: Draw) -> Case:
    first, size = draw.number(101, 140), draw.one([0, 9, 49])
    text = f'{draw.january(1)} custom "receipt-book" "{receipt(first)}" "{receipt(first + size)}"'
    return case(BOOKS.add(f'{text}\n  keeper: "郑七星"'), ("RCP007", receipt(first)))


@lawful("RCP007")
def books_side_by_side(draw: Draw) -> Case:
    series, first = draw.one([("A", 201), ("A", 51), ("B", 151), ("", 151)])
    text = f'"{series}{first:07d}" "{series}{first + 49:07d}"\n  keeper: "郑七星"'
    return case(
        BOOKS.add(f'{draw.january(1)} custom "receipt-book" {text}').earn(
            new_year(31), draw.yuan(), receipt(LAST + 1), money=TILL, account=COPIES
        )
    )
