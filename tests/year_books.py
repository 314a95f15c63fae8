"""Three years of books: an earmarked fund, a year-end entry that carries it forward, a red letter."""

from __future__ import annotations

from paper_books import ASSET, BANK, GIFT, GRANT, NET, OFFICE, OPENING, PROJECT, voucher

FUND = "助老"
YEARS_TEXT = (
    '2023-01-01 custom "fund" "助老" Expenses:5301助老项目\n'
    '2023-01-01 custom "officer" "accountant" "李四"\n'
    '2023-01-01 custom "officer" "cashier" "周五"\n'
    '2024-03-09 custom "asset" "GD-1" "轮椅" 60.00 CNY\n'
    '2023-06-30 custom "approval" "SP-1" 200.00 CNY "助老"\n  director: "赵一"\n'
    '2024-02-10 custom "close" "2024-01"\n  director: "赵一"\n'
    + voucher("2023-01-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1).replace(
        f"  {OPENING}  -900.00 CNY\n",
        f'  {OPENING}  -50.00 CNY\n    fund: "助老"\n  {OPENING}  -850.00 CNY\n',
    )
    + voucher("2023-05-0001", (BANK, "200.00"), (GIFT, "-200.00"), fund=FUND)
    + voucher("2023-06-0001", (BANK, "40.00"), (GIFT, "-40.00"))
    + voucher("2023-07-0001", (PROJECT, "70.00"), (BANK, "-70.00"), fund=FUND)
    + voucher("2023-12-0001", (GIFT, "240.00"), (PROJECT, "-70.00"), (NET, "-170.00"), day=31)
    + voucher("2024-01-0001", (OFFICE, "30.00"), (BANK, "-30.00"), attachments="x")
    + voucher("2024-03-0001", (PROJECT, "25.00"), (BANK, "-25.00"), fund=FUND)
    + voucher("2024-03-0002", (ASSET, "60.00"), (BANK, "-60.00"), fund=FUND, day=9, asset="GD-1")
    + voucher(
        "2024-04-0001", (PROJECT, "-25.00"), (BANK, "25.00"), fund=FUND, reverses="2024-03-0001"
    )
    + voucher("2025-02-0001", (PROJECT, "11.00"), (BANK, "-11.00"), fund=FUND, approval="SP-1")
    + voucher("2025-03-0001", (BANK, "500.00"), (GRANT, "-500.00"), receipt="A0000101")
).replace('  attachments: "x"\n', "  attachments: 2\n")
