"""Drawings, number by number: every place and length worked out by hand from the measures of the drawing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from juwu_ledger.render.drawing.bar_drawing import drawings
from juwu_ledger.render.drawing.class_drawing import class_drawing
from juwu_ledger.render.drawing.qr_drawing import modules, qr_drawing
from juwu_ledger.render.drawing.step_drawing import NARROW, WIDE, Steps, step_drawing
from juwu_ledger.tables.report import TOTAL, Bar, Chart, Column, Row, Table, Value

Element = ElementTree.Element


def elements(drawn: object, tag: str, name: str = "") -> list[Element]:
    found = ElementTree.fromstring(str(drawn)).iter(tag)
    return [one for one in found if not name or one.get("class") == name]


def numbers(element: Element, *keys: str) -> tuple[float, ...]:
    return tuple(float(element.get(key, "nan")) for key in keys)


# --- bars beside their labels: 700 wide, bars of at most 418 from 170 on, rows of 19 ------------------


def chart(**series: list[tuple[str, str]]) -> Chart:
    made = {
        name: tuple(Bar(label, Decimal(amount)) for label, amount in bars)
        for name, bars in series.items()
    }
    return Chart("c", "图", made)


def test_bars_in_their_places() -> None:
    first, second = drawings(
        chart(收入=[("甲", "100.00"), ("乙", "50.00")], 支出=[("丙", "25.00")])
    )
    (frame,) = elements(first, "svg") or [ElementTree.fromstring(str(first))]
    assert numbers(ElementTree.fromstring(str(first)), "width", "height") == (700, 63)
    assert frame.get("viewBox") == "0 0 700 63"
    title, *texts = elements(first, "text")
    assert (title.text, numbers(title, "x", "y")) == ("收入", (162, 15))
    assert [(t.text, *numbers(t, "x", "y")) for t in texts] == [
        *(("甲", 162, 32.5), ("100.00", 594, 32.5)),
        *(("乙", 162, 51.5), ("50.00", 385, 51.5)),
    ]
    assert [numbers(r, "x", "y", "width", "height") for r in elements(first, "rect")] == [
        *((170, 22.5, 418, 12), (170, 41.5, 209, 12)),
    ]
    assert [r.get("fill") for r in elements(first, "rect")] == ["#444"] * 2
    (axis,) = elements(first, "line")
    assert numbers(axis, "x1", "x2", "y1", "y2") == (170, 170, 19, 59)
    (bar,) = elements(second, "rect")
    assert (numbers(bar, "width"), bar.get("fill")) == ((104.5,), "#fff")


@pytest.mark.parametrize(
    ("amounts", "lengths"),
    [
        (["0.00", "-5.00"], [0, 0]),
        (["-5.00", "10.00"], [0, 418]),
        (["0.01", "10.00"], [0.4, 418]),
    ],
)
def test_what_is_not_above_nothing_has_no_bar(amounts: list[str], lengths: list[float]) -> None:
    (drawn,) = drawings(chart(收入=[("甲", amount) for amount in amounts]))
    assert [numbers(r, "width")[0] for r in elements(drawn, "rect")] == lengths


@pytest.mark.parametrize(
    ("letters", "shown"), [(14, "一" * 14), (15, "一" * 13 + "…"), (30, "一" * 13 + "…")]
)
def test_a_long_label_is_cut(letters: int, shown: str) -> None:
    (drawn,) = drawings(chart(收入=[("一" * letters, "1.00")]))
    assert elements(drawn, "text")[1].text == shown


def test_thirty_bars_stand_in_one_drawing() -> None:
    thirty = [(f"{n}", f"{n}.00") for n in range(1, 31)]
    assert len(list(drawings(chart(收入=thirty)))) == 1
    first, second = drawings(chart(收入=[*thirty, ("多", "31.00")]))
    assert [elements(one, "text")[0].text for one in (first, second)] == ["收入", "收入（续）"]
    assert [len(elements(one, "rect")) for one in (first, second)] == [30, 1]


def test_three_series_take_turns_and_an_empty_one_says_so() -> None:
    one = [("甲", "1.00")]
    first, empty, third = drawings(chart(a=one, b=[], c=one))
    assert "b：本期没有" in str(empty)
    assert [elements(d, "rect")[0].get("fill") for d in (first, third)] == ["#444", "#444"]
    assert list(drawings(chart(a=[]))) != []


# --- a line from day to day: margins of 30 above, 34 below, 14 at the right -----------------------------

DAY = dt.date
FIRST, LAST = DAY(2026, 1, 1), DAY(2026, 1, 31)
TWO: Steps = [(FIRST, 10000), (DAY(2026, 1, 11), 20000)]
LIMIT: Steps = [(FIRST, 15000)]
NO_LIMIT: Steps = [(FIRST, None)]


def test_a_line_and_its_limit() -> None:
    """The grid goes to 300 in steps of 75 (200 and 8 % of it): 3 digits of 10.2 leave 43 at the left.

    100 stands a third of 296 above the floor at 326, 200 two thirds; ten of 31 days are 10/31 of 903.
    """
    drawn = step_drawing("备用金", TWO, LIMIT, FIRST, LAST)
    frame = ElementTree.fromstring(str(drawn))
    assert numbers(frame, "width", "height", "font-size") == (960, 360, 17)
    (line,) = elements(drawn, "polyline", "line")
    assert line.get("points") == "43.0,227.3 334.3,227.3 334.3,128.7 946.0,128.7"
    (area,) = elements(drawn, "polygon", "area")
    assert area.get("points") == f"43.0,326.0 {line.get('points')} 946.0,326.0"
    (over,) = elements(drawn, "rect", "over")
    assert numbers(over, "x", "y", "width", "height") == (334.3, 128.7, 611.7, 49.3)
    (limit,) = elements(drawn, "line", "limit")
    assert numbers(limit, "x1", "x2", "y1", "y2") == (43, 946, 178, 178)
    (said,) = elements(drawn, "text", "limit")
    assert (said.text, numbers(said, "x", "y")) == ("限额 150", (49, 172))


def test_the_grid_and_its_words() -> None:
    drawn = step_drawing("备用金", TWO, LIMIT, FIRST, LAST)
    across = [g for g in elements(drawn, "line", "grid") if g.get("x1") != g.get("x2")]
    assert [numbers(g, "x1", "x2", "y1", "y2") for g in across] == [
        (43, 946, y, y) for y in (326, 252, 178, 104, 30)
    ]
    texts = [t for t in elements(drawn, "text") if t.get("text-anchor") == "end"]
    assert [t.text for t in texts] == ["0", "75", "150", "225", "300"]
    assert numbers(texts[0], "x", "y") == (37, pytest.approx(331.95))
    (up,) = (g for g in elements(drawn, "line", "grid") if g.get("x1") == g.get("x2"))
    assert numbers(up, "x1", "y1", "y2") == (43, 30, 332)
    (unit,) = elements(drawn, "text", "unit")
    assert (unit.text, numbers(unit, "x", "y")) == ("元", (4, 17))
    (month,) = (t for t in elements(drawn, "text") if t.text == "1月")
    assert numbers(month, "x", "y") == (47, 350)


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0, ["0", "0.50", "1", "1.50", "2"]),
        (100, ["0", "0.50", "1", "1.50", "2"]),
        (10_000, ["0", "30", "60", "90", "120"]),
        (37_000, ["0", "100", "200", "300", "400"]),
        (37_100, ["0", "150", "300", "450", "600"]),
        (300_000, ["0", "1,000", "2,000", "3,000", "4,000"]),
        (1_000_000, ["0", "3,000", "6,000", "9,000", "12,000"]),
    ],
)
def test_steps_of_the_grid_are_round(highest: int, labels: list[str]) -> None:
    drawn = step_drawing("备用金", [(FIRST, highest)], NO_LIMIT, FIRST, LAST)
    texts = [t.text for t in elements(drawn, "text") if t.get("text-anchor") == "end"]
    assert texts == labels


@pytest.mark.parametrize(
    ("last", "size", "months"),
    [
        (DAY(2026, 12, 31), WIDE, [f"{n}月" for n in range(1, 13, 2)]),
        (DAY(2026, 10, 31), WIDE, [f"{n}月" for n in range(1, 11)]),
        (DAY(2026, 4, 30), NARROW, [f"{n}月" for n in range(1, 5)]),
        (DAY(2026, 5, 31), NARROW, ["1月", "3月", "5月"]),
        (DAY(2026, 12, 31), NARROW, ["1月", "4月", "7月", "10月"]),
    ],
)
def test_as_many_months_are_named_as_there_is_room(
    last: dt.date, size: object, months: list[str]
) -> None:
    drawn = step_drawing("备用金", TWO, NO_LIMIT, FIRST, last, size)  # type: ignore[arg-type]
    assert [t.text for t in elements(drawn, "text") if (t.text or "").endswith("月")] == months


@pytest.mark.parametrize(
    ("balances", "limits", "over"),
    [
        ([(FIRST, 15000)], LIMIT, 0),
        ([(FIRST, 15001)], LIMIT, 1),
        ([(FIRST, None)], LIMIT, 0),
        ([(FIRST, 20000)], [(FIRST, None)], 0),
        ([(FIRST, 20000)], [(DAY(2026, 1, 2), 15000)], 0),  # No limit on that day yet.
        ([(FIRST, 20000)], [(FIRST, 30000), (DAY(2026, 1, 2), 15000)], 0),
        ([(DAY(2026, 1, 2), 20000)], [(FIRST, 30000), (DAY(2026, 1, 2), 15000)], 1),
        ([(DAY(2025, 12, 1), 20000), (FIRST, 100)], [(DAY(2025, 1, 1), 15000)], 0),  # Over before.
        ([(DAY(2025, 12, 1), 20000)], [(DAY(2025, 1, 1), 15000)], 1),
    ],
)
def test_what_is_marked_as_over_the_limit(balances: Steps, limits: Steps, over: int) -> None:
    drawn = step_drawing("备用金", balances, limits, FIRST, LAST)
    assert len(elements(drawn, "rect", "over")) == over


def test_a_day_over_the_limit_can_be_seen_in_a_long_stretch() -> None:
    steps: Steps = [(FIRST, 20000), (DAY(2026, 1, 2), 0)]
    drawn = step_drawing("备用金", steps, LIMIT, FIRST, DAY(2029, 12, 31))
    (over,) = elements(drawn, "rect", "over")
    assert numbers(over, "width") == (2,)


def test_what_lies_outside_of_the_days_is_not_drawn() -> None:
    steps: Steps = [
        *((DAY(2025, 1, 1), 500), (DAY(2025, 12, 1), 10000), (DAY(2026, 1, 11), None)),
        *((DAY(2026, 1, 21), 20000), (DAY(2026, 2, 1), 30000)),
    ]
    drawn = step_drawing("备用金", steps, NO_LIMIT, FIRST, LAST)
    (line,) = elements(drawn, "polyline", "line")
    # 300 and 8 % of it in four steps: 100, 200 … 400; a hundred is a quarter of 296.
    assert line.get("points") == "43.0,252.0 334.3,252.0 625.6,178.0 946.0,178.0"


# --- classes of money, this quarter above the last: 196 wide, bars from 46 on ---------------------------


def classes(*rows: tuple[Value, ...]) -> Table:
    columns = tuple(Column(key, key) for key in ("class", "amount", "before"))
    lines = (*(Row(row) for row in rows), Row(("合计", Decimal(0), None), TOTAL))
    return Table("income_classes", "钱从哪里来", columns, lines)


def yuan(text: str) -> Decimal:
    return Decimal(text)


def test_two_quarters_beside_each_other() -> None:
    """Amounts end at 196 − 13.62 − 3.5 (50.00: 4 × 0.58 + 0.3 letters of 5.2), bars where 100.00 begins.

    The longest is 178.876 − 20.16 − 3.5 − 46 − 1 = 108.216; a line is 17 high, bars are 7 and 3.85.
    """
    drawn = class_drawing(
        classes(("捐赠", yuan("100.00"), yuan("50.00")), ("利息", yuan("5.00"), None))
    )
    bars = [numbers(r, "x", "y", "width", "height") for r in elements(drawn, "rect")]
    assert bars == [
        (46.5, 9.88, 108.22, 7),
        (46.5, 17.27, 54.11, 3.85),
        (46.5, 26.88, 5.41, 7),
        (46, 7, 0.5, 34),
    ]
    assert [r.get("fill") for r in elements(drawn, "rect")] == [
        "#0b5a6b",
        "#fff",
        "#0b5a6b",
        "#111",
    ]
    texts = [(t.text, *numbers(t, "x", "y", "font-size")) for t in elements(drawn, "text")]
    assert texts == [
        *(("本季", 178.88, 5, 5.2), ("上季", 196, 5, 5.2)),
        *(("捐赠", 44, 17.77, 6.3), ("100.00", 178.88, 17.77, 6.3), ("50.00", 196, 17.77, 5.2)),
        *(("利息", 44, 34.77, 6.3), ("5.00", 178.88, 34.77, 6.3), (None, 196, 34.77, 5.2)),
    ]


def test_a_quarter_alone_takes_the_whole_width() -> None:
    """Bars reach to 196 − 20.16 − 3.5 = 172.34: the longest is 125.34, in the middle of its line."""
    drawn = class_drawing(classes(("捐赠", yuan("100.00"), None)))
    bar, _axis = elements(drawn, "rect")
    assert numbers(bar, "x", "y", "width", "height") == (46.5, 12, 125.34, 7)
    assert [t.text for t in elements(drawn, "text")] == ["本季", "捐赠", "100.00"]
    assert numbers(elements(drawn, "text")[0], "x") == (196,)


@pytest.mark.parametrize(
    ("rows", "high", "thick"),
    [(1, 17, 7), (7, 17, 7), (10, 12.3, 5.66), (20, 6.15, 2.83)],
)
def test_many_lines_are_lower(rows: int, high: float, thick: float) -> None:
    drawn = class_drawing(classes(*[("捐赠", yuan("100.00"), None)] * rows))
    *bars, axis = elements(drawn, "rect")
    assert numbers(axis, "height") == (round(rows * high, 2),)
    assert numbers(bars[0], "height") == (thick,)


def test_what_is_below_nothing_is_red_and_has_no_bar() -> None:
    drawn = class_drawing(
        classes(("捐赠", yuan("-1.00"), yuan("-2.00")), ("利息", yuan("1.00"), yuan("0.00")))
    )
    reds = [t.text for t in elements(drawn, "text") if t.get("fill") == "#b00000"]
    assert reds == ["-1.00", "-2.00"]
    widths = [numbers(r, "width")[0] for r in elements(drawn, "rect")]
    assert widths[0] == 0
    assert len(widths) == 3  # Two of this quarter, and the axis: none where nothing was before.


def test_the_least_amount_can_be_seen() -> None:
    drawn = class_drawing(classes(("捐赠", yuan("100000.00"), None), ("利息", yuan("0.01"), None)))
    assert numbers(elements(drawn, "rect")[1], "width") == (0.5,)


def test_without_any_line_there_is_a_drawing_all_the_same() -> None:
    drawn = class_drawing(classes(("没有", yuan("0.00"), None)))
    assert numbers(elements(drawn, "rect")[0], "width") == (0,)


@pytest.mark.parametrize(
    ("letters", "lines", "feet"),
    [
        (7, ["一" * 7], [17.77]),
        (8, ["一" * 8], [17.12]),
        (10, ["一" * 10], [17.12]),
        (11, ["一" * 6, "一" * 5], [14.69, 19.55]),
        (20, ["一" * 10, "一" * 10], [14.69, 19.55]),
        (21, ["一" * 10, "一" * 9 + "…"], [14.69, 19.55]),
    ],
)
def test_a_long_name_stands_on_two_lines(letters: int, lines: list[str], feet: list[float]) -> None:
    drawn = class_drawing(classes(("一" * letters, yuan("1.00"), None)))
    named = [t for t in elements(drawn, "text") if (t.text or "").startswith("一")]
    assert [t.text for t in named] == lines
    assert [numbers(t, "y")[0] for t in named] == feet


# --- a QR code ------------------------------------------------------------------------------------


def test_a_code_has_four_white_modules_around_it() -> None:
    rows = modules("x")
    assert len(rows) == 21  # The smallest code there is.
    frame = ElementTree.fromstring(str(qr_drawing("x")))
    assert frame.get("viewBox") == "0 0 29 29"
    path = elements(qr_drawing("x"), "path")[0].get("d") or ""
    assert path.startswith("M4 4h1v1h-1z")
    assert path.count("M") == sum(map(sum, rows))
