"""FMT001: a directive or metadata of ours that is malformed or unknown."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.vocabulary import Explanation
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="FMT001",
    name="malformed-or-unknown",
    title="写法不对或不认识",
    clause=(),
    why="账本里我们自己的登记（任职、限额、签批、收据本……）写错一个字，有关的规则就会看不见它。宁可当场指出，不可悄悄放过。",
    remedy="照《账本格式》改正这一行。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report what the reading of the books could not make sense of."""
    for problem in books.problems:
        yield RULE.at(
            problem.place,
            problem.message,
            date=problem.date,
            about=problem.about,
            voucher=problem.voucher,
            remedy=problem.remedy,
            severity=WARNING if problem.warning else "",
        )


@RULE.check
def find_stray_explanations(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report explanations that can cover nothing: of an unknown rule, or about nothing."""
    from juwu_ledger.rules import CATALOGUE

    codes = {rule.code for rule in CATALOGUE}
    for item in books.of(Explanation):
        if item.rule not in codes:
            message = f"说明的规则 {item.rule} 不存在"
            remedy = "用 juwu rules 查规则编号，改正它。"
        elif not item.about:
            message = f"对 {item.rule} 的说明没有写明关于什么（about）"
            remedy = "补上 about：凭证号、收据号或期间，与发现里“关于”一致。"
        else:
            continue
        yield RULE.at(item.place, message, date=item.date, about=item.rule, remedy=remedy)
