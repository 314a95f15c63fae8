"""``juwu match``: what is ticked, what is shown and left to a person, what is put aside."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from closing import ADVICE, BANKED, COUNTED, SPENT
from hand_kept import BANK, COMMON, MONTH, WECHAT, Desk

from invoking import invoke
from juwu_ledger.books.model.vocabulary import LateClearing, Reconciliation
from statement_files import Move, boc, wechat_merchant

ACCOUNT = "Assets:1002银行存款:01基本户"
MARCH = "2026-04-02"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def move(day: int, fen: int, party: str, purpose: str = "", serial: str = "") -> Move:
    return Move(
        dt.date(2026, 3, day), f"09:{day:02d}:00", fen, party, "6222", "转账", purpose, serial
    )


def pay(number: int, day: int, fen: int, payee: str, extra: str = "") -> str:
    """A voucher of March, written by hand."""
    return (
        f'\n2026-03-{day:02d} * "{payee}" "付款"\n  voucher: "2026-03-{number:04d}"\n{extra}'
        f"  Expenses:5101办公用品  {fen / 100:.2f} CNY\n  {BANK}  -{fen / 100:.2f} CNY\n"
    )


def take_in(desk: Desk, *moves: Move, opening: int = 8_000_000) -> None:
    file = desk.folder / "单子.csv"
    file.write_bytes(boc(moves, opening)[1])
    done = invoke(
        ["import", str(file), "--account", "基本户", "--books", str(desk.folder), "--as-of", MARCH]
    )
    file.unlink()
    assert done.exit_code == 0, done.output


def match(desk: Desk, *words: str, status: int = 0) -> str:
    done = invoke(["match", "bank", *words, "--books", str(desk.folder), "--as-of", MARCH])
    assert done.exit_code == status, done.output
    return done.output


def ticks(desk: Desk) -> dict[str, tuple[str, str]]:
    """Voucher → day and tier."""
    return {
        item.voucher: (item.date.isoformat(), item.tier or "")
        for item in desk.books().of(LateClearing)
        if item.bank_line
    }


def add(desk: Desk, *vouchers: str) -> None:
    desk.add("2026/2026-03.beancount", "".join(vouchers))


def test_without_any_statement_it_says_so(desk: Desk) -> None:
    add(desk, pay(2, 3, 10_000, "示例文具店"))
    assert "还没有导入过对账单：juwu import 文件" in match(desk)


def test_the_six_tiers(desk: Desk) -> None:
    add(
        desk,
        pay(20, 5, 12_300, "晨光文具店", '  bank-ref: "S777"\n'),
        pay(21, 6, 45_600, "自来水公司"),
        pay(22, 7, 78_900, "没写对的名字"),
        pay(23, 8, 20_000, "供电公司"),
        pay(24, 8, 20_000, "供电公司"),
        pay(25, 9, 30_000, "李一", '  approval: "SP-2026-0009"\n'),
        pay(26, 9, 40_000, "李二", '  approval: "SP-2026-0009"\n'),
    )
    desk.add(
        "approvals.beancount",
        '\n2026-03-01 custom "approval" "SP-2026-0009" 700.00 CNY "补贴"\n  director: "赵一清"\n',
    )
    take_in(
        desk,
        move(4, -12_300, "晨光文具店", serial="S777"),
        move(5, -45_600, "自来水公司"),
        move(6, -78_900, "顺达装饰有限公司"),
        move(7, -20_000, "供电公司"),
        move(9, -70_000, "批量代发", "代发 SP-2026-0009 共2人"),
        move(10, 5_000, "不认识的人", "捐款"),
    )
    said = match(desk)
    assert ticks(desk) == {
        "2026-03-0020": ("2026-03-04", "A"),
        "2026-03-0021": ("2026-03-05", "B"),
        "2026-03-0025": ("2026-03-09", "E"),
        "2026-03-0026": ("2026-03-09", "E"),
    }
    for line in ("A 勾对", "B 勾对", "E 勾对", "C 金额", "D 对得上的不止一个", "F 账上没有"):
        assert line in said
    assert said.count("供电公司 付款") == 2, "几个都列出来"
    again = match(desk)
    assert "还没有勾对的流水 3 笔" in again
    assert "0020" not in again, "定了的不再提"


def test_a_person_decides_and_the_account_is_known_from_then_on(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "老王"), pay(21, 20, 45_600, "老王"))
    take_in(desk, move(5, -12_300, "王建国"), move(20, -45_600, "王建国"))
    said = match(desk)
    assert "C 金额" in said
    assert ticks(desk) == {}
    key = said.split("[")[1].split("]")[0]
    match(desk, "--pair", f"{key}=2026-03-0020")
    assert ticks(desk) == {"2026-03-0020": ("2026-03-05", "P")}
    match(desk)
    assert ticks(desk)["2026-03-0021"] == ("2026-03-20", "B"), "这个账号认过是老王"


def test_pairs_that_cannot_be(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "老王"), pay(21, 5, 10_000, "老李"))
    take_in(desk, move(5, -12_300, "王建国"))
    key = match(desk).split("[")[1].split("]")[0]
    assert "不是一笔" in match(desk, "--pair", f"{key}=2026-03-0021", status=2)
    assert "找不到" in match(desk, "--pair", "ffff=2026-03-0020", status=2)
    assert "不在" in match(desk, "--pair", f"{key}=2026-03-0099", status=2)
    assert "流水=凭证号" in match(desk, "--pair", key, status=2)
    assert ticks(desk) == {}


def test_the_window_and_the_side_are_gates(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "自来水公司"))
    take_in(desk, move(16, -12_300, "自来水公司"), move(5, 12_300, "自来水公司"))
    match(desk)
    assert ticks(desk) == {}, "早了 11 天；收和付不是一回事"
    match(desk, "--before", "11")
    assert ticks(desk) == {"2026-03-0020": ("2026-03-16", "B")}


def test_a_voucher_that_says_another_day_is_not_this_row(desk: Desk) -> None:
    voucher = pay(20, 5, 12_300, "自来水公司").rstrip("\n") + "\n    cleared: 2026-03-06\n"
    add(desk, voucher)
    take_in(desk, move(5, -12_300, "自来水公司"))
    match(desk)
    assert ticks(desk) == {}


def test_one_month_only_and_json(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "自来水公司"))
    take_in(desk, move(5, -12_300, "自来水公司"))
    assert "还没有勾对的流水 0 笔" in match(desk, "2026-02")
    told = json.loads(match(desk, "2026-03", "--format", "json"))
    assert told["written"]["ids"] == ["2026-03-0020"]
    assert json.loads(match(desk, "--json"))["written"] is None


def test_drafts_of_what_is_not_booked(desk: Desk) -> None:
    take_in(desk, move(5, 8_800, "张大爷", "捐给活动室"), move(6, -1_500, "", "手续费"))
    said = match(desk, "--draft")
    assert said.count("存了草稿") == 2
    assert "存了草稿" not in match(desk, "--draft"), "存过的不再存"
    first = (desk.folder / "drafts" / "D0001.txt").read_text(encoding="utf-8")
    for line in ("command = receive", "amount = 88.00", "from = 张大爷", "cleared = 2026-03-05"):
        assert line in first


def test_dry_run_writes_nothing(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "自来水公司"))
    take_in(desk, move(5, -12_300, "自来水公司"))
    before = desk.files()
    match(desk, "--dry-run", "--draft")
    assert desk.files() == before


def earn(number: int, day: int, fen: int, receipt: str, account: str = BANK) -> str:
    """A receipt of March, written by hand."""
    return (
        f'\n2026-03-{day:02d} * "居民" "收费"\n  voucher: "2026-03-{number:04d}"\n'
        f'  receipt: "{receipt}"\n  {account}  {fen / 100:.2f} CNY\n  Income:4003服务收入\n'
    )


def test_a_deposit_that_names_its_receipts(desk: Desk) -> None:
    add(
        desk,
        earn(20, 5, 1_000, "A0000101"),
        earn(21, 5, 2_000, "A0000102"),
        earn(22, 5, 4_000, "A0000103"),
    )
    take_in(
        desk,
        move(5, 3_000, "居委会", "现金缴存 A0000101-A0000102"),
        move(6, 5_000, "居委会", "现金缴存 A0000101-A0000103"),
    )
    match(desk)
    assert ticks(desk) == {
        "2026-03-0020": ("2026-03-05", "E"),
        "2026-03-0021": ("2026-03-05", "E"),
    }, "第二笔的收据号加起来不是 50 元，不勾"


def test_a_merchant_s_day_is_one_voucher(desk: Desk) -> None:
    add(desk, earn(20, 5, 6_000, "A0000101", WECHAT), earn(21, 8, 500, "A0000102", WECHAT))
    moves = [move(5, 1_000, "甲"), move(5, 2_000, "乙"), move(5, 3_000, "丙"), move(8, 200, "丁")]
    name, data = wechat_merchant(moves, 0)
    (desk.folder / name).write_bytes(data)
    words = ("import", str(desk.folder / name), "--account", "微信")
    done = invoke([*words, "--books", str(desk.folder), "--as-of", MARCH])
    assert done.exit_code == 0, done.output
    (desk.folder / name).unlink()
    done = invoke(["match", "微信", "--books", str(desk.folder), "--as-of", MARCH])
    assert done.exit_code == 0, done.output
    assert ticks(desk) == {"2026-03-0020": ("2026-03-05", "E")}
    (tick,) = desk.books().of(LateClearing)
    assert len((tick.bank_line or "").split()) == 3


def test_a_row_that_names_another_approval_is_not_ticked_by_name(desk: Desk) -> None:
    add(
        desk,
        pay(20, 5, 12_300, "自来水公司"),
        pay(21, 1, 55_500, "老李", '  approval: "SP-2026-0008"\n'),
    )
    desk.add(
        "approvals.beancount",
        '\n2026-03-01 custom "approval" "SP-2026-0008" 555.00 CNY "水表"\n  director: "赵一清"\n',
    )
    take_in(desk, move(5, -12_300, "自来水公司", "水表 SP-2026-0008"))
    match(desk)
    assert ticks(desk) == {}


def reconcile(desk: Desk, *words: str, status: int = 0) -> str:
    words = ("reconcile", "bank", "2026-03", "--checked-by", "赵一清", *words)
    done = invoke([*words, "--books", str(desk.folder), "--as-of", MARCH])
    assert done.exit_code == status, done.output
    return done.output


def test_reconcile_takes_the_statement_s_balance_and_leaves_what_did_not_match(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "自来水公司"), pay(21, 30, 45_600, "供电公司"))
    bank = sum(item.fen for item in desk.books().facts.bank_items) + 12_300 + 45_600
    take_in(desk, move(6, -12_300, "自来水公司"), opening=bank)
    file = desk.folder / "四月.csv"
    late = Move(dt.date(2026, 4, 1), "09:00:00", -45_600, "供电公司", "6222", "转账", "", "")
    file.write_bytes(boc([move(6, -12_300, "自来水公司"), late], bank)[1])
    done = invoke(
        ["import", str(file), "--account", "基本户", "--books", str(desk.folder), "--as-of", MARCH]
    )
    assert done.exit_code == 0, done.output
    file.unlink()
    said = reconcile(desk, status=5)
    assert "还没有勾对的流水" in said
    assert "自来水公司" in said
    match(desk, "2026-03")
    assert "导入的对账单月末余额" in reconcile(desk, "--balance", "1", status=5)
    said = reconcile(desk)
    assert "银行存款余额调节表" in said
    assert "2026-03-0021" in said, "三月底付的，四月才到，是未达账项"
    (done_one,) = (r for r in desk.books().of(Reconciliation) if r.date == dt.date(2026, 3, 31))
    assert done_one.amount == bank - 12_300
    assert (done_one.document or "").startswith("documents/statements/")


def prepared(desk: Desk) -> int:
    """Books of March in which a payment is outstanding, and a statement with a charge that nobody booked."""
    add(desk, pay(20, 5, 12_300, "自来水公司"), pay(21, 21, 45_600, "供电公司"))
    bank = sum(item.fen for item in desk.books().facts.bank_items) + 12_300 + 45_600
    take_in(
        desk,
        move(6, -12_300, "自来水公司"),
        move(20, -1_500, "", "账户管理费"),
        move(31, -100, "", "短信费"),
        opening=bank,
    )
    match(desk)
    return bank


def test_what_the_bank_shows_and_nobody_booked_stands_on_the_sheet(desk: Desk) -> None:
    bank = prepared(desk)
    said = reconcile(desk)
    assert "银行已经收付、账上还没有的 2 笔" in said
    (done,) = (r for r in desk.books().of(Reconciliation) if r.date == dt.date(2026, 3, 31))
    assert done.amount == bank - 12_300 - 1_600
    assert len((done.unbooked or "").split()) == 2
    sheet = [line.split() for line in said.splitlines() if "未入账" in line]
    assert [[*words[:2], *words[3:6]] for words in sheet] == [
        ["2026-03-20", "未入账", "账户管理费", "11", "15.00"],
        ["2026-03-31", "未入账", "短信费", "0", "1.00"],
    ]
    assert "BNK003 open" not in desk.findings(MARCH)
    words = ("register", "reconciliations", "--period", "2026-03", "--format", "json")
    shown = invoke([*words, "--books", str(desk.folder), "--as-of", MARCH])
    (items,) = (t for t in json.loads(shown.stdout)["tables"] if t["key"] == "uncleared")
    found = [row["values"] for row in items["rows"]]
    assert [(i["kind"], i["voucher"], i["amount"], i["days"]) for i in found] == [
        ("已付未达", "2026-03-0021", "456.00", 10),
        ("银行已付未记账", None, "15.00", 11),
        ("银行已付未记账", None, "1.00", 0),
    ]


def test_a_row_booked_later_leaves_the_sheet_and_the_sum_stays(desk: Desk) -> None:
    prepared(desk)
    reconcile(desk)
    fee = (
        '\n2026-04-01 * "银行" "账户管理费"\n  voucher: "2026-04-0001"\n'
        f"  Expenses:5108银行手续费  15.00 CNY\n  {BANK}\n    cleared: 2026-03-20\n"
    )
    desk.add("2026/2026-03.beancount", fee)
    assert "BNK003 open" not in desk.findings(MARCH), "记了，还没有勾对"
    key = match(desk).split("[")[1].split("]")[0]
    match(desk, "--pair", f"{key}=2026-04-0001")
    assert "BNK003 open" not in desk.findings(MARCH)
    words = ("print", "reconciliation", "bank", "2026-03", "--as-of", MARCH)
    done = invoke([*words, "--format", "text", "--books", str(desk.folder)])
    assert done.output.count("未入账") == 1
    assert "2026-04-0001" in done.output


def test_a_row_of_a_closed_month_is_ticked_under_the_next_open_day(desk: Desk) -> None:
    prepared(desk)
    reconcile(desk)
    desk.add("reviews.beancount", '\n2026-04-01 custom "close" "2026-03"\n')
    desk.add(
        "2026/2026-03.beancount",
        '\n2026-04-01 * "银行" "账户管理费"\n  voucher: "2026-04-0001"\n'
        f"  Expenses:5108银行手续费  15.00 CNY\n  {BANK}\n",
    )
    key = next(line for line in match(desk).splitlines() if "管理费" in line).split("[")[1][:8]
    match(desk, "--pair", f"{key}=2026-04-0001")
    assert ticks(desk)["2026-04-0001"] == ("2026-04-01", "P"), "三月已经月结"
    assert "BNK003 open" not in desk.findings(MARCH)


def test_a_day_of_a_closed_month_is_ticked_once_all_its_rows_were_named(desk: Desk) -> None:
    name, data = wechat_merchant([move(31, 1_000, "甲"), move(31, 2_000, "乙")], 0)
    (desk.folder / name).write_bytes(data)
    there = ("--books", str(desk.folder), "--as-of", MARCH)
    assert invoke(["import", str(desk.folder / name), "--account", "微信", *there]).exit_code == 0
    (desk.folder / name).unlink()
    (kept,) = (desk.folder / "statements").rglob("*.csv")
    keys = [row["key"] for row in csv.DictReader(kept.read_text("utf-8").splitlines())]
    add(
        desk,
        '\n2026-04-01 * "居民" "场地费"\n  voucher: "2026-04-0001"\n  receipt: "A0000101"\n'
        f"  {WECHAT}  30.00 CNY\n  Income:4003服务收入\n",
    )
    before = desk.text("reviews.beancount")
    for named, ticked in ((keys[:1], {}), (keys, {"2026-04-0001": ("2026-04-01", "E")})):
        desk.put(
            "reviews.beancount",
            f'{before}\n2026-03-31 custom "reconciliation" {WECHAT} 30.00 CNY\n'
            f'  unbooked: "{" ".join(named)}"\n\n2026-04-01 custom "close" "2026-03"\n',
        )
        invoke(["match", "微信", *there])
        assert ticks(desk) == ticked


def test_a_sealed_month_with_an_unbooked_row_stays_as_it_is(desk: Desk) -> None:
    """Sealed with the charge on the sheet; booked and ticked in April; both ways of checking agree."""
    desk.add(MONTH, SPENT + BANKED + COUNTED)
    desk.put(ADVICE, "%PDF-1.4 receipt\n")
    take_in(
        desk,
        move(20, 1_234, "示例银行", "利息"),
        move(31, -1_500, "", "账户管理费"),
        opening=8_000_000,
    )
    match(desk)
    said = reconcile(desk)
    assert "账上还没有的 1 笔" in said
    done = invoke(["close", "2026-03", "--books", str(desk.folder), "--as-of", MARCH, "--yes"])
    assert done.exit_code == 0, done.output
    assert verified(desk) == 0
    fee = (
        f'\n2026-04-01 * "示例银行" "账户管理费"\n  voucher: "2026-04-0001"\n'
        f"  Expenses:5108银行手续费  15.00 CNY\n  {BANK}\n    cleared: 2026-03-31\n"
    )
    desk.put("2026/2026-04.beancount", fee)
    main = desk.text("main.beancount")
    desk.put("main.beancount", main + 'include "2026/2026-04.beancount"\n')
    both = checked_both_ways(desk)
    assert not [one for one in both if one.startswith("BNK003")]
    match(desk)
    assert ticks(desk)["2026-04-0001"] == ("2026-04-01", "B"), "同一个账号的利息认过是示例银行"
    assert not [one for one in checked_both_ways(desk) if one.startswith("BNK00")]
    assert verified(desk) == 0


def verified(desk: Desk) -> int:
    return invoke(["verify", "--books", str(desk.folder)]).exit_code


def checked_both_ways(desk: Desk) -> list[str]:
    """What the rules find from the seal on; the same as in the whole books."""
    words = ("check", "--format", "json", "--books", str(desk.folder), "--as-of", MARCH)
    found = []
    for more in ((), ("--full",)):
        told = json.loads(invoke([*words, *more]).stdout)["findings"]
        found.append(sorted(f"{item['rule']} {item['message']}" for item in told))
    assert found[0] == found[1]
    return found[0]


def test_a_row_that_may_be_a_voucher_is_not_called_unbooked(desk: Desk) -> None:
    add(desk, pay(20, 5, 12_300, "自来水公司"))
    bank = sum(item.fen for item in desk.books().facts.bank_items) + 12_300
    take_in(desk, move(6, -12_300, "另一家"), opening=bank)
    month_end = ("--balance", f"{(bank - 12_300) / 100:.2f}")
    said = reconcile(desk, *month_end, status=5)
    assert "可能就是账上的凭证" in said
    key = said.split("[")[1].split("]")[0]
    assert "没有" in reconcile(desk, *month_end, "--unbooked", "ffff", status=2)
    reconcile(desk, *month_end, "--unbooked", key)
    (done,) = (r for r in desk.books().of(Reconciliation) if r.date == dt.date(2026, 3, 31))
    assert (done.unbooked or "").startswith(key)


def test_common_has_the_account_these_tests_mean() -> None:
    assert BANK == ACCOUNT
    assert f"open {BANK}" in COMMON.read_text(encoding="utf-8")
