"""Our own parsing gives what Beancount's own function gives, but for how wide amounts are."""

from __future__ import annotations

from pathlib import Path

import pytest
from beancount.core.data import entry_sortkey
from beancount.parser import parser

from juwu_ledger.books.reading.parsing import parse

LEDGER = Path(__file__).resolve().parents[2] / "ledger"
ODD = {
    "a name that is no account's, twice": """
2026-01-01 * "a"
  Aktiva:现金  1.00 CNY
  Aktiva:现金  -1.00 CNY
""",
    "an option that says anew what names begin with": """
2026-01-01 open Assets:现金
option "name_assets" "Aktiva"
2026-01-02 open Assets:现金
2026-01-02 open Aktiva:现金
""",
    "options that name accounts, well and not": """
option "account_current_earnings" "3102本年结余"
option "account_previous_earnings" "Earnings:本年-1"
option "account_previous_balances" "历年"
option "account_current_conversions" "（折算）"
option "account_previous_conversions" ""
option "account_rounding" "3107:"
option "account_unrealized_gains" "Épargne:折算"
""",
    "flags, lots, prices": """
2026-01-01 ! "a" "b" #tag ^link
  voucher: "2026-01-0001"
  ! Assets:现金  1.00 CNY
    handler: "李梅"
  Assets:股票  2 HOOL {3.00 CNY, 2025-01-01} @ 4.00 CNY
  Assets:股票  2 HOOL @@ 8.00 CNY
  Assets:股票  2 HOOL @ -4.00 CNY
  Assets:其他
""",
    "amounts that are half there": """
2026-01-01 * "a"
  Assets:现金  CNY
  Assets:银行  1.00
  Assets:银行  (1 + 2.5) * 3 CNY
2026-01-02 balance Assets:现金  1.00 CNY
2026-01-03 custom "approval" "A-1" 5.00 CNY TRUE 2026-01-01 Assets:现金 7
  voucher: "x"
  voucher: "y"
""",
    "keys that are there twice, of a voucher and of a line": """
2026-01-01 * "a" "b"
  voucher: "x"
  voucher: "y"
  Assets:现金  1.00 CNY
    asset: "x"
    asset: "y"
    lineno: 7
  Assets:银行  -1.00 CNY
2026-01-02 * "a" "b"
  handler: "x"
  handler: "x"
  filename: "y"
""",
    "tags of a voucher, of those below it, among its lines": """
2026-01-01 * "a" "b" #tag
  Assets:现金  1.00 CNY
2026-01-01 * "a" "b"
  #tag ^link
  Assets:现金  1.00 CNY
  #late
pushtag #below
pushmeta handler: "李梅"
2026-01-01 * "a" "b"
  Assets:现金  1.00 CNY
    voucher: "x"
poptag #below
popmeta handler:
""",
    "vouchers without lines, and of one text or none": """
2026-01-01 * "a" "b"
2026-01-01 * "a"
  voucher: "x"
2026-01-01 *
  Assets:现金  1.00 CNY
""",
    "names of accounts in other letters, and of none": """
2026-01-01 * "a" "b"
  Assets:Épargne  1.00 CNY
  Assets:épargne  1.00 CNY
  Assets:1002银行-基本户:A-1  1.00 CNY
  Assets:㐀  1.00 CNY
  Assets:1㐀  1.00 CNY
  Assets:现金a  1.00 CNY
  Assets:Ω²  1.00 CNY
  Assets:-1  1.00 CNY
  Expense:1  1.00 CNY
""",
    "amounts and numbers that are as great, written otherwise": """
2026-01-01 * "a" "b"
  attachments: 1
  weight: 1.0
  Assets:现金  0.00 CNY
  Assets:现金  -0.00 CNY
  Assets:现金  0.00 CNY
  Assets:现金  5.00 CNY
  Assets:现金  5.000 CNY
  Assets:现金  5.0 CNY
  Assets:现金  5 CNY
  Assets:现金  5.00 USD
  Assets:现金  -5.00 CNY
""",
    "what is no directive": '2026-01-01 nonsense\n2026-01-02 * "a" "b" "c"\n  Assets:现金 1 CNY\n',
}


@pytest.mark.parametrize("text", ODD.values(), ids=list(ODD))
def test_odd_text_is_parsed_as_beancount_parses_it(text: str) -> None:
    same(text.encode())


@pytest.mark.parametrize("path", sorted(LEDGER.rglob("*.beancount")), ids=lambda path: path.name)
def test_the_example_is_parsed_as_beancount_parses_it(path: Path) -> None:
    same(path.read_bytes())


def same(content: bytes) -> None:
    entries, errors, options = parse(content, "x.beancount")
    their_entries, their_errors, their_options = parser.parse_string(content, "x.beancount")
    ours = sorted(entries, key=entry_sortkey)
    assert ours == their_entries
    assert repr(ours) == repr(their_entries)  # 5.0 equals 5.00, and is not written so.
    assert errors == their_errors
    assert {**options, "dcontext": None} == {**their_options, "dcontext": None}
