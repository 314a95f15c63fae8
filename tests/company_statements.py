"""Statements of seven more banks, an old one of 农行 and a bill of 支付宝 from the browser, as they are written.

Columns, order and quirks are those that public parsers tested on real files describe; blanks, dashes and what
stands above and below are made up where nobody says. 江苏's columns between those named are hearsay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from statement_files import (
    HOLDER,
    OURS,
    Made,
    Maker,
    Move,
    balances,
    csv_bytes,
    html_bytes,
    into,
    out,
    xlsx_bytes,
    yuan,
)

Rows = list[list[Any]]


def _rows(moves: Sequence[Move], opening: int) -> list[tuple[Move, int]]:
    return list(zip(moves, balances(moves, opening), strict=True))


def ping_an(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,账号,账户名称,借方(支出)金额,贷方(收入)金额,账户余额,对方账号,对方账户名称,对方开户行,"
    head += "用途,银行流水号,摘要,明细来源,付款单备注,审批状态"
    rows: Rows = [["平安银行 Ping An Bank"], head.split(",")]
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day} {m.time}", OURS, HOLDER, out(m.fen, commas=True), into(m.fen, commas=True)]
            + [yuan(held, commas=True), m.account, m.party, "平安银行", m.purpose, m.serial]
            + [m.summary, "网银", "", "已审批"]
        )
    return "平安.xlsx", xlsx_bytes(rows)


def ping_an_sides(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,传票号,借方,贷方,余额,付款人账户,付款人名称,收款人账户,收款人名称,用途,摘要"
    rows: Rows = [head.split(",")]
    for m, held in _rows(moves, opening):
        ours, theirs = [OURS, HOLDER], [m.account, m.party]
        rows.append(
            [f"{m.day} {m.time}", "", out(m.fen), into(m.fen), yuan(held)]
            + (theirs + ours if m.fen > 0 else ours + theirs)
            + [m.purpose, m.summary]
        )
    return "平安.csv", csv_bytes(rows, "gb18030")


def ping_an_old(moves: Sequence[Move], opening: int) -> Made:
    rows: Rows = [
        [
            "交易时间",
            "账号",
            "币种",
            "收入",
            "支出",
            "冲正标志",
            "账户余额",
            "对方账号",
            "对方户名",
            "摘要",
        ]
    ]
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day} {m.time}", OURS, "RMB", into(m.fen, "0.00"), out(m.fen, "0.00"), "否"]
            + [yuan(held, commas=True), m.account, m.party, m.summary]
        )
    return "平安.xls", html_bytes(rows)


def hua_xia(moves: Sequence[Move], opening: int) -> Made:
    head = (
        "序号,交易日期,交易时间,支出金额,收入金额,余额,对方账号,对方户名,对方行名,核心流水号,摘要,"
    )
    head += "凭证号码,交易描述,明细标注,记账日期"
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    rows: Rows = [["华夏银行账户明细"], ["账号:", OURS], ["户名:", HOLDER], ["币种:", "人民币"]]
    rows += [["起始日期:", "2026-03-01"], ["终止日期:", "2026-03-31"], [], []]
    rows += [["收入总笔数", len(ins), "收入总金额", yuan(sum(ins))]]
    rows += [["支出总笔数", len(outs), "支出总金额", yuan(sum(outs))], head.split(",")]
    for number, (m, held) in enumerate(_rows(moves, opening), 1):
        rows.append(
            [number, m.day.isoformat(), m.time, out(m.fen, "-"), into(m.fen, "-"), yuan(held)]
            + [
                m.account,
                m.party,
                "某行",
                m.serial,
                m.summary,
                "",
                m.purpose,
                "",
                m.day.isoformat(),
            ]
        )
    return "华夏.xls", html_bytes(rows)


def zhe_shang(moves: Sequence[Move], opening: int) -> Made:
    head = "交易时间,摘要,凭证种类,凭证号,借方发生金额(元),贷方发生金额(元),交易后余额(元),对方名称,对方账号,"
    head += "用途/附言,流水号"
    rows: Rows = [["浙商银行账户明细"], ["账户名称", HOLDER], ["账号", OURS]]
    rows += [["起止日期", "2026-03-01 至 2026-03-31"], [], head.split(",")]
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day}-{m.time[:5]}", m.summary, "", "", out(m.fen), into(m.fen), yuan(held)]
            + [m.party, m.account, m.purpose, m.serial]
        )
    return "浙商.xlsx", xlsx_bytes(rows)


def zhe_shang_flag(moves: Sequence[Move], opening: int) -> Made:
    """No balance: the treasurer says the last one with --balance."""
    rows: Rows = [
        [
            "流水号",
            "付款账号",
            "付款人户名",
            "收款账号",
            "收款人户名",
            "交易日期",
            "交易金额",
            "借贷标志",
            "备注",
        ]
    ]
    for m, _ in _rows(moves, opening):
        ours, theirs = [OURS, HOLDER], [m.account, m.party]
        rows.append(
            [m.serial, *(theirs + ours if m.fen > 0 else ours + theirs), f"{m.day:%Y%m%d}"]
            + [abs(m.fen) / 100, 1 if m.fen > 0 else 2, m.purpose]
        )
    return "浙商.xlsx", xlsx_bytes(rows)


def jiang_su(moves: Sequence[Move], opening: int) -> Made:
    head = "序号,付款账号,交易日期,交易时间,币种,借贷标记,交易金额,账户余额,对方账号,对方户名,摘要"
    rows: Rows = [["江苏银行账户明细"], ["账号：" + OURS, "", "户名：" + HOLDER], head.split(",")]
    for number, (m, held) in enumerate(_rows(moves, opening), 1):
        rows.append(
            [number, OURS, f"{m.day:%Y%m%d}", m.time, "人民币", "贷" if m.fen > 0 else "借"]
            + [
                yuan(abs(m.fen), commas=True),
                yuan(held, commas=True),
                m.account,
                m.party,
                m.summary,
            ]
        )
    return "江苏.xlsx", xlsx_bytes(rows)


def citic(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,交易时间,对方账号,对方账户名称,对方开户行,借方发生额,贷方发生额,账户余额,摘要,柜员交易号,"
    head += "发起方流水号,退汇标识,附言,交易账号,动账资金分簿"
    rows: Rows = [["中信银行账户明细"], [], ["户名", HOLDER], [], [], ["账号", OURS]]
    rows += [[] for _ in range(9)]
    rows.append(head.split(","))
    for m, held in _rows(moves, opening):
        rows.append(
            [m.day.isoformat(), m.time, m.account, m.party, "", out(m.fen, "0.00", commas=True)]
            + [into(m.fen, "0.00", commas=True), yuan(held, commas=True), m.summary, m.serial]
            + ["", "", m.purpose, OURS, ""]
        )
    return "中信.xlsx", xlsx_bytes(rows)


def min_sheng(moves: Sequence[Move], opening: int) -> Made:
    head = "交易时间,交易流水号,借方发生额,贷方发生额,账户余额,凭证号,客户附言,对方账号,对方账号名称,对方开户行"
    rows: Rows = [["中国民生银行账户明细"], ["账户名称：", HOLDER], ["账号：", OURS]]
    rows += [[] for _ in range(15)]
    rows.append(head.split(","))
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day} {m.time}", m.serial, out(m.fen, "--"), into(m.fen, "--"), yuan(held)]
            + ["", m.purpose, m.account, m.party, ""]
        )
    return "民生.xls", html_bytes(rows, "utf-8")


def spdb(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,交易时间,申请日期,凭证号,借方金额,贷方金额,余额,对方账号,对方户名,对方行名,交易流水号,"
    head += "摘要,交易附言,传票序号,记录状态,客户账户类型"
    rows: Rows = [["浦发银行"], ["账号", OURS], ["账户名称", HOLDER], [], head.split(",")]
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day:%Y%m%d}", m.time.replace(":", ""), f"{m.day:%Y%m%d}", "", out(m.fen)]
            + [into(m.fen), yuan(held), m.account, m.party, "", m.serial, m.summary, m.purpose]
            + ["1", "正常", "对公"]
        )
    return "浦发.xlsx", xlsx_bytes(rows)


def abc_old(moves: Sequence[Move], opening: int) -> Made:
    head = "交易时间,收入金额,支出金额,账户余额,交易行名,对方省市,对方账号,对方户名,交易用途"
    rows: Rows = [[f"账号:{OURS}"], head.split(",")]
    for m, held in _rows(moves, opening):
        rows.append(
            [f"{m.day:%Y%m%d} {m.time}", into(m.fen, commas=True), out(m.fen, commas=True)]
            + [yuan(held, commas=True), "桥东支行", "某省某市", m.account, m.party, m.purpose]
        )
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    rows.append([f"{len(ins)} 收 {yuan(sum(ins), commas=True)}"])
    rows.append([f"{len(outs)} 支 {yuan(sum(outs), commas=True)}"])
    return "农行.xls", html_bytes(rows, "gb18030")


COMPANIES: dict[str, Maker] = {
    make.__name__: make
    for make in (
        *(ping_an, ping_an_sides, ping_an_old, hua_xia, zhe_shang, zhe_shang_flag, jiang_su),
        *(citic, min_sheng, spdb, abc_old),
    )
}


def alipay_web(moves: Sequence[Move]) -> bytes:
    """A personal bill as the browser gives it: padded cells, tabs behind numbers, sums at the end."""
    head = "交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,"
    head += "收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态"
    lines = ["支付宝交易记录明细查询", "账号:[zhang***@163.com]"]
    lines += ["起始日期:[2026-03-01 00:00:00]    终止日期:[2026-04-01 00:00:00]"]
    lines += [
        "---------------------------------交易记录明细列表------------------------------------"
    ]
    lines.append(",".join(f"{name:<12}" for name in head.split(",")) + ",")
    for m in moves:
        moment = f"{m.day} {m.time}"
        cells = [
            f"{m.serial}\t",
            "T1\t",
            moment,
            moment,
            moment,
            "其他",
            "即时到账交易",
            m.party,
            m.purpose,
        ]
        cells += [yuan(abs(m.fen)), "收入" if m.fen > 0 else "支出", "交易成功", "0.00", "0.00", ""]
        cells += ["已收入" if m.fen > 0 else "已支出"]
        lines.append(",".join(f"{cell:<16}" for cell in cells) + ",")
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    lines += [
        "------------------------------------------------------------------------------------"
    ]
    lines += [f"共{len(moves)}笔记录", f"已收入:{len(ins)}笔,{yuan(sum(ins))}元"]
    lines += [f"待收入:0笔,0元\n已支出:{len(outs)}笔,{yuan(sum(outs))}元", "待支出:0笔,0元"]
    lines += ["导出时间:[2026-04-01 09:00:00]    用户:张三"]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")
