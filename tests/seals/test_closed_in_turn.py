"""Books closed month by month, as in life: from whichever seal they are read, they tell what the whole tells.

The books of ``scripts/bench`` with many more corrections, late entries and cash in the till than a
committee has; they are judged both ways just before each closing and just after it.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "rules")]
sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from bench_books import AS_OF, write_books  # noqa: E402
from bench_closing import close_in_turn  # noqa: E402
from sealed_examples import meta_of  # noqa: E402

from juwu_ledger.books.facts.view import Books  # noqa: E402
from juwu_ledger.books.model.periods import Period  # noqa: E402
from juwu_ledger.books.reading.loading import load_books  # noqa: E402
from juwu_ledger.journal.engine.journal import LockedBooks  # noqa: E402
from juwu_ledger.journal.orders.reversals import Anew, RedLetter  # noqa: E402
from juwu_ledger.rules import CATALOGUE  # noqa: E402
from juwu_ledger.seals.incremental.carried_record import read_carried  # noqa: E402
from juwu_ledger.seals.judging import Judged, judge_books  # noqa: E402
from juwu_ledger.seals.seal_file import read_seal, seal_path, seal_text  # noqa: E402
from juwu_ledger.seals.sealing import carrying_seal  # noqa: E402

TILL = "Assets:1001库存现金:02待缴款"


def month_file(books: Path, day: dt.date) -> Path:
    return books / f"{day.year}" / f"{day:%Y-%m}.beancount"


def loaded(folder: Path) -> Books:
    books = load_books(folder / "main.beancount").books
    assert books is not None
    return books


def write(folder: Path, seed: int) -> None:
    """Write the books without their counts of cash: what is added here would make them wrong."""
    write_books(folder, 330, seed)
    for path in folder.glob("20*/*.beancount"):
        pieces = re.split(r"^(?=\d{4}-\d\d-\d\d )", path.read_text("utf-8"), flags=re.M)
        path.write_text("".join(p for p in pieces if p[11:18] != "balance"), "utf-8")


def correct_many(folder: Path, chance: random.Random) -> None:
    """Take vouchers back up to three months later, wholly or to book them anew; nobody explains it.

    Every other one was entered late, or is itself what another was booked anew as.
    """
    for _ in range(6):
        books = loaded(folder)
        known = [v for v in books.vouchers if v.kind != "opening" and not v.text("reverses")]
        odd = [v for v in known if v.txn.meta.keys() & {"corrects", "occurred"}]
        voucher = chance.choice(odd if odd and chance.random() < 0.5 else known)
        day = voucher.date + dt.timedelta(days=chance.randint(1, 85))
        if day <= dt.date(2025, 12, 28) and not books.facts.taken_back_by(voucher):
            anew = chance.choice((None, Anew(narration="改正的摘要"), Anew(payee="改正的人")))
            order = RedLetter(voucher.id, day, "写错", anew=anew)
            texts = order.plan(LockedBooks(books, [], day)).texts
            insert(month_file(folder, day), day, texts)


def insert(path: Path, day: dt.date, texts: tuple[str, ...]) -> None:
    """Put directives where they belong by their date."""
    pieces = re.split(r"^(?=\d{4}-\d\d-\d\d )", path.read_text("utf-8"), flags=re.M)
    at = next((n for n, p in enumerate(pieces) if n and p[:10] > f"{day}"), len(pieces))
    pieces[at:at] = [f"{text.strip()}\n\n" for text in texts]
    path.write_text("".join(pieces), "utf-8")


def enter_late(folder: Path, chance: random.Random) -> None:
    """Say of some vouchers that what they tell of had happened up to twenty days before."""
    for path in sorted(folder.glob("20*/*.beancount")):
        text = path.read_text("utf-8")
        found = list(re.finditer(r"^(\d{4}-\d\d-\d\d) \* .*\n  voucher: .*\n", text, re.M))
        match = chance.choice(found)
        happened = dt.date.fromisoformat(match[1]) - dt.timedelta(days=chance.randint(1, 20))
        if (
            chance.random() < 0.3
            and happened >= dt.date(2025, 1, 2)
            and "occurred" not in text[match.end() :][:200]
        ):
            text = text[: match.end()] + f"  occurred: {happened}\n" + text[match.end() :]
        path.write_text(text, "utf-8")


def leave_cash(folder: Path, chance: random.Random) -> None:
    """Bank the cash of a month's last days in the next month, in time or too late, in one or in two parts."""
    for path in sorted(folder.glob("20*/*.beancount"))[:-1]:
        year, month = map(int, path.stem.split("-"))
        first = (dt.date(year, month, 1) + dt.timedelta(days=32)).replace(day=1)
        last, later = (first + dt.timedelta(days=n) for n in chance.choice(((-1, 1), (-3, 4))))
        insert(path, last, (cash(last, "Income:4003便民服务:01复印打印", 9, f"{last:%Y-%m}-9001"),))
        parts = chance.choice(((9,), (4, 5)))
        texts = tuple(
            cash(later, "Assets:1002银行存款:01基本户", -part, f"{later:%Y-%m}-{9100 + part}")
            for part in parts
        )
        insert(month_file(folder, later), later, texts)


