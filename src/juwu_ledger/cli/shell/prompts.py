"""How a question looks at the terminal: one line to type, a list to find something in, boxes to tick.

Whatever is typed is taken, told off, or narrows what is listed: nothing is accepted that the person did
not see. Esc goes back a question (:class:`GoBack`), Ctrl+C puts all aside (``KeyboardInterrupt``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from juwu_ledger.books.model.width import display_width
from juwu_ledger.cli.shell.console import legible
from juwu_ledger.cli.shell.reading import LONGEST, too_long
from juwu_ledger.journal.engine.refusals import BadInput

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.layout import Layout

_MOST_ROWS = 10
_BACK = "Esc 退回"


class Choice(NamedTuple):
    """One answer to choose from: what is written, and what people see."""

    value: str
    title: str


class PutAside(Exception):
    """What was answered is to be a draft; nothing is written."""


class GoBack(Exception):
    """The person wants to go back to the question before."""


class Declined(Exception):
    """The person does not want it to be written like this."""


class Prompt:
    """One question on the screen until it is answered; ``find`` lists what there is to choose from."""

    def __init__(
        self,
        words: str,
        *,
        check: Callable[[str], object] = str,
        find: Callable[[str], Sequence[Choice]] | None = None,
        proposal: str | None = None,
        ticks: bool = False,
        secret: bool = False,
        back: bool = False,
    ) -> None:
        """Take the question; ``check`` raises :class:`BadInput` for what cannot be taken.

        ``proposal`` is what a mere Enter takes: a text, or the value of a choice.
        """
        self._words = legible(words)
        self._check = check
        self._find = find
        self._ticks = ticks
        self._secret = secret
        self._back = back
        self._proposal = "" if find else proposal or ""
        self._kept = False
        """Whether the proposal is being edited rather than typed over."""
        self._said = ""
        self._drawn = ""
        """What had been typed when the screen was drawn last."""
        self._rows: list[Choice] = list(find("")) if find else []
        self._at = self._row_of(proposal) if proposal is not None else 0
        self._ticked: set[str] = set()

    def run(self) -> Any:
        """Return the text, the :class:`Choice`, or the values that were ticked."""
        from prompt_toolkit.application import Application
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.document import Document

        self._buffer = Buffer(multiline=False, document=Document(self._proposal))
        self._buffer.on_text_changed += self._typed
        self._app: Application[Any] = Application(
            layout=self._layout(), key_bindings=self._keys(), after_render=self._remember
        )
        return self._app.run()

    # --- what is shown -------------------------------------------------------------------------

    def _layout(self) -> Layout:
        from prompt_toolkit.filters import Condition, is_done
        from prompt_toolkit.layout import (
            BufferControl,
            ConditionalContainer,
            FormattedTextControl,
            HSplit,
            Layout,
            Window,
        )
        from prompt_toolkit.layout.processors import BeforeInput, PasswordProcessor, Processor

        before: list[Processor] = [PasswordProcessor()] if self._secret else []
        line = BufferControl(self._buffer, input_processors=[*before, BeforeInput(self._head)])
        below = Window(FormattedTextControl(self._below), wrap_lines=True, dont_extend_height=True)
        return Layout(
            HSplit(
                [
                    Window(line, wrap_lines=True, dont_extend_height=True),
                    ConditionalContainer(below, ~is_done & Condition(self._has_below)),
                ]
            )
        )

    def _head(self) -> StyleAndTextTuples:
        hint = "" if self._app.is_done else self._hint()
        return [("", f"· {self._words}{hint} ")]

    def _hint(self) -> str:
        keys = [_BACK] if self._back else []
        if self._ticks:
            keys = ["上下键移动，空格选，a 全选，回车定", *keys]
        elif self._find:
            keys = ["打字找，上下键选，回车定", *keys]
        return f" [{'，'.join(keys)}]" if keys else ""

    def _below(self) -> StyleAndTextTuples:
        shown: StyleAndTextTuples = []
        size = self._app.output.get_size()
        room = max(min(_MOST_ROWS, size.rows - 4), 1)
        first = min(max(self._at - room // 2, 0), max(len(self._rows) - room, 0))
        for number, row in enumerate(self._rows[first : first + room], first):
            mark = "❯" if number == self._at else " "
            box = ("●" if row.value in self._ticked else "○") + " " if self._ticks else ""
            style = "reverse" if number == self._at else ""
            shown.append((style, f" {mark} {cut(box + legible(row.title), size.columns - 5)}"))
            shown.append(("", "\n"))
        if len(self._rows) > room:
            shown.append(("", f"   （共 {len(self._rows)} 项，打字可以缩小）\n"))
        if self._said:
            shown.append(("bold", f"  {legible(self._said)}\n"))
        return shown[:-1] if shown and shown[-1][1] == "\n" else shown

    def _has_below(self) -> bool:
        return bool(self._rows or self._said)

    def _remember(self, _: object) -> None:
        self._drawn = self._buffer.text

    def _typed(self, buffer: Buffer) -> None:
        if self._find and not self._ticks:
            self._rows, self._at = list(self._find(buffer.text)), 0
            self._said = ""

    # --- what is typed -------------------------------------------------------------------------

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        keys = KeyBindings()
        stop = KeyboardInterrupt
        keys.add("c-c")(lambda event: event.app.exit(exception=stop))
        keys.add("<sigint>")(lambda event: event.app.exit(exception=stop))
        keys.add("c-d")(lambda event: event.app.exit(exception=EOFError))
        keys.add("enter")(lambda _: self._enter())
        keys.add("escape", eager=True, filter=Condition(lambda: self._back))(
            lambda event: event.app.exit(exception=GoBack)
        )
        listed = Condition(lambda: self._find is not None)
        keys.add("up", filter=listed)(lambda _: self._move(-1))
        keys.add("down", filter=listed)(lambda _: self._move(1))
        if self._ticks:
            keys.add(" ")(lambda _: self._tick())
            keys.add("a")(lambda _: self._tick_all())
            keys.add(Keys.Any)(lambda _: self._tell("用上下键移动，空格选上或放开，回车定"))
            return keys
        over = Condition(self._is_untouched)
        keys.add(Keys.Any, filter=over)(lambda event: self._replace(event.data))
        keys.add(Keys.BracketedPaste)(lambda event: self._paste(event.data))
        keys.add("right", filter=over)(lambda _: self._keep())
        keys.add("end", filter=over)(lambda _: self._keep())
        return keys

    def _is_untouched(self) -> bool:
        """Tell whether the proposal still stands: whoever sees ``1`` and types ``3`` means 3, not 13."""
        whole = self._buffer.text == self._proposal
        return bool(self._proposal) and whole and not self._kept

    def _keep(self) -> None:
        self._kept = True

    def _replace(self, text: str) -> None:
        self._buffer.text = ""
        self._buffer.insert_text(text)

    def _paste(self, text: str) -> None:
        line = " ".join(text.split("\n")).strip("\r ")
        if len(line) > LONGEST:
            self._said = too_long(len(line))
        elif self._is_untouched():
            self._replace(line)
        else:
            self._buffer.insert_text(line)

    def _move(self, step: int) -> None:
        if self._rows:
            self._at = (self._at + step) % len(self._rows)
            self._drawn = self._buffer.text

    def _tick(self) -> None:
        self._ticked ^= {self._rows[self._at].value}

    def _tick_all(self) -> None:
        every = {row.value for row in self._rows}
        self._ticked = set() if self._ticked == every else every

    def _tell(self, said: str) -> None:
        self._said = said

    def _enter(self) -> None:
        text = self._buffer.text
        if self._ticks:
            self._end([row.value for row in self._rows if row.value in self._ticked],
                      f"选了 {len(self._ticked)} 项")  # fmt: skip
        elif self._find:
            self._enter_choice(text)
        else:
            self._enter_text(text)

    def _enter_text(self, text: str) -> None:
        try:
            if len(text) > LONGEST:
                raise BadInput(too_long(len(text)))
            self._check(text)
        except BadInput as error:
            self._buffer.text = ""
            self._said = f"{error}。"
        else:
            self._end(text, text)

    def _enter_choice(self, text: str) -> None:
        if not self._rows:
            self._said = f"没有“{cut(text, 40)}”这一项；退格改一改，或者擦掉再用上下键选。"
            return
        meant = self._rows[self._at]
        if len(self._rows) > 1 and text != self._drawn and not self._is_exact(text, meant):
            self._said = f"“{cut(text, 40)}”可以是 {len(self._rows)} 项，请用上下键选一项。"
            return
        try:
            self._check(meant.value)
        except BadInput as error:
            self._buffer.text = ""
            self._said = f"{error}。"
        else:
            self._end(meant, meant.title)

    def _row_of(self, proposal: str) -> int:
        """Return the number of the row that is proposed; the first where none is."""
        values = [row.value for row in self._rows]
        if proposal in values:
            return values.index(proposal)
        return next((n for n, row in enumerate(self._rows) if self._is_exact(proposal, row)), 0)

    def _is_exact(self, text: str, meant: Choice) -> bool:
        """Tell whether what is typed means the first row and nothing else, though it is not drawn yet."""
        try:
            return bool(self._check(text) == self._check(meant.value))
        except BadInput:
            return False

    def _end(self, answer: object, shown: str) -> None:
        """Leave the question and what was answered on the screen, and nothing else."""
        if not self._secret:
            self._buffer.text = legible(shown)
        self._app.renderer.erase()
        self._app.exit(result=answer)


def cut(text: str, columns: int) -> str:
    """Return text that is no wider than ``columns``."""
    if len(text) <= columns and display_width(text) <= columns:
        return text
    text = text[:columns]
    while display_width(text) > max(columns - 2, 2):
        text = text[:-1]
    return f"{text}…"
