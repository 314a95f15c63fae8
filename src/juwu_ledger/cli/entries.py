"""The commands as data: what each is called, on which occasion it is used, where it lives.

A module is imported only when its command is wanted: importing all of them takes longer than to write
a voucher.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Occasion(StrEnum):
    """When a command is used, as help and menus group them."""

    MONEY_IN = "收钱"
    MONEY_OUT = "花钱"
    BANK = "存银行、转账"
    NO_MONEY = "转账凭证（不动钱）"
    CORRECTION = "更正"
    COUNTING = "盘点、对账"
    MONTH_END = "月末"
    QUARTER_END = "季末"
    REVIEW = "民主理财"
    PAPERS = "报表"
    FINDING = "查找、核对"
    ASSETS = "资产"
    SETTING_UP = "建账、章程"
    SHARING = "给别人看"
    STREET = "街道"


class Entry(NamedTuple):
    """A command, or a group of them, of the first level."""

    name: str
    module: str
    """Below ``juwu_ledger``; its ``register(app)`` adds the command to the program."""
    occasion: Occasion


ENTRIES = (
    Entry("receive", "cli.write.receive", Occasion.MONEY_IN),
    Entry("receipt-book", "cli.write.receipt_book", Occasion.MONEY_IN),
    Entry("void-receipt", "cli.write.void_receipt", Occasion.MONEY_IN),
    Entry("approve", "cli.write.approve", Occasion.MONEY_OUT),
    Entry("spend", "cli.write.spend", Occasion.MONEY_OUT),
    Entry("invoice", "cli.write.invoice", Occasion.MONEY_OUT),
    Entry("resolve", "cli.write.resolve", Occasion.MONEY_OUT),
    Entry("deposit", "cli.write.deposit", Occasion.BANK),
    Entry("withdraw", "cli.write.withdraw", Occasion.BANK),
    Entry("transfer", "cli.write.transfer", Occasion.BANK),
    Entry("journal", "cli.write.journal", Occasion.NO_MONEY),
    Entry("reverse", "cli.write.reverse", Occasion.CORRECTION),
    Entry("attach", "cli.write.attach", Occasion.CORRECTION),
    Entry("draft", "cli.write.draft", Occasion.CORRECTION),
    Entry("copy", "cli.write.copy", Occasion.CORRECTION),
    Entry("batch", "cli.write.batch", Occasion.MONEY_IN),
    Entry("recurring", "cli.write.recurring", Occasion.CORRECTION),
    Entry("explain-finding", "cli.write.explain_finding", Occasion.CORRECTION),
    Entry("count-cash", "cli.write.count_cash", Occasion.COUNTING),
    Entry("import", "cli.write.import_statements", Occasion.COUNTING),
    Entry("match", "cli.write.match", Occasion.COUNTING),
    Entry("reconcile", "cli.write.reconcile", Occasion.COUNTING),
    Entry("due", "cli.look.due", Occasion.MONTH_END),
    Entry("depreciate", "cli.write.depreciate", Occasion.MONTH_END),
    Entry("close", "cli.write.close", Occasion.MONTH_END),
    Entry("bundle", "cli.look.bundle", Occasion.MONTH_END),
    Entry("file", "cli.write.file_report", Occasion.MONTH_END),
    Entry("backup", "cli.write.backup", Occasion.MONTH_END),
    Entry("archive", "cli.write.archive", Occasion.MONTH_END),
    Entry("disclose", "cli.look.disclose", Occasion.QUARTER_END),
    Entry("conference-report", "cli.write.conference_report", Occasion.QUARTER_END),
    Entry("donor-report", "cli.write.donor_report", Occasion.QUARTER_END),
    Entry("review", "cli.write.review", Occasion.REVIEW),
    Entry("query", "cli.write.query", Occasion.REVIEW),
    Entry("reply", "cli.write.reply", Occasion.REVIEW),
    Entry("report", "cli.look.reporting", Occasion.PAPERS),
    Entry("register", "cli.look.register", Occasion.PAPERS),
    Entry("print", "cli.look.printing", Occasion.PAPERS),
    Entry("export", "cli.look.export", Occasion.PAPERS),
    Entry("list", "cli.look.list", Occasion.FINDING),
    Entry("show", "cli.look.show", Occasion.FINDING),
    Entry("accounts", "cli.look.accounts", Occasion.FINDING),
    Entry("check", "cli.look.check", Occasion.FINDING),
    Entry("analyze", "cli.look.analyze", Occasion.FINDING),
    Entry("rules", "cli.look.rules", Occasion.FINDING),
    Entry("explain", "cli.look.rules", Occasion.FINDING),
    Entry("verify", "cli.look.verify", Occasion.FINDING),
    Entry("log", "cli.look.log", Occasion.FINDING),
    Entry("restore", "cli.write.restore", Occasion.FINDING),
    Entry("recount", "cli.look.recounting", Occasion.FINDING),
    Entry("asset", "cli.write.asset", Occasion.ASSETS),
    Entry("init", "cli.write.init", Occasion.SETTING_UP),
    Entry("committee", "cli.write.committee", Occasion.SETTING_UP),
    Entry("officer", "cli.write.officer", Occasion.SETTING_UP),
    Entry("limit", "cli.write.limit", Occasion.SETTING_UP),
    Entry("budget-limit", "cli.write.budget_limit", Occasion.SETTING_UP),
    Entry("brought-forward", "cli.write.brought_forward", Occasion.SETTING_UP),
    Entry("fund", "cli.write.fund", Occasion.SETTING_UP),
    Entry("roster", "cli.write.roster", Occasion.SETTING_UP),
    Entry("account", "cli.write.account", Occasion.SETTING_UP),
    Entry("key", "cli.write.key", Occasion.SETTING_UP),
    Entry("serve", "program.serving", Occasion.SHARING),
    Entry("user", "program.user", Occasion.SHARING),
    Entry("street", "program.street", Occasion.STREET),
)
"""Every command, in the order in which help lists them."""
BY_NAME = {entry.name: entry for entry in ENTRIES}
