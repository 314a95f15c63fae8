"""Where pages, half pages and lines are cut: heights by hand from the measures of the style sheets (millimetres, ems)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.render.csv.csv import cell_text
from juwu_ledger.render.html import html
from juwu_ledger.render.html.half_pages import HalfPage, half_pages, is_short
from juwu_ledger.render.html.html_cells import (
    filled,
    in_lines,
    is_dense,
    is_lengthy,
    is_negative,
    is_untied,
    is_wide_amount,
    long_day,
    spans,
)
from juwu_ledger.render.html.journal_pages import leaves
from juwu_ledger.render.html.line_breaks import lines_of_text
from juwu_ledger.render.text.text import form_lines, render, table_lines
from juwu_ledger.tables.report import (
    COUNT,
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Bar,
    Box,
    Chart,
    Column,
    Face,
    FaceLine,
    Field,
    Form,
    Report,
    Row,
    Section,
    Table,
)

ONE = Decimal("1.00")

# --- lines of a text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, []),
        ("一二三四五", 5, ["一二三四五"]),
        ("一二三四五六", 5, ["一二三四五", "六"]),
        ("a" * 8, 5, ["a" * 8]),  # 8 × 0.62 = 4.96
        ("a" * 9, 5, ["a" * 8, "a"]),
        ("一2026-03-0001", 5, ["一", "2026-03-0001"]),  # A number is not cut.
        ("2026-03-0001一", 5, ["2026-03-0001", "一"]),
    ],
)
def test_where_a_text_breaks(text: str, room: float, lines: list[str]) -> None:
    assert list(lines_of_text(text, room)) == lines


# --- half pages of vouchers: 87 for lines (of 7.5 at least), sum (9) and closing fields --------------------

COLUMNS = (
    Column("summary", "摘要", TEXT, 20),
    Column("account", "科目", TEXT, 16),
    Column("debit", "借方", MONEY, 12),
    Column("credit", "贷方", MONEY, 12),
)
"""Of 180 a summary has a third: (60 − 2.6) ÷ 3.175 = 18.08 ems; an account (48 − 2.6) ÷ 3.175 = 14.3."""


def halves_of(
    *summaries: str, closing: Sequence[Field] = (), capitals: str = "壹元整"
) -> list[HalfPage]:
    rows = [Row((said, "科目", ONE, None)) for said in summaries]
    rows.append(Row(("合计", None, ONE, ONE), TOTAL))
    table = Table("lines", "分录", COLUMNS, tuple(rows))
    fields = (Field("capitals", "人民币（大写）", capitals), *closing)
    return half_pages(Form("voucher", "凭证", tables=(table,), closing=fields))


def counts(made: list[HalfPage]) -> list[int]:
    return [len(half.rows) for half in made]


def test_what_is_left_blank_is_what_the_lines_do_not_take() -> None:
    """87 − 9 (the sum) − 2 (no closing fields) − 7.5 a line."""
    assert [halves_of(*["一"] * n)[0].blank for n in (1, 2, 10)] == [68.5, 61.0, 1.0]


@pytest.mark.parametrize(
    ("lines", "pages"),
    [(10, [10]), (11, [10, 1]), (12, [10, 2]), (20, [10, 10]), (21, [10, 10, 1])],
)
def test_lines_to_a_half_page(lines: int, pages: list[int]) -> None:
    """78 hold ten lines of 7.5; the last half has 76 for them."""
    assert counts(halves_of(*["一"] * lines)) == pages


def test_the_last_line_goes_on_where_the_closing_fields_need_its_room() -> None:
    fields = [Field(f"f{n}", "备注", "一" * 50) for n in range(2)]
    """Two of 53 ems and a blank of 2 each on lines of 55.87: two lines, 9.8 + 2: 66.2 for lines."""
    assert counts(halves_of(*["一"] * 8, closing=fields)) == [8]
    assert counts(halves_of(*["一"] * 9, closing=fields)) == [8, 1]
    (half,) = halves_of(*["一"] * 8, closing=fields)
    assert half.blank == round(87 - 60 - 9 - 11.8, 1)


@pytest.mark.parametrize(
    ("letters", "pieces", "blank"),
    [
        (18, 1, 68.5),  # One line: 7.5 at least.
        (19, 1, 65.7),  # Two lines: 2 × 4.15 + 2 = 10.3.
        (108, 1, 49.1),  # Six lines: 26.9.
        (109, 2, 41.6),  # The seventh line in a row of its own.
    ],
)
def test_a_long_summary_takes_more_lines(letters: int, pieces: int, blank: float) -> None:
    (half,) = halves_of("一" * letters)
    assert (len(half.rows), half.blank) == (pieces, blank)
    assert [row.values[2] for row in half.rows] == [ONE, *[None] * (pieces - 1)]
    assert "".join(str(row.values[0]) for row in half.rows) == "一" * letters


@pytest.mark.parametrize(("letters", "blank"), [(22, 68.5), (23, 67.2), (44, 67.2), (45, 63.05)])
def test_a_long_amount_in_capitals_makes_the_sum_higher(letters: int, blank: float) -> None:
    """Beside the sum there are 18.08 + 14.3 − 10 = 22.38 ems: two lines take 10.3, three 14.45."""
    (half,) = halves_of("一", capitals="壹" * letters)
    assert half.blank == pytest.approx(blank, abs=0.06)


def test_half_pages_are_numbered_and_the_sum_stands_on_the_last() -> None:
    made = halves_of(*["一"] * 25)
    assert [(half.number, half.of, half.total is not None) for half in made] == [
        *((1, 3, False), (2, 3, False), (3, 3, True)),
    ]
    assert made[0].blank == 3.0  # 87 − 9 − 75
    (form,) = half_pages(Form("cover", "封面"))
    assert tuple(form[1:]) == ((), None, 1, 1, 0.0)


@pytest.mark.parametrize(("letters", "short"), [(40, True), (41, False)])
def test_a_short_closing_field_is_not_broken(letters: int, short: bool) -> None:
    assert is_short(Field("f", "备注", "一" * letters)) is short


# --- pages of journals: 262 high, lines of 5.5 ----------------------------------------------------

JOURNAL = (
    Column("day", "日期", TEXT, 10),
    Column("summary", "摘要", TEXT, 20),
    Column("debit", "借方", MONEY, 10),
    Column("credit", "贷方", MONEY, 10),
    Column("balance", "余额", MONEY, 10),
)


def journal(rows: int, key: str = "j", role: str = ITEM) -> Table:
    lines = [Row((None, "一", ONE, None, ONE), role) for _ in range(rows)]
    return Table(key, "账", JOURNAL, tuple(lines), "注")


def pages(*tables: Table, alarms: int = 0) -> list[tuple[int, bool]]:
    section = Section("j", "账", tables=tables, alarms=("红",) * alarms)
    return [(len(leaf.table.rows), leaf.turns) for leaf in leaves(section)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # 262 − 84 − 17 − 11 − 5.5 = 144.5 hold 26 lines of 5.5; then 262 − 17 − 11 − 11 = 223 hold 40.
        (26, [(26, False)]),
        (27, [(27, False), (2, True)]),
        (66, [(27, False), (41, True)]),
        (67, [(27, False), (42, True), (2, True)]),
    ],
)
def test_lines_to_a_page(rows: int, found: list[tuple[int, bool]]) -> None:
    assert pages(journal(rows)) == found


@pytest.mark.parametrize(
    ("rows", "alarms", "turns"),
    [
        # 84 + 28 + 5.5 a line, then 17 + 30 + 11 more must fit into 262: 16 lines.
        (16, 0, False),
        (17, 0, True),
        (14, 1, False),
        (15, 1, True),
    ],
)
def test_where_the_next_account_begins_a_page(rows: int, alarms: int, turns: bool) -> None:
    assert pages(journal(rows), journal(1, "k"), alarms=alarms)[1:] == [(1, turns)]


def test_behind_a_page_that_was_turned_there_is_room_again() -> None:
    """28 lines: two on the second page, which has 17 + 5.5 + 11 + 11 of 262 taken."""
    assert pages(journal(28), journal(1, "k")) == [(27, False), (3, True), (1, False)]
    full = journal(26 + 40)  # The second page is full.
    assert pages(full, journal(1, "k")) == [(27, False), (41, True), (1, True)]


def test_sums_stay_with_the_line_above_them() -> None:
    rows = [Row((None, "一", ONE, None, ONE))] * 26 + [Row((None, "计", ONE, None, ONE), SUBTOTAL)]
    table = Table("j", "账", JOURNAL, tuple(rows))
    assert pages(table) == [(26, False), (3, True)]
    sums = Table("j", "账", JOURNAL, tuple([Row((None, "计", ONE, None, ONE), SUBTOTAL)] * 27))
    assert pages(sums) == [(27, False), (2, True)]  # Nothing but sums: cut where it must be.


# --- cells ----------------------------------------------------------------------------------------


def test_what_is_said_of_values() -> None:
    assert [is_negative(value) for value in (Decimal("-0.01"), Decimal(0), -1, "-1")] == [
        *(True, False, False, False),
    ]
    assert [is_untied(value) for value in ("未核平：x", "x未核平", None)] == [True, False, False]
    assert [is_lengthy(value) for value in ("1" * 15, "1" * 16, None)] == [False, True, False]
    amounts = (Decimal("9999999999.99"), Decimal("999999999.99"), Decimal("99999999.99"), "x" * 20)
    assert [is_wide_amount(value) for value in amounts] == [True, True, False, False]
    narrow = Table("t", "表", JOURNAL[:3], (Row((None, None, ONE)),))
    wide = Table("t", "表", JOURNAL[:3], (Row((None, None, amounts[0])),))
    assert (is_dense(narrow), is_dense(wide)) == (False, True)
    assert (str(filled(ONE)), str(filled("甲")), str(filled(None))) == ("¥1.00", "甲", "")
    assert str(long_day(dt.date(2026, 1, 5))) == "2026 年 1 月 5 日"


def test_fields_stand_two_on_a_line_and_wide_ones_alone() -> None:
    a, b, c, d = (Field(key, key) for key in "abcd")
    w, v = Field("w", "w", is_wide=True), Field("v", "v", is_wide=True)

    def keys(*fields: Field) -> list[str]:
        return ["".join(field.key for field in line) for line in in_lines(fields)]

    assert keys(a, b, c) == ["ab", "c"]
    assert keys(a, w, b, c, d) == ["a", "w", "bc", "d"]
    assert keys(w, v, a) == ["w", "v", "a"]
    assert keys() == []


def test_the_words_of_a_sum_go_on_over_blank_cells() -> None:
    table = Table("t", "表", (*JOURNAL[:2], Column("n", "数", COUNT), JOURNAL[2]), ())
    assert spans(Row(("合计", None, None, ONE), TOTAL), table) == [
        *(("合计", TEXT, 2), (None, COUNT, 1), (ONE, MONEY, 1)),
    ]
    assert spans(Row(("合计", None, None, ONE), ITEM), table)[0] == ("合计", TEXT, 1)
    assert spans(Row((None, None, 1, ONE), TOTAL), table)[:2] == [(None, TEXT, 1)] * 2
    assert spans(Row((ONE, None, 1, ONE), HEAD), table)[:2] == [(ONE, TEXT, 1), (None, TEXT, 1)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("　=1+1", "'　=1+1"),
        ("'x", "''x"),
        ("", ""),
        ("12345678901", "12345678901"),
        ("123456789012", "'123456789012"),
        ("012", "'012"),
        ("0", "0"),
        ("12E5", "'12E5"),
        ("甲", "甲"),
        (Decimal("-1.50"), "-1.50"),
        (Decimal("1E+3"), "1000"),
        (dt.date(2026, 1, 5), "2026-01-05"),
        (7, "7"),
        (None, ""),
    ],
)
def test_a_cell_of_csv(text: object, cell: str) -> None:
    assert cell_text(text) == cell  # type: ignore[arg-type]


# --- numbers of headings, boxes to sign in ------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "20"), (0, "零")],
)
def test_how_headings_are_counted(number: int, said: str) -> None:
    assert html._chinese(number) == said


@pytest.mark.parametrize(
    ("boxes", "in_a_row"), [(0, 1), (1, 1), (5, 5), (6, 3), (7, 4), (10, 5), (11, 4)]
)
def test_boxes_to_sign_in_are_spread_over_rows_of_at_most_five(boxes: int, in_a_row: int) -> None:
    assert html._in_a_row(("主任",) * boxes) == in_a_row


# --- plain text -----------------------------------------------------------------------------------


def test_a_table_in_plain_text() -> None:
    columns = (Column("a", "摘要", TEXT, 6), Column("n", "金额", MONEY, 4))
    rows = (
        Row(("一二三四", ONE)),
        Row(("小计", Decimal("10.00")), SUBTOTAL),
        Row(("合计", Decimal("-10.00")), TOTAL),
    )
    lines = list(table_lines(Table("t", "表", columns, rows, "说明")))
    assert lines == [
        "【表】",
        "摘要      金额",
        "--------------",
        "一二三    1.00",
        "四",
        "--------------",
        "小计     10.00",
        "--------------",
        "合计    -10.00",
        "注：说明",
    ]
    bare = list(table_lines(Table("t", "", columns, rows, adds_up=False)))
    assert bare.count("--------------") == 2  # Below the titles, above the total.
    assert list(table_lines(Table("t", "表", columns, (), empty="没有。"))) == ["【表】", "没有。"]


def test_a_form_in_plain_text() -> None:
    form = Form(
        "f",
        "审批单",
        (Field("a", "金额", ONE), Field("b", "日期")),
        closing=(Field("c", "备注", "x"),),
        boxes=(Box("主任", "赵一", "已签"), Box("会计")),
        notes=("留存",),
        alarms=("没有签",),
    )
    assert list(form_lines(form)) == [
        *(
            "==== 审批单 ====",
            "!! 没有签",
            "金额：1.00",
            "日期：__________",
            "",
            "备注：x",
            "注：留存",
            "",
        ),
        "主任：赵一  已签  签章 __________",
        "会计：  签章 __________",
    ]
    assert list(form_lines(Form("f", ""))) == []


def paper(*sections: Section, **more: object) -> list[str]:
    day = dt.date(2026, 4, 1)
    report = Report(
        *("x", "表", Period.parse("2026Q1"), "某居委会", day, "ab" * 32, None, sections),
        **more,  # type: ignore[arg-type]
    )
    return render(report).decode().splitlines()


def test_a_paper_in_plain_text() -> None:
    lines = paper(
        Section("a", "甲", ("话",), alarms=("红",), opinions=("意见",), signatures=("组长",)),
        Section("b", "乙", is_appendix=True),
        signatures=("主任", "会计"),
        facts={"单位": "某居委会"},
        face=Face(
            FaceLine("封账", "好", True),
            FaceLine("查账", "好"),
            FaceLine("勾稽", "好"),
            FaceLine("审核", "好"),
        ),
    )
    assert lines == [
        *(
            "某居委会",
            "表",
            "",
            "单位：某居委会",
            "!! 封账：好",
            "查账：好",
            "勾稽：好",
            "审核：好",
            "",
        ),
        *("一、甲", "!! 红", "话", "", "意见：" + "_" * 30, "", "组长：__________", ""),
        *("主任：__________  会计：__________", "", "附件一、乙", ""),
        f"账本核对码 ABAB-ABAB-ABAB-ABAB（SHA-256 {'ab' * 32}）",
    ]


def test_sections_are_counted_and_forms_are_not() -> None:
    many = [Section(f"s{n}", f"第{n}") for n in range(1, 13)]
    heads = [line for line in paper(*many) if "、第" in line]
    assert heads[:1] + heads[8:] == ["一、第1", "九、第9", "十、第10", "11、第11", "12、第12"]
    assert "、表" not in "".join(paper(Section("f", "表", forms=(Form("f", "单"),))))


def test_bars_in_plain_text() -> None:
    """Thirty marks for the most; of what is not above nothing none."""
    bars = (Bar("甲", Decimal("3.00")), Bar("乙乙", Decimal("1.00")), Bar("丙", Decimal("-1.00")))
    lines = paper(Section("a", "甲", charts=(Chart("c", "图", {"收入": bars}),)))
    start = lines.index("【图】")
    assert lines[start : start + 5] == [
        "【图】",
        "收入",
        f"  甲    {'3.00':>14}  {'#' * 30}",
        f"  乙乙  {'1.00':>14}  {'#' * 10}",
        f"  丙    {'-1.00':>14}",
    ]
