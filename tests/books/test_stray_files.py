"""Files of entries that nobody reads, and doubles that are read, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.reading.stray_files import StrayFile, stray_files, stray_problems

ENTRY = '2026-03-05 * "甲"\n  voucher: "2026-03-0001"\n'


def put(root: Path, name: str, text: str = ENTRY) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(root: Path, *read: Path) -> list[str]:
    strays = stray_files(root, map(str, read))
    return [Path(stray.path).relative_to(root).as_posix() for stray in strays]


@pytest.mark.parametrize(
    "name",
    ["2026-04.beancount", "2026/2026-04.beancount", "a/b/c/2026-04.beancount"],
)
def test_what_nobody_reads_is_found_three_folders_down(tmp_path: Path, name: str) -> None:
    main = put(tmp_path, "main.beancount")
    assert found(tmp_path, main) == []
    put(tmp_path, name)
    assert found(tmp_path, main) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "a/b/c/d/2026-04.beancount",
        "documents/2026-04.beancount",
        "seals/2026-04.beancount",
        ".juwu/2026-04.beancount",
        ".2026-04.beancount",
        "2026-04.txt",
    ],
)
def test_deeper_folders_scans_seals_and_hidden_ones_are_left_out(tmp_path: Path, name: str) -> None:
    main = put(tmp_path, "main.beancount")
    put(tmp_path, name)
    assert found(tmp_path, main) == []


def test_other_books_and_mere_remarks_are_left_out(tmp_path: Path) -> None:
    main = put(tmp_path, "main.beancount")
    put(tmp_path, "旧账/main.beancount")
    put(tmp_path, "旧账/2020.beancount")
    put(tmp_path, "样本.beancount", 'option "title" "别的居委会"\n' + ENTRY)
    put(tmp_path, "说明.beancount", "; 这里什么也没有\n\n   \n")
    assert found(tmp_path, main) == []


@pytest.mark.parametrize(
    "name",
    [
        "2026-03 (1).beancount",
        "2026-03（2）.beancount",
        "2026-03 副本.beancount",
        "2026-03-冲突.beancount",
        "2026-03 Conflicted copy.beancount",
    ],
)
def test_a_double_is_told_read_or_not(tmp_path: Path, name: str) -> None:
    main = put(tmp_path, "main.beancount")
    double = put(tmp_path, name, 'option "title" "桂花里"\n' + ENTRY)
    expected = StrayFile(str(double), dt.date(2026, 3, 1), False, True)
    assert stray_files(tmp_path, [str(main)]) == (expected,)
    both = stray_files(tmp_path, [str(main), str(double)])
    assert both == (expected._replace(is_read=True),)


def test_each_kind_is_told_in_its_own_words(tmp_path: Path) -> None:
    strays = [
        StrayFile(str(tmp_path / "a.beancount"), None, False, False),
        StrayFile(str(tmp_path / "b (1).beancount"), None, False, True),
        StrayFile(str(tmp_path / "c (1).beancount"), None, True, True),
    ]
    told = [problem.message for problem in stray_problems(strays, tmp_path)]
    assert "没有哪一行 include 引入它" in told[0]
    assert "账本没有读它" in told[1]
    assert "可能记了两遍" in told[2]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('2026-12-05 * "甲"\n2026-02-28 * "乙"\n', dt.date(2026, 2, 1)),
        ('2026/1/5 * "甲"\n', dt.date(2026, 1, 1)),
        ('2026-13-05 * "甲"\n', None),
        ('2026-00-05 * "甲"\n', None),
        ('0000-05-05 * "甲"\n', None),
        ("open\n", None),
    ],
)
def test_the_earliest_month_it_speaks_of(tmp_path: Path, text: str, first: dt.date | None) -> None:
    put(tmp_path, "a.beancount", text)
    (stray,) = stray_files(tmp_path, [])
    assert stray.first == first
