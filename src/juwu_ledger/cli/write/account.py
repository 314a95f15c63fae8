"""``juwu account``: a new account in the chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from juwu_ledger.books.model.chart import NATURES, ROLES, SOURCES
from juwu_ledger.books.model.vocabulary import Fund
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import complain
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import folded, read_text, read_word
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.accounts import (
    PURPOSE_KEYS,
    ROLES_OF,
    NewAccount,
    holder_due,
    read_account_name,
    refuse_name,
)

_WORDS: Mapping[str, Mapping[str, str]] = {"source": SOURCES, "nature": NATURES}
_QUESTIONS = {"role": "这个科目管什么", "source": "收入从哪里来", "nature": "支出是什么性质"}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "account")(account)


def account(
    context: Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[科目]", help="编码加名称，如 5109快递费、5301社区活动:08舞蹈队。"),
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="用处", help="资产、负债、净资产科目：bank、payable……")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="来源", help="收入科目：财政拨款、捐赠、服务收入……")
    ] = None,
    nature: Annotated[
        str | None, typer.Option(metavar="性质", help="支出科目：公务、招待、津贴、救助、项目……")
    ] = None,
    fund: Annotated[
        str | None, typer.Option(metavar="名称", help="只用于一笔专项资金的，写它的名称。")
    ] = None,
    holder: Annotated[
        str | None, typer.Option(metavar="户名", help="银行和收款码的户名；默认居委会全称。")
    ] = None,
    bank_account: Annotated[
        str | None, typer.Option(metavar="账号", help="银行和收款码的账号，导对账单时核对。")
    ] = None,
    debtor: Annotated[str | None, typer.Option(metavar="名称", help="应收款：谁欠的。")] = None,
    date: DateOption = None,
) -> None:
    """开新科目，写进科目表。用过的科目不改名、不删除。

    例：juwu account 5109快递费 --nature 公务
    """
    ask, books = context.ask, context.books
    ask.need({"科目": name})
    question = "科目（编码加名称，如 5109快递费；下级写成 5301社区活动:08舞蹈队）"
    full = ask.value(
        "科目", name, question, lambda text: read_account_name(books.chart, folded(text))
    )
    refuse_name(books.chart, full)
    root = full.split(":", 1)[0]
    key = PURPOSE_KEYS[root]
    given = {"role": role, "source": source, "nature": nature}
    _refuse_others(key, given)
    ask.need({f"--{key}": given[key]})
    words = _WORDS.get(key) or {word: ROLES[word] for word in ROLES_OF[root]}
    choices = [Choice(word, title) for word, title in words.items()]
    purpose = ask.value(f"--{key}", given[key], _QUESTIONS[key], read_word(words), choices=choices)
    day = context.day(date, "从哪天起用")
    order = NewAccount(
        date=day,
        name=full,
        purpose=purpose,
        holder=_holder(context, purpose, holder),
        debtor=_debtor(context, purpose, debtor),
        fund=_fund(context, root, fund),
        bank_account=_bank_account(purpose, bank_account),
    )
    context.write(order.plan)


def _refuse_others(key: str, given: Mapping[str, str | None]) -> None:
    for other, value in given.items():
        if other != key and value is not None:
            complain(f"这一类科目用 --{key}，不用 --{other}。")


def _holder(context: Context, purpose: str, given: str | None) -> str | None:
    if not holder_due(purpose):
        return None
    return context.ask.value("--holder", given, "户名", read_text, default=context.books.title)


def _bank_account(purpose: str, given: str | None) -> str | None:
    if given is None:
        return None
    if not holder_due(purpose):
        raise BadInput("--bank-account 只写在银行和收款码的科目上")
    return read_text(given)


def _debtor(context: Context, purpose: str, given: str | None) -> str | None:
    if purpose != "receivable":
        return None
    return context.ask.value("--debtor", given, "谁欠的", read_text)


def _fund(context: Context, root: str, given: str | None) -> str | None:
    if root not in ("Income", "Expenses"):
        return None
    known = list(dict.fromkeys(item.name for item in context.books.of(Fund)))

    def read(text: str) -> str:
        if text.strip() not in known:
            raise BadInput(f"没有登记过专项资金 {text!r}；先用 juwu fund 登记")
        return text.strip()

    if given is None and not known:
        return None
    return context.ask.optional("--fund", given, "只用于哪一笔专项资金", read)
