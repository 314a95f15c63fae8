"""The chart of accounts that new books begin with: code and Chinese name, as in the example books.

Roots and the words of ``role``, ``source`` and ``nature`` are those of docs/books-format.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from juwu_ledger.journal.engine.directive_text import heading
from juwu_ledger.journal.orders.accounts import NewAccount

BANK = "Assets:1002银行存款:01"
CLEARING = "Assets:1012其他货币资金:"
RECEIVABLE = "Assets:1122应收款:"
OPENING = "Equity:3001期初余额"

_HEAD = """\
; 科目表：编号加中文名字。开头的英文是 Beancount 规定的五大类：
;   Assets 资产　Liabilities 负债　Equity 净资产　Income 收入　Expenses 支出
; 每个科目下面写明它的用处：role 是钱或物放在哪里，source 是收入来源，nature 是支出性质。
; 新科目用 juwu account 开；用过的科目不改名、不删除。
"""


class Line(NamedTuple):
    """One account of the standard chart: its name, what it is for, and a word about it."""

    name: str
    purpose: str
    note: str = ""


class Section(NamedTuple):
    """Accounts under one heading."""

    title: str
    lines: Sequence[Line]


MONEY = "资产：钱和物"
_STANDARD = (
    Section(
        MONEY,
        (
            Line("Assets:1001库存现金:01备用金", "petty-cash", "出纳手里的零用现金，不得超过限额"),
            Line(
                "Assets:1001库存现金:02待缴款",
                "undeposited",
                "收到的现金，当天全部送银行，不能从这里花",
            ),
            Line("Assets:1201库存物资", "inventory", "买来或捐来、还没有用的物品，领用时转支出"),
            Line("Assets:1501固定资产:01办公设备", "fixed-asset", "按原值记账，每件都有卡片"),
            Line("Assets:1501固定资产:02活动设备", "fixed-asset"),
            Line("Assets:1501固定资产:03其他设备", "fixed-asset"),
            Line(
                "Assets:1502累计折旧", "depreciation", "固定资产的减项，所以是负数；不提折旧就不用"
            ),
        ),
    ),
    Section(
        "负债：欠别人的和替别人保管的",
        (
            Line("Liabilities:2202应付账款", "payable", "东西已收到、款还没付"),
            Line("Liabilities:2241其他应付款:01押金", "deposit-held", "收来的押金，原数退还"),
            Line("Liabilities:2241其他应付款:02代收代付", "agency", "替别人代收的钱，全数转交"),
        ),
    ),
    Section(
        "净资产",
        (
            Line(OPENING, "opening", "建账时一次性结转，平时不用"),
            Line("Equity:3101净资产", "net-assets", "历年积累，年度决算后由会计结转"),
        ),
    ),
    Section(
        "收入：除利息外，每笔都开统一收据",
        (
            Line("Income:4001财政拨款:01办公经费", "appropriation", "街道拨付的办公经费"),
            Line("Income:4001财政拨款:02专项拨款", "appropriation", "指定用途的，凭证上写明 fund"),
            Line("Income:4002社会捐赠:01单位捐赠", "donation", "指定用途的，凭证上写明 fund"),
            Line("Income:4002社会捐赠:02个人捐赠", "donation"),
            Line("Income:4003便民服务:01复印打印", "service", "便民服务收费，价目要公开"),
            Line("Income:4003便民服务:02场地使用", "service"),
            Line("Income:4003便民服务:03其他服务", "service"),
            Line("Income:4004房屋租金", "rent"),
            Line("Income:4005利息收入", "interest", "银行结息，凭银行回单，不开收据"),
            Line("Income:4006其他收入", "other", "零星收入，如废旧物品变价"),
            Line("Income:4007居民筹资", "levy", "居民会议决定筹集的公益经费"),
        ),
    ),
    Section(
        "支出：公务费用，每年有限额，逐笔公开",
        (
            Line("Expenses:5101办公用品", "official", "文具、纸张、耗材、桶装水"),
            Line("Expenses:5102报刊印刷", "official", "报刊、宣传单、表册"),
            Line("Expenses:5103邮电通讯", "official", "电话、宽带、邮寄"),
            Line("Expenses:5104水电暖费", "official", "水、电、采暖"),
            Line("Expenses:5105会议培训", "official"),
            Line("Expenses:5106办公维修", "official", "办公和活动用房的小修小补"),
            Line("Expenses:5107业务接待", "entertainment", "只限工作需要，能省则省"),
            Line(
                "Expenses:5108低值易耗品",
                "low-value",
                "够不上固定资产的耐用物品，买来就登记，年末照样盘点",
            ),
        ),
    ),
    Section(
        "支出：津贴与救助，没有发票，凭发放表和花名册",
        (
            Line("Expenses:5201津贴补贴:01成员津贴", "allowance"),
            Line("Expenses:5201津贴补贴:02楼组长津贴", "allowance"),
            Line("Expenses:5201津贴补贴:03志愿者补贴", "allowance"),
            Line("Expenses:5202困难救助", "relief", "经居民代表评议"),
        ),
    ),
    Section(
        "支出：社区项目",
        (
            Line("Expenses:5301社区活动:01文体活动", "programme"),
            Line("Expenses:5301社区活动:02宣传教育", "programme"),
            Line("Expenses:5301社区活动:03节日慰问", "programme"),
            Line("Expenses:5301社区活动:04青少年活动", "programme"),
            Line("Expenses:5301社区活动:05志愿服务", "programme"),
            Line("Expenses:5302公共环境:01保洁清运", "programme"),
            Line("Expenses:5302公共环境:02绿化养护", "programme"),
            Line("Expenses:5302公共环境:03设施维修", "programme"),
            Line("Expenses:5303消防防汛", "programme"),
            Line("Expenses:5304为老服务", "programme"),
        ),
    ),
    Section(
        "支出：其他",
        (
            Line("Expenses:5401银行手续费", "bank-charge", "银行自己扣的，凭银行回单，不用签批"),
            Line("Expenses:5402折旧费用", "other", "年末一次计提，不动钱"),
            Line("Expenses:5403其他支出", "other"),
        ),
    ),
)


def chart_sections(bank: str, clearing: Sequence[str], debtors: Sequence[str]) -> Iterator[Section]:
    """Yield the standard chart with the committee's own bank account, QR codes and debtors."""
    own = [Line(f"{BANK}{bank}", "bank", "居委会的银行账户，户名必须是居委会全称")]
    own += [
        Line(f"{CLEARING}{number:02d}{name}", "clearing", "收款码，随时提现到银行")
        for number, name in enumerate(clearing, 1)
    ]
    own += [
        Line(f"{RECEIVABLE}{number:02d}{component_of(name)}", "receivable")
        for number, name in enumerate(debtors, 1)
    ]
    for section in _STANDARD:
        if section.title == MONEY:
            lines = sorted([*section.lines, *own], key=lambda line: line.name)
            yield section._replace(lines=lines)
        else:
            yield section


def component_of(name: str) -> str:
    """Return a name with only what an account's name may hold: letters and figures."""
    return "".join(char for char in name if char.isalpha() or char.isdecimal()) or "某"


def new_accounts(
    sections: Sequence[Section], date: dt.date, holder: str, debtors: Sequence[str]
) -> list[NewAccount]:
    """Return the accounts of the chart, open from ``date``."""
    owing = iter(debtors)
    accounts = []
    for section in sections:
        for line in section.lines:
            accounts.append(
                NewAccount(
                    date=date,
                    name=line.name,
                    purpose=line.purpose,
                    holder=holder if line.purpose in ("bank", "clearing") else None,
                    debtor=next(owing) if line.purpose == "receivable" else None,
                )
            )
    return accounts


def chart_text(sections: Sequence[Section], accounts: Sequence[NewAccount]) -> str:
    """Return ``accounts.beancount``."""
    texts = {account.name: account.text for account in accounts}
    parts = [_HEAD]
    for section in sections:
        parts.append(heading(section.title))
        for line in section.lines:
            note = f"; {line.note}\n" if line.note else ""
            parts.append(note + texts[line.name])
    return "\n".join(parts)
