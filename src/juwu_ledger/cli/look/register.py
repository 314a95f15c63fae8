"""``juwu register``: the registers and journals on the screen, on paper or as a workbook."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period, warn_outside
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    FormatsOption,
    paper_stem,
    put_out,
    read_formats,
)

if TYPE_CHECKING:
    from juwu_ledger.tables.report import Report


class Kind(NamedTuple):
    """A register: what its file is called, its module and the function that makes it."""

    stem: str
    module: str
    function: str


REGISTERS = {
    "receipts": Kind("收据登记簿", "receipts.receipt_register", "receipt_register"),
    "approvals": Kind("签批登记簿", "approvals.approval_register", "approval_register"),
    "assets": Kind("固定资产登记簿", "assets.asset_register", "asset_register"),
    "low-value": Kind("低值品登记簿", "assets.asset_register", "low_value_register"),
    "cash": Kind("现金日记账", "journals.printed_journals", "cash_journal"),
    "bank": Kind("银行存款日记账", "journals.printed_journals", "bank_journal"),
    "reconciliations": Kind(
        "余额调节登记簿", "bank.reconciliation_register", "reconciliation_register"
    ),
    "funds": Kind("专项资金登记簿", "funds.fund_register", "fund_register"),
    "flows": Kind("收支明细表", "journals.printed_flows", "flow_journal"),
    "trial-balance": Kind("科目余额表", "journals.printed_trial_balance", "trial_balance"),
    "general-ledger": Kind("总账", "journals.printed_ledgers", "general_ledger"),
    "ledger": Kind("明细账", "journals.printed_ledgers", "account_ledger"),
    "budget": Kind("预算执行表", "budget.printed_budget", "budget_register"),
}
OF_ACCOUNTS = "ledger"
"""The register of the accounts that ``--account`` names."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("register")(show_register)


def show_register(
    name: Annotated[
        str,
        typer.Argument(
            metavar="登记簿",
            help="receipts 收据、approvals 签批、assets 固定资产、low-value 低值品、"
            "cash 现金日记账、bank 银行日记账、reconciliations 余额调节、funds 专项资金、flows 收支明细表、"
            "trial-balance 科目余额表、general-ledger 总账、ledger 明细账、budget 预算执行表。",
        ),
    ],
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="期间", help="如 2026-03、2026Q1、2026；不写就是今年。"),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(
            "--account", metavar="科目", help="明细账要写：编码、名称或拼音首字母；下级科目也印。"
        ),
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """看账簿、印账簿：收据、签批、资产、低值品、专项资金登记簿，日记账、明细账、总账、科目余额表等。

    登记簿先和账核对；首页写明封账、查账、勾稽、审核，有红字的，状态码是 3。

    例：juwu register cash --period 2026-03

    例：juwu register receipts --period 2026Q1 --format pdf,xlsx -o 登记簿

    例：juwu register ledger --account 办公用品 --period 2026
    """
    if name not in REGISTERS:
        complain(f"没有 {name} 这种登记簿；现有：{'、'.join(REGISTERS)}。")
    if (name == OF_ACCOUNTS) is (account is None):
        complain(
            "明细账要写明科目，如：juwu register ledger --account 办公用品"
            if account is None
            else f"--account 只和 {OF_ACCOUNTS}（明细账）合用。"
        )
    formats = read_formats(output, folder)
    day = read_day(as_of)
    span = read_period(period or str(day.year))
    loaded = load_sound(books, trusted_keys)
    warn_outside(loaded, span)
    kind = REGISTERS[name]
    make = getattr(import_module(f"juwu_ledger.registers.{kind.module}"), kind.function)
    parts = [kind.stem, span.label]
    if account is None:
        made: Report = make(loaded, span, day)
    else:
        from juwu_ledger.books.model.chart import account_label
        from juwu_ledger.cli.look.named_account import accounts_below

        chosen, below = accounts_below(loaded, account)
        made = make(loaded, span, day, below)
        parts.insert(1, account_label(chosen))
    put_out(loaded, made, paper_stem(loaded, *parts), formats, folder, force=force)
