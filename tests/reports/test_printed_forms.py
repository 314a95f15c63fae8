"""Approval, cash count, bank reconciliation and receipt register on paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.approvals.approval_form import UNSIGNED, approval_report
from juwu_ledger.registers.bank.bank_reconciliations import reconciled
from juwu_ledger.registers.bank.reconciliation_sheet import reconciliation_report
from juwu_ledger.registers.cash.count_sheet import count_report, counts_of
from juwu_ledger.registers.receipts.receipt_register import receipt_register
from juwu_ledger.render import render
from juwu_ledger.tables.report import Report
from paper_books import (
    ASSET,
    BANK,
    CHARGE,
    CHART,
    GIFT,
    OFFICE,
    OPENING,
    PETTY,
    TILL,
    as_json,
    last_row,
    load,
    rows,
    voucher,
)
from printed_papers import fields, lines, pages_of, signers

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF = dt.date(2026, 2, 28)
JANUARY = Period.parse("2026-01")
MONTH_END = dt.date(2026, 1, 31)


@pytest.fixture(scope="module")
def example() -> Books:
    found = load_books(MAIN).books
    assert found is not None
    return found


def only(report: Report) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = as_json(report)["forms"]
    return found


def boxes(form: dict[str, Any]) -> dict[str, str]:
    return {box["label"]: box["said"] for box in form["signatures"]}


def uses(form: dict[str, Any]) -> list[tuple[Any, ...]]:
    return lines({**form, "tables": form["tables"][1:]})


# --- approval ------------------------------------------------------------------------------------


def approval(books: Books, number: str, as_of: dt.date = AS_OF) -> Report:
    approval = books.approval(number)
    assert approval is not None
    return approval_report(books, approval, as_of)


def test_a_approval_over_the_limit(example: Books) -> None:
    form = only(approval(example, "SP-2025-0001"))
    said = fields(form)
    assert (said["amount"], said["capitals"]) == ("7800.00", "柒仟捌佰元整")
    assert (said["applicant"], said["way"]) == ("钱二宁", "转账")
    assert [line[1] for line in uses(form)] == [
        "2025-01-0015",
        "2025-02-0011",
        "2025-03-0014",
        None,
        None,
    ]
    assert [line[4] for line in uses(form)[-2:]] == ["7800.00", "0.00"]
    assert signers(form)["街道办事处审批"] == "沈万里"
    assert boxes(form)["主任签批"] == f"2025年1月3日　{UNSIGNED}"
    assert boxes(form)["街道办事处审批"] == f"2025年1月6日　{UNSIGNED}"
    assert "5,000.00" in form["notes"][0]
    assert form["alarms"] == []


def test_a_approval_before_it_is_spent_has_blanks(example: Books) -> None:
    form = only(approval(example, "SP-2025-0001", dt.date(2025, 1, 4)))
    said = fields(form)
    assert (said["attachments"], said["way"]) == (None, "□ 现金　　□ 转账")
    assert uses(form) == []
    assert (signers(form)["经手人"], signers(form)["领款人"]) == (None, None)
    assert signers(form)["会计审核"] == "李四安"
    page = render(approval(example, "SP-2025-0001", dt.date(2025, 1, 4)), "html").decode()
    assert "还没有使用。" in page


def test_every_approval_of_the_year_ties_with_the_spendings(example: Books) -> None:
    spent: dict[str, int] = {}
    for signed in example.signed_spendings:
        spent[signed.approval.id] = spent.get(signed.approval.id, 0) + signed.amount
    for refund in example.facts.refunds:
        name = refund.original.text("approval")
        spent[name] = spent.get(name, 0) - refund.amount
    for number, fen in spent.items():
        form = only(approval(example, number))
        assert Decimal(uses(form)[-2][4]) * 100 == fen
        assert Decimal(uses(form)[-1][4]) == Decimal(fields(form)["amount"]) - Decimal(fen) / 100


APPROVALS = (
    voucher("2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1)
    + voucher("2026-01-0002", (OFFICE, "300.00"), (PETTY, "-300.00"), approval="SP-1", handler="甲")
    + voucher("2026-01-0003", (OFFICE, "200.00"), (BANK, "-200.00"), approval="SP-1", handler="乙")
    + voucher("2026-01-0004", (OFFICE, "-50.00"), (BANK, "50.00"), reverses="2026-01-0003", day=9)
    + """
