"""Electronic vouchers: their figures to the fen, sources that must agree, bad files refused by name."""

from __future__ import annotations

import datetime as dt
import os
import random
import zipfile
from pathlib import Path

import pytest

from evoucher_files import (
    ADVICE,
    BUYER,
    CUSTOM,
    FISCAL,
    ILL_TAG,
    NUMBER,
    RAIL,
    SELLER,
    ofd,
    pdf,
    tagged_parts,
    vat_xml,
    xbrl,
)
from juwu_ledger.intake.evouchers import invoice as kinds
from juwu_ledger.intake.evouchers.agreement import agreed
from juwu_ledger.intake.evouchers.pdf_text import text_source
from juwu_ledger.intake.evouchers.reading import parse_invoice, read_invoice_file, read_qr_text
from juwu_ledger.intake.refusal import FileRefused

SAMPLES = Path(__file__).parent.parent / "data" / "evouchers"


def refused(data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        parse_invoice(data)
    return caught.value


def qr_refused(text: str) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_qr_text(text)
    return caught.value


def test_the_public_ofd() -> None:
    """Figures from the sample's own README; five sources tell of it, its tag file is empty."""
    read = read_invoice_file(SAMPLES / "发票示例.ofd")
    one = read.invoice
    assert (read.suffix, one.id, one.date) == (
        "ofd",
        "050001700111-99999951",
        dt.date(2020, 10, 10),
    )
    assert (one.net, one.tax, one.total) == (30000, 1800, 31800)
    assert one.seller == "杭州融易算企业管理咨询有限公司"
    assert one.sources["number"] == ("original_invoice.xml", "二维码", "CustomData")
    assert one.remarks == ("二维码里的金额是不含税的",)
    assert not one.is_red


def test_a_number_of_19_digits() -> None:
    with pytest.raises(FileRefused, match="19 位") as caught:
        read_invoice_file(SAMPLES / "itinerary-19-digit-number.pdf")
    assert caught.value.name == "bad-number"


def test_an_invoice_as_xml() -> None:
    suffix, one = parse_invoice(vat_xml())
    assert (suffix, one.id, one.date) == ("xml", NUMBER, dt.date(2026, 3, 4))
    assert (one.net, one.tax, one.total) == (38020, 580, 38600)
    assert (one.seller, one.buyer, one.kind) == (SELLER, BUYER, kinds.INVOICE)


def test_an_exempt_tax_is_stars() -> None:
    one = parse_invoice(vat_xml(net="386.00", tax="***"))[1]
    assert (one.net, one.tax, one.total) == (38600, None, 38600)
    assert refused(vat_xml(tax="***")).name == "wrong-sum"


def test_a_red_invoice_names_the_blue_one() -> None:
    blue = "26372000001234567001"
    note = f"<Remark>被红冲蓝字数电票号码：{blue} 红字发票信息确认单编号：1</Remark>"
    red = vat_xml(
        net="-380.20", tax="-5.80", total="-386.00", words="（负数）叁佰捌拾陆圆整", blue="N",
        extra=note,
    )  # fmt: skip
    one = parse_invoice(red)[1]
    assert (one.is_red, one.total, one.blue) == (True, -38600, blue)
    assert refused(vat_xml(blue="N")).name == "wrong-sign"


@pytest.mark.parametrize("day", ["2021-11-30", "2023-05-15", "2031-01-01"])
def test_ministry_forms_by_local_name(day: str) -> None:
    rail = parse_invoice(xbrl("rai", day, RAIL))[1]
    assert (rail.kind, rail.total, rail.net, rail.tax) == (kinds.RAIL, 49300, 45229, 4071)
    advice = parse_invoice(xbrl("bker", day, ADVICE))[1]
    assert (advice.kind, advice.id, advice.total) == (kinds.ADVICE, "HD20260305000017", 500)
    assert (advice.buyer, advice.seller) == (BUYER, "示例银行")


def test_a_fiscal_receipt() -> None:
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in FISCAL.items())
    one = parse_invoice(f"<EInvoice>{inside}</EInvoice>".encode())[1]
    assert (one.kind, one.id, one.total) == (kinds.FISCAL, "37060126-0012345678", 13300)
    assert one.date == dt.date(2026, 3, 5)


def test_ofd_custom_tags_point_at_the_page() -> None:
    one = parse_invoice(ofd(tagged_parts()))[1]
    assert (one.id, one.total, one.seller) == (NUMBER, 38600, SELLER)
    assert one.source_names == ("标引 Tag_Invoice.xml",)


