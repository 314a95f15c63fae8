"""Vouchers on paper: sides, red letters, sums in capitals, who signs, the month's cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.registers.vouchers.voucher_pack import missing_numbers, voucher_report
from juwu_ledger.render import CannotRender, render
from juwu_ledger.tables.report import Report
from paper_books import BANK, GRANT, OFFICE, OPENING, OWED, PETTY, SERVICE, as_json, load, voucher
from printed_papers import fields, lines, pages_of, signers

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF = dt.date(2026, 2, 28)
JUNE = Period.parse("2025-06")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def example() -> Books:
    found = load_books(MAIN).books
    assert found is not None
    return found


def of_month(books: Books, month: Period) -> list[Voucher]:
    return sorted(books.vouchers_in(month), key=lambda v: v.id)


def form_of(books: Books, number: str, as_of: dt.date = AS_OF) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = as_json(voucher_report(books, [books.facts.by_id[number]], as_of))["forms"]
    return found


def test_a_spending(example: Books) -> None:
    form = form_of(example, "2025-06-0001")
    said = fields(form)
    assert (said["number"], said["date"], said["attachments"]) == ("2025-06-0001", "2025-06-03", 1)
    assert said["capitals"] == "伍拾伍元捌角"
    assert said["approval"] == "SP-2025-0051"
    assert (said["handler"], said["witness"]) == ("郑七星", "许再三")
    assert lines(form) == [
        ("计算器电池、双面胶、签到簿", "5101 办公用品", "", "55.80", None),
        ("", "1001 库存现金", "01 备用金", None, "55.80"),
        ("合计", None, None, "55.80", "55.80"),
    ]
    assert signers(form) == {
        "会计主管（主任）": "赵一清",
        "记账": "李四安",
        "稽核": None,
        "出纳": "周五福",
        "制单": "李四安",
    }


def test_the_cashier_of_the_day_signs_what_moves_money_only(example: Books) -> None:
    assert signers(form_of(example, "2025-07-0002"))["出纳"] == "吴六合"
    still = [
        v
        for v in example.vouchers
        if not any(example.chart[p.account].is_money for p in v.txn.postings)
    ]
    assert still
    for one in still:
        assert "出纳" not in signers(form_of(example, one.id))


def test_a_red_letter_names_what_it_cancels(example: Books) -> None:
    form = form_of(example, "2025-06-0004")
    first, second, total = lines(form)
    assert first[0].endswith("（注销2025年5月20日2025-05-0013号凭证）")
    assert (first[3], first[4], second[3], second[4]) == ("-780.00", None, None, "-780.00")
    assert total[3:] == ("-780.00", "-780.00")
    assert fields(form)["capitals"] == "负柒佰捌拾元整"
    page = render(
        voucher_report(example, [example.facts.by_id["2025-06-0004"]], AS_OF), "html"
    ).decode()
    assert page.count('class="money negative"') == 4
    assert '<span class="value negative">负柒佰捌拾元整</span>' in page


def test_a_cancelled_voucher_says_so_once_it_is(example: Books) -> None:
    number = "2025-05-0013"
    said = fields(form_of(example, number))["cancelled_by"]
    assert said == "已由2025年6月5日2025-06-0004号红字凭证注销"
    before = voucher_report(example, [example.facts.by_id[number]], dt.date(2025, 6, 4))
    assert "cancelled_by" not in fields(as_json(before)["forms"][0])
    after = voucher_report(example, [example.facts.by_id[number]], AS_OF)
    assert before.books_digest == example.digest(dt.date(2025, 5, 31))
    assert after.books_digest == example.digest(dt.date(2025, 6, 5))


def test_two_receipts_stand_on_their_lines(example: Books) -> None:
    first, *rest = lines(form_of(example, "2025-03-0012"))
    assert [line[0] for line in rest[:2]] == ["收据 A0000119", "收据 A0000120"]
    assert first[0] == "活动室使用费和旧家具清运费，两张收据"


def test_no_invoice_is_said_in_words(example: Books) -> None:
    said = fields(form_of(example, "2025-03-0014"))
    assert said["invoice"] == "无发票（楼组长津贴发放表）"


def test_every_voucher_of_the_year_ties_with_the_books(example: Books) -> None:
    for month in Period.parse("2025").split_months():
        vouchers = of_month(example, month)
        cover, *forms = as_json(voucher_report(example, vouchers, AS_OF, month))["forms"]
        assert len(forms) == len(vouchers)
        debits = Decimal(0)
        for one, form in zip(vouchers, forms, strict=True):
            *items, total = lines(form)
            debit = sum(Decimal(line[3] or 0) for line in items)
            credit = sum(Decimal(line[4] or 0) for line in items)
            assert Decimal(total[3]) == debit == credit == Decimal(total[4])
            size = sum(abs(p.units.number) for p in one.txn.postings)
            assert abs(debit) * 2 == size
            debits += debit
        said = fields(cover)
        assert Decimal(said["amount"]) == debits
        assert (said["first"], said["last"]) == (vouchers[0].id, vouchers[-1].id)
        assert (said["count"], said["missing"]) == (len(vouchers), "无")
        papers = sum(int(v.txn.meta.get("attachments", 0)) for v in vouchers)
        assert said["attachments"] == papers


def test_missing_numbers() -> None:
    assert missing_numbers(["2026-01-0001", "2026-01-0002"]) == ""
    assert (
        missing_numbers(["2026-01-0009", "2026-01-0001", "2026-01-0003", "x"])
        == "2026-01-0002、2026-01-0004–2026-01-0008"
    )


def test_a_months_pack_on_paper(example: Books, tmp_path: Path) -> None:
    vouchers = of_month(example, JUNE)
    pages = pages_of(voucher_report(example, vouchers, AS_OF, JUNE), tmp_path)
    assert len(pages) == -(-(len(vouchers) + 1) // 2)
    assert "记账凭证封面" in pages[0].replace(" ", "")
    text = "".join(pages)
    for one in vouchers:
        assert text.count(f"第 {one.id} 号") == 1


def hostile(folder: Path) -> Books:
    many = [(OFFICE, f"{n}.01") for n in range(1, 41)]
    text = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
    text += voucher("2026-01-0002", *many, (BANK, "-820.40"), payee=SCRIPT, said="四十行")
    text += voucher("2026-01-0003", (OFFICE, "1.00"), (OWED, "-1.00"), said="很长的摘要，" * 200)
    text += voucher("2026-01-0004", (PETTY, "5.00"), (SERVICE, "-5.00"), receipt="A1", payee="")
    text += voucher("2026-01-0005", (PETTY, "-2.00"), (SERVICE, "2.00"), reverses="2026-01-0004")
    text += voucher("2026-01-0006", (BANK, "5.00"), (GRANT, "-5.00"), reverses="2026-01-0099")
    text += f'2026-01-09 * "没有编号"\n  {PETTY}  7.00 CNY\n  {SERVICE}  -7.00 CNY\n'
    return load(folder, text)


def report_of(books: Books, vouchers: Sequence[Voucher]) -> Report:
    return voucher_report(books, vouchers, AS_OF, Period.parse("2026-01"))


def test_hostile_vouchers_are_harmless_and_whole(tmp_path: Path) -> None:
    books = hostile(tmp_path)
    report = report_of(books, books.vouchers)
    page = render(report, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "（1/5）" in page or "（1/4）" in page or "（1/6）" in page
    for n in range(1, 41):
        assert f">{n}.01<" in page
    assert page.count("很长的摘要，") >= 190  # Lines may be cut within the words.
    assert SCRIPT in render(report, "text").decode()
    assert len(pages_of(report, tmp_path)) == -(-page.count('<section class="half') // 2)


def test_partial_and_unknown_reversals_are_named(tmp_path: Path) -> None:
    books = hostile(tmp_path)
    first = lines(form_of(books, "2026-01-0005"))[0]
    assert first[0] == "事由（冲减2026年1月5日2026-01-0004号凭证）"
    assert lines(form_of(books, "2026-01-0006"))[0][0] == (
        "事由（注销 2026-01-0099 号凭证，账本里没有这张凭证）"
    )


def test_the_cover_tells_of_vouchers_without_a_number(tmp_path: Path) -> None:
    books = hostile(tmp_path)
    cover, *forms = as_json(report_of(books, books.vouchers))["forms"]
    assert cover["notes"] == ["有 1 张凭证没有编号。"]
    assert fields(forms[-1])["number"] == "（没有编号）"
    assert fields(forms[-1])["attachments"] is None
    assert fields(cover)["red"] == "2026-01-0005"


def test_no_vouchers_is_refused(example: Books) -> None:
    with pytest.raises(ValueError, match="no vouchers"):
        voucher_report(example, [], AS_OF)


def test_forms_make_no_workbook(example: Books) -> None:
    report = voucher_report(example, example.vouchers[:1], AS_OF)
    with pytest.raises(CannotRender, match="xlsx"):
        render(report, "xlsx")


@pytest.mark.parametrize("name", ["html", "text", "json"])
def test_same_bytes_twice(example: Books, name: str) -> None:
    def made() -> bytes:
        return render(voucher_report(example, of_month(example, JUNE), AS_OF, JUNE), name)

    assert made() == made()
