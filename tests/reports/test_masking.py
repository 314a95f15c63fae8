"""Names of relief recipients: who counts as a person, and that no paper for the board shows them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.person_names import hidden, masker, persons
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.half_year import half_year
from juwu_ledger.render import render
from juwu_ledger.tables.masking import recipients
from juwu_ledger.tables.report import Report
from juwu_ledger.tables.safe_words import WITHHELD, is_safe, safe_text
from paper_books import BANK, CHART, GIFT, OFFICE, RELIEF, load, rows, voucher

NAME = "阮小七"
QUARTER, HALF = Period.parse("2026Q1"), Period.parse("2026H1")
AS_OF = dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("payee", "names"),
    [
        ("赵一清", ["赵一清"]),
        ("欧阳娜", ["欧阳娜"]),
        ("买买提·艾力", ["买买提·艾力"]),
        ("赵一清、钱二妹", ["赵一清", "钱二妹"]),
        ("赵一清等3户", ["赵一清"]),
        ("赵一清和钱二妹", ["赵一清", "钱二妹"]),
        ("赵一清（代领）", ["赵一清"]),
        ("赵一清等五户困难居民", ["赵一清"]),
        ("低保户赵一清", ["赵一清"]),
        ("困难居民：赵一清", ["赵一清"]),
        ("赵一清老人", ["赵一清"]),
        ("3号楼2单元501室赵一清", ["赵一清"]),
        ("赵一清家属", ["赵一清"]),
        ("社区居民赵一清", ["赵一清"]),
        ("困难居民赵一清户", ["赵一清"]),
        ("三号楼赵一清", ["赵一清"]),
        ("赵一清家", ["赵一清"]),
        ("赵一清夫妇", ["赵一清"]),
        ("低保边缘户赵一清", ["赵一清"]),
        ("困境儿童赵一清", ["赵一清"]),
        ("重病患者赵一清", ["赵一清"]),
        ("退役军人赵一清", ["赵一清"]),
        ("赵一清救助金", ["赵一清"]),
        ("居民代表", []),
        ("困难居民", []),
        ("独居老人", []),
        ("低保户12户", []),
        ("王建社", ["王建社"]),
        ("赵\u200b一清", ["赵一清"]),
        ("困难救助花名册", []),
        ("困难家庭", []),
        ("低保户", []),
        ("示例超市", []),
        ("文具店", []),
        ("示例慈善基金会", []),
        ("Wang", []),
        ("", []),
    ],
)
def test_persons(payee: str, names: list[str]) -> None:
    assert list(persons(payee)) == names


@pytest.mark.parametrize(
    ("name", "shown"),
    [("赵一清", "赵＊＊"), ("赵一", "赵＊"), ("欧阳娜娜", "欧阳＊＊"), ("司马光", "司马＊")],
)
def test_hidden(name: str, shown: str) -> None:
    assert hidden(name) == shown


def test_longer_names_go_first_and_blanks_do_not_help() -> None:
    mask = masker(["赵一", "赵一清"])
    assert mask("赵一清、赵 一 清、赵一") == "赵＊＊、赵＊＊、赵＊"


def everywhere(folder: Path) -> Books:
    """Books in which a recipient's name stands in every field that a paper might show."""
    chart = CHART.replace("桂花里社区", f"{NAME}社区")
    account = f"Expenses:5201救助:09{NAME}"
    donor = voucher(
        "2026-01-0002",
        (BANK, "90.00"),
        (GIFT, "-90.00"),
        payee=NAME,
        fund=NAME,
        said=f"{NAME}捐款",
        receipt=NAME,
        handler=NAME,
    )
    relief = voucher(
        "2026-02-0001",
        (account, "50.00"),
        (BANK, "-50.00"),
        payee=NAME,
        said=f"{NAME}大病救助",
        invoice=f"none: {NAME}签领表",
        handler=NAME,
        fund=NAME,
        witness=NAME,
        approval=f"SP-{NAME}",
    )
    office = voucher(
        "2026-02-0002",
        (OFFICE, "10.00"),
        (BANK, "-10.00"),
        payee=f"{NAME}文具店",
        said=f"替{NAME}买纸",
        invoice=NAME,
        handler=NAME,
        approval=f"SP-{NAME}",
    )
    said = f"""
2020-01-01 open {account}
  nature: "relief"
2026-01-01 custom "officer" "director" "{NAME}"
2026-01-01 custom "officer" "disclosure-officer" "{NAME}"
2026-01-01 custom "fund" "{NAME}" {account}
  grantor: "{NAME}"
2026-01-01 custom "budget-limit" {account} 500.00 CNY
2026-01-01 custom "receipt-book" "A0000101" "A0000150"
  keeper: "{NAME}"
2026-01-01 custom "approval" "SP-{NAME}" 60.00 CNY "{NAME}大病救助"
  director: "{NAME}"
  applicant: "{NAME}"
  payee: "{NAME}"
  reason: "{NAME}住院"
2026-03-01 custom "query" "ZX-{NAME}" "给{NAME}的钱够吗？"
  about: "2026-02-0001"
  raised-by: "{NAME}"
2026-03-02 custom "reply" "ZX-{NAME}" "{NAME}已收到。"
  by: "{NAME}"
2026-04-05 custom "review" "2026Q1" "passed-with-remarks"
  leader: "{NAME}"
  members: "{NAME}、赵 一清"
  remarks: "{NAME}的单子要补签。"
2026-04-10 custom "disclosure" "2026Q1"
  officer: "{NAME}"
"""
    start = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    return load(folder, said + start + donor + relief + office, chart)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return disclosure(everywhere(tmp_path), QUARTER, AS_OF)


