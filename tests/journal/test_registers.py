"""Where new entries and accounts are put, which ids are proposed, which names are known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.journal.engine.change import applied
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.names import is_stranger
from juwu_ledger.journal.engine.numbering import proposed
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.accounts import is_component, read_account_name
from juwu_ledger.journal.orders.asset_papers import asset_on
from juwu_ledger.journal.orders.new_chart import component_of
from juwu_ledger.journal.orders.registers import entry_plan
from juwu_ledger.records.assets import assets, keepers_of
from written_books import example, fresh, read, run

DAY = dt.date(2026, 1, 5)


def planned(books: Path, word: str, *values: str) -> tuple[str, str]:
    """Return the file that an entry goes to, and its text with the entry in it."""
    loaded = read(books)
    files = [path.relative_to(books).as_posix() for path in books.rglob("*.beancount")]
    change = entry_plan(DAY, word, values)(LockedBooks(loaded, files, DAY))
    old = (books / change.file).read_bytes()
    return change.file, applied(old, change).decode("utf-8")


def test_an_officer_stands_under_the_last_one(tmp_path: Path) -> None:
    file, text = planned(example(tmp_path), "officer", "cashier", "郭九江")
    assert file == "charter.beancount"
    new = '2026-01-05 custom "officer" "cashier" "郭九江"\n'
    assert f"  until: 2029-03-17\n\n{new}\n; ==== 限额" in text


def test_a_review_paper_stands_at_the_end(tmp_path: Path) -> None:
    file, text = planned(example(tmp_path), "filing", "2026-01")
    assert file == "reviews.beancount"
    assert text.endswith('\n\n2026-01-05 custom "filing" "2026-01"\n')


def test_lines_that_end_as_the_file_does(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    charter = books / "charter.beancount"
    charter.write_bytes(charter.read_bytes().replace(b"\n", b"\r\n"))
    assert run(books, "officer", "会计", "何兆丰").exit_code == 0
    data = charter.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert read(books).people.holder("accountant", DAY) == "何兆丰"


def test_strings_over_several_lines(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    charter = books / "charter.beancount"
    odd = '2026-01-01 custom "officer" "finance-group" "两行的\n名字"\n  until: 2027-01-01\n'
    charter.write_text(charter.read_text(encoding="utf-8") + odd, encoding="utf-8")
    _, text = planned(books, "officer", "cashier", "郭九江")
    assert text.endswith(odd + '\n2026-01-05 custom "officer" "cashier" "郭九江"\n')


@pytest.mark.parametrize(
    ("used", "wanted"),
    [
        ([], "ZX-2026-001"),
        (["ZX-2025-01", "ZX-2025-05"], "ZX-2026-01"),
        (["ZX-2025-05", "ZX-2026-09", "ZX-2026-10"], "ZX-2026-11"),
        (["GD-2025-099", "7"], "ZX-2026-001"),
        (["质询第3号", "问2026第004"], "问2026第005"),
    ],
)
def test_proposed_ids(used: list[str], wanted: str) -> None:
    assert proposed(used, 2026, "ZX") == wanted


def test_names(tmp_path: Path) -> None:
    books = read(example(tmp_path))
    for known in ("赵一清", "许再三", "吕丁山", "卫百川", " 陈九思 ", "示例文具店"):
        assert not is_stranger(books, known), known
    for other in ("赵一青", "", "A0000101"):
        assert is_stranger(books, other), other


def test_assets(tmp_path: Path) -> None:
    books = read(example(tmp_path))
    owned = books.record(assets)
    before = {asset.id: asset for asset in owned.there(dt.date(2025, 7, 15))}
    assert before["GD-2019-001"].keeper == "冯八方"
    after = owned.there(DAY)
    assert "GD-2019-001" not in {asset.id for asset in after}
    assert keepers_of(after) == {"陈九思": 16}
    assert not owned.not_counted(dt.date(2025, 12, 26))
    assert len(owned.not_counted(DAY)) == 16
    with pytest.raises(Refusal):
        asset_on(books, "GD-2019-001", DAY)
    with pytest.raises(BadInput):
        asset_on(books, "GD-2025-003", dt.date(2025, 9, 15))


def test_account_names(tmp_path: Path) -> None:
    chart = read(fresh(tmp_path)).chart
    assert read_account_name(chart, "支出:5109快递费") == "Expenses:5109快递费"
    assert read_account_name(chart, "5301社区活动:08舞蹈队") == "Expenses:5301社区活动:08舞蹈队"
    assert read_account_name(chart, "Assets:1003存单") == "Assets:1003存单"
    for text in (
        "快递费",
        "9901别的",
        "支出:快递费",
        "支出:5109快 递",
        "支出:",
        "5109快（递）",
        "",
    ):
        with pytest.raises(BadInput):
            read_account_name(chart, text)


@pytest.mark.parametrize(
    "name", ["示例理发店（东门）", "A & B", "①", "···", "café", "𠮷野家", "第2栋"]
)
def test_debtors_become_components(name: str) -> None:
    assert is_component(f"01{component_of(name)}")
