"""Random books of lawful shapes for the recount, from a seed: every kind of voucher, corrected, refunded."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal

from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    PROJECT,
    SERVICE,
    TILL,
    voucher,
)

LEVY = "Income:4007公益收费"
CHART_MORE = f'2020-01-01 open {LEVY}\n  source: "levy"\n'
HEAD = """
2025-01-01 custom "limit" "street-sign-off" 600.00 CNY
2025-01-01 custom "resolution" "JY-1" "修路"
  present: 50
  in-favour: 40
2025-01-01 custom "receipt-book" "A0000001" "A0000050"
2025-01-01 custom "receipt-book" "A0000051" "A0000100"
2025-07-01 custom "receipt-void" "A0000050" "写错"
2025-12-01 custom "receipt-return" "A0000098" "A0000100"
2025-01-01 custom "approval" "SP-1" 90000.00 CNY "一"
2025-01-01 custom "approval" "SP-2" 90000.00 CNY "二"
  resolution: "JY-1"
2025-01-01 custom "fund" "助老" Expenses:5301助老项目
2025-01-01 custom "asset" "GD-1" "桌椅" 900.00 CNY
2025-01-01 custom "asset" "GD-2" "旧柜" 70.00 CNY
2025-06-30 custom "asset-disposal" "GD-2" "坏了"
2025-01-01 custom "budget-limit" Expenses:5101办公费 90000.00 CNY
"""
SHAPES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (BANK, GRANT, {}),
    (BANK, GIFT, {"fund": "助老"}),
    (TILL, SERVICE, {}),
    (BANK, LEVY, {}),
    (BANK, DEPOSIT, {}),
    (BANK, INTEREST, {}),
    (PETTY, BANK, {}),
    (BANK, TILL, {}),
    (OFFICE, PETTY, {"approval": "SP-1"}),
    (OFFICE, BANK, {"approval": "SP-2"}),
    (PROJECT, BANK, {"approval": "SP-1", "fund": "助老"}),
    (ASSET, BANK, {"approval": "SP-2", "fund": "助老", "asset": "GD-1"}),
    (OFFICE, OWED, {}),
    (OWED, BANK, {"approval": "SP-2"}),
    (DEPOSIT, BANK, {"approval": "SP-1"}),
    (CHARGE, BANK, {}),
)
PAID = {OFFICE, PROJECT}
EARNED = {GRANT, GIFT, SERVICE, LEVY, DEPOSIT}


def lawful(seed: int, count: int = 60) -> str:
    """Write a year of vouchers; some are reversed and booked anew, some are partly refunded."""
    chance = random.Random(seed)
    days = sorted(chance.sample(range(364), count))
    text = (
        CHART_MORE + HEAD + voucher("2025-01-0001", (BANK, "500.00"), (OPENING, "-500.00"), day=1)
    )
    numbers: dict[str, int] = {"2025-01": 1}
    receipts: dict[str, str] = {}

    def book(day: dt.date, legs: list[tuple[str, int]], meta: dict[str, str]) -> str:
        nonlocal text
        month = f"{day:%Y-%m}"
        numbers[month] = numbers.get(month, 0) + 1
        number = f"{month}-{numbers[month]:04d}"
        if legs[1][0] in EARNED and legs[0][1] > 0 and "corrects" not in meta:
            receipts[number] = f"A{len(receipts) + 1:07d}"
        if receipts.get(meta.get("corrects", number)):
            meta = {**meta, "receipt": receipts[meta.get("corrects", number)]}
        written = [(account, f"{cents / 100:.2f}") for account, cents in legs]
        text += voucher(number, *written, day=day.day, **meta)
        return number

    for offset in days:
        day = dt.date(2025, 1, 2) + dt.timedelta(offset)
        to, source, meta = chance.choice(SHAPES)
        cents = chance.randint(2, 90_000)
        number = book(day, [(to, cents), (source, -cents)], meta)
        fate = chance.random()
        if fate < 0.2:  # written off in red letters, and booked anew
            book(day, [(to, -cents), (source, cents)], {"reverses": number, **_fund(meta)})
            book(day, [(to, cents - 1), (source, 1 - cents)], {"corrects": number, **meta})
        elif fate < 0.3 and to in PAID:  # a part of it is paid back
            half = cents // 2
            book(day, [(to, -half), (source, half)], {"reverses": number, **_fund(meta)})
    return text + _counted(text)


def _counted(text: str) -> str:
    """Count the till and read the bank's statement at the end of each month, some a fen off."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    day, found = "", ""
    for line in text.splitlines():
        day = line[:7] if line.startswith("2025-") else day
        account, _, amount = line.strip().partition("  ")
        if account in (PETTY, BANK) and amount.endswith(" CNY"):
            held[day, account] += Decimal(amount.strip()[:-4])
    for month in range(1, 12):
        until = f"2025-{month:02d}"
        petty, bank = (
            sum((n for (m, a), n in held.items() if a == account and m <= until), Decimal())
            for account in (PETTY, BANK)
        )
        last = dt.date(2025, month + 1, 1) - dt.timedelta(1)
        found += f"2025-{month + 1:02d}-01 balance {PETTY}  {petty:.2f} CNY\n"
        found += f'{last} custom "reconciliation" {BANK} {bank - month % 2:.2f} CNY\n'
    return found


def _fund(meta: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in meta.items() if key == "fund"}
