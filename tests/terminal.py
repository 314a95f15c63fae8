"""A person at a terminal: runs ``juwu`` on a pseudo-terminal, waits for a question, types an answer."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>]|\r")
ENTER, DOWN, ESC, STOP = "\r", "\x1b[B", "\x1b", "\x03"


class Terminal:
    """One run of the program; ``said`` is all that it has shown, without the control codes."""

    def __init__(self, *words: str, folder: Path, patience: float = 60, columns: int = 200) -> None:
        self.patience = patience
        self.said = ""
        self._seen = 0
        self._raw = b""
        self.pid, self.handle = pty.fork()
        if not self.pid:
            os.chdir(folder)
            # What started the tests may ignore these (nohup, a job in the background): a terminal does not.
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                signal.signal(number, signal.SIG_DFL)
            own = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONIOENCODING": "utf-8"}
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUWU", "BEANCOUNT"))}
            os.execve(
                sys.executable,
                [sys.executable, "-m", "juwu_ledger", *words],
                {**kept, **own},
            )
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))

    def wait_for(self, text: str) -> None:
        """Read until ``text`` is shown after what was waited for last."""
        end = time.monotonic() + self.patience
        while (at := self.said.find(text, self._seen)) < 0:
            if not self._read(end):
                raise AssertionError(f"{text!r} never came; shown:\n{self.said[-3000:]}")
        self._seen = at + len(text)

    def answer(self, question: str, typed: str = "", *, erase: int = 0) -> None:
        """Wait for a question; erase what is proposed, type, press Enter."""
        self.wait_for(question)
        time.sleep(0.15)  # The prompt is drawn before it listens.
        os.write(self.handle, b"\x7f" * erase + typed.encode() + ENTER.encode())

    def finish(self) -> int:
        """Read to the end and return the exit status."""
        end = time.monotonic() + self.patience
        while self._read(end):
            pass
        if time.monotonic() > end:
            self.leave(signal.SIGKILL)
            raise AssertionError(f"it never ended; shown:\n{self.said[-3000:]}")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return os.waitstatus_to_exitcode(status)

    def leave(self, how: signal.Signals = signal.SIGHUP) -> None:
        """Close the terminal: what runs in it is told so, or killed."""
        os.kill(self.pid, how)
        os.waitpid(self.pid, 0)
        os.close(self.handle)

    def press(self, keys: str, pause: float = 0.3) -> None:
        """Press keys now, whatever is asked; wait a little until they are heard."""
        time.sleep(pause)
        for at in range(0, len(keys), 300):
            os.write(self.handle, keys[at : at + 300].encode())
            while self._read(time.monotonic()):
                pass
        time.sleep(pause)

    def _read(self, end: float) -> bool:
        ready, _, _ = select.select([self.handle], [], [], max(end - time.monotonic(), 0))
        if not ready:
            return False
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # The other end is closed: the program is over.
            return False
        self._raw += data
        self.said = _CODES.sub("", self._raw.decode("utf-8", "ignore"))
        return bool(data)
