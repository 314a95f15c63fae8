"""``juwu reconcile``: a bank account is held against the bank's statement of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import BankStatement
from juwu_ledger.books.reading.documents import document_path
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.paper_output import show
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import (
    folded,
    read_balance,
    read_date,
    read_id,
    read_month,
    read_scan,
)
from juwu_ledger.cli.write.money_choice import money_account
from juwu_ledger.journal.engine.journal import Written
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.bank_ticks import line_of as row_line
from juwu_ledger.journal.orders.reconciliations import (
    Statement,
    Waiting,
    day_proposed,
    line_of,
    refuse_other_balance,
    refuse_unmarkable,
    refuse_untimely,
    unbooked_of,
    waiting_items,
)
from juwu_ledger.journal.orders.transfers import balance_at
from juwu_ledger.records.bank_rows import Held, bank_held


class Options(NamedTuple):
    """What ``juwu reconcile`` may be told."""

    account: Annotated[
        str | None, typer.Argument(metavar="[账户]", help="bank 银行，或科目，如 基本户、微信。")
    ] = None
    month: Annotated[str | None, typer.Argument(metavar="[月份]", help="如 2026-01。")] = None
    balance: Annotated[str | None, typer.Option(metavar="金额", help="对账单上月末的余额。")] = None
    cleared: Annotated[
        list[str] | None,
        typer.Option(
            metavar="凭证号=日期",
            help="对账单上有的凭证和银行显示的日子；只写凭证号就是凭证自己的日子。可以写几次。",
        ),
    ] = None
    all_cleared: Annotated[
        bool,
        typer.Option(
            "--all-cleared",
            help="还没标到账的，对账单上都有：日子就是凭证的日子，以前月份的是对账单上的日子。",
        ),
    ] = False
    not_cleared: Annotated[
        list[str] | None,
        typer.Option(metavar="凭证号", help="和 --all-cleared 一起用：这几张对账单上没有。"),
    ] = None
    unbooked: Annotated[
        list[str] | None,
        typer.Option(
            metavar="流水",
            help="这笔流水账上真的没有（方括号里的字），虽然有凭证和它相像。可以写几次。",
        ),
    ] = None
    document: Annotated[
        Path | None, typer.Option(metavar="文件", help="对账单的扫描件；会存进 documents 文件夹。")
    ] = None
    prepared_by: Annotated[str | None, typer.Option(metavar="姓名", help="谁编的；默认会计。")] = (
        None
    )
    checked_by: Annotated[str | None, typer.Option(metavar="姓名", help="谁复核的。")] = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "reconcile")(reconcile)


def reconcile(context: Context, given: Options) -> None:
    """与银行对账：标出对账单上有的凭证，两边调节相符才登记，印出余额调节表。

    导入过对账单（juwu import）并勾对过的（juwu match），余额照对账单，剩下没勾对的就是未达账项。

    例：juwu reconcile bank 2026-01 --balance 48209.98 --all-cleared --checked-by 赵一清
    """
    ask, scan = context.ask, read_scan(given.document)
    by_hand = {} if context.books.of(BankStatement) else {"--balance": given.balance}
    ask.need(
        {"账户": given.account, "月份": given.month, **by_hand, "--checked-by": given.checked_by}
    )
    asked_on = read_month(given.month).last if given.month else context.as_of
    name = money_account(
        context, "账户", given.account, "哪个账户", ("bank", "clearing"), asked_on, closed_too=True
    )
    period = ask.value("月份", given.month, "哪个月（如 2026-01）", read_month)
    refuse_untimely(context.books, name, period, context.as_of)
    waiting = waiting_items(context.books, name, period.last)
    taken_in = bank_held(context.books, name, period.last)
    left_out = {read_id(number) for number in given.not_cleared or []}
    shown: dict[str, dt.date] = {}
    if taken_in is None or given.cleared or given.all_cleared:
        shown = _marked(
            context, name, period, waiting, given.cleared or [], given.all_cleared, left_out
        )
    refuse_unmarkable(context.books, name, period, shown)
    held = show_fen(balance_at(context.books, name, period.last))
    said = str(to_yuan(taken_in.fen)) if taken_in and given.balance is None else given.balance
    fen = ask.value("--balance", said, f"对账单月末余额（账面 {held} 元）", read_balance)
    refuse_other_balance(taken_in, fen)
    not_booked = [folded(text).strip().lower() for text in given.unbooked or []]
    _tell_unbooked(context, Statement(name, period, fen, shown, not_booked))
    statement = Statement(
        account=name,
        month=period,
        balance=fen,
        cleared=shown,
        not_booked=not_booked,
        prepared_by=context.person(
            "--prepared-by",
            given.prepared_by,
            "谁编的",
            default=context.holder("accountant", context.as_of),
        ),
        checked_by=context.person(
            "--checked-by",
            given.checked_by,
            "谁复核的",
            default=context.holder("director", context.as_of),
        ),
        scan=scan or _kept_statement(context, taken_in),
    )
    written = context.write(statement.plan)
    if not context.json:
        _show_sheet(context, written, name, period)


def _tell_unbooked(context: Context, statement: Statement) -> None:
    """Say which rows of the bank go onto the sheet as not booked; raises what :func:`unbooked_of` does."""
    rows = unbooked_of(context.books, statement)
    if rows:
        context.note(
            f"银行已经收付、账上还没有的 {len(rows)} 笔，列入余额调节表，请尽快照回单补记："
        )
    for kept in rows:
        context.note(f"  {row_line(kept)}")


def _kept_statement(context: Context, taken_in: Held | None) -> Path | None:
    """Return the original of the statement that was taken in, where it is there."""
    if taken_in is None or taken_in.document is None:
        return None
    return document_path(context.books.root, taken_in.document)


def _marked(
    context: Context,
    account: str,
    period: Period,
    waiting: Sequence[Waiting],
    given: Sequence[str],
    everything: bool,
    left_out: Collection[str],
) -> dict[str, dt.date]:
    """Return the vouchers that the statement shows, and when."""
    said = dict(_read_mark(context, text, period) for text in given)
    if everything:
        wanted = [
            item
            for item in waiting
            if item.voucher.id not in said and item.voucher.id not in left_out
        ]
        return said | _all_days(context, account, period, wanted)
    if given or not context.ask.terminal:
        return said
    if not waiting:
        context.note(f"{account_label(account)}到{period.title}末没有未标到账的凭证。")
        return {}
    choices = [Choice(item.voucher.id, line_of(item)) for item in waiting]
    picked = set(context.ask.several("对账单上有哪些", choices))
    chosen = [item for item in waiting if item.voucher.id in picked]
    own = [item for item in chosen if _is_own_day(context, account, period, item)]
    if len(own) > 1 and context.ask.confirm("这几张在对账单上的日子，都和凭证的日期一样吗？"):
        days = _all_days(context, account, period, chosen)
    else:
        days = {item.voucher.id: _bank_day(context, account, period, item) for item in chosen}
    for number, day in days.items():
        context.ask.put_together("--cleared", f"{number}={day}")
    return days


def _all_days(
    context: Context, account: str, period: Period, items: Sequence[Waiting]
) -> dict[str, dt.date]:
    """Return the days of what the statement shows: their own; of earlier months the bank's, asked for."""
    days: dict[str, dt.date] = {}
    for item in items:
        number = item.voucher.id
        if _is_own_day(context, account, period, item):
            days[number] = item.voucher.date
            continue
        days[number] = _bank_day(context, account, period, item)
        if not context.ask.terminal:
            context.note(
                f"{number} 是以前月份的凭证，按银行 {days[number]} 到账登记；"
                f"对账单上是别的日子的，写 --cleared {number}=日期"
            )
    return days


