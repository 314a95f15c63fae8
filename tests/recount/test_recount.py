"""The recount and the papers, each from its own arithmetic, agree; and it notices every wrong fen."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lawful import lawful

from every_paper import donor_reports, meeting_papers, periodic, registers
from invoking import invoke
from juwu_ledger.books.facts.view import Books as View
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.papers.board import board
from juwu_ledger.recount import Books, Unreadable, recount
from juwu_ledger.tables.paper_ties import NOT_TIED
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    CHART,
    DEPOSIT,
    DINNER,
    GIFT,
    GRANT,
    INTEREST,
    NET,
    OFFICE,
    OPENING,
    OWED,
    PETTY,
    PROJECT,
    SERVICE,
    WEAR,
    as_json,
    load,
    voucher,
)

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "ledger" / "main.beancount"
SOURCE = ROOT / "src" / "juwu_ledger" / "recount"
AS_OF = dt.date(2026, 2, 10)
LEAST = 11_300
"""Figures of the example year that the recount knows: all there are, and no fewer."""
LONGEST = 300
"""Lines of one file: an auditor reads it at one sitting."""


def papers_of(books: View, donor: str) -> list[dict[str, Any]]:
    reports = [one for many in periodic(books, 2025, AS_OF).values() for one in many]
    reports += registers(books, Period.parse("2025"), AS_OF)
    reports += [board(books, Period.parse(f"2025Q{number}"), AS_OF) for number in range(1, 5)]
    reports += donor_reports(books, donor, 2025, AS_OF)
    reports += meeting_papers(books, 2025, AS_OF)
    return [as_json(report) for report in reports]


@pytest.fixture(scope="session")
def example() -> list[dict[str, Any]]:
    books = load_books(MAIN).books
    assert books is not None
    return papers_of(books, "示例机械有限公司")


@pytest.fixture(scope="session")
def second() -> Books:
    return Books(MAIN)


def test_every_paper_of_the_example_year_agrees(
    example: list[dict[str, Any]], second: Books
) -> None:
    results = [recount(paper, second) for paper in example]
    assert [one for result in results for one in result.differs] == []
    assert sum(result.compared for result in results) >= LEAST
    assert sum((result.unknown for result in results), Counter()) == {}


@pytest.mark.parametrize("seed", range(6))
def test_random_books_agree(tmp_path: Path, seed: int) -> None:
    books = load(tmp_path, lawful(seed))
    second = Books(tmp_path / "main.beancount")
    results = [recount(paper, second) for paper in papers_of(books, "某单位")]
    assert [one for result in results for one in result.differs] == []
    assert sum(result.compared for result in results) > 2_000


ROWS = """key,date,time,in,out,balance,serial,receipt,party,party_account,summary,purpose,statement
aa01,2025-01-20,,,15.00,,,,,,收费,管理费,ab12cd34ef56ab78
aa02,2025-01-20,,,15.00,,,,,,收费,管理费,ab12cd34ef56ab78
aa03,2025-01-25,,90.00,,,,,某户,,转账,捐款,ab12cd34ef56ab78
aa04,2025-01-26,,8.00,,,,,某户,,转账,从来没有导过,ffff
"""
NOT_BOOKED = f"""
2025-01-31 custom "statement" {BANK} 5760.00 CNY
  digest: "ab12cd34ef56ab7800"
2025-01-31 custom "reconciliation" {BANK} 5760.00 CNY
  unbooked: "aa02 aa03"
2025-02-28 custom "reconciliation" {BANK} 5760.00 CNY
  unbooked: "aa03"
