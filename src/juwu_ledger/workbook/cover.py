"""说明: what the audit workbook is, what it was made from, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from juwu_ledger.books.model.vocabulary import OFFICES, SigningKey
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.registers.findings.finding_list import severity_word
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.tables.divided_sheet import DividedSheet
from juwu_ledger.tables.face import tie_line
from juwu_ledger.tables.report import ALARM, COUNT, ITEM, SUBTOTAL, Column, FaceLine, Row
from juwu_ledger.tables.sheet import Sheet
from juwu_ledger.tables.signature_words import UNVERIFIED, has_keys, signing_line
from juwu_ledger.tables.ties import Settled, failed

COLUMNS = (
    Column("item", "项目", width=24),
    Column("said", "内容", width=100),
    Column("number", "数", COUNT, 12),
)
_LARGE = 10**15
"""Fen: workbook numbers hold fifteen digits."""
_SIGNS = (
    "金额单位：元。借方、贷方各为一栏；红字冲销的凭证用负数写在原来的一边（《会计基础工作规范》第五十一条）。"
    "余额表和账簿的余额写在它所在的一边；日记账的余额，正数是有钱，负数是透支。"
)
_OPENING = (
    "期初余额凭证计入期初数，不算本期发生额：在序时账和记账凭证里列出，凭证类别是“期初”，"
    "账簿和日记账里并入第一行。"
)
_OFFICERS = (
    "制单、记账、出纳照凭证当天在任的会计、出纳填；审核照当月月结签字的主任填，没有月结的空着。"
)
_SCANS = (
    "凭证的扫描件写在“序时账”“记账凭证”的最后一栏，一行一份，点开就是账本 documents 文件夹里的原件，工作簿里没有"
    "复制。链接从工作簿导出时的位置算起：工作簿和账本文件夹一起搬，链接照样有用；只拿走工作簿，链接就打不开，"
    "按那一栏写的路径去账本里找。找不到的文件、不是图片或版式文件的，只写名字，不做链接。"
)
_CHECK = (
    "一、各表都是导出时的数，只有“勾稽核对”是活的公式：在 Excel、WPS 或 LibreOffice 里打开就重算，"
    "每一项应是“相符”；公式旁边写着导出时的数，手机上看不到公式结果时看那几栏。",
    "二、改动任何一张表里的数，“勾稽核对”就会显示“不符”。",
    "三、核对账本指纹：用同一套账本再导出一次，指纹和核对码应当一样；月结过的月份用 juwu verify 核验。",
    "四、规则检查可用 juwu check 重做；每条规则的道理和例子用 juwu explain 加规则编号。",
)


def cover_facts(
    ledgers: Sequence[PeriodLedger],
    title: str,
    digest: str,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    face: Sequence[FaceLine] = (),
) -> list[Row]:
    """Return the first rows of the cover: those that do not depend on how the rest came out.

    ``ledgers`` are those of the years, ``title`` is what they are called together, ``face`` what is
    said of them as of any paper, but for the ties, which are known only in the end.
    """
    books, as_of, last = ledgers[0].books, ledgers[0].as_of, ledgers[-1].period.last
    rows = [
        _fact(
            "这是什么",
            f"{books.title}{title}的全套账册和登记簿，供审计、街道和民主理财小组查账。",
        ),
        _fact("单位", books.title),
        _fact("期间", f"{title}（{ledgers[0].period.first} 至 {last}）"),
        _fact("截至", f"{as_of}：规则检查和限期站在这一天看"),
        _fact("账本指纹", f"SHA-256 {digest}（{last} 及以前的全部登记）"),
        _fact("账本核对码", short_code(digest)),
        *_finding_facts(findings, rules),
        *(Row((line.label, line.text, None), ALARM if line.is_red else ITEM) for line in face),
        *(row for ledger in ledgers for row in _year_facts(ledger)),
        Row(("账册体例", None, None), SUBTOTAL),
        _fact("正负号", _SIGNS),
        _fact("期初余额", _OPENING),
        _fact("经办人员", _OFFICERS),
        _fact("扫描件", _SCANS),
    ]
    if any(map(_has_large, ledgers)):
        rows.append(
            _fact("金额过大", "有金额或合计超过十万亿元，电子表格只保证十五位数字，尾数可能不准。")
        )
    return rows


def _year_facts(ledger: PeriodLedger) -> Iterator[Row]:
    """Yield what is told of each year."""
    lines = sum(max(1, len(e.voucher.txn.postings)) for e in ledger.entries)
    yield Row((ledger.period.title, None, None), SUBTOTAL)
    yield _fact("凭证张数", _span(ledger), len(ledger.entries))
    yield _fact("分录行数", None, lines)
    yield _fact("签批", _signing(ledger))
    yield from _people(ledger)


def cover_sheet(
    facts: Sequence[Row],
    sheets: Sequence[Sheet | DividedSheet],
    counts: Mapping[str, int],
    settled: Sequence[Settled],
    notes: Sequence[str],
) -> Sheet:
    """Return the cover; ``counts`` are rows by sheet, ``notes`` what was changed in text cells."""

    def rows() -> Iterator[Row]:
        yield from facts
        wrong = failed(settled)
        line = tie_line(len(settled), len(wrong))
        said = f"{line.text}（导出时；逐项见“勾稽核对”）"
        yield Row((line.label, said, len(settled)), ALARM if line.is_red else ITEM)
        yield Row(("怎样核对", None, None), SUBTOTAL)
        for how in _CHECK:
            yield Row((None, how, None), ITEM)
        yield Row(("各表", "内容；右边是行数", None), SUBTOTAL)
        for sheet in sheets:
            yield _fact(sheet.title, sheet.about, counts.get(sheet.key))
        if notes:
            yield Row(
                ("文字清理", "下列单元格里有不能写进表格的字符或过长的文字，已处理：", None),
                SUBTOTAL,
            )
            for note in notes:
                yield Row((None, note, None), ITEM)

    return Sheet("cover", "说明", "本工作簿的说明。", COLUMNS, rows)


def _fact(item: str, said: str | None, number: int | None = None) -> Row:
    return Row((item, said, number), ITEM)


def _span(ledger: PeriodLedger) -> str | None:
    if not ledger.entries:
        return None
    first, last = ledger.entries[0].voucher, ledger.entries[-1].voucher
    return f"{first.date} {first.id} 至 {last.date} {last.id}"


def _finding_facts(findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Row]:
    opened = [finding for finding in findings if finding.explanation is None]
    kinds = [
        f"{severity_word(level)} {sum(f.severity == level for f in opened)} 处"
        for level in ("E", "W")
    ]
    yield _fact("运行的规则", "条数见右；逐条见“规则检查”", len(rules))
    yield _fact("未说明的问题", "、".join(kinds), len(opened))
    yield _fact("已说明的问题", "居委会已作说明，仍然逐处列出", len(findings) - len(opened))


def _signing(ledger: PeriodLedger) -> str:
    books, as_of = ledger.books, ledger.as_of
    if not has_keys(books, as_of):
        return f"{UNVERIFIED}：账本没有登记签名公钥，签批人的名字是录入的，不是电子签名；请核对纸质签批单。"
    keys = [key for key in books.of(SigningKey) if key.date <= as_of]
    names = "、".join(dict.fromkeys(key.name for key in keys)) or "无"
    line = signing_line(books, ledger.period, as_of)
    return f"{line}。账本登记了公钥的人：{names}；逐份见“签批登记”，问题见“规则检查” SPD011。"


def _people(ledger: PeriodLedger) -> Iterator[Row]:
    people, period = ledger.books.people, ledger.period
    for role, title in OFFICES.items():
        terms = [t for t in people.terms(role) if t.first <= period.last and t.last >= period.first]
        said = "；".join(
            f"{t.name}（{max(t.first, period.first)} 至 {min(t.last, period.last)}）" for t in terms
        )
        if said:
            yield _fact(title, said)


def _has_large(ledger: PeriodLedger) -> bool:
    sums = [*ledger.opening.values()]
    for name in ledger.accounts:
        sums += [*ledger.total(name), ledger.closing(name)]
    return any(abs(fen) >= _LARGE for fen in sums)
