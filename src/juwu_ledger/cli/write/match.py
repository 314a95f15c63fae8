"""``juwu match``: rows of bank statements are held against the vouchers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import TIERS
from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import print_json, read_period
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import folded, read_id
from juwu_ledger.cli.write.money_choice import money_account
from juwu_ledger.journal.drafts.draft_folder import KeptDraft, all_drafts, put_aside
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.bank_ticks import (
    TicksOrder,
    drafts_of,
    line_of,
    moved_line,
    note_of,
)
from juwu_ledger.records.bank_matches import Match, Window
from juwu_ledger.records.bank_rows import bank_rows

_SAID = {
    "C": "金额、日子都对得上，户名对不上或者不知道，请人来定（--pair 流水=凭证）",
    "D": "对得上的不止一个，请人来定（--pair 流水=凭证）",
    "F": "账上没有：漏记的补记",
}
_MOST_DAYS = 60


class Options(NamedTuple):
    """The command's own options."""

    account: Annotated[
        str | None, typer.Argument(metavar="[账户]", help="bank 银行，或科目，如 基本户、微信。")
    ] = None
    month: Annotated[
        str | None, typer.Argument(metavar="[月份]", help="只看这个月的流水，如 2026-01。")
    ] = None
    pair: Annotated[
        list[str] | None,
        typer.Option(
            metavar="流水=凭证号", help="人工认定是一笔的：流水写方括号里的字。可以写几次。"
        ),
    ] = None
    draft: Annotated[
        bool, typer.Option("--draft", help="账上没有的流水，照它证明的内容各存一份草稿。")
    ] = False
    before: Annotated[
        int, typer.Option(metavar="天数", help="凭证可以比流水早几天。", min=0, max=_MOST_DAYS)
    ] = 3
    after: Annotated[
        int, typer.Option(metavar="天数", help="凭证可以比流水晚几天。", min=0, max=_MOST_DAYS)
    ] = 10
    output: Annotated[
        Format, typer.Option("--format", help="给人看 text，给程序读 json（同 --json）。")
    ] = Format.text


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "match", without=("draft",))(match)


def match(context: Context, given: Options) -> None:
    """勾对银行流水：号码相同的、唯一一对而且户名相同的，登记到账；其余列出来请人定。

    例：juwu match bank 2026-03
    """
    if given.output is Format.json:
        context.answer_in_json()
    account = money_account(
        context, "账户", given.account, "哪个账户", ("bank", "clearing"), context.as_of,
        closed_too=True,
    )  # fmt: skip
    month = read_period(given.month, "month") if given.month else None
    pairs = [_read_pair(text) for text in given.pair or ()]
    order = TicksOrder(account, month, Window(given.before, given.after), pairs)
    found = order.found(context.books)
    certain = order.ticked(context.books)
    left = [one for one in found if one not in certain]
    if not context.json:
        _tell(context, account, month, certain, left)
    if certain:
        context.write(order.plan)
    elif context.json:
        print_json({"written": None, "findings": []})
    if given.draft and not context.dry_run:
        _put_aside(context, account, left)


def _read_pair(text: str) -> tuple[str, str]:
    key, equals, voucher = folded(text).partition("=")
    if not equals or not key.strip() or not voucher.strip():
        raise BadInput(f"--pair {text!r} 要写成 流水=凭证号")
    return key.strip().lower(), read_id(voucher)


def _tell(
    context: Context,
    account: str,
    month: Period | None,
    certain: Sequence[Match],
    left: Sequence[Match],
) -> None:
    """List every row by tier: what is ticked, what a person must decide, what is not booked."""
    when = month.title if month else ""
    if not context.books.record(bank_rows).of(account):
        context.note(f"{account_label(account)}还没有导入过对账单：juwu import 文件")
        return
    context.note(f"{account_label(account)}{when}还没有勾对的流水 {len(certain) + len(left)} 笔")
    by_tier: dict[str, list[Match]] = defaultdict(list)
    for one in certain:
        by_tier[one.tier].append(one)
    for tier, title in TIERS.items():
        if by_tier[tier]:
            context.note(f"{tier} 勾对（{title}）{len(by_tier[tier])} 笔")
            _list(context, by_tier[tier])
    waiting: dict[str, list[Match]] = defaultdict(list)
    for one in left:
        waiting[one.tier].append(one)
    for tier, title in _SAID.items():
        if waiting[tier]:
            context.note(f"{tier} {title}：{len(waiting[tier])} 笔")
            _list(context, waiting[tier])
    late = [one for tier in TIERS for one in waiting[tier]]
    if late:
        context.note(f"对上了，可是银行的日子在已经月结的月份，不能再登记：{len(late)} 笔")
        _list(context, late)


def _list(context: Context, found: Sequence[Match]) -> None:
    for one in found:
        for kept in one.rows:
            context.note(f"  {line_of(kept)}")
        for moved in one.moved:
            context.note(f"      {moved_line(moved)}")


def _put_aside(context: Context, account: str, left: Sequence[Match]) -> None:
    """Keep a draft of each row that is in no voucher, unless there is one already."""
    root = context.main.parent
    known = {item.draft.note for item in all_drafts(root) if isinstance(item, KeptDraft)}
    rows = [kept for one in left if one.tier == "F" for kept in one.rows]
    rows = [kept for kept in rows if note_of(kept) not in known]
    for draft in drafts_of(account, rows):
        kept = put_aside(root, draft)
        context.note(f"存了草稿 {kept.id}：{draft.note}")
