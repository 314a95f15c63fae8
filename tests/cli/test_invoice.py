"""``juwu invoice`` and ``spend --invoice FILE``: what is kept, what is filled in, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from beancount.core.data import Custom, Transaction
from beancount.parser import parser
from click.testing import Result

from evoucher_files import ILL_TAG, NUMBER, SELLER, ofd, pdf, vat_xml
from invoking import invoke
from written_books import example, read, run

DAY = "2026-01-05"
OURS = "示例市样板区柳荫街道柳叶里社区居民委员会"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return example(tmp_path)


def put(books: Path, name: str, data: bytes) -> str:
    path = books.parent / name
    path.write_bytes(data)
    return str(path)


def state(books: Path) -> dict[str, bytes]:
    """Everything below the books but the lock."""
    files = (
        path
        for path in books.rglob("*")
        if path.is_file() and path.name not in (".juwu.lock", "operations.log")
    )
    return {str(path.relative_to(books)): path.read_bytes() for path in files}


def invoice(**other: str) -> bytes:
    """An invoice of January to the committee of the example books."""
    return vat_xml(**({"day": "2026-01-04", "buyer": OURS} | other))


def test_a_payment_that_names_an_invoice_by_number_imports_no_reader_of_files() -> None:
    code = "import sys, juwu_ledger.cli.write.spend; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "juwu_ledger.cli.write.invoice_paid" in imported
    assert not imported & {"juwu_ledger.intake.evouchers.reading", "defusedxml", "zipfile"}


def directives(books: Path, name: str = "receipts.beancount") -> list[Custom]:
    """What Beancount's own parser reads."""
    entries, errors, _ = parser.parse_file(str(books / name))
    assert not errors
    return [e for e in entries if isinstance(e, Custom) and e.type == "invoice"]


def refused(books: Path, *words: str, status: int = 5) -> str:
    before = state(books)
    result = run(books, *words)
    assert result.exit_code == status, result.output
    assert state(books) == before
    return result.output


def test_an_invoice_is_taken_in(books: Path) -> None:
    file = put(books, "打印纸.xml", invoice())
    result = run(books, "invoice", "add", file, "--checked", "2026-01-05 李四安", "--date", DAY)
    assert result.exit_code == 0, result.output
    assert "没有验" in result.output
    (one,) = directives(books)
    assert (one.date.isoformat(), one.values[0].value) == (DAY, NUMBER)
    assert str(one.meta["invoice-total"]) == "386.00 CNY"
    assert one.meta["invoice-seller"] == SELLER
    assert one.meta["invoice-date"].isoformat() == "2026-01-04"
    assert one.meta["invoice-checked"] == "2026-01-05 李四安"
    assert one.meta["document"].startswith(f"documents/invoices/2026/{NUMBER}-")
    assert (books / one.meta["document"]).read_bytes() == invoice()


def test_looked_up_later_in_a_directive_of_its_own(books: Path) -> None:
    file = put(books, "a.xml", invoice())
    assert run(books, "invoice", "add", file, "--date", DAY).exit_code == 0
    (before,) = directives(books)
    check = ("invoice", "checked", NUMBER)
    assert "没有收下过" in refused(
        books, *check[:2], "26372000009999999999", "--by", "李四安", status=2
    )
    assert "才开" in refused(books, *check, "--by", "李四安", "--on", "2026-01-03", status=2)
    assert "还要写明" in refused(books, *check, status=2)
    result = run(books, *check, "--by", "李四安")
    assert result.exit_code == 0, result.output
    assert directives(books) == [before], "原来的登记没有动"
    entries, errors, _ = parser.parse_file(str(books / "receipts.beancount"))
    assert not errors
    (told,) = [e for e in entries if isinstance(e, Custom) and e.type == "invoice-check"]
    assert (str(told.date), [v.value for v in told.values]) == (DAY, [NUMBER, "李四安"])
    assert "已经登记了" in refused(books, *check, "--by", "李四安")
    assert run(books, *check, "--by", "周五福").exit_code == 0
    listed = invoke(["invoice", "list", "--json", "--books", str(books)])
    assert json.loads(listed.output)["invoices"][0]["checked"] == f"{DAY} 李四安、{DAY} 周五福"
    shown = run(books, "show", NUMBER)
    assert f"谁查验过：{DAY} 李四安、{DAY} 周五福" in shown.output


def test_a_check_leaves_a_closed_month_as_it_is(books: Path) -> None:
    file = put(books, "a.xml", invoice(day="2025-12-20"))
    assert run(books, "invoice", "add", file, "--date", DAY).exit_code == 0
    check = ("invoice", "checked", NUMBER, "--by", "李四安")
    december = read(books).digest(dt.date(2025, 12, 31))
    assert "月结" in refused(books, *check, "--on", "2025-12-30"), "十二月已经月结"
    assert run(books, *check).exit_code == 0
    assert read(books).digest(dt.date(2025, 12, 31)) == december


def test_listed_until_it_is_used(books: Path) -> None:
    file = put(books, "a.xml", invoice())
    assert run(books, "invoice", "add", file, "--date", DAY).exit_code == 0
    listed = invoke(["invoice", "list", "--unused", "--json", "--books", str(books)])
    (one,) = json.loads(listed.output)["invoices"]
    assert (one["id"], one["total"], one["vouchers"]) == (NUMBER, "386.00", [])
    paid = spend(books, NUMBER)
    assert paid.exit_code == 0, paid.output
    assert "没有" in invoke(["invoice", "list", "--unused", "--books", str(books)]).output
    every = invoke(["invoice", "list", "--books", str(books)]).output
    assert read(books).vouchers[-1].id in every


