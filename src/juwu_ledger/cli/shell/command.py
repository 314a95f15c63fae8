"""A writing command: its own options, and those that all writing commands share.

``@writing(app, "spend")`` adds the shared options to a command and hands it a
:class:`~juwu_ledger.cli.shell.context.Context`; the command asks, makes a plan, and gives it to
:meth:`Context.write`. Its own options are parameters of its function, or the fields of one named tuple::

    class Options(NamedTuple):
        amount: Annotated[str | None, typer.Option(metavar="金额")] = None

    def spend(context: Context, given: Options) -> None: ...
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

import click
import typer

from juwu_ledger.cli.shell.answers import Answers
from juwu_ledger.cli.shell.context import REFUSALS, Context
from juwu_ledger.cli.shell.dialogue import Dialogue
from juwu_ledger.cli.shell.options import (
    AsOfOption,
    BooksOption,
    DraftOption,
    DryRunOption,
    ExplainOption,
    JsonOption,
    YesOption,
)
from juwu_ledger.cli.shell.prefilled import draft_of_call, prefill_of

_SHARED: dict[str, tuple[Any, Any]] = {
    "dry_run": (DryRunOption, False),
    "draft": (DraftOption, False),
    "yes": (YesOption, False),
    "json": (JsonOption, False),
    "explain": (ExplainOption, None),
    "as_of": (AsOfOption, None),
    "books": (BooksOption, None),
}


def writing(
    app: typer.Typer, name: str, *, without: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a writing command; its function takes a :class:`Context` first, then its own options.

    ``without`` names shared options that it has no use for.
    """
    shared = {key: value for key, value in _SHARED.items() if key not in without}

    def register(function: Callable[..., None]) -> Callable[..., None]:
        own, bundle = _own_parameters(function)
        parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        parameters += [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for key, (kind, default) in shared.items()
        ]

        def work(context: Context, given: Mapping[str, Any]) -> None:
            if bundle is None:
                function(context, **given)
            else:
                function(context, bundle(**given))

        @functools.wraps(function)
        def command(**given: Any) -> None:
            ctx = click.get_current_context()
            is_draft = given.pop("draft") if "draft" in shared else False
            context = Context(
                **{key: given.pop(key) for key in shared if key != "draft"},
                prefill=prefill_of(ctx),
            )
            with context.at_work():
                try:
                    if context.ask.terminal:
                        context.ask.stops_in_draft = context.is_draft = is_draft
                        has_drafts = "draft" in shared and not context.prefill.marks
                        _talk(context, given, lambda told: work(context, told), has_drafts)
                    elif is_draft:
                        context.put_aside(draft_of_call(ctx, given))
                    else:
                        work(context, given)
                except REFUSALS as error:
                    context.complain_of(error)

        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        del command.__wrapped__
        app.command(name)(command)
        return command

    return register


def _talk(
    context: Context,
    given: Mapping[str, Any],
    work: Callable[[Mapping[str, Any]], None],
    has_drafts: bool,
) -> None:
    """Do the work in a dialogue; ``init`` and ``restore`` have no books yet beside which answers could be kept."""
    ctx = click.get_current_context()
    path = ctx.command_path
    folder = given["folder"].absolute() if path.endswith((" init", " restore")) else context.main

    def keep_draft(options: Mapping[str, Any], answers: Answers) -> None:
        context.put_aside(draft_of_call(ctx, options, answers))

    drafts = keep_draft if has_drafts else None
    dialogue = Dialogue(context, path, given, folder.parent, drafts)
    dialogue.carry_out(lambda: work(dialogue.given))


def _own_parameters(
    function: Callable[..., None],
) -> tuple[list[inspect.Parameter], Callable[..., Any] | None]:
    """Return a command's own options as parameters, and the named tuple that holds them, if any."""
    hints = get_type_hints(function, include_extras=True)
    own = list(inspect.signature(function).parameters.values())[1:]
    bundle = hints[own[0].name] if len(own) == 1 else None
    if isinstance(bundle, type) and hasattr(bundle, "_field_defaults"):
        kinds = get_type_hints(bundle, include_extras=True)
        defaults = bundle._field_defaults
        options = [
            inspect.Parameter(
                field,
                inspect.Parameter.KEYWORD_ONLY,
                default=defaults.get(field, inspect.Parameter.empty),
                annotation=kinds[field],
            )
            for field in kinds
        ]
        return options, bundle
    return [p.replace(annotation=hints[p.name]) for p in own], None
