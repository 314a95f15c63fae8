"""All bundles as one sorted Parquet file a month: what figures over the whole street are read from.

``lake/entries/year=2026/month=03/part.parquet`` holds the lines of every committee, in order of committee,
day and voucher; ``lake/accounts`` their balances; ``lake/manifest.json`` says which bundles are in it. It can be
thrown away: made anew of the same bundles by the same program, it is the same byte for byte.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.model.periods import Period
from juwu_ledger.bundle.parquet_bytes import pyarrow
from juwu_ledger.journal.engine import disk
from juwu_ledger.seals.seal_file import sha256
from juwu_ledger.street.kept_bundles import latest_of
from juwu_ledger.street.lake_rows import bundle_rows
from juwu_ledger.street.register import Register
from juwu_ledger.street.street_log import StreetLog

FOLDER, MANIFEST = "lake", "lake/manifest.json"
ENTRIES, ACCOUNTS = "entries", "accounts"
TABLES = (ENTRIES, ACCOUNTS)
FORMAT = 1
_GROUP = 128 * 1024
"""Lines of a row group, or what the last committee in it makes of it."""


class Compacted(NamedTuple):
    """A month of the lake that was made anew."""

    month: str
    bundles: int
    rows: int


def part_path(root: Path, table: str, month: str) -> Path:
    """Return where a month of a table lies."""
    year, number = month.split("-")
    return root / FOLDER / table / f"year={year}" / f"month={number}" / "part.parquet"


def parts(root: Path, table: str, months: Sequence[Period]) -> list[Path]:
    """Return the parts of a table for these months, those that there are."""
    paths = (part_path(root, table, month.label) for month in months)
    return [path for path in paths if path.is_file()]


def compact(register: Register, log: StreetLog, *, anew: bool = False) -> Iterator[Compacted]:
    """Bring the lake up to the log and yield each month that was made; all of them where ``anew``.

    Raises ``NotWritten``, ``NotKept`` and ``CannotRender``. The manifest is written after each month, so
    that whatever is broken off is gone on with.
    """
    root = register.root
    said = {} if anew else _manifest(root)
    for month, indices in sorted(_by_month(log).items()):
        wanted = [log.statements[at].bundle for at in indices]
        if [item[0] for item in said.get(month, {}).get("bundles", [])] == wanted and all(
            part_path(root, table, month).is_file() for table in TABLES
        ):
            continue
        made = _made(root, log, month, indices)
        for table in TABLES:
            path = part_path(root, table, month)
            disk.make_folders(path.parent, root)
            disk.replace_file(path, made.pop(table))
        said[month] = made
        text = json.dumps({"format": FORMAT, "months": said}, indent=1, sort_keys=True) + "\n"
        disk.replace_file(root / MANIFEST, text.encode("utf-8"))
        yield Compacted(month, len(indices), sum(item[2] for item in made["bundles"]))


def _by_month(log: StreetLog) -> dict[str, list[int]]:
    """Return the places of what holds for each month, in order of committee."""
    found: dict[str, list[int]] = {}
    for committee in sorted(log.by_committee):
        for month, index in latest_of(log, committee).items():
            found.setdefault(month, []).append(index)
    return found


def _made(root: Path, log: StreetLog, month: str, indices: Sequence[int]) -> dict[str, Any]:
    """Return both parts of a month, and what the manifest says of them."""
    writers = {table: _PartWriter() for table in TABLES}
    bundles = []
    for index, rows in zip(indices, bundle_rows(root, log, indices), strict=True):
        said = log.statements[index]
        bundles.append([said.bundle, said.committee, rows[ENTRIES].num_rows])
        for table in TABLES:
            writers[table].add(rows[table])
    made: dict[str, Any] = {table: writers[table].bytes() for table in TABLES}
    digests = {table: sha256(made[table]) for table in TABLES}
    return made | {"bundles": bundles, "sha256": digests}


class _PartWriter:
    """Writes tables one behind another into one Parquet file in memory, zstd."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._writer: Any = None
        self._waiting: list[Any] = []
        self._rows = 0

    def add(self, table: Any) -> None:
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= _GROUP:
            self._flush()

    def bytes(self) -> bytes:
        if self._waiting:
            self._flush()
        self._writer.close()
        return self._file.getvalue()

    def _flush(self) -> None:
        pa, pq = pyarrow()
        whole = pa.concat_tables(self._waiting).combine_chunks()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, whole.schema, compression="zstd")
        self._writer.write_table(whole, row_group_size=max(whole.num_rows, 1))
        self._waiting, self._rows = [], 0


def _manifest(root: Path) -> dict[str, Any]:
    """Return what the manifest says by month; nothing where it is not there or not readable."""
    try:
        value = json.loads((root / MANIFEST).read_bytes())
        months = value["months"] if value["format"] == FORMAT else {}
        return {label: said for label, said in months.items() if isinstance(said["bundles"], list)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # The lake can be made anew at any time.
