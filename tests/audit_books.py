"""A year of books in which everything happens once, for the tests of the audit workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.tables.report import Row
from juwu_ledger.workbook.workbook import Audit, audit_of
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    NET,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    PROJECT,
    SERVICE,
    TILL,
    WEAR,
    WORN,
    load,
    voucher,
)

YEAR = Period.parse("2025")
AS_OF = dt.date(2026, 1, 31)

DIRECTIVES = """
2024-12-01 custom "officer" "director" "赵一"
2024-12-01 custom "officer" "accountant" "李四"
2024-12-01 custom "officer" "cashier" "周五"
2024-12-01 custom "receipt-book" "A0000101" "A0000110"
  issued-by: "街道财政所"
  keeper: "郑七"
2025-05-01 custom "receipt-book" "0000201" "0000205"
2025-02-01 custom "receipt-void" "A0000103" "写错"
2025-12-20 custom "receipt-return" "A0000101" "A0000110"
  accepted-by: "吕丁"
2025-01-01 custom "fund" "助老" Expenses:5301助老项目
  grantor: "民政局"
2025-01-02 custom "approval" "SP-1" 500.00 CNY "办公"
  director: "赵一"
2025-01-02 custom "approval" "SP-2" 9000.00 CNY "购置"
  director: "赵一"
  resolution: "JY-1"
2025-01-02 custom "resolution" "JY-1" "购置复印机"
2024-06-01 custom "asset" "GD-1" "旧打印机" 3000.00 CNY
  keeper: "冯八"
2025-03-05 custom "asset" "GD-2" "复印机" 6000.00 CNY
  keeper: "冯八"
2025-08-01 custom "asset-handover" "GD-2" "陈九"
  witness: "钱二"
2025-09-05 custom "asset-disposal" "GD-1" "烧毁"
2025-12-25 custom "stocktake" "GD-2" "present"
  counted-by: "陈九"
2025-04-01 custom "low-value" "DZ-1" "水壶" 80.00 CNY
2025-02-10 custom "close" "2025-01"
  director: "赵一"
2025-03-02 custom "cleared" "2025-01-0005" Assets:1002银行存款:01基本户
2025-12-31 custom "reconciliation" Assets:1002银行存款:01基本户 49800.00 CNY
2025-02-01 balance Assets:1001库存现金:01备用金  900.00 CNY
2025-12-30 custom "explanation" "SPD001" "事后补签"
  about: "2025-06-0001"
