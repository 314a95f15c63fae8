"""``approve --cancel`` and ``--close``, ``attach``: what comes after an approval and after a voucher."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hand_kept import BANK, DAY, MONTH, Desk
from test_write_approvals import SIGN, Keys, approve

from juwu_ledger.books.model.periods import Period
from juwu_ledger.cli.write.approval_choice import open_approvals
from juwu_ledger.records.period_ledger import open_ledger
from juwu_ledger.registers.vouchers.printed_voucher import voucher_form
from juwu_ledger.registers.vouchers.voucher_journal import journal_sheet
from terminal import Terminal

SPENT = f"""
2026-03-03 * "示例文具店" "买纸"
  voucher: "2026-03-0002"
  approval: "SP-2026-0001"
  invoice: "26372000000012340001"
  handler: "李四安"
  witness: "周五福"
  Expenses:5101办公用品  100.00 CNY
  {BANK}
    cleared: 2026-03-03
"""
PAY = (
    *("spend", "--amount", "86", "--to", "示例文具店", "--for", "订书机", "--account", "5101"),
    *("--from", "cash", "--invoice", "26372000000012345678"),
    *("--handler", "李四安", "--witness", "周五福"),
)


@pytest.fixture
def keys(desk: Desk, tmp_path: Path) -> Keys:
    return Keys(desk, tmp_path / "keys")


def test_a_approval_is_withdrawn(desk: Desk) -> None:
    approve(desk)
    added = desk.write("approve", "--cancel", "sp-2026-0002", "--reason", "不买了")
    assert added == (
        '2026-03-05 custom "approval-end" "SP-2026-0002" "不买了"\n  director: "赵一清"\n'
    )
    assert desk.text("approvals.beancount").endswith(added)
    assert desk.findings() == []
    said = desk.refuse(5, *PAY, "--approval", "SP-2026-0002", day="2026-03-06")
    assert "SPD015" in said
    assert "2026-03-05 已经终止（不买了）" in said


def test_what_is_left_is_given_up(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    result = desk.run("approve", "--close", "SP-2026-0001")
    assert result.exit_code == 0
    assert "没有用的 2,900.00 元" in result.stdout
    assert "没用完的额度不再用" in desk.text("approvals.beancount")
    assert desk.findings() == []


def test_ended_and_used_up_ones_leave_the_pick_list(desk: Desk) -> None:
    approve(desk, "100")
    approve(desk, "50")
    assert [c.value for c in open_approvals(desk.books())] == [
        "SP-2026-0003",
        "SP-2026-0002",
        "SP-2026-0001",
    ]
    desk.add(MONTH, SPENT.replace("SP-2026-0001", "SP-2026-0002").replace("-03-03", "-03-05"))
    desk.write("approve", "--close", "SP-2026-0003")
    assert [c.value for c in open_approvals(desk.books())] == ["SP-2026-0001"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_ended_and_attached_at_a_terminal(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    file = picture(tmp_path / "in", "发票.pdf")
    shared = ("--as-of", DAY, "--books", str(desk.folder))
    at = Terminal("approve", "--close", "SP-2026-0001", *shared, folder=desk.folder)
    at.wait_for("没有用的 2,900.00 元")
    at.answer("主任终止签批的日期")
    at.answer("为什么终止")
    at.answer("终止签批的主任")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    at = Terminal("attach", *shared, folder=desk.folder)
    at.answer("附在哪一张凭证后面", "2026-03-0002")
    at.wait_for("买纸，已有附件 0 份")
    at.answer("扫描件", str(file))
    at.answer("还有一份")
    at.answer("哪天补的")
    at.answer("写进账本吗")
    assert at.finish() == 0, at.said
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, ("approve", "--cancel", "SP-2026-0001"), "--reason"),
        (2, ("approve", "--cancel", "SP-2026-0009", "--reason", "x"), "没有签批"),
        (2, ("approve", "--close", "SP-2026-0001", "--amount", "5"), "只写一个"),
        (2, ("approve", "--close", "SP-2026-0001", "--cancel", "SP-2026-0001"), "只写一个"),
        (5, ("approve", "--close", "SP-2026-0001", "--director", "钱二宁"), "SPD005"),
    ],
)
def test_ends_that_make_no_sense(
    desk: Desk, status: int, words: tuple[str, ...], said: str
) -> None:
    assert said in desk.refuse(status, *words)


def test_once_only_and_not_before_it_was_signed(desk: Desk) -> None:
    desk.write("approve", "--close", "SP-2026-0001")
    for way in ("--close", "--cancel"):
        words = ("approve", way, "SP-2026-0001", "--reason", "x")
        assert "在 2026-03-05 已经终止" in desk.refuse(5, *words)
    approve(desk)
    assert "早于签批" in desk.refuse(2, "approve", "--close", "SP-2026-0002", day="2026-03-04")


def test_spent_afterwards_already(desk: Desk) -> None:
    desk.add(MONTH, SPENT)
    assert "SPD015" in desk.refuse(5, "approve", "--close", "SP-2026-0001", day="2026-03-02")


def test_the_end_is_signed_with_the_directors_key(desk: Desk, keys: Keys) -> None:
    key = keys.make("赵一清")
    own = ("--key", key, "--passphrase-file", keys.saying)
    desk.write("approve", "--amount", "386", *SIGN, *own)
    end = ("approve", "--cancel", "SP-2026-0002", "--reason", "不买了")
    assert "--key" in desk.refuse(2, *end)
    added = desk.write(*end, *own)
    assert '  signature: "-----BEGIN SSH SIGNATURE-----' in added
    assert desk.findings() == []
    desk.put("approvals.beancount", desk.text("approvals.beancount").replace("不买了", "改买了"))
    assert desk.findings() == ["SPD011 open"]


def test_the_signature_of_the_approval_is_none_of_its_end(desk: Desk, keys: Keys) -> None:
    key = keys.make("赵一清")
    added = desk.write(
        "approve", "--amount", "386", *SIGN, "--key", key, "--passphrase-file", keys.saying
    )
    signature = next(line for line in added.splitlines() if "  signature:" in line)
    desk.add(
        "approvals.beancount",
        f'\n2026-03-05 custom "approval-end" "SP-2026-0002" "x"\n  director: "赵一清"\n{signature}\n',
    )
    assert desk.findings() == ["SPD011 open"]


# --- scans that come later ------------------------------------------------------------------------


def picture(folder: Path, name: str, content: bytes = b"%PDF-1.4 1") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def test_scans_are_attached(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    one, two = picture(tmp_path / "in", "发票.pdf"), picture(tmp_path / "in", "合同.pdf", b"2")
    before = desk.text(MONTH)
    added = desk.write("attach", "2026-03-0002", one, two)
    names = ["documents/2026/2026-03-0002-发票.pdf", "documents/2026/2026-03-0002-合同.pdf"]
    assert added == "".join(
        f'2026-03-05 custom "attachment" "2026-03-0002" "{name}"\n' for name in names
    )
    assert (desk.folder / names[0]).read_bytes() == b"%PDF-1.4 1"
    assert desk.text(MONTH).startswith(before)
    assert desk.findings() == []


def test_another_file_of_the_same_name_is_kept_beside_it(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    desk.write("attach", "2026-03-0002", picture(tmp_path / "a", "图.png", b"1"))
    added = desk.write("attach", "2026-03-0002", picture(tmp_path / "b", "图.png", b"2"))
    assert "2026-03-0002-图-2.png" in added
    assert (desk.folder / "documents/2026/2026-03-0002-图.png").read_bytes() == b"1"


def test_the_same_scan_is_attached_once(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    first, again = picture(tmp_path / "a", "图.png"), picture(tmp_path / "b", "又一张.png")
    said = desk.refuse(5, "attach", "2026-03-0002", first, again)
    assert (
        "又一张.png 和凭证 2026-03-0002 的附件 documents/2026/2026-03-0002-图.png 是同一份" in said
    )
    desk.write("attach", "2026-03-0002", first)
    assert "是同一份，不用再补" in desk.refuse(5, "attach", "2026-03-0002", again)


def test_a_closed_month_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    desk.add("reviews.beancount", '2026-04-02 custom "close" "2026-03"\n')
    file = picture(tmp_path / "in", "发票.pdf")
    assert "月结" in desk.refuse(5, "attach", "2026-03-0002", file, as_of="2026-04-03")
    added = desk.write("attach", "2026-03-0002", file, day="2026-04-03")
    assert added.count("2026-04-03 custom") == 1
    assert "2026-04" in desk.text("2026/2026-04.beancount")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("attach",), "凭证号、文件"),
        (("attach", "2026-03-0009", "x.pdf"), "没有凭证"),
        (("attach", "2026-03-0001", "没有.pdf"), "没有这个扫描件"),
    ],
)
def test_attachments_that_make_no_sense(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(2, *words)


def test_not_before_the_voucher_and_not_twice(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    file = picture(tmp_path / "in", "x.pdf")
    assert "早于凭证" in desk.refuse(2, "attach", "2026-03-0002", file, day="2026-03-02")
    desk.write("attach", "2026-03-0002", file)
    kept = desk.folder / "documents/2026/2026-03-0002-x.pdf"
    assert "已经有附件" in desk.refuse(5, "attach", "2026-03-0002", kept)
    kept.unlink()
    assert desk.findings() == ["VCH004 open"]


def test_what_is_attached_is_shown_with_the_voucher(desk: Desk, tmp_path: Path) -> None:
    desk.add(MONTH, SPENT)
    desk.write("attach", "2026-03-0002", picture(tmp_path / "in", "发票.pdf"))
    books, as_of = desk.books(), dt.date.fromisoformat(DAY)
    voucher = books.facts.by_id["2026-03-0002"]
    closing = {field.key: field.value for field in voucher_form(books, voucher, as_of).closing}
    assert closing["added"] == "2026-03-0002-发票.pdf（2026-03-05）"
    sheet = journal_sheet(open_ledger(books, Period.parse("2026-03"), as_of))
    place = [column.key for column in sheet.columns].index("scan")
    assert "documents/2026/2026-03-0002-发票.pdf" in [row.values[place] for row in sheet.rows()]
