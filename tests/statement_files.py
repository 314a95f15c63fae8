"""Statements as banks write them, made from the columns, encodings and quirks that are known of each.

Real ones are nobody's to publish. One list of moves is written in every layout, so whatever reader is
wrong reads other figures than the others.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

OURS = "11050160360000000208"
HOLDER = "示例市样板区柳荫街道桂花里社区居民委员会"


@dataclass(frozen=True)
class Move:
    """One movement, fen; what every layout is written from."""

    day: dt.date
    time: str
    fen: int
    party: str
    account: str
    summary: str
    purpose: str
    serial: str


def _move(day: int, time: str, fen: int, party: str, summary: str, purpose: str) -> Move:
    serial = f"2026030{day}{abs(fen):08d}"
    return Move(
        dt.date(2026, 3, day), time, fen, party, "6222020200112233445", summary, purpose, serial
    )


OPENING = 4_709_998
MOVES = (
    _move(2, "09:15:01", 600_000, "桥东街道办事处", "转账", "一季度办公经费"),
    _move(2, "10:02:33", -38_600, "晨光文具店", "转支", "办公用品 SP-2026-0003"),
    _move(5, "14:40:59", -1_234_567, "顺达装饰有限公司", "网银转账", "活动室维修"),
    _move(5, "14:41:00", -1_500, "手续费", "收费", "手续费"),
    _move(5, "14:41:00", -1_500, "手续费", "收费", "手续费"),
    _move(9, "23:59:59", 1, "应付利息", "结息", "利息"),
)


def balances(moves: Sequence[Move] = MOVES, opening: int = OPENING) -> list[int]:
    """Return the balance after each move, fen."""
    held, after = opening, []
    for move in moves:
        held += move.fen
        after.append(held)
    return after


def yuan(fen: int, *, commas: bool = False) -> str:
    """Return fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}" if commas else f"{sign}{whole}.{rest:02d}"


def out(fen: int, nothing: str = "", *, commas: bool = False) -> str:
    """Return what stands in the column of payments."""
    return yuan(-fen, commas=commas) if fen < 0 else nothing


def into(fen: int, nothing: str = "", *, commas: bool = False) -> str:
    """Return what stands in the column of receipts."""
    return yuan(fen, commas=commas) if fen > 0 else nothing


def csv_bytes(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    """Return rows as comma separated text, quoted where needed."""
    import csv

    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def html_bytes(rows: Sequence[Sequence[Any]], encoding: str = "gb18030") -> bytes:
    """Return rows as the page that some banks call ``.xls``."""
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<html><head><title>明细</title></head><table>{cells}</table></html>".encode(encoding)


Made = tuple[str, bytes]
"""A file's name and bytes."""
Maker = Callable[[Sequence[Move], int], Made]


def ccb_v1(moves: Sequence[Move], opening: int) -> Made:
    head = [
        *(
            "记账日期",
            "交易时间",
            "凭证类型",
            "凭证号",
            "借方发生额",
            "贷方发生额",
            "余额",
            "钞汇标识",
        ),
        *(
            "对方户名",
            "对方账号",
            "摘要",
            "备注",
            "交易流水号",
            "企业流水号",
            "本方账号",
            "本方户名",
        ),
        "本方网点",
    ]
    rows: list[list[Any]] = [["中国建设银行账户明细"], [], [], ["币种：", "人民币"]]
    rows += [["账号：", OURS], ["账户名称：", HOLDER], [], []]
    rows.append(head)
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [m.day.strftime("%Y%m%d"), m.time, "电汇", "", out(m.fen, "0.00", commas=True)]
            + [into(m.fen, "0.00", commas=True), yuan(held, commas=True), "钞", m.party, m.account]
            + [m.summary, m.purpose, m.serial, "", OURS, HOLDER, "桥东支行"]
        )
    return "ccb.xlsx", xlsx_bytes(rows)


