"""Hostile and broken books: each is refused or judged, in Chinese, and nothing in them is run."""

from __future__ import annotations

import os
import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from beancount import loader as beancount_loader

from juwu_ledger.books.facts.book_building import build_books
from juwu_ledger.books.reading.loading import LoadedBooks, load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding, judge

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
TITLE = 'option "title" "示例市样板区柳荫街道桂花里社区居民委员会"\n'
INCLUDE = 'include "common.beancount"\n'
BANK, PETTY = "Assets:1002银行存款:01基本户", "Assets:1001库存现金:01备用金"
CHINESE = re.compile("[一-龥]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "books"
    root.mkdir()
    shutil.copy(COMMON, root)
    (tmp_path / "secret.beancount").write_text("2020-01-01 open Assets:0000秘密\n", "utf-8")
    return root


def load(folder: Path, text: str | bytes, *, include: bool = True) -> LoadedBooks:
    main = folder / "main.beancount"
    if isinstance(text, str):
        text = ((TITLE + INCLUDE if include else "") + text).encode()
    main.write_bytes(text)
    loaded = load_books(main)
    for error in loaded.errors:
        assert CHINESE.search(error.message), error
        assert error.file, error
    return loaded


def found(loaded: LoadedBooks) -> list[Finding]:
    assert loaded.books is not None, loaded.errors
    assert loaded.books.newest is not None
    return judge(loaded.books, CATALOGUE, loaded.books.newest)


def income(amount: str = "200.00 CNY", *, head: str = "", account: str = BANK) -> str:
    return (
        '2026-03-05 * "张大爷" "活动室场地费"\n  voucher: "2026-03-0002"\n  receipt: "A0000101"\n'
        f"{head}  {account}  {amount}\n    cleared: 2026-03-05\n  Income:4003服务收入\n"
    )


def test_sound_books_load(folder: Path) -> None:
    loaded = load(folder, income())
    assert loaded.errors == ()
    assert found(loaded) == []
    assert loaded.books is not None
    assert [v.id for v in loaded.books.vouchers] == ["2026-03-0001", "2026-03-0002"]


# --- files that are no books -----------------------------------------------------------------


def test_missing_and_empty_books(tmp_path: Path) -> None:
    for main in (tmp_path / "none.beancount", tmp_path / "none" / "main.beancount", tmp_path):
        loaded = load_books(main)
        assert loaded.books is None
        assert loaded.errors[0].file == str(main)
        assert CHINESE.search(loaded.errors[0].message)
    for data in (b"", b"\n\n", "; 只有说明\n".encode(), b'option "title" "x"\n'):
        loaded = load(tmp_path, data)
        assert loaded.books is None
        assert "空" in loaded.errors[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbf2020-01-01 open Assets:A\n", "BOM"),
        ("2020-01-01 open Assets:1001现金\n".encode("gbk"), "GBK"),
        ("2020-01-01 open Assets:1001现金\n".encode("utf-16"), "UTF-16"),
        (b"2020-01-01 open Assets:A\n\0\n", "NUL"),
        (b"2020-01-01 open Assets:A\r2020-01-01 open Assets:B\r", "CR"),
        (b";" + b"x" * 70 * 1024 + b"\n2020-01-01 open Assets:A\n", "64 KiB"),
        (income("1/0 CNY").encode(), "除法"),
        (('* "\n' + income("1/0 CNY") + '; "\n').encode(), "除法"),
        (('* \\"\n' + income("1/0 CNY")).encode(), "除法"),
        (('2026-03-04 note Assets:A "一\n二"\n' + income("1./0 CNY")).encode(), "除法"),
        (income("(" * 30_000 + "1" + ")" * 30_000 + " CNY").encode(), "解析程序"),
    ],
)
@pytest.mark.parametrize("included", [False, True])
def test_unfit_text_is_refused(folder: Path, data: bytes, words: str, included: bool) -> None:
    if included:
        (folder / "month.beancount").write_bytes(data)
        loaded = load(folder, 'include "month.beancount"\n')
    else:
        loaded = load(folder, data)
    assert loaded.books is None
    (error,) = loaded.errors
    assert words in error.message
    assert error.file == str(folder / ("month.beancount" if included else "main.beancount"))


