"""Small real books for the tests of reports: a chart of accounts, and text that becomes Books."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.render import render
from juwu_ledger.tables.report import Report

TITLE = "示例市桂花里社区居民委员会"
PETTY = "Assets:1001库存现金:01备用金"
TILL = "Assets:1001库存现金:02待缴款"
BANK = "Assets:1002银行存款:01基本户"
ASSET = "Assets:1501固定资产"
WORN = "Assets:1502累计折旧"
OWED = "Liabilities:2202应付款"
DEPOSIT = "Liabilities:2241押金"
OPENING = "Equity:3001期初余额"
NET = "Equity:3101净资产"
GRANT = "Income:4001财政拨款"
GIFT = "Income:4002捐赠"
SERVICE = "Income:4003服务"
INTEREST = "Income:4009利息"
OFFICE = "Expenses:5101办公费"
DINNER = "Expenses:5102招待费"
RELIEF = "Expenses:5201救助"
PROJECT = "Expenses:5301助老项目"
WEAR = "Expenses:5302折旧费"
CHARGE = "Expenses:5401手续费"

CHART = f"""option "title" "{TITLE}"
option "operating_currency" "CNY"
2020-01-01 open {PETTY}
  role: "petty-cash"
2020-01-01 open {TILL}
  role: "undeposited"
2020-01-01 open {BANK}
  role: "bank"
  holder: "{TITLE}"
2020-01-01 open Assets:1122应收款:01某户
  role: "receivable"
  debtor: "某户"
2020-01-01 open {ASSET}
  role: "fixed-asset"
2020-01-01 open {WORN}
  role: "depreciation"
2020-01-01 open {OWED}
  role: "payable"
2020-01-01 open {DEPOSIT}
  role: "deposit-held"
2020-01-01 open {OPENING}
  role: "opening"
2020-01-01 open {NET}
  role: "net-assets"
2020-01-01 open {GRANT}
  source: "appropriation"
2020-01-01 open {GIFT}
  source: "donation"
2020-01-01 open {SERVICE}
  source: "service"
2020-01-01 open {INTEREST}
  source: "interest"
2020-01-01 open {OFFICE}
  nature: "official"
2020-01-01 open {DINNER}
  nature: "entertainment"
2020-01-01 open {RELIEF}
  nature: "relief"
2020-01-01 open {PROJECT}
  nature: "programme"
2020-01-01 open {WEAR}
  nature: "other"
2020-01-01 open {CHARGE}
  nature: "bank-charge"
"""


def load(folder: Path, text: str, chart: str = CHART) -> Books:
    """Load books that must be sound."""
    main = folder / "main.beancount"
    main.write_text(chart + text, encoding="utf-8")
    loaded = load_books(main)
    assert loaded.books is not None
    assert loaded.errors == ()
    return loaded.books


def voucher(number: str, *legs: tuple[str, str], day: int = 5, **meta: str) -> str:
    """Write one voucher; ``number`` is ``2026-01-0001``, its month the voucher's own."""
    lines = [
        f'{number[:7]}-{day:02d} * "{meta.pop("payee", "某单位")}" "{meta.pop("said", "事由")}"'
    ]
    lines.append(f'  voucher: "{number}"')
    lines += [f'  {key.replace("_", "-")}: "{value}"' for key, value in meta.items()]
    lines += [f"  {account}  {amount} CNY" for account, amount in legs]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Return what ``--format json`` says of a report."""
    found: dict[str, Any] = json.loads(render(report, "json"))
    return found


def figures_of(report: Report) -> tuple[str, str, str, str]:
    """Return opening, income, spending and closing as JSON says them."""
    totals = as_json(report)["totals"]
    return totals["opening"], totals["income"], totals["spending"], totals["closing"]


def rows(report: Report, key: str) -> list[dict[str, Any]]:
    """Return the item rows of one table as JSON says them, column key to value."""
    (table,) = [table for table in as_json(report)["tables"] if table["key"] == key]
    return [row["values"] for row in table["rows"] if row["role"] == "item"]


def last_row(report: Report, key: str) -> dict[str, Any]:
    """Return the last row of one table: its total."""
    (table,) = [table for table in as_json(report)["tables"] if table["key"] == key]
    found: dict[str, Any] = table["rows"][-1]["values"]
    return found


def yuan(text: str) -> Decimal:
    """Read an amount of the JSON."""
    return Decimal(text)
