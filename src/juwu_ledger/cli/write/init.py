"""``juwu init``: new books."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import legible, print_json, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.prompts import Declined
from juwu_ledger.cli.shell.telling import finding_json
from juwu_ledger.cli.write.init_answers import Given, new_books, refuse_missing
from juwu_ledger.cli.write.init_steps import next_steps
from juwu_ledger.cli.write.init_summary import summary
from juwu_ledger.journal.orders.new_books import Founded, NewBooks, found, refuse_folder

_Many = list[str] | None


class Options(NamedTuple):
    """What ``juwu init`` may be told."""

    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="新账本放在哪里；要是新的或者空的文件夹。")
    ]
    committee: Annotated[
        str | None, typer.Option(metavar="全称", help="居委会全称，和银行户名一字不差。")
    ] = None
    begin: Annotated[
        str | None, typer.Option(metavar="日期", help="从哪天起记账；默认本月一日。")
    ] = None
    officer: Annotated[
        _Many, typer.Option(metavar="职务=姓名", help="如 主任=赵一清；每个职务写一次，可写几次。")
    ] = None
    since: Annotated[
        str | None, typer.Option(metavar="日期", help="他们从哪天起任职；默认从记账那天起。")
    ] = None
    until: Annotated[
        _Many,
        typer.Option(
            metavar="日期", help="本届任期最后一天；哪个职务不一样，再写 职务=日期，可写几次。"
        ),
    ] = None
    petty_cash: Annotated[str | None, typer.Option(metavar="金额", help="备用金限额。")] = None
    street_sign_off: Annotated[
        str | None, typer.Option(metavar="金额", help="一笔到多少，街道主任也要签。")
    ] = None
    fixed_asset: Annotated[
        str | None, typer.Option(metavar="金额", help="一件到多少，算固定资产。")
    ] = None
    cash_payment: Annotated[
        str | None, typer.Option(metavar="金额", help="一次付现金最多多少；国家规定结算起点 1000。")
    ] = None
    resolution: Annotated[
        str | None, typer.Option(metavar="金额", help="到多少要先上居民会议。")
    ] = None
    bank: Annotated[
        str | None, typer.Option(metavar="名称", help="银行账户在科目里叫什么；默认基本户。")
    ] = None
    clearing: Annotated[
        _Many, typer.Option(metavar="名称", help="收款码，如 微信收款。可写几次。")
    ] = None
    opening: Annotated[
        _Many,
        typer.Option(
            metavar="科目=金额", help="期初余额，如 备用金=1246.30、基本户=52318.46。可写几次。"
        ),
    ] = None
    brought_forward: Annotated[
        _Many,
        typer.Option(
            metavar="科目=金额",
            help="年中建账的：收入、支出科目从 1 月到建账前一天一共多少，如 办公用品=1860.50。可写几次。",
        ),
    ] = None
    debtor: Annotated[
        _Many, typer.Option(metavar="名称=金额", help="谁欠居委会多少钱。可写几次。")
    ] = None
    fund: Annotated[
        _Many,
        typer.Option(metavar="名称=科目", help="专项资金能花在哪些科目，用顿号隔开。可写几次。"),
    ] = None
    fund_left: Annotated[
        _Many, typer.Option(metavar="名称=金额", help="专项资金还剩多少。可写几次。")
    ] = None
    receipts: Annotated[
        str | None,
        typer.Option(
            metavar="起号-止号", help="手里的收据本，从第一张没用过的写起，如 A0000101-A0000150。"
        ),
    ] = None
    issued_by: Annotated[str | None, typer.Option(metavar="名称", help="收据本是谁发的。")] = None
    attachments: Annotated[
        str | None, typer.Option(metavar="张数", help="期初余额附几张依据；默认 1。")
    ] = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "init", without=("books", "draft"))(init)


def init(context: Context, told: Options) -> None:
    """建一套新账本：科目表、章程、限额、期初余额和各册文件，一次建好，查过账才落地。

    在终端里运行会逐项询问。例：juwu init 账本 --committee 示例市桂花里社区居民委员会
    --begin 2026-01-01 --officer 主任=赵一清 --officer 会计=李四安 --officer 出纳=周五福
    --officer 票据保管人=郑七星 --officer 财务管理领导小组成员=赵一清、钱二宁、孙三平
    --petty-cash 3000 --street-sign-off 5000 --opening 备用金=1246.30 --opening 基本户=52318.46
    """
    refuse_folder(told.folder.resolve())
    given = Given.of(told)
    if not context.ask.terminal:
        refuse_missing(given)
    wanted = new_books(context, given)
    if context.ask.terminal and not context.yes and not context.dry_run:
        _show_summary(_found(context, told.folder, wanted, dry_run=True), wanted)
        if not context.ask.sure("就这样建账吗？"):
            raise Declined
    if not context.dry_run:
        context.commit()
    made = _found(context, told.folder, wanted, dry_run=context.dry_run)
    context.has_written = not context.dry_run
    if context.json:
        print_json(_as_json(made, context.dry_run))
    elif context.dry_run:
        _show(made)
    else:
        _say_what_is_made(made, wanted)


def _say_what_is_made(made: Founded, wanted: NewBooks) -> None:
    say(f"建好了：{legible(str(made.folder))}（{len(made.files)} 个文件）")
    _tell_findings(made)
    for line in next_steps(made, wanted):
        say(legible(line))


def _show_summary(draft: Founded, wanted: NewBooks) -> None:
    for line in summary(draft, wanted):
        say(legible(line))
    _tell_findings(draft)


def _found(context: Context, folder: Path, wanted: NewBooks, *, dry_run: bool) -> Founded:
    by = dict(wanted.officers).get("accountant")
    return found(
        folder,
        wanted,
        explain=context.explain,
        explained_by=by,
        dry_run=dry_run,
        as_of=context.as_of,
    )


def _show(draft: Founded) -> None:
    """Show every file."""
    say(f"试建，没有写入：{legible(str(draft.folder))}")
    for name, text in draft.files.items():
        say("")
        say(f"==== {name}")
        say(legible(text.rstrip("\n")))
    say("")
    _tell_findings(draft)


def _tell_findings(made: Founded) -> None:
    if not made.findings:
        say("查账：没有发现问题。")
    for finding in made.findings:
        said = f"（已说明：{finding.explanation}）" if finding.explanation else ""
        say(legible(f"{finding.rule} {finding.message}{said}"))


def _as_json(made: Founded, dry_run: bool) -> dict[str, Any]:
    return {
        "written": {"folder": str(made.folder), "files": dict(made.files)},
        "dry_run": dry_run,
        "findings": [finding_json(finding) for finding in made.findings],
    }
