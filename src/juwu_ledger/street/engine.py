"""What figures are worked out by: DuckDB inside the program, or Spark, from the same Ibis expressions."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

DUCKDB = "duckdb"
SPARK = "spark"
"""Spark inside this machine; ``spark://HOST:PORT`` is one elsewhere."""
_STREET = "这一步要用数据引擎，这台机器没有装：pip install 'juwu-ledger[street]'。"
_STREET_SPARK = "用 Spark 要先装 juwu-ledger[street-spark] 和 Java 17：pip install 'juwu-ledger[street-spark]'。"


class NoEngine(Exception):
    """An engine that this machine does not have; the message, in Chinese, says what is missing."""


class Engine:
    """A connection on which expressions are worked out."""

    def __init__(self, connection: Any) -> None:
        """Take Ibis' connection."""
        self._connection = connection

    def table(self, parts: Sequence[Path]) -> Any:
        """Return the table that these Parquet files are, at least one."""
        names = [str(part) for part in parts]
        if self._connection.name == DUCKDB:
            return self._connection.read_parquet(names, hive_partitioning=False)
        # Read as plain files: what their folders are called is no column of theirs.
        frame = self._connection._session.read.parquet(*names)
        name = f"lake_{abs(hash(tuple(names)))}"
        frame.createOrReplaceTempView(name)
        return self._connection.table(name)

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Return the lines of an expression in the order that it asks for."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made: list[dict[str, Any]] = self._connection.to_pyarrow(expression).to_pylist()
        return made


@contextmanager
def open_engine(word: str = DUCKDB) -> Iterator[Engine]:
    """Give the engine of that name; raises :class:`NoEngine`."""
    if word == DUCKDB:
        yield Engine(_duckdb())
    elif word == SPARK or word.startswith("spark://"):
        session = _spark("local[*]" if word == SPARK else word)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Of what is to come with later pandas.
                connection = _ibis().pyspark.connect(session)
            yield Engine(connection)
        finally:
            session.stop()
    else:
        raise NoEngine(f"没有 {word} 这个引擎；可用：{DUCKDB}、{SPARK}、spark://主机:7077。")


def _ibis() -> Any:
    try:
        return import_module("ibis")
    except ImportError:
        raise NoEngine(_STREET) from None


def _duckdb() -> Any:
    ibis = _ibis()
    try:
        import_module("duckdb")
        connection = ibis.duckdb.connect()
    except ImportError:
        raise NoEngine(_STREET) from None
    connection.raw_sql("SET enable_progress_bar = false")
    return connection


def _spark(master: str) -> Any:
    try:
        sql = import_module("pyspark.sql")
    except ImportError:
        raise NoEngine(_STREET_SPARK) from None
    if shutil.which("java") is None:
        raise NoEngine(_STREET_SPARK)
    builder = sql.SparkSession.builder.master(master).appName("juwu street")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    for name, value in quiet.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
