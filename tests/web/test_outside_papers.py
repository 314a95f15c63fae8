"""The bank's rows and electronic invoices beside what was booked, asked for without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from gate_tools import MEMBER, Place
from outside_books import INVOICE, PAID, WRONG, add_outside_papers
from test_pages import page, said


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    found = Place(tmp_path_factory.mktemp("outside"))
    add_outside_papers(found.main.parent)
    return found


def test_rows_stand_beside_their_vouchers_and_open_ones_grow_old(place: Place) -> None:
    words = said(page(place, "StatementRows"))
    assert "对账单上这段时间有 4 笔，收 8.00 元，付 521.50 元" in words
    assert "2 笔账上没有凭证和它勾对，最久的一笔 41 天了" in words, "12 月 5 日到 1 月 15 日"
    assert "全部 4 还没有勾对的 2 已经勾对的 2 户名对不上的 1" in words
    assert f"{PAID} 2025-12-28 晨光文具店 打印纸 已勾对 唯一一对，户名相同" in words
    assert f"{WRONG} 2025-12-28 便民五金店 水龙头和灯泡 已勾对 人工认定 户名不同" in words
    assert "账上没有 没有勾对 41 天" in words
    assert "BNK006" in words


def test_only_what_is_asked_for_is_listed(place: Place) -> None:
    words = said(page(place, "StatementRows", show="open"))
    assert "账户管理费" in words
    assert "五金批发部" not in words[: words.index("账上有、银行还没有显示的")]
    assert "账户管理费" in said(page(place, "StatementRows", show="胡写"))
    assert "有 0 笔" in said(page(place, "StatementRows", time="2025-Q1"))


def test_vouchers_that_the_bank_does_not_show_are_listed_with_their_age(place: Place) -> None:
    words = said(page(place, "StatementRows"))
    outstanding = words[words.index("账上有、银行还没有显示的") :]
    assert PAID not in outstanding
    assert "2025-12-" in outstanding


def test_an_invoice_that_is_not_as_booked_is_marked(place: Place) -> None:
    words = said(page(place, "QuarterReview", voucher=WRONG))
    paper = words[words.index(f"发票 {INVOICE} 和账上不一样") :]
    assert "日期 2025-12-30 2025-12-28 不一样" in paper
    assert "开票的、收款的 五金批发部 便民五金店 不一样" in paper
    assert "价税合计 380.50 386.50 不一样" in paper
    assert "从OFD读出。税务局网页查过： 2025-12-31 李四安" in paper
    assert "金额 付 386.50 付 386.50" in paper, "银行的数是对的"
    assert "对方 五金批发部 便民五金店 不一样" in paper


def test_papers_that_agree_say_so(place: Place) -> None:
    words = said(page(place, "QuarterReview", voucher=PAID))
    assert words.count("和账上一样") == 2
    assert "不一样" not in words[words.index("和账上一样") :]
    assert "没有人登记查过税务局网页" in words


def test_books_without_statements_say_so(tmp_path: Path) -> None:
    words = said(page(Place(tmp_path), "StatementRows", MEMBER))
    assert "还没有导入过银行对账单" in words
