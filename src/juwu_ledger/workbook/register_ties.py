"""勾稽核对 of the registers: receipts, sign-offs, funds, assets and findings against the books."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.papers.figures.account_words import FIXED_ASSET
from juwu_ledger.papers.figures.period_ledger import INCOME, OPENING, PeriodLedger
from juwu_ledger.records.receipts import Receipts, State
from juwu_ledger.registers.approvals.approval_register import SIGNED
from juwu_ledger.registers.approvals.approval_register import SUM as APPROVAL_SUM
from juwu_ledger.registers.assets.asset_register import CARD, LOW_VALUE, NO_CARD
from juwu_ledger.registers.findings.finding_list import EXPLAINED, FOUND, OPEN, RULE
from juwu_ledger.registers.funds.fund_register import fund_names
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.registers.receipts.receipt_words import BOOK, HERE, SLIP, STATES
from juwu_ledger.tables.sums import Condition, Other, Tie, Wanted, count, total
from juwu_ledger.workbook.trial_sums import net

SUBJECT, FILLED, NEGATIVE = Condition.SUBJECT, Condition.FILLED, Condition.NEGATIVE


def register_ties(ledger: PeriodLedger) -> tuple[Tie, ...]:
    """Return every tie that a register is part of."""
    return (
        *receipt_ties(),
        *receipt_sheet_ties(ledger),
        *approval_ties(),
        *fund_ties(ledger),
        *asset_ties(),
    )


def receipt_ties() -> Iterator[Tie]:
    """Yield what ties the register of receipts with the journal."""
    group = "收据登记"
    yield Tie(
        group,
        "本期开票金额（含没有收据的收款、减红字）＝序时账资金收入－利息",
        (total("receipts", "amount", within=HERE),),
        (
            total("journal", "income", line=FILLED),
            -total("journal", "interest", line=FILLED),
        ),
        hint="规则检查 RCP001",
    )
    yield Tie(
        group,
        "收入凭证：本期开票金额＝序时账收入凭证的资金收入－利息",
        (total("receipts", "amount", within=HERE, flow=INCOME),),
        (
            total("journal", "income", flow=INCOME),
            -total("journal", "interest", flow=INCOME),
        ),
        hint="规则检查 RCP001",
    )


def receipt_sheet_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield what holds within the sheet, whose figures come from one record.

    They show that a cell was altered in the file, not that the figures are right; the printed
    register, which nobody recalculates, counts a second way instead (:mod:`..receipt_recount`).
    """
    group = "收据登记"
    counted = tuple(
        total("receipts", column, line=BOOK) for column in ("used", "void", "returned", "left")
    )
    drawn = (total("receipts", "count", line=BOOK),)
    yield Tie(group, "全部：已用＋作废＋缴回＋结存＝领用份数", counted, drawn, counts=True)
    for column, state in (
        ("void", State.VOID),
        ("returned", State.RETURNED),
        ("left", State.BLANK),
    ):
        yield Tie(
            group,
            f"{STATES[state]}份数：各本登记＝逐份登记",
            (total("receipts", column, line=BOOK),),
            (total("receipts", "count", line=SLIP, state=STATES[state]),),
            counts=True,
        )
    for place, book in enumerate(ledger.books.record(Receipts).shown(ledger.period), 1):
        yield Tie(
            group,
            f"第{place}本 {book.slips}：逐份之和＝领用份数",
            (total("receipts", "count", line=SLIP, book=SUBJECT),),
            (total("receipts", "count", line=BOOK, book=SUBJECT),),
            place,
            counts=True,
        )
    yield Tie(
        group,
        "各本开票金额＝逐份开票金额",
        (total("receipts", "amount", line=BOOK),),
        (total("receipts", "amount", line=SLIP, within=HERE),),
    )


