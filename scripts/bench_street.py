#!/usr/bin/env python3
"""Measure a street: bundles received, the overview, and figures over a year of lines.

    scripts/bench_street.py [--lines N] [--keep DIR] [COMMITTEES ...]      default 30 300 3000

Of each street one month's bundles are real ones (scripts/bench_bundles.py): made, signed, taken in by
``juwu street receive``, looked over by ``juwu street overview``. A year of lines, N of them (default 6,667 for
each committee: 20 million for 3,000), is written straight into a lake beside it; over these the figures of
``consolidate``, ``compare`` and ``rank`` are worked out, and the sum of consolidate by raw DuckDB as well, in turn,
each five times after one to warm up. Every step is a process of its own; its peak memory is told.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SIZES = (30, 300, 3_000)
LINES = 6_667
"""Lines of a committee's year."""
MONTH, YEAR = "2026-01", "2026"
WORDS = "measuring only"
RECEIVE_AIM, SUM_AIM = 60.0, 1.3
ROUNDS = 5
_MANY = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", metavar="COMMITTEES", nargs="*", type=int)
    parser.add_argument("--lines", metavar="N", type=int, help="lines of a year, all committees")
    parser.add_argument("--keep", metavar="DIR", type=Path)
    parser.add_argument("--step", nargs=3, metavar=("WORD", "DIR", "N"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        word, folder, number = options.step
        {"make": make, "fill": fill, "query": query}[word](Path(folder), int(number))
        return
    with tempfile.TemporaryDirectory(prefix="juwu-bench-street-") as temporary:
        for size in options.sizes or SIZES:
            folder = (options.keep or Path(temporary)) / f"street-{size}"
            print("\n".join(measure(folder, size, options.lines or size * LINES)), flush=True)


def measure(folder: Path, size: int, lines: int) -> list[str]:
    """Return the figures of a street of ``size`` committees as lines."""
    folder.mkdir(parents=True)
    own(["--step", "make", str(folder), str(size)])
    street = ["--street", str(folder / "street"), "--as-of", "2026-02-08"]
    files = sorted(str(path) for path in (folder / "in").iterdir())
    secret = ["--passphrase-file", str(folder / "words")]
    received = juwu(["street", "receive", *files, *secret, *street], folder)
    seen = juwu(
        ["street", "overview", MONTH, *street, "-o", str(folder / "out"), "--format", "xlsx"],
        folder,
    )
    told = [
        f"\n{size:,} committees",
        f"receive     {received[0]:8.2f} s  {1000 * received[0] / size:7.2f} ms a bundle  peak {received[1]:6.0f} MB",
        f"overview    {seen[0]:8.2f} s{'':22}peak {seen[1]:6.0f} MB",
    ]
    if size == max(SIZES):
        met = "met" if received[0] <= RECEIVE_AIM else "MISSED"
        told.append(f"aim: {size:,} bundles received in at most {RECEIVE_AIM:.0f} s: {met}")
    own(["--step", "fill", str(folder), str(lines)])
    told += own(["--step", "query", str(folder), str(lines)]).splitlines()
    return told


def own(words: list[str]) -> str:
    """Run a step of this script in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"scripts/bench_street.py: {done.stderr.strip()}")
    return done.stdout


def juwu(words: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; return seconds and the peak of memory in MB of the largest of its processes."""
    with (folder / "said").open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "juwu_ledger", *words], stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status):
        raise SystemExit((folder / "said").read_text("utf-8", "replace")[-2000:])
    return seconds, peak(usage)


