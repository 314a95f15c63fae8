"""The A3 sheet as a browser shows it: large enough, nothing over an edge, a QR code that holds."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.papers.board import LEGEND, QR, board
from juwu_ledger.papers.sections.money_classes import MOST
from juwu_ledger.render import CannotRender, render
from juwu_ledger.render.drawing.qr_drawing import QUIET
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Report
from paper_books import (
    ASSET,
    BANK,
    CHART,
    DEPOSIT,
    OPENING,
    TITLE,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
QUARTER, AS_OF = Period.parse("2026Q1"), dt.date(2026, 4, 20)
COMMITTEE = "示例省示例市样板高新技术产业开发区柳荫街道办事处桂花里东方红社区居民委员会"
LARGE_PRINT = 40 * 96 / 72
"""Forty points in pixels."""
MODULE = 8
_LONG = ("老旧小区无障碍设施及适老化改造工程支出", "社区文体活动及节日庆祝活动经费", "助老餐")


def accounts(root: str, word: str, number: int) -> list[str]:
    """Names of accounts, long ones among them."""
    first = 4101 if root == "Income" else 5501
    return [f"{root}:{first + n}{_LONG[n % 3]}{word}{n}号" for n in range(number)]


def crowded(folder: Path, number: int = MOST) -> Report:
    """The sheet of a committee with large sums, long names and many classes on both sides."""
    income, expenses = accounts("Income", "收", number), accounts("Expenses", "支", number)
    chart = CHART.replace(TITLE, COMMITTEE)
    chart += "".join(f'2020-01-01 open {a}\n  source: "other"\n' for a in income)
    chart += "".join(f'2020-01-01 open {a}\n  nature: "other"\n' for a in expenses)
    text = voucher("2025-10-0001", (BANK, "10345678.90"), (OPENING, "-10345678.90"), day=1)
    lines = [(a, f"{4321987.65 / (n + 1):.2f}", -1) for n, a in enumerate(income)]
    lines += [(a, f"{2321987.65 / (n + 1):.2f}", 1) for n, a in enumerate(expenses)]
    for month in ("2025-11", "2026-02"):
        for place, (account, yuan, sign) in enumerate(lines, 2):
            other = f"-{yuan}" if sign < 0 else yuan
            bank = yuan if sign < 0 else f"-{yuan}"
            text += voucher(f"{month}-{place:04d}", (account, other), (BANK, bank))
    return board(load(folder, text, chart), QUARTER, AS_OF)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return crowded(tmp_path_factory.mktemp("crowded"))


@pytest.fixture(scope="module")
def page(sheet: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The sheet in a browser, as wide as A3."""
    sync = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is missing")
    file = tmp_path_factory.mktemp("page") / "board.html"
    file.write_bytes(render(sheet, "html"))
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        shown = browser.new_page(viewport={"width": 1600, "height": 1140})
        shown.goto(file.as_uri())
        yield shown
        browser.close()


def test_the_classes_make_the_totals(sheet: Report) -> None:
    assert not untied(sheet)
    assert sheet.totals is not None
    assert len(rows(sheet, "income_classes")) == MOST
    assert last_row(sheet, "income_classes")["amount"] == f"{sheet.totals.income:.2f}"
    assert last_row(sheet, "spending_classes")["amount"] == f"{sheet.totals.spending:.2f}"
    assert last_row(sheet, "income_classes")["before"] == f"{sheet.totals.income:.2f}"
    assert sheet.facts[LEGEND] == "深色条是本季，白色条是上季（2025年第四季度）"


def test_the_smallest_classes_share_a_line(tmp_path: Path) -> None:
    paper = crowded(tmp_path, MOST + 3)
    lines = rows(paper, "spending_classes")
    assert len(lines) == MOST
    assert lines[-1]["class"] == "其他 4 类"
    assert not untied(paper)
    amounts = [float(line["amount"]) for line in lines[:-1]]
    assert amounts == sorted(amounts, reverse=True)


def test_what_is_neither_income_nor_expense_has_plain_words(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "900.00"), (OPENING, "-900.00"), day=1)
    text += voucher("2026-01-0002", (BANK, "50.00"), (DEPOSIT, "-50.00"))
    text += voucher("2026-01-0003", (ASSET, "70.00"), (BANK, "-70.00"))
    text += voucher("2026-02-0001", (DEPOSIT, "20.00"), (BANK, "-20.00"))
    paper = board(load(tmp_path, text), QUARTER, AS_OF)
    assert [row["class"] for row in rows(paper, "income_classes")] == ["收到押金"]
    assert [row["class"] for row in rows(paper, "spending_classes")] == ["购置固定资产", "退还押金"]
    assert "没有上季的账" in paper.facts[LEGEND]
    assert rows(paper, "income_classes")[0]["before"] is None
    assert b"<svg" in render(paper, "html")


def test_a_quarter_without_vouchers_is_a_sheet_too(tmp_path: Path) -> None:
    paper = board(load(tmp_path, ""), QUARTER, AS_OF)
    html = render(paper, "html").decode()
    assert "本季没有收入。" in html
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=", html)


