"""What people type is read as they meant it, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.cli.shell.reading import (
    read_amount,
    read_balance,
    read_date,
    read_id,
    read_month,
    read_name,
    read_period,
    read_text,
)
from juwu_ledger.journal.engine.refusals import BadInput

WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
TODAY = dt.date(2026, 3, 5)
FEN = st.integers(1, 10**14)


def written(fen: int, *, grouped: bool, short: bool) -> str:
    yuan, rest = divmod(fen, 100)
    text = f"{yuan:,}" if grouped else str(yuan)
    if short and rest == 0:
        return text
    return f"{text}.{rest:02d}".removesuffix("0" if short else "")


@given(FEN, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "¥", "￥"]))
def test_amounts_however_they_are_written(
    fen: int, grouped: bool, short: bool, wide: bool, sign: str
) -> None:
    text = sign + written(fen, grouped=grouped, short=short) + ("" if sign else "元")
    assert read_amount(text.translate(WIDE) if wide else f" {text} ") == fen


@given(st.text())
def test_any_text_is_an_amount_above_zero_or_is_refused_in_chinese(text: str) -> None:
    try:
        fen = read_amount(text)
    except BadInput as error:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(error))
    else:
        assert 0 < fen <= 10**14


@pytest.mark.parametrize(
    "text",
    ["", "0", "0.00", "1,50", "1,2,3", "1,0000", "12.345", ".5", "5.", "-5", "1e5", "一百", "5+5"]
    + [
        "五",
        "1/2",
        "NaN",
        "Infinity",
        "99999999999999",
        "1000000000000.01",
        "١٢",
        "10²",
        "1 2",
        "½",
    ],
)
def test_no_amounts(text: str) -> None:
    with pytest.raises(BadInput):
        read_amount(text)


@given(st.integers(-(10**14), 10**14))
def test_balances_may_be_zero_or_below(fen: int) -> None:
    sign = "-" if fen < 0 else ""
    text = sign + written(abs(fen), grouped=True, short=False)
    assert read_balance(text) == fen
    assert read_balance(text.translate(WIDE)) == fen


CHINESE = "〇一二三四五六七八九"


def spelt(number: int) -> str:
    """A number up to 31 as it is read aloud."""
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{CHINESE[tens]}十")
    return ten + (CHINESE[ones] if ones else "")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_days_however_they_are_written(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        day.isoformat().translate(WIDE),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f" {day.year}.{day.month}.{day.day} ",
        f"{day.year}{day.month:02d}{day.day:02d}",
        f"{day.year} 年 {day.month} 月 {day.day} 号",
        f"{''.join(CHINESE[int(c)] for c in str(day.year))}年{spelt(day.month)}月{spelt(day.day)}日",
    ):
        assert read_date(text, TODAY) == day
    for text in (
        f"{day.month}月{day.day}日",
        f"{day.month}/{day.day}",
        f"{spelt(day.month)}月{spelt(day.day)}日",
    ):
        assert read_date(text, day) == day


@given(st.text())
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    try:
        day = read_date(text, TODAY)
    except BadInput:
        return
    assert 1900 <= day.year < 2200


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "昨天",
        "20260230",
        "2026-03",
        "1-0",
        "26.7.1",
        "二十十日",
        "十月",
    ],
)
def test_no_days(text: str) -> None:
    with pytest.raises(BadInput):
        read_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ａ００００１０１", "A0000101"),
        (" sp-2026-0003 ", "SP-2026-0003"),
        ("A 0000 101", "A0000101"),
    ],
)
def test_ids_become_plain(text: str, plain: str) -> None:
    assert read_id(text) == plain


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *(
            (text, "2026-07")
            for text in ("2026-07", "2026.7", "2026/7", "202607", "２０２６年７月", "2026年7月份")
        ),
        *((text, "2026-07") for text in ("二〇二六年七月", " 2026 . 7 ")),
        *((text, "2026-12") for text in ("2026.12", "二零二六年十二月")),
        *(
            (text, "2026Q3")
            for text in ("2026Q3", "2026q3", "2026-Q3", "2026年三季度", "2026年第3季度")
        ),
        *((text, "2026H2") for text in ("2026H2", "2026年下半年", "2026h2")),
        *((text, "2026") for text in ("2026", "2026年", "二〇二六年")),
    ],
)
def test_periods_however_they_are_written(text: str, label: str) -> None:
    assert read_period(text).label == label


@pytest.mark.parametrize(
    "text", ["", "7", "2026.13", "2026.0", "2026Q5", "2026年", "七月", "26.7", "2026.7.1"]
)
def test_no_months(text: str) -> None:
    with pytest.raises(BadInput):
        read_month(text)


@pytest.mark.parametrize(
    "text", ["2026.7.1", "20260701", "七月一日", "386", "1,234.50", "３００元", "0", "  "]
)
def test_a_day_or_an_amount_is_no_name(text: str) -> None:
    with pytest.raises(BadInput):
        read_name(text)


@pytest.mark.parametrize(
    "text", ["赵一清", "58同城", "三一重工", "十里香", "Müller", "2026届校友会"]
)
def test_names(text: str) -> None:
    assert read_name(f" {text} ") == text


def test_a_file_pasted_by_mistake_is_no_answer() -> None:
    assert read_text("长" * 2000) == "长" * 2000
    with pytest.raises(BadInput, match="太长了（10000 个字），最多 2000 个字"):
        read_text("长" * 10_000)