"""

VOUCHERS = "".join(
    [
        voucher(
            "2025-01-0001",
            (PETTY, "1000.00"),
            (BANK, "50000.00"),
            (ASSET, "3000.00"),
            (DEPOSIT, "-500.00"),
            (OPENING, "-53500.00"),
            day=1,
            said="期初",
        ).replace(f"  {ASSET}  3000.00 CNY\n", f'  {ASSET}  3000.00 CNY\n    asset: "GD-1"\n'),
        voucher("2025-01-0002", (BANK, "6000.00"), (GRANT, "-6000.00"), receipt="A0000101"),
        voucher("2025-01-0003", (TILL, "30.00"), (SERVICE, "-30.00"), receipt="A0000102", day=6),
        voucher("2025-01-0004", (BANK, "30.00"), (TILL, "-30.00"), day=6),
        voucher(
            "2025-01-0005",
            (OFFICE, "200.00"),
            (BANK, "-200.00"),
            day=8,
            approval="SP-1",
            handler="甲",
            witness="乙",
            invoice="25379000000740231552",
        ),
        voucher("2025-01-0006", (OFFICE, "100.00"), (PETTY, "-100.00"), day=9, approval="SP-1"),
        # Bank's interest beside its charge: both count in full.
        voucher("2025-01-0007", (CHARGE, "5.00"), (INTEREST, "-2.00"), (BANK, "-3.00"), day=20),
        # Two receipts on two postings.
        voucher("2025-02-0001", (BANK, "300.00")).rstrip()
        + f'\n  {SERVICE}  -100.00 CNY\n    receipt: "A0000104"\n'
        + f'  {GIFT}  -200.00 CNY\n    receipt: "A0000105"\n    fund: "助老"\n',
        # Red letter: the whole of a spending, and that taken back again.
        voucher(
            "2025-02-0002",
            (OFFICE, "-100.00"),
            (PETTY, "100.00"),
            day=6,
            reverses="2025-01-0006",
        ),
        voucher(
            "2025-02-0003",
            (OFFICE, "100.00"),
            (PETTY, "-100.00"),
            day=7,
            reverses="2025-02-0002",
            approval="SP-1",
        ),
        # Part of a spending came back another way.
        voucher(
            "2025-02-0004", (OFFICE, "-50.00"), (PETTY, "50.00"), day=8, reverses="2025-01-0005"
        ),
        voucher(
            "2025-03-0001",
            (ASSET, "6000.00"),
            (BANK, "-4000.00"),
            (OWED, "-2000.00"),
            approval="SP-2",
            asset="GD-2",
        ),
        voucher("2025-03-0002", (OWED, "2000.00"), (BANK, "-2000.00"), day=9, approval="SP-2"),
        voucher("2025-04-0001", (BANK, "800.00"), (DEPOSIT, "-800.00"), receipt="A0000106"),
        # Income without a receipt, income taken back, a gift in kind.
        voucher("2025-05-0001", (BANK, "70.00"), (SERVICE, "-70.00")),
        voucher("2025-05-0002", (BANK, "40.00"), (SERVICE, "-40.00"), day=6, receipt="A0000107"),
        voucher(
            "2025-05-0003",
            (BANK, "-40.00"),
            (SERVICE, "40.00"),
            day=7,
            reverses="2025-05-0002",
            receipt="A0000107",
        ),
        voucher("2025-05-0004", (PROJECT, "90.00"), (GIFT, "-90.00"), day=8, receipt="0000201"),
        # No approval, and one that does not exist.
        voucher("2025-06-0001", (OFFICE, "11.00"), (PETTY, "-11.00")),
        voucher("2025-06-0002", (OFFICE, "12.00"), (PETTY, "-12.00"), approval="SP-9", day=6),
        voucher(
            "2025-07-0001",
            (PROJECT, "60.00"),
            (BANK, "-60.00"),
            fund="助老",
            approval="SP-2",
            said="=1+1",
            payee="@SUM(A1)",
        ),
        voucher("2025-09-0001", (WORN, "3000.00"), (ASSET, "-3000.00"), asset="GD-1"),
        voucher("2025-12-0001", (WEAR, "500.00"), (WORN, "-500.00")),
        voucher("2025-12-0002", (GRANT, "6000.00"), (NET, "-6000.00"), day=31, said="年末结转"),
    ]
)


def year_books(folder: Path, more: str = "") -> Books:
    """Load the year."""
    return load(folder, DIRECTIVES + VOUCHERS + more)


def audit_books(
    books: Books, period: Period | tuple[Period, ...] = YEAR, as_of: dt.date = AS_OF
) -> Audit:
    """Lay out the audit workbook of a year, of a part of one, or of several years."""
    periods = (period,) if isinstance(period, Period) else period
    return audit_of(books, periods, as_of, judge(books, CATALOGUE, as_of), CATALOGUE)


def sheet_rows(audit: Audit, key: str) -> list[dict[str, object]]:
    """Return all rows of a sheet, column key to value; the row's role is under ``role``."""
    (sheet,) = [sheet for sheet in audit.sheets if sheet.key == key]
    keys = [column.key for column in sheet.columns]

    def named(row: Row) -> dict[str, object]:
        return {**dict(zip(keys, row.values, strict=True)), "role": row.role}

    return [named(row) for row in sheet.rows()]
