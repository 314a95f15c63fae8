"""What the bank and a shop say beside the example books: rows of a statement, an electronic invoice."""

from __future__ import annotations

from pathlib import Path

BANK = "Assets:1002银行存款:01基本户"
TITLE = "示例市样板区柳荫街道桂花里社区居民委员会"
PAID, WRONG, INVOICE = "2025-12-0911", "2025-12-0912", "25332000000123456701"
"""A payment that is as the papers say, one that is not, and the invoice of the latter."""
OTHER_INVOICE = "25332000000123456702"
VOUCHERS = f"""
2025-12-28 * "晨光文具店" "打印纸"
  voucher: "{PAID}"
  invoice: "{OTHER_INVOICE}"
  Expenses:5101办公用品  120.00 CNY
  {BANK}

2025-12-28 * "便民五金店" "水龙头和灯泡"
  voucher: "{WRONG}"
  invoice: "{INVOICE}"
  Expenses:5101办公用品  386.50 CNY
  {BANK}
"""
TOLD = f"""
2025-12-31 custom "invoice" "{INVOICE}"
  invoice-total: 380.50 CNY
  invoice-seller: "五金批发部"
  invoice-buyer: "{TITLE}"
  invoice-date: 2025-12-30
  invoice-source: "OFD"
  invoice-checked: "2025-12-31 李四安"
2025-12-31 custom "invoice" "{OTHER_INVOICE}"
  invoice-total: 120.00 CNY
  invoice-seller: "晨光文具店"
  invoice-buyer: "{TITLE}"
  invoice-date: 2025-12-27
  invoice-source: "XML"
2025-12-31 custom "statement" {BANK} 1.00 CNY
  from: 2025-12-01
  digest: "ab12cd34ef56ab78000000000000000000000000000000000000000000000000"
2025-12-28 custom "cleared" "{PAID}" {BANK}
  bank-line: "aa01"
  tier: "B"
2025-12-29 custom "cleared" "{WRONG}" {BANK}
  bank-line: "aa02"
  tier: "P"
"""
HEADINGS = (
    "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement"
)
MARK = "ab12cd34ef56ab78"


def add_outside_papers(books: Path, hurt: str = "") -> None:
    """Put vouchers, invoices, a statement and its rows beside the books of a folder; some say ``hurt``."""
    for name, text in (("2025/2025-12.beancount", VOUCHERS), ("reviews.beancount", TOLD)):
        with (books / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    rows = (
        ("aa01", "2025-12-28", "", "120.00", "晨光文具店", "打印纸"),
        ("aa02", "2025-12-29", "", "386.50", "五金批发部", "货款"),
        ("aa03", "2025-12-05", "", "15.00", "", "账户管理费"),
        ("aa04", "2025-12-30", "8.00", "", hurt or "张大爷", hurt or "捐款"),
    )
    lines = [
        f'{key},{day},,{into},{out},,,,"{_csv(party)}",,转账,"{_csv(purpose)}",{MARK}'
        for key, day, into, out, party, purpose in rows
    ]
    kept = books / "statements" / BANK.replace(":", ".") / "2025-12.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("\n".join([HEADINGS, *lines, ""]), encoding="utf-8")


def _csv(text: str) -> str:
    return text.replace('"', '""')
