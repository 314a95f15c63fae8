"""FMT001, FMT002: what the books write wrong, and ids that only look right."""

from __future__ import annotations

from mutations import (
    BANK,
    BASE,
    BOOKS,
    COPIES,
    OFFICE,
    PETTY,
    Case,
    Draw,
    breaks,
    case,
    custom,
    lawful,
    new_year,
    voucher,
)

from juwu_ledger.books.model.vocabulary import Approval

IDS = [v.id for v in BASE.vouchers]
RECEIPTS = [u for u in BASE.facts.receipts if u.meta is u.voucher.txn.meta]
INVOICES = [u for u in BASE.facts.invoices if u.meta is u.voucher.txn.meta]
SIGNED = [s.voucher for s in BASE.facts.spendings if s.parts[0].approval]
FULL_WIDTH = str.maketrans("0123456789ABCDEFSP-", "０１２３４５６７８９ＡＢＣＤＥＦＳＰ－")


# --- FMT001 -----------------------------------------------------------------------------------


@breaks("FMT001")
def mistyped_key(draw: Draw) -> Case:
    one, key = draw.one(IDS), draw.one(["recipt", "aproval", "invoic", "handeler", "witnes"])
    return case(BOOKS.set(voucher(one), key, "见附件"), ("FMT001", one))


@breaks("FMT001")
def attachments_no_number(draw: Draw) -> Case:
    one, wrong = draw.one(IDS), draw.one(['"两张"', "1.5", '""', "2025-01-01"])
    ledger = BOOKS.unset(voucher(one), "attachments")
    text = f"{voucher(one)}\n  attachments: {wrong}"
    return case(ledger.swap(voucher(one), voucher(one), text), ("FMT001", one))


@breaks("FMT001")
def unknown_word(draw: Draw) -> Case:
    word = draw.one(["aproval", "officers", "limits", "stock-take", "disclose", "bank", "filling"])
    day = draw.january(1)
    return case(BOOKS.add(f'{day} custom "{word}" "2025-12"'), ("FMT001", "2025-12"))


@breaks("FMT001")
def wrong_values(draw: Draw) -> Case:
    word, values = draw.one(
        [
            ("limit", '"petty-cash" -1.00 CNY'),
            ("limit", '"petty-cash" 3000.005 CNY'),
            ("limit", '"close-days" 10.5'),
            ("limit", '"petty-money" 3000.00 CNY'),
            ("officer", '"boss" "赵一清"'),
            ("officer", '"cashier"'),
            ("filing", '"2025-13"'),
            ("close", '"2025Q4"'),
            ("review", '"2025Q4" "agreed"'),
            ("stocktake", '"GD-2021-001" "lost"'),
            ("conference-report", '"2025"'),
            ("receipt-book", '"A0000250" "A0000201"'),
            ("reconciliation", f"{BANK} 48209.98 USD"),
        ]
    )
    named = values.split()[1 if "boss" in values else 0].strip('"')
    return case(BOOKS.add(f'{draw.january(1)} custom "{word}" {values}'), ("FMT001", named))


@breaks("FMT001")
def unknown_or_repeated_id(draw: Draw) -> Case:
    line, about = draw.one(
        [
            ('"reply" "ZX-2026-09" "已改正"', "ZX-2026-09"),
            (
                '"query" "ZX-2026-01" "再问一次"\n2026-01-31 custom "reply" "ZX-2026-01" "答"',
                "ZX-2026-01",
            ),
            ('"stocktake" "GD-2025-009" "present"', "GD-2025-009"),
            ('"asset-handover" "DZ-2025-099" "陈九思"', "DZ-2025-099"),
            (f'"cleared" "2026-01-0099" {BANK}', "2026-01-0099"),
            ('"low-value" "DZ-2025-007" "油汀" 698.00 CNY', "DZ-2025-007"),
            ('"resolution" "JY-2025-02" "再通过一次"', "JY-2025-02"),
            ('"budget-limit" Expenses:5199其他 100.00 CNY', "Expenses:5199其他"),
            ('"explanation" "VCH009" "说明"', "VCH009"),
            ('"explanation" "VCH001" "没有说关于什么"', "VCH001"),
        ]
    )
    return case(BOOKS.add(f"{draw.january(14)} custom {line}"), ("FMT001", about))


@breaks("FMT001")
def repeated_approval(draw: Draw) -> Case:
    one = draw.one([a for a in BASE.of(Approval) if a.amount < 500_000])
    ledger = BOOKS.sign(one.id, draw.yuan(), draw.january(1))
    return case(ledger, ("FMT001", one.id))


@breaks("FMT001")
def tolerance_and_second_opening(draw: Draw) -> Case:
    if draw.one([True, False]):
        text = f"2026-01-10 balance {PETTY}  639.70 ~ {draw.yuan(1, 99)} CNY"
        return case(BOOKS.add(text), ("FMT001", PETTY))
    amount = draw.yuan()
    ledger = BOOKS.book(draw.january(1), (BANK, amount), ("Equity:3001期初余额", -amount))
    return case(ledger, ("FMT001", "2026-01-0001"))


