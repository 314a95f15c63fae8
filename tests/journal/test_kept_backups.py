"""Which backups are kept: worked out by hand on a calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from juwu_ledger.journal.backups.kept_backups import backup_name, own_names, superseded

STEM = "示例社区"


def name(day: str, number: int = 1) -> str:
    return f"{STEM}-账本备份-{day}{f'-{number}' if number > 1 else ''}.zip"


def gone(today: str, *days: str) -> list[str]:
    found = superseded(own_names(STEM, map(name, days)), dt.date.fromisoformat(today))
    return [text.removeprefix(f"{STEM}-账本备份-").removesuffix(".zip") for text in found]


@pytest.mark.parametrize(
    ("today", "there", "expected"),
    [
        ("2026-11-29", ["2026-11-29"], []),
        ("2026-11-29", ["2026-11-03", "2026-11-29"], ["2026-11-03"]),
        # December of last year is eleven months back, November of last year twelve.
        ("2026-11-29", ["2025-11-30", "2025-12-05", "2025-12-31"], ["2025-11-30", "2025-12-05"]),
        ("2026-11-29", ["2025-11-30", "2026-11-29"], []),  # The last of its year all the same.
        ("2026-11-29", ["2024-03-31", "2024-12-30", "2025-01-31"], ["2024-03-31"]),
        ("2026-11-29", ["2027-01-01", "2026-11-29"], []),  # A clock that was wrong.
        ("2026-02-28", ["2025-03-01", "2025-04-01", "2025-12-31"], []),
        ("2026-03-01", ["2025-03-01", "2025-04-01", "2025-12-31"], ["2025-03-01"]),
    ],
)
def test_the_last_of_twelve_months_and_of_each_year(
    today: str, there: list[str], expected: list[str]
) -> None:
    assert gone(today, *there) == expected


def test_of_one_day_the_last_is_kept_and_numbers_are_numbers() -> None:
    there = [name("2026-11-29", number) for number in (1, 2, 9, 10)]
    today = dt.date(2026, 11, 29)
    assert superseded(own_names(STEM, there), today) == there[:3]
    assert backup_name(STEM, today, there) == name("2026-11-29", 11)
    assert backup_name(STEM, today, [name("2026-11-28", 5)]) == name("2026-11-29")


def test_other_names_are_nobodys_business() -> None:
    strangers = [
        "别的社区-账本备份-2026-11-03.zip",
        f"{STEM}-账本备份-2026-11-03.zip.bak",
        f"{STEM}-账本备份-2026-13-03.zip",
        f"{STEM}-账本备份-2026-11-03-0.zip",
        f"{STEM}-账本备份-２０２６-11-03.zip",
        f"旧{STEM}-账本备份-2026-11-03.zip",
        "照片.zip",
    ]
    assert own_names(STEM, strangers) == []