def ccb_v2(moves: Sequence[Move], opening: int) -> Made:
    rows: list[list[Any]] = [
        [
            "账号",
            "账户名称",
            "交易时间",
            "记账日期",
            "借方发生额（支取）",
            "贷方发生额（收入）",
            "余额",
        ]
        + ["对方账号", "对方户名", "对方开户机构", "摘要", "账户明细编号-交易流水号", "币种"]
    ]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [
                OURS,
                HOLDER,
                f"{m.day:%Y%m%d} {m.time}",
                f"{m.day:%Y%m%d}",
                out(m.fen, "0"),
                into(m.fen, "0"),
            ]
            + [yuan(held), m.account, m.party, "工行桥东支行", m.summary, m.serial, "人民币元"]
        )
    return "1105_resp.xlsx", xlsx_bytes(rows)


def ccb_v3(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "交易时间",
        "借方发生额/元(支取)",
        "贷方发生额/元(收入)",
        "余额",
        "币种",
        "对方户名",
        "对方账号",
    ]
    head += ["对方开户机构", "记账日期", "摘要", "备注", "账户明细编号-交易流水号"]
    rows: list[list[Any]] = [["中国建设银行"], ["账　　号：", OURS, "户名：", HOLDER], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [f"{m.day:%Y%m%d} {m.time}", out(m.fen, "0.00"), into(m.fen, "0.00"), yuan(held)]
            + [
                "人民币元",
                m.party,
                m.account,
                "",
                f"{m.day:%Y%m%d}",
                m.summary,
                m.purpose,
                m.serial,
            ]
        )
    return "明细.xls", html_bytes(rows)


