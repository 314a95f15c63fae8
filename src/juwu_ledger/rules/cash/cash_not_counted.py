"""CSH006: a month with cash movement and no count at its end."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from juwu_ledger.books.facts.facts import DayBalance
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.chart import account_label
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import DAY, Period, months_between
from juwu_ledger.rules.support.rule import Finding, Rule
from juwu_ledger.rules.support.to_do import ToDo

RULE = Rule(
    code="CSH006",
    name="cash-not-counted",
    title="月末没有盘点现金",
    clause=("FM-1.7",),
    why="月末把现金点一遍，点数的和看着点的都签名，账和钱才对得上。",
    remedy="月末两个人盘点，用 juwu count-cash 登记（账本里是次月 1 日的 balance，写明 counted-by、witness）。",
    omission=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, as_of: dt.date) -> Iterator[Finding]:
    """A count is a ``balance`` dated the day after it, with who counted and who watched.

    A month is in order when every cash account that moved and holds money was counted, and at
    least one count of cash was made.
    """
    span = books.span
    if span is None:
        return
    cash = [account.name for account in books.chart.with_role("petty-cash", "undeposited")]
    counted: dict[tuple[str, dt.date], bool] = defaultdict(bool)
    for assertion in books.facts.assertions:
        entry = assertion.entry
        counted[entry.account, entry.date] |= _is_count(entry.meta)
    moved: dict[Period, dict[str, DayBalance]] = defaultdict(dict)
    for name in cash:
        for day in books.facts.daily[name]:
            if day.voucher.kind != "opening":
                moved[Period.month_of(day.date)][name] = day
    for month in months_between(*span):
        accounts = moved.get(month, {})
        if not accounts or as_of <= month.last:
            continue
        due = month.last + DAY
        missing = [name for name in accounts if not counted.get((name, due))]
        unsigned = [name for name in missing if (name, due) in counted]
        if any(counted.get((name, due)) for name in cash):
            missing = [name for name in missing if accounts[name].fen]
        if not missing:
            continue
        names = "、".join(
            f"{account_label(n)}（账上 {show_fen(accounts[n].fen)} 元）" for n in missing
        )
        why = "只写了余额，没写盘点人和监盘人" if unsigned else "没有盘点"
        last = max((accounts[name] for name in missing), key=lambda day: day.date)
        yield RULE.at(
            last.voucher.place,
            f"{month.title}有现金收付，月末{why}：{names}",
            date=month.last,
            about=month.label,
            to_do=ToDo(
                month.last, f"{month.title}月末点现金", ("count-cash", "--date", str(month.last))
            ),
        )


def _is_count(meta: Mapping[str, Any]) -> bool:
    return bool(text_of(meta.get("counted-by")) and text_of(meta.get("witness")))
