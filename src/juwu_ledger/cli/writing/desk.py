"""The desk at which a writing command works: which books, which day, whom to ask, how to answer.

``@writing(app, "spend")`` adds to a command the options that all writing commands share and hands it
a :class:`Desk`; the command asks, makes a plan, and gives it to :meth:`Desk.write`.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from juwu_ledger.books.problem import LoadError
from juwu_ledger.books.view import Books
from juwu_ledger.cli.checking import finding_lines
from juwu_ledger.cli.console import (
    REFUSED,
    UNREADABLE,
    complain,
    error_line,
    find_main,
    legible,
    load_sound,
    print_json,
    read_day,
    say,
)
from juwu_ledger.cli.options import AsOfOption, BooksOption
from juwu_ledger.cli.writing.asking import Asker, at_terminal, cancelled
from juwu_ledger.cli.writing.reading import read_date
from juwu_ledger.journal.disk import NotWritten
from juwu_ledger.journal.journal import Journal, Plan, Written
from juwu_ledger.journal.refusals import BadInput, Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.journal.text import Unwritable
from juwu_ledger.rules.rule import Finding

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只显示要写的内容，不写入。")]
JsonOption = Annotated[bool, typer.Option("--json", help="用 JSON 说明写了什么（给程序读）。")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="不再问“写进账本吗”。")]
ExplainOption = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="说明",
        help="违反规则也要记时，写明理由；说明和账记在一起，谁都看得见。",
    ),
]
_SHARED: dict[str, tuple[Any, Any]] = {
    "dry_run": (DryRunOption, False),
    "yes": (YesOption, False),
    "json": (JsonOption, False),
    "explain": (ExplainOption, None),
    "as_of": (AsOfOption, None),
    "books": (BooksOption, None),
}
DateOption = Annotated[
    str | None, typer.Option("--date", "-d", metavar="日期", help="业务发生的日子；默认今天。")
]


class Desk:
    """The shared options of one call of a writing command, and what it does with them."""

    def __init__(
        self,
        *,
        dry_run: bool = False,
        yes: bool = False,
        json: bool = False,
        explain: str | None = None,
        as_of: str | None = None,
        books: Path | None = None,
    ) -> None:
        """Take the options as Typer gives them."""
        self.as_of = read_day(as_of)
        self.dry_run = dry_run
        self.json = json
        self._explain = explain
        self._yes = yes
        self._named = books
        self.ask = Asker(terminal=at_terminal() and not json)

    @cached_property
    def main(self) -> Path:
        """The main file of the books."""
        return find_main(self._named)

    @cached_property
    def books(self) -> Books:
        """The books as they are now, for proposals; ends with status 4 when they are broken."""
        return load_sound(self._named)

    def day(self, given: str | None, question: str = "日期") -> dt.date:
        """Return ``--date``, asked for where it is not given; today is proposed."""
        return self.ask.value(
            "--date",
            given,
            question,
            lambda text: read_date(text, self.as_of),
            default=self.as_of.isoformat(),
        )

    def holder(self, role: str, day: dt.date) -> str | None:
        """Return who holds an office on ``day``."""
        return self.books.people.holder(role, day)

    def write(self, plan: Plan) -> Written:
        """Write the plan and say what was written; ends with the status of cli.md otherwise."""
        journal = Journal(self.main, self.as_of)
        by = self.holder("accountant", self.as_of) if self._explain else None
        try:
            if self.ask.terminal and not self._yes and not self.dry_run:
                draft = journal.write(plan, explain=self._explain, explained_by=by, dry_run=True)
                self._tell(draft, "要写的内容")
                if not self.ask.confirm("写进账本吗？"):
                    cancelled()
            written = journal.write(
                plan, explain=self._explain, explained_by=by, dry_run=self.dry_run
            )
        except (BadInput, Unwritable) as error:
            complain(f"{str(error).rstrip('。')}。")
        except RuleBroken as refusal:
            self._refuse_findings(refusal)
        except WouldNotLoad as refusal:
            _list_errors(refusal.errors)
            complain(str(refusal), REFUSED)
        except Refusal as refusal:
            complain(str(refusal), REFUSED)
        except Unsound as broken:
            _list_errors(broken.errors)
            complain(str(broken), UNREADABLE)
        except NotWritten as failure:
            complain(_not_written(failure), REFUSED)
        if self.json:
            print_json(as_json(written))
        else:
            self._tell(written, "试写，没有写入" if self.dry_run else "记好了")
        return written

    def _tell(self, written: Written, head: str) -> None:
        say(f"{head}：{written.change.title}（{written.place.file} 第 {written.place.line} 行）")
        say("")
        say(legible(written.text.rstrip("\n")))
        say("")
        if not written.findings:
            say("查账：没有新问题。")
        for finding in written.findings:
            file = written.books.relative(finding.place.file)
            say(legible(f"{finding.rule}（{'、'.join(finding.clause)}）"))
            for line in finding_lines(finding, file):
                say(legible(line))

    def _refuse_findings(self, refusal: RuleBroken) -> None:
        if self.json:
            print_json({"written": None, "findings": [finding_json(f) for f in refusal.findings]})
        for finding in refusal.findings:
            say(
                legible(f"{finding.rule}（{'、'.join(finding.clause)}）{finding.message}"),
                error=True,
            )
            say(legible(f"    改法：{finding.remedy}"), error=True)
        complain(f'{refusal}确有理由的，加上 --explain "理由" 再记。', REFUSED)


def _list_errors(errors: Sequence[LoadError]) -> None:
    for error in errors:
        say(error_line(error), error=True)


def _not_written(failure: NotWritten) -> str:
    if failure.unsure:
        return (
            f"写 {failure.path} 的时候出了错（{failure.reason}），不能保证写上了没有；"
            "请先修好磁盘，再用 juwu check 看账本。"
        )
    return f"写不了 {failure.path}（{failure.reason}）；账本没有改动。"


def as_json(written: Written) -> dict[str, Any]:
    """Return what ``--json`` prints of a change."""
    return {
        "written": {
            "title": written.change.title,
            "ids": list(written.change.ids),
            "file": written.place.file,
            "line": written.place.line,
            "text": written.text,
            "scans": [scan.target for scan in written.change.scans],
        },
        "dry_run": written.dry_run,
        "findings": [finding_json(finding) for finding in written.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the writing commands print it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "status": finding.status,
        "clause": list(finding.clause),
        "about": finding.about,
        "voucher": finding.voucher,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def writing(app: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a writing command; its function takes a :class:`Desk` first, then its own options."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        own = list(inspect.signature(function).parameters.values())[1:]
        parameters = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in own]
        parameters += [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for key, (kind, default) in _SHARED.items()
        ]

        @functools.wraps(function)
        def command(**given: Any) -> None:
            desk = Desk(**{key: given.pop(key) for key in _SHARED})
            try:
                function(desk, **given)
            except (BadInput, Unwritable) as error:
                complain(f"{str(error).rstrip('。')}。")

        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        del command.__wrapped__
        app.command(name)(command)
        return command

    return register
