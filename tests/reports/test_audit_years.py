"""The audit sheets of several years, of funds by account, and in the data elements of GB/T 24589."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from altered_audit import one_fen_off
from audit_books import audit_books, sheet_rows
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.workbook.workbook import Audit, periods_title
from paper_books import BANK, GIFT, GRANT, NET, OFFICE, PROJECT, load, voucher
from year_books import FUND, YEARS_TEXT

YEARS = tuple(Period.parse(year) for year in ("2023", "2024", "2025"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return load(tmp_path_factory.mktemp("years"), YEARS_TEXT)


@pytest.fixture(scope="module")
def audit(books: Books) -> Audit:
    return audit_books(books, YEARS)


def cells(rows: list[dict[str, object]], *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


def yuan(text: str) -> Decimal:
    return Decimal(text)


def test_every_tie_of_all_years_holds(audit: Audit) -> None:
    settled = audit.settle()
    assert [(s.tie.title, s.left, s.right) for s in settled if not s.holds] == []
    between = [s for s in settled if s.tie.group == "上下年衔接"]
    assert {s.tie.year for s in between} == {2024, 2025}
    assert any(s.left for s in between)


def test_one_fen_off_in_the_last_year_breaks_a_tie(audit: Audit) -> None:
    one_fen_off(audit)


def test_the_years_stand_one_after_another_as_each_would_alone(books: Books, audit: Audit) -> None:
    alone = [audit_books(books, year) for year in YEARS]
    for sheet in audit.sheets[:-2]:
        one_by_one = [row for one in alone for row in sheet_rows(one, sheet.key)]
        together = sheet_rows(audit, sheet.key)
        assert together == one_by_one
        assert [row["year"] for row in together] == sorted(row["year"] for row in together)  # type: ignore[type-var]


def test_the_fields_of_the_forms_are_all_there(audit: Audit) -> None:
    titles = {s.key: [c.title for c in s.columns] for s in audit.sheets}
    wanted = {
        "balances": ("科目编号", "币种", "会计月度", "期初余额", "借方发生额", "贷方发生额"),
        "vouchers": (
            "结算方式",
            "票据类型",
            "票据号",
            "票据日期",
            "附件数",
            "作废标志",
            "记账标志",
        ),
        "journal": ("日期", "凭证字号", "行号", "摘要", "科目编码", "科目名称", "借方金额"),
        "trial": ("科目编码", "科目名称", "方向", "期初借方", "期初贷方", "本期借方", "本期贷方"),
        "book": ("电子账簿编号", "电子账簿名称", "会计核算单位", "组织机构代码", "本位币"),
    }
    wanted["balances"] += ("期末余额", "辅助核算组")
    wanted["journal"] += ("贷方金额", "附件数", "制单", "审核", "记账", "出纳")
    wanted["trial"] += ("期末借方", "期末贷方", "本年累计借方", "本年累计贷方")
    for key, names in wanted.items():
        assert set(names) <= set(titles[key]), key
    for names in titles.values():
        assert len(set(names)) == len(names), names
        assert (
            names[0] == "会计年度"
            or "line" in names[0]
            or names
            in (
                titles["findings"],
                titles["examined"],
            )
        )


def test_every_value_is_of_its_columns_kind(audit: Audit) -> None:
    """Tables with typed columns are made from these rows."""
    kinds = {"money": Decimal, "count": int, "date": object}
    for sheet in audit.sheets:
        for row in sheet.rows():
            for value, column in zip(row.values, sheet.columns, strict=True):
                if value is not None and column.kind in kinds:
                    assert isinstance(value, kinds[column.kind]), (sheet.key, column.key, value)
                    assert not isinstance(value, str), (sheet.key, column.key)


def test_last_year_stands_beside_this_one(audit: Audit) -> None:
    rows = {r["account"]: r for r in sheet_rows(audit, "comparison") if r["year"] == 2024}
    project = rows[PROJECT]
    keys = ("closing", "prior_closing", "moved", "prior_moved", "moved_change", "rate")
    assert [project[key] for key in keys] == [
        *(yuan("0.00"), yuan("0.00"), yuan("0.00"), yuan("70.00"), yuan("-70.00")),
        yuan("-100.00"),
    ]
    bank = rows[BANK]
    assert [bank[key] for key in keys] == [
        *(yuan("980.00"), yuan("1070.00"), yuan("0.00"), yuan("240.00"), yuan("-240.00")),
        yuan("-100.00"),
    ]
    march = [
        r
        for r in sheet_rows(audit, "trial")
        if (r["year"], r["month"], r["account"]) == (2025, 3, BANK)
    ]
    assert cells(march, "credit", "prior_credit") == [(None, yuan("85.00"))]


def test_what_is_carried_forward_stays_with_its_fund(audit: Audit) -> None:
    rows = [r for r in sheet_rows(audit, "aux") if r["line"] == "明细"]
    found = cells(rows, "year", "account", "opening_credit", "debit", "credit", "closing_credit")
    assert [row for row in found if row[1] == NET] == [
        (2023, NET, None, None, yuan("130.00"), yuan("130.00")),
        (2024, NET, yuan("130.00"), None, None, yuan("130.00")),
        (2025, NET, yuan("130.00"), None, None, yuan("130.00")),
    ]
    assert [row for row in found if row[:2] == (2023, GIFT)] == [
        (2023, GIFT, None, yuan("200.00"), yuan("200.00"), None)
    ]
    left = [r["left"] for r in sheet_rows(audit, "aux") if r["line"] == "合计"]
    assert left == [yuan("180.00"), yuan("120.00"), yuan("109.00")]
    groups = [
        r
        for r in sheet_rows(audit, "balances")
        if (r["year"], r["month"], r["account"]) == (2023, 12, GIFT)
    ]
    assert cells(groups, "fund", "opening", "debit", "credit", "closing") == [
        (None, yuan("40.00"), yuan("40.00"), yuan("0.00"), yuan("0.00")),
        (FUND, yuan("200.00"), yuan("200.00"), yuan("0.00"), yuan("0.00")),
    ]


def test_vouchers_with_their_people_receipts_and_flags(audit: Audit) -> None:
    rows = {(r["voucher"], r["line"]): r for r in sheet_rows(audit, "vouchers")}
    paid = rows["2024-01-0001", 2]
    keys = ("maker", "checker", "bookkeeper", "cashier", "posted", "void", "means", "kind")
    assert [paid[key] for key in keys] == ["李四", "赵一", "李四", "周五", "1", "0", "转账", "记"]
    assert rows["2024-01-0001", 1]["attachments"] == 2
    assert rows["2024-03-0001", 1]["reversed_by"] == "2024-04-0001"
    assert rows["2024-04-0001", 1]["reverses"] == "2024-03-0001"
    assert rows["2024-04-0001", 1]["debit"] == yuan("-25.00")
    receipt = ("slip_kind", "slip", "slip_date")
    assert [rows["2025-03-0001", 1][key] for key in receipt] == ["统一收据", "A0000101", None]


def test_a_flagged_voucher_is_not_called_posted(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (BANK, "1.00"), (GRANT, "-1.00")).replace(" * ", " ! ")
    rows = sheet_rows(audit_books(load(tmp_path, text)), "vouchers")
    assert [row["posted"] for row in rows] == ["0", "0"]


def test_bank_lines_name_the_statement_that_shows_them(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (OFFICE, "1.00"), (BANK, "-1.00"))
    text += '2025-01-09 custom "cleared" "2025-01-0001" Assets:1002银行存款:01基本户\n'
    (_, bank) = sheet_rows(audit_books(load(tmp_path, text)), "vouchers")
    assert (bank["slip_kind"], str(bank["slip_date"])) == ("银行对账单", "2025-01-09")


def test_scans_are_laid_along_the_lines(tmp_path: Path) -> None:
    text = voucher(
        "2025-01-0001", (BANK, "1.00"), (GRANT, "-1.00"), document="a.png", document_2="b.png"
    ).replace('  document-2: "b.png"\n', '  document-2: "b.png"\n  document-3: "c.png"\n')
    text += voucher("2025-01-0002", (BANK, "1.00"), (GRANT, "-1.00"), day=6, document="d.png")
    rows = sheet_rows(audit_books(load(tmp_path, text)), "vouchers")
    assert [row["scan"] for row in rows] == ["a.png", "b.png、c.png", "d.png", None]


def test_years_are_called_by_name() -> None:
    assert periods_title(YEARS) == "2023年度至2025年度"
    assert periods_title((YEARS[0], YEARS[2])) == "2023年度、2025年度"


def test_a_paper_of_the_committees_own_is_no_invoice(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (OFFICE, "1.00"), (BANK, "-1.00"), invoice="none: 津贴表")
    text += voucher("2025-01-0002", (OFFICE, "1.00"), (BANK, "-1.00"), invoice="12345678", day=6)
    rows = sheet_rows(audit_books(load(tmp_path, text)), "vouchers")
    assert cells(rows[::2], "slip_kind", "slip") == [("内部单据", "津贴表"), ("发票", "12345678")]