def sign(books: Path, identity: str, day: str) -> None:
    words = (
        *(
            "approve",
            "--amount",
            "2000",
            "--for",
            "打印纸",
            "--reason",
            "窗口用",
            "--payee",
            SELLER,
        ),
        *("--applicant", "李四安", "--director", "赵一清", "--id", identity, "--date", day),
    )
    result = run(books, *words)
    assert result.exit_code == 0, result.output


PAY = (
    *("--account", "办公用品", "--from", "bank", "--handler", "李四安", "--witness", "周五福"),
    *("--for", "打印纸"),
)


def spend(books: Path, named: str, *more: str) -> Result:
    sign(books, "SP-2026-0901", DAY)
    words = ("spend", "--approval", "SP-2026-0901", "--invoice", named, "--date", DAY)
    return run(books, *words, *PAY, *more)


def test_spend_takes_the_figures_from_the_file(books: Path) -> None:
    result = spend(books, put(books, "a.ofd", ofd({"Attachs/a.xml": invoice()})))
    assert result.exit_code == 0, result.output
    voucher = read(books).vouchers[-1]
    txn = voucher.txn
    assert isinstance(txn, Transaction)
    assert (txn.payee, txn.meta["invoice"]) == (SELLER, NUMBER)
    assert [str(p.units) for p in txn.postings] == ["386.00 CNY", "-386.00 CNY"]
    (one,) = directives(books, "2026/2026-01.beancount")
    assert txn.meta["document"] == one.meta["document"]
    assert (books / one.meta["document"]).is_file()


def test_spend_pays_back_who_advanced_it(books: Path) -> None:
    result = spend(books, put(books, "a.xml", invoice()), "--advanced-by", "孙三平")
    assert result.exit_code == 0, result.output
    txn = read(books).vouchers[-1].txn
    assert (txn.payee, txn.meta["advanced-by"]) == ("孙三平", "孙三平")


def test_spend_refuses_a_later_and_a_red_invoice(books: Path) -> None:
    sign(books, "SP-2026-0902", "2026-01-02")
    later = put(books, "later.xml", invoice(day="2026-01-05"))
    words = ("spend", "--approval", "SP-2026-0902", "--date", "2026-01-04", *PAY)
    assert "晚于" in refused(books, *words, "--invoice", later)
    red = invoice(net="-380.20", tax="-5.80", total="-386.00", words="负叁佰捌拾陆圆整", blue="N")
    file = put(books, "red.xml", red)
    assert "红字" in refused(books, *words, "--invoice", file, status=2)


def test_the_same_file_twice_and_renamed(books: Path) -> None:
    file = put(books, "a.xml", invoice())
    assert "写了两次" in refused(books, "invoice", "add", file, file, "--date", DAY)
    assert run(books, "invoice", "add", file, "--date", DAY).exit_code == 0
    assert "已经收过" in refused(books, "invoice", "add", file, "--date", DAY)
    again = put(books, "别的名字.pdf", invoice())
    assert "改了名字" in refused(books, "invoice", "add", again, "--date", DAY)
    shape = put(books, "b.pdf", pdf({"a.xml": invoice()}))
    assert "已经登记过" in refused(books, "invoice", "add", shape, "--date", DAY)


def test_a_qr_text(books: Path) -> None:
    text = f"01,32,,{NUMBER},386.00,20260104,,A1B2,"
    assert run(books, "invoice", "add", text, "--date", DAY).exit_code == 0
    (one,) = directives(books)
    assert "document" not in one.meta
    assert str(one.meta["invoice-total"]) == "386.00 CNY"


BAD = {
    "zip-in-zip.ofd": (ofd({"Attachs/a.zip": ofd({})}), "压缩包里还有压缩包"),
    "doctype.xml": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
    "scan.pdf": (pdf({}), "没有文字"),
    "tag.ofd": (ofd({"Tags/Tag_Invoice.xml": ILL_TAG}), "读不出号码"),
    "two.pdf": (pdf({"a.xml": invoice(), "b.xml": invoice(seller="别家")}), "不一样"),
    "19.xml": (invoice(number="9223372036854775807"), "19 位"),
    "later.xml": (invoice(day="2026-01-06"), "晚于"),
    "photo.jpg": (b"\xff\xd8\xff\xe0", "图片不认"),
    "sum.xml": (invoice(tax="5.81"), "不是价税合计"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_nothing_written(books: Path, name: str) -> None:
    data, said = BAD[name]
    assert said in refused(books, "invoice", "add", put(books, name, data), "--date", DAY)
    good = put(books, "good.xml", invoice())
    assert said in refused(books, "invoice", "add", good, put(books, name, data), "--date", DAY)


def test_no_such_file(books: Path) -> None:
    assert "没有这个文件" in refused(books, "invoice", "add", "没有.ofd", "--date", DAY, status=2)


def test_show_tells_what_the_invoice_itself_says(books: Path) -> None:
    file = put(books, "a.xml", invoice())
    assert run(books, "invoice", "add", file, "--date", DAY).exit_code == 0
    shown = invoke(["show", NUMBER, "--books", str(books), "--as-of", DAY])
    assert shown.exit_code == 0, shown.output
    for said in ("386.00", SELLER, OURS, "2026-01-04", "documents/invoices/2026"):
        assert said in shown.output


def test_a_file_where_only_a_number_will_do(books: Path) -> None:
    words = (
        "approve",
        "--pay",
        "--amount",
        "20",
        "--for",
        "纸",
        "--reason",
        "用完了",
        "--payee",
        "店",
    )
    people = ("--applicant", "李四安", "--director", "赵一清", "--witness", "周五福", "--date", DAY)
    where = ("--account", "办公用品", "--from", "bank", "--invoice", "打印纸.ofd")
    assert "juwu invoice add" in refused(books, *words, *people, *where, status=2)
