"""``juwu asset add|handover|dispose|count``: cards, hands, disposals, stocktakes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from juwu_ledger.books.model.vocabulary import (
    AssetCard,
    AssetDisposal,
    AssetHandover,
    LowValueItem,
    Stocktake,
)
from written_books import DAY, HOSTILE, example, findings, fresh, read, run, snapshot

TODAY = dt.date.fromisoformat(DAY)
APPROVAL = """
2026-01-05 custom "approval" "SP-2026-0001" 5680.00 CNY "报废活动室空调 GD-2021-001"
  reason: "压缩机烧毁，修不好"
  applicant: "陈九思"
  director: "赵一清"
  street-director: "沈万里"
  street-date: 2026-01-05
"""
BOUGHT = """; 2026年1月的凭证。

2026-01-05 * "示例电器店" "活动室投影仪"
  voucher: "2026-01-0001"
  approval: "SP-2026-0002"
  invoice: "26372000000000000101"
  handler: "李萍"
  witness: "张伟"
  attachments: 1
  Assets:1501固定资产:02活动设备   3000.00 CNY
  Expenses:5108低值易耗品            90.00 CNY
  Assets:1002银行存款:01基本户    -3090.00 CNY

2026-01-05 custom "approval" "SP-2026-0002" 3090.00 CNY "活动室投影仪和梯子"
  reason: "旧的坏了"
  applicant: "陈九思"
  director: "赵一清"
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    books = example(tmp_path)
    with (books / "approvals.beancount").open("a", encoding="utf-8") as file:
        file.write(APPROVAL)
    return books


def rules(books: Path) -> set[str]:
    return {finding.rule for finding in findings(books)}


def test_a_low_value_thing(books: Path) -> None:
    result = run(books, "asset", "add", "折叠梯", "--low-value", "--amount", "320")
    assert result.exit_code == 0, result.output
    item = read(books).of(LowValueItem)[-1]
    assert (item.id, item.name, item.amount) == ("DZ-2026-001", "折叠梯", 32000)
    assert item.keeper == "陈九思"
    assert not findings(books)


def test_what_was_bought_is_tied_to_its_voucher(books: Path) -> None:
    month = books / "2026" / "2026-01.beancount"
    month.parent.mkdir()
    month.write_text(BOUGHT, encoding="utf-8")
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write('include "2026/2026-01.beancount"\n')
    assert rules(books) == {"AST002", "AST006"}
    words = ("asset", "add", "投影仪", "--voucher", "2026-01-0001")
    result = run(books, *words)
    assert result.exit_code == 2
    assert "--amount" in result.stderr
    result = run(books, *words, "--amount", "3000", "--location", "活动室")
    assert result.exit_code == 0, result.output
    assert rules(books) == {"AST006"}
    result = run(books, "asset", "add", "折叠梯", "--voucher", "2026-01-0001")
    assert result.exit_code == 0, result.output
    card, item = read(books).of(AssetCard)[-1], read(books).of(LowValueItem)[-1]
    assert (card.id, card.amount, card.location) == ("GD-2026-001", 300000, "活动室")
    assert (item.id, item.amount) == ("DZ-2026-001", 9000)
    text = month.read_text(encoding="utf-8")
    assert '3000.00 CNY\n    asset: "GD-2026-001"\n' in text
    assert '90.00 CNY\n    asset: "DZ-2026-001"\n' in text
    assert not findings(books)


