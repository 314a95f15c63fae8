"""The desk at which a writing command works: which books, which day, whom to ask, how to answer.

``@writing(app, "spend")`` adds to a command the options that all writing commands share and hands it
a :class:`Desk`; the command asks, makes a plan, and gives it to :meth:`Desk.write`.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_type_hints

import typer

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.cli.look.checking import finding_lines
from juwu_ledger.cli.shell.asking import Asker, at_terminal, cancelled
from juwu_ledger.cli.shell.console import (
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
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption
from juwu_ledger.cli.shell.reading import read_date, read_text
from juwu_ledger.journal.engine.directive_text import Unwritable
from juwu_ledger.journal.engine.disk import NotWritten
from juwu_ledger.journal.engine.journal import Journal, Plan, Written
from juwu_ledger.journal.engine.names import is_stranger
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.seals.incremental.short_way import ALL, Memory, load_short

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

_SIGNATURE = re.compile(r"(-----BEGIN SSH SIGNATURE-----)[^\"]+")
"""Three hundred characters that nobody can read; the books and ``--json`` have them whole."""
REFUSALS = (BadInput, Unwritable, Refusal, Unsound, NotWritten)
"""What :meth:`Desk.complain_of` has words for."""


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
        self.explain = explain
        self.yes = yes
        self._named = books
        self._committed = False
        self.has_written = False
        """Whether the change is on the disk: then nothing may say otherwise any more."""
        self._wanted: frozenset[str] | None = None
        self._memory = Memory()
        self.ask = Asker(terminal=at_terminal() and not json)

    @cached_property
    def main(self) -> Path:
        """The main file of the books."""
        return find_main(self._named)

    @cached_property
    def books(self) -> Books:
        """The books as they are now, for proposals; ends with status 4 when they are broken."""
        if self._wanted is not None:
            short = load_short(self.main, self.as_of, wanted=self._wanted, memory=self._memory)
            if short is not None:
                return short.books
        return load_sound(self._named)

    @cached_property
    def _whole_books(self) -> Books:
        return load_sound(self._named)

    def make_do(self, approvals: Iterable[str] = ()) -> None:
        """Let the books be read from their last seal on, with these sign-offs from before it.

        For commands that ask no more of sealed months than what seals carry.
        """
        named = frozenset(approvals)
        self._wanted = named if named == ALL else frozenset(map(plain, named))

    def day(self, given: str | None, question: str = "日期") -> dt.date:
        """Return ``--date``, asked for where it is not given; today is proposed."""
        return self.ask.value(
            "--date",
            given,
            question,
            lambda text: read_date(text, self.as_of),
            default=self.as_of.isoformat(),
        )

    def day_meant(self, given: str | None) -> dt.date:
        """Return ``--date``, or the day that will be proposed; nothing is asked."""
        return read_date(given, self.as_of) if given else self.as_of

    def holder(self, role: str, day: dt.date) -> str | None:
        """Return who holds an office on ``day``."""
        return self.books.people.holder(role, day)

    def person(
        self, option: str, given: str | None, question: str, *, default: str | None = None
    ) -> str:
        """Return a person's name, given or asked for; a stranger to the books is remarked on."""
        name = self.ask.value(option, given, question, read_text, default=default)
        self.remark_strangers([name])
        return name

    def remark_strangers(self, names: Iterable[str]) -> None:
        """Say on standard error which names the books never saw: they may be mistyped.

        Books read from their last seal on know only the names since: who is a stranger to them is
        looked for in the whole books.
        """
        for name in names:
            if is_stranger(self.books, name) and (
                self.books.carried is None or is_stranger(self._whole_books, name)
            ):
                text = f"提醒：账本里从没有过“{name}”这个名字，请看看有没有写错。"
                say(legible(text), error=True)

    def note(self, text: str) -> None:
        """Tell the person something beside the answer; a program that reads JSON is not told."""
        if not self.json:
            say(legible(text))

    def write(self, plan: Plan) -> Written:
        """Write the plan and say what was written; ends with the status of docs/cli.md otherwise."""
        journal = Journal(
            self.main,
            self.as_of,
            commit=self.commit,
            wanted=self._wanted,
            memory=self._memory,
        )
        by = self.holder("accountant", self.as_of) if self.explain else None
        shown = ""
        try:
            if self.ask.terminal and not self.yes and not self.dry_run:
                draft = journal.write(plan, explain=self.explain, explained_by=by, dry_run=True)
                self._tell(draft, "要写的内容")
                shown = draft.text
                if not self.ask.confirm("写进账本吗？"):
                    cancelled()
            written = journal.write(
                plan, explain=self.explain, explained_by=by, dry_run=self.dry_run
            )
        except REFUSALS as error:
            self.complain_of(error)
        self.has_written = not self.dry_run
        if self.json:
            print_json(as_json(written))
        elif written.text == shown:
            say(_where(written, "记好了"))
        else:
            self._tell(written, "试写，没有写入" if self.dry_run else "记好了")
        return written

    def commit(self) -> None:
        """Say that the disk is about to be changed: Ctrl-C comes too late now, and is not heard."""
        self._committed = True
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let Ctrl-C cancel until :meth:`commit`; what is written is so though nobody can be told."""
        heard = signal.getsignal(signal.SIGINT)
        try:
            yield
            sys.stdout.flush()
        except KeyboardInterrupt:
            cancelled()
        except OSError:
            if not self.has_written:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        finally:
            if self._committed and threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGINT, heard)

    def complain_of(self, error: Exception) -> NoReturn:
        """Say why nothing was written, and end with the status of docs/cli.md."""
        match error:
            case RuleBroken():
                self._refuse_findings(error)
            case WouldNotLoad():
                _list_errors(error.errors)
                complain(str(error), REFUSED)
            case Unsound():
                _list_errors(error.errors)
                complain(str(error), UNREADABLE)
            case Refusal():
                complain(str(error), REFUSED)
            case NotWritten():
                complain(_not_written(error), REFUSED)
        complain(f"{str(error).rstrip('。')}。")

    def _tell(self, written: Written, head: str) -> None:
        say(_where(written, head))
        say("")
        say(legible(_SIGNATURE.sub(r"\1……", written.text.rstrip("\n"))))
        say("")
        if not written.findings:
            say("查账：没有新问题。")
        for finding in written.findings:
            file = written.books.relative(finding.place.file)
            say(legible(_rule(finding)))
            for line in finding_lines(finding, file):
                say(legible(line))

    def _refuse_findings(self, refusal: RuleBroken) -> NoReturn:
        if self.json:
            print_json({"written": None, "findings": [finding_json(f) for f in refusal.findings]})
        for finding in refusal.findings:
            say(legible(f"{_rule(finding)}{finding.message}"), error=True)
            say(legible(f"    改法：{finding.remedy}"), error=True)
        if self.explain:
            complain(f"{refusal}这一条说明了也不行，请照“改法”改。", REFUSED)
        complain(f'{refusal}确有理由的，加上 --explain "理由" 再记。', REFUSED)


def _rule(finding: Finding) -> str:
    """Return a finding's rule with the clauses that it stands for, if there are any."""
    clauses = "、".join(finding.clause)
    return f"{finding.rule}（{clauses}）" if clauses else f"{finding.rule} "


def _where(written: Written, head: str) -> str:
    place = written.place
    return legible(f"{head}：{written.change.title}（{place.file} 第 {place.line} 行）")


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
            "made": [new.target for new in written.change.made],
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


def writing(
    app: typer.Typer, name: str, *, without: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a writing command; its function takes a :class:`Desk` first, then its own options.

    ``without`` names shared options that it has no use for.
    """
    shared = {key: value for key, value in _SHARED.items() if key not in without}

    def register(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        own = list(inspect.signature(function).parameters.values())[1:]
        parameters = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in own]
        parameters += [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for key, (kind, default) in shared.items()
        ]

        @functools.wraps(function)
        def command(**given: Any) -> None:
            desk = Desk(**{key: given.pop(key) for key in shared})
            with desk.at_work():
                try:
                    function(desk, **given)
                except REFUSALS as error:
                    desk.complain_of(error)

        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        del command.__wrapped__
        app.command(name)(command)
        return command

    return register
