"""The digest of the books: blind to how they are laid out, awake to whatever they say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.books.signing.canonical import canonical_line, month_digest, short_code

END = dt.date(2026, 12, 31)
CHART = """\
2020-01-01 open Assets:1001库存现金:01备用金
  role: "petty-cash"
2020-01-01 open Assets:1002银行存款:01基本户
  role: "bank"
2020-01-01 open Income:4003服务收入
  source: "service"
2020-01-01 open Expenses:5101办公用品
  nature: "official"
"""
ENTRIES = [
    '2026-03-01 custom "officer" "director" "赵一清"\n  until: 2026-12-31\n',
    '2026-03-01 custom "limit" "petty-cash" 3000.00 CNY\n',
    '2026-03-02 custom "approval" "SP-2026-0001" 500.00 CNY "活动用品"\n  director: "赵一清"\n',
    '2026-03-05 * "张大爷" "活动室场地费" #huodong ^HD-1\n'
    '  voucher: "2026-03-0001"\n  receipt: "A0000101"\n  attachments: 1\n'
    "  Assets:1002银行存款:01基本户  200.00 CNY\n    cleared: 2026-03-05\n"
    "  Income:4003服务收入  -200.00 CNY\n",
    '2026-03-06 * "示例文具店" "打印纸"\n  voucher: "2026-03-0002"\n'
    '  approval: "SP-2026-0001"\n  Expenses:5101办公用品  38.60 CNY\n'
    "  Assets:1001库存现金:01备用金  -38.60 CNY\n",
    "2026-04-01 balance Assets:1001库存现金:01备用金  -38.60 CNY\n"
    '  counted-by: "孙三平"\n  witness: "钱二宁"\n',
    '2026-04-01 note Assets:1002银行存款:01基本户 "已对账"\n',
    '2026-04-01 event "地址" "桂花里 1 号"\n',
]


def code(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    main = folder / "main.beancount"
    main.write_bytes(text.encode("utf-8"))
    loaded = load_books(main)
    assert loaded.books is not None
    return loaded.books.digest(END)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    return code(tmp_path_factory.mktemp("base"), CHART + "".join(ENTRIES))


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """The same entries in another order, over several files, with other blanks and comments."""
    order = draw(st.permutations(ENTRIES))
    files: list[list[str]] = [[] for _ in range(draw(st.integers(1, 3)))]
    for entry in order:
        comment = draw(st.sampled_from(["", "; 说明\n", "\n\n", "* 标题\n", "\n;;; ----\n"]))
        spaced = entry.replace("  ", draw(st.sampled_from(["  ", "      ", "\t"])))
        spaced = spaced.replace(" CNY\n", draw(st.sampled_from([" CNY\n", "    CNY  ; 元\n"])))
        draw(st.sampled_from(files)).append(comment + spaced)
    return "".join(files[0]), ["".join(lines) for lines in files[1:]]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(layout=layouts())
def test_layout_does_not_count(layout: tuple[str, list[str]], base: str, tmp_path: Path) -> None:
    first, others = layout
    text = ""
    for number, content in enumerate(others):
        (tmp_path / f"part{number}.beancount").write_text(content, encoding="utf-8")
        text += f'include "part{number}.beancount"\n'
    assert code(tmp_path, text + first + CHART) == base


def test_line_ends_and_the_folder_do_not_count(base: str, tmp_path: Path) -> None:
    text = CHART + "".join(ENTRIES)
    assert code(tmp_path / "别处", text.replace("\n", "\r\n")) == base


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-03-05 *", "2026-03-04 *"),
        ("2026-03-05 *", "2026-03-05 !"),
        ('"张大爷"', '"张大妈"'),
        ('"活动室场地费"', '"活动室场租"'),
        ("#huodong", "#huodong2"),
        ("^HD-1", "^HD-2"),
        ('voucher: "2026-03-0001"', 'voucher: "2026-03-0009"'),
        ('receipt: "A0000101"', 'receipt: "A0000102"'),
        ('  receipt: "A0000101"\n', ""),
        ("attachments: 1", "attachments: 2"),
        ("attachments: 1", 'attachments: "1"'),
        ("cleared: 2026-03-05", "cleared: 2026-03-06"),
        ("cleared: 2026-03-05", 'cleared: "2026-03-05"'),
        ("    cleared: 2026-03-05\n", ""),
        ("38.60", "38.61"),
        ("38.60", "38.6"),
        ("Expenses:5101办公用品  38.60", "Income:4003服务收入  38.60"),
        ('"赵一清"\n  until', '"赵 一清"\n  until'),
        ("until: 2026-12-31", "until: 2026-12-30"),
        ("3000.00 CNY", "3000.01 CNY"),
        ("3000.00 CNY", "3000.00"),
        ('"petty-cash"\n2020', '"undeposited"\n2020'),
        ('counted-by: "孙三平"', 'counted-by: "李四安"'),
        ('"已对账"', '"未对账"'),
        ('"桂花里 1 号"', '"桂花里 2 号"'),
        ('2026-04-01 event "地址" "桂花里 1 号"\n', ""),
    ],
)
def test_whatever_changes_counts(old: str, new: str, base: str, tmp_path: Path) -> None:
    text = CHART + "".join(ENTRIES)
    assert old in text
    assert code(tmp_path, text.replace(old, new)) != base


def test_line_ends_within_a_text_do_not_count(tmp_path: Path) -> None:
    text = CHART + '2026-03-05 event "地址" "桂花里\n1 号"\n'
    other = text.replace("桂花里\n", "桂花里 ")
    assert code(tmp_path, text) == code(tmp_path, text.replace("\n", "\r\n"))
    assert code(tmp_path, text) != code(tmp_path, other)


def test_a_copied_entry_counts(base: str, tmp_path: Path) -> None:
    assert code(tmp_path, CHART + "".join([*ENTRIES, ENTRIES[-1]])) != base


def test_only_what_is_dated_by_then_counts(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"

    def until(text: str, day: dt.date) -> str:
        main.write_text(text, encoding="utf-8")
        books = load_books(main).books
        assert books is not None
        return books.digest(day)

    march = dt.date(2026, 3, 31)
    whole = CHART + "".join(ENTRIES)
    changed = whole.replace("已对账", "未对账")
    assert until(whole, march) == until(changed, march)
    assert until(whole, END) != until(changed, END)


def test_decomposed_text_is_the_same_text(tmp_path: Path) -> None:
    one = CHART + '2026-03-05 event "地址" "caf\u00e9"\n'
    other = CHART + '2026-03-05 event "地址" "cafe\u0301"\n'
    assert code(tmp_path, one) == code(tmp_path, other)


def test_the_form_is_written_down(tmp_path: Path) -> None:
    """Version 1 must never change: seals made years ago are held against it."""
    main = tmp_path / "main.beancount"
    main.write_text('2026-03-01 custom "limit" "petty-cash" 3000.00 CNY\n', encoding="utf-8")
    books = load_books(main).books
    assert books is not None
    (entry,) = books.entries
    assert canonical_line(entry, str(tmp_path)).decode() == (
        '{"date":{"date":"2026-03-01"},"directive":"Custom","meta":{},"type":"limit","values":'
        '[{"dtype":"str","value":"petty-cash"},{"dtype":"Amount","value":'
        '{"currency":"CNY","number":{"number":"3000.00"}}}]}'
    )
    assert month_digest([b"b", b"a"], "none") == (
        "22410d8481c4b155750ecd9b94b9b55d0049a4b3ac109ea917fc102f2fe9cb75"
    )
    assert short_code("0123456789abcdef" * 4) == "0123-4567-89AB-CDEF"


MONTHS = "".join(
    f'2026-{month:02d}-05 * "第 {month} 月"\n'
    f'  voucher: "2026-{month:02d}-0001"\n'
    "  Assets:1002银行存款:01基本户  1.00 CNY\n  Income:4003服务收入  -1.00 CNY\n"
    for month in range(1, 6)
)


def chain(folder: Path, text: str) -> dict[dt.date, str]:
    main = folder / "main.beancount"
    main.write_text(text, encoding="utf-8")
    books = load_books(main).books
    assert books is not None
    days = [dt.date(2026, month, day) for month in range(1, 6) for day in (4, 5, 28)]
    days += [dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 4, 30)]
    forwards = {day: books.digest(day) for day in sorted(days)}
    fresh = load_books(main).books
    assert fresh is not None
    assert {day: fresh.digest(day) for day in sorted(days, reverse=True)} == forwards
    return forwards


def test_a_change_shows_in_its_month_and_in_all_that_follow(tmp_path: Path) -> None:
    before = chain(tmp_path, CHART + MONTHS)
    after = chain(tmp_path, CHART + MONTHS.replace("第 2 月", "第 二 月"))
    for day, code_then in before.items():
        assert (after[day] == code_then) == (day < dt.date(2026, 2, 5))


def test_closing_a_month_changes_only_later_digests(tmp_path: Path) -> None:
    """A closing is part of the month that it is dated in, so that nobody can change it either."""
    before = chain(tmp_path, CHART + MONTHS)
    closed = '2026-02-03 custom "close" "2026-01"\n  director: "赵一清"\n'
    after = chain(tmp_path, CHART + MONTHS + closed)
    for day, code_then in before.items():
        assert (after[day] == code_then) == (day < dt.date(2026, 2, 3))


def test_a_closing_within_its_own_month_is_left_out(tmp_path: Path) -> None:
    """It is not lawful; and its digest cannot be part of itself."""
    before = chain(tmp_path, CHART + MONTHS)
    early = '2026-02-28 custom "close" "2026-02"\n  director: "赵一清"\n'
    assert chain(tmp_path, CHART + MONTHS + early) == before