def test_each_source_of_an_ofd_fails_alone() -> None:
    data = ofd({"Tags/Tag_Invoice.xml": ILL_TAG, "Attachs/original_invoice.xml": vat_xml()}, CUSTOM)
    one = parse_invoice(data)[1]
    assert one.total == 38600
    assert one.source_names == ("original_invoice.xml", "CustomData")
    assert len(one.unread) == 1 and "Tag_Invoice.xml" in one.unread[0]


def test_an_ill_formed_tag_file_and_nothing_else() -> None:
    error = refused(ofd({"Tags/Tag_Invoice.xml": ILL_TAG}))
    assert error.name == "fields-missing"
    assert "号码、日期、价税合计" in str(error) and "Tag_Invoice.xml" in str(error)


def test_sources_that_disagree() -> None:
    error = refused(ofd({"Attachs/a.xml": vat_xml()}, CUSTOM | {"价税合计": "388.00"}))
    assert error.name == "sources-disagree"
    assert "386.00" in str(error) and "388.00" in str(error)
    other = vat_xml(number=NUMBER[:-1] + "3")
    assert refused(ofd({"Attachs/a.xml": other}, CUSTOM)).name == "sources-disagree"
    pair = {"a.xml": vat_xml(), "b.xml": vat_xml(seller="别的店")}
    assert refused(pdf(pair)).name == "sources-disagree"
    qr = "<GraphCode>01,32,,26372000001234567002,387.00,20260304,,A1,</GraphCode>"
    assert refused(vat_xml(extra=qr)).name == "sources-disagree"


def test_a_pdf_with_the_xml_attached() -> None:
    suffix, one = parse_invoice(pdf({"26372000001234567002.xml": vat_xml()}))
    assert (suffix, one.total, one.source_names) == ("pdf", 38600, ("26372000001234567002.xml",))


VAT_TEXT = """电子发票（普通发票） 发票号码：26372000001234567002
开票日期：2026年03月04日
购 名称：示例社区居民委员会 销 名称：示例文具店
统一社会信用代码/纳税人识别号：54370000MJ0000000X 统一社会信用代码/纳税人识别号：9137
*纸制品*打印纸 包 4 95.05 380.20 1.5% 5.80
合 计 ¥380.20 ¥5.80
价税合计（大写） 叁佰捌拾陆圆整 （小写）¥386.00"""
AIR_TEXT = """电子发票（航空运输电子客票行程单）
发票号码： 26942233720368547758
CNY 477.06 CNY 45.87 9% CNY 47.07 CNY 50.00 CNY 0.00 CNY 620.00
销售网点代号： CAN001 填开单位： 中国南方航空股份有限公司 填开日期： 2021-07-28
购买方名称：北京XXX公司 统一社会信用代码/纳税人识别号： 9111"""


def test_the_text_of_a_pdf() -> None:
    one = agreed([text_source(VAT_TEXT.splitlines())])
    assert (one.id, one.date, one.net, one.tax, one.total) == (
        NUMBER, dt.date(2026, 3, 4), 38020, 580, 38600,
    )  # fmt: skip
    assert (one.buyer, one.seller) == (BUYER, SELLER)


def test_the_text_of_an_air_ticket() -> None:
    """477.06 + 45.87 + 47.07 + 50.00 = 620.00, as the public sample prints it."""
    one = agreed([text_source(AIR_TEXT.splitlines())])
    assert (one.kind, one.total, one.tax) == (kinds.AIR, 62000, 4707)
    assert one.seller == "中国南方航空股份有限公司"
    with pytest.raises(FileRefused, match="不是价税合计"):
        agreed([text_source(AIR_TEXT.replace("620.00", "670.00").splitlines())])


