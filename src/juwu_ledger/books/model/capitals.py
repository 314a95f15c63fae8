"""Amounts in Chinese capitals (人民币大写), as vouchers and approvals must show them."""

from __future__ import annotations

_BEYOND = 10**18
"""Fen from which on there is no everyday way to write an amount in capitals."""


def capitals(fen: int) -> str:
    """Return an amount of ``fen`` in capitals: ``壹仟零伍元整``, ``壹佰元零伍分``, ``负伍角``.

    As 正确填写票据和结算凭证的基本规定 has it: ``整`` ends whole yuan, zeros within an amount are
    said once, and after jiao or fen nothing follows. Raises ``ValueError`` from 10^16 yuan on.
    """
    if abs(fen) >= _BEYOND:
        raise ValueError(f"too large to be written in capitals: {fen} fen")
    from cn2an import an2cn  # Late: only papers with amounts in capitals need it.

    # Text with two decimals: of a float or a third decimal the library would drop what is behind.
    yuan, rest = divmod(abs(fen), 100)
    text: str = an2cn(f"{yuan}.{rest:02d}", "rmb")
    return f"负{text}" if fen < 0 else text
