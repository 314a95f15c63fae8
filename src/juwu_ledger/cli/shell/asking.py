"""Asking for what was not given: at a terminal by question, elsewhere not at all (docs/cli.md).

A value comes from its option, else from a question with a proposal, else from its default; a value
that is still missing where nobody can be asked ends the command with status 2 and its option's name.
A question is a value; one runner asks them all, so that going back, putting right and taking up again
(:mod:`.answers`, :mod:`.dialogue`) work in every command.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

from juwu_ledger.cli.shell.answers import BETWEEN, Answered, Answers
from juwu_ledger.cli.shell.console import REFUSED, complain, legible, say
from juwu_ledger.cli.shell.finding import found_by
from juwu_ledger.cli.shell.prompts import Choice, Prompt, PutAside
from juwu_ledger.journal.engine.refusals import BadInput

T = TypeVar("T")
Find = Callable[[str], Sequence[Choice]]


@dataclass(frozen=True)
class Question(Generic[T]):
    """Something to be asked; ``read`` makes a value of the text and raises :class:`BadInput`."""

    key: str
    """The option that answers it, too; answers are kept by it."""
    words: str
    read: Callable[[str], T]
    default: str | None = None
    """What a mere Enter takes."""
    find: Find | None = None
    """What there is to choose from, narrowed by what is typed; ``None``: a text is typed."""
    ticks: bool = False
    """Whether any number of what ``find`` gives may be chosen."""
    secret: bool = False
    echo: Callable[[T], str | None] = lambda _: None
    """What is told of an answer at once: a name for a code, capitals for an amount."""
    passing: bool = False
    """Whether it is a yes or no about the other answers: nothing that a draft would miss."""
    doubt: Callable[[T], str | None] = lambda _: None
    """What is asked about a strange answer before it is taken: a day long past."""


class Asker:
    """Asks the person at the terminal, if there is one."""

    def __init__(self, *, terminal: bool, proposals: Mapping[str, str] | None = None) -> None:
        """Ask only where ``terminal`` is true; ``proposals`` by option go before a question's own."""
        self.terminal = terminal
        self.answers: Answers | None = None
        """What was answered in this dialogue, if one can go back in it."""
        self._proposals = proposals or {}
        self.quiet = False
        """Whether answers are only gone over again, up to the question that is asked anew."""
        self.stops_in_draft = False
        """Whether what was answered becomes a draft when the person wants to stop."""

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
        free: bool = False,
        echo: Callable[[T], str | None] = lambda _: None,
        doubt: Callable[[T], str | None] = lambda _: None,
    ) -> T:
        """Return a value: as given, as answered, or as proposed.

        Where the choice is ``free``, what ``read`` takes may also be typed.
        """
        if self._stands(option, given, question):
            return self._read(option, given or "", read)
        if self.terminal:
            find = found_by(choices, read, free=free) if choices else None
            return self.ask(Question(option, question, read, default, find, echo=echo, doubt=doubt))
        if default is None:
            complain(f"还要写明 {option}：{question}。")
        return self._read(option, default, read)

    def optional(
        self, option: str, given: str | None, question: str, read: Callable[[str], T]
    ) -> T | None:
        """Return a value that may be left empty."""
        if self._stands(option, given, question):
            return self._read(option, given, read) if given and given.strip() else None
        if not self.terminal:
            return None
        hint = "没有就直接回车）"
        asked = f"{question[:-1]}；{hint}" if question.endswith("）") else f"{question}（{hint}"
        return self.ask(Question(option, asked, lambda text: read(text) if text.strip() else None))

    def search(
        self,
        option: str,
        given: str | None,
        question: str,
        read: Callable[[str], T],
        find: Callable[[str], Iterable[tuple[str, str]]],
        *,
        default: str | None = None,
    ) -> T:
        """Ask for one of many, found by typing part of it; ``find`` yields value and title."""
        if self._stands(option, given, question):
            return self._read(option, given or "", read)
        if not self.terminal:
            complain(f"还要写明 {option}：{question}。")

        def rows(typed: str) -> list[Choice]:
            return [Choice(value, title) for value, title in find(typed)]

        return self.ask(Question(option, question, read, default, rows))

    def several(self, question: str, choices: Sequence[Choice]) -> list[str]:
        """Ask which of ``choices``, none included; where nobody can be asked it is none."""
        if not self.terminal:
            return []
        values = {choice.value for choice in choices}

        def read(text: str) -> list[str]:
            picked = text.split(BETWEEN) if text else []
            if not values.issuperset(picked):
                raise BadInput("有的已经不在里面了")
            return picked

        return self.ask(Question(question, question, read, find=lambda _: choices, ticks=True))

    def secret(self, question: str) -> str:
        """Ask for a passphrase, which is not shown; only at a terminal."""
        return self.ask(Question(question, question, str, secret=True))

    def confirm(self, question: str, *, default: bool = True) -> bool:
        """Ask yes or no, ``default`` for a mere Enter and where nobody can be asked."""
        if not self.terminal:
            return default
        return self.ask(_yes_or_no(question, default=default))

    def sure(self, question: str, *, default: bool = True) -> bool:
        """Ask yes or no about what was answered: the answer is no part of the dialogue."""
        return self.aside(_yes_or_no(question, default=default)) if self.terminal else default

    def aside(self, question: Question[T]) -> T:
        """Ask something that is no part of the dialogue: nothing is kept of the answer."""
        return self._put(question, question.default)[0]

    def ask(self, question: Question[T]) -> T:
        """Return the answer that stands, or ask; only at a terminal."""
        answers = self.answers
        if answers is None:
            return self._put(question, question.default)[0]
        key = answers.numbered(question.key)
        standing = answers.standing(key)
        if standing is not None:
            taken = _taken(question, standing)
            if taken is not None:
                shown = _shown(question, standing)
                self.tell(f"· {question.words} {'' if question.secret else shown}")
                answers.settle(key, standing, _answered(question, key, shown))
                return taken[0]
        proposal = None if question.secret else answers.before(key)
        for other in (self._proposals.get(question.key), question.default):
            proposal = other if proposal is None else proposal
        value, text, shown = self._put(question, proposal)
        answers.settle(key, text, _answered(question, key, shown))
        return value

    def put_together(self, option: str, text: str) -> None:
        """Say what an option would be told whose parts were asked for one by one: a draft holds that."""
        if self.answers is not None:
            self.answers.put_together(option, text)

    def led_on(self, option: str) -> None:
        """Say that what was answered only led to other questions, and is nothing that ``option`` takes."""
        if self.answers is not None:
            self.answers.led_on(option)

    def tell(self, text: str, *, error: bool = False) -> None:
        """Tell the person something, unless they have been told before in this dialogue."""
        if not self.quiet:
            say(legible(text), error=error)

    def _put(self, question: Question[T], proposal: str | None) -> tuple[T, str, str]:
        """Put a question to the person until it is answered; return value, text and what is shown."""
        self.quiet = False
        while True:
            prompt = Prompt(
                question.words,
                check=question.read,
                find=question.find,
                proposal=proposal,
                ticks=question.ticks,
                secret=question.secret,
                back=self.answers is not None and self.answers.has_before,
            )
            text, shown = _text_of(self._run(prompt))
            value = question.read(text)
            doubt = question.doubt(value)
            if doubt is None or self.sure(doubt, default=False):
                break
        told = question.echo(value)
        if told:
            say(legible(f"  {told}"))
        return value, text, shown

    def _run(self, prompt: Prompt) -> object:
        try:
            return prompt.run()
        except (KeyboardInterrupt, EOFError):
            self.put_aside()

    def put_aside(self) -> NoReturn:
        """End because the person wants to stop; what was answered stays on the disk."""
        if self.stops_in_draft:
            raise PutAside
        if self.answers is not None and self.answers.are_kept:
            complain("已取消，账本没有改动。答过的都留着：下次打同一个命令，可以接着来。", REFUSED)
        cancelled()

    def _stands(self, option: str, given: str | None, question: str) -> bool:
        """Tell whether an option is given and was not found wrong since."""
        if given is None or (self.answers is not None and self.answers.is_given_up(option)):
            return False
        if self.answers is not None:
            self.answers.take_given(option, question, given)
        return True

    def _read(self, option: str, text: str, read: Callable[[str], T]) -> T:
        try:
            return read(text)
        except BadInput as error:
            complain(f"{option}：{error}。")


