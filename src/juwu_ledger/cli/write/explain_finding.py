"""``juwu explain-finding``: the committee explains what a rule found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.journal.orders.review_papers import ExplanationOrder, open_findings
from juwu_ledger.rules.support.rule import Finding


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "explain-finding")(explain_finding)


def explain_finding(
    context: Context,
    rule: Annotated[
        str | None, typer.Argument(metavar="[规则]", help="规则编号，如 CSH001。")
    ] = None,
    text: Annotated[str | None, typer.Argument(metavar="[说明]", help="说明的话。")] = None,
    about: Annotated[
        str | None,
        typer.Option(metavar="编号", help="关于什么：凭证、收据、期间……juwu check 里写着。"),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="姓名", help="谁说明的。")] = None,
    date: DateOption = None,
) -> None:
    """说明查账查到的问题：说明以后不再算没通过，但一直列在查账结果和报表里，谁都看得见。

    只能说明现在查得到的。例：juwu explain-finding CSH001 "次日发救助款，先取出备着"
    --about 2026-03-0002 --by 李四安
    """
    ask = context.ask
    ask.need({"规则": rule, "说明": text, "--about": about, "--by": by})
    code = read_id(rule) if rule else None
    if code is None or about is None:
        code, named = _chosen(context, code, about)
    else:
        named = read_text(about)
    day = context.day(date, "哪天说明的")
    said = ask.value("说明", text, "说明", read_text)
    who = context.person("--by", by, "谁说明的", default=context.holder("director", day) or "")
    context.write(ExplanationOrder(day, code, named, said, who).plan)


def _chosen(context: Context, code: str | None, about: str | None) -> tuple[str, str]:
    """Let the person choose among what is found and not yet explained."""
    found = [
        finding
        for finding in open_findings(context.books, context.as_of)
        if code in (None, finding.rule) and about in (None, finding.about, finding.voucher)
    ]
    if not found:
        raise BadInput(f"站在 {context.as_of} 看，没有这样的、还没说明的问题")
    choices = [Choice(str(at), _said(finding)) for at, finding in enumerate(found)]
    at = context.ask.value("规则", None, "说明哪一个问题", _reader(found), choices=choices)
    return found[at].rule, found[at].about or ""


def _said(finding: Finding) -> str:
    return f"{finding.rule} {finding.about} {finding.message}"


def _reader(found: Sequence[Finding]) -> Callable[[str], int]:
    def read(text: str) -> int:
        return int(text) if text.isdigit() and int(text) < len(found) else 0

    return read