2025-03-31 custom "reconciliation" {BANK} 5760.00 CNY
"""


def test_rows_of_the_bank_that_nobody_booked(tmp_path: Path) -> None:
    text = voucher("2025-01-0001", (BANK, "5000.00"), (OPENING, "-5000.00"), day=1)
    text += voucher("2025-01-0002", (BANK, "700.00"), (GRANT, "-700.00"), day=2)
    for number, cleared in (("2025-01-0003", "2025-01-20"), ("2025-02-0001", "2025-01-20")):
        text += voucher(number, (CHARGE, "15.00"), (BANK, "-15.00"), day=21).replace(
            "-15.00 CNY\n", f"-15.00 CNY\n    cleared: {cleared}\n"
        )
    text += voucher("2025-03-0001", (BANK, "90.00"), (GIFT, "-90.00"), day=3)
    text += f'2025-03-03 custom "cleared" "2025-03-0001" {BANK}\n  bank-line: "aa03"\n'
    kept = tmp_path / "statements" / BANK.replace(":", ".") / "2025-01.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text(ROWS, encoding="utf-8")
    papers = papers_of(load(tmp_path, text + NOT_BOOKED), "某单位")
    second = Books(tmp_path / "main.beancount")
    assert [one for paper in papers for one in recount(paper, second).differs] == []
    by_month = {p["period"]: p for p in papers if p["report"] == "monthly"}
    items = {
        month: [
            (r["kind"], r["voucher"], r["amount"], r["days"])
            for table in by_month[month]["tables"]
            for r in (row["values"] for row in table["rows"])
            if table["key"] == "uncleared"
        ]
        for month in ("2025-01", "2025-02", "2025-03")
    }
    outstanding = ("已收未到", "2025-01-0002", "700.00")
    given = "银行已收未记账", None, "90.00"
    assert items["2025-01"] == [
        (*outstanding, 29),
        ("银行已付未记账", "2025-02-0001", "15.00", 11),
        (*given, 6),
    ]
    assert items["2025-02"] == [(*outstanding, 57), (*given, 34)]
    assert items["2025-03"] == [(*outstanding, 88)]


FIRST = voucher("2025-01-0001", (BANK, "5000.00"), (PETTY, "1000.00"), (OPENING, "-6000.00"), day=1)
IN_BANK, OUT_BANK = ((BANK, "300.00"), (OFFICE, "-300.00")), ((OFFICE, "300.00"), (BANK, "-300.00"))
TAKEN_BACK = {
    "a deposit": (
        ((BANK, "300.00"), (DEPOSIT, "-300.00")),
        ((BANK, "-300.00"), (DEPOSIT, "300.00")),
    ),
    "part of it": (
        ((BANK, "300.00"), (DEPOSIT, "-300.00")),
        ((BANK, "-90.00"), (DEPOSIT, "90.00")),
    ),
    "a deposit, in cash": (
        ((BANK, "300.00"), (DEPOSIT, "-300.00")),
        ((PETTY, "-90.00"), (DEPOSIT, "90.00")),
    ),
    "a spending": (OUT_BANK, IN_BANK),
    "a spending, in cash": (OUT_BANK, ((PETTY, "90.00"), (OFFICE, "-90.00"))),
    "beside income": (OUT_BANK, ((PETTY, "140.00"), (OFFICE, "-90.00"), (SERVICE, "-50.00"))),
    "an income, in cash": (
        ((BANK, "300.00"), (SERVICE, "-300.00")),
        ((PETTY, "-90.00"), (SERVICE, "90.00")),
    ),
}
"""What was booked in January, and what took it back in February: on its own accounts, or on others."""
SIDES = {
    "a deposit": ("-300.00", "0.00"),
    "part of it": ("-90.00", "0.00"),
    "a deposit, in cash": ("0.00", "90.00"),
    "a spending": ("0.00", "-300.00"),
    "a spending, in cash": ("0.00", "-90.00"),
    "beside income": ("140.00", "0.00"),
    "an income, in cash": ("-90.00", "0.00"),
}
"""Income and spending of February, by hand: what is taken back comes off the side where it stood."""


@pytest.mark.parametrize("undone", [False, True], ids=["taken back", "and undone"])
@pytest.mark.parametrize("case", TAKEN_BACK)
def test_what_is_taken_back_in_a_later_month(tmp_path: Path, case: str, undone: bool) -> None:
    booked, back = TAKEN_BACK[case]
    text = FIRST + voucher("2025-01-0002", *booked)
    text += voucher("2025-02-0001", *back, reverses="2025-01-0002")
    if undone:
        again = [(account, f"{-Decimal(amount):.2f}") for account, amount in back]
        text += voucher("2025-03-0001", *again, reverses="2025-02-0001")
    papers = papers_of(load(tmp_path, text), "某单位")
    second = Books(tmp_path / "main.beancount")
    assert [one for paper in papers for one in recount(paper, second).differs] == []
    (february,) = (p for p in papers if (p["report"], p["period"]) == ("monthly", "2025-02"))
    assert (february["totals"]["income"], february["totals"]["spending"]) == SIDES[case]
    assert not [
        alarm for paper in papers for alarm in paper["alarms"] if alarm.startswith(NOT_TIED)
    ]


B = voucher("2025-01-0001", (BANK, "5000.00"), (OPENING, "-5000.00"), day=1)
CAP = f'2025-01-01 custom "budget-limit" {OFFICE} 900.00 CNY\n'
SIGNED = '2025-01-01 custom "approval" "SP-1" 500.00 CNY "一"\n'
LARGE = """
2025-01-01 custom "limit" "street-sign-off" 300.00 CNY
2025-01-01 custom "resolution" "JY-1" "修路"
2025-01-01 custom "approval" "SP-2" 500.00 CNY "二"
  resolution: "JY-1"