def _is_own_day(context: Context, account: str, period: Period, item: Waiting) -> bool:
    return day_proposed(context.books, account, period, item.voucher) == item.voucher.date


def _bank_day(context: Context, account: str, period: Period, item: Waiting) -> dt.date:
    proposed = day_proposed(context.books, account, period, item.voucher)
    return context.ask.value(
        "--cleared", None, f"{item.voucher.id} 对账单上是哪天",
        lambda text: read_date(text, period.last), default=proposed.isoformat(),
    )  # fmt: skip


def _read_mark(context: Context, text: str, period: Period) -> tuple[str, dt.date]:
    """Read ``2026-01-0007=2026-01-09``, or a voucher alone: its own day."""
    number, equals, day = folded(text).partition("=")
    identity = read_id(number)
    if equals:
        return identity, read_date(day, period.last)
    voucher = context.books.facts.by_id.get(identity)
    if voucher is None:
        raise BadInput(f"--cleared：没有 {identity} 这张凭证")
    return identity, voucher.date


def _show_sheet(context: Context, written: Written, account: str, period: Period) -> None:
    """Print the reconciliation as a sheet of two sides."""
    from juwu_ledger.records.figures import Figures
    from juwu_ledger.registers.bank.bank_reconciliations import reconciled
    from juwu_ledger.registers.bank.reconciliation_sheet import reconciliation_report
    from juwu_ledger.render import render

    for one in reconciled(Figures.of(written.books, period)):
        if one.account.name == account:
            context.note("")
            show(render(reconciliation_report(written.books, one, context.as_of), "text"))
