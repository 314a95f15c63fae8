"""``juwu check``: judge the books by every rule and say what was found."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from juwu_ledger.cli.shared import (
    FINDINGS,
    UNREADABLE,
    AsOfOption,
    BooksOption,
    complain,
    error_line,
    find_main,
    legible,
    print_json,
    read_day,
)

if TYPE_CHECKING:
    from juwu_ledger.books.loading import LoadedBooks
    from juwu_ledger.rules.rule import Finding, Rule


class Format(StrEnum):
    """How the findings are printed."""

    text = "text"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("check")(check)


def check(
    books: BooksOption = None,
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
    select: Annotated[
        str | None,
        typer.Option(metavar="规则", help="只查这些规则，如 RCP,CSH001（写前几个字母就查一族）。"),
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="规则", help="不查这些规则，写法同上。")
    ] = None,
    examined: Annotated[
        bool, typer.Option("--examined", help="再列出每一条制度各查了多少凭证、收据、签批……")
    ] = False,
    as_of: AsOfOption = None,
) -> None:
    """查账：按规则逐条检查账本，指出哪一条制度、哪一张凭证、怎么改。

    没有问题或都已说明，退出状态是 0；有未说明的严重问题是 3；账本读不了或不平是 4。

    例：juwu check --as-of 2025-12-31
    """
    from juwu_ledger.books.loading import load_books
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.rule import judge

    rules = chosen_rules(CATALOGUE, select, ignore)
    day = read_day(as_of)
    main = find_main(books)
    loaded = load_books(main)
    findings = judge(loaded.books, rules, day) if loaded.books else []
    looked_at = None
    if examined and loaded.books:
        from juwu_ledger.rules.examined import examine

        looked_at = examine(loaded.books, day)
    if output is Format.json:
        result = as_json(main, loaded, findings, day)
        if looked_at is not None:
            result["examined"] = [
                {"clause": item.clause, "duty": item.duty, "counts": dict(item.counts)}
                for item in looked_at
            ]
        print_json(result)
    else:
        if looked_at is not None:
            typer.echo("查过的（制度条款：数量）")
            for item in looked_at:
                typer.echo(f"  {item.clause} {item.duty}：{item.said}")
            typer.echo("")
        _print_text(loaded, findings, rules)
    if loaded.errors:
        raise typer.Exit(UNREADABLE)
    if any(finding.fails for finding in findings):
        raise typer.Exit(FINDINGS)


def chosen_rules(catalogue: tuple[Rule, ...], select: str | None, ignore: str | None) -> list[Rule]:
    """Return the rules that ``--select`` and ``--ignore`` leave; codes or beginnings of codes."""
    codes = [rule.code for rule in catalogue]

    def read(text: str | None) -> tuple[str, ...]:
        words = tuple(w for w in (text or "").upper().replace("，", ",").split(",") if w.strip())
        words = tuple(word.strip() for word in words)
        for word in words:
            if not any(code.startswith(word) for code in codes):
                complain(f"没有规则 {word}。用 juwu rules 看全部规则。")
        return words

    wanted, unwanted = read(select), read(ignore)
    return [
        rule
        for rule in catalogue
        if (not wanted or rule.code.startswith(wanted))
        and not (unwanted and rule.code.startswith(unwanted))
    ]


def as_json(
    main: Path, loaded: LoadedBooks, findings: list[Finding], as_of: dt.date
) -> dict[str, Any]:
    """Return the object of ``check --format json`` (cli.md)."""
    root = loaded.books

    def relative(file: str | None) -> str | None:
        return root.relative(file) if root and file else file

    return {
        "books": str(main),
        "as_of": as_of.isoformat(),
        "counts": count(findings),
        "errors": [
            {"message": e.message, "file": relative(e.file), "line": e.line} for e in loaded.errors
        ],
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "status": f.status,
                "clause": list(f.clause),
                "date": f.date.isoformat() if f.date else None,
                "about": f.about,
                "voucher": f.voucher,
                "file": relative(f.place.file),
                "line": f.place.line,
                "message": f.message,
                "remedy": f.remedy,
                "explanation": f.explanation,
            }
            for f in findings
        ],
    }


def count(findings: list[Finding]) -> dict[str, int]:
    """Return the numbers of open E, open W and explained findings."""
    return {
        "E": sum(f.severity == "E" and f.status == "open" for f in findings),
        "W": sum(f.severity == "W" and f.status == "open" for f in findings),
        "explained": sum(f.status == "explained" for f in findings),
    }


def _print_text(loaded: LoadedBooks, findings: list[Finding], rules: list[Rule]) -> None:
    for error in loaded.errors:
        relative = error
        if loaded.books and error.file:
            relative = error._replace(file=loaded.books.relative(error.file))
        typer.echo(f"错误  {error_line(relative)}")
    if loaded.books is None:
        typer.echo(f"账本读不了：{len(loaded.errors)} 处错误。")
        return
    books = loaded.books
    for rule in rules:
        mine = [finding for finding in findings if finding.rule == rule.code]
        if not mine:
            continue
        clause = f"  {'、'.join(rule.clause)}" if rule.clause else ""
        typer.echo(f"{rule.code} {rule.title}{clause}")
        for finding in mine:
            for line in finding_lines(finding, books.relative(finding.place.file)):
                typer.echo(legible(line))
        typer.echo("")
    typer.echo(summary(loaded, findings))


def finding_lines(finding: Finding, file: str) -> list[str]:
    """Return one finding as the lines that people read."""
    kind = "严重" if finding.severity == "E" else "提醒"
    if finding.explanation is not None:
        kind = "已说明"
    about = finding.voucher or ""
    if finding.about and finding.about != finding.voucher:
        about = f"{about} {finding.about}".strip()
    head = "  ".join(part for part in (f"[{kind}]", about, f"{file}:{finding.place.line}") if part)
    lines = [f"  {head}", f"      {finding.message}"]
    if finding.explanation is not None:
        lines.append(f"      说明：{finding.explanation}")
    else:
        lines.append(f"      改法：{finding.remedy}")
    return lines


def summary(loaded: LoadedBooks, findings: list[Finding]) -> str:
    """Return the closing line: what was found, in one sentence."""
    counts = count(findings)
    vouchers = len(loaded.books.vouchers) if loaded.books else 0
    if not findings and not loaded.errors:
        return f"账本清楚：{vouchers} 张凭证，没有发现问题。"
    parts = [
        f"{counts['E']} 个严重问题" if counts["E"] else "没有严重问题",
        f"{counts['W']} 个提醒" if counts["W"] else "",
        f"{counts['explained']} 个已说明" if counts["explained"] else "",
        f"{len(loaded.errors)} 处错误（账本读不全或不平）" if loaded.errors else "",
    ]
    return f"共 {vouchers} 张凭证：" + "，".join(part for part in parts if part) + "。"
