"""Books with every kind of voucher that moves no money: papers, registers, workbook and recount agree."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hand_kept import Desk
from test_write_journal import GIVEN, STORE

from invoking import invoke
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.scan_digests import named_scans, scan_digests
from juwu_ledger.web.review.views.approval_list import approval_list
from juwu_ledger.web.review.views.voucher_card import Cards

LAST = "2026-03-31"
STAFF = ("--handler", "李四安", "--witness", "周五福", "--approval", "SP-2026-0001")
VOUCHERS = (
    (*GIVEN[:4], "捐赠收入=贷2000,专项=助老金", *GIVEN[5:]),
    (
        "journal",
        "--line",
        "困难救助=借500,专项=助老金",
        "--line",
        "库存物资=贷500",
        "--for",
        "发米",
    ),
    (
        *(
            "journal",
            "--line",
            "办公用品=借300",
            "--line",
            "应付账款=贷300",
            "--with",
            "示例文具店",
        ),
        *("--for", "赊购打印纸", "--invoice", "26372000000012345678"),
    ),
    (
        *("spend", "--amount", "200", "--account", "应付账款", "--from", "bank"),
        *("--to", "示例文具店", "--for", "付打印纸款", *STAFF),
    ),
    (
        *("receive", "--amount", "1000", "--from", "张大爷", "--for", "装修押金"),
        *("--account", "押金", "--to", "bank"),
    ),
    (
        *("journal", "--line", "押金=借600", "--line", "其他收入=贷600", "--with", "张大爷"),
        *("--for", "押金不退"),
    ),
    (
        *("spend", "--amount", "150", "--account", "库存物资", "--from", "bank"),
        *("--to", "示例粮油店", "--for", "买米", "--invoice", "26372000000012345679", *STAFF),
    ),
)
AFTER = (
    ("approve", "--close", "SP-2026-0001"),
    ("depreciate", "2026-03"),
    ("asset", "split", "GD-2026-001", "--into", "甲=3333.33", "--into", "乙=6666.67"),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("without-money") / "books")
    desk.add(
        "accounts.beancount",
        f'\n2020-01-01 open {STORE}\n  role: "inventory"\n'
        '2020-01-01 open Income:4006其他收入\n  source: "other"\n'
        '2025-01-01 custom "fund" "助老金" Expenses:5105困难救助\n',
    )
    desk.add(
        "charter.beancount",
        '\n2026-02-10 custom "asset" "GD-2026-001" "电脑两台" 10000.00 CNY\n'
        '  keeper: "李四安"\n  life: 7\n  salvage: 5\n',
    )
    desk.add(
        "2026/2026-03.beancount",
        '\n2026-03-01 * "年初结转" "上年固定资产转入"\n  voucher: "2026-03-0002"\n'
        "  Assets:1501固定资产:01办公设备  10000.00 CNY\n"
        '    asset: "GD-2026-001"\n  Equity:3101净资产\n',
    )
    for words in VOUCHERS:
        desk.write(*words)
    for words in AFTER:
        desk.write(*words, day=LAST)
    scan = desk.folder.parent / "清单.pdf"
    scan.write_bytes(b"%PDF-1.4")
    desk.write("attach", "2026-03-0003", scan, day=LAST)
    assert desk.findings(LAST) == []
    return desk


def looked(desk: Desk, *words: str) -> str:
    result = invoke([*words, "--as-of", LAST, "--books", str(desk.folder)])
    assert result.exit_code == 0, result.output
    return result.stdout


PAPERS = (
    ("report", "monthly", "2026-03"),
    ("report", "annual", "2026"),
    ("report", "donor", "示例粮油店"),
    *(("register", name, "--period", "2026-03") for name in ("assets", "approvals", "funds")),
    ("print", "voucher", "2026-03-0003"),
    ("print", "approval", "SP-2026-0001"),
)


@pytest.mark.parametrize("words", PAPERS, ids=" ".join)
def test_papers_agree(kept: Desk, words: tuple[str, ...]) -> None:
    assert "处相符" in looked(kept, *words)


@pytest.mark.parametrize("words", PAPERS[:2], ids=" ".join)
def test_a_second_count_finds_the_same(kept: Desk, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "paper.json"
    file.write_text(looked(kept, *words, "--format", "json"), encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["totals"]
    result = invoke(["recount", str(file), "--books", str(kept.folder)])
    assert (result.exit_code, "不同 0 个" in result.stdout) == (0, True), result.output


def test_the_workbook_agrees(kept: Desk, tmp_path: Path) -> None:
    target = str(tmp_path / "audit.xlsx")
    assert "全部相符" in looked(kept, "export", "audit", "--year", "2026", "-o", target)


def test_what_ended_and_what_came_later_is_said(kept: Desk) -> None:
    assert "由 赵一清 终止" in looked(kept, "print", "approval", "SP-2026-0001")
    assert "2026-03-0003-清单.pdf（2026-03-31）" in looked(kept, "print", "voucher", "2026-03-0003")


def test_the_review_group_sees_it_in_the_browser(kept: Desk) -> None:
    books, as_of = kept.books(), dt.date.fromisoformat(LAST)
    card = Cards(books, (), as_of).card(books.facts.by_id["2026-03-0003"])
    assert [(scan.name, scan.kind) for scan in card.scans] == [
        ("2026-03-0003-清单.pdf（2026-03-31 补）", "pdf")
    ]
    (words,) = approval_list(books, Period.parse("2026-03"), as_of, 1).page.items
    assert words.ended.startswith("2026-03-31 由 赵一清 终止：")


def test_a_seal_covers_what_came_later(kept: Desk) -> None:
    books = kept.books()
    name = "documents/2026/2026-03-0003-清单.pdf"
    scans = named_scans(books, books.entries)
    assert scans[name] == books.root / name
    before = dict(scan_digests(scans))
    path = books.root / name
    path.write_bytes(b"%PDF-1.5")
    assert dict(scan_digests(scans)) != before
    path.write_bytes(b"%PDF-1.4")
    assert dict(scan_digests(scans)) == before
