"""``juwu verify``: are closed months as they were closed?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.cli.look.check import Format
from juwu_ledger.cli.shell.console import FINDINGS, complain, legible, load_sound, print_json, say
from juwu_ledger.cli.shell.options import BooksOption, TrustedKeysOption
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.seals.operations_log import Edit, LogState
from juwu_ledger.seals.verifying import (
    Difference,
    Verdict,
    broken_signatures,
    month_of_code,
    postings_of_code,
)
from juwu_ledger.seals.verifying import verify as verify_books

_CODE = re.compile(r"[0-9A-Fa-f]{16,64}")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("verify")(verify)


def verify(
    code: Annotated[
        str | None,
        typer.Option(metavar="封账码", help="公开表或月报上印的 16 位账本核对码，如 0E2F-33A1-…。"),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="街道的回执：核对它在不在街道的日志里，封账码对不对。"),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="给人看 text，给程序读 json。")] = (
        Format.text
    ),
    trusted_keys: TrustedKeysOption = None,
    books: BooksOption = None,
) -> None:
    """核对封账：把结了的月份连扫描件全部重算一遍，改过哪一条就指出哪一条。

    都对，退出状态是 0；有不对的是 3。能查出的是月结以后的改动；月结以前就记错的、
    还没有月结的月份，查不出来。最新的月结连同封账记录一起删掉，要靠 --code 才看得出。

    例：juwu verify --code 0E2F-33A1-7B90-C4D2
    """
    if code is not None:
        code = _read_code(code)
    loaded = load_sound(books, trusted_keys)
    with working("正在核对封账", quiet=output is Format.json):
        verdict = verify_books(loaded, code)
        signatures = broken_signatures(loaded)
        receipts = [] if receipt is None else _receipt_flaws(loaded, receipt)
    if output is Format.json:
        print_json(
            {**_as_json(loaded, verdict, code, signatures), "receipt": _said_of(receipt, receipts)}
        )
    else:
        _tell(verdict, code, signatures)
        for posted in postings_of_code(loaded, code) if code and verdict.holds else ():
            say(f"核对码对得上：{posted.period.title}收支，{posted.date} 公开，到现在没有动过。")
        if receipt is not None:
            _tell_receipt(receipts)
    if not verdict.holds or signatures or receipts:
        raise SystemExit(FINDINGS)


def _receipt_flaws(books: Books, path: Path) -> list[str]:
    """Return why a receipt does not hold for these books; end with status 2 where it is none."""
    from juwu_ledger.books.signing.street_receipt import BadReceipt, read_receipt
    from juwu_ledger.intake.hostile_files import bytes_of
    from juwu_ledger.intake.refusal import FileRefused
    from juwu_ledger.seals.kept_receipts import receipt_flaws

    try:
        return list(receipt_flaws(books, read_receipt(bytes_of(path))))
    except FileRefused as error:
        complain(f"{path}：{error}。")
    except BadReceipt as error:
        complain(f"{path} {error}。")


def _said_of(receipt: Path | None, flaws: list[str]) -> dict[str, Any] | None:
    return None if receipt is None else {"holds": not flaws, "differences": flaws}


def _tell_receipt(flaws: list[str]) -> None:
    if not flaws:
        say("回执对得上：报送的正是账本里封的这个月，收件记录在街道的日志里，签名也对。")
    for flaw in flaws:
        say(legible(f"回执不对：{flaw}"))


def _read_code(text: str) -> str:
    """Read a printed code as people type it: in full width, with dashes and blanks, or without."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in "-‐‑–— \t")
    if not _CODE.fullmatch(letters):
        complain(
            f"封账码 {text!r} 抄得不对：是 16 个字，只有数字 0–9 和字母 A–F"
            "（像 O 的都是 0，像 l 的都是 1）。"
        )
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4)).upper()


def prove(books: Books) -> None:
    """Verify books and say what came of it; ends with status 3 where anything is wrong."""
    with working("正在核对封账"):
        verdict = verify_books(books)
        signatures = broken_signatures(books)
    _tell(verdict, None, signatures)
    if not verdict.holds or signatures:
        raise SystemExit(FINDINGS)


def _tell(verdict: Verdict, code: str | None, signatures: list[str]) -> None:
    for month in verdict.months:
        state = "没有动过" if month.holds else "动过！"
        say(
            f"{month.period.title}：{state}  封账码 {month.code}  "
            f"{month.vouchers} 张凭证、{month.directives} 条登记、{month.scans} 份扫描件"
        )
        for item in month.differences:
            say(legible(f"    {_said(item)}"))
    for item in verdict.differences:
        say(legible(f"不对：{_said(item)}"))
    for message in signatures:
        say(legible(f"签名不对：{message}"))
    if not verdict.months:
        say("还没有封账的月份（月结时会封：juwu close 月份）。")
    for line in _log_lines(verdict.log):
        say(legible(line))
    found = month_of_code(verdict, code) if code else None
    if found and verdict.holds:
        say(f"封账码对得上：{found} 月结时的账，到现在没有动过。")
    elif verdict.months and verdict.holds:
        say(f"封账的 {len(verdict.months)} 个月都没有动过。")


def _log_lines(log: LogState) -> Iterator[str]:
    """Say what the operations log agrees with; what was written by hand is told and is no fault."""
    if not log.operations:
        if not log.broken:
            yield "还没有操作日志：从下一次记账起，程序自己记。"
        return
    whole = "" if log.broken else "，一行接一行没有断"
    yield f"操作日志：{len(log.operations)} 笔，从 {log.operations[0].at[:10]} 记起{whole}。"
    for edit in log.edits:
        yield f"    {edit_said(edit)}"
    if log.operations[-1].number in log.undone:
        yield "    最后一笔没有写成（多半是断了电），或者写成以后用手改回去了。"


def edit_said(edit: Edit) -> str:
    """Say which file was changed other than by a command, and when."""
    since = f"第 {edit.after} 笔以后" if edit.after else "开始记操作日志以后"
    until = f"、第 {edit.before} 笔以前" if edit.before else ""
    return f"{edit.file}：{since}{until}{edit.what}（不是用命令记的）"


def log_json(log: LogState) -> dict[str, Any]:
    """Return how the log stands, for programs."""
    return {
        "lines": len(log.operations),
        "since": log.operations[0].at if log.operations else None,
        "holds": not log.broken,
        "edits": [edit._asdict() for edit in log.edits],
        "undone": sorted(log.undone),
    }


def _said(item: Difference) -> str:
    place = f"（{item.place.file} 第 {item.place.line} 行）" if item.place else ""
    return f"{item.what}{place}"


def _as_json(
    books: Books, verdict: Verdict, code: str | None, signatures: list[str]
) -> dict[str, Any]:
    def listed(items: tuple[Difference, ...]) -> list[dict[str, Any]]:
        return [
            {
                "what": item.what,
                "file": books.relative(item.place.file) if item.place else None,
                "line": item.place.line if item.place else None,
            }
            for item in items
        ]

    return {
        "books": str(books.main),
        "holds": verdict.holds and not signatures,
        "code": code,
        "code_month": month_of_code(verdict, code) if code else None,
        "months": [
            {
                "period": month.period.label,
                "holds": month.holds,
                "code": month.code,
                "vouchers": month.vouchers,
                "directives": month.directives,
                "documents": month.scans,
                "differences": listed(month.differences),
            }
            for month in verdict.months
        ],
        "differences": listed(verdict.differences),
        "signatures": signatures,
        "log": log_json(verdict.log),
    }