# --- reaching outside, running programs ------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../secret.beancount", "/dev/zero", "/**", "**/../../*", "out.beancount"]
    + ["zero.beancount", "pipe.beancount", "up/../../secret.beancount", "*.beancount", ""],
)
def test_includes_stay_inside(folder: Path, path: str) -> None:
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    (folder / "up").symlink_to(deep, target_is_directory=True)
    # Through the link this names a file inside; with the dots folded away, one outside.
    (folder / "secret.beancount").write_text("; 替身\n", encoding="utf-8")
    (folder / "out.beancount").symlink_to("/etc/passwd")
    (folder / "zero.beancount").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.beancount")
    loaded = load(folder, f'include "{path}"\n')
    assert loaded.books is None
    assert "拒绝读取" in loaded.errors[0].message or "普通文件" in loaded.errors[0].message
    assert "root:" not in loaded.errors[0].message


def test_a_main_file_that_links_outside_is_refused(folder: Path) -> None:
    main = folder / "main.beancount"
    for target in ("/etc/passwd", folder.parent / "secret.beancount"):
        main.unlink(missing_ok=True)
        main.symlink_to(target)
        (error,) = load_books(main).errors
        assert "文件夹之外" in error.message


def test_documents_stay_inside(folder: Path) -> None:
    for path in ("/etc/passwd", "../secret.beancount"):
        loaded = load(folder, f'2026-03-05 document {BANK} "{path}"\n' + income())
        assert "文件夹之外" in loaded.errors[0].message
        assert loaded.errors[0].line == 3
    for option in ("/etc", ".."):
        loaded = load(folder, f'option "documents" "{option}"\n' + income())
        assert "文件夹之外" in loaded.errors[0].message
        assert loaded.errors[0].line == 3
    loaded = load(folder, income(head='  document: "/etc/passwd"\n'))
    assert [f.rule for f in found(loaded)] == ["VCH004"]


@pytest.mark.parametrize(
    "line",
    [
        'plugin "beancount.plugins.auto"',
        'plugin "os"',
        'plugin "evil"',
        'plugin "juwu_ledger.rules" "config"',
        'plugin "juwu_ledger.rules.os.path"',
        'plugin "juwu_ledger.rules.support.rule.x"',
        'plugin "juwu_ledger.rules.receipt_reusedd"',
        'plugin "juwu_ledger.rules."',
        f'plugin "juwu_ledger.rules.{"a" * 5000}"',
        'plugin "juwu_ledger.books.reading.loading"',
        "plugin \"beancount.plugins.commodity_attr\" \"{'a': __import__('os').mkdir('ran')}\"",
        'option "insert_pythonpath" "TRUE"\nplugin "evil"',
    ],
)
@pytest.mark.parametrize("included", [False, True])
def test_plugins_are_held_against_the_list_and_never_run(
    folder: Path, line: str, included: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "evil.py").write_text("open('ran', 'w')\n__plugins__ = ()\n", encoding="utf-8")
    if included:
        (folder / "month.beancount").write_text(line + "\n" + income(), encoding="utf-8")
        loaded = load(folder, 'include "month.beancount"\n')
    else:
        loaded = load(folder, line + "\n" + income())
    assert not (folder / "ran").exists()
    assert any("不允许" in e.message or "不在允许之列" in e.message for e in loaded.errors)
    assert {e.line for e in loaded.errors} <= ({1, 2} if included else {3, 4})


@pytest.mark.parametrize(
    "plugin",
    [
        "juwu_ledger.rules",
        "juwu_ledger.rules.receipts.receipt_reused",
        "fava.plugins.link_documents",
    ],
)
def test_our_own_plugins_are_allowed(folder: Path, plugin: str) -> None:
    assert load(folder, f'plugin "{plugin}"\n' + income()).errors == ()


class _Trap:
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, (self.marker, "w")


