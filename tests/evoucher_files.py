"""Electronic vouchers as the tax bureau, the ministry and sellers make them, small and invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

NUMBER = "26372000001234567002"
SELLER, BUYER = "示例文具店", "示例社区居民委员会"


def vat_xml(
    number: str = NUMBER,
    net: str = "380.20",
    tax: str = "5.80",
    total: str = "386.00",
    words: str = "叁佰捌拾陆圆整",
    day: str = "2026-03-04",
    seller: str = SELLER,
    buyer: str = BUYER,
    blue: str = "Y",
    extra: str = "",
) -> bytes:
    """The XML of a 数电票, fields and order as the public sample has them."""
    return f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<EInvoice><Header><EIid>{number}</EIid><Version>0.31</Version><InherentLabel><InIssuType>
<LabelCode>{blue}</LabelCode><LabelName>是否蓝字发票标志</LabelName></InIssuType></InherentLabel></Header>
<EInvoiceData><SellerInformation><SellerName>{seller}</SellerName></SellerInformation>
<BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>
<TotalTax-includedAmount>{total}</TotalTax-includedAmount>
<TotalTax-includedAmountInChinese>{words}</TotalTax-includedAmountInChinese>
<Drawer>张三</Drawer><RequestTime>{day} 16:23:48</RequestTime></BasicInformation>
<IssuItemInformation><ItemName>*纸制品*打印纸</ItemName><Amount>{net}</Amount></IssuItemInformation>{extra}
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{day}</IssueTime>
</TaxSupervisionInfo></EInvoice>""".encode()


def xbrl(family: str, day: str, fields: Mapping[str, str]) -> bytes:
    """An instance of the ministry's taxonomy: ``rai``, ``bker``, ``einv``; the date varies."""
    inside = "".join(f"<x:{name}>{text}</x:{name}>" for name, text in fields.items())
    space = f"http://xbrl.mof.gov.cn/taxonomy/{day}/{family}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance" '
        f'xmlns:x="{space}">{inside}</xbrl>'
    ).encode()


RAIL = {
    "ElectronicInvoiceRailwayETicketNumber": "26949134178000969211",
    "DateOfIssue": "2026-03-24",
    "NameOfPurchaser": BUYER,
    "Fare": "493.00",
    "TotalAmountExcludingTax": "452.29",
    "TaxAmount": "40.71",
}
FISCAL = {
    "EInvoiceCode": "37060126",
    "EInvoiceNumber": "0012345678",
    "IssueDate": "20260305",
    "IssueTime": "16:42:02",
    "InvoicingPartyName": "示例市社区卫生服务中心",
    "PayerPartyName": BUYER,
    "TotalAmount": "133.00",
}
ADVICE = {
    "NumberOfBankElectronicReceipt": "HD20260305000017",
    "DateOfBookkeeping": "2026-03-05",
    "TransactionAmount": "5.00",
    "NameOfPayer": BUYER,
    "NameOfPayee": "示例银行",
}


def ofd(parts: Mapping[str, bytes], custom_data: Mapping[str, str] | None = None) -> bytes:
    """An OFD with the parts given below ``Doc_0/``, and with custom data."""
    said = "".join(
        f'<ofd:CustomData Name="{name}">{text}</ofd:CustomData>'
        for name, text in (custom_data or {}).items()
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">'
        f"<ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>{said}</ofd:CustomDatas></ofd:DocInfo>"
        "</ofd:DocBody></ofd:OFD>"
    ).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", head)
        for name, data in parts.items():
            archive.writestr(f"Doc_0/{name}", data)
    return packed.getvalue()


CUSTOM = {
    "发票号码": NUMBER,
    "开票日期": "2026年03月04日",
    "销售方名称": SELLER,
    "购买方名称": BUYER,
    "合计金额": "380.20",
    "价税合计": "386.00",
}
ILL_TAG = b'<?xml version="1.0"?><:eInvoice xmlns:=""><fp:InvoiceNo>1</fp:InvoiceNo></:eInvoice>'


def tagged_parts() -> dict[str, bytes]:
    """A tag file that points at text objects of the page."""
    tag = (
        '<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" '
        'xmlns:ofd="http://www.ofdspec.org/2016">'
        + "".join(
            f"<fp:{name}><ofd:ObjectRef>{at}</ofd:ObjectRef></fp:{name}>"
            for name, at in (
                ("InvoiceNo", 7),
                ("IssueDate", 8),
                ("TaxInclusiveTotalAmount", 9),
                ("SellerName", 10),
            )
        )
        + "</fp:eInvoice>"
    )
    texts = {7: NUMBER, 8: "2026年03月04日", 9: "386.00", 10: SELLER}
    page = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Layer>' + "".join(
        f'<ofd:TextObject ID="{at}"><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>'
        for at, text in texts.items()
    )
    return {
        "Tags/Tag_Invoice.xml": tag.encode(),
        "Pages/Page_0/Content.xml": (page + "</ofd:Layer></ofd:Page>").encode(),
    }


def pdf(attachments: Mapping[str, bytes]) -> bytes:
    """A PDF of one empty page with files attached."""
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    for name, data in attachments.items():
        writer.add_attachment(name, data)
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()