def icbc_v1(moves: Sequence[Move], opening: int) -> Made:
    head = ["日期", "交易类型", "凭证种类", "凭证号", "对方户名", "对方账号", "摘要"]
    head += ["借方发生额", "贷方发生额", "余额"]
    rows: list[list[Any]] = [["账号：" + OURS], ["户名：" + HOLDER], [], [], [], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        serial = (m.day - dt.date(1899, 12, 30)).days
        rows.append(
            [serial, "转账", "电子", "", m.party, m.account, m.summary]
            + [-m.fen / 100 if m.fen < 0 else None, m.fen / 100 if m.fen > 0 else None, held / 100]
        )
    return "icbc.xlsx", xlsx_bytes(rows)


def icbc_v2(moves: Sequence[Move], opening: int) -> Made:
    head = ["凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额"]
    head += ["对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息"]
    rows: list[list[Any]] = [["[HISTORYDETAIL]"], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [f"{m.serial[-8:]}\t", f"{OURS}\t", f"{m.account}\t", f"{m.day} {m.time}\t"]
            + ["贷" if m.fen > 0 else "借", out(m.fen, "\t"), into(m.fen, "\t"), "\t"]
            + [f"{m.summary}\t", m.purpose, f"{m.party}\t", yuan(held, commas=True), "\t"]
        )
    return "historydetail.csv", csv_bytes(rows, "gbk")


def icbc_v3(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "对方账号",
        "交易时间",
        "借贷标志",
        "对方单位",
        "对方行号",
        "用途",
        "摘要",
        "附言",
        "发生额",
    ]
    rows: list[list[Any]] = [[f"账号:{OURS}"], [*head, "余额", "币种"]]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        flag = "贷" if m.fen > 0 else "借"
        rows.append(
            [m.account, f"{m.day} {m.time}", flag, m.party, "", m.purpose, m.summary, ""]
            + [yuan(abs(m.fen)), yuan(held), "人民币"]
        )
    return "icbc3.csv", csv_bytes(rows, "gb18030")


def icbc_v4(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "凭证号",
        "交易时间",
        "对方单位",
        "对方账号",
        "转入金额",
        "转出金额",
        "余额",
        "摘要",
        "附言",
    ]
    rows: list[list[Any]] = [head]
    for m, held in reversed(list(zip(moves, balances(moves, opening), strict=True))):
        rows.append(
            [
                m.serial[-8:],
                f"{m.day} {m.time}",
                m.party,
                m.account,
                into(m.fen, "-"),
                out(m.fen, "-"),
            ]
            + [yuan(held, commas=True), m.summary, m.purpose]
        )
    return f"（{OURS}账号）明细.xlsx", xlsx_bytes(rows)


def abc(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "交易时间",
        "收入金额",
        "支出金额",
        "账户余额",
        "对方账号",
        "对方户名",
        "对方开户行",
        "摘要",
    ]
    rows: list[list[Any]] = [["账户明细"], [f"账号:{OURS}"], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [f"{m.day} {m.time}", into(m.fen, commas=True), out(m.fen, commas=True)]
            + [yuan(held, commas=True), m.account, m.party, "", m.summary]
        )
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    rows.append([f"{len(ins)} 收 {yuan(sum(ins), commas=True)}"])
    rows.append([f"{len(outs)} 支 {yuan(sum(outs), commas=True)}"])
    return "abc.xls", html_bytes(rows, "utf-8")


def abc_long(moves: Sequence[Move], opening: int) -> Made:
    head = ["交易日期", "交易时间戳", "收入金额", "支出金额", "本次余额", "手续费总额", "交易方式"]
    head += [
        "交易行名",
        "交易类别",
        "对方省市",
        "对方账号",
        "对方户名",
        "交易说明",
        "交易摘要",
        "交易附言",
    ]
    rows: list[list[Any]] = [head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [
                f"{m.day:%Y%m%d}",
                m.time.replace(":", ""),
                into(m.fen),
                out(m.fen),
                yuan(held),
                "0.00",
            ]
            + ["网银", "", "", "", m.account, m.party, "", m.summary, m.purpose]
        )
    rows.append(["汇总收入金额", yuan(sum(m.fen for m in moves if m.fen > 0))])
    return "abc.csv", csv_bytes(rows, "gb18030")


def boc(moves: Sequence[Move], opening: int) -> Made:
    head = [
        *(
            "交易类型[ Transaction Type ]",
            "业务类型[ Business type ]",
            "付款人开户行号[ Account bank ]",
        ),
        *("付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]"),
        *("收款人账号[ Payee's Account Number ]", "收款人名称[ Payee's Name ]"),
        *(
            "交易日期[ Transaction Date ]",
            "交易时间[ Transaction time ]",
            "交易货币[ Trade Currency ]",
        ),
        *("交易金额[ Trade Amount ]", "交易后余额[ After-transaction balance ]"),
        *("交易流水号[ Transaction reference number ]", "摘要[ Reference ]", "用途[ Purpose ]"),
        *("交易附言[ Remark ]", "备注[ Remarks ]"),
    ]
    rows: list[list[Any]] = [
        ["查询账号[ Inquirer account number ]", OURS],
        [],
        [],
        [],
        [],
        [],
        [],
        head,
    ]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        kind = "来账" if m.fen > 0 else "往账"
        ours, theirs = [OURS, HOLDER], [m.account, m.party]
        rows.append(
            [kind, "转账", "", *(theirs + ours if m.fen > 0 else ours + theirs)]
            + [f"{m.day:%Y%m%d}", m.time, "CNY", yuan(m.fen, commas=True), yuan(held, commas=True)]
            + [m.serial, m.summary, m.purpose, "", ""]
        )
    return "boc.csv", csv_bytes(rows, "utf-8-sig")


def cmb(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "账号",
        "账号名称",
        "币种",
        "交易日",
        "交易时间",
        "起息日",
        "交易类型",
        "借方金额",
        "贷方金额",
    ]
    head += ["余额", "摘要", "流水号", "业务名称", "用途", "收(付)方名称", "收(付)方账号"]
    rows: list[list[Any]] = [["招商银行"], ["账号", OURS], [], [], [], [], [], [], [], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [OURS, HOLDER, "人民币", f"{m.day:%Y%m%d}", m.time, f"{m.day:%Y%m%d}", "网银"]
            + [
                out(m.fen),
                into(m.fen),
                yuan(held),
                m.summary,
                m.serial,
                "",
                m.purpose,
                m.party,
                m.account,
            ]
        )
    return "cmb.xlsx", xlsx_bytes(rows)


def bocom(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "交易时间",
        "借方发生额（支出）",
        "贷方发生额（收入）",
        "账户余额",
        "对方账号",
        "对方户名",
        "摘要",
    ]
    rows: list[list[Any]] = [["查询账号:", OURS, "户  名:", HOLDER], head]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [f"{m.day} {m.time}", out(m.fen, "0.00"), into(m.fen, "0.00"), yuan(held)]
            + [m.account, m.party, m.summary]
        )
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    foot = ["借方笔数:", len(outs), "借方发生额合计:", yuan(sum(outs))]
    rows.append([*foot, "贷方笔数:", len(ins), "贷方发生额合计:", yuan(sum(ins))])
    return "bocom.xlsx", xlsx_bytes(rows)


