"""The list of commands of ``juwu``; each module of this folder registers its own."""

from __future__ import annotations

import typer

from juwu_ledger.cli import check, disclose, export, report, rules, verify
from juwu_ledger.cli.writing import (
    account,
    approve,
    asset,
    budget_limit,
    close,
    conference_report,
    count_cash,
    deposit,
    donor_report,
    explain_finding,
    file_report,
    fund,
    init,
    limit,
    officer,
    query,
    receipt_book,
    receive,
    reconcile,
    reply,
    resolve,
    reverse,
    review,
    spend,
    transfer,
    void_receipt,
    withdraw,
)

app = typer.Typer(
    name="juwu",
    help="居务账：社区居委会公款的复式账本与查账工具。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
check.register(app)
rules.register(app)
report.register(app)
disclose.register(app)
export.register(app)
verify.register(app)
close.register(app)
for money_command in (receive, spend, deposit, withdraw, transfer, reverse):
    money_command.register(app)
for sign_off_command in (approve, resolve, receipt_book, void_receipt, count_cash, reconcile):
    sign_off_command.register(app)
for books_command in (init, account, officer, limit, budget_limit, fund, asset):
    books_command.register(app)
for paper_command in (file_report, query, reply, explain_finding, review):
    paper_command.register(app)
conference_report.register(app)
donor_report.register(app)
