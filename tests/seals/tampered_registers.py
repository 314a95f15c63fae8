"""Everything but vouchers: approvals, offices, limits, receipts, things, counts, accounts, reviews."""

from __future__ import annotations

from collections.abc import Iterator

from tampering import (
    Change,
    Tampering,
    add,
    cut,
    in_file,
    put,
    redate,
    replaced,
    swap,
    unset,
)

from rules.mutations import custom
from sealed_books import CARD, CARDS, NOTES

APPROVAL = custom("approval", "SP-2025-0026")
LARGE = custom("approval", "SP-2025-0028")
CHARTER = "charter.beancount"
BANK, PETTY = "Assets:1002银行存款:01基本户", "Assets:1001库存现金:01备用金"


def line(needle: str, file: str, new: str | None = None) -> Change:
    """Change, or take out, what stands once in a file."""

    def change(text: str) -> str:
        assert text.count(needle) == 1, needle
        return replaced(text, needle, new or "")

    return in_file(file, change)


def approvals() -> Iterator[Tampering]:
    for name, change in (
        ("amount", swap(APPROVAL, "1500.00", "1800.00")),
        ("amount with a third decimal", swap(APPROVAL, "1500.00", "1500.000")),
        ("purpose", swap(APPROVAL, "大病救助", "临时救助")),
        ("day", redate(APPROVAL, "2025-03-10")),
        ("reason", put(APPROVAL, "reason", "居民代表评议同意")),
        ("applicant", put(APPROVAL, "applicant", "钱二宁")),
        ("payee", put(APPROVAL, "payee", "施丁香家属")),
        ("no payee", unset(APPROVAL, "payee")),
        ("no fund", unset(APPROVAL, "fund")),
        ("director", put(APPROVAL, "director", "钱二宁")),
        ("signature added", put(APPROVAL, "signature", "x")),
        ("deleted", cut(APPROVAL)),
    ):
        yield Tampering(f"approval: {name}", "2025-03", "SP-2025-0026", change)
    for name, change in (
        ("street director", put(LARGE, "street-director", "陈九思")),
        ("street director's day", swap(LARGE, "2025-03-18", "2025-03-24")),
        ("no street director", unset(LARGE, "street-director", "street-date")),
    ):
        yield Tampering(f"approval: {name}", "2025-03", "SP-2025-0028", change)
    new = '2025-03-14 custom "approval" "SP-2025-0999" 100.00 CNY "补批"\n  director: "赵一清"\n'
    yield Tampering("approval added", "2025-03", "SP-2025-0999", add(new))
    vote = custom("resolution", "JY-2025-01")
    yield Tampering("resolution: votes", "2025-03", "JY-2025-01", swap(vote, "55", "58"))
    yield Tampering("resolution: title", "2025-03", "JY-2025-01", swap(vote, "总价", "预算"))
    yield Tampering("resolution deleted", "2025-03", "JY-2025-01", cut(vote))


def charter() -> Iterator[Tampering]:
    cashier = custom("officer", "cashier", "吴六合")
    for name, months, named, change in (
        ("officer: name", "2025-07", "cashier", swap(cashier, "吴六合", "沈百川")),
        ("officer: role", "2025-07", "吴六合", swap(cashier, '"cashier"', '"accountant"')),
        ("officer: day", "2025-06 2025-07", "吴六合", redate(cashier, "2025-06-30")),
        ("officer: until", "2025-07", "吴六合", swap(cashier, "2029-03-17", "2025-12-31")),
        ("officer: no until", "2025-07", "吴六合", unset(cashier, "until")),
        ("officer deleted", "2025-07", "吴六合", cut(cashier)),
        (
            "officer added before everything",
            *("2025-01", "周九新"),
            add('2024-01-02 custom "officer" "finance-group" "周九新"', CHARTER),
        ),
        (
            "limit raised",
            *("2025-01", "petty-cash"),
            line('"petty-cash"       3000.00', CHARTER, '"petty-cash" 8000.00'),
        ),
        (
            "limit as a bare number",
            *("2025-01", "petty-cash"),
            line('"petty-cash"       3000.00 CNY', CHARTER, '"petty-cash" 3000.00'),
        ),
        (
            "limit of another kind",
            *("2025-01", "resolution"),
            line('"resolution"', CHARTER, '"cash-payment"'),
        ),
        (
            "limit back-dated",
            *("2025-04", "petty-cash"),
            add('2025-04-15 custom "limit" "petty-cash" 9000.00 CNY', CHARTER),
        ),
        (
            "days to disclose",
            *("2025-01", "disclosure-days"),
            line('"disclosure-days" 30', CHARTER, '"disclosure-days" 60'),
        ),
        ("budget", "2025-01", "5101", line("6000.00 CNY  ; 文具", CHARTER, "9000.00 CNY ; 文具")),
        (
            "budget's account",
            *("2025-01", "5109"),
            line("Expenses:5108低值易耗品  6000.00", CHARTER, "Expenses:5109低值易耗品  6000.00"),
        ),
        (
            "fund: one account more",
            *("2025-02", "邻里互助金"),
            line(
                "Expenses:5202困难救助\n", CHARTER, "Expenses:5202困难救助 Expenses:5107业务接待\n"
            ),
        ),
        (
            "fund: grantor",
            *("2025-03", "楼道照明改造"),
            swap(custom("fund", "楼道照明改造"), "柳荫街道办事处", "样板区民政局"),
        ),
        (
            "fund: until",
            *("2025-03", "楼道照明改造"),
            swap(custom("fund", "楼道照明改造"), "2026-12-31", "2027-12-31"),
        ),
    ):
        yield Tampering(name, months, named, change)