def ceb(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "交易日期",
        "交易时间",
        "借方发生额（元）",
        "贷方发生额（元）",
        "账户余额（元）",
        "对方账号",
    ]
    rows: list[list[Any]] = [["账号", OURS], ["户名", HOLDER], ["起始日期", "2026-03-01"]]
    rows += [["终止日期", "2026-03-31"], [*head, "对方名称", "摘要"]]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [
                m.day.isoformat(),
                m.time,
                out(m.fen, "--"),
                into(m.fen, "--"),
                yuan(held, commas=True),
            ]
            + [m.account, m.party, m.summary]
        )
    return "ceb.xlsx", xlsx_bytes(rows)


def rural(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "交易日期",
        "对方户名",
        "收入金额",
        "支出金额",
        "余额",
        "账号",
        "币种",
        "对方账号",
        "用途",
    ]
    rows: list[list[Any]] = [["农村商业银行"], [], [], [], [*head, "附言", "核心流水号"]]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [
                f"{m.day:%Y年%m月%d日}",
                m.party,
                into(m.fen),
                out(m.fen),
                f"￥{yuan(held, commas=True)}",
            ]
            + [OURS, "人民币", m.account, m.purpose, "", m.serial]
        )
    return "rural.xls", html_bytes(rows)


def postal(moves: Sequence[Move], opening: int) -> Made:
    head = ["序号", "交易日期", "摘要", "支出金额", "收入金额", "余额", "对方账号", "对方户名"]
    rows: list[list[Any]] = [
        ["账号：", OURS],
        ["户名：", HOLDER],
        ["期初余额：", yuan(opening)],
        [],
        [],
        head,
    ]
    pairs = zip(moves, balances(moves, opening), strict=True)
    for number, (m, held) in enumerate(pairs, 1):
        rows.append(
            [number, m.day.isoformat(), m.summary, out(m.fen).replace(".", "."), into(m.fen)]
            + [yuan(held, commas=True).replace(",", "，"), m.account, m.party]
        )
    rows.append(["合计", "", "", yuan(sum(-m.fen for m in moves if m.fen < 0))])
    return "postal.csv", csv_bytes(rows)