2025-01-01 custom "limit" "street-sign-off" 400.00 CNY
2026-01-02 custom "approval" "SP-1" 400.00 CNY "<b>用品</b>"
  director: "赵一清"
  resolution: "JY-1"
  payee: "<i>店</i>"
2026-01-02 custom "approval" "SP-2" 399.99 CNY "用品"
2026-01-01 custom "resolution" "JY-1" "买用品"
  present: 38
  in-favour: 35
"""
)


def test_overspent_and_waiting_for_the_street(tmp_path: Path) -> None:
    report = approval(load(tmp_path, APPROVALS), "SP-1")
    form = only(report)
    assert [line[4] for line in uses(form)] == ["300.00", "200.00", "-50.00", "450.00", "-50.00"]
    assert fields(form)["way"] == "现金、转账"
    assert fields(form)["resolution"] == "JY-1　买用品（2026-01-01，到会 38 人，同意 35 人）"
    assert form["alarms"] == ["支出超出批准金额 50.00 元，请查明原因。"]
    assert form["notes"] == ["金额达到 400.00 元，须报街道办事处审批，还没有审批，不能付款。"]
    assert (signers(form)["经手人"], signers(form)["街道办事处审批"]) == ("甲、乙", None)
    page = render(report, "html").decode()
    assert "&lt;b&gt;用品&lt;/b&gt;" in page
    assert "<b>" not in page
    assert '<p class="alarm">支出超出批准金额 50.00 元' in page


def items(form: dict[str, Any]) -> list[tuple[Any, ...]]:
    return lines({**form, "tables": form["tables"][:1]})


def test_what_was_paid_for_who_took_it_in_and_where_the_money_went(tmp_path: Path) -> None:
    bought = '2026-01-01 custom "officer" "asset-keeper" "陈九思"\n' + voucher(
        *("2026-01-0005", (ASSET, "80.00"), (OFFICE, "21.00")),
        *((CHARGE, "1.00"), (BANK, "-102.00")),
        day=9,
        approval="SP-2",
    )
    books = load(tmp_path, APPROVALS + bought)
    form = only(approval(books, "SP-2"))
    assert items(form) == [("固定资产", "80.00"), ("办公费", "21.00"), ("合计", "101.00")]
    assert signers(form)["验收人"] == "陈九思"
    assert fields(form)["payee_account"] is None
    first = only(approval(books, "SP-1"))
    assert items(first) == [("办公费", "450.00"), ("合计", "450.00")]
    assert signers(first)["验收人"] is None
    unspent = only(approval(books, "SP-2", dt.date(2026, 1, 2)))
    assert items(unspent) == [("　", None)] * 3


def test_below_the_limit_the_street_has_no_box(tmp_path: Path) -> None:
    form = only(approval(load(tmp_path, APPROVALS), "SP-2"))
    assert "街道办事处审批" not in signers(form)
    assert (form["notes"], boxes(form)["主任签批"]) == ([], "")


def test_a_signature_that_nothing_can_verify_is_not_called_verified(tmp_path: Path) -> None:
    signed = APPROVALS.replace('  director: "赵一清"\n', '  director: "赵一清"\n  signature: "x"\n')
    form = only(approval(load(tmp_path, signed), "SP-1"))
    assert boxes(form)["主任签批"] == "2026年1月2日　有加密签名，没有公钥可验"


# --- cash count ----------------------------------------------------------------------------------


def counted(books: Books, day: dt.date) -> Report:
    chosen = [(account, count) for made, account, count in counts_of(books) if made == day]
    return count_report(books, day, chosen, AS_OF)


def test_counts_of_the_year_tie_with_the_books(example: Books) -> None:
    for month in Period.parse("2025").split_months():
        figures = Figures.of(example, month)
        books = {a.label: figures.closing(a) for a in figures.money_accounts}
        forms = as_json(counted(example, month.last))["forms"]
        assert [form["title"] for form in forms] == ["库存现金·备用金", "库存现金·待缴款"]
        for form in forms:
            (total,), check = lines(form), form["tables"][1]["rows"]
            amounts = [row["values"]["amount"] for row in check]
            assert amounts[1:4] == [None, None, None]
            assert Decimal(amounts[0]) * 100 == books[form["title"]]
            assert total == ("实盘合计", None, amounts[4])
            assert amounts[5] == "0.00"
            assert signers(form)["监盘人"] == "李四安"


COUNT = (
    voucher("2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1)
    + f"""
