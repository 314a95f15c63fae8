"""``juwu due do``: a recurring entry that is due is opened, filled in from its template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from juwu_ledger.cli.shell.console import REFUSED, complain, load_sound, read_day
from juwu_ledger.cli.shell.prefilled import run_draft
from juwu_ledger.journal.drafts.templates import draft_of_template
from juwu_ledger.journal.engine.refusals import BadInput
from juwu_ledger.records.recurring import KEY, closed_account, templates


def do_due(name: str, extra: Sequence[str], as_of: str | None, books: Path | None) -> None:
    """Run the command of a template with its answers; ``extra`` are options as typed, which go first.

    Ends with status 2 where there is no such template or option, 5 where it names a closed account.
    """
    ledger, day = load_sound(books), read_day(as_of)
    live = templates(ledger, day)
    item = live.get(name)
    if item is None:
        complain(f"没有“{name}”这件定期的收支；有：{'、'.join(live) or '一件也没有'}。")
    draft = draft_of_template(item)
    where = f"定期业务“{name}”（{ledger.relative(item.place.file)} 第 {item.place.line} 行）"
    closed = closed_account(ledger, item, day)
    typed = {word.partition("=")[0].lstrip("-") for word in extra}
    if closed and not typed & {key for key, text in item.answers.items() if closed in text}:
        complain(
            f"{where}里的科目 {closed} 已经销户：用 juwu recurring add {name} 照一张新的凭证改模板，"
            "或者在后面写明别的科目。",
            REFUSED,
        )
    own = ["--books", str(books)] if books is not None else []
    own += ["--as-of", as_of] if as_of is not None else []
    try:
        run_draft(draft, where, [*extra, *own], marks={KEY: name}, propose=True)
    except BadInput as error:
        complain(f"{error}。")
