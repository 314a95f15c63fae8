"""The tables of a bundle as Parquet and back: the same bytes for the same lines, fen as ``int64``."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from juwu_ledger.bundle.tables import COLUMNS, FEN, DataTable
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.render import CannotRender
from juwu_ledger.tables.report import COUNT, DATE

MOST_ROWS = 1_000_000
MOST_BYTES = 256 * 1024 * 1024
_LACKS = (
    "报送包里的数据表要用 pyarrow 来写、来读，这台机器没有装：pip install 'juwu-ledger[parquet]'。"
)


def parquet_bytes(table: DataTable) -> bytes:
    """Return a table as a Parquet file; raises :class:`CannotRender` where pyarrow is missing."""
    pa, pq = pyarrow()
    schema = _schema(table.columns)
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pa.array(list(values), field.type) for values, field in zip(columns, schema, strict=True)
    ]
    made = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), made, compression="zstd")
    return made.getvalue()


def arrow_table(name: str, data: bytes) -> Any:
    """Return a table of a bundle as pyarrow has it, its columns exactly those it must have.

    Raises :class:`FileRefused` for whatever else the bytes are, :class:`CannotRender` without pyarrow.
    """
    pa, pq = pyarrow()
    try:
        with pq.ParquetFile(io.BytesIO(data)) as file:
            meta = file.metadata
            groups = (meta.row_group(at) for at in range(meta.num_row_groups))
            size = sum(group.total_byte_size for group in groups)
            if meta.num_rows > MOST_ROWS or size > MOST_BYTES:
                raise FileRefused("bomb", f"数据表 {name} 展开太大，不打开")
            if not file.schema_arrow.equals(_schema(COLUMNS[name])):
                raise FileRefused("table", f"数据表 {name} 的栏目不对")
            table = file.read(use_threads=False)
            table.validate(full=True)
            return table
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FileRefused("table", f"数据表 {name} 读不了（{type(error).__name__}）") from None


def read_table(name: str, data: bytes) -> DataTable:
    """Return a table of a bundle with its lines as Python's values; raises as :func:`arrow_table`."""
    found = arrow_table(name, data)
    rows = zip(*(column.to_pylist() for column in found.columns), strict=True)
    return DataTable(COLUMNS[name], tuple(rows))


def pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet part; raises :class:`CannotRender` where it is not installed."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise CannotRender(_LACKS) from None


def _schema(columns: Any) -> Any:
    pa, _ = pyarrow()
    kinds = {FEN: pa.int64(), DATE: pa.date32(), COUNT: pa.int32()}
    return pa.schema([pa.field(c.key, kinds.get(c.kind, pa.string())) for c in columns])
