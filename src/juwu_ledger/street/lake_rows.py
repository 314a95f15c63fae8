"""The lines of one bundle as they stand in the lake: with their committee, day and class."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from juwu_ledger.bundle.manifest import DATA, NAME, read_manifest
from juwu_ledger.bundle.opened import is_known
from juwu_ledger.bundle.parquet_bytes import arrow_table, pyarrow
from juwu_ledger.bundle.zip_bytes import zip_parts
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.street.kept_bundles import NotKept, kept_bytes
from juwu_ledger.street.street_log import StreetLog

LIMIT = "street-sign-off"
NO_LIMIT = -1
_MANY, _AT_ONCE = 40, 8
_EPOCH_ORDINAL = 719163
"""1970-01-01 as Python counts days."""


def bundle_rows(root: Path, log: StreetLog, indices: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the tables of each kept bundle, in order; several are read at once where there are many.

    Raises :class:`NotKept`.
    """
    kept = ((index, kept_bytes(root, log, index)) for index in indices)
    if len(indices) < _MANY:
        for _, data in kept:
            yield rows_of(data)
        return
    helpers = min(os.cpu_count() or 1, 8)
    with ProcessPoolExecutor(helpers, mp_context=get_context("spawn")) as pool:
        for batch in _batches(kept):
            for packed in pool.map(_packed_rows, batch, chunksize=_AT_ONCE):
                yield {name: _unpacked(data) for name, data in packed.items()}


def _batches(kept: Iterator[tuple[int, bytes]]) -> Iterator[list[bytes]]:
    """Yield so many bundles that memory holds them well."""
    batch: list[bytes] = []
    for _, data in kept:
        batch.append(data)
        if len(batch) == 200:
            yield batch
            batch = []
    if batch:
        yield batch


def _packed_rows(data: bytes) -> dict[str, bytes]:
    pa, _ = pyarrow()
    packed = {}
    for name, table in rows_of(data).items():
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        packed[name] = sink.getvalue()
    return packed


def _unpacked(data: bytes) -> Any:
    pa, _ = pyarrow()
    return pa.ipc.open_stream(data).read_all()


def rows_of(data: bytes) -> dict[str, Any]:
    """Return the lake's lines of a bundle's bytes, by table; raises :class:`NotKept`."""
    try:
        files = zip_parts(data, is_known)
        manifest = read_manifest(files[NAME])
        entries = arrow_table("entries", files[DATA["entries"]])
        accounts = arrow_table("accounts", files[DATA["accounts"]])
    except (FileRefused, KeyError) as error:
        raise NotKept(f"有一份收下的报送包读不了（{error}）；请从备份里恢复。") from None
    made = partial(_with_constants, manifest.code, manifest.period.label)
    limit = manifest.limits.get(LIMIT, NO_LIMIT)
    return {
        "entries": made(_entries(entries, accounts), {"limit": limit}),
        "accounts": made(_classed(accounts, accounts), {}),
    }


def _entries(entries: Any, accounts: Any) -> Any:
    pa, _ = pyarrow()
    compute = import_module("pyarrow.compute")
    days = compute.add(entries.column("date").cast(pa.int32()), _EPOCH_ORDINAL)
    kept = ("voucher", "line", "kind", "payee", "account", "fund")
    sums = ("fen", "accrued", "income", "spending")
    table = _classed(
        entries.select([*kept, *sums]).append_column("day", days.cast(pa.int32())), accounts
    )
    return table.sort_by([("day", "ascending"), ("voucher", "ascending"), ("line", "ascending")])


def _classed(table: Any, accounts: Any) -> Any:
    """Return a table with the root and the class of each line's account: source, nature or role."""
    pa, _ = pyarrow()
    compute = import_module("pyarrow.compute")
    names = accounts.column("account")
    classes = compute.binary_join_element_wise(
        accounts.column("role"), accounts.column("source"), accounts.column("nature"), ""
    )
    roots = [name.partition(":")[0] for name in names.to_pylist()]
    at = compute.index_in(table.column("account"), names)
    for name in {"role", "source", "nature"} & set(table.column_names):
        table = table.drop_columns([name])
    table = table.append_column("root", pa.chunked_array([roots], pa.string()).take(at))
    return table.append_column("class", classes.take(at))


def _with_constants(code: str, month: str, table: Any, more: Mapping[str, int]) -> Any:
    pa, _ = pyarrow()
    size = table.num_rows
    texts = {"committee": code, "period": month}
    for name, value in reversed(texts.items()):
        table = table.add_column(0, name, pa.array([value] * size, pa.string()))
    for name, number in more.items():
        table = table.append_column(name, pa.array([number] * size, pa.int64()))
    return table
