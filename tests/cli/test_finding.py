"""``juwu show``, ``juwu list`` and ``juwu accounts``, held against the text of the example and Beancount."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from beancount.core.data import Transaction
from beancount.loader import load_file
from click.testing import Result
from openpyxl import load_workbook

from invoking import invoke
from paper_books import BANK, GIFT, GRANT, OFFICE, OPENING, load, voucher

EXAMPLE = Path(__file__).parents[2] / "ledger"
DAY = "2026-01-25"


def run(*words: str, books: Path = EXAMPLE) -> Result:
    return invoke((*words, "-b", str(books), "--as-of", DAY))


def found(*words: str, books: Path = EXAMPLE) -> list[dict[str, Any]]:
    """The rows of a list, but for the last one, which adds them up."""
    said = json.loads(run("list", *words, "--format", "json", books=books).stdout)
    return [row["values"] for row in said["tables"][0]["rows"] if row["role"] == "item"]


@cache
def transactions() -> list[Transaction]:
    """The vouchers of the example as Beancount reads them."""
    entries, _errors, _options = load_file(str(EXAMPLE / "main.beancount"))
    return [entry for entry in entries if isinstance(entry, Transaction)]


def ids(wanted: Iterator[Transaction]) -> list[str]:
    return sorted(txn.meta["voucher"] for txn in wanted)


# --- list ------------------------------------------------------------------------------------------


def test_the_vouchers_of_an_account_are_those_that_beancount_has() -> None:
    office = [t for t in transactions() if any("5101" in p.account for p in t.postings)]
    assert [row["voucher"] for row in found("--account", "办公用品")] == ids(iter(office))
    spent = sum(-p.units.number for t in office for p in t.postings if "Assets:1" in p.account)
    result = run("list", "--account", "办公用品")
    assert f"{spent:,.2f}" in result.stdout.splitlines()[-1]
    assert f"共 {len(office)} 张" in result.stdout


def test_an_account_above_others_takes_them_in() -> None:
    cash = [t for t in transactions() if any(":1001" in p.account for p in t.postings)]
    assert [row["voucher"] for row in found("--account", "1001")] == ids(iter(cash))


def test_a_range_of_amounts_has_both_ends() -> None:
    def amount(txn: Transaction) -> list[Decimal]:
        whole = sum(p.units.number for p in txn.postings if p.units.number > 0)
        return [whole, *(abs(p.units.number) for p in txn.postings)]

    low, high = Decimal("380"), Decimal("400")
    wanted = (t for t in transactions() if any(low <= n <= high for n in amount(t)))
    assert sorted(row["voucher"] for row in found("--amount", "380-400")) == ids(wanted)
    assert [r["voucher"] for r in found("--amount", "388", "--payee", "劳保")] == ["2025-03-0001"]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--receipt", "ａ0000118"), ["2025-03-0002"]),
        (("--invoice", "25379000000131827563"), ["2025-03-0001"]),
        (("--approval", "SP-2025-0020"), ["2025-03-0001", "2025-03-0004"]),
        (("磨刀石",), ["2025-03-0004"]),
        (("--payee", "示例五金店", "--period", "2025-03", "伞骨"), ["2025-03-0004"]),
        (("没有这样的字",), []),
    ],
)
def test_what_is_asked_together_must_hold_together(words: tuple[str, ...], numbers: list[str]):
    assert [row["voucher"] for row in found(*words)] == numbers


def test_a_fund_finds_what_came_and_what_went() -> None:
    def of_fund(txn: Transaction) -> bool:
        metas = [txn.meta, *(p.meta or {} for p in txn.postings)]
        return any(meta.get("fund") == "悦读角" for meta in metas)

    named = set(ids(t for t in transactions() if of_fund(t)))
    rows = found("--fund", "悦读角")
    assert named <= {row["voucher"] for row in rows}
    assert {row["kind"] for row in rows} >= {"收入", "支出"}


def test_what_was_taken_back_says_so() -> None:
    rows = {row["voucher"]: row for row in found("平安志愿者", "--amount", "780")}
    assert rows["2025-05-0013"]["standing"] == "已由 2025-06-0004（2025-06-05）全部冲销"
    assert rows["2025-06-0004"]["standing"] == "红字，冲销 2025-05-0013"
    assert rows["2025-06-0005"]["standing"] == "有效"


def test_each_voucher_says_where_it_stands() -> None:
    for row in found("--period", "2025-03"):
        lines = (EXAMPLE / row["file"]).read_text("utf-8").splitlines()
        assert lines[int(row["line"]) - 1].startswith(f"{row['date']} * ")
        assert f'voucher: "{row["voucher"]}"' in lines[int(row["line"])]


def test_csv_and_workbook_hold_what_the_screen_shows(tmp_path: Path) -> None:
    words = ("list", "--account", "5101", "--period", "2025")
    text = run(*words, "--format", "csv").stdout.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["凭证号"] for r in rows[:-1]] == [
        row["voucher"] for row in found("--account", "5101", "--period", "2025")
    ]
    assert all(r["发票号"].startswith("'") for r in rows[:-1] if r["发票号"].isdigit())
    for _ in range(2):
        made = run(*words, "--format", "xlsx", "-o", str(tmp_path))
        assert made.exit_code == 0, made.stderr
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [re.sub(".*凭证清单", "", name) for name in names] == ["-2025-2.xlsx", "-2025.xlsx"]
    sheet = load_workbook(tmp_path / names[1])["凭证清单"]
    assert [c.value for c in sheet["B"]][3:-1] == [r["凭证号"] for r in rows[:-1]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--amount", "500-100"), "小的在前"),
        (("--amount", "很多"), "看不懂"),
        (("--amount", "-"), "看不懂"),
        (("--account", "飞机"), "没有合用的科目"),
        (("--fund", "助老"), "登记了的有：2025年助老餐"),
        (("--period", "三月"), "期间"),
        (("--format", "pdf"), "可用：text、json、csv、xlsx"),
        (("--format", "xlsx"), "-o"),
    ],
)
def test_a_wrong_filter_is_told(words: tuple[str, ...], said: str) -> None:
    result = run("list", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_no_sum_contains_says_so(tmp_path: Path) -> None:
    dollars = (
        '2026-01-09 * "某人" "外币"\n  voucher: "2026-01-0002"\n'
        f"  {BANK}   10.00 USD\n  {GIFT}  -10.00 USD\n"
    )
    pending = voucher("2026-01-0003", (BANK, "5.00"), (GRANT, "-5.00"), day=10)
    first = voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    load(tmp_path, first + dollars + pending.replace(" * ", " ! "))
    rows = {row["voucher"]: row["standing"] for row in found(books=tmp_path)}
    assert "未计入" in rows["2026-01-0002"]
    assert "USD" in rows["2026-01-0002"]
    assert rows["2026-01-0003"] == "没有过账（标着 !）"
    assert "未计入" in run("show", "2026-01-0002", books=tmp_path).stdout


# --- show ------------------------------------------------------------------------------------------


def fields(number: str) -> dict[str, str]:
    said = json.loads(run("show", number, "--format", "json").stdout)
    (card,) = said["known"]
    return {field["key"]: field["value"] for field in card["fields"]}


def test_a_voucher_with_all_that_is_known() -> None:
    said = fields("2025-03-0001")
    assert said["place"] == "2025/2025-03.beancount 第 4 行"
    assert said["payee"] == "示例劳保用品店"
    assert said["spending"] == "388.00"
    assert said["invoice"] == "25379000000131827563"
    assert said["cleared"] == "银行存款·基本户：2025-03-03 到账"
    assert said["month"].startswith("2025年3月")
    # 560.00 signed, 388.00 and 124.50 spent under it.
    assert "批准 560.00 元，还剩 47.50 元" in said["approval"]


def test_a_reversed_voucher_names_its_red_letter() -> None:
    assert "2025-06-0004" in fields("2025-05-0013")["standing"]
    assert fields("2025-06-0004")["spending"] == "-780.00"


def test_a_question_about_a_voucher_is_told_with_its_answer() -> None:
    said = fields("2025-03-0022")["query"]
    assert said.startswith("ZX-2025-01 2025-04-08：旧打印机还能用")
    assert "2025-04-10 答复：旧机不能复印和扫描" in said


def test_a_approval_a_receipt_an_invoice_an_asset_and_a_query() -> None:
    approval = fields("sp-2025-0020")
    assert (approval["amount"], approval["spent"], approval["left"]) == (
        "560.00",
        "512.50",
        "47.50",
    )
    assert approval["place"] == "approvals.beancount 第 125 行"
    receipt = fields("A0000118")
    assert receipt["state"] == "已用"
    assert receipt["book"].startswith("A0000101–A0000150，2024-12-27 领用")
    assert fields("25379000000131827563")["place"] == "2025/2025-03.beancount 第 4 行"
    asset = fields("GD-2025-003")
    assert (asset["name"], asset["amount"], asset["keeper"]) == ("保温配餐柜", "3280.00", "陈九思")
    query = fields("ZX-2025-01")
    assert query["about"] == "2025-03-0022"
    assert query["place"] == "reviews.beancount 第 32 行"


def test_a_blank_receipt_is_known_by_its_book() -> None:
    lines = (EXAMPLE / "receipts.beancount").read_text("utf-8")
    last = re.findall(r'custom "receipt-book" "(\w+)" "(\w+)"', lines)[-1][1]
    assert fields(last)["state"] in ("结存", "缴回")


def test_an_unknown_number_is_told_with_its_neighbours() -> None:
    result = run("show", "SP-2025-002O")
    assert result.exit_code == 2
    assert "相近的有：SP-2025-" in result.stderr
    assert "juwu list" in result.stderr


def test_findings_about_a_voucher_are_shown(tmp_path: Path) -> None:
    first = voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    load(tmp_path, first + voucher("2026-01-0002", (OFFICE, "5.00"), (BANK, "-5.00"), day=9))
    said = run("show", "2026-01-0002", books=tmp_path).stdout
    assert "查账（严重）：SPD001" in said


# --- accounts --------------------------------------------------------------------------------------


def test_the_chart_has_the_balances_of_beancount() -> None:
    said = json.loads(invoke(("accounts", "-b", str(EXAMPLE), "--as-of", "2025-12-31",
                              "--format", "json")).stdout)  # fmt: skip
    rows = {row["values"]["account"]: row["values"] for row in said["rows"]}
    entries, _, _ = load_file(str(EXAMPLE / "main.beancount"))
    assert set(rows) == {e.account for e in entries if type(e).__name__ == "Open"}
    for name, row in rows.items():
        sign = 1 if row["side"] == "借" else -1
        postings = [p for t in transactions() for p in t.postings if p.account == name]
        held = sum((p.units.number for p in postings), Decimal(0))
        assert Decimal(row["closing"]) == sign * held, name


def test_part_of_a_name_or_its_initials_chooses_accounts() -> None:
    for word in ("办公用品", "bgyp", "5101"):
        said = run("accounts", word)
        assert said.exit_code == 0
        assert "Expenses:5101办公用品" in said.stdout
        assert "Assets:1002" not in said.stdout
    assert run("accounts", "飞机").exit_code == 2
