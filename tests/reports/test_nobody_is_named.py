"""A name of its own in every field that can hold a recipient's, and none of them on any paper.

What must be hidden by the rule: all that is written about a voucher on a masked account (relief, and
accounts that say ``masked: TRUE``), its approval, questions about either, and the names of recipients
wherever they stand. What is public by decision, and has no name planted here: office-holders, donors,
suppliers, who made a grant, funds and accounts, resolutions of the residents' meeting, the review group's
remarks, and what is written about any other voucher, in so far as none of these is a recipient's name.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.board import board
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.half_year import half_year
from juwu_ledger.render import CannotRender, render
from juwu_ledger.render.html.html import body
from juwu_ledger.tables.report import Report
from paper_books import BANK, CHART, GIFT, OFFICE, RELIEF, load, rows, voucher

QUARTER, HALF = Period.parse("2026Q1"), Period.parse("2026H1")
AS_OF = dt.date(2026, 7, 20)
ALLOWANCE = "Liabilities:2231代发款:01低保金"
MASKED = f"""2020-01-01 open {ALLOWANCE}
  role: "agency"
  masked: TRUE
"""


class Names:
    """Gives out names that stand nowhere else: usual ones, rare ones, foreign ones in turn."""

    def __init__(self) -> None:
        """Begin with none."""
        self.given: dict[str, str] = {}

    def __call__(self, field: str) -> str:
        """Return the name planted in a field."""
        number = len(self.given)
        letter = chr(0x7A00 + number)
        shape = (
            f"赵{letter}棠",
            f"仉{letter}澍",
            f"阿依{letter}古丽·买{letter}提",
            f"Aygul{number:02d}",
        )
        return self.given.setdefault(field, shape[number % len(shape)])


@pytest.fixture(scope="module")
def names() -> Names:
    return Names()


@pytest.fixture(scope="module")
def books(names: Names, tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("names")
    return load(folder, _text(names), CHART + MASKED)


def _text(n: Names) -> str:
    """Books in which every field that can hold a recipient's name holds one of its own."""
    relief = voucher(
        "2026-02-0001", (RELIEF, "50.00"), (BANK, "-50.00"),
        payee=n("payee"), said=f"给{n('narration')}送药，住院", handler=n("handler"),
        witness=n("witness"), invoice=f"none: {n('invoice')}签领", approval="SP-2026-0001",
        document=f"documents/{n('document')}.png", recipient=n("voucher metadata"),
        document_2=f"documents/{n('second document')}.png",
    ).replace(
        f"  {BANK}  -50.00 CNY\n",
        f'  {BANK}  -50.00 CNY\n    remark: "{n("posting metadata")}"\n'
        f'    document: "documents/{n("posting document")}.png"\n',
    )  # fmt: skip
    group = voucher(
        "2026-02-0002", (RELIEF, "70.00"), (BANK, "-70.00"), day=6,
        payee=f"困难居民{n('payee of a group')}等3户", said=n("narration alone"),
        handler="李四安", invoice=f"none: {n('list')}",
    )  # fmt: skip
    shop = voucher(
        "2026-02-0003", (RELIEF, "30.00"), (BANK, "-30.00"), day=7,
        payee="示例超市", said=f"{n('for whom it was bought')}的米", invoice="26372000000012345678",
    )  # fmt: skip
    allowance = voucher(
        "2026-02-0004", (ALLOWANCE, "90.00"), (BANK, "-90.00"), day=8,
        payee=n("payee of an allowance"), said=f"发放低保金：{n('allowance')}",
    )  # fmt: skip
    agency = voucher(
        "2026-01-0002", (BANK, "90.00"), (ALLOWANCE, "-90.00"),
        payee="街道办事处", said=f"代发{n('money on its way')}的低保金",
    )  # fmt: skip
    asked = "".join(
        f'2026-03-0{number} custom "query" "ZX-{number}" "{n(f"query {number}")}怎么有两笔？"\n'
        f'  about: "{about}"\n  raised-by: "{n(f"query {number} raised by")}"\n'
        f'2026-03-1{number} custom "reply" "ZX-{number}" "{n(f"reply {number}")}家有病人。"\n'
        f'  by: "{n(f"reply {number} by")}"\n'
        f'2026-03-2{number} custom "explanation" "SPD009" "{n(f"explanation {number}")}不识字"\n'
        f'  about: "{about}"\n  by: "{n(f"explanation {number} by")}"\n'
        for number, about in enumerate(("2026-02-0001", "SP-2026-0001", "2026-02-0004"), 1)
    )
    others = f"""
2026-01-20 custom "approval" "SP-2026-0001" 60.00 CNY "{n("approval's purpose")}大病"
  director: "沈主任"
  applicant: "{n("approval's applicant")}"
  payee: "{n("approval's payee")}"
  reason: "{n("approval's reason")}住院"
2026-01-02 custom "receipt-void" "A0000103" "{n("receipt's reason")}名字写错"
2026-01-02 custom "asset" "GD-1" "给{n("asset")}的轮椅" 1.00 CNY
  keeper: "{n("asset's keeper")}"
  location: "{n("asset's place")}家"
2026-01-02 custom "low-value" "DZ-1" "{n("low-value thing")}的拐杖" 1.00 CNY
  keeper: "{n("keeper of a low-value thing")}"
2026-02-11 note {BANK} "{n("note")}来过"
2026-02-11 event "走访" "{n("event")}"
2026-02-11 document {BANK} "documents/{n("Beancount's document")}.png"
"""
    # Recipients' names where everything else is public: they are known, and hidden there too.
    known = voucher(
        "2026-02-0005", (OFFICE, "10.00"), (BANK, "-10.00"), day=9, payee=f"{n('payee')}文具店",
        said=f"替{n('payee of an allowance')}填表", handler="李四安",
    ) + voucher(
        "2026-02-0006", (BANK, "5.00"), (GIFT, "-5.00"), day=10, payee=n("approval's payee"),
        said="捐款", fund=f"{n('payee')}专项",
    )  # fmt: skip
    known += f"""
2026-01-01 custom "fund" "{n("payee")}专项" {RELIEF}
  grantor: "{n("payee")}"
2026-04-05 custom "review" "2026Q1" "passed-with-remarks"
  leader: "褚十全"
  remarks: "{n("payee of an allowance")}的单子要补签"
2026-01-01 custom "officer" "disclosure-officer" "孙三平"
"""
    start = voucher("2026-01-0001", (BANK, "900.00"), ("Equity:3001期初余额", "-900.00"))
    return start + agency + relief + group + shop + allowance + asked + others + known


