#!/usr/bin/env python3
"""The end of scripts/demo: a small street made of the example books under other names.

    scripts/demo_street.py OUT

Three committees of one quarter: one files in time, and a correction afterwards; one files late; one never
does. Their bundles are made, signed and taken in as anywhere else; the overview and the consolidated sheet
of the quarter are written to OUT. Says in a word where the extra ``street`` is not installed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LEDGER = Path(__file__).resolve().parents[1] / "ledger"
NAMED = "桂花里"
STREET = "柳荫街道办事处"
WORDS = "一次性的演示口令"
QUARTER, MONTHS = "2025Q4", ("2025-10", "2025-11", "2025-12")
FILED = (
    *zip(("2025-11-06", "2025-12-05", "2026-01-08"), ["梧桐里"] * 3, MONTHS, strict=True),
    *zip(("2025-12-19", "2025-12-20", "2026-01-12"), ["杨柳里"] * 3, MONTHS, strict=True),
)
"""On which day which committee files which month."""
_SEALED = re.compile(r'(?m)^(\S+) custom "close" "(2025-\d\d)"\n((?:  .*\n)*)')
_NAME = re.compile(r'(?m)^  (accountant|cashier|director): "(.*)"$')
_KEYS = re.compile(r'(?m)^\S+ custom "key" .*\n(?:  .*\n)*')
_SIGNED = re.compile(r"(?m)^  (?:street-)?signature[\w-]*: .*\n")


def main() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("ibis", "duckdb", "pyarrow")):
        print("（没有装 street 附加件，街道的例子就不出了：.venv/bin/pip install -e '.[street]'）")
        return
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="juwu-demo-street-") as folder:
        root = Path(folder)
        (root / "words").write_text(WORDS + "\n", encoding="utf-8")
        street = ["--street", str(root / "street")]
        secret = ["--passphrase-file", str(root / "words")]
        run(["street", "init", str(root / "street"), "--name", STREET, *secret])
        for code, name, households in (
            ("330102001001", "梧桐里", 1860),
            ("330102001002", "杨柳里", 1240),
            ("330102001003", "槐树里", 980),
        ):
            key = new_key(root, name, secret)
            public = ["--key", key, "--households", str(households)]
            run(["street", "add", code, name, "--since", MONTHS[0], *public, *street])
        for code, name in (("330102001001", "梧桐里"), ("330102001002", "杨柳里")):
            make_books(root / name / "ledger", code, name)
        received = ["street", "receive", *secret, *street]
        for day, name, month in sorted(FILED):
            run([*received, make_bundle(root, name, month, day, secret), "--as-of", day])
        again = make_bundle(root, "梧桐里", MONTHS[-1], "2026-01-20", secret)
        run([*received, again, "--as-of", "2026-01-22"])
        paper = [*street, "--as-of", "2026-01-25", "--format", "html,xlsx", "-o", str(out)]
        run(["street", "overview", QUARTER, *paper, "--force"])
        run(["street", "consolidate", QUARTER, *paper, "--force"])


def run(words: list[str]) -> str:
    """Run a command of ours and show what it says; stop where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "juwu_ledger", *words], capture_output=True, text=True, check=False
    )
    shown = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(("收下", "更正件", "      ", "已写"))
    ]
    if shown and words[0] == "street":
        print("\n".join(line.split("。回执")[0] for line in shown))
    if done.returncode:
        raise SystemExit(f"juwu {' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def new_key(root: Path, name: str, secret: list[str]) -> str:
    """Make the key of a committee's accountant; return its public line."""
    (root / name).mkdir()
    said = run(["key", "new", "李四安", "-o", str(root / name / "key"), *secret])
    return next(line.split("  ")[1] for line in said.splitlines() if line.startswith("公钥"))


def make_books(folder: Path, code: str, name: str) -> None:
    """Copy the example books under another name, without its signatures, and close the quarter anew."""
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.journal.engine.journal import Journal
    from juwu_ledger.journal.orders.closing import CloseOrder

    shutil.copytree(LEDGER, folder)
    shutil.rmtree(folder / "seals")
    for path in folder.rglob("*.beancount"):
        text = _KEYS.sub("", path.read_text("utf-8").replace(NAMED, name))
        path.write_text(_SIGNED.sub("", text), encoding="utf-8")
    reviews = folder / "reviews.beancount"
    text = reviews.read_text("utf-8")
    found = [m.groups() for m in _SEALED.finditer(text) if m[2] in MONTHS]
    # What was reviewed and posted is of the committee whose name stands no more in the books.
    text = re.sub(r"(?m)^  digest: .*\n", "", _SEALED.sub(_unsealed, text))
    reviews.write_text(text, encoding="utf-8")
    charter = folder / "charter.beancount"
    with charter.open("a", encoding="utf-8") as file:
        file.write(f'\n2025-10-01 custom "committee" "{code}" "{name}"\n')
    for day, month, meta in found:
        names = dict(_NAME.findall(meta))
        when = dt.date.fromisoformat(day)
        order = CloseOrder(
            Period.parse(month), when, names["accountant"], names["cashier"], names["director"]
        )
        Journal(folder / "main.beancount", when).write(order.plan)


def _unsealed(match: re.Match[str]) -> str:
    """Return a closing before the quarter without its seal; those of the quarter are made anew."""
    if match[2] in MONTHS:
        return ""
    kept = "".join(f'  {key}: "{name}"\n' for key, name in _NAME.findall(match[3]))
    return f'{match[1]} custom "close" "{match[2]}"\n{kept}'


def make_bundle(root: Path, name: str, month: str, day: str, secret: list[str]) -> str:
    """Make a bundle of a committee's month on a day; return its path."""
    path = root / f"{name}-{month}-{day}.zip"
    books = ["--books", str(root / name / "ledger"), "--as-of", day]
    key = ["--key", str(root / name / "key"), *secret]
    with contextlib.suppress(SystemExit):  # A paper with anything red is handed over all the same.
        run(["bundle", month, *books, *key, "-o", str(path)])
    if not os.path.exists(path):  # noqa: PTH110
        raise SystemExit(f"{path} was not made")
    return str(path)


if __name__ == "__main__":
    main()
