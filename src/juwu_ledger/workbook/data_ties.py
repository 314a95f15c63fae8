"""勾稽核对 of the sheets in the data elements of GB/T 24589, of the funds by account and of the years."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.chart import account_label
from juwu_ledger.papers.figures.account_words import CLASSES, CREDIT, DEBIT
from juwu_ledger.papers.figures.period_ledger import OPENING, PeriodLedger
from juwu_ledger.registers.funds import fund_accounts as aux
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.tables.report import MONEY
from juwu_ledger.tables.sums import Condition, Other, Sum, Tie, Wanted, count, total
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.trial_balance import SUM, WHOLE
from juwu_ledger.workbook.trial_sums import months_of, net, whole

SUBJECT, FILLED = Condition.SUBJECT, Condition.FILLED
LONGEST = 250
"""A longer account name cannot stand in a condition of a workbook formula (255 characters)."""
_SIDES = (("debit", "借方"), ("credit", "贷方"))


def voucher_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield the ties of 记账凭证 with 序时账 and 电子账簿."""
    group = "记账凭证"
    yield Tie(
        group,
        "凭证张数：记账凭证＝电子账簿",
        (count("vouchers", line=1),),
        (total("book", "vouchers"),),
        counts=True,
    )
    yield Tie(
        group,
        "分录行数：记账凭证＝电子账簿",
        (count("vouchers", line=FILLED),),
        (total("book", "lines"),),
        counts=True,
    )
    for side, title in _SIDES:
        yield Tie(
            group,
            f"{title}合计：记账凭证＝电子账簿",
            (total("vouchers", side),),
            (total("book", side),),
        )
        for month in months_of(ledger):
            yield Tie(
                group,
                f"{month}月{title}：记账凭证＝序时账",
                (total("vouchers", side, month=SUBJECT),),
                (total("journal", side, month=SUBJECT),),
                month,
            )
        yield Tie(
            group,
            f"记有专项资金的{title}：记账凭证＝序时账",
            (total("vouchers", side, fund_number=FILLED),),
            (total("journal", side, fund=FILLED),),
        )
    yield Tie(
        group,
        "附件数：记账凭证＝序时账",
        (total("vouchers", "attachments"),),
        (total("journal", "attachments"),),
        counts=True,
    )
    yield Tie(
        group,
        "红字冲销的分录行数：记账凭证＝序时账",
        (count("vouchers", reverses=FILLED),),
        (count("journal", reverses=FILLED),),
        counts=True,
    )
    yield Tie(
        group,
        "有扫描件的行数：记账凭证＝序时账",
        (count("vouchers", scan=FILLED),),
        (count("journal", scan=FILLED),),
        counts=True,
    )


def balance_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 科目余额及发生额 with 科目余额表."""
    group, ledger = "科目余额及发生额", year.ledger
    months = months_of(ledger)
    prior = [("prior_debit", "上年同期借方"), ("prior_credit", "上年同期贷方")]
    for side, title in prior:
        yield Tie(
            group,
            f"各月{title}发生额＝科目余额表",
            (total("balances", side),),
            (total("trial", side, month=Other(WHOLE), code=Other(SUM)),),
        )
    for month in months:
        for side, title in (*_SIDES, *prior) if year.before else _SIDES:
            yield Tie(
                group,
                f"{month}月{title}发生额＝科目余额表",
                (total("balances", side, month=SUBJECT),),
                (total("trial", side, month=SUBJECT, code=Other(SUM)),),
                month,
            )
        for when, title in (("opening", "期初"), ("closing", "期末")):
            yield Tie(
                group,
                f"{month}月{title}余额（借方减贷方）＝科目余额表",
                side_net("balances", when, month=SUBJECT),
                (
                    total("trial", f"{when}_debit", month=SUBJECT, code=Other(SUM)),
                    -total("trial", f"{when}_credit", month=SUBJECT, code=Other(SUM)),
                ),
                month,
            )
    ends = (("opening", "期初", months[:1]), ("closing", "期末", months[-1:]))
    for name in (name for name in ledger.accounts if len(name) <= LONGEST):
        label = account_label(name)
        for when, title, month in ((w, t, m) for w, t, found in ends for m in found):
            yield Tie(
                group,
                f"{label}：各辅助核算组{title}余额之和＝科目余额表{title}余额",
                side_net("balances", when, month=month, account=SUBJECT),
                net(when, account=SUBJECT),
                name,
            )
        for side, title in _SIDES:
            yield Tie(
                group,
                f"{label}：各月各组{title}发生额之和＝科目余额表全期{title}",
                (total("balances", side, account=SUBJECT),),
                (whole(side, account=SUBJECT),),
                name,
            )


def side_net(sheet: str, column: str, **where: Wanted) -> tuple[Sum, Sum]:
    """Return debit less credit of balances that are positive on their account's own side."""
    return total(sheet, column, side=DEBIT, **where), -total(sheet, column, side=CREDIT, **where)


