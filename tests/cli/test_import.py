"""``juwu import``: what is taken in, what is kept of it, what is refused with nothing written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from beancount.core.data import Custom
from beancount.parser import parser

from invoking import invoke
from statement_files import (
    MAKERS,
    MOVES,
    OPENING,
    OURS,
    Move,
    abc,
    ceb,
    csv_bytes,
    icbc_v3,
    rural,
)
from written_books import example, run

BANK = "Assets:1002银行存款:01基本户"
KEPT = "statements/Assets.1002银行存款.01基本户/2026-03.csv"
APRIL = "2026-04-05"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """The example books, whose bank account says its number."""
    folder = example(tmp_path)
    accounts = folder / "accounts.beancount"
    text = accounts.read_text(encoding="utf-8")
    accounts.write_text(
        text.replace(f"open {BANK} CNY\n", f'open {BANK} CNY\n  bank-account: "{OURS}"\n'),
        encoding="utf-8",
    )
    return folder


def put(folder: Path, name: str, data: bytes) -> str:
    path = folder.parent / name
    path.write_bytes(data)
    return str(path)


def made(folder: Path, maker: str, moves: Sequence[Move] = MOVES, opening: int = OPENING) -> str:
    name, data = MAKERS[maker](moves, opening)
    return put(folder, name, data)


def state(folder: Path) -> dict[str, bytes]:
    """Everything below the books but the lock."""
    files = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".juwu.lock", "operations.log")
    )
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def refused(folder: Path, *words: str, status: int = 5) -> str:
    before = state(folder)
    done = run(folder, "import", *words, as_of=APRIL)
    assert done.exit_code == status, done.output
    assert state(folder) == before, "拒绝了，什么也不该写"
    return done.output


def taken(folder: Path, *words: str) -> str:
    done = run(folder, "import", *words, as_of=APRIL)
    assert done.exit_code == 0, done.output
    return done.output


def verified(folder: Path) -> tuple[int, str]:
    done = invoke(["verify", "--books", str(folder)])
    return done.exit_code, done.output


def directives(folder: Path) -> list[Custom]:
    """The statements in the books, as Beancount's own parser reads them."""
    entries, _, _ = parser.parse_file(str(folder / "reviews.beancount"))
    return [e for e in entries if isinstance(e, Custom) and e.type == "statement"]


def test_file_rows_and_directive_are_kept(books: Path) -> None:
    file = made(books, "ceb")
    said = taken(books, file)
    assert "光大银行" in said
    (statement,) = directives(books)
    assert str(statement.date) == "2026-03-31"
    assert statement.values[0].value == BANK
    assert str(statement.values[1].value) == "40338.32 CNY"
    meta = statement.meta
    assert (str(meta["from"]), str(meta["rows"])) == ("2026-03-01", "6")
    assert (str(meta["in"]), str(meta["out"])) == ("6000.01 CNY", "12761.67 CNY")
    assert (books / meta["document"]).read_bytes() == Path(file).read_bytes()
    lines = (books / KEPT).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 7
    assert lines[1].split(",")[1:6] == ["2026-03-02", "09:15:01", "6000.00", "", "53099.98"]
    assert len({line.split(",")[0] for line in lines[1:]}) == 6, "两笔一样的手续费也分得清"


def test_the_same_file_twice_and_under_another_name(books: Path) -> None:
    file = made(books, "ceb")
    taken(books, file)
    assert "都已经导过" in refused(books, file)
    assert "都已经导过" in refused(books, put(books, "改了名.xlsx", Path(file).read_bytes()))


def test_overlapping_statements_add_only_what_is_new(books: Path) -> None:
    taken(books, made(books, "rural", MOVES[:4]))
    said = taken(books, made(books, "rural", MOVES))
    assert "新的 2 笔" in said
    assert len((books / KEPT).read_text(encoding="utf-8").splitlines()) == 7
    assert [str(item.meta["rows"]) for item in directives(books)] == ["4", "6"]
    assert verified(books)[0] == 0


def test_january_then_january_to_march_in_one_go(books: Path) -> None:
    first = put(books, "a.xls", rural(MOVES[:2], OPENING)[1])
    second = put(books, "b.xls", rural(MOVES, OPENING)[1])
    taken(books, first, second)
    assert len((books / KEPT).read_text(encoding="utf-8").splitlines()) == 7
    assert len(directives(books)) == 2


def test_a_row_that_vanished(books: Path) -> None:
    taken(books, made(books, "abc_card", MOVES), "--account", "基本户")
    gone = (*MOVES[:3], *MOVES[4:])
    file = made(books, "abc_card", gone)
    assert "BNK005" in refused(books, file, "--account", "基本户")
    taken(books, file, "--account", "基本户", "--explain", "银行 4 月 1 日重出，撤了一笔错记的")
    assert "lacks: " in (books / "reviews.beancount").read_text(encoding="utf-8")