def cash(day: dt.date, other: str, yuan: int, number: str) -> str:
    lines = f"  {TILL}  {yuan}.00 CNY\n  {other}  {-yuan}.00 CNY\n"
    return f'{day} * "来办事的居民" "现金"\n  voucher: "{number}"\n{lines}'


def both_ways(folder: Path, day: dt.date) -> Judged:
    main = folder / "main.beancount"
    since = judge_books(main, CATALOGUE, day)
    whole = judge_books(main, CATALOGUE, day, full=True)
    assert since.findings == whole.findings
    assert since.vouchers == whole.vouchers
    assert not whole.loaded.errors
    return since


class Closer:
    """Seals months in the process at hand and judges the books both ways around it."""

    def __init__(self, books: Path, folder: Path) -> None:
        self.folder = folder
        text = (books / "reviews.beancount").read_text("utf-8")
        pieces = re.split(r"^(?=\d{4}-\d\d-\d\d )", text, flags=re.M)
        self.closings = {p.split('"')[3]: p for p in pieces if ' custom "close" ' in p}
        self.judged: list[Judged] = []
        self.ends: dict[str, str] = {}

    def close(self, month: str, day: str) -> None:
        as_of, period = dt.date.fromisoformat(day), Period.parse(month)
        found = both_ways(self.folder, as_of)
        self.judged.append(found)
        whole = judge_books(self.folder / "main.beancount", CATALOGUE, as_of, full=True)
        assert whole.loaded.books is not None
        files = whole.loaded.options["include"]
        seal = carrying_seal(whole.loaded.books, files, period, whole.findings, as_of)
        self.ends[month] = read_carried(seal.carried)["until"][:7] if seal.carried else ""
        path = seal_path(self.folder, period)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(seal_text(seal).encode())
        assert read_seal(seal_text(seal)) == seal
        with (self.folder / "reviews.beancount").open("a", encoding="utf-8") as file:
            file.write(self.closings[month].rstrip("\n") + "\n" + meta_of(seal))
        self.judged.append(both_ways(self.folder, as_of))


@pytest.mark.parametrize("seed", [11, 12])
def test_whatever_reaches_over_a_month_s_end_is_found_from_a_seal_on(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    books, grown = tmp_path / "books", tmp_path / "grown"
    write(books, seed)
    enter_late(books, chance)
    leave_cash(books, chance)
    correct_many(books, chance)
    grown.mkdir()
    closer = Closer(books, grown)
    close_in_turn(books, grown, closer.close)
    closer.judged.append(both_ways(grown, AS_OF))
    assert any(end == month for month, end in closer.ends.items())
    assert any(end < month for month, end in closer.ends.items() if end), "nothing reached over"
    assert sum(judged.incremental for judged in closer.judged) > len(closer.judged) // 2


def test_cash_over_a_month_s_end_is_carried(tmp_path: Path) -> None:
    books, grown = tmp_path / "books", tmp_path / "grown"
    write(books, 3)
    leave_cash(books, random.Random(3))
    grown.mkdir()
    closer = Closer(books, grown)
    close_in_turn(books, grown, closer.close)
    november = closer.ends.pop("2025-11")
    assert november == "2025-11", "the fund that was overdrawn all through November is carried"
    july = closer.ends.pop("2025-07")
    assert july == "2025-06", "a part of the cash was banked too late in July, the rest in August"
    assert all(end == month for month, end in closer.ends.items())
    assert "CSH002" in {finding.rule for finding in both_ways(grown, AS_OF).findings}
