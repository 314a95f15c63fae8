"""What papers say of electronic signatures: verified, failed, or nothing to verify with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from audit_books import audit_books, sheet_rows
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.signed_messages import DIRECTOR, STREET_DIRECTOR
from juwu_ledger.books.signing.trusted_keys import read_trusted_keys
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.tables.signature_words import signing_line
from paper_books import BANK, OFFICE, TITLE, load, voucher
from signing import key_of, public_line, register, signed

AS_OF = dt.date(2025, 12, 31)
MONTH = Period.parse("2025-03")
BOSS = "赵一"


def approval(number: int, day: str = "2025-03-05", more: str = "") -> str:
    return f'{day} custom "approval" "SP-{number}" {number}00.00 CNY "办公"\n  director: "{BOSS}"\n{more}'


def by_boss(text: str) -> str:
    return signed(text, TITLE, DIRECTOR, key_of(BOSS))


KEY = register("2025-03-01", BOSS)
GOOD = by_boss(approval(1)) + by_boss(approval(2))
FORGED = by_boss(approval(3)).replace("300.00", "900.00")
OLDER = approval(4, "2025-02-27")
LATER = by_boss(approval(5, "2025-04-01"))
STREET = '  street-director: "陈九思"\n  street-date: 2025-03-06\n'


BY_BOOKS = "（按账本登记的公钥）"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD, "签批未加密验证（账本没有登记签名公钥）"),
        (KEY, "本期没有签批"),
        (KEY + LATER + OLDER, "本期没有签批"),
        (KEY + GOOD + LATER, f"签批均已验证：2 份签批的电子签名都有效{BY_BOOKS}"),
        (
            KEY + GOOD + FORGED,
            f"有 1 份签批没有通过电子签名验证：SP-3；2 份签批已验证{BY_BOOKS}",
        ),
        (
            KEY + FORGED + approval(6),
            f"有 2 份签批没有通过电子签名验证：SP-3、SP-6{BY_BOOKS}",
        ),
        (
            KEY + GOOD + by_boss(approval(7)) + STREET,
            f"2 份签批已验证；1 份签批未加密验证，签字人当时没有公钥{BY_BOOKS}",
        ),
        (
            KEY
            + OLDER
            + voucher("2025-03-0001", (OFFICE, "9.00"), (BANK, "-9.00"), approval="SP-4"),
            f"1 份签批未加密验证，签字人当时没有公钥{BY_BOOKS}",
        ),
    ],
)
def test_the_line_at_the_head(text: str, line: str, tmp_path: Path) -> None:
    assert signing_line(load(tmp_path, text), MONTH, AS_OF) == line


def test_every_paper_says_it(tmp_path: Path) -> None:
    books = load(tmp_path, KEY + FORGED)
    said = "有 1 份签批没有通过电子签名验证：SP-3（按账本登记的公钥）"
    assert monthly(books, MONTH, AS_OF).facts["签批"] == said
    assert disclosure(books, Period.parse("2025Q1"), AS_OF).facts["签批"] == said
    before = monthly(books, MONTH, dt.date(2025, 2, 1)).facts["签批"]
    assert before.startswith("签批未加密验证")


def test_keys_from_outside_are_named(tmp_path: Path) -> None:
    listed = tmp_path / "allowed_signers"
    listed.write_text(f"{BOSS} {public_line(BOSS)}\n", encoding="utf-8")
    books = load(tmp_path, GOOD).trusting(read_trusted_keys(listed))
    said = "签批均已验证：2 份签批的电子签名都有效（按账本外的可信公钥名单）"
    assert signing_line(books, MONTH, AS_OF) == said


def test_the_audit_workbook_says_it_one_by_one(tmp_path: Path) -> None:
    street = signed(by_boss(approval(7)) + STREET, TITLE, STREET_DIRECTOR, key_of("陈九思"))
    keys = KEY + register("2025-03-01", "陈九思")
    audit = audit_books(load(tmp_path, keys + GOOD + FORGED + OLDER + street))
    found = {row["id"]: row["signature"] for row in sheet_rows(audit, "approvals") if row["id"]}
    assert found == {
        "SP-1": "已验证",
        "SP-2": "已验证",
        "SP-3": "没有通过",
        "SP-4": "未加密验证",
        "SP-7": "已验证",
    }
    facts = {str(row.values[0]): str(row.values[1]) for row in audit.facts}
    assert facts["签批"].startswith("有 1 份签批没有通过电子签名验证：SP-3；3 份签批已验证；1 份")
    assert f"{BOSS}、陈九思" in facts["签批"]
