"""``juwu register`` and the reports of longer periods, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from invoking import invoke
from juwu_ledger.cli.look.register import OF_ACCOUNTS, REGISTERS
from juwu_ledger.tables.report import Table
from paper_books import BANK, GIFT, GRANT, OFFICE, OPENING, TITLE, load, voucher

TEXT = (
    '2026-01-02 custom "fund" "助老" Expenses:5301助老项目\n  grantor: "示例公司"\n'
    + voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
    + voucher("2026-02-0001", (BANK, "50.00"), (GIFT, "-50.00"), payee="示例公司", fund="助老")
    + voucher("2026-03-0001", (BANK, "600.00"), (GRANT, "-600.00"))
    + voucher("2026-03-0002", (OFFICE, "1.00"), (BANK, "-1.00"))
)
PERIODIC = (
    ("report", "monthly", "2026-03"),
    ("report", "quarterly", "2026Q1"),
    ("disclose", "2026Q1"),
    ("report", "half-year", "2026H1"),
    ("report", "annual", "2026"),
)
KEYS = ("report", "period", "committee", "as_of", "books_digest", "totals", "tables")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    load(folder, TEXT)
    return folder


RED = 3
"""The status of a paper with anything red: these books have open findings."""


def run(books: Path, *words: str) -> Result:
    given = [*words, "--books", str(books), "--as-of", "2027-01-05"]
    return invoke(given)


def as_object(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_in_every_format(books: Path, name: str, tmp_path: Path) -> None:
    words = ("register", name, "--period", "2026Q1")
    words += ("--account", "1002") if name == OF_ACCOUNTS else ()
    text = run(books, *words)
    assert text.exit_code == RED, text.stderr
    assert "处相符" in text.stdout or "没有要核对的数" in text.stdout
    said = as_object(run(books, *words, "--format", "json"))
    assert [key for key in KEYS if key not in said] == []
    assert said["period"] == "2026Q1"
    made = run(books, *words, "--format", "html,xlsx", "-o", str(tmp_path))
    assert made.exit_code == RED, made.stderr
    part = "-银行存款" if name == OF_ACCOUNTS else ""
    stem = f"{TITLE}-{REGISTERS[name].stem}{part}-2026Q1"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{stem}.html", f"{stem}.xlsx"]
    page = (tmp_path / f"{stem}.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in page
    assert f"<h1>{said['title']}</h1>" in page
    workbook = load_workbook(BytesIO((tmp_path / f"{stem}.xlsx").read_bytes()), read_only=True)
    assert len(workbook.sheetnames) == 1 + len(said["tables"])


def test_a_register_is_of_this_year_unless_told_otherwise(books: Path) -> None:
    said = as_object(run(books, "register", "bank", "--format", "json"))
    assert said["period"] == "2027"
    assert said["tables"][0]["title"] == "100201 银行存款·基本户"
    assert said["tables"][0]["rows"][0]["values"]["balance"] == "9649.00"


@pytest.mark.parametrize("words", PERIODIC, ids=lambda words: words[-2] + words[-1])
def test_a_periodic_paper_has_the_keys_that_others_rely_on(
    books: Path, words: tuple[str, ...]
) -> None:
    result = run(books, *words, "--format", "json")
    assert result.exit_code == RED, result.stderr
    said = as_object(result)
    assert [key for key in KEYS if key not in said] == []
    assert set(said["totals"]) == {"opening", "income", "spending", "closing", "by_account"}
    assert (said["period"], said["as_of"]) == (words[-1], "2027-01-05")
    if words[-1] != "2026-03":
        assert said["totals"]["opening"] == "9000.00"
        assert said["totals"]["income"] == "650.00"
        assert said["totals"]["by_account"] == {GRANT: "600.00", GIFT: "50.00", OFFICE: "1.00"}
    assert said["totals"]["closing"] == "9649.00"
    assert run(books, *words).exit_code == RED


def test_a_donor_is_told_what_came_and_what_is_left(books: Path, tmp_path: Path) -> None:
    said = as_object(run(books, "report", "donor", "示例公司", "--format", "json"))
    (fund,) = [t for t in said["tables"] if t["key"] == "donor_funds"]
    assert fund["rows"][0]["values"]["closing"] == "50.00"
    words = ("report", "donor", "示例公司", "--period", "2026Q1")
    assert run(books, *words, "-o", str(tmp_path)).exit_code == RED
    assert [path.name for path in tmp_path.iterdir()] == [
        f"{TITLE}-捐赠使用报告-示例公司-2026Q1.html"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("register", "gold"), "没有 gold 这种登记簿"),
        (("register", "ledger"), "明细账要写明科目"),
        (("register", "ledger", "--account", "飞机"), "没有合用的科目"),
        (("register", "bank", "--account", "1002"), "只和 ledger（明细账）合用"),
        (("register", "cash", "--period", "三月"), "期间"),
        (("register", "cash", "--format", "doc"), "doc"),
        (("register", "cash", "--format", "pdf"), "-o"),
        (("report", "quarterly", "2026"), "季"),
        (("report", "half-year", "2026Q1"), "半年"),
        (("report", "annual", "2026H1"), "年"),
        (("report", "annual", "2026", "--period", "2026"), "--period 只和 donor 合用"),
        (("report", "donor", "示例公"), "相近的有：示例公司"),
        (("report", "donor", "无名氏"), "捐赠人有：示例公司"),
        (("report", "donor", "示例公司", "--period", "去年"), "期间"),
    ],
)
def test_wrong_usage(books: Path, words: tuple[str, ...], said: str) -> None:
    result = run(books, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


# --- a tie that fails ---------------------------------------------------------------------------


def a_fen_off(make: Callable[..., Table]) -> Callable[..., Table]:
    """The table with its first amount off by a fen."""

    def wrong(*given: Any) -> Table:
        table = make(*given)
        first, *rest = table.rows
        at = next(i for i, value in enumerate(first.values) if isinstance(value, Decimal))
        cells = list(first.values)
        cells[at] += Decimal("0.01")
        return replace(table, rows=(replace(first, values=tuple(cells)), *rest))

    return wrong


BROKEN = (
    (("report", "monthly", "2026-03"), "papers.monthly.money_accounts_table"),
    (("report", "quarterly", "2026Q1"), "papers.quarterly.money_accounts_table"),
    (("report", "half-year", "2026H1"), "papers.half_year.money_accounts_table"),
    (("report", "annual", "2026"), "papers.annual.month_table"),
    (("report", "donor", "示例公司"), "papers.donor._use_table"),
    (("disclose", "2026Q1"), "papers.disclosure.money_accounts_table"),
    (("register", "funds", "--period", "2026Q1"), "registers.funds.fund_register.fund_table"),
    (
        ("register", "receipts", "--period", "2026Q1"),
        "registers.receipts.receipt_register._uses_table",
    ),
    (("register", "bank", "--period", "2026Q1"), "registers.journals.printed_journals._table"),
)


@pytest.mark.parametrize(("words", "made"), BROKEN, ids=[made for _, made in BROKEN])
def test_a_paper_that_does_not_tie_says_so_and_ends_with_three(
    books: Path, words: tuple[str, ...], made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = tmp_path / "books"
    used.mkdir()
    receipt = '2026-01-02 custom "receipt-book" "A0000001" "A0000009"\n'
    more = voucher("2026-03-0003", (BANK, "2.00"), (GIFT, "-2.00"), receipt="A0000001")
    spent = voucher("2026-03-0004", ("Expenses:5301助老项目", "3.00"), (BANK, "-3.00"), fund="助老")
    load(used, TEXT + receipt + more + spent)
    path, _, name = f"juwu_ledger.{made}".rpartition(".")
    module = __import__(path, fromlist=[name])
    assert "未核平" not in run(used, *words).stderr
    monkeypatch.setattr(module, name, a_fen_off(getattr(module, name)))
    shown = run(used, *words)
    assert shown.exit_code == 3
    assert "!! 未核平" in shown.stdout
    assert "未核平" in shown.stderr
    written = run(used, *words, "--format", "html,xlsx", "-o", str(tmp_path))
    assert written.exit_code == 3
    (page,) = [path.read_text("utf-8") for path in tmp_path.glob("*.html")]
    assert '<p class="alarm">未核平' in page
    (book,) = [load_workbook(path) for path in tmp_path.glob("*.xlsx")]
    red = [c for row in book["首页"].iter_rows() for c in row if "未核平：" in str(c.value)]
    assert red
    assert red[0].font.color.rgb.endswith("C00000")
