"""Vouchers cut into half pages: nothing lost, the sum on the last half, nothing over the edge."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from juwu_ledger.registers.vouchers.printed_voucher import COLUMNS
from juwu_ledger.render.html.half_pages import half_pages
from juwu_ledger.tables.report import TOTAL, Box, Field, Form, Row, Table

AMOUNT = Decimal("1.00")
words = st.text(st.sampled_from("桂花里A1 <&，2"), max_size=400)


def form(texts: list[tuple[str, str]], payee: str = "某单位") -> Form:
    rows = [Row((said, account, "", AMOUNT, None)) for said, account in texts]
    rows.append(Row(("合计", None, None, AMOUNT, AMOUNT), TOTAL))
    return Form(
        "voucher",
        "记账凭证",
        tables=(Table("lines", "分录", COLUMNS, tuple(rows)),),
        closing=(Field("capitals", "人民币（大写）", "壹元整"), Field("payee", "对方", payee)),
        boxes=(Box("记账"),),
    )


def test_nine_lines_stand_on_one_slip() -> None:
    (half,) = half_pages(form([("事由", "5101 办公费"), *[("", "5101 办公费")] * 8]))
    assert (half.number, half.of, len(half.rows)) == (1, 1, 9)
    assert half.total is not None
    assert half.blank == 0 or half.blank < 7.5


def test_two_lines_leave_room_that_is_struck_out() -> None:
    (half,) = half_pages(form([("事由", "5101 办公费"), ("", "1001 现金")]))
    assert half.blank > 40


def test_forty_lines_are_numbered_slips_with_one_sum() -> None:
    made = half_pages(form([(f"第{n}行", "5101 办公费") for n in range(40)]))
    assert [half.number for half in made] == list(range(1, len(made) + 1))
    assert {half.of for half in made} == {len(made)}
    assert [half.total is None for half in made] == [True] * (len(made) - 1) + [False]


def test_a_form_without_lines_is_one_slip() -> None:
    assert len(half_pages(Form("cover", "封面"))) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(words, words), max_size=30), words)
def test_nothing_is_lost(texts: list[tuple[str, str]], payee: str) -> None:
    made = half_pages(form(texts, payee))
    rows = [row for half in made for row in half.rows]
    said = "".join(str(row.values[0]) for row in rows)
    assert said == "".join(text for text, _ in texts)
    assert [row.values[1] for row in rows if row.values[3] == AMOUNT] == [t for _, t in texts]
    assert sum(row.values[3] == AMOUNT for row in rows) == len(texts)
    assert all(half.rows for half in made) or not texts
