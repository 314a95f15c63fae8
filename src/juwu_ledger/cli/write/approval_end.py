"""``juwu approve --cancel`` and ``--close``: the director ends an approval."""

from __future__ import annotations

from pathlib import Path

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.signing.signed_messages import APPROVAL_END
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.reading import read_id, read_text
from juwu_ledger.cli.write.signing import signer
from juwu_ledger.journal.orders.approvals import ApprovalEndOrder, still_open
from juwu_ledger.records.approvals import approval_uses

_USUAL = "已经办完，没用完的额度不再用"


def end_approval(
    context: Context,
    cancel: str | None,
    close: str | None,
    reason: str | None,
    director: str | None,
    key: Path | None,
    passphrase: Path | None,
    date: str | None,
) -> None:
    """Ask for what was not given and end the approval; ``cancel`` must give a reason of its own."""
    approval = still_open(context.books, read_id(cancel or close or ""))
    left = context.books.record(approval_uses).of(approval).left
    context.note(
        f"{approval.date} {approval.id} {approval.purpose} "
        f"{show_fen(approval.amount)} 元，没有用的 {show_fen(max(0, left))} 元"
    )
    day = context.day(date, "主任终止签批的日期")
    usual = None if cancel is not None else _USUAL
    why = context.ask.value("--reason", reason, "为什么终止", read_text, default=usual)
    who = context.person(
        "--director", director, "终止签批的主任", default=context.holder("director", day)
    )
    sign = signer(context, who, day, key, passphrase, APPROVAL_END)
    context.write(ApprovalEndOrder(approval.id, day, why, who, sign).plan)
