"""What has been answered in one dialogue, so that no answer is lost.

A command is run from its beginning again whenever the person goes back, or puts something right: what was
answered stands, and only the one question is asked anew. The answers are also kept on the disk, beside the
books and outside of what Beancount reads, until the command has done its work: the next call of the same
command offers them. Passphrases never get there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.journal.engine.disk import NotWritten, new_file, remove_file

BETWEEN = "\x1f"
"""Stands between the values of one answer where several were ticked."""
_MOST_KEPT = 20
"""Dialogues; the oldest is dropped."""


class Answered(NamedTuple):
    """A question that was asked: its key, its words, and the answer as people see it."""

    key: str
    words: str
    shown: str
    given: bool = False
    """Whether an option gave it, so that it was not asked."""
    secret: bool = False
    passing: bool = False
    """Whether it was a yes or no about other answers."""


class Answers:
    """The answers of one dialogue by the key of their question, and in which order it asked them."""

    def __init__(self) -> None:
        """Begin with nothing answered and nothing kept on the disk."""
        self.trail: list[Answered] = []
        """What was asked, or given, in this run, in order."""
        self.made: list[tuple[str, str]] = []
        """Options, and what each would be told, of which the parts were asked for one by one in this run."""
        self._made_until = 0
        """How much of the trail they contain."""
        self._led_on: set[str] = set()
        self._texts: dict[str, str] = {}
        self._secrets: set[str] = set()
        self._given_up: set[str] = set()
        self._anew: str | None = None
        self._times: Counter[str] = Counter()
        self._kept: KeptDialogue | None = None
        self._running = False

    def begin(self) -> None:
        """Begin a run of the command: all its questions come by once more."""
        self.trail, self.made, self._made_until = [], [], 0
        self._led_on.clear()
        self._times.clear()
        self._running = True

    def rest(self) -> None:
        """Say that the run is over: what is asked now is about all the answers."""
        self._running = False

    def keep(self, dialogue: KeptDialogue, texts: Mapping[str, str]) -> None:
        """Keep the answers on the disk from now on, beginning with ``texts``."""
        self._kept = dialogue
        self._texts.update(texts)

    def numbered(self, key: str) -> str:
        """Return the key of a question as it comes by: one that comes again has a key of its own."""
        self._times[key] += 1
        times = self._times[key]
        return key if times == 1 else f"{key}#{times}"

    def before(self, key: str) -> str | None:
        """Return what was answered before, whether it stands or not."""
        return self._texts.get(key)

    @property
    def texts(self) -> Mapping[str, str]:
        """What was asked in this run and answered, by key; no passphrases, nothing that only led on."""
        apart = self._secrets | self._led_on
        return {a.key: self._texts[a.key] for a in self.asked if a.key not in apart}

    def led_on(self, key: str) -> None:
        """Note that an answer only led to other questions: its option could not be told it."""
        self._led_on.add(key)

    def put_together(self, option: str, text: str) -> None:
        """Note what an option would be told, of which the parts were just answered."""
        self.made.append((option, text))
        self._made_until = len(self.trail)

    def parts_left(self, held: Container[str]) -> list[tuple[str, str]]:
        """Return question and answer of what neither the options ``held`` contain nor what was put together."""
        return [
            (one.words, self._said(one))
            for one in self.trail[self._made_until :]
            if not (one.given or one.secret or one.passing or one.key in held)
        ]

    def _said(self, one: Answered) -> str:
        text = self._texts[one.key]
        return text.replace(BETWEEN, "、") if BETWEEN in text else one.shown

    def standing(self, key: str) -> str | None:
        """Return what was answered and still stands."""
        return None if key == self._anew else self._texts.get(key)

    def settle(self, key: str, text: str, answered: Answered) -> None:
        """Take an answer; it is on the disk, too, when this returns."""
        changed = self._texts.get(key) != text
        self._texts[key] = text
        self._anew = None if key == self._anew else self._anew
        self.trail.append(answered)
        if answered.secret:
            self._secrets.add(key)
        elif changed and self._kept is not None:
            self._kept.write({k: v for k, v in self._texts.items() if k not in self._secrets})

    def take_given(self, option: str, words: str, text: str) -> None:
        """Note what an option gave: it may have to be put right, too."""
        self.trail.append(Answered(option, words, text, given=True))

    def is_given_up(self, option: str) -> bool:
        """Tell whether what an option gave is asked for instead."""
        return option in self._given_up

    def ask_anew(self, key: str) -> None:
        """Let one question be asked anew in the next run, with its answer as the proposal."""
        self._anew = key
        self._given_up |= {one.key for one in self.trail if one.given and one.key == key}

    def ask_last_anew(self) -> None:
        """Go back to the question that was answered last."""
        self.ask_anew(self.asked[-1].key)

    @property
    def asked(self) -> list[Answered]:
        """What the person was asked in this run, in order."""
        return [one for one in self.trail if not one.given]

    @property
    def has_before(self) -> bool:
        """Whether there is a question to go back to in this run."""
        return self._running and bool(self.asked)

    @property
    def are_kept(self) -> bool:
        """Whether there is something on the disk for the next call."""
        return self._kept is not None and self._kept.is_there

    def done(self) -> None:
        """Forget what is kept on the disk: the work is done, or not wanted any more."""
        if self._kept is not None:
            self._kept.forget()


class KeptDialogue:
    """The place on the disk of one command's answers, with the options that it was called with."""

    def __init__(self, file: Path, command: str, given: Mapping[str, Any]) -> None:
        """Take the file, and how the command was called."""
        self._file = file
        self.command = command
        self.given = given
        self.is_there = False

    def write(self, texts: Mapping[str, str]) -> None:
        """Put the answers on the disk; a folder that cannot be written to keeps nothing."""
        now = dt.datetime.now().isoformat(sep=" ", timespec="minutes")
        own = {"command": self.command, "given": self.given, "when": now, "answers": dict(texts)}
        self.is_there = _put(self._file, [*self._others(), own][-_MOST_KEPT:])

    def forget(self) -> None:
        """Take the answers off the disk."""
        if self.is_there:
            _put(self._file, self._others())
            self.is_there = False

    def _others(self) -> list[dict[str, Any]]:
        return [
            one
            for one in _read(self._file)
            if (one["command"], one["given"]) != (self.command, self.given)
        ]