def test_the_totals_can_be_read_from_a_metre_away(page: Any) -> None:
    sizes = page.eval_on_selector_all(
        ".amount", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert len(sizes) == 4
    assert min(sizes) >= LARGE_PRINT - 0.01
    shown = page.eval_on_selector_all(".amount", "all => all.map(one => one.textContent)")
    assert max(map(len, shown)) >= len("12,345,678.90")


def test_nothing_goes_over_an_edge(page: Any) -> None:
    over = page.evaluate("""() => {
      const found = [], sheet = document.querySelector('.sheet').getBoundingClientRect();
      const textBox = (node) => { const range = document.createRange();
        range.selectNodeContents(node); return range.getBoundingClientRect(); };
      for (const one of document.querySelectorAll('.sheet *')) {
        const box = one.getBoundingClientRect();
        if (box.right > sheet.right + 1 || box.left < sheet.left - 1 || box.bottom > sheet.bottom + 1)
          found.push(['sheet', one.className.baseVal ?? one.className, one.textContent]);
      }
      for (const one of document.querySelectorAll('td, h1, h2, .committee, .number, .command')) {
        const inner = textBox(one), outer = one.getBoundingClientRect();
        if (inner.right > outer.right + 1 || inner.left < outer.left - 1)
          found.push(['cell', one.className, one.textContent, inner.left - outer.left, outer.right - inner.right]);
      }
      for (const drawing of document.querySelectorAll('svg.classes')) {
        const lines = [...drawing.querySelectorAll('text')].map((t) => t.getBoundingClientRect());
        const frame = drawing.getBoundingClientRect();
        lines.forEach((a, i) => { if (a.left < frame.left - 1) found.push(['drawing', i]);
          lines.slice(i + 1).forEach((b, j) => {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const mid = Math.abs((a.top + a.bottom) - (b.top + b.bottom)) / 2;
            if (wide > 1 && mid < 8) found.push(['lines', i, j]); }); });
      }
      return found; }""")
    assert over == []


def test_every_class_has_its_bars_in_proportion(sheet: Report, page: Any) -> None:
    for key in ("income", "spending"):
        widths = page.eval_on_selector_all(
            f".{key} svg.classes rect[fill='#0b5a6b'], .{key} svg.classes rect[fill='#8f3d12']",
            "all => all.map(one => parseFloat(one.getAttribute('width')))",
        )
        amounts = [float(row["amount"]) for row in rows(sheet, f"{key}_classes")]
        assert len(widths) == len(amounts) == MOST
        for width, amount in zip(widths, amounts, strict=True):
            assert width == pytest.approx(widths[0] * amount / amounts[0], abs=0.02)


def test_the_code_on_the_screen_is_the_text(sheet: Report, page: Any) -> None:
    """Read the picture module by module and hold it against a code made of what must be in it."""
    figures = as_json(sheet)["totals"]
    text = "\n".join(
        [
            COMMITTEE,
            "2026年第一季度 2026Q1",
            *(f"{word} {figures[key]} 元" for word, key in (
                ("期初", "opening"), ("收入", "income"), ("支出", "spending"), ("期末", "closing"),
            )),
            f"核对码 {short_code(sheet.books_digest)}",
        ]
    )  # fmt: skip
    assert sheet.facts[QR] == text
    wanted = segno.make_qr(text, error="m", mode="byte", encoding="utf-8", boost_error=False)
    _is_plain_utf8(wanted, text)
    size = wanted.symbol_size(border=QUIET)[0]
    seen = page.evaluate(
        """async ([size, step]) => {
          const drawing = document.querySelector('svg.qr').outerHTML
            .replace('<svg', `<svg xmlns="http://www.w3.org/2000/svg" width="${size * step}" height="${size * step}"`);
          const image = new Image();
          image.src = 'data:image/svg+xml;utf8,' + encodeURIComponent(drawing);
          await image.decode();
          const canvas = Object.assign(document.createElement('canvas'),
            {width: size * step, height: size * step});
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const at = (n) => n * step + step / 2;
          return [...Array(size).keys()].map((y) => [...Array(size).keys()].map(
            (x) => pen.getImageData(at(x), at(y), 1, 1).data[0] < 128)); }""",
        [size, MODULE],
    )
    matrix = [[bool(module) for module in row] for row in wanted.matrix_iter(border=QUIET)]
    assert seen == matrix
    millimetres = page.eval_on_selector(
        "svg.qr", "one => one.getBoundingClientRect().width / 96 * 25.4"
    )
    assert millimetres / size > 0.6, "modules too small for a phone"


def _is_plain_utf8(code: segno.QRCode, text: str) -> None:
    """Hold the code against one made of the bytes: the text was not taken for another alphabet."""
    again = segno.make_qr(
        text.encode("utf-8"), error="m", mode="byte", boost_error=False, mask=code.mask
    )
    assert [bytes(row) for row in again.matrix] == [bytes(row) for row in code.matrix]


def test_the_pdf_is_one_page_of_a3(sheet: Report, tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler is missing")
    try:
        (tmp_path / "x.pdf").write_bytes(render(sheet, "pdf"))
    except CannotRender as error:
        pytest.skip(str(error))
    done = subprocess.run(
        ["pdfinfo", str(tmp_path / "x.pdf")], capture_output=True, check=True, text=True
    )
    assert re.search(r"^Pages:\s+1$", done.stdout, re.M)
    assert "(A3)" in done.stdout
    wide, high = map(float, re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", done.stdout)[0])
    assert wide > high