def receipts_and_things() -> Iterator[Tampering]:
    book = custom("receipt-book", "A0000151")
    void = custom("receipt-void", "A0000117")
    card, handed = custom("asset", "GD-2025-002"), custom("asset-handover", "GD-2022-001")
    for name, months, named, change in (
        ("receipt book: last receipt", "2025-08", "A0000151", swap(book, "A0000200", "A0000250")),
        ("receipt book: keeper", "2025-08", "A0000151", put(book, "keeper", "李四安")),
        ("void receipt: reason", "2025-03", "A0000117", swap(void, "漏写角分", "写错")),
        ("void receipt: number", "2025-03", "A0000116", swap(void, "A0000117", "A0000116")),
        ("void receipt deleted", "2025-03", "A0000117", cut(void)),
        (
            "void receipt added",
            *("2025-04", "A0000125"),
            add('2025-04-02 custom "receipt-void" "A0000125" "作废"'),
        ),
        (
            "receipts returned deleted",
            "2025-08",
            "A0000101",
            cut(custom("receipt-return", "A0000101")),
        ),
        ("asset: amount", "2025-05", "GD-2025-002", swap(card, "2360.00", "2630.00")),
        ("asset: keeper", "2025-05", "GD-2025-002", put(card, "keeper", "陈九思")),
        ("asset: place", "2025-05", "GD-2025-002", put(card, "location", "陈九思家")),
        ("asset deleted", "2025-05", "GD-2025-002", cut(card)),
        ("handover: to whom", "2025-08", "GD-2022-001", swap(handed, "陈九思", "孙三平")),
        ("handover: witness", "2025-08", "GD-2022-001", put(handed, "witness", "赵一清")),
        (
            "disposal: reason",
            *("2025-07", "GD-2019-001"),
            swap(custom("asset-disposal", "GD-2019-001"), "主板烧毁", "已经丢失"),
        ),
        (
            "stocktake: result",
            *("2025-06", "GD-2019-001"),
            swap(custom("stocktake", "GD-2019-001"), "damaged", "present"),
        ),
        (
            "low-value thing deleted",
            *("2025-03", "DZ-2025-001"),
            cut(custom("low-value", "DZ-2025-001")),
        ),
    ):
        yield Tampering(name, months, named, change)


def counts_and_accounts() -> Iterator[Tampering]:
    count = f"2025-05-01 balance {PETTY} "
    bank = f'2025-03-31 custom "reconciliation" {BANK} '
    accounts = "accounts.beancount"
    relief = "2025-01-01 open Expenses:5202困难救助 CNY\n"
    for name, months, named, change in (
        ("cash count: who counted", "2025-05", PETTY, put(count, "counted-by", "孙三平")),
        ("cash count: no witness", "2025-05", PETTY, unset(count, "witness")),
        ("cash count deleted", "2025-05", PETTY, cut(count)),
        ("cash count: a tolerance", "2025-05", PETTY, swap(count, " CNY", " ~ 0.01 CNY")),
        ("reconciliation: balance", "2025-03", BANK, swap(bank, "112889.27", "112898.27")),
        ("reconciliation: who checked", "2025-03", BANK, put(bank, "checked-by", "孙三平")),
        ("reconciliation deleted", "2025-03", BANK, cut(bank)),
        ("account: role", "2025-01", PETTY, line('"petty-cash"', accounts, '"undeposited"')),
        (
            "account: nature",
            "2025-01",
            "5202",
            line(relief + '  nature: "relief"', accounts, relief + '  nature: "programme"'),
        ),
        ("account: no role", "2025-01", "1502累计折旧", line('  role: "depreciation"\n', accounts)),
        (
            "account: currencies",
            "2025-01",
            "5202",
            line(relief, accounts, relief.replace(" CNY", "")),
        ),
        (
            "account: currency more",
            "2025-01",
            "5202",
            line(relief, accounts, relief.replace("CNY", "CNY,USD")),
        ),
        (
            "account: booking",
            "2025-01",
            "5202",
            line(relief, accounts, relief.replace("CNY", 'CNY "FIFO"')),
        ),
        (
            "account opened earlier",
            "2025-01",
            "5202",
            line(relief, accounts, relief.replace("2025-01-01", "2024-01-01")),
        ),
        (
            "account opened back then",
            "2025-06",
            "5999",
            add("2025-06-01 open Expenses:5999其他 CNY", accounts),
        ),
        (
            "account not closed",
            "2025-03",
            "销户",
            line("2025-03-03 close Assets:1122应收款:02示例书店\n", NOTES),
        ),
    ):
        yield Tampering(name, months, named, change)


