"""The menu of ``juwu`` as data: eight occasions, what one does on each, and the command it stands for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Blank(StrEnum):
    """A word of a command that is asked for; its value is the question."""

    MONTH = "哪个月（如 2026-10）"
    QUARTER = "哪个季度（如 2026Q3）"
    HALF = "哪个半年（如 2026H1）"
    YEAR = "哪一年（如 2026）"
    VOUCHER = "凭证号（如 2026-10-0005）"
    RECEIPT = "收据号"
    FIRST = "从哪一号起"
    LAST = "到哪一号止"
    ACCOUNT = "科目（编码、名称或拼音首字母）"
    BANK = "银行科目（编码或名称，如 基本户）"
    SCAN = "扫描件在哪里（文件名）"
    STATEMENT = "对账单在哪里（文件名）"
    DRAFT = "草稿编号（如 D0001）"
    BACKUPS = "备份到哪个文件夹（U 盘上的）"
    DONOR = "捐赠人"
    QUERY = "质询编号"
    REPLY = "怎么答复"
    NUMBER = "编号（凭证、签批、收据、发票、资产、质询）"
    TEXT = "找什么（对方、摘要里的字）"


class Item(NamedTuple):
    """A choice: what it is called, and the words behind ``juwu``, blanks among them."""

    title: str
    command: tuple[str, ...]


class Page(NamedTuple):
    """An occasion with its choices, numbered from 1."""

    title: str
    items: tuple[Item, ...]


_PRINT = ("--format", "html", "-o", "打印")
MENU = (
    Page(
        "收钱",
        (
            Item("收一笔钱", ("receive",)),
            Item("收据写坏了，登记作废", ("void-receipt", Blank.RECEIPT)),
            Item("领收据本", ("receipt-book", "issue", Blank.FIRST, Blank.LAST)),
            Item("交回收据核销", ("receipt-book", "return", Blank.FIRST, Blank.LAST)),
            Item("看收据登记簿", ("register", "receipts")),
        ),
    ),
    Page(
        "花钱",
        (
            Item("主任签批", ("approve",)),
            Item("付一笔钱", ("spend",)),
            Item("记错了，红字冲销", ("reverse", Blank.VOUCHER)),
            Item("不动钱的账：赊购、领用、捐物", ("journal",)),
            Item("照旧凭证再记一张", ("copy", Blank.VOUCHER)),
            Item("接着记草稿", ("draft", "post", Blank.DRAFT)),
            Item("补扫描件", ("attach", Blank.VOUCHER, Blank.SCAN)),
            Item("登记居民会议决议", ("resolve",)),
            Item("看签批登记簿", ("register", "approvals")),
            Item("看预算用了多少", ("register", "budget")),
        ),
    ),
    Page(
        "存银行",
        (
            Item("现金存银行", ("deposit",)),
            Item("提备用金", ("withdraw",)),
            Item("账户之间转账、收款码提现", ("transfer",)),
        ),
    ),
    Page(
        "对账",
        (
            Item("点现金", ("count-cash",)),
            Item("导入银行、微信对账单", ("import", Blank.STATEMENT)),
            Item("流水和凭证勾对", ("match",)),
            Item("和银行对账", ("reconcile", Blank.BANK, Blank.MONTH)),
            Item("印余额调节表", ("print", "reconciliation", Blank.BANK, Blank.MONTH, *_PRINT)),
            Item("看现金日记账", ("register", "cash", "--period", Blank.MONTH)),
            Item("看银行日记账", ("register", "bank", "--period", Blank.MONTH)),
        ),
    ),
    Page(
        "月末",
        (
            Item("查账", ("check",)),
            Item("月结", ("close", Blank.MONTH)),
            Item("计提折旧", ("depreciate", Blank.MONTH)),
            Item("看月报", ("report", "monthly", Blank.MONTH)),
            Item("印月报", ("report", "monthly", Blank.MONTH, *_PRINT)),
            Item("印全月凭证", ("print", "voucher", "--month", Blank.MONTH, *_PRINT)),
            Item("月报送到街道了，登记报送", ("file", Blank.MONTH)),
            Item("备份账本", ("backup", Blank.BACKUPS)),
        ),
    ),
    Page(
        "季末",
        (
            Item("看季报", ("report", "quarterly", Blank.QUARTER)),
            Item("印公开榜", ("disclose", Blank.QUARTER, "--board", *_PRINT)),
            Item("登记民主理财小组审核", ("review", Blank.QUARTER)),
            Item("张榜公开", ("disclose", Blank.QUARTER, "--post")),
            Item("季报送到街道了，登记报送", ("file", Blank.QUARTER)),
            Item("资产盘点", ("asset", "count")),
            Item("答复质询", ("reply", Blank.QUERY, Blank.REPLY)),
            Item("向居民代表报告过了", ("conference-report", Blank.HALF)),
            Item("告诉捐赠人了", ("donor-report", Blank.DONOR)),
        ),
    ),
    Page(
        "报表",
        (
            Item("收支明细表", ("register", "flows", "--period", Blank.MONTH)),
            Item("科目余额表", ("register", "trial-balance", "--period", Blank.MONTH)),
            Item("明细账", ("register", "ledger", "--account", Blank.ACCOUNT)),
            Item("总账", ("register", "general-ledger")),
            Item("专项资金登记簿", ("register", "funds")),
            Item("固定资产登记簿", ("register", "assets")),
            Item("年报", ("report", "annual", Blank.YEAR)),
            Item("审计账册", ("export", "audit", "--year", Blank.YEAR)),
            Item("审计常看的地方", ("analyze", Blank.YEAR)),
            Item("凭证抽查清单", ("analyze", Blank.YEAR, "--sample")),
        ),
    ),
    Page(
        "查找",
        (
            Item("找凭证", ("list", Blank.TEXT)),
            Item("查一个编号", ("show", Blank.NUMBER)),
            Item("看科目和余额", ("accounts",)),
            Item("核对封账", ("verify",)),
            Item("全部规则", ("rules",)),
        ),
    ),
)