def test_no_pickle_beside_the_books_is_opened(folder: Path) -> None:
    marker = folder / "ran"
    trap = pickle.dumps(_Trap(str(marker)))
    pickle.loads(trap).close()
    assert marker.exists(), "the trap itself works"
    marker.unlink()
    for name in ("main.beancount", "common.beancount"):
        (folder / f".{name}.picklecache").write_bytes(trap)
    load(folder, income())
    future = 4_000_000_000
    for cache in folder.glob(".*.picklecache"):
        os.utime(cache, (future, future))
    assert load_books(folder / "main.beancount").errors == ()
    assert not marker.exists()


def test_no_cache_is_left_beside_the_books(folder: Path) -> None:
    load(folder, income())
    assert {p.name for p in folder.iterdir()} == {"main.beancount", "common.beancount"}


# --- included twice --------------------------------------------------------------------------


def test_a_file_included_twice_counts_once(folder: Path) -> None:
    (folder / "month.beancount").write_text(income(), encoding="utf-8")
    (folder / "copy.beancount").symlink_to(folder / "month.beancount")
    for again in ("month.beancount", "mon*.beancount", "copy.beancount"):
        loaded = load(folder, f'include "month.beancount"\ninclude "{again}"\n')
        (error,) = loaded.errors
        assert "两次" in error.message
        assert loaded.books is not None
        assert len(loaded.books.vouchers) == 2


def test_include_cycles_end(folder: Path) -> None:
    loaded = load(folder, 'include "main.beancount"\n' + income())
    assert "两次" in loaded.errors[0].message
    (folder / "a.beancount").write_text('include "b.beancount"\n', encoding="utf-8")
    (folder / "b.beancount").write_text('include "a.beancount"\n', encoding="utf-8")
    loaded = load(folder, 'include "a.beancount"\n' + income())
    (error,) = loaded.errors
    assert error.file == str(folder / "a.beancount")


# --- books that do not balance ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (
            f'2026-03-05 * "甲"\n  {BANK}  1.00 CNY\n  {PETTY}  -1.01 CNY\n',
            "不平",
            3,
        ),
        (f'2026-03-05 * "甲"\n  Assets:没有  1.00 CNY\n  {PETTY}  -1.00 CNY\n', "没有在", 3),
        (f'2019-03-05 * "甲"\n  {BANK}  1.00 CNY\n  {PETTY}  -1.00 CNY\n', "还没有启用", 3),
        (f'2026-03-05 * "甲"\n  {BANK}\n  {PETTY}\n', "只能有一行", 5),
        (f'2026-03-05 * "甲"\n  {BANK}  1.00\n  {PETTY}\n', "推算不出", 4),
        (f"2026-03-05 balance {PETTY}  999.99 CNY\n", "差 0.01", 3),
        (f"2026-03-05 open {PETTY}\n", "重复开户", 3),
        ("2026-02-30 open Assets:1999其他\n", "没有这一天", 3),
        ("2026-03-05 open Assets:库存：现金\n", "", 3),
        ("2026-03-05 * “甲”\n", "全角", 3),
        ("2026-03-05 opne Assets:1999其他\n", "", 3),
        (income(head='  receipt: "A0000102"\n'), "两次 receipt", None),
        (income("9" * 5000 + " CNY"), "太长", None),
        (f'2026-03-05 * "甲"\n  {BANK} 0.01 CNY\n  {BANK} {"9" * 40} CNY\n  {PETTY}\n', "太大", 3),
    ],
)
def test_errors_name_file_and_line(folder: Path, text: str, words: str, line: int | None) -> None:
    loaded = load(folder, text)
    assert loaded.books is not None
    assert loaded.errors
    assert any(words in e.message for e in loaded.errors), loaded.errors
    assert all(e.file == str(folder / "main.beancount") for e in loaded.errors)
    if line is not None:
        assert line in {e.line for e in loaded.errors}
    found(loaded)


def test_books_in_other_money_are_refused_by_name(folder: Path) -> None:
    loaded = load(folder, 'option "operating_currency" "USD"\n')
    assert loaded.books is None
    (error,) = loaded.errors
    assert "USD" in error.message


