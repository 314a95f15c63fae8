"""Tables and what they say of themselves: columns, sums, ties; small ones, by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pytest

from juwu_ledger.tables.columns import (
    Record,
    column,
    columns_of,
    paper_columns_of,
    row_of,
    rows_of,
    sum_row,
    sums_of,
    with_sum,
)
from juwu_ledger.tables.divided_sheet import DividedSheet
from juwu_ledger.tables.paper_ties import PrintedLine, table_ties
from juwu_ledger.tables.report import (
    CODE,
    COUNT,
    DATE,
    HEAD,
    ITEM,
    MONEY,
    SUBTOTAL,
    TEXT,
    TOTAL,
    Column,
    Row,
    Table,
)
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.ties import (
    FILLED,
    NEGATIVE,
    SUBJECT,
    Other,
    Tie,
    count,
    each,
    failed,
    not_tied,
    settle,
    total,
)


def yuan(text: str) -> Decimal:
    return Decimal(text)


# --- columns and sums -----------------------------------------------------------------------------


class Spent(NamedTuple):
    day: dt.date
    who: str
    fen: int | None
    left: int


COLUMNS = (
    Column("day", "日期", DATE),
    Column("who", "谁", TEXT),
    Column("fen", "金额", MONEY),
    Column("left", "还剩", MONEY, get=lambda x: -x.left),
    Column("number", "数", COUNT, get=lambda x: x.left),
)
DAY = dt.date(2026, 1, 5)
LINES = (Spent(DAY, "甲", 150, 3), Spent(DAY, "乙", None, 4))


def test_lines_and_their_sum() -> None:
    assert [(row.values, row.role) for row in with_sum(COLUMNS, LINES, "fen")] == [
        ((DAY, "甲", yuan("1.50"), yuan("-0.03"), 3), ITEM),
        ((DAY, "乙", None, yuan("-0.04"), 4), ITEM),
        (("合计", None, yuan("1.50"), None, None), TOTAL),
    ]
    *_, last = with_sum(COLUMNS, LINES, under="who", title="共", number="两笔")
    assert last.values == (None, "共", yuan("1.50"), yuan("-0.07"), "两笔")
    assert with_sum(COLUMNS, (), "fen") == ()


def test_sums_are_of_the_columns_that_are_named_or_of_all_amounts() -> None:
    assert sums_of(COLUMNS, LINES, "fen", "number") == {"fen": 150, "number": 7}
    assert sums_of(COLUMNS, LINES) == {"fen": 150, "left": -7}
    assert sum_row(COLUMNS, SUBTOTAL, fen=None, left=5, number=5).values == (
        *(None, None, None, yuan("0.05"), 5),
    )
    assert sum_row(COLUMNS, fen="x").values[2] == "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Record):
    name: str = column("名称", width=8, paper=6)
    keeper: str = column("领用人", CODE, 9, key="held-by")
    worth: int = column("价值", MONEY, 10, paper=7, paper_title="原值", paper_kind=TEXT)
    hidden: str = "x"
    only_paper: str = column("备注", width=0, paper=5)


def test_a_record_says_which_columns_stand_on_the_sheet_and_on_paper() -> None:
    sheet = [(c.key, c.title, c.kind, c.width) for c in columns_of(Kept)]
    assert sheet == [
        *(("name", "名称", TEXT, 8), ("held-by", "领用人", CODE, 9), ("worth", "价值", MONEY, 10)),
    ]
    paper = [(c.key, c.title, c.kind, c.width) for c in paper_columns_of(Kept)]
    assert paper == [
        *(("name", "名称", TEXT, 6), ("worth", "原值", TEXT, 7), ("only_paper", "备注", TEXT, 5)),
    ]


def test_a_record_keeps_its_role_and_amounts_become_yuan() -> None:
    kept = Kept(name="椅", keeper="李", worth=1250, role=SUBTOTAL)
    assert row_of(columns_of(Kept), kept).values == ("椅", "李", yuan("12.50"))
    assert row_of(paper_columns_of(Kept), kept).values == ("椅", 1250, None)
    assert [row.role for row in rows_of(columns_of(Kept), [kept, Kept()])] == [SUBTOTAL, ITEM]
    assert row_of(columns_of(Kept), kept).role == ITEM
    assert row_of((Column("worth", "价值", MONEY),), Kept(worth=None)).values == (None,)  # type: ignore[arg-type]


# --- what a table says of itself -------------------------------------------------------------------


def table(*rows: Row, adds_up: bool = True) -> Table:
    columns = (Column("a", "甲", TEXT), Column("n", "数", COUNT), Column("m", "元", MONEY))
    return Table("t", "表", columns, rows, adds_up=adds_up)


ADDED = (
    Row(("题", 9, yuan("9.00")), HEAD),
    Row(("一", 1, yuan("1.00"))),
    Row(("二", 2, None)),
    Row(("小计", 3, yuan("1.00")), SUBTOTAL),
    Row(("三", 4, yuan("5.00"))),
    Row(("小计", 4, yuan("5.00")), SUBTOTAL),
    Row(("合计", 7, yuan("6.00")), TOTAL),
)


def test_lines_add_up_to_subtotals_and_to_the_total() -> None:
    ties = list(table_ties(table(*ADDED)))
    assert [(tie.title, tie.left, tie.right, tie.unit) for tie in ties] == [
        *(("表：数各行之和＝小计", 3, 3, "份"), ("表：数各行之和＝小计", 4, 4, "份")),
        ("表：数各行之和＝合计", 7, 7, "份"),
        *(("表：元各行之和＝小计", 1, 1, "元"), ("表：元各行之和＝小计", 5, 5, "元")),
        ("表：元各行之和＝合计", 6, 6, "元"),
    ]
    assert list(table_ties(table(*ADDED, adds_up=False))) == []


@pytest.mark.parametrize("place", range(1, len(ADDED)))
@pytest.mark.parametrize("column", [1, 2])
def test_one_more_in_any_line_is_noticed(place: int, column: int) -> None:
    values = list(ADDED[place].values)
    values[column] = (values[column] or yuan("0.00")) + 1  # type: ignore[operator]
    rows = (*ADDED[:place], Row(tuple(values), ADDED[place].role), *ADDED[place + 1 :])
    assert failed(settle(list(table_ties(table(*rows)))))


def test_lines_as_they_are_printed() -> None:
    line = PrintedLine(table().columns, Row(("一", 2, None), SUBTOTAL))
    assert (line.role, line["n"], line["m"], line.text("a"), line.text("n")) == (
        *(SUBTOTAL, 2, 0, "一", ""),
    )
    assert (line.knows("m"), line.knows("x")) == (True, False)
    assert (line.has("a", "n"), line.has("a", "m")) == (True, False)


# --- ties over sheets -------------------------------------------------------------------------------

ROWS = (
    ("甲", "收", 5, yuan("1.00")),
    ("甲", "付", 2, yuan("-2.00")),
    ("乙", "收", None, yuan("4.00")),
    ("乙", "", 0, None),
    ("丙", None, -1, yuan("8.00")),
)


def sheet(key: str = "s", *rows: tuple[object, ...]) -> Sheet:
    columns = (
        *(Column("who", "谁"), Column("side", "边"), Column("n", "数", COUNT)),
        Column("m", "元", MONEY),
    )

    def made() -> Iterator[Row]:
        return (Row(values) for values in rows or ROWS)  # type: ignore[arg-type]

    return Sheet(key, "表", "", columns, made)


@pytest.mark.parametrize(
    ("side", "figure"),
    [
        (total("s", "m"), "11.00"),
        (total("s", "n"), "6"),
        (count("s"), "5"),
        (count("s", who="甲"), "2"),
        (total("s", "m", who="甲", side="收"), "1.00"),
        (total("s", "m", who="丁"), "0"),
        (count("s", side=FILLED), "3"),
        (count("s", n=FILLED), "4"),
        (count("s", n=NEGATIVE), "1"),
        (count("s", m=NEGATIVE), "1"),
        (total("s", "m", who=Other("甲")), "12.00"),
        (count("s", side=Other("收")), "3"),
        (total("s", "m", who=SUBJECT), "4.00"),
        (count("s", who=SUBJECT, side=FILLED), "1"),
        (total("s", "m", who="甲") - total("s", "m", who="乙"), "-5.00"),
        (total("s", "m", who="甲") + total("s", "m", who="乙"), "3.00"),
        (total("s", "m", n=5), "1.00"),
    ],
)
def test_sums_over_the_lines_of_a_sheet(side: object, figure: str) -> None:
    ties = [
        Tie("核对", side, yuan(figure), subject="乙"),  # type: ignore[arg-type]
        # What others ask of the same columns changes nothing.
        Tie("别的", count("s", side="收", n=0), 0),
        Tie("别的", total("s", "m", side=Other("x"), m=FILLED), yuan("11.00")),
    ]
    assert failed(settle(ties, [sheet()])) == []
    alone = settle(ties[:1], [sheet()])
    assert (failed(alone), alone[0].left) == ([], yuan(figure))


def test_sums_of_a_year_look_at_its_lines_alone() -> None:
    divided = DividedSheet({2025: sheet("s", *ROWS[:2]), 2026: sheet("s", *ROWS[2:])})
    assert divided.years == (2025, 2026)
    assert [column.key for column in divided.columns] == ["year", "who", "side", "n", "m"]
    assert [divided.position(key) for key in ("year", "who", "m")] == [0, 1, 4]
    assert divided.frozen == sheet().frozen + 1
    assert [row.values[:2] for row in divided.rows()] == [
        *[(2025, "甲")] * 2,
        *[(2026, "乙")] * 2,
        (2026, "丙"),
    ]
    tie = Tie("核对", total("s", "m"), total("t", "m"))
    mine = tie.of(2026, {"s"})
    assert (mine.year, [item.year for item in mine.sums]) == (2026, [2026, None])
    (settled,) = settle([mine], [divided, sheet("t", *ROWS[2:])])
    assert (settled.left, settled.right, settled.holds) == (12, 12, True)


def test_a_sheet_knows_where_its_columns_stand() -> None:
    assert [sheet().position(key) for key in ("who", "m")] == [0, 3]
    with pytest.raises(KeyError, match="has no column x"):
        sheet().position("x")
    assert len(sheet().as_table().rows) == 5


# --- words about ties -------------------------------------------------------------------------------


def test_one_tie_over_many_pairs_or_one_for_each_that_differs() -> None:
    same = list(each("各户", "相等", [("甲", yuan("1"), yuan("1")), ("乙", yuan("2"), yuan("2"))]))
    assert [(tie.title, tie.left, tie.right) for tie in same] == [("各户：相等", 3, 3)]
    off = list(each("各户", "相等", [("甲", yuan("1"), yuan("2")), ("乙", yuan("2"), yuan("1"))]))
    assert [(tie.title, tie.left, tie.right) for tie in off] == [
        *(("甲：相等", 1, 2), ("乙：相等", 2, 1)),
    ]
    assert [tie.left for tie in each("各户", "相等", [])] == [0]


def test_what_is_said_in_red() -> None:
    assert (
        not_tied("“一”", yuan("-1234.5"))
        == "未核平：“一”相差 -1,234.50 元，请先查明原因，不要盖章。"
    )
    (settled,) = settle([Tie("张数", 3, 5, "张")])
    assert settled.alarm == "未核平：“张数”相差 -2 张，请先查明原因，不要盖章。"
    assert (settled.tie.counts, Tie("元", 1, 1).counts) == (True, False)
    assert (Tie("x", 1, 1).minor.is_minor, Tie("x", 1, 1).is_minor) == (True, False)
