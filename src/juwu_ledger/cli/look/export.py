"""``juwu export``: the books of some years as files for those who check them."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.shell.paper_output import ForceOption, free_stem, paper_stem, refuse_red
from juwu_ledger.cli.shell.progress import working
from juwu_ledger.cli.shell.usage import Commands

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.render.xlsx.audit_workbook import Outcome
    from juwu_ledger.workbook.workbook import Audit

export = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_FULL = (errno.ENOSPC, errno.EDQUOT)
XLSX = "xlsx"
FORMATS = (XLSX, "csv", "parquet")
_RANGE = re.compile(r"(\d{4})[-–—~～至](\d{4})")
_MOST_YEARS = 30
"""Accounting archives are kept for thirty years (会计档案管理办法)."""


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
    year: Annotated[
        list[str],
        typer.Option(
            "--year",
            metavar="年度",
            help="哪一年，如 2025；几年写在一起：2023-2025，或者 --year 2023 --year 2025。",
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="格式",
            help="xlsx：一个 Excel 文件，核对用活的公式；csv：一个文件夹，一张表一个文件，供审计软件导入；"
            "parquet：同样的文件夹，供数据工具（要先装 juwu-ledger[parquet]）。",
        ),
    ] = XLSX,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="写成哪个 .xlsx 文件（csv、parquet：写进哪个文件夹）；不写就是当前文件夹里的 审计账册-年度。"
            "名字已经有了就另编一个号（-2、-3），原来的留着；要换掉，写 --force。",
            show_default=False,
        ),
    ] = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """导出一年或几年的审计账册：电子账簿、记账凭证、余额、账簿、登记簿和勾稽核对，一共二十张表。

    几年的账写在一起，每张表第一栏是会计年度，上年与下年的衔接也核对；表里都是数，“勾稽核对”用活的公式。

    例：juwu export audit --year 2025 -o 审计账册.xlsx

    例：juwu export audit --year 2023-2025 --format csv -o 给审计
    """
    periods = _read_years(year)
    form = _read_format(form)
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)
    target = _target(output, paper_stem(loaded, "审计账册", _label(periods)), form)
    _refuse_empty(loaded, periods)

    from juwu_ledger.books.reading.parsing import share_texts
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge
    from juwu_ledger.workbook.workbook import audit_of

    share_texts(loaded.entries)
    with working("正在编审计账册"):
        made = audit_of(loaded, periods, day, judge(loaded, CATALOGUE, day), CATALOGUE)
    target = target if force else _unused(target, made, form)
    try:
        outcome = _write(made, form, target)
    except OSError as error:
        complain(_refusal(target, error))
    typer.echo(_said(target, made, outcome))
    refuse_red(_reds(made, outcome))


def _reds(made: Audit, outcome: Outcome) -> list[str]:
    """Return what stands in red on the cover."""
    from juwu_ledger.tables.face import tie_line

    wrong = sum(not item.holds for item in outcome.settled)
    lines = (*made.face, tie_line(len(outcome.settled), wrong))
    return [f"{line.label}：{line.text}" for line in lines if line.is_red]


def _read_years(words: list[str]) -> list[Period]:
    """Read ``--year``; return the years in order, each once."""
    found: set[Period] = set()
    for word in words:
        match = _RANGE.fullmatch(word)
        # ``2025-03`` is a month, which read_period refuses by its name.
        first, last = (int(match[1]), int(match[2])) if match else (0, 0)
        if not match:
            found.add(read_period(word, "year"))
            continue
        if last < first:
            complain(f"{word} 前后写反了，请写成 {last}-{first}。")
        if last - first >= _MOST_YEARS:
            complain(f"{word} 太长：一次最多导出 {_MOST_YEARS} 年。")
        found |= {read_period(f"{number:04d}", "year") for number in range(first, last + 1)}
    return sorted(found)


def _read_format(word: str) -> str:
    """Read ``--format``; what this machine cannot write is told before anything is read."""
    from juwu_ledger.render import CannotRender
    from juwu_ledger.render.csv.audit_tables import check_format

    form = word.strip().lower()
    if form not in FORMATS:
        complain(f"没有 {word} 这个格式；可用：{'、'.join(FORMATS)}。")
    try:
        check_format(form)
    except CannotRender as error:
        complain(str(error))
    return form


def _label(periods: list[Period]) -> str:
    """Return the years as a file is named for them: ``2023-2025``, or each where some are left out."""
    years = [period.first.year for period in periods]
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return "、".join(map(str, years))


def _target(output: Path | None, name: str, form: str) -> Path:
    if form == XLSX:
        target = output or Path(f"{name}.xlsx")
        if target.is_dir():
            target = target / f"{name}.xlsx"
        if target.suffix.lower() != ".xlsx":
            complain(f"文件名要以 .xlsx 结尾：{target}")
    else:
        target = output or Path(f"{name}-{form}")
        if target.exists() and not target.is_dir():
            complain(f"{target} 是一个文件；--format {form} 要写进一个文件夹，请换一个名字。")
    if not target.absolute().parent.is_dir():
        complain(f"没有 {target.parent} 这个文件夹，请先建好，或换一个地方。")
    return target


def _unused(target: Path, made: Audit, form: str) -> Path:
    """Return ``target``, or beside it the first numbered name that replaces nothing of ours.

    An empty folder is written into; one with other files in it is refused when it is written.
    """
    from juwu_ledger.render.csv.audit_tables import table_files

    def taken(name: str) -> bool:
        path = target.with_name(name + ending)
        if form == XLSX or not path.is_dir():
            return os.path.lexists(path)
        ours = {one for kind in FORMATS[1:] for one in table_files(made, kind)}
        return any(file.name in ours for file in path.iterdir())

    ending = target.suffix if form == XLSX else ""
    stem = target.name.removesuffix(ending) if ending else target.name
    return target.with_name(free_stem(stem, taken) + ending)


def _refuse_empty(books: Books, periods: list[Period]) -> None:
    """End with status 2 where there are no vouchers to export in a year."""
    seen = {voucher.date.year for voucher in books.vouchers}
    empty = [period.title for period in periods if period.first.year not in seen]
    if empty:
        complain(f"{'、'.join(empty)}没有凭证，没有账可导出。{_years(books.span)}")


def _write(made: Audit, form: str, target: Path) -> Outcome:
    """Write the export whole or not at all."""
    from juwu_ledger.cli.shell.whole_file import whole_file
    from juwu_ledger.cli.shell.whole_folder import StrangeFiles, whole_folder
    from juwu_ledger.render.csv.audit_tables import table_files, write_tables
    from juwu_ledger.render.xlsx.audit_workbook import write_audit
    from juwu_ledger.render.xlsx.workbook_file import TooManyRows
    from juwu_ledger.tables.uncounted_table import UNCOUNTED

    if form == XLSX:
        try:
            with working("正在写审计账册"), whole_file(target) as file:
                return write_audit(made, file, target.absolute().parent)
        except TooManyRows as error:
            complain(
                f"“{error}”的行数超过了 Excel 一张表能放的 1048576 行，导不出来。"
                "请分几次导出，或用 --format csv。"
            )
    known = {name for kind in FORMATS[1:] for name in table_files(made, kind)}
    known |= {f"{UNCOUNTED}.{kind}" for kind in FORMATS[1:]}  # Of an export before it was mended.
    try:
        with (
            working("正在写审计账册"),
            whole_folder(target.absolute(), frozenset(known)) as folder,
        ):
            return write_tables(made, form, folder)
    except StrangeFiles as error:
        complain(
            f"{target} 里有别的文件（{error}）。导出要放进空的或新的文件夹，或者以前导出的文件夹，"
            "免得和别的文件混在一起。"
        )


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
    return f"写不了 {target}：这个地方不能写（{reason(error)}）。原来的文件没有动。"


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