def wechat_merchant(moves: Sequence[Move], opening: int) -> Made:
    head = ["记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型"]
    head += ["收支金额(元)", "账户结余(元)", "资金变更提交申请人", "备注", "业务凭证号"]
    lines = [",".join(head)]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        cells = [f"{m.day} {m.time}", f"5030{m.serial}", m.serial, m.purpose, m.summary]
        cells += [
            "收入" if m.fen > 0 else "支出",
            yuan(abs(m.fen)),
            yuan(held),
            "1601API",
            "",
            "S1",
        ]
        lines.append(",".join(f"`{cell}" for cell in cells))
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [-m.fen for m in moves if m.fen < 0]
    lines.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
    figures = [len(moves), len(ins), yuan(sum(ins)), len(outs), yuan(sum(outs))]
    lines.append(",".join(f"`{figure}" for figure in figures))
    return "1601_fund.csv", ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def alipay_merchant(moves: Sequence[Move], opening: int) -> Made:
    lines = ["#支付宝账务明细查询", f"#账号：[{OURS}0156]"]
    lines += ["#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月31日 23:59:59]"]
    lines += ["#-----------------------------------------账务明细列表"]
    lines += [
        "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,"
        "账户余额（元）,交易渠道,业务类型,备注"
    ]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        lines.append(
            f"{m.serial}\t,{m.serial}\t,T1\t,{m.purpose},{m.day} {m.time},{m.account},"
            f"{into(m.fen, ' ')},{yuan(m.fen) if m.fen < 0 else ' '},{yuan(held)},支付宝,{m.summary},"
        )
    ins = [m.fen for m in moves if m.fen > 0]
    outs = [m.fen for m in moves if m.fen < 0]
    lines += ["#-----------------------------------------账务明细列表结束"]
    lines += [f"#支出合计：{len(outs)}笔，共{yuan(sum(outs))}元"]
    lines += [f"#收入合计：{len(ins)}笔，共{yuan(sum(ins))}元"]
    lines += ["#导出时间：[2026年04月01日 09:00:00]"]
    return "alipay.csv", ("\r\n".join(lines) + "\r\n").encode("gb18030")


def ministry(moves: Sequence[Move], opening: int) -> Made:
    ns = "http://xbrl.mof.gov.cn/taxonomy/2023-05-15/bkrs"
    tuples = ""
    for m, held in zip(moves, balances(moves, opening), strict=True):
        fields = {
            "DateOfBookkeeping": m.day.isoformat(),
            "IdentificationOfCreditOrDebit": "1" if m.fen > 0 else "0",
            "TransactionAmount": yuan(abs(m.fen)),
            "AccountBalance": yuan(held),
            "NameOfCounterparty": m.party,
            "AccountOfCounterparty": m.account,
            "NotesOfBankElectronicReceipt": m.summary,
            "BusinessSerialNumber": "0001",
        }
        inside = "".join(f'<b:{k} contextRef="c">{v}</b:{k}>' for k, v in fields.items())
        tuples += (
            f"<b:InformationOfReconcileDetailsTuple>{inside}</b:InformationOfReconcileDetailsTuple>"
        )
    head = f"<b:AccountNumber>{OURS}</b:AccountNumber><b:AccountName>{HOLDER}</b:AccountName>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns:b="{ns}">{head}{tuples}</xbrl>'
    return "bkrs.xml", text.encode()


def ccb_card(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "记账日",
        "交易日期",
        "交易时间",
        "支出",
        "收入",
        "账户余额",
        "币种",
        "摘要",
        "对方账号",
    ]
    rows: list[list[Any]] = [["China Construction Bank"], ["账　　号：", "11050*********0208"]]
    rows += [[], [], [], [*(f"{h}      " for h in head), "对方户名 ", "交易地点 "]]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [
                f"{m.day:%Y%m%d}",
                f"{m.day:%Y%m%d}",
                m.time,
                max(-m.fen, 0) / 100,
                max(m.fen, 0) / 100,
            ]
            + [held / 100, "人民币", m.summary, m.account, m.party, m.purpose]
        )
    rows.append(["以上数据仅供参考|具体内容请以柜台为准"])
    return "ccb.xls", xlsx_bytes(rows)


def spdb_card(moves: Sequence[Move], opening: int) -> Made:
    head = [
        "顺序号",
        "交易日期",
        "交易类型",
        "存入金额",
        "取出金额",
        "余额",
        "交易对手名称",
        "交易对手账号",
    ]
    rows: list[list[Any]] = [["账号", OURS, "账户类型", "借记卡", "日期范围", "20260301-20260331"]]
    rows.append([*head, "附言"])
    pairs = zip(moves, balances(moves, opening), strict=True)
    for number, (m, held) in enumerate(pairs, 1):
        rows.append(
            [
                str(number),
                f"{m.day:%Y/%m/%d}  {m.time}",
                m.summary,
                into(m.fen),
                out(m.fen),
                yuan(held),
            ]
            + [m.party, m.account, m.purpose]
        )
    return "spdb.xlsx", xlsx_bytes(rows)