def at_terminal() -> bool:
    """Tell whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def cancelled() -> NoReturn:
    """End because the person wants to stop."""
    complain("已取消，账本没有改动。", REFUSED)


def _text_of(answer: object) -> tuple[str, str]:
    """Return an answer as it is kept, and as people see it."""
    if isinstance(answer, Choice):
        return answer.value, answer.title
    if isinstance(answer, list):
        return BETWEEN.join(answer), f"选了 {len(answer)} 项"
    return str(answer), str(answer)


def _answered(question: Question[T], key: str, shown: str) -> Answered:
    own = "" if question.secret else shown
    return Answered(key, question.words, own, secret=question.secret, passing=question.passing)


def _taken(question: Question[T], text: str) -> tuple[T] | None:
    """Return the value of an answer from before, unless it can be taken no more."""
    try:
        value = question.read(text)
    except BadInput:
        return None
    gone = question.find is not None and not question.ticks and _choice(question, text) is None
    return None if gone else (value,)


def _shown(question: Question[T], text: str) -> str:
    if question.ticks:
        return _text_of(question.read(text))[1]
    chosen = _choice(question, text)
    return text if chosen is None else chosen.title


def _choice(question: Question[T], text: str) -> Choice | None:
    rows = (*question.find(""), *question.find(text)) if question.find else ()
    return next((row for row in rows if row.value == text), None)


def _yes_or_no(question: str, *, default: bool) -> Question[bool]:
    hint = f"（是 y / 否 n，直接回车是“{'是' if default else '否'}”）"

    def read(text: str) -> bool:
        word = unicodedata.normalize("NFKC", text).strip().lower()
        if not word:
            return default
        if word in ("y", "yes", "是", "好", "对"):
            return True
        if word in ("n", "no", "否", "不", "不是"):
            return False
        raise BadInput("请写 y（是）或 n（否）")

    return Question(question, f"{question}{hint}", read, passing=True)
