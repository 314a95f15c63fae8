"""Random sound books: vouchers of every shape, red letters, receipts, approvals, funds and cards."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from juwu_ledger.books.facts.view import Books
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    DEPOSIT,
    GIFT,
    GRANT,
    INTEREST,
    OFFICE,
    OPENING,
    PETTY,
    PROJECT,
    SERVICE,
    TILL,
    WEAR,
    WORN,
    load,
)

ACCOUNTS = (
    *(PETTY, TILL, BANK, ASSET, WORN, DEPOSIT, GRANT, GIFT, SERVICE, INTEREST),
    *(OFFICE, PROJECT, WEAR, CHARGE),
)
DIRECTIVES = """
2024-01-01 custom "receipt-book" "A0000001" "A0000020"
2025-03-01 custom "receipt-book" "A0000021" "A0000030"
2025-06-01 custom "receipt-return" "A0000011" "A0000020"
2025-02-01 custom "receipt-void" "A0000003" "写错"
2024-01-01 custom "approval" "SP-1" 100.00 CNY "一"
2025-02-01 custom "approval" "SP-2" 100.00 CNY "二"
2024-01-01 custom "fund" "助老" Expenses:5301助老项目
2024-01-01 custom "asset" "GD-1" "柜" 10.00 CNY
2025-05-01 custom "asset-disposal" "GD-1" "坏了"
"""


@dataclass(frozen=True)
class Draft:
    """A voucher before it has a number; ``reverses`` is the place of an earlier one."""

    day: dt.date
    legs: tuple[tuple[str, int], ...]
    meta: tuple[tuple[str, str], ...]
    leg_receipt: str
    reverses: int | None
    share: int


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    accounts = draw(st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=4, unique=True))
    amounts = [draw(st.integers(1, 100_000)) * draw(st.sampled_from((1, -1))) for _ in accounts[1:]]
    legs = (*zip(accounts[1:], amounts, strict=True), (accounts[0], -sum(amounts)))
    meta = []
    for key, values in (
        ("receipt", [f"A00000{n:02d}" for n in range(1, 32)]),
        ("approval", ["SP-1", "SP-2", "SP-3"]),
        ("fund", ["助老", "别的"]),
        ("asset", ["GD-1", "GD-2"]),
    ):
        if draw(st.integers(0, 2)) == 0:
            meta.append((key, draw(st.sampled_from(values))))
    return Draft(
        draw(st.dates(dt.date(2024, 10, 1), dt.date(2025, 12, 31))),
        tuple(leg for leg in legs if leg[1]),
        tuple(meta),
        draw(st.sampled_from(("", "", "A0000005", "A0000006"))),
        draw(st.one_of(st.none(), st.integers(0, 9))),
        draw(st.sampled_from((1, 1, 2))),
    )


def written(plan: list[Draft], opening: int) -> str:
    """Write the drafts as numbered vouchers; a reversal takes all or half of an earlier one."""
    text = DIRECTIVES
    if opening:
        text += (
            '2024-10-01 * "" "期初"\n  voucher: "2024-10-0001"\n'
            f"  {BANK}  {Decimal(opening).scaleb(-2)} CNY\n  {OPENING}\n"
        )
    numbers: dict[str, int] = {"2024-10": 1}
    ids: list[str] = []
    done: list[Draft] = []
    for draft in sorted(plan, key=lambda d: d.day):
        month = f"{draft.day:%Y-%m}"
        numbers[month] = numbers.get(month, 0) + 1
        identity = f"{month}-{numbers[month]:04d}"
        legs, meta = draft.legs, dict(draft.meta)
        if draft.reverses is not None and draft.reverses < len(done) and done[draft.reverses].legs:
            original = done[draft.reverses]
            legs = tuple((account, -fen // draft.share) for account, fen in original.legs)
            gap = sum(fen for _, fen in legs)
            legs = ((legs[0][0], legs[0][1] - gap), *legs[1:])
            meta["reverses"] = ids[draft.reverses]
        legs = tuple(leg for leg in legs if leg[1])
        text += f'{draft.day} * "某单位" "事由"\n  voucher: "{identity}"\n'
        text += "".join(f'  {key}: "{value}"\n' for key, value in meta.items())
        for at, (account, fen) in enumerate(legs):
            text += f"  {account}  {Decimal(fen).scaleb(-2)} CNY\n"
            if draft.leg_receipt and not at:
                text += f'    receipt: "{draft.leg_receipt}"\n'
        ids.append(identity)
        done.append(
            Draft(draft.day, legs, draft.meta, draft.leg_receipt, draft.reverses, draft.share)
        )
    return text


def random_books(plan: list[Draft], opening: int, more: str = "") -> Books:
    """Load the books that the drafts make."""
    with tempfile.TemporaryDirectory() as folder:
        return load(Path(folder), written(plan, opening) + more)
