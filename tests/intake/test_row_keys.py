"""Keys of rows stay what docs/books-format.md says: books of years ago hold them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from juwu_ledger.intake.batches.row_keys import identity_of, row_key
from juwu_ledger.intake.statements.statement import StatementRow, digest_of, keyed


def test_a_key_is_twelve_and_eight_digits_of_two_digests() -> None:
    who = hashlib.sha256(b'["levy", "A0000101"]').hexdigest()
    what = hashlib.sha256('["2026-03-02", "张大爷", "5000"]'.encode()).hexdigest()
    key = row_key("levy", ["A0000101"], ["2026-03-02", "张大爷", 5000])
    assert key == f"{who[:12]}-{what[:8]}"
    assert identity_of(key) == who[:12]


def test_a_statements_row_is_known_by_what_the_bank_says_and_which_of_its_like_it_is() -> None:
    row = StatementRow(
        at=7, date=dt.date(2026, 3, 2), time="09:30:00", fen=-1, balance=120_000, serial="S1",
        receipt="R1", party="张大爷", party_account="6222", summary="转出", purpose="场地费",
    )  # fmt: skip
    said = (
        "账户\x1fS1\x1f2026-03-02\x1f09:30:00\x1fout\x1f1\x1f120000\x1f张大爷\x1f6222\x1f转出\x1f"
    )
    digests = [hashlib.sha256(f"{said}{which}".encode()).hexdigest() for which in (1, 2)]
    other = replace(row, fen=1, balance=None)
    reads = said.replace("out\x1f1\x1f120000", "in\x1f1\x1f") + "1"
    found = keyed("账户", [row, other, replace(row, at=9)])
    keys = [digests[0][:20], hashlib.sha256(reads.encode()).hexdigest()[:20], digests[1][:20]]
    assert [one.key for one in found] == keys
    assert digest_of(keys) == hashlib.sha256("\n".join(keys).encode()).hexdigest()