def boc_card(moves: Sequence[Move], opening: int) -> Made:
    head = ["记账日期", "记账时间", "币别", "金额", "余额", "交易名称", "渠道", "网点名称", "附言"]
    rows: list[list[Any]] = [["中国银行交易流水明细单"]]
    rows.append([*head, "对方账户名", "对方卡号/账号", "对方开户行", "借记卡号"])
    for m, held in reversed(list(zip(moves, balances(moves, opening), strict=True))):
        rows.append(
            [m.day.isoformat(), m.time, "人民币", yuan(m.fen, commas=True), yuan(held, commas=True)]
            + [m.summary, "网银", "-------", m.purpose, m.party, m.account, "-----", "3167"]
        )
    return "boc.csv", csv_bytes(rows)


def abc_card(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言"
    rows: list[list[Any]] = [head.split(",")]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        sign = "+" if m.fen > 0 else ""
        rows.append(
            [
                f"{m.day:%Y%m%d}",
                m.time.replace(":", ""),
                m.summary,
                f"{sign}{yuan(m.fen)}",
                yuan(held),
            ]
            + [m.party, m.serial]
        )
    return "abc.csv", csv_bytes(rows)


def bocom_card(moves: Sequence[Move], opening: int) -> Made:
    head = "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要"
    rows: list[list[Any]] = [head.split(",")]
    pairs = zip(moves, balances(moves, opening), strict=True)
    for number, (m, held) in enumerate(pairs, 1):
        side = "贷 Cr" if m.fen > 0 else "借 Dr"
        rows.append(
            [number, m.day.isoformat(), m.time, m.purpose, side, yuan(abs(m.fen)), yuan(held)]
            + [m.account, m.party, "其他"]
        )
    return "bocom.csv", csv_bytes(rows)


def icbc_card(moves: Sequence[Move], opening: int) -> Made:
    head = "交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,"
    head += "记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户"
    lines = [
        "明细查询文件下载",
        "",
        '卡号: 1105****0208,"卡别名: 卡"',
        "",
        "子账户序号: 00000",
        "",
        head,
    ]
    for m, held in reversed(list(zip(moves, balances(moves, opening), strict=True))):
        cells = [m.summary, m.purpose, "", "CHN", "钞", "-", "-", "-", into(m.fen), out(m.fen)]
        cells += ["人民币", yuan(held, commas=True), m.party, m.account]
        lines.append(f"{m.day}     \t," + "".join(f'"{c}          \t",' for c in cells))
    ins = sum(m.fen for m in moves if m.fen > 0)
    outs = -sum(m.fen for m in moves if m.fen < 0)
    lines += [
        " ",
        f'人民币合计,,,,,,,,,"{yuan(ins, commas=True)}  \t","{yuan(outs, commas=True)} \t",',
    ]
    return "icbc.csv", "\n".join(lines).encode()


def cmb_card(moves: Sequence[Move], opening: int) -> Made:
    rows: list[list[Any]] = [["记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息"]]
    for m, held in zip(moves, balances(moves, opening), strict=True):
        rows.append(
            [m.day.isoformat(), "CNY", yuan(m.fen, commas=True), yuan(held, commas=True)]
            + [m.summary, m.party]
        )
    return "cmb.csv", csv_bytes(rows)


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        *(ccb_v1, ccb_v2, ccb_v3, icbc_v1, icbc_v2, icbc_v3, icbc_v4, abc, abc_long, boc, cmb),
        *(bocom, ceb, rural, postal, wechat_merchant, alipay_merchant, ministry, ccb_card),
        *(spdb_card, boc_card, abc_card, bocom_card, icbc_card, cmb_card),
    )
}
