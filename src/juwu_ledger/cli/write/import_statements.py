"""``juwu import``: statements of banks and merchants are taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.shell.reading import read_balance
from juwu_ledger.cli.write.money_choice import money_account
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.intake.statements.reading import read_file
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.bank_statements import Delivered, StatementsOrder, Taken


class Options(NamedTuple):
    """The command's own options."""

    files: Annotated[
        list[Path],
        typer.Argument(metavar="文件…", help="银行、微信、支付宝给的对账单，可以写几份。"),
    ]
    account: Annotated[
        str | None, typer.Option(metavar="账户", help="哪个账户；单子上有账号的不用写。")
    ] = None
    map: Annotated[
        str | None,
        typer.Option(metavar="栏目", help="认不出的单子：日期=…,收入=…,支出=…,余额=…"),
    ] = None
    balance: Annotated[
        str | None, typer.Option(metavar="金额", help="单子上没有余额的：最后一天的余额。")
    ] = None
    output: Annotated[
        Format, typer.Option("--format", help="给人看 text，给程序读 json（同 --json）。")
    ] = Format.text


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "import", without=("draft",))(import_statements)


def import_statements(context: Context, given: Options) -> None:
    """导入对账单：核对余额、笔数、账号，原件存进 documents，流水存进 statements。

    认得各家银行的企业网银、个人卡，微信、支付宝的账单，财政部格式的 XML；表格、CSV、网页、PDF 都行。
    有一处不对就整份不收。导两遍、前后重叠，只添新的。

    例：juwu import 三月对账单.xlsx
    """
    if given.output is Format.json:
        context.answer_in_json()
    balance = None if given.balance is None else read_balance(given.balance)
    with working("正在读对账单", quiet=context.json):
        files = [_delivered(path, given.map, balance) for path in given.files]
    account = None
    if given.account is not None:
        account = money_account(
            context,
            "--account",
            given.account,
            "哪个账户",
            ("bank", "clearing"),
            context.as_of,
            closed_too=True,
        )
    order = StatementsOrder(files, account, given.map)
    for taken in order.taken(context.books, context.as_of):
        _tell(context, taken)
    context.write(order.plan)


def _delivered(path: Path, mapping: str | None, balance: int | None) -> Delivered:
    try:
        suffix, data, statement = read_file(path, mapping)
    except FileRefused as error:
        if error.name in ("no-file", "bad-map"):
            raise BadInput(f"{path.name}：{error}") from None
        raise Refusal(f"{path.name}：{error}；没有写入。") from None
    return Delivered(path.name, suffix, data, statement, balance)


def _tell(context: Context, taken: Taken) -> None:
    statement = taken.delivered.statement
    context.note(
        f"{taken.delivered.name}：{statement.layout}，{account_label(taken.account)} "
        f"{statement.first} 到 {statement.last}"
    )
    context.note(
        f"  {len(taken.rows)} 笔，收 {show_fen(statement.received)} 元，付 {show_fen(statement.paid)} 元，"
        f"最后余额 {show_fen(taken.closing)} 元；新的 {len(taken.new)} 笔"
    )
    for item in taken.lacking:
        context.note(
            f"  以前的对账单有、这一份没有：{item.row.date} {show_fen(item.row.fen)} 元 "
            f"{item.row.party} {item.row.summary}"
        )