@pytest.mark.parametrize("name", ["text", "html", "json", "xlsx"])
def test_no_format_shows_a_recipient(name: str, report: Report) -> None:
    if name == "xlsx" and find_spec("juwu_ledger.render.xlsx.xlsx") is None:
        pytest.skip("the XLSX renderer is not there yet")
    data = render(report, name)
    if name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"\n".join(book.read(part) for part in book.namelist())
    text = data.decode("utf-8", "replace")
    assert NAME not in text
    assert NAME not in "".join(text.split())
    assert "阮＊＊" in text


def test_figures_stay_as_they_are(report: Report) -> None:
    assert [row["amount"] for row in rows(report, "spending_lines")] == ["50.00", "10.00"]
    assert rows(report, "spending_lines")[0]["payee"] == "阮＊＊"


def test_invisible_characters_do_not_bring_a_name_back(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    text += voucher(
        "2026-02-0001",
        (RELIEF, "50.00"),
        (BANK, "-50.00"),
        payee=NAME,
        said="阮\u200b小\u200d七住院",
    )
    paper = disclosure(load(tmp_path, text), QUARTER, AS_OF)
    for name in ("text", "html", "json"):
        assert NAME not in render(paper, name).decode()
        assert "阮\u200b小" not in render(paper, name).decode()


def test_recipients_are_known_from_other_quarters(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    text += voucher("2026-02-0001", (OFFICE, "5.00"), (BANK, "-5.00"), said=f"送{NAME}去医院车费")
    text += voucher("2026-07-0001", (RELIEF, "50.00"), (BANK, "-50.00"), payee=NAME)
    books = load(tmp_path, text)
    assert recipients(books) == {NAME}
    paper = disclosure(books, QUARTER, AS_OF)
    assert rows(paper, "spending_lines")[0]["summary"] == "送阮＊＊去医院车费"


def test_what_cites_a_masked_voucher_names_nobody(tmp_path: Path) -> None:
    """The review group's remarks, a question about two vouchers, the resolution behind the approval."""
    text = voucher("2026-01-0001", (BANK, "9000.00"), ("Equity:3001期初余额", "-9000.00"))
    text += voucher(
        "2026-02-0001",
        (RELIEF, "1500.00"),
        (BANK, "-1500.00"),
        payee="困难居民一户",
        approval="SP-1",
    )
    text += (
        '2026-02-01 custom "resolution" "JY-1" "救助凌丹枫一千五百元"\n'
        '2026-02-02 custom "approval" "SP-1" 1500.00 CNY "大病救助"\n  resolution: "JY-1"\n'
        '2026-03-02 custom "query" "ZX-1" "凌丹枫签字了吗"\n'
        '  about: "2026-01-0001、2026-02-0001"\n'
        '2026-04-09 custom "review" "2026Q1" "passed-with-remarks"\n'
        '  remarks: "同意公开。2026-02-0001 凌丹枫没有签字"\n'
    )
    books = load(tmp_path, text)
    for paper in (disclosure(books, QUARTER, AS_OF), half_year(books, HALF, dt.date(2026, 7, 9))):
        for name in ("text", "html", "json"):
            assert "凌丹枫" not in render(paper, name).decode(), paper.title


def test_relief_without_a_number_hides_no_other_line(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    text += voucher("2026-02-0001", (RELIEF, "50.00"), (BANK, "-50.00"), payee=NAME).replace(
        '  voucher: "2026-02-0001"\n', ""
    )
    text += voucher("2026-02-0002", (OFFICE, "5.00"), (BANK, "-5.00"), said="打印机墨盒")
    lines = rows(disclosure(load(tmp_path, text), QUARTER, AS_OF), "spending_lines")
    assert {line["amount"]: line["summary"] for line in lines}["5.00"] == "打印机墨盒"
    assert [line["payee"] for line in lines if line["amount"] == "50.00"] == ["阮＊＊"]


def test_an_organisation_that_hands_out_relief_keeps_its_name(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    text += voucher("2026-02-0001", (RELIEF, "50.00"), (BANK, "-50.00"), payee="困难救助花名册")
    paper = disclosure(load(tmp_path, text), QUARTER, AS_OF)
    assert rows(paper, "spending_lines")[0]["payee"] == "困难救助花名册"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("春节困难救助", "春节困难救助"),
        ("发放一季度低保金，12户", "发放一季度低保金，12户"),
        ("春节困难救助，阮小七住院", "春节困难救助（详情不公开）"),
        ("大病救助", "（详情不公开）"),
        ("无发票（困难救助花名册）", "无发票（困难救助花名册）"),
        ("金元", "（详情不公开）"),
        ("张一和", "（详情不公开）"),
        ("冲销 2026-02-0001：慰问", "冲销 2026-02-0001：慰问"),
        ("26372000000012345678", "26372000000012345678"),
        ("Wang", "（详情不公开）"),
        ("", ""),
    ],
)
def test_only_words_that_name_nobody_stay(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=4))
def test_a_name_beside_safe_words_takes_its_clause_with_it(name: str) -> None:
    beside = (name, f"{name}春节慰问", f"困难居民{name}")
    assume(not any(map(is_safe, beside)) and name not in f"慰问低保户{WITHHELD}")
    for text in (f"{name}春节慰问", f"慰问：{name}", f"困难居民{name}、低保户"):
        assert name not in safe_text(text)