# --- checks switched off from inside ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ('option "inferred_tolerance_default" "*:100000"\n', {"FMT001"}),
        ('option "tolerance_multiplier" "1000"\n', {"FMT001"}),
        ('option "infer_tolerance_from_cost" "TRUE"\n', {"FMT001"}),
        ('option "plugin_processing_mode" "raw"\n', {"FMT001"}),
        ('option "name_equity" "Own"\n', {"FMT001"}),
        (f"2026-03-05 pad {PETTY} Equity:3001期初余额\n", {"FMT001"}),
        (f'2026-03-05 balance {PETTY} 1000.00 ~ 5.00 CNY\n  counted-by: "x"\n', {"FMT001"}),
        ('pushmeta handler: "x"\npopmeta handler:\n', {"FMT001"}),
        ('2026-03-05 * "甲" "没有分录"\n  voucher: "2026-03-0002"\n', {"VCH005"}),
        ("2300-01-01 open Assets:1999其他\n", {"FMT001"}),
        ('2026-03-05 custom "donor-report"\n', {"FMT001"}),
        (income("200.00 CNY @ 2.00 CNY"), {"VCH005"}),
        (income("5.005 CNY"), {"VCH005"}),
        (f'2026-03-05 * "甲"\n  {BANK}  5.005 CNY\n  {PETTY}  -5.00 CNY\n', {"VCH005"}),
    ],
)
def test_a_switch_inside_the_books_is_a_finding(folder: Path, text: str, rules: set[str]) -> None:
    assert rules <= {f.rule for f in found(load(folder, text))}


def test_pad_makes_nothing_up(folder: Path) -> None:
    text = f"2026-03-05 pad {PETTY} Equity:3001期初余额\n2026-03-06 balance {PETTY} 5.00 CNY\n"
    loaded = load(folder, text)
    assert loaded.books is not None
    assert loaded.books.balances[PETTY] == 100_000
    assert "差" in loaded.errors[0].message


def test_what_beancount_made_up_for_pad_is_left_out(folder: Path) -> None:
    """Beancount runs ``pad`` before our plugin: what it makes up stands where the ``pad`` stands."""
    text = (
        f"2026-03-05 pad {PETTY} Equity:3001期初余额\n2026-03-06 balance {PETTY} 5.00 CNY\n"
        f'2026-03-07 P "甲" "自己记成 P 的"\n  voucher: "2026-03-0002"\n'
        f"  {BANK}  1.00 CNY\n  {PETTY}  -1.00 CNY\n"
    )
    load(folder, text)
    entries, errors, options = beancount_loader.load_file(str(folder / "main.beancount"))
    assert [e.flag for e in entries if type(e).__name__ == "Transaction"].count("P") == 2
    books = build_books(entries, options, folder / "main.beancount")
    vouchers = [(v.id, v.txn.flag) for v in books.vouchers]
    assert ("2026-03-0002", "P") in vouchers
    assert [flag for _, flag in vouchers].count("P") == 1
    assert books.balances[PETTY] == 100_000 - 100


@pytest.mark.parametrize("slack", ["*:100000", "CNY:0.50"])
def test_no_tolerance_hides_a_difference(folder: Path, slack: str) -> None:
    text = (
        f'option "inferred_tolerance_default" "{slack}"\n2026-03-05 * "甲" "差一分"\n'
        f'  voucher: "2026-03-0002"\n  {BANK}  1.00 CNY\n    cleared: 2026-03-05\n'
        f"  {PETTY}  -0.99 CNY\n"
    )
    loaded = load(folder, text)
    assert "VCH005" in {f.rule for f in found(loaded)}


def test_absurd_figures_are_judged_without_raising(folder: Path) -> None:
    huge = "*".join(["9" * 50] * 1100)
    for account in (PETTY, "Assets:1001库存现金:02待缴款", BANK):
        loaded = load(folder, income(f"{huge} CNY", account=account))
        assert "VCH005" in {f.rule for f in found(loaded)}
    loaded = load(folder, f"2026-03-05 balance {PETTY} {huge} CNY\n")
    assert "差" in loaded.errors[0].message
    loaded = load(
        folder,
        '2026-03-02 custom "receipt-book" "B000000000001" "B999999999999"\n  keeper: "李四安"\n'
        + income(head="").replace("A0000101", "B999999999999"),
    )
    assert [f.rule for f in found(loaded)] == ["RCP005"]
