"""The words by which a seal names what it covers: they stand in the seal's file and are read by people."""

from __future__ import annotations

import hashlib

import pytest
from beancount.parser import parser

from juwu_ledger.seals.sealing import described

LONG = "长" * 90


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        (
            '2026-03-02 * "文具店" "打印纸\n  两箱"\n  voucher: "2026-03-0002"\n',
            "transaction",
            "2026-03-0002 打印纸 两箱",
        ),
        (
            f'2026-03-02 * "文具店" "{LONG}"\n  voucher: "2026-03-0002"\n',
            "transaction",
            f"2026-03-0002 {LONG[:67]}",
        ),
        (f'2026-03-02 custom "fund" "{LONG}"\n', "fund", LONG[:80]),
        ('2026-03-02 custom "approval" "SP-1" 3.00 CNY "纸"\n', "approval", "SP-1 3.00 CNY"),
        ("2026-03-02 open Assets:1002银行存款\n", "open", "Assets:1002银行存款"),
        ("2026-03-02 commodity CNY\n", "commodity", "CNY"),
        ("2026-03-02 close Assets:1002银行存款\n", "account-closed", "Assets:1002银行存款"),
        ('2026-03-02 query "余额" "SELECT 1"\n', "stored-query", "余额"),
        ('2026-03-02 event "place" "桂花里"\n', "event", "place"),
    ],
)
def test_a_directive_is_named_by_its_kind_and_at_most_eighty_letters(
    text: str, kind: str, about: str
) -> None:
    entries, errors, _ = parser.parse_string(text)
    assert not errors
    made = described(b"line", entries[0])
    assert (made.kind, made.about) == (kind, about)
    assert (made.digest, made.date) == (hashlib.sha256(b"line").hexdigest(), "2026-03-02")
