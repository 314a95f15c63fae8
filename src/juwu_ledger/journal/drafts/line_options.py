"""What ``--line`` of ``spend`` and ``journal`` is for one line of a voucher, as it would be typed."""

from __future__ import annotations

from juwu_ledger.books.model.money import show_fen


def spent_line(
    account: str,
    fen: int,
    *,
    invoice: str | None = None,
    fund: str | None = None,
    approval: str | None = None,
) -> str:
    """Return ``科目=金额[,发票=号][,专项=名][,签批=号]``; ``fen`` is positive."""
    also = _also("发票", invoice) + _also("专项", fund) + _also("签批", approval)
    return f"{account}={_figure(fen)}{also}"


def sided_line(account: str, fen: int, *, fund: str | None = None) -> str:
    """Return ``科目=借金额[,专项=名]``, ``贷`` for what is negative."""
    return f"{account}={'借' if fen > 0 else '贷'}{_figure(fen)}{_also('专项', fund)}"


def _figure(fen: int) -> str:
    return show_fen(abs(fen)).replace(",", "")


def _also(word: str, text: str | None) -> str:
    return f",{word}={text}" if text else ""