2025-01-01 custom "officer" "accountant" "钱二宁"
2026-02-01 balance {PETTY} 500.00 CNY
  counted-by: "孙三平"
  witness: "周五福"
  denominations: "100x4 50x1 20x2 2x4 0.5x3 0.1x5"
2026-02-01 balance {TILL} 0.00 CNY
"""
)


def test_notes_and_coins(tmp_path: Path) -> None:
    petty, till = as_json(counted(load(tmp_path, COUNT), MONTH_END))["forms"]
    *pieces, total = lines(petty)
    assert pieces == [
        ("100.00", 4, "400.00"),
        ("50.00", 1, "50.00"),
        ("20.00", 2, "40.00"),
        ("10.00", 0, "0.00"),
        ("5.00", 0, "0.00"),
        ("2.00", 4, "8.00"),
        ("1.00", 0, "0.00"),
        ("0.50", 3, "1.50"),
        ("0.10", 5, "0.50"),
    ]
    assert total[2] == "500.00"
    assert signers(petty) == {"盘点人": "孙三平", "监盘人": "周五福", "会计": "钱二宁"}
    assert lines(till) == [("实盘合计", None, "0.00")]
    assert signers(till)["盘点人"] is None


def test_a_count_that_differs_is_red(tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_text(
        CHART + COUNT.replace("500.00 CNY\n  counted", "480.50 CNY\n  counted"), encoding="utf-8"
    )
    books = load_books(tmp_path / "main.beancount").books
    assert books is not None
    report = counted(books, MONTH_END)
    form = as_json(report)["forms"][0]
    assert form["alarms"] == ["短款 19.50 元，请查明原因，写在下面，报主任处理。"]
    assert form["tables"][1]["rows"][-1]["values"]["amount"] == "-19.50"
    assert fields(form)["cause"] is None
    # What does not add up to the count is no list of what was counted.
    assert lines(form) == [("实盘合计", None, "480.50")]
    assert 'negative">-19.50<' in render(report, "html").decode()


# --- bank reconciliation -------------------------------------------------------------------------


def test_reconciliations_of_the_year_tie(example: Books) -> None:
    for month in Period.parse("2025").split_months():
        for one in reconciled(Figures.of(example, month)):
            form = only(reconciliation_report(example, one, AS_OF))
            first, *_, last = lines(form)
            assert Decimal(first[9]) * 100 == one.statement.amount
            assert Decimal(first[4]) * 100 == one.book
            assert last[4] == last[9]
            assert form["alarms"] == []
            assert fields(form)["conclusion"] == "调节后余额相等"


def test_march(example: Books) -> None:
    one = reconciled(Figures.of(example, Period.parse("2025-03")))[0]
    form = only(reconciliation_report(example, one, AS_OF))
    assert [line[5:] for line in lines(form)] == [
        ("银行对账单余额", None, None, None, "112889.27"),
        ("加：企业已收银行未收", None, None, None, "170.00"),
        ("2025-03-31", "2025-03-0028", "微信收款码提现到基本户", 0, "170.00"),
        ("减：企业已付银行未付", None, None, None, "960.00"),
        ("2025-03-31", "2025-03-0027", "防诈骗宣传单 3000 份", 0, "960.00"),
        ("调节后余额", None, None, None, "112099.27"),
    ]
    assert signers(form) == {"编制人": "李四安", "复核人": "赵一清"}


RECONCILED = (
    voucher("2026-01-0001", (PETTY, "500.00"), (BANK, "9500.00"), (OPENING, "-10000.00"), day=1)
    + voucher("2026-01-0002", (BANK, "80.00"), (GIFT, "-80.00"), payee="<u>甲</u>", said="<u>捐")
    + voucher("2026-02-0001", (BANK, "-3.00"), (CHARGE, "3.00")).replace(
        " -3.00 CNY\n", " -3.00 CNY\n    cleared: 2026-01-31\n"
    )
    + f'2026-01-31 custom "reconciliation" {BANK} 9400.00 CNY\n'
)


def test_a_reconciliation_that_does_not_tie_is_red(tmp_path: Path) -> None:
    books = load(tmp_path, RECONCILED)
    (one,) = reconciled(Figures.of(books, JANUARY))
    report = reconciliation_report(books, one, AS_OF)
    form = only(report)
    assert lines(form)[-1][4::5] == ("9577.00", "9480.00")
    assert [line[8] for line in lines(form) if line[6] == "2026-01-0002"] == [26], "一月五日起"
    assert form["alarms"][0].startswith("未核平：")
    assert "97.00" in form["alarms"][0]
    page = render(report, "html").decode()
    assert "<u>" not in page
    assert '<span class="value negative">未核平</span>' in page
    assert report.books_digest == books.digest(dt.date(2026, 2, 5))


# --- receipts ------------------------------------------------------------------------------------


def test_the_register_of_the_year(example: Books) -> None:
    report = receipt_register(example, Period.parse("2025"), AS_OF)
    first, second = rows(report, "receipt_books")
    assert (first["numbers"], first["used"], first["void"], first["left"]) == (
        "A0000101–A0000150",
        48,
        2,
        0,
    )
    assert (first["written_off"], first["written_off_by"]) == ("2025-08-06", "吕丁山")
    assert second["left_numbers"] == "A0000183–A0000200"
    assert [row["number"] for row in rows(report, "receipt_voids")] == [
        "A0000107",
        "A0000117",
        "A0000158",
        "A0000178",
    ]
    receipts = rows(report, "receipt_slips")
    assert len(receipts) == len(example.facts.receipts) == first["used"] + second["used"]
    total = sum(Decimal(row["amount"]) for row in receipts)
    assert Decimal(last_row(report, "receipt_slips")["amount"]) == total
    assert Decimal(last_row(report, "receipt_books")["amount"]) == total


def test_quarters_add_up_to_the_year(example: Books) -> None:
    def total(period: str) -> Decimal:
        report = receipt_register(example, Period.parse(period), AS_OF)
        return Decimal(last_row(report, "receipt_slips")["amount"])

    assert sum(total(f"2025Q{n}") for n in range(1, 5)) == total("2025")


def test_books_without_receipts(tmp_path: Path) -> None:
    report = receipt_register(load(tmp_path, APPROVALS), JANUARY, AS_OF)
    assert "没有领用收据。" in render(report, "html").decode()
    for name in ("text", "json", "xlsx"):
        assert render(report, name)


# --- on paper ------------------------------------------------------------------------------------


def test_pages(example: Books, tmp_path: Path) -> None:
    one = reconciled(Figures.of(example, Period.parse("2025-03")))[0]
    papers = (
        (approval(example, "SP-2025-0001"), 1, "柒仟捌佰元整"),
        (counted(example, dt.date(2025, 3, 31)), 1, "396.10"),
        (reconciliation_report(example, one, AS_OF), 1, "112,889.27"),
        (receipt_register(example, Period.parse("2025Q3"), AS_OF), 3, "55,745.00"),
    )
    for report, number, said in papers:
        pages = pages_of(report, tmp_path)
        assert len(pages) == number
        assert said in "".join(pages)
        for place, page in enumerate(pages, 1):
            assert f"第{place}页共{number}页" in page.replace(" ", "")


def test_a_approval_of_many_vouchers_keeps_its_boxes_with_the_sum(tmp_path: Path) -> None:
    text = voucher("2026-01-0001", (BANK, "9000.00"), (OPENING, "-9000.00"), day=1)
    for n in range(2, 61):
        cells = ((OFFICE, "1.00"), (BANK, "-1.00"))
        text += voucher(f"2026-01-{n:04d}", *cells, approval="SP-1", handler=f"经手{n}")
    text += '2026-01-02 custom "approval" "SP-1" 400.00 CNY "用品"\n'
    report = approval(load(tmp_path, text), "SP-1")
    assert signers(only(report))["经手人"] == "经手2、经手3、经手4、经手5等 59 人"
    last = pages_of(report, tmp_path)[-1]
    assert "已用合计" in last
    assert "领款人" in last