class Earlier(NamedTuple):
    """Answers of an earlier call that did not come to its end."""

    dialogue: KeptDialogue
    when: str
    answers: Mapping[str, str]


def earlier_call(file: Path, command: str, given: Mapping[str, Any]) -> Earlier | None:
    """Return the newest answers kept of a command that was called with ``given``, or now with nothing."""
    for one in reversed(_read(file)):
        if one["command"] == command and (not given or one["given"] == given):
            dialogue = KeptDialogue(file, command, one["given"])
            dialogue.is_there = True
            return Earlier(dialogue, one["when"], one["answers"])
    return None


def _read(file: Path) -> list[dict[str, Any]]:
    """Return what is kept; a file that is not ours, or spoiled, keeps nothing."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in found if _is_ours(one)] if isinstance(found, list) else []


def _is_ours(one: object) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("command"), str)
        and isinstance(one.get("when"), str)
        and isinstance(one.get("given"), dict)
        and isinstance(one.get("answers"), dict)
        and all(isinstance(text, str) for text in one["answers"].values())
    )


def _put(file: Path, kept: list[dict[str, Any]]) -> bool:
    """Write the file anew for its owner alone, or take it away; tell whether there is one now."""
    beside = file.with_name(f"{file.name}.part")
    try:
        if not kept:
            remove_file(file)
            return False
        remove_file(beside)
        new_file(beside, json.dumps(kept, ensure_ascii=False, indent=1).encode(), 0o600)
        beside.replace(file)
    except (NotWritten, OSError):
        return False
    return True
