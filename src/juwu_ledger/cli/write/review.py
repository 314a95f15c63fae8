"""``juwu review``: the review group's opinion on a quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS
from juwu_ledger.books.signing.signed_messages import REVIEW
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import REFUSED, complain, read_period
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_names, read_text, read_word
from juwu_ledger.cli.write.signing import signer
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.closing import Sign
from juwu_ledger.journal.orders.review_papers import (
    ReviewOrder,
    ReviewSignature,
    refuse_over_opinions,
    refuse_quarter,
    to_be_signed,
)
from juwu_ledger.records.reviews import must_sign

SupersedeOption = Annotated[
    str | None,
    typer.Option(metavar="理由", help="小组已在网页上签了意见，却以纸面意见或电子签名为准的理由。"),
]
SignOption = Annotated[
    str | None,
    typer.Option(metavar="姓名", help="只给已经登记的审核补上这个人的电子签名，别的不动。"),
]
KeysOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="文件", help="登记过公钥的组长、组员的私钥，依次各写一个。"),
]
PassphrasesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--passphrase-file", metavar="文件", help="各把私钥的口令文件，依次；不写就在终端里问。"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "review")(review)


def review(
    context: Context,
    period: Annotated[str, typer.Argument(metavar="季度", help="如 2026Q1。")],
    opinion: Annotated[
        str | None,
        typer.Option(
            metavar="意见", help="passed 通过、passed-with-remarks 通过，附意见、refused 不予通过。"
        ),
    ] = None,
    leader: Annotated[
        str | None, typer.Option(metavar="姓名", help="组长；默认当天在任的。")
    ] = None,
    members: Annotated[
        str | None, typer.Option(metavar="姓名", help="组员，用顿号隔开；默认当天在任的。")
    ] = None,
    remarks: Annotated[
        str | None, typer.Option(metavar="意见", help="附意见、不予通过的，写明意见。")
    ] = None,
    entered_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁把纸面意见录进来；默认当天在任的会计。")
    ] = None,
    supersede: SupersedeOption = None,
    sign: SignOption = None,
    key: KeysOption = None,
    passphrase: PassphrasesOption = None,
    date: DateOption = None,
) -> None:
    """登记民主理财小组对一个季度的审核意见；三个月都月结了才能审核，审核通过了才能公开。

    例：juwu review 2026Q1 --opinion passed

    网页上签了、还差电子签名的：juwu review 2026Q1 --sign 褚十全 --key 文件
    """
    quarter = read_period(period, "quarter")
    if sign is not None:
        given = (opinion, leader, members, remarks, entered_by, supersede, date)
        if any(one is not None for one in given):
            raise BadInput("--sign 只补电子签名，意见、姓名、日期都不能再写")
        _sign(context, quarter, read_text(sign), key or (), passphrase or ())
        return
    ask = context.ask
    ask.need({"--opinion": opinion})
    day = context.day(date, "审核的日期")
    reason = read_text(supersede) if supersede is not None else None
    _refuse_early(context, quarter, day, reason)
    choices = [Choice(word, title) for word, title in OPINIONS.items()]
    chosen = ask.value("--opinion", opinion, "意见", read_word(OPINIONS), choices=choices)
    said = _remarks(context, chosen, remarks)
    head = context.person("--leader", leader, "组长", default=context.holder("review-leader", day))
    in_office = [n for n in context.books.people.holders("review-member", day) if n != head]
    group = ask.value(
        "--members", members, "组员", read_names, default="、".join(in_office) or None
    )
    context.remark_strangers(group)
    clerk = context.person(
        "--entered-by", entered_by, "录入的人", default=context.holder("accountant", day)
    )
    signers = _signers(context, (head, *group), day, key or (), passphrase or ())
    order = ReviewOrder(
        day,
        quarter,
        chosen,
        head,
        group,
        said,
        entered_by=clerk,
        supersedes=reason,
        signers=signers,
    )
    context.write(order.plan)


def _sign(
    context: Context,
    quarter: Period,
    name: str,
    keys: Sequence[Path],
    passphrases: Sequence[Path],
) -> None:
    """Add the signature of one whom the last review of a quarter names."""
    if len(keys) > 1 or len(passphrases) > 1:
        raise BadInput("--sign 一人一次，只写这个人的一把钥匙")
    last = to_be_signed(context.books, quarter, name)
    key, saying = next(iter(keys), None), next(iter(passphrases), None)
    made = signer(context, name, last.date, key, saying, REVIEW)
    assert made is not None, "who is to sign has a key in force"
    context.write(ReviewSignature(quarter, name, made).plan)


def _signers(
    context: Context,
    names: Sequence[str],
    day: dt.date,
    keys: Sequence[Path],
    passphrases: Sequence[Path],
) -> list[Sign]:
    """Return what signs for each who has a key in force, with the keys given in that order."""
    due = must_sign(context.books, names, day)
    if len(keys) > len(due):
        raise BadInput(
            f"写了 {len(keys)} 把钥匙，登记过公钥、要签名的是：{'、'.join(due) or '没有人'}"
        )
    files = zip_longest(due, keys[: len(due)], passphrases[: len(due)])
    found = [signer(context, name, day, key, saying, REVIEW) for name, key, saying in files]
    return [sign for sign in found if sign is not None]


def _refuse_early(context: Context, quarter: Period, day: dt.date, reason: str | None) -> None:
    """Refuse before anything is asked; the plan refuses again under the lock."""
    try:
        refuse_quarter(context.books, quarter, day, may_sign=True)
        refuse_over_opinions(context.books, quarter, reason)
    except Refusal as refusal:
        complain(str(refusal), REFUSED)


def _remarks(context: Context, opinion: str, given: str | None) -> str | None:
    if opinion == "passed":
        return context.ask.optional("--remarks", given, "附带的话", read_text)
    return context.ask.value("--remarks", given, "意见", read_text)
