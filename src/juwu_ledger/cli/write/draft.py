"""``juwu draft``: entries that were put aside, listed, shown, posted, thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.books.model.json_text import json_text
from juwu_ledger.cli.shell.asking import Asker, at_terminal, cancelled
from juwu_ledger.cli.shell.console import REFUSED, complain, find_main, legible, say
from juwu_ledger.cli.shell.options import BooksOption, JsonOption, YesOption
from juwu_ledger.cli.shell.prefilled import run_draft
from juwu_ledger.cli.shell.usage import Commands
from juwu_ledger.journal.drafts.draft_folder import (
    KeptDraft,
    Posted,
    SpoiledDraft,
    all_drafts,
    discard,
    is_posted,
    one_draft,
)
from juwu_ledger.journal.engine.refusals import BadInput

_SHOWN = ("date", "from", "to", "payee", "for", "account", "amount")
_IdArgument = Annotated[str, typer.Argument(metavar="编号", help="如 D0003，写 3 也行。")]


def register(app: typer.Typer) -> None:
    """Add the group of commands to the program."""
    group = typer.Typer(
        name="draft",
        help="草稿：先放下、以后再记的账；还没有编号，不在账里。",
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
    )
    group.command("list")(list_drafts)
    group.command("show")(show_draft)
    passed_on = {"ignore_unknown_options": True, "allow_extra_args": True}
    group.command("post", context_settings=passed_on)(post_draft)
    group.command("discard")(discard_draft)
    app.add_typer(group)


def list_drafts(as_json: JsonOption = False, books: BooksOption = None) -> None:
    """列出草稿。

    例：juwu draft list
    """
    found = all_drafts(find_main(books).parent)
    if as_json:
        say(json_text({"drafts": [_as_json(item) for item in found]}, indent=None))
        return
    for item in found:
        say(legible(line_of(item)))
    say(f"共 {len(found)} 份草稿。记账：juwu draft post 编号" if found else "没有草稿。")


def show_draft(identity: _IdArgument, books: BooksOption = None) -> None:
    """看一份草稿的全文；文件可以直接改。

    例：juwu draft show 3
    """
    item = _one(books, identity)
    say(legible(f"{item.id}（{item.path}）"))
    if isinstance(item, SpoiledDraft):
        complain(f"{item.path} 看不懂：{item.why}。改好以后再用；文件没有动。")
    for line in item.path.read_text(encoding="utf-8-sig").splitlines():
        say(legible(f"  {line}"))


def post_draft(ctx: typer.Context, identity: _IdArgument, books: BooksOption = None) -> None:
    """把草稿记进账本：少的再问，编号这时才给；记好了草稿就撤去。

    后面可以接着写这个命令的选项，补上草稿没有的，或者代替草稿里的。

    例：juwu draft post 3 --approval SP-2026-0003
    """
    item = _one(books, identity)
    if isinstance(item, SpoiledDraft):
        complain(f"{item.path} 看不懂：{item.why}。改好以后再记；文件没有动。")
    _refuse_posted(find_main(books).parent, item)
    if item.draft.note:
        say(legible(f"{item.id}（{item.path}）里记着：{item.draft.note}"), error=True)
    own = ["--books", str(books)] if books is not None else []
    try:
        run_draft(item.draft, f"草稿 {item.id}（{item.path}）", [*ctx.args, *own], kept=item)
    except BadInput as error:
        complain(f"{error}。草稿没有动。")
    except SystemExit as ended:
        if ended.code and item.path.exists():
            said = f"草稿 {item.id} 还在（{item.path}）：改里面那一项，或者在后面写选项代替，再记。"
            say(legible(said), error=True)
        raise


def _refuse_posted(root: Path, item: KeptDraft) -> None:
    """End where the draft is in the books already, or may be: the program ended while it was posted."""
    match is_posted(root, item):
        case Posted.YES:
            discard(item)
            complain(f"{item.id} 上次已经记进账本了，草稿现在撤去，没有再记。", REFUSED)
        case Posted.UNKNOWN:
            complain(
                f"{item.id} 上次记到一半就断了，可能已经在账里。请用 juwu list 看一看：账里有这一笔的，"
                f"juwu draft discard {item.id}；没有的，删去 {item.path} 里 posting 那一行再记。",
                REFUSED,
            )


def discard_draft(identity: _IdArgument, yes: YesOption = False, books: BooksOption = None) -> None:
    """扔掉一份草稿。

    例：juwu draft discard 3
    """
    item = _one(books, identity)
    say(legible(line_of(item)))
    if not yes and not Asker(terminal=at_terminal()).confirm("扔掉吗？", default=False):
        if not at_terminal():
            complain("要扔掉，请加 --yes。")
        cancelled()
    discard(item)
    say(f"扔掉了 {item.id}。")


def line_of(item: KeptDraft | SpoiledDraft) -> str:
    """Return one draft as a line of a list."""
    if isinstance(item, SpoiledDraft):
        return f"{item.id}  看不懂：{item.why}（{item.path.name}）"
    draft = item.draft
    said = [text for name in _SHOWN for text in draft.all_of(name)]
    note = f"（{draft.note}）" if draft.note else ""
    halted = "  记到一半断了" if draft.posting else ""
    return f"{item.id}  {draft.command}  {' '.join(said)}{note}{halted}"


def _one(books: Path | None, identity: str) -> KeptDraft | SpoiledDraft:
    try:
        return one_draft(find_main(books).parent, identity)
    except BadInput as error:
        complain(f"{error}。")


def _as_json(item: KeptDraft | SpoiledDraft) -> dict[str, object]:
    if isinstance(item, SpoiledDraft):
        return {"id": item.id, "file": item.path.name, "problem": item.why}
    draft = item.draft
    return {
        "id": item.id,
        "file": item.path.name,
        "command": draft.command,
        "answers": [{"option": name, "text": text} for name, text in draft.answers],
        "note": draft.note,
        "posting": bool(draft.posting),
    }
