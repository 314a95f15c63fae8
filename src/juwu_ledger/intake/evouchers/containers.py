"""The sources in a file: one in an XML, several in an OFD or a PDF, each of which may fail alone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from juwu_ledger.intake.evouchers.invoice import Source
from juwu_ledger.intake.evouchers.pdf_text import text_source
from juwu_ledger.intake.evouchers.qr_text import is_qr_text, qr_source
from juwu_ledger.intake.evouchers.xml_fields import fields_of, local_name, own_text, root_of
from juwu_ledger.intake.hostile_files import ZIP, in_child, zip_names, zip_part
from juwu_ledger.intake.refusal import FileRefused

_CUSTOM_DATA = {
    "发票代码": "code",
    "发票号码": "number",
    "开票日期": "date",
    "购买方名称": "buyer",
    "销售方名称": "seller",
    "合计金额": "net",
    "合计税额": "tax",
    "税额": "tax",
    "价税合计": "total",
}


class Found(NamedTuple):
    """What a file's sources say, and which of them could not be read."""

    suffix: str
    """By which the file is kept, whatever it is called."""
    sources: tuple[Source, ...]
    unread: tuple[str, ...] = ()


def sources_of(data: bytes) -> Found:
    """Return the sources of a file, whose kind is told by its bytes; raise :class:`FileRefused`."""
    if data.startswith(ZIP):
        return _ofd(data)
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Found("xml", tuple(xml_sources("XML", root_of(data))))
    raise FileRefused("unknown-kind", "不是 XML、OFD、PDF；图片不认，请向开票的人要电子原件")


def xml_sources(name: str, root: Element) -> Iterator[Source]:
    """Yield what an XML says, and apart from it what the QR text within it says."""
    said = fields_of(root)
    qr = said.pop("qr", "")
    if said:
        yield Source(name, said)
    if is_qr_text(qr):  # Some hold a picture.
        yield qr_source(qr)


Reader = Callable[[], Iterator[Source]]


def _each_alone(suffix: str, readers: Mapping[str, Reader]) -> Found:
    """Read every source; one that fails is named. What is hostile fails for all of them."""
    sources: list[Source] = []
    unread: list[str] = []
    for name, read in readers.items():
        try:
            sources += read()
        except FileRefused as error:
            if error.name not in ("ill-formed", "cut-off"):
                raise FileRefused(error.name, f"{name}：{error}") from None
            unread.append(f"{name}：{error}")
    return Found(suffix, tuple(sources), tuple(unread))


def _ofd(data: bytes) -> Found:
    names = zip_names(data)
    if "OFD.xml" not in names:
        raise FileRefused("zip", "这是压缩包，不是 OFD；请先解压，再用里面的文件")
    files = [name for name in names if name.lower().endswith((".xml", ".xbrl"))]
    attached = [n for n in files if "/Attachs/" in n and not n.endswith("/Attachments.xml")]
    tags = [n for n in files if "/Tags/" in n and not n.endswith("/CustomTags.xml")]
    pages = [n for n in files if "/Pages/" in n or "/Tpls/" in n]

    def attachment(name: str) -> Reader:
        return lambda: xml_sources(_short(name), root_of(zip_part(data, name)))

    readers: dict[str, Reader] = {_short(name): attachment(name) for name in attached}
    readers["CustomData"] = lambda: _custom_data(data)
    for name in tags:
        readers[f"标引 {_short(name)}"] = lambda name=name: _tagged(data, name, pages)  # type: ignore[misc]
    return _each_alone("ofd", readers)


def _short(name: str) -> str:
    return name.rpartition("/")[2][:60]


def _custom_data(data: bytes) -> Iterator[Source]:
    said: dict[str, str] = {}
    for element in root_of(zip_part(data, "OFD.xml")).iter():
        field = _CUSTOM_DATA.get(element.get("Name", ""))
        if local_name(element) == "CustomData" and field and (text := own_text(element)):
            said[field] = text
    if said:
        yield Source("CustomData", said)


def _tagged(data: bytes, name: str, pages: list[str]) -> Iterator[Source]:
    """Yield what custom tags point at: an element holds the ids of text objects on the pages."""
    root = root_of(zip_part(data, name))
    wanted = {own_text(ref) for ref in root.iter() if local_name(ref) == "ObjectRef"}
    texts = _objects(data, pages) if wanted else {}

    def text(element: Element) -> str:
        refs = [own_text(child) for child in element if local_name(child) == "ObjectRef"]
        return "".join(texts.get(ref, "") for ref in refs) or own_text(element)

    said = fields_of(root, text)
    said.pop("qr", None)
    if said:
        yield Source(f"标引 {_short(name)}", said)


def _objects(data: bytes, pages: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in pages:
        for element in root_of(zip_part(data, page)).iter():
            if local_name(element) == "TextObject" and (identity := element.get("ID")):
                codes = (own_text(code) for code in element if local_name(code) == "TextCode")
                found[identity] = "".join(codes)
    return found


def _pdf(data: bytes) -> Found:
    (_, lines), *attached = in_child(data, "pdf-text")
    readers: dict[str, Reader] = {}
    for name, rows in attached:
        content = base64.b64decode(rows[0][0])
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            readers[_short(name)] = lambda name=name, content=content: xml_sources(  # type: ignore[misc]
                _short(name), root_of(content)
            )
    if not lines and not readers:
        raise FileRefused(
            "pdf-without-text", "PDF 里没有文字（是扫描的图），不认图；请向开票的人要电子原件"
        )
    readers["PDF 上的文字"] = lambda: iter([text_source(row[0] for row in lines)])
    return _each_alone("pdf", readers)
