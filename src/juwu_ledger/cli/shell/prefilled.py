"""A writing command that is run from a draft or a template, and a call of one that becomes a draft.

A draft's answers bear the names of the command's own options; what is typed beside takes their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from juwu_ledger.cli.entries import BY_NAME
from juwu_ledger.cli.shell.answers import Answers
from juwu_ledger.journal.drafts.draft import Draft
from juwu_ledger.journal.drafts.draft_folder import KeptDraft
from juwu_ledger.journal.engine.refusals import BadInput

_SET = "是"
"""What a draft says of an option that is merely set."""
_NOT_SET = frozenset({"", "否", "不", "no", "n", "false", "0"})
SHARED = frozenset({"dry-run", "yes", "json", "explain", "as-of", "books", "draft", "help"})
"""Options of every writing command: how it is run, not what it writes."""


class Prefill(NamedTuple):
    """What a command is run from: it travels beside the options, as Click's own object."""

    proposals: Mapping[str, str] = {}
    """Option (``--amount``) → what is proposed where it is asked for."""
    kept: KeptDraft | None = None
    """The draft that is taken off when all is written."""
    marks: Mapping[str, str] = {}
    """Metadata of the voucher that is written."""


NOTHING = Prefill()


def prefill_of(ctx: click.Context) -> Prefill:
    """Return what the command at hand is run from."""
    return ctx.obj if isinstance(ctx.obj, Prefill) else NOTHING


def run_draft(
    draft: Draft,
    where: str,
    extra: Sequence[str],
    *,
    kept: KeptDraft | None = None,
    marks: Mapping[str, str] | None = None,
    propose: bool = False,
) -> None:
    """Run a draft's command with its answers; ``extra`` are options as typed, which go first.

    With ``propose`` the answers are proposals where there is somebody to ask. Raises :class:`BadInput`, naming
    ``where`` it stands, for a command or an option that there is not; ends as the command ends.
    """
    from juwu_ledger.cli.app import make_app

    words = draft.command.split()
    if not words or words[0] not in BY_NAME:
        raise BadInput(f"{where}：没有 {draft.command} 这个命令")
    app = make_app(words[0])
    command = _command(app, words, where)
    typed = _typed(command, extra)
    answers = [(name, text) for name, text in draft.answers if name not in typed]
    arguments = _arguments(command, answers, where)
    proposals = {f"--{name}": text for name, text in answers} if propose else {}
    if propose:
        arguments = _needed(command, answers, where)
    prefill = Prefill(proposals, kept, marks or {})
    app(args=[*words, *extra, *arguments], prog_name="juwu", obj=prefill)


def draft_of_call(
    ctx: click.Context, given: Mapping[str, Any], answers: Answers | None = None
) -> Draft:
    """Return what a command was called with, as a draft; ``given`` are its parameters by name.

    ``answers`` are those of its dialogue. What no option can be told yet, because it is half of a line,
    stands in the note: no answer is dropped.
    """
    answers = answers or Answers()
    named = _named(ctx.command)
    keys = {name: _key(ctx, name, param) for name, param in named.items()}
    found: list[tuple[str, str]] = []
    for name, param in named.items():
        value = given.get(param.name or "")
        values = value if isinstance(value, list | tuple) else [value]
        texts = [_as_text(one) for one in values if one is not None and one is not False]
        made = [text for option, text in answers.made if option == f"--{name}"]
        asked = answers.texts.get(keys[name] or "", "").strip()
        found += [(name, text) for text in ([asked] if asked else made or texts)]
    left = answers.parts_left(frozenset(filter(None, keys.values())))
    note = "；".join(f"{words}：{text}" for words, text in left if text.strip())
    return Draft(command_words(ctx), tuple(found), f"答到一半的：{note}" if note else "")


def _as_text(value: Any) -> str:
    if value is True:
        return _SET
    return str(value.absolute()) if isinstance(value, Path) else str(value)


def _key(ctx: click.Context, name: str, param: click.Parameter) -> str | None:
    """Return the key of the question that one option or argument answers.

    ``None`` for what may be told several times: that is asked for part by part.
    """
    if isinstance(param, click.Argument):
        return (param.make_metavar(ctx) or "").strip("[].…")
    single = isinstance(param, click.Option) and not (param.is_flag or param.multiple)
    return f"--{name}" if single else None


def command_words(ctx: click.Context) -> str:
    """Return a command as it is typed behind ``juwu``."""
    return ctx.command_path.partition(" ")[2]


def _command(app: Any, words: Sequence[str], where: str) -> click.Command:
    import typer

    command: click.Command = typer.main.get_command(app)
    for word in words:
        inner = command.commands.get(word) if isinstance(command, click.Group) else None
        if inner is None:
            raise BadInput(f"{where}：没有 {' '.join(words)} 这个命令")
        command = inner
    if not {"dry-run", "draft"} <= {name for p in command.params for name in _names(p)}:
        raise BadInput(f"{where}：{' '.join(words)} 没有草稿，不能这样记")
    return command


def _named(command: click.Command) -> dict[str, click.Parameter]:
    """Return a command's own options and arguments by their name in a draft."""
    named = {max(_names(param), key=len): param for param in command.params}
    return {name: param for name, param in named.items() if name not in SHARED}


def _names(param: click.Parameter) -> list[str]:
    if isinstance(param, click.Argument):
        return [param.name or ""]
    return [word.lstrip("-") for word in param.opts]


def _typed(command: click.Command, extra: Sequence[str]) -> set[str]:
    """Return the names of the options that stand in ``extra``."""
    words = {word.partition("=")[0] for word in extra if word.startswith("-")}
    return {
        name
        for name, param in _named(command).items()
        if isinstance(param, click.Option) and words.intersection(param.opts)
    }


def _arguments(command: click.Command, answers: Iterable[tuple[str, str]], where: str) -> list[str]:
    """Return answers as a command line; raise :class:`BadInput` for an option that there is not."""
    named = _named(command)
    options: list[str] = []
    bare: dict[str, list[str]] = {n: [] for n, p in named.items() if isinstance(p, click.Argument)}
    for name, text in answers:
        param = named.get(name)
        if param is None:
            raise BadInput(f"{where}：{command.name} 没有 {name} 这一项；可用：{'、'.join(named)}")
        if isinstance(param, click.Argument):
            bare[name].append(text)
        elif isinstance(param, click.Option) and param.is_flag:
            options += [] if text.strip().lower() in _NOT_SET else [f"--{name}"]
        else:
            options.append(f"--{name}={text}")
    last = [text for texts in bare.values() for text in texts]
    return [*options, *(["--", *last] if last else [])]


def _needed(command: click.Command, answers: Sequence[tuple[str, str]], where: str) -> list[str]:
    """Return as a command line what cannot be proposed: options given several times, and set ones."""
    from juwu_ledger.cli.shell.asking import at_terminal

    named = _named(command)
    _arguments(command, answers, where)
    kept = [
        (name, text)
        for name, text in answers
        if not at_terminal() or named[name].multiple or getattr(named[name], "is_flag", False)
    ]
    return _arguments(command, kept, where)
