"""``juwu batch check`` and ``juwu batch add``: a list that is filled in, tried or booked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import FINE, legible, say
from juwu_ledger.cli.shell.context import REFUSALS, Context
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.paper_output import free_stem, write_whole
from juwu_ledger.cli.write.batch_choices import batch_choices
from juwu_ledger.intake.batches.field import Form
from juwu_ledger.intake.batches.kind import Batch
from juwu_ledger.intake.batches.reading import read_batch
from juwu_ledger.intake.batches.refusal import CellProblem, CellsRefused
from juwu_ledger.intake.batches.sheets import marked_copy, workbook_bytes
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken
from juwu_ledger.journal.orders.batches.batch_plan import batch_plan
from juwu_ledger.journal.orders.batches.new_rows import new_rows
from juwu_ledger.rules.support.rule import Finding

_MOST_TOLD = 12
_FileArgument = Annotated[Path, typer.Argument(metavar="文件", help="填好的表格（.xlsx）。")]
_ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="day", help="收费名单：一天记一张凭证（day）；不写就一张收据一张凭证。"
    ),
]


class Options(NamedTuple):
    """The command's own options."""

    file: _FileArgument
    by: _ByOption = None


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("check")(check)
    writing(app, "add", without=("draft",))(add)


def add(context: Context, given: Options) -> None:
    """把填好的名单一次记进账本：有一行不对就一行也不记；同一行不会记两遍。

    不对的地方写在一份副本里（红的一栏），改好副本再记就行。

    例：juwu batch add 保洁费.xlsx --by day
    """
    _carry_out(context, given.file, given.by)


def check(
    file: _FileArgument,
    by: _ByOption = None,
    as_of: AsOfOption = None,
    books: BooksOption = None,
) -> None:
    """检查填好的名单：每格都读一遍，再连同整本账按全部规则试记；什么也不写进账本。

    例：juwu batch check 保洁费.xlsx
    """
    context = Context(dry_run=True, yes=True, as_of=as_of, books=books)
    try:
        _carry_out(context, file, by)
    except REFUSALS as error:
        context.complain_of(error)
    say(f"可以记：juwu batch add {file}{' --by day' if by else ''}")
    raise SystemExit(FINE)


def _carry_out(context: Context, file: Path, by: str | None) -> None:
    """Read, tell, and write or try; what is wrong with cells goes into a copy beside the file."""
    if by not in (None, "day"):
        raise BadInput("--by 后面只写 day（一天一张凭证）")
    try:
        data = workbook_bytes(file)
    except FileRefused as error:
        if error.name == "no-file":
            raise BadInput(f"{file.name}：{error}") from None
        raise Refusal(f"{file.name}：{error}；没有写入。") from None
    try:
        batch = read_batch(data, batch_choices(context.books, context.as_of))
        _tell(context, file, batch)
        context.write(batch_plan(batch, data, by_day=by is not None))
    except FileRefused as error:
        raise Refusal(f"{file.name}：{error}；没有写入。") from None
    except CellsRefused as error:
        raise Refusal(_returned(file, data, error)) from None
    except RuleBroken as error:
        found = CellsRefused(batch.sheet, list(_rows_of(batch, error.findings)))
        if found.problems:
            say(legible(f"出错的行在 {_copy(file, data, found)} 里（红的一栏）。"), error=True)
        raise


def _tell(context: Context, file: Path, batch: Batch) -> None:
    """Say how many rows the file has, how many are new, and what they add up to."""
    fresh = new_rows(context.books, batch)
    context.note(
        f"{file.name}：{batch.kind.title}，{len(batch.lines)} 行，新的 {len(fresh.lines)} 行"
    )
    for field in batch.kind.fields:
        if field.form is Form.MONEY:
            total = sum(line.values[field.name] or 0 for line in fresh.lines)
            context.note(f"  新的各行{field.title}合计 {show_fen(total)} 元")


def _returned(file: Path, data: bytes, error: CellsRefused) -> str:
    """Return what is said of wrong cells, after they were marked in a copy."""
    told = [f"{file.name}：{error}，一行也没有记。"]
    told += [f"  {problem}" for problem in error.problems[:_MOST_TOLD]]
    if len(error.problems) > _MOST_TOLD:
        told.append(f"  …… 还有 {len(error.problems) - _MOST_TOLD} 处")
    told.append(f"都标在 {_copy(file, data, error)} 里（红的一栏），改好它再记就行。")
    return "\n".join(told)


def _copy(file: Path, data: bytes, error: CellsRefused) -> Path:
    """Write the marked copy beside the file, under a name that is free; return where it is."""
    folder, stem = file.parent, file.stem.removesuffix("-有错") + "-有错"
    name = free_stem(stem, lambda name: (folder / f"{name}.xlsx").exists())
    path = folder / f"{name}.xlsx"
    write_whole(path, marked_copy(data, error.sheet, error.problems))
    return path


def _rows_of(batch: Batch, findings: tuple[Finding, ...]) -> list[CellProblem]:
    """Return the rows that findings are about, where one of their words says so."""
    marked = []
    for finding in findings:
        for line in batch.lines:
            if finding.about and finding.about in line.values.values():
                marked.append(CellProblem(line.at, 0, f"{finding.rule} {finding.message}"))
    return marked
