"""A person who types what a document says, at a screen of their own, and compares what is shown."""

from __future__ import annotations

import io
import os
import re
import shlex
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import click
from documents import PROGRAM, Step
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.plain_text import PlainTextOutput
from typer.main import get_command

from juwu_ledger.program import program

REPOSITORY = Path(__file__).parents[2]
SECRET = "桂花树下的一把旧伞"
STICK = "/media/usb"
"""Where the documents have the reader's memory stick."""
_CODE = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")
_CLEAR, _ENTER, _STOP = "\x15", "\r", "\x03"
_QUESTIONS = 20
"""More than any command asks."""


@cache
def whole_program() -> click.Command:
    """Return the program with all its commands, built once."""
    return get_command(program())


class _WideOutput(PlainTextOutput):
    """What the questions are drawn on; no line is ever broken."""

    def get_size(self) -> Size:
        return Size(rows=10, columns=240)


class Screen(io.TextIOWrapper):
    """What is shown; a terminal, if there are questions to be asked."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        """Return what is left to read: what is written after a \\r stands in the place of what was there."""
        written = self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
        return "\n".join(map(_overwritten, written.split("\n")))


def _overwritten(line: str) -> str:
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown.rstrip()


class Typist:
    """Types the steps of a document; ``problems`` is where the document and the program differ."""

    def __init__(self, folder: Path) -> None:
        """Sit down in ``folder``, where the reader's home and memory stick are, too."""
        self.home, self.stick = folder / "home", folder / "stick"
        self.home.mkdir()
        self.stick.mkdir()
        self.here = folder
        self.problems: list[str] = []
        self.said: dict[int, str] = {}
        """What was shown, by the line of the command."""
        self._secret = folder / "口令"
        self._secret.write_text(SECRET + "\n", encoding="utf-8")
        self._public = ""
        self._code = ""
        self._sound: dict[str, bytes] = {}

    def follow(self, steps: list[Step]) -> None:
        """Do everything in order; go on after a difference, so that all of them are seen."""
        with self._at_desk():
            for step in steps:
                if step.mishap:
                    self._befall(*step.mishap)
                else:
                    self._do(step)

    # --- one command --------------------------------------------------------------------------

    def _do(self, step: Step) -> None:
        words = shlex.split(step.command.replace(STICK, str(self.stick)))
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            os.chdir(self.here)
            return
        if words[0].startswith("scripts/"):
            # They set up an environment and take minutes: looked at here, run by whoever checks out.
            self._expect(os.access(REPOSITORY / words[0], os.X_OK), step, "没有这个脚本")
            return
        if words[0] not in PROGRAM:
            status, said = self._shell(step.command.replace(STICK, str(self.stick)))
        elif words[1:2] == ["serve"]:
            status, said = self._serve(words[1:])
        else:
            status, said = self._juwu(step, words[1:])
        said = said.replace(str(self.stick), STICK)
        self.said[step.line] = said
        found = re.search(r"ssh-ed25519 \S+", said)
        self._public = found[0] if found else self._public
        self._code = (_CODE.findall(said) or [self._code])[-1]
        self._expect(status == step.status, step, f"退出状态 {status}：\n{said}")
        if step.shown is not None and status == step.status:
            shown = [line for line in step.shown if not line.startswith("· ")]
            same = re.fullmatch(_pattern(shown), _packed(said)) is not None
            self._expect(same, step, f"屏幕上实际是：\n{said}")

    def _juwu(self, step: Step, words: list[str]) -> tuple[int, str]:
        # Keys are made anew each time, and the codes with them: the last one shown is meant.
        words = [_CODE.sub(self._code, w.replace("ssh-ed25519 AAAA…", self._public)) for w in words]
        words += self._unsaid(step, words)
        screen = Screen(terminal=bool(step.questions) or "--dry-run" in options_of(words))
        with self._answering(step, screen), redirect_stdout(screen), redirect_stderr(screen):
            try:
                whole_program()(words, prog_name="juwu")
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 0
        return status, screen.text()

    def _unsaid(self, step: Step, words: list[str]) -> list[str]:
        """The day it is, and the passphrase that a person would type unseen."""
        options = options_of(words)
        more = ["--same-disk"] if "--same-disk" in options else []  # The stick is none here.
        if step.day and "--as-of" in options and "--as-of" not in words:
            more += ["--as-of", step.day.isoformat()]
        if not step.questions:
            if "--passphrase-file" in options and ("--key" in words or words[:2] == ["key", "new"]):
                more += ["--passphrase-file", str(self._secret)]
            if "--password-file" in options:
                more += ["--password-file", str(self._secret)]
        return more

    @contextmanager
    def _answering(self, step: Step, screen: Screen) -> Iterator[None]:
        """Have the answers typed ahead; afterwards every question must have been asked as written.

        Where the document shows no question the reader is to press Enter at each.
        """
        if not screen.isatty():
            yield
            return
        prompts, before = io.StringIO(), sys.stdin
        with create_pipe_input() as keys:
            for line in step.questions:
                answer = "" if line.endswith("）") else line.rsplit(" ", 1)[-1]
                answer = answer.replace(STICK, str(self.stick))
                keys.send_text(_CLEAR + (SECRET if set(answer) == {"*"} else answer) + _ENTER)
            # Where more is asked than the document says, it stops.
            keys.send_text(_STOP if step.questions else _ENTER * _QUESTIONS + _STOP)
            sys.stdin = screen
            try:
                with create_app_session(input=keys, output=_WideOutput(prompts)):
                    yield
            finally:
                sys.stdin = before
        asked = re.sub(r"\s", "", prompts.getvalue().replace(str(self.stick), STICK))
        at = 0
        for line in step.questions:
            wanted = re.sub(r"\s", "", line).replace("*", "")
            found = asked.find(wanted, at)
            self._expect(found >= 0, step, f"没有问：{line}\n问的是：\n{prompts.getvalue()}")
            at = max(found, at)

    def _serve(self, words: list[str]) -> tuple[int, str]:
        """Start the server on a free port, open its first page, stop it as Ctrl+C does."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        process = subprocess.Popen(
            [sys.executable, "-m", "juwu_ledger", *words, "--port", port],
            env={**self._surroundings(), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", cwd=self.here,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if refused := "http" not in said:
                said += process.stdout.read()
                process.wait(timeout=30)
            else:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                    assert "口令" in page.read().decode("utf-8")
        finally:
            process.terminate()
            process.communicate(timeout=30)
        return (process.returncode if refused else 0), said.replace(port, "5000")

    def _shell(self, command: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.here, env=self._surroundings(), encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    # --- what is around -----------------------------------------------------------------------

    def _befall(self, what: str, file: str, old: str = "", new: str = "") -> None:
        """Have a file spoiled, or mended again, as the text tells it."""
        path = self.here / file
        if what == "mend":
            path.write_bytes(self._sound.pop(file))
            return
        self._sound[file] = path.read_bytes()
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _surroundings(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUWU", "BEANCOUNT"))}
        config = str(self.home / ".config")
        return {**kept, "HOME": str(self.home), "XDG_CONFIG_HOME": config}

    @contextmanager
    def _at_desk(self) -> Iterator[None]:
        before, folder = dict(os.environ), Path.cwd()
        os.environ.clear()
        os.environ.update(self._surroundings())
        os.chdir(self.here)
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)

    def _expect(self, holds: bool, step: Step, otherwise: str) -> None:
        if not holds:
            self.problems.append(f"第 {step.line} 行 {step.command}\n{otherwise}")


def options_of(words: list[str]) -> set[str]:
    """Return the options of the command that the words call.

    Raises ``KeyError`` where there is no such command.
    """
    command = whole_program()
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.commands[word]
    own = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
    return own | {"-h", "--help"}


@cache
def every_option() -> frozenset[str]:
    """Return the options of all commands."""
    waiting, found = [whole_program()], set()
    while waiting:
        command = waiting.pop()
        waiting += command.commands.values() if isinstance(command, click.Group) else ()
        found |= {name for param in command.params for name in param.opts}
    return frozenset(found | {"--help"})


def _packed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


def _pattern(lines: list[str]) -> str:
    """A pattern for what is shown: ``…`` alone is any lines, within a line any text."""
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append(r"(?:[^\n]*\n)*")
        else:
            plain = re.escape(_CODE.sub("…", line))
            parts.append(plain.replace("…", r"[^\n]*") + r"\n")
    return "".join(parts)
