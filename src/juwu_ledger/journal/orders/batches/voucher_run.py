"""Several vouchers of one month, numbered one after another, written at one stroke."""

from __future__ import annotations

from collections.abc import Sequence

from juwu_ledger.books.model.identifiers import VoucherId
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.journal import LockedBooks
from juwu_ledger.journal.engine.numbering import next_voucher
from juwu_ledger.journal.engine.placing import month_file
from juwu_ledger.journal.orders.vouchers import VoucherOrder, month_heading


def voucher_run(locked: LockedBooks, orders: Sequence[VoucherOrder]) -> Change:
    """Return the change that writes vouchers of one month, by day and then as they come."""
    placed = sorted(orders, key=lambda order: order.date)
    month = Period.month_of(placed[0].date)
    first = VoucherId.parse(next_voucher(locked.books, placed[0].date))
    assert first is not None
    numbers = [f"{first.month}-{first.number + at:04d}" for at in range(len(placed))]
    title = f"凭证 {numbers[0]}"
    if len(numbers) > 1:
        title += f" 到 {numbers[-1]}，{len(numbers)} 张"
    return Change(
        file=month_file(month, locked.books, locked.files),
        title=title,
        texts=tuple(
            order.text(number, order.originals)
            for order, number in zip(placed, numbers, strict=True)
        ),
        heading=month_heading(month),
        ids=tuple(numbers),
    )