def test_another_account_is_not_ours(books: Path) -> None:
    data = ceb(MOVES, OPENING)[1]
    accounts = books / "accounts.beancount"
    text = accounts.read_text(encoding="utf-8")
    accounts.write_text(text.replace(OURS, "11050160360000009999"), encoding="utf-8")
    said = refused(books, put(books, "c.xlsx", data))
    assert "不是账上任何一个账户的" in said
    assert "不是这个账户" in refused(books, str(books.parent / "c.xlsx"), "--account", "基本户")


def test_another_holder_is_not_ours(books: Path) -> None:
    text = abc(MOVES, OPENING)[1].decode().replace(f"账号:{OURS}", "户名：某某小区业主委员会")
    said = refused(books, put(books, "a.xls", text.encode()), "--account", "基本户")
    assert "不是这个账户" in said


def test_no_number_and_no_holder_asks_whose_it_is(books: Path) -> None:
    file = made(books, "abc_card")
    assert "--account" in refused(books, file, status=2)
    taken(books, file, "--account", "基本户")


def test_one_bad_file_of_two_takes_neither(books: Path) -> None:
    bad = icbc_v3(MOVES, OPENING)[1].decode("gb18030").replace("52713.98", "52713.89")
    said = refused(books, made(books, "ceb"), put(books, "坏.csv", bad.encode("gb18030")))
    assert "坏.csv：第 4 行：余额接不上" in said


def test_a_statement_that_does_not_go_on_from_the_last(books: Path) -> None:
    taken(books, made(books, "rural", MOVES[:2]))
    said = refused(books, put(books, "后.xls", rural(MOVES[4:], OPENING)[1]))
    assert "接不上" in said


def test_days_that_are_still_to_come(books: Path) -> None:
    done = run(books, "import", made(books, "ceb"), as_of="2026-03-15")
    assert done.exit_code == 5
    assert "等那天过了再导" in done.output


def test_no_such_file_and_a_bad_map(books: Path) -> None:
    assert "没有这个文件" in refused(books, "没有.csv", status=2)
    assert "--map" in refused(books, made(books, "ceb"), "--map", "日期", status=2)
    twice = "日期=交易日期,日期=摘要,收入=进,支出=出"
    assert "日期 写了两次" in refused(books, made(books, "ceb"), "--map", twice, status=2)


def test_a_map_and_a_balance(books: Path) -> None:
    rows = [["哪天", "进", "出"], ["2026-03-02", "5.00", ""], ["2026-03-03", "", "1.00"]]
    file = put(books, "信用社.csv", csv_bytes(rows))
    words = (file, "--account", "基本户", "--map", "日期=哪天,收入=进,支出=出")
    assert "--balance" in refused(books, *words, status=2)
    taken(books, *words, "--balance", "104")
    assert verified(books)[0] == 0


def test_json(books: Path) -> None:
    done = run(books, "import", made(books, "ceb"), "--format", "json", as_of=APRIL)
    told = json.loads(done.output)
    original, rows = told["written"]["made"]
    assert original.startswith("documents/statements/")
    assert rows == KEPT
    assert told["findings"] == []


def test_dry_run_writes_nothing(books: Path) -> None:
    before = state(books)
    assert run(books, "import", made(books, "ceb"), "--dry-run", as_of=APRIL).exit_code == 0
    assert state(books) == before


def test_verify_reads_originals_and_rows_again(books: Path) -> None:
    taken(books, made(books, "ceb"))
    assert verified(books)[0] == 0
    kept = books / KEPT
    good = kept.read_bytes()
    kept.write_bytes(good.replace(b"12345.67", b"12345.76"))
    assert "有 1 笔改过" in verified(books)[1]
    kept.write_bytes(good.replace(good.splitlines(keepends=True)[2], b""))
    assert verified(books)[0] == 3
    kept.write_bytes(
        good + good.splitlines()[1].replace(b"1753", b"1754").replace(b",", b"x,", 1) + b"\n"
    )
    assert "多了 1 笔" in verified(books)[1]
    kept.write_bytes(b"\xff")
    assert verified(books)[0] == 3
    kept.write_bytes(good)
    (original,) = (books / "documents/statements").iterdir()
    data = original.read_bytes()
    original.write_bytes(data[:-200])
    assert "读不出来了" in verified(books)[1]
    original.unlink()
    assert "找不到" in verified(books)[1]


def test_rows_that_a_killed_import_left_count_for_nothing(books: Path) -> None:
    file = made(books, "ceb")
    taken(books, file)
    reviews = books / "reviews.beancount"
    text = reviews.read_text(encoding="utf-8")
    reviews.write_text(text[: text.index('2026-03-31 custom "statement"')], encoding="utf-8")
    assert "新的 6 笔" in taken(books, file)
    assert len((books / KEPT).read_text(encoding="utf-8").splitlines()) == 7