def comparison_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 年度比较 with the trial balance and with itself."""
    group = "年度比较"
    for kind in CLASSES.values():
        where: dict[str, Wanted] = {"class": SUBJECT}
        yield Tie(
            group,
            f"{kind}类本年期末余额＝科目余额表期末余额",
            side_net("comparison", "closing", **where),
            net("closing", **where),
            kind,
        )
    kinds: tuple[str | None, ...] = (*CLASSES.values(),) if year.before else (None,)
    for one in kinds:
        where = {} if one is None else {"class": SUBJECT}
        yield Tie(
            group,
            f"{one or '各'}类上年期末余额＋本年期初凭证＝科目余额表期初余额",
            (
                *side_net("comparison", "prior_closing", **where),
                total("journal", "debit", flow=OPENING, **where),
                -total("journal", "credit", flow=OPENING, **where),
            ),
            net("opening", **where),
            one,
        )
    for column, title in (("moved", "本年"), ("prior_moved", "上年")):
        prefix = "prior_" if column == "prior_moved" else ""
        yield Tie(
            group,
            f"{title}发生额＝科目余额表{title}全期发生额（借方科目取借方，贷方科目取贷方）",
            (total("comparison", column),),
            (
                whole(f"{prefix}debit", side=DEBIT),
                whole(f"{prefix}credit", side=CREDIT),
            ),
        )
    for column, title in (("closing", "期末余额"), ("moved", "发生额")):
        yield Tie(
            group,
            f"{title}：本年－上年＝增减",
            (total("comparison", column), -total("comparison", f"prior_{column}")),
            (total("comparison", f"{column}_change"),),
        )


def fund_account_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 辅助余额 with 专项资金, with 科目余额及发生额 and with itself."""
    group = "辅助余额"
    if not year.fund_numbers:
        return
    for name, number in year.fund_numbers.items():
        for when, title, line in (
            ("opening", "期初", lines.OPENING),
            ("closing", "期末", lines.CLOSING),
        ):
            yield Tie(
                group,
                f"{name}：各科目{title}贷方－借方＝专项资金{title}余额",
                (
                    total("aux", f"{when}_credit", number=SUBJECT, line=aux.ITEM),
                    -total("aux", f"{when}_debit", number=SUBJECT, line=aux.ITEM),
                ),
                (total("funds", "balance", number=SUBJECT, line=line),),
                number,
            )
        yield Tie(
            group,
            f"{name}：资金结余＝专项资金期末余额",
            (total("aux", "left", number=SUBJECT, line=aux.SUM),),
            (total("funds", "balance", number=SUBJECT, line=lines.CLOSING),),
            number,
        )
    for side, title in _SIDES:
        yield Tie(
            group,
            f"{title}：各科目之和＝科目余额及发生额有辅助核算组的发生额",
            (total("aux", side, line=aux.ITEM),),
            (total("balances", side, fund_number=FILLED),),
        )
    for column in aux.COLUMNS:
        if column.kind == MONEY and column.key != "left":
            yield Tie(
                group,
                f"{column.title}：各科目之和＝合计行之和",
                (total("aux", column.key, line=aux.ITEM),),
                (total("aux", column.key, line=aux.SUM),),
            )
