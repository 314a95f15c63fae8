"""The disclosure as it comes out of the printer: long names, large amounts, nothing cut or alone."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.tables.paper_ties import untied
from juwu_ledger.tables.report import Report
from paper_books import BANK, GIFT, GRANT, OPENING, PROJECT, load, voucher
from printed_papers import pages_of

PAYEE = "示例市样板区柳荫街道办事处转示例建筑装饰安装工程（集团）有限责任公司第三工程分公司"
SAID = "关于2026年度社区老年助餐点改造提升及无障碍设施（含扶手、坡道）建设第一次进度款，附验收单"
MARGIN, FOOT = 13 * 72 / 25.4, 16 * 72 / 25.4
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


def paper(folder: Path) -> Report:
    text = voucher("2026-01-0001", (BANK, "999999999.99"), (OPENING, "-999999999.99"), day=1)
    more = {"payee": PAYEE, "said": SAID}
    for number in range(1, 26):
        text += f'2026-01-02 custom "fund" "第{number}号专项·{SAID[6 : 14 + number]}" {PROJECT}\n'
        giver = {"payee": PAYEE[: 4 + number], "said": SAID[: 6 + number]}
        legs = ((BANK, f"{number * 977}.01"), (GIFT, f"-{number * 977}.01"))
        text += voucher(f"2026-02-{number:04d}", *legs, day=number, **giver)
    huge = "999999999.99"
    text += voucher("2026-01-0002", (BANK, huge), (GRANT, f"-{huge}"), receipt="A0000001", **more)
    text += voucher("2026-01-0003", (PROJECT, huge), (BANK, f"-{huge}"), approval="SP-1", **more)
    undo = {"reverses": "2026-01-0003", **more}
    text += voucher("2026-01-0004", (BANK, huge), (PROJECT, f"-{huge}"), day=6, **undo)
    return disclosure(load(folder, text), Period.parse("2026Q1"), dt.date(2026, 4, 5))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    folder = tmp_path_factory.mktemp("paper")
    report = paper(folder)
    pages_of(report, folder)
    return report, folder / "x.pdf"


def words(pdf: Path) -> list[tuple[float, float, list[Word]]]:
    """Width, height and words of each page."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True)
    return [
        (
            float(page[1]),
            float(page[2]),
            [Word(*map(float, found[:4]), found[4]) for found in _WORD.findall(page[3])],
        )
        for page in _PAGE.finditer(done.stdout.decode("utf-8"))
    ]


def test_nothing_leaves_the_page_and_no_heading_stands_alone(printed: tuple[Report, Path]) -> None:
    report, pdf = printed
    assert untied(report) == ()
    titles = {table.title for table in report.tables} | {s.title for s in report.sections}
    pages = words(pdf)
    assert len(pages) > 4
    for number, (width, height, found) in enumerate(pages, 1):
        assert all(word.left > MARGIN - 1 and word.right < width - MARGIN + 1 for word in found)
        body = [word for word in found if word.bottom < height - FOOT]
        lowest = max(word.top for word in body)
        last = "".join(word.text for word in body if word.top > lowest - 2)
        assert last.split("、")[-1] not in titles, (number, last)
        foot = "".join(word.text for word in sorted(found) if word.bottom >= height - FOOT)
        assert f"第{number}页共{len(pages)}页" in foot


def test_no_word_lies_upon_another(printed: tuple[Report, Path]) -> None:
    for number, (_, _, found) in enumerate(words(printed[1]), 1):
        for place, one in enumerate(found):
            for other in found[place + 1 :]:
                across = min(one.right, other.right) - max(one.left, other.left)
                down = min(one.bottom, other.bottom) - max(one.top, other.top)
                assert across < 0.5 or down < 3, (number, one, other)


def test_amounts_and_dates_are_whole_and_stand_under_one_another(
    printed: tuple[Report, Path],
) -> None:
    pages = words(printed[1])
    found = [word for _, _, page in pages for word in page]
    assert {"999,999,999.99", "-999,999,999.99", "2026-02-25", "2026-02-0025"} <= {
        word.text for word in found
    }
    for _, _, page in pages:
        ends = Counter(round(word.right, 1) for word in page if word.text.endswith(".01"))
        assert all(count > 1 for count in ends.values()), ends


def test_the_glyphs_are_chinese(printed: tuple[Report, Path]) -> None:
    done = subprocess.run(["pdffonts", str(printed[1])], capture_output=True, check=True)
    fonts = [line.split()[0] for line in done.stdout.decode().splitlines()[2:]]
    assert fonts
    assert all(re.search(r"CJK-?SC|SourceHan\w+(SC|CN)", font) for font in fonts), fonts