def test_a_gift_is_an_income_without_money(books: Path) -> None:
    words = ("asset", "add", "投影仪", "--amount", "3000", "--donated-by", "示例银行")
    result = run(books, *words)
    assert result.exit_code == 2
    assert "--account" in result.stderr
    result = run(books, *words, "--account", "1501-02", "--income", "单位捐赠", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["written"]["ids"] == ["2026-01-0001"]
    after = read(books)
    assert after.of(AssetCard)[-1].amount == 300000
    voucher = after.vouchers[-1]
    assert (voucher.payee, voucher.money) == ("示例银行", 0)
    assert voucher.text("receipt")
    assert not findings(books)


def test_what_was_there_before_the_books(tmp_path: Path) -> None:
    books = fresh(tmp_path, "--opening", "办公设备=6679")
    words = ("asset", "add", "台式电脑", "--amount", "4299", "--date", "2026-01-01")
    assert run(books, *words).exit_code == 0
    words = ("asset", "add", "打印机", "--amount", "2380", "--date", "2019-03-12")
    assert run(books, *words).exit_code == 0
    ids = [card.id for card in read(books).of(AssetCard)]
    assert ids == ["GD-2019-001", "GD-2026-001"]
    assert not findings(books)


def test_what_never_came_into_the_books(books: Path) -> None:
    before = snapshot(books)
    result = run(books, "asset", "add", "投影仪", "--amount", "3000")
    assert result.exit_code == 2
    assert "--voucher" in result.stderr
    assert "--donated-by" in result.stderr
    assert snapshot(books) == before


def test_handover_of_all(books: Path) -> None:
    words = ("asset", "handover", "--all-of", "陈九思", "--to", "郭九江", "--witness", "钱二宁")
    assert run(books, "officer", "资产保管人", "郭九江").exit_code == 0
    assert rules(books) == {"AST003"}
    result = run(books, *words)
    assert result.exit_code == 0, result.output
    new = [item for item in read(books).of(AssetHandover) if item.date == TODAY]
    assert len(new) == 16
    assert {item.witness for item in new} == {"钱二宁"}
    assert not findings(books)
    result = run(books, *words)
    assert result.exit_code == 2
    assert "郭九江" in result.stderr


def test_handover_of_some(books: Path) -> None:
    words = ("--to", "吴六合", "--witness", "钱二宁")
    result = run(books, "asset", "handover", "gd-2022-001", "DZ-2023-001", "DZ-2023-001", *words)
    assert result.exit_code == 0, result.output
    new = [item.id for item in read(books).of(AssetHandover) if item.date == TODAY]
    assert new == ["GD-2022-001", "DZ-2023-001"]
    assert not findings(books)


def test_disposal_takes_the_value_out(books: Path) -> None:
    words = (
        "asset",
        "dispose",
        "GD-2021-001",
        "--reason",
        "压缩机烧毁",
        "--approval",
        "SP-2026-0001",
    )
    result = run(books, *words)
    assert result.exit_code == 2
    assert "--depreciation" in result.stderr
    result = run(books, *words, "--depreciation", "3000", "--attachments", "2")
    assert result.exit_code == 0, result.output
    after = read(books)
    assert after.of(AssetDisposal)[-1].approval == "SP-2026-0001"
    postings = {p.account: str(p.units.number) for p in after.vouchers[-1].txn.postings}
    assert postings == {
        "Assets:1502累计折旧": "3000.00",
        "Equity:3101净资产": "2680.00",
        "Assets:1501固定资产:02活动设备": "-5680.00",
    }
    assert not findings(books)
    before = snapshot(books)
    assert run(books, *words, "--depreciation", "3000").exit_code == 5
    assert snapshot(books) == before


def test_disposal_of_a_lesser_good(books: Path) -> None:
    words = ("asset", "dispose", "DZ-2022-001", "--reason", "丢失", "--approval", "SP-2026-0001")
    vouchers = len(read(books).vouchers)
    assert run(books, *words).exit_code == 0
    assert len(read(books).vouchers) == vouchers
    assert read(books).of(AssetDisposal)[-1].reason == "丢失"
    assert not findings(books)


def test_disposal_of_what_was_brought_forward_in_one_sum(tmp_path: Path) -> None:
    books = fresh(tmp_path, "--opening", "办公设备=6679")
    run(books, "asset", "add", "台式电脑", "--amount", "4299", "--date", "2026-01-01")
    with (books / "approvals.beancount").open("a", encoding="utf-8") as file:
        file.write(APPROVAL)
    words = ("asset", "dispose", "GD-2026-001", "--reason", "报废", "--approval", "SP-2026-0001")
    result = run(books, *words)
    assert result.exit_code == 2
    assert "--account" in result.stderr
    result = run(books, *words, "--account", "办公设备")
    assert result.exit_code == 0, result.output
    assert read(books).balances["Equity:3101净资产"] == 429900
    assert read(books).balances["Assets:1501固定资产:01办公设备"] == 238000
    assert not findings(books)


def test_stocktake(books: Path) -> None:
    listed = json.loads(run(books, "asset", "count", "--list", "--json").stdout)["uncounted"]
    assert len(listed) == 16
    first = ("GD-2021-001", "活动室柜式空调", "5680.00", "陈九思", "活动室")
    assert tuple(listed[0].values()) == first
    result = run(books, "asset", "count", "--damaged", "gd-2021-001", "--missing", "DZ-2022-001")
    assert result.exit_code == 0, result.output
    result = run(books, "asset", "count", "--all-present", "--counted-by", "吴六合")
    assert result.exit_code == 0, result.output
    counts = [item for item in read(books).of(Stocktake) if item.date == TODAY]
    assert [item.result for item in counts] == ["damaged", "missing", *["present"] * 14]
    assert {item.counted_by for item in counts} == {"陈九思", "吴六合"}
    assert not findings(books)
    assert run(books, "asset", "count", "--all-present").exit_code == 5
    assert run(books, "asset", "count", "--present", "GD-2021-001").exit_code == 0


def test_stocktake_with_nobody_to_ask(books: Path) -> None:
    before = snapshot(books)
    result = run(books, "asset", "count")
    assert result.exit_code == 2
    assert "GD-2021-001" in result.stdout
    assert "--all-present" in result.stderr
    assert snapshot(books) == before


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(books: Path, text: str) -> None:
    words = ("--low-value", "--amount", "1", "--keeper", text)
    assert run(books, "asset", "add", text, *words).exit_code == 0
    item = read(books).of(LowValueItem)[-1]
    assert (item.name, item.keeper) == (text, text)
    words = ("--reason", text, "--approval", "SP-2026-0001")
    assert run(books, "asset", "dispose", item.id, *words).exit_code == 0
    assert read(books).of(AssetDisposal)[-1].reason == text
    assert not findings(books)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add",), 2, "名称、--amount"),
        (("add", "梯", "--low-value", "--amount", "0"), 2, "零"),
        (("add", "梯", "--voucher", "2025-12-9999"), 2, "2025-12-9999"),
        (("add", "梯", "--voucher", "2025-12-0001"), 2, "2025-12-0001"),
        (("add", "梯", "--low-value", "--amount", "1", "--id", "DZ-2022-001"), 5, "已经用了"),
        (("add", "梯", "--low-value", "--amount", "1", "--donated-by", "谁"), 2, "低值品"),
        (("handover",), 2, "--all-of"),
        (("handover", "GD-2021-001", "--to", "陈九思", "--witness", "钱二宁"), 5, "已经由"),
        (("handover", "GD-9999-001", "--to", "吴六合", "--witness", "钱二宁"), 2, "GD-9999-001"),
        (("handover", "GD-2019-001", "--to", "吴六合", "--witness", "钱二宁"), 5, "已在"),
        (("dispose",), 2, "编号、--reason、--approval"),
        (("dispose", "DZ-2022-001", "--reason", "坏", "--approval", "SP-1"), 2, "没有签批"),
        (("count", "--present", "GD-2021-001", "--missing", "GD-2021-001"), 2, "两种"),
        (("count", "--present", "GD-1"), 2, "GD-1"),
    ],
)
def test_refused(books: Path, words: tuple[str, ...], status: int, said: str) -> None:
    before = snapshot(books)
    result = run(books, "asset", *words)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert snapshot(books) == before


@pytest.mark.parametrize(
    "words",
    [
        ("add", "梯", "--low-value", "--amount", "1"),
        ("handover", "--all-of", "陈九思", "--to", "吴六合", "--witness", "钱二宁"),
        ("dispose", "DZ-2022-001", "--reason", "坏", "--approval", "SP-2026-0001"),
        ("count", "--all-present"),
    ],
)
def test_dry_run(books: Path, words: tuple[str, ...]) -> None:
    before = snapshot(books)
    result = run(books, "asset", *words, "--dry-run")
    assert result.exit_code == 0, result.output
    assert snapshot(books) == before
