"""In what a writing command works: which books, which day, whom to ask, how to answer."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import click

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.cli.shell.asking import Asker, at_terminal
from juwu_ledger.cli.shell.console import (
    find_main,
    legible,
    load_sound,
    print_json,
    read_day,
    say,
)
from juwu_ledger.cli.shell.prefilled import NOTHING, Prefill
from juwu_ledger.cli.shell.prompts import Declined, PutAside
from juwu_ledger.cli.shell.reading import read_date, read_name
from juwu_ledger.cli.shell.telling import as_json, finding_json, tell, tell_refusal, where
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.drafts.draft_folder import discard, mark_posting, put_aside, put_back
from juwu_ledger.journal.engine.directive_text import Unwritable
from juwu_ledger.journal.engine.disk import NotWritten
from juwu_ledger.journal.engine.journal import Journal, Plan, Stroke, Written
from juwu_ledger.journal.engine.names import is_stranger
from juwu_ledger.journal.engine.operations import this_account
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken, Unsound
from juwu_ledger.seals.incremental.incremental_check import load_incrementally
from juwu_ledger.seals.incremental.reading_memory import Memory

REFUSALS = (BadInput, Unwritable, Refusal, Unsound, NotWritten)
"""What :meth:`Context.complain_of` has words for."""

_FAR_BACK, _FAR_AHEAD = 100, 7
"""Days; who writes a day further from today may have mistyped the year or the month."""
_WEEK = "一二三四五六日"


def command_words() -> str:
    """Return the command that is being called, without its options: ``asset add``."""
    ctx = click.get_current_context(silent=True)
    return ctx.command_path.partition(" ")[2] if ctx else ""


class Context:
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
        prefill: Prefill = NOTHING,
    ) -> None:
        """Take the options as Typer gives them, and what the command is run from."""
        self.prefill = prefill
        self.is_draft = False
        """Whether what is answered becomes a draft, and nothing is written."""
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
        self.ask = Asker(terminal=at_terminal() and not json, proposals=prefill.proposals)

    @cached_property
    def main(self) -> Path:
        """The main file of the books."""
        return find_main(self._named)

    @cached_property
    def books(self) -> Books:
        """The books as they are now, for proposals; ends with status 4 when they are broken."""
        if self._wanted is not None:
            since = load_incrementally(
                self.main, self.as_of, wanted=self._wanted, memory=self._memory
            )
            if since is not None:
                return since.books
        return self._whole_books

    @cached_property
    def _whole_books(self) -> Books:
        return load_sound(self._named, kept=self._memory.whole)

    def answer_in_json(self) -> None:
        """Answer a program: nothing is asked, and what was written is told as JSON."""
        self.json = True
        self.ask = Asker(terminal=False)

    def books_since(self, day: dt.date) -> Books:
        """Return books that hold every voucher since ``day``, read from a seal before it if one will do."""
        carried = self.books.carried
        if carried is None or carried.until < day:
            return self.books
        since = load_incrementally(
            self.main, self.as_of, wanted=self._wanted or (), memory=self._memory, before=day
        )
        return since.books if since is not None else self._whole_books

    def make_do(self, approvals: Iterable[str] = ()) -> None:
        """Let the books be read from their last seal on, with these approvals from before it.

        For commands that ask no more of sealed months than what seals carry.
        """
        self._wanted = frozenset(map(plain, approvals))

    def day(self, given: str | None, question: str = "日期") -> dt.date:
        """Return ``--date``, asked for where it is not given; today is proposed.

        A day far from today, or before the books begin, is asked about once more.
        """
        return self.ask.value(
            "--date",
            given,
            question,
            lambda text: read_date(text, self.as_of),
            default=self.as_of.isoformat(),
            doubt=self._doubt,
            echo=lambda day: None if day == self.as_of else f"{day} 星期{_WEEK[day.weekday()]}",
        )

    def _doubt(self, day: dt.date) -> str | None:
        begin = min((a.opened for a in self.books.chart.values()), default=day)
        if day < begin:
            return f"账本从 {begin} 记起，{day} 在那以前。就是这一天吗？"
        away = (day - self.as_of).days
        if away > _FAR_AHEAD or -away > _FAR_BACK:
            return f"{day} 离今天（{self.as_of}）有 {abs(away)} 天。就是这一天吗？"
        return None

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
        name = self.ask.value(option, given, question, read_name, default=default)
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
                self.ask.tell(text, error=True)

    def note(self, text: str) -> None:
        """Tell the person something beside the answer; a program that reads JSON is not told."""
        if not self.json:
            self.ask.tell(text)

    def write(self, plan: Plan) -> Written:
        """Write the plan and say what was written; ends with the status of docs/cli.md otherwise."""
        if self.is_draft:
            raise PutAside
        journal = Journal(
            self.main,
            self.as_of,
            commit=self.commit,
            wanted=self._wanted,
            memory=self._memory,
            marks=self.prefill.marks,
            operator=this_account(command_words()),
        )
        by = self.holder("accountant", self.as_of) if self.explain else None
        shown = ""
        if self.ask.terminal and not self.yes and not self.dry_run:
            trial = journal.write(plan, explain=self.explain, explained_by=by, dry_run=True)
            tell(trial, "要写的内容")
            shown = trial.text
            if not self.ask.sure("写进账本吗？"):
                raise Declined
        written = journal.write(plan, explain=self.explain, explained_by=by, dry_run=self.dry_run)
        self.has_written = not self.dry_run
        if self.prefill.kept is not None and self.has_written:
            discard(self.prefill.kept)
        if self.json:
            print_json(as_json(written))
        elif written.text == shown:
            say(where(written, "记好了"))
        else:
            tell(written, "试写，没有写入" if self.dry_run else "记好了")
        return written

    def put_aside(self, draft: Draft) -> None:
        """Keep a draft instead of writing anything, and say where."""
        earlier = self.prefill.kept
        kept = put_back(earlier, draft) if earlier else put_aside(self.main.parent, draft)
        if self.json:
            print_json({"draft": kept.id, "file": str(kept.path)})
        else:
            say(legible(f"放进草稿了：{kept.id}（{kept.path}）。记账：juwu draft post {kept.id}"))
            if draft.note:
                say(legible(f"草稿里记着{draft.note}"))

    def commit(self, stroke: Stroke | None = None) -> None:
        """Say that the disk is about to be changed: Ctrl-C comes too late now, and is not heard."""
        if self.prefill.kept is not None and stroke is not None:
            mark_posting(self.prefill.kept, stroke)
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
            self.ask.put_aside()
        except OSError:
            if not self.has_written:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        finally:
            if self._committed and threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGINT, heard)

    def complain_of(self, error: Exception) -> NoReturn:
        """Say why nothing was written, and end with the status of docs/cli.md."""
        if self.json and isinstance(error, RuleBroken):
            print_json({"written": None, "findings": [finding_json(f) for f in error.findings]})
        raise SystemExit(tell_refusal(error, explained=self.explain is not None))
