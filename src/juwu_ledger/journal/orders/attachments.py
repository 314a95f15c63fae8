"""Scans that come after their voucher was booked (补附件): each a directive of its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.engine.change import Change, Scan
from juwu_ledger.journal.engine.directive_text import custom_text
from juwu_ledger.journal.engine.journal import LockedBooks, bytes_of
from juwu_ledger.journal.engine.placing import month_file
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.vouchers import month_heading, scan_of
from juwu_ledger.records.scans import VoucherScans


@dataclass(frozen=True)
class AttachmentOrder:
    """Files to be kept with a voucher that stands in the books already."""

    date: dt.date
    voucher: str
    files: Sequence[Path]

    def plan(self, locked: LockedBooks) -> Change:
        """Make the change; raises :class:`BadInput` or :class:`Refusal`."""
        books = locked.books
        voucher = attachable(books, self.voucher)
        if self.date < voucher.date:
            raise BadInput(f"补附件的日期 {self.date} 早于凭证 {voucher.id} 的 {voucher.date}")
        found = list(self._targets(books, voucher))
        month = Period.month_of(self.date)
        texts = [custom_text(self.date, "attachment", [voucher.id, name]) for name, _ in found]
        return Change(
            file=month_file(month, books, locked.files),
            title=f"凭证 {voucher.id} 的附件 {len(found)} 份",
            texts=("".join(texts),),
            scans=tuple(scan for _, scan in found if scan is not None),
            heading=month_heading(month),
            ids=(voucher.id,),
        )

    def _targets(self, books: Books, voucher: Voucher) -> Iterator[tuple[str, Scan | None]]:
        """Yield how the books will name each file, and the copy to be made; ``None`` for none."""
        taken = {scan.name for scan in books.record(VoucherScans).of(voucher)}
        chosen: dict[str, Path] = {}
        for file in self.files:
            scans, name = scan_of(books.root, file, self.date, voucher.id)
            assert name is not None
            if scans:
                if (same := _same(books.root, taken, chosen, file)) is not None:
                    raise Refusal(
                        f"{file.name} 和凭证 {voucher.id} 的附件 {same} 是同一份，不用再补。"
                    )
                name = _free(books.root, name, taken, file)
                chosen[name] = file
                yield name, Scan(file, name)
            elif name in taken:
                raise Refusal(f"凭证 {voucher.id} 已经有附件 {name}，不用再补。")
            else:
                yield name, None
            taken.add(name)


def attachable(books: Books, identity: str) -> Voucher:
    """Return the voucher; raise :class:`BadInput` where there is none of that number."""
    voucher = books.facts.by_id.get(identity)
    if voucher is None:
        raise BadInput(f"没有凭证 {identity}")
    return voucher


def _same(root: Path, taken: set[str], chosen: Mapping[str, Path], file: Path) -> str | None:
    """Return the name of what the voucher has already, or gets by the same command, with the same bytes."""
    data = bytes_of(file)
    names = sorted(taken)
    return next((name for name in names if bytes_of(chosen.get(name, root / name)) == data), None)


def _free(root: Path, name: str, taken: set[str], file: Path) -> str:
    """Return the name with a number behind it, where another file has it already.

    A copy of the same bytes that nothing names was left by a command that was cut off: it serves.
    """
    path, number, data = PurePosixPath(name), 1, bytes_of(file)
    while name in taken or bytes_of(root / name) not in (None, data):
        number += 1
        name = f"{path.with_suffix('')}-{number}{path.suffix}"
    return name