@breaks("FMT001")
def month_that_nobody_reads(draw: Draw) -> Case:
    name = f"2026/2026-{draw.number(1, 12):02d}{draw.one(['', ' (冲突)', ' conflicted copy'])}.beancount"
    return case(BOOKS.put(name, f"2026-01-{draw.number(10, 28)} * \n"), ("FMT001", name))


@breaks("FMT001")
def limit_never_set(draw: Draw) -> Case:
    kind = draw.one(["petty-cash", "street-sign-off"])
    return case(BOOKS.cut(custom("limit", kind)), ("FMT001", kind))


@lawful("FMT001")
def words_of_others(draw: Draw) -> Case:
    one, key = draw.one(IDS), draw.one(["memo", "project", "area", "checked-by"])
    ledger = BOOKS.set(voucher(one), key, "备注")
    return case(ledger.add(f'{draw.january(1)} custom "fava-option" "language" "zh_CN"'))


@lawful("FMT001")
def month_file_of_remarks_alone(draw: Draw) -> Case:
    return case(BOOKS.put(f"2026/2026-{draw.number(1, 12):02d}.beancount", "; 还没有凭证\n"))


# --- FMT002 -----------------------------------------------------------------------------------


def look_alike(draw: Draw, text: str) -> str:
    """Another way to write an id that is plainly the same one."""
    at = draw.number(0, len(text) - 1)
    ways = [
        text.translate(FULL_WIDTH),
        f"{text[:at]}{text[at].translate(FULL_WIDTH)}{text[at + 1 :]}",
    ]
    ways += [f"{text[:at]} {text[at:]}", f" {text}", f"{text} "]
    return draw.one(ways + [w for w in [text.lower()] if w != text])


@breaks("FMT002")
def receipt_in_other_letters(draw: Draw) -> Case:
    use = draw.one(RECEIPTS)
    other = look_alike(draw, use.text)
    ledger = BOOKS.set(voucher(use.voucher.id), "receipt", other)
    return case(ledger, ("FMT002", use.voucher.id))


@breaks("FMT002")
def invoice_in_other_letters(draw: Draw) -> Case:
    use = draw.one(INVOICES)
    ledger = BOOKS.set(voucher(use.voucher.id), "invoice", look_alike(draw, use.text))
    return case(ledger, ("FMT002", use.voucher.id))


@breaks("FMT002")
def invoice_of_another_in_other_letters(draw: Draw) -> Case:
    use, other = draw.one(INVOICES), draw.one(INVOICES)
    ledger = BOOKS.set(voucher(use.voucher.id), "invoice", other.text.translate(FULL_WIDTH))
    return case(ledger, ("FMT002", use.voucher.id))


@breaks("FMT002")
def voucher_in_other_letters(draw: Draw) -> Case:
    named = ("2025-05-0013", "2025-06-0004")
    one = draw.one([i for i in IDS if i not in named])
    other = look_alike(draw, one)
    return case(BOOKS.swap(voucher(one), one, other), ("FMT002", other))


@breaks("FMT002")
def approval_in_other_letters(draw: Draw) -> Case:
    one = draw.one(SIGNED)
    other = look_alike(draw, one.text("approval"))
    return case(BOOKS.set(voucher(one.id), "approval", other), ("FMT002", one.id))


@breaks("FMT002")
def two_part_payments_under_one_in_other_letters(draw: Draw) -> Case:
    ledger, day = BOOKS.street("SP-2026-0001", 9000), draw.january()
    for _ in range(2):
        other = look_alike(draw, "SP-2026-0001")
        ledger = ledger.pay(day, draw.yuan(250_000, 400_000), other)
    return case(ledger, ("FMT002", "2026-01-0001"), ("FMT002", "2026-01-0002"))


@breaks("FMT002")
def approval_itself_in_other_letters(draw: Draw) -> Case:
    one = draw.one([a.id for a in BASE.of(Approval) if a.id != "SP-2025-0067"])
    other = look_alike(draw, one)
    return case(BOOKS.swap(custom("approval", one), one, other), ("FMT002", other))


@lawful("FMT002")
def plain_ids_of_any_length(draw: Draw) -> Case:
    identity = draw.one(["SP.2026.1", "QZ/2026/0001", "0001", "A_B-1"])
    ledger = BOOKS.sign(identity, 100).pay(draw.january(), 100, identity, account=OFFICE)
    return case(ledger.earn(new_year(31), draw.yuan(), "A0000183", account=COPIES))


@lawful("FMT002")
def old_invoice_with_its_code(draw: Draw) -> Case:
    number = draw.one(["044001900111-", "0440019001"]) + f"{draw.number(0, 99_999_999):08d}"
    ledger = BOOKS.sign("SP-2026-0001", 300).pay(draw.january(), 100, invoice=number)
    return case(ledger)
