"""What is wrong with a command line, said in Chinese: Typer would say it in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError
from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command

from juwu_ledger.cli.entries import BY_NAME, ENTRIES, Entry, Occasion
from juwu_ledger.cli.shell.console import complain, legible
from juwu_ledger.cli.shell.help_words import HelpInChinese
from juwu_ledger.cli.short_help import SHORT_HELP

click.Context.formatter_class = HelpInChinese  # Every command's; Typer makes their contexts.
WHOLE = 200
"""Characters of what a command says of itself: its first sentence is not cut."""
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


class Commands(TyperGroup):
    """A group of commands that complains in Chinese, and ends with status 2."""

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """Read the group's own options."""
        with _in_chinese():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the options of the command that is wanted, and run it."""
        with _in_chinese():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; propose what is written alike."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            alike = get_close_matches(args[0], self.list_commands(ctx))
            hint = f"是不是 {'、'.join(alike)}？" if alike else ""
            complain(f"没有 {args[0]} 这个命令。{hint}全部命令：{ctx.command_path} -h")
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not isinstance(command, click.Group):
            _refuse_twice(ctx, name, command, rest)
        return name, command, rest


class Program(Commands):
    """The program itself: its help lists the commands by occasion, and imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, those that are not imported yet among them."""
        return [entry.name for entry in ENTRIES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now where it is not yet."""
        if cmd_name not in self.commands and cmd_name in BY_NAME:
            self.commands.update(_imported(BY_NAME[cmd_name]))
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the occasions on which they are used."""
        room = max(map(len, BY_NAME))
        for occasion in Occasion:
            names = [entry.name for entry in ENTRIES if entry.occasion is occasion]
            with formatter.section(occasion.value):
                formatter.write_dl([(name.ljust(room), self._said(ctx, name)) for name in names])

    def _said(self, ctx: click.Context, name: str) -> str:
        if name in SHORT_HELP:
            return SHORT_HELP[name]
        command = self.get_command(ctx, name)
        return command.get_short_help_str(WHOLE) if command else ""


def _imported(entry: Entry) -> dict[str, click.Command]:
    """Import the module of a command; return the commands that it registers."""
    alone = Typer(cls=Commands, add_completion=False, rich_markup_mode=None)
    alone.callback()(lambda: None)
    import_module(f"juwu_ledger.{entry.module}").register(alone)
    group = get_command(alone)
    assert isinstance(group, click.Group)
    return dict(group.commands)


def _refuse_twice(
    ctx: click.Context, name: str | None, command: click.Command, args: list[str]
) -> None:
    """End with status 2 where an option that stands once is given twice: one would be dropped.

    A mistake in the words themselves is left to the command, which says it better.
    """
    inner = command.context_class(command, info_name=name, parent=ctx, resilient_parsing=True)
    _, _, order = command.make_parser(inner).parse_args(list(args))
    for option in dict.fromkeys(order):
        if not isinstance(option, click.Option) or option.multiple or option.is_flag:
            continue
        if order.count(option) > 1:
            word = max(option.opts, key=len)
            complain(
                f"{word} 写了 {order.count(option)} 次，只能写一次。说明：{inner.command_path} -h"
            )


@contextmanager
def _in_chinese() -> Iterator[None]:
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "juwu"
        complain(legible(f"{_said(error)}说明：{command} -h"))


def _said(error: click.UsageError) -> str:
    """Return what is wrong, as one sentence."""
    match error:
        case click.NoSuchOption():
            alike = "、".join(error.possibilities or ())
            return f"没有 {error.option_name} 这个选项。" + (f"是不是 {alike}？" if alike else "")
        case click.MissingParameter():
            return f"还要写明 {_name(error)}。"
        case click.BadOptionUsage():
            bare = "does not take" in error.message
            return f"{error.option_name} 后面{'不写' if bare else '要写'}内容。"
        case click.BadParameter():
            return f"{_name(error)} 写得不对{_usable(error.param)}。"
    extra = _EXTRA.search(error.message)
    if extra:
        return f"多写了 {extra[1]}：内容里有空格的，要用引号括起来。"
    return f"命令写得不对（{error.message}）。"


def _usable(param: click.Parameter | None) -> str:
    """Return what may stand there, where that is known."""
    if param is not None and isinstance(param.type, click.Choice):
        return f"，可用：{'、'.join(map(str, param.type.choices))}"
    if param is not None and isinstance(param.type, click.IntRange):
        least, most = param.type.min, param.type.max
        return f"，要写 {least} 到 {most} 之间的整数" if most is not None else f"，不能小于 {least}"
    return ""


def _name(error: click.BadParameter) -> str:
    """Return what a parameter is called in the help."""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
    return name.strip("[].")