"""


def divided(
    number: str, legs: dict[str, int], own: dict[str, str], reverses: str | None = None
) -> str:
    """Write a voucher (yuan, the rest at the bank) whose lines name approvals of their own."""
    text = f'{number[:7]}-{10 + int(number[-1])} * "某单位" "事由"\n  voucher: "{number}"\n'
    text += f'  reverses: "{reverses}"\n' if reverses else '  approval: "SP-1"\n'
    rest = -sum(legs.values())
    for account, yuan in (*legs.items(), *([(BANK, rest)] if rest else [])):
        text += f"  {account}  {yuan}.00 CNY\n"
        text += f'    approval: "{own[account]}"\n' if account in own else ""
    return text


KNOTS = {
    "a red letter taken back": voucher("2025-01-0002", (BANK, "20.00"), (GRANT, "-20.00"))
    + voucher("2025-02-0001", (BANK, "-20.00"), (GRANT, "20.00"), reverses="2025-01-0002")
    + voucher("2025-02-0002", (BANK, "20.00"), (GRANT, "-20.00"), reverses="2025-02-0001"),
    "a refund in cash that goes out again": SIGNED
    + voucher("2025-01-0002", (OFFICE, "200.00"), (BANK, "-200.00"), approval="SP-1")
    + voucher("2025-02-0001", (PETTY, "50.00"), (OFFICE, "-50.00"), reverses="2025-01-0002")
    + voucher("2025-03-0001", (PETTY, "-50.00"), (OFFICE, "50.00"), reverses="2025-02-0001"),
    "approvals line by line": SIGNED
    + LARGE
    + divided("2025-01-0002", {OFFICE: 200, PROJECT: 400, CHARGE: 5}, {PROJECT: "SP-2"})
    + divided("2025-02-0001", {OFFICE: -50, PETTY: 50}, {}, "2025-01-0002")
    + divided("2025-02-0002", {OFFICE: -30, PETTY: 30}, {OFFICE: "SP-2"}, "2025-01-0002")
    + divided("2025-02-0003", {DINNER: -20, PETTY: 20}, {}, "2025-01-0002")
    + divided("2025-03-0001", {DINNER: 20, PETTY: -20}, {}, "2025-02-0003"),
    "approvals line by line, taken back and booked anew": SIGNED
    + LARGE
    + divided("2025-01-0002", {OFFICE: 200, PROJECT: 400, OWED: -100}, {PROJECT: "SP-2"})
    + divided("2025-02-0001", {OFFICE: -200, PROJECT: -400, OWED: 100}, {}, "2025-01-0002")
    + divided("2025-02-0002", {OFFICE: 210, PROJECT: 400}, {OFFICE: "SP-9", PROJECT: "SP-2"}),
    "income beside spending": voucher(
        "2025-01-0002", (BANK, "70.00"), (SERVICE, "-100.00"), (OFFICE, "30.00")
    )
    + voucher("2025-01-0003", (BANK, "95.00"), (DEPOSIT, "-100.00"), (CHARGE, "5.00"))
    + voucher("2025-01-0004", (BANK, "-5.00"), (INTEREST, "-3.00"), (CHARGE, "8.00")),
    "bought on credit, given in kind": voucher("2025-01-0002", (OFFICE, "70.00"), (OWED, "-70.00"))
    + voucher("2025-03-0001", (BANK, "100.00"), (SERVICE, "-130.00"), (OWED, "30.00"))
    + voucher("2025-03-0002", (ASSET, "40.00"), (GIFT, "-40.00")),
    "a stray opening voucher": voucher("2025-03-0001", (BANK, "70.00"), (OPENING, "-70.00")),
    "an opening written anew": voucher(
        "2025-01-0002", (BANK, "-5000.00"), (OPENING, "5000.00"), reverses="2025-01-0001"
    )
    + voucher("2025-01-0003", (BANK, "4000.00"), (OPENING, "-4000.00")),
    "carried forward in mid year": voucher(
        "2025-01-0002", (BANK, "90.00"), (GIFT, "-90.00"), fund="助老"
    )
    + voucher("2025-02-0001", (OFFICE, "40.00"), (BANK, "-40.00"), fund="助老")
    + voucher("2025-06-0001", (GIFT, "90.00"), (OFFICE, "-40.00"), (NET, "-50.00"), fund="助老"),
    "a year that had begun before": CAP
    + f'2025-01-01 custom "brought-forward" {OFFICE} 30.00 CNY\n'
    + voucher("2025-02-0001", (OFFICE, "70.00"), (BANK, "-70.00")),
    "booked on another account without moving money": SIGNED
    + LARGE
    + divided("2025-01-0002", {OFFICE: 200, PROJECT: 400}, {PROJECT: "SP-2"})
    + divided("2025-02-0001", {PROJECT: -50, OFFICE: 50}, {PROJECT: "SP-2"}, "2025-01-0002"),
    "set off against income without moving money": SIGNED
    + LARGE
    + divided("2025-01-0002", {OFFICE: 200, PROJECT: 400}, {PROJECT: "SP-2"})
    + divided("2025-03-0001", {PROJECT: -30, GIFT: 30}, {PROJECT: "SP-2"}, "2025-01-0002"),
    "several lines of one voucher on one account": voucher(
        "2025-01-0002", (OFFICE, "8.00"), (BANK, "-5.00"), (BANK, "-3.00")
    )
    + voucher("2025-02-0001", (BANK, "2.00"), (BANK, "4.00"), (SERVICE, "-6.00"))
    + voucher("2025-02-0002", (BANK, "9.00"), (BANK, "-1.00"), (SERVICE, "-8.00"), day=5)
    + voucher("2025-02-0003", (PETTY, "7.00"), (BANK, "-7.00"), day=5)
    + voucher("2025-03-0001", (PROJECT, "3.00"), (PROJECT, "2.00"), (BANK, "-5.00"), fund="助老")
    + voucher("2025-03-0002", (BANK, "6.00"), (GIFT, "-4.00"), (GIFT, "-2.00"), fund="助老"),
    "what goes on over the ends of the year": SIGNED
    + voucher("2025-01-0002", (OFFICE, "4.00"), (BANK, "-4.00"), day=1, approval="SP-1")
    + voucher("2025-12-0001", (OFFICE, "6.00"), (BANK, "-6.00"), day=31, approval="SP-1")
    + voucher("2026-01-0001", (OFFICE, "9.00"), (BANK, "-9.00"), day=1, approval="SP-1")
    + voucher("2026-01-0002", (BANK, "8.00"), (GIFT, "-8.00"), day=2, fund="助老"),
    "sold at a loss, set off against a debt": voucher(
        "2025-01-0002", (ASSET, "90.00"), (BANK, "-90.00")
    )
    + voucher("2025-02-0001", (BANK, "60.00"), (WEAR, "30.00"), (ASSET, "-90.00"))
    + voucher("2025-03-0001", (OFFICE, "50.00"), (OWED, "-50.00"))
    + voucher("2025-04-0001", (OWED, "50.00"), (GIFT, "-20.00"), (BANK, "-30.00"))
    + voucher("2025-05-0001", (OFFICE, "5.00"), (GIFT, "-5.00")),
    "put right across the year": CAP
    + CAP.replace("2025", "2026")
    + voucher("2025-12-0001", (OFFICE, "70.00"), (BANK, "-70.00"))
    + voucher("2026-01-0001", (OFFICE, "-70.00"), (BANK, "70.00"), reverses="2025-12-0001")
    + voucher("2026-01-0002", (OFFICE, "80.00"), (BANK, "-80.00"), corrects="2025-12-0001"),
}


@pytest.mark.parametrize("kind", KNOTS)
def test_what_is_hard_to_add_up_agrees(tmp_path: Path, kind: str) -> None:
    papers = papers_of(load(tmp_path, B + KNOTS[kind]), "某单位")
    second = Books(tmp_path / "main.beancount")
    assert [one for paper in papers for one in recount(paper, second).differs] == []


def test_what_a_fund_had_before_is_no_use_of_it(tmp_path: Path) -> None:
    opening = f"""