def test_qr_texts_say_which_amount_they_hold() -> None:
    older = read_qr_text("01,10,050001700111,99999951,300.00,20201010,14754822929856772523,E4,")
    assert (older.invoice.net, older.invoice.total) == (30000, None)
    assert "不含税" in older.invoice.remarks[0]
    new = read_qr_text(f"01，32，，{NUMBER}，386，20260304，，A1B2，")
    assert (new.invoice.id, new.invoice.total, new.data) == (NUMBER, 38600, b"")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://example.com/fp?x=1", "bad-qr"),
        ("01,32,,9223372036854775807,386,20260304,,A1,", "bad-number"),
        (f"01,32,,{NUMBER},1,2,3,20260304,", "unreadable-field"),
        (f"01,32,,{NUMBER},386.00,20260231,,A,", "unreadable-field"),
        (f"01,32,,{NUMBER},,20260304,,A,", "fields-missing"),
        ("01,32,,,386.00,20260304,,A,", "fields-missing"),
        (f"01,32,,{NUMBER},0.00,20260304,,A,", "wrong-sign"),
        ("01," * 300, "bad-qr"),
    ],
)
def test_bad_qr_texts(text: str, name: str) -> None:
    assert qr_refused(text).name == name


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (vat_xml(total="386.01"), "wrong-sum"),
        (vat_xml(words="叁佰捌拾伍圆整"), "wrong-words"),
        (vat_xml(number=NUMBER[:-1]), "bad-number"),
        (vat_xml(day="2026-02-30"), "unreadable-field"),
        (vat_xml(total="1,2,3"), "unreadable-field"),
        (vat_xml(extra="<BuyerName>别人</BuyerName>"), "two-values"),
        (vat_xml()[:400], "ill-formed"),
        (b"<?xml version='1.0'?>" + DOCTYPE + b"<a>&b;</a>", "doctype"),
        (ofd({"Attachs/a.xml": DOCTYPE + vat_xml()}), "doctype"),
        (ofd({"Attachs/a.xml": b" " * 2000 + DOCTYPE + b"<a/>"}), "doctype"),
        (ofd({"Attachs/a.zip": ofd({})}), "zip-in-zip"),
        (ofd({"Attachs/a.xml": vat_xml()})[:300], "cut-off"),
        (ofd({"Res/a.bin": b"0" * (65 * 2**20)}), "bomb"),
        (pdf({}), "pdf-without-text"),
        (b"%PDF-1.4 and no more", "unreadable"),
        (b"\xff\xd8\xff\xe0 a photograph", "unknown-kind"),
        (b"<a><b>1</b></a>", "fields-missing"),
    ],
)
def test_bad_files(data: bytes, name: str) -> None:
    assert refused(data).name == name


def test_a_zip_that_is_no_ofd(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("发票.pdf", b"%PDF-")
    assert refused((tmp_path / "a.zip").read_bytes()).name == "zip"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, span = chance.randrange(len(changed)), chance.randint(1, 12)
        match chance.randrange(5):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + span]
            case 2:
                changed[at:at] = changed[at : at + span]
            case 3:
                changed[at : at + 1] = chance.choice([b"<", b"&", b"***", b"-", b"9", b'"', b"\0"])
            case 4:
                changed = changed[: max(at, 20)]
        changed = changed or bytearray(b"<")
    return bytes(changed)


def test_fuzzed_files_end_in_a_refusal_or_a_voucher() -> None:
    """Changed files, and changed parts within sound OFD files; anything but a refusal is raised."""
    chance = random.Random(13)
    parts = [vat_xml(), xbrl("rai", "2021-11-30", RAIL), xbrl("bker", "2023-05-15", ADVICE)]
    wholes = [*parts, (SAMPLES / "发票示例.ofd").read_bytes(), ofd(tagged_parts(), CUSTOM)]
    taken = refusals = 0
    for turn in range(4000 if os.environ.get("JUWU_EVERY_CASE") else 400):
        if turn % 2:
            data = mutated(chance.choice(wholes), chance)
        else:
            data = ofd({"Attachs/a.xml": mutated(chance.choice(parts), chance)} | tagged_parts())
        if b"%PDF-" in data[:1024]:
            continue
        try:
            parse_invoice(data)
            taken += 1
        except FileRefused:
            refusals += 1
    assert taken and refusals


def test_fuzzed_texts_end_in_a_refusal_or_a_voucher() -> None:
    chance = random.Random(14)
    qr = f"01,32,,{NUMBER},386.00,20260304,,A1B2,".encode()
    for _ in range(4000 if os.environ.get("JUWU_EVERY_CASE") else 400):
        try:
            read_qr_text(mutated(qr, chance).decode("utf-8", "replace"))
        except FileRefused:
            continue
    for _ in range(4000 if os.environ.get("JUWU_EVERY_CASE") else 400):
        text = mutated(chance.choice([VAT_TEXT, AIR_TEXT]).encode(), chance)
        try:
            agreed([text_source(text.decode("utf-8", "replace").splitlines())])
        except FileRefused:
            continue


def test_fuzzed_pdf_files() -> None:
    chance = random.Random(15)
    wholes = [pdf({"a.xml": vat_xml()}), (SAMPLES / "itinerary-19-digit-number.pdf").read_bytes()]
    for _ in range(60 if os.environ.get("JUWU_EVERY_CASE") else 3):
        try:
            parse_invoice(mutated(chance.choice(wholes), chance))
        except FileRefused:
            continue
