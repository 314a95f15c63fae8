"""Asking for what was not given: at a terminal by question, elsewhere not at all (docs/cli.md).

A value comes from its option, else from a question with a proposal, else from its default; a value
that is still missing where nobody can be asked ends the command with status 2 and its option's name.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from juwu_ledger.cli.shell.console import REFUSED, complain, legible, say
from juwu_ledger.journal.engine.refusals import BadInput

T = TypeVar("T")
_HOW = "（上下键选，回车定）"


class Choice:
    """One answer to choose from: what is written, and what people see."""

    def __init__(self, value: str, title: str) -> None:
        """Take the value as an option would give it, and its title."""
        self.value = value
        self.title = title


class Asker:
    """Asks the person at the terminal, if there is one."""

    def __init__(self, *, terminal: bool) -> None:
        """Ask only where ``terminal`` is true."""
        self.terminal = terminal

    def need(self, given: Mapping[str, object]) -> None:
        """End with status 2 naming every option that is missing, where nobody can be asked."""
        missing = [option for option, value in given.items() if value is None]
        if missing and not self.terminal:
            complain(f"还要写明：{'、'.join(missing)}。（在终端里运行会逐项询问）")

    def value(
        self,
        option: str,
        given: str | None,
        question: str,
        read: Callable[[str], T],
        *,
        default: str | None = None,
        choices: Sequence[Choice] = (),
    ) -> T:
        """Return a value: as given, as answered, or as proposed."""
        if given is not None:
            return self._read(option, given, read)
        if self.terminal:
            if choices:
                return read(self._select(question, choices, default))
            return read(self._text(question, read, default or ""))
        if default is None:
            complain(f"还要写明 {option}：{question}。")
        return self._read(option, default, read)

    def optional(
        self, option: str, given: str | None, question: str, read: Callable[[str], T]
    ) -> T | None:
        """Return a value that may be left empty."""
        if given is not None:
            return self._read(option, given, read) if given.strip() else None
        if not self.terminal:
            return None
        hint = "没有就直接回车）"
        asked = f"{question[:-1]}；{hint}" if question.endswith("）") else f"{question}（{hint}"
        answer = self._text(asked, lambda text: read(text) if text.strip() else None, "")
        return read(answer) if answer.strip() else None

    def search(
        self,
        option: str,
        given: str | None,
        question: str,
        read: Callable[[str], T],
        find: Callable[[str], Iterable[tuple[str, str]]],
    ) -> T:
        """Ask for one of many, found by typing part of it; ``find`` yields value and title.

        The title of what is meant is shown, so that ``bgyp`` is not taken on trust.
        """
        if given is not None:
            return self._read(option, given, read)
        if not self.terminal:
            complain(f"还要写明 {option}：{question}。")
        import questionary
        from prompt_toolkit.completion import CompleteEvent, Completer, Completion
        from prompt_toolkit.document import Document

        class Finder(Completer):
            def get_completions(self, document: Document, event: CompleteEvent) -> Any:
                typed = document.text_before_cursor
                for value, title in find(typed):
                    yield Completion(value, start_position=-len(typed), display=title)

        asked = questionary.autocomplete(
            question,
            choices=[""],
            completer=Finder(),
            validate=_checked(read),
            validate_while_typing=False,
            qmark="·",
        )
        answer = str(_answer(asked))
        value = read(answer)
        meant = next((title for own, title in find(answer) if own == value), "")
        if meant and answer not in (value, meant):
            say(legible(f"  {meant}"))
        return value

    def several(self, question: str, choices: Sequence[Choice]) -> list[str]:
        """Ask which of ``choices``, none included; where nobody can be asked it is none."""
        if not self.terminal:
            return []
        import questionary

        shown = [questionary.Choice(item.title, value=item.value) for item in choices]
        asked = questionary.checkbox(
            question,
            shown,
            qmark="·",
            instruction="（上下键移动，空格选，a 全选，回车定）",
            erase_when_done=True,
        )
        picked = [str(value) for value in _answer(asked)]
        say(legible(f"· {question}：选了 {len(picked)} 项"))
        return picked

    def secret(self, question: str) -> str:
        """Ask for a passphrase, which is not shown; only at a terminal."""
        import questionary

        return str(_answer(questionary.password(question, qmark="·")))

    def confirm(self, question: str, *, default: bool = True) -> bool:
        """Ask yes or no, ``default`` for a mere Enter and where nobody can be asked."""
        if not self.terminal:
            return default
        hint = f"（是 y / 否 n，直接回车是“{'是' if default else '否'}”）"
        answer = self._text(f"{question}{hint}", _yes_or_no, "")
        return default if not answer.strip() else _yes_or_no(answer)

    def _read(self, option: str, text: str, read: Callable[[str], T]) -> T:
        try:
            return read(text)
        except BadInput as error:
            complain(f"{option}：{error}。")

    def _text(self, question: str, read: Callable[[str], Any], default: str) -> str:
        import questionary

        asked = questionary.text(
            question,
            default=default,
            validate=_checked(read),
            qmark="·",
            key_bindings=_typing_over(default),
            validate_while_typing=False,
        )
        return str(_answer(asked))

    def _select(self, question: str, choices: Sequence[Choice], default: str | None) -> str:
        import questionary

        shown = [questionary.Choice(item.title, value=item.value) for item in choices]
        first = next((item for item in shown if item.value == default), None)
        asked = questionary.select(question, shown, default=first, instruction=_HOW, qmark="·")
        return str(_answer(asked))


def at_terminal() -> bool:
    """Tell whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def cancelled() -> NoReturn:
    """End because the person wants to stop."""
    complain("已取消，账本没有改动。", REFUSED)


def _typing_over(proposal: str) -> Any:
    """Return key bindings by which the first thing typed takes the proposal's place.

    Whoever sees ``1`` and types ``3`` means 3, not 13. An arrow key first, and the proposal is edited.
    """
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys

    kept: list[bool] = []

    @Condition
    def untouched() -> bool:
        buffer = get_app().current_buffer
        whole = buffer.text == proposal and buffer.cursor_position == len(proposal)
        return bool(proposal) and whole and not kept

    bindings = KeyBindings()

    @bindings.add(Keys.Any, filter=untouched)
    @bindings.add(Keys.BracketedPaste, filter=untouched)
    def _replace(event: KeyPressEvent) -> None:
        event.current_buffer.text = ""
        event.current_buffer.insert_text(event.data.strip("\r\n"))

    @bindings.add(Keys.Right, filter=untouched)
    @bindings.add(Keys.End, filter=untouched)
    def _keep(event: KeyPressEvent) -> None:
        kept.append(True)

    return bindings


def _yes_or_no(text: str) -> bool:
    """Read yes or no; nothing at all stands for the default and is read as no."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if word in ("y", "yes", "是", "好", "对"):
        return True
    if word in ("", "n", "no", "否", "不", "不是"):
        return False
    raise BadInput("请写 y（是）或 n（否）")


def _checked(read: Callable[[str], Any]) -> Callable[[str], bool | str]:
    def check(text: str) -> bool | str:
        try:
            read(text)
        except BadInput as error:
            return str(error)
        return True

    return check


def _answer(question: Any) -> Any:
    try:
        return question.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        cancelled()