2025-01-01 custom "fund" "助老" {PROJECT}
2025-01-01 * "上年" "结转"
  voucher: "2025-01-0001"
  {BANK}  5000.00 CNY
  {OPENING}  -1200.00 CNY
    fund: "助老"
  {OPENING}  -3800.00 CNY
"""
    text = opening + voucher("2025-02-0001", (BANK, "300.00"), (GIFT, "-300.00"), fund="助老")
    text += voucher("2025-03-0001", (PROJECT, "100.00"), (BANK, "-100.00"), fund="助老")
    papers = papers_of(load(tmp_path, text), "某单位")
    second = Books(tmp_path / "main.beancount")
    assert [one for paper in papers for one in recount(paper, second).differs] == []
    disclosure = next(paper for paper in papers if paper["report"] == "disclosure")
    uses = next(table for table in disclosure["tables"] if table["key"] == "donation_uses")
    assert [row["values"]["amount"] for row in uses["rows"]] == ["100.00", "100.00"]


def figures(paper: dict[str, Any]) -> list[list[tuple[Any, str]]]:
    """Return every amount and every count of a paper as the place where it stands, table by table."""
    totals = paper["totals"] or {}
    found = [[(totals, key) for key in totals if key != "by_account"]]
    found.append([(totals["by_account"], key) for key in totals.get("by_account", {})])
    for table in paper["tables"]:
        keys = [column["key"] for column in table["columns"] if column["kind"] in KINDS]
        values = [row["values"] for row in table["rows"]]
        found.append([(row, key) for row in values for key in keys if row[key] is not None])
    return [part for part in found if part]


KINDS = ("money", "count")


def test_one_wrong_fen_is_named_wherever_it_stands(
    example: list[dict[str, Any]], second: Books
) -> None:
    """In every paper one figure of each table and one of the totals is wrong, and as many are named."""
    choose, wrong = random.Random(20_250_101), 0
    assert sum(len(part) for paper in example for part in figures(paper)) >= LEAST
    for paper in copy.deepcopy(example):
        changed = []
        for part in figures(paper):
            where, key = choose.choice(part)
            was = where[key]
            where[key] = (
                was + 1 if isinstance(was, int) else f"{Decimal(was) + Decimal('0.01'):.2f}"
            )
            changed.append(str(where[key]))
        named = Counter(one.printed for one in recount(paper, second).differs)
        assert not Counter(changed) - named, (paper["report"], paper["period"])
        wrong += len(changed)
    assert wrong > 350


def test_it_stands_alone_in_files_that_can_be_read() -> None:
    for source in SOURCE.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST, source.name
        assert not set(imported(text)) - {"beancount", ""} - sys.stdlib_module_names, source.name


def imported(text: str) -> Iterator[str]:
    """Yield the packages that a file imports; of its own neighbours an empty name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            yield "" if node.level else str(node.module).split(".")[0]


