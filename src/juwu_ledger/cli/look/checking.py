"""What ``juwu check`` does and prints."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juwu_ledger.cli.shell.console import (
    FINDINGS,
    UNREADABLE,
    complain,
    error_line,
    find_main,
    legible,
    print_json,
    read_day,
    read_key_list,
    say,
)
from juwu_ledger.cli.shell.progress import working

if TYPE_CHECKING:
    from juwu_ledger.books.reading.loading import LoadedBooks
    from juwu_ledger.rules.support.rule import Finding, Rule
    from juwu_ledger.seals.judging import Judged

FORMATS = ("text", "json")
TRUSTS_SEALS = "信任封账（核对请用 --full）"
"""Said wherever sealed months were not read: a forged seal deceives who goes by seals."""


def check_books(
    books: Path | None,
    output: str = "text",
    select: str | None = None,
    ignore: str | None = None,
    examined: bool = False,
    as_of: str | None = None,
    trusted_keys: Path | None = None,
    full: bool = False,
    verbose: bool = False,
) -> None:
    """Judge the books and print what was found.

    Sealed months are not read again where their seal will do; ``full`` reads everything; ``verbose`` says
    from which seal on books were read, and why not from a newer one.

    Raises ``SystemExit`` with the status of docs/cli.md when there is anything to tell.
    """
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge
    from juwu_ledger.seals.judging import judge_books

    rules = chosen_rules(CATALOGUE, select, ignore)
    day = read_day(as_of)
    main = find_main(books)
    trusted = read_key_list(trusted_keys)
    with working("正在查账", quiet=output == "json"):
        judged = judge_books(main, rules, day, full=full or examined or trusted is not None)
    loaded, findings = judged.loaded, judged.findings
    if trusted and loaded.books:
        loaded = loaded._replace(books=loaded.books.trusting(trusted))
        findings = judge(loaded.books, rules, day) if loaded.books else []
    looked_at = None
    if examined and loaded.books:
        from juwu_ledger.rules.support.examined import examine

        looked_at = examine(loaded.books, day)
    if output == "json":
        result = as_json(main, loaded, findings, day)
        result["trusts_seals"] = judged.incremental
        if looked_at is not None:
            result["examined"] = [
                {"clause": item.clause, "duty": item.duty, "counts": dict(item.counts)}
                for item in looked_at
            ]
        print_json(result)
    else:
        if looked_at is not None:
            say("查过的（制度条款：数量）")
            for item in looked_at:
                say(f"  {item.clause} {item.duty}：{item.said}")
            say("")
        _print_text(main, judged, findings, rules, len(CATALOGUE))
        if verbose:
            for line in _reading_lines(judged):
                say(legible(line))
    if loaded.errors:
        raise SystemExit(UNREADABLE)
    if any(finding.fails for finding in findings):
        raise SystemExit(FINDINGS)


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
    """Return the object of ``check --format json`` (docs/cli.md)."""

    def relative(file: str | None) -> str | None:
        return relative_to_books(main, file) if file else None

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


def relative_to_books(main: Path, file: str) -> str:
    """Return a path of the books from their folder, with ``/``; others as they are."""
    folder = Path(os.path.abspath(main)).parent  # noqa: PTH100 (links are not followed)
    try:
        return Path(file).relative_to(folder).as_posix()
    except ValueError:
        return file


def count(findings: list[Finding]) -> dict[str, int]:
    """Return the numbers of open E, open W and explained findings."""
    return {
        "E": sum(f.severity == "E" and f.status == "open" for f in findings),
        "W": sum(f.severity == "W" and f.status == "open" for f in findings),
        "explained": sum(f.status == "explained" for f in findings),
    }


def _print_text(
    main: Path, judged: Judged, findings: list[Finding], rules: list[Rule], all_rules: int
) -> None:
    loaded = judged.loaded
    for error in loaded.errors:
        file = relative_to_books(main, error.file) if error.file else None
        say(f"错误  {error_line(error._replace(file=file))}")
    if loaded.books is None:
        say(f"账本读不了：{len(loaded.errors)} 处错误。")
        return
    name_of = cache(loaded.books.relative)
    for rule in rules:
        mine = [finding for finding in findings if finding.rule == rule.code]
        if not mine:
            continue
        clause = f"  {'、'.join(rule.clause)}" if rule.clause else ""
        say(f"{rule.code} {rule.title}{clause}")
        for finding in mine:
            for line in finding_lines(finding, name_of(finding.place.file)):
                say(legible(line))
        say("")
    chosen = "" if len(rules) == all_rules else f"（只查了 {len(rules)} 条规则）"
    say(summary(loaded, findings, judged.vouchers) + chosen)
    if judged.incremental:
        say(TRUSTS_SEALS)


def _reading_lines(judged: Judged) -> Iterator[str]:
    """Yield from which seal on the books were read, and why not from a newer one."""
    for reading in judged.tried:
        if reading.since is not None:
            yield f"从 seals/{reading.seal} 封账以后读起"
        else:
            yield f"没有从 seals/{reading.seal} 读起：{reading.why or '这一份读不懂'}"
    if not judged.incremental:
        yield "账本从头到尾读了一遍"


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


def summary(loaded: LoadedBooks, findings: list[Finding], vouchers: int) -> str:
    """Return the closing line: what was found, in one sentence."""
    counts = count(findings)
    if not findings and not loaded.errors:
        return f"账本清楚：{vouchers} 张凭证，没有发现问题。"
    parts = [
        f"{counts['E']} 个严重问题" if counts["E"] else "没有严重问题",
        f"{counts['W']} 个提醒" if counts["W"] else "",
        f"{counts['explained']} 个已说明" if counts["explained"] else "",
        f"{len(loaded.errors)} 处错误（账本读不全或不平）" if loaded.errors else "",
    ]
    return f"共 {vouchers} 张凭证：" + "，".join(part for part in parts if part) + "。"
