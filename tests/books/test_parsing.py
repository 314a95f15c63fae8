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
    assert sorted(entries, key=entry_sortkey) == their_entries
    assert errors == their_errors
    assert {**options, "dcontext": None} == {**their_options, "dcontext": None}
