"""Who got how much of a list: ``recipients: "赵大爷=300.00、钱奶奶=300.00"`` on a voucher or a line of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import to_fen

KEY = "recipients"
_ONE = r"(.*\S)\s*[=＝]\s*(\d{1,11}(?:\.\d{1,2})?)\s*元?"
_BETWEEN = r"[、,，;；\n]+"


def read_recipients(text: str) -> Mapping[str, int]:
    """Read a list, fen by name; raise ``ValueError`` (in Chinese) when it is none."""
    found: dict[str, int] = defaultdict(int)
    for item in re.split(_BETWEEN, text):
        if not item.strip():
            continue
        match = re.fullmatch(_ONE, item.strip(), re.ASCII)
        if match is None:
            raise ValueError(
                f"{item.strip()[:40]!r} 不对，要写成 姓名=金额，两人之间用顿号，如 赵大爷=300.00、钱奶奶=300.00"
            )
        found[plain(match[1])] += to_fen(Decimal(match[2]))
    if not found:
        raise ValueError("不能是空的，要写成 赵大爷=300.00、钱奶奶=300.00 这样")
    return found
