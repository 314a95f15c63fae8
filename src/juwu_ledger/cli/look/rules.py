"""``juwu rules`` and ``juwu explain``: the catalogue, and one rule at length."""

from __future__ import annotations

from typing import Annotated

import typer

from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.shell.console import complain, print_json


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("rules")(rules)
    app.command("explain")(explain)


def rules(
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
) -> None:
    """列出全部规则：编号、级别、查什么、依据哪一条。

    例：juwu rules
    """
    from juwu_ledger.rules import CATALOGUE

    if output is Format.json:
        print_json(
            [
                {
                    "rule": rule.code,
                    "name": rule.name,
                    "severity": rule.severity,
                    "title": rule.title,
                    "clause": list(rule.clause),
                    "why": rule.why,
                    "remedy": rule.remedy,
                }
                for rule in CATALOGUE
            ]
        )
        return
    for rule in CATALOGUE:
        level = "严重" if rule.severity == "E" else "提醒"
        typer.echo(f"{rule.code}  {level}  {rule.title}  {'、'.join(rule.clause)}".rstrip())
    typer.echo(f"\n共 {len(CATALOGUE)} 条。某一条的道理和例子：juwu explain {CATALOGUE[2].code}")


def explain(
    code: Annotated[str, typer.Argument(metavar="规则", help="规则编号，如 RCP003。")],
) -> None:
    """讲清一条规则：依据、道理、不对的账和对的账各是什么样、怎么改。

    例：juwu explain RCP003
    """
    from juwu_ledger.resources import resource_folder
    from juwu_ledger.rules import CATALOGUE

    rule = next((r for r in CATALOGUE if r.code == code.strip().upper()), None)
    if rule is None:
        complain(f"没有规则 {code}。用 juwu rules 看全部规则。")
    level = "严重（不说明就不能通过检查）" if rule.severity == "E" else "提醒（请看一看）"
    typer.echo(f"{rule.code} {rule.title}  [{rule.name}]")
    typer.echo(f"级别：{level}")
    typer.echo(f"依据：{'、'.join(rule.clause) or '账本格式'}")
    typer.echo(f"道理：{rule.why}")
    typer.echo(f"改法：{rule.remedy}")
    document = resource_folder("rules") / f"{rule.module}.md"
    if document.is_file():
        text = document.read_text(encoding="utf-8")
        typer.echo("\n" + text.split("\n", 1)[1].strip())