def run(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the folder alone, away from the program."""
    shutil.copytree(SOURCE, folder / "recount", dirs_exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "recount", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
        cwd=folder,
    )


def test_alone_it_says_what_differs(tmp_path: Path, example: list[dict[str, Any]]) -> None:
    paper = copy.deepcopy(next(p for p in example if p["report"] == "quarterly"))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(paper), encoding="utf-8")
    paper["totals"]["closing"] = "1.00"
    bad.write_text(json.dumps(paper), encoding="utf-8")
    fine = run(good, "-b", MAIN, folder=tmp_path)
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "没有重算" not in fine.stdout
    wrong = run(good, bad, "-b", MAIN, folder=tmp_path)
    assert wrong.returncode == 3
    assert "closing：印的是 1.00，重算是" in wrong.stdout
    assert run(folder=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '"x"',
        "[" * 99_999,
        '{"period": 3, "committee": "x"}',
        "\x00\xff",
    ],
)
def test_what_is_no_paper_is_said_in_a_line(tmp_path: Path, text: str) -> None:
    paper = tmp_path / "x.json"
    paper.write_text(text, encoding="utf-8")
    result = invoke(["recount", str(paper), "-b", str(MAIN)])
    assert result.exit_code == 4
    assert "Traceback" not in result.output
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("key", ["period", "tables", "totals", "committee"])
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [7], {"a": 1}, "2025-13", "2025Q9"])
def test_a_distorted_paper_never_crashes(
    example: list[dict[str, Any]], second: Books, key: str, value: object
) -> None:
    paper = {**copy.deepcopy(example[2]), key: value}
    try:
        recount(paper, second)
    except Unreadable as said:
        assert str(said)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('include "../outside.beancount"\n', "不在账本文件夹里"),
        ('include "gone.beancount"\n', "找不到"),
        ('2025-01-05 * "a" "b"\n  Assets:1002银行存款:01基本户  1/0 CNY\n', "除法"),
        ("2025-01-05 这不是\n", "main.beancount"),
        (
            '2025-01-05 * "a" "b"\n  Assets:1002银行存款:01基本户  1.00 USD\n  Income:4001财政拨款\n',
            "人民币",
        ),
    ],
)
def test_books_that_cannot_be_recounted_are_refused(tmp_path: Path, more: str, said: str) -> None:
    (tmp_path / "outside.beancount").write_text("", encoding="utf-8")
    main = tmp_path / "books" / "main.beancount"
    main.parent.mkdir()
    main.write_text(CHART + more, encoding="utf-8")
    with pytest.raises(Unreadable, match=said):
        Books(main)