def reviews() -> Iterator[Tampering]:
    q1, board = custom("review", "2025Q1"), custom("disclosure", "2025Q1")
    for name, months, named, change in (
        ("review: opinion", "2025-04", "2025Q1", swap(q1, "passed-with-remarks", "passed")),
        ("review: remarks", "2025-04", "2025Q1", unset(q1, "remarks")),
        ("review: members", "2025-04", "2025Q1", put(q1, "members", "卫百川")),
        ("review deleted", "2025-07", "2025Q2", cut(custom("review", "2025Q2"))),
        ("disclosure: until", "2025-04", "2025Q1", swap(board, "2025-05-06", "2025-05-30")),
        ("disclosure: day", "2025-04", "2025Q1", redate(board, "2025-04-12")),
        ("disclosure: digest", "2025-04", "2025Q1", put(board, "digest", "0" * 64)),
        ("filing deleted", "2025-06", "2025-05", cut(custom("filing", "2025-05"))),
        ("filing added", "2025-06", "2025H1", add('2025-06-30 custom "filing" "2025H1"')),
        ("query deleted", "2025-04", "ZX-2025-01", cut(custom("query", "ZX-2025-01"))),
        (
            "reply: words",
            *("2025-04", "ZX-2025-01"),
            swap(custom("reply", "ZX-2025-01"), "旧机留作备用", "旧机已报废"),
        ),
        (
            "donor report: period",
            *("2025-07", "示例文化传播有限公司"),
            lambda x: x.rewrite(
                '2025-07-16 custom "donor-report" "示例文化传播有限公司"',
                lambda text: replaced(text, "2025Q2", "2025Q1"),
            ),
        ),
        (
            "conference report deleted",
            "2025-07",
            "2025H1",
            cut(custom("conference-report", "2025H1")),
        ),
        ("explanation: words", "2025-02", "SPD013", line("是两回事", NOTES, "是一回事")),
        (
            "explanation added",
            *("2025-03", "SPD001"),
            add('2025-03-31 custom "explanation" "SPD001" "漏批"\n  about: "2025-03-0006"'),
        ),
        (
            "guarantee deleted or added",
            "2025-03",
            "担保",
            add('2025-03-31 custom "guarantee" "担保"'),
        ),
        (
            "key registered back then",
            *("2025-03", "赵一清"),
            add('2025-03-31 custom "key" "赵一清" "revoked"', CHARTER),
        ),
        (
            "late clearing back then",
            *("2025-08", "2025-08-0023"),
            add(f'2025-08-31 custom "cleared" "2025-08-0023" {BANK}'),
        ),
    ):
        yield Tampering(name, months, named, change)


def beancounts_own() -> Iterator[Tampering]:
    """Directives of Beancount's own, and words of Fava's."""
    for name, named, old, new in (
        ("event", "地址", "桂花里 1 号", "桂花里 2 号"),
        ("note", "1002", "核对印鉴", "核对余额"),
        ("stored query", "收支", "SELECT account", "SELECT date"),
        ("price", "USD", "7.20 CNY", "7.02 CNY"),
        ("commodity", "CNY", "人民币", "元"),
        ("fava option", "locale", '"locale" "zh_CN"', '"locale" "en"'),
    ):
        yield Tampering(f"{name} changed", "2025-02", named, line(old, NOTES, new))
    yield Tampering(
        "document's account changed",
        *("2025-02", "备用金"),
        line(f"document {BANK}", CARDS, f"document {PETTY}"),
    )
    yield Tampering(
        "document directive deleted",
        *("2025-02", "1002"),
        line(f'2025-02-03 document {BANK} "{CARD}"\n', CARDS),
    )
    yield Tampering(
        "word nobody knows added", "2025-02", "x", add('2025-02-27 custom "fava-x" "x"')
    )


def tampered_registers() -> Iterator[Tampering]:
    yield from approvals()
    yield from charter()
    yield from receipts_and_things()
    yield from counts_and_accounts()
    yield from reviews()
    yield from beancounts_own()
