"""A layout that nobody wrote: the person names the columns (``--map 日期=…,收入=…``)."""

from __future__ import annotations

from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides, Signed
from juwu_ledger.intake.statements.refusal import StatementRefused

_WORDS = {
    "日期": "date",
    "时间": "time",
    "收入": "into",
    "支出": "out",
    "金额": "amount",
    "收支": "flag",
    "余额": "balance",
    "流水号": "serial",
    "回单号": "receipt",
    "对方": "party",
    "对方账号": "party_account",
    "摘要": "summary",
    "用途": "purpose",
    "账号": "account",
    "户名": "holder",
    "币种": "currency",
}


def mapped(text: str) -> Layout:
    """Return the layout of ``日期=…,收入=…,支出=…``; raise :class:`StatementRefused`."""
    said: dict[str, str] = {}
    for part in text.replace("，", ",").split(","):
        word, equals, heading = (piece.strip() for piece in part.partition("="))
        if not equals or not heading or word not in _WORDS:
            known = "、".join(_WORDS)
            raise StatementRefused("bad-map", f"--map 里的 {part[:40]!r} 不对；可以写：{known}")
        if _WORDS[word] in said:
            raise StatementRefused("bad-map", f"--map 里 {word} 写了两次，只写一次")
        said[_WORDS[word]] = heading
    if "date" not in said:
        raise StatementRefused("bad-map", "--map 没有写 日期=哪一栏")
    amount = _amount(said)
    return Layout("照 --map 读", amount, {"date": said.pop("date"), **said}, role="")


def _amount(said: dict[str, str]) -> Sides | Signed | Flagged:
    out, into = said.pop("out", None), said.pop("into", None)
    amount, flag = said.pop("amount", None), said.pop("flag", None)
    if out and into and not amount and not flag:
        return Sides(out, into)
    if amount and not out and not into:
        return Flagged(amount, flag) if flag else Signed(amount)
    raise StatementRefused(
        "bad-map", "--map 要写 收入=…,支出=…（两栏），或 金额=…（带正负号），或 金额=…,收支=…"
    )
