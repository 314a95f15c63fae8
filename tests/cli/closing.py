"""Small books with a month that is ready to be closed, and what stands in the way of closing."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import Result
from hand_kept import BANK, MONTH, PETTY, Desk

from invoking import invoke

APRIL = "2026-04-03"
CODE = re.compile(r"封账码 ([0-9A-F]{4}(?:-[0-9A-F]{4}){3})")
SPENT = """
2026-03-12 * "示例文具店" "打印纸和硒鼓"
  voucher: "2026-03-0002"
  approval: "SP-2026-0001"
  invoice: "26372000000012345678"
  handler: "李四安"
  witness: "周五福"
  attachments: 1
  Expenses:5101办公用品                386.00 CNY
  Assets:1001库存现金:01备用金        -386.00 CNY
"""
BANKED = """
2026-03-20 * "示例银行" "一季度利息"
  voucher: "2026-03-0003"
  document: "documents/2026/利息单.pdf"
  Assets:1002银行存款:01基本户          12.34 CNY
    cleared: 2026-03-20
  Income:4009利息收入                  -12.34 CNY
"""
COUNTED = f"""
2026-04-01 balance {PETTY}  614.00 CNY
  counted-by: "孙三平"
  witness: "钱二宁"
"""
RECONCILED = f"""
2026-03-31 custom "reconciliation" {BANK} 80012.34 CNY
  prepared-by: "钱二宁"
  checked-by: "赵一清"
"""
ADVICE = "documents/2026/利息单.pdf"


def with_a_month(desk: Desk) -> Desk:
    """Books whose March has a spending, an income, a count and a reconciliation."""
    desk.add(MONTH, SPENT + BANKED + COUNTED)
    desk.add("reviews.beancount", RECONCILED)
    desk.put(ADVICE, "%PDF-1.4 receipt\n")
    return desk


def close(desk: Desk, month: str = "2026-03", *words: object, day: str = APRIL) -> Result:
    return desk.run("close", month, *words, day=day)


def code_of(result: Result) -> str:
    """The code that a closing, or a paper, prints."""
    found = re.search(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}", result.stdout)
    assert found, result.stdout
    return found[0]


def verify(desk: Desk, *words: object) -> Result:
    """Run ``juwu verify``; a traceback fails the test."""
    given = ["verify", *map(str, words), "--books", str(desk.folder)]
    result = invoke(given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    assert "Traceback" not in result.output
    return result


def seal_of(desk: Desk, month: str = "2026-03") -> Path:
    return desk.folder / "seals" / f"{month}.seal"


def change(desk: Desk, old: str, new: str, file: str = MONTH) -> None:
    """Change a word by hand."""
    text = desk.text(file)
    assert text.count(old) == 1, old
    desk.put(file, text.replace(old, new))