def approval_ties() -> Iterator[Tie]:
    """Yield the ties of the sign-offs."""
    group = "签批登记"
    yield Tie(
        group,
        "本期已用合计＝序时账资金支出",
        (total("approvals", "used", line=Other(APPROVAL_SUM)),),
        (total("journal", "spending", line=FILLED),),
    )
    yield Tie(
        group,
        "批准金额：各张之和＝合计",
        (total("approvals", "amount", line=SIGNED),),
        (total("approvals", "amount", line=APPROVAL_SUM),),
    )
    yield Tie(
        group,
        "本期已用：各行之和＝合计",
        (total("approvals", "used", line=Other(APPROVAL_SUM)),),
        (total("approvals", "used", line=APPROVAL_SUM),),
    )
    yield Tie(
        group,
        "批准－已用＝未用",
        (
            total("approvals", "amount", line=SIGNED),
            -total("approvals", "earlier", line=SIGNED),
            -total("approvals", "used", line=SIGNED),
        ),
        (total("approvals", "left", line=SIGNED),),
    )
    yield Tie(
        group,
        "已用超过批准的签批：应为 0 张",
        (count("approvals", line=SIGNED, left=NEGATIVE),),
        (),
        hint="规则检查 SPD003",
        counts=True,
    )


def fund_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield the ties of the earmarked funds."""
    group = "专项资金"
    for number, name in enumerate(fund_names(ledger), 1):
        yield Tie(
            group,
            f"{name}：期初＋收入－支出＝余额",
            (
                total("funds", "balance", number=SUBJECT, line=lines.OPENING),
                total("funds", "income", number=SUBJECT, line=lines.ITEM),
                -total("funds", "spending", number=SUBJECT, line=lines.ITEM),
            ),
            (total("funds", "balance", number=SUBJECT, line=lines.CLOSING),),
            number,
        )
    for column, title in (("income", "收入"), ("spending", "支出")):
        yield Tie(
            group,
            f"{title}：各笔之和＝各项资金本期合计",
            (total("funds", column, line=lines.ITEM),),
            (total("funds", column, line=lines.CLOSING),),
        )
    journal: dict[str, Wanted] = {"fund": FILLED, "flow": Other(OPENING)}
    income: dict[str, Wanted] = {**journal, "class": "收入"}
    spent: dict[str, Wanted] = {**journal, "class": Other("收入")}
    yield Tie(
        group,
        "收入合计＝序时账记有专项资金的收入",
        (total("funds", "income", line=lines.ITEM),),
        (
            total("journal", "credit", **income),
            -total("journal", "debit", **income),
        ),
    )
    yield Tie(
        group,
        "支出合计＝序时账记有专项资金的费用和购置",
        (total("funds", "spending", line=lines.ITEM),),
        (
            total("journal", "debit", **spent),
            -total("journal", "credit", **spent),
        ),
    )


def asset_ties() -> Iterator[Tie]:
    """Yield the ties of the fixed assets."""
    group = "固定资产"
    yield Tie(
        group,
        "在册卡片原值合计＝科目余额表固定资产期末余额",
        (total("assets", "in_use", line=CARD),),
        net("closing", use=FIXED_ASSET),
        hint="规则检查 AST002",
    )
    yield Tie(
        group,
        "卡片账面金额＋没有卡片的＝科目余额表固定资产期末余额",
        (
            total("assets", "booked", line=CARD),
            total("assets", "booked", line=LOW_VALUE),
            total("assets", "booked", line=NO_CARD),
        ),
        net("closing", use=FIXED_ASSET),
        hint="规则检查 AST002",
    )


def finding_ties() -> Iterator[Tie]:
    """Yield the ties of the findings, which are those of the whole books."""
    group = "规则检查"
    for status, item in ((OPEN, "未说明的问题"), (EXPLAINED, "已说明的问题")):
        yield Tie(
            group,
            f"{item}：规则检查的行数＝说明页的处数",
            (count("findings", line=FOUND, status=status),),
            (total("cover", "number", item=item),),
            counts=True,
        )
    yield Tie(
        group,
        "各规则发现处数之和＝逐处列出的行数",
        (total("findings", "count", line=RULE),),
        (count("findings", line=FOUND),),
        counts=True,
    )
