"""A year of vouchers and the statement that belongs to it, with twins planted: which is which is known.

Whoever matches never sees the answers; they are what the year was made from.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from statement_files import Move, boc

BANK = "Assets:1002银行存款:01基本户"
PARTIES = ("晨光文具店", "顺达装饰有限公司", "自来水公司", "供电公司", "福寿居餐厅", "红星广告社")
OPENING = 50_000_000
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


@dataclass
class Year:
    """What was made: lines of the books, moves at the bank, and which voucher each move truly is."""

    chance: random.Random
    vouchers: list[tuple[dt.date, str, int, str, str]] = field(default_factory=list)
    """Date, payee, fen, extra metadata, what for; numbered later."""
    moves: list[Move] = field(default_factory=list)
    truth: list[int | None] = field(default_factory=list)
    """For each move the position of its voucher, ``None`` where it was never booked."""
    is_lawful: list[bool] = field(default_factory=list)
    """Whether a row is plain: booked once, in time, to the same name, and like no other."""

    def row(self, day: dt.date, fen: int, party: str, purpose: str, serial: str) -> None:
        time = f"{self.chance.randrange(9, 18):02d}:{self.chance.randrange(60):02d}:07"
        account = f"6222{abs(hash_of(party)) % 10**12:012d}"
        self.moves.append(Move(day, time, fen, party, account, "转账", purpose, serial))

    def plain(self, day: dt.date, fen: int, party: str) -> None:
        """A payment or receipt booked a few days about the bank's day."""
        booked = min(max(day + dt.timedelta(days=self.chance.randint(-2, 8)), FIRST), LAST)
        self.row(day, fen, party, "货款", f"S{len(self.moves):06d}")
        self.vouchers.append((booked, party, fen, "", "日常"))
        self.truth.append(len(self.vouchers) - 1)
        self.is_lawful.append(True)

    def twin(self, day: dt.date, fen: int, party: str) -> None:
        """Two rows alike, of which only the later is booked, or only one row of two vouchers."""
        booked = min(day + dt.timedelta(days=3), LAST)
        self.row(day, fen, party, "货款", "")
        if self.chance.random() < 0.5:
            self.row(min(day + dt.timedelta(days=1), LAST), fen, party, "货款", "")
            self.vouchers.append((booked, party, fen, "", "第二笔"))
            self.truth += [None, len(self.vouchers) - 1]
            self.is_lawful += [False, False]
        else:
            self.vouchers.append((booked, party, fen, "", "重记的"))
            self.vouchers.append((booked, party, fen, "", "真的"))
            self.truth.append(len(self.vouchers) - 1)
            self.is_lawful.append(False)

    def stranger(self, day: dt.date, fen: int, party: str) -> None:
        """A row that is not booked, beside a voucher of the same sum to somebody else."""
        self.row(day, fen, party, "退款", "")
        other = self.chance.choice([name for name in PARTIES if name != party])
        self.vouchers.append((min(day + dt.timedelta(days=2), LAST), other, fen, "", "别人的"))
        self.truth.append(None)
        self.is_lawful.append(False)

    def named(self, day: dt.date, fen: int, party: str) -> None:
        """Two alike, told apart by the bank's serial number alone."""
        for part in ("甲", "乙"):
            serial = f"N{len(self.moves):06d}"
            self.row(day, fen, party, f"货款{part}", serial)
            reference = f'\n  bank-ref: "{serial}"'
            self.vouchers.append(
                (min(day + dt.timedelta(days=1), LAST), party, fen, reference, part)
            )
            self.truth.append(len(self.vouchers) - 1)
            self.is_lawful.append(True)


def hash_of(text: str) -> int:
    """A number of a text that is the same in every run."""
    return int.from_bytes(text.encode("utf-8")[-8:], "big")


def make_year(seed: int, rows: int = 400) -> Year:
    """Return a year of about so many rows, a twentieth of them traps."""
    year = Year(random.Random(seed))
    while len(year.moves) < rows:
        chance = year.chance
        day = FIRST + dt.timedelta(days=chance.randrange(365))
        fen = chance.choice([1, -1, -1, -1]) * chance.randrange(100, 20_000_00)
        make = chance.choices(
            [year.plain, year.twin, year.stranger, year.named], weights=[90, 4, 3, 3]
        )[0]
        make(day, fen, chance.choice(PARTIES))
    return year


def write_year(year: Year, folder: Path, common: Path) -> tuple[Path, Path, dict[str, str | None]]:
    """Write the books and the statement; return main file, statement, and time+balance → voucher.

    The answer is keyed by the row's balance, which no two rows share within a day of the same time.
    """
    order = sorted(range(len(year.vouchers)), key=lambda at: year.vouchers[at][0])
    numbers: dict[int, str] = {}
    lines = [common.read_text(encoding="utf-8")]
    counted: dict[str, int] = {}
    lines.append(
        f'2026-01-01 * "期初" "期初余额"\n  voucher: "2026-01-0001"\n  {BANK} {OPENING / 100:.2f} CNY\n'
        "  Equity:3001期初余额\n"
    )
    counted["2026-01"] = 100
    for at in order:
        day, payee, fen, extra, what = year.vouchers[at]
        month = f"{day:%Y-%m}"
        counted[month] = counted.get(month, 100) + 1  # The shared chart has vouchers of its own.
        numbers[at] = f"{month}-{counted[month]:04d}"
        other = "Income:4003服务收入" if fen > 0 else "Expenses:5101办公用品"
        lines.append(
            f'{day} * "{payee}" "{what}"\n  voucher: "{numbers[at]}"{extra}\n'
            f"  {BANK} {fen / 100:.2f} CNY\n  {other}\n"
        )
    main = folder / "main.beancount"
    main.write_text("\n".join(lines), encoding="utf-8")
    by_day = sorted(
        range(len(year.moves)), key=lambda at: (year.moves[at].day, year.moves[at].time)
    )
    moves = [year.moves[at] for at in by_day]
    statement = folder / "year.csv"
    statement.write_bytes(boc(moves, OPENING)[1])
    held, answers = OPENING, {}
    for at in by_day:
        held += year.moves[at].fen
        true = year.truth[at]
        answers[f"{year.moves[at].day} {held}"] = numbers[true] if true is not None else None
    return main, statement, answers
