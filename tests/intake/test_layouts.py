"""Every layout reads the same moves: days, sides, fen, balances, parties; whatever the container."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from company_statements import COMPANIES, alipay_web
from juwu_ledger.intake.statements.reading import all_layouts, parse, read_statement
from juwu_ledger.intake.statements.statement import Statement
from libreoffice import SOFFICE, needs_soffice
from statement_files import HOLDER, MOVES, OPENING, OURS, balances, csv_bytes, yuan
from statement_files import MAKERS as MADE_BEFORE

MAKERS = {**MADE_BEFORE, **COMPANIES}
NO_SERIAL = {
    *("ping_an_sides", "ping_an_old", "jiang_su", "abc_old"),
    *("icbc_v1", "icbc_v2", "icbc_v3", "icbc_v4", "abc", "abc_long", "bocom", "ceb", "postal"),
    *("ministry", "ccb_card", "spdb_card", "boc_card", "bocom_card", "icbc_card", "cmb_card"),
}
NO_TIME = {
    "zhe_shang",
    "zhe_shang_flag",
    "icbc_v1",
    "rural",
    "postal",
    "ministry",
    "icbc_card",
    "cmb_card",
}
NO_PARTY = {"wechat_merchant", "alipay_merchant"}
NO_ACCOUNT = {
    "ping_an_sides",
    "zhe_shang_flag",
    "abc_long",
    "wechat_merchant",
    "boc_card",
    "abc_card",
    "bocom_card",
    "cmb_card",
}
NO_BALANCE = {"zhe_shang_flag"}
MASKED = {"ccb_card": "11050*********0208", "icbc_card": "1105****0208"}


def _read(name: str, tmp_path: Path) -> Statement:
    file, data = MAKERS[name](MOVES, OPENING)
    path = tmp_path / file
    path.write_bytes(data)
    return read_statement(path)


@pytest.mark.parametrize("name", MAKERS)
def test_reads_what_was_written(name: str, tmp_path: Path) -> None:
    statement = _read(name, tmp_path)
    assert [row.date for row in statement.rows] == [move.day for move in MOVES]
    assert [row.fen for row in statement.rows] == [move.fen for move in MOVES]
    assert (statement.received, statement.paid) == (600_001, 1_276_167)
    if name in NO_BALANCE:
        assert {row.balance for row in statement.rows} == {None}
    else:
        assert [row.balance for row in statement.rows] == balances()
        assert statement.closing == OPENING + 600_001 - 1_276_167
    if name not in NO_TIME:
        assert [row.time for row in statement.rows] == [move.time for move in MOVES]
    if name not in NO_SERIAL:
        assert [row.serial for row in statement.rows] == [move.serial for move in MOVES]
    if name not in NO_PARTY:
        assert [row.party for row in statement.rows] == [move.party for move in MOVES]
    if name not in NO_ACCOUNT | {"alipay_merchant"}:
        assert statement.account.replace(" ", "") == MASKED.get(name, OURS)
    assert statement.holder in ("", HOLDER)


@needs_soffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["ccb_v1", "icbc_v1"])
def test_old_workbooks_of_another_maker(name: str, tmp_path: Path) -> None:
    """What Excel 97 would have written, whatever its suffix says."""
    file, data = MAKERS[name](MOVES, OPENING)
    (tmp_path / file).write_bytes(data)
    assert SOFFICE is not None
    profile = (tmp_path / "profile").as_uri()
    words = [SOFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xls"]
    subprocess.run(
        [*words, "--outdir", str(tmp_path), str(tmp_path / file)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    old = (tmp_path / file).with_suffix(".xls")
    assert old.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    renamed = old.rename(tmp_path / "流水.csv")
    rows = read_statement(renamed).rows
    assert [(row.date, row.fen) for row in rows] == [(move.day, move.fen) for move in MOVES]


def test_every_layout_that_is_read_has_a_file_in_this_test(tmp_path: Path) -> None:
    read = {_read(name, tmp_path).layout for name in MAKERS}
    known = {layout.name for layout in all_layouts() if not layout.credit_card}
    personal = {
        "微信支付 个人账单",
        "支付宝 个人账单",
        "支付宝 个人账单（网页）",
    }
    assert known - read == personal


def test_the_period_is_the_printed_one(tmp_path: Path) -> None:
    for name in ("ceb", "alipay_merchant", "spdb_card"):
        statement = _read(name, tmp_path)
        assert (statement.first.isoformat(), statement.last.isoformat()) == (
            "2026-03-01",
            "2026-03-31",
        )


def test_a_layout_nobody_knows_is_read_by_a_map() -> None:
    rows = [["记账日", "进账", "出账", "结存", "谁"]]
    rows += [["2026-03-01", "5.00", "", "105.00", "甲"], ["2026-03-02", "", "2.50", "102.50", "乙"]]
    statement = parse(csv_bytes(rows), "", "日期=记账日，收入=进账，支出=出账，余额=结存，对方=谁")
    assert [(r.fen, r.balance, r.party) for r in statement.rows] == [
        (500, 10500, "甲"),
        (-250, 10250, "乙"),
    ]


def test_personal_wechat_and_alipay() -> None:
    head = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
    lines = [
        "微信支付账单明细",
        "起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-31 23:59:59]",
        "共3笔记录",
    ]
    lines += [
        head,
        '2026-03-03 10:00:00,扫二维码付款,某店,"茶",支出,¥12.00,零钱,已转账,1\t,/\t,"/"',
    ]
    lines += ["2026-03-02 09:00:00,商户消费,某店,纸,支出,¥8.00,中国银行(1234),支付成功,2\t,/\t,/"]
    lines += ["2026-03-01 08:00:00,二维码收款,张三,/,收入,¥23.10,/,已存入零钱,3\t,/\t,/"]
    wechat = parse("\n".join(lines).encode("utf-8-sig"))
    assert [row.fen for row in wechat.rows] == [2310, -1200], "银行卡付的不动零钱"
    for kind, how, fen in (
        ("零钱提现", "中国银行(1234)", -1200),
        ("转入零钱通-来自零钱", "零钱", -1200),
        ("信用卡还款", "零钱", -1200),
        ("零钱充值", "", 1200),
        ("零钱通转出-到零钱", "", 1200),
    ):
        neutral = (
            lines[4].replace("扫二维码付款", kind).replace("支出", "").replace(",零钱,", f",{how},")
        )
        assert neutral.count(kind) == 1
        (row,) = parse("\n".join([*lines[:4], neutral]).encode("utf-8-sig")).rows
        assert row.fen == fen, kind
    head = "交易时间 ,交易分类 ,交易对方 ,对方账号 ,商品说明 ,收/支 ,金额 ,收/付款方式 ,交易状态 ,交易订单号 ,商家订单号 ,备注 ,"
    lines = ["导出信息：", "共2笔记录", "------电子客户回单------", head]
    lines += ["2026-03-02 14:16:52 ,日用百货 ,某人 ,/ ,物 ,支出 ,20.00 ,余额 ,交易成功 ,9\t,8\t, ,"]
    lines += ["2026-03-01 10:16:52 ,日用百货 ,某人 ,/ ,物 ,支出 ,30.00 ,余额 ,交易关闭 ,9\t,8\t, ,"]
    alipay = parse("\n".join(lines).encode("gb18030"))
    assert [yuan(row.fen) for row in alipay.rows] == ["-20.00"]


def test_a_personal_bill_of_alipay_from_the_browser() -> None:
    statement = parse(alipay_web(MOVES))
    assert statement.layout == "支付宝 个人账单（网页）"
    assert [row.fen for row in statement.rows] == [move.fen for move in MOVES]
    assert [row.party for row in statement.rows] == [move.party for move in MOVES]
    assert [row.serial for row in statement.rows] == [move.serial for move in MOVES]
    assert (statement.first.isoformat(), statement.last.isoformat()) == ("2026-03-01", "2026-04-01")