def peak(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


# --- the steps ------------------------------------------------------------------------------------


def make(folder: Path, size: int) -> None:
    """Make the street, its key, and a real bundle of each committee."""
    from bench_bundles import STREET, Committee

    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.books.signing.private_keys import new_private_key
    from juwu_ledger.street.register import Member, member_text, register_text

    month = Period.parse(MONTH)
    (folder / "street").mkdir()
    (folder / "in").mkdir()
    file, public = new_private_key(WORDS, 1)
    (folder / "street" / "street.key").write_bytes(file)
    (folder / "words").write_text(WORDS + "\n", encoding="utf-8")
    texts = [register_text(STREET, public)]
    for number in range(1, size + 1):
        one = Committee(number)
        texts.append(
            member_text(Member(one.code, one.name, month, (one.public_key,), one.households))
        )
        (folder / "in" / f"{one.code}.zip").write_bytes(one.bundle(month))
    (folder / "street" / "street.toml").write_text("".join(texts), encoding="utf-8")


def fill(folder: Path, lines: int) -> None:
    """Write a year of made-up lines into a lake of its own, in the order and form of a real one."""
    import duckdb

    from juwu_ledger.street.lake import ACCOUNTS, ENTRIES, part_path
    from juwu_ledger.street.register import read_register

    codes = sorted(read_register(folder / "street").members)
    each = max(lines // len(codes) // 12 // 2, 1)
    connection = duckdb.connect()
    connection.execute("CREATE TABLE codes (place INTEGER, committee VARCHAR)")
    connection.executemany("INSERT INTO codes VALUES (?, ?)", list(enumerate(codes)))
    for number in range(1, 13):
        label = f"{YEAR}-{number:02d}"
        first = dt.date(int(YEAR), number, 1).toordinal()
        for name, query_text in (
            (ENTRIES, _ENTRIES.format(label=label, first=first, each=each)),
            (ACCOUNTS, _ACCOUNTS.format(label=label)),
        ):
            path = part_path(folder / "year", name, label)
            path.parent.mkdir(parents=True)
            connection.execute(
                f"COPY ({query_text}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 131072)"
            )


_ENTRIES = """
WITH vouchers AS (
  SELECT committee, n, hash(committee, n, '{label}') AS h, ({first} + n * 28 // {each})::INTEGER AS day
  FROM codes, range({each}) AS r(n)
), legs AS (
  SELECT *, unnest([1, 2])::INTEGER AS line, (10 + h % 400000)::BIGINT AS amount, h % 10 < 4 AS comes_in
  FROM vouchers
)
SELECT committee, '{label}' AS period, '{label}-' || lpad(n::VARCHAR, 4, '0') AS voucher, line,
  CASE WHEN comes_in THEN 'income' ELSE 'spending' END AS kind, '某某' || (h % 97)::VARCHAR AS payee,
  CASE WHEN line = 2 THEN 'Assets:1002银行存款:01基本户' WHEN comes_in THEN 'Income:400' || (h % 6)::VARCHAR
    ELSE 'Expenses:510' || (h % 7)::VARCHAR END AS account, '' AS fund,
  CASE WHEN (line = 2) = comes_in THEN amount ELSE -amount END AS fen,
  CASE WHEN line = 1 THEN amount ELSE 0 END AS accrued,
  CASE WHEN line = 1 AND comes_in THEN amount ELSE 0 END AS income,
  CASE WHEN line = 1 AND NOT comes_in THEN amount ELSE 0 END AS spending, day,
  CASE WHEN line = 2 THEN 'Assets' WHEN comes_in THEN 'Income' ELSE 'Expenses' END AS root,
  CASE WHEN line = 2 THEN CASE WHEN h % 5 = 0 THEN 'petty-cash' ELSE 'bank' END
    WHEN comes_in THEN ['appropriation', 'donation', 'service', 'rent', 'levy', 'interest'][(h % 6)::BIGINT + 1]
    ELSE ['official', 'entertainment', 'allowance', 'relief', 'programme', 'low-value', 'other'][(h % 7)::BIGINT + 1]
  END AS class, 500000::BIGINT AS "limit"
FROM legs ORDER BY committee, day, voucher, line
"""
_ACCOUNTS = """
SELECT committee, '{label}' AS period, 'Assets:1002银行存款:01基本户' AS account, 1000000::BIGINT AS opening,
  0::BIGINT AS debit, 0::BIGINT AS credit, 1000000::BIGINT AS closing, 'Assets' AS root, 'bank' AS class
FROM codes ORDER BY committee
"""
_RAW = """
SELECT root, class, sum(accrued)::BIGINT AS fen FROM read_parquet([{files}])
WHERE root IN ('Income', 'Expenses') GROUP BY root, class ORDER BY root, class
"""


def query(folder: Path, _lines: int) -> None:
    """Time the figures over the year, and the sum by raw DuckDB in turn; print them."""
    from dataclasses import replace

    import duckdb

    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.street import figures
    from juwu_ledger.street.comparison import comparison
    from juwu_ledger.street.consolidation import consolidation
    from juwu_ledger.street.engine import open_engine
    from juwu_ledger.street.lake import ENTRIES, parts
    from juwu_ledger.street.ranking import ranking
    from juwu_ledger.street.register import read_register
    from juwu_ledger.street.street_log import read_log

    register = replace(read_register(folder / "street"), root=folder / "year")
    log = read_log(read_register(folder / "street"))
    year, day = Period.parse(YEAR), dt.date(2026, 2, 1)
    files = parts(register.root, ENTRIES, list(year.split_months()))
    raw = duckdb.connect()
    text = _RAW.format(files=", ".join(f"'{path}'" for path in files))
    rows = raw.execute("SELECT count(*) FROM read_parquet(?)", [list(map(str, files))]).fetchone()
    with open_engine() as engine:
        ours = [
            (r["root"], r["class"], r["fen"])
            for r in engine.rows(figures.class_sums(engine.table(files)))
        ]
        assert ours == raw.execute(text).fetchall(), "the two sums differ"
        works: dict[str, Callable[[], object]] = {
            "raw DuckDB sum": lambda: raw.execute(text).fetchall(),
            "the same by Ibis": lambda: engine.rows(figures.class_sums(engine.table(files))),
            "consolidate": lambda: consolidation(register, log, year, day, engine),
            "compare": lambda: comparison(
                register, log, year, day, engine, "official", per_household=True
            ),
            "rank": lambda: ranking(register, log, year, day, engine),
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        for number in range(ROUNDS + 1):
            for name, work in works.items():
                begun = time.perf_counter()
                work()
                if number:
                    times[name].append(time.perf_counter() - begun)
    middle = {name: statistics.median(found) for name, found in times.items()}
    print(
        f"{rows[0] if rows else 0:,} lines of a year, {sum(p.stat().st_size for p in files) / 1e6:,.0f} MB"
    )
    for name, seconds in middle.items():
        print(f"{name:18}{seconds:8.3f} s")
    if rows and rows[0] >= _MANY:  # Of fewer, what it takes to ask is more than to sum up.
        ratio = middle["the same by Ibis"] / middle["raw DuckDB sum"]
        said = "met" if ratio <= SUM_AIM else "MISSED"
        print(f"aim: the sum of consolidate {ratio:.2f} of raw DuckDB, at most {SUM_AIM}: {said}")
    print(f"peak memory of all of these {peak(resource.getrusage(resource.RUSAGE_SELF)):,.0f} MB")


if __name__ == "__main__":
    main()