@pytest.fixture(scope="module")
def papers(books: Books) -> dict[str, Report]:
    return {
        "disclosure": disclosure(books, QUARTER, AS_OF),
        "board": board(books, QUARTER, AS_OF),
        "half-year": half_year(books, HALF, AS_OF),
    }


def texts(paper: Report, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every format of a paper as text, blanks left out."""
    for kind in ("text", "html", "json"):
        yield kind, render(paper, kind).decode("utf-8")
    yield "page within a page", str(body(paper))
    book = openpyxl.load_workbook(io.BytesIO(render(paper, "xlsx")))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    yield "xlsx", "\n".join([*cells, *book.sheetnames, str(book.properties.title)])
    try:
        (folder / "x.pdf").write_bytes(render(paper, "pdf"))
    except CannotRender:
        return
    if shutil.which("pdftotext"):
        done = subprocess.run(
            ["pdftotext", str(folder / "x.pdf"), "-"], capture_output=True, check=True
        )
        info = subprocess.run(["pdfinfo", str(folder / "x.pdf")], capture_output=True, check=True)
        yield "pdf", (done.stdout + info.stdout).decode("utf-8")


@pytest.mark.parametrize("name", ["disclosure", "board", "half-year"])
def test_no_name_is_on_any_paper(
    name: str, papers: dict[str, Report], names: Names, tmp_path: Path
) -> None:
    assert len(names.given) > 40
    for kind, text in texts(papers[name], tmp_path):
        bare = re.sub(r"\s+", "", text)
        found = [field for field, planted in names.given.items() if planted in bare]
        assert not found, f"{kind}: {found}"


def test_the_lines_are_there_all_the_same(papers: dict[str, Report]) -> None:
    lines = {row["voucher"]: row for row in rows(papers["disclosure"], "spending_lines")}
    assert [row["amount"] for row in lines.values()] == [
        "50.00",
        "70.00",
        "30.00",
        "90.00",
        "10.00",
    ]
    assert lines["2026-02-0001"]["payee"] == "赵＊＊"
    assert lines["2026-02-0001"]["summary"] == "（详情不公开）"
    assert lines["2026-02-0002"]["handler"] == "李四安"
    assert lines["2026-02-0003"]["payee"] == "示例超市"
    assert lines["2026-02-0003"]["invoice"] == "26372000000012345678"
    assert lines["2026-02-0004"]["summary"] == "发放低保金（详情不公开）"
    questions = rows(papers["disclosure"], "queries")
    assert {row["text"] for row in questions} == {"（详情不公开）"}
    assert [row["about"] for row in questions] == ["2026-02-0001", "SP-2026-0001", "2026-02-0004"]


def test_the_rule_is_in_the_books(books: Books, names: Names, tmp_path: Path) -> None:
    """Without ``masked`` an allowance is like any other money; with FALSE even relief is."""
    text = _text(names)
    shown = load(tmp_path, text, CHART + MASKED.replace("  masked: TRUE\n", ""))
    open_paper = render(disclosure(shown, QUARTER, AS_OF), "text").decode()
    assert names("money on its way") in open_paper
    (tmp_path / "2").mkdir()
    chart = CHART.replace('nature: "relief"\n', 'nature: "relief"\n  masked: FALSE\n')
    unmasked = load(tmp_path / "2", text, chart + MASKED)
    assert names("payee") in render(disclosure(unmasked, QUARTER, AS_OF), "text").decode()


def test_masked_is_true_or_false(tmp_path: Path) -> None:
    wrong = load(tmp_path, "", CHART + MASKED.replace("TRUE", '"是"'))
    assert any("masked 应是 TRUE 或 FALSE" in problem.message for problem in wrong.problems)
    assert not wrong.chart[ALLOWANCE].is_masked
