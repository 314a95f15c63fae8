"""Rows of statements as the books keep them: the file is written by hand here, line by line."""

from __future__ import annotations

import datetime as dt

import pytest

from juwu_ledger.intake.statements.kept_rows import (
    BadKept,
    KeptRow,
    file_of,
    kept_text,
    read_kept,
)
from juwu_ledger.intake.statements.statement import StatementRow

HEADING = (
    "key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement\n"
)
IN = "k1,2026-03-02,09:30:00,200.00,,1200.00,S1,R1,张大爷,6222,转入,场地费,0123456789abcdef\n"
OUT = "k2,2026-03-03,,,0.01,,,,,,手续费,,0123456789abcdef\n"
DAY = dt.date(2026, 3, 3)


def test_a_file_is_read_and_written_alike() -> None:
    rows = read_kept((HEADING + IN + OUT).encode())
    assert rows == [
        KeptRow(
            "k1",
            StatementRow(
                at=2, date=dt.date(2026, 3, 2), time="09:30:00", fen=20_000, balance=120_000,
                serial="S1", receipt="R1", party="张大爷", party_account="6222",
                summary="转入", purpose="场地费",
            ),
            "0123456789abcdef",
        ),
        KeptRow(
            "k2",
            StatementRow(at=3, date=DAY, time="", fen=-1, balance=None, summary="手续费"),
            "0123456789abcdef",
        ),
    ]  # fmt: skip
    assert kept_text(rows) == (HEADING + IN + OUT).encode()


def test_a_file_is_of_an_account_and_a_month() -> None:
    account = "Assets:1002银行存款:01基本户"
    assert file_of(account, DAY) == "statements/Assets.1002银行存款.01基本户/2026-03.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行不是程序写的栏目"),
        (IN, "第 1 行不是程序写的栏目"),
        (HEADING + OUT.replace("2026-03-03", "2026-02-30"), "第 2 行不是程序写的样子"),
        (HEADING + IN + OUT.replace("0.01", "一分"), "第 3 行不是程序写的样子"),
        (HEADING + IN + OUT.replace(",0123456789abcdef", ""), "第 3 行不是程序写的样子"),
        (HEADING + IN + OUT.replace("abcdef", "abcdef,多"), "第 3 行不是程序写的样子"),
        (HEADING + 'k1,"未完', "不是程序写的样子"),
    ],
)
def test_what_was_spoiled_is_named_by_its_line(text: str, said: str) -> None:
    with pytest.raises(BadKept) as found:
        read_kept(text.encode())
    assert str(found.value) == said
