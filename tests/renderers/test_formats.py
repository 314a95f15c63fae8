"""What every format must keep: the same bytes twice, hostile strings made harmless, nothing lost."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.width import display_width
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.monthly import monthly
from juwu_ledger.records.figures import Totals
from juwu_ledger.render import FORMATS, LIST_FORMATS, SUFFIXES, CannotRender, render
from juwu_ledger.render.cells import clean
from juwu_ledger.render.text.text import table_lines
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.report import MONEY, Bar, Chart, Column, Report, Row, Section, Table
from paper_books import BANK, CHART, GRANT, OFFICE, OPENING, as_json, load, voucher

AS_OF = dt.date(2026, 4, 9)
QUARTER = Period.parse("2026Q1")
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=1+1"
BELL = "铃\x07声\x1b[31m"
TURNED = "甲\u202e乙"


def books(folder: Path) -> Books:
    text = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
    text += voucher("2026-01-0002", (BANK, "600.00"), (GRANT, "-600.00"), payee=SCRIPT)
    for number, payee in enumerate((FORMULA, BELL, TURNED), 3):
        text += voucher(
            f"2026-01-{number:04d}",
            (OFFICE, "1234.50"),
            (BANK, "-1234.50"),
            payee=payee,
            said=f"{SCRIPT}&\u2028{payee}",
        )
    return load(folder, text, CHART.replace("桂花里", "桂花里</title>"))


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Report, Report]:
    found = books(tmp_path)
    said = Finding("VCH001", "E", (), Place("x", 1), f"{SCRIPT}{TURNED}", "改", None, FORMULA)
    month = monthly(found, Period.parse("2026-01"), AS_OF, (said,))
    return month, disclosure(found, QUARTER, AS_OF)


@pytest.mark.parametrize("name", ["text", "html", "json"])
def test_same_bytes_twice(name: str, tmp_path: Path) -> None:
    for make in (
        lambda: monthly(books(tmp_path), Period.parse("2026-01"), AS_OF),
        lambda: disclosure(books(tmp_path), QUARTER, AS_OF),
    ):
        assert render(make(), name) == render(make(), name)


def test_every_format_has_an_ending() -> None:
    assert set(SUFFIXES) == {*FORMATS, *LIST_FORMATS}


def test_html_is_whole_in_itself_and_escapes(papers: tuple[Report, Report]) -> None:
    for paper in papers:
        page = render(paper, "html").decode()
        assert '<html lang="zh-CN">' in page
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert not re.search(r"https?:|url\(|@import|\bsrc=|\bhref=|javascript:|\bon\w+=", page)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\u2028]", page)
        assert page.count("</title>") == 1


def test_html_prints_well(papers: tuple[Report, Report]) -> None:
    for paper in papers:
        page = render(paper, "html").decode()
        for wanted in (
            "size: A4",
            "table-header-group",
            "counter(page)",
            "counter(pages)",
            "break-inside: avoid",
            "break-after: avoid",
            "tabular-nums",
        ):
            assert wanted in page
        assert page.count("<thead>") == page.count("<table class=") - 1  # All but the head's facts.
        for font in (
            "Noto Serif CJK SC",
            "Noto Sans CJK SC",
            "Source Han",
            "SimSun",
            "Microsoft YaHei",
        ):
            assert font in page


def test_html_holds_every_cell(papers: tuple[Report, Report]) -> None:
    for paper in papers:
        page = render(paper, "html").decode()
        for table in paper.tables:
            for row in table.rows:
                for value in row.values:
                    if isinstance(value, Decimal):
                        assert f">{value:,.2f}<" in page


def test_html_has_signature_boxes_and_digest(papers: tuple[Report, Report]) -> None:
    for paper in papers:
        page = render(paper, "html").decode()
        for who in paper.signatures:
            assert f'<span class="who">{who}</span>' in page
        assert paper.books_digest in page
        assert "签批未加密验证" in page


def test_disclosure_has_a_chart_and_no_script(papers: tuple[Report, Report]) -> None:
    page = render(papers[1], "html").decode()
    assert page.count("<svg ") == 2
    assert page.count("<rect ") == 2  # One account of income, one of spending.
    assert "3,703.50" in page


def test_text_is_plain(papers: tuple[Report, Report]) -> None:
    for paper in papers:
        text = render(paper, "text").decode()
        assert text.endswith("\n")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\u2028]", text)
        assert "<script>alert(1)" in text
        assert "签批未加密验证" in text


def test_json_keeps_strings_as_they_are(papers: tuple[Report, Report]) -> None:
    found = json.loads(render(papers[1], "json"))
    assert set(found) >= {
        "report",
        "period",
        "committee",
        "as_of",
        "books_digest",
        "totals",
        "tables",
    }
    payees = {
        row["values"]["payee"]
        for table in found["tables"]
        if table["key"] == "spending_lines"
        for row in table["rows"]
    }
    assert payees == {FORMULA, BELL, TURNED, None}


def test_json_amounts_are_strings_with_two_decimals(papers: tuple[Report, Report]) -> None:
    def amounts(value: object) -> list[str]:
        found = json.loads(json.dumps(value))
        kept = [found[k] for k in ("opening", "income", "spending", "closing")]
        return [*kept, *found["by_account"].values()]

    for paper in papers:
        said = as_json(paper)
        assert all(re.fullmatch(r"-?\d+\.\d\d", amount) for amount in amounts(said["totals"]))
        for table in said["tables"]:
            money = [c["key"] for c in table["columns"] if c["kind"] == "money"]
            for row in table["rows"]:
                for key in money:
                    value = row["values"][key]
                    assert value is None or re.fullmatch(r"-?\d+\.\d\d", value)


def made(*sections: Section, signatures: tuple[str, ...] = ()) -> Report:
    totals = Totals(Decimal("1.00"), Decimal("0.00"), Decimal("0.00"), Decimal("2.00"), {})
    return Report("other", "表", QUARTER, "会", AS_OF, "0" * 64, totals, sections, signatures)


def test_a_sum_that_does_not_tie_is_red() -> None:
    paper = made(Section("a", "一", alarms=("未核平：差 1.00 元",)))
    page = render(paper, "html").decode()
    assert '<p class="alarm">未核平：差 1.00 元</p>' in page
    assert re.search(r"\.alarm \{[^}]*color: #c00", page)
    assert "!! 未核平" in render(paper, "text").decode()
    assert as_json(paper)["alarms"] == ["未核平：差 1.00 元"]


def test_text_columns_stand_under_one_another() -> None:
    table = Table(
        "t",
        "表",
        (Column("a", "甲", width=8), Column("b", "金额", MONEY, 10)),
        (Row(("汉字汉字汉字", Decimal("1.00"))), Row(("abc", Decimal("12345.60")))),
    )
    lines = render(made(Section("s", "节", tables=(table,))), "text").decode().splitlines()
    body = [line for line in lines if line.endswith((".00", ".60"))]
    assert {display_width(line) for line in body} == {display_width(body[0])}
    assert any("12,345.60" in line for line in body)


def test_chart_with_many_bars_and_strange_amounts() -> None:
    bars = tuple(Bar(f"<b>第{n}个科目名字很长很长很长很长</b>", Decimal(n - 1)) for n in range(70))
    chart = Chart("c", "图", {"收入": bars, "支出": ()})
    page = render(made(Section("s", "节", charts=(chart,))), "html").decode()
    assert page.count("<svg ") == 3
    assert page.count("<rect ") == 70
    assert "<b>" not in page
    assert 'width="-' not in page


def test_clean() -> None:
    assert clean("a\tb\r\nc\x00d\u200be\ud800") == "a b cde"


def test_pdf() -> None:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint or Pango is missing: {error}")
    table = Table("t", "表", (Column("a", "甲"),), (Row(("王",)),))
    paper = made(Section("s", "节", tables=(table,)), signatures=("主任",))
    data = render(paper, "pdf")
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert render(paper, "pdf") == data


def test_pdf_without_weasyprint_is_one_plain_message(
    papers: tuple[Report, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(CannotRender, match="WeasyPrint"):
        render(papers[0], "pdf")


def test_json_hides_nothing_and_reads_back(papers: tuple[Report, Report]) -> None:
    said = "甲\u202e乙\u200b丙\ufffe丁\u2066戊é"
    shown = replace(papers[0], committee=said)
    data = render(shown, "json").decode()
    assert "甲\\u202e乙\\u200b丙\\ufffe丁\\u2066戊é" in data
    assert json.loads(data)["committee"] == said


def test_text_of_many_marks_takes_no_time() -> None:
    said = "甲" + "\u0301" * 30_000 + "乙"
    rows = Table("t", "表", (Column("said", "摘要", width=10),), (Row((said,)),))
    begin = time.process_time()
    lines = list(table_lines(rows))
    assert time.process_time() - begin < 0.5
    assert "".join(lines).count("\u0301") == 30_000
