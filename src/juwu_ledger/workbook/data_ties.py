"""勾稽核对 of the sheets in the data elements of GB/T 24589, of the funds by account and of the years."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.account_words import CLASSES, CREDIT, DEBIT
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.records.period_ledger import PeriodLedger
from juwu_ledger.records.voucher_kinds import OPENING
from juwu_ledger.registers.funds import fund_accounts as aux
from juwu_ledger.registers.journals import account_ledgers as lines
from juwu_ledger.tables.ties import (
    FILLED,
    LINES,
    SHEETS,
    SUBJECT,
    Other,
    Tie,
    Wanted,
    count,
    total,
)
from juwu_ledger.workbook.audit_year import AuditYear
from juwu_ledger.workbook.trial_balance import (
    LONGEST,
    SIDES,
    SUM,
    WHOLE,
    months_of,
    net,
    of_month,
    side_net,
    whole,
)


def voucher_ties(ledger: PeriodLedger) -> Iterator[Tie]:
    """Yield the ties of 记账凭证 with 序时账 and 电子账簿."""
    with_book = "记账凭证＝电子账簿"
    yield Tie(
        f"凭证张数：{with_book}", count("vouchers", line=1), total("book", "vouchers"), SHEETS
    )
    yield Tie(
        f"分录行数：{with_book}", count("vouchers", line=FILLED), total("book", "lines"), LINES
    )
    for side, title in SIDES:
        yield Tie(f"{title}合计：{with_book}", total("vouchers", side), total("book", side))
        here, there = (total(sheet, side, month=SUBJECT) for sheet in ("vouchers", "journal"))
        for month in months_of(ledger):
            yield Tie(f"{month}月{title}：记账凭证＝序时账", here, there, subject=month)
        yield Tie(
            f"记有专项资金的{title}：记账凭证＝序时账",
            total("vouchers", side, fund_number=FILLED),
            total("journal", side, fund=FILLED),
        )
    here, there = (total(sheet, "attachments") for sheet in ("vouchers", "journal"))
    yield Tie("附件数：记账凭证＝序时账", here, there, SHEETS)
    for column, title in (("reverses", "红字冲销的分录"), ("scan", "有扫描件的")):
        here, there = (count(sheet, **{column: FILLED}) for sheet in ("vouchers", "journal"))
        yield Tie(f"{title}行数：记账凭证＝序时账", here, there, LINES)


def balance_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 科目余额及发生额 with 科目余额表."""
    ledger = year.ledger
    months = months_of(ledger)
    prior = [("prior_debit", "上年同期借方"), ("prior_credit", "上年同期贷方")]
    for side, title in prior:
        trial = total("trial", side, month=Other(WHOLE), code=Other(SUM))
        yield Tie(f"各月{title}发生额＝科目余额表", total("balances", side), trial)
    for month in months:
        for side, title in (*SIDES, *prior) if year.before else SIDES:
            listed = total("balances", side, month=SUBJECT)
            yield Tie(f"{month}月{title}发生额＝科目余额表", listed, of_month(side), subject=month)
        for when, title in (("opening", "期初"), ("closing", "期末")):
            yield Tie(
                f"{month}月{title}余额（借方减贷方）＝科目余额表",
                side_net("balances", when, month=SUBJECT),
                of_month(f"{when}_debit") - of_month(f"{when}_credit"),
                subject=month,
            )
    ends = (("opening", "期初", months[:1]), ("closing", "期末", months[-1:]))
    for name in (name for name in ledger.accounts if len(name) <= LONGEST):
        label = account_label(name)
        for when, title, month in ((w, t, m) for w, t, found in ends for m in found):
            yield Tie(
                f"{label}：各辅助核算组{title}余额之和＝科目余额表{title}余额",
                side_net("balances", when, month=month, account=SUBJECT),
                net(when, account=SUBJECT),
                subject=name,
            )
        for side, title in SIDES:
            yield Tie(
                f"{label}：各月各组{title}发生额之和＝科目余额表全期{title}",
                total("balances", side, account=SUBJECT),
                whole(side, account=SUBJECT),
                subject=name,
            )


def comparison_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 年度比较 with the trial balance."""
    for kind in CLASSES.values():
        where: dict[str, Wanted] = {"class": SUBJECT}
        yield Tie(
            f"{kind}类本年期末余额＝科目余额表期末余额",
            side_net("comparison", "closing", **where),
            net("closing", **where),
            subject=kind,
        )
    kinds: tuple[str | None, ...] = (*CLASSES.values(),) if year.before else (None,)
    for one in kinds:
        where = {} if one is None else {"class": SUBJECT}
        debit, credit = (
            total("journal", side, flow=OPENING, **where) for side in ("debit", "credit")
        )
        yield Tie(
            f"{one or '各'}类上年期末余额＋本年期初凭证＝科目余额表期初余额",
            side_net("comparison", "prior_closing", **where) + debit - credit,
            net("opening", **where),
            subject=one,
        )
    now, then = (
        whole(f"{prefix}debit", side=DEBIT) + whole(f"{prefix}credit", side=CREDIT)
        for prefix in ("", "prior_")
    )
    for column, title, moved in (("moved", "本年", now), ("prior_moved", "上年", then)):
        yield Tie(
            f"{title}发生额＝科目余额表{title}全期发生额（借方科目取借方，贷方科目取贷方）",
            total("comparison", column),
            moved,
        )
    held = net("closing", side=DEBIT) - net("closing", side=CREDIT)
    before = total("comparison", "prior_closing")
    for column, title, change in (
        ("closing_change", "余额增减＝科目余额表期末余额－上年期末余额", held - before),
        ("moved_change", "发生额增减＝科目余额表本年发生额－上年发生额", now - then),
    ):
        yield Tie(title, total("comparison", column), change)


def fund_account_ties(year: AuditYear) -> Iterator[Tie]:
    """Yield the ties of 辅助余额 with 专项资金, with 科目余额及发生额 and with itself."""
    if not year.fund_numbers:
        return
    ends = (("opening", "期初", lines.OPENING), ("closing", "期末", lines.CLOSING))
    for name, number in year.fund_numbers.items():
        for when, title, line in ends:
            for kind, said in ((aux.ITEM, "各科目"), (aux.SUM, "合计行")):
                credit, debit = (
                    total("aux", f"{when}_{side}", number=SUBJECT, line=kind)
                    for side in ("credit", "debit")
                )
                yield Tie(
                    f"{name}：{said}{title}贷方－借方＝专项资金{title}余额",
                    credit - debit,
                    total("funds", "balance", number=SUBJECT, line=line),
                    subject=number,
                )
        yield Tie(
            f"{name}：资金结余＝专项资金期末余额",
            total("aux", "left", number=SUBJECT, line=aux.SUM),
            total("funds", "balance", number=SUBJECT, line=lines.CLOSING),
            subject=number,
        )
    for side, title in SIDES:
        booked = total("balances", side, fund_number=FILLED)
        for line, said in ((aux.ITEM, "各科目"), (aux.SUM, "合计行")):
            yield Tie(
                f"{title}：{said}之和＝科目余额及发生额有辅助核算组的发生额",
                total("aux", side, line=line),
                booked,
            )
