"""``juwu export``: the books of a year as files for those who check them."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.cli.console import complain, load_sound, read_day, read_period
from juwu_ledger.cli.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.usage import Commands

if TYPE_CHECKING:
    from juwu_ledger.renderers.audit_workbook import Outcome
    from juwu_ledger.reports.audit.workbook import Audit

export = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_FULL = (errno.ENOSPC, errno.EDQUOT)


@export.callback()
def _export() -> None:
    """导出账册，给审计、街道和民主理财小组查账。

    例：juwu export audit --year 2025
    """


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(export, name="export")


@export.command("audit")
def audit(
    year: Annotated[str, typer.Option("--year", metavar="年度", help="哪一年，如 2025。")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="写成哪个 .xlsx 文件；不写就是当前文件夹里的 审计账册-年度.xlsx，已有的会换成新的。",
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """导出一年的审计账册：一个 Excel 文件，有序时账、总账、明细账、日记账、各种登记和勾稽核对。

    表里都是数；“勾稽核对”用活的公式核对各表，逐项显示相符或不符。

    例：juwu export audit --year 2025 -o 审计账册.xlsx
    """
    period = read_period(year, "year")
    target = _target(output, period.label)
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)
    if not any(True for _ in loaded.vouchers_in(period)):
        complain(f"{period.title}没有凭证，没有账可导出。{_years(loaded.span)}")

    from juwu_ledger.renderers.audit_workbook import write_audit
    from juwu_ledger.renderers.workbook_file import TooManyRows
    from juwu_ledger.reports.audit.workbook import audit_of
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.rule import judge

    made = audit_of(loaded, period, day, judge(loaded, CATALOGUE, day), CATALOGUE)

    from juwu_ledger.cli.whole_file import whole_file

    try:
        with whole_file(target) as file:
            outcome = write_audit(made, file)
    except TooManyRows as error:
        complain(f"“{error}”的行数超过了 Excel 一张表能放的 1048576 行，导不出来。")
    except OSError as error:
        complain(_refusal(target, error))
    typer.echo(_said(target, made, outcome))


def _target(output: Path | None, label: str) -> Path:
    name = f"审计账册-{label}.xlsx"
    target = output or Path(name)
    if target.is_dir():
        target = target / name
    if target.suffix.lower() != ".xlsx":
        complain(f"文件名要以 .xlsx 结尾：{target}")
    if not target.parent.is_dir():
        complain(f"没有 {target.parent} 这个文件夹，请先建好，或换一个地方。")
    return target


def _years(span: tuple[object, object] | None) -> str:
    return f"账本里的凭证从 {span[0]} 到 {span[1]}。" if span else "账本里还没有凭证。"


def _refusal(target: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"写不了 {target}：磁盘满了。腾出地方以后再来；原来的文件没有动。"
    if isinstance(error, PermissionError):
        return (
            f"写不了 {target}：没有权限，或者文件正在 Excel 里打开。关掉它，或换一个地方；"
            "原来的文件没有动。"
        )
    return f"写不了 {target}：这个地方不能写（{error.strerror or error}）。原来的文件没有动。"


def _said(target: Path, made: Audit, outcome: Outcome) -> str:
    wrong = [item for item in outcome.settled if not item.holds]
    lines = [
        f"已写出 {target}：{outcome.sheets} 张表，{made.vouchers} 张凭证，共 {outcome.rows} 行。",
        f"勾稽核对 {len(outcome.settled)} 项，"
        + (f"{len(wrong)} 项不符：" if wrong else "全部相符。"),
    ]
    for item in wrong[:10]:
        hint = f"，{item.tie.hint}" if item.tie.hint else ""
        lines.append(
            f"  {item.tie.group}  {item.tie.title}（{item.left:,} 对 {item.right:,}{hint}）"
        )
    if len(wrong) > 10:
        lines.append(f"  ……其余见“勾稽核对”（共 {len(wrong)} 项）")
    if outcome.notes:
        lines.append(f"{len(outcome.notes)} 格文字有不能写进表格的字符或过长，处理办法见“说明”。")
    lines.append(f"账本核对码 {made.code}")
    return "\n".join(lines)
