"""The registers of the audit workbook, line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit_books import DIRECTIVES, VOUCHERS, audit_books, sheet_rows, year_books
from juwu_ledger.workbook.workbook import Audit
from paper_books import BANK, GIFT, GRANT, OFFICE, load, voucher


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audit_books(year_books(tmp_path_factory.mktemp("year")))


def cells(rows: list[dict[str, object]], *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


def test_every_receipt_of_every_book(audit: Audit) -> None:
    rows = sheet_rows(audit, "receipts")
    books = [row for row in rows if row["line"] == "领用本"]
    assert cells(books, "numbers", "count", "used", "void", "returned", "left", "state") == [
        ("A0000101–A0000110", 10, 6, 1, 3, 0, "已核销"),
        ("0000201–0000205", 5, 1, 0, 0, 4, "在用"),
    ]
    # The 40.00 of A0000107 came and was wholly taken back within the year.
    assert books[0]["amount"] == Decimal("7130.00")
    receipts = [row for row in rows if row["line"] == "收据"]
    assert cells(receipts, "numbers", "state", "count", "amount") == [
        ("A0000101", "已用", 1, Decimal("6000.00")),
        ("A0000102", "已用", 1, Decimal("30.00")),
        ("A0000103", "作废", 1, None),
        ("A0000104", "已用", 1, Decimal("100.00")),
        ("A0000105", "已用", 1, Decimal("200.00")),
        ("A0000106", "已用", 1, Decimal("800.00")),
        ("A0000107", "已用（凭证已冲销）", 1, Decimal("0.00")),
        ("A0000108–A0000110", "缴回", 3, None),
        ("0000201", "已用", 1, Decimal("90.00")),
        ("0000202–0000205", "结存", 4, None),
    ]
    others = [row for row in rows if row["line"] == "无收据"]
    assert cells(others, "numbers", "state", "voucher", "amount") == [
        ("", "没有开收据", "2025-05-0001", Decimal("70.00")),
    ]
    assert [r["within"] for r in rows if r["numbers"] == "0000201"] == ["实物"]


def test_receipts_of_no_book_and_of_two_vouchers(tmp_path: Path) -> None:
    text = '2024-12-01 custom "receipt-book" "A0000101" "A0000102"\n'
    for number, receipt in enumerate(("A0000101", "A0000101", "B7", "不是号码"), 1):
        text += voucher(f"2025-01-000{number}", (BANK, "10.00"), (GRANT, "-10.00"), receipt=receipt)
    audit = audit_books(load(tmp_path, text))
    rows = sheet_rows(audit, "receipts")[1:]
    assert cells(rows, "numbers", "state", "count", "amount") == [
        ("A0000101", "已用", 1, Decimal("10.00")),
        ("A0000101", "重复使用", 0, Decimal("10.00")),
        ("A0000102", "结存", 1, None),
        ("B7", "不在领用本内", 1, Decimal("10.00")),
        ("不是号码", "不在领用本内", 1, Decimal("10.00")),
    ]
    assert [s.tie.title for s in audit.settle() if not s.holds] == []


def test_books_done_with_before_the_year_are_left_out(tmp_path: Path) -> None:
    text = "".join(
        f'2023-01-01 custom "receipt-book" "{series}001" "{series}002"\n'
        f'2024-06-01 custom "receipt-return" "{series}001" "{series}002"\n'
        for series in "AB"
    )
    text += '2023-01-01 custom "receipt-book" "C001" "C002"\n'
    for number, receipt in enumerate(("A001", "B001", "C001"), 1):
        text += voucher(f"2024-01-000{number}", (BANK, "10.00"), (GRANT, "-10.00"), receipt=receipt)
    # Used after it was handed back: a finding, and shown.
    text += voucher("2025-01-0001", (BANK, "5.00"), (GRANT, "-5.00"), receipt="B002")
    audit = audit_books(load(tmp_path, text))
    rows = sheet_rows(audit, "receipts")
    books = [row for row in rows if row["line"] == "领用本"]
    assert cells(books, "book", "numbers", "amount") == [
        (1, "B001–B002", Decimal("5.00")),
        (2, "C001–C002", Decimal("0.00")),
    ]
    assert [s.tie.title for s in audit.settle() if not s.holds] == []


def test_a_mistyped_book_of_ten_million_receipts_stays_short(tmp_path: Path) -> None:
    text = '2024-12-01 custom "receipt-book" "A0000001" "A9999999"\n'
    text += voucher("2025-01-0001", (BANK, "1.00"), (GRANT, "-1.00"), receipt="A0000500")
    audit = audit_books(load(tmp_path, text))
    rows = sheet_rows(audit, "receipts")
    assert cells(rows, "numbers", "count") == [
        ("A0000001–A9999999", 9999999),
        ("A0000500", 1),
        ("A0000001–A0000499", 499),
        ("A0000501–A9999999", 9999499),
    ]
    assert [s.tie.title for s in audit.settle() if not s.holds] == []


def test_approvals_with_what_was_spent_under_them(audit: Audit) -> None:
    rows = sheet_rows(audit, "approvals")
    assert cells(rows, "line", "id", "amount", "used", "left") == [
        ("签批", "SP-1", Decimal("500.00"), Decimal("250.00"), Decimal("250.00")),
        ("签批", "SP-2", Decimal("9000.00"), Decimal("6060.00"), Decimal("2940.00")),
        ("没有签批", "", Decimal("0.00"), Decimal("11.00"), Decimal("0.00")),
        ("没有签批", "SP-9", Decimal("0.00"), Decimal("12.00"), Decimal("0.00")),
        ("签批以外", "", Decimal("0.00"), Decimal("5.00"), Decimal("0.00")),
        ("合计", None, Decimal("9500.00"), Decimal("6338.00"), Decimal("3190.00")),
    ]
    assert rows[1]["resolution"] == "JY-1 购置复印机"
    assert rows[1]["vouchers"] == "2025-03-0001、2025-03-0002、2025-07-0001"
    assert {row["signature"] for row in rows[:2]} == {"未加密验证"}


def test_a_approval_of_last_year_carries_what_was_used(tmp_path: Path) -> None:
    text = '2024-11-01 custom "approval" "SP-1" 100.00 CNY "办公"\n'
    text += '2024-11-01 custom "approval" "SP-2" 5.00 CNY "用完了"\n'
    text += voucher("2024-12-0001", (OFFICE, "60.00"), (BANK, "-60.00"), approval="SP-1")
    text += voucher("2024-12-0002", (OFFICE, "5.00"), (BANK, "-5.00"), approval="SP-2")
    text += voucher("2025-01-0001", (OFFICE, "70.00"), (BANK, "-70.00"), approval="SP-1")
    audit = audit_books(load(tmp_path, text))
    rows = sheet_rows(audit, "approvals")
    assert cells(rows[:1], "id", "earlier", "used", "left") == [
        ("SP-1", Decimal("60.00"), Decimal("70.00"), Decimal("-30.00"))
    ]
    assert [row["line"] for row in rows] == ["签批", "合计"]
    wrong = [s.tie.hint for s in audit.settle() if not s.holds]
    assert wrong == ["规则检查 SPD003"]


def test_funds_move_by_move(audit: Audit) -> None:
    rows = sheet_rows(audit, "funds")
    assert cells(rows, "line", "voucher", "income", "spending", "balance") == [
        ("期初", None, None, None, Decimal("0.00")),
        ("明细", "2025-02-0001", Decimal("200.00"), None, Decimal("200.00")),
        ("明细", "2025-07-0001", None, Decimal("60.00"), Decimal("140.00")),
        ("期末", None, Decimal("200.00"), Decimal("60.00"), Decimal("140.00")),
    ]


def test_reconciliations_with_what_nobody_booked(tmp_path: Path) -> None:
    kept = tmp_path / "statements" / BANK.replace(":", ".") / "2025-12.csv"
    kept.parent.mkdir(parents=True)
    heading = (
        "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement"
    )
    row = "aa01,2025-12-20,,,15.00,,,,示例银行,,收费,管理费,ab12cd34ef56ab78"
    kept.write_text(f"{heading}\n{row}\n", encoding="utf-8")
    taken_in = f'2025-12-31 custom "statement" {BANK} 1.00 CNY\n  digest: "ab12cd34ef56ab7800"\n'
    directives = DIRECTIVES.replace("49800.00 CNY\n", '49785.00 CNY\n  unbooked: "aa01"\n')
    audit = audit_books(load(tmp_path, directives + VOUCHERS + taken_in))
    assert "BNK003" not in {row["rule"] for row in sheet_rows(audit, "findings") if row["about"]}
    rows = sheet_rows(audit, "adjustments")
    assert cells(rows[:2], "line", "book", "bank") == [
        ("期末账面余额", Decimal("50937.00"), None),
        ("对账单余额", None, Decimal("49785.00")),
    ]
    (unbooked,) = (r for r in rows if r["line"] == "未达账项" and r["voucher"] is None)
    assert (unbooked["kind"], unbooked["book"], unbooked["days"], unbooked["party"]) == (
        "银行已付未记账",
        Decimal("-15.00"),
        11,
        "示例银行",
    )
    (open_row,) = sheet_rows(audit, "statement")
    assert (open_row["state"], open_row["days"]) == ("未勾对", 11)
    settled = {s.tie.title: s for s in audit.settle() if s.tie.group == "余额调节"}
    assert len(settled) == 2
    assert all(s.holds for s in settled.values())
    assert any("期末对账的账面余额" in title for title in settled)


def test_a_fund_of_last_year_and_one_never_declared(tmp_path: Path) -> None:
    begun = VOUCHERS.replace("2025-01-01", "2024-11-01").replace('"2025-01-0001"', '"2024-11-0001"')
    text = DIRECTIVES + begun
    text += voucher("2024-12-0001", (BANK, "30.00"), (GIFT, "-30.00"), fund="助老")
    text += voucher("2025-08-0001", (BANK, "7.00"), (GIFT, "-7.00"), fund="=没登记*")
    audit = audit_books(load(tmp_path, text))
    rows = sheet_rows(audit, "funds")
    assert rows[0]["balance"] == Decimal("30.00")
    other = [row for row in rows if row["fund"] == "=没登记*"]
    assert other[0]["grantor"] == "（没有登记这项专项资金）"
    assert [s.tie.title for s in audit.settle() if not s.holds] == []


def test_things_and_what_became_of_them(audit: Audit) -> None:
    rows = sheet_rows(audit, "assets")
    assert cells(rows, "line", "id", "in_use", "booked", "keeper") == [
        ("卡片", "GD-1", Decimal("0.00"), Decimal("0.00"), "冯八"),
        ("入账", "GD-1", None, None, None),
        ("处置", "GD-1", None, None, None),
        ("入账", "GD-1", None, None, None),
        ("卡片", "GD-2", Decimal("6000.00"), Decimal("6000.00"), "陈九"),
        ("入账", "GD-2", None, None, None),
        ("移交", "GD-2", None, None, "陈九"),
        ("盘点", "GD-2", None, None, None),
        ("低值品", "DZ-1", None, None, None),
    ]


def test_fixed_assets_without_a_card_do_not_tie_with_the_cards(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", ("Assets:1501固定资产", "10.00"), (BANK, "-10.00"))
    audit = audit_books(load(tmp_path, text))
    assert cells(sheet_rows(audit, "assets"), "line", "booked") == [("没有卡片", Decimal("10.00"))]
    wrong = [s.tie.title for s in audit.settle() if not s.holds]
    assert wrong == ["在册卡片原值合计＝科目余额表固定资产期末余额"]


def test_findings_with_their_explanations_and_every_rule(audit: Audit) -> None:
    rows = sheet_rows(audit, "findings")
    found = [row for row in rows if row["line"] == "发现"]
    explained = [row for row in found if row["status"] == "已说明"]
    assert cells(explained, "rule", "about", "explanation") == [
        ("SPD001", "2025-06-0001", "事后补签")
    ]
    assert any(row["rule"] == "RCP001" and row["voucher"] == "2025-05-0001" for row in found)
    rules = [row for row in rows if row["line"] == "规则"]
    assert {row["rule"] for row in rules} >= {"RCP003", "SPD001", "CSH001"}
    assert sum(int(str(row["count"])) for row in rules) == len(found)
    assert {"没有发现", "发现 1 处"} <= {str(row["status"]) for row in rules}


def test_the_cover_says_what_a_reader_must_know(audit: Audit) -> None:
    facts = {str(row.values[0]): row.values for row in audit.facts}
    assert facts["凭证张数"][2] == audit.vouchers == 24
    assert audit.digest in str(facts["账本指纹"][1])
    assert str(facts["签批"][1]).startswith("签批未加密验证")
    assert facts["已说明的问题"][2] == 1
    assert "会计" in facts
    assert "主任" in facts
