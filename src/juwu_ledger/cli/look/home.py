"""``juwu`` alone at a terminal: whose books, which month is open, what is due, and a numbered menu.

Plain prompts. A choice prints the command it stands for and runs it, so that whoever uses the menu learns
the commands; 0 goes back.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from juwu_ledger.cli.look.due import Waiting, waiting_list
from juwu_ledger.cli.menu import MENU, Blank, Item, Page
from juwu_ledger.cli.shell.asking import Asker
from juwu_ledger.cli.shell.console import (
    FINE,
    as_typed,
    find_main,
    legible,
    load_sound,
    read_day,
    say,
)
from juwu_ledger.cli.shell.reading import folded, read_text
from juwu_ledger.journal.engine.refusals import BadInput

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period

Program = Callable[[str], typer.Typer]
"""Makes the program that has one command."""
_SHOWN = 5
"""Things to do that the first screen lists."""
_DUE_TITLE = "照着待办做"
_MORE = {"reply": (Blank.REPLY,), "import": (Blank.STATEMENT,), "backup": (Blank.BACKUPS,)}
"""What a command of the list wants beside what the list knows."""
_KINDS = {
    Blank.MONTH: "month",
    Blank.QUARTER: "quarter",
    Blank.HALF: "half-year",
    Blank.YEAR: "year",
}


def open_home(program: Program, books: Path | None, as_of: str | None) -> None:
    """Show the first screen and do what is chosen, until 0."""
    gc.enable()  # One call may run many commands.
    more = [*(("-b", str(books)) if books else ()), *(("--as-of", as_of) if as_of else ())]
    home = _Home(program, find_main(books), read_day(as_of), tuple(more), Asker(terminal=True))
    while home.first_screen():
        pass


@dataclass(frozen=True)
class _Home:
    program: Program
    main: Path
    day: dt.date
    more: tuple[str, ...]
    """Which books and which day, where that was given: every command is told."""
    ask: Asker

    def first_screen(self) -> bool:
        """Show how things stand and ask for an occasion; tell whether to go on."""
        books = self._books()
        waiting = waiting_list(books, self.day) if books else []
        for line in _standing(books, self.day, waiting):
            say(legible(line))
        titles = [page.title for page in MENU]
        _list_numbered([*titles, _DUE_TITLE] if waiting else titles, "退出")
        choice = self._number("做什么（打号码）", len(titles) + bool(waiting))
        if choice == 0:
            return False
        if choice <= len(titles):
            self._page(MENU[choice - 1], books)
        else:
            self._page(_due_page(waiting), books)
        return True

    def _books(self) -> Books | None:
        """Return the books; where they are broken that has been told, and the menu is there still."""
        try:
            return load_sound(self.main)
        except SystemExit:
            return None

    def _page(self, page: Page, books: Books | None) -> None:
        """Ask for a choice of an occasion and do it, until 0."""
        while True:
            say("")
            say(f"—— {page.title} ——")
            _list_numbered([item.title for item in page.items], "返回")
            choice = self._number(f"{page.title}（打号码）", len(page.items))
            if choice == 0:
                say("")
                return
            self._do(page.items[choice - 1], books)

    def _do(self, item: Item, books: Books | None) -> None:
        """Ask for what the command wants, show it as it would be typed, and run it."""
        try:
            words = [self._filled(word, books) for word in item.command]
            words += _taken(self.program, words, self.more)
            say(legible(f"$ juwu {as_typed(words)}"))
            self.program(words[0])(words, prog_name="juwu")
        except SystemExit:
            return  # It has said what came of it, or the person stopped answering.

    def _filled(self, word: str, books: Books | None) -> str:
        if not isinstance(word, Blank):
            return word
        kind = _KINDS.get(word)
        read = _reader_of(kind) if kind else read_text
        proposal = _proposed(word, books, self.day)
        return self.ask.value("", None, word.value, read, default=proposal or None)

    def _number(self, question: str, most: int) -> int:
        def read(text: str) -> int:
            plain = folded(text)
            digits = plain.lstrip("0") or plain[:1]  # However many noughts stand before it.
            if not (digits.isascii() and digits.isdigit() and int(digits[:4]) <= most):
                raise BadInput(f"请打 0 到 {most} 的号码")
            return int(digits)

        try:
            return self.ask.value("", None, question, read)
        except SystemExit:  # Ctrl+C, or the terminal is gone: there is nothing to cancel here.
            raise SystemExit(FINE) from None


def _list_numbered(titles: Sequence[str], leave: str) -> None:
    for number, title in enumerate(titles, 1):
        say(f"  {number}  {title}")
    say(f"  0  {leave}")


def _standing(books: Books | None, day: dt.date, waiting: Sequence[Waiting]) -> Iterator[str]:
    """Yield whose books they are, which month is open, and what is due first."""
    if books is None:
        yield "账本读不了，先照上面说的改正；查账：juwu check"
        return
    yield books.title
    yield f"今天 {day}。{_months_said(books, day)}"
    if not waiting:
        yield "没有到期的事。"
    for item in waiting[:_SHOWN]:
        yield f"  {item.said(day)}：{item.title}"
    if len(waiting) > _SHOWN:
        yield f"  还有 {len(waiting) - _SHOWN} 件，见“{_DUE_TITLE}”。"
    yield ""


def _months_said(books: Books, day: dt.date) -> str:
    months = open_months(books, day)
    if not months:
        return "还没有记账。" if books.span is None else "记了账的月份都月结了。"
    names = "、".join(month.title for month in months[-3:])
    more = f"等 {len(months)} 个月" if len(months) > 3 else ""
    return f"还没有月结：{names}{more}。"


def open_months(books: Books, day: dt.date) -> list[Period]:
    """Return the months with vouchers that are not closed by a day, the oldest first."""
    from juwu_ledger.books.model.periods import months_between
    from juwu_ledger.records.seals import OPEN, month_states

    if books.span is None:
        return []
    states = month_states(books, list(months_between(*books.span)), day)
    return [month for month, state in states.items() if state == OPEN]


def _due_page(waiting: Sequence[Waiting]) -> Page:
    """Return the list of what is due as a page of the menu."""
    return Page(
        _DUE_TITLE,
        tuple(
            Item(item.title, (*item.command, *_MORE.get(item.command[0], ()))) for item in waiting
        ),
    )


def _reader_of(kind: str) -> Callable[[str], str]:
    """Return a reader of a period of one kind."""
    from juwu_ledger.books.model.periods import Period

    def read(text: str) -> str:
        try:
            period = Period.parse(folded(text))
        except ValueError as error:
            raise BadInput(str(error).rstrip("。")) from None
        if period.kind != kind:
            raise BadInput("期间不对，请照题目里的样子写")
        return period.label

    return read


def _proposed(word: Blank, books: Books | None, day: dt.date) -> str:
    """Return what is most likely meant: the oldest open month, what ended last, where one backed up."""
    from juwu_ledger.books.model.periods import DAY, Period

    if word is Blank.MONTH:
        months = open_months(books, day) if books else []
        return (months[0] if months else Period.month_of(day)).label
    if word is Blank.QUARTER:
        return Period.quarter_of(Period.quarter_of(day).first - DAY).label
    if word is Blank.BACKUPS:
        from juwu_ledger.journal.backups.last_backup import last_backup

        last = last_backup(books.root) if books else None
        return last.folder if last else ""
    if word is Blank.HALF:
        return Period.half_of(Period.half_of(day).first - DAY).label
    return str(day.year) if word is Blank.YEAR else ""


def _taken(program: Program, words: Sequence[str], more: Sequence[str]) -> list[str]:
    """Return those of the options given to ``juwu`` itself that a command takes."""
    command = typer.main.get_command(program(words[0]))
    for word in words:
        below = getattr(command, "commands", {})
        command = below.get(word, command)
    options = {name for param in command.params for name in param.opts}
    pairs = zip(more[::2], more[1::2], strict=True)
    return [word for option, value in pairs if option in options for word in (option, value)]
